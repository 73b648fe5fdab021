"""Every entry of every table carries examples; this file runs them all."""

from __future__ import annotations

import pytest

from noticeparse.outline.numbering import BY_FIRST, STYLES


def _read(line: str) -> tuple[str, int] | None:
    for style, pattern in BY_FIRST.get(line[0], ()):
        if match := pattern.match(line):
            return style.name, style.value(match[1])
    return None


@pytest.mark.parametrize(
    ("style", "line", "ordinal"), [(s.name, line, n) for s in STYLES for line, n in s.examples.items()]
)
def test_number_style_reads_its_examples(style: str, line: str, ordinal: int) -> None:
    assert _read(line) == (style, ordinal)


@pytest.mark.parametrize(("style", "line"), [(s.name, line) for s in STYLES for line in s.counterexamples])
def test_number_style_leaves_its_counterexamples(style: str, line: str) -> None:
    read = _read(line)
    assert read is None or read[0] != style
