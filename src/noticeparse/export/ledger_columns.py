"""The columns of a 整改台账 (rectification ledger), as inspection offices head them, and one of its rows.

The fourteen columns every office has come first, what this library adds stands at the right. `words` are the
wordings of the same column in other offices' ledgers; `read_ledger` finds its columns by them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from noticeparse.model import Value

Belongs = Literal["unit", "category", "issue", "measure"]


class LedgerRow(Value):
    """One row of a ledger: a measure beside its issue and category. None is an empty cell.

    `number` is the printed 序号, `recovered` an amount in 万元, `line` the line of the notice (from 1). `place` says
    where in a file the row stands ("整改台账!5": sheet and row from 1), "" for a row that comes from a notice.
    """

    unit: str | None = None
    number: str | None = None
    category: str | None = None
    subcategory: str | None = None
    issue: str | None = None
    manifestation: str | None = None
    goal: str | None = None
    measure: str | None = None
    kinds: str | None = None
    leader: str | None = None
    department: str | None = None
    deadline: str | None = None
    progress: str | None = None
    status: str | None = None
    closing: str | None = None
    documents: str | None = None
    accountability: str | None = None
    recovered: str | None = None
    figures: str | None = None
    findings: str | None = None
    line: str | None = None
    place: str = ""

    def cells(self) -> tuple[str | None, ...]:
        """The cells under `COLUMNS`, in their order."""
        return tuple(getattr(self, column.key) for column in COLUMNS)


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its field in `LedgerRow`, its header, its width in characters, and what its cells speak of.

    `words` is regular-expression source that must match a whole header, blanks and brackets taken out of it.
    """

    key: str
    header: str
    width: float
    belongs: Belongs
    words: str
    extra: bool = False
    centred: bool = False


