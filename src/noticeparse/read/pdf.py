"""PDF → Reading (extra `[pdf]`): the characters of each page sorted by position, lines rejoined to
paragraphs.

Position, not the order of the stream, decides: quotation marks stay where they are printed. A paragraph ends
where a line stops short of the right edge, or the next one is indented. Page numbers are left out; running
heads and feet are kept once, at the end, as furniture.
"""

from __future__ import annotations

import io
import logging
import re
import unicodedata
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import Any

from noticeparse.model import Page, Span, Warning_
from noticeparse.read.reading import Reading, RefusedError

MEDIA_TYPE = "application/pdf"
MAX_FILE = 256 * 2**20  # bytes
MAX_PAGES = 2_000
MAX_CHARACTERS = 5_000_000
MAX_INFLATED = 512 * 2**20  # bytes of all packed streams together
MAX_STREAM = 128 * 2**20  # bytes of one

_PIECE = 2**16
_STREAM = re.compile(rb"(?<!end)stream\r?\n")
_PACKED_TWICE = re.compile(rb"/(?:FlateDecode|Fl)\s*/(?:FlateDecode|Fl)\b")
_UNMAPPED = re.compile(r"\(cid:\d+\)")
_DASHES = "-—–―－─‐·~～"
_PAGE_NUMBER = re.compile(
    rf"[{_DASHES}]*\d{{1,4}}[{_DASHES}]*|第\d{{1,4}}页(?:[,，/]?共\d{{1,4}}页)?|\d{{1,4}}/\d{{1,4}}|Page\d{{1,4}}(?:of\d{{1,4}})?"
)
_CLOSING = "，。、；：？！）」』】》〉”’…,.;:?!)]}％%"
_SENTENCE_ENDS = "。；;：:！？!?”"
_MARKER = re.compile(
    r"[一二三四五六七八九十]{1,3}[、是]|[（(][一二三四五六七八九十\d]{1,3}[)）]|\d{1,2}(?:[.．](?!\d)|[、)）])|[①-⑳]"
    r"|第[一二三四五六七八九十]{1,3}[，,章条]"
)
_OPENING = "“‘（《〈【「『([{"
# Fonts of some programs map a character to its look-alike among the radicals; the glyph is the character's.
_RADICALS = {
    code: unicodedata.normalize("NFKC", chr(code)) for code in (*range(0x2F00, 0x2FD6), 0x2E9F, 0x2EF3)
} | {
    ord(radical): character
    for radical, character in zip(
        "⺠⻄⻅⻆⻉⻋⻓⻔⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻧⻨⻩⻬⻮⻰",
        "民西见角贝车长门青韦页风飞食马骨鬼鱼鸟卤麦黄齐齿龙",
        strict=True,
    )
}


@dataclass(slots=True)
class _Line:
    """A printed line; lengths in points, `top` from the top of the page."""

    text: str
    x0: float
    x1: float
    x1_inside: float  # without closing punctuation, which may hang out of the column
    top: float
    bottom: float
    size: float
    page: int
    first_word: float  # width of what would have had to fit on the line before


@dataclass(slots=True)
class _Sheet:
    """A page's lines and measures."""

    lines: list[_Line]
    width: float
    height: float
    pictures: int


@dataclass(frozen=True, slots=True)
class _Column:
    """Where the body text of a document stands."""

    left: float
    right: float
    size: float
    pitch: float  # from the top of one line to the top of the next


def read_pdf(data: bytes) -> Reading:
    """Read the bytes of a PDF file; raises RefusedError with the cause where that is not possible.

    Needs pdfplumber (`pip install noticeparse[pdf]`). Scanned pages without a text layer are refused.
    """
    if b"%PDF-" not in data[:1024]:
        raise RefusedError("is not a PDF file")
    if len(data) > MAX_FILE:
        raise RefusedError(f"is larger than {MAX_FILE // 2**20} MiB")
    _refuse_bombs(data)
    sheets, title = _sheets(data)
    _refuse_pictures(sheets)
    running = _running(sheets)
    columns = _columns(sheets, running)
    body = [
        (line, columns[round(sheet.width)])
        for sheet in sheets
        for line in sheet.lines
        if not _is_page_number(line, sheet) and not _is_running(line, sheet, running)
    ]
    paragraphs = [_joined(paragraph) for paragraph in _paragraphs(body)]
    return _reading(paragraphs, list(dict.fromkeys(running.values())), title)


