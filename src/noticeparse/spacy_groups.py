"""What of a notice becomes spans of a spaCy Doc, and which tokens a span of the notice covers.

A notice counts code points, a Doc counts tokens. **The rule for a span that cuts a token**: blanks at its ends are left
out; of the rest the span takes every token it touches (spaCy's ``expand``), so nothing of it is lost and it may be
longer than the notice says. With ``contract`` it takes only the tokens wholly inside it, with ``strict`` a span that
cuts a token is left out. The exact code points are kept whichever it is.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import TYPE_CHECKING, Literal, NamedTuple

from noticeparse.model import Issue, Measure, Notice, Span, Value

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span as TokenSpan

AlignmentMode = Literal["strict", "contract", "expand"]


class Marked(NamedTuple):
    """A stretch of the notice with the label of its span and the object of the notice it stands for."""

    label: str
    span: Span
    entry: Value


def _parts(notice: Notice) -> Iterator[Marked]:
    for part in notice.walk():
        yield Marked(part.role, part.span, part)


def _issues(notice: Notice) -> Iterator[Marked]:
    for issue in notice.issues:
        yield Marked("issue", issue.span, issue)


def _measures(notice: Notice) -> Iterator[Marked]:
    """A measure has the span of its part."""
    spans = {part.eid: part.span for part in notice.walk()}
    for measure in notice.measures:
        yield Marked("measure", spans[measure.part], measure)


def _statuses(notice: Notice) -> Iterator[Marked]:
    """The words that say how an issue or a measure stands."""
    entries: tuple[Issue | Measure, ...] = (*notice.issues, *notice.measures)
    for entry in entries:
        if entry.status is not None and entry.status_span is not None:
            yield Marked(entry.status, entry.status_span, entry)


def _facts(notice: Notice) -> Iterator[Marked]:
    for fact in notice.facts:
        yield Marked(fact.kind, fact.span, fact)


def _totals(notice: Notice) -> Iterator[Marked]:
    for total in notice.totals:
        yield Marked("total", total.span, total)


def _organisations(notice: Notice) -> Iterator[Marked]:
    for organisation in notice.organisations:
        for mention in organisation.mentions:
            yield Marked("organisation", mention, organisation)


def _findings(notice: Notice) -> Iterator[Marked]:
    for finding in notice.findings:
        yield Marked(finding.rule, finding.span, finding)


GROUPS: dict[str, Callable[[Notice], Iterator[Marked]]] = {
    "parts": _parts,
    "issues": _issues,
    "measures": _measures,
    "statuses": _statuses,
    "facts": _facts,
    "totals": _totals,
    "organisations": _organisations,
    "findings": _findings,
}
"""Every span group: its key in ``doc.spans`` and what of a notice it holds, in the notice's own order."""


def mark(doc: Doc, notice: Notice, groups: Iterable[str], alignment_mode: AlignmentMode = "expand") -> None:
    """Set ``doc.spans[group]`` for each of `groups`; the id of a span says which entry of `GROUPS` it stands for.

    Args:
        doc: a Doc of the notice's text (`fits`).
        notice: the notice; `Source.text` is what its spans count.
        groups: names of `GROUPS`.
        alignment_mode: what becomes of a span that cuts a token (see above).

    Raises KeyError for a group that is not in `GROUPS`.
    """
    breaks = long_breaks(doc, notice)
    for group in groups:
        doc.spans[group] = [
            tokens
            for place, marked in enumerate(GROUPS[group](notice))
            if (tokens := _tokens(doc, notice, marked, breaks, f"{group}.{place}", alignment_mode)) is not None
        ]


def _tokens(
    doc: Doc, notice: Notice, marked: Marked, breaks: list[int], address: str, alignment_mode: AlignmentMode
) -> TokenSpan | None:
    """The tokens of a marked stretch; None where the mode leaves it none."""
    start, end = marked.span
    words = notice.source.text[start:end]
    start += len(words) - len(words.lstrip())
    end = start + len(words.strip())
    if start == end:
        return None
    start, end = in_doc((start, end), breaks)
    return doc.char_span(start, end, label=marked.label, span_id=address, alignment_mode=alignment_mode)


def marked_at(notice: Notice, address: str) -> Marked | None:
    """What the span with this id stands for; None for an id that `mark` did not give."""
    group, _, place = address.partition(".")
    if group not in GROUPS or not place.isdecimal():
        return None
    return next(islice(GROUPS[group](notice), int(place), None), None)


# --- the text of a Doc and of its notice: the same but for line ends of two characters


def fits(doc: Doc, notice: Notice) -> bool:
    """Whether the notice's text is that of the Doc, line ends aside."""
    text: str = doc.text
    return text.replace("\r\n", "\n").replace("\r", "\n") == notice.source.text


def long_breaks(doc: Doc, notice: Notice) -> list[int]:
    """Where in ``notice.source.text`` a ``\\n`` stands that is ``\\r\\n`` in ``doc.text``, in order."""
    length = doc[-1].idx + len(doc[-1].text_with_ws) if len(doc) else 0
    if length == len(notice.source.text):
        return []
    pieces = doc.text.split("\r\n")
    breaks, at = [], 0
    for piece in pieces[:-1]:
        at += len(piece)
        breaks.append(at)
        at += 1
    return breaks


def in_doc(span: Span, breaks: list[int]) -> Span:
    """A span of the notice in code points of ``doc.text``."""
    start, end = span
    return start + bisect_left(breaks, start), end + bisect_left(breaks, end)
