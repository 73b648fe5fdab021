"""What each part of the outline is: section, organisation, category, issue, measure, action, plan, annex, field, item."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from noticeparse.entries import HeadingRole, Purpose
from noticeparse.link.ledgers import Row
from noticeparse.link.problems import (
    Problem,
    inner_problems,
    is_answered,
    opening,
    plain_problem,
    stated_problem,
)
from noticeparse.model import Node, Role, in_order
from noticeparse.outline.numbering import LABELS
from noticeparse.tables import ACTIVE, per_extension

HEADING_ROLES: Final[tuple[HeadingRole, ...]] = (
    HeadingRole(
        "plan",
        r"下一?步|下一阶段|下阶段|今后|后续|努力方向|工作打算|整改打算|计划安排|工作安排|工作计划|"
        r"着眼长远|(?:巩固|扩大|深化)(?:整改)?成[果效]|(?:持续|进一步|继续|不断|坚持|着力|深化|巩固).{0,14}(?:巩固|深化|扩大|拓展|提升|放大|运用|用好).{0,14}成[果效]|"
        r"^(?:持续|继续|坚持不懈).{0,24}(?:整改|后半篇|长效|成效|成果)|长效机制.{0,6}$|常态长效",
        examples=(
            "下一步工作打算", "今后努力方向", "后续整改安排", "巩固整改成果", "着眼长远,健全机制", "持续深化巡察整改成果运用", "继续抓好整改落实", "构建长效机制",
            "工作安排", "整改打算", "下一阶段计划安排", "常态长效抓整改", "工作计划", "下阶段打算", "坚持不懈抓好后半篇文章",
        ),
        counterexamples=("反馈问题整改落实情况", "加强组织领导"),
    ),
    HeadingRole(
        "results",
        r"反馈.{0,10}(?:问题|意见|情况).{0,8}整改|问题.{0,6}(?:整改|落实)|整改(?:落实|进展|完成|任务|事项|措施|成效|结果)|逐[条项]|具体整改|主要问题|落实情况|"
        r"整改.{0,4}情况|取得.{0,8}成效",
        examples=("巡察反馈意见的整改落实情况", "问题整改", "整改完成情况", "逐条整改", "具体整改举措", "主要问题", "落实情况", "整改工作情况", "取得的阶段性成效"),
        counterexamples=("组织领导情况", "下一步打算"),
    ),
    HeadingRole(
        "organise",
        r"组织|领导|部署|站位|统筹|主体责任|高度重视|总体情况|基本情况|总体概况|推进情况|开展情况|思想认识|第一责任人|压实|动员|政治责任|政治自觉|行动自觉",
        examples=(
            "加强组织领导", "提高政治站位", "周密部署", "统筹推进", "落实主体责任", "高度重视", "整改总体情况", "基本情况", "总体概况", "整改推进情况", "集中整改开展情况",
            "统一思想认识", "第一责任人履职", "层层压实", "深入动员", "扛牢政治责任", "增强政治自觉", "增强行动自觉",
        ),
        counterexamples=("反馈问题的整改", "今后打算"),
    ),
)  # fmt: skip
"""What headings of top parts say these are for; a user's own headings (`noticeparse.extend`) say it, too."""


@per_extension
def says(purpose: Purpose) -> re.Pattern[str]:
    """The pattern of all headings that name the purpose."""
    extension = ACTIVE.get()
    entries = [*(extension.heading_roles if extension else ()), *HEADING_ROLES]
    return re.compile("|".join(f"(?:{entry.pattern})" for entry in entries if entry.purpose == purpose))


_FIELD_CHILD: Final[tuple[tuple[str, Role], ...]] = (
    ("下一步", "plan"), ("后续", "plan"),
    ("问题", "issue"), ("意见", "issue"), ("表现", "issue"),
    ("措施", "measure"), ("举措", "measure"), ("情况", "measure"), ("进展", "measure"), ("成效", "measure"), ("结果", "measure"), ("整改:", "measure"),
)  # fmt: skip


