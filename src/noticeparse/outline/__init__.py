"""The outline stage: a Source in, the tree of its numbered parts out.

Lines are scanned on a same-length fold of the text, possible markers are collected at line heads and inside lines,
the ladder picks the reading of all of them that costs least, and lines without a number become paragraphs.
"""

from __future__ import annotations

from dataclasses import dataclass

from noticeparse.model import Node, Source, Span
from noticeparse.outline.lines import Line, scan_lines
from noticeparse.outline.tree import build
from noticeparse.outline.zones import Zones, zones

__all__ = ["Layout", "layout", "outline"]


@dataclass(slots=True)
class Layout:
    """The lines of a source and its zones."""

    folded: str
    lines: list[Line]
    zones: Zones

    def words(self, i: int) -> str:
        """Folded words of line `i`."""
        return self.folded[self.lines[i].head : self.lines[i].end]

    def span(self, i: int) -> Span:
        """Span of the words of line `i`."""
        return self.lines[i].head, self.lines[i].end


def layout(source: Source) -> Layout:
    """Scan the lines of a source and tell title, body, closing and annexes apart; linear in the text."""
    folded = source.folded
    lines = scan_lines(folded, source.furniture)
    return Layout(folded, lines, zones(folded, lines))


def outline(source: Source, page: Layout | None = None, *, inline: bool = True) -> list[Node]:
    """The top parts of a source, each with its descendants, in text order.

    `page` is its `layout`, made here if not given. With `inline` false, numbers inside running paragraphs stay text
    (as in the speeches a news report quotes).
    """
    page = page or layout(source)
    return build(page.folded, page.lines, page.zones, source.automatic, inline)
