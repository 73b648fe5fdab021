"""How Word writes the n-th number of a list: the formats of ECMA-376 part 1, 17.18.59 (ST_NumberFormat).

`written(7, "chineseCounting")` is "七"; `FORMATS` names every format known here. Word itself writes plain
decimals where a format runs out of signs (after ⑳, after 癸), and so does this module.
"""

from __future__ import annotations

from collections.abc import Callable

LARGEST = 32_767  # Word counts no further; damaged files do
_DECIMAL = "0123456789"


def written(number: int, name: str, custom: str = "") -> str | None:
    """`number` in the format `name`; None where the format is not known here.

    `custom` is the pattern of a format named "custom", such as "001, 002, 003, ...".
    """
    if name == "custom":
        return _zero_padded(number, custom)
    style = FORMATS.get(name)
    if style is None:
        return None
    return style(number) if 0 <= number <= LARGEST else str(number)


def _digits(signs: str) -> Callable[[int], str]:
    """Each decimal digit replaced by its sign: 10 → 一〇."""
    table = str.maketrans(_DECIMAL, signs)
    return lambda number: str(number).translate(table)


def _row(signs: str) -> Callable[[int], str]:
    """One sign a number, and decimals where the row ends: ①②③."""
    return lambda number: signs[number - 1] if 1 <= number <= len(signs) else str(number)


def _range(first: str, length: int) -> Callable[[int], str]:
    return _row("".join(chr(ord(first) + step) for step in range(length)))


def _letters(first: str) -> Callable[[int], str]:
    """a … z, aa, bb … (17.18.59: the letter repeats)."""

    def write(number: int) -> str:
        if number < 1:
            return str(number)
        turn, place = divmod(number - 1, 26)
        return chr(ord(first) + place) * (turn + 1)

    return write


def _tens(signs: str) -> Callable[[int], str]:
    """十一, 二十一; from a hundred on digit by digit (17.18.59: 一〇〇)."""
    by_digit = _digits(signs)

    def write(number: int) -> str:
        if not 10 <= number < 100:
            return by_digit(number)
        tens, ones = divmod(number, 10)
        return (signs[tens] if tens > 1 else "") + "十" + (signs[ones] if ones else "")

    return write


def _places(signs: str, units: str, *, one: str, zero: str) -> Callable[[int], str]:
    """With a word for each place, as one reads it: 一百零五.

    `units` are the words for 1 (none), 10, 100, 1000 and 10000. `one` says before which of them a leading 1
    is written: "all" (壹拾), "not-ten" (十一, but 一百一十一), "only-myriad" (百十一). `zero` fills gaps.
    """

    def group(number: int, *, outermost: bool) -> str:
        out, gap = "", False
        for place in (3, 2, 1, 0):
            digit = number // 10**place % 10
            if digit == 0:
                gap = bool(out)
                continue
            leading_ten = place == 1 and outermost and not out
            silent = digit == 1 and place > 0 and (one == "only-myriad" or (one == "not-ten" and leading_ten))
            out += (zero if gap else "") + ("" if silent else signs[digit]) + (units[place] if place else "")
            gap = False
        return out

    def write(number: int) -> str:
        if number == 0:
            return signs[0]
        high, low = divmod(number, 10_000)
        if not high:
            return group(low, outermost=True)
        filler = zero if 0 < low < 1000 else ""
        return group(high, outermost=True) + units[4] + filler + group(low, outermost=False)

    return write


def _roman(number: int) -> str:
    if number < 1:
        return str(number)
    out = ""
    for value, sign in zip(
        (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1),
        ("M", "CM", "D", "CD", "C", "XC", "L", "XL", "X", "IX", "V", "IV", "I"),
        strict=True,
    ):
        count, number = divmod(number, value)
        out += sign * count
    return out


def _sexagenary(number: int) -> str:
    """甲子, 乙丑 … 癸亥, sixty in all."""
    if not 1 <= number <= 60:
        return str(number)
    return "甲乙丙丁戊己庚辛壬癸"[(number - 1) % 10] + "子丑寅卯辰巳午未申酉戌亥"[(number - 1) % 12]


