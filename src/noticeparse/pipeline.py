"""parse(): the stages in reading order."""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import BinaryIO

from noticeparse.collector import collector_paused
from noticeparse.facts import facts
from noticeparse.link import link
from noticeparse.link.identity import identify
from noticeparse.model import Notice, Source, in_order
from noticeparse.outline import layout, outline
from noticeparse.read import read, read_text


def parse(
    document: Source | str | bytes | os.PathLike[str] | BinaryIO,
    *,
    name: str | None = None,
    extend: Iterable[str | os.PathLike[str]] = (),
) -> Notice:
    """Parse one document into a `Notice`.

    A `str` is the text itself (``parse("")`` is an empty notice); a path, bytes or a binary file is read first, in
    whatever format it is. Spans count code points of ``notice.source.text``.

    `extend` names a user's own entries: JSON files, .py files, modules (see `noticeparse.extend`); none is looked for.

    Raises `noticeparse.extend.ExtensionError` for entries that cannot be used, `noticeparse.errors.UnreadableError` for a path, bytes or file that cannot be read.
    """
    if extend:
        from noticeparse.extend import extended

        with extended(extend):
            return parse(document, name=name)
    source = _source(document, name)
    with collector_paused():
        return _notice(source)


def _notice(source: Source) -> Notice:
    """The stages, in reading order."""
    page = layout(source)
    identity = identify(source, page)
    parts = outline(source, page, inline=identity.is_notice)
    order = in_order(parts)
    claims = facts(source, order)
    notice = link(source, page, identity, parts, claims)
    for node in order:  # without the way up nothing is a cycle, and all of it is freed here
        node.parent = None
    return notice


def _source(document: Source | str | bytes | os.PathLike[str] | BinaryIO, name: str | None) -> Source:
    if isinstance(document, Source):
        return document
    if isinstance(document, str):
        return read_text(document, name=name or "<text>")
    return read(document, name=name)
