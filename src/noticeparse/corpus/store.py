"""The corpus folder: shards written whole, the manifest that lists them, and the lock.

    corpus/manifest.jsonl        one line for each change: shards added, shards dropped
    corpus/notices/000001.parquet, corpus/parts/000001.parquet …   one file for each table of a shard
    corpus/jsonl/000001.jsonl    whole notices, where asked for
    corpus/datapackage.json, corpus/schemas/*.json                 what the tables are, for other tools

A shard counts from the moment its line stands in the manifest, whole; a torn last line counts for nothing. Files no line
lists are remains of a killed run, and are removed by the next.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from noticeparse.corpus.columns import NESTED, TABLES, TABLES_VERSION, table_schema
from noticeparse.corpus.document import CorpusError

if TYPE_CHECKING:
    import pyarrow as pa

MANIFEST = "manifest.jsonl"
LOCK = ".lock"
JSONL = "jsonl"
_SHARD_FILE = re.compile(r"\d{6,}\.(parquet|jsonl)")


@dataclass(frozen=True, slots=True)
class Shard:
    """One file of each table, written together."""
    name: str
    rows: dict[str, int]
    """Rows of each table (and of ``jsonl`` where it was written)."""
    made: dict[str, Any] = field(default_factory=dict)
    """Version and options it was made with."""


Known = tuple[str | None, str]
"""The beginning of a document's sha256, and the shard it is in."""


@dataclass(slots=True)
class Manifest:
    """The shards that count, in the order they were added."""

    shards: dict[str, Shard]
    length: int
    """Bytes of whole lines."""
    last: int = 0
    """Highest number a shard ever had."""

    def rows(self) -> Counter[str]:
        """Rows of each table over all shards."""
        counted: Counter[str] = Counter(dict.fromkeys(TABLES, 0))
        for shard in self.shards.values():
            counted.update(shard.rows)
        return counted


def read_manifest(folder: Path) -> Manifest:
    """Raises CorpusError where a whole line of it is not what this version writes."""
    manifest = Manifest({}, 0)
    try:
        content = (folder / MANIFEST).read_bytes()
    except FileNotFoundError:
        return manifest
    except OSError as error:
        raise CorpusError(f"{folder}: the manifest cannot be read: {error.strerror or error}") from error
    for line in content.splitlines(keepends=True):
        if not line.endswith(b"\n"):
            break
        try:
            _apply(manifest, json.loads(line))
        except CorpusError as error:
            raise CorpusError(f"{folder}: {error}") from error
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise CorpusError(f"{folder}: line {line[:60]!r} of the manifest is damaged") from error
        manifest.length += len(line)
    return manifest


def _apply(manifest: Manifest, change: dict[str, Any]) -> None:
    if change["tables"].split(".")[0] != TABLES_VERSION.split(".")[0]:
        raise CorpusError(f"has tables of version {change['tables']}; this noticeparse writes {TABLES_VERSION}")
    for name in change["drop"]:
        del manifest.shards[name]
    for shard in change["add"]:
        manifest.shards[shard["shard"]] = Shard(shard["shard"], shard["rows"], shard["made"])
        manifest.last = max(manifest.last, int(shard["shard"]))


