"""The rule pages in docs/ say what the entries say."""

from __future__ import annotations

from pathlib import Path

from noticeparse.check import RULES
from noticeparse.docs_rules import pages
from noticeparse.explain import rule_page

FOLDER = Path(__file__).parents[1] / "docs/rules"


def test_the_pages_are_in_step_with_the_entries() -> None:
    """Write them anew with ``python -m noticeparse.docs_rules``."""
    kept = {page.name: page.read_text("utf-8") for page in FOLDER.glob("*.md")}
    assert kept == pages(RULES)


def test_each_rule_has_a_page_and_a_row() -> None:
    made = pages(RULES)
    for rule in RULES:
        assert rule_page(rule) in made[f"{rule.code}.md"]
        assert f"[{rule.code}]({rule.code}.md)" in made["README.md"]
    assert len(made) == len(RULES) + 1
