"""What was held: meetings, trainings, inspections, with how often, for how many, and what they found."""

from __future__ import annotations

import re
from typing import Final

from noticeparse.link.events.surroundings import PERSONS, Surroundings, end_of_counted, event, field_of
from noticeparse.model import Claim, Span

_MEETING_END: Final = r"会(?:议|(?<![社机不协学商工]会)(?<!委员会)(?![议计员见商社诊审谈签餐费馆同务场党展堂籍址])(?:会议)?|(?<=委员会)(?=[,。;:\n]|\Z))"
_BODY: Final = re.compile(
    rf"(?!多次|数次)[^,。;:\n]{{0,40}}?{_MEETING_END}(?:[、和及与][^,。;:、\n\d]{{1,16}}?{_MEETING_END})*"
    r"(?: ?[(](?:扩大|视频|电视电话)[)])?(?:会议)?(?!数量|次数|频次|规模|时间|纪律)"
)
_QUOTED_BODY: Final = re.compile(rf"“[^”\n]{{1,40}}”[^,。;:\n]{{0,20}}?{_MEETING_END}")
_TRAINING: Final = r"(?:培训班?|轮训班?|宣讲(?!招聘)|集中学习|专题学习|学习研讨|专题研讨|研讨班|读书班|学习班|讲座|专题党课|廉政党课|党课)"
_INSPECTION: Final = (
    r"(?:监督检查|督导检查|检查|排查|督查|督导|审计|清查|核查|自查自纠|自查|巡查|抽查|抽检|暗访|倒查|审查|[“\"]?回头看[”\"]?|盘点|摸排|普查)"
    r"(?!组|局|厅|署|站|室|院|员|处(?!置|理)|报告|意见|反馈|结果|整改|机制|制度|办法|规定|条例|方案|人员|要求|标准|指出)"
)
_KIND: Final = re.compile(
    r"(?=[召会培轮宣集专学研读讲党廉讨授监督检排审清核自巡抽暗倒回盘摸普“\"])"  # saves trying every word at every place
    rf"(?:(?P<meeting>召开|{_MEETING_END})|(?P<training>{_TRAINING}|研讨|讨论|授课|学习(?!强国))|(?P<inspection>{_INSPECTION}|督办))"
)
_VERB: Final = re.compile(
    r"组织(?:召开|开展|学习)?|开展|召开|进行|举办|主持召开|牵头召开|集中(?:开展|学习)|专题学习|实施|参加|讲授|讲(?=党课|专题|廉政)"
)
_LEADING: Final = re.compile(rf"{_VERB.pattern}|[对赴到在]")
_NOT_HELD: Final = frozenset(["批", "批次", "届", "课时", "学时", "节"])
_LISTED: Final = re.compile(r"[^、和及\d次场 ]+?(?=(?:先后|分别|累计|总?共计?|已|均|各| )*\Z)")
_COMPARED: Final = frozenset("由从为至到自")
_LIGHT: Final = frozenset(["开展", "进行", "组织", "召开", "举办", "共", "达", "涉及", "参加"])

_TOOK_PART: Final = re.compile(r"[^,。;:、\n]{0,14}?(?:参加|参训|参会|接受|受训)(?:会议|培训|学习)?")
_SUM: Final = r"(?:共计?|总计|累计|合计|约|近|超|达)*"
_PEOPLE: Final = re.compile(
    rf"[,、( ]*{_SUM}(?:(?:参训|参加|参会|参学|参与|受训|受教育|培训|轮训|教育|覆盖|惠及|受众|结业){_SUM}[^,。;:、\d]{{0,10}})?"
)
_FOUND: Final = re.compile(
    r"(?:(?!开展|进行|组织)[^。;\n]){0,40}?(?:发现|查出|排查出|查找出?|查摆出?|检查出|自查出|排查|梳理出|摸排出?)"
)
_FOUND_DIRECTLY: Final = re.compile(r"[^,。;:、\n]{0,10}(?:问题|隐患|风险|风险点|线索|漏洞)")
_INSPECTING: Final = frozenset(
    ["检查", "排查", "抽查", "抽检", "督查", "核查", "巡查", "清查", "暗访", "摸排", "盘点"]
)
_WRONG: Final = re.compile(r"问题|隐患|风险|违规|违法|违纪|线索|漏洞|短板")
_NOT_LOOKED_AT: Final = re.compile(r"反馈|发现|移交|指出|提出|\A属实")
_NORM: Final = re.compile(r"建立|健全|完善|制度|机制|明确|规定|要求|应当|必须|强化|加强|加大")

