"""Issues with their category, topics, status, deadline and measures; measures with their kinds."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import takewhile
from typing import Final

from noticeparse.link.assemble import made
from noticeparse.link.problems import Problem, opening
from noticeparse.link.status import IMMEDIATE, SUBJECT, status_clauses
from noticeparse.link.topics import topics
from noticeparse.model import Claim, Deadline, Issue, Measure, Node, Span, Status, Topic

_STATE_FIELD: Final = re.compile(r"(?:完成|整改|落实|销号|进展|验收)[^:]{0,6}(?:情况|状态|进展|结果|成效|成果)|整改进展|整改状态|^(?:结果|进展|成效)$|是否(?:完成|整改)")
_TIME_FIELD: Final = re.compile(r"(?<!公示)(?:时限|期限|时间)")
_DEADLINE: Final = re.compile(r"(?:整改|完成|办结)时限[为:]?|力争|确保|计划|预计|将于|拟于|限于")
_KINDS: Final = ("建章立制", "挽回损失", "追责问责", "举一反三", "专项整治", "重大措施")
"""Kinds of measures as the systems of inspection offices name them, in the order they are listed."""
_RULES: Final = re.compile("[^。;,]{0,30}?(?:制度|办法|规定|细则|规则|机制|方案|规范|意见|流程|清单|《)")
_MONEY: Final = re.compile("[^。;,]{0,12}(?:资金|款|元)")
_KIND_WORDS: Final[tuple[tuple[str, str, str | re.Pattern[str]], ...]] = (
    ("建章立制", "制定 制订 修订 出台 印发 新建 建立 健全 完善 废止", _RULES),
    ("挽回损失", "追缴 清退 退缴 退还 退回 收缴 追回 追收 挽回 补缴 上缴 扣回", ""),
    ("挽回损失", "收回 归还", _MONEY),
    ("追责问责", "问责 追责 处分 诫勉 立案 约谈 函询", ""),
    ("追责问责", "批评", "教育"), ("追责问责", "通报", "批评"), ("追责问责", "提醒", "谈话"), ("追责问责", "谈话", "提醒"),
    ("追责问责", "责令", "检查"), ("追责问责", "组织", "处理"), ("追责问责", "移送", "司法"),
    ("举一反三", "举一", "反三"), ("举一反三", "自查", "自纠"), ("举一反三", "全面", "排查 清理 自查 清查"), ("举一反三", "拉网", "式排查"),
    ("举一反三", "起底", ""),
    ("专项整治", "专项", "整治 治理 行动 检查 清理 清查 督查 排查"), ("专项整治", "集中", "整治"),
    ("重大措施", "重大", "措施 举措"),
)  # fmt: skip
"""Kind, the pairs of characters its words begin with, and what follows in them: one of some words, or a pattern."""


@dataclass(frozen=True, slots=True)
class _Ending:
    """How the words of a kind go on behind their first two characters: with one of `words`, or as `pattern` says."""

    kind: str
    words: tuple[str, ...]
    length: int
    pattern: re.Pattern[str] | None


def _ending(kind: str, behind: str | re.Pattern[str]) -> _Ending:
    if isinstance(behind, str):
        words = tuple(behind.split()) or ("",)
        return _Ending(kind, words, len(words[0]), None)
    return _Ending(kind, (), 0, behind)


_ENDINGS: Final = {pair: _ending(kind, behind) for kind, pairs, behind in _KIND_WORDS for pair in pairs.split()}
_KIND_HEAD: Final = re.compile(f"[{''.join({pair[0]: '' for pair in _ENDINGS})}](?=[{''.join({pair[1]: '' for pair in _ENDINGS})}])")
"""What may be one of those pairs: a search that stays in the regex engine."""
_PLANNED: Final = re.compile(r"(?:下一步|下阶段|今后|后续|将(?!于?\d{4}年.{0,8}已|[《“]|[\u4e00-\u9fff]{1,14}?(?:纳入|列为|作为|列入|融入|摆|与))|拟(?!定)|计划(?:于|在)|预计)")


@dataclass(slots=True)
class Found:
    """The issues and measures of a notice."""

    issues: list[Issue] = field(default_factory=list)
    measures: list[Measure] = field(default_factory=list)


def issues_of(
    text: str, folded: str, order: list[Node], problems: list[Problem], dates: list[Claim], planned: bool
) -> Found:
    """Issues and measures in text order. `planned`: the whole document is a plan, nothing in it is done yet."""
    found = Found()
    owner: dict[int, Node] = {}
    starts = {node.start: node for node in order} if any(problem.row for problem in problems) else {}
    for problem in problems:
        node = problem.node
        measures = [_told_in_row(problem, starts)] if problem.row else measure_nodes(folded, problem)
        for measure in measures:
            owner[id(measure)] = node
        found.issues.append(_issue(text, folded, problem, measures, dates))
    for node in order:
        if node.role == "measure" or id(node) in owner or _is_plan_head(node):
            if node.role == "measure" and _measure_above(node):
                continue
            found.measures.append(_measure(folded, node, owner.get(id(node)), planned))
    return found


def _told_in_row(problem: Problem, starts: dict[int, Node]) -> Node:
    """The part that holds what a ledger's row says was done: its own cell on a page, the whole row between tabs."""
    cell = problem.row.cells.get("measure") if problem.row else None
    return starts.get(cell[0], problem.node) if cell else problem.node


