"""CSV for a spreadsheet: UTF-8 with a byte order mark, CRLF, no text that is a formula.

A text a spreadsheet would take for a formula gets an apostrophe before it: one that begins with = + - @, tab or carriage
return, also full-width (＝＋－＠), behind any apostrophes of its own (OWASP, "CSV Injection"). `read_ledger` takes the
apostrophe off again, so nothing is lost.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Sequence
from typing import Any, TextIO

_RISKY = re.compile(r"'*[=+\-@\t\r＝＋－＠]")


def write_rows(out: TextIO, header: Sequence[str], rows: Iterable[Iterable[Any]]) -> None:
    """Write a header and rows to an open text file that leaves line ends alone; texts are made `neutral`."""
    out.write("\ufeff")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(header)
    for row in rows:
        writer.writerow([neutral(cell) if isinstance(cell, str) else cell for cell in row])


def neutral(words: str) -> str:
    """`words` with an apostrophe before what would be a formula; NUL, which CSV readers refuse, becomes U+FFFD."""
    words = words.replace("\0", "\ufffd")
    return "'" + words if _RISKY.match(words) else words


def original(cell: str) -> str:
    """The words `neutral` was given."""
    return cell[1:] if cell.startswith("'") and _RISKY.match(cell) else cell
