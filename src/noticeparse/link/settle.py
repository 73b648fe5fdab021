"""Dates settled from the rest of the document: missing years and months, 当日 and 去年, damaged dates.

What is missing is looked for in this order, and the first evidence that leaves one value settles it:

1. the other end of the same range (done where the date was read: 2021年5月8日至7月5日);
2. the year that heads the same paragraph (2024年,…3月召开);
3. the last date before it in the same paragraph. The text goes forward in time: 2024年11月1日 … 1月15日 is
   January 2025 if the notice is not older than that. Where that date is background, older than the first full
   date of the document (针对2017年3月的问题,已于9月20日清退), 4. must agree;
4. the one year that puts it between the first full date of the document (the inspection) and the signature;
5. the last date before it in the same section, where a step back is not as good as a step forward;
6. the next full date of the same paragraph, which it precedes;
7. the last date of an earlier section, where the notice's own date says the same;
8. the notice's own date alone (the signature, else the publication): the last such day before it.

今年, 去年, 本月 are read against the notice's own date; 当日, 同月, 次年 against the very last date before.
A deadline (6月底前, 将于9月) may lie after the notice; outside its paragraph's story its clause says whether
it was kept (已) or is planned (确保, or the section is 下一步打算), else the order within its section does.

A damaged date with several readings keeps those that are not after the notice, not before the first full
date, in order between their neighbours and, alone on its line, shortly before the page date; of those left
the one that supposes the fewest losses.

Where this does not leave one, `edtf` stays None and `readings` holds all of them. `inherited` names the units
that came from elsewhere.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from noticeparse.facts.calendar import (
    Day,
    Moment,
    Open,
    Reading,
    complete_end,
    days_after,
    days_between,
    moment_of,
    months_after,
    up_to,
)
from noticeparse.model import Claim

SIGNATURE_TO_PAGE: Final = 60
"""Days: a notice is put on its page soon after it was signed. Of two readings of a signature date the one
within these days before the publication is taken."""

_FUTURE: Final = re.compile(r"将|拟|计划|预计|力争|确保|争取|下一步|要在|限期|期限|时限|完成时间")
_PLANNED: Final = re.compile(r"(?:(?:将|拟|预计|力争|争取|计划|请)(?:于|在|到)?|公[示告](?:时间|期限?|日期)?[为:：自从]{0,2} ?)$")
"""What comes, or what a notice is put up for: 公示期:11月17日至12月1日."""
_PLAN_HEADING: Final = re.compile(r"下一步|下步|今后|打算|努力方向")
BESIDE: Final = 8
"""Characters between two dates of one enumeration: 2019年3月开工、10月完工."""
_PAUSE: Final = re.compile("[,，;；。]")
_STOPS: Final = "。;；\n"
_PAST: Final = re.compile(r"已|了|曾|均完成|如期")
_LABEL: Final = re.compile(r"(?:日期|时间|发布|date|更新|来源)[^。;\n]{0,8}$", re.IGNORECASE)


@dataclass(slots=True)
class Story:
    """What the dates read so far say about the next one."""

    own: Day | None
    first: Day | None = None  # the first full date: rectification is not older than the inspection
    last: Moment | None = None  # the last date with at least a month, anywhere
    last_end: int = 0
    last_section: int = -1
    last_paragraph: int = -1
    last_day: Moment | None = None  # the last date with a day, for 当日 and 30日
    year: int | None = None  # the year that heads the paragraph being read
    year_paragraph: int = -1


@dataclass(slots=True)
class _Place:
    """Where a claim stands: its section, its paragraph and the next full date of that paragraph."""

    section: int
    planned: bool  # the section says what comes next
    paragraph: int
    following: Moment | None


@dataclass(slots=True)
class _Evidence:
    """All there is to judge one open claim by."""

    pending: Open
    story: Story
    place: _Place
    text: str
    published: Day | None


def settle(
    claims: list[Claim],
    *,
    text: str,
    signed: str | None,
    published: str | None,
    sections: Sequence[int] = (),
) -> None:
    """Settle in place every date and period of `claims` that is still open; other claims stay as they are.

    `claims` in text order; `signed` and `published` are ISO dates or None (a date alone on its line then
    stands in for `signed`); `sections` are the offsets at which the sections of the notice begin, ascending.
    One pass back and one forward, linear in the claims.
    """
    dates = [claim for claim in claims if claim.kind in ("date", "period")]
    if not any(isinstance(claim.pending, Open) for claim in dates):
        return
    page = _day_of(published)
    story = Story(own=_day_of(signed) or _signature_day(dates, text) or page)
    places = _places(dates, text, sections)
    for claim, place in zip(dates, places, strict=True):
        pending = claim.pending
        if isinstance(pending, Open):
            _settle(claim, _Evidence(pending, story, place, text, page))
            claim.pending = None
        if not _is_furniture(claim, text):
            _remember(claim, story, place, text)


def _day_of(iso: str | None) -> Day | None:
    """The day an ISO date names, None for none or a malformed one."""
    moment = moment_of(iso) if iso else None
    return moment.last() if moment is not None and moment.exists and moment.year is not None else None


def _signature_day(dates: list[Claim], text: str) -> Day | None:
    """The last full day that stands alone on its line, or behind an organ: where the signature puts it."""
    for claim in reversed(dates):
        if claim.kind == "date" and claim.edtf is not None and len(claim.edtf) == len("2024-08-28"):
            behind = text[claim.end : claim.end + 40].partition("\n")[0]
            before = text[max(0, claim.start - 80) : claim.start].rpartition("\n")[2]
            alone = not behind.strip() and not before.strip() and len(behind) < 40 and len(before) < 80
            if alone or _signs(claim, text):
                return _day_of(claim.edtf)
    return None


def _signs(claim: Claim, text: str) -> bool:
    """Whether the date ends its line, and the organ that signs stands before it or on the line above."""
    behind = text[claim.end : claim.end + 40].partition("\n")[0]
    before = text[max(0, claim.start - 60) : claim.start].rstrip()
    organ = before[max(before.rfind("\n"), before.rfind("。")) + 1 :].strip()
    return not behind.strip() and _SIGNATORY.fullmatch(organ) is not None


_SIGNATORY: Final = re.compile("[\u4e00-\u9fff() （）]{2,40}(?:党组|党委|委员会|支部|办公室|[局委院厅会司校站社署])")
"""某市人民法院党组 2023年9月22日: who signs, on one line with the date or above it."""


def _places(dates: list[Claim], text: str, sections: Sequence[int]) -> list[_Place]:
    """Section, paragraph and next full date of every claim."""
    places: list[_Place] = []
    planned = [False, *(_PLAN_HEADING.search(text, start, start + 40) is not None for start in sections)]
    paragraph = at = 0
    for claim in dates:
        paragraph += text.count("\n", at, claim.start)
        at = claim.start
        section = bisect_right(sections, claim.start)
        places.append(_Place(section, planned[section], paragraph, None))
    following: Moment | None = None
    of_paragraph = -1
    for claim, place in zip(reversed(dates), reversed(places), strict=True):
        place.following = following if of_paragraph == place.paragraph else None
        moment = moment_of(claim.edtf) if claim.edtf and claim.relation is None else None
        if moment is not None and moment.month is not None:
            following, of_paragraph = moment, place.paragraph
    return places


def _is_furniture(claim: Claim, text: str) -> bool:
    """Whether the date is labelled page matter (发布日期: …), which no narrative date follows."""
    return _LABEL.search(text, max(0, claim.start - 16), claim.start) is not None


def _remember(claim: Claim, story: Story, place: _Place, text: str) -> None:
    """Let a settled date be evidence for those behind it. 2018年1月以来 and deadlines tell no story."""
    if claim.edtf is None or claim.relation == "since" or claim.edtf.startswith(".."):
        return
    start = moment_of(claim.edtf.split("/")[0])
    end = moment_of(claim.edtf.split("/")[-1])
    if start is None or end is None:
        return
    moment = end if story.own is None or end.last() <= story.own else start
    if moment.month is None:
        if claim.kind == "date" and _heads_clause(claim, text):
            story.year, story.year_paragraph = moment.year, place.paragraph
        return
    story.last, story.last_end = moment, claim.end
    story.last_section, story.last_paragraph = place.section, place.paragraph
    story.year_paragraph = -1
    if moment.day is not None:
        story.last_day = moment
        if story.first is None:
            story.first = start.first()


def _heads_clause(claim: Claim, text: str) -> bool:
    """Whether a bare year is said of the whole sentence (2024年,…) rather than of a noun (2024年工作要点)."""
    before, after = text[max(0, claim.start - 1) : claim.start], text[claim.end : claim.end + 1]
    return after in (",", "，", "以") or before in ("", "\n", "。", "；", ";", "　", " ", "是", ".")


# --------------------------------------------------------------------------- one claim


def _settle(claim: Claim, evidence: _Evidence) -> None:
    """Settle `claim`, or leave it without a value and with all its readings."""
    if evidence.pending.anchor == "own":
        _against_own_date(claim, evidence)
    elif evidence.pending.anchor == "same":
        _against_last_date(claim, evidence)
    elif len(evidence.pending.readings) > 1:
        _among_readings(claim, evidence)
    else:
        _in_some_year(claim, evidence)


def _give(claim: Claim, reading: Reading, inherited: list[str], others: Sequence[Reading] = ()) -> None:
    """Write the settled reading into the claim."""
    claim.edtf = reading.edtf
    claim.inherited = inherited
    if claim.origin == "printed" and inherited:
        claim.origin = "inherited"
    claim.readings = [other.edtf for other in others if other.edtf is not None and other.edtf != claim.edtf]


def _leave_open(claim: Claim, readings: Sequence[Reading]) -> None:
    """No value; every reading that has an EDTF form is kept."""
    claim.edtf = None
    claim.readings = list(dict.fromkeys(reading.edtf for reading in readings if reading.edtf is not None))


def _against_own_date(claim: Claim, evidence: _Evidence) -> None:
    """今年, 去年12月, 本月, 年底前 against the day the notice bears; open where it bears none."""
    pending, story = evidence.pending, evidence.story
    if story.own is None:
        return
    reading = pending.readings[0]
    if pending.unit == "month":
        month = months_after(Moment(story.own[0], story.own[1]), pending.shift)
        _give(claim, Reading(month._replace(day=reading.main.day)), ["year", "month"])
        return
    _give(claim, _in_year(reading, story.own[0] + pending.shift, pending), ["year"])


def _against_last_date(claim: Claim, evidence: _Evidence) -> None:
    """当日, 次日, 同年9月, 同月15日, 和30日 against the very last date before."""
    pending, story = evidence.pending, evidence.story
    last = story.last_day if pending.unit == "day" else story.last
    if last is None or last.year is None:
        if pending.unit == "year" and story.year is not None:
            _give(claim, _in_year(pending.readings[0], story.year + pending.shift, pending), ["year"])
        return
    if pending.unit == "day":
        _give(claim, Reading(days_after(last, pending.shift)), ["day"])
    elif pending.unit == "year":
        _give(claim, _in_year(pending.readings[0], last.year + pending.shift, pending), ["year"])
    else:
        _in_month_of(claim, pending.readings[0], last)


def _in_month_of(claim: Claim, reading: Reading, last: Moment) -> None:
    """A day alone takes the month of the date before; a smaller day than that one's leaves it open."""
    start = reading.main._replace(year=last.year, month=last.month)
    if not start.exists or (last.day is not None and (start.day or 0) < last.day):
        return
    end = None if reading.end is None else complete_end(start, reading.end)
    _give(claim, Reading(start, end), ["year", "month"])


