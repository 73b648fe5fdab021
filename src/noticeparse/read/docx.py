"""DOCX → Reading: the words Word shows, in reading order, one paragraph a line, automatic numbers included.

Kept: paragraphs and tables in order, text boxes after the paragraph they hang on, inserted text, results of
fields, content controls. Left out: deleted and hidden text, field codes, headers and footers. Footnotes and
the entries of a table of contents are kept as furniture.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from noticeparse.model import Doubt, Page, Span, Table
from noticeparse.read.archive import Package, parse_part
from noticeparse.read.reading import Reading, RefusedError
from noticeparse.read.word_numbering import Numbering
from noticeparse.read.word_styles import Styles, child, is_on, value_of, whole

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
MAX_COLUMNS = 63  # Word's own limit; a damaged gridSpan may claim millions

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_MATH_TEXT = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
_XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_DEEPEST_FIELD = 50  # fields in fields; only damaged files open more than they close
_LONGEST_CODE = 1000  # characters; what matters of a code stands at its head
_TEXT_BOX = f"{_W}txbxContent"
_DROPPED_NAMES = (
    "pPr rPr sectPr sdtPr sdtEndPr tblPr tblPrEx tblGrid trPr tcPr rubyPr del moveFrom delText delInstrText"
    " instrText rt footnoteRef endnoteRef"
)
_DROPPED = frozenset(f"{_W}{name}" for name in _DROPPED_NAMES.split())
_SIGNS = {
    f"{_W}{name}": sign for name, sign in (("tab", "\t"), ("ptab", "\t"), ("br", "\n"), ("cr", "\n"))
} | {f"{_W}noBreakHyphen": "-"}
# Wingdings has circled numbers (0x81 ① …, 0x8C ❶ …), boxes and ticks that forms and lists use.
_WINGDINGS = (
    {0xF081 + step: chr(ord("①") + step) for step in range(10)}
    | {0xF08C + step: chr(ord("❶") + step) for step in range(10)}
    | {0xF0A8: "□", 0xF06F: "□", 0xF0FC: "✓", 0xF0FE: "☑", 0xF0FB: "✗", 0xF052: "☑"}
)
# 带圈字符, a field without a result: EQ \o\ac(○,1)
_ENCLOSED = re.compile(r"eq\s*\\o\s*\\ac\s*\(\s*[○◯]\s*[,;，]\s*(\d{1,2})\s*\)", re.IGNORECASE)


def read_docx(data: bytes) -> Reading:
    """Read the bytes of a DOCX (or DOCM, DOTX) file; raises RefusedError with the cause where that is not
    possible.

    `automatic` holds the spans of the numbers Word shows and the file does not write out. `page.title` is the
    title of the document properties where the text has it too: templates leave all kinds of others.
    """
    package = Package(data)
    document = package.related("").get("officeDocument", "word/document.xml")
    if document not in package and "word/document.xml" in package:
        document = "word/document.xml"
    if document not in package:
        raise RefusedError(f"is {package.kind()}, not a Word document")
    root = parse_part(package.part(document), document)
    body = child(root, "body")
    if root.tag != f"{_W}document" or body is None:
        raise RefusedError(
            f"is {package.kind()}, not a Word document" if "xl" in document else "has no document body"
        )
    related = package.related(document)
    styles = Styles(_optional(package, related.get("styles")))
    story = _Story(styles, Numbering.read(_optional(package, related.get("numbering")), styles))
    story.blocks(body)
    story.end_paragraph()
    for notes in ("footnotes", "endnotes"):
        _write_notes(story, _optional(package, related.get(notes)), notes)
    return _reading(story, _title(package))


def _reading(story: _Story, title: str | None) -> Reading:
    text = "\n".join(story.lines)
    shown = title is not None and "".join(title.split()) in "".join(text.split())
    return Reading(
        text=text,
        media_type=MEDIA_TYPE,
        page=Page(title=title if shown else None),
        furniture=story.furniture,
        automatic=story.automatic,
        tables=story.tables,
        doubts=story.doubts(),
    )


def _optional(package: Package, name: str | None) -> Any | None:
    """The root of a part that a document may do without."""
    return parse_part(package.part(name), name) if name is not None and name in package else None


def _title(package: Package) -> str | None:
    """`dc:title` of the core properties, of four characters at least."""
    core = _optional(package, package.related("").get("core-properties"))
    title = None if core is None else core.findtext("{http://purl.org/dc/elements/1.1/}title")
    return title.strip() if title and len(title.strip()) >= 4 else None


def _write_notes(story: _Story, root: Any | None, notes: str) -> None:
    """Footnotes or endnotes at the end of the text, as furniture; separators are not notes."""
    if root is None:
        return
    for note in root.findall(f"{_W}{notes[:-1]}"):
        if note.get(f"{_W}type") in (None, "normal"):
            story.blocks(note, furniture=True)
            story.end_paragraph()


@dataclass(slots=True)
class _Story:
    """The text while it is being written: `blocks` walks the body, line by line."""

    styles: Styles
    numbering: Numbering
    lines: list[str] = field(default_factory=list)
    furniture: list[Span] = field(default_factory=list)
    automatic: list[Span] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    embedded: bool = False
    _length: int = 0  # of the lines so far, with the line end after each
    _held: str = ""  # text of a paragraph whose end is deleted or hidden: it runs on into the next
    _held_number: int = 0
    _fields: list[_Field] = field(default_factory=list)  # the open complex fields, outermost first

    # ------------------------------------------------------------------ blocks

    def blocks(self, parent: Any, *, furniture: bool = False) -> None:
        """Write every paragraph and table under `parent`, through content controls and insertions."""
        for element in parent:
            if element.tag == f"{_W}p":
                self.paragraph(element, furniture=furniture)
            elif element.tag == f"{_W}tbl":
                self.table(element, furniture=furniture)
            elif element.tag == f"{_W}sdt":
                contents = value_of(element, "sdtPr", "docPartObj", "docPartGallery") == "Table of Contents"
                self.blocks(element, furniture=furniture or contents)
            elif element.tag == f"{_W}altChunk":
                self.embedded = True
            elif element.tag == f"{_MC}AlternateContent":
                chosen = _chosen(element)
                if chosen is not None:
                    self.blocks(chosen, furniture=furniture)
            elif isinstance(element.tag, str) and element.tag not in _DROPPED:
                self.blocks(element, furniture=furniture)

    def paragraph(self, element: Any, *, furniture: bool) -> None:
        """Write one paragraph: its number, its text, then the text boxes that hang on it."""
        properties = child(element, "pPr")
        mark = child(properties, "rPr")
        boxes: list[Any] = []
        text = "".join(self._inline(element, properties, boxes))
        hidden = self._is_hidden(mark, properties)
        deleted = child(mark, "del") is not None or child(mark, "moveFrom") is not None
        furniture = furniture or self._is_contents(properties)
        # codes do not run on into the next paragraph: one never closed must not swallow the document
        self._fields = [open_field for open_field in self._fields if not open_field.in_code][-_DEEPEST_FIELD:]
        if deleted or (hidden and not text.strip()):
            self._held += text
        else:
            self._number(properties)
            self._held += text
            if not hidden:  # a hidden end: a "style separator", the next paragraph runs on in the same line
                self.end_paragraph(furniture=furniture)
        for box in boxes:
            self.end_paragraph()
            self.blocks(box, furniture=furniture)

    def end_paragraph(self, *, furniture: bool = False) -> None:
        """Write what is held as a line, unless there is nothing to show."""
        text, number = self._held, self._held_number
        self._held, self._held_number = "", 0
        if not text.strip():
            return
        if number:
            self.automatic.append((self._length, self._length + number))
        if furniture:
            self.furniture.append((self._length, self._length + len(text)))
        self.lines.append(text)
        self._length += len(text) + 1

    def _number(self, properties: Any | None) -> None:
        number = self.numbering.next(properties)
        if number is None or not number.text:
            return
        if self._held:  # the paragraphs before ran on into this one, whose number stands before them all
            self._held_number = self._held_number or len(number.text)
        else:
            self._held_number = len(number.text)
        self._held = number.text + number.gap + self._held

    def doubts(self) -> list[Doubt]:
        """What the reader is not sure of."""
        doubts = [
            Doubt(
                code="unknown-number-format",
                message=f"Word numbers a list in the unknown format {name}, shown here as 1, 2, 3",
            )
            for name in sorted(self.numbering.unknown_formats)
        ]
        if self.embedded:
            message = "the file embeds another document (altChunk), whose text is not read"
            doubts.append(Doubt(code="embedded-document", message=message))
        return doubts

    # ------------------------------------------------------------------ tables

    def table(self, element: Any, *, furniture: bool) -> None:
        """Write the cells row by row, each paragraph on its own line, and note where each cell stands.

        A merged cell is written once. A table of one cell is a frame for layout and not noted.
        """
        self.end_paragraph()
        place = len(self.tables)
        self.tables.append(())  # tables inside its cells come after it
        rows: list[list[Span]] = []
        for row in _inside(element, f"{_W}tr"):
            if child(row, "trPr", "del") is None:
                rows.append(self._row(row, rows[-1] if rows else [], furniture=furniture))
        if sum(len(row) for row in rows) > 1:
            self.tables[place] = tuple(tuple(row) for row in rows)
        else:
            del self.tables[place]

    def _row(self, element: Any, above: list[Span], *, furniture: bool) -> list[Span]:
        row = [self._nothing()] * _columns(child(element, "trPr", "gridBefore"), least=0)
        for cell in _inside(element, f"{_W}tc"):
            width = _columns(child(cell, "tcPr", "gridSpan"), least=1)
            merge = child(cell, "tcPr", "vMerge")
            if merge is not None and merge.get(f"{_W}val") != "restart" and len(row) < len(above):
                span = above[len(row)]
            else:
                span = self._cell(cell, furniture=furniture)
            row.extend([span] * width)
        return row[:MAX_COLUMNS]

    def _cell(self, element: Any, *, furniture: bool) -> Span:
        start = self._length
        self.blocks(element, furniture=furniture)
        self.end_paragraph(furniture=furniture)
        return (start, self._length - 1) if self._length > start else self._nothing()

    def _nothing(self) -> Span:
        """The span of an empty cell: the end of the last line."""
        end = max(self._length - 1, 0)
        return (end, end)

    # ------------------------------------------------------------------ inside a paragraph

    def _inline(self, parent: Any, properties: Any | None, boxes: list[Any]) -> Iterator[str]:
        """The shown text under `parent`; text boxes met on the way are put into `boxes`."""
        for element in parent:
            tag = element.tag
            if tag == f"{_W}r":
                if not self._is_hidden(child(element, "rPr"), properties):
                    yield from self._inline(element, properties, boxes)
                else:
                    self._follow_fields(element)
            elif tag == f"{_W}fldChar":
                yield self._field_mark(element)
            elif tag == f"{_W}instrText":
                if self._fields and len(self._fields[-1].code) < _LONGEST_CODE:
                    self._fields[-1].code += element.text or ""
            elif tag == _TEXT_BOX:
                boxes.append(element)
            elif tag == f"{_MC}AlternateContent":
                chosen = _chosen(element)
                if chosen is not None:
                    yield from self._inline(chosen, properties, boxes)
            elif any(open_field.in_code for open_field in self._fields):
                continue
            elif tag in (f"{_W}t", _MATH_TEXT):
                yield _plain(element)
            elif tag in _SIGNS:
                yield _SIGNS[tag]
            elif tag == f"{_W}sym":
                yield _symbol(element)
            elif isinstance(tag, str) and tag not in _DROPPED:
                yield from self._inline(element, properties, boxes)

    def _follow_fields(self, run: Any) -> None:
        """Fields open and close in hidden runs too."""
        for mark in run.findall(f"{_W}fldChar"):
            self._field_mark(mark)

    def _field_mark(self, mark: Any) -> str:
        """Note where a complex field begins, its result begins, it ends; what one without a result shows."""
        kind = mark.get(f"{_W}fldCharType")
        if kind == "begin":
            self._fields = [*self._fields[-_DEEPEST_FIELD:], _Field()]
        elif kind == "separate" and self._fields:
            self._fields[-1].in_code = False
        elif kind == "end" and self._fields:
            return self._fields.pop().shown_without_result()
        return ""

    def _is_hidden(self, run_properties: Any | None, paragraph_properties: Any | None) -> bool:
        """Whether Word hides a run: by itself, by its character style, else by its paragraph's style."""
        own = is_on(child(run_properties, "vanish"))
        if own is not None:
            return own
        by_character = self.styles.hide(value_of(run_properties, "rStyle"))
        if by_character is not None:
            return by_character
        return bool(self.styles.hide(self.styles.paragraph_style_id(paragraph_properties)))

    def _is_contents(self, properties: Any | None) -> bool:
        """Whether a paragraph is an entry of a table of contents: in a TOC field, or styled as one."""
        if any(open_field.code.split()[:1] == ["TOC"] for open_field in self._fields):
            return True
        style = next((style for _, style in self.styles.of_paragraph(properties)), None)
        return (value_of(style, "name") or "").lower().startswith("toc ")


