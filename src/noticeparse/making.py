"""What travels between the stages while a notice is made: parts and facts, still mutable.

They become public values (`noticeparse.model`) once, at the end.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

Span = tuple[int, int]
Role = Literal[
    "section", "organisation", "category", "issue", "measure", "action", "plan", "annex", "field", "item", "paragraph"
]
Layer = Literal["body", "furniture"]
Genre = Literal["巡视", "巡察", "环保督察", "审计", "主题教育", "其他"]
Status = Literal["done", "mostly_done", "ongoing", "long_term", "not_done"]
Bound = Literal["about", "over", "nearly", "at_least", "at_most"]
Change = Literal["increase", "decrease"]
Origin = Literal["printed", "inherited", "repaired"]
ContactKind = Literal["phone", "address", "postcode", "email", "other"]


@dataclass(slots=True)
class Node:
    """A part while it is being made: what `Part` says, still mutable."""

    start: int
    end: int
    style: str = ""  # "" for an unnumbered paragraph
    ordinal: int = 0
    num_end: int = 0  # the marker is text[start:num_end]
    lost: bool = False
    automatic: bool = False
    inline: bool = False  # begins inside a line, not at its head
    heading: Span | None = None
    role: Role = "item"
    layer: Layer = "body"
    eid: str = ""
    path: str = ""
    label: str = ""  # the printed label, half width, as `path` shows it
    parent: Node | None = None
    children: list[Node] = field(default_factory=list)


def in_order(tops: list[Node]) -> list[Node]:
    """The nodes and every node below them, in text order."""
    order: list[Node] = []
    stack = tops[::-1]
    while stack:
        node = stack.pop()
        order.append(node)
        if node.children:
            stack += node.children[::-1]
    return order


@dataclass(slots=True)
class Claim:
    """A fact while it is being made; the fields a kind does not have stay None. `Fact` explains them."""

    kind: str
    start: int
    end: int
    value: Any = None
    edtf: str | None = None
    unit: str | None = None
    counted: Span | None = None
    verb: Span | None = None
    bound: Bound | None = None
    change: Change | None = None
    part_of: str | None = None
    relation: str | None = None
    inherited: list[str] = field(default_factory=list)
    origin: Origin = "printed"
    readings: list[Any] = field(default_factory=list)
    scope: Span | None = None
    printed_unit: str | None = None
    action: Span | None = None
    state: str | None = None
    contact: str | None = None  # kind of contact
    pending: Any = None  # what a later stage needs to settle the value; never public
    extra: dict[str, Any] = field(default_factory=dict)  # fields of event kinds
