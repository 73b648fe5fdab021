"""An element of a page as lines, the way a browser lays them out.

Blocks and `<br>` begin lines, inline elements never do; runs of blanks in the source are one space, and
none where a line of the source ends between two Chinese characters (CSS Text 3, §4.1.2); no-break and
ideographic spaces stay, but not at the ends of a line, where they only indent. The tree is walked with
a stack of its own: depth costs no recursion.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, field

from bs4 import Tag
from bs4.element import NavigableString

from noticeparse.model import Span
from noticeparse.read.html_body import is_link_text
from noticeparse.read.html_numbers import Counter
from noticeparse.read.html_styles import Look, Styles, is_block, is_hidden, keeps_line_ends, names

_UNPRINTED = frozenset((
    "script", "style", "template", "noscript", "noframes", "head", "title", "meta", "link", "base",
    "iframe", "object", "embed", "svg", "math", "canvas", "audio", "video", "map", "area", "select",
    "option", "button", "input", "textarea", "datalist", "progress", "meter", "rp", "rt", "xml", "nav",
))  # fmt: skip
_BLANKS = re.compile(r"[ \t\r\n\f]+")
_INDENT = " \t\r\n\f\v\u00a0\u3000\u2002\u2003\u2009\u200b\u200c\u200d\u2060\ufeff"
_WIDE = re.compile(
    r"[\u2e80-\u9fff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6\U00020000-\U0003ffff“”‘’…—]"
)
_TYPED_NUMBER = re.compile(
    r"[\s\u00a0\u3000]*(?:[（(]?(?:\d{1,3}|[一二三四五六七八九十]{1,3})[)）、.．]|[①-⑳⑴-⒇㈠-㈩]|第[一二三四五六七八九十]|[一二三四五六七八九十]是)"
)
_WORD = re.compile(r"[^\W\d_年月日]")
_LARGEST_GRID = 100_000  # cells


@dataclass(slots=True)
class Line:
    """One line of the page; `numbers` are the stretches of it that the browser, not the author, wrote."""

    text: str
    numbers: list[Span] = field(default_factory=list)
    heading: bool = False
    linked: bool = False  # its words are links, but for a date
    cell: bool = False  # it stands in a table that `Layout.tables` holds


@dataclass(slots=True)
class Cell:
    """A table cell: the lines it covers, `rowspan` and `colspan` as written."""

    first: int
    last: int
    rowspan: int
    colspan: int


@dataclass(slots=True)
class Layout:
    """The lines of an element and the tables among them, each as rows of cells in source order."""

    lines: list[Line] = field(default_factory=list)
    tables: list[list[list[Cell]]] = field(default_factory=list)


@dataclass(slots=True)
class _Table:
    rows: list[list[Cell]] = field(default_factory=list)
    nested: bool = False
    first_line: int = 0


class Typesetter:
    """Lays out elements of one page."""

    def __init__(self, styles: Styles, dropped: Collection[int], titles: frozenset[str]) -> None:
        self._styles = styles
        self._dropped = dropped
        self._titles = titles

    def lay_out(self, root: Tag, stop: Collection[int] = ()) -> Layout:
        """The lines of `root`; up to the first element whose id() is in `stop`."""
        return _Run(self._styles, self._dropped, self._titles, stop).lay_out(root)


class _Run:
    """One walk over one element."""

    def __init__(
        self, styles: Styles, dropped: Collection[int], titles: frozenset[str], stop: Collection[int]
    ) -> None:
        self.styles, self.dropped, self.titles, self.stop = styles, dropped, titles, stop
        self.layout = Layout()
        self.pieces: list[str] = []
        self.numbers: list[str] = []  # of items whose first words are still to come
        self.counters: list[Counter | None] = []
        self.tables: list[_Table] = []
        self.cells: list[Cell] = []
        self.headings = self.links = self.pre = 0
        self.linked = self.unlinked = False  # words of this line in links, outside links

    def lay_out(self, root: Tag) -> Layout:
        # An entry is a node to enter, or what leaving an element undoes.
        stack: list[tuple[object, str]] = [(root, "enter")]
        while stack:
            node, what = stack.pop()
            if what != "enter":
                self._leave(what)
            elif isinstance(node, Tag):
                if id(node) in self.stop:
                    break
                self._enter(node, stack, shown=node is root)
            elif type(node) is NavigableString:  # comments, CDATA and declarations are subclasses
                self._write(str(node))
        self._end_line()
        return self.layout

    # -------------------------------------------------------------- elements

    def _enter(self, element: Tag, stack: list[tuple[object, str]], shown: bool) -> None:
        """Begin an element; the root is `shown` whatever its style, for scripts reveal some articles late."""
        name = element.name
        if name in _UNPRINTED or id(element) in self.dropped or (":" in name and name != "o:p"):
            return
        if name == "br":
            self._end_line()
            return
        look = self.styles.look(element)
        if not shown and is_hidden(element, look):
            return
        undo = []
        block = is_block(element, look)
        if block:
            self._end_line()
            undo.append("line")
        if keeps_line_ends(element, look):
            self.pre += 1
            undo.append("pre")
        if name in ("h1", "h2", "h3") or (block and not self.titles.isdisjoint(names(element))):
            self.headings += 1
            undo.append("heading")
        undo += self._enter_kind(element, name, look)
        stack.extend((None, what) for what in undo)
        stack.extend((child, "enter") for child in reversed(element.contents))

    def _enter_kind(self, element: Tag, name: str, look: Look) -> list[str]:
        """What entering changes by the kind of element; the changes to undo when it is left, the last
        first."""
        undo = []
        if name in ("ol", "ul", "menu", "dir"):
            self.counters.append(_counter(element, look) if name == "ol" else None)
            undo.append("list")
        elif name == "li":
            self._number(element, look)
            undo.append("item")
        elif name == "table":
            if self.tables:
                self.tables[-1].nested = True
            self.tables.append(_Table(first_line=len(self.layout.lines)))
            undo.append("table")
        elif name == "tr" and self.tables:
            self.tables[-1].rows.append([])
        elif name in ("td", "th") and self.tables and self.tables[-1].rows:
            self._begin_cell(element)
            undo.append("cell")
        elif name == "a" and "href" in element.attrs:
            self.links += 1
            undo.append("link")
        return undo

    def _leave(self, what: str) -> None:
        if what == "line":
            self._end_line()
        elif what == "pre":
            self.pre -= 1
        elif what == "list":
            self.counters.pop()
        elif what == "item":
            self._end_line()
            self.numbers.clear()
        elif what == "table":
            self._end_table()
        elif what == "cell":
            self._end_line()
            self.cells.pop().last = len(self.layout.lines)
        elif what == "link":
            self.links -= 1
        elif what == "heading":
            self._end_line()
            self.headings -= 1

    # -------------------------------------------------------------- lists

    def _number(self, item: Tag, look: Look) -> None:
        counter = self.counters[-1] if self.counters else None
        if counter is None:
            return
        value = _integer(item.get("value"))
        style = look.list_style or _text(item.get("type")) or None
        number = counter.number(value, None if counter.style == "none" else style)
        if number:
            self.numbers.append(number)

    # -------------------------------------------------------------- tables

    def _begin_cell(self, element: Tag) -> None:
        here = len(self.layout.lines)
        rows = _integer(element.get("rowspan"))
        columns = _integer(element.get("colspan"))
        cell = Cell(here, here, 1 if rows is None else max(rows, 0), min(max(columns or 1, 1), 1000))
        self.tables[-1].rows[-1].append(cell)
        self.cells.append(cell)

    def _end_table(self) -> None:
        self._end_line()
        table = self.tables.pop()
        if table.nested or not _is_data(table.rows):
            return
        self.layout.tables.append(table.rows)
        for line in self.layout.lines[table.first_line :]:
            line.cell = True

    # -------------------------------------------------------------- lines

    def _write(self, text: str) -> None:
        if self.pre:
            first, *rest = text.replace("\r\n", "\n").split("\n")
            self._add(first)
            for line in rest:
                self._end_line()
                self._add(line)
        else:
            self._add(text)

    def _add(self, text: str) -> None:
        if not text:
            return
        self.pieces.append(text)
        if self.links and is_link_text(text):
            self.linked = True
        elif not self.unlinked and _WORD.search(text):
            self.unlinked = True

    def _end_line(self) -> None:
        if not self.pieces:
            return
        text = _collapsed("".join(self.pieces))
        self.pieces.clear()
        linked = self.linked and not self.unlinked
        self.linked = self.unlinked = False
        if not text:
            return
        numbers = []
        head = ""
        for number in self.numbers:
            numbers.append((len(head), len(head) + len(number.rstrip())))
            head += number
        self.numbers.clear()
        self.layout.lines.append(Line(head + text, numbers, self.headings > 0, linked))


def _collapsed(text: str) -> str:
    text = text.strip(_INDENT)
    if not _BLANKS.search(text):
        return text
    return _BLANKS.sub(_one_blank, text)


def _one_blank(run: re.Match[str]) -> str:
    if "\n" not in run[0] and "\r" not in run[0]:
        return " "
    before, after = run.string[run.start() - 1], run.string[run.end()]
    return "" if _WIDE.match(before) and _WIDE.match(after) else " "


def _counter(element: Tag, look: Look) -> Counter:
    """The counter of an `<ol>` (HTML §4.4.5); none where the author typed the numbers and a style sheet
    hid the list's."""
    items = [child for child in element.contents if isinstance(child, Tag) and child.name == "li"]
    typed = sum(_TYPED_NUMBER.match(_beginning(item)) is not None for item in items)
    style = look.list_style or _text(element.get("type")) or "decimal"
    if items and typed * 2 > len(items):
        style = "none"
    backwards = element.has_attr("reversed")
    start = _integer(element.get("start"))
    if start is None:
        start = len(items) if backwards else 1
    return Counter(style, start, -1 if backwards else 1)


