"""The phrase that a number counts: behind it (⟦16名⟧管理和服务对象) or before it (新能源货车⟦1159辆⟧).

Rules over word lists, no segmenter: on the clauses of real notices the noun phrases of a segmenter agree less
often with what readers marked, and cost more time.
"""

from __future__ import annotations

import re
from typing import Final

from noticeparse.facts.lexicon import Found
from noticeparse.facts.scan import Scan
from noticeparse.model import Claim, Span

LONGEST: Final = 40
"""Characters looked at before or behind a number."""

_HAN: Final = re.compile("[\u4e00-\u9fff]")
_MODIFIERS: Final = re.compile(
    r"已|未|尚未|正在|在|新|原|被|应|需|拟|将|不|无|有|经|超|仅|各类?|相关|有关|上述|以上|其他|其余|剩余|多余|全部|所有|自|到期|对|以"
)
"""A phrase may begin with one of these although they end one elsewhere (3项未完成指标)."""
_PREDICATIVE: Final = frozenset(
    ["已", "正在", "被", "经", "需", "应", "拟", "将", "对", "以", "有", "超", "仅", "尚未"]
)
"""Of these, what they open is only a thing where it ends with a noun (被检查单位, 需长期坚持)."""
_CONTAINERS: Final = ("清单", "台账", "名单", "目录")
_WEAK_TAILS: Final = ("人数", "频次", "总数", "数量", "件数", "个数", "户数", "次数", "总量", "总计", "数")
_JOINING: Final = re.compile(r"[和与及、或]")
_PARTICIPATE: Final = re.compile(r"(?:参加|参与|出席|参训|参会)了?")
_LIGHT: Final = re.compile(r"(?:进行|开展|实施|予以|作出|做出)了?")
_HOLDING: Final = re.compile(r"(?:召开|举办)[^,。;、]{0,8}?会议?")
_QUOTED: Final = re.compile(r"[“‘][^”’\n]{1,30}[”’]")
_QUOTED_TITLE: Final = re.compile(r"[“《‘][^”》’\n]*[”》’]")
_LISTED_NOUN: Final = re.compile(r"、([\u4e00-\u9fff]{2,4}?)(?=[,。;作参为已均进被到赴对在])")
_SAID_OF_IT: Final = re.compile(
    r"(?:情况|工作|经费|问题|现象|行为|信息|数据|质量|资格|称号|需求|材料|手续|职责|作用|成果)\Z"
)


def is_event(scan: Scan, claim: Claim) -> bool:
    """Whether the unit counts doings (次 场 期 人次), so that what is counted may be a verb."""
    return claim.unit in scan.words.event_units


def ends_with_noun(scan: Scan, start: int, end: int) -> bool:
    """Whether the stretch ends with a listed head noun."""
    folded = scan.folded
    return scan.words.nouns.ending(folded, start, end) is not None


# --------------------------------------------------------------------------- behind the number


_BLANKS: Final = 3
"""Blanks and bold marks that may part a number from its thing."""


