"""What comparisons are written as: the page holds nothing of the notices as markup, the terminal keeps its width."""

from __future__ import annotations

import io
import json
import re
from pathlib import Path
from typing import get_args

import jsonschema
import pytest
from click.testing import CliRunner
from rich.cells import cell_len

from noticeparse import compare_command, parse
from noticeparse.cli import main
from noticeparse.compare import Comparison, compare
from noticeparse.compare.model import (
    FigurePair,
    LoneIssue,
    Promise,
    Relation,
    ShareChange,
    TotalPair,
    Words,
)
from noticeparse.export.comparison import write_comparison
from noticeparse.export.comparison_page import comparison_page
from noticeparse.export.comparison_terminal import print_comparison
from noticeparse.export.comparison_words import speaker
from noticeparse.model import Notice
from noticeparse.schema import json_schema
from tests.hostile import HOSTILE, poisoned
from tests.test_export_report import dom, skeleton
from tests.two_notices import EARLIER, LATER, OTHER


def everything(word: str) -> tuple[Comparison, Notice]:
    """A comparison with `word` in every field that holds words; its structure depends only on the word's length."""
    notice = poisoned(word)
    start = notice.source.text.rindex(word)
    words = Words(part="1", span=(start, start + len(word)), text=word)
    plain = compare(poisoned("甲" * len(word)), poisoned("甲" * len(word)))
    held = json.loads(plain.model_dump_json().replace("甲" * len(word), "\ue000"))
    found = Comparison.model_validate(json.loads(json.dumps(held).replace("\\ue000", json.dumps(word)[1:-1])))
    figure = FigurePair(
        kind="count", verdict="contradicted", a=words, b=words, value_a=1, value_b=2, unit=word, counted=word, around_a=words,
        around_b=words, dates=(word,), likeness=1.0,
    )  # fmt: skip
    total = TotalPair(noun=word, verdict="changed", a=words, b=words, numbers=(ShareChange(key=word, a=1, b=2),))
    lone = LoneIssue(words=words, status="done", nearest=words, likeness=0.5)
    promise = Promise(state="kept", promised_in="b", promised=words, reported=words, likeness=0.5)
    more = {"figures": (figure,), "totals": (total,), "only_a": (lone,), "only_b": (lone,), "promises": (promise,)}
    return found.model_copy(update=more), notice


@pytest.mark.parametrize("word", HOSTILE)
def test_no_element_and_no_attribute_comes_from_the_notices(word: str) -> None:
    harmless, plain = everything("甲" * len(word))
    hostile, notice = everything(word)
    page = comparison_page(hostile, notice, notice)
    assert skeleton(page) == skeleton(comparison_page(harmless, plain, plain))
    shown = word.replace("\x00", "\ufffd").replace("\x0b", "\ufffd")
    assert "".join(dom(page).xpath("//li[@id='f0']//q")[0].itertext()) == shown


def test_the_skeleton_sees_markup_where_escaping_fails() -> None:
    word = "甲" * 60
    found, notice = everything(word)
    page = comparison_page(found, notice, notice)
    assert skeleton(page.replace(word, HOSTILE[1])) != skeleton(page)


@pytest.fixture(scope="module")
def pair() -> tuple[Comparison, Notice, Notice]:
    a, b = parse(EARLIER, name="earlier.txt"), parse(LATER, name="later.txt")
    return compare(a, b), a, b


def test_both_texts_stand_in_the_page_as_they_are(pair: tuple[Comparison, Notice, Notice]) -> None:
    articles = dom(comparison_page(*pair)).xpath("//article")
    shown = ["\n".join("".join(line.itertext()) for line in article) for article in articles]
    assert shown == [notice.source.text for notice in pair[1:]]


def test_every_link_leads_somewhere_and_no_id_is_used_twice(pair: tuple[Comparison, Notice, Notice]) -> None:
    tree = dom(comparison_page(*pair))
    ids = tree.xpath("//@id")
    assert len(ids) == len(set(ids))
    links = tree.xpath("//@href")
    assert links and all(link.startswith("#") and link[1:] in ids for link in links)
    assert all(set(refs.split()) <= set(ids) for refs in tree.xpath("//@aria-describedby"))


def test_each_statement_links_to_its_words_in_both_texts(pair: tuple[Comparison, Notice, Notice]) -> None:
    tree = dom(comparison_page(*pair))
    for n, figure in enumerate(pair[0].figures):
        for side, words in (("a", figure.a), ("b", figure.b)):
            (link,) = tree.xpath(f"//div[@id='{side}-f{n}']/a/@href")
            (mark,) = tree.xpath(f"//*[@id='{link[1:]}']")
            assert "".join(mark.itertext()) in words.text
            assert mark.xpath(f"ancestor::*[@id='text-{side}']")


