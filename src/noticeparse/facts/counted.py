"""What a number counts, and the verb that governs it, by rules over the clause.

The thing stands behind the number (⟦16名⟧管理和服务对象), before it (新能源货车⟦1159辆⟧), or was named by the count before
(已完成⟦174项⟧). It is taken as short as it stays unambiguous. No segmenter runs: see docs/facts for the comparison.
"""

from __future__ import annotations

import re
from functools import cache

from noticeparse.facts.lexicon import any_of, noun_set, nouns, units_by_first, verbs
from noticeparse.facts.scan import FURTHEST, Scan
from noticeparse.model import Change, Claim, Span

COUNTED_KINDS = frozenset({"count", "rate", "money"})
LONGEST = 40
"""Characters looked at before or behind a number."""

_STOP_WORDS = (
    "进一步 第一时间 逐步 逐项 逐一 逐个 逐件 逐条 全部 均 都(?!市) 已(?!婚) 尚 未(?!成年|来) 不(?!动产|锈|良|合格|规范|作为) 正在 被 将(?!军) 把 由(?!来)"
    " 为(?!民) 是(?!否) 也 又 并 且 而 则 仍 曾 再 还 即 因 因此 从 自(?!然|治|有|动|主|愿|身|查|评|纠|检|建|筹|用|助) 于 以(?!上|下|内|来|及) 在(?!建|线|职|岗|校|编|册|用|逃|读|外|役|矿)"
    " 到(?!位|期|账|户|岗) 赴 对(?!象|口|外|标|接) 向(?!上|导) 按照 按(?!揭) 根据 经(?!济|营|费|办|验|理|典|常|纪|贸) 共(?!产|青|同|建|享|性|识|有|和|用|党) 合计 总计 累计 同比 环比 较(?!大|重)"
    " 分别 其中 等 顺利 成功 如期 按期 按时 及时 集中 当场 现场 依法 依规 严肃 主动 积极 持续 同时 进行 予以 加以 得到 得以 受到 接受 用于 位于 属于 来自 担任  (?<![提责新到离现主担前升])任(?!务|职|期|教|免|命|用)"
    " 处以 挂职 实行 实际 投入 到位 揭牌 落户 上线 展示 亮相 举行 组织(?!部|生活|委员|员|机构|关系|程序|架构|体系|建设|科) 获 使 令(?!状) 让 需(?!求|要) 须 应(?!急|用|届|缴|收|付|对) 可 能(?!源|力|耗|手) 没有 无(?!证|照|人|障碍|资质) 有(?!限|机|关|效|色|偿|害|毒|线|功) 与 占(?!地|道) 超 近 约 仅"
    " 深入 扎实 全面(?!从严) 切实 通过 利用 采取 采用 聘用 年均 人均 平均 总(?!经理|量|工会|部|额|书记|队|面积|投资|支)"
).split()
_MODIFIERS = re.compile(
    r"(?:已|未|尚未|正在|在|新|原|被|应|需|拟|将|不|无|有|经|超|仅|各类?|相关|有关|上述|以上|其他|其余|剩余|多余|全部|所有|自|到期|对|以)"
)
"""A phrase may begin with one of these although they end one elsewhere (3项未完成指标)."""
_LEAD_NOISE = re.compile(
    r"(?:截至目前|截至|截止|先后|及时|同时|定期|逐步|分批|全面|深入|主动|积极|认真|持续|进一步|不断|切实|坚决|并|已经|已|将|均|再次|第一时间|专题|多次|逐一|按期|全年|全市|全县|全区|全省"
    r"|目前|其中|另|另有|还|又|也|再|共|累计|合计|总计|一共|成功|依法|集中|重点|扎实|严格|大力|有序|统一|现场|当场|每年|每季度|每月|每周|每半年|今年以来|去年|年内|期间|以来|其|对(?!象)|向|为|以|因|与|由|按|在(?!建|线|职|岗|校|编|册|用|读)|从|把|将|了|过|的|后|前|等|和|及|、| |正在|尚未|被)+"
)
_TAIL_NOISE = re.compile(
    r"(?:近|将近|接近|约|大约|超|超过|逾|突破|不少于|不低于|至少|不超过|最多|不足|共计|共|合计|总计|累计|一共|分别|分别为|均|达到|达成|达|为|有|是|只|仅|仅有|计|多达|已达|已|了|过|各|先后|每年|每月|每季度|同比|环比|较上年|减少|下降|降低|增加|增长|提高|提升|上升|缩短|压缩|压减|新增|降至|升至|至|到|在|以|从|由|比例|的|较|比(?!例)|占|:|-|—| |、|[(])+\Z"
)
_WEAK_TAIL = re.compile(r"(?:人数|总数|数量|件数|个数|户数|次数|总量|总计|(?<![天日])数)\Z")
_CONTAINER = re.compile(r"(?:清单|台账|名单|目录)\Z")
_JOINING = re.compile(r"[和与及、或]|以及")
_PARTICIPATE = re.compile(r"(?:参加|参与|出席|参训|参会)(?:了)?")
_LIGHT = re.compile(r"(?:进行|开展|实施|予以)(?:了)?")
_EMPTY_VERBS = frozenset({"达", "达到", "存在", "涉及", "覆盖", "现有", "共有", "拥有", "剩余"})