def phrase_behind(scan: Scan, claim: Claim, following: Claim | None) -> Span | None:
    """The noun phrase behind the number, or for 5次召开会议 the whole predicate."""
    folded = scan.folded
    start, furthest = claim.end, min(claim.end + _BLANKS, scan.clause_end(claim.end))
    while start < furthest and folded[start] in " *":
        start += 1
    attached = folded.startswith("的", start)
    start += attached
    limit = _limit(scan, start, following)
    event = is_event(scan, claim)
    if not event and following is not None and limit == following.start and (whose := _up_to_of(scan, start, limit)):
        return whose  # 对3个|应招未招项目|的4名责任人
    if not event and (head := _behind_its_clause(scan, claim, start, limit, following)):
        return head
    if start >= limit or (folded[start] == "中" and _AMONG.match(folded, start)):
        return None
    modifier = None if event and folded.startswith("被", start) else _MODIFIERS.match(folded, start, limit)
    quoted = _QUOTED.match(folded, start, limit)
    inner = quoted.end() if quoted else modifier.end() if modifier else start
    with_verbs = not _is_object(scan, claim, limit)
    stop = _stop(scan, inner, limit, with_verbs, event)
    if stop and modifier and stop[0] == inner and stop[2] in scan.words.verbs:
        return _modified(scan, start, stop[1], limit, with_verbs, event)
    if (stop and stop[0] == start) or (event and folded.startswith("对", start)):
        if stop and not event and limit - start <= 4 and ends_with_noun(scan, stop[1], limit):
            return start, limit  # 4个牵头部门
        return None if attached else _predicate(scan, claim, start)
    behind = scan.words.nouns.at(folded, stop[1]) if stop and not event else None
    if stop and behind and 0 < stop[0] - start <= 3 and stop[2] in scan.words.verbs and not ends_with_noun(scan, start, stop[0]):
        stop = _stop(scan, stop[1] + len(behind.word), limit, with_verbs, event)  # 5个逾期|交付|项目
    end = stop[0] if stop else limit
    if stop and stop[2] == "等" and not event and (kind_of_thing := scan.words.nouns.at(folded, stop[1])):
        return stop[1], stop[1] + len(kind_of_thing.word)  # 4台CT等|设备
    if modifier and (end - modifier.end() < 2 or folded[modifier.end() : end] in scan.words.verbs):
        return None
    if modifier and modifier[0] in _PREDICATIVE and not ends_with_noun(scan, start, end):
        return None
    if claim.kind == "money" and (modifier or scan.words.verbs.at(folded, start)):
        return None
    if stop is None and (more := _LISTED_NOUN.match(folded, end)) and ends_with_noun(scan, end, more.end()):
        end = more.end()
    if not event:
        if stop and (kind := kind_of_unit(scan, claim.unit)) and not names_kind(scan, start, end, kind):
            of = folded.find("的", end, limit)
            named = scan.words.nouns.ending(folded, of, _noun_end(scan, of + 1, limit)) if of > 0 else None
            if named and named.kind:
                return of + 1, _noun_end(scan, of + 1, limit)  # 2名履职不力的|企业负责人
            if stop[2] in _LACKING:
                for _, named_end, noun in scan.words.nouns.between(folded, stop[1], min(limit, stop[1] + 6)):
                    if noun.kind == kind:
                        return start, named_end  # 460名行动|不便老人
        end = _behind_doer(scan, start, end, claim)
    return _trimmed(scan, start, end, event)


def _up_to_of(scan: Scan, start: int, limit: int) -> Span | None:
    """What stands before a 的 that the next number follows, where it ends with a noun."""
    folded = scan.folded
    of = limit - 1
    return (start, of) if folded[of] == "的" and ends_with_noun(scan, start, of) else None


def _noun_end(scan: Scan, start: int, limit: int) -> int:
    """Where the listed nouns that stand at or directly behind `start` end; `start` where none does."""
    folded = scan.folded
    end = start
    for begin, stop, _ in scan.words.nouns.between(folded, start, limit):
        if begin - end > (4 if end == start else 0):
            break
        end = stop
    return end


_AMONG: Final = re.compile("中(?=[有已均尚仍未,]|退出|选取|抽取|筛选)")
"""小水电站⟦11座⟧中已退出9座: the things were named before."""
_LACKING: Final = ("不", "无", "未", "有", "没有", "超")
_TO_WHOM: Final = ("对", "赴", "到", "向", "为", "与", "给", "由", "和", "从", "在")
_OPENS_CLAUSE: Final = ("须", "可", "由", "因", "能", "与", "向", "给", "让", "在")
_HEAD_BEHIND_OF: Final = 10


def _behind_its_clause(
    scan: Scan, claim: Claim, start: int, limit: int, following: Claim | None
) -> Span | None:
    """The head behind a relative clause: 1名参与补课的|教师, 438个标的额50万元以上的|招标项目."""
    folded = scan.folded
    if following is not None and limit == following.start and folded.startswith("的", following.end):
        of = following.end
        if following.start - start < 2 or following.bound not in ("at_least", "at_most"):
            return None
    else:
        first = scan.words.verbs.at(folded, start)
        modifier = _MODIFIERS.match(folded, start, limit)
        if (
            (first is None or first.noun)
            and (modifier is None or modifier[0] in ("已", "正在"))
            and not folded.startswith(_OPENS_CLAUSE, start)
        ):
            return None
        of = folded.find("的", start, limit)
        if of < 0:
            return None
    stop = min(scan.clause_end(of), of + _HEAD_BEHIND_OF)
    for begin, end, noun in scan.words.nouns.between(folded, of + 1, stop):
        if claim.unit in scan.words.person_units and noun.kind != "person":
            return None
        while following_noun := scan.words.nouns.at(folded, end):
            end += len(following_noun.word)
        return (of + 1, end) if begin - of <= 5 else None
    return None


