"""How a batch shows that it lives: a bar on a terminal, plain lines in a log, nothing in a pipe."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from noticeparse.corpus.batch import Report

EVERY = 30.0
"""Seconds between two lines of a log."""


def progress(how: str, every: float = EVERY, stream: TextIO | None = None) -> Quiet:
    """The display called `how`: ``bar``, ``lines``, ``none``, or ``auto``: a bar on a terminal, else none."""
    stream = stream or sys.stderr
    if how == "auto":
        how = "bar" if stream.isatty() else "none"
    return {"bar": Bar, "lines": Lines, "none": Quiet}[how](stream, every)


class Quiet:
    """Shows nothing; the others are made the same way."""

    def __init__(self, stream: TextIO, every: float) -> None:
        self._stream = stream
        self._every = every
        self._total: int | None = None

    def __enter__(self) -> Quiet:
        return self

    def __exit__(self, *_: object) -> None:
        return None

    def expect(self, count: Callable[[], int | None]) -> None:
        """Learn how many documents there are, where that is needed."""

    def __call__(self, report: Report) -> None:
        """Show the state of the run."""


class Lines(Quiet):
    """A line of plain words every so many seconds."""

    def __init__(self, stream: TextIO, every: float) -> None:
        super().__init__(stream, every)
        self._last = time.monotonic()

    def expect(self, count: Callable[[], int | None]) -> None:
        self._total = count()

    def __call__(self, report: Report) -> None:
        if time.monotonic() - self._last >= self._every:
            self._last = time.monotonic()
            self._stream.write(line(report, self._total) + "\n")
            self._stream.flush()


class Bar(Quiet):
    """A bar with rate, failures and time left (rich)."""

    def __init__(self, stream: TextIO, every: float) -> None:
        super().__init__(stream, every)
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

        self._progress = Progress(
            TextColumn("batch"),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("{task.fields[rate]}"),
            TextColumn("{task.fields[failed]}"),
            TextColumn("left"),
            TimeRemainingColumn(),
            console=Console(file=stream),
        )
        self._task = self._progress.add_task("batch", total=None, rate="", failed="")

    def __enter__(self) -> Bar:
        self._progress.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._progress.stop()

    def expect(self, count: Callable[[], int | None]) -> None:
        self._progress.update(self._task, total=count())

    def __call__(self, report: Report) -> None:
        failed = f"{report.failures:,} failed" if report.failures else ""
        self._progress.update(
            self._task, completed=report.done + report.unchanged, rate=f"{rate(report):,.0f}/s", failed=failed
        )


def line(report: Report, total: int | None) -> str:
    """The state of a run in one line."""
    done = report.done + report.unchanged
    words = [f"{done:,} of {total:,} documents ({done / total:.0%})" if total else f"{done:,} documents"]
    words.append(f"{rate(report):,.1f} a second")
    words.append(f"{report.failures:,} failed")
    if total and report.done:
        words.append(f"{max(0, total - done) / rate(report):,.0f} s left")
    return "batch: " + ", ".join(words)


def rate(report: Report) -> float:
    """Documents parsed a second."""
    return report.done / report.seconds if report.seconds else 0.0