HELD_HEADS: Final = frozenset(["召开"])
HELD_PATTERN: Final = "召开"
DONE_HEADS: Final = frozenset(["开展", "进行", "举办", "组织", *(f"逐{one}" for one in "一项个户笔条")])
_ACTIVITY: Final = "培轮宣集专学研读讲党廉监督检排审清核自巡抽暗倒回盘摸普“"
_ACTIVITY_NEXT: Final = "训讲中题习讨书座课政督导查计检访头点排回"
_OTHER: Final = rf"[^,。;:\n{_ACTIVITY}]{{0,20}}+"
_NAMED: Final = rf"(?=(?:{_OTHER}[{_ACTIVITY}](?![{_ACTIVITY_NEXT}])){{0,20}}+{_OTHER}[{_ACTIVITY}][{_ACTIVITY_NEXT}])"
"""Two characters that may begin a training or inspection stand near: it saves trying the words where none do."""
DONE_PATTERN: Final = (
    r"(?:开展|进行|举办|(?<!党)组织(?!部|生[活产]|建设|领导|力|架构|机构|体系|关系|路线|原则|保障|振兴|观念|纪律|化))了?(?!的)"
    rf"{_NAMED}"
    r"(?:(?![学参制编整](?:习|加|定|制|改))[^,。;:\n]){0,20}?"
    rf"(?=[{_ACTIVITY}])(?:(?P<training>{_TRAINING})|{_INSPECTION})"
    r"|(?:开展|组织)[^,。;:\n]{0,14}?(?P<study>学习)(?=了?《)"
    r"|逐[一项个户笔条](?:检查|排查|核查|清查|审查)"
)


# --------------------------------------------------------------------------- counted


def held_so_often(around: Surroundings, number: Claim) -> Claim | None:
    """The event that a number of times counts: 召开党委会⟦12次⟧, ⟦4次⟧召开总支会议, 抽检⟦2次⟧."""
    if number.unit not in around.often or number.unit in _NOT_HELD or around.is_masked(number.start):
        return None
    clause, stop = around.clause(number.start)
    if around.is_habit(clause, number.start) or _is_listed_or_compared(around, number, clause):
        return None
    previous = around.nearest_before(number.start, clause)
    floor = previous.end if previous and previous.kind in ("count", "date", "period") else clause
    found = _named_before(around, number, clause, floor) or _named_behind(around, number, stop)
    if found is None or not around.is_done(found.start()):
        return None
    kind, named = str(found.lastgroup), found.start()
    end, body = max(number.end, found.end()), None
    if kind == "meeting":
        end, body = _meeting(around, number, floor, named, stop)
        if body is None:
            return None
    begin = _beginning(around, number, floor, named, body)
    made = event(kind, begin, max(end, end_of_counted(number)), around, clause, count=number.value, body=body)
    if kind == "inspection":
        _add_found(around, made)
    else:
        _add_people(around, made)
    return made


def _is_listed_or_compared(around: Surroundings, number: Claim, clause: int) -> bool:
    """党组会、专题会⟦17⟧、9次 does not say which was held how often; 由⟦18次⟧减为11次 is a comparison."""
    folded = around.folded
    following = around.after(number.end, number.end + 2)
    if following and following[0].kind == "count" and folded[number.end : following[0].start] == "、":
        return True
    previous = around.nearest_before(number.start, max(clause, number.start - 8))
    if previous is not None and folded[previous.end : number.start] == "、":
        return True
    return number.start > clause and folded[number.start - 1] in _COMPARED