def _behind_doer(scan: Scan, start: int, end: int, claim: Claim) -> int:
    """Where the persons or bodies that the measure word asks for end: 5家企业|违规发放, 3名教师|档案.

    Behind 对 赴 为 … what is done to them begins with the first verb: 对26个小区|入户.
    """
    folded = scan.folded
    kind = kind_of_unit(scan, claim.unit)
    last = scan.words.nouns.ending(folded, start, end)
    if claim.unit in _OF_BODIES and scan.words.money_nouns.ending(folded, start, end):
        for _, stop, noun in scan.words.nouns.between(folded, start, end - 2):
            if noun.kind == "body" or noun.word == "村":
                return stop  # 16个村|集体年收入
    if kind and (last is None or last.kind != kind):
        for _, stop, noun in scan.words.nouns.between(folded, start, end):
            if noun.kind == kind:
                if last is None and folded[end - 1] in _LAST_OF[kind] and scan.words.verbs.at(folded, stop) is None:
                    return end  # 法官|助理, 社区|卫生服务中心
                while (more := scan.words.nouns.at(folded, stop)) and more.kind == kind and stop < end:
                    stop += len(more.word)
                return end if folded[stop : stop + 1] in ("和", "与", "及", "或") else stop
    if last is None and folded.startswith(_TO_WHOM, claim.start - 1):
        for begin, _, _ in scan.words.verbs.between(folded, start + 1, end):
            if begin - start >= 2:
                return begin
    if (
        end - start > 1
        and folded[start] in _PLACES
        and (folded.startswith("计划", start + 1) or scan.words.verbs.at(folded, start + 1))
    ):
        return start + 1  # 3个区|挪用…
    return end


_OF_BODIES: Final = ("个", "家", "户", "所")
_LAST_OF: Final = {"person": "员长师生者人手工民官士家童兵警属理问", "body": "院校馆站所局厅室心处队会社厂店场园部行组企点户司关"}
"""The last characters of words that name persons or bodies."""
_PLACES: Final = "村县区镇乡市省校店"


def kind_of_unit(scan: Scan, unit: str | None) -> str:
    """Whether a measure word counts persons (名 位) or bodies (家 户), else nothing."""
    return "person" if unit in scan.words.person_units else "body" if unit in ("家", "户") else ""


def names_kind(scan: Scan, start: int, end: int, kind: str) -> bool:
    """Whether a noun of the kind stands in the stretch."""
    folded = scan.folded
    return any(noun.kind == kind for _, _, noun in scan.words.nouns.between(folded, start, end))


def _limit(scan: Scan, start: int, following: Claim | None) -> int:
    """How far a phrase may reach: to the mark of its clause, a bracket, or the next fact."""
    limit = min(scan.clause_end(start), start + LONGEST)
    if _LIMIT.search(scan.folded, start, limit) is None:
        return min(limit, following.start) if following is not None else limit
    for mark in "、()[]【】":
        at = scan.folded.find(mark, start, limit)
        if at >= 0 and not (mark == "(" and _ASIDE.match(scan.folded, at)):
            limit = at
        elif at >= 0:
            return _limit_behind_aside(scan, at, limit, following)
    return min(limit, following.start) if following is not None else limit


_LIMIT: Final = re.compile(r"[、()\[\]【】]")
_ASIDE: Final = re.compile(r"\([\u4e00-\u9fff]{1,4}\)(?=[\u4e00-\u9fff])")
"""村(社区)党组织: a second reading of the word before, inside the phrase."""


def _limit_behind_aside(scan: Scan, at: int, limit: int, following: Claim | None) -> int:
    aside = _ASIDE.match(scan.folded, at)
    assert aside is not None
    marks = [m for mark in "、()[]【】" if (m := scan.folded.find(mark, aside.end(), limit)) >= 0]
    limit = min([limit, *marks])
    return min(limit, following.start) if following is not None else limit


