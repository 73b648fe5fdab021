"""The facts stage: folded text in, typed claims with spans out.

One compiled pattern (`noticeparse.facts.pattern`) skips through the text once, from one character that may begin a
fact to the next, and finds the candidates of every kind in `KINDS`; the kind's own builder looks at the
surroundings and makes claims, or none for a look-alike. What needs the rest of the document (a missing year, 当日, a damaged date) is left in
``Claim.pending`` and settled by `noticeparse.link.settle`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final

from noticeparse.entries import FactKind
from noticeparse.facts.contacts import CONTACT_KINDS
from noticeparse.facts.counted import say_what_is_counted
from noticeparse.facts.counts import COUNT_KINDS, count_pattern
from noticeparse.facts.dates import DATE_KINDS
from noticeparse.facts.documents import DOCUMENT_KINDS
from noticeparse.facts.durations import DURATION_KINDS
from noticeparse.facts.money import MONEY_KINDS
from noticeparse.facts.pattern import compile_kinds
from noticeparse.facts.ranks import RANK_KINDS
from noticeparse.facts.rates import RATE_KINDS
from noticeparse.facts.scan import Scan
from noticeparse.model import Claim, Node, Source, Span
from noticeparse.tables import ACTIVE, per_extension

__all__ = ["KINDS", "Scan", "compile_kinds", "facts"]

KINDS: Final[tuple[FactKind, ...]] = (
    *DATE_KINDS,
    *DOCUMENT_KINDS,
    *CONTACT_KINDS,
    *RANK_KINDS,
    *RATE_KINDS,
    *MONEY_KINDS,
    *DURATION_KINDS,
    *COUNT_KINDS,
)
"""Every kind of fact; of two that match at the same place the earlier is asked first, a plain count last."""



@per_extension
def kinds_in_use() -> tuple[FactKind, ...]:
    """A user's own kinds (`noticeparse.extend`) before those of `KINDS`; a count knows the user's measure words."""
    extension = ACTIVE.get()
    if extension is None:
        return KINDS
    own = KINDS if not extension.records.get("units") else tuple(
        replace(kind, pattern=count_pattern()) if kind in COUNT_KINDS else kind for kind in KINDS
    )  # fmt: skip
    return (*extension.kinds, *own)


TIME: Final = frozenset({"date", "period"})


def facts(source: Source, nodes: Iterable[Node] = ()) -> list[Claim]:
    """The claims of `source` in text order.

    Args:
        source: The document as read.
        nodes: The parts of its outline; their printed numbers are not facts.

    Returns:
        One claim for each checkable statement; what only the whole document can settle is left in `pending`.
        Page furniture gives dates only: what it counts (visits, type sizes) is not the notice's statement.
    """
    nodes = list(nodes)
    numbers = sorted((node.start, node.num_end) for node in nodes if node.num_end > node.start)
    scan = Scan(source.text, source.folded, numbers=numbers)
    run(scan, numbers, source.furniture)
    say_what_is_counted(scan)
    return scan.claims


def run(scan: Scan, numbers: Sequence[Span] = (), furniture: Sequence[Span] = ()) -> None:
    """Fill ``scan.claims`` in one walk over the text, leaving out the printed `numbers` of parts."""
    search, folded, claims = _pattern().search, scan.folded, scan.claims
    kinds = _by_group()
    masks, aside = iter(sorted(numbers)), _Spans(furniture)
    mask = next(masks, None)
    at = 0
    while found := search(folded, at):
        start = found.start()
        while mask is not None and mask[1] <= start:
            mask = next(masks, None)
        if mask is not None and mask[0] <= start:
            at = mask[1]
            continue
        group = str(found.lastgroup)
        kind, pattern = kinds[group]
        match = pattern.match(folded, start)
        assert match is not None
        made, at = kind.build(scan, match), match.end()
        if not made:
            made, at = _ask_others(scan, kinds, int(group[1:]), start, at)
        if made:
            at = max(at, made[-1].end)
            if furniture and aside.hold(start):
                made = [claim for claim in made if claim.kind in TIME]
            claims.extend(made)


_ByGroup = dict[str, tuple[FactKind, re.Pattern[str]]]


@per_extension
def _by_group() -> _ByGroup:
    """Each kind and its pattern, by the name of its group in the pattern of all."""
    return {f"k{i}": (kind, re.compile(kind.pattern)) for i, kind in enumerate(kinds_in_use())}


def _ask_others(scan: Scan, kinds: _ByGroup, asked: int, start: int, end: int) -> tuple[list[Claim], int]:
    """The claims of the first kind behind the one asked that makes any at this place, and where the walk goes on."""
    later = _later_kinds()
    while asked < len(kinds) - 1:
        pattern = later.get(asked + 1)
        if pattern is None:
            pattern = later[asked + 1] = _renumbered(asked + 1)
        match = pattern.match(scan.folded, start)
        if match is None:
            break
        group, end = str(match.lastgroup), match.end()
        if made := kinds[group][0].build(scan, match):
            return made, end
        asked = int(group[1:])
    return [], max(end, start + 1)


@per_extension
def _pattern() -> re.Pattern[str]:
    return compile_kinds(kinds_in_use())


@per_extension
def _later_kinds() -> dict[int, re.Pattern[str]]:
    """The patterns of the kinds from a given one on (`_renumbered`), made when they are first needed."""
    return {}


def _renumbered(first_kind: int) -> re.Pattern[str]:
    """The pattern of the kinds from `first_kind` on, its groups named as in the whole pattern."""
    branches = "|".join(f"(?:{kind.pattern})(?P<k{i}>)" for i, kind in enumerate(kinds_in_use()) if i >= first_kind)
    return re.compile(branches)


class _Spans:
    """Ordered spans, asked with rising offsets."""

    def __init__(self, spans: Sequence[Span]) -> None:
        self._spans = sorted(spans)
        self._at = 0

    def hold(self, offset: int) -> bool:
        """Whether one of the spans holds `offset`."""
        while self._at < len(self._spans) and self._spans[self._at][1] <= offset:
            self._at += 1
        return self._at < len(self._spans) and self._spans[self._at][0] <= offset
