"""Tables of any file as grids of text: .xlsx sheets, .csv, and the tables of .docx, .html, .pdf, .doc.

A merged cell repeats its words in every row and column it covers; `Grid.merges` tells which cells are one.
"""

from __future__ import annotations

import csv
import datetime
import io
import os
import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

from noticeparse.errors import NoticeparseError, UnreadableError
from noticeparse.read.reading import RefusedError

MAX_ROWS = 20_000
MAX_COLUMNS = 120
_CARRIAGE_RETURN = re.compile(r"_x000[Dd]_")


@dataclass(slots=True)
class Grid:
    """A table: rows of cell texts, all of one length; `numbers` are the rows' numbers in the file, from 1.

    `merges` holds for (row, column) places of merged cells the number of their merged range.
    """

    name: str
    rows: list[list[str]] = field(default_factory=list)
    numbers: list[int] = field(default_factory=list)
    merges: dict[tuple[int, int], int] = field(default_factory=dict)

    def one_cell(self, first: tuple[int, int], second: tuple[int, int]) -> bool:
        """Whether two places are covered by one merged cell."""
        return first in self.merges and self.merges[first] == self.merges.get(second)


def grids(source: str | os.PathLike[str] | bytes | BinaryIO, name: str | None = None) -> tuple[str, list[Grid]]:
    """The name of a file and its tables, hidden sheets left out.

    Raises:
        UnreadableError: no such file, empty, encrypted, damaged, of a kind that holds no table.
    """
    shown = name or _shown(source)
    try:
        data = _content(source)
        if not data:
            raise RefusedError("is empty (zero bytes)")
        return shown, list(_grids(data, shown))
    except RefusedError as refusal:
        raise UnreadableError(shown, str(refusal)) from refusal


def _shown(source: object) -> str:
    if isinstance(source, str | os.PathLike):
        return os.fspath(source)
    return str(getattr(source, "name", "<bytes>"))


def _content(source: str | os.PathLike[str] | bytes | BinaryIO) -> bytes:
    if isinstance(source, bytes):
        return source
    if not isinstance(source, str | os.PathLike):
        return source.read()
    try:
        return Path(source).read_bytes()
    except FileNotFoundError:
        raise RefusedError("no such file") from None
    except IsADirectoryError:
        raise RefusedError("is a directory") from None
    except (OSError, ValueError) as error:
        raise RefusedError(f"cannot be read: {getattr(error, 'strerror', None) or error}") from error


def _grids(data: bytes, name: str) -> Iterator[Grid]:
    suffix = Path(name).suffix.lower()
    if _is_workbook(data):
        return _sheets(data)
    if suffix in (".xls", ".et") and data.startswith(b"\xd0\xcf\x11\xe0"):
        raise RefusedError("is an old workbook (.xls, .et): save it as .xlsx first")
    if suffix in (".csv", ".tsv"):
        return _separated(data)
    return _tables(data, name)


# ------------------------------------------------------------------ workbooks


def _is_workbook(data: bytes) -> bool:
    if not data.startswith(b"PK"):
        return False
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return "xl/workbook.xml" in archive.namelist()
    except (zipfile.BadZipFile, ValueError, OSError):
        return False


def _sheets(data: bytes) -> Iterator[Grid]:
    try:
        from openpyxl import load_workbook
    except ImportError as error:  # pragma: no cover - depends on the installation
        raise NoticeparseError("reading .xlsx needs openpyxl: pip install 'noticeparse[xlsx]'") from error
    _refuse_unsafe(data)
    try:
        book = load_workbook(io.BytesIO(data), data_only=True)
    except Exception as error:  # openpyxl lets whatever a damaged part causes through
        raise RefusedError(f"is a damaged workbook ({error})") from error
    for sheet in book.worksheets:
        if sheet.sheet_state == "visible":
            yield _sheet(sheet)


def _refuse_unsafe(data: bytes) -> None:
    """Every part within bounds and without a DTD, before openpyxl parses it."""
    from noticeparse.read.archive import Package, parse_part

    package = Package(data)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = archive.namelist()
    for name in names:
        if name.lower().endswith((".xml", ".rels")):
            parse_part(package.part(name), name)


def _sheet(sheet: Any) -> Grid:
    grid = Grid(sheet.title)
    bottom, right = min(sheet.max_row, MAX_ROWS), min(sheet.max_column, MAX_COLUMNS)
    for number, cells in enumerate(sheet.iter_rows(max_row=bottom, max_col=right, values_only=True), 1):
        grid.rows.append([_words(value) for value in cells])
        grid.numbers.append(number)
    for mark, merged in enumerate(sorted(sheet.merged_cells.ranges, key=lambda r: (r.min_row, r.min_col))):
        if merged.min_row > bottom or merged.min_col > right:
            continue
        words = grid.rows[merged.min_row - 1][merged.min_col - 1]
        for row in range(merged.min_row - 1, min(merged.max_row, bottom)):
            for column in range(merged.min_col - 1, min(merged.max_col, right)):
                grid.rows[row][column] = words
                grid.merges[row, column] = mark
    return grid


def _words(value: Any) -> str:
    """The text of a cell; whole numbers without a fraction, dates as ISO 8601."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    if isinstance(value, datetime.datetime):
        return value.date().isoformat() if value.time() == datetime.time() else value.isoformat(" ", "minutes")
    return _CARRIAGE_RETURN.sub("", str(value)).replace("_x005F_", "_").strip()


# ------------------------------------------------------------------ CSV


def _separated(data: bytes) -> Iterator[Grid]:
    from noticeparse.export.spreadsheet_csv import original
    from noticeparse.read.encoding import decode

    text = decode(data).text
    head = text[:4096]
    separator = max(",\t;", key=head.count)
    try:
        rows = [row[:MAX_COLUMNS] for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator)]
    except csv.Error as error:
        raise RefusedError(f"is no table of separated values ({error})") from error
    width = max(map(len, rows), default=0)
    grid = Grid("CSV")
    for number, row in enumerate(rows[:MAX_ROWS], 1):
        grid.rows.append([original(cell).strip() for cell in row] + [""] * (width - len(row)))
        grid.numbers.append(number)
    yield grid


# ------------------------------------------------------------------ tables of documents


def _tables(data: bytes, name: str) -> Iterator[Grid]:
    """The tables the notice readers find in a Word, HTML or PDF file."""
    from noticeparse.read import read

    try:
        source = read(data, name=name)
    except UnreadableError as error:
        raise RefusedError(error.cause) from error
    for n, table in enumerate(source.tables, 1):
        width = max(map(len, table))
        grid = Grid(f"表{n}")
        covered = Counter(span for row in table for span in row if span[1] > span[0])
        for number, row in enumerate(table, 1):
            words = [source.text[start:end].strip() for start, end in row]
            for column, span in enumerate(row):
                if covered[span] > 1:
                    grid.merges[number - 1, column] = span[0]
            grid.rows.append(words + [""] * (width - len(row)))
            grid.numbers.append(number)
        yield grid
