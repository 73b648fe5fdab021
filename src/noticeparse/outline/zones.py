"""Which lines are title, body, closing and annexes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from noticeparse.outline.lines import Line
from noticeparse.outline.numbering import BY_NAME, HAN, by_first, tries

TITLE: Final = re.compile(
    r"关于.*(?:巡视|巡察|督察|审计|整改|主题教育|反馈|通报|报告|公告|公示|情况|方案|清单)"
    r"|(?:整改|巡视|巡察|督察|审计).*(?:通报|报告|公告|公示|公开|情况|进展|方案|清单|台账|一览表|结果|销号)"
)
_TITLE_END: Final = re.compile(r"(?:通报|报告|公告|公示|公开|情况|方案|清单|台账|一览表|说明|通知|结果|销号表?)[)》”]?$")
_SENTENCE: Final = re.compile(r"[。;:!?,]")
_HEAD_FIELD: Final = re.compile(r"[\u4e00-\u9fff ]{2,8}:[^。;!?,]{0,80}")
"""A line of the block above an article (索引号: …, 发布机构: …) or of the line of sources below its title."""
_HEADER: Final = re.compile(r"^[(\[]|^\d{4}[-./年]|[)\]]$|日$|^(?:中共|中国共产党).{2,40}$|(?:委员会|党组|党委|党总支|局|办公室|公司|学院|大学|医院)$")

ORGAN: Final = re.compile(
    r"(?:中共|中国共产党)?[\w()“”·、 ]{1,44}?(?:委员会|党组|党委|党总支|总支部|党支部|支部|工委|纪委|纪工委|"
    r"(?:党|团|村|居|管)委会?|(?:部务|局务|院务|校务|社务|所务)会|局|厅|委|办|办公室|政府|公司|集团|学院|大学|学校|中学|小学|医院|中心|银行|院|所|站|社|法院|检察院|"
    r"办事处|街道|镇|乡|管委会|纪检监察组|纪检组|工作组|专班|指挥部|党校|联合会|总工会|协会|学会|商会|基金会|部|处|署|海关|支队|大队|总队|中队|馆|台|园|场|厂|联|村|社区|领导小组)(?:\(盖章\))?"
)
"""The shape of a signatory: an organ's name alone on a line."""

_Y = "[12〇○零一二三四五六七八九0-9]"
SIGNED: Final = re.compile(
    r"[(\[]?(?:"
    r"(?:19|20)\d{2} ?年 ?\d{1,2} ?月 ?(?:\d{1,2} ?日)?"
    r"|(?:19|20)\d{2}[-./]\d{1,2}(?:[-./]\d{1,2})?"
    r"|[二一][〇○零OО0]?[〇○零OО0一二三四五六七八九]{2,3}年[一二三四五六七八九十]{1,2}月(?:[一二三四五六七八九十]{1,3}日)?"
    r"|(?:19|20)\d{2}年?\d{1,2}月?\d{0,2}日?"
    r")[)\]]?"
)
"""A date alone on a line, damaged or not."""

CONTACT: Final = re.compile(
    r"联系(?:电话|方式|人|地址)|监督(?:举报)?电话|举报电话|咨询电话|电子(?:邮箱|邮件|信箱)|邮政?(?:信箱|编码)|邮箱|邮编|邮寄地址|"
    r"通[讯信]地址|来信|来访|传真|受理(?:时间|期限)|监督(?:时间|方式)|反映(?:时间|方式)|欢迎.{0,30}(?:监督|意见|反映)|如有意见|公示(?:时间|期)|反馈意见可|意见反馈|特此(?:通报|报告|公告|公示|公布|公开)"
)
ATTACHED: Final = re.compile(rf"附 ?[件表]? ?(?:\d|{HAN[0]})? *:")
_ANNEX: Final = re.compile(BY_NAME["annex"].pattern)


@dataclass(slots=True)
class Zones:
    """Line indices: header [0, body), body [body, closing), closing [closing, tail), annexes [annex, end of lines)."""

    title: tuple[int, int]
    body: int
    closing: int
    tail: int
    signatories: tuple[int, ...]
    signed: int | None
    annex: int


