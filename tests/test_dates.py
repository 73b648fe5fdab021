"""Dates and periods as the scan finds them: every printed form, every look-alike, every damaged run."""

from __future__ import annotations

import calendar
import re
from datetime import date, timedelta

import pytest
from hypothesis import assume, example, given, settings, strategies as st

from noticeparse.entries import FactKind
from noticeparse.facts import Scan, compile_kinds
from noticeparse.facts.calendar import Moment, Reading
from noticeparse.facts.damaged_dates import damaged_readings
from noticeparse.facts.dates import DATE_KINDS
from noticeparse.facts.numerals import read_number
from noticeparse.model import Claim
from noticeparse.outline.lines import fold

_PATTERN = compile_kinds(DATE_KINDS)


def scan(text: str) -> list[Claim]:
    """The claims of the date kinds alone in `text`."""
    state = Scan(text, fold(text))
    at = 0
    while (found := _PATTERN.search(state.folded, at)) is not None:
        kind = DATE_KINDS[int((found.lastgroup or "k0")[1:])]
        match = re.compile(kind.pattern).match(state.folded, found.start())
        assert match is not None
        claims = kind.build(state, match)
        state.claims.extend(claims)
        at = max([match.end(), *(claim.end for claim in claims)])
    return state.claims


def marked(example: str) -> tuple[str, list[tuple[int, int]]]:
    """The text of an example without its ⟦ ⟧, and the spans they mark."""
    spans = [
        (m.start() - 2 * i, m.end() - 2 - 2 * i) for i, m in enumerate(re.finditer("⟦[^⟧]*⟧", example))
    ]
    return example.replace("⟦", "").replace("⟧", ""), spans


@pytest.mark.parametrize("kind", DATE_KINDS, ids=lambda kind: kind.name)
def test_examples_of_the_kind(kind: FactKind) -> None:
    for example_text, value in kind.examples.items():
        text, spans = marked(example_text)
        found = {(claim.start, claim.end): claim.edtf for claim in scan(text)}
        assert spans[0] in found, example_text
        assert found[spans[0]] == value, example_text
    for text in kind.counterexamples:
        assert [text[claim.start : claim.end] for claim in scan(text)] == [], text


@pytest.mark.parametrize("kind", DATE_KINDS, ids=lambda kind: kind.name)
def test_every_kind_finds_its_first_example_itself(kind: FactKind) -> None:
    text, spans = marked(next(iter(kind.examples)))
    folded = fold(text)
    found = [match for match in compile_kinds((kind,)).finditer(folded) if match.start() == spans[0][0]]
    assert found, kind.name
    assert all(folded[match.start()] in kind.first for match in found)


