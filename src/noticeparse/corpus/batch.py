"""batch(): many documents → a corpus folder, resumable, with nothing lost and nothing twice.

inputs → new or changed ones → an engine (`ENGINES`) parses them → tables → shards. The engine only turns documents into
tables of results; what is listed, written and counted is decided here, the same for every engine.
"""

from __future__ import annotations

import os
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from noticeparse.corpus.columns import TABLES
from noticeparse.corpus.document import CorpusError, Document
from noticeparse.corpus.inputs import Inputs
from noticeparse.corpus.store import Store
from noticeparse.corpus.table import failure_row, results_table, tables_of

if TYPE_CHECKING:
    import pyarrow as pa

SHARD_DOCUMENTS = 500
SHARD_BYTES = 32 * 2**20
SHARD_SECONDS = 20.0
"""A shard is written when it has so many documents or bytes, or is so old; a killed run loses one at most."""
_WAITING_SHARDS = 1
_TOLD_EVERY = 500  # documents looked at
ENGINES = {"pool": "noticeparse.corpus.pool", "ray": "noticeparse.corpus.cluster"}
"""Modules with ``parse_all(documents, *, workers, timeout, check, whole, **options) -> Iterator[pa.Table | None]``."""
FLEETING = ("timeout", "killed", "memory")
"""Causes of failure that another try may not meet."""


class LostRowsError(CorpusError):
    """The rows of the corpus are not the documents that went in."""


@dataclass(slots=True)
class Report:
    """What a run did; `str` of it is the account the command prints."""

    listed: int = 0
    """Documents of the input, each counted once."""
    twice: int = 0
    """Documents that were named again."""
    unchanged: int = 0
    """Documents the corpus has already."""
    notices: int = 0
    causes: Counter[str] = field(default_factory=Counter)
    """Failures of this run by cause."""
    rows: dict[str, int] = field(default_factory=dict)
    """Rows of each table of the whole corpus, after the run."""
    shards: int = 0
    seconds: float = 0.0

    @property
    def failures(self) -> int:
        """Documents of this run that gave no notice."""
        return sum(self.causes.values())

    @property
    def done(self) -> int:
        """Documents of this run that are accounted for."""
        return self.notices + self.failures

    def __str__(self) -> str:
        again = f" ({self.twice:,} more named twice)" if self.twice else ""
        causes = ", ".join(f"{cause} {many:,}" for cause, many in sorted(self.causes.items()))
        rate = f", {self.done / self.seconds:,.1f} a second" if self.done and self.seconds else ""
        return "\n".join(
            (
                f"documents in {self.listed:,}{again} = parsed {self.notices:,} + failed {self.failures:,}"
                f" + unchanged {self.unchanged:,}",
                *((f"failed: {causes}",) if causes else ()),
                "corpus: " + ", ".join(f"{name} {many:,}" for name, many in self.rows.items()),
                f"rows in = rows out; {self.shards} shard{'s' * (self.shards != 1)}; {self.seconds:,.1f} s{rate}",
            )
        )


Watcher = Callable[[Report], None]


