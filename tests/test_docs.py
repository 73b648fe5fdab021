"""The docs say what the code does: generated pages in step, every snippet runs, every entry is listed."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner

from noticeparse.check import RULES
from noticeparse.cli import main
from noticeparse.compare.across import COMPARISONS
from noticeparse.docs_pages import pages
from noticeparse.link.problems import STATEMENTS
from noticeparse.outline.numbering import STYLES

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
_GENERATED = ("comparisons.md", "facts.md", "number-styles.md", "layouts.md", "commands.md")
PROSE = [ROOT / "README.md", *sorted(p for p in DOCS.glob("*.md") if p.name not in _GENERATED)]
"""Pages written by hand; the example files of extend.md are run by test_extend."""
_ELSEWHERE = {"extend.md", "spark.md"}


def test_generated_pages_are_in_step() -> None:
    """Write them anew with ``make docs``."""
    kept = {str(page.relative_to(DOCS)): page.read_text("utf-8") for page in DOCS.glob("rules/*.md")}
    kept |= {name: (DOCS / name).read_text("utf-8") for name in _GENERATED}
    assert kept == pages()


def test_every_rule_style_and_command_is_listed() -> None:
    made = pages()
    assert all(f"[{rule.code}]({rule.code}.md)" in made["rules/README.md"] for rule in RULES)
    assert all(f"## {entry.code} {entry.name}\n" in made["comparisons.md"] for entry in COMPARISONS)
    assert all(f"# {style.name}\n" in made["number-styles.md"] for style in STYLES)
    assert all(f"### {statement.name}\n" in made["layouts.md"] for statement in STATEMENTS)
    assert all(f"## {name}\n" in made["commands.md"] for name in main.commands)


def _snippets(language: str) -> list[tuple[str, str]]:
    pattern = re.compile(rf"```{language}\n(.*?)```", re.DOTALL)
    return [(page.name, match) for page in PROSE if page.name not in _ELSEWHERE or language == "sh" for match in pattern.findall(page.read_text("utf-8"))]


@pytest.mark.parametrize(("page", "code"), _snippets("python"))
def test_python_snippets_run(page: str, code: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(ROOT)
    if "# needs:" in code:
        pytest.skip(code.split("# needs:")[1].splitlines()[0].strip())
    exec(compile(code, page, "exec"), {"__name__": page})


@pytest.mark.parametrize(
    "line",
    sorted({line for _, code in _snippets("sh") for line in code.splitlines() if line.startswith("noticeparse ")}),
)
def test_commands_shown_exist_with_their_options(line: str) -> None:
    words = list(shlex.split(line.split("#")[0].split(">")[0].split("|")[0])[1:])
    command = main.commands[words[0]]
    known = {option for parameter in command.params for option in (*parameter.opts, *parameter.secondary_opts)}
    assert {word.split("=")[0] for word in words[1:] if word.startswith("-") and word != "-"} <= known
    assert CliRunner().invoke(main, [words[0], "--help"]).exit_code == 0
