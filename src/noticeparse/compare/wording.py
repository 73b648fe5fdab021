"""Words as weighted pieces: what two texts have in common, rare pieces counting more than common ones.

Pieces are single characters and pairs of them, letters, digits and Han characters only, half width. Chinese words of
one meaning mostly share a character (监管 and 监督, 推进 and 推动), so pieces see through much rewording without a list of
synonyms. A piece weighs the logarithm of how rare it is among the texts compared (Spärck Jones 1972); the words by
which any fault is stated (不到位, 薄弱, 滞后 …) say little about which fault it is and weigh less.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from math import log

from noticeparse.outline.headings import NEGATIVE
from noticeparse.outline.lines import fold

_NO_SIGN = re.compile(r"[^0-9a-z\u3007\u3400-\u4dbf\u4e00-\u9fff]+")
_NUMBER = re.compile(r"\d+(?:[,.]\d+)*")
_LONG = re.compile(r"(?<![\d.])(?!(?:19|20)\d\d(?:年|[-./]\d))(?=(?:[,.]?\d){3})\d+(?:,\d{3})*(?:\.\d+)?")
_FAULT = "\ue000"  # stands for the words that only say that something is wrong
_SINGLE, _DOUBLE, _OF_FAULT = 0.5, 1.0, 0.25

Pieces = Counter[str]


def pieces(text: str) -> Pieces:
    """Characters and pairs of characters of `text`; every number counts as the same sign."""
    return _cut(masked(text))


def masked(text: str) -> str:
    """`text` as `bare` leaves it, every number as one sign."""
    return _NO_SIGN.sub("", _NUMBER.sub("0", fold(text).lower()))


def long_numbers(text: str) -> frozenset[str]:
    """The numbers of `text` with three digits and more, which seldom agree by chance; years are left out."""
    found = (number[0].replace(",", "") for number in _LONG.finditer(fold(text)))
    return frozenset(number.rstrip("0").rstrip(".") if "." in number else number for number in found)


def stated_pieces(quote: str) -> Pieces:
    """The pieces of the words that state a problem, those of its fault marked as such."""
    folded = fold(quote).lower()
    found = _cut(_NO_SIGN.sub("", NEGATIVE.sub(" ", folded)))
    for fault in NEGATIVE.finditer(folded):
        found.update({_FAULT + piece: n for piece, n in _cut(_NO_SIGN.sub("", fault[0])).items()})
    return found


def bare(text: str) -> str:
    """`text` without blanks and punctuation, half width and in small letters."""
    return _NO_SIGN.sub("", fold(text).lower())


def _cut(bare: str) -> Pieces:
    return Counter(bare) + Counter(map("".join, pairwise(bare)))


@dataclass(frozen=True, slots=True)
class Weighed:
    """Pieces of one text with what each counts, and their sum."""

    pieces: dict[str, float]
    sum: float

    def common(self, other: Weighed) -> float:
        """What both have in common counts so much."""
        few, many = sorted((self.pieces, other.pieces), key=len)
        return sum(min(weight, many[piece]) for piece, weight in few.items() if piece in many)

    def alike(self, other: Weighed) -> float:
        """Dice's coefficient over the weighted pieces, 0 to 1; nothing is unlike everything."""
        both = self.sum + other.sum
        return 2 * self.common(other) / both if both else 0.0

    def held_by(self, other: Weighed) -> float:
        """The share of this text that the other has, 0 to 1."""
        return self.common(other) / self.sum if self.sum else 0.0


class Weights:
    """How much a piece counts, given the texts in which it could occur."""

    def __init__(self, texts: Iterable[Pieces]) -> None:
        holding: Counter[str] = Counter()
        count = 0
        for text in texts:
            count += 1
            holding.update(text.keys())
        self._rarity = [log(1 + (count + 1) / (0.5 + n)) for n in range(count + 1)]
        self._holding = holding

    def weigh(self, text: Pieces) -> Weighed:
        """`text` with its weights."""
        weighed = {piece: n * self._weight(piece) for piece, n in text.items()}
        return Weighed(weighed, sum(weighed.values()))

    def _weight(self, piece: str) -> float:
        kind = _OF_FAULT if piece[0] == _FAULT else _SINGLE if len(piece) == 1 else _DOUBLE
        return kind * self._rarity[self._holding[piece]]
