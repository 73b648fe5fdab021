"""HTML pages: title, line of date and source, and the article, one block a line; the rest of the page
stays outside.

The parser (BeautifulSoup over lxml) gets decoded text only: given bytes it stops at the first character
a wrong label does not hold, without an error.
"""

from __future__ import annotations

import re
import warnings
from dataclasses import dataclass, field

from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString

from noticeparse.model import Page, Span, Table
from noticeparse.read.furniture import kinds_of_lines, prose_bounds
from noticeparse.read.html_blocks import Cell, Layout, Line, Typesetter, grid
from noticeparse.read.html_body import article_elements, page_parts
from noticeparse.read.html_page import completed, fact_pairs, page_of
from noticeparse.read.html_styles import Styles, names
from noticeparse.read.reading import Reading, RefusedError

MAX_TAGS = 300_000
"""Pages of more tags are refused: each costs over a kilobyte in the tree, and a long notice has some
thousands."""

_NULS = re.compile("\0")
_BLANKS = re.compile(r"[\s\u3000\u200b\ufeff]+")
_FILE = re.compile(
    r"\.(?:docx?|xlsx?|wps|et|pdf|zip|rar|ofd|pptx?|jpe?g|png)$|^附[件表录]|^\d{0,2}[.、]?附件", re.IGNORECASE
)
_SHORTEST_TITLE, _LONGEST_TITLE = 6, 150
_LONGEST_HEAD = 60  # lines
_MOST_TABLES = 100  # among the first of a page is the one of page facts, if any


def html_reading(text: str) -> Reading:
    """The Reading of a decoded HTML page.

    `text` of the result holds the article's title as its first line where the page shows one, then the line
    of date and source (in `furniture`), then the article. A page without an article gives an empty text.

    Raises:
        RefusedError: more than `MAX_TAGS` tags.
    """
    if text.count("<") > MAX_TAGS:
        raise RefusedError(f"has more than {MAX_TAGS} tags, which no published notice has")
    soup = _parsed(text)
    head = page_of(soup.find_all("meta"), _title_of(soup))
    root: Tag = soup  # not its body: what a page writes behind </body> is shown all the same
    dropped, facts = _aside(root)
    typesetter = Typesetter(_styles(soup), dropped, page_parts().titles)
    article = article_elements(root, dropped)
    body = _joined([typesetter.lay_out(element) for element in article or [root]])
    before = typesetter.lay_out(root, {id(element) for element in article}).lines if article else []
    return _composed(_Composer(head, facts), before, body)


def _parsed(text: str) -> BeautifulSoup:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # bs4 warns of XHTML and of text that looks like an address
        return BeautifulSoup(_NULS.sub("", text), "lxml")


def _title_of(soup: BeautifulSoup) -> str | None:
    title = soup.find("title")
    return title.get_text() if isinstance(title, Tag) else None


def _styles(soup: BeautifulSoup) -> Styles:
    return Styles.of([sheet.get_text() for sheet in soup.find_all("style")])


def _aside(root: Tag) -> tuple[set[int], dict[str, str]]:
    """The elements that by name or content are no article, by id(), and the page facts some of them state."""
    furniture = page_parts().furniture
    dropped: set[int] = set()
    facts: dict[str, str] = {}
    for element in root.find_all(True):
        if element.name == "footer" or not furniture.isdisjoint(names(element)):
            dropped.add(id(element))
    for element in root.find_all(("table", "dl"), limit=_MOST_TABLES):
        stated = _stated_facts(element)
        if stated:
            dropped.add(id(element))
            facts = {**stated, **facts}
    return dropped, facts


def _stated_facts(element: Tag) -> dict[str, str]:
    """The facts of a table of page facts; empty for other tables and for those that hold tables."""
    if element.find(element.name) is not None:
        return {}
    return fact_pairs([_words(cell) for cell in element.find_all(("td", "th", "dt", "dd"), limit=60)])


def _words(element: Tag) -> str:
    return _BLANKS.sub(" ", "".join(s for s in element.strings if type(s) is NavigableString)).strip()


def _joined(layouts: list[Layout]) -> Layout:
    whole = Layout()
    for layout in layouts:
        shift = len(whole.lines)
        whole.lines += layout.lines
        for table in layout.tables:
            for cell in {id(cell): cell for row in table for cell in row}.values():
                cell.first += shift
                cell.last += shift
            whole.tables.append(table)
    return whole


# ------------------------------------------------------------------ from lines to the text


@dataclass(slots=True)
class _Composer:
    """Puts lines together to the text and remembers where they came to stand."""

    page: Page
    facts: dict[str, str]
    text: list[str] = field(default_factory=list)
    length: int = 0
    furniture: list[Span] = field(default_factory=list)
    automatic: list[Span] = field(default_factory=list)

    def add(self, line: Line, furniture: bool = False) -> Span:
        start, end = self.length, self.length + len(line.text)
        self.text.append(line.text)
        self.length = end + 1
        self.automatic += [(start + a, start + b) for a, b in line.numbers]
        if furniture:
            self.furniture.append((start, end))
        return start, end