_GUARDS = {"组织": "(?<!党)(?<!级)(?<!会)组织(?!部|生活|委员|员|机构|关系|程序|架构|体系|建设|科|处理|收入|措施)", "推动": "推动(?!会)", "推进": "推进(?!会)", "获": "获(?!奖)", "达": "达(?!标|州|成)", "讲": "(?<![宣演主])讲(?!师|话|座|解|授|台|堂|评|义|学|述|习)", "上交": "上交", "发展": "发展", "通过": "通过(?!率)", "完成": "(?<!未)完成(?!率)", "办结": "办结(?!率)", "落实": "落实(?!率|情况)"}
"""Verbs that also begin or end other words, with what must not stand beside them."""


@cache
def _stop() -> re.Pattern[str]:
    """Where the counted phrase behind a number ends: at a verb that is no noun, an adverb, a preposition."""
    plain = [verb.word for verb in verbs().values() if not verb.noun and verb.word not in ("获", "组织", "推动", "推进", "达", "听取", "讲")]
    words = [re.escape(word) for word in sorted(plain, key=lambda word: (-len(word), word))]
    guarded = [*words, *_STOP_WORDS, "推动(?!会)", "推进(?!会)"]
    first = _first_characters(guarded)
    return re.compile(f"(?=[{first}])(?:{'|'.join(guarded)})|[《〈]")


@cache
def _function_stop() -> re.Pattern[str]:
    """As `_stop`, verbs left out: for the object of a verb, which may hold verbs (完成⟦27项⟧收集治理改造项目)."""
    return re.compile(f"(?=[{_first_characters(_STOP_WORDS)}])(?:{'|'.join(_STOP_WORDS)})|[《〈]")


def _first_characters(sources: list[str]) -> str:
    """The first literal character of each regular expression, behind a lookbehind if it has one."""
    return re.escape("".join(sorted({re.sub(r"^\(\?<!.*?\)", "", source)[0] for source in sources})))


@cache
def _plain_verbs() -> re.Pattern[str]:
    """Verbs that are never the thing counted, with the nouns that contain them left out."""
    words = [_GUARDS.get(verb.word, re.escape(verb.word)) for verb in sorted(verbs().values(), key=lambda v: (-len(v.word), v.word)) if not verb.noun]
    first = re.escape("".join(sorted({verb.word[0] for verb in verbs().values() if not verb.noun})))
    return re.compile(f"(?=[{first}])(?:{'|'.join(words)})(?:了|过)?")


@cache
def _all_verbs() -> re.Pattern[str]:
    return any_of(verbs())


@cache
def _governing_verbs() -> re.Pattern[str]:
    """Every verb, with the nouns that contain one left out; the verb itself is the first group."""
    words = [_GUARDS.get(word, re.escape(word)) for word in sorted(verbs(), key=lambda word: (-len(word), word))]
    first = re.escape("".join(sorted({word[0] for word in verbs()})))
    return re.compile(f"(?=[{first}])({'|'.join(words)})")


