"""Masked character shingles of many texts at once, as numpy arrays.

A text is *masked* before it is cut into shingles, so that a measure copied by another body stays the same measure:
blanks and punctuation are dropped, letters are lower-cased and half width, a run of numbers (with the 年 月 日 of a
date) becomes one mark, and so does the name of an organ. Organs are found lightly: the names given by the caller,
and the two characters before 省 市 区 县 局 公司 … together with that word. The window is short on purpose: a
mistaken one costs three characters, the same three in original and copy.

A shingle is the 64-bit hash of `width` consecutive masked characters (Broder 1997, "On the resemblance and
containment of documents"); a text shorter than that has one shingle, all of it. All texts of a chunk lie in one
array, so the cost is some twenty numpy passes over the characters, whatever the number of texts.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Hashes = NDArray[np.uint64]
    Places = NDArray[np.int64]
    Integer = TypeVar("Integer", np.int64, np.uint64)

WIDTH = 8
CHUNK = 200_000  # characters worked on at once: the arrays of one chunk stay in the cache

_NUMBERS = "0123456789〇零一二三四五六七八九十百千万亿两"
_DATE_UNITS = "年月日号"  # masked only behind a number
_ORGAN_ENDS = "省市区县州旗镇乡局厅"
_ORGAN_WORDS = (
    "员会",
    "街道",
    "社区",
    "公司",
    "集团",
    "大学",
    "学院",
    "学校",
    "医院",
    "中心",
    "支队",
    "党组",
    "党委",
)
_WINDOW = 2  # characters before such an ending that belong to the name

_NAME = "\ue000"  # stands in the working copy for each character of a name the caller gave
_NUMBER_MARK, _ORGAN_MARK = ord("0"), ord(_NAME)
_MULTIPLIER = 0x9E3779B97F4A7C15  # odd, so that multiplying loses nothing modulo 2**64


@dataclass(frozen=True, slots=True)
class Masked:
    """The masked characters of several texts, end to end.

    `codes` what each became; `owner` which text it stands in; `start` and `end` its place in that text, in code
    points (a run of numbers is one masked character with the run's span). Four arrays of one length.
    """

    codes: NDArray[np.uint64]
    owner: Places
    start: Places
    end: Places


@dataclass(frozen=True, slots=True)
class Shingles:
    """Shingles of several texts in text order: `hashes`, and for each the text and its first masked character."""

    hashes: Hashes
    owner: Places
    first: Places


def chunks(texts: Sequence[str], size: int = CHUNK) -> Iterator[tuple[int, int]]:
    """Ranges ``[from, to)`` of `texts`, each of about `size` characters or of one longer text."""
    begin = held = 0
    for at, text in enumerate(texts):
        if held and held + len(text) > size:
            yield begin, at
            begin, held = at, 0
        held += len(text)
    if begin < len(texts):
        yield begin, len(texts)


def mask(texts: Sequence[str], names: Sequence[Sequence[str]] | None = None) -> Masked:
    """The masked characters of the texts; `names` holds, for each text, names of organs to mask in it."""
    import numpy as np

    if names is not None:
        texts = [_without(text, known) for text, known in zip(texts, names, strict=True)]
    lengths = np.fromiter(map(len, texts), np.int64, len(texts))
    printed = np.frombuffer("".join(texts).encode("utf-32-le", "surrogatepass"), np.uint32)
    character, number, unit, organ = _tables()
    codes = character[np.minimum(printed, len(character) - 1)]
    beyond = np.flatnonzero(
        printed >= len(character)
    )  # outside the basic plane: rare ideographs, kept as printed
    codes[beyond] = printed[beyond]
    kept = np.flatnonzero(codes)
    codes = codes[kept]
    owner = np.repeat(np.arange(len(texts)), lengths)[kept]
    begins = np.cumsum(lengths) - lengths
    place = kept - begins[owner]
    narrow = np.minimum(codes, len(character) - 1)
    first = _changes(owner)  # a rule that looks back must not look into the text before

    numbers = number[narrow]
    numbers |= unit[narrow] & _behind(numbers, first)
    torn = first.copy()  # nor past a punctuation mark for an organ's name
    torn[1:] |= kept[1:] != kept[:-1] + 1
    organs = _organs(codes, organ[narrow], torn) & ~numbers
    codes[numbers] = _NUMBER_MARK
    codes[organs] = _ORGAN_MARK
    kind = numbers.astype(np.int8) + 2 * organs
    opens = first.copy()
    opens[1:] |= (kind[1:] != kind[:-1]) | (kind[1:] == 0)
    heads = np.flatnonzero(opens)
    tails = np.append(heads[1:], len(codes)) - 1 if len(heads) else heads
    return Masked(codes[heads].astype(np.uint64), owner[heads], place[heads], place[tails] + 1)


def is_printed(codes: NDArray[np.unsignedinteger[Any]]) -> NDArray[np.bool_]:
    """Which masked characters are printed ones, not marks of numbers and organs."""
    printed: NDArray[np.bool_] = (codes != _NUMBER_MARK) & (codes != _ORGAN_MARK)
    return printed


def shingles(masked: Masked, texts: int, width: int = WIDTH) -> Shingles:
    """Every shingle of `width` masked characters, with repeats; `texts` is how many texts were masked."""
    import numpy as np

    if width < 1:
        raise ValueError(f"a shingle has at least one character, not {width}")
    total = len(masked.codes)
    lengths = np.bincount(masked.owner, minlength=texts)
    # Each text is followed by width - 1 zeros: no shingle reaches into the next text, and a short text has one.
    padded = np.zeros(total + texts * (width - 1), np.uint64)
    at = np.arange(total) + masked.owner * (width - 1)
    padded[at] = masked.codes
    within = np.arange(total) - (np.cumsum(lengths) - lengths)[masked.owner]
    first = np.flatnonzero((within + width <= lengths[masked.owner]) | (within == 0))
    grams = _grams(padded, width)[at[first]] if total else np.zeros(0, np.uint64)
    return Shingles(scrambled(grams), masked.owner[first], first)


def shingle_sets(
    texts: Sequence[str], names: Sequence[Sequence[str]] | None = None, width: int = WIDTH
) -> list[Hashes]:
    """The distinct shingles of each text, ascending."""
    import numpy as np

    found = []
    for begin, end in chunks(texts):
        part = shingles(mask(texts[begin:end], names and names[begin:end]), end - begin, width)
        bounds = np.searchsorted(part.owner, np.arange(end - begin + 1))
        found += [distinct(part.hashes[a:b]) for a, b in pairwise(bounds)]
    return found


def distinct(values: NDArray[Integer]) -> NDArray[Integer]:
    """The distinct values, ascending. By sorting: `np.unique` hashes, many times slower where most are equal."""
    import numpy as np

    values = np.sort(values)
    new = np.ones(len(values), np.bool_)
    new[1:] = values[1:] != values[:-1]
    return values[new]


def _without(text: str, names: Sequence[str]) -> str:
    for name in sorted(set(names), key=len, reverse=True):
        if name:
            text = text.replace(name, _NAME * len(name))
    return text


@lru_cache(maxsize=1)
def _tables() -> tuple[NDArray[np.uint32], NDArray[np.bool_], NDArray[np.bool_], NDArray[np.bool_]]:
    """By code point of the basic plane: the kept character (0: dropped), is it a number, a date unit, an organ's end."""
    import numpy as np

    from noticeparse.outline.lines import fold

    plane = fold("".join(map(chr, range(0x10000))))
    character = np.fromiter(
        (ord(c.lower()) if len(c.lower()) == 1 and (c.isalnum() or c == _NAME) else 0 for c in plane),
        np.uint32,
        len(plane),
    )

    def those(characters: str) -> NDArray[np.bool_]:
        table = np.zeros(len(plane), np.bool_)
        table[[ord(c) for c in characters]] = True
        return table

    return character, those(_NUMBERS), those(_DATE_UNITS), those(_ORGAN_ENDS)


def _changes(owner: Places) -> NDArray[np.bool_]:
    """Where a new text begins."""
    import numpy as np

    first = np.ones(len(owner), np.bool_)
    first[1:] = owner[1:] != owner[:-1]
    return first


def _behind(flags: NDArray[np.bool_], first: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Where the character before, in the same text, is flagged."""
    import numpy as np

    behind = np.zeros_like(flags)
    behind[1:] = flags[:-1]
    return behind & ~first


def _ahead(flags: NDArray[np.bool_], first: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Where the character after, in the same text, is flagged."""
    import numpy as np

    ahead = np.zeros_like(flags)
    ahead[:-1] = flags[1:] & ~first[1:]
    return ahead


def _organs(
    codes: NDArray[np.uint32], ends: NDArray[np.bool_], first: NDArray[np.bool_]
) -> NDArray[np.bool_]:
    """Characters of organs' names: the ending, the characters before it, and names masked by the caller."""
    import numpy as np

    words = np.zeros_like(ends)
    for word in _ORGAN_WORDS:
        words |= (codes == ord(word[1])) & _behind(codes == ord(word[0]), first)
    head = ends | _ahead(words, first)  # where the ending begins
    found = head | words
    for _ in range(_WINDOW):
        head = _ahead(head, first)
        found |= head
    found |= codes == _ORGAN_MARK
    return found


def _grams(codes: Hashes, width: int) -> Hashes:
    """Polynomial hash modulo 2**64 of every `width` codes in a row, by doubling: log2(width) passes, not width."""
    import numpy as np

    done, have = codes[: len(codes) - width + 1] * 0, 0
    power, length = codes, 1  # hashes of `length` codes in a row, length a power of two
    while True:
        if width & length:
            shift = np.uint64(pow(_MULTIPLIER, length, 1 << 64))
            done = done * shift + power[have : have + len(done)]
            have += length
        if have == width:
            return done
        shift = np.uint64(pow(_MULTIPLIER, length, 1 << 64))
        power = power[:-length] * shift + power[length:]
        length *= 2


def scrambled(values: Hashes) -> Hashes:
    """The finaliser of splitmix64: every bit of the hash depends on every bit of the gram."""
    import numpy as np

    values = (values ^ (values >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    values = (values ^ (values >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return values ^ (values >> np.uint64(31))
