"""What a page says about itself: meta tags, `<title>`, the table of index number, organ and date."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from bs4 import Tag

from noticeparse.model import Page
from noticeparse.read.furniture import published_in, publisher_in

# First the names of 国办发〔2017〕47号 (page metadata of government sites), then what other systems write.
_META = {
    "title": ("articletitle", "og:title", "twitter:title", "dc.title", "title"),
    "published": (
        "pubdate", "article:published_time", "og:published_time", "publishdate", "publish_date", "pubtime",
        "publishtime", "dc.date", "og:release_date", "weibo:article:create_at", "date",
    ),
    "publisher": ("contentsource", "source", "article:source", "mediaid", "dc.publisher", "publisher"),
    "site": ("sitename", "og:site_name", "application-name"),
    "column": ("columnname", "article:section", "channelname"),
    "url": ("url", "og:url", "dc.identifier"),
}  # fmt: skip
_KEYS = {
    "published": ("发布日期", "发布时间", "公开日期", "公开时间", "发文日期", "生成日期"),
    "publisher": (
        "发布机构",
        "发文机关",
        "发文机构",
        "发布单位",
        "公开机构",
        "公开责任部门",
        "信息来源",
        "发布机关",
    ),
    "title": ("名称", "信息名称", "标题"),
}
_OTHER_KEYS = (
    "索引号", "信息索引", "信息索引号", "主题分类", "组配分类", "体裁分类", "文号", "发文字号", "成文日期",
    "有效性", "时效性", "公文时效", "公开方式", "公开范围", "信息类别", "主题词", "关键词", "所属栏目",
    "公文种类", "公开形式", "公开类别", "公开程序", "效力状态", "主题", "体裁", "分类", "废止日期",
    "生效日期", "语种", "内容概述", "有效期",
)  # fmt: skip
_KEY_NAMES = frozenset((*(key for keys in _KEYS.values() for key in keys), *_OTHER_KEYS))
_SPACE = re.compile(r"\s+")
_LONGEST = 500


def page_of(metas: Iterable[Tag], title: str | None) -> Page:
    """The Page that meta tags and `<title>` declare."""
    declared: dict[str, str] = {}
    for meta in metas:
        name = meta.get("name") or meta.get("property") or meta.get("itemprop")
        content = meta.get("content")
        if isinstance(name, str) and isinstance(content, str) and content.strip():
            declared.setdefault(name.strip().lower(), content.strip()[:_LONGEST])
    found = {
        field: next((declared[name] for name in written if name in declared), None)
        for field, written in _META.items()
    }
    if not found["title"] and title:
        found["title"] = _SPACE.sub(" ", title).strip()[:_LONGEST] or None
    return Page(**found)


def fact_pairs(cells: Sequence[str]) -> dict[str, str]:
    """The facts of a table of page facts (索引号, 发布机构 …) by the field of Page they fill; empty for
    other tables.

    Such a table has at least three known names among its cells, each followed by its value or holding
    it after a colon.
    """
    pairs: list[tuple[str, str]] = []
    for number, cell in enumerate(cells):
        key, colon, value = cell.partition("：") if "：" in cell else cell.partition(":")
        key = re.sub(r"[\s\u3000【】\[\]]", "", key)
        if key in _KEY_NAMES:
            following = cells[number + 1] if number + 1 < len(cells) else ""
            pairs.append((key, value.strip() if colon and value.strip() else following.strip()))
    if len(pairs) < 3 or len(pairs) * 4 < len([cell for cell in cells if cell.strip()]):
        return {}
    facts = {"": ""}  # not empty: it is a table of page facts even if none of its names fills a field
    for field, keys in _KEYS.items():
        value = next((value for key, value in pairs if key in keys and value), "")
        if value:
            facts[field] = value[:_LONGEST]
    return facts


def completed(page: Page, facts: dict[str, str], header: Iterable[str], shown_title: str | None) -> Page:
    """`page` with what its tags leave open filled from the page's table of facts, its header lines and
    its heading."""
    published = page.published or facts.get("published")
    publisher = page.publisher or facts.get("publisher")
    for line in header:
        published = published or published_in(line)
        publisher = publisher or publisher_in(line)
    return page.model_copy(
        update={"published": published, "publisher": publisher, "title": shown_title or page.title}
    )
