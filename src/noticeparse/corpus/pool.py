"""Parse many documents in worker processes that may hang or die.

The parent sends a worker a few documents at a time; before each the worker notes which one it begins, in a pipe of its own
that the parent looks into when it has a reason to. So of a worker that dies or stays too long, the parent knows the
document: it is tried once more alone when the worker died, given up when it ran out of time, and the other documents
of its chunk go to another worker.
"""

from __future__ import annotations

import contextlib
import gc
import multiprocessing
import os
import signal
import sys
import threading
import time
from collections import Counter, deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from multiprocessing.connection import Connection, wait
from typing import TYPE_CHECKING, Any

from noticeparse.corpus.document import CorpusError, Document
from noticeparse.corpus.table import failure_row, parse_row, results_table
from noticeparse.spawned import end_with_parent, nothing_run_again

if TYPE_CHECKING:
    import pyarrow as pa

CHUNK = 16
"""Documents a worker gets at a time; their places are notes of one byte."""
CHUNK_BYTES = 8 * 2**20
"""Bytes of documents after which a chunk is full; memory does not grow with the input."""
ATTEMPTS = 2
"""Times a document may take its worker down; the first may have been another's fault (too little memory)."""
_HEARTBEAT = 0.5
_DEATHS_AT_START = 3
_STARTING = 120.0
_PACKING = 255
_READY = b"ready"


def parse_all(
    documents: Iterator[Document],
    *,
    workers: int | None,
    timeout: float,
    check: bool = False,
    whole: bool = False,
    mask_persons: bool = False,
) -> Iterator[pa.Table | None]:
    """Tables of `columns.results_schema` with one row for each document, in the order they get done.

    Yields None now and then while nothing is ready, so that the caller can show that it lives. `documents` is read as
    workers ask for more, never far ahead.

    Args:
        workers: processes; by default as many as there are cores.
        timeout: seconds one document may take; its worker is then killed.

    Raises CorpusError where workers cannot be started.
    """
    crew = _Crew(workers or cores(), timeout, {"check": check, "whole": whole, "mask_persons": mask_persons})
    try:
        yield from crew.run(_chunks(documents))
    finally:
        crew.dismiss()