def batch(
    inputs: Iterable[str | os.PathLike[str]] | str | os.PathLike[str],
    out: str | os.PathLike[str],
    *,
    workers: int | None = None,
    timeout: float = 60.0,
    check: bool = False,
    jsonl: bool = False,
    mask_persons: bool = False,
    columns: Mapping[str, str] | None = None,
    again: bool = False,
    retry: bool = False,
    engine: str = "pool",
    watch: Watcher | None = None,
    shard_documents: int = SHARD_DOCUMENTS,
    shard_seconds: float = SHARD_SECONDS,
    **options: Any,
) -> Report:
    """Parse every document of `inputs` into the corpus folder `out`.

    A run that was stopped or killed goes on where it stopped when it is called again. Documents the corpus has with the
    same sha256, parsed by this version with the same `check`, `jsonl` and `mask_persons`, are not parsed again. Whatever fails is a
    row of the table ``failures``; nothing an input does ends the run.

    Args:
        inputs: files, folders, globs, archives, files of records (see `noticeparse.corpus.inputs`).
        workers: processes; by default one for each core of this machine, or of the cluster.
        timeout: seconds one document may take.
        check: run the checks and fill the table ``findings``.
        jsonl: also write whole notices as JSON Lines, in ``out/jsonl``.
        mask_persons: mask the names of persons held to account, in the stored text too.
        columns: names of record columns that are not called text, html, url, fetched_at, name, encoding.
        again: parse everything anew.
        retry: try those again that timed out or took their worker down.
        engine: a name in `ENGINES`; `options` are handed to it.
        watch: called with the report so far, twice a second and after every piece of work.
        shard_documents, shard_seconds: when a shard is full.

    Raises:
        CorpusError: an input that does not exist, a folder that is in use, not writable, full, or no corpus.
        LostRowsError: rows are missing or too many (which would be a fault of this package).
        ImportError: a library of the extra ``corpus`` is missing, or `check` asked for where there is none.
    """
    import pyarrow  # noqa: F401  # where it is missing that is said once, not by every worker

    started = time.monotonic()
    parse_all = import_module(ENGINES[engine]).parse_all
    given = [inputs] if isinstance(inputs, str | os.PathLike) else list(inputs)
    documents = Inputs(given, out, columns)
    if mask_persons:
        options["mask_persons"] = True
    if check:
        from noticeparse.corpus.table import checker

        checker()
    report = Report()
    tell = watch or (lambda _: None)
    with Store(Path(out), _made(check, jsonl, mask_persons)) as store, _Shelf(store, jsonl, shard_documents, shard_seconds) as shelf:

        def told() -> None:
            report.seconds = time.monotonic() - started
            tell(report)

        todo = _Todo(documents.documents(), store, report, told, again=again, retry=retry)
        work = parse_all(iter(todo), workers=workers, timeout=timeout, check=check, whole=jsonl, **options)
        with closing(work) as tables:
            for table in tables:
                for results in (*todo.refused(), *([] if table is None else [table])):
                    _count(report, results)
                    shelf.put(results)
                shelf.look()
                told()
        for results in todo.refused():
            _count(report, results)
            shelf.put(results)
        shelf.flush()
        store.finish()
        _account(report, store, todo.seen)
    report.seconds = time.monotonic() - started
    return report


def _made(check: bool, jsonl: bool, masked: bool) -> dict[str, Any]:
    from noticeparse import __version__

    made: dict[str, Any] = {"noticeparse": __version__, "check": check, "jsonl": jsonl}
    return made | {"mask_persons": True} if masked else made  # a corpus of before has no such key


# --------------------------------------------------------------------------- what is to be done


class _Todo:
    """The documents that must be parsed: each once, and none the corpus has."""

    def __init__(
        self,
        documents: Iterable[Document],
        store: Store,
        report: Report,
        told: Callable[[], None],
        *,
        again: bool,
        retry: bool,
    ) -> None:
        self._documents = documents
        self._report = report
        self._told = told
        self._known = store.known
        self._has = (lambda _: False) if again else self._unchanged
        self._store = store
        self._retry = _fleeting(store) if retry else set()
        self._refused: list[Document] = []
        self.seen: set[str] = set()

    def __iter__(self) -> Iterator[Document]:
        for document in self._documents:
            if document.id in self.seen:
                self._report.twice += 1
                continue
            self.seen.add(document.id)
            self._report.listed += 1
            if self._report.listed % _TOLD_EVERY == 0:
                self._told()
            if self._has(document):
                self._report.unchanged += 1
            elif document.refused:
                self._refused.append(document)
            else:
                yield document

    def refused(self) -> Iterator[pa.Table]:
        """The rows of those that were met since the last call and cannot be read."""
        if self._refused:
            refused, self._refused = self._refused, []
            yield results_table([failure_row(_origin(document), *_refusal(document)) for document in refused])

    def _unchanged(self, document: Document) -> bool:
        """Without a hash nobody knows: what could not be read is looked at in every run."""
        known = self._known.get(document.id)
        return (
            known is not None
            and document.sha256 is not None
            and known[0] == document.sha256[:16]
            and document.id not in self._retry
            and self._store.same_make(known[1])
        )


