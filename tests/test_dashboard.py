"""The dashboard as a document: nothing of a notice becomes markup, nothing is fetched, everything the script needs is there."""

from __future__ import annotations

import hashlib
import json
import re
from base64 import b64encode
from importlib.resources import files
from pathlib import Path
from typing import Any

import lxml.html
import pytest
from click.testing import CliRunner

pytest.importorskip("pyarrow")
pytest.importorskip("duckdb")
pytest.importorskip("plotly")

from noticeparse.cli import main
from noticeparse.compare.across import COMPARISONS
from noticeparse.corpus import Corpus
from noticeparse.dashboard import dashboard
from noticeparse.dashboard.contents import ROWS, contents
from noticeparse.export.page_words import SORTS
from tests import generate
from tests.hostile import HOSTILE
from tests.small_corpus import corpus_of
from tests.two_bureaus import COPIED, poison, two_bureaus

SCRIPT = (files("noticeparse") / "data/dashboard.js").read_text("utf-8")
WORDS: dict[str, list[str]] = json.loads((files("noticeparse") / "data/dashboard_words.json").read_text("utf-8"))


def dom(page: str) -> Any:
    return lxml.html.document_fromstring(page.encode(), parser=lxml.html.HTMLParser(encoding="utf-8", huge_tree=True))


def skeleton(page: str) -> list[tuple[object, ...]]:
    """Every element with its attributes, in document order, without any text; the policy apart."""
    return [(e.tag, *sorted(e.attrib.items())) for e in dom(page).iter() if e.get("http-equiv") is None]


def held(page: str) -> Any:
    """The data block as the script reads it."""
    return json.loads(dom(page).xpath("//script[@id='data']")[0].text)


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    return corpus_of(two_bureaus(), tmp_path_factory.mktemp("dashboard") / "云溪")


@pytest.fixture(scope="module")
def page(corpus: Corpus) -> str:
    return dashboard(corpus)


# ------------------------------------------------------------------ escaping


@pytest.mark.parametrize("word", HOSTILE)
def test_no_element_and_no_attribute_comes_from_a_notice(word: str, page: str, tmp_path: Path) -> None:
    hostile = dashboard(corpus_of(two_bureaus(word), tmp_path / "c", lambda row: poison(row, word)), title=word)
    assert skeleton(hostile) == skeleton(page)
    assert dom(hostile).findtext(".//title").strip() == word.replace("\x00", "\ufffd").replace("\x0b", "\ufffd").strip()
    blocks = re.findall(r'<script type="application/json"[^>]*>(.*?)</script>', hostile, re.S)
    assert len(blocks) == 2 and not any(set(block) & set("<>&\u2028\u2029") for block in blocks)


def test_hostile_words_arrive_as_they_are(tmp_path: Path) -> None:
    word = HOSTILE[1]
    data = held(dashboard(corpus_of(two_bureaus(word), tmp_path, lambda row: poison(row, word))))
    assert all(word in notice[name] for notice in data["notices"] for name in ("file", "url", "title", "body", "genre", "round"))
    assert any(word in place[4] for row in data["comparisons"][0]["rows"] for place in row["evidence"])
    assert {issue[7] for issue in data["issues"]} == {issue[8] for issue in data["issues"]} == {word}


def test_the_skeleton_sees_markup_where_escaping_fails(page: str) -> None:
    assert skeleton(page.replace('<h1 lang="zh">云溪', f'<h1 lang="zh">{HOSTILE[1]}')) != skeleton(page)


def test_the_script_makes_no_markup_of_words() -> None:
    for sink in ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "Function(", "srcdoc", "setAttribute(\"on"):
        assert sink not in SCRIPT, sink
    assert re.findall(r"href: ([\w.]+)", SCRIPT) == ["notice.url"]
    assert "/^https?:" in SCRIPT.split("href: notice.url")[0].rsplit("const link", 1)[1]


