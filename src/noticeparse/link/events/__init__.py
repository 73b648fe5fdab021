"""Events: what the settled numbers, dates and verbs of a notice say was held, found, punished, recovered, set up or won.

One walk over the numbers makes the events a number counts, one over the text those a verb tells without one; each looks
at its own clause and at most `FURTHEST` characters around it, so the cost stays linear. A duty, a habit (每月召开1次), a
negated verb and the words of a problem are no events; what is only announced is `planned`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache

from noticeparse.link.events import accountability
from noticeparse.link.events.held import DONE_PATTERN, HELD_PATTERN, done, found_by_inspecting, held, held_so_often
from noticeparse.link.events.outcomes import (
    AWARD_PATTERN,
    CASE_PATTERN,
    ORGANISATION_PATTERN,
    award,
    case,
    recovered,
    set_up,
)
from noticeparse.link.events.surroundings import Surroundings, planned_stretches
from noticeparse.model import Claim, Node, Span

__all__ = ["EVENT_KINDS", "EventKind", "find_events", "in_text_order"]


@dataclass(frozen=True, slots=True)
class EventKind:
    """One way an event is told.

    `pattern` is regular-expression source for folded text, or None where the event is read from a number: `build` then
    gets each claim of the kind `reads`. `examples` maps a text, ⟦ ⟧ around the event, to the fields it must have.
    """

    name: str
    build: Callable[..., object]
    pattern: Callable[[], str] | None = None
    reads: str | None = None
    examples: dict[str, dict[str, object]] = field(default_factory=dict)
    counterexamples: tuple[str, ...] = ()


EVENT_KINDS: tuple[EventKind, ...] = (
    EventKind("held so often", held_so_often, reads="count"),
    EventKind("found by inspecting", found_by_inspecting, reads="count"),
    EventKind("recovered", recovered, reads="money"),
    EventKind("accountability", accountability.held_to_account, accountability.pattern),
    EventKind("meeting", held, lambda: HELD_PATTERN),
    EventKind("training or inspection", done, lambda: DONE_PATTERN),
    EventKind("case", case, lambda: CASE_PATTERN),
    EventKind("organisation", set_up, lambda: ORGANISATION_PATTERN),
    EventKind("award", award, lambda: AWARD_PATTERN),
)


def find_events(
    text: str,
    folded: str,
    claims: list[Claim],
    tops: list[Node],
    problems: list[Span],
    *,
    planned: bool = False,
) -> list[Claim]:
    """The events of a notice in text order.

    Args:
        text: The text as printed.
        folded: The text folded.
        claims: Its claims in text order, dates settled.
        tops: The top parts of the outline, roles given.
        problems: Spans of the words in which problems are stated; what they tell was not done in answer to them.
        planned: The whole document is a plan.

    Returns:
        Claims of event kinds, their fields in `Claim.extra`.
    """
    masked = [(claim.start, claim.end) for claim in claims if claim.kind == "document"]
    headings = [node.heading for top in tops for node in top.walk() if node.heading]
    around = Surroundings(
        text, folded, claims, _merged([*masked, *problems]), _merged(headings), planned_stretches(tops), planned
    )
    events = sorted(_of_numbers(around), key=lambda claim: claim.start)
    return _apart([*events, *_of_words(around, events)])


def in_text_order(claims: list[Claim], events: list[Claim]) -> list[Claim]:
    """Claims and events by where they begin, an event before the numbers inside it."""
    return sorted([*events, *claims], key=_place) if events else claims


def _place(claim: Claim) -> Span:
    return claim.start, -claim.end


def _of_numbers(around: Surroundings) -> Iterator[Claim]:
    readers = [(kind.reads, kind.build) for kind in EVENT_KINDS if kind.reads]
    for claim in around.claims:
        if claim.kind != "count" and claim.kind != "money":
            continue
        for kind, build in readers:
            if kind == claim.kind and (made := build(around, claim)) is not None:
                yield made  # type: ignore[misc]
                break


def _of_words(around: Surroundings, counted: list[Claim]) -> Iterator[Claim]:
    """The events that a verb tells, without those a number has told already."""
    ends: dict[str, int] = {}
    pending = iter(counted)
    following = next(pending, None)
    for match in _pattern().finditer(around.folded):
        while following is not None and following.start <= match.start() + 6:
            ends[following.kind] = max(ends.get(following.kind, 0), following.end)
            following = next(pending, None)
        if around.is_masked(match.start()):
            continue
        for made in _WORDS[match.lastgroup].build(around, match):  # type: ignore[attr-defined]
            if made.start >= ends.get(made.kind, 0):
                yield made


_WORDS: dict[str | None, EventKind] = {f"k{i}": kind for i, kind in enumerate(EVENT_KINDS) if kind.pattern}


@cache
def _pattern() -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{kind.pattern()})(?P<k{i}>)" for i, kind in enumerate(EVENT_KINDS) if kind.pattern))


def _apart(events: list[Claim]) -> list[Claim]:
    """In text order; of two of one kind that overlap, the one that says more."""
    events.sort(key=lambda claim: (claim.start, -claim.end))
    kept: dict[str, Claim] = {}
    dropped: set[int] = set()
    for made in events:
        last = kept.get(made.kind)
        if last is not None and made.start < last.end:
            worse = made if len(made.extra) <= len(last.extra) else last
            dropped.add(id(worse))
            if worse is made:
                continue
        kept[made.kind] = made
    return [made for made in events if id(made) not in dropped]


def _merged(spans: list[Span]) -> list[Span]:
    merged: list[Span] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = merged[-1][0], max(end, merged[-1][1])
        else:
            merged.append((start, end))
    return merged
