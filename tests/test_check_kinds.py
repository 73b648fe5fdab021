"""Notices of many kinds and layouts: what a careful editor would object to in each, and nothing else.

The texts of tests/checked are invented. `OBJECTIONS` lists every finding of level error or warning with the words it is
about; a finding beyond those is a false alarm, a missing one a fault overlooked.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

import noticeparse
from noticeparse.check import RULES, check
from noticeparse.model import Finding, Notice

TEXTS = Path(__file__).parent / "checked"

OBJECTIONS: dict[str, set[tuple[str, str]]] = {
    "aggregate": set(),
    "audit-one-paragraph": set(),
    "bureau-markdown-2025": {("N08", "巡察反馈的3个方面21个具体问题")},  # six of them are listed as the weightiest
    "company-page": set(),
    "damaged": {
        ("N02", "202338日至425日"),
        ("N02", "2023619日"),
        ("T02", "下"),  # 通报如下 without a mark
        ("T02", "金"),  # 收回结余资金 without an end
        ("N07", "二、整改任务完成情况"),
        ("T01", "《"),
        ("S01", "4."),
        ("S02", "是"),
        ("N01", "35"),
        ("E09", "0375"),
        ("E09", "qscz@"),
        ("N04", "2024年2月31日"),
    },
    "environment-plan": set(),
    "full-width": {("N08", "反馈的１２个问题")},
    "half-width": {("N07", "二、整改情况")},
    "hospital-report": {("N08", "反馈的19个问题已整改完成17个"), ("S10", "")},  # no way to reach the hospital
    "ledger-tabs": set(),
    "party-school": set(),
    "theme-education-fields": set(),
    "township-inline": {("N07", "一、关于党的政治建设方面"), ("S10", "")},  # nothing on how it was organised
    "university-2016": set(),
    "unsigned-announcement": {("N07", "二、整改落实情况"), ("E09", "88123456"), ("S10", "")},  # next steps, organ, date
}


def _notice(name: str) -> Notice:
    return noticeparse.parse((TEXTS / f"{name}.txt").read_text("utf-8"))


def _objections(parsed: Notice, findings: tuple[Finding, ...]) -> set[tuple[str, str]]:
    text = parsed.source.text
    return {(f.rule, text[slice(*f.span)].split("，")[0]) for f in findings if f.level != "note"}


@pytest.mark.parametrize("name", sorted(OBJECTIONS))
def test_what_an_editor_would_object_to_and_nothing_else(name: str) -> None:
    parsed = _notice(name)
    assert _objections(parsed, check(parsed)) == OBJECTIONS[name]


@pytest.mark.parametrize("name", ["university-2016", "party-school", "company-page", "aggregate", "audit-one-paragraph"])
def test_a_notice_flattened_into_one_line_is_no_worse(name: str) -> None:
    flat = noticeparse.parse((TEXTS / f"{name}.txt").read_text("utf-8").replace("\n", ""))
    assert _objections(flat, check(flat)) == OBJECTIONS[name]


@pytest.mark.parametrize("name", ["university-2016", "party-school", "theme-education-fields"])
def test_half_width_marks_are_one_note_and_no_more(name: str) -> None:
    text = (TEXTS / f"{name}.txt").read_text("utf-8").translate(str.maketrans("，；：（）", ",;:()"))
    findings = check(noticeparse.parse(text))
    assert [f.rule for f in findings if f.level != "note"] == [] and [f.rule for f in findings].count("T04") == 1


@pytest.mark.parametrize("name", sorted(OBJECTIONS))
def test_no_rule_fires_dozens_of_times(name: str) -> None:
    fired = Counter(finding.rule for finding in check(_notice(name)))
    assert max(fired.values(), default=0) <= 12


def test_a_day_the_calendar_lacks_is_compared_with_no_other() -> None:
    """Signed on a 31 February: reported as such, and no interval is counted from it."""
    findings = check(_notice("damaged"), select=["N04", "D"])
    assert [f.rule for f in findings if f.level == "error"] == ["N04"]
    assert {rule.code for rule in RULES} >= {f.rule for f in findings}
