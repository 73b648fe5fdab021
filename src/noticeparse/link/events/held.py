"""What was held: meetings, trainings, inspections, with how often, for how many, and what they found."""

from __future__ import annotations

import re
from collections.abc import Iterator

from noticeparse.facts.lexicon import units_of
from noticeparse.link.events.surroundings import PERSONS, Surroundings, event, field_of
from noticeparse.model import Claim, Span

_MEETING_END = r"(?:会议|座谈会|(?<!社)(?<!委员)(?<!机)(?<!不)(?<!协)(?<!学)(?<!商)(?<!工)会(?![议计员见商社诊审谈签餐费馆同务场党展堂员籍址]))"
_BODY = re.compile(
    rf"[^,。;:\n]{{0,40}}?{_MEETING_END}(?:[、和及与][^,。;:、\n\d]{{1,16}}?{_MEETING_END})*(?: ?[(](?:扩大|视频|电视电话)[)])?(?:会议)?"
)
_TRAINING = r"(?:培训班?|轮训班?|宣讲|集中学习|专题学习|学习研讨|专题研讨|研讨班|读书班|学习班|讲座|专题党课|廉政党课|党课)"
_TRAINING_COUNTED = r"(?:研讨|讨论|授课|学习(?!强国))"
_INSPECTION = (
    r"(?:监督检查|督导检查|检查|排查|督查|督导|审计|清查|核查|自查自纠|自查|巡查|抽查|抽检|暗访|倒查|审查|[“\"]?回头看[”\"]?|盘点|摸排|普查)"
    r"(?!组|局|厅|署|站|室|院|员|处(?!置|理)|报告|意见|反馈|结果|整改|机制|制度|办法|规定|条例|方案|人员|要求|标准|指出)"
)
_KIND = re.compile(
    rf"(?P<meeting>召开|{_MEETING_END})|(?P<training>{_TRAINING}|{_TRAINING_COUNTED})|(?P<inspection>{_INSPECTION}|督办)"
)
_VERB = re.compile(r"(?:主持|组织|牵头)?召开|举办|(?:组织|集中)?开展|进行|(?:专题|集中|组织)学习|组织|实施|参加|讲授|讲(?=党课|专题|廉政)")
_HOLD_PREFIX = ("主持", "组织", "牵头")
_NOT_HELD = frozenset(["批", "届", "课时", "学时", "节"])
_PEOPLE_JOINT = re.compile(
    r"[,、(]?(?:共计?|总计|累计|合计|参训|参加|参会|参学|参与|受训|培训|轮训|教育|覆盖|涉及|惠及|受众|受教育|达|党员干部|党员|干部职工|干部|职工|学员|人员|群众|师生|\d+期|约|近|超|[ ,])*"
)
_PEOPLE_BEHIND = re.compile(r"[^,。;:、\n]{0,14}(?:参加|参训|参会|接受|受训)")
_FOUND = re.compile(r"[^。;\n]{0,40}?(?:发现|查出|排查出|查找出?|查摆出?|检查出|自查出|排查|梳理出|摸排出?)")
_LISTED = re.compile(r"[^、和及\d次场 ]+?(?=(?:先后|分别|累计|总?共计?|已|均|各| )*\Z)")
_LIGHT = frozenset(["开展", "进行", "组织", "召开", "举办", "共", "达", "涉及", "参加"])
_INSPECTING = frozenset(["检查", "排查", "抽查", "抽检", "督查", "核查", "巡查", "清查", "暗访", "摸排", "盘点"])
_WRONG = re.compile(r"问题|隐患|风险|违规|违法|违纪|线索|漏洞|短板")


def held_so_often(around: Surroundings, number: Claim) -> Claim | None:
    """The event that a number of times counts: 召开党委会⟦12次⟧, ⟦4次⟧召开总支会议, 抽检⟦2次⟧."""
    if number.unit not in units_of("event") or number.unit in _NOT_HELD:
        return None
    folded = around.folded
    clause, stop = around.clause(number.start)
    previous = next(around.before(number.start, clause), None)
    start = max(clause, previous.end) if previous and previous.kind == "count" else clause
    if around.is_habit(clause, number.start) or around.is_masked(number.start):
        return None
    kind, found = _kind_before(around, number, clause, start)
    begin = found
    if kind is None:
        kind, begin = _kind_behind(around, number, stop)
    if folded.startswith("讲座", found) and not _VERB.search(folded, start, found):
        return None
    if kind is None or not around.is_done(begin, clause=clause):
        return None
    end, body = number.end, None
    if kind == "meeting":
        end, body = _meeting(around, number, clause, begin, stop)
        if body is None:
            return None
    begin = min(number.start, _verb_before(folded, start, begin) if begin < number.start else _verb_before(folded, start, number.start))
    if kind == "meeting" and begin < number.start and body[0] < number.start and not folded.startswith("召开", begin) and "召开" not in folded[begin : number.start]:
        begin = body[0]
    made = event(kind, begin, max(end, _end_of_counted(number)), around, clause, count=number.value, body=body)
    _add_people(around, made, number)
    if kind == "inspection":
        _add_found(around, made)
    return made


