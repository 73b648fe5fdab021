"""Counts: a number and its measure word, which is looked up behind the number, never searched for.

What a count counts is said later, by `noticeparse.facts.counted`.
"""

from __future__ import annotations

import re
from typing import Final

from noticeparse.entries import FactKind
from noticeparse.facts.lexicon import unit_openers
from noticeparse.facts.lookalikes import is_clock, is_lookalike, is_statutory, lost_measure_word
from noticeparse.facts.money import amount
from noticeparse.facts.quantities import (
    FIRST,
    FORMAL,
    NUMBERS,
    Quantity,
    change_before,
    read_quantities,
    spaces,
)
from noticeparse.facts.scan import CLAUSE_MARKS, Scan
from noticeparse.model import Claim


def _count(scan: Scan, quantity: Quantity, unit: str | None) -> Claim:
    return Claim(
        "count", quantity.start, quantity.end, value=quantity.value, unit=unit, bound=quantity.bound,
        readings=quantity.readings,
        change=change_before(scan.folded, quantity.start),
    )  # fmt: skip


def _counts(scan: Scan, match: re.Match[str]) -> list[Claim]:
    """16名 · 2.1万余处 · 六十五家 · 3、5、7项; also a number whose measure word was lost."""
    folded = scan.folded
    before = folded[match.start() - 1] if match.start() else ""
    if (before in FIRST and before.isdecimal() == match[0][0].isdecimal() and before) or match[0] in FORMAL:
        return []  # the tail of a longer run, or the head of a word
    quantities = read_quantities(scan, match.start(), match.end())
    if not quantities:
        return []
    last = quantities[-1]
    if last.unit is None:
        return [] if is_lookalike(scan, quantities[0]) else _without_unit(scan, quantities)
    if is_lookalike(scan, quantities[0]):
        return []
    if last.unit.word == "届" and last.value >= 100:  # 2016届毕业生
        return []
    if last.unit.kind in ("none", "duration") or _unlikely_unit(scan, last):
        return []
    if last.bound and any(is_statutory(folded, quantity.start, quantity.end) for quantity in quantities):
        return []
    return [_count(scan, quantity, last.unit.word) for quantity in quantities]


_POINT_NOUNS: Final = re.compile(
    r"(?:要求|意见|建议|措施|共识|希望|启示|内容|体会|安排|思考|\w{0,4}(?:要求|意见|建议))"
)


def _unlikely_unit(scan: Scan, quantity: Quantity) -> bool:
    """Whether the measure word is rather the head of the next word, or needs a company it does not have."""
    folded = scan.folded
    unit = quantity.unit
    assert unit is not None
    if unit.word == "点":
        return _POINT_NOUNS.match(folded, quantity.end) is None
    if unit.numerals == "mark":
        return not _closed(scan, quantity)
    return unit.word == "分" and is_clock(folded, quantity.start)


_LEVELS: Final = re.compile(r"(?:层级|链条)[^,。;:]{0,8}\Z|[由从]\d{1,2}级[^,。;:]{2,8}\Z")
_FIRST_LEVEL: Final = re.compile(r"级[^,。;:\d]{2,8}\d{1,2}级")


def _closed(scan: Scan, quantity: Quantity) -> bool:
    """Whether a measure word that rather begins other words ends its clause, or a listed noun stands behind.

    结对⟦46对⟧, · 夫妻同在一科的⟦9对⟧干部; the levels of 三级医院 and 5级职员 are names: 压缩层级⟦2级⟧.
    """
    folded = scan.folded
    start, unit, at = quantity.start, quantity.unit, quantity.number_end
    if unit is not None and unit.word == "级":
        between = folded[max(0, start - 16) : start]
        return _LEVELS.search(between) is not None or (between[-1:] in "由从" and _FIRST_LEVEL.match(folded, at) is not None)
    if folded[start - 1 : start] == "正":  # 1正2副
        return False
    after = folded[quantity.end : quantity.end + 1]
    return not after or after in CLAUSE_MARKS + "、)" or scan.words.nouns.at(folded, quantity.end) is not None or folded[start - 1] == "的"


def _without_unit(scan: Scan, quantities: list[Quantity]) -> list[Claim]:
    """A number in 万 with a money noun is money (100万…专项); one behind its noun lost its measure word."""
    last = quantities[-1]
    folded = scan.folded
    if last.multiplied:
        if folded.startswith(("元", "余元", "多元"), spaces(folded, last.number_end)):
            return []
        ahead = min(scan.clause_end(last.number_end), last.number_end + 14)
        clause = scan.clause_start(last.start)
        if (
            any(scan.words.money_nouns.between(folded, last.number_end, ahead))
            or any(scan.words.money_nouns.between(folded, max(clause, last.start - 6), last.start))
            or any(
                verb.word in scan.words.roles["money"]
                for _, _, verb in scan.words.verbs.between(folded, max(clause, last.start - 8), last.start)
            )
        ):
            printed = folded[last.start : last.number_end].lstrip("0123456789., 〇零一二两三四五六七八九十")
            return [amount(scan, quantity, printed + "元") for quantity in quantities]
    if len(quantities) == 1 and lost_measure_word(scan, last):
        last.end = last.number_end
        return [_count(scan, last, None)]
    return []



def count_pattern() -> str:
    """A number and, behind it, what may follow a number that counts; the matcher drops others without asking the builder."""
    openers = re.escape("".join(sorted(unit_openers())))
    return rf"{NUMBERS}(?:(?=[{openers},。;、)\n全均])|(?<=[万亿萬億千])|\Z)"


COUNT_KINDS: Final[tuple[FactKind, ...]] = (
    FactKind(
        "count",
        FIRST,
        count_pattern(),
        _counts,
        examples={
            "邀请⟦16名⟧服务对象": 16,
            "排查隐患⟦2.1万余处⟧": 21000,
            "约谈企业⟦六十五家⟧": 65,
            "建立制度⟦十余项⟧": 10,
            "对⟦三个⟧基层工会": 3,
            "处分⟦0人⟧": 0,
            "座谈⟦50余人⟧": 50,
            "发放明白卡⟦１２００张⟧": 1200,
            "走访⟦1,159户⟧": 1159,
            "受理信访⟦两百件⟧": 200,
            "浓度降至⟦32微克/立方米⟧": 32,
            "今年共督办群众反映事项⟦35⟧,均已办结": 35,
        },
        counterexamples=(
            "统一部署",
            "落实“一岗双责”",
            "做到“两个维护”",
            "两个维护",
            "三重一大事项",
            "第一书记",
            "第十巡视组",
            "四届区委第八轮巡察",
            "一格两员",
            "5号泵站",
            "PM2.5监测",
            "“五源”治气",
            "举一反三",
            "校院两级",
            "一般问题",
            "整改一个、销号一个",
        ),
    ),
)