WHOLE_SENTENCES = {
    # ranges, joints, what the end leaves out
    "县委巡察组于⟦2021年9月11日至11月30日⟧开展巡察": ["2021-09-11/2021-11-30"],
    "从⟦2021年3月14日起至4月27日⟧止": ["2021-03-14/2021-04-27"],
    "⟦2021年3月14日(星期日)至4月27日⟧": ["2021-03-14/2021-04-27"],
    "⟦2021年3月14日～27日⟧": ["2021-03-14/2021-03-27"],
    "⟦2021年3月14日－27日⟧": ["2021-03-14/2021-03-27"],
    "⟦2021年3月14至4月27日⟧": ["2021-03-14/2021-04-27"],
    "⟦2021年11月至2022年1月⟧": ["2021-11/2022-01"],
    "⟦2021年7-9月⟧": ["2021-07/2021-09"],
    "⟦2021至2023年⟧": ["2021/2023"],
    "⟦2021-2023年度⟧": ["2021/2023"],
    "⟦2021—23年⟧": ["2021/2023"],
    "近三年(⟦2021-2023年⟧)": ["2021/2023"],
    "⟦2021年底至2022年3月⟧": ["2021/2022-03"],
    "⟦2021年12月20日至1月15日⟧": ["2021-12-20/2022-01-15"],
    # lists
    "⟦2021年3⟧、⟦4月份⟧集中开展": ["2021-03", "2021-04"],
    "⟦2020⟧、⟦2021⟧、⟦2022年⟧": ["2020", "2021", "2022"],
    "⟦2021年⟧和⟦2022年⟧考核": ["2021", "2022"],
    "⟦2021年3月15⟧、⟦16⟧、⟦18日⟧": ["2021-03-15", "2021-03-16", "2021-03-18"],
    # parts
    "⟦2021年11月中下旬⟧": ["2021-11"],
    "⟦2021年⟧初步建成": ["2021"],
    "⟦2021年⟧中央一号文件": ["2021"],
    "⟦2021年⟧底数清": ["2021"],
    "⟦2021年三、四季度⟧": ["2021-07/2021-12"],
    "⟦2021年秋季学期⟧": ["2021"],
    "⟦2021年全年⟧": ["2021"],
    "⟦2021年12月31日⟧前后": ["2021-12-31"],
    "⟦2021年3月5日前⟧": ["../2021-03-05"],
    "⟦2021年⟧前三名": ["2021"],
    # enumerators
    "1.⟦2021年3月⟧召开": ["2021-03"],
    "1.2.⟦2021年3月⟧召开": ["2021-03"],
    # what stands beside a date is left for the others
    "⟦2021年⟧12人、36件": ["2021"],
    "⟦2021年8月⟧召开会议8次": ["2021-08"],
    "⟦2021年828日⟧12人": ["2021-08-28"],
    # damaged
    "⟦2021年3月14日4月27日⟧": ["2021-03-14/2021-04-27"],
    "⟦2021年3月14日至427日⟧": ["2021-03-14/2021-04-27"],
    "⟦20213月⟧": ["2021-03"],
    "⟦2021年13月⟧": ["2021-01/2021-03"],
    # the last mark lost: what follows tells a date from a count
    "⟦2021年828⟧召开会议": ["2021-08-28"],
    "⟦2021年⟧828户": ["2021"],
    "⟦20218月28⟧,召开": ["2021-08-28"],
    "⟦2021年3月14日至427⟧,": ["2021-03-14/2021-04-27"],
    "⟦2021年58至7月5⟧,": ["2021-05-08/2021-07-05"],
    "。⟦2021827⟧反馈": ["2021-08-27"],
    "。⟦2021827⟧,县委": ["2021-08-27"],
    "共2021827元": [],
    # digits set apart
    "⟦2 0 2 1 年 5 月 2 0 日⟧": ["2021-05-20"],
    # a machine's time stamp
    "date: 2021-04-18 01:22:03.695717": [],
    "中共某局党组\n\n          ⟦2021520⟧\n": ["2021-05-20"],
    "⟦20211228日⟧": ["2021-12-28"],
    # impossible
    "⟦2021年4月31日⟧": [None],
    "⟦2022年5月至2021年3月⟧": [None],
}


@pytest.mark.parametrize("sentence", WHOLE_SENTENCES)
def test_a_sentence_has_these_dates_and_no_others(sentence: str) -> None:
    text, spans = marked(sentence)
    claims = scan(text)
    assert [(claim.start, claim.end) for claim in claims] == spans
    assert [claim.edtf for claim in claims] == WHOLE_SENTENCES[sentence]


