"""What a number counts, and the verb that governs it.

The thing stands behind the number, before it (`noticeparse.facts.phrases`), or was named by the number before
(整改任务177项,已完成⟦174项⟧). It is taken as short as it stays unambiguous.
"""

from __future__ import annotations

import re
from typing import Final

from noticeparse.facts.distribution import share_out
from noticeparse.facts.lexicon import Found
from noticeparse.facts.phrases import (
    LONGEST,
    SECOND_HALVES,
    is_event,
    is_first_half,
    kind_of_unit,
    names_kind,
    phrase_before,
    phrase_behind,
    says_how_it_stands,
    where_it_starts_from,
)
from noticeparse.facts.scan import FURTHEST, Scan
from noticeparse.facts.wholes import Wholes
from noticeparse.model import Change, Claim, Span

_TIME: Final = ("date", "period")
COUNTED_KINDS: Final = frozenset({"count", "rate", "money"})


def say_what_is_counted(scan: Scan) -> None:
    """Set `counted`, `verb` and `action` of every count, rate and amount, in text order."""
    claims = scan.claims
    waiting: list[
        Claim
    ] = []  # numbers before another number, without a thing of their own: 6方面24项125条任务
    own: Span | None = None  # a verb that waits with them: 立案审查58件63人
    number: Claim | None = None  # the last number
    last: Claim | None = None  # the last number whose thing is known
    wholes = Wholes(scan)
    for index, claim in enumerate(claims):
        if claim.kind not in COUNTED_KINDS:
            if claim.kind == "duration":
                clause = scan.clause_start(claim.start)
                found = list(scan.words.verbs.between(scan.folded, max(clause, claim.start - LONGEST), claim.start))
                claim.change = claim.change or _change_of(scan, claim, _governing(scan, found))
            continue
        previous, before = (claims[index - 1] if index else None), number
        number = claim
        following = claims[index + 1] if index + 1 < len(claims) else None
        clause = scan.clause_start(claim.start)
        found = list(scan.words.verbs.between(scan.folded, max(clause, claim.start - LONGEST), claim.start))
        found = _outside_titles(found, claims, index, clause)
        claim.verb = _governing(scan, _behind_number(found, previous)) or _governing(scan, found)
        if claim.kind == "count":
            claim.change = claim.change or _change_of(scan, claim, claim.verb)
        partner = previous is not None and previous.kind == claim.kind and _is_joint(scan, previous, claim)
        joined = (
            following is not None and following.kind in COUNTED_KINDS and _is_joint(scan, claim, following)
        )
        behind = None if joined else _named_behind(scan, claim, following, found)
        lead = None
        held = scan.folded[claim.start - 1] in "会议班" and is_event(scan, claim)
        if not partner and (behind is None or claim.kind != "count" or held or kind_of_unit(scan, claim.unit)):
            lead = _named_before(scan, claim, clause, previous, found)
        if (
            joined
            and (not partner or (bool(waiting) and waiting[-1] is previous))
            and _is_nameless(scan, claim, following, lead, wholes)
        ):
            waiting.append(claim)
            own = own or lead
            continue
        origin = before if previous is not None and previous.kind in _TIME else previous
        if behind is None and origin is not None and _from_to(scan, origin, claim):
            claim.counted = origin.counted
        elif lead is None and behind is None and _ends_at(scan, previous, claim):
            claim.counted = previous.counted if previous else None  # 35岁以下党员⟦9名⟧
        else:
            claim.counted = (
                _choose(scan, claim, behind, lead, last, wholes)
                or _sum_of_clause_before(scan, claim, clause, previous)
                or _listed_title(scan, claim, previous)
            )
            if lead is None and behind is None and found and (deed := _bare_deed(scan, claim, found)):
                claim.counted = deed
        if claim.counted == lead and lead and is_event(scan, claim):
            claim.counted = _deed_with_papers(scan, lead, found)
        if partner and behind is None and previous is not None:
            claim.counted = previous.counted
        if waiting and claim.counted is None:
            claim.counted = own
        if claim.kind == "money":
            claim.action = _action(scan, claim) or (previous.action if partner and previous else None)
        if waiting and following is not None and _divides_next(scan, claim, following):
            continue  # 3大类⟦11个⟧方面38个问题: the classes are those of the problems
        for earlier in waiting:
            earlier.counted, earlier.action = claim.counted, claim.action
        waiting.clear()
        own = None
        if claim.counted is not None and not _in_parentheses(scan, claim, last):
            last = claim
            wholes.remember(claim)
    share_out(scan)


