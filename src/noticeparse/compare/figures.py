"""Figures of one deed found in both notices.

Two figures tell of one deed if they are of one kind and unit and the words before, behind and around them are alike,
numbers aside; figures under issues that are no pair must stand in nearly the same words. The pairing is the best over
all pairs of a unit (`assign`). What the two values are to each other is said by `verdicts`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from noticeparse.compare.assignment import assign
from noticeparse.compare.model import FigurePair, Relation
from noticeparse.compare.places import Places
from noticeparse.compare.verdicts import Told, fed_back, verdict
from noticeparse.compare.wording import Weighed, Weights, masked, pieces
from noticeparse.model import CountFact, DurationFact, MoneyFact, RankFact, RateFact, Span

Weigh = Callable[[str], Weighed]
Figure = CountFact | MoneyFact | RateFact | RankFact | DurationFact

FLOOR = 0.55
"""Least likeness of the words around two figures of one deed."""
_BEFORE, _BEHIND = 10, 6  # code points next to the figure, blanks and punctuation aside
_OF_BEFORE, _OF_BEHIND, _OF_SENTENCE, _OF_COUNTED = 0.35, 0.15, 0.2, 0.3
_ELSEWHERE = 0.6  # a figure under another issue: only nearly the same words lift it above the floor
_SAME_VALUE, _SAME_ORDER = 0.02, 0.01  # decide between figures in equal words
_PERSONS = frozenset("人名位")


@dataclass(frozen=True)
class Placed:
    """A figure with the words around it."""

    fact: Figure
    issue: int | None
    """Which of its notice's issues it is told under."""
    order: float
    """Where it stands among the notice's figures, 0 to 1."""
    before: str
    behind: str
    sentence: str
    counted: str
    dates: frozenset[str]
    """EDTF of the days and periods the figure is told of."""
    fed_back: bool


def placed_figures(places: Places) -> list[Placed]:
    """The figures of a notice that have a value, in text order."""
    facts = [
        fact
        for fact in places.notice.facts
        if isinstance(fact, CountFact | MoneyFact | RateFact | RankFact | DurationFact) and fact.value is not None
    ]
    return [_placed(places, fact, n / max(1, len(facts) - 1)) for n, fact in enumerate(facts)]


def _placed(places: Places, fact: Figure, order: float) -> Placed:
    start, end = places.sentence(fact.span)
    counted = None if isinstance(fact, RankFact) else fact.counted
    return Placed(
        fact=fact,
        issue=places.issue_at(fact.span[0]),
        order=order,
        before=masked(places.text[start : fact.span[0]])[-_BEFORE:],
        behind=masked(places.text[fact.span[1] : end])[:_BEHIND],
        sentence=places.text[start:end],
        counted=counted.text if counted else "",
        dates=places.dates_of(fact.span),
        fed_back=fed_back(places.notice.source.folded[start : fact.span[0]]),
    )


# ------------------------------------------------------------------ which figures tell of one deed


def figure_pairs(a: Places, b: Places, issues: Mapping[int, int], relation: Relation, told: tuple[set[Span], set[Span]]) -> tuple[FigurePair, ...]:
    """The figures both notices tell, in the order of `a`.

    Args:
        a: the one notice.
        b: the other.
        issues: which issues are one, as places in the notices' lists.
        relation: how the notices stand to each other.
        told: spans of figures that are compared elsewhere, of `a` and of `b`.
    """
    ours = [figure for figure in placed_figures(a) if figure.fact.span not in told[0]]
    theirs = [figure for figure in placed_figures(b) if figure.fact.span not in told[1]]
    weights = Weights(pieces(figure.sentence) for figure in (*ours, *theirs))
    weigh = cache(lambda words: weights.weigh(pieces(words)))
    found = [
        _pair(a, b, one, other, likeness, relation)
        for one, other, likeness in _one_deed(ours, theirs, issues, weigh)
    ]
    return tuple(sorted(found, key=lambda pair: pair.a.span))


def _one_deed(
    ours: Sequence[Placed], theirs: Sequence[Placed], issues: Mapping[int, int], weigh: Weigh
) -> Iterator[tuple[Placed, Placed, float]]:
    others = _by_unit(theirs)
    for unit, group in _by_unit(ours).items():
        against = others.get(unit, [])
        likenesses = [[_likeness(one, other, issues, weigh) for other in against] for one in group]
        for n, m in assign(likenesses, FLOOR).items():
            yield group[n], against[m], likenesses[n][m]


def _by_unit(figures: Iterable[Placed]) -> dict[tuple[str, str], list[Placed]]:
    groups: dict[tuple[str, str], list[Placed]] = defaultdict(list)
    for figure in figures:
        unit = figure.fact.unit or ""
        groups[figure.fact.kind, "人" if unit in _PERSONS else unit].append(figure)
    return groups


def _likeness(one: Placed, other: Placed, issues: Mapping[int, int], weigh: Weigh) -> float:
    words = (
        _OF_BEFORE * _alike(weigh(one.before), weigh(other.before))
        + _OF_BEHIND * _alike(weigh(one.behind), weigh(other.behind))
        + _OF_SENTENCE * _alike(weigh(one.sentence), weigh(other.sentence))
        + _OF_COUNTED * _alike(weigh(one.counted), weigh(other.counted))
    )
    apart = one.issue != other.issue if one.issue is None or other.issue is None else issues.get(one.issue) != other.issue
    nudge = _SAME_VALUE * (one.fact.value == other.fact.value) - _SAME_ORDER * abs(one.order - other.order)
    return max(0.0, words * (_ELSEWHERE if apart else 1.0) + nudge)


def _alike(ours: Weighed, theirs: Weighed) -> float:
    """Likeness of two stretches of words; nothing is like nothing."""
    return ours.alike(theirs) if ours.sum or theirs.sum else 1.0


# ------------------------------------------------------------------ what is said of them


def _pair(a: Places, b: Places, one: Placed, other: Placed, likeness: float, relation: Relation) -> FigurePair:
    ours, theirs = one.fact, other.fact
    assert ours.value is not None and theirs.value is not None
    counted = None if isinstance(ours, RankFact) else ours.counted
    return FigurePair(
        kind=ours.kind,
        verdict=verdict(_told(one), _told(other), relation),
        a=a.words(ours.span),
        b=b.words(theirs.span),
        value_a=ours.value,
        value_b=theirs.value,
        unit=ours.unit,
        counted=counted.text if counted else None,
        around_a=a.around(ours.span),
        around_b=b.around(theirs.span),
        issue_a=a.notice.issues[one.issue].part if one.issue is not None else None,
        issue_b=b.notice.issues[other.issue].part if other.issue is not None else None,
        dates=tuple(sorted(one.dates & other.dates)),
        likeness=round(min(likeness, 1.0), 3),
    )


def _told(figure: Placed) -> Told:
    fact = figure.fact
    return Told(
        value=fact.value or 0,
        dates=figure.dates,
        bound=None if isinstance(fact, RankFact) else fact.bound,
        readings=fact.readings,
        damaged=fact.origin == "repaired",
        fed_back=figure.fed_back,
    )
