"""The commands check, explain and list."""

from __future__ import annotations

import json
import re
from pathlib import Path

import jsonschema
import pytest
from click.testing import CliRunner, Result

from noticeparse.check import RULES
from noticeparse.cli import main
from noticeparse.facts import KINDS
from noticeparse.model import LEVELS_ZH
from noticeparse.outline.numbering import STYLES
from noticeparse.schema import json_schema
from tests.reviewed import TEXT

CLEAN = "今天天气很好。\n"


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """The command line in an empty folder that holds a notice with a lost ordinal and a text with nothing wrong."""
    monkeypatch.chdir(tmp_path)
    Path("bad.txt").write_text(TEXT, encoding="utf-8")
    Path("clean.txt").write_text(CLEAN, encoding="utf-8")
    Path("empty.txt").touch()

    def call(*arguments: str, stdin: str | None = None) -> Result:
        result = CliRunner().invoke(main, arguments, input=stdin)
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result

    return call


def test_exit_status_says_what_was_found(run) -> None:
    assert run("check", "--select", "S02", "bad.txt").exit_code == 1
    assert run("check", "--select", "S02", "clean.txt").exit_code == 0
    assert run("check", "--select", "S02", "clean.txt", "bad.txt").exit_code == 1
    assert run("check", "--ignore", "S,T,N,D,E,P", "bad.txt").exit_code == 0


def test_an_unreadable_input_is_named_and_the_others_are_checked(run) -> None:
    result = run("check", "--select", "S02", "bad.txt", "empty.txt", "missing.txt")
    assert result.exit_code == 2
    assert "empty.txt" in result.stderr and "missing.txt" in result.stderr
    assert "S02" in result.stdout and "missing" not in result.stdout


def test_terminal_names_file_line_and_column(run) -> None:
    assert re.search(r"^bad\.txt:7:1: 错误 S02 序号脱字$", run("check", "--select", "S02", "bad.txt").stdout, re.M)


def test_json_is_the_notice_with_its_findings(run) -> None:
    for files in (("bad.txt",), ("bad.txt", "clean.txt")):
        lines = run("check", "--to", "json", *files).stdout.splitlines()
        assert len(lines) == len(files)
        for line in lines:
            jsonschema.validate(json.loads(line), json_schema("notice"))
        assert "S02" in [finding["rule"] for finding in json.loads(lines[0])["findings"]]


def test_sarif_describes_every_rule_and_is_valid(run) -> None:
    log = json.loads(run("check", "--to", "sarif", "bad.txt", "clean.txt").stdout)
    schema = json.loads((Path(__file__).parents[1] / "schemas/vendor/sarif-2.1.0-rtm.4.json").read_text("utf-8"))
    jsonschema.Draft4Validator(schema).validate(log)
    assert [rule["id"] for rule in log["runs"][0]["tool"]["driver"]["rules"]] == [rule.code for rule in RULES]
    assert len(log["runs"][0]["artifacts"]) == 2


def test_sarif_of_nothing_readable_is_still_a_log(run) -> None:
    result = run("check", "--to", "sarif", "empty.txt")
    assert result.exit_code == 2
    assert json.loads(result.stdout)["runs"][0]["results"] == []


def test_github_names_the_path_as_given(run) -> None:
    Path("整改").mkdir()
    Path("bad.txt").rename("整改/甲,乙.txt")
    assert run("check", "--select", "S02", "--to", "github", "整改/甲,乙.txt").stdout.startswith(
        "::error file=整改/甲%2C乙.txt,line=7,col=1,"
    )


def test_one_report_goes_to_a_file_and_several_to_a_folder(run) -> None:
    Path("b").mkdir()
    Path("b/bad.txt").write_text(CLEAN, encoding="utf-8")
    assert run("check", "--to", "html", "-o", "r.html", "bad.txt").exit_code == 1
    assert "S02" in Path("r.html").read_text("utf-8")
    assert run("check", "--to", "html", "-o", "out", "bad.txt", "b/bad.txt", "clean.txt").exit_code == 1
    assert sorted(path.name for path in Path("out").iterdir()) == ["bad-2.html", "bad.html", "clean.html"]
    refused = run("check", "--to", "html", "bad.txt", "clean.txt")
    assert refused.exit_code == 2 and "folder" in refused.stderr and not refused.stdout


def test_standard_input(run) -> None:
    result = run("check", "--select", "S02", "-", stdin=TEXT)
    assert result.exit_code == 1
    assert result.stdout.startswith("<stdin>:7:1: 错误 S02")


