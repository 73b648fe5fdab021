"""Ray: the engine of a batch for more than one machine (extra ``ray``).

The driver lists, counts and writes as for any engine (`noticeparse.corpus.batch`), so the tables are those of the process
pool, row for row. Here documents travel in chunks to actors, one for each CPU, and tables travel back. An actor parses
in a child process under the pool's own watch, so a document that hangs or kills is told in the same words; what Ray
itself loses (an actor, a node) is given out again by the driver. Ray retries nothing by itself: a chunk's rows
are taken once, from the one reply that is awaited, and are checked against the chunk.

Why actors over lists and not Ray Data: its reader lost rows without a word where a file was named twice, and
a read followed by a map costs two tasks for each small file. Here a file named twice is one document before Ray sees it.
"""

from __future__ import annotations

import contextlib
import os
import socket
from collections import Counter, deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from importlib import import_module
from typing import TYPE_CHECKING, Any

from noticeparse.corpus import pool
from noticeparse.corpus.document import CorpusError, Document

if TYPE_CHECKING:
    import pyarrow as pa

    from noticeparse.corpus.batch import Report

AHEAD = 2
"""Chunks an actor has at a time: the one it parses and the next."""
LOSSES = 3
"""Times a document may be lost with its actor before it is a failure; once lost, it travels alone."""
STORE_BYTES = 200 * 2**20
"""Ray's object store, where this starts Ray itself: chunks on their way fit many times over."""
_HEARTBEAT = 0.5
_STILLBORN = 3
_PATIENCE = 10.0  # seconds for the cluster to answer the first time


def run_on_ray(
    paths: Iterable[str | os.PathLike[str]] | str | os.PathLike[str],
    out: str | os.PathLike[str],
    *,
    address: str | None = None,
    workers: int | None = None,
    timeout: float = 60.0,
    **options: Any,
) -> Report:
    """`noticeparse.corpus.batch.batch` on Ray: the same corpus, report and errors.

    Args:
        paths, out, timeout: as for `batch`, and so are `options` (check, jsonl, again, watch …).
        address: of a running cluster ("auto", "10.0.0.5:6379", "ray://…"); by default Ray is started here, and ended.
        workers: actors, one CPU each; by default as many as the cluster, or this machine, has CPUs.

    Raises ImportError without the extra ``ray``, CorpusError where no cluster answers or its actors cannot work, and
    what `batch` raises.
    """
    from noticeparse.corpus.batch import batch

    with _joined(address, workers):  # before the folder is made or an input is looked at
        return batch(
            paths, out, engine="ray", workers=workers, timeout=timeout, address=address, **options
        )


def parse_all(
    documents: Iterator[Document],
    *,
    workers: int | None,
    timeout: float,
    check: bool = False,
    whole: bool = False,
    mask_persons: bool = False,
    address: str | None = None,
    shared_files: bool | None = None,
) -> Iterator[pa.Table | None]:
    """Tables with one row for each document, as `noticeparse.corpus.pool.parse_all` gives them.

    Args:
        workers: actors at most, one CPU each; by default as many as the cluster has CPUs.
        address: see `run_on_ray`; without meaning where the caller has Ray running.
        shared_files: whether the nodes see the documents under the same paths; else their bytes travel. By default
            they travel to the cluster of an `address`, and where a node has another name than this machine.

    Raises CorpusError where no cluster answers, its actors cannot work, or a chunk comes back with other rows.
    """
    with _joined(address, workers) as ray:
        options = {"check": check, "whole": whole, "mask_persons": mask_persons}
        shared = address is None and _all_here(ray) if shared_files is None else shared_files
        crew = _Crew(ray, workers or _cpus(ray), timeout, options, shared)
        try:
            yield from crew.run(pool._chunks(documents))
        finally:
            crew.dismiss()


