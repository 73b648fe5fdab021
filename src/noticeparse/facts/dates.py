"""Dates and periods: every way a notice prints a day, month, year or stretch of time, as EDTF.

A pattern finds where a date begins; the builder reads it with `_MOMENT` and its neighbours, bounded in length, so the
cost is linear. What the text left out (8月29日, 当日, 去年) or lost (20243月144月27日, two readings) stays in
``Claim.pending``. Patterns match folded text (`noticeparse.outline.lines.fold`).

以来 and 截至 stay outside the span and set `relation`; 前 of a deadline (年底前) is inside, the value is one-ended.
Lists with a shared unit (3、4月; 15、16日; 2021、2022年) are one date each.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from noticeparse.entries import FactKind
from noticeparse.facts import Scan
from noticeparse.facts.calendar import (
    Moment,
    Open,
    Reading,
    complete_end,
    complete_start,
    up_to,
)
from noticeparse.facts.damaged_dates import JOINTS, LONGEST_RUN, damaged_readings
from noticeparse.facts.numerals import DIGITS
from noticeparse.model import Claim

# --------------------------------------------------------------------------- what the words mean

_ONES = "一二三四五六七八九"


def _day_names() -> dict[str, int]:
    """1, 01, 一 … 31, 三十一, with 廿三 for 23 and 元 for the first month."""
    names = {"元": 1}
    for number in range(1, 32):
        tens, ones = divmod(number, 10)
        one = _ONES[ones - 1] if ones else ""
        names[str(number)] = names[f"{number:02d}"] = number
        names[(("", "十", "二十", "三十")[tens]) + one] = number
        if tens == 2:
            names["廿" + one] = number
    return names


_NUMBER = _day_names()
_YEAR_DIGIT = {**{char: str(value) for char, value in DIGITS.items()}, "O": "0", "o": "0", "◯": "0"}
_SEASON_WORDS = "暑期|暑假|寒假"
_PART_OF = {"初": "start", "上": "start", "中": "middle", "底": "end", "末": "end", "下": "end"}

# --------------------------------------------------------------------------- how a moment is printed

_B = " {0,3}"
_J = re.escape(JOINTS)
_JOINT = rf"{_B}(?:\((?:星期|周)[{_ONES[:6]}日天]\))?(?:起|开始)?{_B}(?:[{_J}]{{1,3}}){_B}"
_ARABIC_YEAR = r"(?:1[89]|20)\d\d"
_CHINESE_YEAR = rf"(?:一[八九]|二[〇○零Oo◯0])[〇○零Oo◯0{_ONES}]{{2}}"
_YEAR = rf"(?:{_ARABIC_YEAR}|{_CHINESE_YEAR})"
_MONTH = rf"(?:1[0-2]|0?[1-9]|十[一二]?|[元{_ONES}])"
_DAY = rf"(?:3[01]|[12]\d|0?[1-9]|三十一?|[二]?十[{_ONES}]?|廿[{_ONES}]?|[{_ONES}])"
_NIAN = r"年(?!代(?!表|理|办|建|码|收))"
_YUE = r"月(?:份)?"
_RI = r"(?:日|号(?!楼|线|文|令|公告|机组|院|泵|地块))"

_MOMENT = re.compile(
    rf"(?:(?P<year>{_YEAR}){_B}{_NIAN}{_B})?"
    rf"(?:(?P<month>{_MONTH}){_B}{_YUE}{_B})?"
    rf"(?:(?<=[月份 ])(?P<day>{_DAY}){_B}{_RI})?"
)
_DAY_ONLY = re.compile(rf"(?P<day>{_DAY}){_B}{_RI}(?!内)")
_END_OF_YEAR = re.compile(r"(?:本|当|同)?年(?P<part>[底末])")
_NOW = re.compile(r"至今(?!年|天|后|日)")

# A year's tail, a month's tail: 2024年度, 2021年初, 2024年上半年, 3月上旬, 11月底.
_EARLY = r"初(?!中|级|步|审|稿|衷|心|次|始|核|评|验|定|期|查|任|任|创)"
_LATE = r"底(?!数|线|册|层|稿|色|座|部|下|气|图|账|子|泥|商)"
_QUARTER = rf"(?:第?(?P<q1>[{_ONES[:4]}1-4])(?:{_B}[、和及{_J}]?{_B}第?(?P<q2>[{_ONES[:4]}1-4]))?|前(?P<q0>[二两三23])个?)季度"
_YEAR_TAIL = re.compile(
    rf"度?(?:(?P<half>[上下])半年(?:度)?|{_QUARTER}|全年|(?:学年(?:度)?|(?<=学年)度?)(?:第?[一二12]学期|[上下]学期)?"
    rf"|[春夏秋冬]{{1,2}}季(?:学期)?|[春秋]学期|{_SEASON_WORDS}|年?(?P<early>{_EARLY})|年?(?P<late>{_LATE}|末(?!端|位|尾))"
    r"|年?(?P<middle>中)(?=[,。;、]|以来|前|至|召开|工作会|考核))"
    r"|度(?!假|过|汛|夏|冬)"
)
_MONTH_TAIL = re.compile(
    rf"(?P<xun>上|中下|中上|中|下)旬|[上下]半月|(?P<early>{_EARLY})|(?P<late>{_LATE}|末(?!端|位|尾))|(?P<middle>中)(?=[,。;、]|以来|前|至)"
)
_BEFORE = re.compile(r"(?:以前|之前|前(?!期|往|后|来|列|夕|述|端|提|沿|瞻|景|进|任|置|身|台|\d|[一二两三四五六七八九十]))")
_SINCE = re.compile(r"(?:份|度)?(?:,)?(?:以来|至今)|起(?!草|诉|步|点|底|来|航|到|因|源|用|动|火|运|止)")
_UNTIL = re.compile(r"(?:截至|截止(?:至|到)?|截至到)(?:目前)?(?:[,:( ]{0,2})$")
_UNTIL_ENDS, _SINCE_STARTS = "至止到前,:( ", "以至起,份度"
_EVERY = re.compile(r"(?:每|逢|历)(?:个|一)?年(?:的|度)?[于在]?$|每$|逢$")

# --------------------------------------------------------------------------- shared units and digits only

_YEARS = re.compile(
    rf"(?P<first>{_YEAR})(?:(?:{_JOINT}|(?P<slash>/))(?P<last>{_YEAR}|\d\d)|(?P<more>(?:{_B}[、,和及与]{_B}{_YEAR}){{1,30}})){_B}(?:学(?=年))?{_NIAN}"
)
_MONTHS = re.compile(
    rf"(?:(?P<year>{_YEAR}){_B}{_NIAN}{_B})?(?P<first>{_MONTH})(?:{_JOINT}(?P<last>{_MONTH})|(?P<more>(?:{_B}[、和及与]{_B}{_MONTH}){{1,11}})){_B}{_YUE}(?!内|以)"
)
_DAYS = re.compile(
    rf"(?:(?P<year>{_YEAR}){_B}{_NIAN}{_B})?(?P<month>{_MONTH}){_B}{_YUE}{_B}(?P<first>{_DAY})"
    rf"(?:{_JOINT}(?P<last>{_DAY})|(?P<more>(?:{_B}[、和及与]{_B}{_DAY}){{1,30}})){_B}{_RI}"
)
_CLOCK = r"(?: {1,3}\d{1,2}:\d{2}(?::\d{2}(?:\.\d{1,6})?)?)?"
_FIGURES = re.compile(
    r"(?P<year>(?:19|20)\d\d)(?P<sep> ?[./-] ?)(?P<month>1[0-2]|0?[1-9])"
    r"(?:(?P<sep2> ?[./-] ?)(?P<day>3[01]|[12]\d|0?[1-9]))?(?!\d)" + _CLOCK
)
_FIGURES_END = re.compile(r"(?:(?P<month>1[0-2]|0?[1-9])\.)?(?P<day>3[01]|[12]\d|0?[1-9])(?![\d.年月%万亿元])")
_COMPACT = re.compile(r"(?P<year>(?:19|20)\d\d)(?P<month>0[1-9]|1[0-2])(?P<day>0[1-9]|[12]\d|3[01])(?!\d)")
_GOES_ON = re.compile(r",|[上下]午|晚|先后|分别|再次|又|召开|组织|印发|开展|举办")
_JOINT_AT = re.compile(_JOINT)
_NUMBER_CHARS = frozenset(f"0123456789十廿{_ONES}")
_JOINT_STARTS = frozenset(f" (起开{JOINTS}")
_RECURS = "年的度于在每逢"
_GLUED = re.compile(r"\d{1,8} {0,2}[年月日]")
_RUN = re.compile(rf"\d[\d年月日号份{_J} ]{{0,{LONGEST_RUN}}}")
_DAY_WITHOUT_MARK = re.compile(rf"(?P<day>{_DAY})(?=[,。;)]|上午|下午|召开|印发|{_B}(?:\n|\Z)|{_B}[{_J}]{{1,3}}{_B}(?:{_YEAR}年)?{_MONTH}月)")


def _year(text: str) -> int:
    """The year `text` prints, 2024 or 二〇二四."""
    return int("".join(_YEAR_DIGIT.get(char, char) for char in text))


def _moment(match: re.Match[str]) -> Moment:
    """The moment of a match with the groups year, month, day; those it lacks stay None."""
    found = match.groupdict()
    year, month, day = found.get("year"), found.get("month"), found.get("day")
    return Moment(
        _year(year) if year else None,
        _NUMBER[month] if month else None,
        _NUMBER[day] if day else None,
    )


class _Piece:
    """A moment as printed at `start`: up to `end`, with what its tail says."""

    __slots__ = ("end", "moment", "part_of", "start", "tailed", "until")

    def __init__(self, start: int, end: int, moment: Moment) -> None:
        self.start = start
        self.end = end
        self.moment = moment
        self.until: Moment | None = None  # last month of a half-year or quarter
        self.part_of: str | None = None
        self.tailed = False


# --------------------------------------------------------------------------- reading one moment


def _read_piece(folded: str, at: int) -> _Piece | None:
    """The moment printed at `at` with its tail, or None."""
    match = _MOMENT.match(folded, at)
    if match is None or match.end() == at:
        return None
    end = at + len(match[0].rstrip())
    piece = _Piece(at, end, _moment(match))
    if piece.moment.day is None:
        _read_tail(folded, piece)
    return piece


def _read_tail(folded: str, piece: _Piece) -> None:
    """Take 度, 初, 底, 上旬, 上半年, 第一季度 … behind a year or month into the piece."""
    tails = _YEAR_TAIL if piece.moment.month is None else _MONTH_TAIL
    match = tails.match(folded, piece.end)
    if match is None:
        return
    piece.end = match.end()
    piece.tailed = True
    found = match.groupdict()
    year = piece.moment.year
    if found.get("half"):
        piece.moment, piece.until = Moment(year, 1 if found["half"] == "上" else 7), Moment(year, 6)
        if found["half"] == "下":
            piece.until = Moment(year, 12)
    elif found.get("q0") or found.get("q1"):
        first = _quarter(found["q1"]) if found["q1"] else 1
        last = _quarter(found["q0"] or found["q2"] or found["q1"])
        piece.moment, piece.until = Moment(year, first * 3 - 2), Moment(year, max(first, last) * 3)
    elif found.get("xun"):
        piece.part_of = _PART_OF[found["xun"]] if len(found["xun"]) == 1 else None
    else:
        piece.part_of = next((name for name in ("early", "middle", "late") if found.get(name)), None)
        piece.part_of = {"early": "start", "middle": "middle", "late": "end", None: None}[piece.part_of]


def _quarter(text: str) -> int:
    return 2 if text == "两" else _NUMBER[text]


# --------------------------------------------------------------------------- claims


def _claim(
    folded: str,
    start: int,
    end: int,
    reading: Reading,
    *,
    part_of: str | None = None,
    repaired: bool = False,
) -> Claim:
    """The claim of one reading, open where its year or month is missing."""
    claim = Claim(
        "date" if reading.end is None else "period",
        start,
        end,
        edtf=reading.edtf,
        part_of=part_of,
        relation=_relation(folded, start, end) if reading.start is not None else None,
        origin="repaired" if repaired else "printed",
    )
    if claim.edtf is None and not _complete(reading) and reading.main.exists:
        claim.pending = Open([reading], deadline=reading.start is None)
    return claim


def _complete(reading: Reading) -> bool:
    """Whether nothing is missing from the reading (its day may still not exist)."""
    return all(
        moment is None or (moment.year is not None and (moment.day is None or moment.month is not None))
        for moment in reading
    )


def _relation(folded: str, start: int, end: int) -> str | None:
    """since for 2021年9月以来 and 自2021年9月起, until for 截至2021年9月."""
    if start and folded[start - 1] in _UNTIL_ENDS and _UNTIL.search(folded, max(0, start - 8), start):
        return "until"
    return "since" if folded[end : end + 1] in _SINCE_STARTS and _SINCE.match(folded, end) else None


# --------------------------------------------------------------------------- printed with 年 月 日


def _marked(scan: Scan, match: re.Match[str]) -> list[Claim]:
    """Dates, periods and lists that kept their marks; a run that lost some goes to the damaged reader."""
    folded, at = scan.folded, match.start()
    if _is_fraction(folded, at) or (at and folded[at - 1] in _RECURS and _EVERY.search(folded, max(0, at - 5), at)):
        return []
    piece = _read_piece(folded, at)
    if piece is None:
        return _shared_unit(folded, at) or damaged_claim(folded, at)
    if folded[piece.end : piece.end + 1] in _NUMBER_CHARS:
        # A number without its unit follows: 8月15-18日, 2024年828日 — or only a count: 2024年12人.
        claims = _shared_unit(folded, at) or _damaged_from(folded, at, piece.end)
        if claims:
            return claims
    return _range_or_moment(folded, piece)


def _is_fraction(folded: str, at: int) -> bool:
    """Whether the digits at `at` are the decimals of a number: 2.5月; an enumerator (1.5月8日) is not."""
    if at < 2 or folded[at - 1] != "." or not folded[at - 2].isdigit():
        return False
    head = at - 2
    while head > 0 and at - head < 6 and folded[head - 1].isdigit():
        head -= 1
    before = folded[max(0, head - 1) : head]
    enumerates = before in ("", "\n", " ", "。", ";", ":", "、", "目", "*", "(") or before == "."
    return not enumerates


def _shared_unit(folded: str, at: int) -> list[Claim]:
    """2019—2023年, 3、4月份, 8月15-18日: several numbers before one unit."""
    for pattern, field in ((_YEARS, "year"), (_MONTHS, "month"), (_DAYS, "day")):
        match = pattern.match(folded, at)
        if match is not None:
            claims = _shared(folded, match, field)
            if claims:
                return claims
    return []


def _shared(folded: str, match: re.Match[str], field: str) -> list[Claim]:
    """The range or the list of dates that `match` of one of the shared-unit patterns prints."""
    if _GLUED.match(folded, match.end()) and folded[match.end() - 1] in "年月":
        if field == "year" or match["last"]:
            return []  # 2021年5—8日…: the unit belongs to a longer date
        return []
    base = Moment() if field == "year" else _moment(match)
    value = _year if field == "year" else _NUMBER.__getitem__
    first = base._replace(**{field: value(match["first"])})
    piece = _Piece(match.start(), match.end(), first)
    if match["last"]:
        last_text = match["last"]
        number = value(last_text)
        if field == "year" and number < 100:
            number += first.year // 100 * 100 if first.year else 0
        last = base._replace(**{field: number})
        if field == "month" and number < (first.month or 0) and base.year is not None:
            return []
        if field != "month" and number <= (first.year if field == "year" else first.day or 0):
            return []
        tail = _Piece(match.start(), match.end(), last)
        _read_tail_of_last(folded, tail, field)
        reading = _deadline_or(folded, tail, Reading(first, complete_end(first, last)))
        return [_claim(folded, piece.start, tail.end, reading, part_of=tail.part_of)]
    return list(_listed(folded, match, base, field))


def _read_tail_of_last(folded: str, piece: _Piece, field: str) -> None:
    """学年 and the like behind the shared unit; a month's or year's tail only lengthens the span."""
    if field == "day":
        return
    moment = piece.moment
    _read_tail(folded, piece)
    piece.moment = moment
    piece.part_of = None


def _deadline_or(folded: str, piece: _Piece, reading: Reading) -> Reading:
    return reading


_LISTED = {
    "year": re.compile(_YEAR),
    "month": re.compile(_MONTH),
    "day": re.compile(_DAY),
}


def _listed(folded: str, match: re.Match[str], base: Moment, field: str) -> Iterator[Claim]:
    """One date for each number of a list with a shared unit; year and month count for all of them."""
    value = _year if field == "year" else _NUMBER.__getitem__
    at = match.start("first")
    numbers = [found for found in _LISTED[field].finditer(folded, at, match.end("more"))]
    for number in numbers:
        moment = base._replace(**{field: value(number[0])})
        start = match.start() if number is numbers[0] else number.start()
        end = number.end()
        if number is numbers[-1]:
            tail = _Piece(number.start(), match.end(), moment)
            _read_tail_of_last(folded, tail, field)
            end = tail.end
        yield _claim(folded, start, end, Reading(moment))


def _range_or_moment(folded: str, piece: _Piece) -> list[Claim]:
    """A moment, or a range where a joint and a second moment follow."""
    repaired = _take_day_without_mark(folded, piece)
    after = folded[piece.end : piece.end + 1]
    joint = _JOINT_AT.match(folded, piece.end) if after in _JOINT_STARTS else None
    if joint is None:
        return [_single(folded, piece, repaired)]
    second = _read_second(folded, joint.end(), piece)
    end = joint.end() if second is None else second.end
    if second is None or folded[end : end + 1] in _NUMBER_CHARS:
        claims = _damaged_from(folded, piece.start, end)
        if claims:
            return claims
    if second is None:
        return [_single(folded, piece, repaired)]
    repaired |= _take_day_without_mark(folded, second)
    return [_period(folded, piece, second, repaired)]


def _take_day_without_mark(folded: str, piece: _Piece) -> bool:
    """8月28,召开…: take the day whose 日 was lost; whether there was one."""
    if piece.moment.month is None or piece.moment.day is not None or piece.tailed or folded[piece.end - 1] != "月":
        return False
    match = _DAY_WITHOUT_MARK.match(folded, piece.end)
    if match is None or not match["day"].isdecimal():
        return False
    piece.moment = piece.moment._replace(day=int(match["day"]))
    piece.end = match.end()
    return True


def _read_second(folded: str, at: int, first: _Piece) -> _Piece | None:
    """The second moment of a range whose first is `first`, or None where the joint joins something else."""
    match = _END_OF_YEAR.match(folded, at)
    if match is not None:
        piece = _Piece(at, match.end(), Moment(first.moment.year, 12))
        return piece if first.moment.month is not None else None
    second = _read_piece(folded, at)
    if second is None and first.moment.day is not None:
        day = _DAY_ONLY.match(folded, at)
        if day is not None:
            second = _Piece(at, day.end(), _moment(day))
    if second is None:
        return None
    if second.moment.month is None and second.moment.day is None and first.moment.month is not None and not second.tailed:
        # 3月至2025年 may still be right; 8月28日至2024年 is not a range of days.
        return second if first.moment.day is None else None
    return second


def _period(folded: str, first: _Piece, second: _Piece, repaired: bool) -> Claim:
    """The period from `first` to `second`."""
    last = second.until or second.moment
    end = complete_end(first.moment, last)
    start = complete_start(first.moment, end)
    return _claim(folded, first.start, second.end, Reading(start, end), repaired=repaired)


def _single(folded: str, piece: _Piece, repaired: bool) -> Claim:
    """A date, a half-year or quarter, or a deadline (年底前)."""
    if piece.until is not None:
        reading = Reading(piece.moment, piece.until)
        return _claim(folded, piece.start, piece.end, reading, repaired=repaired)
    before = _BEFORE.match(folded, piece.end)
    if before is not None and (piece.moment.day is not None or piece.part_of == "end" or piece.moment.month is not None):
        reading = up_to(piece.moment, last_day=piece.part_of == "end")
        claim = _claim(folded, piece.start, before.end(), reading, repaired=repaired)
        if isinstance(claim.pending, Open):
            claim.pending.last_day = piece.part_of == "end"
        return claim
    return _claim(folded, piece.start, piece.end, Reading(piece.moment), part_of=piece.part_of, repaired=repaired)


# --------------------------------------------------------------------------- damaged


def _damaged_from(folded: str, at: int, end: int) -> list[Claim]:
    """The claim of the run at `at` where reading it as intact stops at `end` with digits and a mark left over."""
    if not folded[at].isdigit() or _GLUED.match(folded, end) is None:
        return []
    if folded[end - 1] == "年" and _YEAR_ALONE.match(folded, end):
        return []  # 2021年2022年: two years
    return damaged_claim(folded, at, end)


_YEAR_ALONE = re.compile(rf"{_YEAR} {{0,2}}年")


def damaged_claim(folded: str, at: int, beyond: int = 0) -> list[Claim]:
    """The claim of the damaged run at `at`: its one reading, or all of them for `settle`; none for a look-alike.

    The run ends at its last mark; digits behind it belong to what follows (2024年828日12人). It must reach `beyond`,
    where an intact reading ends.
    """
    match = _RUN.match(folded, at)
    if match is None:
        return []
    run = match[0]
    for cut in _cuts(run):
        if at + cut <= beyond:
            break
        readings = damaged_readings(run[:cut])
        if readings:
            return [_open_claim(folded, at, at + cut, readings)]
    return []


def _cuts(run: str) -> list[int]:
    """Where a run may end: behind its marks, the last first."""
    return [place + 1 for place in range(len(run) - 1, -1, -1) if run[place] in "年月日号份"][:4]


def _open_claim(folded: str, start: int, end: int, readings: dict[Reading, int], *, alone: bool = False) -> Claim:
    """A repaired claim: settled where one complete reading is left, else open."""
    first = next(iter(readings))
    claim = _claim(folded, start, end, first, repaired=True)
    claim.pending = None
    if len(readings) == 1 and first.edtf is not None:
        return claim
    claim.edtf = None
    claim.readings = [reading.edtf for reading in readings if reading.edtf is not None]
    claim.pending = Open(list(readings), alone=alone, losses=list(readings.values()))
    return claim


def _bare_run(scan: Scan, match: re.Match[str]) -> list[Claim]:
    """Digits without any mark: a date where they stand alone on their line or behind 于, before 印发 …."""
    folded, start, end = scan.folded, match.start(), match.end()
    line = folded.rfind("\n", max(0, start - 200), start) + 1
    after = folded[end : end + 1]
    alone = (after in ("", "\n", " ")) and not folded[line:start].strip() if line or start < 200 else False
    readings = {reading: lost for reading, lost in damaged_readings(match[0]).items() if reading.end is None}
    if not readings:
        return []
    if _COMPACT.fullmatch(match[0]):
        if len(readings) == 1:
            return [_claim(folded, start, end, next(iter(readings)))]
    return [_open_claim(folded, start, end, readings, alone=alone)]


def _damaged_run(scan: Scan, match: re.Match[str]) -> list[Claim]:
    """A run that already its first digits show to be damaged: 20243月144月27日, 3144月27日."""
    return damaged_claim(scan.folded, match.start())


# --------------------------------------------------------------------------- digits only


def _figures(scan: Scan, match: re.Match[str]) -> list[Claim]:
    """2024.05.20, 2024-5-20 11:25, 2024/5/20, 2021.3-2021.5, 2024.5.20-28."""
    folded, at = scan.folded, match.start()
    first = _FIGURES.match(folded, at)
    if first is None or (first["sep2"] and first["sep"].strip() != first["sep2"].strip()):
        return []
    start = _moment(first)
    joint = _JOINT_AT.match(folded, first.end())
    if joint is not None:
        second = _FIGURES.match(folded, joint.end())
        if second is not None and (second["day"] is None) == (start.day is None):
            return [_claim(folded, at, second.end(), Reading(start, _moment(second)))]
        short = _FIGURES_END.match(folded, joint.end()) if first["sep"].strip() == "." and start.day else None
        if short is not None:
            end = complete_end(start, _moment(short))
            if end.exists and end.edtf and start.edtf and end > start:
                return [_claim(folded, at, short.end(), Reading(start, end))]
    return [_claim(folded, at, first.end(), Reading(start))]


# --------------------------------------------------------------------------- words

_RELATIVE = re.compile(
    r"(?P<word>上一年|今年|去年|前年|明年|本年|上年|同年|次年|翌年|当年|年(?=[底末初])"
    r"|本月|上月|同月|当月|当日|当天|当晚|同日|次日|翌日)"
)
_YEAR_SHIFT = {"今年": 0, "本年": 0, "年": 0, "去年": -1, "上年": -1, "上一年": -1, "前年": -2, "明年": 1}
_SAME_YEAR = {"同年": 0, "当年": 0, "次年": 1, "翌年": 1}
_MONTH_SHIFT = {"本月": 0, "上月": -1}
_DAY_SHIFT = {"当日": 0, "当天": 0, "当晚": 0, "同日": 0, "次日": 1, "翌日": 1}


def _relative(scan: Scan, match: re.Match[str]) -> list[Claim]:
    """今年, 去年12月, 本月, 同年9月, 当日, 次日, 年底前: dates that lean on another one."""
    folded, at = scan.folded, match.start()
    found = _RELATIVE.match(folded, at)
    if found is None:
        return []
    word = found["word"]
    if word in _DAY_SHIFT:
        return _leaning_day(scan, at, found.end(), _DAY_SHIFT[word])
    if word in _MONTH_SHIFT or word in ("同月", "当月"):
        return _leaning_month(scan, at, found.end(), word)
    if word in _SAME_YEAR:
        return _leaning_year(scan, at, found.end(), Open([], "same", "year", _SAME_YEAR[word]), needs_date=True)
    return _leaning_year(scan, at, found.end(), Open([], "own", "year", _YEAR_SHIFT[word]), needs_date=False)


def _date_before(scan: Scan, at: int, *, day: bool) -> bool:
    """Whether a date (with a day, if asked) was claimed shortly before, in the same paragraph."""
    for claim in reversed(scan.claims[-6:]):
        if claim.kind not in ("date", "period"):
            continue
        if at - claim.end > 250 or "\n" in scan.folded[claim.end : at]:
            return False
        if not day or _has_day(claim):
            return True
    return False


def _has_day(claim: Claim) -> bool:
    if isinstance(claim.pending, Open):
        return claim.pending.unit == "day" or any(reading.main.day is not None for reading in claim.pending.readings)
    return claim.edtf is not None and len(claim.edtf.split("/")[-1]) >= 10


def _leaning_day(scan: Scan, start: int, end: int, shift: int) -> list[Claim]:
    """当日 where a day was named before it; 当日受理当日办结 names none."""
    if not _date_before(scan, start, day=True):
        return []
    pending = Open([], "same", "day", shift)
    return [Claim("date", start, end, relation=_relation(scan.folded, start, end), pending=pending)]


def _leaning_month(scan: Scan, start: int, end: int, word: str) -> list[Claim]:
    """本月, 上月 against the notice's own date; 同月15日, 当月15日 with the month of the date before."""
    day = _DAY_ONLY.match(scan.folded, end)
    moment = Moment(None, None, _NUMBER[day["day"]] if day else None)
    if word in _MONTH_SHIFT:
        pending = Open([Reading(moment)], "own", "month", _MONTH_SHIFT[word])
    elif day is not None and _date_before(scan, start, day=False):
        pending = Open([Reading(moment)], "same", "month")
    else:
        return []
    end = day.end() if day else end
    return [Claim("date", start, end, relation=_relation(scan.folded, start, end), pending=pending)]


