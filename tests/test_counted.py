"""What a number counts, on invented sentences of many fields; those marked `aside` are never tuned on."""

from __future__ import annotations

import json
import pathlib

import pytest

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


@pytest.mark.parametrize(("aside", "floor"), [(False, 0.94), (True, 0.74)], ids=["tuned on", "set aside"])
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