def _stop(scan: Scan, start: int, limit: int, with_verbs: bool, event: bool) -> tuple[int, int, str] | None:
    """Where a phrase ends: at an adverb, a preposition, a title, or – `with_verbs` – a verb that is no noun.

    The object of a verb may hold verbs (完成⟦27项⟧收集治理改造项目).
    """
    folded = scan.folded
    stops, all_verbs, all_nouns, firsts = scan.words.stops, scan.words.verbs, scan.words.nouns, scan.words.stop_firsts
    inside = 0
    for at in range(start, limit):
        if at < inside or folded[at] not in firsts:
            continue
        if folded[at] in "《〈":
            return at, at, ""
        verb = all_verbs.at(folded, at)
        noun = all_nouns.at(folded, at)
        if noun and (verb is None or len(noun.word) > len(verb.word)):
            inside = at + len(noun.word)  # 开发区, 供应商 hold no verb or adverb
            continue
        if with_verbs and verb:
            if verb.kind in _ACTS and verb.noun and not event and ends_with_noun(scan, start, at):
                return at, at + len(verb.word), verb.word
            if not verb.noun and verb.word not in scan.words.roles["weak"]:
                return at, at + len(verb.word), verb.word
            if len(verb.word) > 1 and stops.at(folded, at) is None:
                continue
        if word := stops.at(folded, at):
            return at, at + len(word.word), word.word
    return None


def _modified(scan: Scan, start: int, behind: int, limit: int, with_verbs: bool, event: bool) -> Span | None:
    """3项未完成指标 names a thing; 15处已完成治理 only says what was done."""
    folded = scan.folded
    stop = _stop(scan, behind, limit, with_verbs, event)
    end = stop[0] if stop else limit
    if (
        folded.startswith(("已", "正在"), start)
        or end - behind < 2
        or folded[behind] in "了并"
        or _tiled(folded, behind, end, scan.words.verbs)
    ):
        return None
    return _trimmed(scan, start, end, event)


def _is_object(scan: Scan, claim: Claim, limit: int) -> bool:
    """Whether a verb stands directly before the number, and the phrase up to its mark ends with a noun."""
    folded = scan.folded
    if claim.verb is None or folded[claim.verb[1] : claim.start].strip("了过近超约 "):
        return False
    return (
        limit - claim.end > 3
        and folded[slice(*claim.verb)] not in scan.words.roles["pivot"]
        and ends_with_noun(scan, claim.end, limit)
    )


def _predicate(scan: Scan, claim: Claim, start: int) -> Span | None:
    """What was done so many times: ⟦3次⟧传达学习…; whom it was done to is not part of it."""
    folded = scan.folded
    stop = scan.clause_end(start)
    if claim.unit in scan.words.person_units:
        took_part = _PARTICIPATE.match(folded, start)
        if took_part and claim.unit == "人次" and stop - took_part.end() >= 2:
            return took_part.end(), stop
        return None
    if folded.startswith("为", start) and folded.startswith("其中", scan.clause_start(claim.start)):
        return _trimmed(scan, start + 1, stop, event=False)
    if not is_event(scan, claim) or stop - start < 2 or folded.startswith(("以上", "为", "被"), start):
        return None
    if (first := scan.words.verbs.at(folded, start)) and first.kind == "result" and not first.noun:
        return None  # ⟦3节⟧获评…
    if folded.startswith("对", start):
        done = [light.end() for light in _LIGHT.finditer(folded, start, stop) if stop - light.end() >= 2]
        if done:
            return done[-1], stop
    if held := _HOLDING.match(folded, start, stop):
        return start, held.end()  # 召开总支会议|传达学习…
    if (
        claim.verb
        and claim.verb[1] == claim.start
        and stop - start > 12
        and folded[stop - 2 : stop] in scan.words.verbs
    ):
        return stop - 4, stop  # 开展⟦1次⟧落实…精神专项督查: the object of 开展 is at the end
    return start, min(stop, start + 24)


def _trimmed(scan: Scan, start: int, end: int, event: bool) -> Span | None:
    """The phrase without its leftovers: 地块调查与评审工作 → 地块, 任务清单 → 任务, 中层干部等 → 中层干部."""
    folded = scan.folded
    while end > start and folded[end - 1] in "的等和与及了过中里外 、“":
        end -= 1
    if event and end - start > 12 and (verb := scan.words.verbs.at(folded, start)) and not verb.noun:
        named = folded[end - 2 : end] in scan.words.verbs or folded[end - 2 : end] in scan.words.nouns
        return (end - 4, end) if named else None
    if folded.endswith(")", start, end):
        end = folded.rfind("(", start, end)
    quote = folded.find("“", start + 1, end)
    if quote > start and not event and ends_with_noun(scan, start, quote):
        end = quote  # 党支部|“三会一课”记录
    container = folded[start:end].endswith(_CONTAINERS) and end - start >= 4
    if container:
        end -= 2
    of = folded.rfind("的", start, end)
    if of > start and ends_with_noun(scan, start, of):
        if event or ends_with_noun(scan, of + 1, end):
            start = of + 1
        else:
            end = of
    elif of > start and not event and (head := scan.words.nouns.ending(folded, of + 1, end)) and head.kind:
        start = of + 1  # 符合条件的|家庭
    if not event and not container:
        end = _behind_its_head(scan, start, end)
    return (start, end) if end > start and _HAN.search(folded, start, end) else None


