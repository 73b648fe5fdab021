"""The dated events of a notice in the order they happened."""

from __future__ import annotations

import re
from dataclasses import dataclass

from noticeparse.model import DateFact, Notice, PeriodFact, Span

_DAY = re.compile(r"\d{4}(?:-\d\d(?:-\d\d)?)?")
_CLAUSE_END = frozenset("。;;!?!?\n")
_LONGEST = 42  # code points of the words beside a date


@dataclass(frozen=True, slots=True, order=True)
class Event:
    """Something dated: when (EDTF), the words around the date, and which field of the notice it is, if one."""

    sort: str
    edtf: str
    date_span: Span
    words: Span
    field: str | None = None
    ref: str = ""


def events(notice: Notice) -> list[Event]:
    """Every date and period of the notice that has a value, earliest first; dates inside titles in 《》 are names."""
    titles = [fact.span for fact in notice.facts if fact.kind == "document"]
    fields = _fields(notice)
    made = []
    for n, fact in enumerate(notice.facts):
        if not isinstance(fact, DateFact | PeriodFact) or not fact.edtf or _inside(fact.span, titles):
            continue
        if key := sort_key(fact.edtf):
            words = _clause(notice.source.text, fact.span)
            made.append(Event(key, fact.edtf, fact.span, words, _field(fact.span, fields), f"k{n}"))
    return sorted(made)


def sort_key(edtf: str) -> str:
    """The first day, month or year that `edtf` names, "" where it names none: ``../2024-12`` sorts by its end."""
    found = _DAY.search(edtf)
    return found[0] if found else ""


def _fields(notice: Notice) -> list[tuple[str, Span]]:
    dated = ("inspection.started_on", "inspection.ended_on", "inspection.feedback_on", "signed_on", "published_on")
    return [(name, notice.spans[name]) for name in dated if name in notice.spans]


def _field(span: Span, fields: list[tuple[str, Span]]) -> str | None:
    for name, (start, end) in fields:
        if start < span[1] and span[0] < end:
            return "inspection" if name in ("inspection.started_on", "inspection.ended_on") else name.rpartition(".")[2]
    return None


def _inside(span: Span, others: list[Span]) -> bool:
    return any(start <= span[0] and span[1] <= end for start, end in others)


def _clause(text: str, span: Span) -> Span:
    """The sentence that holds `span`, cut to what one can read at a glance."""
    start, end = span
    while start > 0 and span[0] - start < _LONGEST // 3 and text[start - 1] not in _CLAUSE_END:
        start -= 1
    while end < len(text) and end - start < _LONGEST and text[end] not in _CLAUSE_END:
        end += 1
    return start, end
