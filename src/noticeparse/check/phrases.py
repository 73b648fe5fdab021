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
    pattern, records = _lexicon()
    return [(match.start(), records[match[0]]) for match in pattern.finditer(text)]


@cache
def _lexicon() -> tuple[re.Pattern[str], dict[str, Phrase]]:
    """One pattern for all spellings, its branches dropped by the first two characters."""
    records = {phrase.wrong: phrase for kind in ("variant", "typo") for phrase in phrases(kind)}
    tails: dict[str, list[str]] = {}
    for word in sorted(records, key=lambda word: (word[0], -len(word), word)):
        tails.setdefault(word[0], []).append(re.escape(word[1:]))
    first, second = "".join(tails), "".join(sorted({word[1] for word in records}))
    branches = "|".join(f"{head}(?:{'|'.join(rest)})" for head, rest in tails.items())
    return re.compile(f"(?=[{first}][{second}])(?:{branches})"), records


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
