"""The HTML report as a document: the text unchanged, nothing of the notice becomes markup, everything linked."""

from __future__ import annotations

import hashlib
import json
import re
from base64 import b64encode
from importlib.resources import files
from typing import get_args

import lxml.html
import pytest
from hypothesis import given, settings, strategies as st

from noticeparse import parse
from noticeparse.export.markup import Html, element, filled, json_block
from noticeparse.export.page_words import KINDS, SORTS, sort_of
from noticeparse.export.report import report
from noticeparse.export.segments import Mark, fitted, line_segments
from noticeparse.model import Fact, Finding, Notice
from noticeparse.timeline import events, sort_key
from tests.hostile import HOSTILE, poisoned
from tests.reviewed import TEXT, found, reviewed


def dom(page: str) -> lxml.html.HtmlElement:
    return lxml.html.document_fromstring(page.encode(), parser=lxml.html.HTMLParser(encoding="utf-8"))


def skeleton(page: str) -> list[tuple[object, ...]]:
    """Every element with its attributes and their values, in document order, without any text."""
    return [(e.tag, *sorted(e.attrib.items())) for e in dom(page).iter()]


def printed(page: str) -> str:
    """The words of the text, a line an element."""
    lines = dom(page).xpath("//article/*")
    return "\n".join("".join(line.itertext()) for line in lines)


# ------------------------------------------------------------------ escaping


@pytest.mark.parametrize("word", HOSTILE)
def test_no_element_and_no_attribute_comes_from_the_notice(word: str) -> None:
    harmless = report(poisoned("甲" * len(word)), path="甲")
    hostile = report(poisoned(word), path=word)
    assert skeleton(hostile) == skeleton(harmless)


@pytest.mark.parametrize("word", HOSTILE)
def test_the_words_are_shown_as_words(word: str) -> None:
    shown = word.replace("\x00", "\ufffd").replace("\x0b", "\ufffd")
    page = dom(report(poisoned(word), path=word))
    assert page.findtext(".//title").strip() == shown.strip()
    assert "".join(page.find(".//h1").itertext()) == shown
    assert printed(report(poisoned(word))) == poisoned(shown).source.text


def test_the_skeleton_sees_markup_where_escaping_fails() -> None:
    """The test above can fail: the same page with the words put in raw has another skeleton."""
    word = "甲" * 60
    page = report(poisoned(word))
    raw = page.replace(word, HOSTILE[1])
    assert skeleton(raw) != skeleton(page)


@given(st.text(alphabet=st.characters(), max_size=60))
@settings(max_examples=60, deadline=None)
def test_any_text_stands_in_the_page_as_it_is(text: str) -> None:
    """Offsets in the page are offsets in the text; what no HTML parser keeps is shown as U+FFFD, one for one."""
    notice = parse(text)
    shown = re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff]", "\ufffd", notice.source.text)
    assert printed(report(notice)) == shown


def test_a_rule_code_cannot_break_out_of_its_attribute() -> None:
    harmless, hostile = (reviewed(found(TEXT, "6次", rule=code)) for code in ("甲", '"><script>x</script><p a="'))
    names = [(tag, [name for name, _ in attributes]) for tag, *attributes in skeleton(report(hostile))]
    assert names == [(tag, [name for name, _ in attributes]) for tag, *attributes in skeleton(report(harmless))]


def test_element_escapes_every_string_but_markup() -> None:
    assert element("p", '<a href="x">', title='"><b>') == '<p title="&quot;&gt;&lt;b&gt;">&lt;a href=&quot;x&quot;&gt;</p>'
    assert element("p", element("b", "<")) == "<p><b>&lt;</b></p>"
    assert element("p", f"{element('b')}") == "<p>&lt;b&gt;&lt;/b&gt;</p>"  # a formatted string is a string again
    assert element("input", checked=True, disabled=False, value=None) == "<input checked>"


@given(st.text())
def test_json_in_a_script_holds_nothing_that_ends_it(text: str) -> None:
    block = json_block({"x": text})
    assert not set(block) & set("<>&\u2028\u2029")
    assert json.loads(block) == {"x": text}


def test_a_template_is_filled_once_and_with_markup_only() -> None:
    assert filled("{{a}}{{b}}", a=Html("{{b}}"), b=Html("x")) == "{{b}}x"
    with pytest.raises(TypeError):
        filled("{{a}}", a="<b>")  # type: ignore[arg-type]


