"""What two values of one deed are to each other.

Equal values are *repeated*, values that agree within their bounds *restated*. Other values are:

* one notice twice: *contradicted*, for both tell one state of things — unless they name different dates;
* one bureau at two times: *changed*, for work goes on — but *contradicted* where both sentences name the same day or
  period and so tell of the same moment, or where both tell what the inspection fed back, which no later work alters;
* one bureau on two inspections: *changed*, *contradicted* only under the same day or period;
* two bureaus, or texts that do not say whose they are: *differs*. Each tells its own deeds; what one says of itself
  cannot contradict what the other says of itself.

A value read from damaged words never contradicts: the page may have lost what made them agree.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from noticeparse.compare.model import Relation, Verdict
from noticeparse.compare.relation import same_party
from noticeparse.model import Bound

Range = tuple[float, float]

_ABOUT = 0.1  # 约 allows a tenth either way
_FED_BACK = re.compile(r"(?:反馈|指出|移交|交办|查出)(?:(?!完成|整改|办结|推进|解决|未)[^,。;]){0,14}$")
_GROWING = re.compile(r"以来|以后|之后|后(?![备勤续])|起|至今|先后|累计|陆续|目前|共")
_BEGUN = re.compile(r"启动|开始|部署|成立|反馈|专项|整治|清理|排查|自查|核查")


@dataclass(frozen=True)
class Told:
    """A value as one notice tells it."""

    value: float
    dates: frozenset[str] = frozenset()
    """EDTF of the days and periods it is told of."""
    bound: Bound | None = None
    readings: Sequence[Any] = ()
    damaged: bool = False
    fed_back: bool = False
    """Whether it is a number of things the inspection fed back."""


def fed_back(before: str) -> bool:
    """Whether the words before a number (folded, from the head of its sentence) make it one the inspection stated."""
    return bool(_FED_BACK.search(before))


def still_growing(between: str, *, until: bool) -> bool:
    """Whether the words between a date and a number let it grow after that date: 自6月27日以来,先后…6次.

    What is only begun on a day goes on after it (6月20日启动专项清理,追缴…元); `until` a date it does not (截至…).
    """
    return not until and bool(_GROWING.search(between) or _BEGUN.search(between))


def verdict(ours: Told, theirs: Told, relation: Relation) -> Verdict:
    """What the values are to each other in notices of this relation."""
    if ours.value == theirs.value and ours.bound == theirs.bound:
        return "repeated"
    if agree(ours, theirs):
        return "restated"
    if not same_party(relation):
        return "differs"
    return "contradicted" if _only_one_true(ours, theirs, relation) else "changed"


def agree(ours: Told, theirs: Told) -> bool:
    """Whether one number can be what both tell."""
    if theirs.value in ours.readings or ours.value in theirs.readings:
        return True
    if ours.bound == theirs.bound and ours.bound in ("at_least", "at_most"):
        return ours.value == theirs.value  # two thresholds: 20万元以上 is not 17万元以上
    low, high = range_of(ours)
    other_low, other_high = range_of(theirs)
    return low <= other_high and other_low <= high


def range_of(told: Told) -> Range:
    """The numbers a value with its bound allows: 30余 those from 30 up to, not with, 40."""
    value, step = told.value, _step(told.value)
    match told.bound:
        case "over":
            return value, value + step * (1 - 1e-9)
        case "nearly":
            return value - step * (1 - 1e-9), value
        case "about":
            return value * (1 - _ABOUT), value * (1 + _ABOUT)
        case "at_least":
            return value, float("inf")
        case "at_most":
            return float("-inf"), value
        case None:
            return value, value


def _step(value: float) -> float:
    """One of the last place that is not zero: 10 of 30, 100 of 1200, 1 of 12."""
    step = 1.0
    while value and value % (step * 10) == 0:
        step *= 10
    return step


def _only_one_true(ours: Told, theirs: Told, relation: Relation) -> bool:
    if ours.damaged or theirs.damaged:
        return False
    same_dates = bool(ours.dates) and ours.dates == theirs.dates
    if relation == "same_notice":
        return same_dates or not (ours.dates and theirs.dates)
    if relation == "follow_up" and ours.fed_back and theirs.fed_back:
        return True
    return same_dates
