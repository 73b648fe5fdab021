"""What a number counts, on invented sentences of many fields; those marked `aside` are never tuned on."""

from __future__ import annotations

import json
import pathlib

import pytest

from noticeparse import parse
from noticeparse.facts import facts
from tests.test_facts import marked, source

SENTENCES = json.loads((pathlib.Path(__file__).parent / "counted_sentences.json").read_text("utf-8"))


def _agrees(got: str, wanted: list[str]) -> bool:
    """Whether one of the right answers ends with the phrase, or the phrase with it, at most twice as long."""
    return any(
        (got.endswith(want) and len(got) <= 2 * len(want))
        or (want.endswith(got) and len(want) <= 2 * len(got))
        for want in wanted
    )


@pytest.mark.parametrize(("aside", "floor"), [(False, 0.96), (True, 0.82)], ids=["tuned on", "set aside"])
def test_share_of_things_read(aside: bool, floor: float) -> None:
    right = []
    for record in SENTENCES:
        if record["aside"] != aside:
            continue
        text, spans = marked(record["text"])
        things = {(c.start, c.end): c.counted for c in facts(source(text))}
        for span, wanted in zip(spans, record["counted"], strict=True):
            if wanted is not None:
                thing = things.get(span)
                right.append(thing is not None and _agrees(text[slice(*thing)], wanted))
    assert len(right) > 100
    assert sum(right) / len(right) >= floor


@pytest.mark.parametrize(
    ("text", "counted"),
    [
        ("1.整治乱停放。①加装护栏300米。②在校门口设劝导岗6个。", ["护栏", "劝导岗"]),
        ("1.整治乱停放。\n2.在站前广场增设座椅40张。\n3.会议室内现有桌椅12套。", ["座椅", "桌椅"]),
        ("1.整治乱停放。一是35家从业单位被通报。二是清理标识26块。", ["从业单位", "标识"]),
    ],
)
def test_number_of_a_part_is_no_word_of_the_thing(text: str, counted: list[str]) -> None:
    notice = parse(f"中共青禾县城管局党组关于巡察整改情况的通报\n一、整改情况\n{text}")
    assert [fact.counted.text for fact in notice.facts if fact.kind == "count" and fact.counted] == counted
