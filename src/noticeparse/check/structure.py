"""S: numbers, headings and the parts a notice must have."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator
from itertools import groupby

from noticeparse.check.review import LISTS, Flaw, Review, listed
from noticeparse.check.skeleton import CONTACT, DATE, HEAD, ISSUE, NEXT_STEPS, SIGNER, notice
from noticeparse.entries import Rule, rule
from noticeparse.model import Part, Span

GB_LEVELS = {"一、": 1, "(一)": 2, "1.": 3, "1)": 4, "(1)": 4}
"""GB/T 9704-2012 §7.3.3, with the 1) many offices print for (1)."""
HAN_ORDINALS = ("", *"一二三四五六七八九十", "十一", "十二", "十三", "十四", "十五", "十六", "十七", "十八", "十九", "二十")
_REPEATED = re.compile(r"[一二三四五六七八九十]{1,3}是|[(（][一二三四五六七八九十\d]{1,3}[)）]|\d{1,2}[.．、)）]|[一二三四五六七八九十]{1,3}、")


@rule(
    "S01",
    "broken-numbering",
    "error",
    zh="序号不连续",
    text_zh="序号缺漏、重复或中途重新起编，读者会问少了哪一项，引用条目也会含混。依规不公开的条目不是理由：公开的清单应当自成序列。能由上下文补出的脱落序号由 S02 报告。",
    source="GB/T 9704-2012 §7.3.3",
    bad=(
        notice("1.关于“甲项工作不实”的问题\n组织检查3次。\n⟦3.⟧关于“乙项工作不细”的问题\n修订《巡查办法》。\n"),
        notice("1.关于“甲项工作不实”的问题\n一是开展检查3次。\n二是修订《巡查办法》。\n⟦二是⟧培训20人次。\n四是更换水表9块。\n"),
    ),
    good=(notice("1.关于“甲项工作不实”的问题\n组织检查3次。\n2.关于“乙项工作不细”的问题\n修订《巡查办法》。\n"),),
)
def broken_numbering(review: Review) -> Iterator[Flaw]:
    """The numbers of a list do not run 1, 2, 3 ….

    A number left out, printed twice or begun anew makes the reader ask which item is missing, and every reference to
    an item ambiguous. Items held back from publication are no excuse: the published list is numbered on its own.
    Lost ordinals that the list itself restores are reported by S02 instead.
    """
    if not review.notice.is_notice:
        return
    lost = [part.span[0] for part, num in review.numbered if num.lost]
    reached: dict[str, int] = {}
    for run in sorted(review.runs, key=lambda run: run[0].span):
        assert run[0].num is not None
        style, first = run[0].num.style, run[0].num.ordinal
        goes_on = first == reached.get(style, 0) + 1  # one count through all categories: 1 2, 3 4 5, 6
        expected, before = first if goes_on else 1, -1
        if _counts_on(run, expected):
            reached[style] = expected + len(run) - 1
            continue
        for part in run:
            assert part.num is not None
            found = part.num.ordinal
            if found == 1 and expected > 1 and _behind_heading(review, part):
                expected = 1
            if not part.num.text and (printed := _REPEATED.match(review.text, part.span[0])):
                yield _out_of_place(printed.span(), printed[0], found, review)
            elif found == expected + 1 and bisect_right(lost, before) < bisect_left(lost, part.span[0]):
                pass  # the item between has lost its number, and S02 says so
            elif found != expected and not part.num.lost:
                yield _out_of_order(review, part, expected)
            expected = max(found, expected) + 1
            before = part.span[0]
        reached[style] = expected - 1


def _counts_on(run: list[Part], first: int) -> bool:
    """Whether every number of the list is printed and one more than the one before, as in nearly every list."""
    return [(part.num.ordinal, part.num.lost) for part in run if part.num] == [(n, False) for n in range(first, first + len(run))]


def _behind_heading(review: Review, part: Part) -> bool:
    """Whether words without a mark stand before the number: a heading the parser did not see, and a new list under it."""
    before = review.folded[max(0, part.span[0] - 40) : part.span[0]].rstrip()
    return bool(before) and before[-1] not in "。;!?,:、"


def _out_of_order(review: Review, part: Part, expected: int) -> Flaw:
    assert part.num is not None
    printed, span = part.num.text.strip(), _marker(part)
    if expected == 1:
        message = f"The list begins with “{printed}”: the items before it are missing, or the number is wrong."
        return Flaw(span, message, origin=review.cause, zh=f"本列从“{printed}”开始：前面的条目缺失，或序号有误。")
    if part.num.ordinal > expected:
        message = f"“{printed}” follows item {expected - 1}: item {expected} is missing, or this number is wrong."
        return Flaw(span, message, origin=review.cause, zh=f"第{expected - 1}项之后即为“{printed}”：第{expected}项缺失，或序号有误。")
    return _out_of_place(span, printed, expected, review)


def _out_of_place(span: Span, printed: str, expected: int, review: Review) -> Flaw:
    message = f"“{printed}” stands where item {expected} is due: the number is repeated or begun anew."
    return Flaw(span, message, origin=review.cause, zh=f"此处应为第{expected}项，却标为“{printed}”：序号重复或重新起编。")


def _marker(part: Part) -> Span:
    assert part.num is not None
    return part.span[0], part.span[0] + len(part.num.text.rstrip())


@rule(
    "S02",
    "lost-ordinal",
    "error",
    zh="序号脱字",
    text_zh="“一是”之后只剩“是”，或序号缺了数字，只能靠前后推算；不会推算的程序会把这一项并入上一项。建议补出本列应有的序号。",
    source="observed in published notices; such runs vanish when a page is copied",
    bad=(notice("1.关于“甲项工作不实”的问题\n一是开展检查3次。\n⟦是⟧修订《巡查办法》。\n三是培训20人次。\n"),),
    good=(notice("1.关于“甲项工作不实”的问题\n一是开展检查3次。\n二是修订《巡查办法》。\n"),),
)
def lost_ordinal(review: Review) -> Iterator[Flaw]:
    """An item has lost the number it was printed with.

    A bare 是 after 一是, or a marker without its digit, can only be read by counting; a machine that does not count
    runs the item into the one before. The suggestion restores the number the list implies.
    """
    for part, num in review.numbered:
        if not num.lost or (not num.text and _REPEATED.match(review.text, part.span[0])) or _is_row(review, part):
            continue
        restored = _printed(num.style, num.ordinal) if part.span[0] in review.kept_company else None
        span = _marker(part)
        words = review.quote((part.span[0], part.span[1]), 12)
        message, zh = f"“{words}” is item {num.ordinal} of its list but has lost its number.", f"“{words}”是本列第{num.ordinal}项，序号脱落。"
        yield Flaw(span, message, (restored, span) if restored else None, review.cause, zh=zh)


def _is_row(review: Review, part: Part) -> bool:
    """Whether the part is a row of a table, whose number stands in a cell without a mark: 3 公车管理不严."""
    assert part.num is not None
    number, at = str(part.num.ordinal), part.span[0]
    return review.folded.startswith(number, at) and review.folded[at + len(number) : at + len(number) + 1].isspace()


def _printed(style: str, ordinal: int) -> str | None:
    """The number as its style prints it; None where that is not certain."""
    if ordinal >= len(HAN_ORDINALS):
        return None
    han = HAN_ORDINALS[ordinal]
    return {"一是": f"{han}是", "一、": f"{han}、", "(一)": f"({han})", "1.": f"{ordinal}.", "1)": f"{ordinal})", "(1)": f"({ordinal})"}.get(style)


@rule(
    "S03",
    "skipped-level",
    "note",
    zh="层次跳级",
    text_zh="公文层次依次为“一、”“（一）”“1.”“（1）”。本文别处使用的层次在这里被跳过，看上去像是归错了上级。",
    source="GB/T 9704-2012 §7.3.3: 一、 → （一） → 1. → （1）",
    bad=(notice("（一）关于“甲项工作不实”的问题\n1.开展检查3次。\n2.培训20人次。\n").replace("持续抓好后续整改，巩固整改成果。", "⟦1.⟧持续抓好后续整改。巩固整改成果。"),),
    good=(notice("（一）关于“甲项工作不实”的问题\n1.开展检查3次。\n2.培训20人次。\n"),),
)
def skipped_level(review: Review) -> Iterator[Flaw]:
    """A number stands directly under one two levels above it, where the notice uses the level between elsewhere.

    Official documents number 一、 → （一） → 1. → （1）; a part that leaves out a level the rest of the notice keeps
    looks like a child of the wrong part.
    """
    levels = {GB_LEVELS.get(num.style) for _, num in review.numbered}
    for run in review.runs:
        level, above = _level(run[0]), review.parent(run[0])
        upper = _level(above)
        if above is None or level is None or upper is None or not levels.intersection(range(upper + 1, level)):
            continue
        for part in run:
            marker, upon = _printed_number(part), _printed_number(above)
            message = f"“{marker}” stands directly under “{upon}”; elsewhere in this notice a level lies between."
            yield Flaw(_marker(part), message, zh=f"“{marker}”直接列在“{upon}”之下，而本文别处两者之间还有一个层次。")


def _level(part: Part | None) -> int | None:
    return GB_LEVELS.get(part.num.style) if part and part.num else None


def _printed_number(part: Part) -> str:
    return part.num.text.strip() if part.num else ""


@rule(
    "S04",
    "half-bracket-level",
    "note",
    zh="第四层次用“1)”而非“（1）”",
    text_zh="公文第四层次用“（1）”。“1)”意思相同，全文只报告一次。",
    source="GB/T 9704-2012 §7.3.3",
    bad=(notice("1.关于“甲项工作不实”的问题\n⟦1)⟧开展检查\n检查3次。\n2)组织培训\n培训20人次。\n"),),
    good=(notice("1.关于“甲项工作不实”的问题\n（1）开展检查\n检查3次。\n（2）组织培训\n培训20人次。\n"),),
    at_most=1,
)
def half_bracket_level(review: Review) -> Iterator[Flaw]:
    """The fourth level is numbered 1) instead of （1）.

    The norm for official documents knows （1）; 1) reads the same, so the rule reports it once for the notice.
    """
    printed = [(part, num) for part, num in review.numbered if num.style == "1)" and not num.automatic]
    for part, num in printed[:1]:
        marker, many = num.text.strip(), len(printed)
        message = f"“{marker}” numbers the fourth level, which official documents print as （{num.ordinal}）; {many} in this notice."
        yield Flaw(_marker(part), message, zh=f"第四层次用“{marker}”编号，公文应作“（{num.ordinal}）”；全文共{many}处。")


@rule(
    "S05",
    "mixed-marker-spacing",
    "note",
    zh="序号后空格不统一",
    text_zh="同一种序号有的后面有空格，有的没有。报告较少的一种；两种相差不大时逐处报告，因为无从判断哪种是本意。",
    source="GB/T 15834-2011 App. B: nothing stands between number, mark and words",
    bad=(notice("1.关于“甲项工作不实”的问题\n检查3次。\n2.关于“乙项工作不实”的问题\n检查4次。\n3.关于“丙项工作不实”的问题\n检查5次。\n⟦4. ⟧关于“丁项工作不实”的问题\n检查5次。\n"),),
    good=(notice("1. 关于“甲项工作不实”的问题\n检查3次。\n2. 关于“乙项工作不实”的问题\n检查4次。\n"),),
)
def mixed_marker_spacing(review: Review) -> Iterator[Flaw]:
    """Some numbers of a style are followed by a blank, some are not.

    The rarer way is reported; where neither clearly prevails (the rarer makes up a third or more) every number is,
    since nobody can tell which was meant.
    """
    by_style: dict[str, list[Part]] = defaultdict(list)
    for part, num in review.numbered:
        if not num.automatic and not num.lost:
            by_style[num.style].append(part)
    for parts in (parts for style, parts in by_style.items() if style not in ("label", "annex")):
        spaced = [_before_blank(review, part) for part in parts]
        before_blank, tight = sum(spaced), len(parts) - sum(spaced)
        if not before_blank or not tight:
            continue
        prevails = max(tight, before_blank) > 2 * min(tight, before_blank)
        for part, blank in zip(parts, spaced, strict=True):
            if not prevails or blank == (before_blank < tight):
                marker = _printed_number(part)
                message = f"{tight} numbers like “{marker}” stand close to the words, {before_blank} before a blank."
                zh = f"“{marker}”一类序号有{tight}处紧接文字，{before_blank}处后有空格，应当统一。"
                yield Flaw((part.span[0], _words_begin(review, part)), message, zh=zh)


def _before_blank(review: Review, part: Part) -> bool:
    marker = part.num.text if part.num else ""
    return marker[-1:].isspace() or review.folded.startswith(" ", part.span[0] + len(marker))


def _words_begin(review: Review, part: Part) -> int:
    assert part.num is not None
    at = part.span[0] + len(part.num.text)
    while review.folded[at : at + 1] == " ":
        at += 1
    return at


@rule(
    "S06",
    "list-of-one",
    "warning",
    zh="只有“一是”没有“二是”",
    text_zh="或者第二项脱落，或者这里本来不是列举。",
    source="usage: a list has two items",
    bad=(notice("1.关于“甲项工作不实”的问题\n⟦一是⟧开展检查3次。\n"),),
    good=(notice("1.关于“甲项工作不实”的问题\n一是开展检查3次。\n二是培训20人次。\n"),),
)
def list_of_one(review: Review) -> Iterator[Flaw]:
    """A list says 一是 and never 二是.

    Either the second item was lost, or the words are no list.
    """
    for run in review.runs:
        num = run[0].num
        assert num is not None
        if len(run) == 1 and num.style in LISTS and num.ordinal == 1 and not _goes_on(review, run[0]):
            marker = num.text.strip()
            yield Flaw(_marker(run[0]), f"“{marker}” opens a list that has no second item.", origin="unknown", zh=f"只有“{marker}”，没有第二项。")


_SECOND = {"一": "二是", "第": "第二", "①": "②", "⑴": "⑵"}


def _goes_on(review: Review, first: Part) -> bool:
    """Whether a second item is printed where the parser made no part of it, as in a text that is no notice."""
    whole = review.parent(first) or first
    second = _SECOND.get(review.folded[first.span[0]])
    return second is not None and review.folded.find(second, first.span[0], whole.span[1]) >= 0


@rule(
    "S07",
    "issue-without-measure",
    "error",
    zh="问题没有整改措施",
    text_zh="读者要看的是每个问题的答复。没有答复的问题，要么没有写完，要么文字丢失。",
    source="the purpose of the notice: 件件有着落",
    bad=(notice("1.⟦关于“甲项工作不实”的问题⟧\n2.关于“乙项工作不实”的问题\n检查4次，培训20人次。\n"),),
    good=(notice("1.关于“甲项工作不实”的问题\n检查3次，培训20人次。\n"),),
)
def issue_without_measure(review: Review) -> Iterator[Flaw]:
    """A fed-back problem is named and nothing is said about its rectification.

    The reader of a notice looks for the answer to each problem; one without an answer is unfinished or its text was
    lost.
    """
    if not review.notice.is_notice or not review.notice.measures:
        return
    issues = review.notice.issues
    answered = 2 * sum(bool(issue.measures) for issue in issues) > len(issues)
    for issue, following in zip(issues, [*issues[1:], None], strict=False):
        part = review.by_eid.get(issue.part)
        if part is None or issue.measures or any(child.role in ("issue", "field") for child in part.walk() if child is not part):
            continue
        end = part.span[1] if following is None else min(part.span[1], following.span[0])
        if answered and part.heading and not part.children and part.heading.span[1] + 1 >= part.span[1] and (following is None or following.part != part.eid):
            yield _unanswered(review, part.heading.span, issue.span)
            continue
        answer = re.sub(r"^[”’\"'。,;:的]*(?:等?问题)?(?:的?整改(?:落实|完成|进展)?(?:情况)?)?[。:;,]*", "", review.folded[issue.span[1] : end].strip())
        if len(answer) < 8 and not _answered_within(review, issue.span):
            span = part.heading.span if (part.heading and following is None) or (following and following.part != issue.part and part.heading) else issue.span
            yield _unanswered(review, span, issue.span)
    eids = {issue.part for issue in issues}
    lists = {(part.eid.rpartition(".")[0], num.style) for part, num in review.numbered if part.eid in eids}
    for part, num in review.numbered:
        if part.eid not in eids and _is_bare_heading(review, part) and (part.eid.rpartition(".")[0], num.style) in lists:
            assert part.heading is not None
            words = review.quote(part.heading.span)
            message = f"“{words}” stands among the problems, and nothing is said about it."
            yield Flaw(part.heading.span, message, origin="unknown", zh=f"“{words}”与各问题并列，其下没有任何内容。")


def _answered_within(review: Review, issue: Span) -> bool:
    """Whether words stand behind the quoted problem in what was read as the problem, as where line breaks are lost."""
    _, quoted, behind = review.folded[slice(*issue)].rpartition("”")
    return bool(quoted) and len(behind) >= 8


def _unanswered(review: Review, span: Span, issue: Span) -> Flaw:
    words = review.quote(issue)
    return Flaw(span, f"Nothing is said about the rectification of “{words}”.", origin="unknown", zh=f"“{words}”只列问题，未写整改情况。")


@rule(
    "S08",
    "empty-measure",
    "error",
    zh="措施标题下没有内容",
    text_zh="标题说明做了什么，下面没有内容就无从核查。只报告同级措施有内容的情形：短句列表不是标题列表。",
    source="the purpose of the notice",
    bad=(notice("1.关于“甲项工作不实”的问题\n（1）⟦开展专项检查⟧\n（2）组织培训\n培训20人次。\n"),),
    good=(notice("1.关于“甲项工作不实”的问题\n（1）开展专项检查3次。\n（2）培训20人次。\n"),),
)
def empty_measure(review: Review) -> Iterator[Flaw]:
    """A measure has a heading and no words under it.

    A heading announces what was done; without a body there is nothing to verify. Only measures whose siblings do have
    a body are reported: a list of short items is not a list of headings.
    """
    if not review.notice.is_notice:
        return
    eids = {measure.part for measure in review.notice.measures if not measure.planned}
    for _, group in groupby((part for part in review.parts if part.eid in eids), key=lambda part: part.eid.rpartition(".")[0]):
        siblings = list(group)
        bare = [part for part in siblings if _is_bare_heading(review, part)]
        filled = [part for part in siblings if part.children and part.heading]
        if not filled and len(siblings) > 1:
            continue
        if not filled and not any(review.by_eid[e].children and review.by_eid[e].heading for e in eids if e in review.by_eid):
            continue
        for part in bare:
            assert part.heading is not None
            words = review.quote(part.heading.span)
            yield Flaw(part.heading.span, f"Nothing stands under the measure “{words}”.", origin="unknown", zh=f"措施“{words}”只有标题，没有内容。")


def _is_bare_heading(review: Review, part: Part) -> bool:
    if part.children or part.heading is None or part.span[1] > part.heading.span[1] + 1:
        return False
    return review.folded[part.span[1] - 1] not in "。;!" and not review.facts_in(*part.span)


_EVENT_VERBS = (
    "召开|开展|组织|制定|修订|印发|出台|成立|组建|完成|审议|学习|培训|检查|约谈|谈话|通报|处分|问责|追缴|清退|上缴|整改|排查|签订|"
    "聘请|邀请|招聘|引进|选派|参加|建成|安装|购置|拨付|审计|公示|公布|梳理|清理|查处|立案|移送|销号|办结|传达|宣讲|走访|调研|督查"
)  # fmt: skip
_EVENT = re.compile(_EVENT_VERBS)
_MARKS = re.compile("[。;,!]")


def _is_title(words: str) -> bool:
    """Whether the words are a heading rather than a sentence: short and without a mark."""
    return len(words) < 30 and _MARKS.search(words) is None


_NUMBER = re.compile(r"[0-9](?<![A-Za-z.\d“‘(].)[0-9]*(?![\dA-Za-z.、)”’])")
"""A number that is no name (PM2.5, “1+3”), whatever its unit."""


@rule(
    "S09",
    "unverifiable-measure",
    "warning",
    zh="措施没有可核查的事实",
    text_zh="措施里没有任何人可以核实的数字、文件名或日期（PM2.5、“三重一大”等名称中的数字不算）。连“召开、制定、排查”一类具体动作也没有的，只是表态，并在意见中注明。",
    source="《关于做好巡察整改情况公开工作的意见》 practice: what was done is stated so that it can be checked",
    bad=(notice("1.关于“甲项工作不实”的问题\n（1）开展检查\n检查3次。\n（2）强化管理\n⟦进一步提高认识，压实责任，持续提升管理水平。⟧\n"),),
    good=(notice("1.关于“甲项工作不实”的问题\n（1）开展检查\n检查3次。\n（2）强化管理\n修订《巡查办法》。\n"),),
    at_most=60,
)
def unverifiable_measure(review: Review) -> Iterator[Flaw]:
    """A measure holds no number, title or date that anybody could verify.

    Numbers inside names (PM2.5, 三重一大) do not count. Where even a verb that names an act is missing (召开, 制定,
    排查 …) the measure only strikes a posture, and the message says so.
    """
    if not review.notice.is_notice:
        return
    for leaf in review.leaves:
        start, end = leaf.span
        if end - start < 12 or _is_title(review.folded[start:end]) or review.facts_in(start, end) or _NUMBER.search(review.folded, start, end):
            continue
        acts = _EVENT.search(review.folded, start, end)
        why, zh = "holds no number, title or date that could be verified", "没有可以核查的数字、文件或日期"
        if acts is None:
            why = "names no act and holds no number, title or date: it only strikes a posture"
            zh = "没有具体做法，也没有数字、文件或日期，只是表态"
        words = review.quote(leaf.span)
        yield Flaw(leaf.span, f"The measure “{words}” {why}.", zh=f"措施“{words}”{zh}。")


_PLAN = re.compile(r"(?:下一?步|下阶段|今后|后续|进一步|继续|持续).{0,24}(?:工作|打算|安排|计划|措施|整改|方向|成果)|努力方向")
_ORGANISED = re.compile(r"组织|领导|部署|责任|总体|基本情况|政治站位|站位|开展情况|主要做法|重视")
_ORGANISING = re.compile("领导小组|专班|整改方案|(?:党组|党委|支委|常委|办公)会")
_NEXT = re.compile("下一?步|下一?阶段|今后")
_REQUIRED = {
    "inspection_dates": ("when the inspection took place", "巡视巡察（督察、审计）的起止时间"),
    "feedback_date": ("when its result was fed back", "反馈时间"),
    "organisation": ("how the rectification was organised", "整改组织情况"),
    "issues": ("which problems were fed back", "反馈的问题"),
    "next_steps": ("what comes next", "下一步工作安排"),
    "contact": ("how to reach the office", "联系方式"),
    "signatory": ("who signs", "落款单位"),
    "signing_date": ("when it was signed", "成文日期"),
}


@rule(
    "S10",
    "missing-part",
    "error",
    zh="缺少必备要素",
    text_zh="规范集列出此类通报应有的要素：巡察起止和反馈时间、组织情况、问题、下一步安排、联系方式、落款和日期。没有联系方式，群众无从反映；没有日期，时限无从核对。",
    source="GB/T 9704-2012 §7.3.5 for signer and date; the county opinion on disclosure for contacts",
    bad=(
        HEAD + ISSUE + NEXT_STEPS + "欢迎广大干部群众进行监督。\n" + SIGNER + "2024年12月20日⟦⟧",
        HEAD + ISSUE + NEXT_STEPS + CONTACT + "中共青禾县水务局党组⟦⟧",
    ),
    good=(HEAD + ISSUE + NEXT_STEPS + CONTACT + SIGNER + DATE,),
)
def missing_part(review: Review) -> Iterator[Flaw]:
    """A part that a notice of its kind must have is missing.

    The profile says which: the dates of inspection and feedback, how the rectification was organised, the problems,
    the next steps, contact details, signatory and date. Without contacts nobody can object; without a date no interval
    can be checked. Of a ledger only the problems are asked, and of a report on many bodies that lists no problem only
    signatory and date.
    """
    if not review.notice.is_notice:
        return
    end = len(review.text.rstrip())
    for part in _asked(review):
        if not _has(review, part):
            at = 0 if part in ("inspection_dates", "feedback_date") and review.parts else end
            at = review.parts[0].span[0] if at == 0 and review.parts else at
            what, zh = _REQUIRED[part]
            message = f"The notice does not say {what} (profile {review.profile.name})."
            yield Flaw((at, at), message, origin="unknown", zh=f"通报缺少{zh}（依据规范集“{review.profile.name}”）。")


_LEDGER = re.compile(r"(?:台账|清单|一览表|情况表|汇总表|明细表)[)\s]*$")


def _asked(review: Review) -> Iterator[str]:
    """The parts the profile requires of a notice of this form."""
    parsed = review.notice
    heads = [parsed.title or "", *(review.folded[line.start : line.end] for line in review.lines[:3] if line.end - line.start < 60)]
    ledger = any(_LEDGER.search(head) for head in heads)
    for part in review.profile.required:
        if ledger:
            asked = part == "issues"
        elif not parsed.issues and not parsed.measures:
            asked = part in ("issues", "signatory", "signing_date")
        else:
            asked = True
        if asked:
            yield part


_VISIT = re.compile("巡视|巡察|督察|审计|检查")
_REACHED = re.compile(r"(?:电话|热线|传真|邮编|邮政编码)[^\n。;,]{0,12}?:? ?\d{3}|(?:邮箱|电子邮件|信箱)[^\n。;,]{0,12}?:? ?[\da-zA-Z]")


_SIGNING = r"(?:党组|党委|党工委|支部|总支|会|局|办公室|政府|公司|大学|学院|医院|中心|厅|院|校|处|办|组)\)?"
_SIGNED = re.compile(
    rf"{_SIGNING}\s*(?:\d{{4}}[\d年月日./-]{{2,}}|[一二][〇○0零一二三四五六七八九]{{3}}年[一二三四五六七八九十]{{1,2}}月)|"
    rf"\d{{4}}年\d{{1,2}}月\d{{1,2}}日\s*[\u4e00-\u9fff]{{4,30}}{_SIGNING}"
)
"""An organ and a date beside it, whole or damaged, as a notice flattened into one line signs."""


def _behind_results(review: Review) -> int:
    """Where the last result ends, or the closing lines of a notice whose parts could not be told apart begin."""
    end = review.results[-1][1] if review.results else 0
    return min(end, max(0, len(review.text) - 500))


def _dates_the_visit(review: Review) -> bool:
    """Whether a stretch of time before the first problem, be it only of months or damaged, is that of an inspection."""
    before = (fact for fact in review.facts_in(0, review.first_issue) if fact.kind == "period")
    return any(_VISIT.search(review.folded, *review.sentence(fact.span[0])) for fact in before)


def _has(review: Review, required: str) -> bool:
    notice = review.notice
    match required:
        case "inspection_dates":
            return bool(notice.inspection.started_on or notice.inspection.ended_on) or _dates_the_visit(review)
        case "feedback_date":
            return bool(notice.inspection.feedback_on)
        case "organisation":
            sections = any(part.role == "section" for part in review.parts)
            return not sections or _ORGANISING.search(review.folded, 0, review.first_issue) is not None or any(part.role == "organisation" or _headed(part, _ORGANISED) for part in review.parts if part.span[0] <= review.first_issue)
        case "issues":
            return bool(notice.issues or notice.measures or notice.totals)
        case "next_steps":
            return any(part.role == "plan" or (part.role == "section" and _headed(part, _PLAN)) for part in review.parts) or _NEXT.search(review.folded) is not None
        case "contact":
            return bool(notice.contacts) or _REACHED.search(review.folded, max(_behind_results(review), len(review.text) - 300)) is not None
        case "signatory":
            return bool(notice.signatories) or _SIGNED.search(review.folded, _behind_results(review)) is not None
        case _:
            return bool(notice.signed_on) or _SIGNED.search(review.folded, _behind_results(review)) is not None


def _headed(part: Part, pattern: re.Pattern[str]) -> bool:
    return part.heading is not None and pattern.search(part.heading.text) is not None


@rule(
    "S11",
    "repeated-heading",
    "note",
    zh="不同问题下标题相同",
    text_zh="两个问题用同一标题作答，往往是同一段话，读者分不清哪项工作对应哪个问题。",
    source="usage",
    bad=(notice("1.关于“甲项工作不实”的问题\n（1）⟦健全管理机制⟧\n检查3次。\n2.关于“乙项工作不实”的问题\n（1）⟦健全管理机制⟧\n培训20人次。\n"),),
    good=(notice("1.关于“甲项工作不实”的问题\n（1）健全巡查机制\n检查3次。\n2.关于“乙项工作不实”的问题\n（1）健全管理机制\n培训20人次。\n"),),
)
def repeated_heading(review: Review) -> Iterator[Flaw]:
    """The same heading stands under different parts.

    Two problems answered by one heading were often answered by one text: the reader cannot tell which deed belongs
    where.
    """
    groups: dict[str, list[Part]] = defaultdict(list)
    for part, _ in review.numbered:
        if part.heading is not None and len(part.heading.text) >= 4:
            groups[part.heading.text.strip("。 ")].append(part)
    for parts in (parts for parts in groups.values() if len(parts) > 1):
        if len({part.eid.rpartition(".")[0] for part in parts}) < 2:
            continue
        where = [review.line_number(part.span[0]) for part in parts]
        for part in parts:
            assert part.heading is not None
            others = review.other_lines(where, part.span[0])
            words = review.quote(part.heading.span)
            yield Flaw(part.heading.span, f"The heading “{words}” also stands in line {others}.", zh=f"标题“{words}”又见第{listed(others)}行。")


_QUOTED = re.compile("[“‘\"「]")


@rule(
    "S12",
    "unquoted-feedback",
    "warning",
    zh="问题标题未引用反馈原文",
    text_zh="引号表示这是反馈原话；没有引号，问题可能被改写。全文都不引用的通报另有体例，不报告。",
    source="practice of 2019 and later: 关于“…”问题的整改情况",
    bad=(notice("1.关于“甲项工作不实”的问题\n检查3次。\n2.关于“乙项工作不实”的问题\n检查5次。\n3.⟦关于丙项工作不实的问题⟧\n培训20人次。\n"),),
    good=(notice("1.关于“甲项工作不实”的问题\n检查3次。\n2.关于“乙项工作不实”的问题\n培训20人次。\n"),),
)
def unquoted_feedback(review: Review) -> Iterator[Flaw]:
    """The heading of a problem does not quote the feedback, though others of the notice do.

    Quotation marks say that the words are the inspectors' own; without them a problem may have been reworded. A
    notice that quotes nowhere follows another custom and is left alone.
    """
    issues = {issue.part for issue in review.notice.issues}
    categories = {issue.category for issue in review.notice.issues if issue.category} - issues
    styles = {num.style for part, num in review.numbered if part.eid in issues}
    headed = [part for part, num in review.numbered if part.heading is not None]
    yield from _unquoted(review, [part for part in headed if part.eid in categories])
    yield from _unquoted(review, [part for part in headed if part.eid in issues or _names_a_problem(part, styles, categories)])


def _names_a_problem(part: Part, styles: set[str], categories: set[str]) -> bool:
    """Whether the heading reads like that of a problem though the parser took the part for none."""
    assert part.num is not None and part.heading is not None
    alike = part.num.style in styles and part.heading.text.startswith("关于")
    return alike and part.eid not in categories and part.role not in ("plan", "section")


def _unquoted(review: Review, headed: list[Part]) -> Iterator[Flaw]:
    """Of headings of one kind, those that quote nothing where most do."""
    plain = [part for part in headed if part.heading is not None and not _QUOTED.search(part.heading.text)]
    if not plain or 2 * len(plain) >= len(headed):
        return
    for part in plain:
        assert part.heading is not None
        words, others = review.quote(part.heading.span), len(headed) - len(plain)
        message = f"“{words}” does not quote the feedback; {others} other headings do."
        yield Flaw(part.heading.span, message, zh=f"“{words}”未引用反馈原文，另有{others}个标题是引用的。")


RULES: tuple[Rule, ...] = (
    broken_numbering,
    lost_ordinal,
    skipped_level,
    half_bracket_level,
    mixed_marker_spacing,
    list_of_one,
    issue_without_measure,
    empty_measure,
    unverifiable_measure,
    missing_part,
    repeated_heading,
    unquoted_feedback,
)
