"""The generated pages of docs/, written from the entries and the commands: ``python -m noticeparse.docs_pages docs``."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

from noticeparse.explain import (
    comparison_page,
    heading_page,
    kind_page,
    kinds_made,
    rule_page,
    statement_page,
    style_page,
)

if TYPE_CHECKING:
    import click

    from noticeparse.entries import Rule

_MADE = "<!-- Made by `make docs` from the entries and commands in src/noticeparse; edit those. -->\n\n"


def pages() -> dict[str, str]:
    """Path below docs/ → content of every generated page."""
    from noticeparse.check import RULES

    made = {f"rules/{rule.code}.md": rule_page(rule) for rule in RULES}
    made["rules/README.md"] = _table(RULES)
    made["comparisons.md"] = _comparisons()
    made["facts.md"] = _facts()
    made["number-styles.md"] = _styles()
    made["layouts.md"] = _layouts()
    made["commands.md"] = _commands()
    made["api.md"] = _api()
    return {path: _MADE + content for path, content in made.items()}


def _table(rules: Iterable[Rule]) -> str:
    rows = [
        f"| [{rule.code}]({rule.code}.md) | {rule.level} | `{rule.name}` | {rule.title_zh} | {rule.title} |"
        for rule in rules
    ]
    return "\n".join(["# Rules", "", "| Code | Level | Name | | What it says |", "|---|---|---|---|---|", *rows]) + "\n"


def _comparisons() -> str:
    from noticeparse.compare.across import COMPARISONS

    return "# Comparisons of a corpus\n\nThe examples are those the tests run.\n\n" + "\n".join(
        _lowered(comparison_page(comparison)) for comparison in COMPARISONS
    )


def _facts() -> str:
    from noticeparse.facts import KINDS

    names = dict.fromkeys(name for kind in KINDS for name in sorted(kinds_made(kind)))
    bodies = [kind_page(name, [k for k in KINDS if name in kinds_made(k)]).replace("\n# ", "\n## ") for name in names]
    return "# Kinds of facts\n\nThe examples are those the tests run.\n\n" + "\n".join(_lowered(body) for body in bodies)


def _styles() -> str:
    from noticeparse.outline.numbering import STYLES

    return "# Number styles\n\nThe examples are those the tests run.\n\n" + "\n".join(
        _lowered(style_page(style)) for style in STYLES
    )


def _layouts() -> str:
    from noticeparse.link.problems import STATEMENTS
    from noticeparse.link.roles import HEADING_ROLES

    sections = [
        "# Layouts\n\nHow parts state the problems fed back to an organ, and what the headings of top parts say these are for."
        " The examples are those the tests run. Records (项目1.1), fields, ledgers and paragraphs that answer several"
        " problems are read by `link/roles.py`, `link/ledgers.py` and `link/problems.py`.\n",
        "## Statements of problems\n",
        *(_lowered(_lowered(statement_page(statement))) for statement in STATEMENTS),
        "## Headings of top parts\n",
        *(_lowered(_lowered(heading_page(heading))) for heading in HEADING_ROLES),
    ]
    return "\n".join(sections)


def _lowered(page: str) -> str:
    """The page with every heading one level lower."""
    return "\n".join(f"#{line}" if line.startswith("#") else line for line in page.split("\n"))


def _commands() -> str:
    import click

    from noticeparse.cli import main as group

    context = click.Context(group, info_name="noticeparse", terminal_width=100, max_content_width=100, **group.context_settings)
    sections = [f"```text\n{group.get_help(context).rstrip()}\n```\n"]
    sections += [f"## {name}\n\n```text\n{text}\n```\n" for name, text in _helps(group, context)]
    return "# Commands\n\n" + "\n".join(sections)


def _helps(group: click.Group, context: click.Context) -> Iterator[tuple[str, str]]:
    import click

    for name in group.list_commands(context):
        command = group.get_command(context, name)
        if command is not None:
            inner = click.Context(command, info_name=name, parent=context, terminal_width=100, max_content_width=100)
            yield name, "\n".join(line.rstrip() for line in command.get_help(inner).rstrip().split("\n"))


_API = {
    "Many notices": ("noticeparse.corpus.Corpus", "noticeparse.corpus.batch.batch", "noticeparse.corpus.batch.Report", "noticeparse.corpus.table.parse_table", "noticeparse.compare.across.Across"),
    "Checking": ("noticeparse.check.rules", "noticeparse.check.fix_plan", "noticeparse.check.apply", "noticeparse.check.Profile", "noticeparse.check.Settings", "noticeparse.check.load_settings"),
    "Ledgers": ("noticeparse.export.read_ledger.Ledger", "noticeparse.export.ledger_columns.LedgerRow", "noticeparse.export.coverage.Coverage"),
    "The service": ("noticeparse.serve.create_app",),
    "Entries": ("noticeparse.extend.extended", "noticeparse.entries.NumberStyle", "noticeparse.entries.FactKind", "noticeparse.entries.Statement", "noticeparse.entries.HeadingRole", "noticeparse.entries.Rule", "noticeparse.entries.rule"),
}
"""Section of the API page → what it holds beside the public names of the package, by dotted path."""


def _api() -> str:
    """The names people import; in place of each ``:::`` the site puts signature, fields and docstring."""
    from noticeparse import model
    from noticeparse.compare import model as compared

    sections = {"The package": _public_names(), "Values": _values(model, "Notice"), **_API}
    sections["Two notices compared"] = _values(compared, "Comparison")
    bodies = (
        "\n".join([f"## {title}\n", *(f"::: {path}\n" for path in paths)]) for title, paths in sections.items()
    )
    return (
        "# Python\n\nSignatures and docstrings as they stand in the code; the site shows them in place of each `:::`. The names"
        " under The package, `Notice` and `Source` are imported from `noticeparse` itself. Spans are `[start, end)` in code points of"
        " `source.text`.\n\n" + "\n".join(bodies)
    )


def _public_names() -> list[str]:
    """Dotted paths of what ``import noticeparse`` offers; values have a section of their own."""
    import noticeparse

    homes = noticeparse._HOME
    names = sorted(homes.keys() - {"Notice", "Source"}, key=lambda name: (name[0].isupper(), name))
    return [f"{homes[name]}.{name}" for name in names]


def _values(module: ModuleType, first: str) -> list[str]:
    """Dotted paths of the public values a module defines: `first`, then the others in the module's order."""
    from noticeparse.model import Value

    values = [
        name
        for name, value in vars(module).items()
        if isinstance(value, type) and issubclass(value, Value) and value is not Value
        if value.__module__ == module.__name__ and not name.startswith("_")
    ]
    return [f"{module.__name__}.{name}" for name in sorted(values, key=lambda name: name != first)]


def write(folder: Path) -> None:
    """Write every page below `folder` and remove pages of rules that are gone."""
    made = pages()
    (folder / "rules").mkdir(parents=True, exist_ok=True)
    for stale in {f"rules/{page.name}" for page in (folder / "rules").glob("*.md")} - made.keys():
        (folder / stale).unlink()
    for path, content in made.items():
        (folder / path).write_text(content, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    write(Path(sys.argv[1] if len(sys.argv) > 1 else "docs"))
