"""The facts stage: folded text in, typed claims with spans out.

One compiled alternation behind a first-character lookahead walks the text once and finds the candidates of every
kind in `KINDS`; the kind's own builder looks at the surroundings and makes claims, or none for a look-alike.
What needs the rest of the document (a missing year, 当日, a damaged date) is left in ``Claim.pending`` and settled
by `noticeparse.link.settle`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from noticeparse.entries import FactKind
from noticeparse.model import Claim


@dataclass(slots=True)
class Scan:
    """What a builder may look at: the text as printed, the same text folded (same offsets), the claims so far."""

    text: str
    folded: str
    claims: list[Claim] = field(default_factory=list)
    markers: frozenset[int] = frozenset()  # offsets at which the number of a part begins


def compile_kinds(kinds: tuple[FactKind, ...]) -> re.Pattern[str]:
    """One pattern for all kinds; the group that matched names the kind (``k0``, ``k1`` …)."""
    first = "".join(sorted(set("".join(kind.first for kind in kinds))))
    branches = "|".join(f"(?P<k{i}>{kind.pattern})" for i, kind in enumerate(kinds))
    return re.compile(f"(?=[{re.escape(first)}])(?:{branches})")
