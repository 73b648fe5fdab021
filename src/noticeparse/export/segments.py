"""Overlapping marks cut into segments: each segment lies in one line and wholly inside every mark that covers it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Mark:
    """Something to show on ``text[start:end]``: CSS classes, the id of what it belongs to, a short tag behind it."""

    start: int
    end: int
    classes: str
    ref: str = ""
    tag: str = ""


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of one line under the same marks; empty only for a mark that covers no character."""

    start: int
    end: int
    marks: tuple[Mark, ...] = ()
    opens: tuple[Mark, ...] = ()
    closes: tuple[Mark, ...] = ()


def fitted(text: str, marks: Iterable[Mark]) -> list[Mark]:
    """`marks` within the text and without the line breaks at their ends, so that each begins on something to show."""
    fitting = []
    for mark in marks:
        start = max(0, min(mark.start, len(text)))
        end = max(start, min(mark.end, len(text)))
        while start < end and text[start] == "\n":
            start += 1
        while end > start and text[end - 1] == "\n":
            end -= 1
        fitting.append(Mark(start, end, mark.classes, mark.ref, mark.tag))
    return sorted(fitting)


def line_segments(text: str, marks: Sequence[Mark]) -> Iterator[list[Segment]]:
    """The segments of each line of `text` (without its ``\\n``), for `marks` as `fitted` leaves them."""
    at = first = 0
    live: list[Mark] = []
    for line in text.split("\n"):
        end = at + len(line)
        while first < len(marks) and marks[first].start <= end:
            live.append(marks[first])
            first += 1
        yield list(_cut(at, end, live))
        live = [mark for mark in live if mark.end > end]
        at = end + 1


def _cut(start: int, end: int, marks: Sequence[Mark]) -> Iterator[Segment]:
    points = [mark for mark in marks if mark.start == mark.end]
    wide = [mark for mark in marks if mark.start < mark.end]
    cuts = {start, end}
    for mark in wide:
        cuts.update((max(start, mark.start), min(end, mark.end)))
    cuts.update(mark.start for mark in points)
    ordered = sorted(cuts)
    for n, here in enumerate(ordered):
        for point in points:
            if point.start == here:
                yield Segment(here, here, (point,), (point,), (point,))
        if n + 1 == len(ordered):
            return
        there = ordered[n + 1]
        over = tuple(mark for mark in wide if mark.start < there and here < mark.end)
        opens = tuple(mark for mark in over if mark.start == here)
        closes = tuple(mark for mark in over if mark.end == there)
        yield Segment(here, there, over, opens, closes)
