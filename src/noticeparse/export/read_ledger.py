"""Read an office's own 整改台账 or feedback list: columns by their headers, merged cells resolved.

The header is one row or two among the first `HEADER_WITHIN` rows of a table; its wordings are those of
`ledger_columns.COLUMNS`. Where a table leaves the cells of a continued issue empty instead of merging them, they are
filled from above; a line across the whole table is the category of what follows.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field
from itertools import groupby
from typing import BinaryIO

from noticeparse.errors import UnreadableError
from noticeparse.export.ledger_columns import COLUMNS, LedgerRow, column_of
from noticeparse.export.ledger_grid import Grid, grids
from noticeparse.model import Value

HEADER_WITHIN = 15
_LONGEST_HEADER = 24
_SUM = re.compile(r"合\s*计|小\s*计|总\s*计|共\s*计")
_FOOT = re.compile(r"(?:填表|填报|制表|审核|审签|签字|联系人|单位负责人|注|备注|说明|填报说明)\s*(?:人|单位|日期|时间|事项)?\s*(?:\d+\s*[.、])?\s*[:：]")
_DEPENDS = ("number", "issue", "subcategory", "manifestation")
_OWN = {column.header for column in COLUMNS if not column.extra and column.key != "unit"}
_LONGEST_STATUS = 16


class LedgerIssue(Value):
    """An issue a ledger lists, with the measures beside it. `place` is "sheet!row" of its first row."""

    unit: str | None = None
    number: str | None = None
    category: str | None = None
    quote: str
    measures: tuple[str, ...] = ()
    deadline: str | None = None
    status: str | None = None
    place: str = ""


class Ledger(Value):
    """A ledger as read: its rows in order, and under which printed headers each column was found."""

    name: str
    headers: dict[str, tuple[str, ...]]
    """Field of `LedgerRow` → the headers it was read from."""
    rows: tuple[LedgerRow, ...]

    @property
    def issues(self) -> tuple[LedgerIssue, ...]:
        """The issues in order, rows of the same unit, number and words taken together."""
        stated = (row for row in self.rows if row.issue)
        return tuple(
            _issue(list(rows)) for _, rows in groupby(stated, lambda row: (row.unit, row.number, row.issue))
        )


def _issue(rows: list[LedgerRow]) -> LedgerIssue:
    first = rows[0]
    return LedgerIssue(
        unit=first.unit,
        number=first.number,
        category=first.category,
        quote=first.issue or "",
        measures=tuple(row.measure for row in rows if row.measure),
        deadline=first.deadline,
        status=first.status,
        place=first.place,
    )


def read_ledger(source: str | os.PathLike[str] | bytes | BinaryIO, *, name: str | None = None) -> Ledger:
    """Read the ledger in a file: .xlsx, .csv, or the tables of a .docx, .html, .pdf or .doc.

    Args:
        source: a path, the bytes, or a file open for bytes.
        name: how errors call it, and by whose ending bytes are told apart; by default the path.

    Raises:
        UnreadableError: the file cannot be read, or no table in it has a header that names issues or measures.
        NoticeparseError: an .xlsx without openpyxl (extra ``xlsx``).
    """
    shown, found = grids(source, name)
    tables = _own(_headed(found))
    if not tables:
        raise UnreadableError(shown, _no_header(found))
    headers: dict[str, list[str]] = {}
    rows: list[LedgerRow] = []
    for table in tables:
        rows += table.ledger_rows()
        for key, places in table.columns.items():
            headers.setdefault(key, []).extend(table.labels[place] for place in places)
    if not rows:
        raise UnreadableError(shown, "has a ledger's header but no row below it")
    return Ledger(
        name=shown, headers={key: tuple(dict.fromkeys(labels)) for key, labels in headers.items()}, rows=tuple(rows)
    )


def _no_header(found: list[Grid]) -> str:
    if not found:
        return "holds no table"
    seen = next((row for grid in found for row in grid.rows if sum(map(bool, row)) > 1), [])
    words = "、".join(dict.fromkeys(cell[:12] for cell in seen if cell))[:80]
    return f"has no table whose header names issues or measures (such as 反馈问题, 整改措施); the first row reads: {words}"


# ------------------------------------------------------------------ the table under its header


@dataclass(slots=True)
class _Table:
    """A grid whose header is known: `columns` maps a field to its places, data begins at row `first`."""

    grid: Grid
    columns: dict[str, list[int]]
    labels: dict[int, str]
    first: int
    own: bool = False
    banner: str | None = field(default=None)

    def ledger_rows(self) -> list[LedgerRow]:
        filled: dict[str, str] = {}
        rows = []
        prose = self._status_is_prose()
        for n in range(self.first, len(self.grid.rows)):
            cells = self.grid.rows[n]
            if not any(cells) or self._is_header_again(n):
                continue
            if self._across(n):
                words = next(cell for cell in cells if cell)
                self.banner = self.banner if _FOOT.match(words) or _SUM.match(words) else words
                continue
            values = {key: self._value(n, places) for key, places in self.columns.items()}
            values = {key: value for key, value in values.items() if value}
            if _SUM.fullmatch(values.get("number", "")) or _SUM.fullmatch(next(cell for cell in cells if cell)):
                continue
            if prose and "status" in values:
                values["progress"] = values.pop("status")
            self._fill(values, filled)
            if self.banner and "category" not in self.columns:
                values["category"] = self.banner
            if values.get("issue") or values.get("measure"):
                rows.append(
                    LedgerRow.model_validate(values | {"place": f"{self.grid.name}!{self.grid.numbers[n]}"})
                )
                filled = values
        return rows

    def _value(self, n: int, places: list[int]) -> str:
        return "\n".join(dict.fromkeys(cell for place in places if (cell := self.grid.rows[n][place])))

    def _fill(self, values: dict[str, str], above: dict[str, str]) -> None:
        """What an empty cell takes over from the row above: in a continued issue the issue and its category; and the
        category (the unit) of the issue above, but in this library's own ledgers, where an empty cell is none."""
        goes_on = "issue" not in values and "number" not in values and "issue" in above
        for key in (*(("unit", "category") if goes_on or not self.own else ()), *(_DEPENDS if goes_on else ())):
            if key not in values and key in above and (goes_on or not self._merges_in(key)):
                values[key] = above[key]

    def _merges_in(self, key: str) -> bool:
        """Whether the column uses merged cells, so that an empty one really is empty."""
        places = self.columns.get(key, [])
        return any(
            self.grid.one_cell((n, place), (n + 1, place))
            for place in places
            for n in range(self.first, len(self.grid.rows) - 1)
        )

    def _across(self, n: int) -> bool:
        """Whether a row is one line across the table, or has words only in its first cell."""
        cells = self.grid.rows[n]
        filled = [place for place, cell in enumerate(cells) if cell]
        if len({cells[place] for place in filled}) != 1:
            return False
        merged = len(filled) > 2 and all(self.grid.one_cell((n, filled[0]), (n, place)) for place in filled[1:])
        alone = len(filled) == 1 and len(cells) > 2 and filled[0] not in self.columns.get("issue", [])
        return merged or (alone and filled[0] not in self.columns.get("measure", []) and not cells[filled[0]].isdigit())

    def _is_header_again(self, n: int) -> bool:
        cells = self.grid.rows[n]
        same = [place for place, label in self.labels.items() if cells[place] and cells[place] in label.split("\n")]
        return len(same) >= 2 and len(same) * 2 > len([cell for cell in cells if cell])

    def _status_is_prose(self) -> bool:
        """完成情况 without a column 整改进展 beside it often tells the progress itself."""
        if "progress" in self.columns or self.own:
            return False
        words = [self._value(n, self.columns.get("status", [])) for n in range(self.first, len(self.grid.rows))]
        return any(len(value) > _LONGEST_STATUS for value in words)


