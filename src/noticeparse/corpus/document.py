"""One document on its way into a corpus, and the words for one that never gets there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from noticeparse.corpus.table import document_id
from noticeparse.errors import NoticeparseError


class CorpusError(NoticeparseError):
    """A corpus folder that cannot be opened, written or trusted; the message names the folder and the cause."""


@dataclass(frozen=True, slots=True)
class Document:
    """One document of the input: who it is, and its content or where to read it.

    `refused` (cause, message) is set where the input cannot or must not be read.
    """

    file: str
    """Its identity in the corpus: a path seen from the corpus' parent folder, archive!member, records#number."""
    name: str
    url: str | None = None
    fetched_at: str | None = None
    encoding: str | None = None
    path: str | None = None
    content: bytes | None = None
    text: str | None = None
    html: str | None = None
    sha256: str | None = None
    size: int = 0
    refused: tuple[str, str] | None = None

    @property
    def id(self) -> str:
        """Its key in the tables: 16 hex digits made from `file`."""
        return document_id(self.file)

    def row(self) -> dict[str, Any]:
        """The document as `parse_row` and `parse_table` read it."""
        return {
            "file": self.file,
            "name": self.name,
            "url": self.url,
            "fetched_at": self.fetched_at,
            "encoding": self.encoding,
            "path": self.path,
            "content": self.content,
            "text": self.text,
            "html": self.html,
        }
