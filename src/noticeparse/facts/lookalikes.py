"""What looks like a count and is none: names, slogans, ordinals, labels, a law's range."""

from __future__ import annotations

import re
from typing import Final

from noticeparse.facts.quantities import HAN_DIGITS, Quantity
from noticeparse.facts.scan import CLAUSE_MARKS, Scan

_OPENING_MARKS: Final = frozenset("“‘「『\"'")
_OPENING: Final = re.compile(r"[“‘「『\"'][^“‘「『”’」』\"'\n]*\Z")
_CLOSING: Final = re.compile(r"[”’」』\"']")
_LONGEST_SLOGAN: Final = 10
_NUMERAL: Final = "一二两三四五六七八九十双1-9"
_OTHER: Final = "[^\\W\\da-zA-Z一二两三四五六七八九十百千万亿]"
_SHAPE: Final = re.compile(f"[{_NUMERAL}]({_OTHER})[{_NUMERAL}]({_OTHER})")
"""一岗双责, 三会一课, 一户一档, 1企1策: two numerals, each before one character."""
_ABSTRACT: Final = re.compile(
    r"(?:个|项|种|大|条|类|点)(?:意识|自信|维护|确立|责任|融入|面向|服务|着力|聚焦|落实|围绕|到位|过硬|必须|坚持|务必|不[^同足]"
    r"|严禁|结合|转变|统筹|强化|突出|注重|区分|伟大|全面|更加|敢于|带头|覆盖|一批|一律|百分百|100%|优先|留|转|带|有[^关]|看|讲|再|新)"
)
"""两/四/五 + 个 + a verb or an abstract noun: the first words of a slogan, never a thing one counts."""
_MEETING: Final = re.compile(r"次(?:全会|全体|中全会|党代会|代表大会|党员大会|人代会|职代会)|届|中全会")
_PRINTED_SESSION: Final = re.compile(r"届[^,。;\n]{0,6}\Z")
_STAGE: Final = re.compile(r"期(?:工程|项目|建设|厂|地块|用地|生产线|\w{0,4}项目)|轮(?:车|驱动|值)|期(?:,|、)")
_TIME_BEFORE: Final = re.compile(r"\d ?[时点:]\Z")
_PENALTY: Final = re.compile(r"[^,。;\n]{0,24}(?:罚款|罚金|有期徒刑|拘役|管制|拘留|违约金|滞纳金)")
_BARE_ONE: Final = re.compile(r"[又着就都不接劲脉次个项条件]")
_INDEFINITE: Final = frozenset("个项种条")
_PLAN: Final = re.compile(r"(?:行动|规划|计划|攻坚|提升|倍增|任期|制|级|期|\w{0,3}行动|\w{0,4}规划|\w{0,4}计划)")
_FIRST: Final = frozenset("前后")
_FIRST_OF: Final = re.compile(r"(?<![先提目此以之年月日])[前后]\Z")
"""前三名, 后10位: places in an order, not numbers of persons; 先后3次 and 会前2天 count."""


def is_lookalike(scan: Scan, quantity: Quantity) -> bool:
    """Whether a number with a measure word behind it is part of a name, a slogan or a fixed phrase."""
    folded, start = scan.folded, quantity.start
    before = folded[start - 1] if start else ""
    if before and before in "第首+×*·#_$/=.-" and not _behind_marker(scan, start):
        return True
    if before.isascii() and before.isalnum():
        return not _is_device(folded, quantity)
    if before in _FIRST and _FIRST_OF.search(folded, max(0, start - 2), start) and (
        before == "前" or (quantity.unit and quantity.unit.word in "名位")
    ):
        return True
    if folded.startswith(("+", "·"), quantity.number_end):
        return True
    printed = folded[start : quantity.number_end]
    if printed[0] in HAN_DIGITS:
        return _is_numeral_in_name(scan, quantity, printed)
    return _is_quoted(scan, quantity, arabic=True) or bool(
        _SHAPE.match(folded, start) and _is_abbreviation(scan, start)
    )


