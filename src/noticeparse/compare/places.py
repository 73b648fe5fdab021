"""Where words stand in a notice: their part, sentence and clause, and the issue they are told under."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

from noticeparse.compare.model import Words
from noticeparse.compare.verdicts import still_growing
from noticeparse.model import DateFact, Notice, Part, PeriodFact, Span

_SENTENCE_ENDS = "。;!?\n"
_CLAUSE_ENDS = _SENTENCE_ENDS + ",:"
_CLOSED = re.compile(r"\d{4}-\d\d")
_IN_NUMBER = re.compile(r"\d[,:]\d")
_QUOTED = 60  # code points


def _closing_dates(notice: Notice) -> Iterator[tuple[Span, str, bool]]:
    """(span, EDTF, 截至) of the dates at which what is told of them ends: days, months and periods of such.

    A year or several are rather what a deed is about (2019年至2021年发放的补贴) than when it was done; 以来 and a
    deadline leave the end open.
    """
    for fact in notice.facts:
        if isinstance(fact, DateFact | PeriodFact) and fact.edtf and fact.relation != "since" and _CLOSED.match(fact.edtf):
            yield fact.span, fact.edtf, fact.relation == "until"


class Places:
    """Questions about places in one notice."""

    def __init__(self, notice: Notice) -> None:
        self.notice = notice
        self.text = notice.source.text
        self._folded = notice.source.folded
        self._parts = {part.eid: part for part in notice.walk()}
        self._starts = sorted((part.span[0], n, part.eid) for n, part in enumerate(notice.walk()))
        self._dates = list(_closing_dates(notice))
        self.extents = self._extents()

    def part(self, eid: str) -> Part | None:
        """The part called `eid`."""
        return self._parts.get(eid)

    def part_at(self, at: int) -> str | None:
        """The eid of the innermost part around an offset."""
        n = bisect_right(self._starts, (at, len(self._starts), ""))
        while n:
            n -= 1
            eid = self._starts[n][2]
            if at < self._parts[eid].span[1]:
                return eid
        return None

    def words(self, span: Span) -> Words:
        """The words of `span` with their part."""
        return Words(part=self.part_at(span[0]), span=span, text=self.text[span[0] : span[1]])

    def sentence(self, span: Span) -> Span:
        """The sentence around `span`; ; ends one as 。 does."""
        return self._within(span, _SENTENCE_ENDS)

    def around(self, span: Span) -> Words:
        """The clauses around `span`, as much as one reads at a glance: one more where the clause is a bare figure."""
        start, end = self._within(span, _CLAUSE_ENDS)
        sentence = self.sentence(span)
        if end - start - (span[1] - span[0]) < 4 and start > sentence[0]:
            start = self._within((start - 1, start - 1), _CLAUSE_ENDS)[0]
        start, end = max(start, span[0] - _QUOTED), min(end, span[1] + _QUOTED)
        while start < span[0] and self.text[start].isspace():
            start += 1
        return self.words((start, end))

    def dates_of(self, span: Span) -> frozenset[str]:
        """EDTF of the days, months and periods that what stands at `span` is told of.

        Those its sentence names; not one after which a number may go on growing (自6月27日以来,先后…6次).
        """
        start, end = self.sentence(span)
        return frozenset(
            edtf
            for date, edtf, until in self._dates
            if start <= date[0] < end and not still_growing(self._folded[date[1] : span[0]], until=until)
        )

    def _within(self, span: Span, ends: str) -> Span:
        start, end = span
        while start > 0 and not self._ends(start - 1, ends):
            start -= 1
        while end < len(self._folded) and not self._ends(end, ends):
            end += 1
        return start, end

    def _ends(self, at: int, ends: str) -> bool:
        """Whether a sign ends a stretch; within a number (2,310) or a time (08:30) it does not."""
        return self._folded[at] in ends and not _IN_NUMBER.match(self._folded, max(0, at - 1))

    def _extents(self) -> list[Span]:
        """For each issue from its words to the end of what is told of it: its part, or the next problem in it."""
        issues = self.notice.issues
        starts = sorted(issue.span[0] for issue in issues)
        found = []
        for issue in issues:
            part = self._parts.get(issue.part)
            end = max(part.span[1] if part else 0, issue.span[1])
            after = [start for start in starts if issue.span[1] <= start < end]
            alone = part is not None and sum(other.part == issue.part for other in issues) == 1
            start = part.span[0] if part and alone else issue.span[0]
            found.append((min(start, issue.span[0]), after[0] if after else end))
        return found

    def issue_at(self, at: int) -> int | None:
        """Which of the notice's issues an offset is told under."""
        for n, (start, end) in enumerate(self.extents):
            if start <= at < end:
                return n
        return None
