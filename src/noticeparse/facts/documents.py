"""Documents: titles in 《》, nested or with a lost 》, and document numbers (桂巡办〔2016〕246号)."""

from __future__ import annotations

import re
from typing import Final

from noticeparse.entries import FactKind
from noticeparse.facts.scan import Scan
from noticeparse.model import Claim

LONGEST_TITLE: Final = 120
_MARK: Final = re.compile(r"[《》]|[。;]|\n\s*\n|\n\s*[《一二三四五六七八九十(\d]")
_TITLE_END: Final = re.compile(
    r"(?:制度|办法|方案|规定|细则|规则|条例|意见|通知|通报|决定|措施|举措|指南|指引|规程|流程|清单|章程|纲要|要点|计划|规划|预案|标准"
    r"|规范|体系|机制|报告|汇编|手册|承诺书|责任书|建议书|告知书|合同|协议|公约|守则|准则|台账|名单|目录|函|法|纪要|批复|请示|公告|表)"
    r"(?: ?[(][^()\n]{1,12}[)])?"
)
_STATE: Final = re.compile(r"试行|暂行|征求意见稿|送审稿|讨论稿|草案|修订[版稿]|(?:19|20)\d{2}年?(?:修订)?版")
_STATE_BEHIND: Final = re.compile(
    r" ?[(](试行|暂行|征求意见稿|送审稿|讨论稿|草案|修订[版稿]|(?:19|20)\d{2}年?(?:修订)?版)[)]"
)
_BETWEEN: Final = re.compile(r"(?:[(][^()\n]{1,24}[)])? ?(?:、|和|及|以及|与|,|[(]|等\w{0,6})? ?\Z")
_DONE_BEHIND: Final = re.compile(r"(?:等\w{0,8})?(?:已|经|正式|全面|及时|进行|予以|加以|相关细则|了|,|并)*")
_OWN_CODE: Final = re.compile(r"[\u4e00-\u9fffA-Za-z]{1,14} ?\Z")
_CODE_HEAD: Final = re.compile(
    r".*(?:[了的以按照据由经和与及]|根据|依据|按照|印发|下发|转发|制定|出台|文件|通过|落实|执行|报送|批准)(?=.)"
)


def _actions(scan: Scan, start: int, end: int) -> list[tuple[int, int]]:
    """The verbs that say what was done with a document, in order."""
    folded = scan.folded
    return [
        (begin, stop)
        for begin, stop, verb in scan.words.verbs.between(folded, start, end)
        if verb.kind == "document" or verb.word in scan.words.roles["document"]
    ]


def _titles(scan: Scan, match: re.Match[str]) -> list[Claim]:
    """One title, from 《 to its own 》, or to where it must have stood."""
    start = match.start()
    end, lost = _title_end(scan.folded, start)
    if end <= start + 2:
        return []
    value = scan.text[start + 1 : end if lost else end - 1]
    claim = Claim("document", start, end, value=value, origin="repaired" if lost else "printed")
    state = _STATE.search(scan.folded, start, end) or _STATE_BEHIND.match(scan.folded, end)
    claim.state = None if state is None else state[state.lastindex or 0]
    claim.action = _action(scan, claim)
    return [claim]


def _title_end(folded: str, start: int) -> tuple[int, bool]:
    """Where the title that opens at `start` ends, and whether its 》 was lost.

    A second 《 before any 》 either nests (《关于印发《…》的通知》: a 》 follows before a 《) or shows
    that the first title lost its mark.
    """
    limit = min(len(folded), start + LONGEST_TITLE)
    depth, at, second = 1, start + 1, -1
    while mark := _MARK.search(folded, at, limit):
        char = mark[0][0]
        if char == "》":
            depth -= 1
            if depth == 0:
                return mark.end(), False
        elif char == "《":
            if second >= 0 and depth > 1:
                break
            if depth == 1 and second < 0:
                second = mark.start()
            elif depth == 1:
                break
            depth += 1
        else:
            break
        at = mark.end() if char in "《》" else mark.start() + 1
    stop = second if second >= 0 else (mark.start() if mark else limit)
    return _lost_end(folded, start, stop), True