def _in_year(reading: Reading, year: int, pending: Open) -> Reading:
    """The reading in that year; 年底前 and 12月底前 run to the last day of their unit."""
    settled = reading.in_year(year)
    if settled.start is None and settled.end is not None:
        return up_to(settled.end, pending.last_day)
    return settled


# --------------------------------------------------------------------------- the missing year


def _in_some_year(claim: Claim, evidence: _Evidence) -> None:
    """Settle a date whose only reading lacks its year; a day without its month stays open."""
    reading = evidence.pending.readings[0]
    if reading.main.month is None:
        return
    years = _years(reading, claim, evidence)
    readings = [_in_year(reading, year, evidence.pending) for year in years]
    if len(readings) == 1:
        _give(claim, readings[0], ["year"])
    else:
        _leave_open(claim, readings)


def _years(reading: Reading, claim: Claim, evidence: _Evidence) -> list[int]:
    """The years the evidence leaves, in the order the module docstring gives; empty where there is none."""
    story, place, text = evidence.story, evidence.place, evidence.text
    planned = _PLANNED.search(text, max(0, claim.start - 8), claim.start) is not None
    ahead = evidence.pending.deadline or planned
    if story.year is not None and story.year_paragraph == place.paragraph:
        return [story.year]
    window = _window(reading, story)
    if story.last is not None and story.last_paragraph == place.paragraph:
        years = _after(reading, story.last, story, ahead)[-1:]
        background = story.first is not None and story.last.last() < story.first
        between = text[story.last_end : claim.start][: BESIDE + 1]
        told_on = ahead or not background or (len(between) <= BESIDE and not _PAUSE.search(between))
        return years if told_on else sorted({*years, *(window or years)})
    if ahead:
        return _ahead_or_behind(reading, claim, evidence)
    if len(window) == 1:
        return window
    if story.last is not None and story.last_section == place.section:
        return _after(reading, story.last, story, ahead)
    if place.following is not None:
        return [_year_before(reading, place.following)]
    by_own = _before_own(reading, story)
    by_order = [] if story.last is None else _after(reading, story.last, story, ahead)
    return sorted({*by_order, *by_own})


