"""Missing years, leaning words and damaged dates settled from the document."""

from __future__ import annotations

import json
import os
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import assume, given, settings, strategies as st

import noticeparse
from noticeparse.link.settle import settle
from noticeparse.model import Claim

from .test_dates import marked, scan


def settled(
    text: str, signed: str | None = None, published: str | None = None, sections: tuple[int, ...] = ()
) -> list[Claim]:
    claims = scan(text)
    settle(claims, text=text, signed=signed, published=published, sections=sections)
    assert all(claim.pending is None for claim in claims)
    return claims


SIGNED_2024_08 = {
    # the range's other end
    "⟦9月11日至11月30日⟧开展巡察,⟦2024年1月9日⟧反馈": ["2023-09-11/2023-11-30", "2024-01-09"],
    # the same paragraph, forward in time
    "⟦2023年6月27日⟧反馈。⟦8月28日⟧研究,⟦11月1日⟧召开,⟦1月15日⟧办结": [
        "2023-06-27", "2023-08-28", "2023-11-01", "2024-01-15",
    ],
    "⟦2023年6月27日⟧反馈,⟦9月⟧办结": ["2023-06-27", "2023-09"],
    "⟦2022年8月17日⟧、⟦9月2日⟧": ["2022-08-17", "2022-09-02"],
    "⟦2023年10月⟧、⟦11月⟧和⟦2024年1月⟧": ["2023-10", "2023-11", "2024-01"],
    # a year that only names something is not the year of the story
    "⟦2023年8月28日⟧印发⟦2024年⟧工作要点,⟦8月29日⟧动员": ["2023-08-28", "2024", "2023-08-29"],
    # the year that heads the paragraph
    "⟦2022年⟧,局党组于⟦3月⟧和⟦11月5日⟧研究": ["2022", "2022-03", "2022-11-05"],
    # background tells no story
    "梳理⟦2018年1月⟧以来的台账,⟦3月5日⟧完成": ["2018-01", "2024-03-05"],
    "⟦2023年5月6日⟧反馈。\n针对⟦2017年3月⟧的补贴,已于⟦9月20日⟧清退": ["2023-05-06", "2017-03", None],
    "⟦2023年5月6日⟧反馈。\n项目于⟦2017年3月⟧开工、⟦9月⟧完工": ["2023-05-06", "2017-03", "2017-09"],
    # the notice's own date alone
    "⟦8月29日⟧召开": ["2023-08-29"],
    "⟦6月5日⟧召开": ["2024-06-05"],
    "截至⟦6月底⟧": ["2024-06"],
    "⟦上半年⟧完成": ["2024-01/2024-06"],
    "⟦7月至9月⟧": ["2023-07/2023-09"],
    "⟦3⟧、⟦4月份⟧": ["2024-03", "2024-04"],
    # relative years and months
    "⟦今年⟧以来": ["2024"],
    "⟦今年1月⟧": ["2024-01"],
    "⟦今年1-6月⟧": ["2024-01/2024-06"],
    "⟦去年12月底前⟧": ["../2023-12-31"],
    "较⟦上年⟧下降": ["2023"],
    "⟦去年底⟧": ["2023"],
    "⟦明年3月⟧": ["2025-03"],
    "⟦本月⟧": ["2024-08"],
    "⟦上月15日⟧": ["2024-07-15"],
    "⟦今年上半年⟧": ["2024-01/2024-06"],
    # deadlines
    "⟦年底前⟧完成": ["../2024-12-31"],
    "确保⟦12月底前⟧完成": ["../2024-12-31"],
    "已于⟦12月底前⟧完成": ["../2023-12-31"],
    "⟦12月底前⟧": [None],
    "⟦2023年10月9日⟧部署。\n⟦12月底前⟧完成": ["2023-10-09", "../2023-12-31"],
    "⟦2023年10月9日⟧部署,⟦12月底前⟧完成": ["2023-10-09", "../2023-12-31"],
    "⟦2023年10月9日⟧部署,⟦3月底前⟧完成": ["2023-10-09", "../2024-03-31"],
    "将于⟦10月⟧召开": ["2024-10"],
    # the very last date
    "⟦2023年11月20日⟧召开,⟦次日⟧印发": ["2023-11-20", "2023-11-21"],
    "⟦2023年12月31日⟧召开,⟦次日⟧印发": ["2023-12-31", "2024-01-01"],
    "⟦11月20日⟧召开,于⟦当日⟧印发": ["2023-11-20", "2023-11-20"],
    "⟦2022年5月⟧立项,⟦同年9月⟧开工,⟦次年3月⟧完工": ["2022-05", "2022-09", "2023-03"],
    "⟦2022年8月17日⟧和⟦30日⟧": ["2022-08-17", "2022-08-30"],
    "⟦2022年8月17日⟧召开会议,⟦30日⟧召开大会": ["2022-08-17", "2022-08-30"],
    "⟦2022年8月17日⟧和⟦3日⟧": ["2022-08-17", None],
    # damaged, the year missing too
    "⟦8月2829日⟧": ["2023-08-28/2023-08-29"],
    "⟦2024年3月1日⟧研究,⟦2024111日⟧,⟦2024年5月1日⟧": ["2024-03-01", "2024-01-11", "2024-05-01"],
    "⟦2022年1月1日⟧研究,⟦2023111日⟧,⟦2024年5月1日⟧": ["2022-01-01", None, "2024-05-01"],
    "⟦2024年1月2日⟧研究,⟦2024111日⟧整改,⟦2024年5月1日⟧": ["2024-01-02", "2024-01-11", "2024-05-01"],
}


