"""Ruled tables of a PDF page: the grid pdfplumber finds in its lines, and the characters in each cell.

Only real tables count: two rows and two columns at least. A merged cell stands once among the cells and
repeats in the grid.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from noticeparse.read.pdf_lines import PrintedLine, printed_lines

MAX_RULES = 4_000  # drawn lines on a page; beyond it is a drawing, not a table
MAX_CELLS = 2_000
_NEAR = 2.0  # points by which edges of neighbouring cells may differ

Box = tuple[float, float, float, float]  # x0, top, x1, bottom


@dataclass(slots=True)
class PrintedTable:
    """A table with the lines of each cell; `grid` has the place in `cells` by row and column, -1: none."""

    top: float
    cells: list[list[PrintedLine]]
    grid: list[list[int]]


def printed_tables(
    page: Any, chars: list[dict[str, Any]], number: int
) -> tuple[list[PrintedTable], list[dict[str, Any]]]:
    """The tables on a pdfplumber page and the characters that are in none of them. `number` is the page's."""
    if not 4 <= len(page.edges) <= MAX_RULES:
        return [], chars
    tables: list[PrintedTable] = []
    for found in page.find_tables():
        boxes: list[Box] = sorted(found.cells, key=lambda box: (box[1], box[0]))
        grid = _grid(boxes) if len(boxes) <= MAX_CELLS else []
        if len(grid) < 2 or len(grid[0]) < 2:
            continue
        inside: list[list[dict[str, Any]]] = [[] for _ in boxes]
        outside: list[dict[str, Any]] = []
        for char in chars:
            inside_of = _box_around(char, boxes) if _is_in(char, found.bbox) else None
            (outside if inside_of is None else inside[inside_of]).append(char)
        if sum(map(bool, inside)) * 2 < len(boxes):
            continue  # mostly empty: frames and ornaments
        chars = outside
        tables.append(
            PrintedTable(found.bbox[1], [list(printed_lines(cell, number)) for cell in inside], grid)
        )
    return tables, chars


def _grid(boxes: list[Box]) -> list[list[int]]:
    """Rows and columns of the places of `boxes`: each edge where a cell begins opens a row or column."""
    lefts, tops = _edges([box[0] for box in boxes]), _edges([box[1] for box in boxes])
    if len(lefts) * len(tops) > MAX_CELLS:
        return []
    grid = [[-1] * len(lefts) for _ in tops]
    for place, (x0, top, x1, bottom) in enumerate(boxes):
        for row, y in enumerate(tops):
            if top - _NEAR <= y < bottom - _NEAR:
                for column, x in enumerate(lefts):
                    if x0 - _NEAR <= x < x1 - _NEAR:
                        grid[row][column] = place
    return grid


def _edges(places: list[float]) -> list[float]:
    edges: list[float] = []
    for place in sorted(places):
        if not edges or place - edges[-1] > _NEAR:
            edges.append(place)
    return edges


def _box_around(char: dict[str, Any], boxes: list[Box]) -> int | None:
    return next((place for place, box in enumerate(boxes) if _is_in(char, box)), None)


def _is_in(char: dict[str, Any], box: Box) -> bool:
    x, y = (char["x0"] + char["x1"]) / 2, (char["top"] + char["bottom"]) / 2
    return bool(box[0] <= x <= box[2] and box[1] <= y <= box[3])