def _reading(paragraphs: list[str], running: list[str], title: str | None) -> Reading:
    text = "\n".join(paragraphs + running)
    unmapped = text.count("\N{REPLACEMENT CHARACTER}")
    if unmapped > 0.3 * len(text):
        raise RefusedError("its fonts do not say which characters they show, so its text cannot be read")
    at = len("\n".join(paragraphs)) + 1 if paragraphs else 0
    furniture: list[Span] = []
    for line in running:
        furniture.append((at, at + len(line)))
        at += len(line) + 1
    message = f"{unmapped} characters of fonts that do not say which ones they show"
    shown = title is not None and "".join(title.split()) in "".join(text.split())
    return Reading(
        text=text,
        media_type=MEDIA_TYPE,
        replaced=unmapped,
        page=Page(title=title if shown else None),
        furniture=furniture,
        doubts=[Warning_(code="unmapped-characters", message=message)] if unmapped else [],
    )


# --------------------------------------------------------------------------- opening


def _sheets(data: bytes) -> tuple[list[_Sheet], str | None]:
    """The lines of every page, and the title of the document information."""
    try:
        import pdfplumber
    except ImportError as error:
        raise RefusedError("needs pdfplumber to be read as a PDF: pip install noticeparse[pdf]") from error
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
                lines = list(_lines(page.chars, float(page.width), float(page.height), number))
                sheets.append(_Sheet(lines, float(page.width), float(page.height), len(page.images)))
                page.close()
            return sheets, _title(document.metadata)
    except RefusedError:
        raise
    except Exception as error:  # pdfminer lets any error through on damaged files, down to TypeError
        raise RefusedError(_open_failure(error)) from error


def _open_failure(error: Exception) -> str:
    from pdfminer.pdfdocument import PDFEncryptionError

    causes = (error, error.__cause__, error.__context__, *error.args)  # pdfplumber wraps pdfminer's errors
    if any(isinstance(cause, PDFEncryptionError) for cause in causes):
        return "is encrypted: open it with its password and save it without one"
    return f"is a damaged PDF ({type(error).__name__}: {str(error)[:80]})"


def _title(metadata: dict[str, Any]) -> str | None:
    title = metadata.get("Title")
    return title.strip() if isinstance(title, str) and len(title.strip()) >= 4 else None


def _refuse_bombs(data: bytes) -> None:
    """Inflate every packed stream piece by piece and throw the pieces away: pdfminer would inflate without limit."""
    if _PACKED_TWICE.search(data):
        raise RefusedError("packs a stream twice over (a zip bomb?)")
    total = 0
    for start in _STREAM.finditer(data):
        for size in _inflated(memoryview(data)[start.end() :]):
            total += size
            if total > MAX_INFLATED:
                raise RefusedError("unpacks to more than any document holds (a zip bomb?)")


def _inflated(packed: memoryview) -> Iterator[int]:
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


def _refuse_pictures(sheets: list[_Sheet]) -> None:
    """Refuse a document that has no text to speak of: scanned pages, at most with a stamp or page number on them."""
    characters = sum(len(line.text) for sheet in sheets for line in sheet.lines)
    pictures = sum(sheet.pictures > 0 for sheet in sheets)
    if characters < 10 * len(sheets) and pictures >= len(sheets) / 2 and sheets:
        raise RefusedError("has no text layer: its pages are pictures (scanned?), run OCR on it first")
    if not characters:
        raise RefusedError("has no text" if sheets else "is a damaged PDF without pages")


# --------------------------------------------------------------------------- lines


