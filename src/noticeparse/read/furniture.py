"""Lines of a page that are not the article: button bars, breadcrumbs, the line of date and source, footers.

The recognisers are records of ``data/furniture.json``. A line is only believed to be furniture where
furniture stands: most records hold before the first paragraph of prose (`head`) or after the last
(`tail`), a few anywhere.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Final, Literal

Place = Literal["head", "tail", "middle"]
_ZONES: Final = {"head": ("any", "ends", "head"), "tail": ("any", "ends", "tail"), "middle": ("any",)}

_LONGEST: Final = 240
_BLANKS: Final = " \t\r\f\v\u00a0\u3000\u200b\ufeff"
_SEPARATORS: Final = r"[\s　|｜、/·•:：,，【】\[\]()（）>＞]"
_DATE: Final = r"(?:19|20)\d{2}(?:[-/.]\d{1,2}[-/.]\d{1,2}|年\d{1,2}月\d{1,2}日)"
_TIME: Final = r"(?:[\sT]*\d{1,2}:\d{2}(?::\d{2})?)"
_STAMP: Final = re.compile(rf"\s*{_DATE}{_TIME}?[\s|｜]*|\s*")
_BARE_STAMP: Final = re.compile(rf"(?:19|20)\d{{2}}([-/.])\d{{1,2}}\1\d{{1,2}}{_TIME}?|{_DATE}{_TIME}")
_VALUE_ENDS: Final = re.compile(r"[。；！？]|，.*，")
_MARKER: Final = re.compile(
    r"[\s*#]*(?:[（(]?[一二三四五六七八九十]{1,3}[、)）.]|[（(]?\d{1,2}[、)）.]|第[一二三四五六七八九十]|[①-⑳])"
)
_SENTENCE: Final = re.compile(r"[。；]")
_PROSE_LENGTH: Final = 30


@dataclass(frozen=True, slots=True)
class Furniture:
    """One record of ``data/furniture.json``: a kind of furniture line and where it is believed."""

    name: str
    zone: Literal["head", "tail", "ends", "any"]
    matches: Callable[[str], object]
    """True or a match for a whole line of the kind."""
    shape: str
    """Regular-expression source: every whole line of the kind matches it, others may."""
    examples: tuple[str, ...]
    counterexamples: tuple[str, ...]


@cache
def kinds() -> tuple[Furniture, ...]:
    """Every kind of furniture line, in the order they are tried."""
    records = json.loads((files("noticeparse") / "data/furniture.json").read_text("utf-8"))["patterns"]
    return tuple(
        Furniture(r["name"], r["zone"], *_matcher(r), tuple(r["examples"]), tuple(r["counterexamples"]))
        for r in records
    )


def _matcher(record: dict[str, Any]) -> tuple[Callable[[str], object], str]:
    """`Furniture.matches` and `Furniture.shape` of a record."""
    if "keys" in record:
        return _pairs_matcher(record["keys"]), ".*"
    if "tokens" in record:
        words = _longest_first(record["tokens"])
        pattern = rf"(?:{_SEPARATORS}*+(?:{words}))++{_SEPARATORS}*+"
    else:
        pattern = record["pattern"]
    return re.compile(pattern, re.IGNORECASE).fullmatch, pattern


def _longest_first(words: Sequence[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


def _pairs_matcher(keys: Sequence[str]) -> Callable[[str], bool]:
    """A line of `key: value` pairs and nothing else; a bare time stamp may stand before them or alone."""
    key = re.compile(rf"[【\[(（]?\s*(?<![\w])(?:{_longest_first(keys)})\s*[:：]")

    def matches(line: str) -> bool:
        before, *values = key.split(line) if ":" in line or "：" in line else [line]
        if not values:
            return _BARE_STAMP.fullmatch(before.strip()) is not None
        return _STAMP.fullmatch(before) is not None and all(_is_value(value) for value in values)

    return matches


def _is_value(text: str) -> bool:
    return len(text) <= 80 and not _VALUE_ENDS.search(text)


def kind_of(line: str, place: Place) -> str | None:
    """The name of the furniture `line` is when it stands in `place`, else None. `line` may have outer
    blanks."""
    if place == "middle" and "。" in line:
        return None
    words = line.strip(_BLANKS)
    if not words or len(words) > _LONGEST:
        return None
    if place == "tail" and _BARE_STAMP.fullmatch(words):  # below the text a date alone is the signature's
        return None
    if place == "middle" and not _anywhere().fullmatch(words):
        return None
    for kind in _kinds_at(place):
        if kind.matches(words):
            return kind.name
    return None


@cache
def _kinds_at(place: Place) -> tuple[Furniture, ...]:
    return tuple(kind for kind in kinds() if kind.zone in _ZONES[place])


@cache
def _anywhere() -> re.Pattern[str]:
    """A line of any kind that is believed among the article's lines, of which nearly all are of none."""
    return re.compile("|".join(f"(?:{kind.shape})" for kind in _kinds_at("middle")), re.IGNORECASE)


def kinds_of_lines(lines: Sequence[str]) -> list[str | None]:
    """The furniture each line of a document is, None for lines of the article."""
    first, last = prose_bounds(lines)
    found: list[str | None] = [None] * len(lines)
    for number, line in enumerate(lines):
        if number < first:
            found[number] = kind_of(line, "head")
        elif number > last:
            found[number] = kind_of(line, "tail")
        elif line and "。" not in line:
            found[number] = kind_of(line, "middle")
    return found


def prose_bounds(lines: Sequence[str]) -> tuple[int, int]:
    """Number of the first line of the article's running text or items, and of its last of running text."""
    first = next((n for n, line in enumerate(lines) if _is_prose(line) or _is_item(line)), len(lines))
    last = next((n for n in range(len(lines) - 1, -1, -1) if _is_prose(lines[n])), None)
    if last is None:
        last = next((n for n in range(len(lines) - 1, -1, -1) if _is_item(lines[n])), -1)
    return first, last


def _is_prose(line: str) -> bool:
    return len(line) >= _PROSE_LENGTH and _SENTENCE.search(line) is not None and "](" not in line


def _is_item(line: str) -> bool:
    return _MARKER.match(line) is not None and kind_of(line, "middle") is None


# ------------------------------------------------------------------ what such lines say

_PUBLISHED: Final = re.compile(
    rf"(?<![\u4e00-\u9fff])(?:(发布|发表|公开|发文|发稿)(?:日期|时间)|时间|日期|(更新)(?:日期|时间))\s*[:：]\s*({_DATE}{_TIME}?)"
)
_PUBLISHER: Final = re.compile(
    r"(?:信息|稿件|文章|新闻)?(?:来源(?:单位)?|发布(?:机构|机关|单位)|发文(?:机关|机构|单位))\s*[:：]\s*"
    r"([^\s:：|｜【】\[\]()，。]{2,40})"
)
_ANY_KEY: Final = re.compile(r"(?:作者|时间|日期|字号|字体|浏览|阅读|点击|编辑|打印|发布).*")


def published_in(line: str) -> str | None:
    """The date of publication a line of page facts states, as printed; 发布日期 before 日期 before
    更新日期."""
    found = sorted(_PUBLISHED.finditer(line), key=lambda m: 0 if m[1] else 2 if m[2] else 1)
    if found:
        return found[0][3].strip()
    bare = re.match(rf"\s*({_DATE}{_TIME}?)", line)
    return bare[1].strip() if bare else None


def publisher_in(line: str) -> str | None:
    """The organ a line of page facts names as source or publisher."""
    found = _PUBLISHER.search(line)
    name = _ANY_KEY.sub("", found[1]) if found else ""
    return name or None
