"""What surrounds an event: its clause, the numbers beside it, the date that governs it, whether it has happened yet."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from typing import Any, Final

from noticeparse.facts.lexicon import units_of
from noticeparse.model import Claim, Node, Span, in_order

FURTHEST: Final = 80
"""Characters a builder looks back or ahead; longer clauses are cut there: cost stays linear."""
FURTHEST_DATE: Final = 160
_MOST_DATES: Final = 6

_CLAUSE_MARK: Final = re.compile("[,。;:!?\n\t]")
_SENTENCE_MARK: Final = re.compile("[。;!?\n\t]")
_LAST_MARK: Final = re.compile(r".*[,。;:!?\n\t]", re.DOTALL)
_LAST_STOP: Final = re.compile(r".*[。;!?\n\t]", re.DOTALL)

_NOT_YET: Final = re.compile(
    r"下一步|下阶段|下步|今后|后续将|拟(?!定|订)|计划(?<![按划习年]计划)(?=于|在|召开|开展|组织|对|举办)|筹备|决定(?=召开|举办)|预计|力争|争取|确保"
    r"|将(?<!已将)(?=于|在|继续|进一步|适时|定期|再|组织|开展|对|召开|举办|持续|依法|按照?|视|择机|成立|组建|追缴|清退|收回|$)"
)
_NEXT: Final = re.compile("下一步|下阶段|下步|今后")
_NUMERALS: Final = frozenset("0123456789零一二两三四五六七八九十百千")
_NOT_DONE: Final = re.compile(
    r"(?:未|未能|没有|尚未|暂未|不|不再|无|应|应当|需|须|需要|必须|可|可以|拒不|免予|未及时|未按规定|未严格)(?:及时|按规定|进行|给予|予以|开展|组织|召开|全额|足额|依规|全部)?\Z"
)
_HABIT: Final = re.compile(
    r"每(?:半?年|个?季度?|个?月|两?周|个?学期|天|日|次|名|位|人|逢)|定期|按月|按季|按年|按周|逐月|逐季|经常性|至少|不少于|不低于|原则上|凡|一律"
)
_NORM: Final = re.compile(
    r"适时|建立|健全|完善|推行|实行|落实|执行|明确|规定|要求|应当|应该|必须|需要|坚决|依规|依法依|的(?=[,、]|\Z)|等(?=[,、]|\Z)|为|制度|机制|如有|情形|坚持|强化|加强|加大|结合|纳入|作为|以[^来]"
)
_GOVERNS_NOT: Final = re.compile(r"(?:对|针对|自|从|截至|截止|将|因|由|按照?|根据|与|较|比|[《“])\Z")
_TAIL_OF_DATE: Final = ("度", "版", "级", "以来", "起", "前", "底前", "末前")
"""Behind a date that governs nothing: 2021年度, 2024年6月以来."""
_JOINED: Final = re.compile(r"[、和及与]|以及")
_FIELD_PLAN: Final = re.compile(r"目标|措施|举措|时限|要求|计划|打算")
_FIELD_STATE: Final = re.compile(r"情况|进展|结果|成效|状态")

PERSONS: Final = frozenset("人名位")
_ORGANISATION: Final = re.compile(
    r"(?:单位|部门|组织|企业|公司|乡镇|镇|街道|村|社区|支部|党委|党组|党总支|学院|科室|股室|处室|局|院|校|机构|集团|中心|站|所|厂|项目部)\Z"
)
_ORGANISATION_UNITS: Final = frozenset(
    ["企业", "单位", "乡镇", "学院", "支部", "村", "社区", "街道", "街镇", "部门", "镇街", "家", "家次"]
)


class Covered:
    """The stretches that some spans cover."""

    __slots__ = ("_ends", "_starts")

    def __init__(self, spans: list[Span]) -> None:
        self._starts: list[int] = []
        self._ends: list[int] = []
        for start, end in sorted(spans):
            if self._ends and start <= self._ends[-1]:
                self._ends[-1] = max(end, self._ends[-1])
            else:
                self._starts.append(start)
                self._ends.append(end)

    def covers(self, at: int) -> bool:
        """Whether `at` stands in one of them."""
        before = bisect_right(self._starts, at) - 1
        return before >= 0 and at < self._ends[before]


@dataclass(slots=True)
class Surroundings:
    """The folded text, its settled claims in text order, and the stretches in which nothing is yet done or said of it."""

    text: str
    folded: str
    claims: list[Claim]
    masked: Covered  # titles and the words of problems
    headings: Covered
    planned: Covered  # what a part only plans
    all_planned: bool = False
    often: frozenset[str] = frozenset()
    """Measure words of doings: 次 场 期 轮 …"""
    _starts: list[int] = field(default_factory=list)
    _dates: list[Claim] = field(default_factory=list)
    _date_starts: list[int] = field(default_factory=list)
    _told: dict[str, int] = field(default_factory=dict)  # kind of event → where the last counted one ends
    _clause: Span = (0, 0)  # the last ones asked for
    _sentence: Span = (0, 0)

    def __post_init__(self) -> None:
        self.often = units_of("event")
        self._starts = [claim.start for claim in self.claims]
        self._dates = [claim for claim in self.claims if claim.kind in ("date", "period")]
        self._date_starts = [claim.start for claim in self._dates]

    def clause(self, at: int) -> Span:
        """Where the clause that holds `at` begins and ends, at most `FURTHEST` characters either way."""
        if not self._clause[0] <= at < self._clause[1]:
            mark = _CLAUSE_MARK.search(self.folded, at, at + FURTHEST)
            end = mark.start() if mark else min(len(self.folded), at + FURTHEST)
            lowest = at - FURTHEST if at > FURTHEST else 0
            before = _LAST_MARK.match(self.folded, lowest, at)
            self._clause = before.end() if before else lowest, end
        return self._clause

    def sentence_start(self, at: int) -> int:
        """Where the sentence begins, at most `FURTHEST_DATE` characters back."""
        if not self._sentence[0] <= at < self._sentence[1]:
            lowest = at - FURTHEST_DATE if at > FURTHEST_DATE else 0
            before = _LAST_STOP.match(self.folded, lowest, at)
            self._sentence = before.end() if before else lowest, self.sentence_end(at)
        return self._sentence[0]

    def sentence_end(self, at: int) -> int:
        """Where the sentence ends, at most `FURTHEST` characters on."""
        mark = _SENTENCE_MARK.search(self.folded, at, at + FURTHEST)
        return mark.start() if mark else min(len(self.folded), at + FURTHEST)

    def after(self, at: int, limit: int) -> list[Claim]:
        """The claims that begin in ``[at, limit)``."""
        starts = self._starts
        first = last = bisect_left(starts, at)
        count = len(starts)
        while last < count and starts[last] < limit:
            last += 1
        return self.claims[first:last] if last > first else []

    def after_in_sentence(self, at: int) -> list[Claim]:
        """The claims that begin at or behind `at` in its sentence."""
        if not (following := self.after(at, at + FURTHEST)):
            return following  # hardly an event has a number behind it: the end of the sentence is not looked for
        end = self.sentence_end(at)
        while following and following[-1].start >= end:
            following.pop()
        return following

    def before(self, at: int, lowest: int) -> list[Claim]:
        """The claims that end at or before `at` and begin at or behind `lowest`, the nearest first."""
        found: list[Claim] = []
        index = bisect_left(self._starts, at) - 1
        while index >= 0 and self._starts[index] >= lowest:
            claim = self.claims[index]
            if claim.end <= at:
                found.append(claim)
            index -= 1
        return found

    def nearest_before(self, at: int, lowest: int) -> Claim | None:
        """The first of those."""
        index = bisect_left(self._starts, at) - 1
        while index >= 0 and self._starts[index] >= lowest:
            claim = self.claims[index]
            if claim.end <= at:
                return claim
            index -= 1
        return None

    def is_done(self, at: int) -> bool:
        """Whether the verb at `at` says that something was done: not negated, not a duty."""
        return _NOT_DONE.search(self.folded, at - 8 if at > 8 else 0, at) is None

    def is_habit(self, start: int, end: int) -> bool:
        """Whether the words state how often something is done as a rule (每月召开1次), not how often it was."""
        return _HABIT.search(self.folded, start, end) is not None

    def is_norm(self, start: int, end: int) -> bool:
        """Whether the words before a verb without a number make it a rule (建立…制度,对…的一律问责)."""
        return (
            _HABIT.search(self.folded, start, end) is not None
            or _NORM.search(self.folded, start, end) is not None
        )

    def is_planned(self, at: int, clause: int) -> bool:
        """Whether what begins at `at` is only announced."""
        if self.all_planned or self.planned.covers(at):
            return True
        ahead = _NOT_YET.search(self.folded, clause, at)
        if ahead is not None and "已" not in self.folded[ahead.start() : at]:
            # 将⟦3名⟧责任人移送: 将 before a number marks the object
            return not (ahead.end() == at and ahead[0] == "将" and self.folded[at] in _NUMERALS)
        # Two characters are looked for before the sentence is: hardly an event has a next step before it.
        before = self.folded[at - FURTHEST_DATE if at > FURTHEST_DATE else 0 : at]
        if "下" not in before and "今" not in before:
            return False
        return _NEXT.search(before) is not None and _NEXT.match(self.folded, self.sentence_start(at)) is not None

    def tell(self, counted: Claim) -> None:
        """Note an event that a number tells."""
        if counted.end > self._told.get(counted.kind, 0):
            self._told[counted.kind] = counted.end

    def is_told(self, kind: str, at: int) -> bool:
        """Whether an event of the kind that begins at `at` is one that a number has told already."""
        return at < self._told.get(kind, 0)

    def is_heading(self, at: int) -> bool:
        """Whether `at` stands in a heading: it names what the text below tells."""
        return self.headings.covers(at)

    def is_masked(self, at: int) -> bool:
        """Whether `at` stands in a title or in the words of a problem."""
        return self.masked.covers(at)

    def date(self, at: int) -> str | None:
        """EDTF of the date that governs what begins at `at`: the nearest before it in its sentence, else None.

        A date inside a noun phrase (2021年审计反馈的…) or the end of a span (截至…, …以来) governs nothing. Several
        days joined before one verb are an EDTF set: {2023-02-17,2023-02-20}.
        """
        index = bisect_left(self._date_starts, at)
        if not index or at - self._date_starts[index - 1] > FURTHEST_DATE:
            return None
        floor = self.sentence_start(at)
        found: list[Claim] = []
        first = index - _MOST_DATES if index > _MOST_DATES else 0
        for claim in reversed(self._dates[first:index]):
            if claim.start < floor:
                break
            if found:
                if claim.kind != "date" or not _JOINED.fullmatch(self.folded, claim.end, found[-1].start):
                    break
                found.append(claim)
            elif self._governs(claim, at):
                found.append(claim)
            elif claim.relation == "until":
                return None
        if len(found) > 1 and _CLAUSE_MARK.search(self.folded, found[0].end, at):
            return None  # which of the days it was is not said
        if found and _GOVERNS_NOT.search(self.folded, max(floor, found[-1].start - 4), found[-1].start):
            return None
        days = [claim.edtf for claim in reversed(found)]
        if not days or None in days:
            return None
        return days[0] if len(days) == 1 else "{" + ",".join(str(day) for day in days) + "}"

    def _governs(self, claim: Claim, at: int) -> bool:
        if claim.kind != "date" or claim.relation or claim.edtf is None:
            return False
        folded, end = self.folded, claim.end
        if folded.startswith(_TAIL_OF_DATE, end):
            return False
        mark = _CLAUSE_MARK.search(folded, end, at)
        return "的" not in folded[end : mark.start() if mark else at]


def field_of(number: Claim, between: str, folded: str) -> str:
    """Which field of an event a number fills: persons, person_times, organisations, else count (of times or cases).

    `between` are the words from the verb to the number (问责党组织⟦3个⟧).
    """
    unit = number.unit or ""
    if unit in PERSONS:
        return "persons"
    if unit == "人次":
        return "person_times"
    counted = folded[slice(*number.counted)] if number.counted else ""
    if unit in _ORGANISATION_UNITS or (
        unit in ("个", "所") and (_ORGANISATION.search(counted) or _ORGANISATION.search(between))
    ):
        return "organisations"
    return "count"


def end_of_counted(number: Claim) -> int:
    """Where the thing behind the number ends (两轮⟦联合督查⟧, 6个⟦部门⟧)."""
    return number.counted[1] if number.counted and 0 <= number.counted[0] - number.end <= 1 else number.end


def event(kind: str, start: int, end: int, around: Surroundings, clause: int, **fields: Any) -> Claim:
    """The claim of one event, dated, and marked where it is only planned; a field given as a span is read from the text."""
    extra = {}
    for name, value in fields.items():
        if value is not None:
            extra[name] = around.text[value[0] : value[1]] if type(value) is tuple else value
    if around.is_planned(start, clause):
        extra["planned"] = True
    if "date" not in extra and (date := around.date(start)) is not None:
        extra["date"] = date
    return Claim(kind, start, end, extra=extra)


def stretches(tops: list[Node]) -> tuple[list[Span], list[Span]]:
    """The headings, and the parts that only say what is to come, each in text order.

    To come are the next steps, and the measures of a form that has another field for what was done.
    """
    headings: list[Span] = []
    planned: list[Span] = []
    for node in in_order(tops):
        if node.heading:
            headings.append(node.heading)
        if node.role == "plan":
            planned.append((node.start, node.end))
        elif node.children and node.children[-1].style == "label":
            planned += _planned_fields(node)
    return headings, planned


def _planned_fields(record: Node) -> list[Span]:
    told = [child for child in record.children if child.style == "label" and _FIELD_STATE.search(child.label)]
    return [
        (child.start, child.end)
        for child in record.children
        if told and child.style == "label" and child not in told and _FIELD_PLAN.search(child.label)
    ]