def test_words_given_to_plotly_lose_their_markup() -> None:
    """Labels and texts of the charts go through plain(), or are numbers and words of the interface."""
    for made in re.findall(r"(?:ticktext|customdata|text): (.*)", SCRIPT):
        if re.search(r"name\b|body\(|topicName|level", made) and "title:" not in made:
            assert "plain(" in made or made.startswith(("bodies.map(() => level)", "{ text: say")), made


# ------------------------------------------------------------------ the policy


def test_the_policy_admits_what_the_page_brings_and_nothing_else(page: str) -> None:
    (policy,) = dom(page).xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
    assert rules["default-src"] == "'none'" and rules["img-src"] == "data:"
    assert rules["require-trusted-types-for"] == "'script'"
    scripts = re.findall(r"<script>(.*?)</script>", page, re.S)
    digests = {f"'sha256-{b64encode(hashlib.sha256(content.encode()).digest()).decode()}'" for content in scripts}
    assert len(scripts) == 2 and set(rules["script-src"].split()) == digests
    assert "unsafe" not in policy


def test_nothing_is_fetched_and_nothing_runs_inline(page: str) -> None:
    tree = dom(page)
    assert not tree.xpath("//*[@src or @style or @srcset or @action]")
    assert not tree.xpath("//link | //img | //iframe | //object | //base")
    assert not [name for e in tree.iter() for name in e.attrib if name.startswith("on")]
    assert all(href.startswith("#") for href in tree.xpath("//@href"))
    style = (files("noticeparse") / "data/dashboard.css").read_text("utf-8")
    assert "url(" not in style and "@import" not in style
    assert not re.search(r"fetch\(|XMLHttpRequest|WebSocket|import\(|sendBeacon", SCRIPT)


# ------------------------------------------------------------------ what the page holds


def test_everything_the_script_asks_for_is_there(page: str) -> None:
    tree = dom(page)
    ids = tree.xpath("//@id")
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'\bby\("([\w-]+)"\)', SCRIPT)) <= {*ids}
    for chart in re.findall(r'draw\("(\w+)"', SCRIPT):
        assert {chart, f"{chart}-none"} <= set(ids)
    said = set(re.findall(r'say\("([\w.-]+)"\)', SCRIPT))
    known = held_words(page)
    assert said <= known.keys()


def held_words(page: str) -> dict[str, list[str]]:
    words: dict[str, list[str]] = json.loads(dom(page).xpath("//script[@id='words']")[0].text)
    return words


def test_every_column_topic_and_status_has_a_name_in_both_languages(page: str) -> None:
    words = held_words(page)
    for entry in COMPARISONS:
        assert {f"column.{column.name}" for column in entry.columns} <= words.keys(), entry.code
    assert {f"topic.{code}" for code in held(page)["topics"]} <= words.keys()
    assert held(page)["means"] == {entry.code: [entry.text_zh, " ".join(entry.text)] for entry in COMPARISONS}
    assert all(re.search("[\u4e00-\u9fff]", entry.text_zh) for entry in COMPARISONS)
    assert all(len(pair) == 2 and all(pair) for pair in words.values())
    assert not [key for key, (_, english) in WORDS.items() if re.search("[\u4e00-\u9fff]", english)]
    assert set(SORTS) <= words.keys()


@pytest.mark.parametrize("language", ["zh", "en"])
def test_both_languages(corpus: Corpus, language: str) -> None:
    tree = dom(dashboard(corpus, language=language))
    at = ("zh", "en").index(language)
    words = json.loads(tree.xpath("//script[@id='words']")[0].text)
    assert tree.get("lang") == {"zh": "zh-Hans", "en": "en"}[language]
    assert tree.xpath("//*[@data-t]")
    for e in tree.xpath("//*[@data-t]"):
        assert e.text == words[e.get("data-t")][at], e.get("data-t")
    for e in tree.xpath("//*[@data-l]"):
        assert e.get("aria-label") == words[e.get("data-l")][at]


