"""Akoma Ntoso 3.0 (OASIS LegalDocML): the notice as a ``doc`` whose outline is nested ``hcontainer`` elements.

Each part keeps its number, heading and words, and is named after its role (``<hcontainer name="measure">``). Words in
front of the first part are the preface, those behind the last the conclusions; parts of page furniture are left out,
all other words are there, a line a ``p``. Full dates, amounts and organisations are marked where they stand. What
Akoma Ntoso requires and the notice does not say is written as unknown: the date 0001-01-01, the author ``#unknown``.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, TextIO

from noticeparse.export.filed import Filed
from noticeparse.export.ledger_rows import number_text
from noticeparse.export.xml_text import xml_text
from noticeparse.model import CountFact, DurationFact, MoneyFact, Notice, Part, RankFact, RateFact, Span

if TYPE_CHECKING:
    from lxml.etree import _Element

NAMESPACE = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"
UNKNOWN_DATE = "0001-01-01"
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_BEHIND_HEADING = re.compile(r"[。:：;；.]*")
_INLINE = ("date", "quantity", "organization")
_Mark = tuple[int, int, str, dict[str, str]]
"""Start, end, element and its attributes."""


def write(filed: Sequence[Filed], out: TextIO) -> None:
    """Write the one notice as an XML document."""
    from lxml import etree

    (entry,) = filed
    document = _Writer(entry.notice).document()
    out.write('<?xml version="1.0" encoding="UTF-8"?>\n' + etree.tostring(document, encoding="unicode") + "\n")


class _Writer:
    """One notice with what its elements look up."""

    def __init__(self, notice: Notice) -> None:
        self.notice = notice
        self.text = notice.source.text
        self.body = [part for part in notice.parts if part.layer == "body"]
        self.furniture = [part.span for part in notice.parts if part.layer != "body"]
        self.marks = _apart(list(_marks(notice)))
        self.starts = [mark[0] for mark in self.marks]

    def document(self) -> _Element:
        from lxml import etree

        root = etree.Element(f"{{{NAMESPACE}}}akomaNtoso", nsmap={None: NAMESPACE})
        document = _sub(root, "doc", name="notice", contains="originalVersion")
        self._meta(document)
        first = self.body[0].span[0] if self.body else len(self.text)
        last = self.body[-1].span[1] if self.body else len(self.text)
        self._blocks(document, "preface", (0, first))
        main = _sub(document, "mainBody", eId="body")
        at = first
        for part in self.body:
            self._paragraphs(main, (at, part.span[0]))
            self._part(main, part)
            at = part.span[1]
        if len(main) == 0:
            _sub(main, "p")
        self._blocks(document, "conclusions", (last, len(self.text)))
        return root

    # ------------------------------------------------------------------ the outline

    def _part(self, parent: _Element, part: Part) -> None:
        element = _sub(parent, "hcontainer", name=part.role, eId=f"part_{part.eid}")
        at = self._head(element, part)
        if part.children:
            self._below(element, part, at)
            return
        content = _sub(element, "content")
        self._paragraphs(content, (at, part.span[1]))
        if len(content) == 0:
            _sub(content, "p")

    def _head(self, element: _Element, part: Part) -> int:
        """Number and heading; where the words behind them begin."""
        at = part.span[0]
        if part.num is not None:
            at += len(part.num.text)
            self._inline(_sub(element, "num"), (part.span[0], at))
        if part.heading is not None:
            start, end = part.heading.span
            closing = _BEHIND_HEADING.match(self.text, end, part.span[1])
            at = closing.end() if closing else end
            self._inline(_sub(element, "heading"), (start, at))
        return at

    def _below(self, element: _Element, part: Part, at: int) -> None:
        """The parts below a part, with the words before, between and behind them."""
        first = part.children[0].span[0]
        self._blocks(element, "intro", (at, first))
        at = first
        for child in part.children:
            if self.text[at : child.span[0]].strip():  # words no part has: a layout the outline only half explains
                self._blocks(_sub(element, "hcontainer", name="text"), "content", (at, child.span[0]))
            self._part(element, child)
            at = child.span[1]
        self._blocks(element, "wrapUp", (at, part.span[1]))

    def _blocks(self, parent: _Element, name: str, span: Span) -> None:
        """An element of paragraphs, none where there are no words."""
        element = _sub(parent, name)
        self._paragraphs(element, span)
        if len(element) == 0:
            parent.remove(element)

    def _paragraphs(self, parent: _Element, span: Span) -> None:
        for start, end in self._stretches(span):
            for line in re.finditer(r"[^\n]+", self.text[start:end]):
                if line[0].strip():
                    self._inline(_sub(parent, "p"), (start + line.start(), start + line.end()))

    def _stretches(self, span: Span) -> Iterator[Span]:
        """The span without the page furniture in it."""
        at, end = span
        for start, behind in self.furniture[bisect_left(self.furniture, (at, at)) :]:
            if start >= end:
                break
            if behind <= end:
                yield at, start
                at = behind
        yield at, end

    def _inline(self, parent: _Element, span: Span) -> None:
        """The words of a span without the blanks at its ends, marked where something in them is known."""
        start, end = span
        words = self.text[start:end]
        start, end = end - len(words.lstrip()), start + len(words.rstrip())
        last: _Element | None = None
        for first, behind, name, attributes in self.marks[bisect_left(self.starts, start) :]:
            if first >= end:
                break
            if behind > end:
                continue
            _append(parent, last, self.text[start:first])
            last = _sub(parent, name, **attributes)
            last.text = xml_text(self.text[first:behind])
            start = behind
        _append(parent, last, self.text[start:end])

    # ------------------------------------------------------------------ what the document says of itself

    def _meta(self, document: _Element) -> None:
        meta = _sub(document, "meta")
        identification = _sub(meta, "identification", source="#noticeparse")
        day = next((d for d in (self.notice.signed_on, self.notice.published_on) if d and _DAY.fullmatch(d)), None)
        address = f"/akn/cn/doc/notice/{day or UNKNOWN_DATE}/{self.notice.source.sha256[:12]}"
        author = "#issuer" if self.notice.issuer else "#unknown"
        work = self._level(identification, "FRBRWork", address, day, author)
        _sub(work, "FRBRcountry", value="cn")
        _sub(work, "FRBRsubtype", value="notice")
        if self.notice.title:
            _sub(work, "FRBRname", value=xml_text(" ".join(self.notice.title.split())))
        expression = self._level(identification, "FRBRExpression", f"{address}/zho@", day, author)
        _sub(expression, "FRBRlanguage", language="zho")
        manifestation = self._level(identification, "FRBRManifestation", f"{address}/zho@.xml", day, "#noticeparse")
        _sub(manifestation, "FRBRformat", value="application/xml")
        self._references(meta)

    def _level(self, parent: _Element, name: str, address: str, day: str | None, author: str) -> _Element:
        """A level of FRBR with what each must say."""
        level = _sub(parent, name)
        _sub(level, "FRBRthis", value=f"{address}/!main" if name != "FRBRManifestation" else address)
        _sub(level, "FRBRuri", value=address)
        _sub(level, "FRBRdate", date=day or UNKNOWN_DATE, name=self._kind_of(day))
        _sub(level, "FRBRauthor", href=author)
        return level

    def _kind_of(self, day: str | None) -> str:
        """What the date of the document is the date of."""
        if day is None:
            return "unknown"
        return "signed" if day == self.notice.signed_on else "published"

    def _references(self, meta: _Element) -> None:
        references = _sub(meta, "references", source="#noticeparse")
        named = {"noticeparse": "noticeparse"} | ({"issuer": self.notice.issuer} if self.notice.issuer else {"unknown": "未载明"})
        named |= {f"org_{organ.id}": organ.full for organ in self.notice.organisations}
        for id_, name in named.items():
            _sub(references, "TLCOrganization", eId=id_, href=f"/akn/ontology/organization/cn/{id_}", showAs=xml_text(name))
        for kind in sorted({mark[3]["refersTo"][1:] for mark in self.marks if mark[2] == "quantity"}):
            _sub(references, "TLCConcept", eId=kind, href=f"/akn/ontology/concept/{kind}", showAs=kind)


def _marks(notice: Notice) -> Iterator[_Mark]:
    """What is marked in the words."""
    for fact in notice.facts:
        if fact.kind == "date" and fact.edtf and _DAY.fullmatch(fact.edtf):
            yield *fact.span, "date", {"date": fact.edtf}
        elif isinstance(fact, CountFact | MoneyFact | RateFact | DurationFact | RankFact) and fact.value is not None:
            yield *fact.span, "quantity", {"refersTo": f"#{fact.kind}", "normalized": number_text(fact.value)}
    for organ in notice.organisations:
        for start, end in organ.mentions:
            yield start, end, "organization", {"refersTo": f"#org_{organ.id}"}


def _apart(marks: list[_Mark]) -> list[_Mark]:
    """The marks in text order, of two that overlap the longer one."""
    kept: list[_Mark] = []
    for mark in sorted(marks, key=lambda mark: (mark[0], -mark[1])):
        if not kept or mark[0] >= kept[-1][1]:
            kept.append(mark)
    return kept


def _sub(parent: _Element, name: str, /, **attributes: str) -> _Element:
    """A new last child; each on a line of its own, but for what stands in running text."""
    from lxml.etree import SubElement

    made = SubElement(parent, f"{{{NAMESPACE}}}{name}", attributes)
    if name not in _INLINE:
        made.tail = "\n"
    return made


def _append(parent: _Element, behind: _Element | None, words: str) -> None:
    """Words behind a child of `parent`, or at its beginning."""
    words = xml_text(words)
    if behind is None:
        parent.text = (parent.text or "") + words
    else:
        behind.tail = (behind.tail or "") + words
