"""Issues aligned by meaning.

How alike two issues are, 0 to 1, is gathered from four things, none of which knows a list of synonyms:

* the words that state them (`wording.stated_pieces`), and how many of them are found in the other's whole text, for
  a problem named 公车 in one heading and 公务用车 in the other is told of in the same words below;
* their topics in the code book;
* what is told of them: issues answered in nearly the same sentences are one issue, however their headings differ;
* the long numbers told of both.

Of all pairs those are taken whose likeness is greatest in sum (`assign`), none below a floor. The floor is lower where
both notices answer one inspection, since then most issues of one are expected in the other; between two bureaus words
must agree more before a shared fault is claimed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from noticeparse.compare.assignment import assign
from noticeparse.compare.model import Direction, IssuePair, LoneIssue, Relation, Side, StatusChange
from noticeparse.compare.places import Places
from noticeparse.compare.relation import same_party
from noticeparse.compare.wording import Weighed, Weights, long_numbers, pieces, stated_pieces
from noticeparse.model import Issue, Status

FLOOR = 0.22
"""Least likeness of a pair within one bureau."""
FLOOR_ACROSS = 0.4
"""Least likeness of a pair of two bureaus. Of the 10,659 pairs of issues of 16 different sample notices 26 reach it, and
nearly all name one fault."""
_STATED, _FOUND, _TOPIC = 0.65, 0.25, 0.1
_TOLD_ALIKE = 0.3  # notices of one kind have so much wording in common whatever they tell
_NUMBERS = 0.5  # what numbers alone can bring
_LADDER: dict[Status, int] = {"not_done": 0, "ongoing": 1, "mostly_done": 2, "done": 3}
_SHARED = re.compile(r"[\u4e00-\u9fff0-9A-Za-z]{2,}")


@dataclass(frozen=True, slots=True)
class Stated:
    """An issue with what is told of it, weighed: `statement` and `quote` are its own words, `whole` all of them."""

    statement: Weighed
    quote: Weighed
    answer: Weighed
    whole: Weighed
    numbers: frozenset[str]
    topics: dict[str, float]


@dataclass(frozen=True)
class Aligned:
    """Issues of two notices: `pairs` maps places in `a.issues` to places in `b.issues`."""

    likenesses: list[list[float]]
    pairs: dict[int, int]
    floor: float


def align(a: Places, b: Places, relation: Relation) -> Aligned:
    """Pair the issues of two notices."""
    floor = FLOOR if same_party(relation) else FLOOR_ACROSS
    texts_a, texts_b = list(_texts(a)), list(_texts(b))
    stating = Weights(stated_pieces(quote) for quote, _ in (*texts_a, *texts_b))
    telling = Weights(pieces(quote) + pieces(told) for quote, told in (*texts_a, *texts_b))
    ours, theirs = (
        [_stated(issue, told, stating, telling) for issue, (_, told) in zip(side.notice.issues, texts, strict=True)]
        for side, texts in ((a, texts_a), (b, texts_b))
    )
    likenesses = [[_likeness(one, other) for other in theirs] for one in ours]
    return Aligned(likenesses, assign(likenesses, floor), floor)


def _texts(places: Places) -> Iterator[tuple[str, str]]:
    """The words that state each issue, and what is told of it up to the next one."""
    for issue, (_, end) in zip(places.notice.issues, places.extents, strict=True):
        yield issue.quote, places.text[issue.span[1] : max(end, issue.span[1])]


def _stated(issue: Issue, told: str, stating: Weights, telling: Weights) -> Stated:
    quote, answer = pieces(issue.quote), pieces(told)
    return Stated(
        statement=stating.weigh(stated_pieces(issue.quote)),
        quote=telling.weigh(quote),
        answer=telling.weigh(answer),
        whole=telling.weigh(quote + answer),
        numbers=long_numbers(f"{issue.quote} {told}"),
        topics={topic.code: topic.score for topic in issue.topics},
    )


def _likeness(one: Stated, other: Stated) -> float:
    words = one.statement.alike(other.statement)
    found = (one.quote.held_by(other.whole) + other.quote.held_by(one.whole)) / 2
    topic = sum(min(score, other.topics.get(code, 0.0)) for code, score in one.topics.items())
    told = max(0.0, one.answer.alike(other.answer) - _TOLD_ALIKE) / (1 - _TOLD_ALIKE)
    numbers = _NUMBERS * _share(one.numbers, other.numbers)
    stating = _STATED * words + _FOUND * found + _TOPIC * min(1.0, topic)
    return 1 - (1 - stating) * (1 - told) * (1 - numbers)


def _share(ours: frozenset[str], theirs: frozenset[str]) -> float:
    """The share of long numbers both have, of the fewer; one alone may be chance and counts a third."""
    both = len(ours & theirs)
    return both / max(3, min(len(ours), len(theirs))) if both else 0.0


# ------------------------------------------------------------------ what is said of them


def issue_pairs(a: Places, b: Places, aligned: Aligned, earlier: Side | None) -> tuple[IssuePair, ...]:
    """The paired issues in the order of `a`, each with how it stands in both."""
    made = []
    for n, m in sorted(aligned.pairs.items()):
        ours, theirs = a.notice.issues[n], b.notice.issues[m]
        codes = {topic.code for topic in theirs.topics}
        made.append(
            IssuePair(
                a=a.words(ours.span),
                b=b.words(theirs.span),
                likeness=round(aligned.likenesses[n][m], 3),
                topics=tuple(topic.code for topic in ours.topics if topic.code in codes),
                shared=_shared(ours.quote, theirs.quote),
                status=_status_change(a, b, ours, theirs, earlier),
            )
        )
    return tuple(made)


def lone_issues(ours: Places, theirs: Places, paired: set[int], likenesses: Sequence[Sequence[float]]) -> tuple[LoneIssue, ...]:
    """The issues of `ours` outside `paired`; `likenesses` has a row for each of them."""
    return tuple(
        _lone(ours, theirs, issue, likenesses[n])
        for n, issue in enumerate(ours.notice.issues)
        if n not in paired
    )


def _lone(ours: Places, theirs: Places, issue: Issue, row: Sequence[float]) -> LoneIssue:
    nearest = max(range(len(row)), key=row.__getitem__, default=None)
    words = ours.words(issue.span)
    if nearest is None or row[nearest] < FLOOR:
        return LoneIssue(words=words, status=issue.status)
    near = theirs.words(theirs.notice.issues[nearest].span)
    return LoneIssue(words=words, status=issue.status, nearest=near, likeness=round(row[nearest], 3))


def _status_change(a: Places, b: Places, ours: Issue, theirs: Issue, earlier: Side | None) -> StatusChange:
    return StatusChange(
        a=ours.status,
        b=theirs.status,
        words_a=a.words(ours.status_span) if ours.status_span else None,
        words_b=b.words(theirs.status_span) if theirs.status_span else None,
        direction=_direction(ours.status, theirs.status, earlier),
    )


def _direction(ours: Status | None, theirs: Status | None, earlier: Side | None) -> Direction | None:
    if ours is None or theirs is None:
        return None
    if ours == theirs:
        return "same"
    if earlier is None or ours not in _LADDER or theirs not in _LADDER:
        return None
    rising = (_LADDER[theirs] > _LADDER[ours]) == (earlier == "a")
    return "forward" if rising else "back"


def _shared(ours: str, theirs: str) -> tuple[str, ...]:
    """The longest stretches of `ours` that `theirs` has too, from the left."""
    found, at = [], 0
    while at < len(ours):
        end = at
        while end < len(ours) and ours[at : end + 1] in theirs:
            end += 1
        found += _SHARED.findall(ours[at:end])
        at = max(end, at + 1)
    return tuple(dict.fromkeys(found))