def _headed(found: list[Grid]) -> list[_Table]:
    """The grids that are ledgers; a table without a header goes on under that of the table before it."""
    tables: list[_Table] = []
    for grid in found:
        table = _under_header(grid)
        if table is None and tables and grid.name.startswith("表") and grid.rows:
            before = tables[-1]
            if len(grid.rows[0]) == len(before.grid.rows[0]):
                table = _Table(grid, before.columns, before.labels, 0, before.own, before.banner)
        if table is not None:
            tables.append(table)
    return tables


def _own(tables: list[_Table]) -> list[_Table]:
    """Without the sheets that repeat others: in this library's workbooks all but 整改台账, else lists of issues whose
    every issue a sheet with measures also has."""
    if any(table.own for table in tables):
        return [table for table in tables if table.own]
    full = [table for table in tables if "measure" in table.columns and "issue" in table.columns]
    listed = {row.issue for table in full for row in table.ledger_rows()}
    return [t for t in tables if t in full or not {row.issue for row in t.ledger_rows()} <= listed]


def _under_header(grid: Grid) -> _Table | None:
    """The table below the header row (or two) that names the most columns, one of them issues or measures."""
    best: tuple[int, int, _Table] | None = None
    for n in range(min(HEADER_WITHIN, len(grid.rows))):
        for last in (n, n + 1):
            if last >= len(grid.rows) or (last > n and not _is_second_row(grid, n)):
                continue
            columns, labels = _columns(grid, n, last)
            if not columns.keys() & {"issue", "measure"} or (len({*labels.values()}) < 2 and len(grid.rows[0]) > 1):
                continue
            known = sum(map(len, columns.values()))
            if best is None or known > best[0]:
                best = known, last, _Table(grid, columns, labels, last + 1, own={*labels.values()} >= _OWN)
    return best[2] if best else None


