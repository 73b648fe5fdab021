"""The notice's text as HTML, unchanged to the character, with its issues, facts and findings marked in place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from noticeparse.export.markup import Html, element, joined
from noticeparse.export.page_words import LEVELS, sort_of
from noticeparse.export.places import Places
from noticeparse.export.segments import Mark, Segment, fitted, line_segments
from noticeparse.model import Finding, Notice, Part, Span

_LONGEST_UNDERLINE = 60  # code points; a finding on a longer stretch is marked at its beginning only


@dataclass(frozen=True, slots=True)
class Body:
    """The text as HTML, and for each finding (f0…), issue (i0…) and fact (k0…) the id of the mark where it begins."""

    html: Html
    anchors: dict[str, str]
    places: Places


def body_of(notice: Notice, marks: Iterable[Mark] | None = None) -> Body:
    """The text of `notice`, one element a line, each line's words exactly those of ``source.text``.

    `marks` stand for `marks_of(notice)` where they are given; the parts are anchors of links only where they are not.
    """
    text = notice.source.text
    starts = _part_starts(notice) if marks is None else {}
    marks = fitted(text, marks_of(notice) if marks is None else marks)
    anchors: dict[str, str] = {}
    looks = _looks(notice)
    lines, at = [], 0
    for n, (line, segments) in enumerate(zip(text.split("\n"), line_segments(text, marks), strict=True), 1):
        inner = _line(text, segments, anchors, starts)
        tag, classes = looks.get(n) or ("p", "ln blank" if not line.strip() else _paragraph(line))
        lines.append(element(tag, inner, class_=classes))
        at += len(line) + 1
    return Body(Html("\n".join(lines)), anchors, Places(text))


def article(notice: Notice, body: Body, **attributes: str) -> Html:
    """The text as an article in the script it is written in."""
    lang = "zh-Hant" if notice.source.script == "traditional" else "zh-Hans"
    return element("article", body.html, class_="text", lang=lang, **attributes)


def marks_of(notice: Notice) -> Iterator[Mark]:
    """What is to be marked: numbers and headings of parts, issues, facts, findings."""
    yield from outline_marks(notice)
    for n, issue in enumerate(notice.issues):
        yield Mark(*issue.span, "issue", f"i{n}")
    for n, fact in enumerate(notice.facts):
        yield Mark(*fact.span, f"k-{sort_of(fact)}", f"k{n}")
    for n, finding in enumerate(notice.findings):
        yield Mark(*_underlined(finding, notice.source.text), f"f-{finding.level}", f"f{n}", finding.rule)


def outline_marks(notice: Notice) -> Iterator[Mark]:
    """Numbers and headings of parts."""
    for part in notice.walk():
        if part.num and part.num.text:
            end = part.span[0] + len(part.num.text)
            yield Mark(part.span[0], end, "num lost" if part.num.lost else "num")
        if part.heading:
            yield Mark(*part.heading.span, "hd")


def _underlined(finding: Finding, text: str) -> Span:
    start, end = finding.span
    if end - start <= _LONGEST_UNDERLINE:
        return start, end
    line_end = text.find("\n", start + 1)
    return start, min(end, start + _LONGEST_UNDERLINE // 3, line_end if line_end > 0 else end)


# ------------------------------------------------------------------ lines


def _paragraph(line: str) -> str:
    """Paragraphs are set with their first line indented where the text does not do so itself."""
    return "ln" if line[0].isspace() else "ln first"


def _looks(notice: Notice) -> dict[int, tuple[str, str]]:
    """Lines that are not plain paragraphs: the title, headings on a line of their own, signature, page furniture."""
    text, places = notice.source.text, Places(notice.source.text)
    looks: dict[int, tuple[str, str]] = {}
    for start, end in notice.source.furniture:
        for line in range(places.of(start).line, places.of(max(start, end - 1)).line + 1):
            looks[line] = ("p", "ln furniture")
    for part, depth in _with_depth(notice):
        line = places.of(part.span[0]).line
        first, last = places.line_span(line)
        if part.layer == "furniture":
            looks.setdefault(line, ("p", "ln furniture"))
        elif part.num and part.heading and _alone(text[first : part.span[0]] + text[part.heading.span[1] : last]):
            looks[line] = (f"h{min(depth + 2, 6)}", _paragraph(text[first:last]) if depth else "ln")
    for name, span in notice.spans.items():
        if name == "title":
            for line in range(places.of(span[0]).line, places.of(max(span[0], span[1] - 1)).line + 1):
                looks[line] = ("p", "ln title")
        elif name.startswith("signatories.") or name == "signed_on":
            line = places.of(span[0]).line
            first, last = places.line_span(line)
            if last - first - (span[1] - span[0]) <= 6:  # a line of its own, not a sentence that names the date
                looks[line] = ("p", "ln sign")
    return looks


def _alone(around: str) -> bool:
    """Whether a heading has its line to itself, given what stands before and behind it."""
    return around.strip(" \u3000\t。*") == ""  # Markdown prints **一、…**


def _with_depth(notice: Notice) -> Iterator[tuple[Part, int]]:
    stack = [(part, 0) for part in reversed(notice.parts)]
    while stack:
        part, depth = stack.pop()
        yield part, depth
        stack.extend((child, depth + 1) for child in reversed(part.children))


def _part_starts(notice: Notice) -> dict[int, list[int]]:
    starts: dict[int, list[int]] = {}
    for n, part in enumerate(notice.walk()):
        if part.num:
            starts.setdefault(part.span[0], []).append(n)
    return starts


# ------------------------------------------------------------------ segments


def _line(text: str, segments: list[Segment], anchors: dict[str, str], starts: dict[int, list[int]]) -> Html:
    pieces: list[str] = []
    for segment in segments:
        pieces.extend(element("span", class_="at", id=f"p{n}") for n in starts.pop(segment.start, ()))
        pieces.append(_piece(text[segment.start : segment.end], segment, anchors))
        pieces.extend(
            element("span", class_=f"tag g-{mark.classes[2:]}", data_tag=mark.tag) for mark in segment.closes if mark.tag
        )
    return joined(pieces)


def _piece(words: str, segment: Segment, anchors: dict[str, str]) -> str:
    """The words of a segment: a link to what begins here, a plain mark for what goes on, or just the words."""
    if not segment.marks:
        return words
    about = [mark for mark in segment.marks if mark.ref]
    classes = " ".join(dict.fromkeys(mark.classes for mark in sorted(segment.marks, key=_strength)))
    if not about:
        return element("span", words, class_=classes)
    refs = " ".join(mark.ref for mark in sorted(about, key=_strength, reverse=True))
    opens = sorted((mark for mark in segment.opens if mark.ref), key=_strength, reverse=True)
    if not opens:
        return element("mark", words, class_=f"m {classes}", data_refs=refs)
    here = f"m-{opens[0].ref}"
    anchors.update((mark.ref, here) for mark in opens)
    return element(
        "a", words, class_=f"m {classes}", id=here, href=f"#{opens[0].ref}", data_refs=refs,
        data_opens=" ".join(_sort(mark) for mark in opens), aria_describedby=refs,
    )  # fmt: skip


def _strength(mark: Mark) -> int:
    """Findings are stronger than facts, facts than issues: the strongest is where a link leads."""
    if mark.classes.startswith("f-"):
        return 10 - LEVELS.index(mark.classes[2:])
    return 4 if mark.classes == "issue" else 5 if mark.ref else 0


def _sort(mark: Mark) -> str:
    return mark.classes if mark.classes == "issue" else mark.classes[2:]
