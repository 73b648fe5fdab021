"""The tables of a corpus: every column with its type and meaning, the keys, and what is generated from them.

`TABLES` is the one source of the Arrow schemas, of ``schemas/tables/*.json`` and of ``datapackage.json``.
`write_schemas` writes the schema files anew.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pyarrow as pa

TABLES_VERSION = "1.0"


@dataclass(frozen=True, slots=True)
class Column:
    """One column: `type` is a word of `_PLAIN`, ``strings`` (a list of them), or the name of a record in `RECORDS`."""

    name: str
    type: str
    means: str
    required: bool = False


@dataclass(frozen=True, slots=True)
class ForeignKey:
    """Columns of a table whose values are those of `target` in another."""
    fields: tuple[str, ...]
    table: str
    target: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TableSpec:
    """One table: what a row is, its columns, the columns that tell rows apart, and what it refers to."""
    name: str
    means: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    foreign_keys: tuple[ForeignKey, ...] = ()

    @property
    def nested(self) -> bool:
        """Whether its rows belong to a notice (and travel inside it until they are written)."""
        return self.columns[0].name == "notice"


_PLAIN = {"string": "string", "int": "integer", "number": "number", "bool": "boolean", "strings": "array"}

RECORDS: dict[str, tuple[tuple[str, str], ...]] = {
    "topics": (("code", "string"), ("score", "number"), ("evidence", "strings")),
    "contacts": (("kind", "string"), ("value", "string"), ("span_start", "int"), ("span_end", "int")),
    "warnings": (("code", "string"), ("message", "string"), ("span_start", "int"), ("span_end", "int")),
    "spans": (("field", "string"), ("span_start", "int"), ("span_end", "int")),
    "mentions": (("span_start", "int"), ("span_end", "int")),
    "organisations": (("id", "string"), ("full", "string"), ("short", "strings"), ("mentions", "mentions")),
    "shares": (("state", "string"), ("number", "number")),
    "evidence": (("notice", "string"), ("part", "string"), ("span_start", "int"), ("span_end", "int"), ("quote", "string")),
}
"""Columns that hold a list of records, by the name of their type."""

_SPAN = (
    Column("span_start", "int", "first code point in the notice's text", True),
    Column("span_end", "int", "code point behind the last", True),
)
_STATUS = (
    Column("status", "string", "done, mostly_done, ongoing, long_term or not_done; null where not said"),
    Column("status_start", "int", "where the status is said: first code point"),
    Column("status_end", "int", "code point behind the last"),
)
ORIGIN = (
    Column("id", "string", "key of the document: 16 hex digits made from `file`", True),
    Column("file", "string", "the input: path seen from the folder that holds the corpus, archive!member, records#number", True),
    Column("name", "string", "file name", True),
    Column("url", "string", "where it was published, from the record or the page"),
    Column("fetched_at", "string", "when it was fetched, as the scraped record says"),
    Column("sha256", "string", "of the document's bytes (of the UTF-8 text for a text record); null where it could not be read"),
)  # fmt: skip
"""What every document has, parsed or failed."""


def _row_of_notice(*columns: Column) -> tuple[Column, ...]:
    return (
        Column("notice", "string", "id of the notice", True),
        Column("n", "int", "place in the notice's list, from 1", True),
        *columns,
    )


_TO_NOTICE = ForeignKey(("notice",), "notices", ("id",))


def _to_part(column: str) -> ForeignKey:
    return ForeignKey(("notice", column), "parts", ("notice", "eid"))


NOTICES = TableSpec(
    "notices",
    "One row for each document that was parsed, notices and other pages (`is_notice` false) alike.",
    (
        *ORIGIN,
        Column("media_type", "string", "what the document is", True),
        Column("encoding", "string", "of the bytes; null where the format has none"),
        Column("replaced", "int", "bytes that no encoding could decode", True),
        Column("script", "string", "simplified or traditional", True),
        Column("is_notice", "bool", "false for news, feedback letters, job ads, empty pages", True),
        Column("not_notice_because", "string", "why not"),
        Column("genre", "string", "巡视 巡察 环保督察 审计 主题教育 其他", True),
        Column("title", "string", "as printed"),
        Column("issuer", "string", "the organ whose rectification it is"),
        Column("signatories", "strings", "who signed"),
        Column("signed_on", "string", "EDTF date"),
        Column("published_on", "string", "EDTF date"),
        Column("inspection_kind", "string", "巡视, 巡察 …"),
        Column("inspection_authority", "string", "who inspected"),
        Column("inspection_team", "string", "the team"),
        Column("inspection_round", "string", "the round, without the kind"),
        Column("started_on", "string", "first day of the inspection, EDTF"),
        Column("ended_on", "string", "last day of the inspection, EDTF"),
        Column("feedback_on", "string", "day of the feedback, EDTF"),
        Column("contacts", "contacts", "telephone numbers and addresses for comments"),
        Column("organisations", "organisations", "organs under all the names the notice gives them"),
        Column("warnings", "warnings", "what the parser was not sure of"),
        Column("spans", "spans", "where the fields above were read"),
        Column("text", "string", "the text every span counts code points of", True),
    ),
    ("id",),
)
PARTS = TableSpec(
    "parts",
    "The outline: one row for each part of a notice, in text order.",
    _row_of_notice(
        Column("eid", "string", "ordinals from the root, unique in the notice", True),
        Column("parent", "string", "eid of the part it stands in; null at the top"),
        Column("depth", "int", "1 at the top", True),
        Column("path", "string", "printed labels, half width", True),
        Column("role", "string", "section organisation category issue measure action plan annex field item paragraph", True),
        Column("num", "string", "the number as printed; null for an unnumbered paragraph"),
        Column("num_style", "string", "kind of number: 一、 (一) 1. 一是 …"),
        Column("ordinal", "int", "the last number printed"),
        Column("num_lost", "bool", "the printed number is damaged and was inferred"),
        Column("num_automatic", "bool", "the number was written by Word or the browser"),
        Column("heading", "string", "null where the part has none"),
        Column("heading_start", "int", "first code point of the heading"),
        Column("heading_end", "int", "code point behind its last"),
        *_SPAN,
        Column("layer", "string", "body or furniture", True),
    ),
    ("notice", "eid"),
    (_TO_NOTICE, _to_part("parent")),
)  # fmt: skip
ISSUES = TableSpec(
    "issues",
    "The problems that were fed back, in the notice's own words.",
    _row_of_notice(
        Column("part", "string", "eid of the part that states it", True),
        Column("quote", "string", "the issue's own words", True),
        *_SPAN,
        Column("category", "string", "eid of the group it stands in"),
        Column("topic", "string", "code of the best topic of the code book"),
        Column("topics", "topics", "all topics with score and evidence"),
        *_STATUS,
        Column("deadline", "string", "the deadline as printed"),
        Column("deadline_edtf", "string", "the deadline as EDTF"),
        Column("mode", "string", "immediate where it was to be put right at once"),
        Column("measures", "strings", "eids of the parts that answer it"),
    ),
    ("notice", "n"),
    (_TO_NOTICE, _to_part("part"), _to_part("category")),
)
MEASURES = TableSpec(
    "measures",
    "What was done, or is planned.",
    _row_of_notice(
        Column("part", "string", "eid of the part that tells it", True),
        Column("issue", "string", "eid of the part of the issue it answers"),
        Column("kinds", "strings", "建章立制 追责问责 …"),
        *_STATUS,
        Column("planned", "bool", "still to be done", True),
        Column("text", "string", "the words of the part", True),
        *_SPAN,
    ),
    ("notice", "n"),
    (_TO_NOTICE, _to_part("part"), _to_part("issue")),
)
FACTS = TableSpec(
    "facts",
    "Checkable statements: dates, counts, money, documents …; columns a kind does not have are null.",
    _row_of_notice(
        Column("kind", "string", "date period duration count rate rank money document contact, or an event", True),
        *_SPAN,
        Column("text", "string", "the words", True),
        Column("part", "string", "eid of the part it stands in"),
        Column("origin", "string", "printed, inherited or repaired", True),
        Column("value", "number", "number; money in yuan, rates in per cent"),
        Column("words", "string", "the value of a document or contact"),
        Column("edtf", "string", "the value of a date or period (ISO 8601-2)"),
        Column("unit", "string", "measure word, 元, % …"),
        Column("printed_unit", "string", "万元 …"),
        Column("bound", "string", "about over nearly at_least at_most"),
        Column("change", "string", "increase or decrease"),
        Column("counted", "string", "what is counted"),
        Column("counted_start", "int", "its first code point"),
        Column("counted_end", "int", "code point behind its last"),
        Column("verb", "string", "what was done with what is counted"),
        Column("verb_start", "int", "its first code point"),
        Column("verb_end", "int", "code point behind its last"),
        Column("scope", "string", "among whom a rank is"),
        Column("scope_start", "int", "its first code point"),
        Column("scope_end", "int", "code point behind its last"),
        Column("action", "string", "追缴 清退 … of money, 制定 修订 … of a document"),
        Column("state", "string", "试行 … of a document"),
        Column("contact", "string", "phone address postcode email other"),
        Column("part_of", "string", "start, middle or end of the unit in edtf"),
        Column("relation", "string", "since or until"),
        Column("inherited", "strings", "fields that come from the context: year …"),
        Column("readings", "strings", "other possible values, as JSON"),
        Column("date", "string", "of an event"),
        Column("count", "number", "of an event"),
        Column("persons", "number", "of an event"),
        Column("event_organisations", "number", "organisations concerned, of an event"),
        Column("level", "string", "of an event"),
        Column("body", "string", "who acted, of an event"),
        Column("person_times", "number", "人次, of an event"),
        Column("checked", "number", "things an inspection looked at"),
        Column("found", "number", "what an inspection found"),
        Column("amount", "number", "yuan recovered, of an event"),
        Column("rank", "int", "place an award gives"),
        Column("chair", "string", "who heads a body, of an event"),
        Column("planned", "bool", "an event still to come"),
    ),
    ("notice", "n"),
    (_TO_NOTICE, _to_part("part")),
)
TOTALS = TableSpec(
    "totals",
    "Statements of how many issues, tasks or letters there were and how they stand.",
    _row_of_notice(
        *_SPAN,
        Column("text", "string", "the words", True),
        Column("noun", "string", "what is totalled: 问题, 整改任务 …", True),
        Column("total", "number", "how many in all"),
        Column("parts", "shares", "how many in each state"),
        Column("rate", "number", "share that is done, in per cent"),
    ),
    ("notice", "n"),
    (_TO_NOTICE,),
)
FINDINGS = TableSpec(
    "findings",
    "What the checks found (filled with --check).",
    _row_of_notice(
        Column("rule", "string", "code of the rule", True),
        Column("name", "string", "name of the rule", True),
        Column("level", "string", "error, warning or note", True),
        Column("message", "string", "what is wrong", True),
        Column("message_zh", "string", "the same in Chinese"),
        *_SPAN,
        Column("part", "string", "eid of the part it concerns"),
        Column("suggestion", "string", "words that would be right"),
        Column("suggestion_start", "int", "first code point they replace"),
        Column("suggestion_end", "int", "code point behind the last"),
        Column("origin", "string", "author, extraction or unknown", True),
    ),
    ("notice", "n"),
    (_TO_NOTICE, _to_part("part")),
)
FAILURES = TableSpec(
    "failures",
    "One row for each input that gave no notice, with the cause.",
    (
        *ORIGIN,
        Column("cause", "string", "unreadable unsafe record timeout killed memory error", True),
        Column("message", "string", "what happened", True),
    ),
    ("id",),
)

TABLES: dict[str, TableSpec] = {
    table.name: table for table in (NOTICES, PARTS, ISSUES, MEASURES, FACTS, TOTALS, FINDINGS, FAILURES)
}
NESTED = tuple(name for name, table in TABLES.items() if table.nested)
"""Tables whose rows belong to a notice."""


# --------------------------------------------------------------------------- Arrow


def arrow_type(name: str) -> pa.DataType:
    """The Arrow type a type name of `Column` stands for."""
    import pyarrow as pa

    plain = {"string": pa.string(), "int": pa.int64(), "number": pa.float64(), "bool": pa.bool_(),
             "strings": pa.list_(pa.string())}  # fmt: skip
    if name in plain:
        return plain[name]
    return pa.list_(pa.struct([(field, arrow_type(type_)) for field, type_ in RECORDS[name]]))


def arrow_fields(columns: tuple[Column, ...]) -> list[pa.Field]:
    """The Arrow fields of some columns."""
    import pyarrow as pa

    return [pa.field(column.name, arrow_type(column.type)) for column in columns]


@cache
def arrow_schema(table: str) -> pa.Schema:
    """The Arrow schema of a table of the corpus. Raises KeyError for another name."""
    import pyarrow as pa

    return pa.schema(arrow_fields(TABLES[table].columns))


@cache
def documents_schema() -> pa.Schema:
    """What `parse_table` reads: identity, and the content as bytes, text, HTML, or a path to read it from."""
    import pyarrow as pa

    words = ("file", "name", "url", "fetched_at", "encoding", "path", "text", "html")
    return pa.schema([*((word, pa.string()) for word in words), ("content", pa.binary())])


@cache
def results_schema() -> pa.Schema:
    """What `parse_table` returns: one row a document; its parts, facts … as lists in it, or cause and message."""
    import pyarrow as pa

    nested = [pa.field(name, pa.list_(pa.struct(arrow_fields(TABLES[name].columns[1:])))) for name in NESTED]
    words = [pa.field(word, pa.string()) for word in ("cause", "message", "json")]
    return pa.schema([*arrow_fields(NOTICES.columns), *nested, *words])


# --------------------------------------------------------------------------- Frictionless


def table_schema(table: str) -> dict[str, Any]:
    """The Frictionless Table Schema of a table of the corpus. Raises KeyError for another name.

    Foreign keys with a column that may be null are left to the columns' descriptions: what validators take for a
    missing row (a notice, and null for the part) is a row without a part.
    """
    spec = TABLES[table]
    required = {column.name for column in spec.columns if column.required}
    return {
        "$schema": "https://datapackage.org/profiles/2.0/tableschema.json",
        "title": spec.name,
        "description": spec.means,
        "version": TABLES_VERSION,
        "fields": [_described(column) for column in spec.columns],
        "primaryKey": list(spec.key),
        "foreignKeys": [
            {"fields": list(key.fields), "reference": {"resource": key.table, "fields": list(key.target)}}
            for key in spec.foreign_keys
            if required.issuperset(key.fields)
        ],
    }


def _described(column: Column) -> dict[str, Any]:
    field: dict[str, Any] = {
        "name": column.name,
        "type": _PLAIN.get(column.type, "array"),
        "description": column.means,
    }
    if column.type in RECORDS:
        field["description"] += "; a list of records of " + ", ".join(name for name, _ in RECORDS[column.type])
    if column.required:
        field["constraints"] = {"required": True}
    return field


def write_schemas(folder: Path) -> None:
    """Write one JSON file for each table into `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in TABLES:
        text = json.dumps(table_schema(name), ensure_ascii=False, indent=2) + "\n"
        (folder / f"{name}.json").write_text(text, encoding="utf-8")
