"""The ledger as CSV for Excel: UTF-8 with a byte order mark, CRLF, every row complete (nothing merged).

A text a spreadsheet would take for a formula gets an apostrophe before it: one that begins with = + - @, tab or carriage
return, also full-width (＝＋－＠), behind any apostrophes of its own (OWASP, "CSV Injection"). `read_ledger` takes the
apostrophe off again, so nothing is lost.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from typing import TextIO

from noticeparse.export.ledger_columns import columns_for
from noticeparse.export.ledger_rows import rows_of_all
from noticeparse.model import Notice

_RISKY = re.compile(r"'*[=+\-@\t\r＝＋－＠]")


def write_csv(notices: Sequence[Notice], out: TextIO) -> None:
    """Write all columns of the ledger, extras included, to an open text file."""
    rows = rows_of_all(notices)
    columns = columns_for(rows)
    out.write("\ufeff")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([column.header for column in columns])
    for row in rows:
        writer.writerow([neutral(getattr(row, column.key) or "") for column in columns])


def neutral(words: str) -> str:
    """`words` with an apostrophe before what would be a formula; NUL, which CSV readers refuse, becomes U+FFFD."""
    words = words.replace("\0", "\ufffd")
    return "'" + words if _RISKY.match(words) else words


def original(cell: str) -> str:
    """The words `neutral` was given."""
    return cell[1:] if cell.startswith("'") and _RISKY.match(cell) else cell
