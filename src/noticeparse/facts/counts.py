"""Counts, durations, shares and amounts of money: a number and what stands behind it.

The four kinds differ in the unit: % and 百分点 make a rate, 元 money, 天 年 小时 a duration, any other measure word a
count. A measure word is looked up behind the number, never searched for.
"""

from __future__ import annotations

import re

from noticeparse.entries import FactKind
from noticeparse.facts.lexicon import money_nouns, unit_openers, verbs, verbs_in_role
from noticeparse.facts.lookalikes import is_clock, is_lookalike, is_programme, is_statutory, lost_measure_word
from noticeparse.facts.numerals import read_number
from noticeparse.facts.quantities import (
    FIRST,
    NUMBER,
    NUMBERS,
    Quantity,
    bound_before,
    read_quantities,
    spaces,
)
from noticeparse.facts.scan import Scan
from noticeparse.model import Bound, Change, Claim

_LEVEL = ("到", "至", "为", "达", "在", "于")
_DECREASE = re.compile(
    r"(?:减少|下降|降低|缩短|压缩|缩减|减|降|压减|回落|跌|节省)(?:了|近|约|超过|超|逾)? ?\Z"
)
_INCREASE = re.compile(
    r"(?:增加|增长|提高|提升|上升|新增|增|升|上涨|扩大|延长|前移)(?:了|近|约|超过|超|逾)? ?\Z"
)


def change_before(folded: str, start: int) -> Change | None:
    """减少⟦9天⟧, 提高⟦3.2个百分点⟧; a level reached (降至, 提高到) is no change."""
    lowest = max(0, start - 6)
    if folded[start - 1 : start] in _LEVEL:
        return None
    if _DECREASE.search(folded, lowest, start):
        return "decrease"
    if _INCREASE.search(folded, lowest, start):
        return "increase"
    return None


# --------------------------------------------------------------------------- rates

_PERCENT = r" ?(?:%|‰|个?百分点)"
_TENTHS = (
    r"成(?![立员效果功绩为本长都熟人套因分型品份交形语千就])(?:[一二三四五六七八九](?![个项名家人件次年月]))?"
)


def _rates(scan: Scan, match: re.Match[str]) -> list[Claim]:
    """96.5% · 3至5% · 八个百分点."""
    folded, printed = scan.folded, match[0]
    unit = "%" if printed.endswith(("%", "‰")) else "个百分点"
    scale = 0.1 if printed.endswith("‰") else 1
    body = printed.rstrip("%‰").removesuffix("百分点").removesuffix("个").rstrip()
    if folded[match.start() - 1 : match.start()] in ("第", ".", "+"):
        return []
    claims: list[Claim] = []
    pieces = list(re.finditer(NUMBER, body))
    for piece in pieces:
        start = match.start() + piece.start()
        value = read_number(piece[0].replace(" ", ""))
        if value is None:
            return []
        end = match.end() if piece is pieces[-1] else match.start() + piece.end()
        claims.append(_rate(scan, start, end, value * scale if scale != 1 else value, unit))
    return claims


def _rate(scan: Scan, start: int, end: int, value: int | float, unit: str) -> Claim:
    bound = bound_before(scan.folded, start)
    behind = _BOUND_BEHIND.match(scan.folded, end)
    if behind:
        bound, end = _BOUNDS[behind[0]], behind.end()
    return Claim(
        "rate", start, end, value=value, unit=unit, bound=bound, change=change_before(scan.folded, start)
    )


_BOUNDS: dict[str, Bound] = {
    "以上": "at_least", "及以上": "at_least", "以下": "at_most", "及以下": "at_most", "以内": "at_most",
    "左右": "about", "多": "over",
}  # fmt: skip
_BOUND_BEHIND = re.compile("|".join(sorted(_BOUNDS, key=len, reverse=True)))


