"""Arrow in, Arrow out: `parse_table` parses a table of documents, one row out for each row in.

It is pure (no state, no order, nothing written), picklable and the same on every engine; a document that cannot
be parsed is a row with `cause` and `message`. `tables_of` splits its result into the tables of a corpus.

docs/spark.md shows it on Spark; `noticeparse.corpus.batch` runs it in processes and on Ray.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Any

from noticeparse.corpus.columns import NESTED, TABLES, arrow_schema, results_schema
from noticeparse.errors import UnreadableError
from noticeparse.model import Part, Quote

if TYPE_CHECKING:
    import pyarrow as pa

    from noticeparse.model import Fact, Finding, Issue, Measure, Notice, Source, Span, Total

Row = dict[str, Any]
_SURROGATE = re.compile("[\ud800-\udfff]")


def parse_table(
    documents: pa.Table, *, check: bool = False, whole: bool = False, mask_persons: bool = False
) -> pa.Table:
    """Parse every document of a table.

    Args:
        documents: rows as in `columns.documents_schema`. `file` identifies the document; of `content` (bytes),
            `html`, `text` and `path` (read here) the first that is not null is the document. Columns may be missing.
        check: run the checks too and fill `findings`.
        whole: put the notice's JSON into the column `json`.
        mask_persons: mask the names of persons held to account, in the text too (`noticeparse.export.persons`).

    Returns:
        A table of `columns.results_schema`, row for row: a notice with its parts, issues, measures, facts, totals
        and findings as lists, or the `cause` and `message` of a failure and nulls.
    """
    options = {"check": check, "whole": whole, "mask_persons": mask_persons}
    return results_table([parse_row(row, **options) for row in documents.to_pylist()])


def parse_row(
    document: Mapping[str, Any], *, check: bool = False, whole: bool = False, mask_persons: bool = False
) -> Row:
    """One document of `parse_table` as one row of its result. Raises nothing an input can cause."""
    row = origin_row(document)
    try:
        source = _read(document, row)
        row |= {"url": _clean(source.url), "sha256": source.sha256}
        row |= _notice_row(_parsed(source, check, mask_persons), whole)
    except UnreadableError as error:
        return failure_row(row, "unreadable", error.cause)
    except MemoryError:
        return failure_row(row, "memory", "needs more memory than there is")
    except Exception as error:  # a fault of the parser must not cost the rest of the table
        return failure_row(row, "error", f"{type(error).__name__}: {error} ({_place(error)})")
    return row


def notice_result(notice: Notice, file: str) -> Row:
    """A notice that is parsed already as a row of `columns.results_schema`; `file` identifies it."""
    source = notice.source
    document = {"file": file, "name": source.name, "url": source.url, "sha256": source.sha256}
    return origin_row(document) | _notice_row(notice, whole=False)


def origin_row(document: Mapping[str, Any]) -> Row:
    """The columns that say where a document comes from."""
    file = _clean(document.get("file")) or _clean(document.get("path")) or ""
    return {
        "id": document_id(file),
        "file": file,
        "name": _clean(document.get("name")) or file.replace("\\", "/").rpartition("/")[2],
        "url": _clean(document.get("url")),
        "fetched_at": _clean(document.get("fetched_at")),
        "sha256": document.get("sha256"),
    }


def failure_row(document: Mapping[str, Any], cause: str, message: str) -> Row:
    """The row of a document that could not be parsed."""
    return origin_row(document) | {"cause": cause, "message": _clean(message)}


def document_id(file: str) -> str:
    """The key of a document: 16 hex digits made from its `file`."""
    return hashlib.blake2b(file.encode("utf-8", "replace"), digest_size=8).hexdigest()


def results_table(rows: list[Row]) -> pa.Table:
    """Rows of `parse_row` as one table; a row that Arrow refuses becomes a failure and the others stay."""
    import pyarrow as pa

    schema = results_schema()
    try:
        return pa.Table.from_pylist(rows, schema)
    except (pa.ArrowException, ValueError, TypeError, OverflowError) as error:
        if len(rows) == 1:
            return pa.Table.from_pylist([failure_row(rows[0], "error", f"{type(error).__name__}: {error}")], schema)
        return pa.concat_tables([results_table([row]) for row in rows])


def tables_of(results: pa.Table) -> dict[str, pa.Table]:
    """The eight tables of a corpus from the result of `parse_table`; rows in = notices + failures."""
    import pyarrow.compute as pc

    failed = pc.is_valid(results["cause"])
    notices = results.filter(pc.invert(failed)).combine_chunks()
    tables = {name: _unnested(notices, name) for name in NESTED}
    tables["notices"] = _selected(notices, "notices")
    tables["failures"] = _selected(results.filter(failed).combine_chunks(), "failures")
    return {name: tables[name] for name in TABLES}


def _selected(results: pa.Table, table: str) -> pa.Table:
    return results.select([column.name for column in TABLES[table].columns])


def _unnested(notices: pa.Table, table: str) -> pa.Table:
    """The rows of a list column, each with the id of its notice."""
    import pyarrow as pa
    import pyarrow.compute as pc

    schema = arrow_schema(table)
    column = notices[table]
    if not len(column):
        return schema.empty_table()
    lists = column.combine_chunks()
    if isinstance(lists, pa.ChunkedArray):  # an old pyarrow, or nothing to combine
        lists = pa.concat_arrays(lists.chunks)
    flat = pc.list_flatten(lists)
    keys = notices["id"].take(pc.list_parent_indices(lists))
    return pa.table([keys, *flat.flatten()], schema=schema)


# --------------------------------------------------------------------------- one document


def _read(document: Mapping[str, Any], row: Row) -> Source:
    """The document's source; `row` learns the hash of bytes before a reader may refuse them."""
    from noticeparse.read import read, read_html, read_text

    name, url = row["name"], row["url"]
    data = document.get("content")
    if data is None and document.get("html") is not None:
        row["sha256"] = sha256(document["html"])
        return read_html(document["html"], name=name, url=url)
    if data is None and document.get("text") is not None:
        row["sha256"] = sha256(document["text"])
        return read_text(document["text"], name=name, url=url)
    if data is None:
        if document.get("path") is None:
            raise UnreadableError(name, "has no content, text, html or path")
        data = _file_bytes(document["path"], name)
    row["sha256"] = sha256(data)
    return read(data, name=name, url=url, encoding=document.get("encoding"))