def _lines(chars: list[dict[str, Any]], width: float, height: float, page: int) -> Iterator[_Line]:
    """The printed lines from top to bottom; slanted text (watermarks) and what lies outside the page is left out."""
    shown = [
        char
        for char in chars
        if _is_level(char)
        and 1 <= char["size"] <= 400
        and -1 <= char["x0"] <= width
        and -1 <= char["top"] <= height
    ]
    shown.sort(key=_middle)
    row: list[dict[str, Any]] = []
    middle = 0.0
    for char in shown:
        if row and _middle(char) - middle > 0.5 * max(char["size"], row[0]["size"]):
            yield from _line(row, page)
            row = []
        row.append(char)
        middle += (_middle(char) - middle) / len(row)
    yield from _line(row, page)


def _is_level(char: dict[str, Any]) -> bool:
    """Whether a character stands on a level line; pdfminer calls anything up to a quarter turn upright."""
    along, up = char["matrix"][:2]
    return bool(char["upright"] and abs(up) < 0.05 * abs(along))


def _middle(char: dict[str, Any]) -> float:
    return float(char["top"] + char["bottom"]) / 2


def _line(row: list[dict[str, Any]], page: int) -> Iterator[_Line]:
    """The characters of one line from left to right, with blanks where the print leaves room for them."""
    row = sorted(row, key=lambda char: char["x0"])
    while row and not row[0]["text"].strip():
        del row[0]
    while row and not row[-1]["text"].strip():
        del row[-1]
    pieces: list[str] = []
    previous: dict[str, Any] | None = None
    for char in row:
        if previous is not None:
            if _is_shadow(char, previous):
                continue
            pieces.append(_gap(previous, char))
        pieces.append(_character(char["text"]))
        previous = char
    text = "".join(pieces)
    if text.strip():
        top, bottom = median(char["top"] for char in row), max(char["bottom"] for char in row)
        right = max(char["x1"] for char in row)
        inside = max((char["x1"] for char in row if char["text"] not in _CLOSING), default=right)
        size = median(char["size"] for char in row)
        yield _Line(text, row[0]["x0"], right, inside, top, bottom, size, page, _first_word(row))


def _is_shadow(char: dict[str, Any], previous: dict[str, Any]) -> bool:
    """Whether a character is printed a second time to look bold."""
    return bool(char["text"] == previous["text"] and char["x0"] - previous["x0"] < 0.2 * char["size"])


def _gap(left: dict[str, Any], right: dict[str, Any]) -> str:
    """A blank where a Latin word ends, or Chinese characters stand an em apart."""
    if left["text"].isspace() or right["text"].isspace():
        return ""
    room = (right["x0"] - left["x1"]) / max(left["size"], right["size"])
    latin = left["text"].isascii() and right["text"].isascii()
    return " " if room > (0.2 if latin else 0.9) else ""


def _character(text: str) -> str:
    """What a glyph stands for: U+FFFD where its font does not say, the character where it says a look-alike."""
    if _UNMAPPED.fullmatch(text):
        return "\N{REPLACEMENT CHARACTER}"
    if text in "\r\n\t\x0b\x0c":
        return " "
    return "".join(
        char for char in text.translate(_RADICALS) if char == " " or char.isprintable() or char.isspace()
    )


def _first_word(row: list[dict[str, Any]]) -> float:
    """Width of what stands together at the head of a line and would have had to fit on the one before.

    A Latin word or figure, a dash, or one character, with the opening marks before it and the closing ones
    after.
    """
    texts = [char["text"] for char in row]
    end = 0
    while end < len(texts) - 1 and texts[end] in _OPENING:
        end += 1
    same = _ascii_word if _ascii_word(texts[end]) else (lambda text: text in "—…")
    end += 1
    while end < len(texts) and same(texts[end]) and same(texts[end - 1]):
        end += 1
    while end < len(texts) and (
        texts[end] in _CLOSING or (_ascii_word(texts[end]) and _holds(texts[end - 1]))
    ):
        end += 1
    return float(row[end - 1]["x1"] - row[0]["x0"])


def _holds(text: str) -> bool:
    """Whether a figure or Latin word right behind `text` may stay on its line."""
    return text in _CLOSING or _ascii_word(text)


def _ascii_word(text: str) -> bool:
    return text.isascii() and not text.isspace() and text not in _OPENING