def _begins(reading: Reading, year: int) -> Day:
    """The first day of the reading in that year; of a date the day, month or year itself."""
    main = reading.main
    return (year, main.month or 1, main.day or 1)


def _reaches(reading: Reading, year: int) -> Day:
    """The first day of the last moment of the reading: a period that is reported has come to its end."""
    if reading.end is None or reading.start is None:
        return _begins(reading, year)
    end = complete_end(reading.start._replace(year=year), reading.end)
    return (end.year or year, end.month or 1, end.day or 1)


def _latest(reading: Reading, year: int) -> Day:
    """The last day of the first moment of the reading in that year."""
    main = reading.main
    return (year, main.month or 12, main.day or 31)


def _key(moment: Moment, other: Moment) -> tuple[int, int]:
    """Month and day, the day only where both have one."""
    return (moment.month or 0, (moment.day or 0) if moment.day and other.day else 0)


def _after(reading: Reading, last: Moment, story: Story, ahead: bool) -> list[int]:
    """The year in which `reading` follows `last`, not behind the notice's own date.

    Same year where the order allows it; else the next, unless the notice is older; both where a step back in
    the text is as good as a step forward.
    """
    assert last.year is not None
    main = reading.main
    if _key(main, last) >= _key(last, main):
        return [last.year if ahead or _possible(reading, last.year, story) else last.year - 1]
    if ahead:
        return [last.year + 1]
    back = story.first is None or _latest(reading, last.year) >= story.first
    forward = _possible(reading, last.year + 1, story)
    return [last.year] * back + [last.year + 1] * forward or [last.year]


