"""Which tables a parse works with: the package's own, or those with a user's entries added (`noticeparse.extend`).

A table that a user may add to is a function under `per_extension`: it is built once for the package's own entries
and once for each extension in use, and the extension holds what was built for it. The extension in use stands in a
context variable for the duration of a parse, so nothing global changes, threads do not meet, and another parse never
sees it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import wraps
from typing import TYPE_CHECKING, Any, Final, ParamSpec, TypeVar, cast

if TYPE_CHECKING:
    from noticeparse.entries import FactKind, HeadingRole, NumberStyle, Rule, Statement

P = ParamSpec("P")
R = TypeVar("R")


@dataclass(frozen=True, slots=True, eq=False)
class Extension:
    """A user's entries, loaded and checked.

    `records` are those of the word lists, by the list's name in ``noticeparse/data``; a record of a word the list
    already has takes its place. `codebook` has the form of ``codebook.json``.
    """

    records: Mapping[str, tuple[dict[str, Any], ...]] = field(default_factory=dict)
    codebook: Mapping[str, Any] | None = None
    styles: tuple[NumberStyle, ...] = ()
    labels: tuple[str, ...] = ()
    kinds: tuple[FactKind, ...] = ()
    rules: tuple[Rule, ...] = ()
    statements: tuple[Statement, ...] = ()
    heading_roles: tuple[HeadingRole, ...] = ()
    organisations: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """Full name and short names of organs the user knows."""
    entries: tuple[tuple[str, str, Any], ...] = ()
    """Where an entry stands (file and record), its table, and itself, as the example tests want it."""
    made: dict[Any, Any] = field(default_factory=dict, repr=False)
    """The tables built with these entries."""


ACTIVE: Final[ContextVar[Extension | None]] = ContextVar("noticeparse_extension", default=None)
"""The extension of the parse under way, None for the package's own tables."""


def per_extension(build: Callable[P, R]) -> Callable[P, R]:
    """Like `functools.cache`, once for each extension in use; arguments are positional and hashable."""
    plain: dict[Any, R] = {}
    active = ACTIVE.get

    @wraps(build)
    def table(*args: Any) -> R:
        extension = active()
        if extension is None:
            made, key = plain, args
        else:
            made, key = extension.made, (build, args)
        try:
            return made[key]
        except KeyError:
            value = made[key] = cast("Callable[..., R]", build)(*args)
            return value

    return cast("Callable[P, R]", table)
