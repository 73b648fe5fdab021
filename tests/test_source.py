
"""Laws that hold for any text (hypothesis): nothing raises, spans quote and nest, parsing depends on nothing else."""

from __future__ import annotations

import importlib.util
import json
from types import ModuleType

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

import noticeparse
from noticeparse.model import Notice
from tests.gold_texts import evaluation_folder
from tests.ladders import invent
from tests.laws import broken

MARKERS = (
    "一、", "二、", "三、", "十、", "一.", "（一）", "(一)", "(二)", "（三）", "()", "一)", "1.", "2.", "3．", "1、", "10.", "1)", "2）",
    ")", "(1)", "（2）", "①", "②", "⑴", "㈠", "一是", "二是", "三是", "是", "五是五", "第一，", "第二、", "第，", "首先，", "其次，", "最后，",
    "第一章 ", "第三条 ", "第一部分", "1.1", "1.1.2", "2.5", "项目1.1：", "项目：", "附件1", "附件：1.", "附件", "整改时限：", "责任单位:",
    "a.", "Ⅱ、", "1\\.", "**一、", "## ", "- ", "> ", "|", "其一，",
)  # fmt: skip
WORDS = (
    "强化组织领导", "关于“学习不深入”的问题", "关于“", "”问题的整改情况", "局党组召开会议3次", "2024年3月14日至4月27日", "2.5微米", "2024.05.20",
    "十四五", "一是一、二是二", "整改进展情况的通报", "现将整改情况予以公布", "中共某某县委员会", "2025年5月20日", "联系电话：010-12345678",
    "《管理办法（试行）》", "完成率96.5%", "320万元", "反馈问题24个，已完成13个", "发布日期：2025-05-20", "来源：", "首页 > 公开",
    "镕㎡䶮", "𠮷", "PM2.5", "http://x.cn/a(1).html", "名干部", "该问题已完成整改", "长期坚持",
)  # fmt: skip
SIGNS = ("。", "；", "，", "：", "、", "“", "”", "‘", "’", "\"", "《", "》", "（", "）", "(", ")", "\n", "\n\n", " ", "\u3000", "\u00a0", "\u200b",
         "\ufeff", "\t", "\r\n", "\u2028", "0", "7", "20", "２", "一", "十", "\x00")  # fmt: skip

FRAGMENTS = st.lists(st.sampled_from(MARKERS + WORDS + SIGNS), max_size=60).map("".join)
LINES = st.lists(
    st.tuples(st.sampled_from(MARKERS), st.lists(st.sampled_from(WORDS + SIGNS), max_size=4).map("".join)),
    max_size=30,
).map(lambda lines: "\n".join(marker + words for marker, words in lines))
REPEATED = st.tuples(st.sampled_from(MARKERS + SIGNS + WORDS), st.integers(1, 3000)).map(
    lambda pair: pair[0] * pair[1]
)
CUT = st.tuples(st.integers(0, 400), st.integers(0, 3000), st.integers(1, 4000)).map(
    lambda cut: invent(cut[0]).text[cut[1] : cut[1] + cut[2]]
)
TEXTS = st.one_of(st.text(max_size=300), FRAGMENTS, LINES, REPEATED, CUT)
LIMITS = settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@LIMITS
@given(TEXTS)
def test_any_text_gives_a_notice_that_keeps_the_laws(text: str) -> None:
    assert broken(noticeparse.parse(text)) == []


@LIMITS
@given(TEXTS)
def test_the_text_is_never_edited(text: str) -> None:
    expected = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    assert noticeparse.parse(text).source.text.removeprefix("\ufeff") == expected


@LIMITS
@given(TEXTS)
def test_parsing_twice_gives_the_same(text: str) -> None:
    assert noticeparse.parse(text) == noticeparse.parse(text)


@LIMITS
@given(TEXTS)
def test_json_comes_back_as_the_same_notice(text: str) -> None:
    """All that the JSON says; what the readers keep to themselves (furniture, tables) is not in it."""
    printed = noticeparse.parse(text).model_dump_json()
    assert Notice.model_validate_json(printed).model_dump_json() == printed


@settings(LIMITS, max_examples=40)
@given(LINES)
def test_a_marker_and_its_part_begin_together(text: str) -> None:
    notice = noticeparse.parse(text)
    for part in notice.walk():
        if part.num:
            assert notice.source.text.startswith(part.num.text, part.span[0])
            assert part.num.ordinal >= 0


@pytest.fixture(scope="module")
def scorer() -> ModuleType:
    folder = evaluation_folder()
    if folder is None:
        pytest.skip("NOTICEPARSE_EVAL does not name the folder of score.py")
    spec = importlib.util.spec_from_file_location("score", folder / "score" / "score.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("seed", range(8))
def test_the_scorer_finds_nothing_invalid(scorer: ModuleType, seed: int) -> None:
    assert scorer.invalid(json.loads(noticeparse.parse(invent(seed).text).model_dump_json())) == 0


@pytest.mark.parametrize("seed", range(8))
def test_an_invented_notice_keeps_the_laws(seed: int) -> None:
    assert broken(noticeparse.parse(invent(seed).text)) == []


def test_the_laws_can_fail() -> None:
    """The instrument itself: a heading that quotes other words, an eid twice, a child outside its parent."""
    data = noticeparse.parse(invent(2).text).model_dump(mode="json")
    data["parts"][0]["heading"] = {"text": "别的话", "span": data["parts"][0]["span"]}
    data["parts"][1]["eid"] = data["parts"][0]["eid"]
    found = broken(Notice.model_validate(data))
    assert any("is not" in law for law in found)
    assert any("twice" in law for law in found)