class Store:
    """A corpus folder open for writing; nobody else can open it so until it is closed.

    Args:
        folder: made where it is missing.
        made: version and options of this run, kept with each shard it adds.

    Raises CorpusError: in use by another run, not writable, holding other things, or a damaged manifest.
    """

    def __init__(self, folder: Path, made: dict[str, Any]) -> None:
        self.folder = folder
        self._made = made
        _check_folder(folder)
        with self._told():
            for name in TABLES:
                (folder / name).mkdir(parents=True, exist_ok=True)
        self._lock = _locked(folder)
        try:
            self.manifest = read_manifest(folder)
            with self._told():
                (folder / MANIFEST).touch()
                self._cut_torn_line()
                self._remove_remains()
            self.known = self._known()
        except BaseException:
            self._lock.close()
            raise

    def __enter__(self) -> Store:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let others write to the folder."""
        self._lock.close()

    # ------------------------------------------------------------------ what is there

    def _known(self) -> dict[str, Known]:
        """Of each document in the corpus its sha256 and shard, by id."""
        known: dict[str, Known] = {}
        for shard in self.manifest.shards:
            known.update(self._documents(shard))
        return known

    def _documents(self, shard: str) -> dict[str, Known]:
        import pyarrow.parquet as pq

        try:
            return _documents(
                {
                    table: pq.read_table(self._path(table, shard), columns=["id", "sha256"])
                    for table in ("notices", "failures")
                },
                shard,
            )
        except (OSError, ValueError) as error:
            raise CorpusError(f"{self.folder}: shard {shard} is damaged: {error}") from error

    def same_make(self, shard: str) -> bool:
        """Whether a shard was made with the version and options of this run."""
        return self.manifest.shards[shard].made == self._made

    def faults(self) -> list[str]:
        """Where the files do not hold the rows the manifest promises; reads only their ends."""
        import pyarrow.parquet as pq

        found = []
        for shard in self.manifest.shards.values():
            for table in TABLES:
                path = self._path(table, shard.name)
                try:
                    rows = pq.read_metadata(path).num_rows
                except (OSError, ValueError) as error:
                    found.append(f"{path}: {error}")
                    continue
                if rows != shard.rows[table]:
                    found.append(f"{path}: {rows} rows where the manifest says {shard.rows[table]}")
        return found

    # ------------------------------------------------------------------ adding

    def add(self, tables: dict[str, pa.Table], notices_json: list[str] | None = None) -> None:
        """Write a shard; rows of earlier shards for the same documents go in the same step.

        Raises CorpusError where the folder cannot be written; the corpus is then as it was before.
        """
        ids = [*tables["notices"]["id"].to_pylist(), *tables["failures"]["id"].to_pylist()]
        stale = {self.known[id_][1] for id_ in ids if id_ in self.known}
        written: list[Path] = []
        try:
            with self._told():
                shards = [self._write(tables, notices_json, self._made, written)]
                rewritten = (self._rewrite(name, set(ids), written) for name in sorted(stale))
                kept = [shard for shard in rewritten if shard is not None]
                self._append(shards + kept, sorted(stale))
        except BaseException:
            for path in written:
                with contextlib.suppress(OSError):
                    path.unlink()
            raise
        for shard in kept:
            self.known.update(self._documents(shard.name))
        self.known.update(_documents(tables, shards[0].name))
        with self._told():
            self._describe()

    def finish(self) -> None:
        """Remove what was replaced; until now somebody could be reading it."""
        with self._told():
            self._describe()
            self._remove_remains()

    def _describe(self) -> None:
        """Write ``datapackage.json`` and ``schemas/`` for other tools."""
        for name in TABLES:
            if not (self.folder / "schemas" / f"{name}.json").exists():
                self._write_json(Path("schemas") / f"{name}.json", table_schema(name))
        self._write_json(Path("datapackage.json"), self._datapackage())

    def _write(
        self, tables: dict[str, pa.Table], notices_json: list[str] | None, made: dict[str, Any], written: list[Path]
    ) -> Shard:
        import pyarrow as pa
        import pyarrow.parquet as pq

        self.manifest.last += 1
        name = f"{self.manifest.last:06}"
        rows = {}
        for table in TABLES:
            sink = pa.BufferOutputStream()
            pq.write_table(tables[table], sink, compression="zstd")
            _write_whole(self._path(table, name), sink.getvalue(), written)
            rows[table] = tables[table].num_rows
        if notices_json is not None:
            content = "".join(line + "\n" for line in notices_json).encode("utf-8")
            _write_whole(self._path(JSONL, name), content, written)
            rows[JSONL] = len(notices_json)
        return Shard(name, rows, made)

    def _rewrite(self, shard: str, ids: set[str], written: list[Path]) -> Shard | None:
        """A shard once more, without the rows of some documents; None where nothing is left of it.

        It keeps what it says of its making.
        """
        tables, notices_json = self._without(shard, ids)
        if not tables["notices"].num_rows + tables["failures"].num_rows:
            return None
        return self._write(tables, notices_json, self.manifest.shards[shard].made, written)

    def _without(self, shard: str, ids: set[str]) -> tuple[dict[str, pa.Table], list[str] | None]:
        """A shard's tables without the rows of some documents."""
        import pyarrow as pa
        import pyarrow.compute as pc
        import pyarrow.parquet as pq

        gone = pa.array(sorted(ids))
        kept: dict[str, pa.Table] = {}
        lines: list[str] | None = None
        for table in TABLES:
            rows = pq.read_table(self._path(table, shard))
            stays = pc.invert(pc.is_in(rows["notice" if table in NESTED else "id"], value_set=gone))
            kept[table] = rows.filter(stays)
            if table == "notices" and JSONL in self.manifest.shards[shard].rows:
                whole = self._path(JSONL, shard).read_text(encoding="utf-8").split("\n")
                lines = [line for line, stay in zip(whole, stays.to_pylist(), strict=False) if stay]
        return kept, lines

    def _append(self, shards: list[Shard], dropped: list[str]) -> None:
        """The line that makes shards count. Parts of it that got to a full disk are cut off again."""
        change = {
            "tables": TABLES_VERSION,
            "add": [{"shard": shard.name, "rows": shard.rows, "made": shard.made} for shard in shards],
            "drop": dropped,
        }
        line = (json.dumps(change, ensure_ascii=False) + "\n").encode("utf-8")
        try:
            with open(self.folder / MANIFEST, "ab") as stream:
                stream.write(line)
                _to_disk(stream)
        except BaseException:
            with contextlib.suppress(OSError):
                self._cut_torn_line()
            raise
        _apply(self.manifest, change)
        self.manifest.length += len(line)

    # ------------------------------------------------------------------ files

    def _path(self, table: str, shard: str) -> Path:
        return self.folder / table / f"{shard}.{'jsonl' if table == JSONL else 'parquet'}"

    def _cut_torn_line(self) -> None:
        path = self.folder / MANIFEST
        if path.exists() and path.stat().st_size > self.manifest.length:
            os.truncate(path, self.manifest.length)

    def _remove_remains(self) -> None:
        """Remove files of shards the manifest does not list, and half-written ones."""
        for table in (*TABLES, JSONL):
            with contextlib.suppress(FileNotFoundError):
                for entry in list(os.scandir(self.folder / table)):
                    shard = entry.name.partition(".")[0]
                    if entry.name.endswith(".tmp") or (
                        _SHARD_FILE.fullmatch(entry.name) and shard not in self.manifest.shards
                    ):
                        os.unlink(entry.path)

    def _write_json(self, path: Path, value: Any) -> None:
        _write_whole(
            self.folder / path, (json.dumps(value, ensure_ascii=False, indent=2) + "\n").encode("utf-8"), []
        )

    def _datapackage(self) -> dict[str, Any]:
        """The corpus as a Frictionless Data Package; a table is all its shards one after the other."""
        return {
            "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
            "name": "notices",
            "title": "Parsed rectification notices",
            "version": TABLES_VERSION,
            "resources": [
                {
                    "name": name,
                    "description": TABLES[name].means,
                    "path": [f"{name}/{shard}.parquet" for shard in self.manifest.shards],
                    "format": "parquet",
                    "mediatype": "application/vnd.apache.parquet",
                    "schema": table_schema(name),
                }
                for name in TABLES
                if self.manifest.shards
            ],
        }

    @contextlib.contextmanager
    def _told(self) -> Iterator[None]:
        """Say of a full disk or a forbidden folder which it is, and that nothing finished is lost."""
        try:
            yield
        except OSError as error:
            where = Path(error.filename).name if error.filename else "a file"
            raise CorpusError(
                f"{self.folder}: cannot be written ({where}: {error.strerror or error}); what the manifest lists "
                "is whole and readable, and the same command goes on from there"
            ) from error


