"""Amounts of money in yuan, exact as printed: 12.5万元 · 3至5万元 · 1亿2000万元 · 二十三万元."""

from __future__ import annotations

import re
from typing import Final

from noticeparse.entries import FactKind
from noticeparse.facts.lookalikes import is_statutory
from noticeparse.facts.numerals import read_number
from noticeparse.facts.quantities import (
    BOUNDS,
    FIRST,
    NUMBERS,
    Quantity,
    change_before,
    read_quantities,
)
from noticeparse.facts.scan import Scan
from noticeparse.model import Claim

_YUAN: Final = r" ?[余多来餘]? ?[十百千万亿萬億]{0,2}+ ?(?:元(?![旦月首老素件勋化])|块钱|圆整)"
_NUMBERS: Final = re.compile(NUMBERS)
_BOUND_BEHIND: Final = re.compile("|".join(sorted(BOUNDS, key=len, reverse=True)))
_DIGITS: Final = "0123456789.,余多来餘 〇零一二两三四五六七八九壹贰叁肆伍陆柒捌玖"


def amount(scan: Scan, quantity: Quantity, printed_unit: str) -> Claim:
    """The claim of one amount; `printed_unit` is 元, 万元, 亿元 … as printed."""
    return Claim(
        "money",
        quantity.start,
        quantity.end,
        value=quantity.value,
        unit="元",
        bound=quantity.bound,
        change=change_before(scan.folded, quantity.start),
        printed_unit=printed_unit,
        readings=quantity.readings,
    )


def _amounts(scan: Scan, match: re.Match[str]) -> list[Claim]:
    """One claim for each number before 元; a range quoted from a law (处十万元以上…罚款) gives none."""
    folded, start = scan.folded, match.start()
    numbers = _NUMBERS.match(folded, start)
    assert numbers is not None
    quantities = read_quantities(scan, start, numbers.end())
    if not quantities or folded[start - 1 : start] in ("第", "-", "几", "数"):
        return []
    last = quantities[-1]
    last.end = match.end()
    if behind := _BOUND_BEHIND.match(folded, match.end()):
        last.bound, last.end = BOUNDS[behind[0]], behind.end()
    if any(is_statutory(folded, quantity.start, quantity.end) for quantity in quantities):
        return []
    printed_unit = folded[last.start : match.end()].lstrip(_DIGITS)
    earlier = _sharing_unit(scan, start, printed_unit)
    return [*earlier, *(amount(scan, quantity, printed_unit) for quantity in quantities)]


_UNIT_TO_COME: Final = re.compile(r"(?<=[\u4e00-\u9fff])((?:\d{1,3}(?:,\d{3}){1,3}|\d{1,9})(?:\.\d{1,6})?)、[\u4e00-\u9fff]{1,8}\Z")


def _sharing_unit(scan: Scan, start: int, printed_unit: str) -> list[Claim]:
    """市政所1.2、园林所0.885、房管所0.3万元: the unit stands once, behind the last amount."""
    shared: list[Claim] = []
    floor = scan.claims[-1].end if scan.claims else 0
    while len(shared) < 12 and (match := _UNIT_TO_COME.search(scan.folded, max(floor, start - 26), start)):
        value = read_number(match[1] + printed_unit.removesuffix("元"))
        if value is None or match.start(1) - 1 in scan.markers:
            break
        start = match.start(1)
        shared.insert(
            0, Claim("money", start, match.end(1), value=value, unit="元", printed_unit=printed_unit)
        )
    return shared


MONEY_KINDS: Final[tuple[FactKind, ...]] = (
    FactKind(
        "money",
        FIRST,
        rf"{NUMBERS}{_YUAN}",
        _amounts,
        examples={
            "追缴违规资金⟦12.5万元⟧": 125000,
            "罚款⟦3.2亿元⟧": 320000000,
            "退还⟦1,159元⟧": 1159,
            "节支⟦0.1元⟧": 0.1,
            "上缴⟦10余万元⟧": 100000,
            "核减⟦1亿2000万元⟧": 120000000,
            "清退津补贴⟦二十三万元⟧": 230000,
            "近⟦百万元⟧": 1000000,
            "收缴 ⟦3.5 万元⟧": 35000,
            "罚款人民币⟦伍万元⟧": 50000,
            "退赔⟦800元以上⟧": 800,
        },
        counterexamples=("一元化管理", "处十万元以上一百万元以下罚款", "元旦春节", "几万元", "数百元"),
    ),
)