@cache
def _event_units() -> frozenset[str]:
    return frozenset(unit.word for units in units_by_first().values() for unit in units if unit.kind == "event") | {"人次", "学时", "课时"}


@cache
def _person_units() -> frozenset[str]:
    return frozenset(unit.word for units in units_by_first().values() for unit in units if unit.kind == "person")


def say_what_is_counted(scan: Scan) -> None:
    """Set `counted`, `verb` and `action` of every count, rate and amount, in text order."""
    claims = scan.claims
    waiting: list[Claim] = []  # numbers before another number, without a thing of their own: 6方面24项125条任务
    last: Claim | None = None  # the last number whose thing is known
    for index, claim in enumerate(claims):
        if claim.kind not in COUNTED_KINDS:
            if claim.kind == "duration":
                claim.change = claim.change or _change_of(scan, claim, _verb_before(scan, scan.clause_start(claim.start), claim))
            continue
        previous = claims[index - 1] if index else None
        following = claims[index + 1] if index + 1 < len(claims) else None
        clause = scan.clause_start(claim.start)
        claim.verb = _verb_before(scan, clause, claim)
        if claim.kind == "count":
            claim.change = claim.change or _change_of(scan, claim, claim.verb)
        partner = previous is not None and previous.kind == claim.kind and _is_joint(scan, previous, claim)
        lead = None if partner else _phrase_before(scan, max(clause, _end_of_statement(previous)), claim)
        if lead is None and previous is not None and previous.kind in ("date", "period"):
            lead = _phrase_around_date(scan, clause, previous, claim)
        joined = following is not None and following.kind in COUNTED_KINDS and _is_joint(scan, claim, following)
        if joined and lead is None and (not partner or previous in waiting):
            waiting.append(claim)
            continue
        behind = None if joined or (claim.kind == "rate" and not scan.folded.startswith("的", claim.end)) else _phrase_behind(scan, claim, following)
        claim.counted = _choose(scan, claim, behind, lead, last) or _sum_of_clause_before(scan, claim, clause, previous)
        if partner and behind is None and previous is not None:
            claim.counted = previous.counted
        if claim.kind == "money":
            claim.action = _action(scan, claim) or (previous.action if partner and previous else None)
        for earlier in waiting:
            earlier.counted, earlier.action = claim.counted, claim.action
        waiting.clear()
        if claim.counted is not None and not _in_parentheses(scan, claim, last):
            last = claim


def _phrase_around_date(scan: Scan, clause: int, date: Claim, claim: Claim) -> Span | None:
    """不一致率由⟦2020年⟧的⟦17.6%⟧…: a date between the thing and its number."""
    between = scan.folded[date.end : claim.start]
    if date.start < clause or (between and not _TAIL_NOISE.fullmatch(between)):
        return None
    return _phrase_before(scan, clause, Claim(claim.kind, date.start, claim.end, unit=claim.unit))


def _end_of_statement(previous: Claim | None) -> int:
    """Where the words of the number before end: with itself or the thing behind it."""
    if previous is None:
        return 0
    return max(previous.end, previous.counted[1] if previous.counted else 0)


def _choose(scan: Scan, claim: Claim, behind: Span | None, lead: Span | None, last: Claim | None) -> Span | None:
    """The thing behind the number, else the one before it, else what the number before it counted.

    已完成整改⟦43项⟧ names only what was done with them: the things are those of the number before.
    """
    if behind is not None and not (lead is not None and claim.kind != "count" and scan.folded.startswith("的", claim.end)):
        return behind
    if lead is not None and claim.kind == "count" and claim.unit not in _event_units() | _person_units():
        phrase = scan.folded[slice(*lead)]
        if phrase in verbs() or (verb := verbs().get(phrase[-2:])) and not verb.noun:
            return _from_before(scan, claim, last) or lead
    return lead or _from_before(scan, claim, last)