def _ordinal(number: int) -> str:
    teen = 10 <= number % 100 <= 20
    return f"{number}{'th' if teen else {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th')}"


_SMALL = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen"
    " seventeen eighteen nineteen"
)
_ONES = _SMALL.split()
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")


def _cardinal_text(number: int) -> str:
    if number >= 100:
        return str(number)
    tens, ones = divmod(number, 10)
    words = _ONES[number] if number < 20 else _TENS[tens - 2] + (f"-{_ONES[ones]}" if ones else "")
    return words.capitalize()


def _ordinal_text(number: int) -> str:
    cardinal = _cardinal_text(number)
    head, dash, last = cardinal.rpartition("-")
    irregular = {"one": "first", "two": "second", "three": "third", "five": "fifth", "eight": "eighth"}
    irregular |= {"nine": "ninth", "twelve": "twelfth"}
    if last.isdigit():
        return _ordinal(number)
    regular = last[:-1] + "ieth" if last.endswith("y") else f"{last}th"
    return (head + dash + irregular.get(last.lower(), regular)).capitalize()


def _zero_padded(number: int, pattern: str) -> str:
    """A custom format is given by its first numbers: "001, 002, …" pads to three digits."""
    first = pattern.partition(",")[0].strip()
    return str(number).zfill(len(first)) if first.isdigit() else str(number)


_IDEOGRAPHS = "〇一二三四五六七八九"
_TAIWANESE = "○一二三四五六七八九"
_WITH_ZERO = "零一二三四五六七八九"
_PLACES = " 十百千万"
# The standard shows 一十 for 10 in the counting-thousand systems; Word and every printed notice write 十.
_CHINESE_THOUSAND = _places(_WITH_ZERO, _PLACES, one="not-ten", zero="零")
_JAPANESE = _places(_IDEOGRAPHS, _PLACES, one="only-myriad", zero="")

FORMATS: dict[str, Callable[[int], str]] = {
    "decimal": str,
    "decimalHalfWidth": str,
    "decimalZero": lambda number: f"{number:02d}",
    "decimalFullWidth": _digits("０１２３４５６７８９"),
    "decimalFullWidth2": _digits("０１２３４５６７８９"),
    "decimalEnclosedCircle": _range("①", 20),
    "decimalEnclosedCircleChinese": _range("①", 20),
    "decimalEnclosedParen": _range("⑴", 20),
    "decimalEnclosedFullstop": _range("⒈", 20),
    "chineseCounting": _tens(_IDEOGRAPHS),
    "chineseCountingThousand": _CHINESE_THOUSAND,
    "chineseLegalSimplified": _places("零壹贰叁肆伍陆柒捌玖", " 拾佰仟万", one="all", zero="零"),
    "ideographDigital": _digits(_IDEOGRAPHS),
    "ideographTraditional": _row("甲乙丙丁戊己庚辛壬癸"),
    "ideographZodiac": _row("子丑寅卯辰巳午未申酉戌亥"),
    "ideographZodiacTraditional": _sexagenary,
    "ideographEnclosedCircle": _range("㊀", 10),
    "ideographLegalTraditional": _places("零壹貳參肆伍陸柒捌玖", " 拾佰仟萬", one="all", zero="零"),
    "japaneseCounting": _JAPANESE,
    "japaneseLegal": _places("零壱弐参四伍六七八九", " 拾百阡萬", one="all", zero=""),
    "japaneseDigitalTenThousand": _digits(_IDEOGRAPHS),
    "taiwaneseCounting": _tens(_TAIWANESE),
    "taiwaneseCountingThousand": _CHINESE_THOUSAND,
    "taiwaneseDigital": _digits(_TAIWANESE),
    "koreanDigital2": _digits(_WITH_ZERO),
    "lowerLetter": _letters("a"),
    "upperLetter": _letters("A"),
    "lowerRoman": lambda number: _roman(number).lower(),
    "upperRoman": _roman,
    "ordinal": _ordinal,
    "cardinalText": _cardinal_text,
    "ordinalText": _ordinal_text,
    "numberInDash": lambda number: f"- {number} -",
    "hex": lambda number: f"{number:X}",
    "none": lambda number: "",
    "bullet": lambda number: "",
}