_DEVICE: Final = re.compile(r"[\u4e00-\u9fff、][A-Z]{2,5}\Z")


def _is_device(folded: str, quantity: Quantity) -> bool:
    """Whether the letters before are a word of their own (配备移动CT⟦1台⟧) and no part of a name (B2栋, PM2.5)."""
    if quantity.unit is None or quantity.unit.kind != "thing" or quantity.unit.word in ("层", "级", "道", "号"):
        return False
    closed = folded[quantity.end : quantity.end + 1] in CLAUSE_MARKS + "、)"  # "" at the end
    return closed and _DEVICE.search(folded, max(0, quantity.start - 6), quantity.start) is not None


def _closes_clause_of_noun(scan: Scan, quantity: Quantity) -> bool:
    """加装电梯九部, – a listed noun before and a mark behind leave no other reading."""
    folded = scan.folded
    after = folded[quantity.end : quantity.end + 1]
    return (not after or after in CLAUSE_MARKS or after == "、") and (
        scan.words.nouns.ending(folded, max(0, quantity.start - 4), quantity.start) is not None
    )


def _behind_marker(scan: Scan, start: int) -> bool:
    """Whether what stands before is the printed number of a part: 1.5个站点 is item 1 about 5."""
    at = start - 1
    while at > 0 and start - at <= 4 and scan.folded[at - 1].isdecimal():
        at -= 1
    return scan.folded[start - 1] in ".-" and at in scan.markers


def _is_numeral_in_name(scan: Scan, quantity: Quantity, printed: str) -> bool:
    folded, start, unit = scan.folded, quantity.start, quantity.unit
    if before_is_vague(folded, start) or folded[quantity.number_end : quantity.number_end + 1] in "几数":
        return True
    if any(scan.words.in_fixed_phrase(folded, at) for at in range(start, min(quantity.number_end, start + 4))):
        return True
    if _is_quoted(scan, quantity, arabic=False) or _is_abbreviation(scan, start):
        return True
    single = len(printed) == 1
    if unit is None:
        return False
    if single and unit.numerals == "arabic" and not _closes_clause_of_noun(scan, quantity):
        return True
    if single and _ABSTRACT.match(folded, quantity.number_end):
        return True
    if _MEETING.match(folded, quantity.number_end) or _STAGE.match(folded, quantity.number_end):
        return True
    if unit.word == "次" and _PRINTED_SESSION.search(folded, max(0, start - 10), start):
        return True
    if printed == "二" and unit.word not in ("名", "位", "个", "人", "家", "项", "户"):
        return True
    return printed == "一" and not _is_counting_one(scan, quantity)


def _is_counting_one(scan: Scan, quantity: Quantity) -> bool:
    """一 counts where a verb, a listed noun or a clause mark stands before it and a thing behind it."""
    folded, start, end, unit = scan.folded, quantity.start, quantity.end, quantity.unit
    assert unit is not None
    after = folded[end : end + 1]
    if _BARE_ONE.match(after) or unit.kind in ("plain", "noun", "physical") or unit.numerals != "any":
        return False
    again = "一" + unit.word
    if again in folded[end : end + 5] or again in folded[max(0, start - 5) : start]:
        return False  # 完成一项销号一项
    alone = not after or after in CLAUSE_MARKS or after in "、)”"
    if alone and unit.word in _INDEFINITE:
        return False
    if unit.kind == "duration":
        return True
    lead = folded[max(0, start - 6) : start].rstrip("了过")
    if unit.kind == "event":
        return any(lead.endswith(word) for word in ("开展", "召开", "组织", "举办", "进行", "听取")) or (
            alone
            and any(
                lead.endswith(word)
                for word in ("至少", "不少于", "各", "每年", "每季度", "每月", "每周", "每半年", "每学期")
            )
        )
    return any(lead[-size:] in scan.words.verbs for size in (2, 3, 4)) or (
        unit.word in ("名", "位", "起", "家", "份", "辆", "台")
        and (not lead or lead[-1] in ",。;:、" or lead[-2:] in scan.words.nouns)
    )


