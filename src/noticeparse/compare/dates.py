"""When: the notices' own dates beside each other, and what each dates in one timeline."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import get_args

from noticeparse.compare.assignment import assign
from noticeparse.compare.model import Moment, OwnDate, OwnField, Relation, Verdict
from noticeparse.compare.places import Places
from noticeparse.compare.relation import days_between, same_party
from noticeparse.compare.wording import Weights, pieces
from noticeparse.model import Notice
from noticeparse.timeline import Event, events, sort_key

FLOOR = 0.3
"""Least likeness of the words around one date, for both to tell of one event."""
_OF_THE_INSPECTION = "inspection."


def own_dates(a: Places, b: Places, relation: Relation) -> tuple[OwnDate, ...]:
    """The dates of inspection, feedback, signature and publication that at least one notice tells."""
    return tuple(_own_date(a, b, field, relation) for field in get_args(OwnField) if _value(a.notice, field) or _value(b.notice, field))


def _own_date(a: Places, b: Places, field: OwnField, relation: Relation) -> OwnDate:
    ours, theirs = _value(a.notice, field), _value(b.notice, field)
    spans = a.notice.spans.get(field), b.notice.spans.get(field)
    return OwnDate(
        field=field,
        a=ours,
        b=theirs,
        words_a=a.words(spans[0]) if spans[0] else None,
        words_b=b.words(spans[1]) if spans[1] else None,
        days=days_between(ours, theirs),
        verdict=_verdict(field, ours, theirs, relation),
    )


def _value(notice: Notice, field: str) -> str | None:
    owner = notice.inspection if field.startswith(_OF_THE_INSPECTION) else notice
    value: str | None = getattr(owner, field.rpartition(".")[2])
    return value


def _verdict(field: str, ours: str | None, theirs: str | None, relation: Relation) -> Verdict | None:
    """An inspection has one period and one day of feedback, whoever tells of it; a notice printed again has a new date."""
    if not ours or not theirs:
        return None
    if ours == theirs:
        return "repeated"
    if ours.startswith(theirs) or theirs.startswith(ours):
        return "restated"  # 2024-06 and 2024-06-27
    if not same_party(relation):
        return "differs"
    one_inspection = relation in ("same_notice", "follow_up")
    return "contradicted" if one_inspection and field.startswith(_OF_THE_INSPECTION) else "changed"


# ------------------------------------------------------------------ the timeline


def timeline(a: Places, b: Places) -> tuple[Moment, ...]:
    """Everything dated, earliest first; what both tell of one date in like words is one moment."""
    ours, theirs = events(a.notice), events(b.notice)
    weights = Weights(pieces(words) for words in (*_around(a, ours), *_around(b, theirs)))
    moments = [_moment(a, b, one, other) for one, other in _together(a, b, ours, theirs, weights)]
    return tuple(sorted(moments, key=lambda moment: sort_key(moment.edtf)))


def _moment(a: Places, b: Places, one: Event | None, other: Event | None) -> Moment:
    told = [event for event in (one, other) if event]
    return Moment(
        edtf=told[0].edtf,
        a=a.words(one.date_span) if one else None,
        b=b.words(other.date_span) if other else None,
        around_a=a.words(one.words) if one else None,
        around_b=b.words(other.words) if other else None,
        fields=tuple(dict.fromkeys(event.field for event in told if event.field)),
    )


def _together(
    a: Places, b: Places, ours: Sequence[Event], theirs: Sequence[Event], weights: Weights
) -> list[tuple[Event | None, Event | None]]:
    """Which events are one; those of one notice alone have None on the other side."""
    by_date: dict[str, list[int]] = defaultdict(list)
    for m, event in enumerate(theirs):
        by_date[event.edtf].append(m)
    words_a, words_b = ([weights.weigh(pieces(words)) for words in _around(side, told)] for side, told in ((a, ours), (b, theirs)))
    found: dict[int, int] = {}
    for edtf in dict.fromkeys(event.edtf for event in ours):
        rows = [n for n, event in enumerate(ours) if event.edtf == edtf]
        columns = by_date.get(edtf, [])
        alike = [[_alike(ours[n], theirs[m], words_a[n].alike(words_b[m])) for m in columns] for n in rows]
        found |= {rows[n]: columns[m] for n, m in assign(alike, FLOOR).items()}
    both = [(event, theirs[found[n]] if n in found else None) for n, event in enumerate(ours)]
    return [*both, *((None, event) for m, event in enumerate(theirs) if m not in set(found.values()))]


def _alike(one: Event, other: Event, words: float) -> float:
    return 1.0 if one.field and one.field == other.field else words


def _around(places: Places, told: Sequence[Event]) -> list[str]:
    return [places.text[slice(*event.words)] for event in told]
