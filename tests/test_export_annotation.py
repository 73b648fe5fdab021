"""Web Annotation: every selector leads to the same words, every key is one the context knows."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest
from hypothesis import given, strategies as st

from noticeparse import parse
from noticeparse.export import export
from noticeparse.export.web_annotation import AROUND, annotation_page, selectors
from noticeparse.model import Notice
from tests.reviewed import reviewed

ALLOWED = {
    "AnnotationPage": {"@context", "id", "type", "items"},
    "Annotation": {"id", "type", "motivation", "body", "target"},
    "TextualBody": {"type", "value", "purpose", "format"},
    "SpecificResource": {"type", "source", "selector"},
    "TextPositionSelector": {"type", "start", "end"},
    "TextQuoteSelector": {"type", "exact", "prefix", "suffix"},
}
"""Terms of the W3C context that these classes have (Web Annotation Data Model, 2017); JSON-LD drops any other."""
MOTIVATIONS = {"assessing", "classifying", "identifying", "tagging", "describing"}


def _objects(value: Any) -> Any:
    if isinstance(value, dict):
        yield value
        for item in value.values():
            yield from _objects(item)
    elif isinstance(value, list):
        for item in value:
            yield from _objects(item)


def test_the_page_is_as_the_data_model_wants_it() -> None:
    page = annotation_page(reviewed(), "通报 1.txt")
    assert page["@context"] == "http://www.w3.org/ns/anno.jsonld"
    for found in _objects(page):
        assert set(found) <= ALLOWED[found["type"]]
    for item in page["items"]:
        assert item["motivation"] in MOTIVATIONS
        assert all(body["purpose"] in MOTIVATIONS for body in item["body"])
        assert item["target"]["source"] == "%E9%80%9A%E6%8A%A5%201.txt"
    ids = [page["id"], *(item["id"] for item in page["items"])]
    assert len(ids) == len(set(ids))
    assert all(id_.startswith("urn:uuid:") for id_ in ids)


def test_everything_that_was_read_is_annotated_with_its_record() -> None:
    notice = reviewed()
    items = annotation_page(notice, "x.txt")["items"]
    records = [*notice.walk(), *notice.issues, *notice.facts, *notice.totals, *notice.findings]
    assert len(items) == len(records)
    for item, record in zip(items, records, strict=True):
        tag, whole = item["body"]
        told = json.loads(whole["value"])
        assert tuple(told["span"]) == record.span
        assert tag["value"] == told.get("kind", told.get("role", tag["value"]))


@given(st.text(max_size=90), st.data())
def test_both_selectors_lead_to_the_same_words(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    place, quote = selectors(text, (start, end))
    assert text[place["start"] : place["end"]] == quote["exact"]
    around = quote.get("prefix", "") + quote["exact"] + quote.get("suffix", "")
    assert text[start - len(quote.get("prefix", "")) :].startswith(around)
    assert ("prefix" in quote) == (start > 0) and ("suffix" in quote) == (end < len(text))
    assert max(len(quote.get("prefix", "")), len(quote.get("suffix", ""))) <= AROUND


def test_the_quotation_finds_the_words_where_they_stand_twice() -> None:
    text = "一、甲局\n一是开会3次。\n二、乙局\n一是开会3次。\n"
    for item in annotation_page(parse(text), "x.txt")["items"]:
        place, quote = item["target"]["selector"]
        words = quote.get("prefix", "") + quote["exact"] + quote.get("suffix", "")
        assert text.find(words) + len(quote.get("prefix", "")) == place["start"]


def test_the_address_of_the_page_is_the_target() -> None:
    notice = reviewed()
    source = notice.source.model_copy(update={"url": "https://example.org/a.html"})
    page = annotation_page(notice.model_copy(update={"source": source}), "a.html")
    assert {item["target"]["source"] for item in page["items"]} == {"https://example.org/a.html"}


def _written(notices: Notice | list[Notice]) -> str:
    out = io.StringIO()
    export(notices, out, to="web-annotation")
    return out.getvalue()


@pytest.mark.parametrize("many", [1, 2])
def test_one_page_a_notice(many: int) -> None:
    written = _written([reviewed(name=f"{n}.txt") for n in range(many)])
    lines = [written] if many == 1 else written.splitlines()
    pages = [json.loads(line) for line in lines]
    assert len({page["id"] for page in pages}) == many
    assert written == _written([reviewed(name=f"{n}.txt") for n in range(many)])