def _possible(reading: Reading, year: int, story: Story) -> bool:
    """Whether the date in that year is not behind the notice's own date."""
    return story.own is None or _begins(reading, year) <= story.own


def _window(reading: Reading, story: Story) -> list[int]:
    """The years that put the date between the first full date of the document and its own, at most three."""
    if story.own is None or story.first is None:
        return []
    years = range(story.first[0], story.own[0] + 1)
    return [
        year
        for year in years[:3]
        if _latest(reading, year) >= story.first and _reaches(reading, year) <= story.own
    ]


def _year_before(reading: Reading, following: Moment) -> int:
    """The year in which `reading` precedes the date behind it."""
    assert following.year is not None
    return following.year - (_key(reading.main, following) > _key(following, reading.main))


def _before_own(reading: Reading, story: Story) -> list[int]:
    """The last year in which the date is not behind the notice's own date."""
    if story.own is None:
        return []
    return [story.own[0] - (_reaches(reading, story.own[0]) > story.own)]


def _clause(claim: Claim, text: str) -> str:
    """Up to 20 characters on both sides of a date, not beyond its sentence."""
    before = text[max(0, claim.start - 20) : claim.start]
    after = text[claim.end : claim.end + 20]
    return before[max(map(before.rfind, _STOPS)) + 1 :] + after[: min(_find(after, stop) for stop in _STOPS)]