@contextlib.contextmanager
def _joined(address: str | None, workers: int | None) -> Iterator[Any]:
    """Ray, running: the caller's if there is one, else the cluster at `address`, else one on this machine for a while."""
    try:
        ray = import_module("ray")
    except ImportError as error:
        raise ImportError("the engine ray needs Ray: pip install 'noticeparse[ray]'") from error
    if ray.is_initialized():
        yield ray
        return
    quiet = {"log_to_driver": False, "logging_level": "ERROR"}
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")  # a library reports nothing to anybody
    os.environ.setdefault("RAY_ACCEL_ENV_VAR_OVERRIDE_ON_ZERO", "0")  # else it warns of a future default
    try:
        if address is None:
            local = {"num_cpus": workers or pool.cores(), "object_store_memory": STORE_BYTES}
            ray.init("local", include_dashboard=False, **local, **quiet)
        else:
            _knock(address)
            ray.init(address, **quiet)
    except (OSError, RuntimeError, ValueError) as error:
        raise CorpusError(f"Ray at {address or 'this machine'}: {error}") from error
    try:
        yield ray
    finally:
        ray.shutdown()


def _knock(address: str) -> None:
    """Raises OSError where nobody listens at host:port: Ray itself would go on trying for many minutes."""
    host, colon, port = address.rpartition("://")[2].rpartition(":")
    if colon and port.isdigit():
        socket.create_connection((host.strip("[]"), int(port)), _PATIENCE).close()


def _cpus(ray: Any) -> int:
    return max(1, int(ray.cluster_resources().get("CPU", 1)))


def _all_here(ray: Any) -> bool:
    """Whether every living node of the cluster is this machine."""
    return {node["NodeManagerHostname"] for node in ray.nodes() if node["Alive"]} == {socket.gethostname()}


# --------------------------------------------------------------------------- the driver's side


@dataclass(slots=True, eq=False)
class _Hand:
    """An actor as the driver knows it."""

    actor: Any
    ready: bool = False
    chunks: list[list[Document]] = field(default_factory=list)
    """What it has to do, in the order it does it."""
    suspect: bool = False
    """Whether it has a document that an actor was lost with: it is alone, so that no other is lost with it."""

    @property
    def free(self) -> bool:
        return self.ready and not self.suspect and len(self.chunks) < AHEAD


@dataclass(slots=True)
class _Errand:
    """What is awaited: the greeting of a new actor (`chunk` empty), or the rows of a chunk."""

    hand: _Hand
    chunk: list[Document] = field(default_factory=list)


