"""The characters of a PDF page → printed lines, by position."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from statistics import median
from typing import Any

CLOSING = "，。、；：？！）」』】》〉”’…,.;:?!)]}％%"
_UNMAPPED = re.compile(r"\(cid:\d+\)")
_OPENING = "“‘（《〈【「『([{"
# Some programs map a character to its look-alike among the radicals; the glyph is the character's.
_RADICALS = {
    code: unicodedata.normalize("NFKC", chr(code)) for code in (*range(0x2F00, 0x2FD6), 0x2E9F, 0x2EF3)
} | {
    ord(radical): character
    for radical, character in zip(
        "⺠⻄⻅⻆⻉⻋⻓⻔⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻧⻨⻩⻬⻮⻰",
        "民西见角贝车长门青韦页风飞食马骨鬼鱼鸟卤麦黄齐齿龙",
        strict=True,
    )
}


@dataclass(slots=True)
class PrintedLine:
    """A printed line; lengths in points, `top` from the top of the page."""

    text: str
    x0: float
    x1: float
    x1_inside: float  # without closing punctuation, which may hang out of the column
    top: float
    bottom: float
    size: float
    page: int
    first_word: float  # width of what would have had to fit on the line before


def printed_lines(chars: Iterable[dict[str, Any]], page: int) -> Iterator[PrintedLine]:
    """The lines that pdfplumber's `chars` make, from top to bottom; `page` is noted in each."""
    shown = sorted(chars, key=_middle)
    row: list[dict[str, Any]] = []
    middle = 0.0
    for char in shown:
        if row and _middle(char) - middle > 0.5 * max(char["size"], row[0]["size"]):
            yield from _line(row, page)
            row = []
        row.append(char)
        middle += (_middle(char) - middle) / len(row)
    yield from _line(row, page)


def is_shown(char: dict[str, Any], width: float, height: float) -> bool:
    """Whether a character stands level on a page of this size.

    Slanted ones are watermarks; pdfminer calls anything up to a quarter turn upright.
    """
    along, up = char["matrix"][:2]
    level = char["upright"] and abs(up) < 0.05 * abs(along)
    return bool(
        level and 1 <= char["size"] <= 400 and -1 <= char["x0"] <= width and -1 <= char["top"] <= height
    )


def _middle(char: dict[str, Any]) -> float:
    return float(char["top"] + char["bottom"]) / 2


def _line(row: list[dict[str, Any]], page: int) -> Iterator[PrintedLine]:
    """The characters of one line from left to right, with blanks where the print leaves room for them."""
    row = sorted(row, key=lambda char: char["x0"])
    while row and not row[0]["text"].strip():
        del row[0]
    while row and not row[-1]["text"].strip():
        del row[-1]
    pieces: list[str] = []
    previous: dict[str, Any] | None = None
    for char in row:
        if previous is not None:
            if _is_shadow(char, previous):
                continue
            pieces.append(_gap(previous, char))
        pieces.append(_character(char["text"]))
        previous = char
    text = "".join(pieces)
    if text.strip():
        top, bottom = median(char["top"] for char in row), max(char["bottom"] for char in row)
        right = max(char["x1"] for char in row)
        inside = max((char["x1"] for char in row if char["text"] not in CLOSING), default=right)
        size = median(char["size"] for char in row)
        yield PrintedLine(text, row[0]["x0"], right, inside, top, bottom, size, page, _first_word(row))


def _is_shadow(char: dict[str, Any], previous: dict[str, Any]) -> bool:
    """Whether a character is printed a second time to look bold."""
    return bool(char["text"] == previous["text"] and char["x0"] - previous["x0"] < 0.2 * char["size"])


def _gap(left: dict[str, Any], right: dict[str, Any]) -> str:
    """A blank where a Latin word ends, or Chinese characters stand an em apart."""
    if left["text"].isspace() or right["text"].isspace():
        return ""
    room = (right["x0"] - left["x1"]) / max(left["size"], right["size"])
    latin = left["text"].isascii() and right["text"].isascii()
    return " " if room > (0.2 if latin else 0.9) else ""


def _character(text: str) -> str:
    """What a glyph stands for: U+FFFD where its font does not say, no look-alike where it says one."""
    if _UNMAPPED.fullmatch(text):
        return "\N{REPLACEMENT CHARACTER}"
    if text in "\r\n\t\x0b\x0c":
        return " "
    return "".join(
        char for char in text.translate(_RADICALS) if char == " " or char.isprintable() or char.isspace()
    )


def _first_word(row: list[dict[str, Any]]) -> float:
    """Width of what stands together at the head of a line and would have had to fit on the one before.

    A Latin word or figure, a dash, or one character, with the opening marks before it and the closing ones
    after.
    """
    texts = [char["text"] for char in row]
    end = 0
    while end < len(texts) - 1 and texts[end] in _OPENING:
        end += 1
    same = _ascii_word if _ascii_word(texts[end]) else (lambda text: text in "—…")
    end += 1
    while end < len(texts) and same(texts[end]) and same(texts[end - 1]):
        end += 1
    while end < len(texts) and (
        texts[end] in CLOSING or (_ascii_word(texts[end]) and _holds(texts[end - 1]))
    ):
        end += 1
    return float(row[end - 1]["x1"] - row[0]["x0"])


def _holds(text: str) -> bool:
    """Whether a figure or Latin word right behind `text` may stay on its line."""
    return text in CLOSING or _ascii_word(text)


def _ascii_word(text: str) -> bool:
    return text.isascii() and not text.isspace() and text not in _OPENING