def _in_parentheses(scan: Scan, claim: Claim, last: Claim | None) -> bool:
    """Whether the number is an aside to the one before: 296件(其中重点件⟦21件⟧),已办结290件."""
    between = scan.folded[last.end if last else claim.start : claim.start]
    return "(" in between and ")" not in between


_JOINT = re.compile(r" ?(?:[、~和或至到-]|—{1,2}|–)? ?")


def _is_joint(scan: Scan, claim: Claim, following: Claim) -> bool:
    """Whether nothing but a joint or a mark of a list stands between two numbers (12万元、15.5万元; 1至3名; 6方面24项)."""
    return _JOINT.fullmatch(scan.folded, claim.end, following.start) is not None


_DECREASING = frozenset("减少 压减 压缩 缩短 降低 下降 压降 取消".split())
_INCREASING = frozenset("增加 新增 增设 增配 提升 提高".split())


def _change_of(scan: Scan, claim: Claim, verb: Span | None) -> Change | None:
    """减少审批环节⟦5个⟧, 新增停车位⟦300个⟧: the change that the governing verb states."""
    if verb is None or scan.folded[claim.start - 1] in "至到为达于在":
        return None
    word = scan.folded[slice(*verb)]
    return "decrease" if word in _DECREASING else "increase" if word in _INCREASING else None


def _phrase_behind(scan: Scan, claim: Claim, following: Claim | None) -> Span | None:
    """The noun phrase behind the number, or for 5次召开会议 the whole predicate."""
    folded = scan.folded
    start = claim.end + (1 if folded.startswith(" ", claim.end) else 0)
    attached = folded.startswith("的", start)
    start += attached
    limit = min(scan.clause_end(start), start + LONGEST)
    limit = min(limit, *(at for mark in "、()[]" if (at := folded.find(mark, start, limit)) >= 0), limit)
    if following is not None and following.start < limit:
        limit = following.start
    if start >= limit:
        return None
    event = claim.unit in _event_units()
    modifier = None if event and folded.startswith("被", start) else _MODIFIERS.match(folded, start, limit)
    quoted = _QUOTED.match(folded, start, limit)
    inner = quoted.end() if quoted else modifier.end() if modifier else start
    stops = _function_stop() if _is_object(scan, claim, limit) else _stop()
    stop = stops.search(folded, inner, limit)
    if modifier and stop is not None and stop.start() == inner and stop[0] in verbs():
        behind_verb = stop.end()
        stop = stops.search(folded, behind_verb, limit)
        end = stop.start() if stop else limit
        if end - behind_verb < 2 or folded[behind_verb] in "了并" or _verbs_only().fullmatch(folded, behind_verb, end):
            return None
    elif stop is not None and stop.start() == start or folded.startswith("对", start) and event:
        if not event and limit - start <= 4 and stop is not None and limit - stop.end() >= 2 and _tails(folded[stop.end() : limit]):
            return start, limit  # 4个牵头部门
        return _predicate(scan, claim, start) if not attached else None
    end = stop.start() if stop else limit
    if modifier and (end - modifier.end() < 2 or (modifier[0] in ("已", "正在", "均", "全部") and folded[modifier.end() : end] in verbs())):
        return None
    if claim.kind == "money" and (modifier or _all_verbs().match(folded, start)):
        return None
    if stop is None and (more := _LISTED_NOUN.match(folded, end)) and _tails(more[1]):
        end = more.end()
    return _trimmed(folded, start, end, event)


_QUOTED = re.compile(r"[“‘][^”’\n]{1,30}[”’]")
_LISTED_NOUN = re.compile(r"、([\u4e00-\u9fff]{2,4}?)(?=[,。;作参为已均进被到赴对在])")
_PIVOTS = frozenset(
    "邀请 组织 选派 选送 抽调 安排 指导 督促 聘请 协调 推动 带动 吸引 帮扶 派出 责成 责令 约谈 联合 吸纳 发现 增派 资助 支持 要求 动员 号召 委托".split()
)
"""Verbs whose object goes on to do something: the verb behind 邀请⟦16名⟧对象 is not part of the phrase."""