def test_every_number_has_its_words(corpus: Corpus) -> None:
    data = contents(corpus, corpus.compare())
    texts = {row["file"]: row["text"] for row in corpus.notices().to_pylist()}
    places = [*data["issues"], *data["accountability"], *data["money"]]
    places += [place for one in data["comparisons"] for row in one["rows"] for place in row["evidence"]]
    places += [told["place"] for notice in data["notices"] for told in notice["told"]]
    assert len(places) > 20
    for n, _, start, end, quote, before, behind, *_ in places:
        text = texts[data["notices"][n]["file"]]
        assert text[start:end] == quote
        assert text[start - len(before) : end + len(behind)] == before + quote + behind


def test_sums_are_those_of_the_notices(corpus: Corpus) -> None:
    data = contents(corpus, corpus.compare())
    assert sorted(one[7] for one in data["money"]) == [35000, 120000]
    assert sorted((one[7], one[8]) for one in data["accountability"]) == [("党纪处分", 2), ("党纪处分", 2), ("约谈", 126), ("约谈", 126)]


def test_reused_wording_is_side_by_side_with_what_agrees(corpus: Corpus) -> None:
    data = contents(corpus, corpus.compare())
    (row,) = [row for row in data["comparisons"][0]["rows"] if COPIED in row["evidence"][0][4]]
    assert [data["notices"][place[0]]["body"] for place in row["evidence"]] == ["云溪县水务局", "云溪县教育局"]
    for place, stretches in zip(row["evidence"], row["same"], strict=True):
        assert any(COPIED in place[4][start:end] for start, end in stretches)
    assert data["links"][0][:2] == ["云溪县教育局", "云溪县水务局"]


# ------------------------------------------------------------------ little, much, the command


@pytest.mark.parametrize("texts", [[], ["招聘启事\n本局招聘2名工作人员。"], ["一、关于“管理不严”的问题\n已整改。\n"], [generate.notice(3)]], ids=["empty", "no-notice", "bare", "one"])
def test_a_corpus_with_little_in_it(texts: list[str], tmp_path: Path) -> None:
    data = held(dashboard(corpus_of(texts, tmp_path)))
    assert len(data["comparisons"]) == len(COMPARISONS) and data["links"] == []


def test_long_tables_are_cut_and_say_so(tmp_path: Path) -> None:
    corpus = corpus_of([generate.notice(n) for n in range(ROWS // 2)], tmp_path)
    data = contents(corpus, corpus.compare(["X06"]))
    (intervals,) = data["comparisons"]
    assert intervals["total"] > len(intervals["rows"]) == ROWS
    percentiles = [abs(row["percentile"] - 50) for row in intervals["rows"]]
    assert percentiles == sorted(percentiles, reverse=True)


def test_the_command(corpus: Corpus, tmp_path: Path) -> None:
    target = tmp_path / "page.html"
    done = CliRunner().invoke(main, ["dashboard", str(corpus.folder), "-o", str(target), "--title", "甲<乙", "--lang", "en"])
    assert done.exit_code == 0, done.output
    tree = dom(target.read_text("utf-8"))
    assert tree.get("lang") == "en" and tree.findtext(".//title") == "甲<乙"


def test_the_settings_say_which_language_it_opens_in(corpus: Corpus, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    command = ["dashboard", str(corpus.folder.resolve())]
    assert '<html lang="zh-Hans"' in CliRunner().invoke(main, command).output
    (tmp_path / "noticeparse.toml").write_text('language = "en"', "utf-8")
    assert '<html lang="en"' in CliRunner().invoke(main, command).output
    assert '<html lang="zh-Hans"' in CliRunner().invoke(main, [*command, "--lang", "zh"]).output


def test_the_command_names_what_is_wrong(tmp_path: Path, corpus: Corpus) -> None:
    done = CliRunner().invoke(main, ["dashboard", str(tmp_path)])
    assert done.exit_code == 2 and "is no corpus" in done.output
    done = CliRunner().invoke(main, ["dashboard", str(corpus.folder), "-o", str(tmp_path / "no" / "page.html")])
    assert done.exit_code == 2 and "page.html" in done.output and "Traceback" not in done.output


def test_public_name() -> None:
    import noticeparse

    assert callable(noticeparse.dashboard)