@pytest.mark.parametrize("sentence", SIGNED_2024_08)
def test_a_notice_signed_in_august_2024(sentence: str) -> None:
    text, spans = marked(sentence)
    claims = settled(text, signed="2024-08-01")
    assert [(claim.start, claim.end) for claim in claims] == spans
    assert [claim.edtf for claim in claims] == SIGNED_2024_08[sentence]


WITHOUT_ITS_OWN_DATE = {
    "⟦8月29日⟧召开": [None],
    "⟦今年⟧以来": [None],
    "⟦年底前⟧": [None],
    "⟦2023年6月27日⟧反馈,⟦8月28日⟧": ["2023-06-27", "2023-08-28"],
    "⟦9月11日至11月30日⟧,⟦2024年1月9日⟧反馈": ["2023-09-11/2023-11-30", "2024-01-09"],
}


@pytest.mark.parametrize("sentence", WITHOUT_ITS_OWN_DATE)
def test_a_text_without_its_own_date(sentence: str) -> None:
    text, _ = marked(sentence)
    assert [claim.edtf for claim in settled(text)] == WITHOUT_ITS_OWN_DATE[sentence]


def test_what_is_inherited_is_said() -> None:
    text = "2023年6月27日反馈。8月28日和30日研究,并于当日印发"
    printed, year, month, day = settled(text, signed="2024-08-01")
    assert (printed.inherited, printed.origin) == ([], "printed")
    assert (year.inherited, year.origin) == (["year"], "inherited")
    assert (day.inherited, day.origin) == (["day"], "inherited")
    assert (month.inherited, month.edtf) == (["year", "month"], "2023-08-30")


def test_a_repaired_date_stays_repaired_when_its_year_is_inherited() -> None:
    claims = settled("2023年6月27日反馈。8月2829日研究", signed="2024-08-01")
    assert (claims[1].origin, claims[1].inherited) == ("repaired", ["year"])
    assert claims[1].readings == ["2023-08-02/2023-08-29"]


def test_several_readings_stay_several() -> None:
    (claim,) = settled("某局党组\n  2025111\n")
    assert (claim.edtf, claim.readings) == (None, ["2025-01-11", "2025-11-01"])
    (claim,) = settled("12月底前", signed="2024-08-01")
    assert (claim.edtf, claim.readings) == (None, ["../2023-12-31", "../2024-12-31"])


