"""Totals of both notices: how many there were, and how they stand."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from noticeparse.compare.assignment import assign
from noticeparse.compare.model import GRAVEST_FIRST, Relation, ShareChange, TotalPair, Verdict
from noticeparse.compare.places import Places
from noticeparse.compare.verdicts import Told, fed_back, verdict
from noticeparse.compare.wording import Weights, pieces
from noticeparse.model import Span, Total

FLOOR = 0.55
"""Least likeness of two totals; one noun alone is not enough, and without it nothing is."""
_NOUN, _CUT, _WORDS = 0.5, 0.2, 0.3


def total_pairs(a: Places, b: Places, relation: Relation) -> tuple[TotalPair, ...]:
    """The totals both notices state, in the order of `a`."""
    ours, theirs = a.notice.totals, b.notice.totals
    weights = Weights(pieces(total.text) for total in (*ours, *theirs))
    likenesses = [[_likeness(one, other, weights) for other in theirs] for one in ours]
    return tuple(_pair(a, b, ours[n], theirs[m], relation) for n, m in sorted(assign(likenesses, FLOOR).items()))


def _likeness(one: Total, other: Total, weights: Weights) -> float:
    """How likely two statements count the same things: one noun, cut the same way, in like words."""
    if one.noun != other.noun:
        return 0.0
    cuts = set(one.parts) | set(other.parts)
    cut = len(set(one.parts) & set(other.parts)) / len(cuts) if cuts else 1.0
    words = weights.weigh(pieces(one.text)).alike(weights.weigh(pieces(other.text)))
    return _NOUN + _CUT * cut + _WORDS * words


def _pair(a: Places, b: Places, one: Total, other: Total, relation: Relation) -> TotalPair:
    numbers = tuple(_numbers(one, other))
    told = [_told(a, one), _told(b, other)]
    return TotalPair(
        noun=one.noun,
        verdict=_verdict(numbers, told, relation),
        a=a.words(one.span),
        b=b.words(other.span),
        numbers=numbers,
    )


def _numbers(one: Total, other: Total) -> Iterator[ShareChange]:
    keys = dict.fromkeys([*one.parts, *other.parts])
    rows = [("total", one.total, other.total)]
    rows += [(key, one.parts.get(key), other.parts.get(key)) for key in keys]
    rows += [("rate", one.rate, other.rate)]
    yield from (ShareChange(key=key, a=ours, b=theirs) for key, ours, theirs in rows if ours is not None or theirs is not None)


def _verdict(numbers: Sequence[ShareChange], told: Sequence[Told], relation: Relation) -> Verdict:
    """The gravest of what its numbers are to each other; only the whole is what the inspection fed back."""
    found = set()
    for number in numbers:
        if number.a is None or number.b is None:
            continue
        whole = number.key == "total"
        ours, theirs = (
            Told(value, dates=one.dates, fed_back=one.fed_back and whole)
            for value, one in zip((number.a, number.b), told, strict=True)
        )
        found.add(verdict(ours, theirs, relation))
    return next((gravest for gravest in GRAVEST_FIRST if gravest in found), "restated")


def _told(places: Places, total: Total) -> Told:
    start, _ = places.sentence(total.span)
    folded = places.notice.source.folded
    opening = folded[start : total.span[0]] + total.text
    digits = next((n for n, sign in enumerate(opening) if sign.isdigit()), len(opening))
    return Told(total.total or 0, dates=places.dates_of(total.span), fed_back=fed_back(opening[:digits]))


def told_figures(places: Places, pairs: Sequence[TotalPair], side: str) -> set[Span]:
    """The spans of the figures that `pairs` already compare."""
    told = set()
    for pair in pairs:
        words = pair.a if side == "a" else pair.b
        values = {number.a if side == "a" else number.b for number in pair.numbers}
        told |= {
            fact.span
            for fact in places.notice.facts
            if words.span[0] <= fact.span[0] and fact.span[1] <= words.span[1] and fact.value in values
        }
    return told
