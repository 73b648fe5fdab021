"""The interface words of comparisons in Chinese and English."""

from __future__ import annotations

from noticeparse.export.page_words import Speaker, packaged_words
from noticeparse.model import Language


def speaker(language: Language) -> Speaker:
    """Says the words of comparisons, and those of the report, in `language`."""
    return Speaker(language, packaged_words("comparison_words.json"))