def _is_plan_head(node: Node) -> bool:
    return node.role == "plan" and node.parent is not None and node.parent.role in ("section", "field")


def _measure_above(node: Node) -> bool:
    parent = node.parent
    while parent is not None:
        if parent.role == "measure":
            return True
        parent = parent.parent
    return False


def measure_nodes(folded: str, problem: Problem) -> list[Node]:
    """The parts that say what was done about an issue: its measures, else the fields or paragraphs that tell it, else itself."""
    issue = problem.node
    found: list[Node] = []
    fields_of = _fields(problem)
    stack = list(reversed(fields_of))
    while stack:
        node = stack.pop()
        if node.role == "measure":
            found.append(node)
        else:
            stack.extend(reversed(node.children))
    if found:
        return found
    fields = [n for n in fields_of if n.role == "field" and (n.label == "整改" or any(w in n.label for w in ("措施", "举措")))] or [
        n for n in fields_of if n.role == "field" and _STATE_FIELD.search(n.label)
    ]
    if fields:
        return fields
    paragraphs = [n for n in fields_of if n.role == "paragraph"]
    if paragraphs:
        return paragraphs
    return [issue] if not issue.children and _tells_what_was_done(folded, problem) else []


def _tells_what_was_done(folded: str, problem: Problem) -> bool:
    """Whether an issue's own words tell a deed: behind its heading, or in the heading's sentence with a figure or a state."""
    issue = problem.node
    if issue.end > (issue.heading[1] if issue.heading else problem.quote[1]) + 8:
        return True
    behind = _BEHIND_QUOTE.match(folded, problem.quote[1], issue.end)
    return behind is not None and issue.end > behind.end() + 8 and _FIGURE_OR_STATE.search(folded, behind.end(), issue.end) is not None


_FIGURE_OR_STATE: Final = re.compile(r"\d|《|已|完成")
_BEHIND_QUOTE: Final = re.compile(r"[”’」』\"〉]?等?的?(?:问题|方面)?(?:的?整改(?:落实|工作)?(?:进展|完成)?(?:情况|措施|成效)?)?[,。:; \n]*")
"""What stands between the words of a problem and what was done about it."""


def _issue(text: str, folded: str, problem: Problem, measures: list[Node], dates: list[Claim]) -> Issue:
    node = problem.node
    scope = problem.scope or (node.start, node.end)
    category = _category_above(node)
    status, where = issue_status(folded, node, scope, problem, measures)
    head = folded[slice(*(category.heading or opening(folded, category)))] if category else ""
    ranked = topics(folded[slice(*problem.quote)], head, folded[problem.quote[1] : scope[1]])
    return made(
        Issue,
        {
            "part": node.eid,
            "quote": text[slice(*problem.quote)],
            "span": problem.quote,
            "category": category.eid if category else None,
            "topics": tuple([made(Topic, {"code": code, "score": score, "evidence": words}) for code, score, words in ranked]),
            "status": status,
            "status_span": where,
            "deadline": _deadline(text, folded, problem, dates),
            "mode": "immediate" if _immediate(folded, node, problem) else None,
            "measures": (node.eid,) if problem.scope else tuple([measure.eid for measure in measures]),
        },
    )


def _category_above(node: Node) -> Node | None:
    parent = node.parent
    while parent is not None and parent.role != "category":
        parent = parent.parent
    return parent


def issue_status(
    folded: str, node: Node, scope: Span, problem: Problem, measures: list[Node]
) -> tuple[Status | None, Span | None]:
    """How an issue stands and where the notice says so: in a field for it, in the issue's own words, at its end."""
    if problem.row and (cell := problem.row.cells.get("status") or problem.row.cells.get("measure")):
        stated = status_clauses(folded, *cell)
        return (stated[-1][0], stated[-1][1]) if stated else (None, None)
    if problem.scope:
        found = status_clauses(folded, problem.quote[1], scope[1])
        named = [f for f in found if f[2]] or found
        return (named[-1][0], named[-1][1]) if named else (None, None)
    for child in _fields(problem):
        if (told := _told_in(folded, child, _STATE_FIELD)) is not None:
            for status, span, _ in status_clauses(folded, *told):
                return status, span
    own = _own_words(folded, node, problem, measures)
    for s, e in own:
        for status, span, _ in status_clauses(folded, s, e):
            return status, span
    closing = [f for s, e in _closing_words(folded, problem.quote[1], scope[1]) for f in status_clauses(folded, s, e)]
    return (closing[-1][0], closing[-1][1]) if closing else (None, None)


