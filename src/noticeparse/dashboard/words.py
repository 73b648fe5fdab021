"""The words of the dashboard and of the comparisons of a corpus in Chinese and English."""

from __future__ import annotations

import json
from functools import cache

from noticeparse.compare.across import COMPARISONS
from noticeparse.export.page import packaged


@cache
def dashboard_words() -> dict[str, list[str]]:
    """Interface words, names of columns, values and topics, and what each comparison is called: Chinese, then English."""
    own: dict[str, list[str]] = json.loads(packaged("dashboard_words.json"))
    return own | {entry.code: [entry.title_zh, entry.title] for entry in COMPARISONS}
