"""One table of the corpus for one or several notices: as Parquet for other tools, as CSV for a spreadsheet.

The columns are those of `noticeparse.corpus.columns`. In CSV a list is written as JSON, and a text that a spreadsheet
would take for a formula gets an apostrophe, as in the ledger.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import Any, BinaryIO, TextIO

from noticeparse.export.filed import Filed
from noticeparse.export.spreadsheet_csv import write_rows


def parquet_writer(table: str) -> Callable[[Sequence[Filed], BinaryIO], None]:
    """The function that writes `table` as Parquet."""

    def write(filed: Sequence[Filed], out: BinaryIO) -> None:
        from noticeparse.frames import filed_tables

        tables = filed_tables(filed)
        from pyarrow import parquet

        parquet.write_table(tables[table], out, compression="zstd")

    return write


def csv_writer(table: str) -> Callable[[Sequence[Filed], TextIO], None]:
    """The function that writes `table` as CSV: UTF-8 with a byte order mark, CRLF."""

    def write(filed: Sequence[Filed], out: TextIO) -> None:
        from noticeparse.frames import filed_tables

        rows = filed_tables(filed)[table]
        write_rows(out, rows.column_names, (map(_cell, row.values()) for row in rows.to_pylist()))

    return write


def _cell(value: Any) -> Any:
    return json.dumps(value, ensure_ascii=False) if isinstance(value, list) else value
