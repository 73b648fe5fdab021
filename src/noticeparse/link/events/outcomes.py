"""What came of it: cases, money recovered, bodies set up, awards won."""

from __future__ import annotations

import re
from typing import Final

from noticeparse.facts.lexicon import verbs_in_role
from noticeparse.link.events.surroundings import PERSONS, Surroundings, event, field_of
from noticeparse.model import Claim

# --------------------------------------------------------------------------- cases

_CASE_UNITS: Final = frozenset(["起", "件", "宗", "例", "个", "条", "件次", "批", "案次"])
CASE_HEADS: Final = frozenset(
    [
        "立案",
        "查处",
        "查办",
        "侦破",
        "破获",
        "办结",
        "办理",
        "审结",
        "受理",
        "挂牌",
        "移交",
        "移送",
        "提起",
        "侦办",
    ]
)
CASE_PATTERN: Final = (
    r"立案(?:审查调查|审查|调查|查处|处罚|侦查|查办|侦办)?"
    r"|(?:查处|查办|侦破|破获|办结|办理|审结|受理|挂牌督办|(?:移交|移送)(?!的)|提起|侦办)[^,。;:、\n\d]{0,14}?(?:案件|线索|诉讼|公益诉讼|案(?![例卷]))"
    r"|移送(?:至|给)?[^,。;:、\n\d]{0,12}?(?:公安|司法|检察|纪检|纪委|监委|有关|相关)[^,。;:、\n\d]{0,4}?(?:机关|部门|监委|监察)?"
)
_LEADS_ONLY: Final = re.compile(r"(?:查处|查办|办结|办理|受理|挂牌督办|提起|侦办)[^,。;:、\n]*线索\Z")


def case(around: Surroundings, match: re.Match[str]) -> Claim | None:
    """立案4起, 查办案件12件, 1宗案件移送公安机关, 移送问题线索3件."""
    folded, start, end = around.folded, match.start(), match.end()
    clause, stop = around.clause(start)
    if (
        not around.is_done(start)
        or _LEADS_ONLY.match(match[0])
        or around.is_habit(clause, start)
    ):
        return None
    numbers = [
        n
        for n in around.after(end, min(stop, end + 16))
        if n.kind == "count" and (n.verb is None or n.verb[0] < end)
    ][:2]
    begin = start
    if not numbers:
        numbers = [n for n in around.before(start, max(clause, start - 30)) if n.kind == "count"][:1]
        begin = numbers[-1].start if numbers else start
    fields: dict[str, int | float] = {}
    for number in numbers:
        name = field_of(number, "", folded)
        if name == "count" and number.unit not in _CASE_UNITS:
            continue
        fields.setdefault(name, number.value)
        end = max(end, number.end)
    if not fields:
        return None
    return event("case", min(begin, start), end, around, clause, **fields)


# --------------------------------------------------------------------------- money

_NOT_RECOVERED: Final = frozenset(["扣减", "核减"])
_BACK: Final = re.compile(
    r"[^,。;:\n]{0,16}?(?:,(?=已|均|全部|现已|目前|全额|并已)[^,。;:\n]{0,16}?)?(?:缴入国库|追缴|退缴|上缴|清退|退还|退回|收回|追回|收缴|退赔|补缴|归还|挽回|返还|上交|没收)(?!率)"
)
_DEPOSIT: Final = re.compile(r"保证金|押金|定金|欠税退")
_JUST_BEFORE: Final = re.compile(r"(?:实退|已退|退款|退赃|挽损|追损|追赃)[^,。;:\n\d]{0,6}\Z")