LOOK_ALIKES = (
    "桂巡办〔2016〕351号、津环审〔2024〕5号、GB18918—2002、HJ 2.1-2016",
    "022-85358679、0755-20241231、13820241231、邮编300350、电话 20241231",
    "6·5世界环境日、“七一”“三八”、十四五、五四、双十一",
    "2.5微米、1.1.2 节、V2.0.1、v2024.5.20、3.15晚会",
    "2024元、2024万元、2024人次、20240人、2024.5万元、20241231元",
    "天津论坛2021、2021南南合作论坛、2024级、2024届、2024版",
    "5年轮换一次、三天、5个月、24学时、100周年、近三年、两年来、三十年、第4年",
    "工期30日、15日内办结、5个工作日内、公示7日、拘留5日",
    "每年6月、每月15日前、每季度末、每年年底前、半年一次、逢10月",
    "http://www.example.gov.cn/art/2024/5/20/art_1.html",
    "http://www.example.gov.cn/202405/t20240520_123.html",
    "身份证120101199001011234、IP 2021.1.1.1、编号2024-05-20-003",
    "当日受理、当日办结、合同日期、应当日常、共同日新",
    "目前、近年来、截至目前、长期以来、会前会后、年均、年级",
    "20世纪90年代、1990年代",
)


@pytest.mark.parametrize("text", LOOK_ALIKES)
def test_look_alikes_are_no_dates(text: str) -> None:
    assert [text[claim.start : claim.end] for claim in scan(text)] == []


def test_what_the_words_around_a_date_say() -> None:
    since, until, early, late = scan("2021年9月以来,截至2022年3月,2021年初,11月下旬")
    assert (since.relation, until.relation, early.relation) == ("since", "until", None)
    assert (since.part_of, early.part_of, late.part_of) == (None, "start", "end")


def test_damage_is_said() -> None:
    intact, damaged = scan("2021年3月14日,20213月14日")
    assert (intact.origin, damaged.origin) == ("printed", "repaired")
    assert intact.edtf == damaged.edtf


# --------------------------------------------------------------------------- laws

days = st.dates(min_value=date(1990, 1, 1), max_value=date(2039, 12, 31))
DATE_CHARACTERS = "0123456789年月日号至到—、.-/ 上下半旬底初前今去当同次一二三十〇元季度学期\n于和,。"


@given(st.text(alphabet=DATE_CHARACTERS, max_size=60))
@settings(max_examples=300, deadline=None)
def test_claims_lie_in_the_text_in_order_and_are_valid(text: str) -> None:
    last = 0
    for claim in scan(text):
        assert last <= claim.start < claim.end <= len(text)
        last = claim.end
        assert claim.kind in ("date", "period")
        for edtf in filter(None, [claim.edtf, *claim.readings]):
            assert _is_edtf(edtf), edtf
        assert text[claim.start] not in " \n,。"
        assert not text[claim.end - 1].isspace()


def _is_edtf(text: str) -> bool:
    ends = text.split("/")
    if len(ends) == 2 and ends[0] == "..":
        return _is_edtf(ends[1])
    for end in ends:
        parts = [int(part) for part in end.split("-")]
        if len(parts) > 1 and not 1 <= parts[1] <= 12:
            return False
        if len(parts) > 2 and not 1 <= parts[2] <= calendar.monthrange(parts[0], parts[1])[1]:
            return False
    # An end may be coarser than its start (2021/2022-03): compare what both have.
    return len(ends) == 1 or ends[0][: len(ends[1])] <= ends[1][: len(ends[0])]


@given(days, st.lists(st.booleans(), min_size=3, max_size=3))
@settings(max_examples=300, deadline=None)
def test_the_true_day_is_among_the_readings_whatever_marks_are_lost(day, keep) -> None:
    numbers = (str(day.year), str(day.month), str(day.day))
    run = "".join(
        number + (mark if kept else "") for number, mark, kept in zip(numbers, "年月日", keep, strict=True)
    )
    assert Reading(Moment(day.year, day.month, day.day)) in damaged_readings(run)


