"""Corpus: a folder of parsed notices as tables (Parquet shards), queried with DuckDB in this process.

`noticeparse.corpus.batch.batch` fills the folder; `noticeparse.corpus.table.parse_table` is what any engine can run.
The tables and their keys are in `noticeparse.corpus.columns`.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from noticeparse.corpus.columns import NESTED, TABLES, arrow_schema
from noticeparse.corpus.document import CorpusError
from noticeparse.corpus.store import MANIFEST, read_manifest

if TYPE_CHECKING:
    import duckdb

    from noticeparse.compare.across import Across
    from noticeparse.model import Notice

As = Literal["arrow", "pandas", "polars"]

__all__ = ["Corpus", "CorpusError", "queries"]


class Corpus:
    """The tables of a corpus folder, as it is when this is made.

    Every table comes as Arrow, pandas or polars (`as_`), in the order of the documents' files and, within a notice, of
    its text. The folder is only read; a batch may be writing it meanwhile.

    Raises CorpusError where the folder is no corpus, and ImportError without the extra ``corpus``.
    """

    def __init__(self, folder: str | os.PathLike[str]) -> None:
        self.folder = Path(folder)
        if not (self.folder / MANIFEST).is_file():
            raise CorpusError(f"{self.folder}: is no corpus (it has no {MANIFEST}); `noticeparse batch` makes one")
        self._shards = list(read_manifest(self.folder).shards)
        self._connection = self._connected()

    def __repr__(self) -> str:
        return f"Corpus({str(self.folder)!r}, {len(self._shards)} shards)"

    def notices(self, as_: As = "arrow") -> Any:
        """One row for each document that was parsed: key ``id``."""
        return self.table("notices", as_)

    def parts(self, as_: As = "arrow") -> Any:
        """The outline: key ``notice``, ``eid``."""
        return self.table("parts", as_)

    def issues(self, as_: As = "arrow") -> Any:
        """The problems that were fed back: key ``notice``, ``n``."""
        return self.table("issues", as_)

    def measures(self, as_: As = "arrow") -> Any:
        """What was done or is planned: key ``notice``, ``n``."""
        return self.table("measures", as_)

    def facts(self, as_: As = "arrow") -> Any:
        """Dates, counts, money, documents …: key ``notice``, ``n``."""
        return self.table("facts", as_)

    def totals(self, as_: As = "arrow") -> Any:
        """How many issues there were and how they stand: key ``notice``, ``n``."""
        return self.table("totals", as_)

    def findings(self, as_: As = "arrow") -> Any:
        """What the checks found: key ``notice``, ``n``."""
        return self.table("findings", as_)

    def failures(self, as_: As = "arrow") -> Any:
        """One row for each input that gave no notice: key ``id``."""
        return self.table("failures", as_)

    def whole(self) -> Iterator[tuple[Notice, str]]:
        """Every notice as `noticeparse.parse` gave it, with its ``file``: see `noticeparse.corpus.whole`."""
        from noticeparse.corpus.whole import whole_notices

        return whole_notices(self)

    def table(self, name: str, as_: As = "arrow") -> Any:
        """A table by its name. Raises KeyError for a name that is not in `columns.TABLES`."""
        schema = arrow_schema(name)
        columns = ", ".join(f'rows."{column}"' for column in schema.names)
        if name in NESTED:
            query = f"SELECT {columns} FROM {name} AS rows JOIN notices ON notices.id = rows.notice ORDER BY notices.file, rows.n"
        else:
            query = f"SELECT {columns} FROM {name} AS rows ORDER BY rows.file"
        return shown(self._run(query).cast(schema), as_)

    def sql(self, query: str, parameters: Any = None, *, as_: As = "arrow") -> Any:
        """The answer to a DuckDB query over the tables; no columns for a statement that answers nothing.

        Spans count code points from 0, as DuckDB's strings do from 1:
        ``substring(text, span_start + 1, span_end - span_start)``.

        Raises CorpusError with DuckDB's message where it cannot be answered.
        """
        return shown(self._run(query, parameters), as_)

    def query(self, name: str, *, as_: As = "arrow") -> Any:
        """The answer to one of the ready-made `queries`. Raises KeyError for another name."""
        return self.sql(queries()[name].sql, as_=as_)

    def compare(self, select: Sequence[str] | None = None) -> Across:
        """Hold the notices against each other: reused wording, the same counts, issues that recur … (X01 to X10).

        `select` names comparisons by code. Raises ValueError for an unknown one.
        """
        from noticeparse.compare.across import compare_corpus

        return compare_corpus(self, select)

    def _run(self, query: str, parameters: Any = None) -> Any:
        import duckdb

        try:
            answer: Any = self._connection.sql(query, params=parameters)
            if answer is not None:
                return answer.to_arrow_table()
        except duckdb.Error as error:
            raise CorpusError(f"{self.folder}: {error}") from error
        import pyarrow as pa

        return pa.table({})

    def _connected(self) -> duckdb.DuckDBPyConnection:
        """DuckDB with one view for each table. It loads no extension, so it asks for nothing from the network."""
        import duckdb

        offline: dict[str, Any] = {"autoinstall_known_extensions": False, "autoload_known_extensions": False}
        connection = duckdb.connect(":memory:", config=offline)
        for name in TABLES:
            if self._shards:
                paths = ", ".join(_quoted(str(self.folder / name / f"{shard}.parquet")) for shard in self._shards)
                connection.execute(f'CREATE VIEW "{name}" AS SELECT * FROM read_parquet([{paths}])')
            else:
                connection.register(name, arrow_schema(name).empty_table())
        return connection


def shown(table: Any, as_: As) -> Any:
    """An Arrow table as Arrow, pandas or polars. Raises ValueError for another `as_`."""
    if as_ == "arrow":
        return table
    if as_ == "pandas":
        return table.to_pandas()
    if as_ == "polars":
        import polars

        return polars.from_arrow(table)
    raise ValueError(f"as_ is arrow, pandas or polars, not {as_!r}")


def _quoted(path: str) -> str:
    """A path in single quotes, for the query."""
    return "'" + path.replace("'", "''") + "'"


# --------------------------------------------------------------------------- ready-made questions


class Query:
    """A ready-made question: its name, what it answers in plain words, and the SQL."""

    def __init__(self, name: str, content: str) -> None:
        lines = content.split("\n")
        head = next(place for place, line in enumerate(lines) if not line.startswith("--"))
        self.name = name
        self.means = "\n".join(line.removeprefix("--").strip() for line in lines[:head])
        self.sql = "\n".join(lines[head:]).strip().rstrip(";")


@cache
def queries() -> dict[str, Query]:
    """The files of ``corpus/queries`` by name; the comment at the head of each says what it answers."""
    folder = files("noticeparse.corpus") / "queries"
    found = sorted((file for file in folder.iterdir() if file.name.endswith(".sql")), key=lambda file: file.name)
    return {
        file.name.removesuffix(".sql"): Query(file.name.removesuffix(".sql"), file.read_text(encoding="utf-8"))
        for file in found
    }