def _behind_number(found: list[Found], previous: Claim | None) -> list[Found]:
    """The verbs behind the number before: 免职2人、|降级|1人."""
    return [verb for verb in found if verb[0] >= previous.end] if previous is not None else found


def _named_behind(scan: Scan, claim: Claim, following: Claim | None, found: list[Found]) -> Span | None:
    """The thing behind the number, unless what stands there is the next number's (由⟦63处⟧减少至55处) or only a state."""
    if claim.kind == "rate" and not _has_share_behind(scan, claim, found):
        return None
    behind = phrase_behind(scan, claim, following)
    if behind is None:
        return None
    if following is not None and _from_to(scan, claim, following):
        return _named_again(scan, behind, following)
    if not is_event(scan, claim) and says_how_it_stands(scan, *behind):
        return None  # 8个|基本完成
    return behind


def _named_before(
    scan: Scan, claim: Claim, clause: int, previous: Claim | None, found: list[Found]
) -> Span | None:
    """The thing before the number: a prize, what stands around a date, else the phrase of its clause."""
    if previous is not None and previous.kind == "rank" and previous.end == claim.start:
        return previous.start, previous.end  # 一等奖⟦3个⟧
    lead = phrase_before(scan, max(clause, _end_of_statement(scan, previous)), claim, found)
    words = scan.folded[slice(*lead)] if lead else ""
    if previous is not None and previous.kind in _TIME and (lead is None or words in _SPENT):
        return _phrase_around_date(scan, clause, previous, claim) or lead
    return _share_of(previous, lead) if lead and words == "占比" else lead


def _is_nameless(
    scan: Scan, claim: Claim, following: Claim | None, lead: Span | None, wholes: Wholes
) -> bool:
    """Whether a number joined to the next has no thing of its own, before it or as a part of a whole."""
    if lead is not None and scan.folded[slice(*lead)] not in scan.words.verbs and not _divides(scan, claim, lead):
        return False
    part = _has_amount(claim, following) or (lead is not None and says_how_it_stands(scan, *lead))
    return not part or wholes.of(claim) is None  # 已交付⟦3个⟧、2164套; 已核销⟦38笔⟧701.2万元


def _has_share_behind(scan: Scan, claim: Claim, found: list[Found]) -> bool:
    """⟦60%⟧的问题, 转让⟦51%⟧股权."""
    if scan.folded.startswith("的", claim.end):
        return True
    given = bool(found) and found[-1][1] == claim.start and not found[-1][2].noun
    return given and scan.words.nouns.ending(scan.folded, claim.end, scan.clause_end(claim.end)) is not None


def _share_of(previous: Claim | None, share: Span) -> Span | None:
    """35岁以下|干部占比: a share is one of the thing directly before it, if one is."""
    counted = previous.counted if previous is not None else None
    return (counted[0], share[1]) if counted and counted[1] == share[0] else None


def _has_amount(claim: Claim, following: Claim | None) -> bool:
    """Whether the number behind is the money of what is counted: ⟦38笔⟧701.2万元."""
    return claim.kind == "count" and following is not None and following.kind == "money"


def _outside_titles(found: list[Found], claims: list[Claim], index: int, clause: int) -> list[Found]:
    """The verbs that stand in no title of the clause: 出台《关于加强…的意见》等⟦12项⟧制度 is governed by 出台."""
    while index and claims[index - 1].end > clause:
        index -= 1
        title = claims[index]
        if title.kind == "document":
            found = [verb for verb in found if not title.start <= verb[0] < title.end]
    return found


def _phrase_around_date(scan: Scan, clause: int, date: Claim, claim: Claim) -> Span | None:
    """不一致率由⟦2020年⟧的⟦17.6%⟧…: a date between the thing and its number."""
    between = scan.folded[date.end : claim.start]
    if date.start < clause or not (between in _SPENT or _only_closing_words(scan, between)):
        return None
    return phrase_before(scan, clause, Claim(claim.kind, date.start, claim.end, unit=claim.unit))


