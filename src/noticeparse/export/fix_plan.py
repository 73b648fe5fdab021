"""The fix plan: every suggestion as one record a person accepts or leaves; no text is rewritten by it.

A record says where (a span and, should the text have moved, the W3C Web Annotation TextQuote: prefix, exact, suffix),
what would stand there, why, and which other readings the words allow. `accept` is null until a person says true or
false.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, TextIO

from noticeparse.export.filed import Filed
from noticeparse.export.places import Places
from noticeparse.model import Finding, Notice

_CONTEXT = 16  # code points of prefix and suffix, enough to be unique in a notice


def write(filed: Sequence[Filed], out: TextIO) -> None:
    """Write one JSON object with the sources and their fixes, in text order."""
    plan = {"version": 1, "sources": [_of(notice, path) for notice, path in filed]}
    out.write(json.dumps(plan, ensure_ascii=False, indent=2) + "\n")


def _of(notice: Notice, path: str) -> dict[str, Any]:
    places = Places(notice.source.text)
    suggested = sorted((f for f in notice.findings if f.suggestion), key=lambda f: f.span)
    return {
        "path": path,
        "sha256": notice.source.sha256,
        "fixes": [fix(notice, finding, places) | {"id": n} for n, finding in enumerate(suggested, 1)],
    }


def fix(notice: Notice, finding: Finding, places: Places) -> dict[str, Any]:
    """The record of one finding that has a suggestion."""
    assert finding.suggestion is not None
    text, (start, end) = notice.source.text, finding.suggestion.span
    place = places.of(start)
    return {
        "id": 0,
        "accept": None,
        "rule": finding.rule,
        "name": finding.name,
        "level": finding.level,
        "why": finding.message,
        "origin": finding.origin,
        "line": place.line,
        "column": place.column,
        "span": [start, end],
        "before": text[start:end],
        "after": finding.suggestion.text,
        "prefix": text[max(0, start - _CONTEXT) : start],
        "suffix": text[end : end + _CONTEXT],
        "readings": _readings(notice, finding),
    }


def _readings(notice: Notice, finding: Finding) -> list[Any]:
    """What else the facts inside the finding could mean."""
    start, end = finding.span
    return [
        reading
        for fact in notice.facts
        if fact.span[0] < end and start < fact.span[1]
        for reading in fact.readings
    ]
