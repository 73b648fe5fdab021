"""Passages that texts share: found for certain, agreeing in every letter, told from set phrases."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings, strategies as st

pytest.importorskip("numpy", reason="passages need the extra `corpus` (numpy)")

from noticeparse.corpus.passages import NEIGHBOURS, SHORTEST, Passage, shared_passages
from noticeparse.corpus.shingles import mask

# Ideographs that masking leaves alone: no numbers, nothing an organ's name ends with.
LETTERS = "".join(c for c in map(chr, range(0x50BC, 0x53DC)) if c not in "六八十千区县厅")
words = st.lists(st.sampled_from(LETTERS), min_size=SHORTEST, max_size=60, unique=True).map("".join)
around = st.text(LETTERS + "，。1 ", max_size=40)


def found(texts: list[str], many: int = 99) -> list[Passage]:
    return shared_passages(texts, [()] * len(texts), [str(n) for n in range(len(texts))], many)


def masked(text: str) -> list[int]:
    return mask([text], [()]).codes.tolist()


@given(words, st.lists(st.tuples(around, around), min_size=2, max_size=NEIGHBOURS))
@settings(max_examples=150, deadline=None)
def test_a_common_passage_is_found_wherever_it_stands(passage: str, frames: list[tuple[str, str]]) -> None:
    """Whatever stands around it: winnowing keeps one shingle of every passage of that length in each text.

    The passage does not repeat itself: of one that does, a part may be met at another place of it.
    """
    texts = [before + passage + behind for before, behind in frames]
    covered = {
        place.text
        for one in found(texts)
        for place in one.places
        if place.span[0] <= len(frames[place.text][0]) and place.span[1] >= len(frames[place.text][0]) + len(passage)
    }
    assert covered == set(range(len(texts)))


@given(st.lists(st.text("甲乙丙丁戊己。1", max_size=80), max_size=6))
@settings(max_examples=150, deadline=None)
def test_two_places_of_a_passage_of_two_agree_in_every_letter(texts: list[str]) -> None:
    for one in found(texts):
        assert [place.text for place in one.places] == sorted(place.text for place in one.places)
        for place in one.places:
            assert 0 <= place.span[0] < place.span[1] <= len(texts[place.text])
        if len(one.places) == 2 and one.places[0].text != one.places[1].text:
            first, second = (masked(texts[place.text][slice(*place.span)]) for place in one.places)
            shared = range(min(len(first), len(second)), SHORTEST - 1, -1)
            assert any(
                first[a : a + n] == second[b : b + n]
                for n in shared for a in range(len(first) - n + 1) for b in range(len(second) - n + 1)
            )  # fmt: skip


def test_numbers_dates_organs_and_punctuation_do_not_matter() -> None:
    a = "2023年5月6日,云溪县水务局梳理风险岗位清单12份并逐项明确防控措施"
    b = "于2024年11月30日 南屏县教育局梳理风险岗位清单（3份），并逐项明确防控措施。"
    (one,) = found([a, b])
    assert [text[slice(*place.span)] for text, place in zip((a, b), one.places, strict=True)] == [a, b[1:-1]]


def test_shorter_passages_and_a_text_s_own_repetitions_are_none() -> None:
    passage = LETTERS[:SHORTEST]
    assert found([passage[:-1] + "甲", passage[:-1] + "乙"]) == []
    assert found([passage + "，" + passage]) == []
    assert found([]) == found([""]) == found(["", "，。"]) == []
    assert len(found([passage, passage])) == 1


def test_passages_end_with_their_text() -> None:
    left, right = LETTERS[:SHORTEST], LETTERS[40 : 40 + SHORTEST]
    ends = {place.span for one in found([left, right, left, right]) for place in one.places}
    assert ends == {(0, SHORTEST)}


def test_what_many_have_is_a_set_phrase_and_what_few_have_is_their_own() -> None:
    rng = random.Random(1)
    phrase, copied = LETTERS[:20], LETTERS[30:60]
    texts = ["".join(rng.choices(LETTERS[100:], k=30)) + phrase + (copied if n < 2 else "") for n in range(40)]
    own = {tuple(place.text for place in one.places): one.own for one in found(texts, many=5)}
    assert own[0, 1] >= len(copied) - 8  # a shingle may reach over the seam
    assert own[tuple(range(40))] < SHORTEST


def test_every_copy_of_a_passage_many_have_is_joined() -> None:
    """More texts than `NEIGHBOURS`: each is held against the next ones only, and still all are one."""
    rng = random.Random(2)
    texts = ["".join(rng.choices(LETTERS[100:], k=20)) + LETTERS[:24] for _ in range(20 * NEIGHBOURS)]
    largest = max(found(texts), key=lambda one: len(one.places))
    assert [place.text for place in largest.places] == list(range(len(texts)))