def _find(text: str, char: str) -> int:
    at = text.find(char)
    return len(text) if at < 0 else at


def _ahead_or_behind(reading: Reading, claim: Claim, evidence: _Evidence) -> list[int]:
    """A deadline's year: past where the clause says it was kept, coming where planned, else in order."""
    story, place = evidence.story, evidence.place
    by_order = _after(reading, story.last, story, True) if story.last is not None else []
    if story.own is None:
        return by_order
    behind = _before_own(reading, story)[0]
    coming = story.own[0] + (_latest(reading, story.own[0]) < story.own)
    clause = _clause(claim, evidence.text)
    if _PAST.search(clause):
        return [behind]
    if place.planned or _FUTURE.search(clause):
        return [coming]
    if story.last_section == place.section and by_order and by_order[0] in (behind, coming):
        return by_order
    years = sorted({behind, coming})
    return [year for year in years if story.first is None or _latest(reading, year) >= story.first] or years


# --------------------------------------------------------------------------- damaged dates


def _among_readings(claim: Claim, evidence: _Evidence) -> None:
    """Choose among the readings of a damaged date by its neighbours and the notice's own date."""
    pending = evidence.pending
    pending.alone = pending.alone or _signs(claim, evidence.text)
    complete: dict[Reading, int] = {}
    inherited: list[str] = []
    for reading, lost in zip(pending.readings, pending.losses or [0] * len(pending.readings), strict=True):
        if reading.main.year is None:
            inherited = ["year"]
            years = _years(reading, claim, evidence)
        else:
            years = [reading.main.year]
        complete.update({reading.in_year(year): lost for year in years})
    left = [reading for reading in complete if reading.edtf is not None]
    for keep in (_not_after_own, _since_first, _in_order, _beside_page_date):
        if len(left) > 1:
            left = keep(left, evidence) or left
    fewest = min((complete[reading] for reading in left), default=0)
    left = [reading for reading in left if complete[reading] == fewest]
    if len(left) == 1:
        _choose(claim, left[0], inherited, list(complete))
    else:
        _leave_open(claim, list(complete))


def _choose(claim: Claim, reading: Reading, inherited: list[str], others: Sequence[Reading]) -> None:
    claim.kind = "date" if reading.end is None else "period"
    _give(claim, reading, inherited, others)


def _bounds(reading: Reading) -> tuple[Day, Day]:
    return reading.main.first(), (reading.end or reading.main).last()


def _not_after_own(readings: list[Reading], evidence: _Evidence) -> list[Reading]:
    """Readings that do not lie after the notice."""
    own = evidence.story.own
    if own is None or evidence.pending.deadline:
        return readings
    return [reading for reading in readings if _bounds(reading)[0] <= own]


def _since_first(readings: list[Reading], evidence: _Evidence) -> list[Reading]:
    """Readings not before the first full date of the document."""
    first = evidence.story.first
    return readings if first is None else [reading for reading in readings if _bounds(reading)[0] >= first]


def _in_order(readings: list[Reading], evidence: _Evidence) -> list[Reading]:
    """Readings between the date before (for a signature anywhere, else in the paragraph) and the next."""
    story, place = evidence.story, evidence.place
    near = story.last_paragraph == place.paragraph or evidence.pending.alone
    last = story.last
    if last is not None and story.own is not None and last.first() > story.own:
        last = story.last_day  # a date to come (2025年6月) says nothing of the order
    low = last.first() if near and last is not None else None
    high = None if place.following is None or not place.following.exists else place.following.last()
    return [
        reading
        for reading in readings
        if (low is None or _bounds(reading)[0] >= low) and (high is None or _bounds(reading)[1] <= high)
    ]


def _beside_page_date(readings: list[Reading], evidence: _Evidence) -> list[Reading]:
    """For a date alone on its line: readings shortly before the page was published."""
    published = evidence.published
    if not evidence.pending.alone or published is None:
        return readings
    return [
        reading
        for reading in readings
        if 0 <= days_between(_bounds(reading)[0], published) <= SIGNATURE_TO_PAGE
    ]