# ------------------------------------------------------------------ the policy


def test_the_policy_admits_this_style_and_this_script_and_nothing_else() -> None:
    page = report(reviewed())
    tree = dom(page)
    policy = tree.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[0]
    rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
    assert rules["default-src"] == "'none'"
    for tag, rule in (("style", "style-src"), ("script", "script-src")):
        (content,) = re.findall(rf"<{tag}>(.*?)</{tag}>", page, re.S)
        digest = b64encode(hashlib.sha256(content.encode()).digest()).decode()
        assert rules[rule] == f"'sha256-{digest}'"
    assert len(tree.xpath("//script[not(@type='application/json')]")) == 1


def test_nothing_is_fetched_and_nothing_runs_inline() -> None:
    tree = dom(report(reviewed()))
    assert not tree.xpath("//*[@src or @style or @srcset or @action]")
    assert not tree.xpath("//link | //img | //iframe | //object | //form | //base")
    assert not [name for e in tree.iter() for name in e.attrib if name.startswith("on")]
    assert all(href.startswith("#") for href in tree.xpath("//@href"))
    style = (files("noticeparse") / "data/report.css").read_text("utf-8")
    assert "url(" not in style and "@import" not in style


# ------------------------------------------------------------------ what the page holds


def test_every_link_leads_somewhere_and_no_id_is_used_twice() -> None:
    tree = dom(report(reviewed()))
    ids = tree.xpath("//@id")
    assert len(ids) == len(set(ids))
    for href in tree.xpath("//@href"):
        assert href[1:] in ids
    for refs in tree.xpath("//@data-refs") + tree.xpath("//@aria-describedby"):
        assert set(refs.split()) <= set(ids)


def test_marks_cover_exactly_their_words() -> None:
    notice = reviewed()
    tree = dom(report(notice))
    for prefix, things in (("f", notice.findings), ("k", notice.facts), ("i", notice.issues)):
        for n, thing in enumerate(things):
            pieces = [e for e in tree.xpath("//article//*[@data-refs]") if f"{prefix}{n}" in e.get("data-refs").split()]
            assert "".join("".join(e.itertext()) for e in pieces) == notice.source.text[slice(*thing.span)]
            assert pieces[0].tag == "a"  # reachable by the keyboard


def test_a_finding_without_words_and_one_over_pages_have_a_place() -> None:
    end = len(TEXT)
    notice = reviewed(found(TEXT, "6次", span=(end, end)), found(TEXT, "6次", "T04", span=(0, end)))
    tree = dom(report(notice))
    for n, rule in enumerate(("S02", "T04")):
        anchor = tree.xpath(f"//li[@id='f{n}']//a[@class='place']/@href")[0][1:]
        assert tree.xpath(f"//article//a[@id='{anchor}']")
        assert tree.xpath(f"//article//*[@data-tag='{rule}']")


def test_cards_say_what_was_found() -> None:
    tree = dom(report(reviewed()))
    card = "".join(tree.xpath("//li[@id='f0']")[0].itertext())
    for words in ("错误", "S02", "lost-ordinal", "reads as item 2", "建议改为 二是", "7:1"):
        assert words in card
    ordered = [card.get("id") for card in tree.xpath("//details[@id='findings']//li")]
    assert ordered == ["f2", "f0", "f1"]  # in text order


def test_an_event_says_what_the_text_states_of_it() -> None:
    event = {"kind": "training", "span": (0, 2), "text": TEXT[:2], "date": "2023-06", "persons": 1350, "planned": True}
    notice = Notice.model_validate(reviewed().model_dump() | {"facts": (event,)})
    card = "".join(dom(report(notice)).xpath("//li[@id='k0']")[0].itertext())
    assert card.startswith("培训") and card.endswith("日期 2023-06 · 人数 1,350 · 计划")


def test_every_kind_of_fact_has_a_name() -> None:
    words = json.loads((files("noticeparse") / "data/report_words.json").read_text("utf-8"))
    kinds = {kind for fact in get_args(get_args(Fact)[0]) for kind in get_args(fact.model_fields["kind"].annotation)}
    assert {kind for kind in kinds if kind not in KINDS and f"event.{kind}" not in words} == set()
    assert set(SORTS) <= words.keys()