def test_select_and_ignore_take_codes_names_and_lists(run) -> None:
    def rules(*options: str) -> set[str]:
        notice = json.loads(run("check", "--to", "json", *options, "bad.txt").stdout)
        return {finding["rule"] for finding in notice["findings"]}

    assert rules("--select", "S02") == rules("--select", "lost-ordinal") == {"S02"}
    assert rules("--select", "S02, N") == rules("--select", "S02", "--select", "N")
    assert rules("--ignore", "S02") == rules() - {"S02"}


def test_settings_come_from_pyproject_and_the_command_line_goes_before(run) -> None:
    Path("pyproject.toml").write_text('[tool.noticeparse]\nselect = ["T"]\n', encoding="utf-8")
    Path("own.toml").write_text('select = ["S02"]\n', encoding="utf-8")
    assert "S02" not in run("check", "bad.txt").stdout
    assert "S02" in run("check", "--config", "own.toml", "bad.txt").stdout
    assert "S02" in run("check", "--select", "S02", "bad.txt").stdout


def test_settings_are_the_nearest_file_in_this_folder_or_above(run, monkeypatch: pytest.MonkeyPatch) -> None:
    Path("noticeparse.toml").write_bytes('\ufeffselect = ["S02"]\n'.encode())  # as Notepad saves it
    Path("below").mkdir()
    monkeypatch.chdir("below")
    found = json.loads(run("check", "--to", "json", "../bad.txt").stdout)["findings"]
    assert {finding["rule"] for finding in found} == {"S02"}


@pytest.mark.parametrize(
    "arguments",
    [("--select", "Z99"), ("--ignore", "Z99"), ("--profile", "nowhere.json"), ("--config", "clean.txt"), ("-o", "no/where.txt")],
    ids=" ".join,
)
def test_wrong_arguments_are_refused_in_one_sentence(run, arguments: tuple[str, ...]) -> None:
    result = run("check", *arguments, "bad.txt")
    assert result.exit_code == 2
    assert not result.stdout
    assert "Traceback" not in result.stderr and result.stderr.strip()


def test_the_fix_plan_holds_the_suggestions_and_changes_nothing(run) -> None:
    run("check", "--select", "S02", "--fix-plan", "fixes.json", "bad.txt")
    plan = json.loads(Path("fixes.json").read_text("utf-8"))
    (fix,) = plan["fixes"]
    assert TEXT[slice(*fix["span"])] == fix["found"]
    assert Path("bad.txt").read_text("utf-8") == TEXT


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_explain_prints_a_rule_from_its_entry(run, rule) -> None:
    by_code, by_name = run("explain", rule.code.lower()), run("explain", rule.title_zh)
    assert by_code.exit_code == 0 and by_code.stdout == by_name.stdout
    english = run("explain", "--lang", "en", rule.name).stdout
    for words in (rule.code, rule.name, rule.source, rule.bad[0].strip()):
        assert words in by_code.stdout and words in english
    for words in (rule.title, rule.level, *rule.text):
        assert words in english and words not in by_code.stdout.replace(rule.name, "").replace(rule.source, "")
    for words in (rule.title_zh, LEVELS_ZH[rule.level], rule.text_zh):
        assert words in by_code.stdout


def test_explain_prints_kinds_and_styles_with_their_examples(run) -> None:
    count = run("explain", "count").stdout
    assert all(example.replace("|", "\\|") in count for kind in KINDS if kind.name == "count" for example in kind.examples)
    style = next(style for style in STYLES if style.name == "一是")
    assert all(line in run("explain", "一是").stdout for line in style.examples)
    assert "2023-06-07" in run("explain", "date").stdout
    assert count and run("explain", "数量").stdout == count


def test_explain_of_nothing_known_says_so(run) -> None:
    result = run("explain", "lost-ordinl")
    assert result.exit_code == 2 and "lost-ordinal" in result.stderr


@pytest.mark.parametrize(
    ("table", "names"),
    [("rules", [r.code for r in RULES]), ("facts", [k.name for k in KINDS]), ("styles", [s.name for s in STYLES])],
)
def test_lists_name_every_entry(run, table: str, names: list[str]) -> None:
    assert [line.split("\t")[0] for line in run("list", table).stdout.splitlines()] == names


