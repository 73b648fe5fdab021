"""Printed lines → paragraphs: where one ends is read from indents, gaps and lines that stop short."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from noticeparse.read.pdf_lines import PrintedLine

_SLACK_WHERE_CERTAIN = 2.0  # ems, where the indent says most, and in narrow cells, which break as they can
_SENTENCE_ENDS = "。；;：:！？!?”"
_MARKER = re.compile(
    r"[一二三四五六七八九十]{1,3}[、是]|[（(][一二三四五六七八九十\d]{1,3}[)）]|\d{1,2}(?:[.．](?!\d)|[、)）])|[①-⑳]"
    r"|第[一二三四五六七八九十]{1,3}[，,章条]"
)


@dataclass(frozen=True, slots=True)
class Column:
    """Where the body text of a document stands."""

    left: float
    right: float
    size: float
    pitch: float  # from the top of one line to the top of the next
    flush: bool  # all lines begin at the left edge: no indent tells where a paragraph begins
    slack: float = 0.6  # ems that a full line may leave free at its end


def column_of(pages: list[list[PrintedLine]], width: float | None = None) -> Column:
    """The text column of pages of the same `width`, or (None) of one cell of a table."""
    lines = [line for page in pages for line in page]
    size = median(line.size for line in lines) if lines else 12.0
    steps = sorted(
        lower.top - upper.top
        for page in pages
        for upper, lower in pairwise(page)
        if lower.top - upper.top > 0.8 * size
    )
    pitch = steps[len(steps) // 4] if steps else 2 * size
    if width is None:
        right = max(line.x1_inside for line in lines)
        return Column(min(line.x0 for line in lines), right, size, pitch, True, _SLACK_WHERE_CERTAIN)
    # the left edge is where at least two lines begin; the right edge one that a tenth of the lines reach
    left = _edge(sorted(line.x0 for line in lines), 2, 0.5 * size)
    right = _edge(sorted((line.x1_inside for line in lines), reverse=True), max(2, len(lines) // 10), size)
    if len(lines) < 10:  # too few to show where the right edge is: margins are about equal
        right = max(right, width - left - 2 * size)
    flush = sum(line.x0 < left + 0.7 * size for line in lines) > 0.9 * len(lines)
    return Column(left, right, size, pitch, flush)


def _edge(places: list[float], support: int, near: float) -> float:
    """The outermost of `places` (outermost first) with `support` of them within `near` of it."""
    for at, place in enumerate(places[: len(places) - support + 1]):
        if abs(places[at + support - 1] - place) <= near:
            return place
    return places[0] if places else 0.0


def paragraphs(body: Iterable[tuple[PrintedLine, Column]]) -> Iterator[str]:
    """The text of each paragraph that lines, each with the column it stands in, make."""
    paragraph: list[PrintedLine] = []
    for line, column in body:
        if paragraph and not _continues(paragraph, line, column):
            yield _joined(paragraph)
            paragraph = []
        paragraph.append(line)
    if paragraph:
        yield _joined(paragraph)


def _continues(paragraph: list[PrintedLine], line: PrintedLine, column: Column) -> bool:
    """Whether a line goes on with the paragraph rather than beginning one."""
    above = paragraph[-1]
    em = above.size
    if abs(line.size - em) > 0.12 * em:
        return False
    pitch = max(column.pitch * max(1.0, em / column.size), 1.2 * em)
    if line.page == above.page and line.top - above.top > 1.22 * pitch:
        return False
    if em > 1.15 * column.size and _is_even(above, column) and _is_even(line, column):
        return True  # a title of several lines
    indented = paragraph[0].x0 > column.left + em and line.x0 < column.left + 0.7 * em
    if column.right - above.x1 > line.first_word + (_SLACK_WHERE_CERTAIN if indented else column.slack) * em:
        return False  # there was room for more; where first lines are indented, that counts for more
    if len(paragraph) > 1 and abs(paragraph[1].x0 - paragraph[0].x0) > 0.5 * em:
        return abs(line.x0 - paragraph[1].x0) < 0.7 * em
    if above.x0 > column.left + 6 * em:
        return False  # a signature, a date
    if abs(line.x0 - above.x0) < 0.7 * em:  # nothing is indented here, or both begin a paragraph
        fresh = above.text[-1] in _SENTENCE_ENDS and (_MARKER.match(line.text) or not column.flush)
        return line.x0 < column.left + 0.7 * em and not fresh
    return abs(line.x0 - above.x0) < 5 * em  # the first line is indented, or hangs out with its number


def _is_even(line: PrintedLine, column: Column) -> bool:
    """Whether a line leaves as much room on its left as on its right."""
    return abs((line.x0 - column.left) - (column.right - line.x1)) < 1.5 * line.size


def _joined(paragraph: list[PrintedLine]) -> str:
    """The lines of a paragraph as one; a blank only between Latin words."""
    text = paragraph[0].text
    for line in paragraph[1:]:
        latin = (
            text[-1].isascii() and text[-1].isalpha() and line.text[0].isascii() and line.text[0].isalpha()
        )
        text += (" " if latin else "") + line.text
    return text
