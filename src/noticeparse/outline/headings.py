"""The heading of a part: alone on its line, run in before the text, or none."""

from __future__ import annotations

import re

from noticeparse.model import Span
from noticeparse.outline.numbering import HAN

_STOP = re.compile(r"[。!?“”‘’《》()]")
_FEEDBACK = re.compile(r"(?:针对|对|对于)?(?:巡[视察]组)?(?:反馈|指出|提出)?的?[^。]{0,12}?关于[^。]*?问题|在[“‘][^”]*[”’]方面|[“‘][^”]*[”’](?:的?问题|方面)")
_FIGURE = re.compile(
    rf"\d|《|[{HAN}两百]+(?:个|项|次|名|人|家|件|起|份|期|场|条|处|户|万|亿|年|月|日|天)(?!形态|方面|面向|规定|本领|能力|意识|自信|维护|责任|到位|层面|环节|基本|清单|机制)"
)
_MANNER = r"(?:积极|认真|定期|及时|先后|专题|多次|集中|迅速|立即|已|已经|再次|共|累计|按期|按时|全面|进一步|主动|严格|专门|分别|联合|重新|新)*"
_DEED = re.compile(
    rf"^{_MANNER}(?:组织(?!领导|建设|保障|实施|力|体系|功能|生活|路线|推动|部署|整改|落实)|召开|印发|下发|制定|制订|修订|出台|参加|举办|邀请|成立|学习了|"
    rf"完成|建立了|开展了|聘请|选派|约谈|立案|给予|清退|追缴|收缴|转发|签订|编制|制作|购买|投入|安排|梳理|将|把|对|于|经|由|通过|每)"
)
_ACTOR = re.compile(
    r"^(?:省|市|区|县|局|院|校|委|镇|乡|街道|公司|集团|中心|学校|学院|大学|医院|机关|我|本|该|各)*(?:党组|党委|党总支|党支部|党工委|纪委|纪检组|领导班子|领导小组)"
    r"(?:书记|成员|班子|主要负责(?:人|同志))?(?!班子成员|建设|成员|自身|会|战斗|工作|责任|理论|中心组|领导)(?=\w)"
    r"|^(?:20\d\d|今年|去年|目前|截至|巡[视察](?:期间|以来)|整改(?:期间|以来))"
)
_COMMAS = re.compile(r"[,;]")
RUN_IN = 30
"""Longest run-in heading, in characters; the contract's "about 25" with room for quotation marks."""
ALONE = 90


def heading(
    text: str, start: int, end: int, *, cut: bool, followed: bool, leaf_line: bool, loose: bool
) -> Span | None:
    """The heading in text[start:end], the printed words between a marker and the end of its line or the next marker.

    `cut`: a child's marker follows at once on the same line; `followed`: words or parts of its own follow the line;
    `leaf_line`: it is a whole line and nothing of its own follows; `loose`: a style whose items are often plain
    sentences (一是). Returns None where there is no heading.
    """
    while start < end and text[start] in " ,:":
        start += 1
    while end > start and text[end - 1] in " *_":
        end -= 1
    if start >= end:
        return None
    stop = sentence_end(text, start, end)
    if stop is None:
        return _unstopped(text, start, end, cut=cut, followed=followed, leaf_line=leaf_line, loose=loose)
    first = text[start:stop]
    rest = stop + 1 < end and bool(text[stop + 1 : end].strip(" ”’。"))
    if states_feedback(first):
        return (start, stop) if rest or followed or cut or not loose else None
    if rest or cut or (followed and loose):
        return (start, stop) if is_titular(first, RUN_IN, 1) else None
    if followed:  # alone on its line with a full stop
        return (start, stop) if is_titular(first, 60, 3, figures=True) else None
    return None


def _unstopped(
    text: str, start: int, end: int, *, cut: bool, followed: bool, leaf_line: bool, loose: bool
) -> Span | None:
    words = text[start:end]
    last = words[-1]
    if last in ":;,、":
        if last == ":" and (states_feedback(words) or (followed and not loose and is_titular(words[:-1], RUN_IN, 1))):
            return start, end - 1
        return None
    if cut or followed:
        if states_feedback(words) or not loose:
            return (start, end) if len(words) <= ALONE or states_feedback(words) else None
        return (start, end) if is_titular(words, 60, 2) else None
    if leaf_line:
        return (start, end) if is_titular(words, 60 if not loose else RUN_IN, 1, figures=not loose) or states_feedback(words) else None
    return None


def sentence_end(text: str, start: int, end: int) -> int | None:
    """Offset of the first 。！？ outside quotation marks and brackets, None where there is none."""
    depth = 0
    first = None
    for match in _STOP.finditer(text, start, end):
        c = match[0]
        if c in "“‘《(":
            depth += 1
        elif c in "”’》)":
            depth = max(depth - 1, 0)
        elif depth == 0:
            return match.start()
        elif first is None:
            first = match.start()
    return first if depth else None  # an unclosed mark must not swallow the paragraph


def states_feedback(words: str) -> bool:
    """Whether the words open like a fed-back problem: 关于…问题, 在“…”方面."""
    return _FEEDBACK.match(words) is not None


def is_titular(words: str, longest: int, commas: int, figures: bool = False) -> bool:
    """Whether a sentence reads as a heading: short, few commas, no figure or title, no deed, no acting organ."""
    return (
        len(words) <= longest
        and len(_COMMAS.findall(words)) <= commas
        and (figures or not _FIGURE.search(words))
        and not _DEED.match(words)
        and not _ACTOR.match(words)
    )
