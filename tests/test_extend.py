"""One's own entries: what each list changes, that nothing leaks, and what is said of entries that cannot be used."""

from __future__ import annotations

import json
import os
import re
import sys
import threading
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

import noticeparse
from noticeparse.check import check
from noticeparse.cli import main
from noticeparse.entry_tests import run_examples
from noticeparse.errors import ExtensionError
from noticeparse.extend import extended
from noticeparse.own_settings import find_settings, settings_sources
from noticeparse.tables import ACTIVE

NOTICE = """临川区住房和城乡建设局党组关于区委巡察整改情况的通报
一、问题整改情况
1.关于“塔吊备案台账滞后”的问题。更换屋架12榀,购置一打整儿工具,约谈滨投负责人,圆满完成。
一、办理时效:年底前
"""

DATA: dict[str, Any] = {
    "groups": [{"code": "H", "name": "住建领域", "aliases": ["住建领域"]}],
    "codes": [{"code": "H01", "name": "起重机械", "triggers": ["塔吊备案"], "examples": ["塔吊备案台账滞后"]}],
    "units": [{"unit": "榀", "class": "thing", "examples": ["更换屋架12榀"]}],
    "verbs": [{"verb": "疏浚", "examples": ["疏浚河道3公里"]}],
    "nouns": [{"noun": "涵洞", "examples": ["清理3座涵洞"]}],
    "money_nouns": [{"noun": "苗木款", "examples": ["追缴苗木款12万"]}],
    "fixed_words": [{"word": "三零单位", "examples": ["创建三零单位"]}],
    "slogans": [{"phrase": "两山四水", "examples": ["保护两山四水"]}],
    "function_words": [{"word": "拢共", "roles": ["adverb"], "examples": ["拢共3项"]}],
    "labels": ["牵头科长", {"label": "办理时效", "examples": ["办理时效:年底前"]}],
    "organisations": [
        {"full": "滨湾投资控股有限公司", "short": ["滨投"], "examples": ["约谈滨投负责人"]}
    ],
    "styles": [
        {
            "name": "〔甲〕", "first": "〔", "pattern": "〔([甲乙丙丁])〕", "series": "甲乙丙丁", "rank": 2.2,
            "examples": {"〔乙〕加强领导": 2}, "counterexamples": ["〔2024〕3号"],
        }
    ],
    "statements": [
        {
            "name": "lamp", "pattern": "亮灯事项[:](.{4,40}?)(?=[,。]|$)",
            "examples": ["一、整改\n1.亮灯事项:⟦站房围墙开裂⟧。修补3处。"], "counterexamples": ["一、整改\n1.亮灯巡查3次。"],
        }
    ],
    "heading_roles": [
        {"purpose": "plan", "pattern": "接续发力", "examples": ["接续发力再出发"], "counterexamples": ["发力"]}
    ],
    "rules": [
        {
            "code": "U01", "name": "superlative", "level": "warning", "title": "Praise for oneself", "title_zh": "自我褒扬",
            "pattern": "圆满完成", "message": "Say what was done.",
            "bad": ["一、整改\n任务⟦圆满完成⟧。"], "good": ["一、整改\n任务完成。"],
        }
    ],
}  # fmt: skip

MODULE = '''
from noticeparse.check.review import Flaw
from noticeparse.entries import FactKind, NumberStyle, rule
from noticeparse.model import Claim
from noticeparse.outline.numbering import han_ordinal


def dozen(scan, match):
    return [Claim("count", match.start(), match.end(), value=12, unit="个")]


FACT_KINDS = (FactKind("dozen", "一", "一打整儿", dozen, examples={"购置⟦一打整儿⟧工具": 12}, counterexamples=("一打招呼",)),)
STYLES = (NumberStyle("步骤一", "步", "步骤([一二三四]):", han_ordinal, 2.3, examples={"步骤二:复核": 2}),)
LABELS = ("包案干部",)
ORGANISATIONS = [("云岭市公共资源交易集团", "云资源")]


@rule("U02", "shouting", "note", zh="感叹号", source="house style", bad=("一、整改\\n完成⟦!⟧",), good=("一、整改\\n完成。",))
def shouting(review):
    """An exclamation mark."""
    for at, char in enumerate(review.folded):
        if char == "!":
            yield Flaw((at, at + 1), "no shouting")


RULES = (shouting,)
'''