def give_roles(folded: str, tops: list[Node], order: list[Node], rows: Sequence[Row] = ()) -> list[Problem]:
    """Set the role of every numbered part and return the problems the notice states, in text order.

    `order` are all parts in text order; `rows` are the rows of its ledgers, each the statement of a problem.
    """
    numbered = [node for node in tops if node.style]
    body = [node for node in numbered if node.style != "annex"]
    for node in numbered:
        if node.style == "annex":
            _fill(node, "annex", "item")
    within = in_order(body)
    problems = find_problems(folded, body, within) | _ledger_problems(order, rows)
    above = _Above(problems)
    purposes = section_purposes(folded, body, problems)
    for node in body:
        title = folded[slice(*(node.heading or opening(folded, node)))]
        _section_roles(node, title, purposes[id(node)], problems, above)
    _field_roles(folded, within)
    fields = _field_problems(folded, tops, problems)
    loose = [problems[id(n)] for n in order if not n.style and id(n) in problems]
    stated = [problems[id(n)] for n in within if n.role == "issue" and id(n) in problems]
    stated += loose + fields
    stated += [] if stated else _titled_problems(folded, tops, problems)
    return sorted([*stated, *_answered_in_a_row(folded, tops)], key=lambda problem: problem.quote[0])


def _ledger_problems(order: list[Node], rows: Sequence[Row]) -> dict[int, Problem]:
    """The problem of every ledger row, by the part or paragraph the row begins."""
    if not rows:
        return {}
    starts = {node.start: node for node in order}
    found: dict[int, Problem] = {}
    for row in rows:
        if (node := starts.get(row.start)) is not None:
            found[id(node)] = Problem(node, row.cells["problem"], True, False, row=row)
    return found


_STATING_TITLE: Final = re.compile(r"整改任务|反馈问题|存在(?:的)?问题|具体问题|问题描述|任务内容")
_STATING_LABEL: Final = re.compile(r"(?:反馈|具体|主要|存在|存在的)?问题(?:描述|表现)?|反馈意见|具体表现|任务内容")


def labelled_problem(folded: str, node: Node) -> Problem | None:
    """The problem of a part that begins with the field that states it (1.问题表现:…), its other fields below."""
    first = node.children[0] if node.children else None
    if first is None or first.style != "label" or first.start - node.num_end > 1 or len(node.children) < 2:
        return None
    if not _STATING_LABEL.fullmatch(first.label.strip("【】[]")):
        return None
    start, end = opening(folded, first)
    return Problem(node, (start, end), False, False) if end - start >= 4 else None


def _field_problems(folded: str, tops: list[Node], problems: dict[int, Problem]) -> list[Problem]:
    """Problems that stand in a field (反馈问题:…) beside the fields that tell what was done, with no record above."""
    found: list[Problem] = []
    groups = [tops]
    while groups:
        group = groups.pop()
        groups += [node.children for node in group if node.children]
        labels = [node for node in group if node.style == "label"]
        if len(labels) < 3:
            continue
        if (above := labels[0].parent) and id(above) in problems:
            if not problems[id(above)].aspect and sum(bool(_STATING_LABEL.fullmatch(node.label.strip("【】[]"))) for node in labels) < 2:
                continue
            above.role = "category"  # it states what several fields state one by one
        for node in labels:
            if _STATING_LABEL.fullmatch(node.label.strip("【】[]")) and not any(c.style for c in node.children):
                start, end = opening(folded, node)
                if end - start >= 4:
                    found.append(Problem(node, (start, end), False, False, group=group))
    return found


def _titled_problems(folded: str, tops: list[Node], problems: dict[int, Problem]) -> list[Problem]:
    """The problem of a notice whose numbered headings are field names: 一、整改任务 … 二、整改目标 … 四、整改完成情况."""
    titled = [node for node in tops if node.style and node.heading and folded[slice(*node.heading)].strip(" :") in LABELS]
    if len(titled) < 3 or any(id(n) in problems for n in in_order(titled)):
        return []
    for node in titled:
        words = [child for child in node.children if not child.style]
        if (title := node.heading) and _STATING_TITLE.fullmatch(folded[slice(*title)].strip(" :")) and len(node.children) == len(words) > 0:
            return [Problem(node, opening(folded, words[0]), False, False, group=titled)]
    return []


def _answered_in_a_row(folded: str, tops: list[Node]) -> list[Problem]:
    """Problems answered one after the other inside one part or paragraph (对A的问题,… 。对B的问题,…); the part groups them.

    Only where the document does so at least twice, outside organisation, plans and parts that are issues themselves.
    """
    found: list[Problem] = []
    stack = list(reversed(tops))
    while stack:
        node = stack.pop()
        if node.role in ("organisation", "plan", "issue", "annex", "field"):
            continue
        if any(child.style for child in node.children) or (node.role == "section" and node.children):
            stack.extend(reversed(node.children))
            continue
        found += inner_problems(folded, node)
    if len(found) < 2:
        return []
    for problem in found:
        if problem.node.role in ("measure", "action", "item"):
            problem.node.role = "category"
    return found


