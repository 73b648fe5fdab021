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