def _lost_end(folded: str, start: int, stop: int) -> int:
    """Where a title without 》 ends: behind the last title-like word before `stop`, or at the next mark."""
    comma = folded.find(",", start, stop)
    if comma >= 0 and _TITLE_END.search(folded, start, comma):
        stop = comma
    ends = [match.end() for match in _TITLE_END.finditer(folded, start + 1, stop)]
    if ends:
        return ends[-1]
    if folded.startswith("《", stop) and not re.search(r"[,、:]", folded[start:stop]):
        return stop
    return start


def _action(scan: Scan, claim: Claim) -> tuple[int, int] | None:
    """The verb that governs the title: before it, shared along a list of titles, or behind 对《…》进行."""
    folded = scan.folded
    previous = scan.claims[-1] if scan.claims else None
    listed = (
        previous is not None
        and previous.kind == "document"
        and claim.start - previous.end <= 30
        and _BETWEEN.fullmatch(folded, previous.end, claim.start) is not None
    )
    if listed and previous is not None and previous.action:
        return previous.action
    clause = max(scan.clause_start(claim.start), previous.end if previous else 0)
    before = [] if listed else _actions(scan, clause, claim.start)
    if before and not _HANDLED.search(folded, clause, claim.start):
        return before[-1]
    done = _DONE_BEHIND.match(folded, claim.end)
    at = done.end() if done else claim.end
    behind = next((span for span in _actions(scan, at, at + 4) if span[0] == at), None)
    if listed and behind:
        _share_backwards(scan, claim, behind)
    return behind


_HANDLED: Final = re.compile(r"[对将把](?!外)[^对将把]{0,4}\Z")


def _share_backwards(scan: Scan, claim: Claim, action: tuple[int, int]) -> None:
    """对《甲》《乙》进行了修订: the verb behind the list belongs to every title of it."""
    start = claim.start
    for earlier in reversed(scan.claims):
        if (
            earlier.kind != "document"
            or earlier.action
            or not _BETWEEN.fullmatch(scan.folded, earlier.end, start)
        ):
            return
        earlier.action, start = action, earlier.start


def _numbers(scan: Scan, match: re.Match[str]) -> list[Claim]:
    """桂巡办〔2016〕246号, also with [] or （）; the organ's short code stands before the bracket."""
    folded = scan.folded
    code = _OWN_CODE.search(folded, max(0, match.start() - 15), match.start())
    if code is None:
        return []
    start = code.start()
    if head := _CODE_HEAD.match(folded, start, match.start()):
        start = head.end()
    if scan.claims and scan.claims[-1].end > start:
        start = scan.claims[-1].end
    if start >= match.start():
        return []
    claim = Claim("document", start, match.end(), value=scan.text[start : match.end()])
    claim.action = _action(scan, claim)
    return [claim]


DOCUMENT_KINDS: Final[tuple[FactKind, ...]] = (
    FactKind(
        "document", "《", "《(?![《》])", _titles,
        examples={
            "制定⟦《学生宿舍管理办法（试行）》⟧": "学生宿舍管理办法（试行）",
            "修订⟦《县医院落实〈医疗保障基金条例〉细则》⟧": "县医院落实〈医疗保障基金条例〉细则",
            "转发⟦《关于印发《基层粮站安全规定》的通知》⟧": "关于印发《基层粮站安全规定》的通知",
            "出台⟦《采购管理办法⟧,规范流程": "采购管理办法",
        },
        counterexamples=("《《《", "》《"),
    ),
    FactKind(
        "document", "〔[【(", r"[〔\[【(] ?(?:19|20)\d{2} ?年?[〕\]】)] ?第? ?\d{1,5} ?号", _numbers,
        examples={
            "印发⟦桂巡办〔2016〕246号⟧": "桂巡办〔2016〕246号", "按照⟦国发[2015]17号⟧文件": "国发[2015]17号",
            "根据⟦教财函（2019）8号⟧": "教财函（2019）8号",
        },
        counterexamples=("〔2016〕号", "(2016)年第3号"),
    ),
)  # fmt: skip