def _is_object(scan: Scan, claim: Claim, limit: int) -> bool:
    """Whether a verb stands directly before the number and the phrase up to its mark ends with a listed noun."""
    if claim.verb is None or scan.folded[claim.verb[1] : claim.start].strip("了过近超约 ") or not _tails(scan.folded[claim.start : limit]):
        return False
    return scan.folded[slice(*claim.verb)] not in _PIVOTS and limit - claim.end > 3


def _predicate(scan: Scan, claim: Claim, start: int) -> Span | None:
    """What was done so many times: ⟦3次⟧传达学习…; whom it was done to is not part of it."""
    folded = scan.folded
    stop = scan.clause_end(start)
    if claim.unit in _person_units():
        took_part = _PARTICIPATE.match(folded, start)
        if took_part and claim.unit == "人次" and stop - took_part.end() >= 2:
            return took_part.end(), stop
        return None
    if folded.startswith("为", start) and folded.startswith("其中", scan.clause_start(claim.start)):
        return _trimmed(folded, start + 1, stop, False)
    if claim.unit not in _event_units() or stop - start < 2 or folded.startswith(("以上", "为", "被"), start):
        return None
    if folded.startswith("对", start) and (light := list(_LIGHT.finditer(folded, start, stop))) and stop - light[-1].end() >= 2:
        return light[-1].end(), stop
    if claim.verb and claim.verb[1] == claim.start and stop - start > 12 and folded[stop - 2 : stop] in verbs():
        return stop - 4, stop  # 开展⟦1次⟧落实…精神专项督查: the object of 开展 is at the end
    return start, min(stop, start + 24)


def _trimmed(folded: str, start: int, end: int, event: bool) -> Span | None:
    """The phrase without its leftovers: 地块调查与评审工作 → 地块, 任务清单 → 任务, 中层干部等 → 中层干部."""
    while end > start and folded[end - 1] in "的等和与及了过中里 、“":
        end -= 1
    phrase = folded[start:end]
    if end - start > 12 and event and (match := _all_verbs().match(folded, start)) and not verbs()[match[0]].noun:
        return (end - 4, end) if phrase[-2:] in verbs() or phrase[-2:] in noun_set() else None
    if (container := _CONTAINER.search(phrase)) and container.start() >= 2:
        end = start + container.start()
        phrase = folded[start:end]
    if (of := phrase.rfind("的")) > 0 and _tails(phrase[:of]):
        if event or _tails(phrase):
            start += of + 1
        else:
            end = start + of
    if not event and not container:
        end = _behind_its_head(folded, start, end)
    return (start, end) if end - start >= 1 and _is_wordlike(folded[start:end]) else None


def _behind_its_head(folded: str, start: int, end: int) -> int:
    """Cut what is only said of the counted thing: 基层工会|经费使用情况, 但 重点治理项目 stays whole."""
    phrase = folded[start:end]
    if any(phrase.endswith(noun) for noun in _tails(phrase)):
        return end
    if (joint := _JOINING.search(phrase)) and _tails(phrase[: joint.start()]):
        return start + joint.start()
    said = _SAID_OF_IT.search(phrase)
    if said is None and phrase[-2:] not in verbs():
        return end
    for head in nouns().finditer(folded, start, end):
        if end - head.end() >= 2 and not folded.startswith(("的", "长", "类", "化", "级"), head.end()) and not _starts_with_noun(folded, head.end()):
            return head.end()
    return end


_SAID_OF_IT = re.compile(r"(?:情况|工作|经费|问题|现象|行为|信息|数据|质量|资格|称号|需求|材料|手续|职责|作用|成果)\Z")


def _starts_with_noun(folded: str, at: int) -> bool:
    return any(folded[at : at + size] in noun_set() for size in (2, 3, 4))


def _tails(phrase: str) -> list[str]:
    return [phrase[-size:] for size in (2, 3, 4) if phrase[-size:] in noun_set()]


def _is_wordlike(phrase: str) -> bool:
    return any("\u4e00" <= char <= "\u9fff" for char in phrase)