def _leaning_year(scan: Scan, start: int, end: int, pending: Open, *, needs_date: bool) -> list[Claim]:
    """今年上半年, 去年12月5日, 今年1-6月, 年底前: the part of the year behind the word, the year left open."""
    folded = scan.folded
    if needs_date and not _date_before(scan, start, day=False):
        return []
    claims = _within_year(folded, start, end)
    if claims[0].end == end and (folded[start] == "年" or folded[start : start + 2] == "当年"):
        return []  # 年 is no date, and 当年 alone rarely means a certain year
    if folded[start] == "年" and not _names_this_year(folded, start, end):
        return []
    for claim in claims:
        leaning = claim.pending
        if isinstance(leaning, Open):
            leaning.anchor, leaning.unit, leaning.shift = pending.anchor, pending.unit, pending.shift
    return claims


def _within_year(folded: str, start: int, end: int) -> list[Claim]:
    """The claims of a relative year at `start` whose word ends at `end`, with the month or tail behind it."""
    if folded[end : end + 1] in _NUMBER_CHARS:
        piece = _read_piece(folded, end)
        claims = _shared_unit(folded, end)
        if not claims and piece is not None and piece.moment.year is None:
            claims = _range_or_moment(folded, piece)
        if claims and all(isinstance(claim.pending, Open) for claim in claims):
            claims[0].start = start
            return claims
    piece = _Piece(start, end, Moment())
    _read_tail(folded, piece)
    claim = _single(folded, piece, False)
    if claim.pending is None:
        claim.pending = Open([Reading(piece.moment)])
    return [claim]


