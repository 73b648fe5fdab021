"""From printed moments to claims: single dates, ranges, lists with a shared unit, deadlines, damaged runs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, Literal

from noticeparse.facts.calendar import Moment, Open, Reading, complete_end, complete_start, up_to
from noticeparse.facts.damaged_dates import JOINTS, LONGEST_RUN, damaged_readings
from noticeparse.facts.printed_dates import (
    DAY,
    JOINT,
    MONTH,
    NIAN,
    NUMBER,
    NUMBER_CHARS,
    RI,
    YEAR,
    YUE,
    B,
    J,
    Piece,
    moment_in,
    read_piece,
    read_tail,
    year_of,
)
from noticeparse.model import Claim

Field = Literal["year", "month", "day"]

JOINT_AT: Final = re.compile(JOINT)
JOINT_STARTS: Final = frozenset(f" (起开{JOINTS}")
DAY_ONLY: Final = re.compile(rf"(?P<day>{DAY}){B}{RI}(?!内)")
BEFORE: Final = re.compile(
    r"以前|之前|前(?![期往后来列夕述端提沿瞻景进任置身台\d一二两三四五六七八九十])"
)
SINCE: Final = re.compile(r"以来|至今(?![年天后日早])|起(?![草诉步点底来航到因源用动火运止])")
_UNTIL: Final = re.compile(r"(?:截至|截止(?:至|到)?|截至到)[,:( ]{0,2}$")
# What follows a date and no count: a date that lost its last mark is told from a number by it.
EVENT: Final = (
    "召开|印发|反馈|研究|制定|组织|开展|下发|举办|举行|发布|公布|通过|审议|启动|进驻|成立|完成|签订|签署|立案|正式"
    "|上午|下午|晚|起施行|以来|之前|以前|前完成|[区市省县州镇乡]委|局党|党[委组]|校党|学校|我[局校县市区院]|中央|巡[视察]"
)
ENDS_DATE: Final = rf"(?:[,。;)]|{B}(?:\n|\Z)|{EVENT})"
_END_OF_YEAR: Final = re.compile(r"[本当同]?年[底末]")
_DAY_WITHOUT_MARK: Final = re.compile(
    rf"(?P<day>{DAY})(?={ENDS_DATE}|{B}[{J}]{{1,3}}{B}(?:{YEAR}年)?{MONTH}月)"
)
_SHARED: Final = {
    "year": re.compile(
        rf"(?P<first>{YEAR})(?:(?:{JOINT}|/)(?P<last>{YEAR}|\d\d)|(?P<more>(?:{B}[、,和及与]{B}{YEAR}){{1,11}}))"
        rf"{B}(?:学(?=年))?{NIAN}"
    ),
    "month": re.compile(
        rf"(?:(?P<year>{YEAR}){B}{NIAN}{B})?(?P<first>{MONTH})"
        rf"(?:{JOINT}(?P<last>{MONTH})|(?P<more>(?:{B}[、和及与]{B}{MONTH}){{1,11}})){B}{YUE}(?!内|以)"
    ),
    "day": re.compile(
        rf"(?:(?P<year>{YEAR}){B}{NIAN}{B})?(?P<month>{MONTH}){B}{YUE}{B}(?P<first>{DAY})"
        rf"(?:{JOINT}(?P<last>{DAY})|(?P<more>(?:{B}[、和及与]{B}{DAY}){{1,30}})){B}{RI}"
    ),
}
_ELEMENT: Final = {"year": re.compile(YEAR), "month": re.compile(MONTH), "day": re.compile(DAY)}
_GLUED: Final = re.compile(
    rf"\d{{1,8}} {{0,2}}[年月日]|\d{{1,4}}[至到—]\d{{1,2}}月|\d{{2,8}}{ENDS_DATE}|\d(?:{EVENT})"
)
_TRAILING_DIGITS: Final = re.compile(rf"\d{{1,8}}(?={ENDS_DATE})")
_YEAR_ALONE: Final = re.compile(rf"{YEAR} {{0,2}}年")
_RUN: Final = re.compile(rf"\d[\d年月日号份{J} ]{{0,{LONGEST_RUN}}}")


# --------------------------------------------------------------------------- one claim


def claim_of(
    folded: str, start: int, end: int, reading: Reading, *, part_of: str | None = None, repaired: bool = False
) -> Claim:
    """The claim of one reading; it stays open where the reading lacks its year or month."""
    claim = Claim(
        "date" if reading.end is None else "period",
        start,
        end,
        edtf=reading.edtf,
        part_of=part_of,
        relation=None if reading.start is None else relation(folded, start, end),
        origin="repaired" if repaired else "printed",
    )
    if claim.edtf is None and not reading.complete and reading.main.exists:
        claim.pending = Open([reading], deadline=reading.start is None)
    return claim


def relation(folded: str, start: int, end: int) -> str | None:
    """since for 2021年9月以来 and 自2021年9月起, until for 截至2021年9月."""
    if start and folded[start - 1] in "至止到,:( " and _UNTIL.search(folded, max(0, start - 8), start):
        return "until"
    return "since" if folded[end : end + 1] in ("以", "至", "起") and SINCE.match(folded, end) else None


def single(folded: str, piece: Piece, repaired: bool = False) -> Claim:
    """A date, a half-year or quarter, or a deadline (年底前)."""
    if piece.until is not None:
        return claim_of(folded, piece.start, piece.end, Reading(piece.moment, piece.until), repaired=repaired)
    before = BEFORE.match(folded, piece.end)
    if before is None or (piece.moment.month is None and piece.part_of != "end"):
        reading = Reading(piece.moment)
        return claim_of(folded, piece.start, piece.end, reading, part_of=piece.part_of, repaired=repaired)
    last_day = piece.part_of == "end"
    claim = claim_of(folded, piece.start, before.end(), up_to(piece.moment, last_day), repaired=repaired)
    if isinstance(claim.pending, Open):
        claim.pending.last_day = last_day
    return claim


# --------------------------------------------------------------------------- ranges


def range_or_moment(folded: str, piece: Piece) -> list[Claim]:
    """The claim of a moment, or of the range where a joint and a second moment follow."""
    repaired = _take_day_without_mark(folded, piece)
    follows = folded[piece.end : piece.end + 1] in JOINT_STARTS
    joint = JOINT_AT.match(folded, piece.end) if follows else None
    if joint is None:
        return [single(folded, piece, repaired)]
    second = _read_second(folded, joint.end(), piece)
    end = joint.end() if second is None else second.end
    if second is None or folded[end : end + 1] in NUMBER_CHARS:
        damaged = damaged_from(folded, piece.start, end)
        if damaged:
            return damaged
    if second is None:
        return [single(folded, piece, repaired)]
    repaired |= _take_day_without_mark(folded, second)
    end_moment = complete_end(piece.moment, second.until or second.moment)
    reading = Reading(complete_start(piece.moment, end_moment), end_moment)
    return [claim_of(folded, piece.start, second.end, reading, repaired=repaired)]


def _take_day_without_mark(folded: str, piece: Piece) -> bool:
    """8月28,召开…: take the day that lost its 日 into the piece; whether there was one."""
    if piece.moment.day is not None or piece.tailed or folded[piece.end - 1] != "月":
        return False
    match = _DAY_WITHOUT_MARK.match(folded, piece.end)
    if match is None or not match["day"].isdecimal():
        return False
    piece.moment = piece.moment._replace(day=int(match["day"]))
    piece.end = match.end()
    return True


def _read_second(folded: str, at: int, first: Piece) -> Piece | None:
    """The second moment of a range whose first is `first`, or None where the joint joins something else."""
    end_of_year = _END_OF_YEAR.match(folded, at)
    if end_of_year is not None:
        return Piece(at, end_of_year.end(), Moment(None, 12)) if first.moment.month else None
    second = read_piece(folded, at)
    if second is not None:
        fits = second.moment.month is not None or (second.moment.day is None) == (first.moment.day is None)
        return second if fits or second.tailed else None
    day = DAY_ONLY.match(folded, at) if first.moment.day is not None else None
    return None if day is None else Piece(at, day.end(), moment_in(day))


# --------------------------------------------------------------------------- shared units


def shared_unit(folded: str, at: int) -> list[Claim]:
    """2019—2023年, 3、4月份, 8月15-18日: the claims of several numbers before one unit, or none."""
    fields: tuple[Field, ...] = ("year", "month", "day")
    for field in fields:
        match = _SHARED[field].match(folded, at)
        if match is None:
            continue
        if match["last"]:
            return _range_of_numbers(folded, match, field)
        return list(_listed(folded, match, field))
    return []


def _value(text: str, field: Field) -> int:
    return year_of(text) if field == "year" else NUMBER[text]


def _range_of_numbers(folded: str, match: re.Match[str], field: Field) -> list[Claim]:
    """The claim of 2019—2023年, 3至5月 or 8月15-18日; none where the numbers do not ascend."""
    base = Moment() if field == "year" else moment_in(match)
    first, last = _value(match["first"], field), _value(match["last"], field)
    if last <= first or (_GLUED.match(folded, match.end()) and folded[match.end() - 1] == "月"):
        return []
    reading = Reading(base._replace(**{field: first}), base._replace(**{field: last}))
    return [claim_of(folded, match.start(), _end_of_tail(folded, match.end(), field), reading)]


def _listed(folded: str, match: re.Match[str], field: Field) -> Iterator[Claim]:
    """One date for each number of a list with a shared unit; the year and month before it count for all."""
    base = Moment() if field == "year" else moment_in(match)
    start = match.start()
    numbers = list(_ELEMENT[field].finditer(folded, match.start("first"), match.end("more")))
    for number in numbers:
        end = _end_of_tail(folded, match.end(), field) if number is numbers[-1] else number.end()
        yield claim_of(folded, start, end, Reading(base._replace(**{field: _value(number[0], field)})))
        start = end + 1
        while folded[start : start + 1] == " ":
            start += 1


def _end_of_tail(folded: str, end: int, field: Field) -> int:
    """Where the tail behind a shared unit ends (2023-2024学年第一学期, 3、4月底); days have none."""
    if field == "day":
        return end
    piece = Piece(end, end, Moment() if field == "year" else Moment(None, 1))
    read_tail(folded, piece)
    return piece.end


# --------------------------------------------------------------------------- damaged runs


def damaged_from(folded: str, at: int, end: int) -> list[Claim]:
    """The claim of the run at `at` where an intact reading stops at `end` with digits of a date left over."""
    if not folded[at].isdigit() or _GLUED.match(folded, end) is None:
        return []
    if folded[end - 1] == "年" and _YEAR_ALONE.match(folded, end):
        return []  # 2021年2022年: two years
    return damaged_claim(folded, at, end)


def damaged_claim(folded: str, at: int, beyond: int = 0) -> list[Claim]:
    """The claim of the damaged run at `at`: its one reading, or all for `settle`; none for a look-alike.

    The run ends at one of its marks, or with digits that an event follows (2024年828召开); other digits
    belong to what they count (2024年828日12人). It must reach `beyond`, where an intact reading ends.
    """
    match = _RUN.match(folded, at)
    run = "" if match is None else match[0]
    for cut in _cuts(folded, at, run):
        if at + cut <= beyond:
            break
        readings = damaged_readings(run[:cut])
        if readings:
            return [open_claim(folded, at, at + cut, readings)]
    return []


def _cuts(folded: str, at: int, run: str) -> list[int]:
    """Where a run may end, the furthest first."""
    marks = [place + 1 for place in range(len(run) - 1, -1, -1) if run[place] in "年月日号份"][:4]
    digits = len(run.rstrip("0123456789"))
    trailing = _TRAILING_DIGITS.match(folded, at + digits) if digits < len(run) else None
    return marks if trailing is None else [len(run), *marks]


def open_claim(
    folded: str, start: int, end: int, readings: dict[Reading, int], *, alone: bool = False
) -> Claim:
    """A repaired claim: settled where one complete reading is left, else open with all of them."""
    first = next(iter(readings))
    claim = claim_of(folded, start, end, first, repaired=True)
    claim.pending = None
    if len(readings) == 1 and first.edtf is not None:
        return claim
    claim.edtf = None
    claim.readings = [reading.edtf for reading in readings if reading.edtf is not None]
    claim.pending = Open(list(readings), alone=alone, losses=list(readings.values()))
    return claim