def _fill(node: Node, role: Role, below: Role) -> None:
    for descendant in in_order([node]):
        if descendant.style:
            descendant.role = below
    node.role = role


def find_problems(folded: str, body: list[Node], within: list[Node]) -> dict[int, Problem]:
    """The problem of every part of `within`, the body in text order, that states one, by node id; plain sentences count only where their siblings are alike."""
    found: dict[int, Problem] = {}
    groups = [body]
    while groups:
        group = groups.pop()
        printed = [p for node in group if node.style not in ("label", "annex") and (p := labelled_problem(folded, node) or stated_problem(folded, node))]
        if printed and not any(p.firm for p in printed) and 2 * len(printed) <= sum(bool(n.style) for n in group):
            printed = []
        records = [node for node in group if node.style == "项目N.M"]
        if records:
            for node in records:
                found[id(node)] = stated_problem(folded, node) or Problem(node, opening(folded, node), False, False)
        elif printed:
            found.update({id(p.node): p for p in printed})
        elif _below_problem(group, found):
            pass
        else:
            numbered = [node for node in group if node.style and node.style not in ("label", "annex")]
            plain = [p for node in numbered if _may_be_plain(folded, node) and (p := plain_problem(folded, node))]
            if plain and 2 * len(plain) > len(numbered):
                found.update({id(p.node): p for p in plain})
        groups += [kept for node in group if (kept := [c for c in node.children if c.style])]
    _agree(found, folded, within)
    return found


def _below_problem(group: list[Node], found: dict[int, Problem]) -> bool:
    """Whether the group lists what was done about one quoted problem, so that plain sentences in it are deeds."""
    parent = group[0].parent if group else None
    problem = found.get(id(parent)) if parent is not None else None
    return problem is not None and problem.firm and not problem.aspect and len(group) < 2 and not is_answered(group[0])


def _agree(found: dict[int, Problem], folded: str, within: list[Node]) -> None:
    """Where most parts of one style and level state problems, the others of it that read like one do too."""
    if not found:
        return
    levels: dict[tuple[str, int], list[Node]] = {}
    stated = {problem.node.style for problem in found.values()}
    for node in within:
        if node.style in stated and node.style not in ("label", "annex"):
            levels.setdefault((node.style, node.eid.count(".")), []).append(node)
    for group in levels.values():
        stating = [node for node in group if id(node) in found]
        listed = [node for node in group if id(node) in found or not _is_alone(node)]
        if stating and 2 * len(stating) > len(listed) and not any(found[id(n)].quoted for n in stating):
            for node in group:
                if id(node) not in found and _may_be_plain(folded, node) and (p := plain_problem(folded, node)):
                    found[id(node)] = p


def _is_alone(node: Node) -> bool:
    """Whether a part is the only numbered one of its parent: what it is, those of its level in longer lists tell."""
    return node.parent is not None and sum(bool(child.style) for child in node.parent.children) == 1


def _may_be_plain(folded: str, node: Node) -> bool:
    """A plain sentence is a problem only above what was done about it, never an item of a list of deeds."""
    if node.children or (node.heading is not None and node.end > node.heading[1] + 2):
        return True
    if node.heading is not None or folded.find("的问题", node.num_end, node.end) < 0:
        return False
    end = opening(folded, node)[1]
    return node.end > end + 2 and folded.endswith("的问题", node.num_end, end)


def section_purposes(folded: str, body: list[Node], problems: dict[int, Problem]) -> dict[int, Purpose]:
    """What each top part is for, from its heading, its place and the problems in it.

    Plain sentences do not make a section of next steps a section of results: 针对短板… is said of plans, too.
    """
    titles = [folded[slice(*(node.heading or opening(folded, node)))] for node in body]
    planned = [i > 0 and says("plan").search(title) is not None for i, title in enumerate(titles)]
    at = {id(node): i for i, node in enumerate(body)}
    stating: set[int] = set()
    for problem in problems.values():
        i = at.get(id(_top(problem.node)), -1)
        if i >= 0 and (problem.quoted or not planned[i]):
            stating.add(i)
    first, last = (min(stating), max(stating)) if stating else (0, -1)
    purposes: dict[int, Purpose] = {}
    for i, node in enumerate(body):
        if i in stating:
            purposes[id(node)] = "results"
        elif _SUPPORT.fullmatch(titles[i]):
            purposes[id(node)] = "organise"
        elif planned[i] and i > last and i >= len(body) - 2:
            purposes[id(node)] = "plan"
        elif i < first or (not stating and _organises(titles[i], i, len(body))):
            purposes[id(node)] = "organise"
        else:
            purposes[id(node)] = "results"
    return purposes