def _names_this_year(folded: str, start: int, end: int) -> bool:
    """年底前, 到年底, 年初以来: 年底 without its year names one only in such company."""
    if _EVERY.search(folded, max(0, start - 5), start):
        return False
    company = _BEFORE.match(folded, end + 1) or _SINCE.match(folded, end + 1)
    return company is not None or folded[max(0, start - 1) : start] in ("到", "至")


# --------------------------------------------------------------------------- parts of an unnamed year; days alone


def _part_of_year(scan: Scan, match: re.Match[str]) -> list[Claim]:
    """上半年, 第一季度, 前三季度 without their year: it is the notice's or the sentence's."""
    folded, at = scan.folded, match.start()
    if _EVERY.search(folded[max(0, at - 5) : at]):
        return []
    piece = _Piece(at, at, Moment())
    _read_tail(folded, piece)
    if piece.until is None:
        return []
    return [_claim(folded, at, piece.end, Reading(piece.moment, piece.until))]


def _bare_day(scan: Scan, match: re.Match[str]) -> list[Claim]:
    """30日 where a day of the same sentence gives its month: 8月17日和30日, 8月17日召开…,30日召开…."""
    folded, at = scan.folded, match.start()
    day = _DAY_ONLY.match(folded, at)
    if day is None or not _date_before(scan, at, day=True):
        return []
    adjacent = 0 < at - scan.claims[-1].end <= 2
    if not adjacent and ("。" in folded[scan.claims[-1].end : at] or not _GOES_ON.match(folded, day.end())):
        return []
    reading, end = Reading(_moment(day)), day.end()
    joint = _JOINT_AT.match(folded, end)
    second = _DAY_ONLY.match(folded, joint.end()) if joint is not None else None
    if second is not None:
        reading, end = Reading(_moment(day), _moment(second)), second.end()
    claim = Claim("date" if reading.end is None else "period", at, end, relation=_relation(folded, at, end))
    claim.pending = Open([reading], "same", "month")
    return [claim]


