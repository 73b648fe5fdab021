"""A notice for a person to read: the outline as a tree in a terminal, or as Markdown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import TYPE_CHECKING, TextIO

from noticeparse.model import STATUSES_ZH, Notice, Part

if TYPE_CHECKING:
    from rich.tree import Tree

_COLOURS = {
    "section": "bold", "category": "bold cyan", "issue": "yellow", "measure": "green", "action": "", "organisation": "blue",
    "plan": "magenta", "annex": "bold", "field": "cyan", "item": "",
}  # fmt: skip
_ROLE_NAMES = {
    "section": "部分", "category": "类别", "issue": "问题", "measure": "措施", "action": "做法", "organisation": "组织",
    "plan": "计划", "annex": "附件", "field": "字段", "item": "条目",
}  # fmt: skip


_PIPED_WIDTH = 100
"""Columns of the tree in a pipe or a file, where there is no terminal to ask."""


def print_outline(notice: Notice, out: TextIO) -> None:
    """Write the outline as a tree: the printed number, the heading or the first words, and the role."""
    from rich.console import Console
    from rich.text import Text
    from rich.tree import Tree

    console = Console(file=out, highlight=False)
    wide = console.width if console.is_terminal else _PIPED_WIDTH
    console.width = wide
    tree = Tree(Text(notice.title or notice.source.name, style="bold"))
    if not notice.is_notice:
        tree.add(Text(f"not a rectification notice: {notice.not_notice_because}", style="red"))
    for part in notice.parts:
        _grow(tree, part, notice.source.text, wide, 1)
    console.print(tree)
    for line in figures(notice):
        console.print(Text(line, style="dim"), soft_wrap=True)


def _grow(tree: Tree, part: Part, text: str, wide: int, depth: int) -> None:
    from rich.text import Text

    if part.num is None:
        return
    words = part.heading.text if part.heading else opening_words(part, text)
    number = part.num.text.strip()
    if part.num.lost:  # what the text prints, and what it must have been
        number = f"{number}→{part.path.rpartition('/')[2]}"
    label = Text(number, style="bold red" if part.num.lost else "dim")
    room = max(16, wide - 4 * depth - label.cell_len - 8)
    label.append(f" {_clip(words, room)}", style=_COLOURS[part.role] if part.heading else "dim italic")
    label.append(f"  {_ROLE_NAMES[part.role]}", style="dim")
    branch = tree.add(label)
    for child in part.children:
        _grow(branch, child, text, wide, depth + 1)


def opening_words(part: Part, text: str) -> str:
    """The words behind the number of a part that has no heading, up to its first line's end."""
    start = part.span[0] + (len(part.num.text) if part.num else 0)
    return text[start : part.span[1]].strip().split("\n", 1)[0]


def _clip(words: str, room: int) -> str:
    """The words in at most `room` columns of a terminal, where a Chinese character takes two."""
    from rich.cells import cell_len, set_cell_size

    words = " ".join(words.split())
    return words if cell_len(words) <= room else set_cell_size(words, room - 1).rstrip() + "…"


KIND_NAMES = {
    "date": "日期", "period": "时段", "duration": "时长", "count": "数量", "rate": "比率", "rank": "名次", "money": "金额",
    "document": "文件", "contact": "联系方式",
}  # fmt: skip


def figures(notice: Notice) -> list[str]:
    """What was found, a line each: the inspection, the parts by role, the facts by kind, the stated totals."""
    inspection = notice.inspection
    who = [word for word in (inspection.round, inspection.team) if word]
    if inspection.started_on:
        who.append(f"{inspection.started_on} 至 {inspection.ended_on}")
    if inspection.feedback_on:
        who.append(f"反馈 {inspection.feedback_on}")
    lines = [" · ".join([notice.genre, *who])]
    parts: Counter[str] = Counter(part.role for part in notice.walk() if part.num)
    lost = sum(part.num.lost for part in notice.walk() if part.num)
    lines.append(_counted("条目", parts, _ROLE_NAMES) + (f" · 序号缺失 {lost}" if lost else ""))
    facts: Counter[str] = Counter(fact.kind for fact in notice.facts if fact.kind in KIND_NAMES)
    if facts:
        lines.append(_counted("事实", facts, KIND_NAMES))
    states: Counter[str] = Counter(issue.status for issue in notice.issues if issue.status)
    if states:
        lines.append(_counted("问题状态", states, STATUSES_ZH))
    for total in notice.totals:
        parts_of = " ".join(f"{STATUSES_ZH.get(key, key)} {value:g}" for key, value in total.parts.items())
        lines.append(f"总数 {total.noun} {total.total:g}: {parts_of}" + (f" {total.rate:g}%" if total.rate else ""))
    return lines


def _counted(title: str, counts: Mapping[str, int], names: Mapping[str, str]) -> str:
    return f"{title} " + " · ".join(f"{names[key]} {counts[key]}" for key in names if counts.get(key))


def markdown(notice: Notice) -> str:
    """The notice as Markdown: headings as headings, numbers as printed, paragraphs as paragraphs."""
    blocks = [f"# {notice.title}"] if notice.title else []
    stack = [(part, 2) for part in reversed(notice.parts)]
    while stack:
        part, level = stack.pop()
        blocks.append(_block(part, notice.source.text, level))
        stack.extend((child, level + 1) for child in reversed(part.children))
    return "\n\n".join(block for block in blocks if block) + "\n"


def _block(part: Part, text: str, level: int) -> str:
    start, end = part.span
    if part.children:
        end = part.children[0].span[0]
    if part.num and part.heading:
        title = text[start : part.heading.span[1]].strip()
        rest = text[part.heading.span[1] : end].strip(" \n\u3000\u00a0。*")
        return f"{'#' * min(level, 6)} {title}" + (f"\n\n{rest}" if rest else "")
    return text[start:end].strip()
