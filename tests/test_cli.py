"""The command: what it prints, where, and how it ends."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from noticeparse.cli import main

TEXT = "甲县水务局党组关于巡察整改情况的通报\n一、组织整改\n二、问题整改情况\n1.关于“台账不全”的问题\n(1)补齐台账。\n"


@pytest.fixture
def notice(tmp_path: Path) -> Path:
    path = tmp_path / "甲县.txt"
    path.write_text(TEXT, "utf-8")
    return path


def run(*words: str, stdin: bytes | None = None) -> Result:
    return CliRunner().invoke(main, list(words), input=stdin)


@pytest.mark.parametrize("words", [["--help"], ["parse", "--help"], ["schema", "--help"]])
def test_help_shows_an_example(words: list[str]) -> None:
    result = run(*words)
    assert result.exit_code == 0
    assert "noticeparse parse" in result.output or "noticeparse schema" in result.output


def test_json_of_one_file_is_one_object(notice: Path) -> None:
    result = run("parse", "--to", "json", str(notice))
    assert result.exit_code == 0
    assert json.loads(result.stdout)["title"].endswith("整改情况的通报")


def test_json_of_several_files_is_one_object_a_line(notice: Path) -> None:
    result = run("parse", "--to", "json", str(notice), str(notice))
    assert [json.loads(line)["is_notice"] for line in result.stdout.splitlines()] == [True, True]


def test_outline_shows_numbers_headings_and_roles(notice: Path) -> None:
    result = run("parse", str(notice))
    assert "组织整改" in result.stdout
    assert "问题" in result.stdout
    assert "措施" in result.stdout


def test_markdown_keeps_headings(notice: Path) -> None:
    assert "## 一、组织整改" in run("parse", "--to", "md", str(notice)).stdout


def test_standard_input(notice: Path) -> None:
    result = run("parse", "--to", "json", "-", stdin=TEXT.encode("gb18030"))
    assert json.loads(result.stdout)["source"]["encoding"] == "gb18030"


def test_a_bad_file_is_named_and_the_good_ones_are_printed(notice: Path, tmp_path: Path) -> None:
    missing = tmp_path / "没有.html"
    result = run("parse", "--to", "json", str(missing), str(notice))
    assert result.exit_code == 2
    assert json.loads(result.stdout)["is_notice"] is True
    assert "没有.html" in result.stderr


@pytest.mark.parametrize("content", [b"", b"\x89PNG\r\n\x1a\n" + b"\0" * 64])
def test_unreadable_input_is_exit_2_without_a_traceback(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "坏.txt"
    path.write_bytes(content)
    result = run("parse", str(path))
    assert result.exit_code == 2
    assert result.stdout == ""
    assert "坏.txt" in result.stderr
    assert "Traceback" not in result.stderr


def test_bad_arguments_are_exit_2() -> None:
    assert run("parse", "--to", "xml", "x").exit_code == 2


def test_output_is_utf8_on_any_console(notice: Path) -> None:
    """A Windows console of code page 936 or an ASCII one must not break Chinese output."""
    done = subprocess.run(
        [sys.executable, "-m", "noticeparse", "parse", str(notice)],
        capture_output=True,
        env={"PYTHONIOENCODING": "ascii", "PATH": ""},
        check=True,
    )
    assert "组织整改" in done.stdout.decode("utf-8")


def test_output_is_deterministic(notice: Path) -> None:
    assert run("parse", "--to", "json", str(notice)).stdout == run("parse", "--to", "json", str(notice)).stdout


HEAVY = {
    "bs4", "docx", "duckdb", "fastapi", "jieba", "lxml", "numpy", "openpyxl", "pandas", "pdfplumber", "plotly", "pyarrow", "ray",
    "rich", "rjieba", "scipy", "spacy", "uvicorn",
}  # fmt: skip


@pytest.mark.parametrize(
    "code",
    [
        "import noticeparse; from noticeparse.pipeline import parse; parse('一、甲')",
        "from noticeparse.cli import main; main(['--help'], standalone_mode=False)",
    ],
)
def test_nothing_heavy_is_loaded(code: str) -> None:
    shown = f"import sys\n{code}\nprint(sorted({HEAVY!r} & sys.modules.keys()))"
    done = subprocess.run([sys.executable, "-c", shown], capture_output=True, text=True, encoding="utf-8", check=True)
    assert done.stdout.splitlines()[-1] == "[]"


def test_help_loads_no_parser() -> None:
    code = "from noticeparse.cli import main; main(['--help'], standalone_mode=False); import sys; print('noticeparse.model' in sys.modules, 'pydantic' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, encoding="utf-8", check=True)
    assert done.stdout.splitlines()[-1] == "False False"


_WRITERS = {
    "parse": ["parse", "{notice}"],
    "check": ["check", "{notice}"],
    "check-html": ["check", "--to", "html", "{notice}"],
    "export": ["export", "--to", "json", "{notice}"],
    "export-xlsx": ["export", "--to", "ledger.xlsx", "{notice}"],
    "compare": ["compare", "{notice}", "{notice}"],
    "coverage": ["coverage", "{notice}", "{list}"],
}


@pytest.mark.parametrize("words", _WRITERS.values(), ids=_WRITERS)
def test_an_output_that_cannot_be_written_is_named_and_exit_2(notice: Path, tmp_path: Path, words: list[str]) -> None:
    (tmp_path / "list.csv").write_text("序号,问题\n1,台账不全\n", "utf-8")
    given = [word.format(notice=notice, list=tmp_path / "list.csv") for word in words]
    result = run(*given, "-o", str(tmp_path / "missing" / "out.txt"))
    assert result.exit_code == 2 and isinstance(result.exception, SystemExit)
    assert result.stderr.startswith("noticeparse: ") and "out.txt: No such file or directory" in result.stderr
    assert result.stderr.count("\n") == 1


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
@pytest.mark.parametrize("words", [["parse", "--to", "json"], ["check"], ["export", "--to", "json"]], ids=" ".join)
def test_a_full_standard_output_is_exit_2_without_a_traceback(notice: Path, words: list[str]) -> None:
    with open("/dev/full", "w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "noticeparse", *words, str(notice)], stdout=full, stderr=subprocess.PIPE, text=True
        )
    assert done.returncode == 2 and done.stderr == "noticeparse: cannot write: No space left on device\n"


@pytest.mark.parametrize("words", [["parse", "{}"], ["check", "{}"], ["export", "--to", "json", "{}"], ["compare", "{}", "{}"]], ids=" ".join)
def test_an_encoding_nobody_knows_is_refused(notice: Path, words: list[str]) -> None:
    given = [word.format(notice) for word in words]
    refused = run(*given, "--encoding", "gb18O30")
    assert refused.exit_code == 2 and "gb18O30" in refused.stderr and not refused.stdout
    assert run(*given, "--encoding", "GB18030").exit_code != 2
