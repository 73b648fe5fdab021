"""From placed markers to the tree of parts: spans, headings, paragraphs, restored numbers, ids."""

from __future__ import annotations

from typing import Final

from noticeparse.model import Node, Span, in_order
from noticeparse.outline.candidates import candidates
from noticeparse.outline.headings import heading
from noticeparse.outline.ladder import Placed, read_ladder
from noticeparse.outline.lines import Line
from noticeparse.outline.restore import restored
from noticeparse.outline.zones import Zones, is_attached

_LOOSE_STYLES: Final = frozenset({"一是", "第一,", "其一,", "首先", "①", "⑴", "a."})


def build(
    folded: str, lines: list[Line], zones: Zones, automatic: tuple[Span, ...] = (), inline: bool = True
) -> list[Node]:
    """The top parts of a notice, in text order, with ids, paths and headings; roles are given later."""
    skip = _attachments(folded, lines)
    ranges = [(zones.body, zones.closing), (zones.annex, len(lines))]
    found = [
        c
        for c in candidates(folded, lines, ranges, inline)
        if c.line not in skip and (c.style.name != "annex" or c.line >= zones.annex)
    ]
    placed, _, _ = read_ladder(found)
    if again := restored(folded, lines, found, placed, zones.closing):
        placed, _, _ = read_ladder(again)
    tops = _tree(folded, lines, zones, placed, skip)
    order = in_order(tops)
    _stretch(order)
    _head(folded, order)
    _name(folded, tops, dict(automatic))
    return tops


def _attachments(folded: str, lines: list[Line]) -> set[int]:
    """Lines of attachment lists (附件:1.… and the numbers below it): they name files, not parts."""
    found: set[int] = set()
    for i, line in enumerate(lines):
        if folded[line.head] == "附" and is_attached(folded, lines, i):
            found.add(i)
            j = i + 1
            while j < len(lines) and lines[j].end - lines[j].head <= 60 and folded[lines[j].head].isdigit():
                found.add(j)
                j += 1
    return found


def _tree(folded: str, lines: list[Line], zones: Zones, placed: list[Placed], skip: set[int]) -> list[Node]:
    tops: list[Node] = []
    path: list[Node] = []
    last_line = -1
    last: Node | None = None
    k, count = 0, len(placed)
    closing_end = min(zones.annex, zones.tail)
    zone_lines = ((zones.body, zones.closing, False), (zones.closing, closing_end, True), (zones.annex, len(lines), False))
    for first, stop, closing in zone_lines:
        path = []
        for i in range(first, stop):
            line = lines[i]
            if closing and (i in zones.signatories or i == zones.signed):
                continue
            at = line.head
            if k == count or placed[k].candidate.start != at:
                end = placed[k].candidate.start if k < count and placed[k].candidate.line == i else line.end
                while end > at and folded[end - 1] == " ":
                    end -= 1
                if not _has_word(folded, at, end):  # a stray 。 ends what stands before it
                    if last and end > at:
                        last.end = max(last.end, end)
                else:
                    last = Node(at, end, role="paragraph", num_end=at)
                    _attach(last, None if closing else _holder(path, i, last_line), tops)
            while k < count and placed[k].candidate.line == i:
                marker = placed[k]
                k += 1
                last = _node(marker, placed[k].candidate.start if k < count and placed[k].candidate.line == i else line.end, folded)
                del path[marker.depth :]
                _attach(last, path[-1] if path else None, tops)
                path.append(last)
                last_line = i
    return tops


def _has_word(folded: str, start: int, end: int) -> bool:
    """Whether a letter, Chinese character or digit is among folded[start:end]."""
    for i in range(start, end):  # noqa: SIM110 - a generator takes longer: it is nearly always the first character
        if folded[i].isalnum():
            return True
    return False


def _attach(node: Node, parent: Node | None, tops: list[Node]) -> None:
    node.parent = parent
    (parent.children if parent else tops).append(node)


def _holder(path: list[Node], line: int, last_line: int) -> Node | None:
    """Whose paragraph an unnumbered line is: the last part's, but never an item's that stood inside an earlier line."""
    if last_line < line:
        for node in reversed(path):
            if not node.inline:
                return node
        return None
    return path[-1] if path else None


def _node(placed: Placed, end: int, folded: str) -> Node:
    c = placed.candidate
    num_end = c.end
    while num_end > c.start and folded[num_end - 1] == " ":
        num_end -= 1
    while end > num_end and folded[end - 1] == " ":
        end -= 1
    return Node(c.start, max(end, num_end), c.style.name, placed.ordinal, num_end, lost=bool(c.lost), inline=c.inside)


def _stretch(order: list[Node]) -> None:
    """Make every span reach to the end of its last descendant."""
    for node in reversed(order):
        if node.children:
            node.end = max(node.end, node.children[-1].end)


def _head(folded: str, order: list[Node]) -> None:
    following: Node | None = None
    for node in reversed(order):
        behind, following = following, node
        if not node.style or node.style == "label":
            continue
        own_end = min(node.end, behind.start) if behind else node.end
        newline = folded.find("\n", node.num_end, own_end)
        line_end = newline if newline >= 0 else own_end
        same_line = behind is not None and newline < 0 and folded.find("\n", own_end, behind.start) < 0
        child = behind is not None and behind.parent is node
        node.heading = heading(
            folded, node.num_end, line_end,
            cut=child and same_line, followed=child and not same_line,
            leaf_line=not child and not same_line, loose=node.style in _LOOSE_STYLES,
        )  # fmt: skip


_CANONICAL: Final = {"一、": "{}", "(一)": "({})", "一是": "{}是", "第一,": "第{}", "其一,": "其{}"}


def _name(folded: str, tops: list[Node], automatic: dict[int, int]) -> None:
    """Give every part its printed label, path and eid."""
    stack: list[tuple[list[Node], str, str]] = [(tops, "", "")]
    while stack:
        siblings, eid, path = stack.pop()
        used: dict[str, int] = {}
        paragraphs = 0
        for node in siblings:
            if node.style:
                key = str(node.ordinal)
                node.label = _label(folded, node)
                node.automatic = node.start in automatic
            else:
                paragraphs += 1
                key = node.label = f"p{paragraphs}"
            times = used[key] = used.get(key, 0) + 1
            if times > 1:
                key = f"{key}-{times}"
            node.eid = f"{eid}.{key}" if eid else key
            node.path = f"{path}/{node.label}" if path else node.label
            if node.children:
                stack.append((node.children, node.eid, node.path))


def _label(folded: str, node: Node) -> str:
    if node.lost:
        return han_label(node.style, node.ordinal)
    return folded[node.start : node.num_end].strip().rstrip("、,: ").replace(" ", "").replace("\\", "")


def han_label(style: str, ordinal: int) -> str:
    """The label a part of this style and ordinal would print: 一是 2 → 二是, 1) 3 → 3)."""
    if style in _CANONICAL:
        return _CANONICAL[style].format(to_han(ordinal))
    return style.replace("1", str(ordinal), 1)


def to_han(n: int) -> str:
    """1–99 in Chinese numerals."""
    ones = "零一二三四五六七八九"
    if n < 10:
        return ones[n]
    tens, one = divmod(n, 10)
    return ("" if tens == 1 else ones[tens % 10]) + "十" + (ones[one] if one else "")


