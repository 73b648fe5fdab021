"""The things one can add, each one value with its examples beside it.

⟦ ⟧ in an example marks what is reported; a counterexample is a text in which nothing may be.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from noticeparse.model import Claim

if TYPE_CHECKING:
    from noticeparse.facts import Scan


@dataclass(frozen=True, slots=True)
class NumberStyle:
    """How a number is printed before a part.

    `pattern` is regular-expression source for folded text (half-width punctuation and digits, blanks as spaces),
    matched at the head of a line whose first character is in `first`; its only group is the number, and what it
    matches is the marker. `inline` is the stricter pattern for a marker in the middle of a line, None where such a
    number never stands there. `value` turns the group into the ordinal. `rank` is the place in the usual ladder, 0
    the highest: it only breaks ties, the document's own order comes first. `examples` maps a line to its ordinal.
    """

    name: str
    first: str
    pattern: str
    value: Callable[[str], int]
    rank: float
    examples: Mapping[str, int]
    counterexamples: tuple[str, ...] = ()
    inline: str | None = None


@dataclass(frozen=True, slots=True)
class FactKind:
    """One way a checkable statement is printed.

    `pattern` is regular-expression source for folded text without named groups, linear, and beginning with one of the
    characters of `first`. `build` makes the claims of a candidate; an empty list says the candidate was a look-alike,
    and the scan goes on behind it (or behind the last claim, if that ends later).
    """

    name: str
    first: str
    pattern: str
    build: Callable[[Scan, re.Match[str]], list[Claim]]
    examples: Mapping[str, object] = field(default_factory=dict)
    counterexamples: tuple[str, ...] = ()
