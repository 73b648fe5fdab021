"""The wholes that later numbers count parts of: 问题26项,已完成19项,推进7项."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from noticeparse.facts.phrases import names_kind
from noticeparse.facts.scan import Scan
from noticeparse.model import Claim, Span

REACH: Final = 150
"""Characters between a whole and a number that names no thing of its own."""

PERSONS: Final = "人"


@dataclass(slots=True)
class Wholes:
    """The last thing counted with each measure word, and where it was last spoken of."""

    scan: Scan
    _by_unit: dict[str, tuple[Span, int]] = field(default_factory=dict)

    def of(self, claim: Claim, sentences: int = 1) -> Span | None:
        """What the last count with the same measure word counted, at most `sentences` sentences on."""
        counted, end = self._by_unit.get(self._plain(claim.unit), (None, 0))
        if counted is None or claim.start - end > REACH:
            return None
        between = self.scan.folded[end : claim.start]
        return None if "\n" in between or between.count("。") >= sentences else counted

    def remember(self, claim: Claim) -> None:
        """Keep what `claim` counted, unless it is a part of the whole before: 286项,其中重大隐患97项."""
        if claim.kind != "count" or claim.counted is None:
            return
        unit = self._plain(claim.unit)
        if unit == PERSONS and not names_kind(self.scan, *claim.counted, "person"):
            return
        whole = self.of(claim)
        if whole is not None and self._in_division(self._by_unit[unit][1], claim.start):
            return
        self._by_unit[unit] = claim.counted, claim.end

    def _in_division(self, end: int, start: int) -> bool:
        """Whether 其中 opened a list of parts between the offsets, not closed by a mark since."""
        between = self.scan.folded[end:start]
        at = between.rfind("其中")
        return at >= 0 and ";" not in between[at:]

    def _plain(self, unit: str | None) -> str:
        """台(套) and 台 are one measure word, and so are 名 and 人."""
        return PERSONS if unit in self.scan.words.person_units else (unit or "").partition("(")[0]
