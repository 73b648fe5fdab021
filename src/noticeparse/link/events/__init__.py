"""Events: what the settled numbers, dates and verbs of a notice say was held, found, punished, recovered, set up or won.

One walk over the numbers makes the events that a number tells, one over the text those that a verb tells without one.
Each looks at its own clause and at most `FURTHEST` characters around it, so the cost stays linear. A duty, a habit
(每月召开1次), a negated verb and the words of a problem are no events; what is only announced is `planned`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from noticeparse.link.events import accountability
from noticeparse.link.events.held import (
    DONE_HEADS,
    DONE_PATTERN,
    HELD_HEADS,
    HELD_PATTERN,
    done,
    found_by_inspecting,
    held,
    held_so_often,
)
from noticeparse.link.events.outcomes import (
    AWARD_HEADS,
    AWARD_PATTERN,
    CASE_HEADS,
    CASE_PATTERN,
    ORGANISATION_HEADS,
    ORGANISATION_PATTERN,
    award,
    case,
    recovered,
    set_up,
)
from noticeparse.link.events.surroundings import Covered, Surroundings, stretches
from noticeparse.model import Claim, Node, Span
from noticeparse.tables import per_extension

__all__ = ["NUMBER_KINDS", "WORD_KINDS", "NumberKind", "WordKind", "find_events", "in_text_order"]


@dataclass(frozen=True, slots=True)
class NumberKind:
    """An event that a number tells: `build` gets each claim of the kind `reads`.

    `examples` maps a text, ⟦ ⟧ around the event, to its kind and fields.
    """

    name: str
    reads: str
    build: Callable[[Surroundings, Claim], Claim | None]
    examples: dict[str, dict[str, object]] = field(default_factory=dict)
    counterexamples: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class WordKind:
    """An event that a verb tells, with or without a number.

    `pattern` makes regular-expression source for folded text; what it matches begins with one of `heads`, of two
    characters or, where it is a rare one, of one.
    """

    name: str
    heads: Callable[[], frozenset[str]]
    pattern: Callable[[], str]
    build: Callable[[Surroundings, re.Match[str]], Claim | None]
    examples: dict[str, dict[str, object]] = field(default_factory=dict)
    counterexamples: tuple[str, ...] = ()


Asked = list[tuple[WordKind, re.Pattern[str]]]
"""Kinds that may begin with a head, in the order in which they are asked, with their patterns."""

NUMBER_KINDS: Final[tuple[NumberKind, ...]] = (
    NumberKind(
        "held so often",
        "count",
        held_so_often,
        examples={
            "局党组⟦召开党组会议9次⟧": {"kind": "meeting", "count": 9, "body": "党组会议"},
            "先后⟦4次召开总支会议⟧": {"kind": "meeting", "count": 4, "body": "总支会议"},
            "⟦召开三次专题会⟧": {"kind": "meeting", "count": 3, "body": "专题会"},
            "3月1日、8日⟦召开两次局务会⟧": {
                "kind": "meeting", "count": 2, "body": "局务会", "date": "{2024-03-01,2024-03-08}"
            },
            "⟦召开调度会6次⟧、⟦专题会2次⟧": {"kind": "meeting", "count": 6, "body": "调度会"},
            "⟦举办业务培训班3期,参训258人次⟧": {"kind": "training", "count": 3, "person_times": 258},
            "⟦开展集中学习14次⟧": {"kind": "training", "count": 14},
            "支部书记⟦讲专题党课6场⟧": {"kind": "training", "count": 6},
            "班子成员带队⟦督导31次⟧": {"kind": "inspection", "count": 31},
            "⟦开展两轮联合督查⟧": {"kind": "inspection", "count": 2},
            "⟦开展明察暗访26次,发现问题41个⟧": {"kind": "inspection", "count": 26, "found": 41},
            "下一步,⟦组织专项检查2次⟧": {"kind": "inspection", "count": 2, "planned": True},
        },
        counterexamples=(
            "每周召开1次调度会", "听取汇报12次", "集中学习不少于2次", "由18次减为11次", "第3次会议", "采样2次",
        ),
    ),
    NumberKind(
        "found by inspecting",
        "count",
        found_by_inspecting,
        examples={
            "⟦排查隐患286项⟧": {"kind": "inspection", "found": 286},
            "⟦检查企业120家⟧": {"kind": "inspection", "checked": 120},
            "⟦巡查工地50个次⟧": {"kind": "inspection", "count": 50},
        },
        counterexamples=("专项检查反馈问题11个", "经核查属实140件", "整改问题12个"),
    ),
    NumberKind(
        "recovered",
        "money",
        recovered,
        examples={
            "⟦追缴资金58,300元⟧": {"kind": "recovery", "amount": 58300},
            "津贴补贴⟦23.56万元全部予以清退⟧": {"kind": "recovery", "amount": 235600},
            "超标准列支的⟦6210元由责任人全额退缴⟧": {"kind": "recovery", "amount": 6210},
            "⟦清退违规补贴61.2万元,涉及134人⟧": {"kind": "recovery", "amount": 612000, "persons": 134},
            "应缴⟦38万元,已于2025年7月底全额上缴⟧": {"kind": "recovery", "amount": 380000, "date": "2025-07"},
            "应退11.2万元,⟦实退11.2万元⟧": {"kind": "recovery", "amount": 112000},
        },
        counterexamples=(
            "尚未追缴3万元", "应上缴12万元", "拨付资金20万元", "罚款5万元", "退还保证金3万元", "扣减绩效3万元",
        ),
    ),
)  # fmt: skip
"""What is read from a number; of two kinds the first that makes an event of it."""

WORD_KINDS: Final[tuple[WordKind, ...]] = (
    WordKind(
        "accountability",
        accountability.heads,
        accountability.pattern,
        accountability.held_to_account,
        examples={
            "给予⟦党内警告处分3人⟧": {"kind": "accountability", "level": "党内警告", "persons": 3},
            "其中⟦党纪处分0人⟧": {"kind": "accountability", "level": "党纪处分", "persons": 0},
            "对⟦3名工作人员进行通报批评⟧": {"kind": "accountability", "level": "通报批评", "persons": 3},
            "⟦2人受到政务处分⟧": {"kind": "accountability", "level": "政务处分", "persons": 2},
            "⟦约谈6个部门⟧": {"kind": "accountability", "level": "约谈", "organisations": 6},
            "⟦追责问责29人⟧": {"kind": "accountability", "persons": 29},
            "⟦问责党组织3个⟧": {"kind": "accountability", "organisations": 3},
            "⟦批评教育、提醒谈话和诫勉34人次⟧": {
                "kind": "accountability", "level": "批评教育、提醒谈话、诫勉", "person_times": 34
            },
            "对相关责任人给予⟦批评教育⟧": {"kind": "accountability", "level": "批评教育"},
        },
        counterexamples=(
            "严肃追责问责", "修订《问责条例》", "对拒不整改的一律给予处分", "未给予处分", "强化问责力度", "被问责的干部",
        ),
    ),
    WordKind(
        "meeting",
        lambda: HELD_HEADS,
        lambda: HELD_PATTERN,
        held,
        examples={
            "6月18日,⟦召开整改动员部署会⟧": {"kind": "meeting", "date": "2024-06-18", "body": "整改动员部署会"},
            "⟦召开全校干部大会,326人参加⟧": {"kind": "meeting", "body": "全校干部大会", "persons": 326},
            "⟦召开党委(扩大)会议⟧": {"kind": "meeting", "body": "党委(扩大)会议"},
            "⟦召开党委会、动员会⟧": {"kind": "meeting", "body": "党委会、动员会"},
        },
        counterexamples=("定期召开会议", "未按规定召开党员大会", "召开会议数量下降", "建立召开联席会议制度"),
    ),
    WordKind(
        "training or inspection",
        lambda: DONE_HEADS,
        lambda: DONE_PATTERN,
        done,
        examples={
            "⟦举办年轻干部培训班⟧": {"kind": "training"},
            "⟦开展拉网式排查,发现问题137处⟧": {"kind": "inspection", "found": 137},
            "对经费使用情况⟦进行审计⟧": {"kind": "inspection"},
            "⟦组织12个党支部开展自查⟧": {"kind": "inspection", "organisations": 12},
        },
        counterexamples=("不定期开展检查", "健全开展监督检查的机制", "党组织监督检查", "进行检查的人员", "开展审计整改"),
    ),
    WordKind(
        "case",
        lambda: CASE_HEADS,
        lambda: CASE_PATTERN,
        case,
        examples={
            "⟦立案4起⟧": {"kind": "case", "count": 4},
            "⟦立案审查调查58件63人⟧": {"kind": "case", "count": 58, "persons": 63},
            "⟦查办案件12件⟧": {"kind": "case", "count": 12},
            "⟦移送问题线索3件⟧": {"kind": "case", "count": 3},
            "⟦1宗案件移送公安机关⟧": {"kind": "case", "count": 1},
        },
        counterexamples=("处置问题线索19件", "立案查处一批案件", "移交的问题线索45件"),
    ),
    WordKind(
        "organisation",
        lambda: ORGANISATION_HEADS,
        lambda: ORGANISATION_PATTERN,
        set_up,
        examples={
            "⟦成立整改工作领导小组及办公室⟧": {"kind": "organisation", "body": "整改工作领导小组及办公室"},
            "⟦成立了由党委书记任组长的整改领导小组⟧": {
                "kind": "organisation", "body": "整改领导小组", "chair": "党委书记"
            },
            "⟦组建志愿服务队6支⟧": {"kind": "organisation", "body": "志愿服务队", "count": 6},
            "⟦成立5个工作专班⟧": {"kind": "organisation", "body": "工作专班", "count": 5},
        },
        counterexamples=("自公司成立以来", "未成立领导小组", "成立十周年"),
    ),
    WordKind(
        "award",
        lambda: AWARD_HEADS,
        lambda: AWARD_PATTERN,
        award,
        examples={
            "⟦荣获全市先进集体⟧": {"kind": "award", "body": "全市先进集体"},
            "⟦获省级一等奖2项⟧": {"kind": "award", "level": "一等奖", "count": 2, "body": "省级一等奖"},
            "⟦1人获国家二等奖⟧": {"kind": "award", "level": "二等奖", "persons": 1, "body": "国家二等奖"},
        },
        counterexamples=("获批项目3个", "获得补助资金", "提高群众获得感"),
    ),
)  # fmt: skip
"""What is read from words; of two kinds that begin at the same place the earlier is asked first."""


def find_events(
    text: str,
    folded: str,
    claims: list[Claim],
    tops: list[Node],
    problems: list[Span],
    *,
    planned: bool = False,
) -> list[Claim]:
    """The events of a notice in text order.

    Args:
        text: The text as printed.
        folded: The text folded.
        claims: Its claims in text order, dates settled.
        tops: The top parts of the outline, roles given.
        problems: Spans of the words in which problems are stated; what they tell was not done in answer to them.
        planned: The whole document is a plan.

    Returns:
        Claims of event kinds, their fields in `Claim.extra`.
    """
    masked = [(claim.start, claim.end) for claim in claims if claim.kind == "document"]
    headings, to_come = stretches(tops)
    around = Surroundings(
        text, folded, claims, Covered([*masked, *problems]), Covered(headings), Covered(to_come), planned
    )
    counted = sorted(_of_numbers(around), key=_place)
    return _apart([*counted, *_of_words(around, counted)])


def in_text_order(claims: list[Claim], events: list[Claim]) -> list[Claim]:
    """Claims and events by where they begin, an event before the numbers inside it."""
    return sorted([*events, *claims], key=_place) if events else claims


def _place(claim: Claim) -> Span:
    return claim.start, -claim.end


def _of_numbers(around: Surroundings) -> list[Claim]:
    events: list[Claim] = []
    builders: dict[str, list[Callable[[Surroundings, Claim], Claim | None]]] = {}
    for kind in NUMBER_KINDS:
        builders.setdefault(kind.reads, []).append(kind.build)
    for claim in around.claims:
        for build in builders.get(claim.kind, ()):
            if (made := build(around, claim)) is not None:
                events.append(made)
                break
    return events


def _of_words(around: Surroundings, counted: list[Claim]) -> list[Claim]:
    """The events that a verb tells, without those a number has told already."""
    folded, asked, at = around.folded, _asked(), 0
    following = 0
    events: list[Claim] = []
    for head in _heads().finditer(folded):
        start = head.start()
        if start < at:
            continue
        kinds = asked.get(folded[start : start + 2]) or asked.get(folded[start])
        if kinds is None:
            continue
        for kind, pattern in kinds:
            match = pattern.match(folded, start)
            if match is None:
                continue
            at = match.end()
            while following < len(counted) and counted[following].start <= start + _ASIDE:
                around.tell(counted[following])
                following += 1
            if not around.is_masked(start):
                made = kind.build(around, match)
                if made is not None and not around.is_told(made.kind, made.start):
                    events.append(made)
            break
    return events


_ASIDE: Final = 6
"""Characters by which a counted event may begin behind the verb of an uncounted one (组织全面⟦排查隐患12项⟧)."""


@per_extension
def _asked() -> dict[str, Asked]:
    """For each head the kinds that may begin with it, and their patterns."""
    asked: dict[str, Asked] = {}
    for kind in WORD_KINDS:
        pattern = re.compile(kind.pattern())
        for head in sorted(kind.heads()):
            asked.setdefault(head, []).append((kind, pattern))
    return asked


@per_extension
def _heads() -> re.Pattern[str]:
    """One character that may begin a head, before one that may end it: a search that stays in the regex engine."""
    pairs = _asked()
    first = "".join(sorted({pair[0] for pair in pairs}))
    second = "".join(sorted({pair[1] for pair in pairs if len(pair) == 2}))
    alone = "".join(sorted(pair for pair in pairs if len(pair) == 1))
    return re.compile(f"[{first}](?:(?=[{second}])|(?<=[{alone}]))")


def _apart(events: list[Claim]) -> list[Claim]:
    """In text order; of two of one kind that overlap, the one that says more. Amounts may share their verb."""
    events.sort(key=_place)
    kept: dict[str, Claim] = {}
    dropped: set[int] = set()
    for made in events:
        last = kept.get(made.kind)
        if last is not None and made.start < last.end and made.kind != "recovery":
            if len(made.extra) <= len(last.extra):
                dropped.add(id(made))
                continue
            dropped.add(id(last))
        kept[made.kind] = made
    return [made for made in events if id(made) not in dropped]