def _behind_its_head(scan: Scan, start: int, end: int) -> int:
    """Cut what is only said of the counted thing: 基层工会|经费使用情况; 重点治理项目 stays whole."""
    folded = scan.folded
    if ends_with_noun(scan, start, end):
        return end
    joint = _JOINING.search(folded, start, end)
    if joint and ends_with_noun(scan, start, joint.start()):
        return joint.start()
    if _SAID_OF_IT.search(folded, start, end) is None and folded[end - 2 : end] not in scan.words.verbs:
        for _, stop, _ in scan.words.nouns.between(folded, start, end):
            if end - stop >= 4 and (verb := scan.words.verbs.at(folded, stop)) and len(verb.word) > 1:
                return stop  # 6个问题|整改情况通报如下
        return end
    for _, stop, _ in scan.words.nouns.between(folded, start, end):
        if end - stop >= 2 and folded[stop] not in "的长类化级" and scan.words.nouns.at(folded, stop) is None:
            return stop
    return end


def says_how_it_stands(scan: Scan, start: int, end: int, event: bool = False) -> bool:
    """Whether words only say how the counted things stand (已完成整改, 不属实, 其余): they are no thing.

    Behind measure words of doings a verb that is a noun too is the thing (学习研讨⟦3次⟧), and so are measures
    against persons (立案⟦3件⟧).
    """
    folded = scan.folded
    words, all_verbs = scan.words.status, scan.words.verbs
    if folded[start:end] in _THINGS_TOO:
        return False
    while start < end:
        verb, word = all_verbs.at(folded, start), words.at(folded, start)
        if verb and (word is None or len(verb.word) >= len(word.word)):
            if verb.kind == "accountability" or verb.word in _OWN_DEEDS or (event and verb.noun):
                return False
            word = verb
        if word is None:
            return False
        start += len(word.word)
    return start == end


_OWN_DEEDS: Final = ("处罚", "罚款")


# --------------------------------------------------------------------------- before the number


def phrase_before(scan: Scan, clause: int, claim: Claim, found: list[Found] | None = None) -> Span | None:
    """The noun phrase before the number: behind the last verb, 等, 的 or 、 of its clause.

    `found` may hand over the verbs of the clause, if they are known already.
    """
    folded = scan.folded
    lowest = max(clause, claim.start - LONGEST)
    end, listed = _before_closing_words(scan, lowest, claim.start)
    if folded[end - 1] in "月份" and (months := _MONTHS.search(folded, lowest, end)):
        end = months.start()  # 业务招待费|前11个月同比下降⟦37.5%⟧
    if 0 <= (since := where_it_starts_from(folded, claim.start)) < end and since >= lowest:
        end = since
    if end - lowest < 1:
        return None
    if found is None:
        found = list(scan.words.verbs.between(folded, lowest, end))
    else:
        found = [verb for verb in found if verb[0] >= lowest and verb[1] <= end]
    end = _before_what_was_done(folded, lowest, end, found)
    if claim.kind == "money" and found and found[-1][1] == end and not found[-1][2].noun:
        return None  # 责任人退赔⟦12.4万元⟧
    if (
        found
        and found[-1][1] == end
        and not found[-1][2].noun
        and found[-1][0] - lowest >= 2
        and ends_with_noun(scan, lowest, found[-1][0])
        and not _MANNER.search(folded, lowest, found[-1][0])
    ):
        end, found = found[-1][0], found[:-1]  # 任务|分解⟦5大类⟧
    start = _behind_last_verb(scan, lowest, end, found)
    listed_all = claim.kind == "count" and "、" in folded[start:end] and _of_one_head(folded[start:end])
    if not listed and not (listed_all and not is_event(scan, claim)):
        start = _behind_last_mark(folded, start, end)
    if "每" in folded[start:end] and (each := _EACH.search(folded, start, end - 2)):
        start = each.end()
    end = _behind_persons(scan, start, end, claim)
    if folded[start] == "在" and (place := _WHERE.match(folded, start, end - 1)):
        start = place.end()
    if "级" in folded[start:end] and (levels := _LEVELS.match(folded, start, end)):
        start = levels.end()
    start = _behind_opening_words(scan, start, end, claim)
    end = _without_weak_tail(folded, start, end, claim)
    if claim.kind != "count" and (spent := _SPENT.search(folded, start + 2, end)):
        end = spent.start()  # 培训费|全年支出
    closed = folded.rfind("”", start, end)
    if claim.kind == "rate" and closed > start and end - closed > 2:
        start = closed + 1
    if (quote := _QUOTED_TITLE.match(folded, start, end)) and end - quote.end() >= 2:
        start = quote.end()
    while start < end and folded[start] in "、 -*•·●":
        start += 1
    start = _behind_owner(scan, start, end, claim)
    if claim.kind == "rate" and folded[start] == "占" and end - start > 3:
        start += 1
    if number := _NUMBERED.match(folded, start, end - 2):
        start = number.end()
    if claim.kind == "count" and _TO_WHOM_INSIDE.search(folded, start + 1, end - 3):
        tail = scan.words.nouns.ending(folded, start, end)
        start = end - len(tail.word) if tail else start  # 工会为职工办|实事⟦32件⟧
    if _COMPARED.fullmatch(folded, start, end):
        return None
    shortest = 1 if claim.kind == "count" and folded[start - 1 : start] == "、" else 2
    if end - start < shortest or not _HAN.search(folded, start, end) or names_nothing(scan, start, end):
        return None
    return start, end


