"""The word lists of the facts stage, read once from ``noticeparse/data`` when the first text is scanned."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any


@dataclass(frozen=True, slots=True)
class Unit:
    """A measure word. `kind` is its class; `numerals` says which numbers may stand before it.

    "any" number; "arabic" digits or a Chinese numeral of two and more characters (三部 may be three ministries);
    "han" also needs a listed noun behind it (点: 四点要求, but 九点 is a time).
    """

    word: str
    kind: str
    numerals: str


@dataclass(frozen=True, slots=True)
class Verb:
    """A verb of official prose; `noun` says that it also names what is done (开展检查)."""

    word: str
    kind: str
    noun: bool


@cache
def records(name: str) -> tuple[dict[str, Any], ...]:
    """The records of ``data/<name>.json``."""
    return tuple(json.loads(files("noticeparse").joinpath("data", f"{name}.json").read_text("utf-8")))


@cache
def units_by_first() -> dict[str, tuple[Unit, ...]]:
    """Measure words by their first character, longest first."""
    table: dict[str, list[Unit]] = {}
    for record in records("units"):
        table.setdefault(record["unit"][0], []).append(Unit(record["unit"], record["class"], record["numerals"]))
    return {first: tuple(sorted(units, key=lambda unit: -len(unit.word))) for first, units in table.items()}


def unit_at(folded: str, at: int) -> Unit | None:
    """The longest measure word that begins at `at`."""
    for unit in units_by_first().get(folded[at : at + 1], ()):
        if folded.startswith(unit.word, at):
            return unit
    return None


@cache
def verbs() -> dict[str, Verb]:
    """Verbs by their word."""
    return {r["verb"]: Verb(r["verb"], r["class"], r["noun"]) for r in records("verbs")}


def any_of(words: Iterable[str], before: str = "", behind: str = "") -> re.Pattern[str]:
    """One pattern for many words, longest first, behind a first-character lookahead."""
    ordered = sorted(set(words), key=lambda word: (-len(word), word))
    first = re.escape("".join(sorted({word[0] for word in ordered})))
    return re.compile(f"(?=[{first}]){before}(?:{'|'.join(map(re.escape, ordered))}){behind}")


@cache
def nouns() -> re.Pattern[str]:
    """The heads that a counted phrase usually ends with."""
    return any_of(record["noun"] for record in records("nouns"))


@cache
def noun_set() -> frozenset[str]:
    return frozenset(record["noun"] for record in records("nouns"))


@cache
def _phrases_by_pair() -> dict[str, tuple[tuple[int, str], ...]]:
    """Fixed words and slogans by each numeral in them with its neighbour: 统一 → 统一, 三重 → 三重一大.

    The pair is the numeral and the character behind it, or before it where it ends the phrase; with the pair comes
    how many characters of the phrase stand before the numeral.
    """
    table: dict[str, list[tuple[int, str]]] = {}
    for phrase in [r["word"] for r in records("fixed_words")] + [r["phrase"] for r in records("slogans")]:
        for at, char in enumerate(phrase):
            if char in NUMERALS:
                pair = phrase[at : at + 2] if at + 1 < len(phrase) else "<" + phrase[at - 1 : at + 1]
                table.setdefault(pair, []).append((at, phrase))
    return {pair: tuple(phrases) for pair, phrases in table.items()}


NUMERALS = frozenset("一二两三四五六七八九十百千万双")


def in_fixed_phrase(folded: str, at: int) -> bool:
    """Whether the numeral at `at` belongs to a fixed word or a slogan (统一, 三重一大, 两个维护)."""
    table = _phrases_by_pair()
    for pair in (folded[at : at + 2], "<" + folded[at - 1 : at + 1] if at else ""):
        for lead, phrase in table.get(pair, ()):
            if lead <= at and folded.startswith(phrase, at - lead):
                return True
    return False


@cache
def unit_openers() -> frozenset[str]:
    """The characters that may follow a number with a measure word: its first, a blank, 余 多 来."""
    return frozenset(units_by_first()) | frozenset(" 余多来餘")