@pytest.mark.parametrize(
    ("published", "edtf"),
    [("2025-11-03", "2025-11-01"), ("2025-01-13", "2025-01-11"), ("2025-06-01", "2025-01-11")],
)
def test_a_signature_date_is_shortly_before_the_page_date(published: str, edtf: str) -> None:
    (claim,) = settled("某局党组\n  2025111\n", published=published)
    assert claim.edtf == edtf
    assert claim.readings == [reading for reading in ("2025-01-11", "2025-11-01") if reading != edtf]


def test_a_signature_date_follows_the_dates_of_the_text() -> None:
    claims = settled("2025年2月3日反馈。\n某局党组\n  2025111\n")
    assert [claim.edtf for claim in claims] == ["2025-02-03", "2025-11-01"]


def test_furniture_dates_are_no_evidence_for_the_text() -> None:
    text = "发布日期:2025-05-20\n2024年3月1日至4月1日巡察,6月2日反馈。"
    assert [claim.edtf for claim in settled(text, "2025-05-20")] == [
        "2025-05-20", "2024-03-01/2024-04-01", "2024-06-02",
    ]  # fmt: skip


def test_another_section_is_weaker_evidence_than_the_same() -> None:
    first, second = "2022年9月5日反馈。\n", "10月8日办结。\n"
    alone = settled(first + second, signed="2024-08-01", sections=(0, len(first)))
    together = settled(first + second, signed="2024-08-01", sections=(0,))
    assert (alone[1].edtf, alone[1].readings) == (None, ["2022-10-08", "2023-10-08"])
    assert together[1].edtf == "2022-10-08"


def test_a_deadline_among_the_next_steps_is_still_to_come() -> None:
    done, plan = "一、整改情况\n2023年7月6日反馈。\n", "二、下一步打算\n6月底前验收。\n"
    claims = settled(done + plan, signed="2024-03-12", sections=(0, len(done)))
    assert claims[1].edtf == "../2024-06-30"


def test_a_date_alone_on_its_line_stands_in_for_the_signature() -> None:
    claims = settled("8月29日召开,今年完成。\n某局党组\n二〇二四年九月五日\n")
    assert [claim.edtf for claim in claims] == ["2024-08-29", "2024", "2024-09-05"]


# --------------------------------------------------------------------------- laws

FIRST = date(2015, 1, 1)


@given(st.lists(st.integers(1, 300), min_size=2, max_size=6), st.integers(0, 3000))
@settings(max_examples=200, deadline=None)
def test_a_story_told_in_order_gets_its_years_back(gaps: list[int], start: int) -> None:
    """Each date less than a year behind the one before, only the first with its year, signed last."""
    days = [FIRST + timedelta(days=start)]
    for gap in gaps:
        days.append(days[-1] + timedelta(days=gap))
    assume(days[0].replace(day=1) < days[1].replace(day=1))
    text = f"{days[0].year}年{days[0].month}月{days[0].day}日反馈"
    text += "".join(f",{day.month}月{day.day}日办理" for day in days[1:])
    claims = settled(text, signed=(days[-1] + timedelta(days=1)).isoformat())
    assert [claim.edtf for claim in claims] == [day.isoformat() for day in days]


@given(st.dates(date(2000, 1, 1), date(2039, 12, 1)), st.integers(0, 20))
@settings(max_examples=200, deadline=None)
def test_a_damaged_signature_date_keeps_the_true_day_among_its_readings(day: date, later: int) -> None:
    text = f"某局党组\n  {day.year}{day.month}{day.day}\n"
    claims = settled(text, published=(day + timedelta(days=later)).isoformat())
    assume(claims)  # 2011111 has seven digits, 201111 too few to be told from a postcode
    (claim,) = claims
    assert day.isoformat() in [claim.edtf, *claim.readings]
    if claim.edtf is not None and claim.edtf != day.isoformat():
        other = date.fromisoformat(claim.edtf)
        assert abs((other - day).days) <= 60  # both near the page date: only then may the order decide


