"""The ledger as a Word table: A4 across, the header repeated on each page, category and issue cells merged."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from typing import Any

from noticeparse.export.ledger_columns import COLUMNS, Column, LedgerRow
from noticeparse.export.ledger_rows import rows_of_all
from noticeparse.export.ledger_xlsx import ledger_title, safe, stretches
from noticeparse.export.steady_zip import day_of, steady
from noticeparse.model import Notice

_BODY = ("仿宋", 9)
_HEAD = ("宋体", 9)
_TITLE = ("宋体", 18)


def document_bytes(notices: Sequence[Notice]) -> bytes:
    """A .docx of the core columns (no extras at the right); the same notices give the same bytes."""
    from docx import Document
    from docx.enum.section import WD_ORIENT
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Mm

    rows = rows_of_all(notices)
    columns = [c for c in COLUMNS if not c.extra and (c.key != "unit" or any(row.unit for row in rows))]
    document = Document()
    day = day_of(list(notices))
    properties = document.core_properties
    properties.author, properties.title = "noticeparse", safe(ledger_title(notices))[:255]
    properties.created = properties.modified = day
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(297), Mm(210)
    section.left_margin = section.right_margin = Mm(10)
    section.top_margin = section.bottom_margin = Mm(14)
    title = document.add_paragraph()
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _write(title, ledger_title(notices), _TITLE, bold=True)
    table = document.add_table(rows=len(rows) + 1, cols=len(columns))
    table.style = "Table Grid"
    table.autofit = False
    _set_padding(table, above_and_below=50, beside=60)
    widths = _widths(columns, Mm(277))
    for place, width in enumerate(widths):
        table.columns[place].width = width
    words = [[column.header for column in columns], *([getattr(r, c.key) for c in columns] for r in rows)]
    merged = [_merged(rows, column) for column in columns]
    for n, row in enumerate(table.rows):
        for place, (column, cell) in enumerate(zip(columns, row._tr.tc_lst, strict=True)):
            cell.width = widths[place]
            if n > 0:
                cell.vMerge = merged[place][n - 1]
            head = n == 0
            if cell.vMerge != "continue":
                _fill(cell, table, words[n][place], _HEAD if head else _BODY, bold=head, centred=head or column.centred)
    _repeat_on_each_page(table.rows[0])
    made = BytesIO()
    document.save(made)
    return steady(made.getvalue(), day)


def _merged(rows: Sequence[LedgerRow], column: Column) -> list[str | None]:
    """For each row how its cell stands in a vertical merge: "restart", "continue" or None."""
    found: list[str | None] = [None] * len(rows)
    for first, last in stretches(rows, column):
        found[first : last + 1] = ["restart", *["continue"] * (last - first)]
    return found


def _fill(
    element: Any, table: Any, words: str | None, font: tuple[str, float], *, bold: bool = False, centred: bool = False
) -> None:
    from docx.enum.table import WD_ALIGN_VERTICAL
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.table import _Cell

    cell = _Cell(element, table)
    cell.vertical_alignment = WD_ALIGN_VERTICAL.CENTER
    paragraph = cell.paragraphs[0]
    if centred:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    lines = (words or "").split("\n")
    _write(paragraph, lines[0], font, bold=bold)
    for line in lines[1:]:
        _write(cell.add_paragraph(), line, font, bold=bold)


def _write(paragraph: Any, words: str, font: tuple[str, float], *, bold: bool = False) -> None:
    from docx.oxml.ns import qn
    from docx.shared import Pt

    paragraph.paragraph_format.space_after = Pt(0)
    run = paragraph.add_run(_printable(words))
    name, size = font
    run.font.name, run.font.size, run.font.bold = name, Pt(size), bold
    run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), name)


def _printable(words: str) -> str:
    """Without the characters XML forbids; in Word `_x0041_` has no meaning of its own."""
    return safe(words).replace("_x005F_x", "_x")


def _widths(columns: Sequence[Column], room: int) -> list[int]:
    """`room` shared out in proportion, in English metric units."""
    whole = sum(column.width for column in columns)
    return [int(room * column.width / whole) for column in columns]


def _set_padding(table: Any, *, above_and_below: int, beside: int) -> None:
    """Room between words and lines, in twentieths of a point."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    margins = OxmlElement("w:tblCellMar")
    for side, width in (("top", above_and_below), ("left", beside), ("bottom", above_and_below), ("right", beside)):
        margin = OxmlElement(f"w:{side}")
        margin.set(qn("w:w"), str(width))
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    properties = table._tbl.tblPr
    look = properties.find(qn("w:tblLook"))
    if look is None:
        properties.append(margins)
    else:
        look.addprevious(margins)  # the schema wants this order


def _repeat_on_each_page(row: Any) -> None:
    from docx.oxml import OxmlElement

    properties = row._tr.get_or_add_trPr()
    properties.append(OxmlElement("w:cantSplit"))
    properties.append(OxmlElement("w:tblHeader"))
