"""Findings for a person at a terminal: the place, the sentence, the words underlined, a summary by level.

Coloured where the output is a terminal, plain where it is piped. Control characters of the notice are shown as
signs, so that no text can steer the terminal.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING, TextIO

from noticeparse.export.filed import Filed
from noticeparse.export.places import Places
from noticeparse.export.titles import title
from noticeparse.model import LEVELS_ZH, Finding, Language, Level, Notice

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

_COLOURS = {"error": "red", "warning": "yellow", "note": "cyan"}
_FIXED = {
    "suggestion": {"en": "suggestion: ", "zh": "建议改为："},
    "delete": {"en": "(delete)", "zh": "（删去）"},
    "extraction": {
        "en": "likelier the doing of the page or its extraction than of the author",
        "zh": "更可能是网页或转换所致，而非作者之误",
    },
    "nothing": {"en": "no findings", "zh": "没有审读意见"},
}
_BEFORE, _WIDEST, _AFTER = 18, 44, 18  # code points of a line shown before, of and after the words


def write(filed: Sequence[Filed], out: TextIO, *, language: Language = "zh") -> None:
    """Write every finding in text order, then one line that counts them."""
    from rich.console import Console

    console = Console(file=out, highlight=False, soft_wrap=True, legacy_windows=False)
    for notice, path in filed:
        places = Places(notice.source.text)
        for finding in sorted(notice.findings, key=lambda f: f.span):
            _print(console, notice, finding, path, places, language)
    console.print(summary([notice for notice, _ in filed], language))


def _print(console: Console, notice: Notice, finding: Finding, path: str, places: Places, language: Language) -> None:
    from rich.text import Text

    colour = _COLOURS[finding.level]
    place = places.of(finding.span[0])
    head = Text(visible(f"{path}:{place.line}:{place.column}: "), style="bold")
    head.append(f"{LEVELS_ZH[finding.level] if language == 'zh' else finding.level} ", style=f"bold {colour}")
    head.append(visible(f"{finding.rule} {title(finding, language)}"), style="dim")
    console.print(head)
    for line in _quotation(notice.source.text, finding, places, colour):
        console.print(line)
    console.print(Text(f"  {visible(finding.said(language))}"))
    if finding.suggestion:
        words = visible(finding.suggestion.text) or _FIXED["delete"][language]
        console.print(Text(f"  {_FIXED['suggestion'][language]}{words}", style="green"))
    if finding.origin == "extraction":
        console.print(Text(f"  {_FIXED['extraction'][language]}", style="dim"))
    console.print()


def _quotation(text: str, finding: Finding, places: Places, colour: str) -> list[Text]:
    """The words in their line, underlined by colour and by a row of carets as wide as they are."""
    from rich.cells import cell_len
    from rich.text import Text

    start, end = finding.span
    line_start, line_end = places.line_span(places.of(start).line)
    end = min(end, line_end)
    shown_end = min(end, start + _WIDEST)
    before = visible(text[max(line_start, start - _BEFORE) : start].lstrip())
    words = visible(text[start:shown_end]) + ("…" if shown_end < end else "")
    after = visible(text[end : min(line_end, end + _AFTER)]) if shown_end == end else ""
    head = "…" if start - _BEFORE > line_start else ""
    tail = "…" if end + _AFTER < line_end and shown_end == end else ""
    quoted = Text("  ").append(head + before, style="dim")
    quoted.append(words, style=f"underline {colour}").append(after + tail, style="dim")
    carets = " " * (2 + cell_len(head + before)) + "^" * max(1, cell_len(words))
    return [quoted, Text(carets, style=colour)]


def summary(notices: Sequence[Notice], language: Language = "zh") -> Text:
    """``2 errors, 1 warning in 3 files`` or ``3个文件：错误2处，警告1处``, the levels in their colours."""
    from rich.text import Text

    counts = Counter(finding.level for notice in notices for finding in notice.findings)
    if language == "zh":
        return _summary_zh(counts, len(notices))
    line = Text()
    for level, colour in _COLOURS.items():
        if n := counts[level]:  # type: ignore[index]
            line.append(", " if line else "").append(f"{n} {level}{'s' * (n > 1)}", style=f"bold {colour}")
    if not line:
        line.append(_FIXED["nothing"]["en"], style="bold green")
    files = len(notices)
    return line.append(f" in {files} file{'s' * (files != 1)}")


def _summary_zh(counts: Counter[Level], files: int) -> Text:
    from rich.text import Text

    line = Text(f"{files}个文件：")
    if not counts:
        return line.append(_FIXED["nothing"]["zh"], style="bold green")
    for n, (level, colour) in enumerate((level, colour) for level, colour in _COLOURS.items() if counts[level]):  # type: ignore[index]
        line.append("，" if n else "").append(f"{LEVELS_ZH[level]}{counts[level]}处", style=f"bold {colour}")  # type: ignore[index]
    return line


def visible(text: str) -> str:
    """`text` with every control, format and line-breaking character shown as a sign of its own."""
    return "".join(_sign(c) for c in text)


def _sign(c: str) -> str:
    if c >= " " and c != "\x7f" and unicodedata.category(c) not in ("Cc", "Cf", "Cs", "Zl", "Zp"):
        return c
    if c < " ":
        return " " if c in "\t\n" else chr(0x2400 + ord(c))
    return "\ufffd"
