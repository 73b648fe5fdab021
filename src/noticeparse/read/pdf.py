"""PDF → Reading (extra `[pdf]`): each page's characters sorted by position, lines rejoined to paragraphs.

Position, not the order of the stream, decides: quotation marks stay where they are printed. A paragraph ends
where a line stops short of the right edge, or the next one is indented. Page numbers are left out; running
heads and feet are kept once, at the end, as furniture.
"""

from __future__ import annotations

import io
import logging
import re
import zlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from noticeparse.model import Doubt, Page, Span, Table
from noticeparse.read.pdf_lines import PrintedLine, is_shown, printed_lines
from noticeparse.read.pdf_paragraphs import Column, column_of, paragraphs
from noticeparse.read.pdf_tables import PrintedTable, printed_tables
from noticeparse.read.reading import Reading, RefusedError

MEDIA_TYPE = "application/pdf"
MAX_FILE = 256 * 2**20  # bytes
MAX_PAGES = 2_000
MAX_CHARACTERS = 5_000_000
MAX_INFLATED = 512 * 2**20  # bytes of all packed streams together
MAX_STREAMS = 200_000
MAX_STREAM = 128 * 2**20  # bytes of one

_PIECE = 2**16
_STREAM = re.compile(rb"(?<!end)stream\r?\n")
_PACKED_TWICE = re.compile(rb"/(?:FlateDecode|Fl)\s*/(?:FlateDecode|Fl)\b")
_ASCII = re.compile(rb"/(?:ASCII85Decode|A85|ASCIIHexDecode|AHx)\b")
_DICTIONARY = 400  # bytes before a stream in which its filters stand
_DASHES = "-—–―－─‐·~～"
_PAGE_NUMBER = re.compile(
    rf"[{_DASHES}]*\d{{1,4}}[{_DASHES}]*|第\d{{1,4}}页(?:[,，/]?共\d{{1,4}}页)?|\d{{1,4}}/\d{{1,4}}|Page\d{{1,4}}(?:of\d{{1,4}})?"
)


@dataclass(slots=True)
class _Sheet:
    """A page's lines, those in tables apart, and its measures."""

    lines: list[PrintedLine]
    tables: list[PrintedTable]
    width: float
    height: float
    pictures: int


def read_pdf(data: bytes) -> Reading:
    """Read the bytes of a PDF file; raises RefusedError with the cause where that is not possible.

    Needs pdfplumber (`pip install noticeparse[pdf]`). Scanned pages without a text layer are refused.
    """
    if b"%PDF-" not in data[:1024]:
        raise RefusedError("is not a PDF file")
    if len(data) > MAX_FILE:
        raise RefusedError(f"is larger than {MAX_FILE // 2**20} MiB")
    _refuse_without_pdfplumber()
    _refuse_bombs(data)
    sheets, title = _sheets(data)
    _refuse_pictures(sheets)
    running = _running(sheets)
    text = _Text()
    text.write_body(sheets, running)
    for line in dict.fromkeys(running.values()):
        text.furniture.append(text.write(line))
    return _reading(text, title)


def _reading(written: _Text, title: str | None) -> Reading:
    text = "\n".join(written.lines)
    unmapped = text.count("\N{REPLACEMENT CHARACTER}")
    if unmapped > 0.3 * len(text):
        raise RefusedError("its fonts do not say which characters they show, so its text cannot be read")
    message = f"{unmapped} characters of fonts that do not say which ones they show"
    shown = title is not None and "".join(title.split()) in "".join(text.split())
    return Reading(
        text=text,
        media_type=MEDIA_TYPE,
        replaced=unmapped,
        page=Page(title=title if shown else None),
        furniture=written.furniture,
        tables=written.tables,
        doubts=[Doubt(code="unmapped-characters", message=message)] if unmapped else [],
    )


