"""Lay a ledger out as an Excel workbook, the way an office prints one (needs openpyxl, extra ``xlsx``)."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from io import BytesIO
from typing import Any
from unicodedata import east_asian_width

from noticeparse.errors import NoticeparseError
from noticeparse.export.ledger_columns import Column, LedgerRow, columns_for
from noticeparse.export.ledger_rows import rows_of_all, unit_of
from noticeparse.export.ledger_sheets import LEDGER, Cell, Sheet, flat_sheets
from noticeparse.export.steady_zip import day_of, steady
from noticeparse.export.xml_text import xml_text
from noticeparse.model import Notice

_LOOKS_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")  # ECMA-376 part 1, §22.9.2.19: _xHHHH_ means a character
_RISKY = tuple("=+-@\t\r")
_MOST = 32767  # characters Excel holds in a cell
_CUT = "…（单元格容纳不下，全文见原通报）"
_TALLEST = 409.0  # points Excel allows a row
_LINE = 13.5  # points of a line of 10 pt type
_TITLE, _HEAD, _BODY, _CENTRED = "台账标题", "台账表头", "台账正文", "台账正文居中"
_HEADER_ROW = 2
MOST_ROWS = 1_048_576
"""Rows of an Excel sheet."""


def workbook_bytes(notices: Sequence[Notice]) -> bytes:
    """The workbook of one or several notices; the same notices give the same bytes.

    Raises `noticeparse.errors.NoticeparseError` where openpyxl is not installed, or a sheet would have more rows than
    `MOST_ROWS`.
    """
    try:
        from openpyxl import Workbook
    except ImportError as error:  # pragma: no cover - depends on the installation
        raise NoticeparseError("an .xlsx ledger needs openpyxl: pip install 'noticeparse[xlsx]'") from error
    rows, sheets = rows_of_all(notices), flat_sheets(notices)
    _refuse_too_long({LEDGER: len(rows) + 1} | {sheet.name: len(sheet.rows) for sheet in sheets})
    book = Workbook()
    day = day_of(list(notices))
    title = ledger_title(notices)
    book.properties.creator, book.properties.title = "noticeparse", safe(title)
    book.properties.created = day
    for style in _styles():
        book.add_named_style(style)
    _lay_out_ledger(book.active, title, rows)
    for sheet in sheets:
        _lay_out_flat(book.create_sheet(sheet.name), sheet)
    made = BytesIO()
    book.save(made)
    return steady(made.getvalue(), day)


def _refuse_too_long(rows: dict[str, int]) -> None:
    """Before anything is laid out: what a sheet cannot hold must not be cut."""
    for name, many in rows.items():
        if many >= MOST_ROWS:
            raise NoticeparseError(
                f"the sheet {name} would have {many:,} rows, Excel holds {MOST_ROWS:,}: write fewer notices to a workbook"
            )


def ledger_title(notices: Sequence[Notice]) -> str:
    """What stands over the ledger: 〈单位〉巡察整改台账."""
    kinds = {notice.inspection.kind or (notice.genre if notice.genre != "其他" else "") for notice in notices}
    kind = kinds.pop() if len(kinds) == 1 else ""
    return f"{unit_of(notices[0]) if len(notices) == 1 else ''}{kind}整改台账"


def safe(words: str) -> str:
    """`words` as a cell can hold them: characters XML forbids become U+FFFD, too long a text is cut and says so."""
    words = _LOOKS_ESCAPED.sub("_x005F_", xml_text(words))
    return words if len(words) <= _MOST else words[: _MOST - len(_CUT)] + _CUT


# ------------------------------------------------------------------ 整改台账


def _lay_out_ledger(sheet: Any, title: str, rows: list[LedgerRow]) -> None:
    columns = columns_for(rows)
    sheet.title = LEDGER
    core = sum(not column.extra for column in columns)
    _put(sheet, 1, 1, title, _TITLE)
    sheet.merge_cells(start_row=1, start_column=1, end_row=1, end_column=core)
    sheet.row_dimensions[1].height = 30
    _head(sheet, _HEADER_ROW, [(column.header, column.width) for column in columns])
    for n, row in enumerate(rows, _HEADER_ROW + 1):
        for place, column in enumerate(columns, 1):
            centred = column.centred or column.belongs in ("unit", "category")
            _put(sheet, n, place, _numeric(column, getattr(row, column.key)), _CENTRED if centred else _BODY)
    merged = [
        (place, *stretch) for place, column in enumerate(columns, 1) for stretch in stretches(rows, column)
    ]
    heights = _heights(rows, columns, merged)
    for n, height in enumerate(heights, _HEADER_ROW + 1):
        sheet.row_dimensions[n].height = height
    for place, first, last in merged:
        start, end = first + _HEADER_ROW + 1, last + _HEADER_ROW + 1
        sheet.merge_cells(start_row=start, end_row=end, start_column=place, end_column=place)
    _page(sheet)
    last_row = _HEADER_ROW + len(rows)
    sheet.print_area = f"A1:{sheet.cell(last_row, core).coordinate}"


def stretches(rows: Sequence[LedgerRow], column: Column) -> Iterator[tuple[int, int]]:
    """First and last place of the rows to merge in `column`: the same filled value in one category, one issue.

    A cell that speaks of the issue or category is merged over its rows; one that speaks of the measure only where
    every row of the issue says the same of status, deadline or who is responsible.
    """
    if column.belongs == "measure" and column.key not in ("leader", "department", "deadline", "status", "closing"):
        return
    whole = column.belongs == "measure"
    start = 0
    for at in range(1, len(rows) + 1):
        if at < len(rows) and _together(rows[at - 1], rows[at], column, whole):
            continue
        group = rows[start:at]
        value = getattr(rows[start], column.key)
        if len(group) > 1 and value is not None and all(getattr(row, column.key) == value for row in group):
            yield start, at - 1
        start = at


def _together(above: LedgerRow, below: LedgerRow, column: Column, whole: bool) -> bool:
    if above.unit != below.unit:
        return False
    if column.belongs == "unit":
        return True
    same: bool = getattr(above, column.key) == getattr(below, column.key)
    if column.belongs == "category":
        return same
    return above.number == below.number and (same or whole)


def _numeric(column: Column, value: str | None) -> Cell:
    """Numbers as numbers in the columns that count."""
    if value is None or column.key not in ("number", "recovered", "line"):
        return value
    if re.fullmatch(r"\d{1,9}", value):
        return int(value)
    return float(value) if re.fullmatch(r"\d{1,12}\.\d{1,6}", value) else value


def _heights(
    rows: Sequence[LedgerRow], columns: Sequence[Column], merged: list[tuple[int, int, int]]
) -> list[float]:
    """Row heights that show every word: Excel fits no row to merged cells by itself."""
    inside = {(place, n) for place, first, last in merged for n in range(first, last + 1)}
    heights = [
        max(
            _height(getattr(row, column.key), column.width)
            for place, column in enumerate(columns, 1)
            if (place, n) not in inside
        )
        for n, row in enumerate(rows)
    ]
    for place, first, last in merged:
        column = columns[place - 1]
        missing = _height(getattr(rows[first], column.key), column.width) - sum(heights[first : last + 1])
        if missing > 0:
            for n in range(first, last + 1):
                heights[n] += missing / (last - first + 1)
    return [round(min(height, _TALLEST), 1) for height in heights]


def _height(words: Cell, width: float) -> float:
    """Points the words need in a column of `width` characters."""
    room = max(width - 1.2, 2.0)
    lines = sum(max(1, math.ceil(_wide(line) / room)) for line in str("" if words is None else words).split("\n"))
    return lines * _LINE + 5


def _wide(line: str) -> float:
    """Characters of column width a line of 10 pt type takes."""
    return sum(1.92 if east_asian_width(sign) in "WFA" else 1.0 for sign in line)


# ------------------------------------------------------------------ flat sheets


def _lay_out_flat(sheet: Any, flat: Sheet) -> None:
    _head(sheet, 1, flat.columns)
    for n, row in enumerate(flat.rows, 2):
        needed = 0.0
        for place, (value, (_, width)) in enumerate(zip(row, flat.columns, strict=True), 1):
            _put(sheet, n, place, value, _CENTRED if isinstance(value, int | float) else _BODY)
            needed = max(needed, _height(value, width))
        sheet.row_dimensions[n].height = round(min(needed, _TALLEST), 1)
    if flat.rows:
        sheet.auto_filter.ref = sheet.dimensions
    _page(sheet)


# ------------------------------------------------------------------ cells and pages


def _put(sheet: Any, row: int, column: int, value: Cell, style: str) -> None:
    """Write a value in a named style; text is always text, whatever it begins with."""
    cell = sheet.cell(row, column)
    cell.style = style
    if isinstance(value, str):
        cell.value = safe(value)
        cell.data_type = "s"
        if value.startswith(_RISKY):
            cell.quotePrefix = True  # stays text when someone edits the cell
    elif value is not None:
        cell.value = value


def _head(sheet: Any, row: int, columns: Sequence[tuple[str, float]]) -> None:
    from openpyxl.utils import get_column_letter

    tallest = 0.0
    for place, (header, width) in enumerate(columns, 1):
        _put(sheet, row, place, header, _HEAD)
        sheet.column_dimensions[get_column_letter(place)].width = width
        tallest = max(tallest, _height(header, width) * 1.1)
    sheet.row_dimensions[row].height = round(max(24.0, tallest), 1)
    sheet.freeze_panes = sheet.cell(row + 1, 1)
    sheet.print_title_rows = f"{row}:{row}"


def _styles() -> Iterator[Any]:
    """The named styles of the workbook: an office changes a font in one place."""
    from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Side

    line = Side(style="thin")
    frame = Border(left=line, right=line, top=line, bottom=line)
    centre = Alignment(horizontal="center", vertical="center", wrap_text=True)
    left = Alignment(horizontal="left", vertical="center", wrap_text=True)
    shade = PatternFill("solid", fgColor="E7E6E6")
    yield NamedStyle(_TITLE, font=Font(name="宋体", size=18, bold=True), alignment=centre)
    yield NamedStyle(_HEAD, font=Font(name="宋体", size=10.5, bold=True), alignment=centre, border=frame, fill=shade)
    yield NamedStyle(_BODY, font=Font(name="仿宋", size=10), alignment=left, border=frame)
    yield NamedStyle(_CENTRED, font=Font(name="仿宋", size=10), alignment=centre, border=frame)


def _page(sheet: Any) -> None:
    """A4 across, everything one page wide, page numbers below."""
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 9  # A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_options.horizontalCentered = True
    margins = sheet.page_margins
    margins.left = margins.right = 0.4
    margins.top, margins.bottom, margins.footer = 0.6, 0.7, 0.35  # inches
    sheet.oddFooter.center.text = "第 &P 页 共 &N 页"
