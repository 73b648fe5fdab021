"""GitHub annotations: findings as workflow commands, shown beside the lines of a pull request.

The form and its escaping are those of the Actions toolkit (``@actions/core`` command.ts): ``%``, CR and LF in the
message; ``:`` and ``,`` as well in properties.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TextIO

from noticeparse.export.filed import Filed
from noticeparse.export.places import Places
from noticeparse.export.titles import title
from noticeparse.model import Finding, Language

_COMMANDS = {"error": "error", "warning": "warning", "note": "notice"}
_IN_DATA = {"%": "%25", "\r": "%0D", "\n": "%0A"}
_IN_PROPERTY = {**_IN_DATA, ":": "%3A", ",": "%2C"}


def write(filed: Sequence[Filed], out: TextIO, *, language: Language = "zh") -> None:
    """Write one line a finding, ``::error file=…,line=…,col=…,title=…::message``."""
    for notice, path in filed:
        places = Places(notice.source.text)
        for finding in notice.findings:
            out.write(annotation(finding, path, places, language) + "\n")


def annotation(finding: Finding, path: str, places: Places, language: Language = "zh") -> str:
    """The workflow command of one finding; a span that crosses lines names no columns, as GitHub asks."""
    properties = ",".join(f"{name}={_escaped(value, _IN_PROPERTY)}" for name, value in _properties(finding, path, places, language))
    return f"::{_COMMANDS[finding.level]} {properties}::{_escaped(_words(finding, language), _IN_DATA)}"


def _properties(finding: Finding, path: str, places: Places, language: Language) -> Iterator[tuple[str, str]]:
    start, end = places.of(finding.span[0]), places.of(finding.span[1])
    yield "file", path.replace("\\", "/")
    yield "line", str(start.line)
    if end.line == start.line:
        yield "col", str(start.column)
        yield "endColumn", str(max(end.column - 1, start.column))  # GitHub's last column is inside
    else:
        yield "endLine", str(end.line)
    yield "title", f"{finding.rule} {title(finding, language)}"


def _words(finding: Finding, language: Language) -> str:
    message = finding.said(language)
    return message if finding.suggestion is None else f"{message}\n→ {finding.suggestion.text}"


def _escaped(text: str, table: dict[str, str]) -> str:
    """`text` with the characters of `table` replaced; a byte of a file name that is no UTF-8 becomes U+FFFD."""
    return "".join("\ufffd" if "\ud800" <= c <= "\udfff" else table.get(c, c) for c in text)