def is_numbered(folded: str, line: Line) -> bool:
    """Whether the line begins like a numbered part."""
    for pattern, _ in tries().get(folded[line.head], ()):
        if pattern.match(folded, line.head, line.end):
            return True
    return False


def zones(folded: str, lines: list[Line]) -> Zones:
    """Divide the lines of a notice; linear. Zones that cannot be told are empty."""
    title, body = _header(folded, lines)
    signatories, signed, tail = _signature(folded, lines, body)
    if signed is None and (head := _signed_below_title(folded, lines, title[1], body)) is not None:
        signed = head[1]
        signatories = signatories or head[0]
    annex = _annex(folded, lines, tail if signatories or signed is not None else body)
    if annex < len(lines) and tail == len(lines):
        tail = annex
    first = min(i for i in (*signatories, len(lines) if signed is None else signed, tail) if i >= body)
    closing = first
    while closing > body and closing > first - 14 and _closes(folded, lines, closing - 1):
        closing -= 1
    return Zones(title, body, closing, tail, signatories, signed, annex)


def _header(folded: str, lines: list[Line]) -> tuple[tuple[int, int], int]:
    """Title lines, and where the body begins: short unnumbered lines at the top, as far as they look like a title."""
    top = 0
    while top < min(len(lines), 16):
        line = lines[top]
        words = folded[line.head : line.end]
        titled = len(words) <= 120 and TITLE.search(words) and "。" not in words and not words.endswith((",", ";", ":"))
        if is_numbered(folded, line) or not (titled or _is_field(words) or (len(words) <= 60 and not _SENTENCE.search(words))):
            break
        top += 1
    printed = [folded[line.head : line.end] for line in lines[:top]]
    last = next((i for i in range(top - 1, -1, -1) if _may_title(printed[i])), None)
    if last is None:
        return (0, 0), 0
    if len(printed[last]) < _SHORTEST_TITLE:  # 完成情况: the head of a column below the title
        last = next((i for i in range(last - 1, -1, -1) if "关于" in printed[i] and _TITLE_END.search(printed[i])), last)
    first = last
    if "关于" not in printed[last]:  # the end of a title over several lines
        above = next((i for i in range(last - 1, max(-1, last - 4), -1) if "关于" in printed[i]), None)
        if above is not None and not any(_TITLE_END.search(words) for words in printed[above:last]):
            first = above
    if first and printed[first].startswith("关于") and ORGAN.fullmatch(printed[first - 1]):
        first -= 1
    body = last + 1
    while body < top and (_HEADER.search(printed[body]) or _is_field(printed[body])):
        body += 1
    return (first, last + 1), body


_SHORTEST_TITLE: Final = 8
_BRACKETED: Final = re.compile(r"[(\[][^()]*[)\]]")
_SALUTES: Final = re.compile(r"(?:各|同志|代表|委员|会|组|办|局)[^:]*:$|如下:$|(?:电话|邮箱|信箱|地址|问题|措施|任务|目标|时限|期限|单位|情况|序号)[^:]*:")


def _is_field(words: str) -> bool:
    return _HEAD_FIELD.fullmatch(words) is not None and _SALUTES.search(words) is None


def _may_title(words: str) -> bool:
    """Whether a line can end a title: not a field, nor a bracketed date of publication below one."""
    if _BRACKETED.fullmatch(words) or _is_field(words):
        return False
    return bool(_TITLE_END.search(words) or TITLE.search(words))