def _phrase_before(scan: Scan, clause: int, claim: Claim) -> Span | None:
    """The noun phrase before the number: behind the last verb, 等, 的 or 、 of its clause."""
    folded = scan.folded
    end = claim.start
    lowest = max(clause, end - LONGEST)
    tail = _TAIL_NOISE.search(folded, lowest, end)
    listed = folded[lowest:end].rstrip(" 近约超达共").endswith("等")
    if tail:
        end = tail.start()
    if listed:
        end = lowest + folded[lowest:end].rstrip(" 近约超达共等").__len__()
    if (done := _done_at_end().search(folded, lowest, end)) and done.start() - lowest >= 2:
        end = done.start()
    start = _behind_last_verb(folded, lowest, end, whole_list=listed)
    start = _skip_noise(folded, start, end, claim)
    phrase = folded[start:end]
    if claim.kind != "rate" and (weak := _WEAK_TAIL.search(phrase)) and weak.start() >= 2:
        end = start + weak.start()
    if quote := re.match(r"[“《‘][^”》’]*[”》’]", folded[start:end]):
        rest = end - start - quote.end()
        if rest >= 2:
            start += quote.end()
    while folded.startswith(("、", " "), start):
        start += 1
    if end - start < (1 if claim.kind == "count" and folded[start - 1 : start] == "、" else 2):
        return None
    if not _is_wordlike(folded[start:end]) or _only_verbs().fullmatch(folded, start, end):
        return None
    return start, end


@cache
def _done_at_end() -> re.Pattern[str]:
    """…租金已追回⟦两百余万元⟧: what has been done with the thing."""
    return re.compile(f"(?:均已|已经|已|全部|均)(?:{'|'.join(sorted(verbs(), key=len, reverse=True))})了?\\Z")


@cache
def _verbs_only() -> re.Pattern[str]:
    return re.compile(f"(?:{'|'.join(sorted(verbs(), key=len, reverse=True))})+")


@cache
def _only_verbs() -> re.Pattern[str]:
    """已完成, 其中, 共计发现: words before a number that name nothing."""
    words = sorted((verb.word for verb in verbs().values() if not verb.noun), key=len, reverse=True)
    return re.compile(f"(?:{'|'.join(words)}|{_LEAD_NOISE.pattern[3:-2]})+")


def _behind_last_verb(folded: str, lowest: int, end: int, whole_list: bool) -> int:
    start = lowest
    for verb in _plain_verbs().finditer(folded, lowest, end):
        if end - verb.end() >= 2:
            start = verb.end()
    for adverb in _ADVERB_BEFORE_VERB.finditer(folded, start, end):
        if end - adverb.end() >= 2:
            start = adverb.end()
    for acting in _acting_organ().finditer(folded, start, end):
        if end - acting.end() >= 2:
            start = acting.end()
    if whole_list:
        return start
    for mark in ("、", "等", "的", "(", "》", "下", "其中"):
        at = folded.rfind(mark, start, end)
        if mark == "、" and at >= 0 and _CLOSES_QUOTE.match(folded, at, end):
            continue  # “大学习、大讨论”活动
        if at >= 0 and end - at - len(mark) >= 2 and not (mark == "下" and folded[at + 1] in "属一发达水" ):
            start = max(start, at + len(mark))
    return start


@cache
def _acting_organ() -> re.Pattern[str]:
    """纪检机关处置|问题线索: behind an organ a verb is a verb, even one that also names what is done."""
    words = [verb.word for verb in verbs().values() if verb.noun and verb.kind in ("inspection", "accountability", "meeting")]
    return re.compile(f"(?:机关|党委|党组|纪委|支部|公司|学校|医院|[局办委组所站队]|中心|政府|党委会|党组会)(?:专题)?(?:{'|'.join(sorted(words, key=len, reverse=True))})(?!项目|工作|小组|组)")


