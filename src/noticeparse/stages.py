"""Stage packages that can be called: ``noticeparse.read(path)`` although ``noticeparse.read`` is a package.

A stage is one folder and one verb, so the package and its function share a name; whichever is imported last would
hide the other. Calling the package calls its function.
"""

from __future__ import annotations

import sys
from types import ModuleType
from typing import Any


class Stage(ModuleType):
    """A package that, called, calls its function of the same name."""

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return getattr(self, self.__name__.rpartition(".")[2])(*args, **kwargs)


def make_callable(name: str) -> None:
    """Make the package `name` (its ``__name__``) callable."""
    sys.modules[name].__class__ = Stage
