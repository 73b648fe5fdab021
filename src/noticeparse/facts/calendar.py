"""Moments of the calendar: what a date says, whether it exists, and how EDTF (ISO 8601-2) writes it.

A `Moment` may lack its year or its month: the text left it out and `noticeparse.link.settle` looks for it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Final, Literal, NamedTuple

Anchor = Literal["narrative", "own", "same"]
Day = tuple[int, int, int]

_DAYS: Final = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


class Moment(NamedTuple):
    """A year, a month or a day, as far as it is known."""

    year: int | None = None
    month: int | None = None
    day: int | None = None

    @property
    def exists(self) -> bool:
        """Whether the calendar has such a day; 29 February exists while the year is unknown."""
        if self.month is None:
            return self.day is None or 1 <= self.day <= 31
        if not 1 <= self.month <= 12:
            return False
        return self.day is None or 1 <= self.day <= month_length(self.year, self.month)

    @property
    def edtf(self) -> str | None:
        """``2024-08-28``, ``2024-08`` or ``2024``; None while something is missing or no such day exists."""
        year, month, day = self
        if year is None or (day is not None and month is None) or not self.exists:
            return None
        if month is None:
            return f"{year:04d}"
        return f"{year:04d}-{month:02d}" if day is None else f"{year:04d}-{month:02d}-{day:02d}"

    @property
    def complete(self) -> bool:
        """Whether its year is known and, for a day, its month; such a day may still not exist."""
        return self.year is not None and (self.day is None or self.month is not None)

    def first(self) -> Day:
        """The first day of the moment; its year must be known."""
        assert self.year is not None
        return (self.year, self.month or 1, self.day or 1)

    def last(self) -> Day:
        """The last day of the moment; its year must be known."""
        assert self.year is not None
        month = self.month or 12
        return (self.year, month, self.day or month_length(self.year, month))


class Reading(NamedTuple):
    """One way to understand a date or period; a date has no end, a deadline no start."""

    start: Moment | None
    end: Moment | None = None

    @property
    def main(self) -> Moment:
        """The moment that stands for the reading when it is compared with others: the start, else the end."""
        moment = self.start or self.end
        assert moment is not None
        return moment

    @property
    def edtf(self) -> str | None:
        """``2024-08-28``, ``2024-03-14/2024-04-27`` or ``../2024-12-31``; None while something is missing."""
        if self.end is None:
            return self.main.edtf
        start, end = (".." if self.start is None else self.start.edtf), self.end.edtf
        if start is None or end is None:
            return None
        if self.start is not None and self.end.last() < self.start.first():
            return None
        return f"{start}/{end}"

    @property
    def complete(self) -> bool:
        """Whether no year or month is missing; such a day may still not exist."""
        start, end = self
        return (start is None or start.complete) and (end is None or end.complete)

    def in_year(self, year: int) -> Reading:
        """The reading with `year` where the text gave none; an end before its start is in the next year."""
        if self.start is None:
            return Reading(None, with_year(self.main, year))
        start = with_year(self.start, year)
        return Reading(start, None if self.end is None else complete_end(start, self.end))


@dataclass(slots=True)
class Open:
    """What a claim still lacks, left in ``Claim.pending`` for `noticeparse.link.settle`."""

    readings: list[Reading]
    anchor: Anchor = "narrative"
    """Where the missing part is looked for: the dates before, the notice's own date, the last date before."""
    unit: Literal["year", "month", "day"] = "year"
    """The largest unit that the anchor gives."""
    shift: int = 0
    """How many of these units to go on from the anchor: 去年 is -1, 次日 is 1."""
    deadline: bool = False
    """The date may lie after the notice: 12月底前."""
    last_day: bool = False
    """The deadline runs to the last day of its unit: 底前."""
    losses: list[int] = field(default_factory=list)
    """For a damaged date: in how many places each of the readings supposes a loss."""
    alone: bool = False
    """Printed alone on its line, where a signature date stands."""


def month_length(year: int | None, month: int) -> int:
    """Days of the month; 29 for a February of an unknown year."""
    if month == 2 and year is not None and not (year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)):
        return 28
    return _DAYS[month - 1]


def with_year(moment: Moment, year: int) -> Moment:
    """The moment with `year` if it has none."""
    return moment if moment.year is not None else Moment(year, moment.month, moment.day)


def complete_end(start: Moment, end: Moment) -> Moment:
    """The end of a range with what it leaves out taken from the start: 2021年5月8日至10日, …至7月5日."""
    if end.year is not None:
        return end
    if end.month is None and end.day is not None:
        end = end._replace(month=start.month)
    if start.year is None or end.month is None:
        return end
    rolls_over = start.month is not None and (end.month, end.day or 31) < (start.month, start.day or 0)
    return end._replace(year=start.year + rolls_over)


def complete_start(start: Moment, end: Moment) -> Moment:
    """The start of a range whose year is only printed at the end: 3月5日至2021年5月8日."""
    if start.year is not None or end.year is None or start.month is None:
        return start
    before = end.month is not None and (start.month, start.day or 0) > (end.month, end.day or 31)
    return start._replace(year=end.year - before)


def moment_of(edtf: str) -> Moment | None:
    """The moment an EDTF date names ("2024-08-28", "2024-08", "2024"); None for anything else."""
    try:
        return Moment(
            int(edtf[:4]),
            int(edtf[5:7]) if len(edtf) >= 7 else None,
            int(edtf[8:10]) if len(edtf) >= 10 else None,
        )
    except ValueError:
        return None


def days_after(moment: Moment, days: int) -> Moment:
    """The day `days` after a full day; the moment itself where the calendar ends."""
    assert moment.year is not None and moment.month is not None and moment.day is not None
    try:
        day = date(moment.year, moment.month, moment.day) + timedelta(days=days)
    except (ValueError, OverflowError):
        return moment
    return Moment(day.year, day.month, day.day)


def days_between(first: Day, second: Day) -> int:
    """Days from `first` to `second`, both days that exist."""
    return date(*second).toordinal() - date(*first).toordinal()


def months_after(moment: Moment, months: int) -> Moment:
    """The month `months` after the month of `moment`."""
    assert moment.year is not None and moment.month is not None
    year, month = divmod(moment.year * 12 + moment.month - 1 + months, 12)
    return Moment(year, month + 1)


def up_to(moment: Moment, last_day: bool) -> Reading:
    """The deadline reading that ends with `moment`; 底前 means its last day."""
    if last_day and moment.month is None:
        moment = moment._replace(month=12, day=31)
    elif last_day and moment.day is None and moment.month is not None and moment.year is not None:
        moment = moment._replace(day=month_length(moment.year, moment.month))
    return Reading(None, moment)
