"""Ranks: 第2名, 位列全省第五, 全市第一, 二等奖. Other ordinals (第一书记, 第三批) are consumed as names."""

from __future__ import annotations

import re
from typing import Final

from noticeparse.entries import FactKind
from noticeparse.facts.numerals import read_number
from noticeparse.facts.quantities import HAN_DIGITS
from noticeparse.facts.scan import Scan
from noticeparse.model import Claim

_PLACE_BEFORE: Final = re.compile(
    r"(?:(?:位居|位列|名列|居|列|排名|排|位次|升至|跃居|跃升至|前进到|保持|综合排名为|排在|排到|获|获得|荣获|夺得|取得|评为)[^,。;\n第]{0,10}"
    r"|(?:全[国省市区县州系校镇]|全系统|同类\w{0,4}|全集团|全行业|全地区|各[县区市州]\w{0,3}|(?:县|市|省|区)(?:直|级)\w{0,4}|\w[省市区县]))\Z"
)
_NUMBER_OF_RANK: Final = re.compile(r"\d+|[一二三四五六七八九十百]+")
_SLOGAN_PLACE: Final = re.compile(r"(?:放|摆|作为|置于|视为|居于?首)[^,。;\n]{0,6}\Z")


def _ordinals(scan: Scan, match: re.Match[str]) -> list[Claim]:
    """第N名 always; 第N位 and bare 第N only behind a scope or a word of ranking."""
    folded, start = scan.folded, match.start()
    digits = _NUMBER_OF_RANK.search(match[0])
    value = None if digits is None else read_number(digits[0])
    if value is None or not isinstance(value, int):
        return []
    unit = match[0][-1]
    before = folded[max(scan.clause_start(start), start - 16) : start]
    if unit == "名":
        return [_rank(scan, start, match.end(), value, "名")]
    if unit == "位":
        return (
            []
            if _SLOGAN_PLACE.search(before) or not _PLACE_BEFORE.search(before)
            else [_rank(scan, start, match.end(), value, "位")]
        )
    after = folded[match.end() : match.end() + 1]
    if (
        unit in HAN_DIGITS + "0123456789"
        and (not after or after in ",。;:、)\n”的")
        and _PLACE_BEFORE.search(before)
    ):
        return [_rank(scan, start, match.end(), value, "位")]
    return []


def _rank(scan: Scan, start: int, end: int, value: int, unit: str) -> Claim:
    return Claim("rank", start, end, value=value, unit=unit, scope=_scope(scan, start))


_WHOLE: Final = re.compile(r"(?:全[国省市区县州系校镇]|同类)(?:系统|直|级)?[\u4e00-\u9fff]{0,6}\Z")
_PLACE: Final = re.compile(r"[\u4e00-\u9fff]{2}[省市区县州](?:级|直)?[\u4e00-\u9fff]{0,4}?\Z")


def _scope(scan: Scan, start: int) -> tuple[int, int] | None:
    """Among whom: 全市, 全国高校, 某省."""
    lowest = max(scan.clause_start(start), start - 10)
    match = _WHOLE.search(scan.folded, lowest, start) or _PLACE.search(scan.folded, lowest, start)
    return match.span() if match else None


def _prizes(scan: Scan, match: re.Match[str]) -> list[Claim]:
    """二等奖; 一、二等奖 names two places at once: no single value, both as readings."""
    values = [read_number(numeral) for numeral in re.findall("[一二三四1-4]", match[0])]
    claim = _rank(scan, match.start(), match.end(), 0, "等奖")
    claim.value = values[0] if len(values) == 1 else None
    claim.readings = values if len(values) > 1 else []
    return [claim]


_JOINED: Final = rf"(?:[、和]第?|[至到—~-]第?)(?:\d{{1,4}}+|[{HAN_DIGITS}]{{1,5}}+)(?=[条款项章节号届批轮期页讲])"
_ORDINAL: Final = rf"第 ?(?:\d{{1,6}}+|[{HAN_DIGITS}]{{1,8}}+)(?:{_JOINED})? ?"
_NAMED: Final = "条款项章节号届批轮期页讲种类例组部家所道方责书议巡"

RANK_KINDS: Final[tuple[FactKind, ...]] = (
    FactKind(
        "rank",
        "第",
        rf"{_ORDINAL}(?:名(?![单为称义])|位|个|次|[{_NAMED}]|)",
        _ordinals,
        examples={
            "考核排名全市⟦第2名⟧": 2,
            "获团体⟦第一名⟧": 1,
            "总量位居全省⟦第三位⟧": 3,
            "综合得分位列全国高校⟦第五⟧,": 5,
            "增速全市⟦第一⟧。": 1,
        },
        counterexamples=(
            "第一书记",
            "第十巡视组",
            "四届区委第八轮巡察",
            "第三十二条第二款",
            "第一时间",
            "第三方机构",
            "把安全放在第一位",
            "第一批名单",
            "第48届会议",
        ),
    ),
    FactKind(
        "rank",
        "一二三四123",
        r"[一二三四1-3](?:[、和][二三四1-4])?等奖",
        _prizes,
        examples={"获省级⟦二等奖⟧": 2, "分获⟦一、二等奖⟧": None},
        counterexamples=("特等奖", "一等功"),
    ),
)
