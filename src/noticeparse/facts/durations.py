"""Lengths of time: 为期三天 · 5个月及以上 · 30个工作日 · 48小时. A tally of days (同比减少9天) is a count."""

from __future__ import annotations

import re
from typing import Final

from noticeparse.entries import FactKind
from noticeparse.facts.lookalikes import is_clock, is_lookalike, is_programme, is_statutory
from noticeparse.facts.quantities import BOUNDS, FIRST, FORMAL, NUMBERS, change_before, read_quantities
from noticeparse.facts.scan import Scan
from noticeparse.model import Claim

_LENGTH: Final = r"(?:[天日年周秒]|个?工作日|个自然日|个[月小季星学年]|小时|分钟|学[年期])"
_NUMBERS: Final = re.compile(NUMBERS)
_TALLY: Final = re.compile(
    r"(?:天数|日数|减少|增加|下降|上升|优良|达标|超标|共计|累计)(?:同比|较\w{1,4})?"
    r"(?:减少|增加|为|达到?|至|了)? ?\Z"
)
_PAST: Final = re.compile(r"[近前] ?\Z")
_LOOKED_BACK: Final = frozenset(["年", "学年", "个月", "学期"])
"""近三年 are the last three years, not nearly three."""
_WITHIN: Final = ("内", "以", "之")
"""What stands behind 5日 where it is a length and not a day of the month."""


def _durations(scan: Scan, match: re.Match[str]) -> list[Claim]:
    folded, start = scan.folded, match.start()
    numbers = _NUMBERS.match(folded, start)
    assert numbers is not None
    if numbers[0] in FORMAL:
        return []  # 队伍年龄
    quantities = read_quantities(scan, start, numbers.end())
    if not quantities or (unit := quantities[-1].unit) is None or unit.kind != "duration":
        return []
    last = quantities[-1]
    if unit.word == "日" and not (last.bound or folded.startswith(_WITHIN, last.end)):
        return []
    if (unit.word == "年" and last.value >= 1000) or is_programme(folded, last) or is_clock(folded, start):
        return []
    if is_lookalike(scan, quantities[0]) or any(
        is_statutory(folded, quantity.start, quantity.end) for quantity in quantities
    ):
        return []
    tally = unit.word == "天" and _TALLY.search(folded, max(0, start - 10), start) is not None
    return [
        Claim(
            "count" if tally else "duration",
            quantity.start,
            quantity.end,
            value=quantity.value,
            unit="个工作日" if unit.word == "工作日" else unit.word,
            bound=None if _PAST.search(folded, max(0, start - 2), start) and unit.word in _LOOKED_BACK else quantity.bound,
            readings=quantity.readings,
            change=change_before(folded, quantity.start),
        )
        for quantity in quantities
    ]


_NOT_HALF: Final = "上下每前后近大各年月天个时"
"""上半年, 每半年 and 大半年 are other things; the half of 一年半 belongs to its number."""


def _halves(scan: Scan, match: re.Match[str]) -> list[Claim]:
    """延长预备期半年 is half a year."""
    if scan.folded[match.start() - 1 : match.start()] in _NOT_HALF and match.start():
        return []
    printed = match[0].removeprefix("半")
    bound = next((bound for word, bound in BOUNDS.items() if printed.endswith(word)), None)
    unit = printed[:-2] if bound else printed
    return [Claim("duration", match.start(), match.end(), value=0.5, unit=unit, bound=bound)]


DURATION_KINDS: Final[tuple[FactKind, ...]] = (
    FactKind(
        "duration",
        "半",
        r"半(?:年|个月|小时)(?:以上|以内|左右)?(?=[,。;:、)\n]|[之以]?内|的|之久|\Z)",
        _halves,
        examples={"延长预备期⟦半年⟧": 0.5, "停职检查⟦半年⟧,": 0.5, "⟦半个月⟧内办结": 0.5, "为期⟦半年⟧的集中整治": 0.5},
        counterexamples=("上半年", "每半年听取汇报", "每半年,", "下半年,", "半年度总结", "大半年,", "半年报"),
    ),
    FactKind(
        "duration",
        FIRST,
        rf"{NUMBERS} ?[余多来]? ?{_LENGTH}",
        _durations,
        examples={
            "为期⟦三天⟧": 3,
            "超标⟦5个月及以上⟧": 5,
            "在⟦30个工作日⟧内办结": 30,
            "⟦48小时⟧内响应": 48,
            "任职满⟦8年⟧": 8,
            "试用期⟦六个月⟧": 6,
            "历时⟦三个月⟧": 3,
            "公示⟦5日⟧内": 5,
            "历时⟦10余年⟧": 10,
        },
        counterexamples=("队伍年龄偏大", "三年行动计划", "学年工作", "百年大计", "2024年级", "15时30分钟"),
    ),
)