@pytest.fixture
def codes(tmp_path: Path) -> str:
    return _written(tmp_path / "codes.json", DATA)


@pytest.fixture
def entries(tmp_path: Path) -> str:
    path = tmp_path / "entries.py"
    path.write_text(MODULE, "utf-8")
    return str(path)


def _written(path: Path, data: object) -> str:
    path.write_text(json.dumps(data, ensure_ascii=False), "utf-8")
    return str(path)


def _facts(notice: noticeparse.Notice) -> dict[str, Any]:
    return {fact.text: getattr(fact, "unit", None) for fact in notice.facts}


# ------------------------------------------------------------------ what the lists change


def test_codes_units_and_names(codes: str) -> None:
    bare = noticeparse.parse(NOTICE)
    own = noticeparse.parse(NOTICE, extend=[codes])
    assert [t.code for t in own.issues[0].topics][:1] == ["H01"] != [t.code for t in bare.issues[0].topics][:1]
    assert _facts(own)["12榀"] == "榀"
    assert "12榀" not in _facts(bare)
    assert "滨投" in {o.full for o in own.organisations} - {o.full for o in bare.organisations}


def test_an_own_code_stands_for_the_shipped_one(tmp_path: Path) -> None:
    text = NOTICE.replace("塔吊备案台账滞后", "塔吊备案台账滞后,学习不深")
    source = _written(tmp_path / "c.json", {"codes": [{"code": "A01", "name": "塔吊", "triggers": ["塔吊备案"]}]})
    assert [t.evidence for t in noticeparse.parse(text, extend=[source]).issues[0].topics if t.code == "A01"] == [("塔吊备案",)]
    only = _written(tmp_path / "d.json", {"replace": True, "codes": DATA["codes"]})
    assert [t.code for t in noticeparse.parse(text, extend=[only]).issues[0].topics] == ["H01"]


def test_number_styles_and_labels(codes: str, entries: str) -> None:
    text = "一、整改\n〔甲〕第一件\n步骤一:摸底\n步骤二:整改\n〔乙〕第二件\n牵头科长:甲某\n办理时效:年底\n包案干部:乙某\n"
    own = noticeparse.parse(text, extend=[codes, entries])
    numbers = [(part.num.style, part.num.ordinal) for part in own.walk() if part.num]
    assert numbers[:5] == [("一、", 1), ("〔甲〕", 1), ("步骤一", 1), ("步骤一", 2), ("〔甲〕", 2)]
    assert [style for style, _ in numbers[5:]] == ["label"] * 3
    assert {part.num.style for part in noticeparse.parse(text).walk() if part.num} == {"一、"}


def test_statements_and_headings(codes: str) -> None:
    text = "临川区住建局党组关于区委巡察整改情况的通报\n一、问题整改\n1.亮灯事项:站房围墙开裂。修补3处。\n2.亮灯事项:泵站缺人值守。招聘2人。\n二、接续发力\n1.巡查站房。"
    notice = noticeparse.parse(text, extend=[codes])
    assert [issue.quote for issue in notice.issues] == ["站房围墙开裂", "泵站缺人值守"]
    assert [part.role for part in notice.walk()][-1] == "plan"
    plain = noticeparse.parse(text)
    assert [part.role for part in plain.walk()][-1] != "plan"


def test_a_statement_that_is_not_firm_needs_siblings_like_it(tmp_path: Path) -> None:
    body = "临川区住建局党组关于区委巡察整改情况的通报\n一、问题整改\n1.亮灯事项:站房围墙开裂。修补3处。\n2.购置工具。\n3.巡查站房。\n4.培训2人。"
    module = """
import re
from noticeparse.entries import Statement
from noticeparse.link.problems import Problem

def read(folded, node, start, end):
    match = re.compile("亮灯事项:(.{4,40})").match(folded, start, end)
    return Problem(node, match.span(1), False, False) if match else None

STATEMENTS = (Statement("lamp", read, ("一、整改\\n1.亮灯事项:⟦站房围墙开裂⟧。",), firm=FIRM),)
"""
    quotes = []
    for firm in ("True", "False"):
        path = tmp_path / f"lamp_{firm.lower()}.py"
        path.write_text(module.replace("FIRM", firm), "utf-8")
        quotes.append([issue.quote for issue in noticeparse.parse(body, extend=[str(path)]).issues])
    assert quotes == [["站房围墙开裂"], []]