# --------------------------------------------------------------------------- furniture


def _in_margin(line: _Line, sheet: _Sheet) -> bool:
    return line.bottom < 0.13 * sheet.height or line.top > 0.87 * sheet.height


def _is_page_number(line: _Line, sheet: _Sheet) -> bool:
    return _in_margin(line, sheet) and _PAGE_NUMBER.fullmatch("".join(line.text.split())) is not None


def _likeness(line: _Line) -> str:
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


def _is_running(line: _Line, sheet: _Sheet, running: dict[str, str]) -> bool:
    return _in_margin(line, sheet) and _likeness(line) in running


# --------------------------------------------------------------------------- paragraphs


def _columns(sheets: list[_Sheet], running: dict[str, str]) -> dict[int, _Column]:
    """The text column for each page width: an annex in landscape has another one than the notice."""
    columns: dict[int, _Column] = {}
    for width in {round(sheet.width) for sheet in sheets}:
        pages = [
            [
                line
                for line in sheet.lines
                if not _is_page_number(line, sheet) and not _is_running(line, sheet, running)
            ]
            for sheet in sheets
            if round(sheet.width) == width
        ]
        lines = [line for page in pages for line in page]
        size = median(line.size for line in lines) if lines else 12.0
        steps = sorted(
            lower.top - upper.top
            for page in pages
            for upper, lower in pairwise(page)
            if lower.top - upper.top > 0.8 * size
        )
        # the left edge is where at least two lines begin; the right edge one that a tenth of the lines reach
        left = _edge(sorted(line.x0 for line in lines), 2, 0.5 * size)
        right = _edge(
            sorted((line.x1_inside for line in lines), reverse=True), max(2, len(lines) // 10), size
        )
        if len(lines) < 10:  # too few to show where the right edge is: margins are about equal
            right = max(right, width - left - 2 * size)
        columns[width] = _Column(left, right, size, steps[len(steps) // 4] if steps else 2 * size)
    return columns


def _edge(places: list[float], support: int, near: float) -> float:
    """The outermost place with at least `support` places within `near` of it; `places` come outermost first."""
    for at, place in enumerate(places[: len(places) - support + 1]):
        if abs(places[at + support - 1] - place) <= near:
            return place
    return places[0] if places else 0.0


def _paragraphs(body: Iterable[tuple[_Line, _Column]]) -> Iterator[list[_Line]]:
    paragraph: list[_Line] = []
    for line, column in body:
        if paragraph and not _continues(paragraph, line, column):
            yield paragraph
            paragraph = []
        paragraph.append(line)
    if paragraph:
        yield paragraph


def _continues(paragraph: list[_Line], line: _Line, column: _Column) -> bool:
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
    if column.right - above.x1 > line.first_word + (2.0 if indented else 0.6) * em:
        return False  # there was room for more; where first lines are indented, that counts for more
    if len(paragraph) > 1 and abs(paragraph[1].x0 - paragraph[0].x0) > 0.5 * em:
        return abs(line.x0 - paragraph[1].x0) < 0.7 * em
    if above.x0 > column.left + 6 * em:
        return False  # a signature, a date
    if abs(line.x0 - above.x0) < 0.7 * em:  # nothing is indented here, or both begin a paragraph
        fresh = above.text[-1] in _SENTENCE_ENDS and _MARKER.match(line.text)
        return line.x0 < column.left + 0.7 * em and not fresh
    return abs(line.x0 - above.x0) < 5 * em  # the first line is indented, or hangs out with its number


def _is_even(line: _Line, column: _Column) -> bool:
    """Whether a line leaves as much room on its left as on its right."""
    return abs((line.x0 - column.left) - (column.right - line.x1)) < 1.5 * line.size


def _joined(paragraph: list[_Line]) -> str:
    """The lines of a paragraph as one; a blank only between Latin words."""
    text = paragraph[0].text
    for line in paragraph[1:]:
        latin = (
            text[-1].isascii() and text[-1].isalpha() and line.text[0].isascii() and line.text[0].isalpha()
        )
        text += (" " if latin else "") + line.text
    return text