def recovered(around: Surroundings, money: Claim) -> Claim | None:
    """追缴资金⟦58,300元⟧, ⟦23.56万元⟧全部予以清退; ⟦61.2万元⟧,涉及134人."""
    folded = around.folded
    clause, _ = around.clause(money.start)
    verb = money.action
    if verb is None or folded[slice(*verb)] not in verbs_in_role("recovery") - _NOT_RECOVERED:
        if before := _JUST_BEFORE.search(folded, max(clause, money.start - 10), money.start):
            verb = before.span()
        elif behind := _BACK.match(folded, money.end, around.sentence_end(money.end)):
            verb = behind.end() - 2, behind.end()
        else:
            return None
        listed = around.nearest_before(money.start, clause)
        if listed is not None and listed.kind == "money" and folded.startswith("、", listed.end):
            return None  # of several amounts it is not said which came back
    if verb[0] >= money.end and any(
        other.kind == "money" for other in around.after(verb[1], around.clause(verb[1])[1])
    ):
        return None  # the verb belongs to the next amount: 432.6万元已清收398万元
    if _DEPOSIT.search(folded, verb[1], max(verb[1], money.start)):
        return None
    if around.is_masked(money.start) or not around.is_done(verb[0]) or money.value is None:
        return None
    if around.is_habit(clause, money.start):
        return None
    made = event(
        "recovery",
        min(verb[0], money.start),
        max(verb[1], money.end),
        around,
        clause,
        amount=money.value,
        date=around.date(verb[0]),
    )
    for other in around.after_in_sentence(made.end):
        if other.kind == "money":
            break
        if (
            other.kind == "count"
            and other.unit in PERSONS
            and re.fullmatch(r",?(?:共?涉及|涉)[^,。;]{0,8}", folded[made.end : other.start])
        ):
            made.extra["persons"], made.end = other.value, other.end
            break
    return made


# --------------------------------------------------------------------------- bodies

_BODY_NOUN: Final = (
    r"(?=[领工专督检调攻小指委办联党支突服宣志中大合协公研学基机组队团部科站])"  # saves trying every noun at every place
    r"(?:领导小组|工作小组|工作组|工作专班|专项小组|专项组|督导组|督查组|检查组|调查组|专家组|攻坚组|专班|小组|指挥部|委员会|办公室|联席会议|党总支|党支部|党小组|支部|党委|党组"
    r"|工作队|突击队|服务队|宣讲团|志愿队|中队|大队|支队|合作社|联盟|协会|公司|研究院|研究所|学院|基地|工作室|服务站|中心|机构|[组队团部科站](?![\u4e00-\u9fff]))"
)
ORGANISATION_HEADS: Final = frozenset(["成立", "组建"])
ORGANISATION_PATTERN: Final = (
    r"(?:成立|组建)了?(?!以来|时|于|后|前|\d{2,4}年|以后|之初|大会)"
    rf"(?:由|[^,。;:\n]{{2,30}}?(?=[任担为])(?:任|担任|为)“?双?(?:组长|主任|指挥长)|[^,。;:、\n]{{0,30}}?{_BODY_NOUN})"
)
_NEW_PREDICATE: Final = (
    r"(?!负责|统筹|推进|协调|开展|对|专门|赴|进行|指导|督促|印发|制定|召开|研究|第一时间|[及和与])"
)
_BODY: Final = re.compile(
    rf"[^,。;:\n]{{0,30}}?{_BODY_NOUN}(?!书记|委员|班子|成员)(?:(?<=机构|党委|党组|支部|公司|学院|基地|中心)(?:{_NEW_PREDICATE}[^,。;:、\n]){{1,8}}?{_BODY_NOUN})?"
    r"(?:(?:及其?|和|暨|、)(?:下设)?[^,。;:、\n]{0,8}?(?:办公室|工作组|工作专班|专班|小组))?[”\"]?"
)
_CHAIR: Final = re.compile(
    r"由?(?P<chair>[^,。;:\n]{2,30}?)(?=[同亲担任为])(?:同志)?(?:亲自)?(?:担任|任|为)(?:第一)?“?双?(?:组长|主任|指挥长|召集人|负责人|队长|总指挥)”?"
)
_MADE_UP: Final = re.compile(r"由?[^。;:\n]{2,80}?(?:组成|任|担任|为|参加|参与|负责|牵头|挂帅)[^。;:\n]{0,40}?的")


