"""Every entry of every table carries examples; this file runs them all."""

from __future__ import annotations

import re

import pytest

from noticeparse.entries import HeadingRole, Statement
from noticeparse.entry_tests import heading_outcomes, statement_outcomes
from noticeparse.link.problems import STATEMENTS
from noticeparse.link.roles import HEADING_ROLES
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