_SPENT: Final = ("支出", "开支", "列支", "共支出", "累计支出", "实际支出")
"""公务接待费|1至8月|支出⟦2.94万元⟧: what was spent for stands before the time."""


def _only_closing_words(scan: Scan, words: str) -> bool:
    closing, end = scan.words.closing, len(words)
    while end and (word := closing.ending(words, 0, end)):
        end -= len(word.word)
    return end == 0


def _end_of_statement(scan: Scan, previous: Claim | None) -> int:
    """Where the words of the number before end: with itself, the thing behind it, or 中 (11座|中|退出⟦9座⟧)."""
    if previous is None:
        return 0
    end = max(previous.end, previous.counted[1] if previous.counted else 0)
    return end + scan.folded.startswith("中", end)


def _choose(
    scan: Scan, claim: Claim, behind: Span | None, lead: Span | None, last: Claim | None, wholes: Wholes
) -> Span | None:
    """The thing behind the number, else the one before it, else what the number before it counted.

    已完成整改⟦43项⟧ names only what was done with them: the things are those of the whole before.
    """
    kind = kind_of_unit(scan, claim.unit)
    if kind and behind and lead and names_kind(scan, *lead, kind) and not names_kind(scan, *behind, kind):
        return lead  # 组织师生⟦460余人⟧收看直播
    if behind and lead and scan.folded[lead[1] - 1] in "会议班" and lead[1] == claim.start and is_event(scan, claim):
        return lead  # 召开专题会议⟦23次⟧研究
    if behind is not None and not (
        lead is not None and claim.kind != "count" and scan.folded.startswith("的", claim.end)
    ):
        return behind
    names_part = claim.kind == "count" and lead is not None and behind is None and _names_part(scan, claim, lead)
    if names_part and (whole := wholes.of(claim, sentences=2)):
        return whole
    if claim.kind == "count" and (lead is None or _stands(scan, claim, lead)):
        return (
            wholes.of(claim, sentences=2 if lead or scan.folded.startswith("其中", claim.start - 2) else 1)
            or _own_deed(scan, claim, lead)
            or _from_before(scan, claim, last)
            or _topic_before(scan, claim, lead)
            or _thing_before(scan, claim, lead, last)
        )
    if (
        lead is not None
        and claim.kind == "count"
        and not is_event(scan, claim)
        and claim.unit not in scan.words.person_units
    ):
        phrase = scan.folded[slice(*lead)]
        deed = scan.words.verbs.get(phrase)
        if deed is not None and deed.kind == "accountability":
            return lead  # 办结问题线索64件,立案⟦12件⟧
        if (
            deed is not None
            or (phrase[-2:] in scan.words.verbs and phrase[:-2] in _HOW_DONE)
            or ((verb := scan.words.verbs.get(phrase[-2:])) and not verb.noun)
        ):
            return _from_before(scan, claim, last) or lead
        if (phrase.endswith("方面") or (len(phrase) <= 3 and phrase not in scan.words.nouns)) and _in_other_clause(
            scan, claim, last
        ):
            return _from_before(scan, claim, last) or lead  # 其中完工⟦16个⟧
    if lead and claim.kind == "rate" and last and _COMPARED_WITH.match(scan.folded, *lead):
        return _from_before(scan, last, last)  # 不良率降到2.9%,低于行业平均⟦1.2个百分点⟧
    if lead and claim.unit in scan.words.person_units:
        verb = scan.words.verbs.ending(scan.folded, max(0, lead[0] - 4), lead[0])
        if verb and verb.word in _HANDING_OVER:
            return lead[0] - len(verb.word), lead[1]  # 移送司法机关⟦2人⟧
    return lead or _from_before(scan, claim, last)


_COMPARED_WITH: Final = re.compile("(?:明显|大幅|仍|均)?(?:低于|高于|优于|好于|少于|多于|超出|超过)")


def _in_other_clause(scan: Scan, claim: Claim, last: Claim | None) -> bool:
    return last is not None and scan.clause_start(claim.start) >= last.end and claim.unit == last.unit


def _names_part(scan: Scan, claim: Claim, lead: Span) -> bool:
    """涉及体制机制的⟦6个⟧, 已公布其中⟦6项⟧: the words before say which of the things are meant."""
    part = scan.folded[claim.start - 1] == "的" or scan.folded.startswith("其中", lead[1] - 2)
    return part and not is_event(scan, claim)


