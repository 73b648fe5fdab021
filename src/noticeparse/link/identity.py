"""Whose notice it is and whether it is one: title, issuer, genre, `is_notice` and the reason where it is false."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from noticeparse.model import Genre, Source, Span
from noticeparse.outline import Layout
from noticeparse.outline.zones import TITLE

_NOTICE_TITLE: Final = re.compile(
    r"(?:整改|反馈(?:意见|问题)(?:的)?(?:整改)?落实|问题清零|销号).*(?:通报|报告|公告|公示|公开|公布|情况|进展|方案|清单|台账|一览表|结果|销号|说明|落实)"
    r"|(?:通报|公告|公示|公开).*整改|整改(?:落实)?(?:进展|完成)?情况|整改(?:任务|措施)?(?:清单|台账|方案|一览表|销号)"
)
_FINISHED: Final = re.compile(r"(?:通报|报告|公告|公示|公开|公布|情况|方案|清单|台账|一览表|结果|说明|销号表?)[)》”]?(?:[(].{1,20}[)])?$")
_EVENT_TITLE: Final = re.compile(
    r"召开|举行|举办|传达|动员|推进会|部署会|推动会|调度会|座谈|调研|进驻|启动|约谈|观看|招聘|反馈会|通报会|督导|检查指导|主持|出席|专题会|"
    r"专题研究|培训班|民主生活会$|一线|走深走实|见实效|出实招|扎实推进|狠抓|掀起|纪实|综述|访谈|心得|学习"
)
_FEEDBACK_TITLE: Final = re.compile(r"向.{2,40}反馈|反馈.{0,12}(?:情况|意见)(?:的通报)?$|进驻.*(?:公告|通告)")
_NOT_KIND: Final = re.compile(r"通知$|招聘|招标|采购公告|成交|中标|公开选调|任前公示|[预决]算(?:公开|情况)?$|拟录用|拟聘")
_HANDS_ON: Final = re.compile(r"印发|关于(?:公布|公开|公示|通报)")
_NEWS_TITLE: Final = re.compile(r"(?:全部|陆续|集中|均已?)(?:对外|向社会)?(?:公布|公开)$")
_NEWS_LEAD: Final = re.compile(
    r"\s*(?:[^。\n]{0,16}(?:讯|电)[ (:])?\s*(?:近日|日前|[^,。\n]{0,8}\d{1,2}月\d{1,2}日(?:上午|下午|晚)?),?[^。\n]{0,60}?(?:召开|举行|召集|公布了|公开了)"
    r"|\s*[^。\n]{0,16}(?:新华社|日报|晚报|中新[网社])[^。\n]{0,12}(?:电|讯)"
)
"""How news begin: a dateline, or the day of an event and that it was held."""
_REPORTS_TITLE: Final = re.compile(r"情况|进展|结果|公示|通报|报告|完成|销号")
_PLAN_TITLE: Final = re.compile(r"方案|计划|清单|任务分解|台账|一览表")
_ANNOUNCES: Final = re.compile(
    r"(?:现|特)将.{0,120}?(?:整改|落实).{0,60}?(?:公布|通报|公开|公示|公告|报告|如下)|整改(?:进展|落实|完成)?情况(?:公布|通报|公开|公示|公告|报告)如下|"
    r"予以(?:公布|公开|公示|通报)|报告[^。]{0,60}?(?:审计|整改)[^。]{0,30}?整改[^。]{0,12}?情况,?(?:请予?审议|如下)"
)
_STATED: Final = re.compile(r"关于[“‘]?[^。\n]{4,60}?问题|(?:反馈|整改|具体|存在)问题[^。\n]{0,6}[:：]|整改任务[^。\n]{0,6}[:：]|问题[一二三四五六七八九十\d]+[:：]")
_FIELDED: Final = re.compile(r"整改(?:措施|目标|时限)[】\]]? *:")  # fields below each problem of a plan
_GENRES: Final[tuple[tuple[Genre, re.Pattern[str]], ...]] = (
    ("环保督察", re.compile(r"环(?:境)?保(?:护)?督[察查]|生态环境(?:保护)?(?:问题)?督[察查]|生态环保督[察查]|督察反馈")),
    ("巡视", re.compile(r"巡视(?!员)")),
    ("巡察", re.compile(r"巡察|巡查(?!检)")),
    ("审计", re.compile(r"审计(?!厅|局|署|机关|委员会|处|科|室|组|学院|大学|师)")),  # not the office whose inspection it is
    ("主题教育", re.compile(r"主题教育|党史学习教育|群众路线教育|三严三实|两学一做|党纪学习教育|民主生活会|检视问题")),
)
_SITE_JOINTS: Final = re.compile(r"->|_{1,2}|\s*[|｜]\s*|\s+[-–—]+\s+|-{2,}|—{2,}")
_RUN_IN_TITLE: Final = re.compile(r"[^。;\n]{2,70}?(?:关于[^。;\n]{4,90}?|整改[^。;\n]{0,20}?)的?(?:通报|公告|公示|报告)(?=[\s:：一(（根按各—-]|$)")

_ORGAN_END: Final = (
    r"(?:委员会|党组|党委|党总支(?:委员会)?|党支部(?:委员会)?|党工委|纪工委|工委|管委会|人民政府|政府|办公室|局|厅|公司|集团|学院|大学|学校|中学|小学|医院|"
    r"部务会|局务会|党委会|常委会|理事会|协会|学会|商会|基金会|妇联|残联|文联|科协|党校|中心|银行|法院|检察院|联合会|总工会|联社|街道|镇|乡|办事处|委|社|院|所|站|省|市|区|县|办|部|处)"
)
_BEFORE_ABOUT: Final = re.compile(rf"^(?P<organ>(?!关于|[一二三四五六七八九十]+届).{{1,60}}?{_ORGAN_END})(?:[(].{{1,12}}[)])?(?:班子)?(?:关于|对|贯彻|落实)")
_AFTER_ABOUT: Final = re.compile(
    rf"关于(?:公布|公开|对|印发)?(?P<organ>(?!中央第|省委第|市委第|[一二三四五六七八九十]+届|落实|贯彻|巡|十|第|20|中央巡|省委巡|市委巡|区委巡|县委巡|中央环|中央生|省生态|审计|开展)"
    rf".{{2,50}}?(?:{_ORGAN_END}))(?=(?:领导班子)?(?:落实|贯彻|巡[视察]|接受|被|对|[一二三四五六七八九十]+届|20\d\d年|整改|\d{{4}}|党的|审计|中央|省委|市委|区委|县委|第))"
)
_BARE: Final = re.compile(rf"^(?P<organ>(?![一二三四五六七八九十]+届)(?:(?!关于).){{2,60}}?{_ORGAN_END})(?=(?:党组织)?(?:落实|巡[视察]|整改|[一二三四五六七八九十]+届|20\d\d年|接受|第[一二三四五六七八九十]+轮|[“\"]|主题教育|党史学习|审计))")


@dataclass(slots=True)
class Identity:
    """What the title and the opening say about a document."""

    title: str | None
    title_span: Span | None
    issuer: str | None
    genre: Genre
    is_notice: bool
    because: str | None
    planned: bool
    """A published plan: what it lists is still to be done."""


def identify(source: Source, page: Layout) -> Identity:
    """Title, issuer, genre and whether the document is a rectification notice at all; linear in the text."""
    title, span = find_title(source, page)
    folded_title = _fold_blank(title or "")
    because = why_not(folded_title, page.folded)
    return Identity(
        title, span, issuer_of(folded_title, title), genre_of(folded_title, page.folded), because is None, because,
        bool(_PLAN_TITLE.search(folded_title)) and not _REPORTS_TITLE.search(folded_title),
    )  # fmt: skip


def find_title(source: Source, page: Layout) -> tuple[str | None, Span | None]:
    """The title as printed above the text (its lines joined), else as the page declares it, else None."""
    first, last = page.zones.title
    text = source.text
    declared = clean_title(source.page.title)
    if last > first:
        spans = [page.span(i) for i in range(first, last)]
        printed = "".join(text[s:e].strip() for s, e in spans)
        cut = printed.endswith(("…", "...")) or (declared is not None and len(declared) > len(printed) and printed in declared)
        if not cut or declared is None:
            return printed, (spans[0][0], spans[-1][1])
    if declared:
        at = text.find(declared)
        return declared, ((at, at + len(declared)) if at >= 0 else None)
    if page.lines and (match := _RUN_IN_TITLE.match(page.folded, page.lines[0].head, page.lines[0].end)):
        return text[slice(*match.span())], match.span()
    return None, None


def clean_title(declared: str | None) -> str | None:
    """A declared title without the names of site and column around it."""
    if not declared:
        return None
    pieces = [piece.strip() for piece in _SITE_JOINTS.split(declared) if piece.strip()]
    titled = [piece for piece in pieces if TITLE.search(piece)] or pieces
    return max(titled, key=len) if titled else None


def why_not(title: str, folded: str) -> str | None:
    """Why a document is no rectification notice, None where it is one."""
    opening = folded[:3000]
    if not folded.strip():
        return "the page holds no text"
    if not title and _NEWS_LEAD.match(folded):
        return "the text reports an event"
    if _NEWS_TITLE.search(title):
        return "the title reports an event"
    if title:
        if _FEEDBACK_TITLE.search(title) and "整改" not in title:
            return "the title announces feedback of an inspection, not its rectification"
        named = _NOTICE_TITLE.search(title)
        finished = _FINISHED.search(title)
        if _NOT_KIND.search(title) and not (named and _HANDS_ON.search(title)):
            return "the title is that of another kind of announcement"
        if _EVENT_TITLE.search(title) and not (named and finished and "关于" in title) and not (named and finished and not re.search(r"召开|举行|举办|会$", title)):
            return "the title reports an event"
        if named and _PLAN_TITLE.search(title) and not _REPORTS_TITLE.search(title):
            return None if len(_STATED.findall(folded)) >= 2 or len(_FIELDED.findall(folded)) >= 2 else "a plan that lists no fed-back problem"
        if named and (finished or _ANNOUNCES.search(opening) or _lists_problems(folded)):
            return None
        if named and "整改" in title and re.search(r"[一二三四五六七八九十]+、", folded):
            return None
    if title and _EVENT_TITLE.search(title):
        return "the title reports an event"
    return None if _reports(folded) >= 2 else "neither the title nor the text reports a rectification"


def _reports(folded: str) -> int:
    """How many signs of a report on rectification the text itself bears, less those of news and of demands."""
    opening = folded[:3000]
    signs = (
        bool(_ANNOUNCES.search(opening)) + bool(re.search(r"反馈了?.{0,20}(?:意见|问题|情况)", opening) and "整改" in opening)
        + bool(_SECTION.search(folded)) + (len(_STATED.findall(folded)) >= 3) + (len(_DONE.findall(folded)) >= 2)
    )  # fmt: skip
    return signs - 2 * (len(_NEWS.findall(folded)) >= 2)


_SECTION: Final = re.compile(r"(?:^|\n|[。:]) *(?:第?[一二三四五六七八九十]+(?:、|部分)|[(][一二三四五六七八九十]+[)])[^。\n]{0,30}整改[^。\n]{0,12}情况")
_DONE: Final = re.compile(r"(?:已|全部|基本|均)(?:经)?(?:完成整改|整改(?:完成|到位|完毕|销号)|完成销号|销号)|(?:完成|正在)整改|整改(?:完成|到位|完毕)")
_NEWS: Final = re.compile(
    r"会议(?:指出|强调|要求|认为|传达)|(?:出席|主持|列席)(?:了|召开|会议)|[\u4e00-\u9fff]{2,4}(?:强调|指出|表示|要求|主持召开)[,:]|一要|要坚[决定持]|记者|通讯员|供稿"
)


def _lists_problems(folded: str) -> bool:
    return len(_STATED.findall(folded)) >= 3 and folded.count("整改") >= 5


def genre_of(title: str, folded: str) -> Genre:
    """The kind of inspection answered: named by the title, else most often by the text."""
    named = [(match.start(), genre) for genre, pattern in _GENRES if (match := pattern.search(title))]
    if named:
        return min(named)[1]
    counts = [(len(pattern.findall(folded)), -i, genre) for i, (genre, pattern) in enumerate(_GENRES)]
    best = max(counts)
    return best[2] if best[0] >= 2 else "其他"


def issuer_of(folded_title: str, title: str | None) -> str | None:
    """The organ whose rectification it is, as the title prints it; None where the title names none."""
    for pattern in (_BEFORE_ABOUT, _AFTER_ABOUT, _BARE):
        if match := pattern.search(folded_title):
            start, end = match.span("organ")
            return (title or "")[start:end]
    return None


def _fold_blank(title: str) -> str:
    from noticeparse.outline.lines import fold

    return fold(title)
