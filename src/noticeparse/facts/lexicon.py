"""The word lists of the facts stage, read once from ``noticeparse/data`` when the first text is scanned."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from noticeparse.tables import ACTIVE, per_extension


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a list. `kind` is its class, `excepted` the longer words it may be part of, with its offset.

    For a measure word `numerals` says which numbers may stand before it: "any" number; "arabic" digits or a
    Chinese numeral of two and more characters (三部 may be three ministries); "han" any, with a listed noun
    behind (点: 四点要求, but 九点 is a time). For a verb `noun` says that it also names a thing done (检查).
    """

    word: str
    kind: str = ""
    numerals: str = "any"
    noun: bool = False
    excepted: tuple[tuple[int, str], ...] = ()

    def stands_at(self, folded: str, at: int) -> bool:
        """Whether the word is printed at `at`, and not as part of one of its exceptions."""
        if not folded.startswith(self.word, at):
            return False
        for offset, longer in self.excepted:
            if offset <= at and folded.startswith(longer, at - offset):
                return False
        return True


class Words:
    """A list of words, looked up by their first character: longest first, exceptions left out."""

    def __init__(self, words: Iterable[Word]) -> None:
        self._by_first: dict[str, tuple[Word, ...]] = {}
        self._all = {word.word: word for word in words}
        for word in sorted(self._all.values(), key=lambda word: -len(word.word)):
            self._by_first[word.word[0]] = (*self._by_first.get(word.word[0], ()), word)

    def __contains__(self, word: str) -> bool:
        return word in self._all

    def get(self, word: str) -> Word | None:
        """The word with this spelling."""
        return self._all.get(word)

    def firsts(self) -> frozenset[str]:
        """The characters that words of the list begin with."""
        return frozenset(self._by_first)

    def at(self, folded: str, at: int) -> Word | None:
        """The longest word of the list that stands at `at`."""
        for word in self._by_first.get(folded[at : at + 1], ()):
            if word.stands_at(folded, at):
                return word
        return None

    def between(self, folded: str, start: int, end: int) -> Iterator[tuple[int, int, Word]]:
        """The words that stand in ``folded[start:end]``, without overlaps: (start, end, word)."""
        by_first = self._by_first
        at, end = start, min(end, len(folded))
        while at < end:
            for word in by_first.get(folded[at], ()):
                if word.stands_at(folded, at) and at + len(word.word) <= end:
                    yield at, at + len(word.word), word
                    at += len(word.word) - 1
                    break
            at += 1

    def ending(self, folded: str, start: int, end: int) -> Word | None:
        """The longest word of the list, of at most four characters, that ``folded[start:end]`` ends with."""
        for size in (4, 3, 2, 1):
            word = self._all.get(folded[end - size : end]) if end - size >= start else None
            if word and (not word.excepted or word.stands_at(folded, end - size)):
                return word
        return None


def _word(spelling: str, record: dict[str, Any], **fields: Any) -> Word:
    excepted = tuple((longer.index(spelling), longer) for longer in record.get("except", ()))
    return Word(spelling, excepted=excepted, **fields)


@cache
def _shipped(name: str) -> tuple[dict[str, Any], ...]:
    return tuple(json.loads(files("noticeparse").joinpath("data", f"{name}.json").read_text("utf-8")))


def records(name: str) -> tuple[dict[str, Any], ...]:
    """The records of ``data/<name>.json``, with those a user adds or puts in their place."""
    extension = ACTIVE.get()
    added = extension.records.get(name, ()) if extension else ()
    if not added:
        return _shipped(name)
    key = next(key for key in ("unit", "verb", "noun", "word", "phrase") if isinstance(added[0].get(key), str))
    replaced = {record[key] for record in added}
    return (*(record for record in _shipped(name) if record[key] not in replaced), *added)


@per_extension
def units() -> Words:
    """The measure words."""
    return Words(_word(r["unit"], r, kind=r["class"], numerals=r["numerals"]) for r in records("units"))


@per_extension
def units_of(kind: str) -> frozenset[str]:
    """The measure words of a class: event, person, thing …"""
    return frozenset(record["unit"] for record in records("units") if record["class"] == kind)


@per_extension
def verbs() -> Words:
    """The verbs of official prose."""
    return Words(_word(r["verb"], r, kind=r["class"], noun=r["noun"]) for r in records("verbs"))


@per_extension
def verbs_of(kind: str) -> Words:
    """The verbs of a class: document, money …"""
    return Words(
        _word(r["verb"], r, kind=kind, noun=r["noun"]) for r in records("verbs") if r["class"] == kind
    )


@per_extension
def verbs_in_role(role: str) -> frozenset[str]:
    """Verbs marked with a role: recovery (of money), pivot, decrease, increase …"""
    return frozenset(record["verb"] for record in records("verbs") if role in record["roles"])


@per_extension
def money_nouns() -> Words:
    """Nouns whose number in 万 or 亿 is money also without 元."""
    return Words(Word(record["noun"]) for record in records("money_nouns"))


@per_extension
def function_words(role: str) -> Words:
    """Adverbs, prepositions and the like: "stop" ends a counted phrase, "opening" and "closing" surround one,
    "adverb" stands before a verb, "status" says how a counted thing stands."""
    return Words(_word(r["word"], r, kind=role) for r in records("function_words") if role in r["roles"])


@per_extension
def status_words() -> Words:
    """The words that only say how a counted thing stands, or lead up to its number: 已 基本 不属实 其中."""
    around = ("status", "opening", "closing")
    return Words(_word(r["word"], r) for r in records("function_words") if any(a in r["roles"] for a in around))


@per_extension
def nouns() -> Words:
    """The heads that a counted phrase usually ends with; `kind` says which name a person, a body or a paper."""
    return Words(Word(record["noun"], kind=record.get("class", "")) for record in records("nouns"))


@per_extension
def _phrases_by_pair() -> dict[str, tuple[tuple[int, str], ...]]:
    """Fixed words and slogans by each numeral in them with its neighbour: 统一 → 统一, 三重 → 三重一大.

    The pair is the numeral and the character behind it, or before it where it ends the phrase; with the pair
    comes how many characters of the phrase stand before the numeral.
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


@per_extension
def unit_openers() -> frozenset[str]:
    """The characters that may follow a number with a measure word: its first, a blank, 余 多 来."""
    return units().firsts() | frozenset(" 余多来餘")
