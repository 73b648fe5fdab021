"""The rule pages of docs/rules/, written from the entries: ``python -m noticeparse.docs_rules docs/rules``."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from noticeparse.explain import rule_page

if TYPE_CHECKING:
    from noticeparse.entries import Rule

_MADE = "<!-- Made from the entries in src/noticeparse/check by `python -m noticeparse.docs_rules`; edit those. -->\n\n"


def pages(rules: Iterable[Rule]) -> dict[str, str]:
    """File name → content: one page a rule and README.md, the table of them all."""
    rules = list(rules)
    made = {f"{rule.code}.md": _MADE + rule_page(rule) for rule in rules}
    made["README.md"] = _MADE + _table(rules)
    return made


def _table(rules: list[Rule]) -> str:
    rows = [
        f"| [{rule.code}]({rule.code}.md) | {rule.level} | `{rule.name}` | {rule.title_zh} | {rule.title} |"
        for rule in rules
    ]
    return "\n".join(["# Rules", "", "| Code | Level | Name | | What it says |", "|---|---|---|---|---|", *rows]) + "\n"


def main(folder: Path) -> None:
    """Write every page into `folder` and remove pages of rules that are gone."""
    from noticeparse.check import RULES

    made = pages(RULES)
    folder.mkdir(parents=True, exist_ok=True)
    for stale in {page.name for page in folder.glob("*.md")} - made.keys():
        (folder / stale).unlink()
    for name, content in made.items():
        (folder / name).write_text(content, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "docs/rules"))