def _closing_words(folded: str, start: int, end: int) -> list[Span]:
    """The clauses that speak of the issue as a whole (该问题…); where there is none, the last clause of its text."""
    named = [(m.start(), _clause_end(folded, m.end(), end)) for m in SUBJECT.finditer(folded, start, end)]
    if named:
        return named
    while end > start and folded[end - 1] in " 。;!\n":
        end -= 1
    last = max(folded.rfind(mark, start, end) for mark in "。;!?,\n")
    return [(last + 1, end)] if last >= 0 else []


_CLAUSE_END: Final = re.compile(r"[。;!?\n]")


def _clause_end(folded: str, at: int, end: int) -> int:
    stop = _CLAUSE_END.search(folded, at, end)
    return stop.start() if stop else end


def _first_line_end(folded: str, node: Node) -> int:
    newline = folded.find("\n", node.num_end, node.end)
    return newline if newline >= 0 else node.end


def _own_words(folded: str, node: Node, problem: Problem, measures: list[Node]) -> list[Span]:
    """Stretches that speak of the issue itself: behind its heading, its paragraphs between numbered parts."""
    numbered = [child for child in node.children if child.style]
    stretches = [(max(problem.quote[1], node.num_end), numbered[0].start if numbered else node.end)]
    stretches += [(c.start, c.end) for c in node.children if not c.style and numbered and c.start > numbered[0].start]
    return stretches


def _fields(problem: Problem) -> list[Node]:
    """The parts that speak of an issue: its children; for an issue in a field, the fields behind it to the next such one."""
    node = problem.node
    if not problem.group:
        return node.children
    behind = problem.group[next(i for i, n in enumerate(problem.group) if n is node) + 1 :]
    return list(takewhile(lambda n: n.label != node.label, behind))


def _told_in(folded: str, node: Node, name: re.Pattern[str]) -> Span | None:
    """What stands in a field whose label (or in a numbered one, whose heading) has such a name."""
    if node.style == "label":
        return (node.num_end, _first_line_end(folded, node)) if name.search(node.label) else None
    if node.role != "section" or node.heading is None or not name.search(folded, *node.heading):
        return None
    start = node.heading[1]
    while start < node.end and folded[start] in "\n :":
        start += 1
    return start, node.end


def _deadline(text: str, folded: str, problem: Problem, dates: list[Claim]) -> Deadline | None:
    if problem.row and (cell := problem.row.cells.get("deadline")):
        edtf = next((c.edtf for c in dates if cell[0] <= c.start < cell[1] and c.edtf), None)
        return made(Deadline, {"text": text[slice(*cell)], "edtf": edtf})
    for child in _fields(problem):
        if (told := _told_in(folded, child, _TIME_FIELD)) is not None:
            s, e = told
            while e > s and folded[e - 1] in " 。;,":
                e -= 1
            if e <= s:
                continue
            edtf = next((c.edtf for c in dates if s <= c.start < e and c.edtf), None)
            return made(Deadline, {"text": text[s:e], "edtf": edtf})
    return None


def _immediate(folded: str, node: Node, problem: Problem) -> bool:
    if problem.scope:
        return IMMEDIATE.search(folded, *problem.scope) is not None
    if problem.row and (cell := problem.row.cells.get("deadline")):
        return IMMEDIATE.search(folded, *cell) is not None
    for child in _fields(problem):
        if child.style == "label" and _TIME_FIELD.search(child.label):
            return IMMEDIATE.search(folded, child.num_end, child.end) is not None
    first = next((c.start for c in node.children if c.style), node.end)
    return IMMEDIATE.search(folded, problem.quote[1], max(first, problem.quote[1])) is not None


def _measure(folded: str, node: Node, issue: Node | None, planned: bool) -> Measure:
    status: Status | None = None
    where: Span | None = None
    start = node.heading[1] if node.heading else node.num_end
    first = next((c.start for c in node.children if c.style), node.end)
    if node is not issue:
        for found, span, named in status_clauses(folded, min(start, first), first):
            if not named:
                status, where = found, span
                break
    return made(
        Measure,
        {
            "part": node.eid,
            "issue": issue.eid if issue else None,
            "kinds": _kinds(folded, node),
            "status": status,
            "status_span": where,
            "planned": planned or node.role == "plan" or _PLANNED.match(folded, _first_word(folded, node), node.end) is not None,
        },
    )


def _kinds(folded: str, node: Node) -> tuple[str, ...]:
    found: set[str] = set()
    behind, end = node.start, node.end
    for head in _KIND_HEAD.finditer(folded, behind, end):
        at = head.start()
        ending = _ENDINGS.get(folded[at : at + 2]) if at >= behind else None
        if ending is None:
            continue
        if ending.pattern is None:
            if folded.startswith(ending.words, at + 2, end):
                found.add(ending.kind)
                behind = at + 2 + ending.length
        elif match := ending.pattern.match(folded, at + 2, end):
            found.add(ending.kind)
            behind = match.end()
    return tuple([kind for kind in _KINDS if kind in found]) if found else ()


def _first_word(folded: str, node: Node) -> int:
    at = node.num_end
    while at < node.end and folded[at] in " ,:":
        at += 1
    return at
