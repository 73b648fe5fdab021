"""A notice for a person to read: the outline as a tree in a terminal, or as Markdown."""

from __future__ import annotations

from typing import TYPE_CHECKING, TextIO

from noticeparse.model import Notice, Part

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


def print_outline(notice: Notice, out: TextIO) -> None:
    """Write the outline as a tree: the printed number, the heading or the first words, and the role."""
    from rich.console import Console
    from rich.text import Text
    from rich.tree import Tree

    console = Console(file=out, highlight=False, soft_wrap=False)
    wide = console.width if console.is_terminal else 100
    tree = Tree(Text(notice.title or notice.source.name, style="bold"))
    if not notice.is_notice:
        tree.add(Text(f"not a rectification notice: {notice.not_notice_because}", style="red"))
    for part in notice.parts:
        _grow(tree, part, notice.source.text, wide, 1)
    console.print(tree)
    console.print(Text(summary(notice), style="dim"))


def _grow(tree: Tree, part: Part, text: str, wide: int, depth: int) -> None:
    from rich.text import Text

    if part.num is None:
        return
    words = part.heading.text if part.heading else opening_words(part, text)
    room = max(12, (wide - 4 * depth - 14) // 2)
    label = Text(part.num.text.strip() or part.path.rsplit("/", 1)[-1], style="bold red" if part.num.lost else "dim")
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
    words = " ".join(words.split())
    return words if len(words) <= room else words[: room - 1] + "…"


def summary(notice: Notice) -> str:
    """One line of figures: parts by role, lost numbers."""
    roles: dict[str, int] = {}
    lost = 0
    for part in notice.walk():
        if part.num:
            roles[part.role] = roles.get(part.role, 0) + 1
            lost += part.num.lost
    counts = " · ".join(f"{_ROLE_NAMES[role]} {n}" for role, n in roles.items())
    return f"{notice.genre} · {counts}" + (f" · 序号缺失 {lost}" if lost else "")


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
