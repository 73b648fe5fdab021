"""The interface words of the report in Chinese and English, and the sorts of things one can show or hide."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from noticeparse.export.markup import Html, element
from noticeparse.model import Fact, Language

LEVELS = ("error", "warning", "note")
KINDS = ("date", "period", "duration", "count", "rate", "rank", "money", "document", "contact", "event")
SORTS = (*LEVELS, "issue", *KINDS)
"""What the filters switch, in their order."""


def sort_of(fact: Fact) -> str:
    """The sort a fact is shown as: its kind, or ``event``."""
    return fact.kind if fact.kind in KINDS else "event"


class Speaker:
    """Says an interface word as an element the page's script can translate; `tag` is the language as HTML writes it."""

    def __init__(self, language: Language, more: Mapping[str, list[str]] | None = None) -> None:
        self.language = language
        self.tag = "en" if language == "en" else "zh-Hans"
        self.words = {**_words(), **(more or {})}
        self._at = 1 if language == "en" else 0

    def __call__(self, key: str) -> Html:
        return element("span", self.plain(key), data_t=key)

    def plain(self, key: str) -> str:
        """The word itself, for what is no page."""
        return self.words[key][self._at]

    def knows(self, key: str) -> bool:
        """Whether there is a word called `key`."""
        return key in self.words

    def label(self, key: str) -> dict[str, Any]:
        """Attributes that name an element for those who do not see it."""
        return {"aria_label": self.plain(key), "data_l": key}


@cache
def _words() -> dict[str, list[str]]:
    words: dict[str, list[str]] = json.loads((files("noticeparse") / "data" / "report_words.json").read_text("utf-8"))
    return words
