"""Which codes of the code book an issue falls under, ranked, with the words that earned them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib.resources import files
from typing import Any, Final

from noticeparse.tables import ACTIVE, per_extension

Points = tuple[tuple[str, float], ...]
"""The codes that a word tells, and how much it counts for each."""


@dataclass(frozen=True, slots=True)
class Words:
    """Words with their points; `lengths`: first two characters → the lengths of the words that begin so, longest first."""

    points: dict[str, Points]
    lengths: dict[str, tuple[int, ...]]


@dataclass(frozen=True, slots=True)
class Groups:
    """Words that tell the group of a code, and the pattern that finds them."""

    pattern: re.Pattern[str]
    letters: dict[str, set[str]]


@dataclass(frozen=True, slots=True)
class CodeBook:
    """The words that tell a code, the words headings use for a group of codes, and the names of the codes."""

    words: Words
    """Strong words, triggers, weak words, and neutral words, which tell no code but hide the shorter words in them."""
    aliases: Groups
    cues: Groups
    """Words in an issue's own quote that tell its group."""
    names: dict[str, str]


@per_extension
def code_book() -> CodeBook:
    """The code book of data/codebook.json, with the groups and codes a user adds or puts in their place."""
    shipped = json.loads(files("noticeparse.data").joinpath("codebook.json").read_text("utf-8"))
    extension = ACTIVE.get()
    own = extension.codebook if extension else None
    return book_of(shipped if own is None else _with_own(shipped, own))


def _with_own(shipped: dict[str, Any], own: Mapping[str, Any]) -> dict[str, Any]:
    """Own records stand for shipped ones of the same code; with ``replace`` the shipped codes and neutral words are left out."""
    merged: dict[str, Any] = {**shipped, "neutral": [] if own["replace"] else shipped["neutral"]}
    for name in ("groups", "codes"):
        kept = {} if own["replace"] and own[name] else {record["code"]: record for record in shipped[name]}
        merged[name] = list((kept | {record["code"]: record for record in own[name]}).values())
    return merged


def book_of(data: dict[str, Any]) -> CodeBook:
    """A code book from its JSON form.

    ``groups`` (code, name, aliases, cues), ``codes`` (code, name, strong, triggers, weak) and ``neutral`` words.
    """
    codes, groups = data["codes"], data["groups"]
    told = (
        (word, (code["code"], weight * len(word)))
        for code in codes
        for name, weight in _WEIGHTS.items()
        for word in code.get(name, ())
    )
    return CodeBook(
        _indexed(told, data.get("neutral", ())),
        _groups((word, group["code"]) for group in groups for word in group["aliases"]),
        _groups((word, group["code"]) for group in groups for word in group.get("cues", ())),
        {code["code"]: code["name"] for code in codes},
    )


def _groups(told: Iterable[tuple[str, str]]) -> Groups:
    letters: dict[str, set[str]] = {}
    for word, letter in told:
        letters.setdefault(word, set()).add(letter)
    longest_first = sorted(letters, key=len, reverse=True)
    return Groups(re.compile("|".join(map(re.escape, longest_first)) or "(?!)"), letters)


def _indexed(told: Iterable[tuple[str, tuple[str, float]]], neutral: Iterable[str]) -> Words:
    codes: dict[str, list[tuple[str, float]]] = {word: [] for word in neutral}
    for word, points in told:
        codes.setdefault(word, []).append(points)
    lengths: dict[str, set[int]] = {}
    for word in codes:
        lengths.setdefault(word[:2], set()).add(len(word))
    return Words(
        {word: tuple(points) for word, points in codes.items()},
        {head: tuple(sorted(found, reverse=True)) for head, found in lengths.items()},
    )


def _found(words: Words, text: str) -> list[tuple[str, Points, float]]:
    """The words of an index that stand in a text, the longest at each place, with their points and what of them counts.

    Of a word only what no word before it covers counts (长期未交流 and 交流轮岗 in 长期未交流轮岗), behind the first
    clause only `_LATER` of that.
    """
    clause = _CLAUSE.search(text)
    later = clause.start() if clause else len(text)
    found: list[tuple[str, Points, float]] = []
    end, last = 0, len(text)
    for at in range(last - 1):
        for length in words.lengths.get(text[at : at + 2], ()):
            stop = at + length
            if stop > last:
                continue
            if stop <= end:
                break
            word = text[at:stop]
            points = words.points.get(word)
            if points is not None:
                share = 1.0 if at >= end else (stop - end) / length
                found.append((word, points, share if at < later else _LATER * share))
                end = stop
                break
    return found


_SUFFIX: Final = re.compile(r"(?:的)?问题(?:的)?整改(?:落实|进展|完成)?情况$")
_CLAUSE: Final = re.compile("[,;。]")
_WEIGHTS: Final = {"strong": 1.5, "triggers": 1.0, "weak": 0.3}
"""What a character counts in a word that decides, in one that tells a code, and in one that many issues have."""
_LATER: Final = 0.6
"""What counts of a word behind the first clause: what follows explains or adds."""
_GROUP_BONUS: Final = 2.0
_SUPPORT: Final = 600  # characters of the measures that are asked
_SUPPORTED: Final = 4.0
"""The points that measures must earn a code: those of one long word."""


def topics(quote: str, category: str, measures: str = "") -> list[tuple[str, float, tuple[str, ...]]]:
    """(code, score, evidence) of an issue, best first; of two equal ones the code told first.

    The words in the issue's own quote earn a code its points; a code of the group that the category heading names,
    or that cues in the quote tell, gains `_GROUP_BONUS`. The words of the measures are asked only where the issue's
    own say nothing; such topics carry no evidence. Empty where nothing is found.
    """
    book = code_book()
    if "情况" in quote:
        quote = _SUFFIX.sub("", quote)
    scores, evidence = _told(book.words, quote)
    if not scores:
        scores, evidence = _supported(book.words, measures[:_SUPPORT]), {}
    for letter in (_group(book.aliases, category), _group(book.cues, quote)):
        for code in scores:
            if letter and code.startswith(letter):
                scores[code] += _GROUP_BONUS
    total = sum(scores.values())
    ranked = sorted(scores, key=scores.__getitem__, reverse=True)
    return [(code, round(scores[code] / total, 3), tuple(evidence.get(code, ()))) for code in ranked[:5]]


def _told(words: Words, text: str) -> tuple[dict[str, float], dict[str, list[str]]]:
    """The points that the words of a text earn the codes, and those words."""
    scores: dict[str, float] = {}
    evidence: dict[str, list[str]] = {}
    for word, points, weight in _found(words, text):
        for code, value in points:
            if code not in scores:
                scores[code] = weight * value
                evidence[code] = [word]
            elif word not in evidence[code]:
                scores[code] += weight * value
                evidence[code].append(word)
    return scores, evidence


def _supported(words: Words, measures: str) -> dict[str, float]:
    """The codes that the words of the measures speak of more than in passing."""
    return {code: score for code, score in _told(words, measures)[0].items() if score >= _SUPPORTED}


def _group(groups: Groups, text: str) -> str:
    """The one group that the words of a text name; empty where they name none or several."""
    letters = {letter for word in groups.pattern.findall(text) for letter in groups.letters[word]}
    return letters.pop() if len(letters) == 1 else ""
