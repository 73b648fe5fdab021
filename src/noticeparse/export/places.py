"""Places in a text as people count them: lines and columns from 1, columns in code points."""

from __future__ import annotations

from bisect import bisect_right
from typing import NamedTuple

from noticeparse.model import Span


class Place(NamedTuple):
    """Line and column, both from 1; the column counts code points."""

    line: int
    column: int


class Places:
    """The lines of one text; only ``\\n`` ends a line, as in `Source.text`."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._starts = [0]
        at = text.find("\n")
        while at >= 0:
            self._starts.append(at + 1)
            at = text.find("\n", at + 1)

    def of(self, offset: int) -> Place:
        """Where the code point at `offset` stands; an offset outside the text counts as its nearest end."""
        offset = max(0, min(offset, len(self._text)))
        line = bisect_right(self._starts, offset)
        return Place(line, offset - self._starts[line - 1] + 1)

    def line_span(self, line: int) -> Span:
        """Where line `line` (from 1) begins and ends, its ``\\n`` left out."""
        start = self._starts[line - 1]
        end = self._starts[line] - 1 if line < len(self._starts) else len(self._text)
        return start, end