def _beginning(item: Tag) -> str:
    """The first words of an item, without laying it out."""
    words = ""
    node = item.next_element  # not item.descendants, which first walks down to the last of them
    for _ in range(12):
        if node is None or getattr(node, "name", None) == "li":
            break
        if type(node) is NavigableString:
            words += node
        node = node.next_element
    return words


def _is_data(rows: list[list[Cell]]) -> bool:
    """A table of two and more rows with words in two and more columns; anything else only places things
    on the page."""
    full = [row for row in rows if sum(cell.last > cell.first for cell in row) >= 2]
    return len(full) >= 2 or (
        len(full) == 1 and len(rows) >= 2 and any(c.rowspan != 1 for row in rows for c in row)
    )


def grid(rows: list[list[Cell]]) -> list[list[Cell | None]] | None:
    """Every row with a cell for every column: a merged cell stands in each place it covers (HTML §4.9.12).

    None for a table of more than 100,000 places.
    """
    places: list[list[Cell | None]] = [[] for _ in rows]
    count = 0
    for number, row in enumerate(rows):
        column = 0
        for cell in row:
            while column < len(places[number]) and places[number][column] is not None:
                column += 1
            height = min(cell.rowspan or len(rows), len(rows) - number)
            count += height * cell.colspan
            if count > _LARGEST_GRID:
                return None
            for below in places[number : number + height]:
                below.extend([None] * (column + cell.colspan - len(below)))
                below[column : column + cell.colspan] = [cell] * cell.colspan
            column += cell.colspan
    return places


def _integer(value: object) -> int | None:
    text = _text(value).strip()
    return int(text) if re.fullmatch(r"[+-]?\d{1,9}", text, re.ASCII) else None


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