def _columns(grid: Grid, first: int, last: int) -> tuple[dict[str, list[int]], dict[int, str]]:
    columns: dict[str, list[int]] = {}
    labels: dict[int, str] = {}
    for place in range(len(grid.rows[first])):
        above, below = grid.rows[first][place], grid.rows[last][place]
        if above and _too_wide(grid, first, place) and first == last:
            continue
        column = column_of(below) or column_of(above + below) or (column_of(above) if not below else None)
        if column is None and below != above:
            column = column_of(above)
        if column is not None:
            labels[place] = below or above
            columns.setdefault(column.key, []).append(place)
    return _without_doubles(columns, labels), labels


def _too_wide(grid: Grid, row: int, place: int) -> bool:
    """A title merged across most of the table is no header."""
    mark = grid.merges.get((row, place))
    width = len(grid.rows[row])
    same = sum(grid.merges.get((row, other)) == mark for other in range(width)) if mark is not None else 1
    return width > 2 and same * 2 > width


_TELLING = ("具体", "描述|内容|表现|详情", "反馈|发现|查出|指出", "")


def _without_doubles(columns: dict[str, list[int]], labels: dict[int, str]) -> dict[str, list[int]]:
    """Of several columns for issues the most telling is read (具体问题 before 反馈问题); one left of it holds what groups
    them. Other doubles (牵头单位, 配合单位) are read together."""
    places = columns.get("issue", [])
    if len({labels[place] for place in places}) > 1:
        best = next(p for words in _TELLING for p in places if re.search(words, labels[p]))
        columns["issue"] = [best]
        for key in ("subcategory", "category"):
            if key not in columns and (groups := [place for place in places if place < best]):
                columns[key] = [groups[-1]]
                break
    return columns


def _is_second_row(grid: Grid, n: int) -> bool:
    """Whether row n + 1 goes on with the header: short words, some of them known, below merged or empty cells."""
    upper, lower = grid.rows[n], grid.rows[n + 1]
    fresh = [
        cell for place, cell in enumerate(lower) if cell and not grid.one_cell((n, place), (n + 1, place))
    ]
    if not fresh or any(len(cell) > _LONGEST_HEADER for cell in fresh):
        return False
    known = [cell for cell in fresh if column_of(cell)]
    under = any(
        not upper[place] or grid.one_cell((n, place), (n, other))
        for place in range(len(upper))
        for other in (place - 1, place + 1)
        if 0 <= other < len(upper) and lower[place]
    )
    return under and len(known) * 2 >= len(fresh)
