"""Events: every entry's examples, the ladder, laws for any text, and the samples' own gold."""

from __future__ import annotations

import json
import re
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings, strategies as st

import noticeparse
from noticeparse.facts import facts
from noticeparse.facts.lexicon import records
from noticeparse.link.events import NUMBER_KINDS, WORD_KINDS, find_events
from noticeparse.link.settle import settle
from noticeparse.model import Claim, EventFact, Notice
from noticeparse.outline.lines import fold
from noticeparse.read import read_text

SAMPLES = Path(__file__).parent.parent / "corpora" / "samples" / "texts"
GOLD: dict[str, list[tuple[str, str, dict[str, Any]]]] = json.loads(
    Path(__file__).with_name("events_samples.json").read_text("utf-8")
)
FIELDS = {name for name in EventFact.model_fields if name not in ("kind", "span", "text", "part", "origin", "readings", "value")}  # fmt: skip
KINDS = (*NUMBER_KINDS, *WORD_KINDS)


def events_in(text: str) -> list[Claim]:
    """The events of a text without outline, its dates read against December 2024; 2025 is named where it is meant."""
    source = read_text(text)
    claims = facts(source)
    settle(claims, text=source.text, signed="2024-12-31", published=None)
    return find_events(source.text, source.folded, claims, [], [])


def marked(text: str) -> tuple[str, list[tuple[int, int]]]:
    """The text without its ⟦ ⟧, and what they marked."""
    plain, spans, start = "", [], 0
    for piece in re.split("([⟦⟧])", text):
        if piece == "⟦":
            start = len(plain)
        elif piece == "⟧":
            spans.append((start, len(plain)))
        else:
            plain += piece
    return plain, spans


@pytest.mark.parametrize(
    ("text", "wanted"), [(text, wanted) for kind in KINDS for text, wanted in kind.examples.items()]
)
def test_example(text: str, wanted: dict[str, object]) -> None:
    """Exactly what is marked is an event; the first one has exactly these fields."""
    plain, spans = marked(text)
    events = events_in(plain)
    assert [(event.start, event.end) for event in events] == spans
    assert {"kind": events[0].kind, **events[0].extra} == wanted


@pytest.mark.parametrize("text", [text for kind in KINDS for text in kind.counterexamples])
def test_counterexample(text: str) -> None:
    assert [text[event.start : event.end] for event in events_in(text)] == []


@pytest.mark.parametrize(
    "text",
    [
        "下一步，将组织专项检查2次", "拟于2025年召开推进会3次", "计划于5月举办培训班2期", "积极筹备召开人才工作会议",
        "力争追缴资金12万元",
    ],
)  # fmt: skip
def test_what_is_announced_is_planned(text: str) -> None:
    assert [event.extra.get("planned") for event in events_in(text)] == [True]


def test_what_was_done_is_not_planned() -> None:
    notice = noticeparse.parse("已将3名责任人移送司法机关。按计划召开推进会2次。将5名干部给予诫勉谈话。")
    assert [(f.kind, f.planned) for f in events_of(notice)] == [
        ("accountability", False), ("meeting", False), ("accountability", False)
    ]  # fmt: skip


PLAN = """青禾县水务局党组关于县委第三轮巡察整改情况的通报
2023年3月1日至4月28日，县委第二巡察组对县水务局党组开展巡察，6月5日反馈意见。现将整改情况通报如下。
一、问题整改情况
1.关于“违规发放补贴3万元未清退”的问题。已追缴资金3万元。
2.关于“开展检查5次走过场”的问题。开展督查6次。
二、下一步工作打算
（一）持续整改。召开推进会2次。
中共青禾县水务局党组
2023年12月3日
"""


def test_words_of_a_problem_are_no_events_and_next_steps_are_planned() -> None:
    events = events_of(noticeparse.parse(PLAN))
    assert [(f.kind, f.text, f.planned) for f in events] == [
        ("recovery", "追缴资金3万元", False), ("inspection", "开展督查6次", False), ("meeting", "召开推进会2次", True)
    ]  # fmt: skip
    assert [f.part for f in events] == ["1.1", "1.2", "2.1"]


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("2024年3月6日召开动员会", "2024-03-06"),
        ("2024年3月6日,局党组高度重视,召开动员会", "2024-03-06"),
        ("2024年3月6日印发方案。召开动员会", None),
        ("2024年3月6日反馈的问题,召开动员会", None),
        ("截至2024年3月6日,召开动员会4次", None),
        ("2024年3月以来召开动员会4次", None),
        ("对2024年3月发放的津贴进行清查", None),
        ("2024年5月21日、28日和6月4日召开党委会", "{2024-05-21,2024-05-28,2024-06-04}"),
        ("2024年5月21日和28日召开党委会,成立整改专班", "{2024-05-21,2024-05-28}"),
    ],
)
def test_date_of_an_event(text: str, date: str | None) -> None:
    assert events_in(text)[0].extra.get("date") == date


