"""The last step of link: everything found, as the plain values of one `Notice`, validated once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from noticeparse.model import Claim, Node, Span, in_order


def part_value(text: str, node: Node) -> dict[str, Any]:
    """A node and everything below it as the plain values of a `Part`; recursive in its levels, of which there are 24."""
    start, end = node.start, node.end
    return {
        "eid": node.eid,
        "path": node.path,
        "role": node.role,
        "num": {
            "text": text[start : node.num_end],
            "style": node.style,
            "ordinal": node.ordinal,
            "lost": node.lost,
            "automatic": node.automatic,
        }
        if node.style
        else None,
        "heading": _quote(text, node.heading),
        "span": (start, end),
        "layer": node.layer,
        "children": [part_value(text, child) for child in node.children],
    }


def fact_values(text: str, claims: list[Claim], tops: list[Node]) -> Iterator[dict[str, Any]]:
    """The claims, in text order, as the plain values of facts, each with the innermost part it stands in."""
    for claim, node in zip(claims, _innermost(claims, tops), strict=True):
        value = _FIELDS.get(claim.kind, _event)(text, claim)
        value["kind"] = claim.kind
        value["span"] = claim.start, claim.end
        value["text"] = text[claim.start : claim.end]
        value["part"] = node.eid if node else None
        value["origin"] = claim.origin
        value["readings"] = claim.readings
        yield value


def _innermost(claims: list[Claim], tops: list[Node]) -> Iterator[Node | None]:
    nodes = in_order(tops)
    nodes.sort(key=lambda node: node.start)
    open_nodes: list[Node] = []
    at = 0
    for claim in claims:
        while at < len(nodes) and nodes[at].start <= claim.start:
            open_nodes.append(nodes[at])
            at += 1
        while open_nodes and open_nodes[-1].end <= claim.start:
            open_nodes.pop()
        yield open_nodes[-1] if open_nodes else None


def _quote(text: str, span: Span | None) -> dict[str, Any] | None:
    return {"text": text[span[0] : span[1]], "span": span} if span else None


def _time(text: str, claim: Claim) -> dict[str, Any]:
    return {
        "edtf": claim.edtf,
        "part_of": claim.part_of,
        "relation": claim.relation,
        "inherited": claim.inherited,
    }


def _quantity(text: str, claim: Claim) -> dict[str, Any]:
    return {
        "value": claim.value,
        "unit": claim.unit,
        "counted": _quote(text, claim.counted),
        "bound": claim.bound,
    }


def _event(_: str, claim: Claim) -> dict[str, Any]:
    return dict(claim.extra)


_FIELDS: dict[str, Callable[[str, Claim], dict[str, Any]]] = {
    "date": _time,
    "period": _time,
    "duration": _quantity,
    "count": lambda t, c: {**_quantity(t, c), "verb": _quote(t, c.verb), "change": c.change},
    "rate": lambda t, c: {**_quantity(t, c), "unit": c.unit or "%", "change": c.change},
    "rank": lambda t, c: {"value": c.value, "unit": c.unit, "scope": _quote(t, c.scope)},
    "money": lambda t, c: {
        **_quantity(t, c),
        "printed_unit": c.printed_unit,
        "action": t[slice(*c.action)] if c.action else None,
        "change": c.change,
    },
    "document": lambda t, c: {"value": c.value, "action": t[slice(*c.action)] if c.action else None, "state": c.state},
    "contact": lambda t, c: {"value": c.value, "contact": c.contact or "other"},
}