def test_fact_kinds_and_rules(codes: str, entries: str) -> None:
    own = noticeparse.parse(NOTICE + "好!\n", extend=[entries])
    assert [f.value for f in own.facts if f.text == "一打整儿"] == [12]
    with extended([codes, entries]):
        assert [f.rule for f in check(own, select=["U"])] == ["U01", "U02"]
    with pytest.raises(noticeparse.NoticeparseError, match="no rule"):
        check(own, select=["U"])


def test_fixed_words_and_money_nouns(codes: str) -> None:
    text = "一、整改\n创建三零单位,保护两山四水,追缴苗木款12万。\n"
    own = noticeparse.parse(text, extend=[codes])
    assert [(f.kind, f.text) for f in own.facts if f.kind != "recovery"] == [("money", "12万")]


def test_a_dotted_module(entries: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "house_entries.py").write_text(MODULE, "utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    own = noticeparse.parse(NOTICE, extend=["house_entries"])
    assert "一打整儿" in _facts(own)
    sys.modules.pop("house_entries")


# ------------------------------------------------------------------ nothing leaks


def test_a_bare_parse_is_the_same_before_and_after(codes: str, entries: str) -> None:
    before = noticeparse.parse(NOTICE)
    noticeparse.parse(NOTICE, extend=[codes, entries])
    assert noticeparse.parse(NOTICE) == before
    with pytest.raises(ExtensionError):
        noticeparse.parse(NOTICE, extend=["missing.json"])
    assert ACTIVE.get() is None


def test_a_failing_parse_leaves_no_entries_behind(codes: str, tmp_path: Path) -> None:
    with pytest.raises(noticeparse.UnreadableError):
        noticeparse.parse(tmp_path / "missing.txt", extend=[codes])
    assert ACTIVE.get() is None


def test_threads_do_not_meet(codes: str) -> None:
    found: dict[str, set[str]] = {}

    def work() -> None:
        found["other"] = set(_facts(noticeparse.parse(NOTICE)))

    with extended([codes]):
        thread = threading.Thread(target=work)
        thread.start()
        thread.join()
        found["own"] = set(_facts(noticeparse.parse(NOTICE)))
    assert "12榀" in found["own"] - found["other"]


def _texts(sources: tuple[str, ...]) -> list[str]:
    return list(_facts(noticeparse.parse(NOTICE, extend=sources)))


def test_worker_processes_load_the_entries_from_their_names(codes: str, entries: str) -> None:
    sources = (codes, entries)
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        assert pool.submit(_texts, sources).result() == _texts(sources)


def test_entries_are_read_again_when_the_file_changes(tmp_path: Path) -> None:
    source = _written(tmp_path / "u.json", {"units": DATA["units"]})
    assert "12榀" in _facts(noticeparse.parse(NOTICE, extend=[source]))
    _written(tmp_path / "u.json", {"units": [{"unit": "座涵洞"}]})
    os.utime(source, ns=(1, 1))
    assert "12榀" not in _facts(noticeparse.parse(NOTICE, extend=[source]))


def test_a_bare_parse_asks_no_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "noticeparse.toml").write_text('extend = ["nothing.json"]', "utf-8")
    monkeypatch.chdir(tmp_path)
    noticeparse.parse(NOTICE)


