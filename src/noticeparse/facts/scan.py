"""What the builders of all kinds share: the scan, its word lists, and where a clause begins and ends."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from noticeparse.facts.lexicon import WordLists, word_lists
from noticeparse.model import Claim, Span

CLAUSE_MARKS: Final = ",。;:!?\n【】"
FURTHEST: Final = 60
"""Characters a builder looks back or ahead for the clause; longer ones are cut there: cost stays linear."""
_CLAUSE_MARK: Final = re.compile(f"[{CLAUSE_MARKS}]")
_THOUSANDS: Final = re.compile(r",(?<=\d,)(?=\d{3}(?!\d))")
"""A comma inside a number ends no clause: 9,216元. It begins with the comma: the matcher skips to it."""
_LAST_MARK: Final = re.compile(f".*[{CLAUSE_MARKS}]", re.DOTALL)
"""Read from a stretch's beginning, it ends behind the last mark of the stretch."""


@dataclass(slots=True)
class Scan:
    """What a builder may look at: the text as printed, the text folded (same offsets), the claims so far."""

    text: str
    folded: str
    claims: list[Claim] = field(default_factory=list)
    numbers: Sequence[Span] = ()  # the printed numbers of parts, in text order

    words: WordLists = field(default_factory=word_lists)
    markers: frozenset[int] = frozenset()  # offsets at which the number of a part begins
    _marked: str = ""  # the folded text with marks where a clause begins or ends that the fold does not show

    def __post_init__(self) -> None:
        self.markers = frozenset(start for start, _ in self.numbers)
        self._marked = self.folded
        if "\t" in self.text:
            self._mark_cells()
        if _THOUSANDS.search(self.text):
            self._marked = _THOUSANDS.sub(".", self._marked)
        if self.numbers:
            self._mark_numbers()

    def _mark_cells(self) -> None:
        """End the cells of a table with marks: the fold knows no tabs."""
        cells, at = [], 0
        for cell in self.text.split("\t"):
            cells.append(self.folded[at : at + len(cell)])
            at += len(cell) + 1
        self._marked = "\n".join(cells)

    def _mark_numbers(self) -> None:
        """End the printed numbers of parts with marks: ③|在厂界设监测点."""
        pieces, at = [], 0
        for _, end in self.numbers:
            if end > at:
                pieces.append(self._marked[at : end - 1])
                at = end
        self._marked = "\n".join((*pieces, self._marked[at:]))

    def clause_start(self, at: int) -> int:
        """Where the clause that holds `at` begins, at most `FURTHEST` characters back."""
        lowest = at - FURTHEST if at > FURTHEST else 0
        mark = _LAST_MARK.match(self._marked, lowest, at)
        return mark.end() if mark else lowest

    def clause_end(self, at: int) -> int:
        """Where the clause that holds `at` ends: at its mark, or `FURTHEST` characters on."""
        mark = _CLAUSE_MARK.search(self._marked, at, at + FURTHEST)
        return mark.start() if mark else min(len(self.folded), at + FURTHEST)
