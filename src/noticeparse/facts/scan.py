"""What the builders of all kinds share: the scan, its pattern, and where a clause begins and ends."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from noticeparse.entries import FactKind
from noticeparse.model import Claim

CLAUSE_MARKS = ",。;:!?\n"
FURTHEST = 60
"""Characters a builder looks back or ahead for the clause; longer clauses are cut there, so cost stays linear."""
_CLAUSE_MARK = re.compile(f"[{CLAUSE_MARKS}]")


@dataclass(slots=True)
class Scan:
    """What a builder may look at: the text as printed, the same text folded (same offsets), the claims so far."""

    text: str
    folded: str
    claims: list[Claim] = field(default_factory=list)
    markers: frozenset[int] = frozenset()  # offsets at which the number of a part begins

    def clause_start(self, at: int) -> int:
        """Where the clause that holds `at` begins."""
        lowest = max(0, at - FURTHEST)
        return max(lowest, *(self.folded.rfind(mark, lowest, at) + 1 for mark in CLAUSE_MARKS))

    def clause_end(self, at: int) -> int:
        """Where the clause that holds `at` ends: at its mark, or `FURTHEST` characters on."""
        mark = _CLAUSE_MARK.search(self.folded, at, at + FURTHEST)
        return mark.start() if mark else min(at + FURTHEST, len(self.folded))


def compile_kinds(kinds: tuple[FactKind, ...]) -> re.Pattern[str]:
    """One pattern for all kinds; the last group that matched names the kind (``k0``, ``k1`` …).

    The naming groups are empty and stand behind their branches, so that the matcher can drop a branch by its first
    character before it enters it.
    """
    first = "".join(sorted(set("".join(kind.first for kind in kinds))))
    branches = "|".join(f"(?:{kind.pattern})(?P<k{i}>)" for i, kind in enumerate(kinds))
    return re.compile(f"(?=[{re.escape(first)}])(?:{branches})")