_FROM: Final = re.compile(
    r"[由从](?:每[日周月季年]度?|(?:年初|年末|期初|[去上前同]{1,2}年|[12]\d{3}年|同期|年?[上下]?半年|[上当]月|月初|原来|原先|原有"
    r"|此前|最初|最[高多大]|高峰|整改|巡[视察]|审计|改革|治理|调整)[^,。;:]{0,4}的?)?"
)


def where_it_starts_from(folded: str, number: int) -> int:
    """Where the words begin that say what a change starts from: 长期未结案件|由年初的⟦83件⟧降至9件; -1 for none."""
    lowest = max(0, number - 12)
    at = max(folded.rfind("由", lowest, number), folded.rfind("从", lowest, number))
    return at if at >= 0 and _FROM.fullmatch(folded, at, number) else -1


_OWN_SHARE: Final = re.compile(r"[^的占其降例]比例\Z")
"""天数比例 is what a rate is of; …的比例 is not."""
_SPENT: Final = re.compile(r"(?<=[费款])(?:全年|上半年|下半年|前[一二三]季度|去年|今年|当年|本年度|累计|共|实际|共计){1,2}(?:支出|开支|列支)\Z")
_MONTHS: Final = re.compile(r"(?:前\d{1,2}个月|\d{1,2}(?:[至—~-]\d{1,2})?月份?)\Z")
_LEVELS: Final = re.compile("[省市州县区旗乡镇街村组户校院]{0,4}[两二三四五]级(?=..)")
"""村组三级|干部⟦148人⟧."""
_WHERE: Final = re.compile(r"在[^在,;]{1,10}?(?:一线|期间|[中上下内外里间旁侧边处界]|设(?=[^备施计立置想定]))")
"""在抗疫一线|发展党员⟦9名⟧: where it was done."""
_EACH: Final = re.compile(r"每[日天周月季度年半校人两个]{1,4}(?:至少|不少于|最多)?")
_MANNER: Final = re.compile(r"按照|根据|依据|结合|对照|围绕|采取|针对")


def _behind_persons(scan: Scan, start: int, end: int, claim: Claim) -> int:
    """亲属关系人员|调整岗位⟦36人⟧: where the persons or bodies that the measure word asks for end."""
    folded = scan.folded
    kind = kind_of_unit(scan, claim.unit)
    last = scan.words.nouns.ending(folded, start, end)
    if not kind or is_event(scan, claim) or last is None or last.kind == kind:
        return end
    for _, stop, noun in scan.words.nouns.between(folded, start, end):
        if noun.kind == kind and (verb := scan.words.verbs.at(folded, stop)) and stop + len(verb.word) < end:
            return stop
    return end


def _before_closing_words(scan: Scan, lowest: int, end: int) -> tuple[int, bool]:
    """Strip 近 共计 达到 … from the end; the second value says whether 等 closed a list there."""
    folded = scan.folded
    closing = scan.words.closing
    listed = False
    while end > lowest:
        if folded[end - 1] in " :-—(":
            end -= 1
        elif folded[end - 1] == "等" and not listed:
            listed, end = True, end - 1
        elif folded.endswith("占比", lowest, end) or _OWN_SHARE.search(folded, lowest, end):
            break
        elif word := closing.ending(folded, lowest, end):
            end -= len(word.word)
        else:
            break
    return end, listed


