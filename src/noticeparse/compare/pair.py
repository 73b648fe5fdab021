"""Two notices compared."""

from __future__ import annotations

from noticeparse.compare.dates import own_dates, timeline
from noticeparse.compare.figures import figure_pairs
from noticeparse.compare.issues import align, issue_pairs, lone_issues
from noticeparse.compare.model import Compared, Comparison, Relation
from noticeparse.compare.places import Places
from noticeparse.compare.promises import promises
from noticeparse.compare.relation import earlier_of, relation_of
from noticeparse.compare.totals import told_figures, total_pairs
from noticeparse.model import Notice


def compare_pair(a: Notice, b: Notice, *, relation: Relation | None = None) -> Comparison:
    """What `a` and `b` have in common and where they differ; see `noticeparse.compare.compare`."""
    relation = relation or relation_of(a, b)
    earlier = earlier_of(a, b, relation)
    ours, theirs = Places(a), Places(b)
    aligned = align(ours, theirs, relation)
    totals = total_pairs(ours, theirs, relation)
    told = told_figures(ours, totals, "a"), told_figures(theirs, totals, "b")
    across = [list(column) for column in zip(*aligned.likenesses, strict=True)] or [[] for _ in b.issues]
    return Comparison(
        a=_compared(a),
        b=_compared(b),
        relation=relation,
        earlier=earlier,
        floor=aligned.floor,
        issues=issue_pairs(ours, theirs, aligned, earlier),
        only_a=lone_issues(ours, theirs, set(aligned.pairs), aligned.likenesses),
        only_b=lone_issues(theirs, ours, set(aligned.pairs.values()), across),
        promises=promises(ours, theirs, aligned.pairs, earlier),
        figures=figure_pairs(ours, theirs, aligned.pairs, relation, told),
        totals=totals,
        dates=own_dates(ours, theirs, relation),
        timeline=timeline(ours, theirs),
    )


def _compared(notice: Notice) -> Compared:
    return Compared(
        name=notice.source.name,
        sha256=notice.source.sha256,
        title=notice.title,
        issuer=notice.issuer,
        genre=notice.genre,
        signed_on=notice.signed_on,
        published_on=notice.published_on,
        is_notice=notice.is_notice,
        issues=len(notice.issues),
    )