def _named_before(around: Surroundings, number: Claim, clause: int, floor: int) -> re.Match[str] | None:
    """What the words before the number name last."""
    folded = around.folded
    named = list(_KIND.finditer(folded, floor, number.start))
    held = [match for match in named if match[0] == "召开"]
    if held:
        return held[-1]
    if not named:
        return None
    last = named[-1]
    if number.verb and number.verb[0] >= last.end() and folded[slice(*number.verb)] not in _LIGHT:
        return None
    if last.lastgroup == "meeting" and last.end() < number.start - 4 and "召开" not in folded[clause:floor]:
        return None
    if last[0] == "讲座" and not _VERB.search(folded, floor, last.start()):
        return None
    return last


def _named_behind(around: Surroundings, number: Claim, stop: int) -> re.Match[str] | None:
    """What the words directly behind the number name: ⟦5次⟧召开会议, ⟦3轮⟧拉网式排查."""
    folded, start, often = around.folded, number.end, around.often
    following = next(
        (c.start for c in around.after(start, stop) if c.kind == "count" and c.unit in often), stop
    )
    limit = min(following, start + 24)
    if number.counted and number.counted[0] >= start and "召开" not in folded[start:limit]:
        named = list(_KIND.finditer(folded, start, min(number.counted[1], stop)))
        if named:  # 3次会议记录检查: what is named last
            return named[-1]
    first = _KIND.search(folded, start, limit)
    if first is None or (first.start() > start + 10 and not _LEADING.match(folded, start)):
        return None
    return first


def _meeting(
    around: Surroundings, number: Claim, floor: int, named: int, stop: int
) -> tuple[int, Span | None]:
    """Where the event ends and what was held, without the number: 召开⟦三次⟧党委会议 → 党委会议."""
    folded = around.folded
    if folded.startswith("召开", named):
        at = named + 2 + folded.startswith("了", named + 2)
        if named < number.start and (body := _BODY.match(folded, at, number.start)):
            return number.end, body.span()
        behind = _BODY.match(folded, max(at, number.end), stop)
        return (behind.end(), behind.span()) if behind else (number.end, None)
    if named >= number.start:
        return number.end, None
    lowest = max(floor, named - 16)
    verbs = [match.end() for match in _VERB.finditer(folded, lowest, named)]
    tail = _LISTED.search(folded, verbs[-1] if verbs else lowest, number.start)
    return number.end, tail.span() if tail else None


def _beginning(around: Surroundings, number: Claim, floor: int, named: int, body: Span | None) -> int:
    """Where the event begins: at the verb that holds it (举办培训班3期), else at what is named or the number."""
    at = min(named, number.start)
    verbs = [match.start() for match in _VERB.finditer(around.folded, max(floor, at - 40), at + 2)]
    if verbs and verbs[-1] <= at:
        return verbs[-1]
    return min(at, body[0]) if body else at


def _add_people(around: Surroundings, made: Claim) -> None:
    """Who took part, where numbers of persons follow: 举办培训班3期,⟦参训258人次⟧."""
    folded = around.folded
    for other in around.after_in_sentence(made.end):
        if other.kind != "count" or (other.unit not in PERSONS and other.unit != "人次"):
            if other.kind == "count" and other.unit in around.often:
                return
            continue
        took_part = _TOOK_PART.match(folded, other.end)
        near = took_part and other.start - made.end < 30 and "," not in folded[made.end + 1 : other.start]
        if not near and not _PEOPLE.fullmatch(folded, made.end, other.start):
            return
        made.extra.setdefault("person_times" if other.unit == "人次" else "persons", other.value)
        made.end = took_part.end() if took_part else other.end


