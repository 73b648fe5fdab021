"""Parse published Chinese rectification notices into a typed outline with located facts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from noticeparse.errors import NoticeparseError, UnreadableError
    from noticeparse.model import Notice, Source
    from noticeparse.pipeline import parse
    from noticeparse.read import read

__version__ = "0.1.0"

__all__ = ["Notice", "NoticeparseError", "Source", "UnreadableError", "__version__", "parse", "read"]

_HOME = {
    "Notice": "noticeparse.model",
    "NoticeparseError": "noticeparse.errors",
    "Source": "noticeparse.model",
    "UnreadableError": "noticeparse.errors",
    "parse": "noticeparse.pipeline",
    "read": "noticeparse.read",
}


def __getattr__(name: str) -> Any:
    """Load a public name when it is first used (PEP 562), so that the import itself costs next to nothing."""
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    value = getattr(import_module(_HOME[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *_HOME})
