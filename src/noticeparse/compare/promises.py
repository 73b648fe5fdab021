"""Measures planned in the earlier notice, and what the later one says of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from noticeparse.compare.assignment import assign
from noticeparse.compare.model import Promise, Side
from noticeparse.compare.places import Places
from noticeparse.compare.wording import Pieces, Weighed, Weights, pieces
from noticeparse.model import Measure, Span

FLOOR = 0.42
"""Least likeness of a plan and a report."""
_SAME_DOCUMENT = 0.35  # both name a document of one title
_SAME_ISSUE = 0.1  # they stand under issues that are one
_LONGEST = 400  # code points of a measure that are read


@dataclass(frozen=True)
class Deed:
    """A measure with its words."""

    measure: Measure
    span: Span
    words: Pieces
    documents: frozenset[str]
    issue: int | None


def promises(a: Places, b: Places, issues: Mapping[int, int], earlier: Side | None) -> tuple[Promise, ...]:
    """What became of each measure the earlier notice plans; none where neither is the earlier one.

    A plan is matched with the report that tells most of what it announces, all plans at once (`assign`); one that the
    later notice announces again is not kept, one it does not speak of may still have been kept.
    """
    if earlier is None:
        return ()
    first, second = (a, b) if earlier == "a" else (b, a)
    same = issues if earlier == "a" else {m: n for n, m in issues.items()}
    plans = [deed for deed in deeds(first) if deed.measure.planned]
    reports = deeds(second)
    weights = Weights(deed.words for deed in (*plans, *reports))
    weighed = [weights.weigh(report.words) for report in reports]
    likenesses = [
        [_likeness(plan, report, same, weights.weigh(plan.words), words) for report, words in zip(reports, weighed, strict=True)]
        for plan in plans
    ]
    found = assign(likenesses, FLOOR)
    return tuple(
        _promise(first, second, plan, reports[found[n]] if n in found else None, likenesses[n][found[n]] if n in found else 0.0, earlier)
        for n, plan in enumerate(plans)
    )


def deeds(places: Places) -> list[Deed]:
    """The measures of a notice that have a part, with their words."""
    return [_deed(places, measure, part.span) for measure in places.notice.measures if (part := places.part(measure.part))]


def _deed(places: Places, measure: Measure, span: Span) -> Deed:
    start, end = span
    end = min(end, start + _LONGEST)
    titles = (f.value for f in places.notice.facts if f.kind == "document" and start <= f.span[0] < end)
    return Deed(measure, (start, end), pieces(places.text[start:end]), frozenset(titles), places.issue_at(start))


def _likeness(plan: Deed, report: Deed, issues: Mapping[int, int], planned: Weighed, told: Weighed) -> float:
    words = max(planned.alike(told), 0.9 * planned.held_by(told))
    document = _SAME_DOCUMENT * bool(plan.documents & report.documents)
    issue = _SAME_ISSUE * (plan.issue is not None and issues.get(plan.issue) == report.issue)
    return min(1.0, words + document + issue)


def _promise(first: Places, second: Places, plan: Deed, report: Deed | None, likeness: float, earlier: Side) -> Promise:
    promised = first.words(_trimmed(first.text, plan.span))
    if report is None:
        return Promise(state="not_mentioned", promised_in=earlier, promised=promised)
    return Promise(
        state="planned_again" if report.measure.planned else "kept",
        promised_in=earlier,
        promised=promised,
        reported=second.words(_trimmed(second.text, report.span)),
        status=report.measure.status,
        likeness=round(likeness, 3),
    )


def _trimmed(text: str, span: Span) -> Span:
    start, end = span
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end
