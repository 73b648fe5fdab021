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


@dataclass(slots=True, init=False)
class Claim:
    """A fact while it is being made; the fields a kind does not have stay None. `Fact` explains them.

    The constructor is written out: that of a dataclass stays interpreted where this module is compiled.
    """

    kind: str
    start: int
    end: int
    value: Any
    edtf: str | None
    unit: str | None
    counted: Span | None
    verb: Span | None
    bound: Bound | None
    change: Change | None
    part_of: str | None
    relation: str | None
    inherited: list[str]
    origin: Origin
    readings: list[Any]
    scope: Span | None
    printed_unit: str | None
    action: Span | None
    state: str | None
    contact: str | None  # kind of contact
    pending: Any  # what a later stage needs to settle the value; never public
    extra: dict[str, Any]  # fields of event kinds

    def __init__(
        self,
        kind: str,
        start: int,
        end: int,
        value: Any = None,
        edtf: str | None = None,
        unit: str | None = None,
        counted: Span | None = None,
        verb: Span | None = None,
        bound: Bound | None = None,
        change: Change | None = None,
        part_of: str | None = None,
        relation: str | None = None,
        inherited: list[str] | None = None,
        origin: Origin = "printed",
        readings: list[Any] | None = None,
        scope: Span | None = None,
        printed_unit: str | None = None,
        action: Span | None = None,
        state: str | None = None,
        contact: str | None = None,
        pending: Any = None,
        extra: dict[str, Any] | None = None,
    ) -> None:
        self.kind = kind
        self.start = start
        self.end = end
        self.value = value
        self.edtf = edtf
        self.unit = unit
        self.counted = counted
        self.verb = verb
        self.bound = bound
        self.change = change
        self.part_of = part_of
        self.relation = relation
        self.inherited = [] if inherited is None else inherited
        self.origin = origin
        self.readings = [] if readings is None else readings
        self.scope = scope
        self.printed_unit = printed_unit
        self.action = action
        self.state = state
        self.contact = contact
        self.pending = pending
        self.extra = {} if extra is None else extra
