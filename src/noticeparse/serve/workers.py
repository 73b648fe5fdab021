"""Worker processes that do one job at a time and are killed when it takes too long.

A parser cannot be stopped from outside, a process can. Each worker waits behind a pipe; a job that is out of time costs
its worker and nobody else's, and a new one is started for the next job.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import queue
import signal
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import Any

from noticeparse.spawned import end_with_parent, nothing_run_again

_STARTING = 120.0
"""Seconds a worker may take to load the parser; they do not count against its first job."""
_READY = "ready"


@dataclass(frozen=True, slots=True)
class Answer:
    """What a job made: bytes and their media type."""

    content: bytes
    media_type: str


class JobRefusedError(Exception):
    """The job cannot be done with what it was given; the message says why."""


class TooLongError(Exception):
    """The job was out of time; its worker was killed."""


class BusyError(Exception):
    """No worker became free in time."""


class WorkerLostError(Exception):
    """The worker ended by itself, or the job broke in a way nobody foresaw."""


class Workers:
    """`count` processes; each `run` waits for a free one.

    Args:
        count: processes at most; they start when first needed.
        timeout: seconds a job may take, and also seconds it may wait for a worker.
    """

    def __init__(self, count: int, timeout: float) -> None:
        self.timeout = timeout
        self._free: queue.LifoQueue[_Worker | None] = queue.LifoQueue()
        self._running: set[_Worker] = set()
        for _ in range(count):
            self._free.put(None)

    def run(self, job: str, arguments: Mapping[str, Any]) -> Answer:
        """Do a job of `noticeparse.serve.jobs.JOBS`; may be called from many threads.

        Raises JobRefusedError, TooLongError, BusyError, WorkerLostError.
        """
        try:
            worker = self._free.get(timeout=self.timeout)
        except queue.Empty:
            raise BusyError(f"no worker became free within {self.timeout:g} s") from None
        try:
            if worker is None or not worker.alive:  # one that was killed while it waited costs no job
                self._ended(worker)
                worker = self._started()
            answer = worker.ask(job, arguments, self.timeout)
        except (TooLongError, WorkerLostError):
            self._ended(worker)
            worker = None
            raise
        finally:
            self._free.put(worker)
        if isinstance(answer, Answer):
            return answer
        kind, message = answer
        raise JobRefusedError(message) if kind == "refused" else WorkerLostError(message)

    def close(self) -> None:
        """End every worker."""
        for worker in list(self._running):
            self._ended(worker)

    def _started(self) -> _Worker:
        worker = _Worker()
        self._running.add(worker)
        return worker

    def _ended(self, worker: _Worker | None) -> None:
        if worker is not None:
            self._running.discard(worker)
            worker.end()


class _Worker:
    """One process and our end of its pipe."""

    def __init__(self) -> None:
        context = multiprocessing.get_context("spawn")  # a fork of a process with threads is not safe
        self._pipe, theirs = context.Pipe()
        self._process = context.Process(target=_work, args=(theirs,), daemon=True)
        with _STARTED_ONE_BY_ONE, nothing_run_again():
            self._process.start()
        theirs.close()
        self._ready = False

    def ask(self, job: str, arguments: Mapping[str, Any], timeout: float) -> Answer | tuple[str, str]:
        try:
            if not self._ready:
                self._ready = self._told(_STARTING) == _READY
            self._pipe.send((job, dict(arguments)))
            answer: Answer | tuple[str, str] = self._told(timeout)
        except (EOFError, OSError) as error:
            self._process.join(1)
            raise WorkerLostError(f"the worker process ended (exit status {self._process.exitcode})") from error
        return answer

    def _told(self, seconds: float) -> Any:
        if not self._pipe.poll(seconds):
            raise TooLongError(f"took longer than {seconds:g} s")
        return self._pipe.recv()

    @property
    def alive(self) -> bool:
        return bool(self._process.is_alive())

    def end(self) -> None:
        with contextlib.suppress(OSError):
            self._pipe.close()
        self._process.kill()
        self._process.join()


_STARTED_ONE_BY_ONE = threading.Lock()
"""`nothing_run_again` changes what all threads see."""


def _work(pipe: Connection) -> None:
    """Do jobs until the parent is gone."""
    import logging

    from noticeparse.serve.jobs import done, load

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to answer
    logging.disable(logging.ERROR)  # what a PDF library mutters belongs to no notice
    threading.Thread(target=end_with_parent, daemon=True).start()
    load()
    with contextlib.suppress(EOFError, OSError):  # the parent is gone
        pipe.send(_READY)
        while True:
            pipe.send(done(*pipe.recv()))
