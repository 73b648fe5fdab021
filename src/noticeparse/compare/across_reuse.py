"""Wording that different bodies share: passages (`noticeparse.corpus.passages`) in the notices' own words.

Headings of issues and sections are left out: they repeat the feedback, not another body. So is the frame every notice has:
title, dates of the inspection, contacts. Passages end with the line.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from noticeparse.corpus import passages as common
from noticeparse.corpus.passages import SHORTEST, Place, shared_passages
from noticeparse.model import Span

if TYPE_CHECKING:
    from noticeparse.compare.across_gather import Gathered, Publication, Row

FORMULA = 5
"""Bodies from which on a shared passage is a set phrase of the trade rather than one body's words in another's mouth."""
OWN = 10
"""Letters that are in no set phrase; a passage with fewer is made of set phrases."""


@dataclass(frozen=True, slots=True)
class Passage:
    """Some words of a notice that another body's notice has too; `agreeing` of its characters agree."""

    notice: str
    span: Span
    agreeing: int


@dataclass(frozen=True, slots=True)
class Shared:
    """A passage in the notices of at least two bodies; a `formula` where it is set phrases and nothing else."""

    passages: tuple[Passage, ...]
    bodies: tuple[str, ...]
    formula: bool


@dataclass(frozen=True, slots=True)
class _Stretch:
    """A stretch of a notice's own words, within a line."""

    notice: Publication
    start: int
    text: str


def shared_wording(gathered: Gathered) -> list[Shared]:
    """The passages that bodies share, in the order of the notices they stand in first.

    Where a copy was changed in the middle, the passages before and behind the change are one, with the change in it.
    """
    stretches = list(_stretches(gathered))
    bodies = [stretch.notice.body or "" for stretch in stretches]
    names = [stretch.notice.names for stretch in stretches]
    found = []
    for runs, own in _around_changes(shared_passages([stretch.text for stretch in stretches], names, bodies, FORMULA)):
        owners = tuple(sorted({bodies[run[0].text] for run in runs}))
        if len(owners) > 1:
            passages = tuple(_passage(run, stretches[run[0].text]) for run in runs)
            found.append(Shared(passages, owners, len(owners) >= FORMULA or own < OWN))
    return found


def _around_changes(passages: Sequence[common.Passage]) -> Iterator[tuple[list[list[Place]], int]]:
    """Passages in the same stretches as one: for each stretch its places, in order, and the letters of no set phrase."""
    of_stretches: dict[tuple[int, ...], tuple[list[list[Place]], list[int]]] = {}
    for passage in passages:
        key = tuple(place.text for place in passage.places)
        runs, own = of_stretches.setdefault(key, ([[] for _ in key], []))
        own.append(passage.own)
        for run, place in zip(runs, passage.places, strict=True):
            run.append(place)
    return ((runs, sum(own)) for runs, own in of_stretches.values())


def _passage(run: Sequence[Place], stretch: _Stretch) -> Passage:
    start, end = min(place.span[0] for place in run), max(place.span[1] for place in run)
    agreeing = sum(place.span[1] - place.span[0] for place in run)
    return Passage(stretch.notice.id, (stretch.start + start, stretch.start + end), agreeing)


def _stretches(gathered: Gathered) -> Iterator[_Stretch]:
    """The notices' own words, in the order of files and text."""
    left_out = _places_left_out(gathered)
    for notice in gathered.signed:
        for start, end in _own(notice.text, left_out[notice.id]):
            yield _Stretch(notice, start, notice.text[start:end])


def _own(text: str, left_out: Sequence[Span]) -> Iterator[Span]:
    """What is left of the lines of a text around the spans of `left_out` (ascending), where it is long enough."""
    at = start = 0
    for line in text.split("\n"):
        end = start + len(line)
        while at < len(left_out) and left_out[at][0] < end:
            if left_out[at][0] - start >= SHORTEST:
                yield start, left_out[at][0]
            start = max(start, left_out[at][1])
            at += 1
        if end - start >= SHORTEST:
            yield start, end
        start = max(start, end + 1)


def _places_left_out(gathered: Gathered) -> defaultdict[str, list[Span]]:
    """By notice, ascending: headings, numbers, the words of issues, furniture, and the frame of title, dates and contacts."""
    found: defaultdict[str, list[Span]] = defaultdict(list)
    for notice, start, end in zip(*(column.to_pylist() for column in gathered.corpus.sql(_LEFT_OUT).columns), strict=True):
        found[notice].append((start, end))
    return found


_LEFT_OUT = """
SELECT notice, heading_start, heading_end FROM parts WHERE heading_start IS NOT NULL AND role IN ('section', 'category', 'issue')
UNION ALL SELECT notice, span_start, span_start + length(num) FROM parts WHERE num IS NOT NULL
UNION ALL SELECT notice, span_start, span_end FROM issues
UNION ALL SELECT notice, span_start, span_end FROM parts WHERE layer = 'furniture'
UNION ALL SELECT id, frame.span_start, frame.span_end FROM notices, unnest(spans) AS frames(frame)
UNION ALL SELECT id, contact.span_start, contact.span_end FROM notices, unnest(contacts) AS told(contact)
ORDER BY 1, 2, 3
"""


def shared_characters(shared: Sequence[Shared]) -> dict[str, tuple[int, int]]:
    """By notice: characters it shares with few bodies, and those of set phrases that `FORMULA` or more have."""
    spans: defaultdict[str, tuple[list[Span], list[Span]]] = defaultdict(lambda: ([], []))
    for group in shared:
        for passage in group.passages:
            spans[passage.notice][group.formula].append(passage.span)
    return {notice: (_covered(few), _covered(many)) for notice, (few, many) in spans.items()}


def _covered(spans: Sequence[Span]) -> int:
    """How many characters the spans cover together."""
    covered = behind = 0
    for start, end in sorted(spans):
        covered += max(0, end - max(start, behind))
        behind = max(behind, end)
    return covered


def rows(gathered: Gathered) -> Iterator[Row]:
    """The shared passages as rows of X01."""
    for number, shared in enumerate(gathered.shared, 1):
        yield {
            "group": number,
            "bodies": list(shared.bodies),
            "places": len(shared.passages),
            "characters": min(passage.agreeing for passage in shared.passages),
            "formula": shared.formula,
            "evidence": [gathered.evidence(passage.notice, *passage.span) for passage in shared.passages],
        }