def _stands(scan: Scan, claim: Claim, lead: Span) -> bool:
    """Whether the words before a number say only how things stand or to whom they went."""
    phrase = scan.folded[slice(*lead)]
    deeds = is_event(scan, claim) or claim.unit in scan.words.person_units  # 处理⟦52人⟧ is a measure taken
    if phrase == "方面" or says_how_it_stands(scan, *lead, deeds):
        return True
    tail = scan.words.nouns.ending(scan.folded, *lead)
    if claim.unit not in _OF_ANYTHING and phrase.endswith(_SAID_OF_THINGS):
        return True  # 白条137张,已补齐手续⟦129张⟧
    if tail is None:
        if claim.start - lead[1] == 1 and scan.folded[lead[1]] == "的" and not is_event(scan, claim):
            return True  # 不符合条件的⟦118户⟧
        return _ALREADY.search(phrase) is not None  # 建设单位已据实结算⟦14个⟧
    if not tail.kind or tail.kind == "paper" or kind_of_unit(scan, claim.unit) or is_event(scan, claim):
        return False
    before = scan.words.verbs.ending(scan.folded, max(0, lead[0] - 4), lead[0])
    return phrase[0] in "给至到向" or (before is not None and before.word in _HANDING_OVER)


_OF_ANYTHING: Final = ("个", "项", "条", "件", "次", "类", "种", "份", "道", "套", None)
_SAID_OF_THINGS: Final = ("手续", "程序", "职责", "资质", "进度", "标准", "秩序", "功能", "措施")
"""What has a measure word of its own is done to things, not counted with theirs."""
_ALREADY: Final = re.compile(r".(?:已|(?<![平人户亩年月日])均|尚未|正在)[\u4e00-\u9fff]")
_HANDING_OVER: Final = frozenset(["移交", "移送", "转交", "划转", "调剂", "退还", "归还", "交办", "转办", "报送", "上报", "提交"])


def _own_deed(scan: Scan, claim: Claim, lead: Span | None) -> Span | None:
    """A deed that is counted itself (登记⟦8件⟧), where no whole is; 整改 and 销号 are never the thing."""
    if lead is None:
        return None
    phrase = scan.folded[slice(*lead)]
    if phrase in _OTHERS or phrase == "方面" or phrase.startswith(("给", "至", "到")):
        return None
    if claim.unit in scan.words.physical_units or phrase.endswith("其他"):
        return lead
    verb = scan.words.verbs.ending(scan.folded, *lead)
    return lead if verb and verb.noun and verb.word not in _NEVER_THE_THING else None


def _bare_deed(scan: Scan, claim: Claim, found: list[Found]) -> Span | None:
    """起诉⟦418户⟧, 完成修复⟦486.5亩⟧: a deed without an object is what the number counts."""
    if claim.kind != "count" or not found or not _only_closing_words(scan, scan.folded[found[-1][1] : claim.start]):
        return None
    start, end, verb = found[-1]
    if verb.word not in scan.words.roles["deed"]:
        return None
    other = claim.counted is not None and scan.folded[slice(*claim.counted)] not in scan.words.roles["deed"]
    return None if other else (start, end)  # 退养86户,转产⟦41户⟧


_NEVER_THE_THING: Final = frozenset(["整改", "销号", "立行立改", "办理", "反馈", "处理", "处置"])
_TOPIC: Final = re.compile(r"问题|任务|事项|信访件")


def _topic_before(scan: Scan, claim: Claim, lead: Span | None) -> Span | None:
    """What is put right, named without a number: 针对反馈问题,…已完成整改⟦85个⟧; for persons who they are."""
    phrase = scan.folded[slice(*lead)] if lead else ""
    low = scan.folded.rfind("\n" if "整改" in phrase else "。", max(0, claim.start - 100), claim.start) + 1
    low = max(low, claim.start - 100)
    if kind_of_unit(scan, claim.unit):
        kind = kind_of_unit(scan, claim.unit)
        if lead is None:
            return None
        named = [n for n in scan.words.nouns.between(scan.folded, low, claim.start) if n[2].kind == kind]
        return named[-1][:2] if named and named[-1][2].word != "群众" else None
    if claim.unit not in ("个", "项", "条", "件") or "\n" in scan.folded[low : claim.start]:
        return None
    topics = list(_TOPIC.finditer(scan.folded, low, claim.start))
    return topics[-1].span() if topics else None