def sha256(content: bytes | str) -> str:
    """Hash of bytes, or of a text as UTF-8 (half a surrogate pair counting as U+FFFD, as the reader has it)."""
    if isinstance(content, bytes):
        return hashlib.sha256(content).hexdigest()
    try:
        return hashlib.sha256(content.encode("utf-8")).hexdigest()
    except UnicodeEncodeError:
        return hashlib.sha256(_SURROGATE.sub("\ufffd", content).encode("utf-8")).hexdigest()


def _file_bytes(path: str, name: str) -> bytes:
    from noticeparse.read import MAX_BYTES

    try:
        with open(path, "rb") as stream:
            return stream.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        raise UnreadableError(name, f"cannot be read: {getattr(error, 'strerror', None) or error}") from error


def _parsed(source: Source, check: bool, masked: bool) -> Notice:
    from noticeparse.pipeline import parse

    notice = parse(source)
    if check:
        notice = _checked(notice)
    if masked:
        from noticeparse.export.persons import mask_persons

        notice = mask_persons(notice)
    return notice


def _checked(notice: Notice) -> Notice:
    """The notice with its findings; a check that breaks costs the findings, not the notice, and is a warning."""
    from noticeparse.model import Doubt

    try:
        return notice.model_copy(update={"findings": tuple(checker()(notice))})
    except Exception as error:
        broken = Doubt(code="check-failed", message=f"{type(error).__name__}: {error} ({_place(error)})")
        return notice.model_copy(update={"warnings": (*notice.warnings, broken)})


def checker() -> Any:
    """The function `noticeparse.check.check`. Raises ImportError where this build has none."""
    from importlib import import_module

    try:
        return import_module("noticeparse.check").check
    except AttributeError as error:
        raise ImportError("noticeparse.check has no function check") from error


