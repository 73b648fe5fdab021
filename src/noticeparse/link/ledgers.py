"""Rows of ledgers: tables of a page or file, and tab-separated lines, whose header names a problem column."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from noticeparse.model import Source, Span
from noticeparse.outline.lines import Line

_COLUMNS: Final[tuple[tuple[str, re.Pattern[str]], ...]] = (
    ("number", re.compile(r"序号|编号|号")),
    ("status", re.compile(r".*(?:完成情况|状态|是否完成|是否整改|销号情况|整改结果)")),
    ("deadline", re.compile(r".*(?:时限|期限|完成时间|整改时间)")),
    ("unit", re.compile(r".*(?:责任|牵头|配合|单位|部门|科室|处室)(?!.*措施).*")),
    ("measure", re.compile(r".*(?:措施|落实情况|整改情况|进展|成效|整改内容).*")),
    ("status", re.compile(r".*(?:整改情况|落实情况|进展)")),  # beside a column of measures
    ("category", re.compile(r".*(?:类别|方面|类型|大项|领域)")),
    ("problem", re.compile(r".*(?:问题|意见|整改任务|任务内容|整改事项|表现).*")),
)
"""Columns by the words of their header, the surer words first."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a ledger: column → span of its words; the same span where a merged cell covers several rows."""

    start: int
    cells: dict[str, Span]


def ledger_rows(source: Source, lines: list[Line]) -> list[Row]:
    """Every row below a header with a problem column and one more known column, in text order."""
    rows: list[Row] = []
    for table in source.tables:
        rows += _rows(source.folded, [list(cells) for cells in table])
    if "\t" in source.text:
        for block in _tabbed(source, lines):
            rows += _rows(source.folded, block)
    return sorted(rows, key=lambda row: row.start)


def _tabbed(source: Source, lines: list[Line]) -> list[list[list[Span]]]:
    """Runs of lines with two tabs and more, as rows of cell spans."""
    blocks: list[list[list[Span]]] = []
    last = -2
    for i, line in enumerate(lines):
        words = source.text[line.start : line.end]
        if words.count("\t") < 2:
            continue
        cells, at = [], line.start
        for cell in words.split("\t"):
            cells.append((at, at + len(cell)))
            at += len(cell) + 1
        if last != i - 1:
            blocks.append([])
        blocks[-1].append(cells)
        last = i
    return blocks


def _rows(folded: str, table: list[list[Span]]) -> list[Row]:
    columns: dict[int, str] = {}
    rows: list[Row] = []
    above: list[Span] = []
    for cells in table:
        own = [cell for cell in cells if cell not in above] or cells  # without the merged cells the row above began
        above = cells
        header = _header(folded, cells)
        if header:
            columns = header
            continue
        if not columns:
            continue
        known = {name: cells[i] for i, name in columns.items() if i < len(cells) and cells[i][1] > cells[i][0]}
        if "problem" in known:
            rows.append(Row(min(start for start, _ in own), known))
    return rows


def _header(folded: str, cells: list[Span]) -> dict[int, str] | None:
    """Column names by position, if the row is a header: short cells, a problem column and another known one."""
    columns: dict[int, str] = {}
    for i, (start, end) in enumerate(cells):
        words = folded[start:end].replace(" ", "").replace("\n", "")
        if len(words) > 16:
            return None
        name = next((name for name, pattern in _COLUMNS if name not in columns.values() and pattern.fullmatch(words)), None)
        if name:
            columns[i] = name
    named = set(columns.values())
    return columns if "problem" in named and len(named) >= 2 else None
