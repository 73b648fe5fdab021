"""The word lists of the facts stage, read once from ``noticeparse/data`` when the first text is scanned."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Final

from noticeparse.tables import ACTIVE, per_extension


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a list. `kind` is its class, `excepted` the longer words it may be part of, with its offset.

    For a measure word `numerals` says which numbers may stand before it: "any" number; "arabic" digits or a
    Chinese numeral of two and more characters (三部 may be three ministries); "han" any, with a listed noun
    behind (点: 四点要求, but 九点 is a time); "mark" digits, where the clause ends or a listed noun stands behind. For a verb `noun` says that it also names a thing done (检查).
    """

    word: str
    kind: str = ""
    numerals: str = "any"
    noun: bool = False
    excepted: tuple[tuple[int, str], ...] = ()

    def stands_at(self, folded: str, at: int) -> bool:
        """Whether the word, which is printed at `at`, is no part of one of its exceptions there."""
        for offset, longer in self.excepted:
            if offset <= at and folded.startswith(longer, at - offset):
                return False
        return True


Found = tuple[int, int, Word]
"""A word of a list, and where it stands: (start, end, word)."""


class Words:
    """A list of words, looked up by their first two characters: longest first, exceptions left out."""

    def __init__(self, words: Iterable[Word]) -> None:
        self._all = {word.word: word for word in words}
        self._firsts = frozenset(word[0] for word in self._all)
        self._single = {word: entry for word, entry in self._all.items() if len(word) == 1}
        self._by_pair: dict[str, tuple[Word, ...]] = {}
        for word in sorted(self._all.values(), key=lambda word: -len(word.word)):
            if len(word.word) > 1:
                pair = word.word[:2]
                self._by_pair[pair] = (*self._by_pair.get(pair, ()), word)
        self._sizes = sorted({len(word) for word in self._all if len(word) <= 4}, reverse=True)
        self._lasts = frozenset(word[-1] for word in self._all)

    def __contains__(self, word: str) -> bool:
        return word in self._all

    def get(self, word: str) -> Word | None:
        """The word with this spelling."""
        return self._all.get(word)

    def firsts(self) -> frozenset[str]:
        """The characters that words of the list begin with."""
        return self._firsts

    def at(self, folded: str, at: int) -> Word | None:
        """The longest word of the list that stands at `at`."""
        pair = folded[at : at + 2]
        if pair[:1] not in self._firsts:
            return None
        for word in self._by_pair.get(pair, ()):
            if folded.startswith(word.word, at) and (not word.excepted or word.stands_at(folded, at)):
                return word
        single = self._single.get(pair[:1])
        if single is not None and (not single.excepted or single.stands_at(folded, at)):
            return single
        return None

    def between(self, folded: str, start: int, end: int) -> list[Found]:
        """The words that stand in ``folded[start:end]``, without overlaps: (start, end, word)."""
        by_pair, single, firsts = self._by_pair, self._single, self._firsts
        found: list[Found] = []
        at, end = start, min(end, len(folded))
        while at < end:
            if folded[at] in firsts:
                for word in by_pair.get(folded[at : at + 2], ()):
                    stop = at + len(word.word)
                    if stop <= end and folded.startswith(word.word, at) and (not word.excepted or word.stands_at(folded, at)):
                        found.append((at, stop, word))
                        at = stop - 1
                        break
                else:
                    one = single.get(folded[at])
                    if one is not None and (not one.excepted or one.stands_at(folded, at)):
                        found.append((at, at + 1, one))
            at += 1
        return found

    def ending(self, folded: str, start: int, end: int) -> Word | None:
        """The longest word of the list, of at most four characters, that ``folded[start:end]`` ends with."""
        words = self._all
        if folded[end - 1 : end] not in self._lasts:
            return None
        for size in self._sizes:
            if end - size >= start:
                word = words.get(folded[end - size : end])
                if word is not None and (not word.excepted or word.stands_at(folded, end - size)):
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


NUMERALS: Final = frozenset("一二两三四五六七八九十百千万双")


@per_extension
def unit_openers() -> frozenset[str]:
    """The characters that may follow a number with a measure word: its first, a blank, 余 多 来."""
    return units().firsts() | frozenset(" 余多来餘")


@dataclass(frozen=True, slots=True)
class WordLists:
    """Every list the builders of a scan look words up in."""

    units: Words
    verbs: Words
    money_verbs: Words
    nouns: Words
    money_nouns: Words
    stops: Words
    stop_firsts: frozenset[str]
    """What a word that ends a phrase, or covers one, begins with; or a title."""
    opening: Words
    closing: Words
    adverbs: Words
    status: Words
    event_units: frozenset[str | None]
    person_units: frozenset[str | None]
    thing_units: frozenset[str | None]
    physical_units: frozenset[str | None]
    roles: Mapping[str, frozenset[str]]
    """The verbs marked with each role."""
    fixed_phrases: Mapping[str, tuple[tuple[int, str], ...]]

    def in_fixed_phrase(self, folded: str, at: int) -> bool:
        """Whether the numeral at `at` belongs to a fixed word or a slogan (统一, 三重一大, 两个维护)."""
        for pair in (folded[at : at + 2], "<" + folded[at - 1 : at + 1] if at else ""):
            for lead, phrase in self.fixed_phrases.get(pair, ()):
                if lead <= at and folded.startswith(phrase, at - lead):
                    return True
        return False


_ROLES: Final = ("bare", "case", "decrease", "deed", "document", "increase", "money", "pivot", "recovery", "weak")


@per_extension
def word_lists() -> WordLists:
    """The lists of the extension in use."""
    return WordLists(
        units=units(),
        verbs=verbs(),
        money_verbs=verbs_of("money"),
        nouns=nouns(),
        money_nouns=money_nouns(),
        stops=function_words("stop"),
        stop_firsts=function_words("stop").firsts() | verbs().firsts() | nouns().firsts() | frozenset("《〈"),
        opening=function_words("opening"),
        closing=function_words("closing"),
        adverbs=function_words("adverb"),
        status=status_words(),
        event_units=units_of("event") | {"人次", "学时", "课时"},
        person_units=units_of("person"),
        thing_units=units_of("thing"),
        physical_units=units_of("physical"),
        roles={role: verbs_in_role(role) for role in _ROLES},
        fixed_phrases=_phrases_by_pair(),
    )