# ------------------------------------------------------------------ what is refused


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({"units": [{"unit": "榀"}, {"unit": "眼", "klass": "x"}]}, r"a\.json: units\[1\]: klass: Extra inputs"),
        ({"codes": [{"code": "h1", "name": "x", "triggers": ["y"]}]}, r"codes\[0\]: code: String should match"),
        ({"codes": [{"code": "H01", "name": "x", "triggers": []}]}, r"codes\[0\]: triggers"),
        ({"unites": []}, r"unknown list 'unites'"),
        ({"units": {"unit": "榀"}}, r"units is a list"),
        ({"units": [{"unit": "榀"}, {"unit": "榀"}]}, r"units\[1\] \(榀\): said before, in .*units\[0\]"),
        ({"units": [{"unit": "榀", "except": ["眼睛"]}]}, r"except '眼睛' does not hold '榀'"),
        ({"styles": [{**DATA["styles"][0], "pattern": "〔([甲"}]}, r"styles\[0\] \(〔甲〕\): the pattern does not compile"),
        ({"styles": [{**DATA["styles"][0], "pattern": "〔甲〕"}]}, "needs exactly one group"),
        ({"styles": [{**DATA["styles"][0], "value": "han"}]}, "give either value or series"),
        ({"styles": [{**DATA["styles"][0], "name": "一、"}]}, "the package has a number style of this name"),
        ({"rules": [{**DATA["rules"][0], "pattern": "("}]}, r"rules\[0\] \(U01\): the pattern does not compile"),
        ({"rules": [{**DATA["rules"][0], "code": "N02"}]}, "the package has a rule"),
        ([], "an object with the lists"),
    ],
)
def test_refused_records(tmp_path: Path, data: object, said: str) -> None:
    with pytest.raises(ExtensionError, match=said):
        noticeparse.parse("", extend=[_written(tmp_path / "a.json", data)])


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("X = 1", "exposes none of STYLES"),
        ("import nothing_of_this_name", "entries.py: ModuleNotFoundError"),
        ("STYLES = ['一']", r"STYLES\[0\] is a str, not a NumberStyle"),
        ("from noticeparse.entries import FactKind\nFACT_KINDS = [FactKind('a', 'x', '(', print)]", r"FACT_KINDS\[0\] \(a\): the pattern does not"),
        ("from noticeparse.entries import FactKind\nFACT_KINDS = [FactKind('a', 'x', '(?P<n>x)', print)]", "named groups"),
    ],
)
def test_refused_modules(tmp_path: Path, code: str, said: str) -> None:
    path = tmp_path / "entries.py"
    path.write_text(code, "utf-8")
    with pytest.raises(ExtensionError, match=said):
        noticeparse.parse("", extend=[path])


def test_a_record_said_in_two_files(codes: str, tmp_path: Path) -> None:
    again = _written(tmp_path / "again.json", {"codes": DATA["codes"]})
    with pytest.raises(ExtensionError, match=r"again\.json: codes\[0\] \(H01\): said before, in .*codes\.json: codes\[0\]"):
        noticeparse.parse("", extend=[codes, again])


@pytest.mark.parametrize("source", ["nothing/here.json", "no such module", "nothing_of_this_name"])
def test_sources_that_are_none(source: str) -> None:
    with pytest.raises(ExtensionError, match=re.escape(source)):
        noticeparse.parse("", extend=[source])


# ------------------------------------------------------------------ settings and commands


def test_settings_are_found_upward_and_paths_seen_from_them(tmp_path: Path, codes: str) -> None:
    below = tmp_path / "a" / "b"
    below.mkdir(parents=True)
    (tmp_path / "a" / "pyproject.toml").write_text("[tool.other]\n", "utf-8")
    (tmp_path / "pyproject.toml").write_text('[tool.noticeparse]\nextend = ["codes.json", "house.entries"]\n', "utf-8")
    assert find_settings(below) == tmp_path / "pyproject.toml"
    assert settings_sources(tmp_path / "pyproject.toml") == (codes, "house.entries")
    (tmp_path / "a" / "noticeparse.toml").write_text('extend = ["../codes.json"]\n', "utf-8")
    assert find_settings(below) == tmp_path / "a" / "noticeparse.toml"
    assert [Path(s).resolve() for s in settings_sources(tmp_path / "a" / "noticeparse.toml")] == [Path(codes).resolve()]
    (tmp_path / "a" / "noticeparse.toml").write_text("extend = 3\n", "utf-8")
    with pytest.raises(ExtensionError, match="extend is a list"):
        settings_sources(tmp_path / "a" / "noticeparse.toml")


