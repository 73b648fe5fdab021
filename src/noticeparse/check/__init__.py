"""Check: a notice read as a careful editor of an inspection office would read it.

In goes a `Notice`, out come `Finding`s: what is wrong, where, how bad, and whether the author or the page's extraction
is the likelier cause. Rules yield; the loop completes. Nothing is changed: `fix_plan` writes the certain repairs as
suggestions a person accepts one by one.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from functools import cache
from operator import itemgetter
from typing import Any

from pydantic import TypeAdapter

from noticeparse.check import figures, identity, page, structure, timeline, wording
from noticeparse.check.profiles import Profile, ProfileError, choose_profile, load_profile, profiles
from noticeparse.check.repairs import PlanError, apply, fix_plan
from noticeparse.check.review import Flaw, Review
from noticeparse.check.settings import Settings, load_settings
from noticeparse.collector import collector_paused
from noticeparse.entries import Rule
from noticeparse.errors import NoticeparseError, SettingsError
from noticeparse.model import Finding, Notice
from noticeparse.stages import make_callable
from noticeparse.tables import ACTIVE

make_callable(__name__)

__all__ = [
    "RULES",
    "PlanError",
    "Profile",
    "ProfileError",
    "Rule",
    "RuleError",
    "Settings",
    "SettingsError",
    "apply",
    "check",
    "choose_profile",
    "fix_plan",
    "load_profile",
    "load_settings",
    "profiles",
    "rules",
]

RULES: tuple[Rule, ...] = (
    *structure.RULES,
    *wording.RULES,
    *figures.RULES,
    *timeline.RULES,
    *identity.RULES,
    *page.RULES,
)
"""Every rule, in the order of its code."""


class RuleError(NoticeparseError):
    """A selection that names no rule."""


def check(
    notice: Notice,
    *,
    select: Iterable[str] | None = None,
    ignore: Iterable[str] = (),
    profile: Profile | str | os.PathLike[str] | dict[str, Any] | None = None,
) -> tuple[Finding, ...]:
    """What is wrong with a notice, in text order.

    `select` and `ignore` name rules by code (``N02``), prefix (``N``) or name (``fused-date``); without `select` all
    are run. `profile` is the set of norms it is held against: a name, a JSON file or a dict; without one it is
    chosen by genre and feedback date. The rules about what a notice must hold leave a text alone that is none.

    Raises `RuleError` for a selection that names no rule, `ProfileError` for a profile that is none.
    """
    chosen = rules(select, ignore)
    norms = choose_profile(notice) if profile is None else load_profile(profile)
    with collector_paused():
        return _found(Review(notice, norms), chosen)


def _found(review: Review, chosen: Iterable[Rule]) -> tuple[Finding, ...]:
    """The findings of the rules; a function of its own, so that the review is freed before the collector walks again."""
    records = [record for rule in chosen for record in _run(rule, review)]
    records.sort(key=itemgetter("span", "rule"))
    return _findings().validate_python(records)


@cache
def _findings() -> TypeAdapter[tuple[Finding, ...]]:
    """Makes the findings of a notice in one call, at half the cost of one by one."""
    return TypeAdapter(tuple[Finding, ...])


def rules(select: Iterable[str] | None = None, ignore: Iterable[str] = ()) -> tuple[Rule, ...]:
    """The rules a selection names, in the order of `RULES`. Raises `RuleError` for a code that names none."""
    known, ignore = _rules_in_use(), tuple(ignore)
    if select is None and not ignore:
        return known
    chosen = set(known) if select is None else {rule for code in select for rule in _named(code)}
    dropped = {rule for code in ignore for rule in _named(code)}
    return tuple(rule for rule in known if rule in chosen and rule not in dropped)


def _rules_in_use() -> tuple[Rule, ...]:
    """`RULES` and behind them the user's own (`noticeparse.extend`)."""
    extension = ACTIVE.get()
    return (*RULES, *extension.rules) if extension else RULES


def _named(code: str) -> list[Rule]:
    found = [rule for rule in _rules_in_use() if rule.name == code or (code and rule.code.startswith(code.upper()))]
    if not found:
        raise RuleError(f"no rule {code!r}: give a code (N02), the head of one (N) or a name (fused-date)")
    return found


def _run(rule: Rule, review: Review) -> list[dict[str, Any]]:
    flaws = list(rule.find(review))
    if len(flaws) > rule.at_most:
        first = min(flaws, key=lambda flaw: flaw.span)
        first.message += f" ({len(flaws)} such places in this notice; only the first is shown.)"
        first.zh = first.zh and f"{first.zh}（全文共{len(flaws)}处，只列第一处。）"
        flaws = [first]
    return [_record(rule, review, flaw) for flaw in flaws]


def _record(rule: Rule, review: Review, flaw: Flaw) -> dict[str, Any]:
    """The fields of the finding."""
    part = review.part_at(flaw.span[0])
    return {
        "rule": rule.code,
        "name": rule.name,
        "level": flaw.level or rule.level,
        "message": flaw.message,
        "message_zh": flaw.zh,
        "span": flaw.span,
        "part": part.eid if part else None,
        "suggestion": flaw.suggestion and dict(zip(("text", "span"), flaw.suggestion, strict=True)),
        "origin": flaw.origin,
    }
