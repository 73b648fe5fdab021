"""The docs say what the code does: generated pages in step, every snippet runs, every entry is listed."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest

from noticeparse.check import RULES
from noticeparse.cli import main
from noticeparse.compare.across import COMPARISONS
from noticeparse.docs_pages import pages
from noticeparse.link.problems import STATEMENTS
from noticeparse.outline.numbering import STYLES
from tests.workplace import ROOT, SAMPLES, furnish

DOCS = ROOT / "docs"
_GENERATED = ("api.md", "comparisons.md", "facts.md", "number-styles.md", "layouts.md", "commands.md")
READMES = [ROOT / "README.md", ROOT / "README.zh.md"]
PROSE = [*READMES, *sorted(p for p in DOCS.rglob("*.md") if p.name not in _GENERATED and p.parent.name != "rules")]
"""Pages written by hand."""
_PYTHON_ELSEWHERE = {"extend.md", "spark.md"}
"""Their programs are run by test_extend and test_spark_recipe."""
_NOT_HERE = ("make ", "pip ", "python ", ". .venv", ".venv/bin/pip", ".venv\\Scripts\\pip", ".venv\\Scripts\\python")
"""Installing and testing: what CI does before and around this test."""
_ENDLESS = ("noticeparse serve",)
"""Commands that run until they are stopped: their options are looked at."""


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


@dataclass(frozen=True)
class Snippet:
    """A block of a page: a program, or commands with what the page says they print."""

    line: int
    language: str
    code: str
    printed: str | None = None
    form: str = ""


_BLOCK = re.compile(r"^```(python|sh|console|yaml)\n(.*?)^```\n(?:\n```(json|text)\n(.*?)^```\n)?", re.DOTALL | re.MULTILINE)


def _snippets(page: Path) -> list[Snippet]:
    """What of a page can be run, in its order."""
    text = page.read_text("utf-8")
    found = []
    for block in _BLOCK.finditer(text):
        language, code, form, printed = block.groups()
        if language == "python":
            code = "" if page.name in _PYTHON_ELSEWHERE else code
        else:
            code = "".join(_here(line) for line in _commands(language, code).splitlines(keepends=True))
        if code.strip():
            found.append(Snippet(text.count("\n", 0, block.start()) + 2, language, code, printed, form or ""))
    return found


def _commands(language: str, code: str) -> str:
    """The commands of a block; of a console those behind $, of a workflow those a step runs."""
    heads = {"console": r"^\$ (noticeparse .*\n)", "yaml": r"^ *- run: (noticeparse .*\n)"}
    return "".join(re.findall(heads[language], code, re.MULTILINE)) if language in heads else code


def _here(line: str) -> str:
    """The line as it can be run in the workplace: on Windows' paths, without installing, not for ever."""
    if line.startswith(_NOT_HERE):
        return ""
    if line.startswith(_ENDLESS):
        return line.split("#")[0].rstrip() + " --help\n"
    return line.removeprefix(".venv\\Scripts\\").replace("\\", "/") if line.startswith(".venv\\") else line


@pytest.fixture(scope="session")
def furnished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("docs") / "workplace"
    folder.mkdir()
    furnish(folder)
    return folder