@given(
    st.text(alphabet="0123456789年月日至上半旬底初前今去当同次十于和,。\n", max_size=80),
    st.sampled_from([None, "2024-08-01"]),
)
@settings(max_examples=300, deadline=None)
def test_settling_twice_changes_nothing_and_nothing_is_guessed(text: str, signed: str | None) -> None:
    claims = settled(text, signed=signed)
    before = [(claim.edtf, list(claim.readings), list(claim.inherited)) for claim in claims]
    settle(claims, text=text, signed=signed, published=None)
    assert before == [(claim.edtf, claim.readings, claim.inherited) for claim in claims]
    for claim in claims:
        assert claim.edtf not in claim.readings
        assert not claim.inherited or claim.edtf is not None


@pytest.mark.parametrize(
    ("text", "last"),
    [
        # who signs stands on the line of the date, at the end of a text without lines
        ("整改时限:⟦2023年8月⟧。⟦1—8月⟧共受理6件。某区图书馆党委 ⟦2023年9月22日⟧", ["2023-08", "2023-01/2023-08", "2023-09-22"]),
        # a deadline does not precede the inspection
        (
            "⟦2021年11月8日至23日⟧督察。\n整改措施:⟦5月15日前⟧签订协议。\n县水利局\n⟦2022年4月6日⟧",
            ["2021-11-08/2021-11-23", "../2022-05-15", "2022-04-06"],
        ),
        # a damaged date below its signatory; a date to come says nothing of the order
        ("⟦2024年8月6日⟧完成,⟦2025年6月⟧开馆。\n某市体育局党组\n⟦2024118日⟧", ["2024-08-06", "2025-06", "2024-11-08"]),
    ],
)
def test_signature_without_a_line_of_its_own(text: str, last: list[str]) -> None:
    text, spans = marked(text)
    own = "2024-11-11" if "2025" in text else None
    found = {(c.start, c.end): c.edtf for c in settled(text, published=own)}
    assert [found.get(span) for span in spans] == last


# --------------------------------------------------------------------------- the reference notices

EVAL = os.environ.get("NOTICEPARSE_EVAL")


@pytest.mark.skipif(EVAL is None, reason="NOTICEPARSE_EVAL does not point to the reference notices")
@pytest.mark.parametrize("name", ["binhai-eco-2025", "nankai-univ-2022"])
def test_every_date_of_the_reference_notices(name: str) -> None:
    folder = Path(EVAL or "")
    gold = json.loads((folder / "gold" / f"{name}.json").read_text(encoding="utf-8"))
    text = (folder / "notices" / gold["source"]).read_bytes().decode("utf-8")
    sections = tuple(item["start"] for item in gold["outline"] if item["role"] == "section")
    claims = settled(text, gold["metadata"]["signed_on"], gold["metadata"]["published_on"], sections)
    found = {(claim.start, claim.end): claim.edtf for claim in claims}
    wanted = [fact for fact in gold["facts"] if fact["kind"] in ("date", "period") and not fact["optional"]]
    assert len(wanted) >= 28
    missed = [
        (fact["text"], found.get((fact["start"], fact["end"])))
        for fact in wanted
        if found.get((fact["start"], fact["end"])) not in [fact["value"], *fact.get("accept", [])]
    ]
    assert missed == []
    # What stands inside a title the document kind takes before it is scanned.
    titles = [(fact["start"], fact["end"]) for fact in gold["facts"] if fact["kind"] == "document"]
    outside = [
        (at, to) for at, to in found if not any(start <= at and to <= end for start, end in titles)
    ]
    traps = [(trap["start"], trap["end"]) for trap in gold["traps"]]
    assert [(at, to) for at, to in outside if any(at < end and start < to for start, end in traps)] == []


def test_a_date_before_one_the_calendar_lacks_is_read_without_it() -> None:
    """A fused date is held against those around it, but not against a month 20."""
    parsed = noticeparse.parse("20199月918）20202030年")
    assert all(fact.edtf is None or "-20" not in fact.edtf[4:7] for fact in parsed.facts if fact.kind in ("date", "period"))