def _thing_before(scan: Scan, claim: Claim, lead: Span | None, last: Claim | None) -> Span | None:
    """核查合同⟦74个⟧,规范⟦61份⟧: another measure word, the same things."""
    if lead is None or last is None or last.kind != "count" or is_event(scan, last) or is_event(scan, claim):
        return None
    between = scan.folded[last.end : claim.start]
    units = scan.words.thing_units
    if claim.unit not in units or last.unit not in units or "。" in between or ";" in between:
        return None
    return last.counted if len(between) <= FURTHEST and "\n" not in between else None


_OTHERS: Final = frozenset(["其他", "其余", "剩余", "余下", "其它"])
_DIVISIONS: Final = frozenset(["方面", "大类", "个方面"])
"""6方面24项, 4大类36个: what the division divides is named behind the number that follows."""


def _divides(scan: Scan, claim: Claim, lead: Span) -> bool:
    return claim.unit in _DIVISIONS and scan.words.nouns.ending(scan.folded, *lead) is None


def _divides_next(scan: Scan, claim: Claim, following: Claim) -> bool:
    """Whether the number counts 方面 and the number that is divided stands directly behind."""
    if claim.counted is None or scan.folded[slice(*claim.counted)] != "方面" or following.kind != "count":
        return False
    return not scan.folded[claim.counted[1] : following.start].strip()


def _ends_at(scan: Scan, previous: Claim | None, claim: Claim) -> bool:
    """Whether the thing of the number before is printed directly before this number: 18个保洁岗位由⟦54人⟧."""
    if previous is None or previous.counted is None or not previous.end <= previous.counted[1] <= claim.start:
        return False
    return _only_closing_words(scan, scan.folded[previous.counted[1] : claim.start])


def _from_to(scan: Scan, claim: Claim, following: Claim) -> bool:
    """网点由⟦63处⟧减少至⟦55处⟧: two numbers of one thing."""
    if claim.kind != following.kind or where_it_starts_from(scan.folded, claim.start) < 0:
        return False
    return _TO.fullmatch(scan.folded, claim.end, following.start) is not None


_TO: Final = re.compile(r"[^,。;:]{0,9}[为至到成](?:每[日周月季年]度?|[^,。;:]{0,8}[^目]的)? ?")


def _named_again(scan: Scan, behind: Span, following: Claim) -> Span | None:
    """由⟦5个⟧环节精简为3个环节: the thing, where it stands behind both numbers."""
    noun = scan.words.nouns.at(scan.folded, behind[0])
    if noun is None or not scan.folded.startswith(noun.word, following.end):
        return None
    return behind[0], behind[0] + len(noun.word)


def _listed_title(scan: Scan, claim: Claim, previous: Claim | None) -> Span | None:
    """签订《安全承诺书》⟦214份⟧."""
    if previous is None or previous.kind != "document" or is_event(scan, claim) or claim.kind != "count":
        return None
    if scan.folded[previous.end : claim.start].strip() or scan.folded[previous.end - 1] not in "》〉":
        return None
    return previous.start + 1, previous.end - 1


def _deed_with_papers(scan: Scan, lead: Span, found: list[Found]) -> Span:
    """组织学习《…》等文件⟦5次⟧: what was done with the papers is counted."""
    noun = scan.words.nouns.ending(scan.folded, *lead)
    if noun is None or noun.kind != "paper":
        return lead
    for _, end, verb in reversed(found):
        deed = scan.words.verbs.get(verb.word[-2:])
        if deed and deed.noun:
            return end - 2, end
    return lead


_HOW_DONE: Final = frozenset(["限期", "立即", "长期", "基本", "阶段性", "持续", "正在", "全部", "按期"])


def _in_parentheses(scan: Scan, claim: Claim, last: Claim | None) -> bool:
    """Whether the number is an aside to the one before: 296件(其中重点件⟦21件⟧),已办结290件."""
    between = scan.folded[last.end if last else claim.start : claim.start]
    return "(" in between and ")" not in between


_JOINT: Final = re.compile(r" ?(?:[、~和或至到-]|—{1,2}|–)? ?")


