"""`parse_table`: Arrow in, Arrow out, one row for each row whatever stands in it; and the tables made of it."""

from __future__ import annotations

import functools
import json
import pickle
import typing
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings, strategies as st

import noticeparse
from noticeparse import model
from tests.generate import notice, page

pa = pytest.importorskip("pyarrow")

from noticeparse.corpus import columns  # noqa: E402
from noticeparse.corpus.table import document_id, parse_row, parse_table, tables_of  # noqa: E402

ROOT = Path(__file__).resolve().parent.parent


def documents(*rows: dict[str, object]) -> pa.Table:
    return pa.Table.from_pylist(list(rows), columns.documents_schema())


GOOD = {"file": "a/1.txt", "text": notice(1), "url": "https://example.cn/1", "fetched_at": "2024-05-01T00:00:00"}


# --------------------------------------------------------------------------- parse_table


def test_every_row_in_is_a_row_out_in_order_with_the_fixed_schema() -> None:
    asked = documents(GOOD, {"file": "empty", "content": b""}, {"file": "nothing"}, {"file": "b", "content": page(3).content})
    result = parse_table(asked)
    assert result.schema.equals(columns.results_schema())
    assert result["file"].to_pylist() == asked["file"].to_pylist()
    assert result["cause"].to_pylist() == [None, "unreadable", "unreadable", None]
    assert result["message"][1].as_py() == "is empty (zero bytes)"


def test_a_row_says_where_it_comes_from() -> None:
    row = parse_table(documents(GOOD)).to_pylist()[0]
    assert (row["id"], row["file"], row["name"]) == (document_id("a/1.txt"), "a/1.txt", "1.txt")
    assert (row["url"], row["fetched_at"]) == (GOOD["url"], GOOD["fetched_at"])
    assert row["sha256"] == noticeparse.parse(notice(1)).source.sha256


def test_the_result_does_not_depend_on_the_company_a_document_keeps() -> None:
    rows = [{"file": f"{n}", "content": page(n).content} for n in range(6)]
    together = parse_table(documents(*rows))
    alone = pa.concat_tables([parse_table(documents(row)) for row in rows])
    assert together.equals(alone)


def test_a_table_without_rows_and_one_without_columns() -> None:
    assert parse_table(columns.documents_schema().empty_table()).num_rows == 0
    assert parse_table(pa.table({"text": [notice(1)]}))["is_notice"].to_pylist() == [True]


def test_it_travels_to_other_processes() -> None:
    travelled = pickle.loads(pickle.dumps(functools.partial(parse_table, whole=True)))
    whole = json.loads(travelled(documents(GOOD))["json"][0].as_py())
    assert whole == json.loads(noticeparse.parse(notice(1)).model_copy().model_dump_json()) | {
        "source": whole["source"]
    }