@pytest.mark.parametrize("command", ["check", "explain", "list"])
def test_every_command_shows_an_example(run, command: str) -> None:
    assert f"noticeparse {command} " in run(command, "--help").stdout


# --------------------------------------------------------------------------- language


def test_findings_are_said_in_the_language_asked_for(run) -> None:
    english = run("check", "--select", "S02", "--lang", "en", "bad.txt").stdout
    chinese = run("check", "--select", "S02", "bad.txt").stdout
    assert chinese == run("check", "--select", "S02", "--lang", "zh", "bad.txt").stdout
    assert re.search(r"^bad\.txt:7:1: 错误 S02 序号脱字$", chinese, re.M) and "建议改为：" in chinese
    assert "序号脱落" in chinese and "1个文件：错误" in chinese and "序号脱落" not in english
    annotation = run("check", "--select", "S02", "--to", "github", "bad.txt").stdout
    assert "title=S02 序号脱字::" in annotation and "序号脱落" in annotation
    log = json.loads(run("check", "--select", "S02", "--to", "sarif", "bad.txt").stdout)["runs"][0]
    assert log["language"] == "zh-CN" and "序号脱落" in log["results"][0]["message"]["text"]
    described = log["tool"]["driver"]["rules"][log["results"][0]["ruleIndex"]]
    assert described["shortDescription"]["text"] == "序号脱字。" and "依据：" in described["help"]["text"]


def test_json_holds_both_languages_whichever_is_asked_for(run) -> None:
    printed = run("check", "--to", "json", "--select", "S02", "bad.txt").stdout
    assert run("check", "--to", "json", "--select", "S02", "--lang", "en", "bad.txt").stdout == printed
    finding = json.loads(printed)["findings"][0]
    assert "lost its number" in finding["message"] and "序号脱落" in finding["message_zh"]


def test_the_settings_may_name_the_language_and_the_command_line_overrules_them(run) -> None:
    Path("pyproject.toml").write_text('[tool.noticeparse]\nlanguage = "en"\nselect = ["S02"]\n', encoding="utf-8")
    assert "lost its number" in run("check", "bad.txt").stdout
    assert "序号脱落" in run("check", "--lang", "zh", "bad.txt").stdout
    run("check", "--fix-plan", "plan.json", "bad.txt")
    assert "lost its number" in json.loads(Path("plan.json").read_text("utf-8"))["fixes"][0]["reason"]


@pytest.mark.parametrize(
    ("arguments", "english"),
    [
        (("check", "bad.txt"), " error "),
        (("check", "--to", "github", "bad.txt"), "title=S02 lost-ordinal::"),
        (("check", "--to", "sarif", "bad.txt"), '"language": "en-US"'),
        (("check", "--to", "html", "bad.txt"), '<html lang="en"'),
        (("export", "--to", "terminal", "bad.txt"), " error "),
        (("compare", "bad.txt", "clean.txt"), "Issues"),
        (("compare", "--to", "html", "bad.txt", "clean.txt"), '<html lang="en"'),
        (("explain", "S02"), "Reported (⟦ ⟧ marks the place)"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_every_command_speaks_the_language_of_the_settings_else_chinese(run, arguments: tuple[str, ...], english: str) -> None:
    command, *rest = arguments
    asked = run(command, "--lang", "en", *rest).stdout
    unasked = run(*arguments).stdout
    assert english in asked and english not in unasked and unasked == run(command, "--lang", "zh", *rest).stdout
    Path("noticeparse.toml").write_text('language = "en"\n', encoding="utf-8")
    assert run(*arguments).stdout == asked


@pytest.mark.parametrize("command", ["check", "export", "compare", "explain"])
def test_settings_that_name_no_language_known_are_refused(run, command: str) -> None:
    Path("noticeparse.toml").write_text('language = "fr"\n', encoding="utf-8")
    inputs = {"check": ["bad.txt"], "export": ["--to", "sarif", "bad.txt"], "compare": ["bad.txt", "bad.txt"], "explain": ["S02"]}
    refused = run(command, *inputs[command])
    assert refused.exit_code == 2 and not refused.stdout and "language is zh or en, not 'fr'" in refused.stderr


def test_a_page_opens_in_chinese_unless_told_and_holds_both(run) -> None:
    page, english = (run("check", "--to", "html", *lang, "bad.txt").stdout for lang in ((), ("--lang", "en")))
    assert '<html lang="zh-Hans"' in page and '<html lang="en"' in english
    for made in (page, english):
        assert "lost its number" in made and "序号脱落" in made