def _signature(folded: str, lines: list[Line], body: int) -> tuple[tuple[int, ...], int | None, int]:
    """Signatory lines, the date line and the line behind them: the first organ-and-date pair behind the body's head."""
    dated = [
        i for i in range(body, len(lines))
        if lines[i].end - lines[i].head <= 24 and SIGNED.fullmatch(folded[lines[i].head : lines[i].end])
    ]  # fmt: skip
    for i in dated:
        signers = _organs_above(folded, lines, i, body)
        if signers:
            return tuple(signers), i, i + 1
        below = i + 1
        while below < len(lines) and _is_organ(folded, lines[below]) and not is_numbered(folded, lines[below]):
            below += 1
        if below > i + 1:
            return tuple(range(i + 1, below)), i, below
    for i in range(max(body, len(lines) - 40), len(lines)):  # organ and date on one line
        words = folded[lines[i].head : lines[i].end]
        if len(words) <= 70 and (match := re.fullmatch(rf"(.+?)[ ,]+({SIGNED.pattern})", words)) and ORGAN.fullmatch(match[1].strip()):
            return (i,), i, i + 1
    if dated and dated[-1] >= len(lines) * 0.5:
        return (), dated[-1], dated[-1] + 1
    for i in range(max(body, len(lines) - 8), len(lines)):
        if i and _is_organ(folded, lines[i]) and folded[lines[i - 1].end - 1] in "。.!)" + "0123456789cnm":
            return (i,), None, i + 1
    return (), None, len(lines)


def _signed_below_title(folded: str, lines: list[Line], first: int, body: int) -> tuple[tuple[int, ...], int] | None:
    """The signatories and the date printed between title and body: a bracketed date, or a date beside an organ.

    A bare date alone there is when the page was published.
    """
    block = range(first, body)
    organs = tuple(i for i in block if _is_organ(folded, lines[i]))
    for i in block:
        words = folded[lines[i].head : lines[i].end]
        if SIGNED.fullmatch(words) and (organs or words[0] in "(["):
            return organs, i
    return None


def _organs_above(folded: str, lines: list[Line], i: int, body: int) -> list[int]:
    found: list[int] = []
    while i - 1 >= body and _is_organ(folded, lines[i - 1]) and len(found) < 8:
        i -= 1
        found.insert(0, i)
    return found


def _is_organ(folded: str, line: Line) -> bool:
    words = folded[line.head : line.end]
    return len(words) <= 50 and ORGAN.fullmatch(words) is not None


def _annex(folded: str, lines: list[Line], start: int) -> int:
    """The first annex heading behind `start`: 附件1 or 附件: alone on its line, or with a title, and words below it."""
    for i in range(start, len(lines) - 1):
        line = lines[i]
        if folded[line.head] == "附" and (match := _ANNEX.match(folded, line.head, line.end)):
            rest = folded[match.end() : line.end]
            if len(rest) <= 60 and "。" not in rest and not (rest and is_attached(folded, lines, i)):
                return i
    return len(lines)


def is_attached(folded: str, lines: list[Line], i: int) -> bool:
    """Whether line `i` (附件:1.…) heads a list of attachments rather than an annex: only numbers, a signature or nothing follow."""
    line = lines[i]
    if not ATTACHED.match(folded, line.head, line.end):
        return False
    rest = folded[line.head : line.end].split(":", 1)[1].strip()
    if rest and any(p.match(rest) for _, p in by_first().get(rest[0], ())):
        return True
    following = lines[i + 1 : i + 4]
    return bool(rest) and all(
        l.end - l.head <= 60 and (_is_organ(folded, l) or SIGNED.fullmatch(folded[l.head : l.end]) or is_numbered(folded, l))
        for l in following  # noqa: E741
    )


def _closes(folded: str, lines: list[Line], i: int) -> bool:
    """Whether a line just above the signature belongs to the closing: contacts, 特此通报, a list of attachments."""
    line = lines[i]
    words = folded[line.head : line.end]
    if ATTACHED.match(words) or (len(words) <= 400 and CONTACT.search(words) and not is_numbered(folded, line)):
        return True
    if len(words) <= 60 and is_numbered(folded, line):  # 2.… of an attachment list
        return any(ATTACHED.match(folded, lines[j].head, lines[j].end) for j in range(max(0, i - 8), i))
    return len(words) <= 80 and re.search(r"\d{7,}|\d{3,4}-\d{7,8}|[\w.]+@", words) is not None
