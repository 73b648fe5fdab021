"""The damager tested on what it damages, then the parser on damaged copies against pinned floors.

Floors stand in corpora/floors.json, one for each group of texts and kind of damage. Raise them with
``python -m tests.damage --pin``; one goes down only on purpose, in a commit that says why. The bars
themselves (`Kind.parts`, `Kind.headings`) are those of all gold texts together. NOTICEPARSE_SEEDS=30 measures
with more seeds.
"""

from __future__ import annotations

import json
import os
import random
from dataclasses import replace
from functools import cache

import pytest

from tests.damage import (
    BY_NAME,
    KINDS,
    Kind,
    flatten,
    form_of,
    han,
    inline,
    lose_markers,
    lose_numbers,
    measure,
    restyle,
    run_in,
)
from tests.gold_texts import (
    REPOSITORY,
    GoldText,
    Item,
    evaluation_folder,
    faults,
    from_gold,
    load_evaluation,
    load_samples,
)
from tests.ladders import invent
from tests.outline_score import Found, Tally, gold_as_found, score

FLOORS = json.loads((REPOSITORY / "corpora" / "floors.json").read_text(encoding="utf-8"))["damage"]
PINNED_SEEDS = 3
SEEDS = int(os.environ.get("NOTICEPARSE_SEEDS", PINNED_SEEDS))


def texts(group: str) -> list[GoldText]:
    if group == "invented":
        return [invent(seed) for seed in range(8)]
    if group == "samples":
        return load_samples()
    if evaluation_folder() is None:
        pytest.skip("NOTICEPARSE_EVAL does not name the folder of annotated real notices")
    return load_evaluation()


# --------------------------------------------------------------------------- a text to check by eye

SMALL = """现将整改情况予以公布。
一、组织整改情况
局里开会3次。
（一）提高站位
一是强化组织领导。召开会议3次。
二是加强督查。发现问题2个。
三是开展培训，培训12人，考核12人。
（二）压实责任
1.细化台账
逐项登记4次，按月通报2次，年底考核。
2.严格考核。考核5次。
二、下一步打算
继续努力。
"""


def small() -> GoldText:
    marks = [
        ("一", "一、", 1, "一、", "组织整改情况"),
        ("一/(一)", "(一)", 1, "（一）", "提高站位"),
        ("一/(一)/一是", "一是", 1, "一是", "强化组织领导"),
        ("一/(一)/二是", "一是", 2, "二是", "加强督查"),
        ("一/(一)/三是", "一是", 3, "三是", ""),
        ("一/(二)", "(一)", 2, "（二）", "压实责任"),
        ("一/(二)/1.", "1.", 1, "1.", "细化台账"),
        ("一/(二)/2.", "1.", 2, "2.", "严格考核"),
        ("二", "一、", 2, "二、", "下一步打算"),
    ]
    outline = []
    for path, style, ordinal, marker, heading in marks:
        start = SMALL.index("\n" + marker) + 1
        end = start + len(marker + heading)
        outline.append(
            {"path": path, "style": style, "ordinal": ordinal, "marker": marker, "start": start,
             "heading": heading, "heading_end": end, "role": "item"}
        )  # fmt: skip
    return from_gold("small", SMALL, outline)


def by_path(gold: GoldText) -> dict[str, Item]:
    return {item.path: item for item in gold.items}


class Always(random.Random):
    """Chance that always takes the first choice and every opportunity."""

    def random(self) -> float:
        return 0.0

    def choice(self, seq):  # type: ignore[no-untyped-def]
        return seq[0]


class Chosen(random.Random):
    """Chance that samples the places it was told."""

    def __init__(self, *places: int) -> None:
        super().__init__(0)
        self.places = list(places)

    def sample(self, population, k, *, counts=None):  # type: ignore[no-untyped-def]
        return self.places


def test_a_list_becomes_one_paragraph() -> None:
    copy = inline(small(), Always())
    assert (
        "（一）提高站位。一是强化组织领导。召开会议3次。二是加强督查。发现问题2个。三是开展培训" in copy.text
    )
    assert by_path(copy)["一/(一)/二是"].heading == "加强督查"