def _top(node: Node) -> Node:
    while node.parent is not None:
        node = node.parent
    return node


_SUPPORT: Final = re.compile(r"(?:整改|工作|组织)*(?:组织|工作)?保障(?:措施|机制)?")
"""The last part of a plan says how it is made sure of, wherever it stands."""


def _organises(title: str, i: int, n: int) -> bool:
    """Without stated problems: the first of several sections, unless its heading speaks of results."""
    if n == 1:
        return False
    if i == 0:
        return bool(says("organise").search(title)) or not says("results").search(title)
    return i < n - 1 and bool(says("organise").search(title)) and not says("results").search(title)


_FRAME: Final = re.compile(r"总体要求|指导思想|总体思路|工作目标|基本原则|整改目标")


class _Above:
    """The parts that stand above one that states a problem, by node id: above a numbered one, above a ledger's row."""

    def __init__(self, problems: dict[int, Problem]) -> None:
        self.numbered: set[int] = set()
        self.rows: set[int] = set()
        for problem in problems.values():
            passed = self.numbered if problem.node.style else self.rows
            parent = problem.node.parent
            while parent is not None and id(parent) not in passed:
                passed.add(id(parent))
                parent = parent.parent


def _section_roles(node: Node, title: str, purpose: Purpose, problems: dict[int, Problem], above: _Above) -> None:
    own = problems.get(id(node))
    node.role = "section"
    if purpose == "plan":
        _fill(node, "section", "plan")
    elif purpose == "organise":
        frame = _FRAME.search(title) is not None  # the aims of a plan are no measures of organisation
        _fill(node, "section", "item" if frame else "action")
        for child in node.children:
            if child.style:
                child.role = "item" if frame else "organisation"
    elif own and (own.quoted or own.aspect or node.style == "项目N.M" or not _sections_like(node)):
        _result_roles(node, problems, above, None)
    else:
        for child in node.children:
            if child.style:
                _result_roles(child, problems, above, None)
        if not own and id(node) not in above.numbered and id(node) not in above.rows:
            _group_roles([c for c in node.children if c.style])


def _sections_like(node: Node) -> bool:
    return node.style in ("一、", "第一章")


def _result_roles(node: Node, problems: dict[int, Problem], above: _Above, parent: Role | None) -> None:
    """Roles below a results section: the deepest part that states a problem is the issue, those above are categories."""
    below = _states_below(node, problems, above)
    children = [c for c in node.children if c.style]
    if parent is None:
        if below:
            node.role = "category"
        elif id(node) in problems:
            node.role = "category" if problems[id(node)].aspect and not node.children else "issue"
        elif children and _siblings_state(node, problems):
            node.role = "category"
        else:
            node.role = "measure"
    elif parent in ("issue", "category"):
        node.role = "measure"
    else:
        node.role = "action"
    passed = None if node.role == "category" and below else node.role
    for child in children:
        _result_roles(child, problems, above, passed)


def _states_below(node: Node, problems: dict[int, Problem], above: _Above) -> bool:
    """Whether a part below this one states a problem; the rows of a ledger below the last deed of an issue do not group it."""
    if id(node) in above.numbered or id(node) not in above.rows:
        return id(node) in above.numbered
    return id(node) not in problems or not any(child.style for child in node.children)


def _siblings_state(node: Node, problems: dict[int, Problem]) -> bool:
    """Whether siblings of a part hold problems one level down: then it is a group like them."""
    siblings = node.parent.children if node.parent else []
    return any(id(c) in problems for s in siblings if s.style for c in s.children)


def _group_roles(group: list[Node]) -> None:
    """Measures without stated problems: headings that group lists are categories, what stands in them measures."""
    grouped = any(c.style for node in group for c in node.children)
    for node in group:
        _fill(node, "category" if grouped else "measure", "action")
        if grouped:
            for child in node.children:
                if child.style:
                    child.role = "measure"


def _field_roles(folded: str, within: list[Node]) -> None:
    """Labels are fields; what is listed in one takes its role from the label."""
    for node in within:
        if node.style != "label":
            continue
        node.role = "field"
        label = folded[node.start : node.num_end]
        role: Role = next((r for words, r in _FIELD_CHILD if words in label), "item")
        for child in node.children:
            if child.style and child.style != "label":
                _fill(child, role, "action" if role == "measure" else role if role == "plan" else "item")
