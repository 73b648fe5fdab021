"""Shares and changes in per cent: 96.5% · 百分之九十八 · 九成 · 八个百分点."""

from __future__ import annotations

import re
from typing import Final

from noticeparse.entries import FactKind
from noticeparse.facts.lookalikes import is_statutory
from noticeparse.facts.numerals import read_number
from noticeparse.facts.quantities import BOUNDS, FIRST, NUMBER, NUMBERS, bound_before, change_before
from noticeparse.facts.scan import Scan
from noticeparse.model import Claim

_BOUND_BEHIND: Final = re.compile("|".join(sorted(BOUNDS, key=len, reverse=True)))
_PERCENT: Final = r" ?(?:%|‰|个?百分点)"
_NOT_TENTHS: Final = "立员效果功绩为本长都熟人套因分型品份交形语千就"  # 三成立项, 第三成果 …
_TENTHS: Final = (
    rf"(?:\d(?:\.\d)?|[一二两三四五六七八九十]) ?多?成(?![{_NOT_TENTHS}])"
    r"(?:[一二三四五六七八九](?![个项名家人件次年月]))?"
)
_OF_HUNDRED: Final = r"[百千万]分之(?:\d+(?:\.\d+)?|[〇零一二三四五六七八九十百]+(?:点[〇零一二三四五六七八九]+)?)"


def _in_statute(scan: Scan, claim: Claim) -> bool:
    return is_statutory(scan.folded, claim.start, claim.end)


def _rate(scan: Scan, start: int, end: int, value: int | float, unit: str) -> Claim:
    bound = bound_before(scan.folded, start)
    if behind := _BOUND_BEHIND.match(scan.folded, end):
        bound, end = BOUNDS[behind[0]], behind.end()
    return Claim(
        "rate", start, end, value=value, unit=unit, bound=bound, change=change_before(scan.folded, start)
    )


def _printed_rates(scan: Scan, match: re.Match[str]) -> list[Claim]:
    """One claim for each number before the sign: 3至5% gives two. ‰ is told in %."""
    printed, before = match[0], scan.folded[match.start() - 1 : match.start()]
    if before in ("第", ".", "+"):
        return []
    sign = printed[-1]
    body = printed[:-1] if sign in "%‰" else printed.removesuffix("百分点").removesuffix("个")
    claims: list[Claim] = []
    pieces = list(re.finditer(NUMBER, body))
    for piece in pieces:
        value = read_number(piece[0].replace(" ", ""))
        if value is None:
            return []
        end = match.end() if piece is pieces[-1] else match.start() + piece.end()
        value = value / 10 if sign == "‰" else value
        claims.append(
            _rate(scan, match.start() + piece.start(), end, value, "个百分点" if sign == "点" else "%")
        )
    if len(pieces) == 2 and any(joint in body for joint in "至到-—–~"):
        claims = [_range(*claims)]
    return [] if any(_in_statute(scan, claim) for claim in claims) else claims


def _range(lower: Claim, upper: Claim) -> Claim:
    """3至5% is one statement; its value is the upper end, both ends are its readings."""
    upper.start, upper.readings = lower.start, [lower.value, upper.value]
    upper.bound = upper.bound or "at_most"
    return upper


def _parts_of_hundred(scan: Scan, match: re.Match[str]) -> list[Claim]:
    """百分之九十五点六 is 95.6, 千分之三 is 0.3, 百分之百 is 100."""
    base, _, part = match[0].partition("分之")
    whole, point, decimals = part.partition("点")
    value = 100 if part in ("百", "一百") else read_number(whole)
    if value is None:
        return []
    if point:
        value = float(f"{value}." + "".join(str(read_number(digit)) for digit in decimals))
    value = value / {"百": 1, "千": 10, "万": 100}[base] if base != "百" else value
    claim = _rate(scan, match.start(), match.end(), value, "%")
    return [] if _in_statute(scan, claim) else [claim]


def _tenths(scan: Scan, match: re.Match[str]) -> list[Claim]:
    """九成 is 90, 九成五 95, 三成多 over 30."""
    whole, _, hundredth = match[0].partition("成")
    value = read_number(whole.rstrip("多 "))
    before = scan.folded[match.start() - 1 : match.start()]
    if value is None or not 0 < value <= 10 or before in ("第", "几", "数", "每", ".", "-"):
        return []
    if before.isascii() and before.isalnum():
        return []
    tenths: int | float = value * 10 + (read_number(hundredth) or 0)
    if isinstance(tenths, float):
        tenths = round(tenths, 6)
    claim = _rate(scan, match.start(), match.end(), tenths, "%")
    if "多" in whole:
        claim.bound = "over"
    return [claim]


RATE_KINDS: Final[tuple[FactKind, ...]] = (
    FactKind(
        "rate",
        "百千万",
        _OF_HUNDRED,
        _parts_of_hundred,
        examples={
            "办结率为⟦百分之九十八⟧": 98,
            "⟦百分之百⟧完成": 100,
            "误差不超过⟦千分之三⟧": 0.3,
            "达⟦百分之九十五点六⟧": 95.6,
        },
        counterexamples=("三分之一以上", "百分之几"),
    ),
    FactKind(
        "rate",
        FIRST,
        _TENTHS,
        _tenths,
        examples={"⟦九成以上⟧的商户": 90, "压减⟦三成⟧": 30, "⟦7成⟧问题": 70, "覆盖面达⟦九成五⟧": 95},
        counterexamples=("三成立项", "一成立就", "第三成果转化中心", "几成把握"),
    ),
    FactKind(
        "rate",
        FIRST,
        rf"{NUMBERS}{_PERCENT}",
        _printed_rates,
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
)
