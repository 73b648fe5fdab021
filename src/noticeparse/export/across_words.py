"""The words of the comparisons of a corpus, at a terminal and on the dashboard, in Chinese and English."""

from __future__ import annotations

from functools import cache

from noticeparse.compare.across import COMPARISONS
from noticeparse.export.page_words import packaged_words


@cache
def across_words() -> dict[str, list[str]]:
    """Interface words, names of columns, values and topics, and what each comparison is called: Chinese, then English."""
    return packaged_words("dashboard_words.json") | {entry.code: [entry.title_zh, entry.title] for entry in COMPARISONS}