# --------------------------------------------------------------------------- the kinds

_ARABIC = "0123456789"
_NOT_INSIDE_NUMBER = r"(?<![\d])"
_NOT_INSIDE_WORD = r"(?<![\dA-Za-z/_=&#%〔\[<>+])"

DATE_KINDS: tuple[FactKind, ...] = (
    FactKind(
        "calendar date",
        _ARABIC,
        rf"{_NOT_INSIDE_NUMBER}(?<![近满约逾超第])(?:"
        rf"{_ARABIC_YEAR}{_B}{_NIAN}"
        rf"|{_ARABIC_YEAR}(?:{_B}[{_J}/]{{1,3}}{_B}(?:{_ARABIC_YEAR}|\d\d)|(?:{_B}[、,和及与]{_B}{_ARABIC_YEAR}){{1,30}}){_B}学?年"
        rf"|{_ARABIC_YEAR}(?=[春秋]季学期)"
        rf"|(?:1[0-2]|0?[1-9])(?:{_B}[{_J}、和及与]{_B}(?:1[0-2]|0?[1-9])){{0,11}}{_B}月(?!内|以内|以上|以下|龄|余|多|饼|一(?!日)|1 ?[次报调研会通总汇查巡])"
        r")",
        _marked,
        examples={
            "并于⟦2023年6月7日⟧反馈意见": "2023-06-07",
            "⟦2020年 2 月 3日⟧召开": "2020-02-03",
            "完成⟦2023年度⟧考核": "2023",
            "⟦2022年11月底⟧办结": "2022-11",
            "⟦2022年4月上旬⟧": "2022-04",
            "⟦2022年5月8日至7月5日⟧": "2022-05-08/2022-07-05",
            "⟦5月8日—2022年7月5日⟧": "2022-05-08/2022-07-05",
            "⟦2022年12月20日-1月5日⟧": "2022-12-20/2023-01-05",
            "⟦2022年5月8—12日⟧": "2022-05-08/2022-05-12",
            "⟦2021年3月至5月⟧": "2021-03/2021-05",
            "⟦2021年3~5月⟧": "2021-03/2021-05",
            "⟦2018-2022年⟧": "2018/2022",
            "⟦2022—2030年⟧": "2022/2030",
            "⟦2020年初至2021年3月底⟧": "2020/2021-03",
            "⟦2023年上半年⟧": "2023-01/2023-06",
            "⟦2023年第三季度⟧": "2023-07/2023-09",
            "⟦2023年前三季度⟧": "2023-01/2023-09",
            "⟦2021年暑期⟧以来": "2021",
            "⟦2023-2024学年第一学期⟧": "2023/2024",
            "截至⟦2022年3月⟧": "2022-03",
            "⟦2025年底前⟧完成": "../2025-12-31",
            "⟦2025年6月底前⟧完成": "../2025-06-30",
            "⟦2024年2月30日⟧": None,
        },
        counterexamples=("每年6月开展", "轮换周期5年", "历时3个月", "近3月", "第4年", "上世纪1990年代", "历时2.5月"),
    ),
    FactKind(
        "Chinese-digit date",
        "一二十元三四五六七八九",
        rf"(?<![{_ONES}十百千万〇○零两第])(?:{_CHINESE_YEAR}{_B}{_NIAN}|{_CHINESE_YEAR}(?:{_B}[{_J}、和及]{_B}{_CHINESE_YEAR}){{1,30}}{_B}年"
        rf"|(?:十[一二]?|[元{_ONES}])月(?:{_DAY}[日号]|份|[上中下]旬|底(?!子|层|色)))",
        _marked,
        examples={
            "⟦二〇二三年四月二十三日⟧": "2023-04-23",
            "⟦二○二三年⟧以来": "2023",
            "⟦二零二三年十二月三十一日前⟧": "../2023-12-31",
            "⟦二〇二一年元月⟧": "2021-01",
        },
        counterexamples=("三月街市", "一二三四五六七", "十月怀胎", "三十年"),
    ),
    FactKind(
        "date in figures",
        _ARABIC,
        rf"{_NOT_INSIDE_WORD}(?:19|20)\d\d ?(?:\. ?(?:1[0-2]|0?[1-9]) ?\. ?(?:3[01]|[12]\d|0?[1-9])(?!\d|\.\d|[%号A-Za-z])"
        r"|- ?(?:1[0-2]|0?[1-9]) ?- ?(?:3[01]|[12]\d|0?[1-9])(?!\d|[%号A-Za-z/]|-\d{1,3}(?!\d|\.\d))"
        r"|/(?:1[0-2]|0?[1-9])/(?:3[01]|[12]\d|0?[1-9])(?!\d|[/%号A-Za-z])"
        rf"|[.-](?:1[0-2]|0?[1-9]){_B}[{_J}]{{1,3}}{_B}(?:19|20)\d\d[.-](?:1[0-2]|0?[1-9])(?![\d.-])"
        r"|\.(?:1[0-2]|0?[1-9])(?= {0,3}(?:[,。;、)\n]|\Z|以来|前|起|[至到]))"
        r")",
        _figures,
        examples={
            "时间:⟦2024.05.20⟧": "2024-05-20",
            "⟦2024-5-20 11:25⟧ 来源": "2024-05-20",
            "⟦2024/5/20⟧印发": "2024-05-20",
            "(⟦2024.5⟧)": "2024-05",
            "⟦2021.3-2021.5⟧": "2021-03/2021-05",
            "⟦2023.1.1-2023.1.2⟧": "2023-01-01/2023-01-02",
            "⟦2023.5.20-28⟧": "2023-05-20/2023-05-28",
            "⟦2023.5.20至6.2⟧": "2023-05-20/2023-06-02",
        },
        counterexamples=(
            "GB18918-2002", "022-20240520", "v2024.5.20", "/2022/04/16/030.shtml", "2024-05-20-001", "2024.5万元",
            "1.1.2", "2.5微米", "6.5世界环境日",
        ),
    ),
    FactKind(
        "damaged date",
        _ARABIC,
        r"(?<![\d.])(?:(?:19|20)\d{3,10} {0,2}[年月日](?!元)|(?:1[0-2]|[1-9])\d{2,3} {0,2}月|(?<=[于至到年])(?:1[0-2]|[1-9])\d{2,3}日(?!内|以|起步))",
        _damaged_run,
        examples={
            "⟦20233月154月28日⟧": "2023-03-15/2023-04-28",
            "⟦20212025年⟧": "2021/2025",
            "⟦202342日至820日⟧": "2023-04-02/2023-08-20",
            "⟦2022914日⟧": "2022-09-14",
            "⟦202316日⟧印发": "2023-01-06",
            "⟦20239月28日⟧": "2023-09-28",
        },
        counterexamples=("100日攻坚", "2024元", "20240人", "2023万元"),
    ),
    FactKind(
        "date without marks",
        _ARABIC,
        r"(?<![\d.])(?:"
        r"(?:(?<=\n)|(?<=\n )|(?<=  )|(?<![\s\S])|(?<=[组会局委府部院室队校厅司] ))(?:19|20)\d{5,6}(?= {0,60}(?:\n|\Z))"
        r"|(?<=[于自从至到在])(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?![\d.%元万亿人件个户家])"
        r"|(?:(?<=日期:)|(?<=时间:)|(?<=日期: )|(?<=时间: ))(?:19|20)\d{5,6}(?!\d)"
        r"|(?:19|20)\d{5,6}(?=印发|召开|发布|通过|起施行|以来)"
        r")",
        _bare_run,
        examples={
            "中共某县水务局党组\n\n⟦2023612⟧\n": "2023-06-12",
            "⟦20231229⟧印发": "2023-12-29",
            "于⟦20230612⟧召开": "2023-06-12",
        },
        counterexamples=("电话 20230612", "编号20230612号", "邮编300350", "20231299\n"),
    ),
    FactKind(
        "day of a month named before",
        _ARABIC + "一二三四五六七八九十廿",
        rf"(?:(?<=[和、及与,;])|(?<=[并后]于)|(?<=以及))(?:(?:3[01]|[12]\d|[1-9]){_B}日|(?:三十一?|二?十[{_ONES}]?|[{_ONES}])日)(?!内|以|前|后|起|游|均|常|间|限|报|益|程)",
        _bare_day,
        examples={"8月17日和⟦30日⟧": None},
        counterexamples=("扣留7日,15日内办结",),
    ),
    FactKind(
        "part of a year named before",
        "上下第前一二三四1234",
        rf"(?:(?<![每个一以之晚半])[上下]半年(?!一次|至少|度考核)|(?<![每个\d{_ONES}])(?:第[{_ONES[:4]}1-4]|[{_ONES[:4]}1-4](?:[、至和][{_ONES[:4]}1-4])?|前[二两三23]个?)季度(?!一|至少|召开|例会|分析))",
        _part_of_year,
        examples={"⟦上半年⟧完成": None, "⟦第一季度⟧": None},
        counterexamples=("每半年", "每季度开展1次", "每一季度"),
    ),
    FactKind(
        "date by reference",
        "上今去前明本同次翌当年",
        r"(?:(?<![以之网线晚早会身加基成根资样版声说证文目共合以])"
        r"(?:上一?年(?!龄|级|轮)|去年|今年|前年(?!度)|明年|本年(?!级|龄)|同年(?!级|龄|代|人|段)|次年(?!度)|翌年)"
        r"|(?<!想)当年(?=[度底末初上下前]|[\d一二三四五六七八九十])"
        r"|(?<![\d年每今去前明本同次翌当近多往历来一二三四五六七八九十半学周])年(?:底|末|初)(?:前(?!后)|之前|以前|以来)"
        r"|(?<=[到至])年底(?!数|线|册)"
        r"|(?<![以之网线晚早会身加基成根资样版])(?:本月|上月|[同当]月(?=[\d一二三]))"
        r"|(?<![应适相恰得共合多每首\d])(?:当日|当天|当晚|同日|次日|翌日)(?![常益程历照志新久子期]|办结|受理|事|清|件|毕)"
        r")",
        _relative,
        examples={
            "⟦今年⟧以来": None, "⟦去年12月⟧": None, "⟦年底前⟧完成": None, "⟦今年上半年⟧": None,
            "2023年5月8日研究,并于⟦当日⟧印发": None,
        },
        counterexamples=("当日受理、当日办结", "应当日常巡查", "合同日期", "目前年度工作", "成本年均下降", "以上年龄", "想当年"),
    ),
)
"""Every way a date is printed, the commonest first; the order matters where two could begin at one place."""
