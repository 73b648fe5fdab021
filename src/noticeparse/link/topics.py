"""Which codes of the code book an issue falls under, ranked, with the words that earned them."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any


@dataclass(frozen=True, slots=True)
class CodeBook:
    """Codes by trigger word, and the group letters by the words headings use for them."""

    triggers: dict[str, tuple[str, ...]]  # word → codes
    aliases: dict[str, tuple[str, ...]]  # word → group letters
    words: re.Pattern[str]
    heads: re.Pattern[str]
    names: dict[str, str]


@cache
def code_book() -> CodeBook:
    """The code book of data/codebook.json."""
    return book_of(json.loads(files("noticeparse.data").joinpath("codebook.json").read_text("utf-8")))


def book_of(data: dict[str, Any]) -> CodeBook:
    """A code book from its JSON form: ``groups`` (code, name, aliases) and ``codes`` (code, name, triggers)."""
    triggers: dict[str, list[str]] = {}
    aliases: dict[str, list[str]] = {}
    for record in data["codes"]:
        for word in record["triggers"]:
            triggers.setdefault(word, []).append(record["code"])
    for group in data["groups"]:
        for word in group["aliases"]:
            aliases.setdefault(word, []).append(group["code"])
    return CodeBook(
        {word: tuple(codes) for word, codes in triggers.items()},
        {word: tuple(codes) for word, codes in aliases.items()},
        _any_overlapping(triggers),
        _any_overlapping(aliases),
        {record["code"]: record["name"] for record in data["codes"]},
    )


def _any_overlapping(words: dict[str, list[str]]) -> re.Pattern[str]:
    """Every place where one of the words begins; longer words first, so that the longest at each place is found."""
    return re.compile(f"(?=({'|'.join(sorted(map(re.escape, words), key=len, reverse=True))}))")


_SUFFIX = re.compile(r"(?:的)?问题(?:的)?整改(?:落实|进展|完成)?情况$")
_GROUP_BONUS = 3.0


def topics(quote: str, category: str, measures: str = "") -> list[tuple[str, float, tuple[str, ...]]]:
    """(code, score, evidence) of an issue, best first.

    A trigger in the issue's own words scores its length; a code of the group that the category heading names gains
    `_GROUP_BONUS`; words of the measures only support (a tenth). Empty where nothing is found.
    """
    book = code_book()
    scores: dict[str, float] = {}
    evidence: dict[str, list[str]] = {}
    for weight, words in ((1.0, _SUFFIX.sub("", quote)), (0.1, measures)):
        seen: set[str] = set()
        for match in book.words.finditer(words):
            word = match[1]
            if word in seen:
                continue
            seen.add(word)
            for code in book.triggers[word]:
                scores[code] = scores.get(code, 0.0) + weight * len(word)
                if weight == 1.0:
                    evidence.setdefault(code, []).append(word)
    letters = {letter for match in book.heads.finditer(category) for letter in book.aliases[match[1]]}
    if len(letters) == 1:
        letter = letters.pop()
        for code in scores:
            if code[0] == letter:
                scores[code] += _GROUP_BONUS
    own = [code for code in scores if code in evidence] or list(scores)
    total = sum(scores[code] for code in own) or 1.0
    ranked = sorted(own, key=lambda code: (-scores[code], code))
    return [(code, round(scores[code] / total, 3), tuple(evidence.get(code, ()))) for code in ranked[:5]]