def _parts_of_hundred(scan: Scan, match: re.Match[str]) -> list[Claim]:
    """百分之九十八 · 千分之三 · 百分之百."""
    whole, _, part = match[0].partition("分之")
    whole_part, point, decimals = part.partition("点")
    value = 100 if part in ("百", "一百") else read_number(whole_part)
    if value is not None and point:
        digits = "".join(str(read_number(char)) for char in decimals)
        value = float(f"{value}.{digits}")
    if value is None:
        return []
    if whole == "千":
        value = value / 10
    elif whole == "万":
        value = value / 100
    return [_rate(scan, match.start(), match.end(), value, "%")]


def _tenths(scan: Scan, match: re.Match[str]) -> list[Claim]:
    """九成 · 八成以上 · 7成."""
    whole, _, tenth = match[0].partition("成")
    value = read_number(whole.rstrip("多 "))
    before = scan.folded[match.start() - 1 : match.start()]
    if (
        value is None
        or not 0 < value <= 10
        or before in ("第", "几", "数", "每", ".", "-")
        or (before.isascii() and before.isalnum())
    ):
        return []
    claim = _rate(scan, match.start(), match.end(), round(value * 10 + (read_number(tenth) or 0), 6), "%")
    if "多" in match[0]:
        claim.bound = "over"
    return [claim]


# --------------------------------------------------------------------------- money

_YUAN = r" ?[余多来餘]? ?[十百千万亿萬億]{0,2}+ ?(?:元(?![旦月首老素件勋件])|块钱|圆整)"


def _money(scan: Scan, match: re.Match[str]) -> list[Claim]:
    """12.5万元 · 3至5万元 · 10余万元 · 一百二十元; values in yuan, exact as printed."""
    folded = scan.folded
    unit_start = max(
        folded.rfind("元", match.start(), match.end()),
        folded.rfind("块", match.start(), match.end()),
        folded.rfind("圆", match.start(), match.end()),
    )
    quantities = read_quantities(folded, match.start(), _number_end(folded, match.start(), unit_start))
    if not quantities or folded[match.start() - 1 : match.start()] in ("第", "-", "几", "数"):
        return []
    last = quantities[-1]
    last.end = match.end()
    behind = _BOUND_BEHIND.match(folded, match.end())
    if behind:
        last.end = behind.end()
        last.bound = _BOUNDS[behind[0]]
    if any(is_statutory(folded, quantity) for quantity in quantities):
        return []
    printed = folded[last.start : match.end()].strip("0123456789.,余多来 〇零一二两三四五六七八九")
    return [_amount(scan, quantity, printed) for quantity in quantities]


def _number_end(folded: str, start: int, unit_start: int) -> int:
    """Where the printed number ends, before 余 多 来 and the blanks around them."""
    end = unit_start
    fuzzy = re.search(r"[余多来餘]", folded[start:unit_start])
    if fuzzy:
        end = start + fuzzy.start()
    return start + len(folded[start:end].rstrip())


def _amount(scan: Scan, quantity: Quantity, printed: str) -> Claim:
    return Claim(
        "money", quantity.start, quantity.end, value=quantity.value, unit="元", bound=quantity.bound,
        change=change_before(scan.folded, quantity.start), printed_unit=printed or "元",
    )  # fmt: skip


# --------------------------------------------------------------------------- durations

_LENGTHS = r"天|日(?=[内以之])|(?:个)?工作日|个自然日|个?月|年度?(?![级代检报鉴终度月\d])|个?小时|分钟|秒(?!杀)|周(?![年岁边围五六日末])|个星期|个季度|个?学期|学年"
_TALLY = re.compile(
    r"(?:天数|日数|减少|增加|下降|上升|优良|达标|超标|共计|累计)(?:同比|较\w{1,4})?(?:减少|增加|为|达到?|至|了)? ?\Z"
)
_TIME_TALLY = re.compile(r"(?:停产|停业|停工|整顿|公示|持续|历时|为期|超过|超标|培训|学习|满)\Z")


