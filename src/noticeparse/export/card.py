"""A notice as a small card for a notebook: who, when, and how its issues stand. Every word of it is escaped."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from noticeparse.clipped import clipped
from noticeparse.export.markup import Html, element
from noticeparse.model import STATUSES_ZH, Notice

MOST_ISSUES = 12
"""Rows of the card's table; a card is to be glanced at."""
_LONGEST = 60  # code points of an issue or a title
_LEVELS = {"error": "错误", "warning": "警告", "note": "提示"}


def card(notice: Notice) -> Html:
    """The card as one ``<div>``, without script, style sheet or anything from the network."""
    title = _clipped(" ".join((notice.title or notice.source.name).split()))
    return element(
        "div",
        element("strong", title),
        *(element("div", line) for line in _lines(notice)),
        *([_issues(notice)] if notice.issues else []),
        class_="noticeparse-card",
    )


def _lines(notice: Notice) -> Iterator[str]:
    if not notice.is_notice:
        yield f"不是整改通报：{notice.not_notice_because or ''}"
    inspection = notice.inspection
    told = [notice.genre, notice.issuer, inspection.round, inspection.team]
    days = (("反馈", inspection.feedback_on), ("落款", notice.signed_on), ("发布", notice.published_on))
    yield " · ".join([_clipped(words) for words in told if words] + [f"{name} {day}" for name, day in days if day])
    numbered = sum(part.num is not None for part in notice.walk())
    yield f"条目 {numbered} · 问题 {len(notice.issues)} · 措施 {len(notice.measures)} · 事实 {len(notice.facts)}"
    levels = Counter(finding.level for finding in notice.findings)
    if levels:
        yield "校验 " + " · ".join(f"{name} {levels[level]}" for level, name in _LEVELS.items() if levels[level])  # type: ignore[index]


def _issues(notice: Notice) -> Html:
    head = element("tr", *(element("th", word) for word in ("问题", "主题", "完成情况", "措施")))
    rows = [
        element(
            "tr",
            element("td", _clipped(issue.quote), style="text-align:left"),
            element("td", issue.topics[0].code if issue.topics else ""),
            element("td", STATUSES_ZH[issue.status] if issue.status else ""),
            element("td", str(len(issue.measures))),
        )
        for issue in notice.issues[:MOST_ISSUES]
    ]
    left = len(notice.issues) - MOST_ISSUES
    more = [element("tr", element("td", f"另有 {left} 个问题", colspan=4))] if left > 0 else []
    return element("table", head, *rows, *more)


def _clipped(words: str) -> str:
    return clipped(" ".join(words.split()), _LONGEST)