@dataclass(slots=True)
class _Text:
    """The text while it is being written."""

    lines: list[str] = field(default_factory=list)
    furniture: list[Span] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    _length: int = 0  # with a line end after each line

    def write(self, line: str) -> Span:
        start = self._length
        self.lines.append(line)
        self._length += len(line) + 1
        return (start, start + len(line))

    def write_body(self, sheets: list[_Sheet], running: dict[str, str]) -> None:
        """Paragraphs, which run on over pages, and the tables between them."""
        columns = _columns(sheets, running)
        waiting: list[tuple[PrintedLine, Column]] = []
        for sheet in sheets:
            column = columns[round(sheet.width)]
            blocks: list[PrintedLine | PrintedTable] = [*_body_lines(sheet, running), *sheet.tables]
            for block in sorted(blocks, key=lambda block: block.top):
                if isinstance(block, PrintedLine):
                    waiting.append((block, column))
                else:
                    self._write_paragraphs(waiting)
                    waiting = []
                    self._write_table(block)
        self._write_paragraphs(waiting)

    def _write_paragraphs(self, body: list[tuple[PrintedLine, Column]]) -> None:
        for paragraph in paragraphs(body):
            self.write(paragraph)

    def _write_table(self, table: PrintedTable) -> None:
        """The cells one after the other, each paragraph on its own line."""
        spans: list[Span] = []
        for cell in table.cells:
            start = self._length
            if cell:
                column = column_of([cell])
                self._write_paragraphs([(line, column) for line in cell])
            spans.append((start, self._length - 1) if cell else self._nothing())
        self.tables.append(
            tuple(
                tuple(spans[place] if place >= 0 else self._nothing() for place in row) for row in table.grid
            )
        )

    def _nothing(self) -> Span:
        """The span of an empty cell: the end of the last line."""
        end = max(self._length - 1, 0)
        return (end, end)


# --------------------------------------------------------------------------- opening


def _sheets(data: bytes) -> tuple[list[_Sheet], str | None]:
    """The lines of every page, and the title of the document information."""
    import pdfplumber

    logging.getLogger("pdfminer").addHandler(logging.NullHandler())  # or its remarks end up on stderr
    try:
        with pdfplumber.open(io.BytesIO(data)) as document:
            if len(document.pages) > MAX_PAGES:
                raise RefusedError(f"has more than {MAX_PAGES} pages")
            sheets: list[_Sheet] = []
            left = MAX_CHARACTERS
            for number, page in enumerate(document.pages):
                left -= len(page.chars)
                if left < 0:
                    raise RefusedError(f"has more than {MAX_CHARACTERS} characters")
                sheets.append(_sheet(page, number))
                page.close()
            return sheets, _title(document.metadata)
    except RefusedError:
        raise
    except Exception as error:  # pdfminer lets any error through on damaged files, down to TypeError
        raise RefusedError(_open_failure(error)) from error


def _sheet(page: Any, number: int) -> _Sheet:
    width, height = float(page.width), float(page.height)
    tables, chars = printed_tables(
        page, [char for char in page.chars if is_shown(char, width, height)], number
    )
    return _Sheet(list(printed_lines(chars, number)), tables, width, height, len(page.images))


def _open_failure(error: Exception) -> str:
    from pdfminer.pdfdocument import PDFEncryptionError

    causes = (error, error.__cause__, error.__context__, *error.args)  # pdfplumber wraps pdfminer's errors
    if any(isinstance(cause, PDFEncryptionError) for cause in causes):
        return "is encrypted: open it with its password and save it without one"
    return f"is a damaged PDF ({type(error).__name__}: {str(error)[:80]})"


def _title(metadata: dict[str, Any]) -> str | None:
    title = metadata.get("Title")
    return title.strip() if isinstance(title, str) and len(title.strip()) >= 4 else None


def _refuse_without_pdfplumber() -> None:
    try:
        import pdfplumber  # noqa: F401
    except ImportError as error:
        raise RefusedError("needs pdfplumber to be read as a PDF: pip install noticeparse[pdf]") from error


def _refuse_bombs(data: bytes) -> None:
    """Inflate every packed stream and throw the pieces away: pdfminer would inflate without limit."""
    if _PACKED_TWICE.search(data):
        raise RefusedError("packs a stream twice over (a zip bomb?)")
    total = written = 0
    for count, start in enumerate(_STREAM.finditer(data)):
        packed: bytes | memoryview = memoryview(data)[start.end() :]
        filters = _ASCII.findall(data, max(0, start.start() - _DICTIONARY), start.start())
        if filters:
            end = data.find(b"endstream", start.end())
            stream = data[start.end() : end if end >= 0 else len(data)]
            written += len(stream)
            packed = b"" if written > 4 * len(data) else _from_ascii(stream, filters[-1])
        if count > MAX_STREAMS or written > 4 * len(data):  # honest streams do not overlap
            raise RefusedError("has more streams than any document (a zip bomb?)")
        for size in _inflated(packed):
            total += size
            if total > MAX_INFLATED:
                raise RefusedError("unpacks to more than any document holds (a zip bomb?)")


