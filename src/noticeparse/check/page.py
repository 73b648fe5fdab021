"""P: what the page added to the notice."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator

from noticeparse.check.review import Flaw, Line, Review
from noticeparse.check.skeleton import HEAD, ISSUE, TAIL, TITLE
from noticeparse.entries import Rule, rule

_METADATA = re.compile(
    r"(?:发布|成文|生成|公开|更新|印发)?(?:日期|时间)|来源|索引号|发布机构|主题分类|文号|作者|\d{4}[-./年]\d{1,2}|"
    r"公开方式|文件名称|有效性|公开类别|责任部门|信息名称"
)
_TITLE = re.compile(r"(?:通报|报告|公告|公示|方案|台账|清单|说明)(?:\(.{1,12}\))?$")
"""How the title ends; before anything of the notice was read such a line is one, not a link of the page."""
_WORD = re.compile(r"\w")
_ATTACHED = re.compile(r"附 ?件|\(?此件|抄送|主送|\d+\.")


@rule(
    "P01",
    "page-furniture",
    "note",
    zh="正文夹带页面元素",
    text_zh="这些字不是任何人的表述，也不属于任何部分，摘录或统计时应当去掉。每一段报告一次；写明日期和来源的一行是网页数据，予以保留。",
    source="pages of government sites: navigation, share buttons, font size switches",
    bad=(
        TITLE + "⟦字号：大 中 小\n扫一扫在手机打开当前页⟧\n" + HEAD.removeprefix(TITLE) + ISSUE + TAIL,
        HEAD + ISSUE + TAIL + "⟦全国各省市政府网站\n重点链接⟧\n",
    ),
    good=(HEAD + ISSUE + TAIL, TITLE + "发布日期：2024-12-21 来源：县水务局\n" + HEAD.removeprefix(TITLE) + ISSUE + TAIL),
)
def page_furniture(review: Review) -> Iterator[Flaw]:
    """Lines of the page stand in the text: a font switch, links, the names of other sites.

    They are nobody's words and belong to no part; who copies or counts the text should leave them out. Each stretch is
    reported once; the line with date and source is the page's data and stays.
    """
    parsed = review.notice
    if not parsed.is_notice:
        return
    covered = sorted([*(part.span for part in parsed.parts if part.layer == "body"), *parsed.spans.values(), *(c.span for c in parsed.contacts)])
    starts = [line.start for line in review.lines]
    reach = 0
    for start, end in [*covered, (len(review.text), len(review.text))]:
        between = review.lines[bisect_left(starts, reach) : bisect_left(starts, start)]
        while between and between[-1].end > start:
            between.pop()
        yield from _stretches(review, between, before_all=reach == 0)
        reach = max(reach, end)


def _stretches(review: Review, lines: list[Line], *, before_all: bool) -> Iterator[Flaw]:
    """Of lines that belong to nothing, each run that is no data of the page and not the title."""
    stretch: list[tuple[int, int]] = []
    for line in lines:
        words = review.folded[line.start : line.end]
        if not _is_foreign(words) or (before_all and _TITLE.search(words)):
            if stretch:
                yield _stretch(review, stretch)
            stretch = []
        elif _WORD.search(words):
            stretch.append((line.start, line.end))
    if stretch:
        yield _stretch(review, stretch)


def _is_foreign(words: str) -> bool:
    return not _METADATA.search(words) and not _ATTACHED.match(words) and len(words) < 200


def _stretch(review: Review, lines: list[tuple[int, int]]) -> Flaw:
    span = lines[0][0], lines[-1][1]
    many, words = f"{len(lines)} lines" if len(lines) > 1 else "a line", review.quote(span)
    message = f"“{words}”: {many} of the page, not of the notice."
    return Flaw(span, message, origin="extraction", zh=f"“{words}”等{len(lines)}行是网页元素，不属于通报正文。")


RULES: tuple[Rule, ...] = (page_furniture,)
