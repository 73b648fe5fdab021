"""How readable a run of characters is as Chinese, and in which script it is written."""

from __future__ import annotations

import json
import re
from functools import cache
from importlib.resources import files
from typing import Final, Literal

REPLACEMENT: Final = "\ufffd"
_PUNCTUATION: Final = "，。、；：？！（）“”‘’《》〈〉【】〔〕—…·％－～　\u00a0"
_SAMPLE: Final = 4_000  # characters: enough to tell the script
_ASCII: Final = re.compile(r"[\x00-\x7f]+")


@cache
def common_characters() -> frozenset[str]:
    """The characters of either script that make up nine tenths of Chinese prose, and its punctuation."""
    record = json.loads((files("noticeparse") / "data/common_characters.json").read_text("utf-8"))
    return frozenset(record["simplified"] + record["traditional"] + _PUNCTUATION)


def without_ascii(text: str) -> str:
    """`text` without its ASCII characters."""
    return _ASCII.sub("", text)


def share_of_common(text: str) -> float:
    """The share of common Chinese characters among the non-ASCII ones of `text`: about 0.9 in prose,
    0.1 in mojibake."""
    foreign = without_ascii(text)
    if not foreign:
        return 0.0
    common = common_characters()
    return sum(map(common.__contains__, foreign)) / len(foreign)


@cache
def _characters_of_one_script() -> tuple[frozenset[str], frozenset[str]]:
    """The Han characters GB 2312 has and Big5 lacks, and the common ones of Big5 that GB 2312 lacks.

    The two standards were each made for one script, which makes them a table of what only that script writes.
    """
    gb2312 = _decodable("gb2312", range(0xB0, 0xF8), range(0xA1, 0xFF))
    big5 = _decodable("big5", range(0xA4, 0xFA), [*range(0x40, 0x7F), *range(0xA1, 0xFF)])
    everyday_big5 = _decodable("big5", range(0xA4, 0xC7), [*range(0x40, 0x7F), *range(0xA1, 0xFF)])
    return gb2312 - big5, everyday_big5 - gb2312


def _decodable(codec: str, leads: range, trails: range | list[int]) -> frozenset[str]:
    pairs = bytes(byte for lead in leads for trail in trails for byte in (lead, trail))
    return frozenset(pairs.decode(codec, "ignore"))


@cache
def _traditional_only() -> re.Pattern[str]:
    return re.compile("[" + "".join(sorted(_characters_of_one_script()[1])) + "]")


def script_of(text: str) -> Literal["simplified", "traditional"]:
    """The script most different characters at the head of `text` belong to; simplified where nothing
    tells."""
    sample = text[:_SAMPLE]
    traditional = set(_traditional_only().findall(sample))
    if not traditional:  # of nearly every notice: the others need not be looked for
        return "simplified"
    simplified, _ = _characters_of_one_script()
    return "traditional" if len(traditional) > len(simplified.intersection(sample)) else "simplified"