def _add_found(around: Surroundings, made: Claim) -> None:
    """What an inspection found: 开展排查,⟦发现问题137处⟧."""
    for other in around.after_in_sentence(made.end):
        if (
            other.kind != "count"
            or other.unit in ("家", "家次", "户", "户次", "人次")
            or other.unit in PERSONS
        ):
            continue
        between = around.folded[made.end : other.start]
        if other.unit not in around.often and (_FOUND.match(between) or _FOUND_DIRECTLY.fullmatch(between)):
            made.extra["found"], made.end = other.value, other.end
        return


def found_by_inspecting(around: Surroundings, number: Claim) -> Claim | None:
    """排查隐患⟦286项⟧, 检查企业⟦120家⟧, 巡查工地⟦50个次⟧: an inspection told by what it found or looked at."""
    unit, verb = number.unit or "", number.verb
    if (
        verb is None
        or around.folded[slice(*verb)].removesuffix("出") not in _INSPECTING
        or unit in PERSONS
        or (unit in around.often and unit != "批次")
        or around.is_masked(number.start)
    ):
        return None
    folded = around.folded
    clause, _ = around.clause(number.start)
    if verb[0] < clause:
        return None
    if (
        not around.is_done(verb[0])
        or around.is_habit(clause, number.start)
        or folded.startswith("经", verb[0] - 1)
    ):
        return None
    if _NOT_LOOKED_AT.search(folded[verb[1] : number.start]):
        return None
    if any(other.kind == "count" for other in around.after(verb[1], number.start)):
        return None  # the number before it is the one the verb governs
    counted = folded[slice(*number.counted)] if number.counted else ""
    if _WRONG.search(counted) or _WRONG.search(folded, verb[1], number.start):
        return event("inspection", verb[0], number.end, around, clause, found=number.value)
    name = "count" if unit.endswith("次") and unit not in ("人次", "批次") else "checked"
    made = event("inspection", verb[0], number.end, around, clause, **{name: number.value})
    _add_found(around, made)
    return made


# --------------------------------------------------------------------------- without a number of times


def held(around: Surroundings, match: re.Match[str]) -> Claim | None:
    """召开党委会: a meeting without a number of times."""
    folded, start = around.folded, match.start()
    if around.is_told("meeting", start):
        return None
    clause, stop = around.clause(start)
    at = match.end() + folded.startswith("了", match.end())
    body = _BODY.match(folded, at, stop) or _QUOTED_BODY.match(folded, at)
    if body is None or not around.is_done(start) or around.is_heading(start):
        return None
    if around.is_norm(clause, start) or around.is_habit(start, body.end()):
        return None
    begin = start - 2 if start >= 2 and folded.startswith(("主持", "组织", "牵头"), start - 2) else start
    made = event("meeting", begin, body.end(), around, clause, body=body.span())
    _add_people(around, made)
    return made


def done(around: Surroundings, match: re.Match[str]) -> Claim | None:
    """开展专项检查, 举办培训班: a training or inspection without a number of times."""
    folded, start = around.folded, match.start()
    kind = "training" if match["training"] or match["study"] else "inspection"
    if around.is_told(kind, start):
        return None
    clause, _ = around.clause(start)
    if not around.is_done(start) or around.is_habit(clause, start) or around.is_heading(start):
        return None
    if folded.startswith("的", match.end()) or _NORM.search(folded, clause, start):
        return None
    made = event(kind, start, match.end(), around, clause)
    if kind == "training":
        _add_people(around, made)
    else:
        _add_inspectors(around, made)
        _add_found(around, made)
    return made


def _add_inspectors(around: Surroundings, made: Claim) -> None:
    """组织⟦412个⟧党支部自查: who looked."""
    for number in around.after(made.start, min(made.end, made.start + 4)):
        if number.kind == "count" and field_of(number, "", around.folded) == "organisations":
            made.extra["organisations"] = number.value
