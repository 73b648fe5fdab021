"""Which part states a fed-back problem, and in which words."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import zip_longest
from typing import Final

from noticeparse.entries import Statement
from noticeparse.link.ledgers import Row
from noticeparse.link.status import status_clauses
from noticeparse.model import Node, Span
from noticeparse.outline.headings import NEGATIVE, sentence_end
from noticeparse.tables import ACTIVE, per_extension

_ASKING_HEADS: Final = ("对", "针对", "就")
_ASKING: Final = re.compile('关于|“|‘|〈|「|『|"|。|;')
_ASKING_WITHIN: Final = 20
_QUOTED: Final = re.compile(
    r"(?:针对|对照|对于|对|就)?(?:中央|省|市|区|县|校|集团)?(?:[委纪]?巡[视察](?:[一二三四五六七八九十\d]*组)?|督察组?|审计)?(?:反馈|指出|提出|发现){0,2}的?"
    r"(?:关于|在|存在)?的?(?P<open>[“‘〈「『\"])"
)
_ABOUT_HEAD: Final = r"(?:针对|对照|对于|对|就)?(?:[\w]{0,10}?(?:反馈|指出|提出|发现))?的?关于(?P<words>[^。;]{2,}?)"
_ABOUT: Final = re.compile(_ABOUT_HEAD + "(?:的问题|问题|方面)")
_ABOUT_ENDED: Final = re.compile(_ABOUT_HEAD + "(?:的问题|问题|方面)(?=[,。:;(\n]|的?(?:整改|落实|进展)|$)")
_FED_BACK: Final = re.compile(r"(?:反馈|指出|提出|移交|查出|发现|存在|相关|有关|上述|这些|以上)$|^(?:巡[视察]|反馈|苗头|这)")
_RESPONDS: Final = re.compile(
    r"(?:针对|对照|对于|对)(?P<words>[^。;,《]{2,60}?(?:,[^。;《]{2,40}?)?)(?:的问题|等问题|问题)(?:[,:]|$)"
)
_INNER: Final = re.compile(
    r"[ 针关对](?:(?<=[。;!?\n].)|(?<=[。;]”.))(?:(?<= ) *(?:针对|关于|对[于照]?)|(?<=针)对|(?<=关)于|(?<=对)[于照]?)(?P<words>[^。;\n]{4,90}?)(?:的问题|等问题|问题)[,:]"
)
_ANSWERED: Final = re.compile(
    r" *(?:目前,?|现)?(?:该|此|本|上述|以上)(?:项|个)?(?:问题|任务)|(?:整改|落实|完成|工作)(?:落实|进展|完成)?(?:情况|措施|进展|成效)[:,]|(?:已|正在|基本|全部|尚未)(?:经)?(?:完成)?(?:整改|推进)|一是|1[.、]|①"
)
_LABELLED: Final = re.compile(r"(?:存在|反馈|主要|具体|检视)?(?:的)?问题(?:表现|描述)?: *")
_LABEL_HEADS: Final = "存反主具检的问"
_PLAIN_END: Final = re.compile(r"(?:的)?问题(?:的?整改(?:落实)?(?:进展|完成)?情况)?$|(?:方面)?存在的?问题$")
_REMEDY: Final = re.compile(
    r"^(?:着力|坚决|有效|切实|持续|深入|全面|进一步|大力|积极|严格|认真|重点)*"
    r"(?:防止|杜绝|解决|整治|纠正|纠治|克服|避免|补齐|弥补|消除|治理|破解|查处|打击|完善|健全|加强|强化|推动|推进|提升|提高|建立|规范|压实|落实|开展|坚持|聚焦|抓好|做好|优化|深化|排查|清理|整改|督促|堵塞|防范|化解|严查|严肃|督导|组织|召开|制定|修订|增强|夯实|巩固|构建|细化|明确|统筹|实施|紧盯|立足|针对)"
)
_HEADS: Final = re.compile(r"问题(?:及其?|和|与|以及|、).{0,8}(?:整改|落实|成效)")  # 存在的问题及整改情况: the heading of a section
_ENDS_SHORT: Final = 2
_AGAINST: Final = re.compile(r"防止|杜绝|解决|整治|纠正|纠治|克服|避免|补齐|弥补|消除|治理|破解|查处|打击|堵塞|防范|化解|严查|整改|排查|清理")


def _is_remedy(words: str) -> bool:
    """Whether words that open like a deed name one: 加强督查, 解决作风不实; not 落实责任不到位, which ends in what is wrong."""
    if not _REMEDY.match(words):
        return False
    return bool(_AGAINST.search(words)) or not any(m.end() >= len(words) - _ENDS_SHORT for m in NEGATIVE.finditer(words))


_REMEDIED: Final = re.compile(r"(?:整改|解决|整治|纠治|处置|排查|清理|化解|办理|梳理)(?!不|未|走|流于|缺|滞后|缓慢|迟缓|进展|工作不)[^。]{0,40}(?:问题|隐患|风险|短板|漏洞)")
_PAIRS: Final = {"“": "”", "‘": "’", "〈": "〉", "「": "」", "『": "』", '"': '"'}


@dataclass(slots=True)
class Problem:
    """The problem a part states: `quote` is the span of its own words; `quoted` if the notice prints them in marks."""

    node: Node
    quote: Span
    quoted: bool
    aspect: bool  # 在“…”方面: a group rather than a problem
    firm: bool = True  # printed as a problem, not merely read as one
    group: list[Node] = field(default_factory=list)  # of a field that states it: the fields beside it
    row: Row | None = None  # the ledger row it stands in
    scope: Span | None = None  # for one of several in a paragraph: from its words to the next problem


def stated_problem(folded: str, node: Node) -> Problem | None:
    """The problem in the first sentence of a part, if it is printed as one (`STATEMENTS`, a user's own first)."""
    start, end = opening(folded, node)
    for statement in own_statements():
        if problem := statement.read(folded, node, start, end):
            problem.firm = problem.firm and statement.firm
            return problem
    if _may_state(folded, start, end):
        for read in _READERS:
            if problem := read(folded, node, start, end):
                return problem
    return None


def _may_state(folded: str, start: int, end: int) -> bool:
    """Whether words open as `_READERS` want it: with one of `_ASKING_HEADS`, or 关于 or a mark soon behind, in the sentence."""
    if folded.startswith(_ASKING_HEADS, start, end):
        return True
    asking = _ASKING.search(folded, start, min(end, start + _ASKING_WITHIN + len("关于")))
    if asking is None:
        return False
    at = asking.start()
    return at <= start + _ASKING_WITHIN and folded[at] not in "。;"


@per_extension
def own_statements() -> tuple[Statement, ...]:
    """The statements a user adds (`noticeparse.extend`)."""
    extension = ACTIVE.get()
    return extension.statements if extension else ()


def quoted_problem(folded: str, node: Node, start: int, end: int) -> Problem | None:
    """关于“X”的问题, 在“X”方面, 针对反馈的“X”."""
    match = _QUOTED.match(folded, start, end)
    if match is None:
        return None
    close = _closing(folded, match.end(), end, match["open"])
    if close <= 0:
        return None
    after = folded[close + 1 : min(close + 22, end)]
    about = any(word in match[0] for word in ("关于", "针对", "反馈", "指出"))
    if _NAMES_PROBLEM.match(after) or (about and _NAMES_WORK.match(after)):
        return Problem(node, (match.end(), close), True, _NAMES_ASPECT.match(after) is not None)
    return None


_NAMES_PROBLEM: Final = re.compile(r"(?:等)?(?:的|方面|方面的|方面存在的)?问题|(?:等)?方面")
_NAMES_WORK: Final = re.compile(r"(?:的)?(?:整改|等|$)|[,。:;]")
_NAMES_ASPECT: Final = re.compile(r"(?:等)?方面(?!.{0,6}问题)")


def named_problem(folded: str, node: Node, start: int, end: int) -> Problem | None:
    """关于X的问题, 关于X方面 without quotation marks; 关于巡察反馈的问题 names none."""
    named = _ABOUT.match(folded, start, end)
    if named is None or _FED_BACK.search(named["words"]):
        return None
    match = _ABOUT_ENDED.match(folded, start, end) or named
    return Problem(node, match.span("words"), False, match[0].endswith("方面") or match["words"].endswith("方面"))


def answered_problem(folded: str, node: Node, start: int, end: int) -> Problem | None:
    """对X的问题,…, 针对X问题:…: the problem is named where it is answered."""
    match = _RESPONDS.match(folded, start, end)
    if match is None or _is_remedy(match["words"]) or _FED_BACK.search(match["words"]) or _ABOUT.match(folded, start, end):
        return None
    return Problem(node, match.span("words"), False, False, firm=False)


def inner_problems(folded: str, node: Node) -> list[Problem]:
    """The problems a paragraph answers one after the other: 对A的问题,… 。对B的问题,… (audit style)."""
    start = node.heading[1] if node.heading else node.start
    found = [
        Problem(node, match.span("words"), False, False)
        for match in _INNER.finditer(folded, start, node.end)
        if not _is_remedy(match["words"]) and not _FED_BACK.search(match["words"])
    ]
    for problem, following in zip_longest(found, found[1:]):
        problem.scope = (problem.quote[0], following.quote[0] if following else node.end)
    return found


def plain_problem(folded: str, node: Node) -> Problem | None:
    """The problem a part states as a plain sentence: its heading (or only first sentence) in negative words."""
    return plainly_stated(folded, node, *(node.heading or opening(folded, node)))


def plainly_stated(folded: str, node: Node, start: int, end: int) -> Problem | None:
    """党支部书记例会制度执行不严格。该问题已完成整改: negative words, or an answer behind them."""
    if folded[start : start + 1] in _LABEL_HEADS and (label := _LABELLED.match(folded, start, end)):
        start = label.end()
    end = without_state(folded, start, end)
    words = folded[start:end]
    if not 4 <= len(words) <= 160 or _is_remedy(words) or _REMEDIED.search(words):
        return None
    names_problem = "问题" in words
    if names_problem and _HEADS.search(words):
        return None
    if names_problem and (tail := _PLAIN_END.search(words)):
        kept = tail.start()
        if _FED_BACK.search(words[:kept].removesuffix("的")):
            return None
        if kept >= 4 and (NEGATIVE.search(words) or tail[0].startswith(("的问题", "问题"))):
            return Problem(node, (start, start + kept), False, False)
    behind = folded[end + 1 : end + 40]
    if NEGATIVE.search(words) or _is_fielded(node) or is_answered(node) or (_ANSWERED.match(behind) and not behind.startswith(("一是", "1", "①"))):
        return Problem(node, (start, end), False, False)
    return None


def without_state(folded: str, start: int, end: int) -> int:
    """Where the words end before a state in brackets: 抵债资产处置缓慢(已完成)."""
    bracket = folded.rfind("(", start, end) if folded.endswith(")", start, end) else -1
    if bracket <= start or not status_clauses(folded, bracket + 1, end - 1):
        return end
    return bracket


def _is_fielded(node: Node) -> bool:
    """Whether fields below a part tell what is to be done about it, by whom and when."""
    labels = [child.label for child in node.children if child.style == "label"]
    return len(labels) >= 2 and any(word in label for label in labels for word in ("措施", "整改"))


def is_answered(node: Node) -> bool:
    """Whether directly below a part a field tells what was done about it: 统战政策宣传不广 above 整改情况:…"""
    first = node.children[0] if node.children else None
    return first is not None and first.style == "label" and _ANSWERS.search(first.label) is not None


_ANSWERS: Final = re.compile(r"整改(?!目标|时限|期限|责任|要求|任务)|措施|举措|落实情况|完成情况|进展|成效")


def opening(folded: str, node: Node) -> Span:
    """The first sentence of a part's own words, without its marker."""
    start = node.num_end
    limit = node.children[0].start if node.children else node.end
    newline = folded.find("\n", start, limit)
    end = newline if newline >= 0 else limit
    while start < end and folded[start] in " ,:*_":
        start += 1
    stop = sentence_end(folded, start, end)
    end = stop if stop is not None else end
    while end > start and folded[end - 1] in " *_;:":
        end -= 1
    return start, end


def _closing(folded: str, start: int, end: int, opener: str) -> int:
    """Offset of the mark that closes `opener`, nested ones of its own kind skipped; 0 where there is none."""
    closer, depth = _PAIRS[opener], 1
    first = folded.find(closer, start, end)
    if first < 0 or folded.find(opener, start, first) < 0:
        return max(first, 0)
    for at in range(start, end):
        c = folded[at]
        if c == closer:
            depth -= 1
            if depth == 0:
                return at
        elif c == opener:
            depth += 1
    return 0


STATEMENTS: Final[tuple[Statement, ...]] = (
    Statement(
        "quoted",
        quoted_problem,
        examples=(
            "一、整改情况\n1.关于“⟦党建责任压得不实⟧”的问题。修订清单3项。\n2.关于“⟦档案缺页⟧”问题的整改。补齐12卷。",
            "一、整改情况\n(一)针对反馈指出“⟦台账不全⟧”,建立台账。",
        ),
        counterexamples=("一、学习“两山”理论\n二、开展“回头看”行动",),
        printed="关于“X”的问题, 在“X”方面, 针对反馈的“X”.",
    ),
    Statement(
        "named",
        named_problem,
        examples=("一、整改情况\n1.关于⟦公务用车管理不严⟧的问题\n(1)清理车辆6台。\n2.关于⟦会议纪要缺项⟧问题\n(1)补录18份。",),
        counterexamples=("一、关于巡察反馈问题的整改情况",),
        printed="关于X的问题, 关于X方面 without quotation marks; 关于巡察反馈的问题 names none.",
    ),
    Statement(
        "answered",
        answered_problem,
        examples=("一、整改情况\n1.针对⟦库房消防器材过期⟧的问题,更换灭火器20具。\n2.针对⟦值班脱岗⟧问题,约谈3人。",),
        counterexamples=("一、整改情况\n1.针对巡察反馈的问题,召开会议2次。",),
        firm=False,
        printed="对X的问题,…, 针对X问题:…: the problem is named where it is answered.",
    ),
    Statement(
        "plain sentence",
        plainly_stated,
        examples=("一、问题整改情况\n1.⟦学习计划执行不严格⟧。\n该问题已完成整改。补课4次。\n2.⟦资产底数不清⟧。\n该问题已完成整改。盘点260件。",),
        counterexamples=("一、问题整改情况\n1.加强学习教育。举办讲座4次。\n2.完善资产管理。盘点260件。",),
        firm=False,
        printed="党支部书记例会制度执行不严格。该问题已完成整改: negative words, or an answer behind them.",
    ),
)
"""The ways a part states a problem, the surer first; the plain sentence is asked only where no other one fits."""
_READERS: Final = tuple(statement.read for statement in STATEMENTS[:-1])
