"""Dates that lost characters on their way to the page: 20243月144月27日, 2025520, 202442日至820日.

Pages pasted from Word keep every digit run in a span of its own, and extractors that drop short runs leave
dates without 年, 月, 日, 至 or —. The reader enumerates every reading of the surviving characters under

    date  = [year [年]] [month [月]] [day [日]]
    range = date [joint] date

that the calendar allows. It never chooses: one reading is an answer, several go to `noticeparse.link.settle`.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Final, NamedTuple

from noticeparse.facts.calendar import Moment, Reading, complete_end, complete_start

JOINTS: Final = "至到—–―─〜∼~-"
LONGEST_RUN: Final = 40
"""A damaged range is at most 22 digits, 6 marks and a few blanks; a longer run is something else."""

_SHAPES: Final = (("year", "month", "day"), ("year", "month"), ("year",), ("month", "day"), ("month",), ("day",))
_MARKS: Final = {"year": "年", "month": "月", "day": "日"}
_OLDEST, _NEWEST = 1949, 2049


class _Partial(NamedTuple):
    """A moment read so far: where reading stopped, how often characters must have been lost, zero-padding."""

    moment: Moment
    at: int
    gaps: int
    padding: frozenset[str]
    closed: bool
    """Whether the last field kept its mark."""


def damaged_readings(run: str) -> dict[Reading, int]:
    """Every calendar-valid reading of `run` with the number of places where it supposes a loss, fewest first.

    8月2829日 is 28—29 after one loss, 8月2日—8月29日 after two.

    `run` is folded text of digits, 年 月 日 号 份, joints and blanks. A run that can be one date is not read
    as a range unless a joint survived. Empty for what is no date at all.
    """
    if len(run) > LONGEST_RUN:
        return {}
    return dict(_readings(run.replace(" ", "").replace("份", "").replace("号", "日")))


@lru_cache(maxsize=512)
def _readings(run: str) -> tuple[tuple[Reading, int], ...]:
    found = [] if any(joint in run for joint in JOINTS) else list(_single(run))
    found = found or list(_ranges(run))
    plain = [entry for entry in found if len(entry[2]) < 2] or found
    best: dict[Reading, int] = {}
    for reading, gaps, _ in plain:
        best[reading] = min(gaps, best.get(reading, gaps))
    return tuple(sorted(best.items(), key=lambda entry: entry[1]))


def _single(run: str) -> Iterator[tuple[Reading, int, frozenset[str]]]:
    """Readings of the whole run as one date."""
    for partial in _dates(run, 0, whole=True):
        if partial.moment.month is not None or partial.moment.year is not None:
            yield Reading(partial.moment), partial.gaps + (not partial.closed), partial.padding


def _ranges(run: str) -> Iterator[tuple[Reading, int, frozenset[str]]]:
    """Readings of the whole run as a range, its joint printed or lost."""
    for start in _dates(run, 0, whole=False):
        if start.moment.year is None and start.moment.month is None:
            continue
        after = start.at
        joined = after < len(run) and run[after] in JOINTS
        while after < len(run) and run[after] in JOINTS:
            after += 1
        for end in _dates(run, after, whole=True):
            reading = _range(start.moment, end.moment)
            if reading is not None:
                # A lost mark at the end of the start and a lost joint are one gap; before a printed joint the
                # shared mark (3—5月) is no loss at all.
                gaps = start.gaps + (not joined) + end.gaps + (not end.closed)
                yield reading, gaps, start.padding | end.padding


def _range(start: Moment, end: Moment) -> Reading | None:
    """The range from `start` to `end` if both name the same unit and the end lies behind the start."""
    if _unit(start) != _unit(end) or (end.year is not None and start.year is None and end.month is None):
        return None
    end = complete_end(start, end)
    start = complete_start(start, end)
    if not (start.exists and end.exists):
        return None
    if (start.year or 0, start.month or 0, start.day or 0) >= (end.year or 0, end.month or 0, end.day or 0):
        return None
    return Reading(start, end)


def _unit(moment: Moment) -> str:
    return "day" if moment.day is not None else "month" if moment.month is not None else "year"


def _dates(run: str, at: int, *, whole: bool) -> Iterator[_Partial]:
    """Every date that can begin at `at`; with `whole` it must end where the run ends."""
    for shape in _SHAPES:
        for partial in _fields(run, _Partial(Moment(), at, 0, frozenset(), True), shape):
            if partial.moment.exists and (not whole or partial.at == len(run)):
                yield partial


def _fields(run: str, partial: _Partial, shape: tuple[str, ...]) -> Iterator[_Partial]:
    """Read the fields of `shape` one after the other, each with or without its mark."""
    if not shape:
        yield partial
        return
    name, rest = shape[0], shape[1:]
    for width in (4,) if name == "year" else (1, 2):
        end = partial.at + width
        digits = run[partial.at : end]
        if len(digits) < width or not digits.isdecimal() or not _in_range(name, int(digits)):
            continue
        marked = end < len(run) and run[end] == _MARKS[name]
        padding = partial.padding
        if name != "year" and int(digits) < 10:
            padding = padding | {"padded" if width == 2 else "plain"}
        yield from _fields(
            run,
            _Partial(
                partial.moment._replace(**{name: int(digits)}),
                end + marked,
                partial.gaps + (not partial.closed),
                padding,
                marked,
            ),
            rest,
        )


def _in_range(name: str, value: int) -> bool:
    if name == "year":
        return _OLDEST <= value <= _NEWEST
    return 1 <= value <= (12 if name == "month" else 31)
