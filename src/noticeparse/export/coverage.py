"""Hold a notice against a list of issues: which the notice leaves out, which it has beyond the list.

Issues are paired by the likeness of their words: Dice's coefficient over the multisets of character bigrams (Dice 1945),
letters and Han characters only, the frame 关于…的问题 and leading numbers taken off. Where one text is much longer (a list
often goes on with what was found), the share of the shorter one's bigrams that the longer has, times `CONTAINED`, counts if
it is more. The pairing is the assignment of greatest total likeness over all pairs, not a greedy one; a pair below
`THRESHOLD` is none.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import Literal

from noticeparse.compare.assignment import assign
from noticeparse.errors import UnreadableError
from noticeparse.export.read_ledger import Ledger, LedgerIssue
from noticeparse.model import Issue, Notice, Value

THRESHOLD = 0.4
"""Of the 11,935 pairs among 155 different issues (samples, held-back notices, reference notice A) 32 reach it; many of
these name the same fault of two bureaus."""
CONTAINED = 0.9
_SHORTEST = 6  # bigrams a text must have to count as contained in a longer one
_FRAME = re.compile(
    r"^\s*(?:(?:[((]?[一二三四五六七八九十百\d]+[))、..]+|[①-⑳]|[一二三四五六七八九十]+是|第[一二三四五六七八九十]+[,,、])\s*)*(?:关于|针对|对)?"
)
_TAIL = re.compile(r"(?:方面)?(?:的)?(?:问题|情况)?(?:的)?(?:整改情况|整改)?[。;;\s]*$")
_SIGN = re.compile(r"[^0-9a-z\u3007\u4e00-\u9fff]+")


class Pair(Value):
    """An issue of the list and the issue of the notice that answers it; `likeness` from `THRESHOLD` to 1."""

    listed: LedgerIssue
    part: str
    """The eid of the notice's issue."""
    quote: str
    likeness: float


class Missing(Value):
    """An issue of the list that the notice does not answer, with the nearest one it has."""

    listed: LedgerIssue
    nearest: str | None = None
    likeness: float = 0.0


class Coverage(Value):
    """What a notice and a list of issues have in common."""

    notice: str
    ledger: str
    pairs: tuple[Pair, ...]
    left_out: tuple[Missing, ...]
    """Listed, but not in the notice."""
    not_listed: tuple[Issue, ...]
    """In the notice, but not listed."""
    threshold: float = THRESHOLD
    measure: Literal["character-bigram Dice or containment"] = "character-bigram Dice or containment"

    @property
    def complete(self) -> bool:
        """Whether every listed issue is in the notice."""
        return not self.left_out


def coverage(notice: Notice, ledger: Ledger, *, threshold: float = THRESHOLD) -> Coverage:
    """Compare the issues of `notice` with those `ledger` lists. Of a ledger of several units only the issues of the
    notice's own unit count, where its name can be told.

    A listed issue the notice leaves out need not be a fault: offices may withhold some from the public text.

    Raises:
        UnreadableError: the ledger has measures but lists no issue.
        ValueError: `threshold` is not in (0, 1].
        NoticeparseError: scipy is not installed (extra ``compare``).
    """
    if not 0 < threshold <= 1:
        raise ValueError(f"threshold must be above 0 and at most 1, not {threshold}")
    listed = _of_unit(ledger.issues, notice)
    if not listed:
        raise UnreadableError(ledger.name, "lists no issue (no filled column such as 反馈问题, 具体问题)")
    issues = notice.issues
    left = [_bigrams(issue.quote) for issue in listed]
    right = [_bigrams(issue.quote) for issue in issues]
    likenesses = [[_likeness(a, b) for b in right] for a in left]
    paired = assign(likenesses, threshold)
    return Coverage(
        notice=notice.source.name,
        ledger=ledger.name,
        pairs=tuple(
            Pair(listed=listed[n], part=issues[m].part, quote=issues[m].quote, likeness=round(likenesses[n][m], 3))
            for n, m in sorted(paired.items())
        ),
        left_out=tuple(
            _missing(listed[n], likenesses[n], issues) for n in range(len(listed)) if n not in paired
        ),
        not_listed=tuple(issue for m, issue in enumerate(issues) if m not in paired.values()),
        threshold=threshold,
    )


def likeness(first: str, second: str) -> float:
    """How alike two statements of an issue are, 0 to 1."""
    return _likeness(_bigrams(first), _bigrams(second))


def _missing(listed: LedgerIssue, row: list[float], issues: tuple[Issue, ...]) -> Missing:
    nearest = max(range(len(row)), key=row.__getitem__, default=None)
    if nearest is None or row[nearest] == 0:
        return Missing(listed=listed)
    return Missing(listed=listed, nearest=issues[nearest].part, likeness=round(row[nearest], 3))


def _of_unit(listed: tuple[LedgerIssue, ...], notice: Notice) -> tuple[LedgerIssue, ...]:
    ours = [_SIGN.sub("", name) for name in (notice.issuer, *notice.signatories, notice.title) if name]
    own = [
        issue
        for issue in listed
        if issue.unit and any((unit := _SIGN.sub("", issue.unit)) and (unit in name or name in unit) for name in ours)
    ]
    return tuple(own) or listed


def _bigrams(words: str) -> Counter[str]:
    from noticeparse.outline.lines import fold

    folded = fold(words).lower().replace("\n", "")
    bare = _SIGN.sub("", _TAIL.sub("", _FRAME.sub("", folded))) or _SIGN.sub("", folded)
    return Counter(bare[n : n + 2] for n in range(max(1, len(bare) - 1))) if bare else Counter()


def _likeness(first: Counter[str], second: Counter[str]) -> float:
    common = (first & second).total()
    if not common:
        return 0.0
    shorter, both = min(first.total(), second.total()), first.total() + second.total()
    contained = CONTAINED * common / shorter if shorter >= _SHORTEST else 0.0
    return max(2 * common / both, contained)
