"""Notices as data frames: the tables of a corpus for the notices at hand, without a corpus folder."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from noticeparse.corpus import As, shown
from noticeparse.corpus.columns import TABLES
from noticeparse.corpus.table import notice_result, results_table, tables_of
from noticeparse.errors import NoticeparseError
from noticeparse.export.filed import Filed
from noticeparse.model import Notice

if TYPE_CHECKING:
    import pyarrow as pa

NAMES = tuple(name for name in TABLES if name != "failures")
"""The frames: notices parts issues measures facts totals findings."""


def to_frames(notices: Notice | Iterable[Notice], as_: As = "pandas") -> dict[str, Any]:
    """The tables of `noticeparse.corpus.columns` for one or several notices.

    Args:
        notices: one notice or several; each is told by its place and its file's name.
        as_: "pandas", "polars" or "arrow".

    Returns:
        A dict of frames: ``notices``, one row each; ``parts``, ``issues``, ``measures``, ``facts``, ``totals`` and
        ``findings``, whose column ``notice`` is the ``id`` of ``notices``. Spans count code points of ``text``.

    Raises:
        NoticeparseError: pyarrow (extra ``corpus``), pandas or polars is not installed.
        ValueError: another `as_`.
    """
    given = [notices] if isinstance(notices, Notice) else list(notices)
    tables = filed_tables([Filed(notice, notice.source.name) for notice in given])
    try:
        return {name: shown(tables[name], as_) for name in NAMES}
    except ImportError as error:
        raise NoticeparseError(f"{as_} frames need {as_}: pip install {as_}") from error


def filed_tables(filed: Sequence[Filed]) -> dict[str, pa.Table]:
    """The Arrow tables of notices by name; a path that comes again is told apart by ``#2``, ``#3``."""
    seen: dict[str, int] = {}
    rows = []
    for notice, path in filed:
        seen[path] = seen.get(path, 0) + 1
        rows.append(notice_result(notice, path if seen[path] == 1 else f"{path}#{seen[path]}"))
    try:
        tables = tables_of(results_table(rows))
    except ImportError as error:
        raise NoticeparseError("tables of notices need pyarrow: pip install 'noticeparse[corpus]'") from error
    for refused in tables["failures"].to_pylist():
        raise NoticeparseError(f"{refused['file']}: does not fit the tables: {refused['message']}")
    return tables
