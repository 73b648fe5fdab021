"""What the builders of all kinds share: the scan, its pattern, and where a clause begins and ends."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, field

from noticeparse.entries import FactKind
from noticeparse.model import Claim

CLAUSE_MARKS = ",。;:!?\n【】"
FURTHEST = 60
"""Characters a builder looks back or ahead for the clause; longer ones are cut there: cost stays linear."""
_CLAUSE_MARK = re.compile(f"[{CLAUSE_MARKS}]")


@dataclass(slots=True)
class Scan:
    """What a builder may look at: the text as printed, the text folded (same offsets), the claims so far."""

    text: str
    folded: str
    claims: list[Claim] = field(default_factory=list)
    markers: frozenset[int] = frozenset()  # offsets at which the number of a part begins

    _marks: list[int] | None = None

    def clause_start(self, at: int) -> int:
        """Where the clause that holds `at` begins, at most `FURTHEST` characters back."""
        marks = self._clause_marks()
        index = bisect_left(marks, at)
        return max(marks[index - 1] + 1 if index else 0, at - FURTHEST)

    def clause_end(self, at: int) -> int:
        """Where the clause that holds `at` ends: at its mark, or `FURTHEST` characters on."""
        marks = self._clause_marks()
        index = bisect_left(marks, at)
        return min(marks[index] if index < len(marks) else len(self.folded), at + FURTHEST)

    def _clause_marks(self) -> list[int]:
        if self._marks is None:
            self._marks = [match.start() for match in _CLAUSE_MARK.finditer(self.folded)]
            if "\t" in self.text:  # the cells of a table are clauses; the fold knows no tabs
                tabs = (match.start() for match in re.finditer("\t", self.text))
                self._marks = sorted([*self._marks, *tabs])
        return self._marks


def compile_kinds(kinds: tuple[FactKind, ...]) -> re.Pattern[str]:
    """One pattern for all kinds; the last group that matched names the kind (``k0``, ``k1`` …).

    The naming groups are empty and stand behind their branches, so that the matcher can drop a branch by its
    first character before it enters it.
    """
    first = "".join(sorted(set("".join(kind.first for kind in kinds))))
    branches = "|".join(f"(?:{kind.pattern})(?P<k{i}>)" for i, kind in enumerate(kinds))
    return re.compile(f"(?=[{re.escape(first)}])(?:{branches})")
