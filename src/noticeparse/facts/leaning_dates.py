"""Dates that lean on another one: 今年, 去年12月, 本月, 同年9月, 当日, 次日, 年底前, 8月17日和30日.

The builders decide whether the word names a date at all (当日受理当日办结 does not);
`noticeparse.link.settle` finds the date it leans on.
"""

from __future__ import annotations

import re
from typing import Final

from noticeparse.facts.calendar import Moment, Open, Reading
from noticeparse.facts.date_claims import (
    BEFORE,
    DAY_ONLY,
    JOINT_AT,
    SINCE,
    range_or_moment,
    relation,
    shared_unit,
    single,
)
from noticeparse.facts.printed_dates import NUMBER_CHARS, Piece, moment_in, read_piece, read_tail
from noticeparse.facts.scan import Scan
from noticeparse.model import Claim

_CLAIMS_BACK: Final = 12
REACH: Final = 250
"""Characters: a date further back, or in another paragraph, is not what 当日 or 30日 leans on."""

EVERY: Final = re.compile(r"(?:每|逢|历)[个一]?年[的度]?[于在]?$|[每逢]$")

_WORD: Final = re.compile(
    r"上一年|[今去前明本上同次翌当]年|年(?=[底末初])|[本上同当]月|当[日天晚]|[同次翌]日"
)
_YEAR_OF_NOTICE: Final = {"今年": 0, "本年": 0, "年": 0, "去年": -1, "上年": -1, "上一年": -1, "前年": -2, "明年": 1}
_YEAR_OF_LAST: Final = {"同年": 0, "当年": 0, "次年": 1, "翌年": 1}
_MONTH_OF_NOTICE: Final = {"本月": 0, "上月": -1}
_DAY_OF_LAST: Final = {"当日": 0, "当天": 0, "当晚": 0, "同日": 0, "次日": 1, "翌日": 1}
_GOES_ON: Final = re.compile(r",|[上下]午|晚|先后|分别|再次|又|召开|组织|印发|开展|举办")


def leaning(scan: Scan, match: re.Match[str]) -> list[Claim]:
    """今年, 去年12月, 本月, 同年9月, 当日, 次日, 年底前."""
    at = match.start()
    found = _WORD.match(scan.folded, at)
    if found is None:
        return []
    word, end = found[0], found.end()
    if word in _DAY_OF_LAST:
        return _leaning_day(scan, at, end, _DAY_OF_LAST[word])
    if word.endswith("月"):
        return _leaning_month(scan, at, end, word)
    if word in _YEAR_OF_LAST:
        if date_before(scan, at, day=False) is None:
            return []
        return _leaning_year(scan.folded, at, end, Open([], "same", "year", _YEAR_OF_LAST[word]))
    return _leaning_year(scan.folded, at, end, Open([], "own", "year", _YEAR_OF_NOTICE[word]))


def date_before(scan: Scan, at: int, *, day: bool) -> Claim | None:
    """The date (with a day, if asked) that was claimed shortly before, in the same paragraph."""
    for claim in reversed(scan.claims[-_CLAIMS_BACK:]):
        if claim.kind not in ("date", "period"):
            continue
        if at - claim.end > REACH or scan.folded.find("\n", claim.end, at) >= 0:
            return None
        if not day or _has_day(claim):
            return claim
    return None


def _has_day(claim: Claim) -> bool:
    """Whether the claim names a day."""
    pending = claim.pending
    if isinstance(pending, Open):
        return pending.unit == "day" or any(reading.main.day is not None for reading in pending.readings)
    return claim.edtf is not None and len(claim.edtf.rpartition("/")[2]) >= len("2024-08-28")


def _leaning_day(scan: Scan, start: int, end: int, shift: int) -> list[Claim]:
    """当日 where a day was named before it; 当日受理当日办结 names none."""
    if date_before(scan, start, day=True) is None:
        return []
    pending = Open([], "same", "day", shift)
    return [Claim("date", start, end, relation=relation(scan.folded, start, end), pending=pending)]


def _leaning_month(scan: Scan, start: int, end: int, word: str) -> list[Claim]:
    """本月, 上月 against the notice's own date; 同月15日, 当月15日 with the month of the date before."""
    day = DAY_ONLY.match(scan.folded, end)
    reading = Reading(Moment() if day is None else moment_in(day))
    if word in _MONTH_OF_NOTICE:
        pending = Open([reading], "own", "month", _MONTH_OF_NOTICE[word])
    elif day is not None and date_before(scan, start, day=False) is not None:
        pending = Open([reading], "same", "month")
    else:
        return []
    end = end if day is None else day.end()
    return [Claim("date", start, end, relation=relation(scan.folded, start, end), pending=pending)]


def _leaning_year(folded: str, start: int, end: int, anchor: Open) -> list[Claim]:
    """今年上半年, 去年12月5日, 今年1-6月, 年底前: the part of the year behind the word, its year open."""
    claims = _within_year(folded, start, end)
    bare = claims[0].end == end
    if bare and (folded[start] == "年" or folded[start : start + 2] == "当年"):
        return []  # 年 is no date, and 当年 alone rarely means a certain year
    if folded[start] == "年" and not _names_this_year(folded, start, end):
        return []
    for claim in claims:
        pending = claim.pending
        if isinstance(pending, Open):
            pending.anchor, pending.unit, pending.shift = anchor.anchor, anchor.unit, anchor.shift
    return claims


def _within_year(folded: str, start: int, end: int) -> list[Claim]:
    """The claims of a relative year at `start` whose word ends at `end`, with the month or tail behind it."""
    if folded[end : end + 1] in NUMBER_CHARS:
        piece = read_piece(folded, end)
        claims = shared_unit(folded, end)
        if not claims and piece is not None and piece.moment.year is None:
            claims = range_or_moment(folded, piece)
        if claims and all(isinstance(claim.pending, Open) for claim in claims):
            claims[0].start = start
            return claims
    piece = Piece(start, end, Moment())
    read_tail(folded, piece)
    claim = single(folded, piece)
    if claim.pending is None:
        claim.pending = Open([Reading(piece.moment)])
    return [claim]


def _names_this_year(folded: str, start: int, end: int) -> bool:
    """年底前, 到年底, 年初以来: 年底 names a year only in such company, and not in 每年年底前."""
    if EVERY.search(folded, max(0, start - 5), start):
        return False
    company = BEFORE.match(folded, end + 1) or SINCE.match(folded, end + 1)
    return company is not None or folded[max(0, start - 1) : start] in ("到", "至")


def bare_day(scan: Scan, match: re.Match[str]) -> list[Claim]:
    """30日 where a day of the same sentence gives its month: 8月17日和30日, 8月17日召开…,30日召开…."""
    folded, at = scan.folded, match.start()
    day = DAY_ONLY.match(folded, at)
    last = date_before(scan, at, day=True)
    if day is None or last is None:
        return []
    beside = 0 < at - last.end <= 2
    if not beside and (folded.find("。", last.end, at) >= 0 or not _GOES_ON.match(folded, day.end())):
        return []
    reading, end = Reading(moment_in(day)), day.end()
    joint = JOINT_AT.match(folded, end)
    second = None if joint is None else DAY_ONLY.match(folded, joint.end())
    if second is not None:
        reading, end = Reading(moment_in(day), moment_in(second)), second.end()
    claim = Claim("date" if reading.end is None else "period", at, end, relation=relation(folded, at, end))
    claim.pending = Open([reading], "same", "month")
    return [claim]
