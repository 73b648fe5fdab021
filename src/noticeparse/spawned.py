"""What every worker process of this package needs: to start without the user's script, to end with its parent."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import sys
from collections.abc import Iterator
from types import ModuleType


@contextlib.contextmanager
def nothing_run_again() -> Iterator[None]:
    """Hide the user's script while a process is spawned: it would be run again there, and nothing of it is needed.

    So workers start from scripts without a ``__main__`` guard, notebooks and standard input.
    """
    main = sys.modules["__main__"]
    sys.modules["__main__"] = ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = main


def end_with_parent() -> None:
    """Wait for the parent process and end this one at once when it is gone; to be run in a thread."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