def _kind_before(around: Surroundings, number: Claim, clause: int, start: int) -> tuple[str | None, int]:
    """Which kind the words before the number name last, and where."""
    folded = around.folded
    named = list(_KIND.finditer(folded, start, number.start))
    held = [match for match in named if match[0] == "召开"]
    if held:
        return "meeting", held[-1].start()
    if not named:
        return None, 0
    last = named[-1]
    if number.verb and number.verb[0] >= last.end() and folded[slice(*number.verb)] not in _LIGHT:
        return None, 0
    if last.lastgroup == "meeting" and "召开" not in folded[clause:start] and not folded.startswith("会", last.start() - 1) and last.end() < number.start - 4:
        return None, 0
    return last.lastgroup, last.start()


def _kind_behind(around: Surroundings, number: Claim, stop: int) -> tuple[str | None, int]:
    """Which kind the words directly behind the number name: ⟦5次⟧召开会议, ⟦3轮⟧拉网式排查."""
    following = next((c.start for c in around.after(number.end, stop) if c.kind == "count"), stop)
    limit = min(following, number.end + 24)
    named = _KIND.search(around.folded, number.end, limit)
    if named is None or (named.start() > number.end + 10 and not _VERB.match(around.folded, number.end)):
        return None, 0
    return named.lastgroup, named.start()


def _verb_before(folded: str, floor: int, at: int) -> int:
    """Where the verb begins that holds what is named at `at`: 举办 of 举办培训班, 主持 of 主持召开."""
    verbs = [match for match in _VERB.finditer(folded, max(floor, at - 40), at + 2)]
    if verbs:
        return verbs[-1].start()
    return at


def _meeting(around: Surroundings, number: Claim, clause: int, begin: int, stop: int) -> tuple[int, Span | None]:
    """Where the event ends and what was held, without the number: 召开⟦三次⟧党委会议 → 党委会议."""
    folded = around.folded
    if folded.startswith("召开", begin):
        at = begin + 2 + folded.startswith("了", begin + 2)
        if begin < number.start:
            if number.start - at >= 1 and (body := _BODY.match(folded, at, number.start)):
                return number.end, body.span()
            behind = _BODY.match(folded, number.end, stop)
            return (behind.end(), behind.span()) if behind else (number.end, None)
        body = _BODY.match(folded, at, stop)
        return (body.end(), body.span()) if body else (number.end, None)
    if begin >= number.start:
        return number.end, None
    tail = _LISTED.search(folded, max(clause, begin - 16), number.start)
    return number.end, tail.span() if tail else None


def _end_of_counted(number: Claim) -> int:
    """Where the thing behind the number ends (两轮⟦联合督查⟧)."""
    return number.counted[1] if number.counted and 0 <= number.counted[0] - number.end <= 1 else number.end


def _add_people(around: Surroundings, made: Claim, number: Claim) -> None:
    """Who took part, where numbers of persons follow: 举办培训班3期,⟦参训258人次⟧."""
    if made.kind == "inspection":
        return
    at = made.end
    for other in around.after(number.end, around.sentence_end(made.end)):
        if other.kind != "count" or (other.unit not in PERSONS and other.unit != "人次"):
            if other.kind == "count" and other.unit in units_of("event"):
                return
            continue
        joined = _PEOPLE_JOINT.fullmatch(around.folded, at, other.start) or (
            other.start - at < 30
            and "," not in around.folded[at + 1 : other.start]
            and _PEOPLE_BEHIND.match(around.folded, other.end)
        )
        if not joined:
            return
        made.extra.setdefault("person_times" if other.unit == "人次" else "persons", other.value)
        at = made.end = max(made.end, other.end)