def test_nothing_is_fetched_and_nothing_runs_inline(pair: tuple[Comparison, Notice, Notice]) -> None:
    page = comparison_page(*pair)
    tree = dom(page)
    assert not tree.xpath("//*[@src or @style or @srcset or @action]")
    assert not tree.xpath("//link | //img | //iframe | //object | //form | //base")
    assert not [name for e in tree.iter() for name in e.attrib if name.startswith("on")]
    assert "default-src 'none'" in tree.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[0]
    (style,) = re.findall(r"<style>(.*?)</style>", page, re.S)
    assert "url(" not in style and "@import" not in style


def test_every_interface_word_is_there_in_both_languages(pair: tuple[Comparison, Notice, Notice]) -> None:
    known = speaker("en").words
    assert all(len(both) == 2 and all(both) for both in known.values())
    tree = dom(comparison_page(*pair, language="en"))
    assert tree.get("lang") == "en"
    keys = set(tree.xpath("//@data-t")) | set(tree.xpath("//@data-l"))
    assert keys <= set(known)
    assert all("".join(e.itertext()) == known[e.get("data-t")][1] for e in tree.xpath("//*[@data-t]"))
    assert {f"relation_{relation}" for relation in get_args(Relation)} <= set(known)


def test_pages_of_every_relation_and_of_empty_texts(pair: tuple[Comparison, Notice, Notice]) -> None:
    _, a, b = pair
    for relation in get_args(Relation):
        assert speaker("zh").plain(f"relation_{relation}") in comparison_page(compare(a, b, relation=relation), a, b)
    empty = parse("")
    assert "没有。" in comparison_page(compare(empty, empty), empty, empty)


# ------------------------------------------------------------------ terminal


@pytest.mark.parametrize("width", [50, 80, 140])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_terminal_keeps_its_width(pair: tuple[Comparison, Notice, Notice], width: int, language: str) -> None:
    out = io.StringIO()
    print_comparison(*pair, out, language=language, width=width)  # type: ignore[arg-type]
    lines = out.getvalue().splitlines()
    assert max(map(cell_len, lines)) <= width
    joined = re.sub(r"\s", "", out.getvalue())
    assert ("矛盾" if language == "zh" else "Contradicted") in joined


def test_no_text_steers_the_terminal() -> None:
    found, notice = everything("\x1b[31m红\x07\u202e[bold]")
    out = io.StringIO()
    print_comparison(found, notice, notice, out, width=200)
    assert not set(out.getvalue()) & set("\x1b\x07\u202e")
    assert "[bold]" in out.getvalue()


# ------------------------------------------------------------------ JSON and the command


def test_json_obeys_its_schema(pair: tuple[Comparison, Notice, Notice]) -> None:
    out = io.StringIO()
    write_comparison(*pair, out, to="json")
    jsonschema.validate(json.loads(out.getvalue()), json_schema("comparison"))


@pytest.fixture
def files(tmp_path: Path) -> dict[str, str]:
    texts = {"earlier": EARLIER, "later": LATER, "other": OTHER}
    for name, text in texts.items():
        (tmp_path / f"{name}.txt").write_text(text, "utf-8")
    return {name: str(tmp_path / f"{name}.txt") for name in texts} | {"folder": str(tmp_path)}


def test_the_command_tells_contradictions_by_its_exit_status(files: dict[str, str]) -> None:
    run = CliRunner().invoke
    assert run(main, ["compare", files["earlier"], files["later"]]).exit_code == 1
    assert run(main, ["compare", files["earlier"], files["other"]]).exit_code == 0
    assert run(main, ["compare", files["earlier"], files["later"], "--relation", "two_bureaus"]).exit_code == 0


def test_the_command_writes_each_format(files: dict[str, str], tmp_path: Path) -> None:
    told = CliRunner().invoke(main, ["compare", "--to", "json", files["earlier"], "-"], input=LATER)
    assert json.loads(told.stdout)["relation"] == "follow_up"
    page = tmp_path / "page.html"
    CliRunner().invoke(main, ["compare", "--to", "html", "-o", str(page), files["earlier"], files["other"]])
    assert page.read_text("utf-8").startswith("<!doctype html>")
    english = CliRunner().invoke(main, ["compare", "--lang", "en", files["earlier"], files["later"]])
    assert "One bureau on one inspection" in english.stdout


@pytest.mark.parametrize("names", [["earlier"], ["earlier", "later", "other"], ["earlier", "missing"]])
def test_wrong_inputs_are_named_without_a_traceback(files: dict[str, str], names: list[str]) -> None:
    result = CliRunner().invoke(main, ["compare", *(files.get(name, f"{files['folder']}/{name}") for name in names)])
    assert result.exit_code == 2
    assert result.stdout == ""
    assert ("two notices" if len(names) != 2 else "missing") in result.stderr


def test_the_command_knows_every_relation() -> None:
    assert set(compare_command._RELATIONS) == set(get_args(Relation))