_WHO = r"(?:人|领导|同志|负责人)"
COLUMNS: tuple[Column, ...] = (
    Column("unit", "单位", 14, "unit",
           r"(?:被?(?:巡视|巡察|巡|督察|督|审计|审|检查|反馈|整改)(?:党组织|对象|地区)?)?单位(?:名称)?|被巡察?党组织(?:名称)?|党组织(?:名称)?|地区"),
    Column("number", "序号", 5.5, "issue", r"序号|编号|问题(?:序号|编号)|序|号|No", centred=True),
    Column("category", "问题类别", 17, "category",
           r"(?:反馈)?(?:问题|事项)(?:的)?(?:类别|分类|归类|类型|大类|方面)|类别|类型|大类|一级问题|"
           r"(?:巡视|巡察)?反馈(?:的)?(?:重点)?方面|重点方面|方面|对应(?:的)?(?:“?四个?落实?”?|“?四个?聚焦”?|聚焦)(?:方面)?|四个?(?:落实|聚焦)"),
    Column("subcategory", "问题子类", 12, "issue",
           r"(?:问题)?(?:子类别?|小类|二级类别|专项)|问题专项|重点内容|具体方面"),
    Column("issue", "反馈问题", 25, "issue",
           r"(?:(?:巡视|巡察|督察|审计|上级|监督|检查|整改)(?:组|报告|发现|查出|反馈|指出|移交|通报)*)?(?:反馈|反映|发现|查出|指出|移交|存在|具体|主要|突出|整改)*的?(?:具体|主要|突出)*"
           r"(?:问题|事项)(?:的)?(?:内容|描述|摘要|名称|简述|概述|清单|表述)?|(?:(?:巡视|巡察|督察)组?)?反馈意见(?:内容|摘要)?|[二三]级问题|(?:整改)?任务(?:内容|名称)?|整改内容|问题及?表现"),
    Column("manifestation", "具体表现", 13, "issue",
           r"(?:问题|具体|主要|突出)?(?:的)?(?:具体|主要)?表现(?:内容|形式|情形)?|具体情况|问题详情|具体事例"),
    Column("goal", "整改目标", 13, "issue", r"(?:整改|落实|整改落实|预期|工作)?目标(?:要求)?|整改要求|整改标准"),
    Column("measure", "整改措施", 29, "measure",
           r"(?:(?:具体|主要|整改|落实|改进|细化)*(?:的)?(?:措施|举措|做法)|整改(?:计划|方案)|推进措施)(?:内容|描述|及要求)?"),
    Column("kinds", "措施类型", 9.5, "measure", r"(?:整改)?(?:措施|举措)(?:的)?(?:类型|类别|分类|性质)"),
    Column("leader", "责任领导", 9.5, "measure",
           r"(?:牵头|责任|分管|包抓|包保|主管|督办|督导|整改|主要|第一)(?:责任|分管)?" + _WHO + r"|责任校领导|责任院领导|牵头校领导|负责人"),
    Column("department", "责任部门", 11, "measure",
           r"(?:整体)?(?:牵头|责任|配合|主办|协办|承办|主责|整改责任|整改|落实|督导)(?:整改)?"
           r"(?:单位|部门|科室|处室|股室|机构|支部|党支部)(?:及?(?:责任人|负责人|配合部门|配合单位))?|责任主体|整改主体|责任(?:县|市|地)区"),
    Column("deadline", "整改时限", 10.5, "measure",
           r"(?:整改|完成|办结|销号|预计|计划|拟|落实|整改完成|预计完成|计划完成)*(?:的)?(?:时限|期限|时间|时间节点)(?:要求)?|完成日期"),
    Column("progress", "整改进展", 56, "measure",
           r"(?:整改|落实|问题|具体问题|工作)?(?:的)?(?:整改|落实)?(?:进展|进度|描述|成效|成果|结果|落实)(?:情况|情况概述|概述)?|"
           r"(?:问题|具体问题)?(?:整改)?(?:完成|落实|整改)情况(?:概述|说明|描述|简述)|(?:整改)?(?:整改|落实)情况|已?采取(?:的)?措施(?:及成效)?|目前进展"),
    Column("status", "完成情况", 9.5, "measure",
           r"(?:具体)?(?:问题)?(?:整改)?(?:是否)?(?:完成|整改完成|整改到位)(?:情况|状态|与否)?|完成进度|(?:整改|问题|当前)?(?:状态|结论)|具体问题整改完成情况|完成情况结论", centred=True),
    Column("closing", "销号情况/备注", 10.5, "measure",
           r"(?:是否)?(?:验收)?[/、]?销号(?:情况|时间|状态)?(?:[/、及]?备注)?|备注|说明|验收(?:情况|意见)?|备注说明"),
    Column("documents", "建章立制文件", 24, "measure", r"建章立制(?:文件|情况|成果)?|制度(?:文件|成果|名称)|出台制度", extra=True),
    Column("accountability", "追责问责人数", 14, "measure", r"(?:追责)?问责(?:人数|情况)|追责(?:问责)?情况|处理人数", extra=True),
    Column("recovered", "挽回损失(万元)", 12, "measure", r"挽回(?:经济)?损失|追缴(?:资金|金额)|清退金额|挽损金额", extra=True),
    Column("figures", "数据事实", 28, "measure", r"数据事实", extra=True),
    Column("findings", "校验问题", 24, "measure", r"校验问题", extra=True),
    Column("line", "原文位置(行号)", 10, "measure", r"原文位置|行号", extra=True, centred=True),
)  # fmt: skip
"""Every column from left to right; 单位 is written only where a ledger holds several notices."""

_BRACKETED = re.compile(r"[(\[【][^)\]】]*[)\]】]")
_NOT_WORDS = re.compile(r"[\s:*#.。·、/\\|“”\"'‘’-]+")
_JOINED = re.compile(r"以及|[及和与、/]")
_PATTERNS = tuple((column, re.compile(column.words)) for column in COLUMNS)


def column_of(header: str) -> Column | None:
    """The column a header means, None for one that is not known; hints in brackets and blanks do not count.

    Of a header of two (整改措施及成效) the first that is known counts.
    """
    if len(header) > 60:
        return None
    found = _known(_bare(header))
    if found is None and len(parts := [part for part in _JOINED.split(header) if part.strip()]) > 1:
        found = next((column for part in parts if (column := _known(_bare(part)))), None)
    return found


def _known(words: str) -> Column | None:
    if words in _OWN:
        return _OWN[words]
    return next((column for column, pattern in _PATTERNS if pattern.fullmatch(words)), None)


def _bare(header: str) -> str:
    from noticeparse.outline.lines import fold

    folded = fold(header)
    return _NOT_WORDS.sub("", _BRACKETED.sub("", folded)) or _NOT_WORDS.sub("", folded)


_OWN = {_bare(column.header): column for column in COLUMNS}


def columns_for(rows: list[LedgerRow]) -> tuple[Column, ...]:
    """The columns to write for `rows`: all, 单位 only where a row names one."""
    with_unit = any(row.unit for row in rows)
    return tuple(column for column in COLUMNS if column.key != "unit" or with_unit)
