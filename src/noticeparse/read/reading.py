"""What every format reader returns; `noticeparse.read.read` makes a `Source` of it."""

from __future__ import annotations

from dataclasses import dataclass, field

from noticeparse.model import Doubt, Page, Span, Table


class RefusedError(Exception):
    """Raised by a format reader with the cause in one clause; `read` adds the name and raises UnreadableError."""


@dataclass(slots=True)
class Reading:
    """The words of a document in reading order, one block a line, and what the reader knows about them.

    All spans index `text`. `encoding` is None where the format has none (DOCX, PDF).
    """

    text: str
    media_type: str
    encoding: str | None = None
    replaced: int = 0
    page: Page = field(default_factory=Page)
    furniture: list[Span] = field(default_factory=list)
    automatic: list[Span] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)
