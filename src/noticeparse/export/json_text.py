"""JSON: each notice as `noticeparse parse --to json` prints it, one object a line."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TextIO

from noticeparse.export.filed import Filed


def write(filed: Sequence[Filed], out: TextIO) -> None:
    """Write each notice as one line of JSON, `findings` filled where it was checked."""
    for notice, _ in filed:
        out.write(notice.model_dump_json() + "\n")