def test_commands_use_the_settings(tmp_path: Path, codes: str, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "notice.txt").write_text(NOTICE, "utf-8")
    monkeypatch.chdir(tmp_path)
    run = CliRunner().invoke
    bare = json.loads(run(main, ["parse", "--to", "json", "notice.txt"]).stdout)
    named = json.loads(run(main, ["parse", "--to", "json", "--extend", "codes.json", "notice.txt"]).stdout)
    (tmp_path / "noticeparse.toml").write_text('extend = ["codes.json"]\n', "utf-8")
    found = json.loads(run(main, ["parse", "--to", "json", "notice.txt"]).stdout)
    assert named == found != bare
    checked = run(main, ["check", "--select", "U01", "--to", "json", "notice.txt"])
    assert [f["rule"] for f in json.loads(checked.stdout)["findings"]] == ["U01"]
    assert ACTIVE.get() is None
    refused = run(main, ["parse", "--extend", "nothing.json", "notice.txt"])
    assert (refused.exit_code, refused.stdout) == (2, "")
    assert "nothing.json" in refused.stderr


def test_example_tests(codes: str, entries: str, tmp_path: Path) -> None:
    assert [test for test in run_examples([codes, entries]) if test.failure] == []
    untrue = {
        "units": [{"unit": "榀", "examples": ["更换屋架若干"]}],
        "codes": [{"code": "H01", "name": "x", "triggers": ["塔吊"], "examples": ["学习不深"]}],
        "slogans": [{"phrase": "两山四水", "examples": ["山水"]}],
        "organisations": [{"full": "滨湾投资控股有限公司", "examples": ["约谈别的公司"]}],
        "verbs": [{"verb": "疏浚", "examples": ["清理河道"]}],
        "nouns": [{"noun": "涵洞", "examples": ["清理3座桥"]}],
        "money_nouns": [{"noun": "苗木款", "examples": ["苗木三株"]}],
        "labels": [{"label": "办理时效", "examples": ["办理要注意时效"]}],
        "styles": [{**DATA["styles"][0], "examples": {"〔乙〕加强领导": 3}, "counterexamples": ["〔甲〕x"]}],
        "statements": [{**DATA["statements"][0], "examples": ["一、整改\n1.⟦亮灯⟧"], "counterexamples": ["一、整改\n1.亮灯事项:站房围墙开裂。修补3处。"]}],
        "heading_roles": [{**DATA["heading_roles"][0], "examples": ["发力"], "counterexamples": ["接续发力"]}],
        "rules": [{**DATA["rules"][0], "bad": ["任务⟦完成⟧", "任务圆满完成"], "good": ["圆满完成"]}],
    }
    tested = run_examples([_written(tmp_path / "untrue.json", untrue)])
    assert [test.where for test in tested if not test.failure] == []
    assert len(tested) == 17


def test_the_command_names_what_fails(tmp_path: Path, codes: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    run = CliRunner().invoke
    good = run(main, ["test-entries", "codes.json"])
    assert good.exit_code == 0, good.stdout
    assert "0 failed, 1 entries without one" in good.stdout
    _written(tmp_path / "bad.json", {"units": [{"unit": "榀", "examples": ["若干"]}]})
    bad = run(main, ["test-entries", "bad.json"])
    assert bad.exit_code == 1
    assert bad.stdout.startswith("bad.json: units[0] (榀): '若干'")
    assert run(main, ["test-entries", "nothing.json"]).exit_code == 2


def test_the_page_is_true(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The files of docs/extend.md are written out, and their examples hold."""
    page = (Path(__file__).parent.parent / "docs" / "extend.md").read_text("utf-8")
    files = re.findall(r"`(\w+\.(?:json|py|toml))`:\n\n```\w+\n(.*?)```", page, re.S)
    for name, content in files:
        (tmp_path / name).write_text(content, "utf-8")
    monkeypatch.chdir(tmp_path)
    assert {name for name, _ in files} >= {"my_codes.json", "my_words.json", "my_entries.py", "noticeparse.toml"}
    tested = run_examples(settings_sources("noticeparse.toml"))
    assert tested
    assert [test for test in tested if test.failure or not test.example] == []