def set_up(around: Surroundings, match: re.Match[str]) -> Claim | None:
    """成立整改工作领导小组, 成立了由党委书记任组长的…领导小组, 组建服务队6支."""
    folded, start = around.folded, match.start()
    clause, stop = around.clause(start)
    if not around.is_done(start) or around.is_habit(clause, start):
        return None
    at = start + 2 + folded.startswith("了", start + 2)
    chair = None
    if match[0].endswith(("由", "组长", "主任", "指挥长")):
        made_up = _MADE_UP.match(folded, at, around.sentence_end(at))
        if made_up is None:
            return None
        chair = _CHAIR.match(folded, at, made_up.end())
        at = made_up.end()
        stop = around.clause(at)[1]
    body = _BODY.match(folded, at, stop)
    if body is None:
        return None
    name, end, count = body.span(), body.end(), None
    for number in around.after(at, min(stop, body.end() + 6)):
        if number.kind != "count":
            continue
        if number.start <= at + 1:
            name = number.end, body.end()
        elif number.start < body.end():
            return None
        count, end = number.value, max(end, number.end)
        break
    if chair is None:
        behind = end + folded.startswith((",", "("), end)
        chair = _CHAIR.match(folded, behind, around.sentence_end(end)) if behind > end else None
        end = chair.end() if chair else end
    return event(
        "organisation",
        start,
        end,
        around,
        clause,
        body=name,
        count=count,
        chair=chair.span("chair") if chair else None,
    )


# --------------------------------------------------------------------------- awards

AWARD_HEADS: Final = frozenset(["荣获", "喜获", "斩获", "摘得", "被评", "被授", "被认", "获"])
AWARD_PATTERN: Final = r"(?:荣获|喜获|获评|斩获|摘得|被评为|被评选为|被授予|被认定为|获得|获)(?!批|取|感)"
_PRIZE: Final = re.compile(
    r"[^,。;:\n\d]{0,40}?(?:奖励?|荣誉称号|称号|荣誉|先进[^,。;:、\n\d”]{0,8}|示范[^,。;:、\n\d”]{0,8}|标兵|优秀[^,。;:、\n\d”]{0,8}"
    r"|文明[^,。;:、\n\d”]{0,6}|表彰|通报表扬|第[一二三四五六七八九十\d]+名?)(?:[”\"](?:荣誉)?(?:称号)?)?"
)
_ANY_PRIZE: Final = re.compile(r"[^,。;:\n]{2,40}")
_GRADES: Final = (
    re.compile(r"特等奖|[一二三]等奖|[金银铜]奖"),
    re.compile(r"国家级|省部级|省级|市级|区级|县级|部级"),
)
_FULL: Final = frozenset(["荣获", "获评", "被评为", "被评选为", "被授予", "斩获", "喜获"])


def award(around: Surroundings, match: re.Match[str]) -> Claim | None:
    """荣获全市先进集体, 获省级一等奖2项, 获评“文明单位”."""
    folded, start = around.folded, match.start()
    clause, stop = around.clause(start)
    if not around.is_done(start) or around.is_habit(clause, start):
        return None
    at = match.end() + folded.startswith("了", match.end())
    prize = _PRIZE.match(folded, at, stop) or (
        _ANY_PRIZE.match(folded, at, stop) if match[0] in _FULL else None
    )
    if prize is None:
        return None
    begin = start
    fields: dict[str, int | float] = {}
    winner = around.nearest_before(start, max(clause, start - 12))
    if winner is not None and winner.kind == "count" and winner.unit in PERSONS:
        fields["persons"], begin = winner.value, winner.start
    grade = next((found for pattern in _GRADES if (found := pattern.search(folded, at, prize.end()))), None)
    end = prize.end()
    for number in around.after(at, min(stop, end + 8)):
        if (
            number.kind == "rank"
            and number.value is not None
            and "奖" not in folded[number.start : number.end]
        ):
            fields.setdefault("rank", number.value)
            end = max(end, number.end)
        elif number.kind == "count" and number.unit in (
            "项",
            "个",
            "次",
            "人",
            "名",
            "件",
            "篇",
            "块",
            "人次",
            "枚",
        ):
            fields.setdefault("persons" if number.unit in PERSONS else "count", number.value)
            end = max(end, number.end)
    return event(
        "award",
        begin,
        end,
        around,
        clause,
        body=(at, prize.end()),
        level=grade[0] if grade else None,
        **fields,
    )