def _origin(document: Document) -> dict[str, Any]:
    return document.row() | {"sha256": document.sha256}


def _refusal(document: Document) -> tuple[str, str]:
    assert document.refused is not None
    return document.refused


def _fleeting(store: Store) -> set[str]:
    """Ids of failures that may go better another time."""
    import pyarrow.parquet as pq

    found: set[str] = set()
    for shard in store.manifest.shards:
        rows = pq.read_table(store.folder / "failures" / f"{shard}.parquet", columns=["id", "cause"]).to_pylist()
        found.update(row["id"] for row in rows if row["cause"] in FLEETING)
    return found


# --------------------------------------------------------------------------- what is done


class _Shelf:
    """Collects tables of results until they fill a shard, and writes it in a thread: while one is written, the next fills."""

    def __init__(self, store: Store, whole: bool, documents: int, seconds: float) -> None:
        self._store = store
        self._whole = whole
        self._documents = documents
        self._seconds = seconds
        self._tables: list[pa.Table] = []
        self._rows = self._bytes = 0
        self._since = time.monotonic()
        self._writer = ThreadPoolExecutor(1, "shards")
        self._writing: list[Future[None]] = []

    def __enter__(self) -> _Shelf:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        """What was parsed before Ctrl-C is kept."""
        try:
            if kind is KeyboardInterrupt:
                self.flush()
        finally:
            self._writer.shutdown(wait=True, cancel_futures=True)

    def put(self, results: pa.Table) -> None:
        if not self._tables:
            self._since = time.monotonic()
        self._tables.append(results)
        self._rows += results.num_rows
        self._bytes += results.get_total_buffer_size()
        self.look()

    def look(self) -> None:
        """Write the shard if it is full or old enough."""
        if self._tables and (
            self._rows >= self._documents
            or self._bytes >= SHARD_BYTES
            or time.monotonic() - self._since >= self._seconds
        ):
            self._write()

    def flush(self) -> None:
        """Write what is there and wait until all is written."""
        if self._tables:
            self._write()
        self._wait(0)

    def _write(self) -> None:
        tables, self._tables = self._tables, []
        self._rows = self._bytes = 0
        self._wait(_WAITING_SHARDS - 1)
        self._writing.append(self._writer.submit(self._add, tables))

    def _wait(self, left: int) -> None:
        """Wait until no more than `left` shards wait to be written; a fault of the writer is raised here."""
        while self._writing and (len(self._writing) > left or self._writing[0].done()):
            self._writing.pop(0).result()

    def _add(self, tables: list[pa.Table]) -> None:
        import pyarrow as pa

        results = pa.concat_tables(tables)
        split = tables_of(results)
        lines = results["json"].drop_null().to_pylist() if self._whole else None
        self._store.add(split, lines)
        pa.default_memory_pool().release_unused()


def _count(report: Report, results: pa.Table) -> None:
    causes = Counter(cause for cause in results["cause"].to_pylist() if cause)
    report.causes.update(causes)
    report.notices += results.num_rows - sum(causes.values())


def _account(report: Report, store: Store, seen: set[str]) -> None:
    """Rows in = rows out: checked on what was counted, what was written, and what the files themselves hold."""
    rows = store.manifest.rows()
    report.rows = {name: rows[name] for name in TABLES}
    report.shards = len(store.manifest.shards)
    faults = store.faults()
    if report.listed != report.done + report.unchanged:
        faults.append(f"{report.listed} documents went in, {report.done + report.unchanged} came out")
    if missing := len(seen - store.known.keys()):
        faults.append(f"{missing} documents are in no table")
    if rows["notices"] + rows["failures"] != len(store.known):
        faults.append(f"{rows['notices'] + rows['failures']} rows for {len(store.known)} documents")
    if faults:
        raise LostRowsError(f"{store.folder}: rows in and rows out differ: " + "; ".join(faults[:5]))
