"""W3C Web Annotation (JSON-LD): what the parser read and what the checks found, as notes on the document.

Each annotation points at its words twice: by a TextPositionSelector (code points of the text as read, ``source.text``)
and by a TextQuoteSelector (the words with what stands before and behind them), which finds them in the page itself.
The first body is a tag (``issue``, ``count``, ``finding`` …), the second the whole record of the JSON output.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator, Sequence
from typing import Any, TextIO

from noticeparse.export.filed import Filed
from noticeparse.export.sarif import uri
from noticeparse.model import Notice, Span, Value

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
AROUND = 32
"""Code points of prefix and suffix."""
_Noted = tuple[str, str, Span, Value]
"""Motivation, tag, where, and the record."""


def write(filed: Sequence[Filed], out: TextIO) -> None:
    """Write one AnnotationPage a notice: indented where there is one, one a line where there are several."""
    indent = 1 if len(filed) == 1 else None
    for notice, path in filed:
        out.write(json.dumps(annotation_page(notice, path), ensure_ascii=False, indent=indent) + "\n")


def annotation_page(notice: Notice, path: str) -> dict[str, Any]:
    """The annotations of one notice as JSON values, in the order of the JSON output.

    Its ids are UUIDs made from the document's sha256, the same on every run. The target is the document's address
    where it is known, else `path`.
    """
    source = notice.source.url or uri(path)
    items = [_annotation(notice, source, n, *noted) for n, noted in enumerate(_noted(notice))]
    return {"@context": CONTEXT, "id": _id(notice, "page"), "type": "AnnotationPage", "items": items}


def _noted(notice: Notice) -> Iterator[_Noted]:
    for part in notice.walk():
        flat = part.model_copy(update={"children": ()})  # each child has an annotation of its own
        yield "classifying", part.role, part.span, flat
    for issue in notice.issues:
        yield "identifying", "issue", issue.span, issue
    for fact in notice.facts:
        yield "tagging", fact.kind, fact.span, fact
    for total in notice.totals:
        yield "tagging", "total", total.span, total
    for finding in notice.findings:
        yield "assessing", "finding", finding.span, finding


def _annotation(
    notice: Notice, source: str, place: int, motivation: str, tag: str, span: Span, record: Value
) -> dict[str, Any]:
    body = {"type": "TextualBody", "format": "application/json", "value": record.model_dump_json(), "purpose": "describing"}
    return {
        "id": _id(notice, str(place)),
        "type": "Annotation",
        "motivation": motivation,
        "body": [{"type": "TextualBody", "value": tag, "purpose": "tagging"}, body],
        "target": {"type": "SpecificResource", "source": source, "selector": selectors(notice.source.text, span)},
    }


def selectors(text: str, span: Span) -> list[dict[str, Any]]:
    """The words of a span by place and by quotation; prefix and suffix are left out at the ends of the text."""
    start, end = span
    quote = {"type": "TextQuoteSelector", "exact": text[start:end]}
    around = {"prefix": text[max(0, start - AROUND) : start], "suffix": text[end : end + AROUND]}
    place = {"type": "TextPositionSelector", "start": start, "end": end}
    return [place, quote | {name: words for name, words in around.items() if words}]


def _id(notice: Notice, what: str) -> str:
    return uuid.uuid5(uuid.NAMESPACE_URL, f"{notice.source.sha256}/{notice.source.name}/{what}").urn
