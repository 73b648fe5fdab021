"""Statements of how many issues, tasks or letters there were and how they stand.

A total is a number and a noun; the clauses behind it, to the end of the sentence, say how many of them are done,
ongoing …, each also a number and a word, in either order. One total is made for each cut of a whole.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

from noticeparse.facts.numerals import read_number
from noticeparse.model import Span

_NUMBER: Final = r"\d[\d,]*(?:\.\d+)?万?|[一二三四五六七八九十百千两零]{1,7}"
_UNIT: Final = r"(?:余|多)?(?:大项|子项|小项|个次|件次|批次|人次|个|项|条|件|宗|起|例|处|份|类|批|封|单|款|点|家|名|笔)?"
_NOUN_WORDS: Final = (
    r"(?P<noun>整改措施|整改任务|整改事项|整改问题|具体问题|问题线索|举报问题|信访举报件|信访举报|信访问题|信访件|举报件|"
    r"来信来访|来电来信|信访事项|交办件|转办件|移交问题|督察问题|审计问题|问题清单|问题|任务|事项|措施|线索|案件|意见建议|意见|建议|举措|工单|投诉|提案|隐患|应(?:整改|清退|收回|拆除|办理|退|缴)[\u4e00-\u9fff]{2,8}(?=\d))"
)
_NOUN: Final = rf"(?:(?!(?:\d|[一二三四五六七八九十百]+)(?:个|项|条|大|类|件))[\u4e00-\u9fff“”]){{0,8}}?{_NOUN_WORDS}"
_NUMBER_FIRST: Final = re.compile(rf"(?P<n>(?<![第\d.年月·]){_NUMBER})(?P<unit>{_UNIT})(?:的)?{_NOUN}(?![\u4e00-\u9fff]{{0,3}}(?:率|数据|导向|意识|整改率))")
_NUMBER_BEHIND: Final = (
    rf"(?:共计|合计|总计|共有|共|总数|数量|为|是|有|:|,|清单|台账|总计为)*(?:(?:\d+|[一二三四五六七八九十]+)(?:个|大)*(?:类|方面)、?)?(?P<n>{_NUMBER})(?P<unit>(?:个次|件次|大项|子项|个|项|条|件|宗|起|处|份|封|单|类|人|户|家)(?![\u4e00-\u9fff]*?(?:制度|措施))|(?=(?:已|均|全部|现已)+(?:全部)?(?:办结|完成|整改|销号|化解)))"
)
_NOUN_FIRST: Final = re.compile(_NOUN + _NUMBER_BEHIND)
_NOUN_AND_NUMBER: Final = re.compile(_NOUN_WORDS + _NUMBER_BEHIND)
"""What `_NOUN_FIRST` looks for behind up to eight characters, which cost more to try at every place."""

_NOUN_WORD: Final = re.compile("问题|任务|事项|措施|举措|线索|案件|意见|建议|信访|举报|来信|来电|交办|转办|工单|投诉|提案|隐患|应")
"""Words one of which stands in whatever `_NOUN` matches."""

_FIGURE: Final = re.compile(r"[\d一二三四五六七八九十百千两零]")

_STATUS_WORDS: Final[tuple[tuple[str, str], ...]] = (
    ("not_done", r"(?:尚|仍|还|暂)?未(?:完成(?:整改)?|整改(?:到位|完成)?|办结|销号|到期|启动|解决)|超期未完成?"),
    ("mostly_done", r"(?:已)?(?:基本|阶段性)(?:完成(?:整改)?|整改(?:到位|完成)?|解决|办结|达到)|阶段性办结"),
    ("long_term", r"(?:需|需要|已|并)?(?:转入|转为|纳入|列入|作为)?(?:(?:长期|常态化?)(?:坚持|整改|推进|抓好|任务|整改任务)+|持续(?:坚持|整改))"),
    ("ongoing", r"部分(?:完成)?整改|部分完成|限期整改中|(?:达到序时进度、?)?(?:仍|还)?(?:正在|正|在|仍在)(?:有序|加快|持续|积极|抓紧|稳步|按计划|按时序)*(?:整改|推进|办理|进行|处理|落实|办|核查|推动|实施)(?:中)?|(?:有序|加快|持续|稳步|积极|按计划)推进(?:整改|中)?|(?:达到|按|符合)序时进度|整改中|推进中|在办"),
    ("done", r"(?:已|已经|现已|均已|全部|已全部|按期)*(?:整改|办理)?(?:完成(?:整改|销号|验收)?|整改(?:完成|到位|完毕|销号|落实)|办结|销号|解决|整改|落实到位|落实(?!措施|责任)|清零|完毕)(?:整改|销号)?"),
)  # fmt: skip
_VERDICTS: Final = r"部分属实|基本属实|不属实|未查实|属实|查实|查否"
_MODES: Final = r"(?<!要求)(?:立行立改|立即整改|限期整改|分阶段整改)(?!的|中)"  # how a thing is to be put right, not how it stands
_WORDS: Final = f"{_VERDICTS}|{_MODES}"
_GROUP: Final = "|".join(f"(?P<{key}>{pattern})" for key, pattern in _STATUS_WORDS)
_WORD_FIRST: Final = re.compile(
    rf"(?:(?P<word>{_WORDS})|{_GROUP})(?:,?(?:并|且|取得)[\u4e00-\u9fff]{{2,16}}?)?(?:的)?(?:有|为|共|了|到位|问题|任务|事项|整改任务|措施|:|,|的问题|信访件|举报件)*(?P<n>{_NUMBER})(?P<unit>{_UNIT})(?!月|年|日|%|届|级)"
)
_WORD_LAST: Final = re.compile(
    rf"(?P<n>(?<![第\d.年月·]){_NUMBER})(?P<unit>(?:余|多)?(?:大项|子项|个次|件次|个|项|条|件|宗|起|处|份|封|单|类))(?:问题|任务|事项|整改任务|整改措施|措施|信访件|举报件|反馈问题|具体问题|线索|的问题)*"
    rf"(?:,)?(?:目前|现|均|都|经核查|已经?|仍|需)?(?:(?P<word>{_WORDS})|{_GROUP})"
)
_ALL: Final = re.compile(r"(?<!其余)(?<!其他)(?<!余下)(?<!剩余)(?<!前)(?<!内)(?:已)?(?:全部|均已?|都已?|悉数)(?:按期|按时)?(?:完成(?:整改)?|整改(?:到位|完成|完毕)|办结|销号|完成销号|清零|得到解决)")
_RATE: Final = re.compile(r"(?:整改|完成|办结|销号|落实|化解|整改完成|整改到位|总体)+率(?:为|达|达到|约|近|超过|超)*(?P<rate>\d+(?:\.\d+)?)%|占(?:比)?(?P<share>\d+(?:\.\d+)?)%")
_SENTENCE: Final = re.compile(r"[^。!?\n]+")
_OPEN: Final = 24
"""Totals of one sentence that a part may belong to, the last ones; a sentence of prose has no more."""
_THING_PAIRS: Final = "问题|任务|事项|措施|线索|意见|建议|来访|工单|投诉|隐患"
_THING: Final = rf"(?:{_THING_PAIRS}|[件案])"
_NEAR_FIGURE: Final = r"[^,;。\n0-9百千十]{0,6}[0-9百千十]"
_HINT: Final = re.compile(
    r"[0-9百千一二三四五六七八九十两应问任事措线件案意建来工投隐](?:"  # one plain class first: to it the search skips
    rf"[题务项施索见议访单诉患](?<={_THING_PAIRS}){_NEAR_FIGURE}"
    r"|(?=[ 余多大子个项条件宗起例处份类批封单款点])(?:"
    rf"(?<=[0-9百千]) ?(?:余|多)?(?:大项|子项|[个项条件宗起例处份类批封单款点])[^,;。\n]{{0,14}}?{_THING}"
    rf"|(?<=[一二三四五六七八九十两])(?:大项|子项|[个项条件宗起])[^,;。\n]{{0,10}}?{_THING})"
    rf"|(?<=[件案]){_NEAR_FIGURE}|(?<=应)(?:整改|清退|收回|拆除|办理)[^,;。\n]{{2,10}}?[0-9])"
)
"""A thing beside a figure: only a sentence with one may begin a total."""
_STANDING: Final = ("完成", "整改", "办结", "属实", "销号", "推进", "解决", "清零", "坚持", "查实", "办理", "率")
_ASKED: Final = re.compile(rf"(?:(?:要求|需要|应当|属于)[\u4e00-\u9fff]{{2,10}}|(?:立行立改|立即整改|限期整改|分阶段整改|持续整改))的(?P<n>{_NUMBER})(?P<unit>个|项|条|件)")
_GOES_ON: Final = re.compile(r"[。;]? *(?:截至|截止|目前|其中|至今)[^。\n]{0,40}?(?:完成|整改|办结|销号)")
_LEADS_ON: Final = re.compile(r" *(?:截至|截止|目前|其中|到|至今|经过|通过)")
_CLAUSE: Final = re.compile(r"[^,;。、:()]+(?:(?<=\d),(?=\d{3})[^,;。、:()]+)*[()]?")


@dataclass(slots=True)
class Tally:
    """A total while it is being read."""

    start: int
    end: int
    noun: str
    total: int | float
    parts: dict[str, int | float] = field(default_factory=dict)
    rate: float | None = None
    unit: str = ""


def find_totals(folded: str, start: int, end: int) -> list[Tally]:
    """Every total stated in the span, in text order, each with the parts its sentence (or the next one) names."""
    totals: list[Tally] = []
    stop = start
    while hint := _HINT.search(folded, stop, end):
        begun = 1 + max([folded.rfind(mark, stop, hint.start()) for mark in "。!?\n"])
        open_tallies: list[Tally] = []
        for sentence in _SENTENCE.finditer(folded, max(begun, stop), end):
            stop = sentence.end()
            if any(word in sentence[0] for word in _STANDING) or _GOES_ON.match(folded, stop, end):
                open_tallies = _read_sentence(folded, sentence.span(), open_tallies, totals)
            else:
                open_tallies = []
            if not open_tallies:
                break
    return [t for t in totals if t.parts or t.rate is not None]


def _read_sentence(folded: str, span: Span, earlier: list[Tally], totals: list[Tally]) -> list[Tally]:
    """Add the totals of a sentence; `earlier` are those of the sentence before, which this one may go on with."""
    wholes = earlier
    current = earlier[-1] if earlier else None
    carried = current is not None
    for clause in _CLAUSE.finditer(folded, *span):
        s, e = clause.span()
        s += len(clause[0]) - len(clause[0].lstrip())
        words = clause[0].replace(" ", "")  # Word puts blanks around digits
        part = _part(words, wholes, current)
        whole = _whole(words) or (_subset(words, wholes[-1]) if wholes else None)
        if whole and _ASKED.search(words):  # 持续整改的14项 names a group, not how it stands
            part = None
        if whole and (part is None or whole.start <= part.start) and not _goes_on(whole, part, words):
            current = Tally(s, e, whole.noun, whole.value, unit=whole.unit)
            totals.append(current)
            wholes = [*wholes, current][-_OPEN:]
            carried = False
            part = _part(words[whole.end :], wholes, current)
        if whole is None and current is not None and _speaks_of_another(words, wholes):
            current = None  # …9个问题;已落实整改措施178条,占比93.2%
        if current is None:
            continue
        if carried and part is None and not _ALL.search(words) and not _RATE.search(words):
            if s > span[0] + 2 or _LEADS_ON.match(words):
                continue
            current, wholes, carried = None, [], False
            continue
        if part is not None:
            current = _add(part.whole, part.key, part.value, e, totals)
            if current is not part.whole:
                wholes = [*wholes, current][-_OPEN:]
        elif _ALL.search(words):
            current = _add(current, "done", current.total, e, totals)
        if match := _RATE.search(words):
            current.rate = float(match["rate"] or match["share"])
            current.end = max(current.end, e)
    return wholes[-3:] if current is not None else []


@dataclass(frozen=True, slots=True)
class _Whole:
    noun: str
    value: int | float
    unit: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Part:
    key: str
    value: int | float
    whole: Tally
    start: int


def _whole(words: str) -> _Whole | None:
    """The last number-and-noun of a clause."""
    found = None
    if not _NOUN_WORD.search(words) or not _FIGURE.search(words):
        return None
    for pattern in (_NUMBER_FIRST, _NOUN_FIRST) if _NOUN_AND_NUMBER.search(words) else (_NUMBER_FIRST,):
        for match in pattern.finditer(words):
            value = read_number(match["n"])
            if value is None or (not match["unit"] and (not match["n"][0].isdigit() or value >= _HOTLINES)):
                continue
            if _ALREADY.search(match[0][: match.start("noun") - match.start()]):
                continue
            if found is None or match.end() > found.end:
                found = _Whole(match["noun"], value, match["unit"], match.start(), match.end())
    return found


def _speaks_of_another(words: str, wholes: list[Tally]) -> bool:
    """Whether a clause tells how many of other things than the open wholes are done already."""
    match = _NUMBER_FIRST.search(words) or _NOUN_FIRST.search(words)
    if match is None or not _ALREADY.search(words):
        return False
    return not any(match["noun"] in whole.noun or whole.noun in match["noun"] for whole in wholes)


_HOTLINES: Final = 10000
"""12345 and 12315 before a noun name a hotline; so large a number has its measure word."""
_ALREADY: Final = re.compile(r"(?:已|已经|均已|全部)(?:全面|全部|按期)?(?:完成|落实|整改|解决|办结|销号)")
"""已落实整改措施178条 says how many are done, not of how many."""


def _subset(words: str, of: Tally) -> _Whole | None:
    """A group of an open whole, named by what was asked of it: 要求分阶段整改的29个."""
    match = _ASKED.search(words)
    value = read_number(match["n"]) if match else None
    if match is None or value is None or value > of.total:
        return None
    return _Whole(of.noun, value, match["unit"], match.start(), match.end())


def _part(words: str, wholes: list[Tally], current: Tally | None) -> _Part | None:
    """A part of one of the open wholes: of the one whose noun it names, else of the current one or the last counted in its unit."""
    if not wholes:
        return None
    matches = [m for m in (_WORD_FIRST.search(words), _WORD_LAST.search(words)) if m]
    for match in sorted(matches, key=lambda m: m.start()):
        value = read_number(match["n"])
        if value is None:
            continue
        key = match["word"] or next(k for k, _ in _STATUS_WORDS if match[k])
        fitting = [t for t in wholes if value <= t.total]
        named = [t for t in fitting if t.noun in match[0]]
        counted = [t for t in fitting if t.unit == match["unit"] or not t.unit or not match["unit"]]
        if current in counted:
            counted = [current]
        if whole := (named or counted or fitting)[-1:]:
            return _Part(key, value, whole[0], match.start())
    return None


def _goes_on(whole: _Whole, part: _Part | None, words: str) -> bool:
    """Whether a number-and-noun names a part of an open whole (已完成整改问题12个), not a new one (37个问题已完成31个)."""
    if part is None or _WORD_FIRST.search(words, whole.end) or whole.value > part.whole.total or part.key in part.whole.parts:
        return False
    return whole.noun in part.whole.noun or part.whole.noun in whole.noun


def _add(current: Tally, key: str, value: int | float, end: int, totals: list[Tally]) -> Tally:
    """Add a part; a part of another cut (属实 beside 办结) or one that does not fit opens another total of the same whole."""
    verdicts = re.fullmatch(_VERDICTS, key) is not None
    cut = any((re.fullmatch(_VERDICTS, k) is not None) != verdicts for k in current.parts)
    if cut:
        current = Tally(current.start, end, current.noun, current.total)
        totals.append(current)
    if key in current.parts:
        return current
    current.parts[key] = value
    current.end = end
    return current
