"""The lexicon of `data/phrases.json`: misspellings, variant spellings and slogans with their fixed wording."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal


@dataclass(frozen=True, slots=True)
class Phrase:
    """`kind` typo: `wrong` is never right; variant: both are right, one notice keeps to one; slogan: `wrong` is a
    pattern of the forms it is met in, `right` the wording it was issued with."""

    kind: Literal["typo", "variant", "slogan"]
    wrong: str
    right: str
    source: str


@cache
def phrases(kind: Literal["typo", "variant", "slogan"]) -> tuple[Phrase, ...]:
    """The records of a kind."""
    text = files("noticeparse").joinpath("data/phrases.json").read_text("utf-8")
    return tuple(Phrase(**record) for record in json.loads(text) if record["kind"] == kind)


def misprints(text: str) -> list[tuple[int, Phrase]]:
    """Where a `wrong` of a typo or variant stands, and its record; one scan for the whole lexicon."""
    pattern, beginning = _lexicon()
    found, reached = [], 0
    starts = [match.start() for match in pattern.finditer(text)]
    for at in [at for at in starts if text[at : at + 2] in beginning]:
        for phrase in beginning[text[at : at + 2]]:
            if at >= reached and text.startswith(phrase.wrong, at):
                found.append((at, phrase))
                reached = at + len(phrase.wrong)
    return found


@cache
def _lexicon() -> tuple[re.Pattern[str], dict[str, list[Phrase]]]:
    """What three characters (two, for words of two) any spelling may begin with, and the records by the first two."""
    beginning: dict[str, list[Phrase]] = {}
    for phrase in sorted((*phrases("variant"), *phrases("typo")), key=lambda phrase: (-len(phrase.wrong), phrase.wrong)):
        beginning.setdefault(phrase.wrong[:2], []).append(phrase)
    words = [phrase.wrong for records in beginning.values() for phrase in records]
    short, long = [word for word in words if len(word) == 2], [word for word in words if len(word) > 2]
    first = _any_of(words, 0)
    return re.compile(f"{first}(?=(?<={_any_of(short, 0)}){_any_of(short, 1)}|{_any_of(long, 1)}{_any_of(long, 2)})"), beginning


def _any_of(words: list[str], place: int) -> str:
    """A class of the characters the words have at a place."""
    return f"[{re.escape(''.join(sorted({word[place] for word in words})))}]"


@cache
def slogans() -> tuple[tuple[Phrase, str, re.Pattern[str]], ...]:
    """Each slogan with a literal every form of it holds, and its compiled pattern."""
    return tuple((p, literal(p.wrong), re.compile(p.wrong)) for p in phrases("slogan"))


def literal(pattern: str) -> str:
    """The longest run of Chinese characters of a pattern outside its groups and classes."""
    plain = re.sub(r"\((?:[^()]*)\)\??|\[[^\]]*\]\??", " ", pattern)
    return max(re.findall(r"[\u4e00-\u9fff]+", plain), key=len, default="")


def places(text: str, word: str) -> Iterator[int]:
    """Where the word stands in the text, without overlap."""
    at = text.find(word)
    while at >= 0:
        yield at
        at = text.find(word, at + len(word))
