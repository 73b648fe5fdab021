"""Compare: notices laid beside each other.

In go two `Notice`s, out comes a `Comparison`: which issues are the same, which only one has, how each stands in both,
what was promised and later reported, which figures of one deed changed, contradict each other or were repeated, totals,
dates. Each statement carries its place and words in both texts. Nothing is judged that the texts do not say: how the
notices stand to each other (`model.Relation`) decides what a difference means (`verdicts`).
"""

from __future__ import annotations

from noticeparse.compare.model import (
    Compared,
    Comparison,
    FigurePair,
    IssuePair,
    LoneIssue,
    Moment,
    OwnDate,
    Promise,
    Relation,
    ShareChange,
    StatusChange,
    TotalPair,
    Verdict,
    Words,
)
from noticeparse.compare.pair import compare_pair
from noticeparse.model import Notice
from noticeparse.stages import make_callable

make_callable(__name__)

__all__ = [
    "Compared",
    "Comparison",
    "FigurePair",
    "IssuePair",
    "LoneIssue",
    "Moment",
    "OwnDate",
    "Promise",
    "Relation",
    "ShareChange",
    "StatusChange",
    "TotalPair",
    "Verdict",
    "Words",
    "compare",
]


def compare(a: Notice, b: Notice, *, relation: Relation | None = None) -> Comparison:
    """Compare two notices: the same bureau's earlier and later one, or those of two bureaus.

    Args:
        a: one notice; of one bureau's two the earlier, unless their dates say otherwise.
        b: the other.
        relation: how they stand to each other, where you know it better than the texts say.

    Returns:
        What they have in common and where they differ. Spans are offsets into ``a.source.text`` and
        ``b.source.text``.

    Raises:
        NoticeparseError: scipy is not installed (extra ``compare``).
    """
    return compare_pair(a, b, relation=relation)
