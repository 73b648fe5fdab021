"""Numbers in running text: how they are printed, and the bounds before and behind them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

from noticeparse.facts.lexicon import Word
from noticeparse.facts.numerals import read_number
from noticeparse.facts.scan import Scan
from noticeparse.model import Bound, Change

HAN_DIGITS: Final = "〇零一二两三四五六七八九十百千万亿廿卅萬億兩壹贰叁肆伍陆柒捌玖拾佰仟"
FIRST: Final = "0123456789" + HAN_DIGITS
FORMAL: Final = frozenset("壹贰叁肆伍陆柒捌玖拾佰仟")
"""Formal numerals count only with others or with 万 and 元: 队伍 and 大陆 end with one."""
ARABIC: Final = (
    r"(?:\d{1,3}(?:[, ]\d{3}){1,5}+(?![\d,])|\d{1,15}+)(?:\.\d{1,9}+)?"
    r"(?: ?[百千万亿萬億]{1,2}+(?:\d{1,9}+(?:\.\d{1,9}+)?[万千])?)?"
)
NUMBER: Final = rf"(?:{ARABIC}|[{HAN_DIGITS}]{{1,16}}+)"
JOINT: Final = r" ?(?:[、~和或至到-]|—{1,2}|–) ?"
NUMBERS: Final = rf"{NUMBER}(?:{JOINT}{NUMBER}){{0,6}}+"
"""One number, or several before one measure word: 3、5、7 · 1至3 · 10—20."""

_ONE: Final = re.compile(NUMBER)
_COMPOUND: Final = re.compile(r"(\d+(?:\.\d+)?)([亿万千])(\d+(?:\.\d+)?[万千百]?)")
_MULTIPLIER: Final = re.compile(r"[十百千万亿萬億]{1,2}")
_BEHIND: Final = re.compile(
    r"(?P<at_least>及其?以上|以上|起步)|(?P<at_most>及其?以下|以下|以内|之内)|(?P<about>左右|上下)"
)
_BEFORE: Final = re.compile(
    r"(?:(?P<nearly>近|将近|接近)|(?P<about>约|大约|约为|大概|估计)|(?P<over>超|超过|逾|突破|多于|大于|高于|上)"
    r"|(?P<at_least>不少于|不低于|不小于|不得少于|不得低于|至少|最少)"
    r"|(?P<at_most>不超过|不超|不多于|不高于|不得超过|不得高于|至多|最多|少于|低于|小于|不足|不满|不到)) ?\Z"
)
_BEFORE_LAST: Final = frozenset(" 近将约略概计为超过逾破多于大高上少低小至最足满到")
_OPEN_HUNDREDS: Final = {"百": 100, "千": 1000, "万": 10**4, "百万": 10**6, "千万": 10**7, "亿": 10**8}

BOUNDS: Final[dict[str, Bound]] = {
    "以上": "at_least",
    "及以上": "at_least",
    "以下": "at_most",
    "及以下": "at_most",
    "以内": "at_most",
    "左右": "about",
    "多": "over",
}
"""Bounds behind a share or an amount."""


@dataclass(slots=True)
class Quantity:
    """A number with what stands around it: 不少于⟦2.1万余处⟧."""

    start: int
    end: int
    value: int | float
    unit: Word | None
    bound: Bound | None
    number_end: int
    multiplied: bool
    """Whether 万 or 亿 stands between number and unit."""
    readings: list[int | float] = field(default_factory=list)
    """Both ends of a range (1至3人), whose value is its upper end."""


def spaces(folded: str, at: int) -> int:
    """The offset behind at most one blank at `at`: Word and its readers put blanks around digits."""
    return at + 1 if folded.startswith(" ", at) else at


def bound_before(folded: str, start: int) -> Bound | None:
    """What the words before a number say: 近 nearly, 约 about, 超 over, 不少于 at_least, 不超过 at_most."""
    if folded[start - 1 : start] not in _BEFORE_LAST:
        return "at_least" if "至少" in folded[max(0, start - 6) : start] else None
    match = _BEFORE.search(folded, max(0, start - 5), start)
    if match is None or match.lastgroup is None:
        return None
    if match[0] == "上" and folded[start] not in _OPEN_HUNDREDS:  # 上百 is "over", 以上3个 is not
        return None
    return match.lastgroup  # type: ignore[return-value]


def read_quantities(scan: Scan, start: int, end: int) -> list[Quantity]:
    """The numbers printed in ``folded[start:end]`` with the measure word behind the last, which all share.

    An empty list where one of them is no number (三五, 几十) or none can be read.
    """
    folded = scan.folded
    printed = folded[start:end]
    pieces = [(start, end)] if printed.isdecimal() else [match.span() for match in _ONE.finditer(folded, start, end)]
    last_start, last_end = pieces[-1]
    if folded[last_end - 1] == "千" and last_end - last_start > 1 and scan.words.units.at(folded, last_end - 1):
        last_end -= 1  # 40千克, not 40 thousand 克
    printed = folded[last_start:last_end].rstrip(" ")
    at = spaces(folded, last_end)
    fuzzy, multiplier = None, ""
    if folded[at : at + 1] in _FUZZY and folded[at : at + 2] not in _NOT_FUZZY:
        fuzzy, multiplier, at = _read_fuzzy(folded, last_end, at)
    bound = bound_before(folded, start)
    value = _read(printed.replace(" ", ""), multiplier, fuzzy or bound)
    if value is None:
        return []
    unit = scan.words.units.at(folded, at)
    number_end = at if fuzzy else last_end
    stop = at + len(unit.word) if unit else number_end
    bound = fuzzy or bound
    if unit and folded[stop : stop + 1] == "/" and (per := _PER.match(folded, stop)):
        unit, stop = Word(unit.word + per[0], "physical"), per.end()
    if unit and folded[stop : stop + 1] in _BEHIND_FIRST and (behind := _BEHIND.match(folded, stop)):
        bound, stop = behind.lastgroup, behind.end()  # type: ignore[assignment]
    multiplied = (multiplier or printed)[-1] in "万亿萬億"
    last = Quantity(last_start, stop, value, unit, bound, number_end, multiplied)
    if len(pieces) == 1:
        return [last]
    shared = _sharing(folded, pieces[:-1], last, printed)
    if not shared:
        return []
    return [_range(shared[0], last)] if _is_range(folded, pieces) else [*shared, last]


def _is_range(folded: str, pieces: list[tuple[int, int]]) -> bool:
    """1至3人 is one statement, 3、5、7项 are three."""
    return len(pieces) == 2 and any(joint in folded[pieces[0][1] : pieces[1][0]] for joint in "至到-—–~")


def _range(lower: Quantity, upper: Quantity) -> Quantity:
    upper.start, upper.readings = lower.start, [lower.value, upper.value]
    upper.bound = upper.bound or "at_most"
    return upper


_PER: Final = re.compile(r"/(?:小时|[日天月年人户吨亩次]|公里|平方米|立方米)")
_FUZZY: Final = frozenset("余多来餘")
_NOT_FUZZY: Final = frozenset(("余额", "余款", "余热", "来自", "来源", "来访", "来信", "来电"))
_BEHIND_FIRST: Final = frozenset("及以起左上")


def _read_fuzzy(folded: str, last_end: int, at: int) -> tuple[Bound | None, str, int]:
    """余, 多 or 来 behind a number, what multiplies it (10余万), and where the measure word begins."""
    if folded[at] == "来" and folded[last_end - 1] not in "十百0":
        return None, "", at
    fuzzy: Bound = "about" if folded[at] == "来" else "over"
    at = spaces(folded, at + 1)
    if multiplier := _MULTIPLIER.match(folded, at):
        return fuzzy, multiplier[0], spaces(folded, multiplier.end())
    return fuzzy, "", at


def _sharing(folded: str, pieces: list[tuple[int, int]], last: Quantity, printed: str) -> list[Quantity]:
    """The numbers before the last of a list or range: they borrow its unit and, if it fits, its 万 or 亿."""
    shared: list[Quantity] = []
    digits = printed.rstrip("百千万亿")
    multiplier = printed[len(digits) :] if digits and digits[-1].isdecimal() else ""
    highest = read_number(digits) if multiplier else None
    is_range = _is_range(folded, [*pieces, (last.start, last.end)])
    for start, end in pieces:
        own = folded[start:end].replace(" ", "")
        value = read_number(own)
        if value is None:
            return []
        if multiplier and own[-1].isdecimal() and (not is_range or (highest is not None and value < highest)):
            value = read_number(own + multiplier)
        if value is None:
            return []
        shared.append(Quantity(start, end, value, last.unit, None, end, last.multiplied))
    return shared


def _read(printed: str, multiplier: str, bound: Bound | None) -> int | float | None:
    """The value of a printed number; 百 alone is a hundred only where a bound says so (近百家, 百余人)."""
    if printed in _OPEN_HUNDREDS:
        return _OPEN_HUNDREDS[printed] if bound and not multiplier else None
    if not printed.isdecimal() and (compound := _COMPOUND.fullmatch(printed)):
        parts = read_number(compound[1] + compound[2]), read_number(compound[3])
        return None if parts[0] is None or parts[1] is None else parts[0] + parts[1]
    return read_number(printed + multiplier)


_CHANGE_LAST: Final = frozenset(" 少降低短缩减落跌省加长高升增涨大移了近约超过逾")
_DECREASE: Final = re.compile(r"(?:减少|下降|降低|缩短|压缩|缩减|减|降|压减|回落|跌|节省)(?:了|近|约|超过?|逾)? ?\Z")
_INCREASE: Final = re.compile(
    r"(?:增加|增长|提高|提升|上升|新增|增|升|上涨|扩大|延长|前移)(?:了|近|约|超过?|逾)? ?\Z"
)


def change_before(folded: str, start: int) -> Change | None:
    """减少⟦9天⟧, 提高⟦3.2个百分点⟧; a level reached (降至, 提高到) is no change."""
    if folded[start - 1 : start] not in _CHANGE_LAST:
        return None  # also for a level reached
    lowest = max(0, start - 6)
    if _DECREASE.search(folded, lowest, start):
        return "decrease"
    if _INCREASE.search(folded, lowest, start):
        return "increase"
    return None