def test_batch_by_batch_as_spark_maps_it() -> None:
    """The generator of the recipe for mapInArrow: batches in, batches of the promised schema out."""

    def parse_batches(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        for batch in batches:
            yield from parse_table(pa.Table.from_batches([batch])).to_batches()

    asked = documents(*({"file": f"{n}", "content": page(n).content} for n in range(5)), {"file": "no", "content": b""})
    mapped = list(parse_batches(iter(asked.to_batches(max_chunksize=2))))
    assert all(batch.schema.equals(columns.results_schema()) for batch in mapped)
    assert pa.Table.from_batches(mapped).equals(parse_table(asked))


def test_a_fault_of_the_parser_is_a_row_that_names_the_place(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(source: object) -> None:
        raise KeyError("no such thing")

    monkeypatch.setattr("noticeparse.pipeline.parse", broken)
    row = parse_row(GOOD)
    assert row["cause"] == "error"
    assert "KeyError" in row["message"] and "test_table.py:" in row["message"]
    assert row["url"] == GOOD["url"]


def test_a_check_that_breaks_costs_the_findings_not_the_notice(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(notice: object) -> None:
        raise RuntimeError("tired")

    monkeypatch.setattr("noticeparse.corpus.table.checker", lambda: broken)
    row = parse_row(GOOD, check=True)
    assert row["is_notice"] and "cause" not in row
    assert row["warnings"][-1]["code"] == "check-failed" and "tired" in row["warnings"][-1]["message"]


def test_checks_fill_findings() -> None:
    broken = notice(1).replace("2.", "4.", 1)
    rows = parse_table(documents({"file": "a", "text": broken}), check=True)
    findings = tables_of(rows)["findings"]
    expected = noticeparse.parse(broken)
    from noticeparse.check import check

    assert findings["rule"].to_pylist() == [finding.rule for finding in check(expected)]
    assert findings.num_rows > 0


@settings(max_examples=40, deadline=None)
@given(st.lists(st.one_of(st.none(), st.binary(max_size=300), st.text(max_size=200)), max_size=5), st.text(max_size=20))
def test_whatever_stands_in_it_each_row_is_a_notice_or_a_failure(contents: list[object], name: str) -> None:
    rows = [
        {"file": f"{n}{name}", "url": name, ("text" if isinstance(content, str) else "content"): content}
        for n, content in enumerate(contents)
    ]
    result = parse_table(pa.Table.from_pylist([_encodable(row) for row in rows], columns.documents_schema()))
    tables = tables_of(result)
    assert result.num_rows == len(contents) == tables["notices"].num_rows + tables["failures"].num_rows
    assert set(tables["notices"]["id"].to_pylist()) >= set(tables["parts"]["notice"].to_pylist())


def _encodable(row: dict[str, object]) -> dict[str, object]:
    return {
        key: value.encode("utf-8", "replace").decode() if isinstance(value, str) else value for key, value in row.items()
    }


def test_half_a_character_in_a_name_or_address_does_no_harm() -> None:
    row = parse_row({"file": "a\udcff.txt", "url": "http://x/\ud800", "text": "\ud800甲"})
    assert row["file"] == "a\\udcff.txt" and row["url"] == "http://x/\\ud800" and row["text"] == "�甲"


# --------------------------------------------------------------------------- the tables


def test_the_tables_hold_what_the_notice_holds() -> None:
    texts = {f"{n}": notice(n, issues=3) for n in range(4)}
    tables = tables_of(parse_table(documents(*({"file": f, "text": t} for f, t in texts.items()))))
    for file, text in texts.items():
        parsed, id_ = noticeparse.parse(text), document_id(file)
        mine = {name: [r for r in tables[name].to_pylist() if r["notice"] == id_] for name in columns.NESTED}
        assert [part["eid"] for part in mine["parts"]] == [part.eid for part in parsed.walk()]
        assert [issue["quote"] for issue in mine["issues"]] == [issue.quote for issue in parsed.issues]
        assert [(f["kind"], f["text"], f["edtf"]) for f in mine["facts"]] == [
            (f.kind, f.text, getattr(f, "edtf", None)) for f in parsed.facts
        ]
        assert [f["value"] for f in mine["facts"] if f["kind"] == "money"] == [
            f.value for f in parsed.facts if f.kind == "money"
        ]
        for name in ("facts", "measures", "totals"):
            assert all(text[row["span_start"] : row["span_end"]] == row["text"] for row in mine[name])
        assert len(mine["measures"]) == len(parsed.measures) > 0


def test_parts_point_at_their_parents() -> None:
    parts = tables_of(parse_table(documents(GOOD)))["parts"].to_pylist()
    by_eid = {part["eid"]: part for part in parts}
    assert any(part["parent"] for part in parts)
    for part in parts:
        above = by_eid[part["parent"]] if part["parent"] else None
        assert part["depth"] == (above["depth"] + 1 if above else 1)
        assert above is None or above["span_start"] <= part["span_start"] <= part["span_end"] <= above["span_end"]


def fields_of(type_: type[model.Value]) -> set[str]:
    return set(type_.model_fields)


FACT_TYPES: tuple[type[model.Value], ...] = typing.get_args(typing.get_args(model.Fact)[0])
ELSEWHERE = {"span", "status_span", "schema_version", "source", "inspection", "parts", "issues", "measures", "facts",
             "totals", "findings", "num"}  # fmt: skip


@pytest.mark.parametrize(
    ("table", "types", "renamed"),
    [
        ("facts", FACT_TYPES, {"organisations": "event_organisations"}),
        ("issues", (model.Issue,), {"deadline": "deadline_edtf"}),
        ("measures", (model.Measure,), {}),
        ("totals", (model.Total,), {}),
        ("findings", (model.Finding,), {}),
        ("notices", (model.Notice,), {}),
        ("parts", (model.Part,), {"children": "parent"}),
    ],
)
def test_no_field_of_the_model_is_forgotten(
    table: str, types: tuple[type[model.Value], ...], renamed: dict[str, str]
) -> None:
    there = {column.name for column in columns.TABLES[table].columns}
    wanted = {renamed.get(field, field) for type_ in types for field in fields_of(type_)} - ELSEWHERE
    assert wanted - there == set()


# --------------------------------------------------------------------------- schemas


@pytest.mark.parametrize("table", columns.TABLES)
def test_the_schema_files_are_those_of_the_code(table: str) -> None:
    """Write them anew with ``write_schemas(Path("schemas/tables"))``."""
    kept = json.loads((ROOT / "schemas" / "tables" / f"{table}.json").read_text(encoding="utf-8"))
    assert kept == columns.table_schema(table)


@pytest.mark.parametrize("table", columns.TABLES.values(), ids=lambda table: table.name)
def test_keys_name_columns_that_exist(table: columns.TableSpec) -> None:
    names = [column.name for column in table.columns]
    assert len(names) == len(set(names))
    assert set(table.key) <= {column.name for column in table.columns if column.required}
    for key in table.foreign_keys:
        assert set(key.fields) <= set(names)
        assert key.target == columns.TABLES[key.table].key
