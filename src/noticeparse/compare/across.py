"""Compare the notices of a corpus: X01 to X10, each a table whose rows carry the places they rest on.

A corpus goes in, `Across` comes out: one Arrow table for each entry of `COMPARISONS`. To add a comparison, write a
function in one of the ``across_*`` files, decorate it with its examples, and list it here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from noticeparse.compare.across_figures import checkable_figures, same_contact, same_counts
from noticeparse.compare.across_gather import Gathered
from noticeparse.compare.across_rounds import (
    date_unlike_peers,
    interval_among_all,
    issue_recurs,
    topics_beside_peers,
)
from noticeparse.compare.across_wording import republished, reused_wording, shared_document_title
from noticeparse.corpus.columns import Column, arrow_fields

if TYPE_CHECKING:
    import pyarrow as pa

    from noticeparse.corpus import Corpus
    from noticeparse.entries import CorpusComparison

COMPARISONS: tuple[CorpusComparison, ...] = (
    reused_wording,
    same_counts,
    topics_beside_peers,
    issue_recurs,
    date_unlike_peers,
    interval_among_all,
    same_contact,
    checkable_figures,
    shared_document_title,
    republished,
)
"""Every comparison, in the order of their codes."""

_EVIDENCE = Column("evidence", "evidence", "the places it rests on: notice, eid of the part, span, words", True)


@dataclass(frozen=True, slots=True)
class Across:
    """What comparing a corpus found.

    `tables` holds an Arrow table by code (X01 …) and is what indexing asks: ``across["X01"]``. The columns are those of
    the entry in `COMPARISONS`, then ``evidence``: a list of records ``notice`` (id), ``part`` (eid, null outside every
    part), ``span_start``, ``span_end`` (code points of the notice's text, end exclusive) and ``quote``, the words there.
    `notices` says what the ids stand for: ``id``, ``file``, ``url``, ``title``, ``body``, ``round``.
    """

    tables: Mapping[str, pa.Table]
    notices: pa.Table

    def __getitem__(self, code: str) -> pa.Table:
        return self.tables[code]

    def __iter__(self) -> Iterator[str]:
        return iter(self.tables)

    def __repr__(self) -> str:
        rows = ", ".join(f"{code} {table.num_rows}" for code, table in self.tables.items())
        return f"Across({self.notices.num_rows} notices; rows: {rows})"


def compare_corpus(corpus: Corpus, select: Sequence[str] | None = None) -> Across:
    """Hold the notices of a corpus against each other.

    Args:
        corpus: an open corpus; documents that are no notices are left out.
        select: codes or names of `COMPARISONS`; by default all.

    Raises:
        ValueError: there is no comparison of this code or name.
        CorpusError: the corpus cannot be read.
    """
    import pyarrow as pa

    entries = selected(select)
    gathered = Gathered(corpus)
    tables = {entry.code: pa.Table.from_pylist(list(entry.find(gathered)), table_schema(entry)) for entry in entries}
    return Across(tables, _notices(gathered))


def selected(select: Sequence[str] | None) -> tuple[CorpusComparison, ...]:
    """The comparisons of these codes or names, in their order; all for None. Raises ValueError for an unknown one."""
    if select is None:
        return COMPARISONS
    wanted = {name.lower() for name in select}
    known = {name for entry in COMPARISONS for name in (entry.code.lower(), entry.name)}
    if unknown := sorted(wanted - known):
        raise ValueError(f"no comparison {unknown[0]!r}; there are {', '.join(entry.code for entry in COMPARISONS)}")
    return tuple(entry for entry in COMPARISONS if wanted & {entry.code.lower(), entry.name})


def table_schema(entry: CorpusComparison) -> pa.Schema:
    """The Arrow schema of the table of a comparison."""
    import pyarrow as pa

    return pa.schema(arrow_fields((*entry.columns, _EVIDENCE)))


def _notices(gathered: Gathered) -> pa.Table:
    import pyarrow as pa

    names = ("id", "file", "url", "title", "body", "round")
    rows = [{name: getattr(notice, name) for name in names} for notice in gathered.notices]
    return pa.Table.from_pylist(rows, pa.schema([(name, pa.string()) for name in names]))
