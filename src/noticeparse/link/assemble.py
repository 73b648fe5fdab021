"""The last step of link: everything found, as the public values of one `Notice`.

Everything here comes from the package's own code, which knows its types, so the values are made as they are, without
validation; only with a user's own entries in use they are validated (`notice_of`).
"""

from __future__ import annotations

from collections.abc import Callable
from operator import attrgetter
from typing import Any, Final, TypeVar

from pydantic import BaseModel

from noticeparse.model import (
    Claim,
    Contact,
    ContactFact,
    CountFact,
    DateFact,
    Deadline,
    DocumentFact,
    DurationFact,
    EventFact,
    Inspection,
    Issue,
    Measure,
    MoneyFact,
    Node,
    Notice,
    Num,
    Organisation,
    Part,
    PeriodFact,
    Quote,
    RankFact,
    RateFact,
    Span,
    Topic,
    Total,
    Value,
)
from noticeparse.tables import ACTIVE

V = TypeVar("V", bound=Value)

_FACTS: Final[dict[str, type[Value]]] = {
    "date": DateFact,
    "period": PeriodFact,
    "duration": DurationFact,
    "count": CountFact,
    "rate": RateFact,
    "rank": RankFact,
    "money": MoneyFact,
    "document": DocumentFact,
    "contact": ContactFact,
}
"""The models of facts by their kinds; every other kind is an `EventFact`."""

_NEVER_SAID: Final[dict[type[Value], str]] = {DateFact: "value", PeriodFact: "value", Notice: "findings"}
"""Fields that keep their default."""
_MODELS: Final[tuple[type[Value], ...]] = (
    *_FACTS.values(), Contact, Deadline, Issue, Measure, Notice, Num, Organisation, Part, Quote, Topic, Total,
)  # fmt: skip
_SAID: Final = {model: set(model.model_fields) - {_NEVER_SAID.get(model, "")} for model in _MODELS}
"""What pydantic calls the fields set, one set for all values of a model."""
_EVENT_SAID: Final = ("span", "text", "part", "origin", "readings", "kind")
_EVENT: Final[dict[str, Any]] = {name: field.default for name, field in EventFact.model_fields.items() if name not in _EVENT_SAID}
"""What an event says where its claim does not."""
_INSPECTION: Final[dict[str, str | None]] = dict.fromkeys(Inspection.model_fields)
# The slots pydantic 2 keeps a value in; test_schema.py holds what is made through them against validated values.
_put_fields = BaseModel.__dict__["__dict__"].__set__
_put_said, _put_extra, _put_private = (
    BaseModel.__dict__[f"__pydantic_{slot}__"].__set__ for slot in ("fields_set", "extra", "private")
)


def made(model: type[V], values: dict[str, Any], said: set[str] | None = None) -> V:
    """A public value from all its fields, in the order of the model, each of the very type the model says.

    What `BaseModel.model_construct` does for a model without aliases and private attributes.
    """
    value = object.__new__(model)
    _put_fields(value, values)
    _put_said(value, _SAID[model] if said is None else said)
    _put_extra(value, None)
    _put_private(value, None)
    return value


def inspection_value(told: dict[str, str | None]) -> Inspection:
    """The inspection with what is told of it."""
    return made(Inspection, _INSPECTION | told, set(told))


def part_value(text: str, node: Node) -> Part:
    """A node and everything below it; recursive in its levels, of which there are 24."""
    start, end, num = node.start, node.end, None
    if node.style:
        num = made(
            Num,
            {
                "text": text[start : node.num_end],
                "style": node.style,
                "ordinal": node.ordinal,
                "lost": node.lost,
                "automatic": node.automatic,
            },
        )
    return made(
        Part,
        {
            "eid": node.eid,
            "path": node.path,
            "role": node.role,
            "num": num,
            "heading": _quote(text, node.heading),
            "span": (start, end),
            "layer": node.layer,
            "children": tuple([part_value(text, child) for child in node.children]) if node.children else (),
        },
    )


def fact_values(text: str, claims: list[Claim], order: list[Node]) -> list[dict[str, Any]]:
    """The claims, in text order, as the fields of facts, each with the innermost of the parts it stands in."""
    facts: list[dict[str, Any]] = []
    for claim, eid in zip(claims, _innermost(claims, order), strict=True):
        values: dict[str, Any] = {
            "span": (claim.start, claim.end),
            "text": text[claim.start : claim.end],
            "part": eid,
            "origin": claim.origin,
            "readings": tuple(claim.readings),
            "kind": claim.kind,
        }
        _FIELDS.get(claim.kind, _event)(values, text, claim)
        facts.append(values)
    return facts