@pytest.fixture
def workplace(furnished: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A workplace of one's own, in which to follow a page from its top to its end."""
    folder = tmp_path / "here"
    shutil.copytree(furnished, folder, symlinks=True)
    monkeypatch.chdir(folder)
    return folder


@pytest.mark.parametrize("page", [pytest.param(page, id=str(page.relative_to(ROOT))) for page in PROSE if _snippets(page)])
def test_every_snippet_runs(page: Path, workplace: Path) -> None:
    """Programs and commands in the order of the page; commands print what stands behind them."""
    missing = set()
    for snippet in _snippets(page):
        place = f"{page.relative_to(ROOT)}:{snippet.line}"
        if snippet.language == "python":
            exec(compile("\n" * (snippet.line - 1) + snippet.code, str(page), "exec"), {"__name__": place})
        elif tool := next((tool for tool in ("bash", "jq") if tool in f"bash {snippet.code}" and not shutil.which(tool)), None):
            missing.add(tool)
        else:
            _prints(snippet, _answer(snippet.code, place, workplace), place)
    if missing:
        pytest.skip(f"not installed, so that some commands were not run: {', '.join(sorted(missing))}")


def _answer(commands: str, place: str, folder: Path) -> str:
    """What the commands print. None may end with 2 or more; 1 says that something was found."""
    guarded = f"set -o pipefail; trap 'status=$?; [ $status -lt 2 ] || exit $status' ERR\n{commands}"
    environment = {**os.environ, "PATH": f"{folder / 'bin'}{os.pathsep}{os.environ['PATH']}", "PYTHONPATH": str(ROOT / "src")}
    done = subprocess.run(["bash", "-c", guarded], capture_output=True, text=True, encoding="utf-8", env=environment, check=False, timeout=300)
    assert done.returncode < 2, f"{place}: {done.stderr}"
    assert "No such file" not in done.stderr and "not found" not in done.stderr, f"{place}: {done.stderr}"
    return done.stdout


def _prints(snippet: Snippet, answer: str, place: str) -> None:
    """A line of … stands for all that follows."""
    if snippet.form == "json":
        assert json.loads(answer) == json.loads(snippet.printed or ""), place
    elif snippet.form == "text":
        shown = (snippet.printed or "").rstrip("\n").split("\n")
        lines = [line.rstrip() for line in answer.rstrip("\n").split("\n")]
        assert (lines[: len(shown) - 1] if shown[-1] == "…" else lines) == [line for line in shown if line != "…"], place


@pytest.mark.parametrize("readme", READMES, ids=lambda path: path.name)
def test_the_tree_of_a_readme_is_printed(readme: Path, workplace: Path) -> None:
    """Line for line, in order; … stands for words, and lines may be left out."""
    text = readme.read_text("utf-8")
    shown = text[text.index("```\n├") + 4 :].split("\n```")[0].split("\n")
    printed = iter(_answer(f"noticeparse parse {SAMPLES / 'a-county-agriculture-2021.html'}", readme.name, workplace).split("\n"))
    for line in shown:
        pattern = re.compile(re.escape(line).replace("…", ".*"))
        assert any(pattern.fullmatch(candidate) for candidate in printed), line


@pytest.mark.parametrize("page", [page for page in PROSE if "pip install" in page.read_text("utf-8") or "make " in page.read_text("utf-8")], ids=lambda path: path.name)
def test_extras_and_targets_named_exist(page: Path) -> None:
    text, project = page.read_text("utf-8"), (ROOT / "pyproject.toml").read_text("utf-8")
    extras = {extra for found in re.findall(r"pip install [^\n]*?\[([\w,]+)\]", text) for extra in found.split(",")}
    targets = set(re.findall(r"(?:^|`)make (\w+)", text, re.MULTILINE))
    assert all(re.search(rf"^{extra} = \[", project, re.MULTILINE) for extra in extras)
    assert all(re.search(rf"^{target}:", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE) for target in targets)


def test_both_readmes_say_the_same() -> None:
    """As many headings, the same programs and commands in the same order; each names the other."""
    english, chinese = (readme.read_text("utf-8") for readme in READMES)
    assert "(README.zh.md)" in english and "(README.md)" in chinese
    assert len(re.findall("^#+ ", english, re.MULTILINE)) == len(re.findall("^#+ ", chinese, re.MULTILINE))
    assert _bare(READMES[0]) == _bare(READMES[1])


def _bare(page: Path) -> list[str]:
    """Code without comments, which are in the language of the page."""
    return [re.sub(r" *#.*", "", snippet.code) for snippet in _snippets(page)]