class _Crew:
    """The actors and the documents that are on their way."""

    def __init__(
        self, ray: Any, workers: int, timeout: float, options: dict[str, bool], shared_files: bool
    ) -> None:
        self._ray = ray
        self._workers = workers
        self._making = (timeout, options)
        self._shared_files = shared_files
        self._hands: list[_Hand] = []
        self._awaited: dict[Any, _Errand] = {}
        self._again: deque[list[Document]] = deque()
        self._suspects: deque[Document] = deque()
        self._losses: Counter[str] = Counter()
        self._stillborn = 0

    def run(self, chunks: Iterator[list[Document]]) -> Iterator[pa.Table | None]:
        coming = next(chunks, None)
        while coming is not None or self._waiting() or any(errand.chunk for errand in self._awaited.values()):
            if coming is not None or self._waiting():
                self._hire()
            while hand := self._free():
                if self._suspects and not hand.chunks:
                    hand.suspect = True
                    self._give(hand, [self._suspects.popleft()])
                elif self._again:
                    self._give(hand, self._again.popleft())
                elif coming is not None:
                    self._give(hand, coming)
                    coming = next(chunks, None)
                else:
                    break
            yield from self._listen()

    def _waiting(self) -> bool:
        """Whether something is to be given out again."""
        return bool(self._again or self._suspects)

    def _hire(self) -> None:
        """As many actors as there may be: Ray starts each when a CPU is free, and those that are ready begin."""
        from noticeparse import __version__

        parser = self._ray.remote(num_cpus=1, max_restarts=0, max_task_retries=0)(Parser)
        while len(self._hands) < self._workers:
            hand = _Hand(parser.remote(*self._making))
            self._hands.append(hand)
            self._awaited[hand.actor.greet.remote(__version__)] = _Errand(hand)

    def _free(self) -> _Hand | None:
        """The ready actor with the fewest chunks, if it may have one more."""
        free = (hand for hand in self._hands if hand.free)
        return min(free, key=lambda hand: len(hand.chunks), default=None)

    def _give(self, hand: _Hand, chunk: list[Document]) -> None:
        hand.chunks.append(chunk)
        sent = chunk if self._shared_files else [_with_bytes(document) for document in chunk]
        self._awaited[hand.actor.parse.remote(sent)] = _Errand(hand, chunk)

    def _listen(self) -> Iterator[pa.Table | None]:
        done, _ = self._ray.wait(list(self._awaited), num_returns=1, timeout=_HEARTBEAT)
        if not done:
            yield None
        for reference in done:
            errand = self._awaited.pop(reference)
            try:
                reply = self._ray.get(reference)
            except self._ray.exceptions.RayTaskError as error:
                raise CorpusError(f"a Ray worker cannot work: {error.cause}") from error
            except self._ray.exceptions.RayError as error:
                yield from self._bury(errand.hand, error)
                continue
            if errand.chunk:
                errand.hand.chunks.remove(errand.chunk)
                errand.hand.suspect = False
                yield _checked(pool._unpacked(reply), errand.chunk)
            else:
                errand.hand.ready, self._stillborn = True, 0

    def _bury(self, hand: _Hand, error: Exception) -> Iterator[pa.Table]:
        """An actor or a reply of it is lost: what it had is given out again, what it was at one by one."""
        self._hands.remove(hand)
        for reference in [reference for reference, other in self._awaited.items() if other.hand is hand]:
            errand = self._awaited.pop(reference)
            with contextlib.suppress(self._ray.exceptions.RayError):  # what it finished before counts
                reply = self._ray.get(reference, timeout=0)
                if errand.chunk:
                    hand.chunks.remove(errand.chunk)
                    yield _checked(pool._unpacked(reply), errand.chunk)
        self._ray.kill(hand.actor)  # one that is only out of reach must not go on
        if not hand.ready:
            self._stillborn += 1
            if self._stillborn >= _STILLBORN:
                raise CorpusError(f"Ray workers end as soon as they start: {error}") from error
        begun, queued = hand.chunks[:1], hand.chunks[1:]
        self._again.extend(queued)
        for document in (document for chunk in begun for document in chunk):
            self._losses[document.file] += 1
            if self._losses[document.file] < LOSSES:
                self._suspects.append(document)
            else:
                yield pool._failures([document], "killed", f"was lost {LOSSES} times with its Ray worker")

    def dismiss(self) -> None:
        """End every actor."""
        for hand in self._hands:
            with contextlib.suppress(self._ray.exceptions.RayError):
                self._ray.kill(hand.actor)


def _with_bytes(document: Document) -> Document:
    """The document with the content of its file; as it is where that cannot be read (the worker then says why)."""
    if document.path is None:
        return document
    try:
        with open(document.path, "rb") as stream:
            return replace(document, content=stream.read())
    except OSError:
        return document


def _checked(results: pa.Table, chunk: list[Document]) -> pa.Table:
    """Rows in are rows out, the same documents. Raises CorpusError where they are not."""
    sent, came = (Counter(ids) for ids in ([d.id for d in chunk], results["id"].to_pylist()))
    if sent != came:
        raise CorpusError(f"{sent.total()} documents went to a Ray worker and {came.total()} rows came back")
    return results


# --------------------------------------------------------------------------- the actor's side


class Parser:
    """What runs as a Ray actor: one worker of the process pool, kept from chunk to chunk."""

    def __init__(self, timeout: float, options: dict[str, bool]) -> None:
        self._crew = pool._Crew(1, timeout, options)

    def greet(self, version: str) -> None:
        """Raises CorpusError where the driver has another version: its rows would be other rows."""
        from noticeparse import __version__

        if version != __version__:
            raise CorpusError(f"the cluster has noticeparse {__version__}, this machine {version}")

    def parse(self, documents: list[Document]) -> bytes:
        """The results of a chunk as an Arrow IPC stream."""
        import pyarrow as pa

        tables = [table for table in self._crew.run(iter([documents])) if table is not None]
        packed: bytes = pool._packed(pa.concat_tables(tables)).to_pybytes()
        return packed