def _before_what_was_done(folded: str, lowest: int, end: int, found: list[Found]) -> int:
    """…租金已追回⟦两百余万元⟧: the thing stands before what has been done with it."""
    if not found or found[-1][1] != end:
        return end
    for done in ("均已", "已经", "全部", "已", "均"):
        at = found[-1][0] - len(done)
        if at - lowest >= 2 and folded.startswith(done, at) and folded[at - 1] not in "人户亩年月日":
            return at
    return end


def _behind_last_verb(scan: Scan, lowest: int, end: int, found: list[Found]) -> int:
    """The offset behind the last word before `end` that can only be a verb, or be one where it stands."""
    folded = scan.folded
    start = lowest
    for begin, stop, verb in found:
        if (noun := scan.words.nouns.at(folded, begin)) and len(noun.word) > len(verb.word):
            continue
        if stop < end and folded[stop] in SECOND_HALVES and is_first_half(folded, stop):
            continue
        if end - stop < 2:
            if stop == end and verb.noun and _ACTOR.search(folded, lowest, begin):
                return begin  # 班子成员|督导, 镇纪委|立案
            continue
        after_organ = (
            verb.kind in _ACTED and _ORGAN.search(folded, lowest, begin) and not _OF_ACT.match(folded, stop)
        )
        if not verb.noun or after_organ:
            start = stop + (folded[stop] in "了过出")
    for _, stop, _ in scan.words.adverbs.between(folded, start, end):
        if end - stop >= 2:
            start = stop
    return start


def is_first_half(folded: str, stop: int) -> bool:
    """Whether the verb that ends at `stop` is the first half of a noun: 培训费, 结案率, 清运车; 抽查车辆 is verb and object."""
    return folded[stop] in SECOND_HALVES and not folded.startswith(("费用", "车辆", "船舶", "员工", "款项"), stop)


SECOND_HALVES: Final = frozenset("费率车船员款")
_ACTS: Final = frozenset(("inspection", "accountability", "meeting"))
_ACTED: Final = _ACTS | {"organize", "result"}
_ORGAN: Final = re.compile(
    r"(?:机关|党委|党组|纪委|支部|公司|集团|学校|医院|[局办委组站队]|(?<!厕)所|中心|政府|党委会|党组会"
    r"|书记|组长|主任|[局院校科部厅处]长|主席|经理)(?:专题|带队)?\Z"
)
"""纪检机关处置|问题线索: behind an organ a verb is a verb, even one that also names what is done."""
_ACTOR: Final = re.compile(
    r"(?:机关|党委|党组|纪委|支部|公司|[局办委站队]|(?<!厕)所|(?<!中心)组|中心|政府|成员|领导|书记|人员|机构|带队)(?:亲自|现场)?\Z"
)
_OF_ACT: Final = re.compile(r"项目|工作|小组|组|班|会")
_HAS_ASIDE: Final = re.compile(r"[\u4e00-\u9fff]\([\u4e00-\u9fff]{1,4}\)[\u4e00-\u9fff]")
_CLOSES_QUOTE: Final = re.compile(r"[^“‘]*?[”’]|[^\"]*\"[^\"]*\Z")


def _behind_last_mark(folded: str, start: int, end: int) -> int:
    for mark in ("、", "等", "的", "(", ")", "》", "其中", "方式", "形式"):
        at = folded.rfind(mark, start, end)
        if at < 0 or end - at - len(mark) < 2:
            continue
        if mark in "()" and _HAS_ASIDE.search(folded, start, end):
            continue  # 村(社区)干部
        if mark == "、" and _CLOSES_QUOTE.match(folded, at, end):
            continue  # “大学习、大讨论”活动
        start = at + len(mark)
    return start


def _of_one_head(listed: str) -> bool:
    """Whether short words of one head are listed, so that each is counted: 雾炮车、洒水车⟦7辆⟧."""
    words = listed.split("、")
    return len(listed) <= 16 and len({word[-1:] for word in words}) == 1 and all(2 <= len(word) <= 5 for word in words)


