"""How an issue or a measure stands, where a clause says nothing else: 已完成整改, 该问题基本完成整改, 需长期坚持."""

from __future__ import annotations

import re
from typing import Final

from noticeparse.model import Span, Status

_ABOUT: Final = (
    r"(?:(?:截至|截止)[^,。;]{2,16}?,?|目前|现|至今|经整改|经过整改|同时|其余|现在|目前为止)*,?"
    r"(?:(?:该|此|本|上述|以上|这|这一|所有|全部|各|反馈|具体|移交|检视)*(?:项|个|类|条|些)?(?:反馈)?(?:问题|任务|事项|工作|整改任务|整改事项|整改工作|整改措施|措施|整改|隐患|案件|信访件|线索)+)?"
    r"(?:目前|现|均|都|全部|总体|整体|现已|也|,)*"
)
_REST: Final = r"(?:整改|整改任务|整改工作|整改目标|任务|目标|处理|办理|落实|治理|验收|销号|,?并?(?:通过验收|验收销号|销号|长期坚持|坚持长期|持续巩固|持续坚持|持续推进|持续整改|持续抓好|长期抓好)|到位|完毕|完成|阶段|状态|中|了|,?并|[(][^()]{0,20}[)])*"

STATES: Final[tuple[tuple[Status, str], ...]] = (
    ("not_done", r"(?:尚|仍|还|暂|均)*未(?:能)?(?:完成|整改|办结|销号|到位|解决|落实|达到)|超期未完成?|未启动|暂未开展|尚未启动"),
    ("mostly_done", r"(?:已|现已)?(?:基本|大部分|阶段性|初步)(?:上)?(?:完成|整改|解决|得到解决|办结|到位|落实|达到)|(?:已)?取得(?:了)?(?:阶段性|明显|初步|一定|积极)?(?:成[效果]|进展)|除[^。;]{1,30}外,?(?:其余|其他)?(?:问题)?(?:均|全部|都)?已?(?:全部)?(?:完成|整改)"),
    ("long_term", r"(?:需|需要|将|已)?(?:立行立改[、,]?(?:并)?)?(?:长期|常态化?|坚持长期|长期性)(?:坚持|整改|推进|抓好|开展|抓|保持|任务)|(?:需|需要|将)?持续(?:坚持|整改|抓好|保持)"),
    ("ongoing", r"(?:仍|还|尚)?(?:正在|正|仍在|在)(?:有序|加快|持续|积极|抓紧|全力|稳步|按计划|按期|逐步|分批|推进|进一步)*(?:整改|推进|推动|办理|进行|落实|实施|处理|开展|完善|加快|组织)(?:中)?|(?:有序|加快|持续|稳步|正常|按计划|积极|逐步)推进|整改中|推进中|办理中|进行中|(?:达到|按|符合)序时进度|按时序进度|部分完成"),
    ("done", r"(?:已|已经|现已|均已|全部|已全部|业已|按期|按时|如期)*(?:完成|整改(?:完成|到位|完毕|销号|落实)|办结|销号|解决|整改(?!措施|方案|目标|中)|落实到位|全部到位|处理完毕|处置完毕|清零|清退到位|整治到位|得到(?:全面|有效|彻底)?解决)"),
)  # fmt: skip
_CLAUSE: Final = re.compile(r"[^。;!?,\n]+(?:,(?=并|长期|持续)[^。;!?,\n]+)?")
_WHOLE: Final = tuple((status, re.compile(f"(?P<about>{_ABOUT})(?P<state>{pattern}){_REST}")) for status, pattern in STATES)
_ANY: Final = re.compile(f"{_ABOUT}(?:{'|'.join(pattern for _, pattern in STATES)}){_REST}")
_BRACKETED: Final = re.compile(r"[”’]?(?:的)?(?:问题)?(?:的?整改(?:落实)?(?:情况)?)?[(](?P<words>[^()]+)(?:[)]|$)")
"""A state in brackets behind the issue or at the head of a field: …的问题(已完成), 整改情况:(已完成)健全了制度."""
_SUBJECT: Final = re.compile(r"(?:该|此|本|上述|以上|这)[^,]{0,4}(?:问题|任务|事项|整改)|^问题")
_HINT: Final = re.compile(
    r"未(?:能)?[完整办销到解落达启开]|超期|基本|大部分|阶段|初步|取得|除|长期|持续|常态|正在|仍在|推进|序时|整改中|办理中|进行中|部分完成|"
    r"完成|整改|办结|销号|解决|到位|完毕|清零"
)
SUBJECT: Final = re.compile(r"(?:该|此|本|上述|以上|这)(?:项|个|类|一)?(?:问题|任务|事项|整改|工作)")
"""Words by which a clause says that it speaks of the issue as a whole."""
IMMEDIATE: Final = re.compile(r"立行立改|即知即改|边查边改|立查立改|立整立改|即行即改|立即整改")

LONGEST: Final = 44
"""A longer clause says more than how something stands."""


def status_clauses(folded: str, start: int, end: int) -> list[tuple[Status, Span, bool]]:
    """(status, span of the clause, names its subject) of every clause in the span that only says how something stands."""
    found: list[tuple[Status, Span, bool]] = []
    hint = _HINT.search(folded, start, end)
    if hint is None:
        return found
    begin = max(start, 1 + max([folded.rfind(mark, start, hint.start()) for mark in "。;!?\n"]))
    for match in _CLAUSE.finditer(folded, begin, end):
        s, e = match.span()
        if hint.start() >= e:
            continue
        at, behind = hint.span()
        s, e = _told(folded, s, e)
        if 2 <= e - s <= LONGEST and ((s <= at and behind <= e) or _HINT.search(folded, s, e)) and _ANY.fullmatch(folded, s, e):
            status = _status(folded, s, e)
            if status is not None:
                found.append((status, (s, e), _SUBJECT.search(folded, s, e) is not None))
        hint = _HINT.search(folded, match.end(), end)
        if hint is None:
            break
    return found


def _told(folded: str, s: int, e: int) -> Span:
    """What a clause says: without its label, marks around it and, of a state in brackets, the brackets."""
    while s < e and folded[s] in " :*":
        s += 1
    label = folded.find(":", s, min(e, s + 14))
    if label >= 0:
        s = label + 1
    while e > s and folded[e - 1] in " *":
        e -= 1
    if folded.find("(", s, e) >= 0 and (bracketed := _BRACKETED.match(folded, s, e)):
        return bracketed.span("words")
    return s, e


def _status(folded: str, start: int, end: int) -> Status | None:
    for status, pattern in _WHOLE:
        if found := pattern.fullmatch(folded, start, end):
            return status if _says_something(found, status) else None
    return None


def _says_something(match: re.Match[str], status: Status) -> bool:
    """A bare 整改 or 完成 is a label, not a state."""
    if match["state"] == "完成" and match["about"].endswith("整改"):
        return True
    return match["state"] not in ("整改", "完成", "解决", "落实") or (bool(match["about"].strip(",")) and status != "done")
