"""Check: every rule on its examples, the reference notices, profiles, settings and repairs."""

from __future__ import annotations

import re

import pytest

import noticeparse
from noticeparse.check import RULES, check
from noticeparse.entries import Rule

_EXAMPLES = [(rule, text) for rule in RULES for text in rule.bad]
_COUNTEREXAMPLES = [(rule, text) for rule in RULES for text in rule.good]


def _unmarked(text: str) -> tuple[str, list[tuple[int, int]]]:
    """The text without ⟦ ⟧, and the spans they marked."""
    spans, plain, start = [], [], 0
    for piece in re.split("([⟦⟧])", text):
        at = sum(map(len, plain))
        if piece == "⟦":
            start = at
        elif piece == "⟧":
            spans.append((start, at))
        else:
            plain.append(piece)
    return "".join(plain), spans


@pytest.mark.parametrize(("rule", "text"), _EXAMPLES, ids=[f"{rule.code}-{i}" for i, (rule, _) in enumerate(_EXAMPLES)])
def test_rule_reports_exactly_what_its_bad_examples_mark(rule: Rule, text: str) -> None:
    plain, marked = _unmarked(text)
    assert marked, "a bad example marks something"
    found = check(noticeparse.parse(plain), select=[rule.code])
    assert [(plain[s:e], (s, e)) for s, e in (f.span for f in found)] == [(plain[s:e], (s, e)) for s, e in marked]


@pytest.mark.parametrize(("rule", "text"), _COUNTEREXAMPLES, ids=[f"{rule.code}-{i}" for i, (rule, _) in enumerate(_COUNTEREXAMPLES)])
def test_rule_is_silent_on_its_good_examples(rule: Rule, text: str) -> None:
    assert check(noticeparse.parse(text), select=[rule.code]) == ()