def _add_found(around: Surroundings, made: Claim) -> None:
    """What an inspection found: 开展排查,⟦发现问题137处⟧."""
    for other in around.after(made.end, around.sentence_end(made.end)):
        if other.kind != "count":
            continue
        if other.unit in units_of("event"):
            return
        if other.unit in PERSONS or other.unit == "人次" or other.unit in ("家", "家次", "户", "户次"):
            continue
        if _FOUND.match(around.folded, made.end, other.start) and other.start - made.end <= 50:
            made.extra["found"] = other.value
            made.end = other.end
        return


def found_by_inspecting(around: Surroundings, number: Claim) -> Claim | None:
    """排查隐患⟦286项⟧, 检查企业⟦120家⟧, 巡查工地⟦50个次⟧: an inspection told by what it found or looked at."""
    if number.verb is None or number.unit in units_of("event") or around.is_masked(number.start):
        return None
    folded = around.folded
    verb = folded[slice(*number.verb)].removesuffix("出")
    clause, _ = around.clause(number.start)
    if verb not in _INSPECTING or not around.is_done(number.verb[0]) or around.is_habit(clause, number.start) or number.verb[0] < clause:
        return None
    if "发现" in folded[number.verb[1] : number.start]:
        return None
    if folded.startswith("经", number.verb[0] - 1) or folded.startswith("属实", number.verb[1]):
        return None
    counted = folded[slice(*number.counted)] if number.counted else ""
    if _WRONG.search(counted) or _WRONG.search(folded, number.verb[1], number.start):
        return event("inspection", number.verb[0], number.end, around, clause, found=number.value)
    unit = number.unit or ""
    name = "count" if unit.endswith("次") and unit != "人次" else "checked"
    made = event("inspection", number.verb[0], number.end, around, clause, **{name: number.value})
    _add_found(around, made)
    return made


HELD_PATTERN = "召开"
DONE_PATTERN = (
    rf"(?:开展|进行|举办|(?<!党)组织(?!部|生[活产]|建设|领导|力|架构|机构|体系|关系|路线|原则|保障|振兴|观念|纪律|化))了?[^,。;:\n]{{0,20}}?(?:{_TRAINING}|{_INSPECTION})"
    r"|(?:开展|组织)[^,。;:\n]{0,14}?学习(?=了?《)"
    rf"|逐[一项个户笔条](?:检查|排查|核查|清查|审查)"
)
_ENDS_TRAINING = re.compile(rf".*(?:{_TRAINING}|学习)\Z")


def held(around: Surroundings, match: re.Match[str]) -> Iterator[Claim]:
    """召开党委会: a meeting without a number of times."""
    folded, start = around.folded, match.start()
    clause, stop = around.clause(start)
    at = match.end() + folded.startswith("了", match.end())
    # a quoted name may hold commas: 召开“不忘初心,牢记使命”主题教育推进会
    if folded.startswith("“", at) and (close := folded.find("”", at, at + 40)) > stop:
        stop = around.clause(close)[1]
    body = _BODY.match(folded, at, stop)
    if body is None:
        quoted = re.compile(rf"“[^”\n]{{1,40}}”[^,。;:\n]{{0,20}}?{_MEETING_END}").match(folded, at, stop)
        body = quoted
    if body is None or not around.is_done(start) or around.is_norm(clause, start) or around.is_habit(start, body.end()):
        return
    if around.is_heading(start):
        return
    begin = start - 2 if folded.startswith(_HOLD_PREFIX, start - 2) and start >= 2 else start
    made = event("meeting", begin, body.end(), around, clause, body=body.span())
    _add_people(around, made, made)
    yield made


def done(around: Surroundings, match: re.Match[str]) -> Iterator[Claim]:
    """开展专项检查, 举办培训班: a training or inspection without a number of times."""
    folded, start = around.folded, match.start()
    clause, _ = around.clause(start)
    training = _ENDS_TRAINING.match(match[0]) is not None
    if not around.is_done(start) or around.is_habit(clause, start) or around.is_heading(start):
        return
    if training and around.is_norm(clause, start):
        return
    if folded.startswith("的", match.end()) or (not training and _NORM_INSPECTION.search(folded, clause, start)):
        return
    made = event("training" if training else "inspection", start, match.end(), around, clause)
    if match[0].startswith("组织"):
        for number in around.after(start, match.end()):
            if number.kind == "count" and number.start <= start + 3:
                name = field_of(number, "", folded)
                made.extra.setdefault(name if name != "count" else "checked", number.value)
    if training:
        _add_people(around, made, made)
    else:
        _add_found(around, made)
    yield made


_NORM_INSPECTION = re.compile(r"建立|健全|完善|制度|机制|明确|规定|要求|应当|必须|强化|加强|加大")