@dataclass(slots=True)
class _Field:
    """A complex field: its code up to the separator, its result after it."""

    code: str = ""
    in_code: bool = True

    def shown_without_result(self) -> str:
        """An enclosed number (带圈字符) is drawn by its code; other fields without a result show nothing."""
        enclosed = _ENCLOSED.search(self.code) if self.in_code else None
        number = int(enclosed[1]) if enclosed else 0
        return chr(ord("①") + number - 1) if 1 <= number <= 20 else ""


def _inside(parent: Any, tag: str) -> Iterator[Any]:
    """The rows of a table or cells of a row, through content controls and the like."""
    for element in parent:
        if element.tag == tag:
            yield element
        elif element.tag in (f"{_W}sdt", f"{_W}sdtContent", f"{_W}customXml", f"{_W}ins", f"{_W}moveTo"):
            yield from _inside(element, tag)


def _chosen(alternatives: Any) -> Any | None:
    """One of the alternatives of an `mc:AlternateContent`: the first with text in it, else the first."""
    branches: Iterable[Any] = alternatives.findall(f"{_MC}Choice") + alternatives.findall(f"{_MC}Fallback")
    return next((branch for branch in branches if next(branch.iter(f"{_W}t"), None) is not None), None)


def _columns(element: Any | None, *, least: int) -> int:
    stated = whole(element.get(f"{_W}val")) if element is not None else None
    return min(max(stated or least, least), MAX_COLUMNS)


def _plain(element: Any) -> str:
    """The text of a `w:t`: line ends are blanks to Word, and outer blanks count only where preserved."""
    text = (element.text or "").replace("\r\n", " ").translate(_BLANKS)
    return text if element.get(_XML_SPACE) == "preserve" else text.strip(" ")


_BLANKS = str.maketrans("\r\n\t", "   ")


def _symbol(element: Any) -> str:
    """A `w:sym` as the character it shows: Wingdings by table, codes of other fonts as they are."""
    try:
        code = int(element.get(f"{_W}char") or "", 16)
    except ValueError:
        return ""
    if (element.get(f"{_W}font") or "").lower() == "wingdings":
        code = code | 0xF000 if code < 0x100 else code
        return _WINGDINGS.get(code, "")
    return chr(code) if 0x20 <= code < 0xD800 or 0xE000 <= code < 0xFFFE else ""
