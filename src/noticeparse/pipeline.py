"""parse(): the stages in reading order."""

from __future__ import annotations

import os
from itertools import chain
from typing import BinaryIO

from noticeparse.facts import facts
from noticeparse.link import link
from noticeparse.link.identity import identify
from noticeparse.model import Notice, Source
from noticeparse.outline import layout, outline
from noticeparse.read import read, read_text


def parse(document: Source | str | bytes | os.PathLike[str] | BinaryIO, *, name: str | None = None) -> Notice:
    """Parse one document into a `Notice`.

    A `str` is the text itself (``parse("")`` is an empty notice); a path, bytes or a binary file is read first, in
    whatever format it is. Spans count code points of ``notice.source.text``.

    Raises `noticeparse.errors.UnreadableError` for a path, bytes or file that cannot be read.
    """
    source = _source(document, name)
    page = layout(source)
    identity = identify(source, page)
    parts = outline(source, page, inline=identity.is_notice)
    claims = facts(source, chain.from_iterable(part.walk() for part in parts))
    return link(source, page, identity, parts, claims)


def _source(document: Source | str | bytes | os.PathLike[str] | BinaryIO, name: str | None) -> Source:
    if isinstance(document, Source):
        return document
    if isinstance(document, str):
        return read_text(document, name=name or "<text>")
    return read(document, name=name)