@given(days, st.integers(1, 200), st.lists(st.booleans(), min_size=7, max_size=7))
@settings(max_examples=300, deadline=None)
@example(date(2024, 3, 14), 44, [False, True, False, False, False, True, True])
def test_the_true_range_is_among_the_readings_unless_one_day_explains_the_run(day, length, keep) -> None:
    end = day + timedelta(days=length)
    assume(end.year == day.year)
    marks = [mark if kept else "" for mark, kept in zip("年月日至月日", keep, strict=False)]
    numbers = [str(day.year), str(day.month), str(day.day), "", str(end.month), str(end.day)]
    run = "".join(number + mark for number, mark in zip(numbers, marks, strict=True))
    readings = damaged_readings(run)
    true = Reading(Moment(day.year, day.month, day.day), Moment(end.year, end.month, end.day))
    assert true in readings or all(reading.end is None for reading in readings)
    assert readings, run


@given(st.integers(1950, 2048), st.integers(1, 30), st.booleans(), st.booleans())
def test_the_true_years_are_among_the_readings(year, length, first_mark, joint) -> None:
    assume(year + length < 2050)
    run = f"{year}{'年' * first_mark}{'—' * joint}{year + length}年"
    assert Reading(Moment(year), Moment(year + length)) in damaged_readings(run)


def test_readings_of_known_damage() -> None:
    for run, expected in {
        "2025520": ["2025-05-20"],
        "2025111": ["2025-01-11", "2025-11-01"],
        "20231229": ["2023-12-29"],
        "202442日至820日": ["2024-04-02/2024-08-20"],
        "20243月144月27日": ["2024-03-14/2024-04-27"],
        "20222030年": ["2022/2030"],
        "365日": [],
        "100日": [],
        "99999999": [],
        "1" * 100: [],
    }.items():
        assert [reading.edtf for reading in damaged_readings(run)] == expected, run


@pytest.mark.parametrize(
    "unit",
    [
        "2021072113",
        "一二三四五六七",
        "1990年、",
        "01期:2023.1.1-2023.1.2",
        "3、4、",
        "2021、",
        "20243月144月27日,",
        "当日",
        "8月29日,",
    ],
)
def test_the_work_grows_with_the_length_of_the_text(unit: str) -> None:
    """Counted in claims and matches, not in seconds: no pattern may look further than its bound."""
    short, long = scan(unit * 50), scan(unit * 500)
    assert len(long) <= 11 * max(1, len(short))
    assert all(claim.end - claim.start <= 80 for claim in long)


# --------------------------------------------------------------------------- numerals


@pytest.mark.parametrize(
    ("text", "value"),
    {
        "三": 3,
        "十二": 12,
        "二十": 20,
        "廿三": 23,
        "一百一十": 110,
        "两百": 200,
        "一千零五": 1005,
        "三万二千": 32000,
        "一亿零三百万": 103_000_000,
        "2.1万": 21000,
        "3千": 3000,
        "1.5亿": 150_000_000,
        "1,159": 1159,
        "１,１５９": 1159,
        "１２": 12,
        "1.25": 1.25,
        "0": 0,
        "零": 0,
        "二〇二四": 2024,
        "二○二四": 2024,
        "二零二四": 2024,
        "": None,
        "几十": None,
        "三五": None,
        "两百五": None,
        "百": None,
        "万": None,
        "十十": None,
        "一百十": None,
        "1,15": None,
        "1.": None,
        "3十": None,
        "五千余": None,
        "9" * 50: None,
        "一" * 50: None,
    }.items(),
)
def test_numbers(text: str, value: float | None) -> None:
    assert read_number(text) == value
    assert type(read_number(text)) is type(value)


def _chinese(number: int) -> str:
    """`number` below 10,000 in Chinese numerals, written the other way round from the reader."""
    text, zero = "", False
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // unit % 10
        if digit:
            text += ("零" if zero and text else "") + "零一二三四五六七八九"[digit] + name
            zero = False
        else:
            zero = True
    return text


@given(st.integers(1, 9999), st.integers(0, 9999))
def test_numerals_read_back(small: int, large: int) -> None:
    assert read_number(_chinese(small)) == small
    if large:
        gap = "零" if small < 1000 else ""
        assert read_number(f"{_chinese(large)}万{gap}{_chinese(small)}") == large * 10000 + small