def _durations(scan: Scan, match: re.Match[str]) -> list[Claim]:
    """为期三天 · 5个月及以上 · 30个工作日 · 48小时; a tally of days (同比减少9天) is a count."""
    folded = scan.folded
    unit_text = re.search(
        f"(?:{_LENGTHS})$",
        folded[match.start() : match.end() + 1].removesuffix(folded[match.end() : match.end() + 1] or "\0"),
    )
    body_end = match.start() + len(re.sub(rf"[余多来]? ?(?:{_UNIT_NAMES})$", "", match[0]).rstrip())
    quantities = read_quantities(folded, match.start(), body_end)
    if not quantities or (unit_text is None and quantities[-1].unit is None):
        return []
    last = quantities[-1]
    unit = last.unit
    if (
        unit is None
        or unit.kind != "duration"
        or is_lookalike(scan, quantities[0])
        or is_programme(folded, last)
    ):
        return []
    if is_clock(folded, match.start()) or any(is_statutory(folded, quantity) for quantity in quantities):
        return []
    if unit.word == "年" and last.value >= 1000:
        return []
    name = unit.word if unit.word != "工作日" else "个工作日"
    tally = unit.word == "天" and _TALLY.search(folded, max(0, match.start() - 10), match.start()) is not None
    if tally:
        return [_count(scan, quantity, "天") for quantity in quantities]
    return [
        Claim(
            "duration",
            q.start,
            q.end,
            value=q.value,
            unit=name,
            bound=q.bound,
            change=change_before(folded, q.start),
        )
        for q in quantities
    ]


_UNIT_NAMES = r"天|日|个?工作日|个自然日|个?月|年度?|个?小时|分钟|秒|周|个星期|个季度|个?学期|学年"


# --------------------------------------------------------------------------- counts


def _count(scan: Scan, quantity: Quantity, unit: str | None) -> Claim:
    return Claim(
        "count", quantity.start, quantity.end, value=quantity.value, unit=unit, bound=quantity.bound,
        change=change_before(scan.folded, quantity.start),
    )  # fmt: skip


def _counts(scan: Scan, match: re.Match[str]) -> list[Claim]:
    """16名 · 2.1万余处 · 六十五家 · 3、5、7项; also a number whose measure word was lost."""
    folded = scan.folded
    before = folded[match.start() - 1] if match.start() else ""
    if (before in FIRST and before.isdecimal() == match[0][0].isdecimal() and before) or match[
        0
    ] in _FORMAL:  # the tail of a longer run
        return []
    quantities = read_quantities(folded, match.start(), match.end())
    if not quantities:
        return []
    last = quantities[-1]
    if last.unit is None:
        return [] if is_lookalike(scan, quantities[0]) else _without_unit(scan, quantities)
    if is_lookalike(scan, quantities[0]):
        return []
    if last.unit.kind in ("none", "duration") or _unlikely_unit(folded, last):
        return []
    return [_count(scan, quantity, last.unit.word) for quantity in quantities]


_POINT_NOUNS = re.compile(
    r"(?:要求|意见|建议|措施|共识|希望|启示|内容|体会|安排|思考|\w{0,4}(?:要求|意见|建议))"
)


def _unlikely_unit(folded: str, quantity: Quantity) -> bool:
    """Whether the measure word is rather the head of the next word, or needs a company it does not have."""
    unit = quantity.unit
    assert unit is not None
    if unit.word == "点":
        return _POINT_NOUNS.match(folded, quantity.end) is None
    return unit.word == "分" and is_clock(folded, quantity.start)


def _without_unit(scan: Scan, quantities: list[Quantity]) -> list[Claim]:
    """A number in 万 before a money noun is money (100万产学研专项); a number behind its noun lost its measure word."""
    last = quantities[-1]
    folded = scan.folded
    if last.multiplied:
        if folded.startswith(("元", "余元", "多元"), spaces(folded, last.number_end)):
            return []
        ahead = min(scan.clause_end(last.number_end), last.number_end + 14)
        clause = scan.clause_start(last.start)
        if (
            any(money_nouns().between(folded, last.number_end, ahead))
            or any(money_nouns().between(folded, max(clause, last.start - 6), last.start))
            or any(
                verb.word in verbs_in_role("money")
                for _, _, verb in verbs().between(folded, max(clause, last.start - 8), last.start)
            )
        ):
            printed = folded[last.start : last.number_end].lstrip("0123456789., 〇零一二两三四五六七八九十")
            return [_amount(scan, quantity, printed + "元") for quantity in quantities]
    if len(quantities) == 1 and lost_measure_word(scan, last):
        last.end = last.number_end
        return [_count(scan, last, None)]
    return []


