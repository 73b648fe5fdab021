"""The numbers a browser writes before the items of an `<ol>`.

Formats: HTML `type` (1 a A i I) and the CSS counter styles a Chinese page uses (CSS Counter Styles
Level 3, §6–7).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

_DIGITS = "零一二三四五六七八九"
_FORMAL = "零壹贰叁肆伍陆柒捌玖"
_TRADITIONAL_FORMAL = "零壹貳參肆伍陸柒捌玖"
_IDEOGRAPHIC = str.maketrans("0123456789", "〇" + _DIGITS[1:])
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"),
    (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip


def _alphabetic(number: int) -> str:
    letters = ""
    while number > 0:
        number, letter = divmod(number - 1, 26)
        letters = chr(ord("a") + letter) + letters
    return letters


def _roman(number: int) -> str:
    if not 0 < number < 4000:
        return str(number)
    numeral = ""
    for value, letters in _ROMAN:
        count, number = divmod(number, value)
        numeral += letters * count
    return numeral


def _chinese(digits: str, units: str, number: int, informal: bool) -> str:
    if not 0 < number < 10_000:
        return str(number)
    numeral = ""
    gap = False
    for place in (1000, 100, 10, 1):
        digit = number // place % 10
        if not digit:
            gap = bool(numeral)
            continue
        numeral += (digits[0] if gap else "") + digits[digit] + units[len(str(place)) - 1].strip()
        gap = False
    return numeral[1:] if informal and 10 <= number < 20 else numeral


def _informal(number: int) -> str:
    return _chinese(_DIGITS, " 十百千", number, informal=True)


def _cycle(symbols: str) -> Callable[[int], str]:
    return lambda number: symbols[number - 1] if 0 < number <= len(symbols) else str(number)


_FORMATS: dict[str, tuple[Callable[[int], str], str]] = {
    "decimal": (str, ". "),
    "decimal-leading-zero": (lambda n: f"{n:02d}", ". "),
    "lower-alpha": (lambda n: _alphabetic(n) or str(n), ". "),
    "upper-alpha": (lambda n: _alphabetic(n).upper() or str(n), ". "),
    "lower-roman": (_roman, ". "),
    "upper-roman": (lambda n: _roman(n).upper(), ". "),
    "simp-chinese-informal": (_informal, "、"),
    "trad-chinese-informal": (_informal, "、"),
    "simp-chinese-formal": (lambda n: _chinese(_FORMAL, " 拾佰仟", n, informal=False), "、"),
    "trad-chinese-formal": (lambda n: _chinese(_TRADITIONAL_FORMAL, " 拾佰仟", n, informal=False), "、"),
    "cjk-decimal": (lambda n: str(n).translate(_IDEOGRAPHIC), "、"),
    "cjk-heavenly-stem": (_cycle(_STEMS), "、"),
    "cjk-earthly-branch": (_cycle(_BRANCHES), "、"),
    "circled-decimal": (_cycle("①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"), " "),
    "parenthesized-decimal": (_cycle("⑴⑵⑶⑷⑸⑹⑺⑻⑼⑽⑾⑿⒀⒁⒂⒃⒄⒅⒆⒇"), " "),
}
_ALIASES = {
    "lower-latin": "lower-alpha", "upper-latin": "upper-alpha", "cjk-ideographic": "trad-chinese-informal",
    "1": "decimal", "a": "lower-alpha", "A": "upper-alpha", "i": "lower-roman", "I": "upper-roman",
}  # fmt: skip
_BULLETS = frozenset(("none", "disc", "circle", "square", "disclosure-open", "disclosure-closed", ""))


@dataclass(slots=True)
class Counter:
    """The counter of one `<ol>`: the number its next item gets."""

    style: str
    next: int = 1
    step: int = 1

    def number(self, value: int | None, style: str | None) -> str:
        """The number of the next item as shown, with what follows it; "" for a style that writes none."""
        if value is not None:
            self.next = value
        number, self.next = self.next, self.next + self.step
        return written(number, style or self.style)


def written(number: int, style: str) -> str:
    """`number` in an HTML list type or CSS counter style, with its suffix; an unknown style counts in
    decimals."""
    style = _ALIASES.get(style, style)
    if style in _BULLETS:
        return ""
    show, suffix = _FORMATS.get(style, _FORMATS["decimal"])
    return show(number) + suffix