def notice_of(values: dict[str, Any], claims: list[Claim]) -> Notice:
    """The notice with these fields, its facts as `fact_values` has made them of the claims.

    A user's own kinds may say anything in a fact: with their entries in use (`noticeparse.extend`) all is validated.
    """
    if ACTIVE.get() is not None:
        return Notice.model_validate(values)
    values["facts"] = tuple([_fact(fields, claim) for fields, claim in zip(values["facts"], claims, strict=True)])
    values["findings"] = ()
    return made(Notice, values)


def _fact(values: dict[str, Any], claim: Claim) -> Value:
    model = _FACTS.get(claim.kind)
    return made(EventFact, values, {*_EVENT_SAID, *claim.extra}) if model is None else made(model, values)


def _innermost(claims: list[Claim], order: list[Node]) -> list[str | None]:
    nodes = sorted(order, key=attrgetter("start"))
    open_nodes: list[Node] = []
    found: list[str | None] = []
    at = 0
    for claim in claims:
        start = claim.start
        while at < len(nodes) and nodes[at].start <= start:
            open_nodes.append(nodes[at])
            at += 1
        while open_nodes and open_nodes[-1].end <= start:
            open_nodes.pop()
        found.append(open_nodes[-1].eid if open_nodes else None)
    return found


def _quote(text: str, span: Span | None) -> Quote | None:
    return made(Quote, {"text": text[span[0] : span[1]], "span": span}) if span else None


def _time(values: dict[str, Any], text: str, claim: Claim) -> None:
    values["value"] = None
    values["edtf"] = claim.edtf
    values["part_of"] = claim.part_of
    values["relation"] = claim.relation
    values["inherited"] = tuple(claim.inherited)


def _duration(values: dict[str, Any], text: str, claim: Claim) -> None:
    values["value"] = claim.value
    values["unit"] = claim.unit
    values["bound"] = claim.bound
    values["counted"] = _quote(text, claim.counted)


def _count(values: dict[str, Any], text: str, claim: Claim) -> None:
    values["value"] = claim.value
    values["unit"] = claim.unit
    values["counted"] = _quote(text, claim.counted)
    values["verb"] = _quote(text, claim.verb)
    values["bound"] = claim.bound
    values["change"] = claim.change


def _rate(values: dict[str, Any], text: str, claim: Claim) -> None:
    values["value"] = claim.value
    values["unit"] = claim.unit or "%"
    values["counted"] = _quote(text, claim.counted)
    values["bound"] = claim.bound
    values["change"] = claim.change


def _rank(values: dict[str, Any], text: str, claim: Claim) -> None:
    values["value"] = claim.value
    values["unit"] = claim.unit
    values["scope"] = _quote(text, claim.scope)


def _money(values: dict[str, Any], text: str, claim: Claim) -> None:
    values["value"] = claim.value
    values["unit"] = claim.unit
    values["printed_unit"] = claim.printed_unit
    values["counted"] = _quote(text, claim.counted)
    values["action"] = text[slice(*claim.action)] if claim.action else None
    values["bound"] = claim.bound
    values["change"] = claim.change


def _document(values: dict[str, Any], text: str, claim: Claim) -> None:
    values["value"] = claim.value
    values["action"] = text[slice(*claim.action)] if claim.action else None
    values["state"] = claim.state


def _contact(values: dict[str, Any], text: str, claim: Claim) -> None:
    values["value"] = claim.value
    values["contact"] = claim.contact or "other"


def _event(values: dict[str, Any], text: str, claim: Claim) -> None:
    values.update(_EVENT)
    values.update(claim.extra)


_FIELDS: Final[dict[str, Callable[[dict[str, Any], str, Claim], None]]] = {
    "date": _time,
    "period": _time,
    "duration": _duration,
    "count": _count,
    "rate": _rate,
    "rank": _rank,
    "money": _money,
    "document": _document,
    "contact": _contact,
}
"""What fills in the fields of each kind, in the order of its model; events have theirs in `Claim.extra`."""
