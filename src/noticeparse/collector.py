"""The cyclic garbage collector, kept out of the way while a notice is made or checked."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def collector_paused() -> Iterator[None]:
    """Keep the cyclic garbage collector from walking the half-made work again and again.

    Everything a parse or a check makes lives until its end, so the walks free nothing; they cost a quarter of the time
    of an ordinary notice, and more than linear time on a very long one.
    """
    if not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