def test_lost_numbers_and_what_still_implies_them() -> None:
    gold = small()
    copy = by_path(lose_numbers(0.2)(gold, Chosen(2, 3, 7)))
    assert [copy[p].marker for p in ("一/(一)/一是", "一/(一)/二是", "一/(二)/2.")] == ["是", "是", "."]
    assert copy["一/(一)/一是"].state == copy["一/(一)/二是"].state == "restorable"
    assert copy["一/(二)/2."].state == "gone", "nothing behind the last item says that it was one"


def test_nothing_implies_a_list_without_survivors() -> None:
    copy = by_path(lose_numbers(0.2)(small(), Chosen(2, 3, 4)))
    assert {copy[f"一/(一)/{n}是"].state for n in "一二三"} == {"gone"}


def test_parts_below_a_gone_part_go_to_the_nearest_survivor() -> None:
    gold = small()
    copy = lose_markers(0.2)(gold, Chosen(5))
    items = by_path(copy)
    assert "\n压实责任\n1.细化" in copy.text
    assert items["一/(二)"].state == "gone"
    # 1. has no list of its own kind before it under （一）, so the damaged text may be read that way too
    assert {None if p is None else copy.items[p].path for p in items["一/(二)/1."].other_parents} >= {
        "一",
        "一/(一)",
    }


def test_a_list_that_starts_again_shows_the_break() -> None:
    text = "一、甲\n（一）乙\n1.丙\n2.丁\n（二）戊\n1.己\n2.庚\n"
    places = [text.index(m) for m in ("一、", "（一）", "1.丙", "2.丁", "（二）", "1.己", "2.庚")]
    paths = ("一", "一/(一)", "一/(一)/1.", "一/(一)/2.", "一/(二)", "一/(二)/1.", "一/(二)/2.")
    outline = [
        {"path": path, "style": style, "ordinal": n, "marker": marker, "start": at, "heading": "",
         "heading_end": at + len(marker), "role": "item"}
        for path, style, n, marker, at in zip(
            paths, ("一、", "(一)", "1.", "1.", "(一)", "1.", "1."), (1, 1, 1, 2, 2, 1, 2),
            ("一、", "（一）", "1.", "2.", "（二）", "1.", "2."), places, strict=True,
        )
    ]  # fmt: skip
    copy = lose_markers(0.1)(from_gold("again", text, outline), Chosen(4))
    items = by_path(copy)
    assert [copy.items[p].path for p in items["一/(二)/1."].other_parents if p is not None] == ["一"]


def test_levels_never_come_to_look_alike() -> None:
    for seed in range(60):
        gold = invent(seed)
        copy = restyle(gold, random.Random(seed))
        families: dict[str, str] = {}
        for before, after in zip(gold.items, copy.items, strict=True):
            form = form_of(after)
            if form is not None and before.style not in ("首先",):
                assert families.setdefault(form.family, before.style) == before.style, (seed, after.marker)


def test_titles_run_into_their_text() -> None:
    stop, marker, nothing = (run_in(sign)(small(), Always()) for sign in ("。", "marker", ""))
    assert "1.细化台账。逐项登记4次" in stop.text
    assert by_path(stop)["一/(二)/1."].heading == "细化台账"
    assert "（一）提高站位一是强化组织领导" in marker.text
    assert by_path(marker)["一/(一)"].heading == "提高站位"
    assert "1.细化台账逐项登记4次，按月" in nothing.text
    assert by_path(nothing)["一/(二)/1."].heading_free, "one sentence alone on its line may be a long title"
    longer = replace(small(), text=SMALL.replace("年底考核。", "年底考核。全部完成。"))
    items = tuple(
        replace(i, start=i.start + 5, heading_start=i.heading_start + 5, heading_end=i.heading_end + 5)
        if i.start > SMALL.index("年底考核")
        else i
        for i in small().items
    )
    nothing = run_in("")(replace(longer, items=items), Always())
    assert by_path(nothing)["一/(二)/1."].heading == "", "without a sign the title is nobody's to guess"


def test_one_line() -> None:
    copy = flatten(small(), random.Random(1))
    assert "\n" not in copy.text.strip()
    assert by_path(copy)["一"].heading == "" or by_path(copy)["一"].heading_free
    assert by_path(copy)["一/(一)"].heading == "提高站位"