def _composed(composer: _Composer, before: list[Line], body: Layout) -> Reading:
    inside = _title_inside(body.lines, composer.page.title)
    kinds = _kinds(body.lines, inside)
    title = [] if inside else _title_before(before, composer.page.title)
    header = _page_facts(before)
    for line in title:
        composer.add(line)
    for line in _dated(header):
        composer.add(line, furniture=True)
    spans: list[Span | None] = []
    for line, kind in zip(body.lines, kinds, strict=True):
        stays = kind is None or (kind == "page facts" and bool(_dated([line])))
        spans.append(composer.add(line, furniture=kind is not None) if stays else None)
    header += [line for line, kind in zip(body.lines, kinds, strict=True) if kind == "page facts"]
    shown = "".join(line.text for line in title or body.lines[inside.start : inside.stop])
    return Reading(
        "\n".join(composer.text),
        "text/html",
        page=completed(composer.page, composer.facts, [line.text for line in header], shown or None),
        furniture=composer.furniture,
        automatic=composer.automatic,
        tables=_tables(body.tables, spans),
    )


def _kinds(lines: list[Line], title: range) -> list[str | None]:
    """The kind of furniture of each line of the article's element; words in a table of data are none.

    Lines of links are furniture before the title and behind the last other words, unless they are
    files. What else stands before the title belongs to the page where furniture does too, and to the
    article (a file number) where not.
    """
    kinds: list[str | None] = [
        None if line.cell else kind
        for line, kind in zip(lines, kinds_of_lines([line.text for line in lines]), strict=True)
    ]
    last = max((number for number, line in enumerate(lines) if not line.linked), default=-1)
    for number, line in enumerate(lines):
        outside = number < title.start or number > last
        if line.linked and outside and not line.cell and not _FILE.search(line.text):
            kinds[number] = kinds[number] or "links"
    above = kinds[: title.start]
    if title and any(above):
        kinds[: title.start] = [kind or "page header" for kind in above]
    return kinds


def _page_facts(lines: list[Line]) -> list[Line]:
    """The lines of date and source nearest to the article."""
    near = lines[-_LONGEST_HEAD:]
    kinds = kinds_of_lines([line.text for line in near])
    return [line for line, kind in zip(near, kinds, strict=True) if kind == "page facts"]


def _dated(lines: list[Line]) -> list[Line]:
    return [line for line in lines if re.search(r"\d{4}\D{1,2}\d", line.text)]


def _title_inside(lines: list[Line], title: str | None) -> range:
    """The lines of the article's element that are its title; where it holds none, the empty range at
    its prose."""
    prose, _ = prose_bounds([line.text for line in lines])
    first = next((number for number in range(prose) if _is_title(lines[number], title)), prose)
    last = first
    while last < prose and _is_title(lines[last], title):
        last += 1
    return range(first, last)


def _title_before(before: list[Line], title: str | None) -> list[Line]:
    """The title as the page shows it before the article: the lines the tags name, else the last heading."""
    near = before[-_LONGEST_HEAD:]
    named = _last_run([_is_title(line, title) for line in near])
    if named:
        whole = [near[n] for n in named if _BLANKS.sub("", near[n].text) == _BLANKS.sub("", title or "")]
        return whole[-1:] or [near[n] for n in named]
    heading = [near[n] for n in _last_run([line.heading and not line.linked for line in near])]
    size = sum(len(line.text) for line in heading)
    if not _SHORTEST_TITLE <= size <= _LONGEST_TITLE or any(kinds_of_lines([line.text for line in heading])):
        return []
    return heading


def _last_run(marks: list[bool]) -> range:
    """The last unbroken run of true marks."""
    last = max((number for number, mark in enumerate(marks) if mark), default=-1)
    first = last
    while first > 0 and marks[first - 1]:
        first -= 1
    return range(max(first, 0), last + 1)


def _is_title(line: Line, title: str | None) -> bool:
    """Whether a line is what meta tags or `<title>` say, which may add the site's name."""
    words = _BLANKS.sub("", line.text)
    return (
        len(words) >= _SHORTEST_TITLE
        and bool(title)
        and words in _BLANKS.sub("", title or "")
        and not line.linked
    )


def _tables(tables: list[list[list[Cell]]], spans: list[Span | None]) -> list[Table]:
    """The tables as rows of spans; a cell without words has the empty span behind the words before it."""
    ends = [0]
    for span in spans:
        ends.append(span[1] if span else ends[-1])

    def place(cell: Cell | None) -> Span:
        lines = [span for span in spans[cell.first : cell.last] if span] if cell else []
        if lines:
            return lines[0][0], lines[-1][1]
        end = ends[cell.first] if cell else 0
        return end, end

    grids = [grid(rows) for rows in tables]
    return [
        tuple(tuple(place(cell) for cell in row) for row in cells) for cells in grids if cells is not None
    ]
