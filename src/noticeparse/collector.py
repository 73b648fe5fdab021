"""The cyclic garbage collector, kept out of the way while a notice is made or checked."""

from __future__ import annotations

import gc
from types import TracebackType


class collector_paused:  # noqa: N801 - read as a verb: with collector_paused():
    """Keep the cyclic garbage collector from walking the half-made work again and again.

    Everything a parse or a check makes lives until its end, so the walks free nothing; they cost a quarter of the time
    of an ordinary notice, and more than linear time on a very long one.
    """

    def __init__(self) -> None:
        self._was_on = False

    def __enter__(self) -> None:
        self._was_on = gc.isenabled()
        if self._was_on:
            gc.disable()

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if self._was_on:
            gc.enable()
