"""Parse published Chinese rectification notices into a typed outline with located facts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from noticeparse.check import check
    from noticeparse.compare import compare
    from noticeparse.dashboard import dashboard
    from noticeparse.errors import NoticeparseError, UnreadableError
    from noticeparse.export import export
    from noticeparse.export.coverage import coverage
    from noticeparse.export.label_studio_gold import read_label_studio
    from noticeparse.export.persons import mask_persons
    from noticeparse.export.read_ledger import read_ledger
    from noticeparse.frames import to_frames
    from noticeparse.model import Notice, Source
    from noticeparse.pipeline import parse
    from noticeparse.read import read

__version__ = "0.1.0"

_HOME = {
    "Notice": "noticeparse.model",
    "NoticeparseError": "noticeparse.errors",
    "Source": "noticeparse.model",
    "UnreadableError": "noticeparse.errors",
    "check": "noticeparse.check",
    "compare": "noticeparse.compare",
    "coverage": "noticeparse.export.coverage",
    "dashboard": "noticeparse.dashboard",
    "export": "noticeparse.export",
    "mask_persons": "noticeparse.export.persons",
    "parse": "noticeparse.pipeline",
    "read": "noticeparse.read",
    "read_label_studio": "noticeparse.export.label_studio_gold",
    "read_ledger": "noticeparse.export.read_ledger",
    "to_frames": "noticeparse.frames",
}

__all__ = [
    "Notice",
    "NoticeparseError",
    "Source",
    "UnreadableError",
    "__version__",
    "check",
    "compare",
    "coverage",
    "dashboard",
    "export",
    "mask_persons",
    "parse",
    "read",
    "read_label_studio",
    "read_ledger",
    "to_frames",
]


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