_ADVERB_BEFORE_VERB = re.compile(r"广泛|深入(?!浅)|全面(?!从严|预算|质量)|积极(?!分子|性)|共(?=[清开召查完发排检收受办])|主动(?!脉)|认真|持续|切实|大力|先后|累计|逐一|逐户|逐项|以来|期间|之后|以后|之际")


_CLOSES_QUOTE = re.compile(r"[^“‘]*?[”’]|[^\"]*\"[^\"]*\Z")


def _skip_noise(folded: str, start: int, end: int, claim: Claim) -> int:
    """Drop adverbs, and for things a leading verb that may also be a noun (排查廉政风险点 → 廉政风险点)."""
    event = claim.unit in _event_units() and claim.unit not in ("人次", "学时")
    for _ in range(4):
        noise = _LEAD_NOISE.match(folded, start, end)
        if noise and end - noise.end() >= 2:
            start = noise.end()
        if event or claim.kind == "rate":
            break
        verb = _all_verbs().match(folded, start, end)
        if verb is None or end - verb.end() < 2 or folded.startswith(("和", "与", "及", "班", "会", "点", "工作", "对象", "率", "、"), verb.end()):
            break
        start = verb.end()
    return start


def _from_before(scan: Scan, claim: Claim, last: Claim | None) -> Span | None:
    """What the number before counted, where this one names nothing: 整改任务177项,已完成174项; 培训28次,共计137人次."""
    if last is None or last.counted is None or claim.kind != last.kind or claim.kind == "money":
        return None
    between = scan.folded[last.end : claim.start]
    if len(between) > FURTHEST or "。" in between or "\n" in between:
        return None
    if claim.kind == "rate":
        return None if "," in between else last.counted
    return last.counted if claim.unit in (last.unit, "人次") or between.strip(" ") == "、" else None


_SUMMING = re.compile(r"(?:总?共计?|合计|总计|累计|一共) ?(?:近|约|超|超过|达)? ?")


def _sum_of_clause_before(scan: Scan, claim: Claim, clause: int, previous: Claim | None) -> Span | None:
    """…党组织书记、委员和党务干部,共计⟦50余人⟧参加: what the clause before ends with."""
    previous_end = previous.end if previous else 0
    if not scan.folded.startswith(",", clause - 1) or clause - 1 <= previous_end:
        return None
    if not _SUMMING.fullmatch(scan.folded, clause, claim.start):
        return None
    start = max(previous_end, scan.clause_start(clause - 1))
    return _phrase_before(scan, start, Claim("count", clause - 1, clause - 1, unit=claim.unit))


def _verb_before(scan: Scan, clause: int, claim: Claim) -> Span | None:
    """The verb nearest before the number that governs it."""
    found = None
    for match in _governing_verbs().finditer(scan.folded, max(clause, claim.start - LONGEST), claim.start):
        if match[0] not in _EMPTY_VERBS and (found is None or not verbs()[match[0]].noun):
            found = match.span()
    return found


_MONEY_ACTION_REACH = 24


def _action(scan: Scan, claim: Claim) -> Span | None:
    """追缴 清退 上缴 挽回 罚款 …: a verb of recovery in the clause, else its last money verb; behind the amount only directly."""
    clause = scan.clause_start(claim.start)
    found = None
    for match in _money_verbs().finditer(scan.folded, max(clause, claim.start - _MONEY_ACTION_REACH), claim.start):
        if match[0] in _RECOVERY:
            return match.span()
        found = match.span()
    if found is not None:
        return found
    behind = _DONE_WITH_IT.match(scan.folded, claim.end)
    after = _money_verbs().match(scan.folded, behind.end() if behind else claim.end)
    return after.span() if after else None


_RECOVERY = frozenset(
    "清退 退还 退缴 退赔 追缴 追回 追偿 收缴 收回 上缴 补缴 补交 挽回 扣回 扣减 核减 归还 没收 罚没 清收 上交 退赃".split()
)
_DONE_WITH_IT = re.compile(r"(?:已|全部|均|予以|全额|及时|如数)*")


@cache
def _money_verbs() -> re.Pattern[str]:
    return any_of(verb.word for verb in verbs().values() if verb.kind == "money")
