"""How one moment is printed: 2024年8月28日, 二〇二四年八月, 11月底, 2024年上半年, 2023-2024学年.

The fragments build every date pattern; they match folded text (`noticeparse.outline.lines.fold`), in which
every blank is a space and digits are half width.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from noticeparse.facts.calendar import Moment
from noticeparse.facts.damaged_dates import JOINTS
from noticeparse.facts.numerals import DIGITS

ONES: Final = "一二三四五六七八九"
NUMBER_CHARS: Final = frozenset(f"0123456789十廿{ONES}")

# --------------------------------------------------------------------------- fragments

B = " {0,3}"
"""Blanks that pages and Word put between digits and marks."""
J = re.escape(JOINTS)
WEEKDAY: Final = r"(?:\((?:星期|周)[一二三四五六日天]\))?"
JOINT: Final = rf"{B}{WEEKDAY}(?:起|开始)?{B}[{J}]{{1,3}}{B}"
ARABIC_YEAR: Final = r"(?:1[89]|20)\d\d"
CHINESE_YEAR: Final = rf"(?:一[八九]|二[〇○零Oo◯0])[〇○零Oo◯0{ONES}]{{2}}"
SHORT_YEAR: Final = rf"\d\d(?={B}年{B}(?:1[0-2]|0?[1-9]){B}月)"
YEAR: Final = rf"(?:{ARABIC_YEAR}|{CHINESE_YEAR}|{SHORT_YEAR})"
MONTH: Final = rf"(?:1[0-2]|0?[1-9]|十[一二]?|[元{ONES}])"
DAY: Final = rf"(?:3[01]|[12]\d|0?[1-9]|三十一?|二?十[{ONES}]?|廿[{ONES}]?|[{ONES}])"
NIAN: Final = r"年(?!代(?!表|理|办|建|码|收))"
YUE: Final = r"月(?:份)?"
RI: Final = r"(?:日|号(?!楼|线|文|令|公告|机组|院|泵|地块))"

_EARLY: Final = r"初(?![中级步审稿衷心次始核评验定期查任创])"
_LATE: Final = r"底(?![数线册层稿色座部下气图账子泥商薪])|末(?![端位尾])"
_ONE_QUARTER: Final = rf"第?(?P<q1>[{ONES[:4]}1-4])(?:{B}[、和及{J}]?{B}第?(?P<q2>[{ONES[:4]}1-4]))?"
_QUARTERS: Final = rf"(?:{_ONE_QUARTER}|前(?P<q0>[二两三23])个?)季度"
_SCHOOL_YEAR: Final = r"(?:学年(?:度)?|(?<=学年)度?)(?:第?[一二12]学期|[上下]学期)?"
_SEASON: Final = r"[春夏秋冬]{1,2}季(?:学期)?|[春秋]学期|暑期|暑假|寒假"

_MOMENT: Final = re.compile(
    rf"(?:(?P<year>{YEAR}){B}{NIAN}{B})?"
    rf"(?:(?P<month>{MONTH}){B}{YUE}{B})?"
    rf"(?:(?<=[月份 ])(?P<day>{DAY}){B}{RI})?"
)
_YEAR_TAIL: Final = re.compile(
    rf"度?(?:(?P<half>[上下])半年(?:度)?|{_QUARTERS}|全年|{_SCHOOL_YEAR}|{_SEASON}"
    rf"|年?(?P<early>{_EARLY})|年?(?P<late>{_LATE})|年?(?P<middle>中)(?=[,。;、]|以来|前|至|召开|工作会|考核))"
    r"|度(?![假过汛夏冬])"
)
_MONTH_TAIL: Final = re.compile(
    rf"(?P<xun>上|中下|中上|中|下)旬|[上下]半月|(?P<early>{_EARLY})|(?P<late>{_LATE})"
    r"|(?P<middle>中)(?=[,。;、]|以来|前|至)"
)
_PART_OF: Final = {"early": "start", "middle": "middle", "late": "end", "上": "start", "中": "middle", "下": "end"}


# --------------------------------------------------------------------------- numbers in dates


def _number_names() -> dict[str, int]:
    """1, 01, 一 … 31, 三十一, with 廿三 for 23 and 元 for the first month."""
    names = {"元": 1}
    for number in range(1, 32):
        tens, ones = divmod(number, 10)
        one = ONES[ones - 1] if ones else ""
        for name in (str(number), f"{number:02d}", ("", "十", "二十", "三十")[tens] + one):
            names[name] = number
        if tens == 2:
            names["廿" + one] = number
    return names


NUMBER: Final = _number_names()
"""The value of every way to print a month or a day."""
_YEAR_DIGIT: Final = {**{char: str(value) for char, value in DIGITS.items()}, "O": "0", "o": "0", "◯": "0"}


def year_of(text: str) -> int:
    """The year `text` prints: 2024, 二〇二四, 二O二四; 21 in 21年3月 is 2021."""
    year = int("".join(_YEAR_DIGIT.get(char, char) for char in text))
    if year >= 100:
        return year
    return year + (2000 if year < 50 else 1900)


def moment_in(match: re.Match[str]) -> Moment:
    """The moment of a match with some of the groups year, month, day."""
    found = match.groupdict()
    year, month, day = found.get("year"), found.get("month"), found.get("day")
    return Moment(
        year_of(year) if year else None,
        NUMBER[month] if month else None,
        NUMBER[day] if day else None,
    )


# --------------------------------------------------------------------------- one moment


@dataclass(slots=True)
class Piece:
    """A moment as printed at ``[start, end)`` of the folded text, its tail included."""

    start: int
    end: int
    moment: Moment
    until: Moment | None = None
    """The last month of a half-year or of quarters."""
    part_of: str | None = None
    tailed: bool = False


def read_piece(folded: str, at: int) -> Piece | None:
    """The moment printed at `at` with its tail, or None."""
    match = _MOMENT.match(folded, at)
    if match is None or match.end() == at:
        return None
    piece = Piece(at, at + len(match[0].rstrip()), moment_in(match))
    if piece.moment.day is None:
        read_tail(folded, piece)
    return piece


def read_tail(folded: str, piece: Piece) -> None:
    """Take 度, 初, 底, 上旬, 上半年, 第一季度 … behind a year or month into the piece."""
    tails = _YEAR_TAIL if piece.moment.month is None else _MONTH_TAIL
    match = tails.match(folded, piece.end)
    if match is None:
        return
    piece.end = match.end()
    piece.tailed = True
    found = match.groupdict()
    if found.get("half"):
        _take_months(piece, *((1, 6) if found["half"] == "上" else (7, 12)))
    elif found.get("q0"):
        _take_months(piece, 1, _quarter(found["q0"]) * 3)
    elif found.get("q1"):
        first, last = _quarter(found["q1"]), _quarter(found["q2"] or found["q1"])
        _take_months(piece, first * 3 - 2, max(first, last) * 3)
    elif found.get("xun"):
        piece.part_of = _PART_OF.get(found["xun"])
    else:
        name = next((name for name in ("early", "middle", "late") if found.get(name)), "")
        piece.part_of = _PART_OF.get(name)


def _take_months(piece: Piece, first: int, last: int) -> None:
    """Let a half-year or quarter run from its first to its last month."""
    year = piece.moment.year
    piece.moment, piece.until = Moment(year, first), Moment(year, last)


def _quarter(text: str) -> int:
    return 2 if text == "两" else NUMBER[text]
