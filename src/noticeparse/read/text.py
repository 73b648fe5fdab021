"""Text and Markdown files: the text stays as it is; front matter and page furniture in it are recorded
as spans."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import Final

from noticeparse.model import Page, Span
from noticeparse.read.furniture import kinds_of_lines, published_in, publisher_in
from noticeparse.read.reading import Reading

_LINE_ENDS: Final = re.compile(r"\r\n?")
_MORE: Final = re.compile(r"<!--\s*more\s*-->")
_FIELD: Final = re.compile(r"([A-Za-z_][\w-]{0,30})\s*:\s*(.*?)\s*")
_LONGEST_FRONT_MATTER: Final = 200  # lines


def plain_reading(text: str, media_type: str = "text/plain") -> Reading:
    """The Reading of a text file's decoded content: the same text with line ends as ``\\n``."""
    if "\r" in text:
        text = _LINE_ENDS.sub("\n", text)
    front, fields = _front_matter(text)
    furniture = [front] if front else []
    lines = text[front[1] :].split("\n") if front else text.split("\n")
    plain = [line.replace("**", "") for line in lines] if "**" in text else lines  # **发布日期**:2017-12-05
    found, published, publisher = _furniture_lines(lines, plain, front[1] if front else 0)
    furniture += found
    furniture += _marks_outside(text, furniture)
    page = Page(
        title=fields.get("title"),
        published=fields.get("date") or published,
        publisher=fields.get("source") or fields.get("author") or publisher,
        url=fields.get("url") or fields.get("link"),
    )
    return Reading(text, media_type, page=page, furniture=sorted(furniture))


def _front_matter(text: str) -> tuple[Span | None, dict[str, str]]:
    """The YAML block at the head of a static site's article, and its `name: value` lines.

    A tolerant reader of lines, not of YAML: a title may hold `: ` and `->` unquoted. A list or nested
    value is skipped.
    """
    if not text.startswith("---"):
        return None, {}
    lines = text.split("\n", _LONGEST_FRONT_MATTER)
    if lines[0].rstrip() != "---":
        return None, {}
    closing = next((n for n, line in enumerate(lines[1:], 1) if line.rstrip() in ("---", "...")), None)
    if closing is None:
        return None, {}
    fields: dict[str, str] = {}
    named = 0
    for line in lines[1:closing]:
        field = _FIELD.fullmatch(line)
        named += field is not None
        if field and field[2]:
            fields.setdefault(field[1].lower(), field[2].strip("\"'"))
    if not named and closing > 1:
        return None, {}  # two rules around some text are no front matter
    return (0, sum(len(line) + 1 for line in lines[:closing]) + len(lines[closing])), fields


def _furniture_lines(
    lines: list[str], plain: list[str], start: int
) -> tuple[list[Span], str | None, str | None]:
    """Spans of the furniture lines among `lines`, which begin at `start`; date and organ of publication
    they state.

    `plain` are the lines without Markdown's bold marks.
    """
    spans: list[Span] = []
    published = publisher = None
    passed = 0
    for number, kind in enumerate(kinds_of_lines(plain)):
        if not kind:  # as nearly always
            continue
        start += sum(map(len, lines[passed:number])) + number - passed
        passed = number
        line = lines[number]
        begin = start + len(line) - len(line.lstrip())
        spans.append((begin, start + len(line.rstrip())))
        if kind == "page facts":
            published = published or published_in(plain[number])
            publisher = publisher or publisher_in(plain[number])
    return spans, published, publisher


def _marks_outside(text: str, furniture: list[Span]) -> list[Span]:
    """The `<!--more-->` that stand inside a line of the article; `furniture` is in order."""
    marks: list[Span] = []
    if "<!--" not in text:
        return marks
    ends = [end for _, end in furniture]
    for mark in _MORE.finditer(text):
        following = bisect_right(
            ends, mark.start()
        )  # the first furniture that ends behind the mark's beginning
        if following == len(furniture) or mark.start() < furniture[following][0]:
            marks.append(mark.span())
    return marks