def cores() -> int:
    """Cores this process may use."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # macOS, Windows
        return os.cpu_count() or 1


def _chunks(documents: Iterator[Document]) -> Iterator[list[Document]]:
    chunk: list[Document] = []
    size = 0
    for document in documents:
        chunk.append(document)
        size += document.size
        if len(chunk) >= CHUNK or size >= CHUNK_BYTES:
            yield chunk
            chunk, size = [], 0
    if chunk:
        yield chunk


# --------------------------------------------------------------------------- the parent's side


@dataclass(slots=True, eq=False)
class _Worker:
    process: Any
    pipe: Connection
    notes: Connection
    """Where it notes the places of the documents it begins."""
    ready: bool = False
    chunk: list[Document] = field(default_factory=list)
    at: int = 0
    """Place in the chunk of the document it has begun, or _PACKING; as of the last look."""
    since: float = field(default_factory=time.monotonic)

    @property
    def idle(self) -> bool:
        return self.ready and not self.chunk

    def give(self, chunk: list[Document]) -> None:
        self.chunk, self.at, self.since = chunk, 0, time.monotonic()
        self.pipe.send([document.row() for document in chunk])

    def look(self) -> None:
        """Learn which document it is at, and since when: since now if it has gone on after the last look."""
        with contextlib.suppress(EOFError, OSError):  # the end of its notes
            while self.notes.poll():
                self.at, self.since = self.notes.recv_bytes()[0], time.monotonic()

    def done(self) -> None:
        """It has answered: the notes of this chunk are of no more use."""
        self.look()
        self.ready, self.chunk = True, []

    def suspects(self) -> list[Document]:
        """Which documents may be to blame for what happens now."""
        return self.chunk if self.at == _PACKING else self.chunk[self.at : self.at + 1]


class _Crew:
    """The workers and the documents that are on their way."""

    def __init__(self, workers: int, timeout: float, options: dict[str, bool]) -> None:
        self._wanted = max(1, workers)
        self._timeout = timeout
        self._options = options
        self._workers: list[_Worker] = []
        self._again: deque[list[Document]] = deque()
        self._coming: deque[list[Document]] = deque()
        self._deaths: Counter[str] = Counter()
        self._stillborn = 0

    def run(self, chunks: Iterator[list[Document]]) -> Iterator[pa.Table | None]:
        self._fetch(chunks)
        done: list[pa.Table | None] = []
        while self._again or self._coming or any(worker.chunk for worker in self._workers):
            self._hire()
            for worker in [worker for worker in self._workers if worker.idle]:
                if waiting := self._again or self._coming:
                    done += self._give(worker, waiting.popleft())
                    self._fetch(chunks)  # read and hashed while the workers work
            yield from done  # and these are put away meanwhile
            done = list(self._listen())
        yield from done

    def _fetch(self, chunks: Iterator[list[Document]]) -> None:
        """Have one chunk waiting, and one for each worker that may still be hired."""
        while len(self._coming) < max(1, self._wanted - len(self._workers)):
            chunk = next(chunks, None)
            if chunk is None:
                return
            self._coming.append(chunk)

    def _hire(self) -> None:
        """As many workers as there may be, and no more than there are chunks for: they start side by side."""
        waiting = len(self._again) + len(self._coming)
        while len(self._workers) < self._wanted and sum(not worker.chunk for worker in self._workers) < waiting:
            self._workers.append(self._hired())

    def _give(self, worker: _Worker, chunk: list[Document]) -> Iterator[pa.Table]:
        try:
            worker.give(chunk)
        except OSError:  # it died before it was asked anything
            yield from self._bury(worker)

    def _listen(self) -> Iterator[pa.Table | None]:
        heard = wait([worker.pipe for worker in self._workers], self._patience())
        if not heard:
            yield None
        for worker in [worker for worker in self._workers if worker.pipe in heard]:
            try:
                message = worker.pipe.recv_bytes()
            except (EOFError, OSError):
                yield from self._bury(worker)
                continue
            worker.done()
            if message == _READY:
                self._stillborn = 0
            else:
                yield _unpacked(message)
        for worker in [worker for worker in self._workers if self._late(worker)]:
            yield from self._give_up(worker)

    def _patience(self) -> float:
        """Seconds until the next document is out of time, half a second at most."""
        now = time.monotonic()
        left = [worker.since + self._timeout - now for worker in self._workers if worker.chunk]
        return max(0.0, min([_HEARTBEAT, *left]))

    def _late(self, worker: _Worker) -> bool:
        worker.look()
        allowed = self._timeout if worker.ready else max(_STARTING, self._timeout)
        return bool(worker.chunk or not worker.ready) and time.monotonic() - worker.since >= allowed

    def _give_up(self, worker: _Worker) -> Iterator[pa.Table]:
        """A document is out of time: its worker is killed."""
        if not worker.ready:
            raise CorpusError(f"a worker process did not start within {_STARTING:.0f} s")
        self._dismissed(worker)
        suspects = worker.suspects()
        self._send_back([document for document in worker.chunk if document not in suspects])
        if len(suspects) == 1:
            yield _failures(suspects, "timeout", f"took longer than {self._timeout:g} s")
        else:
            self._again.extend([document] for document in suspects)

    def _bury(self, worker: _Worker) -> Iterator[pa.Table]:
        """A worker has died: its document is tried again alone, once."""
        worker.process.join(1)  # else our own kill could be taken for the cause
        worker.look()
        self._dismissed(worker)
        if not worker.ready:
            self._stillborn += 1
            if self._stillborn >= _DEATHS_AT_START:
                raise CorpusError(f"worker processes {_manner(worker)} as soon as they start")
        suspects = worker.suspects()
        self._send_back([document for document in worker.chunk if document not in suspects])
        for document in suspects:
            self._deaths[document.file] += 1
            if self._deaths[document.file] < ATTEMPTS:
                self._again.append([document])
            else:
                yield _failures([document], "killed", f"its worker process {_manner(worker)}")

    def _send_back(self, documents: list[Document]) -> None:
        if documents:
            self._again.append(documents)

    def _hired(self) -> _Worker:
        context = multiprocessing.get_context("spawn")  # a fork of a process with threads is not safe
        ours, theirs = context.Pipe()
        notes, pen = context.Pipe(duplex=False)
        process = context.Process(target=_work, args=(theirs, pen, self._options), daemon=True)
        with nothing_run_again():
            process.start()
        theirs.close()
        pen.close()
        return _Worker(process, ours, notes)

    def _dismissed(self, worker: _Worker) -> None:
        self._workers.remove(worker)
        for pipe in (worker.pipe, worker.notes):
            with contextlib.suppress(OSError):
                pipe.close()
        worker.process.kill()
        worker.process.join()

    def dismiss(self) -> None:
        """End every worker."""
        for worker in list(self._workers):
            self._dismissed(worker)


def _failures(documents: list[Document], cause: str, message: str) -> pa.Table:
    return results_table(
        [failure_row(document.row() | {"sha256": document.sha256}, cause, message) for document in documents]
    )


def _manner(worker: _Worker) -> str:
    code = worker.process.exitcode
    if code is not None and code < 0:
        with contextlib.suppress(ValueError):
            return f"was killed by signal {signal.Signals(-code).name}"
    return f"ended with exit status {code}"


def _unpacked(message: bytes) -> pa.Table:
    import pyarrow as pa

    with pa.ipc.open_stream(pa.py_buffer(message)) as stream:
        return stream.read_all()


# --------------------------------------------------------------------------- the worker's side


def _work(pipe: Connection, pen: Connection, options: dict[str, bool]) -> None:
    """Parse chunks until the parent is gone."""
    import logging

    sys.meta_path.insert(0, _NoPandas())
    import pyarrow  # noqa: F401  # both loaded before the clock of the first document runs

    import noticeparse.pipeline  # noqa: F401

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to answer
    logging.disable(logging.ERROR)  # what a PDF library mutters belongs to no notice
    threading.Thread(target=end_with_parent, daemon=True).start()
    with contextlib.suppress(EOFError, OSError):  # the parent is gone
        pipe.send_bytes(_READY)
        while True:
            rows = []
            for place, document in enumerate(pipe.recv()):
                pen.send_bytes(bytes((place,)))
                rows.append(parse_row(document, **options))
            pen.send_bytes(bytes((_PACKING,)))
            pipe.send_bytes(_packed(results_table(rows)))
            _keep_what_is_loaded()


def _packed(results: pa.Table) -> pa.Buffer:
    """A table as an Arrow IPC stream."""
    import pyarrow as pa

    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, results.schema) as stream:
        stream.write_table(results)
    return sink.getvalue()


@cache
def _keep_what_is_loaded() -> None:
    """After the first chunk all modules and word lists are loaded: the collector need not walk them again and again."""
    gc.collect()
    gc.freeze()


class _NoPandas:
    """Pyarrow loads pandas, where it is installed, to see whether a list of dicts is one of its frames: 40 MB a worker."""

    def find_spec(self, name: str, path: object = None, target: object = None) -> None:
        if name == "pandas":
            raise ModuleNotFoundError("not in a worker", name=name)
