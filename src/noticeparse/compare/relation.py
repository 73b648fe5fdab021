"""How two notices stand to each other: one notice twice, one bureau at two times, or two bureaus.

Only what both texts say counts. The bureau is the issuer. An inspection is one if its period, its day of feedback or
its round is; where both name such a thing and none agrees, it is another.
"""

from __future__ import annotations

from datetime import date

from noticeparse.compare.model import Relation, Side
from noticeparse.compare.wording import bare
from noticeparse.link.names import same_organ
from noticeparse.model import Notice

_ONE_INSPECTION = 400  # days; the rounds of a place are numbered anew with each term, years apart


def relation_of(a: Notice, b: Notice) -> Relation:
    """What `b` is to `a`, as far as the texts say."""
    if bare(a.source.text) == bare(b.source.text):
        return "same_notice"
    if not a.issuer or not b.issuer:
        return "unknown"
    if not same_organ(a.issuer, b.issuer):
        return "two_bureaus"
    same = same_inspection(a, b)
    if same is None:
        return "same_bureau"
    if not same:
        return "later_inspection"
    return "same_notice" if _told_together(a, b) else "follow_up"


def same_party(relation: Relation) -> bool:
    """Whether both notices are known to be of one bureau."""
    return relation not in ("two_bureaus", "unknown")


def earlier_of(a: Notice, b: Notice, relation: Relation) -> Side | None:
    """Which of one bureau's notices was told first; `a` where their dates do not say."""
    if relation in ("same_notice", "two_bureaus", "unknown"):
        return None
    for ours, theirs in zip(_ages(a), _ages(b), strict=True):
        if ours and theirs and ours != theirs:
            return "a" if ours < theirs else "b"
    return "a"


def same_inspection(a: Notice, b: Notice) -> bool | None:
    """Whether two notices of one bureau answer one inspection; None where they do not say."""
    ours, theirs = a.inspection, b.inspection
    fields = ("started_on", "ended_on", "feedback_on")
    days = [(x, y) for x, y in ((getattr(ours, f), getattr(theirs, f)) for f in fields) if x and y]
    if any(x == y for x, y in days):
        return True
    far = any((gap := days_between(x, y)) is not None and abs(gap) > _ONE_INSPECTION for x, y in days)
    if ours.round and theirs.round:
        return ours.round == theirs.round and not far
    return False if days else None


def days_between(first: str | None, second: str | None) -> int | None:
    """Days from one EDTF day to another; None where one of them names no day."""
    try:
        return (date.fromisoformat(second or "") - date.fromisoformat(first or "")).days
    except ValueError:
        return None


def _told_together(a: Notice, b: Notice) -> bool:
    """Whether the notices were signed, or where one names no such day published, on the same day."""
    known = [x == y for x, y in zip(_ages(a)[:2], _ages(b)[:2], strict=True) if x and y]
    return bool(known) and known[0]


def _ages(notice: Notice) -> tuple[str | None, ...]:
    return notice.signed_on, notice.published_on, notice.inspection.feedback_on, notice.inspection.started_on
