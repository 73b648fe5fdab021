"""Which codes of the code book an issue falls under, ranked, with the words that earned them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from operator import add
from typing import Any

from noticeparse.tables import ACTIVE, per_extension

Words = dict[str, tuple[tuple[str, tuple[str, ...]], ...]]
"""First two characters of a word → the words that begin so, longest first, each with its codes."""


@dataclass(frozen=True, slots=True)
class CodeBook:
    """Trigger words and their codes, the words headings use for a group of codes, and the names of the codes."""

    triggers: Words
    weak: Words
    """Words so common that they count only a fraction."""
    aliases: Words
    names: dict[str, str]


@per_extension
def code_book() -> CodeBook:
    """The code book of data/codebook.json, with the groups and codes a user adds or puts in their place."""
    shipped = json.loads(files("noticeparse.data").joinpath("codebook.json").read_text("utf-8"))
    extension = ACTIVE.get()
    own = extension.codebook if extension else None
    return book_of(shipped if own is None else _with_own(shipped, own))


def _with_own(shipped: dict[str, Any], own: Mapping[str, Any]) -> dict[str, Any]:
    """Own records stand for shipped ones of the same code; with ``replace`` the shipped codes are left out."""
    merged: dict[str, Any] = {**shipped}
    for name in ("groups", "codes"):
        kept = {} if own["replace"] and own[name] else {record["code"]: record for record in shipped[name]}
        merged[name] = list((kept | {record["code"]: record for record in own[name]}).values())
    return merged


def book_of(data: dict[str, Any]) -> CodeBook:
    """A code book from its JSON form: ``groups`` (code, name, aliases) and ``codes`` (code, name, triggers)."""
    return CodeBook(
        _indexed((word, record["code"]) for record in data["codes"] for word in record["triggers"]),
        _indexed((word, record["code"]) for record in data["codes"] for word in record.get("weak", ())),
        _indexed((word, group["code"]) for group in data["groups"] for word in group["aliases"]),
        {record["code"]: record["name"] for record in data["codes"]},
    )


def _indexed(pairs: Iterable[tuple[str, str]]) -> Words:
    codes: dict[str, list[str]] = {}
    for word, code in pairs:
        codes.setdefault(word, []).append(code)
    index: dict[str, list[tuple[str, tuple[str, ...]]]] = {}
    for word in sorted(codes, key=len, reverse=True):
        index.setdefault(word[:2], []).append((word, tuple(codes[word])))
    return {head: tuple(words) for head, words in index.items()}


def _found(words: Words, text: str, pairs: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """The words of an index that stand in the text, the longest at each place, with their codes.

    `pairs` are the text's characters by two, as `_pairs` gives them.
    """
    found: dict[str, tuple[str, ...]] = {}
    end = 0
    for at in [at for at, pair in enumerate(pairs) if pair in words]:
        for word, codes in words[pairs[at]]:
            if at + len(word) > end and text.startswith(word, at):
                found[word] = codes
                end = at + len(word)
                break
    return found


def _pairs(text: str) -> list[str]:
    return list(map(add, text, text[1:]))


_SUFFIX = re.compile(r"(?:的)?问题(?:的)?整改(?:落实|进展|完成)?情况$")
_GROUP_BONUS = 3.0
_WEAK = 0.3
_SUPPORT = 600  # characters of the measures that are asked


def topics(quote: str, category: str, measures: str = "") -> list[tuple[str, float, tuple[str, ...]]]:
    """(code, score, evidence) of an issue, best first.

    A trigger in the issue's own words scores its length; a code of the group that the category heading names gains
    `_GROUP_BONUS`. The words of the measures are asked only where the issue's own say nothing; such topics carry no
    evidence. Empty where nothing is found.
    """
    book = code_book()
    quote = _SUFFIX.sub("", quote)
    scores: dict[str, float] = {}
    evidence: dict[str, list[str]] = {}
    pairs = _pairs(quote)
    for word, codes in _found(book.triggers, quote, pairs).items():
        for code in codes:
            scores[code] = scores.get(code, 0.0) + len(word)
            evidence.setdefault(code, []).append(word)
    for word, codes in _found(book.weak, quote, pairs).items():
        for code in codes:
            scores[code] = scores.get(code, 0.0) + _WEAK * len(word)
            evidence.setdefault(code, []).append(word)
    if not scores:
        measures = measures[:_SUPPORT]
        for word, codes in _found(book.triggers, measures, _pairs(measures)).items():
            for code in codes:
                scores[code] = scores.get(code, 0.0) + len(word)
    letters = {letter for codes in _found(book.aliases, category, _pairs(category)).values() for letter in codes}
    if len(letters) == 1:
        letter = letters.pop()
        for code in scores:
            if code.startswith(letter):
                scores[code] += _GROUP_BONUS
    own = [code for code in scores if code in evidence] or list(scores)
    total = sum(scores[code] for code in own) or 1.0
    ranked = sorted(own, key=lambda code: (-scores[code], code))
    return [(code, round(scores[code] / total, 3), tuple(evidence.get(code, ()))) for code in ranked[:5]]