@pytest.mark.parametrize("n, printed", [(1, "一"), (10, "十"), (11, "十一"), (20, "二十"), (35, "三十五")])
def test_chinese_numerals(n: int, printed: str) -> None:
    assert han(n) == printed


# --------------------------------------------------------------------------- every kind on every text

GROUPS = ("invented", "samples", "evaluation")


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
@pytest.mark.parametrize("group", GROUPS)
def test_a_parser_without_fault_scores_all_of_a_damaged_copy(group: str, kind: Kind) -> None:
    """Re-based offsets stand at the surviving markers, headings quote the damaged text, the score is full."""
    changed = 0
    for gold in texts(group):
        for seed in range(3):
            copy = kind.damage(gold, random.Random(f"{gold.name}/{seed}"))
            changed += copy.text != gold.text
            assert faults(copy) == []
            assert [i.path for i in copy.items] == [i.path for i in gold.items]
            tally = score(copy, gold_as_found(copy))
            assert (tally.share, tally.heading_share, tally.spurious, tally.misses) == (1.0, 1.0, 0, [])
    assert changed or kind.name == "none"


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_damage_is_reproducible(kind: Kind) -> None:
    gold = invent(4)
    assert kind.damage(gold, random.Random(7)) == kind.damage(gold, random.Random(7))


def test_the_share_of_markers_lost_is_the_one_asked_for() -> None:
    gold = invent(3)
    for share in (0.05, 0.10):
        for lose in (lose_numbers, lose_markers):
            copy = lose(share)(gold, random.Random(1))
            assert sum(i.state != "kept" for i in copy.items) == round(share * len(gold.items))


def test_the_score_sees_every_fault() -> None:
    gold = invent(5)
    right = gold_as_found(gold)

    def shares(found: list[Found]) -> tuple[bool, bool, int]:
        tally = score(gold, found)
        return tally.share == 1.0, tally.heading_share == 1.0, tally.spurious

    assert shares(right) == (True, True, 0)
    assert shares(right[1:])[0] is False
    assert shares([replace_found(right[0], ordinal=9), *right[1:]])[0] is False
    deep = next(i for i, part in enumerate(right) if part.parent is not None)
    assert shares([*right[:deep], replace_found(right[deep], parent=None), *right[deep + 1 :]])[0] is False
    titled = next(i for i, part in enumerate(right) if part.heading)
    cut = replace_found(right[titled], heading=right[titled].heading[:-1])
    assert shares([*right[:titled], cut, *right[titled + 1 :]])[1] is False
    assert shares([*right, Found(len(gold.text) - 3, 1, None, "")])[2] == 1


def replace_found(part: Found, **changes: object) -> Found:
    return Found(**{**{name: getattr(part, name) for name in Found.__slots__}, **changes})  # type: ignore[arg-type]


# --------------------------------------------------------------------------- the parser against its floors


@cache
def measured(group: str, kind: Kind) -> Tally:
    return measure(kind, texts(group), SEEDS)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
@pytest.mark.parametrize("group", GROUPS)
def test_damaged_copies_keep_their_floor(group: str, kind: Kind) -> None:
    floor = FLOORS[group][kind.name]
    tally = measured(group, kind)
    misses = "\n".join(tally.misses[:12])
    assert tally.errors == 0, misses
    assert tally.top_share >= floor["sections"], misses
    if SEEDS == PINNED_SEEDS:
        assert tally.share >= floor["parts"], misses
        assert tally.heading_share >= floor["headings"], misses
        assert tally.spurious <= floor["spurious"], misses


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_all_gold_texts_together_keep_the_bars(kind: Kind) -> None:
    tally = Tally()
    for group in ("evaluation", "samples"):
        tally.add(measured(group, kind))
    misses = "\n".join(tally.misses[:12])
    assert tally.share >= (kind.parts or 0), misses
    assert tally.heading_share >= (kind.headings or 0), misses


def test_every_kind_has_a_floor() -> None:
    assert all(set(FLOORS[group]) == set(BY_NAME) for group in GROUPS)
