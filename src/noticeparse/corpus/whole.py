"""Whole notices out of the tables of a corpus: what `noticeparse.corpus.table` takes apart, put together again.

All that the JSON of a notice holds comes back, but for `source.page` (its title, publisher and dates as the page
declared them), which the tables do not keep; numbers beyond 2⁵³ come back as the double they were stored as.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING, Any, get_args

from noticeparse.corpus.columns import NESTED
from noticeparse.model import (
    Contact,
    Doubt,
    Fact,
    Finding,
    Inspection,
    Issue,
    Measure,
    Notice,
    Organisation,
    Part,
    Source,
    Total,
    Value,
)

if TYPE_CHECKING:
    from noticeparse.corpus import Corpus

Row = dict[str, Any]
_INSPECTION = {"kind", "authority", "team", "round"}
"""Fields of an inspection whose columns begin with the word."""


def whole_notices(corpus: Corpus) -> Iterator[tuple[Notice, str]]:
    """Every notice of a corpus with its `file`, in the order of the files."""
    tables = {name: corpus.table(name) for name in NESTED}
    places = {name: _places(table["notice"].to_pylist()) for name, table in tables.items()}
    for batch in corpus.notices().to_batches(max_chunksize=100):
        for row in batch.to_pylist():
            nested = {
                name: table.slice(*places[name].get(row["id"], (0, 0))).to_pylist() for name, table in tables.items()
            }
            yield notice_of(row, nested), row["file"]


def _places(ids: list[str]) -> dict[str, tuple[int, int]]:
    """Where the rows of each notice begin and how many they are; the rows of one stand together."""
    found: dict[str, tuple[int, int]] = {}
    for place, id_ in enumerate(ids):
        start, length = found.get(id_, (place, 0))
        found[id_] = (start, length + 1)
    return found


def notice_of(row: Row, nested: dict[str, list[Row]]) -> Notice:
    """A notice from its row of ``notices`` and its rows of the other tables."""
    inspection = {name: row[f"inspection_{name}" if name in _INSPECTION else name] for name in Inspection.model_fields}
    made = _same(row, Notice) | {
        "source": _same(row, Source),
        "inspection": inspection,
        "contacts": [_placed(contact, Contact) for contact in row["contacts"]],
        "spans": {field["field"]: _span(field) for field in row["spans"]},
        "organisations": [_organisation(organ) for organ in row["organisations"]],
        "warnings": [_placed(warning, Doubt) for warning in row["warnings"]],
        "parts": _parts(nested["parts"]),
        "issues": [_issue(issue) for issue in nested["issues"]],
        "measures": [_measure(measure) for measure in nested["measures"]],
        "facts": [_fact(fact) for fact in nested["facts"]],
        "totals": [_total(total) for total in nested["totals"]],
        "findings": [_finding(finding) for finding in nested["findings"]],
    }
    return Notice.model_validate(made)


def _same(row: Row, model: type[Value]) -> Row:
    """The fields of a model that are columns as they stand."""
    return {name: row[name] for name in model.model_fields if name in row}


def _span(row: Row, name: str = "span") -> tuple[int, int] | None:
    start = row[f"{name}_start"]
    return None if start is None else (start, row[f"{name}_end"])


def _placed(row: Row, model: type[Value]) -> Row:
    return _same(row, model) | {"span": _span(row)}


def _quote(row: Row, name: str) -> Row | None:
    return None if row[name] is None else {"text": row[name], "span": _span(row, name)}


def _number(value: float | None) -> float | int | None:
    """A whole number as the integer it was before the table made it a double."""
    return int(value) if value is not None and value.is_integer() else value


def _organisation(row: Row) -> Row:
    return _same(row, Organisation) | {"mentions": [_span(mention) for mention in row["mentions"]]}


def _parts(rows: list[Row]) -> list[Row]:
    """The outline; rows are in text order, so that a part comes before those below it."""
    made: dict[str, Row] = {}
    tops: list[Row] = []
    for row in rows:
        part = _placed(row, Part) | {"num": _num(row), "heading": _quote(row, "heading"), "children": []}
        made[row["eid"]] = part
        (made[row["parent"]]["children"] if row["parent"] is not None else tops).append(part)
    return tops


def _num(row: Row) -> Row | None:
    if row["num"] is None:
        return None
    lost, automatic = row["num_lost"], row["num_automatic"]
    return {"text": row["num"], "style": row["num_style"], "ordinal": row["ordinal"], "lost": lost, "automatic": automatic}


def _issue(row: Row) -> Row:
    deadline = None if row["deadline"] is None else {"text": row["deadline"], "edtf": row["deadline_edtf"]}
    return _placed(row, Issue) | {"status_span": _span(row, "status"), "deadline": deadline}


def _measure(row: Row) -> Row:
    return _same(row, Measure) | {"status_span": _span(row, "status")}


def _total(row: Row) -> Row:
    shares = {share["state"]: _number(share["number"]) for share in row["parts"]}
    return _placed(row, Total) | {"total": _number(row["total"]), "parts": shares}


def _finding(row: Row) -> Row:
    suggestion = None
    if row["suggestion"] is not None:
        suggestion = {"text": row["suggestion"], "span": _span(row, "suggestion")}
    return _placed(row, Finding) | {"suggestion": suggestion}


def _fact(row: Row) -> Row:
    model = _model(row["kind"])
    fact = _placed(row, model)
    for name in fact:
        if f"{name}_start" in row and name != "span":
            fact[name] = _quote(row, name)
        elif isinstance(fact[name], float):
            fact[name] = _number(fact[name])
    fact["readings"] = [json.loads(reading) for reading in row["readings"] or ()]
    if row["words"] is not None:
        fact["value"] = row["words"]
    if "organisations" in model.model_fields:
        fact["organisations"] = _number(row["event_organisations"])
    return fact


@cache
def _model(kind: str) -> type[Value]:
    """The model of a kind of fact."""
    models: tuple[type[Value], ...] = get_args(get_args(Fact)[0])
    return next(model for model in models if kind in get_args(model.model_fields["kind"].annotation))
