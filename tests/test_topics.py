"""Topics of issues: right on quotes the words were not chosen by, told by words that stand in the quote, never guessed."""

from __future__ import annotations

import json
from importlib.resources import files
from pathlib import Path

import pytest
from hypothesis import given, strategies as st

from noticeparse.link.topics import topics

Quote = tuple[str, list[str]]

WRITTEN = json.loads(Path(__file__).with_name("topics_quotes.json").read_text("utf-8"))
QUOTES: list[Quote] = WRITTEN["quotes"]
LATER: list[Quote] = WRITTEN["later"]
BOOK = json.loads(files("noticeparse.data").joinpath("codebook.json").read_text("utf-8"))
CATEGORIES = ["", "落实党的理论和路线方针政策方面", "落实全面从严治党战略部署方面", "落实新时代党的组织路线方面", "落实巡视整改方面"]


def ranked(quote: str, category: str = "", measures: str = "") -> list[str]:
    return [code for code, _, _ in topics(quote, category, measures)]


def right(quotes: list[Quote], first: int) -> float:
    """The share of quotes with a right code among the first so many."""
    return sum(bool(set(ranked(quote)[:first]) & set(codes)) for quote, codes in quotes) / len(quotes)


@pytest.mark.parametrize(("quotes", "first", "first_three"), [(QUOTES[1::2], 0.94, 0.98), (LATER, 0.96, 0.98)], ids=["held-out", "later"])
def test_topics_of_quotes(quotes: list[Quote], first: float, first_three: float) -> None:
    assert right(quotes, 1) >= first
    assert right(quotes, 3) >= first_three


def test_every_code_has_quotes_and_is_found() -> None:
    codes = {code["code"] for code in BOOK["codes"]}
    assert {accepted[0] for _, accepted in QUOTES} == codes
    assert {ranked(quote)[0] for quote, _ in QUOTES} == codes


issues = st.lists(st.sampled_from([quote for quote, _ in QUOTES + LATER]) | st.text("学习党费不到位,、。", max_size=8), max_size=3).map("".join)


@given(issues, st.sampled_from(CATEGORIES))
def test_evidence_stands_in_the_quote_and_scores_are_shares(quote: str, category: str) -> None:
    found = topics(quote, category)
    scores = [score for _, score, _ in found]
    assert all(evidence and all(word in quote for word in evidence) for _, _, evidence in found)
    assert scores == sorted(scores, reverse=True) and all(0 <= score <= 1 for score in scores) and sum(scores) <= 1.01
    assert len(set(ranked(quote, category))) == len(found) <= 5


@given(issues.filter(lambda quote: bool(topics(quote, ""))), issues)
def test_measures_change_nothing_where_the_quote_tells_a_topic(quote: str, measures: str) -> None:
    assert topics(quote, "", measures) == topics(quote, "")


def test_measures_support_a_quote_that_tells_nothing() -> None:
    assert topics("第三方面的短板", "", "修订公务用车管理办法,清理超标公车") == [("B06", 1.0, ())]


@pytest.mark.parametrize("measures", ["", "召开了两次碰面会", "安排了资金"])
def test_nothing_is_guessed(measures: str) -> None:
    assert topics("第三方面的短板", CATEGORIES[2], measures) == []


@pytest.mark.parametrize(("one", "other"), [("党费收缴不及时", "档案缺失"), ("采购不规范", "考勤不严"), ("民主生活会质量不高", "发展党员不规范")])
def test_what_stands_first_leads(one: str, other: str) -> None:
    assert ranked(f"{one},{other}")[0] == ranked(one)[0]
    assert ranked(f"{other},{one}")[0] == ranked(other)[0]


def test_the_heading_decides_between_close_topics() -> None:
    """Two topics told by words of one weight: the one of the group that the heading names leads."""
    quote = "党费、采购管理松散"
    assert {ranked(quote, heading)[0] for heading in (CATEGORIES[2], CATEGORIES[3])} == {"B04", "C08"}


@pytest.mark.parametrize(
    ("quote", "code"),
    [
        ("审计指出的公务接待问题未整改", "D02"),
        ("公务接待不规范", "B06"),
        ("督察反馈的污水直排问题未解决", "D03"),
        ("污水直排问题未解决", "A09"),
    ],
)
def test_who_found_an_issue_decides_where_its_rectification_is_the_issue(quote: str, code: str) -> None:
    assert ranked(quote)[0] == code


def test_a_longer_word_hides_those_in_it() -> None:
    assert ranked("营商环境不优")[0] == "A08"
    assert "A09" not in ranked("营商环境不优")


def test_the_code_book_says_nothing_twice() -> None:
    for code in BOOK["codes"]:
        words = [*code["strong"], *code["triggers"], *code.get("weak", ())]
        assert len(set(words)) == len(words), code["code"]
        assert not [word for word in words if len(word) < 2 or word in BOOK["neutral"]], code["code"]