def before_is_vague(folded: str, start: int) -> bool:
    """几十, 数百, 好几: how many is not said."""
    return start > 0 and folded[start - 1] in "几数好某"


def _is_quoted(scan: Scan, quantity: Quantity, arabic: bool) -> bool:
    """Whether the number stands in a short quotation (“两个维护”, “爱国三问”, “70后”): a name."""
    text, start = scan.text, quantity.start
    if arabic and text[start - 1 : start] not in _OPENING_MARKS:
        return False
    opening = _OPENING.search(text, max(0, start - 8), start)
    if opening is None or (arabic and opening.end() - opening.start() > 1):
        return False
    inside = text[opening.start() + 1 : opening.start() + 2 + _LONGEST_SLOGAN]
    closing = _CLOSING.search(inside)
    if closing is None or opening.start() + 1 + closing.start() < quantity.number_end:
        return False
    inside = inside[: closing.start()]
    return not any(mark in inside for mark in ",，。；;")


def _is_abbreviation(scan: Scan, start: int) -> bool:
    """一岗双责, 三会一课, 举一反三: shapes in which a numeral counts nothing."""
    folded = scan.folded
    match = _SHAPE.match(folded, start)
    if match is None:
        return False
    first, second = folded[start], folded[start + 2]
    if first in "一1" and second in "一双1":
        return match[2] != "次"
    return scan.words.units.at(folded, start + 1) is None and scan.words.units.at(folded, start + 3) is None


def is_statutory(folded: str, start: int, end: int) -> bool:
    """Whether the amount ``folded[start:end]`` is an end of a range that sorts cases, as laws print it.

    处十万元以上一百万元以下罚款 · 百分之一以上百分之五以下 · 三年以下有期徒刑.
    """
    bound = folded[end - 2 : end]
    if bound == "以上":
        return _TO_UPPER_END.match(folded, end) is not None or (
            "处" in folded[max(0, start - 4) : start] and _PENALTY.match(folded, end) is not None
        )
    if bound == "以下":
        lead = folded[max(0, start - 14) : start]
        return lead.endswith("以上") or ("处" in lead and _PENALTY.match(folded, end) is not None) or _SAYS_LAW.search(lead) is not None
    return False


_SAYS_LAW: Final = re.compile("(?:法律?|条例|办法|细则)[^,。;]{0,3}规定[^,。;]{0,10}\\Z")
"""法律规定为“违法所得百分之三十以下”."""
_TO_UPPER_END: Final = re.compile(rf"[{HAN_DIGITS}\d.,元%分之个工作日月年天]{{1,12}}以下")


def is_programme(folded: str, quantity: Quantity) -> bool:
    """三年行动计划, 五年规划: the length belongs to a name."""
    return _PLAN.match(folded, quantity.end) is not None


def is_clock(folded: str, start: int) -> bool:
    """Whether the number is the minutes of a time of day (15时30分)."""
    return _TIME_BEFORE.search(folded, max(0, start - 3), start) is not None


def lost_measure_word(scan: Scan, quantity: Quantity) -> bool:
    """Whether a bare number lost its measure word (督办事项35,): a listed noun before, a mark behind."""
    folded, start, end = scan.folded, quantity.start, quantity.number_end
    after = folded[end : end + 1]
    if not folded[start].isdecimal():
        return False
    clause = scan.clause_start(start)
    if folded.startswith(("全部", "均"), end):  # several things: 移交信访件⟦5⟧全部办结
        return start - clause >= 4 and scan.words.nouns.ending(folded, clause, start) is not None
    if after and after not in ",。;、)\n":
        return False
    if after in ",;。" and (deed := scan.words.verbs.ending(folded, clause, start)) and deed.word in scan.words.roles["case"]:
        return start - len(deed.word) == clause  # 立案⟦37⟧, – 情况通报1 is a label
    return (
        start - clause >= 6
        and scan.words.nouns.ending(folded, clause, start) is not None
        and any(True for _ in scan.words.verbs.between(folded, clause, start))
    )