def test_which_of_several_days_is_not_guessed() -> None:
    assert "date" not in events_in("2024年5月21日和28日召开党委会,成立整改专班")[1].extra


@pytest.mark.parametrize("record", records("accountability"), ids=lambda record: record["words"][0])
def test_step_of_the_ladder(record: dict[str, Any]) -> None:
    """Each example is one event of its step; each wording reads as that step."""
    (event,) = events_in(record["examples"][0])
    assert event.extra.get("level") == record["level"]
    for word in record["words"]:
        read = [e.extra.get("level") for e in events_in(f"给予{word}2人") if e.kind == "accountability"]
        assert read == [record["level"]], word


def test_ladder_is_ordered_and_says_where_from() -> None:
    steps = [record["order"] for record in records("accountability") if record["order"]]
    assert steps == list(range(1, len(steps) + 1))
    words = [word for record in records("accountability") for word in record["words"]]
    assert len(words) == len(set(words))
    assert all(record["source"] for record in records("accountability"))


# --------------------------------------------------------------------------- laws

_PIECES = [
    "召开", "党委会", "会议", "3次", "12人次", "培训班", "举办", "开展", "检查", "排查隐患",
    "286项", "发现问题", "给予", "党内警告", "处分", "诫勉谈话", "2人", "0人", "立案", "4起",
    "移送", "追缴", "资金", "3.5万元", "成立", "由书记任组长的", "领导小组", "荣获", "先进集体",
    "一等奖", "每月", "将", "未", "2024年3月6日", "和", "、", "，", "。", "；", "（", "）",
    "“", "”", "《", "》", "其中", "对", "的", "\n"
]  # fmt: skip
_PROSE = st.lists(st.sampled_from(_PIECES), max_size=40).map("".join)


@settings(max_examples=150, deadline=None)
@given(_PROSE)
@example("召开" * 60)
@example("成立由" * 60)
@example("开展“" * 60)
@example("给予党内警告、" * 40)
def test_events_stand_in_the_text_in_order(text: str) -> None:
    events = events_in(text)
    assert all(0 <= e.start < e.end <= len(text) for e in events)
    assert all(a.start <= b.start for a, b in pairwise(events))
    assert all(e.extra.keys() <= FIELDS for e in events)
    for kind in {e.kind for e in events} - {"recovery"}:
        assert all(a.end <= b.start for a, b in pairwise([e for e in events if e.kind == kind]))


@settings(max_examples=60, deadline=None)
@given(_PROSE)
def test_numbers_of_an_event_are_printed_in_it(text: str) -> None:
    notice = noticeparse.parse(text)
    counts = [f for f in notice.facts if not isinstance(f, EventFact)]
    for event in events_of(notice):
        inside = {f.value for f in counts if event.span[0] <= f.span[0] and f.span[1] <= event.span[1]}
        for name in ("count", "persons", "person_times", "organisations", "found", "checked", "amount"):
            assert getattr(event, name) is None or getattr(event, name) in inside


# --------------------------------------------------------------------------- samples


def events_of(notice: Notice) -> list[EventFact]:
    return [fact for fact in notice.facts if isinstance(fact, EventFact)]


def _score(names: list[str]) -> tuple[int, int, int, int]:
    """(gold events, those found, those found with every field right, events that are not in the gold)."""
    wanted = found = right = extra = 0
    for name in names:
        page = SAMPLES / f"{name}.html"
        notice = noticeparse.parse(page if page.exists() else SAMPLES / f"{name}.txt")
        folded, left, at = notice.source.folded, events_of(notice), {}
        for kind, phrase, fields in GOLD[name]:
            start = folded.index(fold(phrase), at.get((kind, phrase), 0))
            end = at[kind, phrase] = start + len(phrase)
            wanted += 1
            here = [f for f in left if f.kind == kind and f.span[0] < end and start < f.span[1]]
            if here:
                event = max(here, key=lambda f: min(end, f.span[1]) - max(start, f.span[0]))
                left.remove(event)
                found += 1
                values = {
                    key: value
                    for key in FIELDS
                    if (value := getattr(event, key)) is not None and value is not False
                }
                right += values == fields
        extra += len(left)
    return wanted, found, right, extra


FIRST = [name for name in GOLD if name[0] in "abcdf"]
SECOND = [name for name in GOLD if name[0] not in "abcdf"]
"""Annotated before the code had seen them."""


@pytest.mark.parametrize("names", [FIRST, SECOND], ids=["first half", "second half"])
def test_events_of_the_samples(names: list[str]) -> None:
    wanted, found, right, extra = _score(names)
    assert found / wanted >= 0.96
    assert found / (found + extra) >= 0.97
    assert right / found >= 0.98