_FORMAL = frozenset("壹贰叁肆伍陆柒捌玖拾佰仟")
"""Formal numerals count only with others or with 万 and 元: 队伍 and 大陆 end with one."""
_OPENERS = re.escape("".join(sorted(unit_openers())))
"""A number without one of these behind it counts nothing; the matcher drops it without asking the builder."""

COUNT_KINDS: tuple[FactKind, ...] = (
    FactKind(
        "rate",
        FIRST,
        rf"{NUMBERS}{_PERCENT}",
        _rates,
        examples={
            "合格率达到⟦96.5%⟧": 96.5,
            "出勤率⟦100％⟧": 100,
            "下降⟦八个百分点⟧": 8,
            "同比提高⟦3.2个百分点⟧": 3.2,
            "近⟦60%⟧的问题": 60,
            "发病率降至⟦0.5‰⟧": 0.05,
            "满意率在⟦95%以上⟧": 95,
        },
        counterexamples=("统一部署", "第三方评估"),
    ),
    FactKind(
        "rate",
        "百千万",
        r"[百千万]分之(?:\d+(?:\.\d+)?|[〇零一二三四五六七八九十百]+(?:点[〇零一二三四五六七八九]+)?)",
        _parts_of_hundred,
        examples={"办结率为⟦百分之九十八⟧": 98, "⟦百分之百⟧完成": 100, "误差不超过⟦千分之三⟧": 0.3},
    ),
    FactKind(
        "rate",
        FIRST,
        rf"(?:\d(?:\.\d)?|[一二两三四五六七八九十]) ?多?{_TENTHS}",
        _tenths,
        examples={
            "⟦九成⟧以上的商户".replace("⟦九成⟧以上", "⟦九成以上⟧"): 90,
            "压减⟦三成⟧": 30,
            "⟦7成⟧问题": 70,
        },
        counterexamples=("三成立项", "一成不变", "第三成果转化中心"),
    ),
    FactKind(
        "money",
        FIRST,
        rf"{NUMBERS}{_YUAN}",
        _money,
        examples={
            "追缴违规资金⟦12.5万元⟧": 125000,
            "罚款⟦3.2亿元⟧": 320000000,
            "退还⟦1,159元⟧": 1159,
            "上缴⟦10余万元⟧": 100000,
            "核减⟦1亿2000万元⟧": 120000000,
            "清退津补贴⟦二十三万元⟧": 230000,
            "近⟦百万元⟧": 1000000,
        },
        counterexamples=("一元化管理", "处十万元以上一百万元以下罚款", "元旦春节"),
    ),
    FactKind(
        "duration",
        FIRST,
        rf"{NUMBERS} ?[余多来]? ?(?:{_LENGTHS})",
        _durations,
        examples={
            "为期⟦三天⟧": 3,
            "超标⟦5个月及以上⟧": 5,
            "在⟦30个工作日⟧内办结": 30,
            "⟦48小时⟧内响应": 48,
            "任职满⟦8年⟧": 8,
            "试用期⟦六个月⟧": 6,
            "公示期⟦5日⟧内".replace("⟦5日⟧内", "⟦5日⟧内"): 5,
        },
        counterexamples=("三年行动计划", "学年工作", "百年大计"),
    ),
    FactKind(
        "count",
        FIRST,
        rf"{NUMBERS}(?:(?=[{_OPENERS},。;、)\n])|(?<=[万亿萬億])|\Z)",
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
"""The order matters: the unit decides, and a plain count is what is left."""