def _place(error: BaseException) -> str:
    """File and line where an exception was raised."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    if trace is None:
        return "place unknown"
    return f"{trace.tb_frame.f_code.co_filename.replace(chr(92), '/').rpartition('/')[2]}:{trace.tb_lineno}"


# --------------------------------------------------------------------------- one notice as rows


def _notice_row(notice: Notice, whole: bool) -> Row:
    source, inspection, text = notice.source, notice.inspection, notice.source.text
    parts = _part_rows(notice)
    spans = {part["eid"]: (part["span_start"], part["span_end"]) for part in parts}
    return {
        "media_type": source.media_type,
        "encoding": source.encoding,
        "replaced": source.replaced,
        "script": source.script,
        "is_notice": notice.is_notice,
        "not_notice_because": notice.not_notice_because,
        "genre": notice.genre,
        "title": notice.title,
        "issuer": notice.issuer,
        "signatories": list(notice.signatories),
        "signed_on": notice.signed_on,
        "published_on": notice.published_on,
        "inspection_kind": inspection.kind,
        "inspection_authority": inspection.authority,
        "inspection_team": inspection.team,
        "inspection_round": inspection.round,
        "started_on": inspection.started_on,
        "ended_on": inspection.ended_on,
        "feedback_on": inspection.feedback_on,
        "contacts": [{"kind": c.kind, "value": c.value} | _span(c.span) for c in notice.contacts],
        "organisations": [
            {"id": o.id, "full": o.full, "short": list(o.short), "mentions": [_span(m) for m in o.mentions]}
            for o in notice.organisations
        ],
        "warnings": [{"code": w.code, "message": _clean(w.message)} | _span(w.span) for w in notice.warnings],
        "spans": [{"field": field} | _span(span) for field, span in notice.spans.items()],
        "text": text,
        "parts": parts,
        "issues": [_issue_row(n, issue) for n, issue in enumerate(notice.issues, 1)],
        "measures": [_measure_row(n, measure, spans, text) for n, measure in enumerate(notice.measures, 1)],
        "facts": [_fact_row(n, fact) for n, fact in enumerate(notice.facts, 1)],
        "totals": [_total_row(n, total) for n, total in enumerate(notice.totals, 1)],
        "findings": [_finding_row(n, finding) for n, finding in enumerate(notice.findings, 1)],
        "json": notice.model_dump_json() if whole else None,
    }


def _part_rows(notice: Notice) -> list[Row]:
    rows: list[Row] = []
    stack: list[tuple[Part, str | None, int]] = [(part, None, 1) for part in reversed(notice.parts)]
    while stack:
        part, parent, depth = stack.pop()
        row = {
            "n": len(rows) + 1,
            "eid": part.eid,
            "parent": parent,
            "depth": depth,
            "path": part.path,
            "role": part.role,
            "layer": part.layer,
        } | _span(part.span)
        if part.num is not None:
            row |= {
                "num": part.num.text,
                "num_style": part.num.style,
                "ordinal": part.num.ordinal,
                "num_lost": part.num.lost,
                "num_automatic": part.num.automatic,
            }
        if part.heading is not None:
            row |= {"heading": part.heading.text} | _span(part.heading.span, "heading")
        rows.append(row)
        stack.extend((child, part.eid, depth + 1) for child in reversed(part.children))
    return rows


def _issue_row(n: int, issue: Issue) -> Row:
    best = max(issue.topics, key=lambda topic: topic.score, default=None)
    row = {
        "n": n,
        "part": issue.part,
        "quote": issue.quote,
        "category": issue.category,
        "topic": best.code if best else None,
        "topics": [{"code": t.code, "score": t.score, "evidence": list(t.evidence)} for t in issue.topics],
        "status": issue.status,
        "mode": issue.mode,
        "measures": list(issue.measures),
    }
    if issue.deadline is not None:
        row |= {"deadline": issue.deadline.text, "deadline_edtf": issue.deadline.edtf}
    return row | _span(issue.span) | _span(issue.status_span, "status")


def _measure_row(n: int, measure: Measure, spans: Mapping[str, Span], text: str) -> Row:
    start, end = spans.get(measure.part, (0, 0))
    return {
        "n": n,
        "part": measure.part,
        "issue": measure.issue,
        "kinds": list(measure.kinds),
        "status": measure.status,
        "planned": measure.planned,
        "text": text[start:end],
        "span_start": start,
        "span_end": end,
    } | _span(measure.status_span, "status")


def _fact_row(n: int, fact: Fact) -> Row:
    row: Row = {**fact.__dict__, "n": n}  # most fields are columns as they stand
    row["span_start"], row["span_end"] = fact.span
    for name in _quotes(type(fact)):
        if (quote := row[name]) is not None:
            row[name] = quote.text
            row |= _span(quote.span, name)
    value = row.get("value")
    if isinstance(value, str):
        row["words"], row["value"] = value, None
    for name in _numbers(type(fact)):
        row[name] = _double(row[name])
    if fact.readings:
        row["readings"] = [json.dumps(reading, ensure_ascii=False, default=str) for reading in fact.readings]
    if "organisations" in row:
        row["event_organisations"] = row["organisations"]
    return row


@cache
def _quotes(kind: type[Fact]) -> tuple[str, ...]:
    """The fields of a kind of fact that hold words with their place."""
    return tuple(name for name, field in kind.model_fields.items() if field.annotation == Quote | None)


@cache
def _numbers(kind: type[Fact]) -> tuple[str, ...]:
    """The fields of a kind of fact that hold numbers of any size; Arrow takes what a double holds."""
    numbers = (int | float | None, int | None)
    fields = kind.model_fields.items()
    return tuple(name for name, field in fields if name != "rank" and field.annotation in numbers)


def _total_row(n: int, total: Total) -> Row:
    return {
        "n": n,
        "text": total.text,
        "noun": total.noun,
        "total": _double(total.total),
        "parts": [{"state": state, "number": _double(number)} for state, number in total.parts.items()],
        "rate": _double(total.rate),
    } | _span(total.span)


def _finding_row(n: int, finding: Finding) -> Row:
    row = {
        "n": n,
        "rule": finding.rule,
        "name": finding.name,
        "level": finding.level,
        "message": finding.message,
        "message_zh": finding.message_zh,
        "part": finding.part,
        "origin": finding.origin,
    } | _span(finding.span)
    if finding.suggestion is not None:
        row |= {"suggestion": finding.suggestion.text} | _span(finding.suggestion.span, "suggestion")
    return row


def _span(span: Span | None, name: str = "span") -> Row:
    return {} if span is None else {f"{name}_start": span[0], f"{name}_end": span[1]}


def _double(number: float | int | None) -> float | None:
    """A number as a double; None where it has none (a printed figure of 400 digits is no quantity)."""
    try:
        return None if number is None else float(number)
    except OverflowError:
        return None


def _clean(words: Any) -> str | None:
    """Words as Arrow takes them: half a surrogate pair, a byte of a file name in no encoding, is written \\udcXX."""
    if words is None:
        return None
    return str(words).encode("utf-8", "backslashreplace").decode("utf-8")
