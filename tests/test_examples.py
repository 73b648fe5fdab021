"""Every entry of every table carries examples; this file runs them all."""

from __future__ import annotations

import re

import pytest

from noticeparse.entries import HeadingRole, Statement
from noticeparse.entry_tests import heading_outcomes, statement_outcomes
from noticeparse.link.problems import STATEMENTS
from noticeparse.link.roles import HEADING_ROLES
from noticeparse.outline.numbering import STYLES, by_first, tries


def _read(line: str) -> tuple[str, int] | None:
    for style, pattern in by_first().get(line[0], ()):
        if match := pattern.match(line):
            return style.name, style.value(match[1])
    return None


@pytest.mark.parametrize(
    ("style", "line", "ordinal"), [(s.name, line, n) for s in STYLES for line, n in s.examples.items()]
)
def test_number_style_reads_its_examples(style: str, line: str, ordinal: int) -> None:
    assert _read(line) == (style, ordinal)


def _read_joined(line: str) -> tuple[str, int] | None:
    """What the patterns that a parse tries at a line's head, several styles in one, read."""
    for pattern, styles in tries().get(line[0], ()):
        if match := pattern.match(line):
            group = match.lastindex or 1
            return styles[group - 1].name, styles[group - 1].value(match[group])
    return None


@pytest.mark.parametrize("line", [line for s in STYLES for line in (*s.examples, *s.counterexamples)])
def test_styles_joined_to_one_pattern_read_what_each_reads_in_turn(line: str) -> None:
    assert _read_joined(line) == _read(line)


@pytest.mark.parametrize(("style", "line"), [(s.name, line) for s in STYLES for line in s.counterexamples])
def test_number_style_leaves_its_counterexamples(style: str, line: str) -> None:
    read = _read(line)
    assert read is None or read[0] != style


@pytest.mark.parametrize("entry", STATEMENTS, ids=lambda entry: entry.name)
def test_statements_read_their_examples(entry: Statement) -> None:
    outcomes = list(statement_outcomes(entry))
    assert outcomes
    assert [failure for _, failure in outcomes if failure] == []


@pytest.mark.parametrize("entry", HEADING_ROLES, ids=lambda entry: entry.purpose)
def test_headings_say_what_their_part_is_for(entry: HeadingRole) -> None:
    outcomes = list(heading_outcomes(entry))
    assert outcomes
    assert [failure for _, failure in outcomes if failure] == []


@pytest.mark.parametrize("entry", HEADING_ROLES, ids=lambda entry: entry.purpose)
def test_every_alternative_of_a_heading_has_an_example(entry: HeadingRole) -> None:
    """An alternative that no example needs may be dropped without a test noticing."""
    for alternative in re.split(r"\|(?![^(]*\))", entry.pattern):
        assert any(re.search(alternative, title) for title in entry.examples), alternative
