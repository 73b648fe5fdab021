"""Akoma Ntoso: valid by the OASIS schema, and every word of the body is there."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings, strategies as st
from lxml import etree

from noticeparse import parse
from noticeparse.export import export
from noticeparse.export.akoma_ntoso import NAMESPACE
from noticeparse.export.xml_text import xml_text
from noticeparse.model import Notice

ROOT = Path(__file__).parents[1]
SCHEMA = etree.XMLSchema(etree.parse(ROOT / "schemas/vendor/akoma-ntoso/akomantoso30.xsd"))
SAMPLES = sorted(
    path for path in (ROOT / "corpora").glob("*/texts/*") if ".expected" not in path.name
)
TEXT = """关于县委巡察整改情况的通报
一、整改情况
(一)关于“甲&乙<丙>”的问题
1.建章立制。2023年6月5日修订《甲办法》，追缴3.5万元，占96.5%。
县水利局负责。
2023年12月3日
"""


def _document(notice: Notice) -> Any:
    out = io.StringIO()
    export(notice, out, to="akoma-ntoso")
    document = etree.fromstring(out.getvalue().encode())
    SCHEMA.assertValid(document)
    return document


def _found(document: Any, name: str) -> list[Any]:
    return list(document.iter(f"{{{NAMESPACE}}}{name}"))


def _body(notice: Notice) -> str:
    """The words of the text without page furniture."""
    words = notice.source.text
    for part in reversed(notice.parts):
        if part.layer != "body":
            words = words[: part.span[0]] + words[part.span[1] :]
    return words


def _visible(words: str) -> str:
    """Without blanks and without what XML cannot hold: a vertical tab is both."""
    return "".join(xml_text(words).replace("\ufffd", "").split())


def test_the_schema_refuses_what_is_none() -> None:
    document = _document(parse(TEXT))
    _found(document, "hcontainer")[0].attrib.pop("name")
    assert not SCHEMA.validate(document)


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name)
def test_samples_are_valid_and_whole(path: Path) -> None:
    notice = parse(path)
    document = _document(notice)
    assert _visible("".join(document.itertext())) == _visible(_body(notice))
    parts = [part for top in notice.parts if top.layer == "body" for part in top.walk()]
    containers = [found for found in _found(document, "hcontainer") if found.get("eId")]
    assert [found.get("eId") for found in containers] == [f"part_{part.eid}" for part in parts]
    assert [found.get("name") for found in containers] == [part.role for part in parts]


@settings(max_examples=40, deadline=None)
@given(st.text("一二三、(1)12.①是关于问题的整改。：\n 甲乙<&>\x00\x0b2023年月日次万元第条", max_size=120))
def test_any_text_is_valid_and_whole(text: str) -> None:
    notice = parse(text)
    assert _visible("".join(_document(notice).itertext())) == _visible(_body(notice))


def test_numbers_headings_and_known_things_are_marked() -> None:
    document = _document(parse(TEXT))
    assert [found.text for found in _found(document, "num")][:2] == ["一、", "(一)"]
    assert [found.get("date") for found in _found(document, "date")] == ["2023-06-05", "2023-12-03"]
    quantities = {found.text: (found.get("refersTo"), found.get("normalized")) for found in _found(document, "quantity")}
    assert quantities["3.5万元"] == ("#money", "35000")
    known = {found.get("eId") for found in document.iter() if found.get("eId")}
    for name in ("organization", "quantity"):
        assert {found.get("refersTo")[1:] for found in _found(document, name)} <= known


def test_what_is_not_said_is_unknown() -> None:
    document = _document(parse("没有落款的一段话。"))
    assert {found.get("date") for found in _found(document, "FRBRdate")} == {"0001-01-01"}
    assert _found(document, "FRBRauthor")[0].get("href") == "#unknown"
    assert _document(parse("")) is not None