def _from_ascii(stream: bytes, name: bytes) -> bytes:
    """The bytes of a stream that is written in ASCII characters."""
    from pdfminer.ascii85 import ascii85decode, asciihexdecode

    try:
        return ascii85decode(stream) if b"85" in name else asciihexdecode(stream)
    except Exception:  # damaged: pdfminer will fail on it with this very function
        return b""


def _inflated(packed: bytes | memoryview) -> Iterator[int]:
    """Sizes of the pieces a packed stream unpacks to; nothing for a stream packed otherwise."""
    inflate = zlib.decompressobj()
    seen = 0
    for at in range(0, len(packed), _PIECE):
        waiting: bytes | memoryview = packed[at : at + _PIECE]
        while len(waiting):
            try:
                size = len(inflate.decompress(waiting, _PIECE))
            except zlib.error:
                return
            seen += size
            yield size
            if seen > MAX_STREAM:
                raise RefusedError("unpacks a stream to more than any document holds (a zip bomb?)")
            waiting = inflate.unconsumed_tail
        if inflate.eof:
            return


def _all_lines(sheet: _Sheet) -> list[PrintedLine]:
    return sheet.lines + [line for table in sheet.tables for cell in table.cells for line in cell]


def _refuse_pictures(sheets: list[_Sheet]) -> None:
    """Refuse scanned pages, which have no text but perhaps a stamp or a page number."""
    characters = sum(len(line.text) for sheet in sheets for line in _all_lines(sheet))
    pictures = sum(sheet.pictures > 0 for sheet in sheets)
    if characters < 10 * len(sheets) and pictures >= len(sheets) / 2 and sheets:
        raise RefusedError("has no text layer: its pages are pictures (scanned?), run OCR on it first")
    if not characters:
        raise RefusedError("has no text" if sheets else "is a damaged PDF without pages")


# --------------------------------------------------------------------------- furniture


def _in_margin(line: PrintedLine, sheet: _Sheet) -> bool:
    return line.bottom < 0.13 * sheet.height or line.top > 0.87 * sheet.height


def _is_page_number(line: PrintedLine, sheet: _Sheet) -> bool:
    return _in_margin(line, sheet) and _PAGE_NUMBER.fullmatch("".join(line.text.split())) is not None


def _likeness(line: PrintedLine) -> str:
    """Equal for the running heads of different pages: figures, which may be page numbers, count as one."""
    return re.sub(r"\d+", "0", "".join(line.text.split()))


def _running(sheets: list[_Sheet]) -> dict[str, str]:
    """Running heads and feet: lines in the margin that stand on at least two pages and two in five."""
    seen: Counter[str] = Counter()
    words: dict[str, str] = {}
    for sheet in sheets:
        margin = [
            line for line in sheet.lines if _in_margin(line, sheet) and not _is_page_number(line, sheet)
        ]
        seen.update({_likeness(line) for line in margin})
        for line in margin:
            words.setdefault(_likeness(line), line.text)
    least = max(2, 0.4 * len(sheets))
    return {likeness: words[likeness] for likeness, count in seen.items() if count >= least}


def _is_running(line: PrintedLine, sheet: _Sheet, running: dict[str, str]) -> bool:
    return _in_margin(line, sheet) and _likeness(line) in running


def _body_lines(sheet: _Sheet, running: dict[str, str]) -> list[PrintedLine]:
    return [
        line
        for line in sheet.lines
        if not _is_page_number(line, sheet) and not _is_running(line, sheet, running)
    ]


def _columns(sheets: list[_Sheet], running: dict[str, str]) -> dict[int, Column]:
    """The text column for each page width: an annex in landscape has another one than the notice."""
    pages: dict[int, list[list[PrintedLine]]] = {}
    for sheet in sheets:
        pages.setdefault(round(sheet.width), []).append(_body_lines(sheet, running))
    return {width: column_of(lines, width) for width, lines in pages.items()}