def _documents(tables: dict[str, pa.Table], shard: str) -> dict[str, Known]:
    """What `Store.known` holds of the documents of a shard."""
    return {
        id_: (sha and sha[:16], shard)
        for table in ("notices", "failures")
        for id_, sha in zip(tables[table]["id"].to_pylist(), tables[table]["sha256"].to_pylist(), strict=True)
    }


def _check_folder(folder: Path) -> None:
    """Refuse a folder that holds something else: its files could be taken for remains."""
    if folder.exists() and not folder.is_dir():
        raise CorpusError(f"{folder}: is a file, not a folder")
    try:
        holds = {entry.name for entry in os.scandir(folder)} if folder.exists() else set()
    except OSError as error:
        raise CorpusError(f"{folder}: cannot be opened: {error.strerror or error}") from error
    ours = {*TABLES, MANIFEST, LOCK, JSONL, "schemas", "datapackage.json"}
    if holds and not holds & {MANIFEST, LOCK} and not holds <= ours:
        raise CorpusError(f"{folder}: is neither empty nor a corpus (it holds {sorted(holds - ours)[0]})")


def _write_whole(path: Path, content: Any, written: list[Path]) -> None:
    """Write a file under a temporary name, flush it to the disk, then give it its name."""
    path.parent.mkdir(parents=True, exist_ok=True)
    half = path.with_name(path.name + ".tmp")
    try:
        with open(half, "wb") as stream:
            stream.write(content)
            _to_disk(stream)
        os.replace(half, path)
    except BaseException as error:
        with contextlib.suppress(OSError):
            half.unlink()
        if isinstance(error, OSError) and not error.filename:  # a full disk does not say in which file
            error.filename = str(path)
        raise
    written.append(path)


def _to_disk(stream: IO[bytes]) -> None:
    stream.flush()
    os.fsync(stream.fileno())


def _locked(folder: Path) -> IO[str]:
    """The lock file, held by the system until it is closed or its process ends: none is ever stale.

    It names the process that holds it, for the message.
    """
    path = folder / LOCK
    try:
        stream = open(path, "a+", encoding="utf-8")  # noqa: SIM115  # stays open as long as the store
    except OSError as error:
        raise CorpusError(f"{folder}: cannot be written: {error.strerror or error}") from error
    try:
        _lock(stream)
    except OSError as error:
        stream.seek(0)
        holder = stream.read().strip() or "another process"
        stream.close()
        raise CorpusError(f"{folder}: is being written by {holder}; wait for it or stop it") from error
    with contextlib.suppress(OSError):
        import socket

        stream.truncate(0)
        stream.write(f"process {os.getpid()} on {socket.gethostname()}")
        stream.flush()
    return stream


def _lock(stream: IO[str]) -> None:
    """Raises OSError where another process has it."""
    try:
        import fcntl
    except ImportError:
        import msvcrt

        stream.seek(2**20)  # a byte nobody reads: Windows forbids reading what is locked
        locking: Any = vars(msvcrt)
        locking["locking"](stream.fileno(), locking["LK_NBLCK"], 1)
    else:
        fcntl.flock(stream.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)


