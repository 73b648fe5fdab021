"""Planted faults: what `tests.planted` spoils, `check` finds; what is not spoilt, it leaves alone."""

from __future__ import annotations

import pytest

import noticeparse
from noticeparse.check import RULES, check
from tests.planted import PLANTS, Fault, Span, faults

PLACES = 20


def _touches(span: Span, place: Span) -> bool:
    return span[0] <= place[1] and place[0] <= span[1]


def _found(code: str, fault: Fault) -> bool:
    findings = check(noticeparse.parse(fault.text), select=[code])
    return any(_touches(f.span, place) for f in findings for place in (fault.span, *fault.also))


def test_every_rule_has_a_plant() -> None:
    assert set(PLANTS) == {rule.code for rule in RULES}


@pytest.mark.parametrize("code", [rule.code for rule in RULES])
def test_planted_faults_are_found(code: str) -> None:
    planted = faults(code, PLACES)
    assert len(planted) >= 5, "too few places to measure anything"
    missed = [(base.name, fault.span) for base, fault in planted if not _found(code, fault)]
    assert len(missed) <= 0.05 * len(planted), f"{len(missed)} of {len(planted)} missed: {missed}"
