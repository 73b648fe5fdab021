"""The 整改台账 of one or several notices: Excel workbook, Word table, CSV.

One row a measure, as offices exchange it. Cells the notice does not fill stay empty.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import BinaryIO, TextIO

from noticeparse.export.filed import Filed
from noticeparse.export.ledger_columns import columns_for
from noticeparse.export.ledger_rows import rows_of_all
from noticeparse.export.spreadsheet_csv import write_rows


def write_xlsx(filed: Sequence[Filed], out: BinaryIO) -> None:
    """Write the workbook: 整改台账 问题清单 数据事实 制度文件 时间线 校验结果 说明."""
    from noticeparse.export.ledger_xlsx import workbook_bytes

    out.write(workbook_bytes([entry.notice for entry in filed]))


def write_docx(filed: Sequence[Filed], out: BinaryIO) -> None:
    """Write the 整改台账 as a Word table."""
    from noticeparse.export.ledger_docx import document_bytes

    out.write(document_bytes([entry.notice for entry in filed]))


def write_table(filed: Sequence[Filed], out: TextIO) -> None:
    """Write the 整改台账 as CSV: all columns, extras included, and every row complete (nothing merged)."""
    rows = rows_of_all([entry.notice for entry in filed])
    columns = columns_for(rows)
    cells = ([getattr(row, column.key) or "" for column in columns] for row in rows)
    write_rows(out, [column.header for column in columns], cells)
