"""Answers of `Corpus.sql` as text: a table for the eye, CSV, or JSON Lines."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, TextIO

from noticeparse.clipped import clipped

if TYPE_CHECKING:
    import pyarrow as pa

FORMS = ("table", "csv", "jsonl")
_WIDEST = 60  # characters of a cell in the table


def write_answer(answer: pa.Table, form: str, out: TextIO) -> None:
    """Write the rows of an answer in one of `FORMS`."""
    if form == "csv":
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(answer.column_names)
        writer.writerows([_cell(value) for value in row.values()] for row in _rows(answer))
    elif form == "jsonl":
        for row in _rows(answer):
            out.write(json.dumps(row, ensure_ascii=False, default=str) + "\n")
    else:
        _write_table(answer, out)


def _write_table(answer: pa.Table, out: TextIO) -> None:
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    numeric = [str(field.type) in ("int64", "double", "int32", "hugeint") for field in answer.schema]
    table = Table(box=SIMPLE_HEAD)
    for name, number in zip(answer.column_names, numeric, strict=True):
        table.add_column(name, justify="right" if number else "left", overflow="fold")
    for row in _rows(answer):
        table.add_row(*(Text(clipped(_cell(value).replace("\n", " "), _WIDEST)) for value in row.values()))
    Console(file=out).print(table)


def _rows(answer: pa.Table) -> Iterator[dict[str, Any]]:
    for batch in answer.to_batches():
        yield from batch.to_pylist()


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer() and abs(value) < 2**53:
        return str(int(value))
    if isinstance(value, list | dict):
        return json.dumps(value, ensure_ascii=False, default=str)
    return str(value)