def _behind_opening_words(scan: Scan, start: int, end: int, claim: Claim) -> int:
    """Drop adverbs, and for things a leading verb that may also be a noun (排查廉政风险点 → 廉政风险点)."""
    folded = scan.folded
    keep_verb = claim.kind == "rate" or (is_event(scan, claim) and claim.unit not in ("人次", "学时"))
    opening = scan.words.opening
    while True:
        word = opening.at(folded, start)
        if word is None and not keep_verb:
            word = scan.words.verbs.at(folded, start)
            if word is not None and (
                ((noun := scan.words.nouns.at(folded, start)) is not None and len(noun.word) > len(word.word))  # 实施细则
                or folded.startswith(_NOT_BEHIND_VERB, start + len(word.word))
                or _tiled(folded, start + len(word.word), end, scan.words.verbs)
            ):
                return start
        if word is None or end - start - len(word.word) < 2:
            return start
        start += len(word.word)
        if word.kind == "inspection" and folded[start] == "出" and end - start > 2:
            start += 1  # 排查|出违规车辆


_NUMBERED: Final = re.compile(r"\d{3,5}(?=[\u4e00-\u9fff])(?!年)")
_TO_WHOM_INSIDE: Final = re.compile(r"(?<![作行成因人])为(?!民)|(?<!针)对(?!象|外|口|接|标)|给(?!予|水|排)")
_COMPARED: Final = re.compile(
    r"(?:较|比|与|同)?(?:上年|去年|上一年|前年|年初|上月|上季度|[12]\d{3}年)?末?(?:同期|年初|年末)?(?:相比)?"
)
"""较上年同期⟦8%⟧ names no thing."""
_OUR: Final = re.compile(r"我[省市区县旗州镇乡街局厅委院校司行所会]|[省市区县][\u4e00-\u9fff]{1,4}[局厅委院]")
_LONG: Final = 7
_TOO_LONG: Final = 9
_JOINTS: Final = "和与及或的"


def _behind_owner(scan: Scan, start: int, end: int, claim: Claim) -> int:
    """Of a long phrase the last part: 反馈市水务局党组|问题, 毕业生|初次就业率, 河出境断面|氨氮均值."""
    folded = scan.folded
    if end - start <= _LONG or "“" in folded[start:end]:
        return start
    shortest = 3 if claim.kind == "rate" or claim.unit in scan.words.physical_units else 2
    best = start
    for our in _OUR.finditer(folded, start, end - shortest + 1):
        best = our.end()
    if end - best <= _TOO_LONG:
        return best
    for begin, stop, noun in scan.words.nouns.between(folded, best, end):
        if end - stop < shortest or folded[stop] in _JOINTS or folded[begin - 1] in _JOINTS:
            continue
        if noun.kind in ("person", "body") or shortest == 3:
            best = stop
        if end - best <= _TOO_LONG:
            break
    if best == start and shortest == 3 and end - start > 10:
        for _, stop, _ in scan.words.verbs.between(folded, start, end):
            best = stop if end - stop >= shortest else best
    return best


_NOT_BEHIND_VERB: Final = ("和", "与", "及", "班", "会", "点", "工作", "对象", "率", "费", "、")


def _without_weak_tail(folded: str, start: int, end: int, claim: Claim) -> int:
    """规章制度数量 → 规章制度, 选课人数 → 选课; 优良天数 stays."""
    if claim.kind == "rate" or not folded.endswith(_WEAK_TAILS, start, end):
        return end
    for tail in _WEAK_TAILS:
        if folded.endswith(tail, start, end) and end - start - len(tail) >= 2:
            return end if folded[end - 2] in "天日" else end - len(tail)
    return end


_THINGS_TOO: Final = frozenset(["专题"])
"""Words that open a phrase and are a thing, too: 安排专题⟦12个⟧."""


def names_nothing(scan: Scan, start: int, end: int) -> bool:
    """Whether words before a number only say what was done (已完成, 其中, 共计发现)."""
    folded = scan.folded
    return folded[start:end] not in _THINGS_TOO and _tiled(folded, start, end, scan.words.verbs, scan.words.opening, plain_only=True)


def _tiled(folded: str, start: int, end: int, *lists: object, plain_only: bool = False) -> bool:
    """Whether the stretch is nothing but words of the lists; `plain_only` leaves out verbs that are nouns."""
    while start < end:
        for words in lists:
            word = words.at(folded, start)  # type: ignore[attr-defined]
            if word is not None and not (plain_only and word.noun):
                start += len(word.word)
                break
        else:
            return False
    return True
