"""The flat sheets beside the 整改台账: issues, facts, documents, timeline, findings, and what the codes mean.

Each sheet is a header and plain rows; a cell is text, a number, or None where there is nothing to say.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from noticeparse.clipped import clipped
from noticeparse.export.ledger_columns import COLUMNS
from noticeparse.export.ledger_rows import phrase, plain, rule_titles, unit_of
from noticeparse.export.places import Places
from noticeparse.link.topics import code_book
from noticeparse.model import STATUSES_ZH, Fact, Notice, Part, Span
from noticeparse.timeline import events

Cell = str | int | float | None
LEDGER = "整改台账"

_KINDS = {
    "count": "数量", "rate": "比率", "rank": "排名", "money": "金额", "duration": "时长", "meeting": "会议", "training": "培训",
    "inspection": "检查", "accountability": "追责问责", "case": "案件", "organisation": "机构", "recovery": "挽回损失", "award": "表彰",
}  # fmt: skip
_BOUNDS = {"about": "约", "over": "超过", "nearly": "近", "at_least": "不少于", "at_most": "不超过"}
_CHANGES = {"increase": "增加", "decrease": "减少"}
_ORIGINS = {"printed": "原文所载", "inherited": "据上下文", "repaired": "据残缺文字推定"}
_LEVELS = {"error": "错误", "warning": "警告", "note": "提示"}
_CAUSES = {"author": "行文", "extraction": "网页抽取", "unknown": "不明"}
_FIELDS = {
    "inspection": "巡视巡察时间", "feedback_on": "反馈日期", "signed_on": "落款日期", "published_on": "发布日期",
}  # fmt: skip
_CONTACTS = {"phone": "电话", "address": "地址", "postcode": "邮编", "email": "电子邮箱", "other": "其他"}


@dataclass(frozen=True, slots=True)
class Sheet:
    """A flat sheet: its name, (header, width in characters) of each column, and its rows."""

    name: str
    columns: tuple[tuple[str, float], ...]
    rows: list[tuple[Cell, ...]]


class _Desk:
    """A notice with what the sheets look up in it."""

    def __init__(self, notice: Notice) -> None:
        self.notice = notice
        self.text = notice.source.text
        self.places = Places(self.text)
        self.parts: dict[str, Part] = {part.eid: part for part in notice.walk()}

    @cached_property
    def titles(self) -> dict[str, str]:
        return rule_titles() if self.notice.findings else {}

    def line(self, span: Span) -> int:
        return self.places.of(span[0]).line

    def words(self, span: Span, longest: int = 200) -> str | None:
        """The words of a span in one line, cut where they are very many."""
        words = (plain(self.text[span[0] : span[1]]) or "").replace("\n", " ")
        return clipped(words, longest) or None

    def path(self, eid: str | None) -> str | None:
        part = self.parts.get(eid or "")
        return part.path if part else None

    def heading(self, eid: str | None) -> str | None:
        part = self.parts.get(eid or "")
        return plain(part.heading.text) if part and part.heading else None


def flat_sheets(notices: Sequence[Notice]) -> list[Sheet]:
    """问题清单 数据事实 制度文件 时间线 校验结果 说明; with several notices each row begins with its unit."""
    desks = [_Desk(notice) for notice in notices]
    many = len(notices) > 1
    made = []
    for name, columns, rows in _SHEETS:
        heads = (("单位", 16.0), *columns) if many else columns
        lines = [
            ((unit_of(desk.notice), number, *row) if many else (number, *row))
            for desk in desks
            for number, row in enumerate(rows(desk), 1)
        ]
        made.append(Sheet(name, heads, lines))
    return [*made, _legend(desks)]


# ------------------------------------------------------------------ the rows of each sheet


def _issues(desk: _Desk) -> Iterator[tuple[Cell, ...]]:
    names = code_book().names
    for issue in desk.notice.issues:
        topics = "\n".join(
            f"{t.code} {names.get(t.code, '')} {t.score:g}({'、'.join(t.evidence)})" for t in issue.topics
        )
        yield (
            desk.heading(issue.category),
            plain(issue.quote),
            topics or None,
            STATUSES_ZH[issue.status] if issue.status else None,
            issue.deadline.text if issue.deadline else None,
            issue.deadline.edtf if issue.deadline else None,
            "立行立改" if issue.mode == "immediate" else None,
            len(issue.measures),
            desk.path(issue.part),
            issue.part,
            desk.line(issue.span),
            *issue.span,
        )


def _facts(desk: _Desk) -> Iterator[tuple[Cell, ...]]:
    for fact in desk.notice.facts:
        if fact.kind in ("date", "period", "document", "contact"):
            continue
        bound, change = getattr(fact, "bound", None), getattr(fact, "change", None)
        yield (
            _KINDS[fact.kind],
            desk.words(fact.span),
            fact.value,
            getattr(fact, "unit", None),
            _quoted(fact, "counted") or _quoted(fact, "scope"),
            _quoted(fact, "verb") or getattr(fact, "action", None),
            _BOUNDS[bound] if bound else None,
            _CHANGES[change] if change else None,
            phrase(desk.text, fact),
            _ORIGINS[fact.origin],
            "、".join(str(reading) for reading in fact.readings) or None,
            desk.path(fact.part),
            desk.line(fact.span),
            *fact.span,
        )


def _documents(desk: _Desk) -> Iterator[tuple[Cell, ...]]:
    for fact in desk.notice.facts:
        if fact.kind == "document":
            path = desk.path(fact.part)
            yield desk.words(fact.span), fact.action, fact.state, path, desk.line(fact.span), *fact.span


def _timeline(desk: _Desk) -> Iterator[tuple[Cell, ...]]:
    for event in events(desk.notice):
        field = _FIELDS.get(event.field) if event.field else None
        date = desk.words(event.date_span)
        yield event.edtf, date, desk.words(event.words), field, desk.line(event.date_span), *event.date_span


def _findings(desk: _Desk) -> Iterator[tuple[Cell, ...]]:
    for finding in desk.notice.findings:
        suggestion = finding.suggestion
        yield (
            finding.rule,
            desk.titles.get(finding.rule, finding.name),
            _LEVELS[finding.level],
            finding.said("zh"),
            desk.words(finding.span, 60),
            f"{desk.words(suggestion.span, 60) or ''} → {suggestion.text}" if suggestion else None,
            _CAUSES[finding.origin],
            desk.path(finding.part),
            desk.line(finding.span),
            *finding.span,
        )


def _quoted(fact: Fact, field: str) -> str | None:
    quote = getattr(fact, field, None)
    return quote.text if quote is not None else None


_PLACE = (("所在部分", 16.0), ("行号", 7.0), ("起", 8.0), ("止", 8.0))
_SHEETS: tuple[
    tuple[str, tuple[tuple[str, float], ...], Callable[[_Desk], Iterator[tuple[Cell, ...]]]], ...
] = (
    ("问题清单",
     (("序号", 6.0), ("问题类别", 28.0), ("反馈问题", 42.0), ("主题(代码 名称 得分 依据)", 36.0), ("完成情况", 10.0), ("整改时限", 14.0),
      ("时限(EDTF)", 14.0), ("整改方式", 10.0), ("措施数", 8.0), ("所在部分", 16.0), ("部分编号", 12.0), ("行号", 7.0), ("起", 8.0), ("止", 8.0)),
     _issues),
    ("数据事实",
     (("序号", 6.0), ("种类", 9.0), ("原文", 16.0), ("数值", 13.0), ("计量单位", 9.0), ("所指事物", 24.0), ("动作", 10.0), ("约数", 8.0),
      ("增减", 7.0), ("上下文", 32.0), ("来历", 14.0), ("其他读法", 12.0), *_PLACE),
     _facts),
    ("制度文件",
     (("序号", 6.0), ("文件", 60.0), ("动作", 12.0), ("性质", 10.0), *_PLACE),
     _documents),
    ("时间线",
     (("序号", 6.0), ("日期(EDTF)", 24.0), ("原文日期", 20.0), ("事项", 56.0), ("通报要素", 14.0), ("行号", 7.0), ("起", 8.0), ("止", 8.0)),
     _timeline),
    ("校验结果",
     (("序号", 6.0), ("规则", 8.0), ("规则名称", 24.0), ("级别", 8.0), ("说明", 52.0), ("原文", 30.0), ("建议(原文 → 改为)", 30.0), ("疑因", 10.0), *_PLACE),
     _findings),
)  # fmt: skip


# ------------------------------------------------------------------ 说明


def _legend(desks: list[_Desk]) -> Sheet:
    """What the workbook was made from and how to read it."""
    rows: list[tuple[Cell, ...]] = []
    for desk in desks:
        rows += [("通报", name, value) for name, value in _about(desk) if value]
        rows += [("整改概况", plain(total.text), f"第 {desk.line(total.span)} 行") for total in desk.notice.totals]
        rows += [("解析提示", doubt.code, doubt.message) for doubt in desk.notice.warnings]
    rows += [("填写说明", name, words) for name, words in _READING]
    used = {topic.code for desk in desks for issue in desk.notice.issues for topic in issue.topics}
    rows += [("主题代码", code, name) for code, name in sorted(code_book().names.items()) if code in used]
    broken = {finding.rule for desk in desks for finding in desk.notice.findings}
    rows += [("校验规则", code, name) for code, name in (rule_titles() if broken else {}).items() if code in broken]
    rows += [("级别", _LEVELS[level], words) for level, words in _LEVEL_MEANS]
    return Sheet("说明", (("类别", 12.0), ("项目", 34.0), ("内容", 90.0)), rows)


def _about(desk: _Desk) -> Iterator[tuple[str, str | None]]:
    notice = desk.notice
    inspection = notice.inspection
    dates = [day for day in (inspection.started_on, inspection.ended_on) if day]
    yield "标题", plain(notice.title or "")
    yield "整改单位", notice.issuer
    yield "落款单位", "、".join(notice.signatories)
    yield "类型", notice.genre
    yield "不作为整改通报的原因", notice.not_notice_because
    yield "监督单位", "、".join(words for words in (inspection.authority, inspection.team, inspection.round) if words)
    yield "监督时间", " 至 ".join(dates)
    yield "反馈日期", inspection.feedback_on
    yield "落款日期", notice.signed_on
    yield "发布日期", notice.published_on
    yield "联系方式", "\n".join(f"{_CONTACTS[contact.kind]}：{contact.value}" for contact in notice.contacts)
    yield "文件", notice.source.name
    yield "来源网址", notice.source.url
    yield "SHA-256", notice.source.sha256


_ADDED = "、".join(column.header for column in COLUMNS if column.extra)
_READING = (
    ("空格", "通报没有写明的内容一律留空，由填报单位补填；不作推测。"),
    (LEDGER, "每行一条整改措施；同一类别、同一问题的单元格合并。下一步打算不对应反馈问题，不列入。"),
    ("问题子类", "按主题代码表中的触发词得分最高者，供参考；全部得分与依据见“问题清单”。"),
    ("整改措施 / 整改进展", "措施有小标题的，小标题列入“整改措施”，其下文字列入“整改进展”；没有小标题的，全文列入“整改措施”。"),
    ("完成情况", "措施自身写明的优先，其次取所属问题写明的：" + "、".join(STATUSES_ZH.values()) + "。"),
    ("追责问责人数、挽回损失", "照录原文所载；有多个数字时逐项列出，不相加（可能互相包含）。"),
    ("右侧附加列", f"{_ADDED}，由解析程序提取，不在打印区域内。"),
    ("行号、起、止", "“起”“止”为原文字符位置（从 0 起，不含“止”），“行号”从 1 起，按解析所得文本计。"),
    ("来历", "原文所载：照原文；据上下文：年份等由上下文补出；据残缺文字推定：原文有缺漏，按其余文字推定。"),
    ("文字保护", "以 = + - @ 开头的文字按文本存放，不会作为公式计算；无法存入表格的控制字符显示为 �。"),
)
_LEVEL_MEANS = (("error", "应当改正"), ("warning", "应当核对"), ("note", "供参考"))
