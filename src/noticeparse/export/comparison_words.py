"""The interface words of comparisons in Chinese and English."""

from __future__ import annotations

import json
from functools import cache

from noticeparse.export.page import packaged
from noticeparse.export.report_words import Speaker
from noticeparse.model import Language


def speaker(language: Language) -> Speaker:
    """Says the words of comparisons, and those of the report, in `language`."""
    return Speaker(language, _words())


@cache
def _words() -> dict[str, list[str]]:
    words: dict[str, list[str]] = json.loads(packaged("comparison_words.json"))
    return words