def test_each_sort_there_is_has_a_filter_and_no_other() -> None:
    notice = reviewed()
    tree = dom(report(notice))
    sorts = {f.level for f in notice.findings} | {sort_of(f) for f in notice.facts} | ({"issue"} if notice.issues else set())
    assert set(tree.xpath("//input/@value")) == sorts
    style = (files("noticeparse") / "data/report.css").read_text("utf-8")
    for sort in sorts:
        assert re.search(rf"html\.no-{sort} \.(?:card\.)?c-{sort}\b", style), sort
        assert f"html:not(.no-{sort})" in style, sort


@pytest.mark.parametrize("language", ["zh", "en"])
def test_both_languages_have_every_word(language: str) -> None:
    page = report(reviewed(), language=language)
    tree = dom(page)
    words = json.loads(tree.xpath("//script[@id='words']")[0].text)
    at = ("zh", "en").index(language)
    assert tree.get("lang") == {"zh": "zh-Hans", "en": "en"}[language]
    for e in tree.xpath("//*[@data-t]"):
        assert e.text == words[e.get("data-t")][at]
    for e in tree.xpath("//*[@data-l]"):
        assert e.get("aria-label") == words[e.get("data-l")][at]
    assert all(len(pair) == 2 and all(pair) for pair in words.values())
    assert tree.xpath("//article/@lang") == ["zh-Hans"]


def test_headings_are_headings_and_the_outline_links_them() -> None:
    tree = dom(report(reviewed()))
    assert [(e.tag, "".join(e.itertext())) for e in tree.xpath("//article/h2 | //article/h3")] == [
        ("h2", "一、组织整改情况"),
        ("h2", "二、反馈问题整改情况"),
        ("h3", "(一)关于“学习不深入”的问题"),
    ]
    first = tree.xpath("//nav[@id='outline']//a")[0]
    assert tree.xpath(f"//article/h2[.//*[@id='{first.get('href')[1:]}']]")


def test_an_empty_notice_and_one_that_is_none_have_pages() -> None:
    assert "没有审读意见" in report(parse(""))
    assert "不像整改通报" in report(parse("招聘启事\n本局招聘2名工作人员。"))


# ------------------------------------------------------------------ segments and timeline


@given(st.text(alphabet="甲乙\n", max_size=30), st.lists(st.tuples(st.integers(-3, 35), st.integers(-3, 35)), max_size=8))
def test_segments_hold_the_text_and_every_mark_its_words(text: str, spans: list[tuple[int, int]]) -> None:
    marks = fitted(text, [Mark(a, b, "x", f"m{n}") for n, (a, b) in enumerate(spans)])
    lines = list(line_segments(text, marks))
    assert ["".join(text[s.start : s.end] for s in line) for line in lines] == text.split("\n")
    for mark in marks:
        pieces = [s for line in lines for s in line if mark in s.marks]
        assert "".join(text[s.start : s.end] for s in pieces) == text[mark.start : mark.end].replace("\n", "")
        assert sum(mark in s.opens for s in pieces) == sum(mark in s.closes for s in pieces) == 1


def test_the_timeline_is_in_order_and_names_the_notices_own_dates() -> None:
    notice = reviewed()
    dated = events(notice)
    assert [(event.edtf, event.field) for event in dated] == [
        ("2023-03-05/2023-04-28", "inspection"),
        ("2023-06-12", "feedback_on"),
        ("2023-12-20", "signed_on"),
    ]


def test_dates_inside_titles_are_no_events() -> None:
    assert [e.edtf for e in events(parse("2023年6月12日印发《2022年工作要点》。"))] == ["2023-06-12"]


@pytest.mark.parametrize(("edtf", "key"), [("2023", "2023"), ("../2024-12", "2024-12"), ("2024-03-14/2024-04-27", "2024-03-14"), ("", "")])
def test_sort_key(edtf: str, key: str) -> None:
    assert sort_key(edtf) == key


def test_a_report_of_a_finding_outside_the_text_does_not_fail() -> None:
    finding = Finding(rule="X", name="x", level="note", message="m", span=(10**6, 10**6 + 5))
    assert "X" in report(reviewed(finding))
