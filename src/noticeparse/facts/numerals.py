"""Numbers as Chinese official prose prints them: 三, 十二, 两百, 一千零五, 2.1万, 1,159, １２, 二〇二四.

One reader for the whole package; which number words may stand in a fact is for the kinds to say.
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache
from typing import Final

DIGITS: Final = {
    "〇": 0, "○": 0, "零": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4,
    "五": 5, "六": 6, "七": 7, "八": 8, "九": 9,
    "壹": 1, "贰": 2, "叁": 3, "肆": 4, "伍": 5, "陆": 6, "柒": 7, "捌": 8, "玖": 9,
    "貳": 2, "參": 3, "陸": 6, "兩": 2,
}  # fmt: skip
"""Every character that is one decimal digit; ○ (U+25CB) is what many input methods give for 〇 (U+3007)."""
ZEROS: Final = "〇○零"
SMALL_UNITS: Final = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
LARGE_UNITS: Final = {"万": 10**4, "萬": 10**4, "亿": 10**8, "億": 10**8}
TENS_SHORT: Final = {"廿": 20, "卅": 30}

LONGEST: Final = 40
"""A longer run of number characters is no number anyone wrote."""

_HALF_WIDTH: Final = str.maketrans("０１２３４５６７８９．，", "0123456789.,")
_ARABIC: Final = re.compile(r"(\d{1,3}(?:,\d{3})+|\d+)(\.\d+)?([百千万亿萬億佰仟]{0,2})", re.ASCII)
_MULTIPLIER: Final = {**SMALL_UNITS, **LARGE_UNITS}


@lru_cache(maxsize=4096)
def read_number(text: str) -> int | float | None:
    """The number `text` prints, or None where the whole of it is not exactly one number.

    Arabic digits (full or half width, thousands commas, a decimal part, 百 千 万 亿 behind), Chinese numerals
    with units (一千零五, 三万二千, 两百) and digit by digit (二〇二四, 二○二四). Multipliers are exact:
    ``read_number("2.1万") == 21000``. Nothing is guessed: 几十, 三五 (a few) and 两百五 give None.
    """
    text = text.translate(_HALF_WIDTH)
    if not text or len(text) > LONGEST:
        return None
    if text[0].isdecimal():
        return _read_arabic(text)
    if any(char in _MULTIPLIER or char in TENS_SHORT for char in text):
        return _read_with_units(text)
    return read_digits(text)


def read_digits(text: str) -> int | None:
    """Digit-by-digit numerals, Chinese or Arabic (二〇二四, 2024), as an integer; None for anything else.

    Two digits without a zero (三五, 七八) say "a few" in prose and give None; one digit is read.
    """
    digits = text.translate(_HALF_WIDTH)
    if digits.isascii() and digits.isdecimal() and len(digits) <= LONGEST:
        return int(digits)
    values = [DIGITS.get(char) for char in digits[: LONGEST + 1]]
    if not values or len(values) > LONGEST or None in values:
        return None
    if len(values) == 2 and not any(char in ZEROS for char in digits):
        return None
    return int("".join(str(value) for value in values))


def _read_arabic(text: str) -> int | float | None:
    """Arabic digits with their thousands commas, decimal part and multipliers."""
    match = _ARABIC.fullmatch(text)
    if match is None:
        return None
    whole, fraction, units = match[1].replace(",", ""), match[2] or "", match[3]
    value = Decimal(whole + fraction)
    for unit in units:
        value *= _MULTIPLIER[unit]
    return int(value) if value == value.to_integral_value() else float(value)


def _read_with_units(text: str) -> int | None:
    """Chinese numerals with 十 百 千 万 亿; every larger unit must stand before every smaller one.

    `total` holds what 亿 and 万 have closed, `section` the thousands to tens now being read, `digit` the
    digit waiting for its unit.
    """
    total = section = 0
    digit: int | None = None
    ceiling = 10**4  # the next small unit must be below this one
    large_ceiling = 10**12
    for index, char in enumerate(text):
        if char in DIGITS:
            if char in ZEROS:
                if digit is not None:
                    return None
                continue
            if digit is not None:
                return None
            digit = DIGITS[char]
        elif char in SMALL_UNITS:
            unit = SMALL_UNITS[char]
            if unit >= ceiling or (digit is None and not (unit == 10 and section == 0)):
                return None
            section += (1 if digit is None else digit) * unit
            digit, ceiling = None, unit
        elif char in TENS_SHORT:
            if ceiling <= 10 or digit is not None:
                return None
            section, ceiling = section + TENS_SHORT[char], 10
        elif char in LARGE_UNITS:
            unit = LARGE_UNITS[char]
            section += digit or 0
            if unit >= large_ceiling or (section == 0 and total == 0):
                return None
            total += section * unit
            section, digit, ceiling, large_ceiling = 0, None, 10**4, unit
        else:
            return None
        if index and text[index - 1] in SMALL_UNITS and char in SMALL_UNITS:
            return None
    if digit is not None:
        # 两百五 leaves open whether 五 is five or fifty; 一百零五 and 十五 do not.
        skipped_unit = ceiling > 10 and len(text) > 1 and text[-2] not in ZEROS
        if skipped_unit:
            return None
        section += digit
    return total + section