def _is_joint(scan: Scan, claim: Claim, following: Claim) -> bool:
    """Whether only a joint or mark of a list stands between two numbers: 12、15.5万元; 1至3名; 6方面24项."""
    return _JOINT.fullmatch(scan.folded, claim.end, following.start) is not None


def _change_of(scan: Scan, claim: Claim, verb: Span | None) -> Change | None:
    """减少审批环节⟦5个⟧, 新增停车位⟦300个⟧: the change that the governing verb states."""
    if verb is None or scan.folded[claim.start - 1] in "至到为达于在":
        return None
    word = scan.folded[slice(*verb)]
    if word in scan.words.roles["decrease"]:
        return "decrease"
    return "increase" if word in scan.words.roles["increase"] else None


def _from_before(scan: Scan, claim: Claim, last: Claim | None) -> Span | None:
    """What the number before counted, where this one names nothing: 培训28次,共计137人次."""
    if last is None or last.counted is None:
        return None
    changed = claim.kind in ("rate", "money") and claim.change is not None
    between = scan.folded[last.end : claim.start]
    share = claim.kind == "rate" and _SHARE.fullmatch(between) is not None
    if not (changed or share) and (claim.kind == "money" or claim.kind != last.kind):
        return None
    if len(between) > FURTHEST or "。" in between or "\n" in between:
        return None
    if share or claim.kind == "money":
        return last.counted
    if claim.kind == "rate":
        return last.counted if claim.change or "," not in between else None
    return last.counted if claim.unit in (last.unit, "人次") or between.strip(" ") == "、" else None


_SHARE: Final = re.compile(r"的|,?(?:分别)?占(?:比|总数|全部)?(?:的)?(?:为|达|达到|约|近)?|,(?:降|增|涨|升)幅(?:达|为|达到)?")
"""断面23个,占⟦88.5%⟧; 应整改金额78.9亿元的⟦九成⟧: the share is one of the number before."""
_TOOK_PART: Final = re.compile("参加|参训|参与|出席|参会")
_SUMMING: Final = re.compile(r"(?:由|从|总?共计?|合计|总计|累计|一共) ?(?:近|约|超|超过|达)? ?")


def _sum_of_clause_before(scan: Scan, claim: Claim, clause: int, previous: Claim | None) -> Span | None:
    """…村医和护士,共计⟦80余人⟧参加: what the clause before ends with."""
    previous_end = previous.end if previous else 0
    if not scan.folded.startswith(",", clause - 1) or clause - 1 <= previous_end:
        return None
    took_part = claim.start == clause and _TOOK_PART.match(scan.folded, claim.end)
    if not took_part and not _SUMMING.fullmatch(scan.folded, clause, claim.start):
        return None
    start = max(previous_end, scan.clause_start(clause - 1))
    return phrase_before(scan, start, Claim("count", clause - 1, clause - 1, unit=claim.unit))


def _governing(scan: Scan, found: list[Found]) -> Span | None:
    """Of the verbs before a number the nearest that can only be a verb, else the first."""
    folded = scan.folded
    governing, bare = None, scan.words.roles["bare"] if found else ()
    for start, end, verb in found:
        if verb.word not in bare and (governing is None or not verb.noun) and not (
            folded[end] in SECOND_HALVES and is_first_half(folded, end)
        ):
            thing = scan.words.nouns.at(folded, start)
            if thing is None or len(thing.word) <= end - start:  # 实施细则 holds no deed
                governing = start, end
    return governing


_MONEY_ACTION_REACH: Final = 24


def _action(scan: Scan, claim: Claim) -> Span | None:
    """追缴 清退 上缴 …: a verb of recovery in the clause or directly behind, else its last money verb."""
    clause = scan.clause_start(claim.start)
    found = list(
        scan.words.money_verbs.between(scan.folded, max(clause, claim.start - _MONEY_ACTION_REACH), claim.start)
    )
    for start, end, verb in found:
        if verb.word in scan.words.roles["recovery"]:
            return start, end
    behind = _DONE_WITH_IT.match(scan.folded, claim.end)
    at = behind.end() if behind else claim.end
    after = scan.words.money_verbs.at(scan.folded, at)
    if after and (after.word in scan.words.roles["recovery"] or not found):
        return at, at + len(after.word)
    return found[-1][:2] if found else None


_DONE_WITH_IT: Final = re.compile(r"(?:已|全部|均|予以|全额|及时|如数)*")
