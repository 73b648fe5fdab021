"""Read: a file, its bytes, a stream or a string → `Source`, the words of the document in reading order.

What a file is, its first bytes say, then its tags, last its name (`sniff`). Bytes are decoded here
(`encoding`), never by a parser. Each format has one reader that returns a `Reading`; what it cannot read it
refuses with the cause.
"""

from __future__ import annotations

import hashlib
import os
import re
import sys
from pathlib import Path
from typing import BinaryIO, TextIO

from noticeparse.errors import UnreadableError
from noticeparse.model import Doubt, Page, Source
from noticeparse.read.characters import REPLACEMENT, script_of
from noticeparse.read.reading import Reading, RefusedError
from noticeparse.stages import make_callable

make_callable(__name__)

MAX_BYTES = 256 * 2**20
"""Larger inputs are refused; it takes hundreds of photographs to fill a DOCX or PDF that far."""
MAX_TEXT_BYTES = 64 * 2**20
"""Larger text and HTML files are refused: a long notice has 100 kB, with everything a page adds a few MB."""

_SURROGATE = re.compile("[\ud800-\udfff]")


def read(
    source: str | os.PathLike[str] | bytes | BinaryIO | TextIO,
    *,
    name: str | None = None,
    url: str | None = None,
    encoding: str | None = None,
) -> Source:
    """Read a notice from a path, from bytes, from a file object, or from standard input (``"-"``).

    Args:
        source: a `str` or path names a file; bytes and file objects (binary or text) are content.
        name: how the result and error messages call the input; by default the file's name.
        url: where the document was published; by default what the page says itself.
        encoding: a label from outside, such as an HTTP header's charset. Like a page's own label it is only
            followed where the bytes agree with it.

    Raises:
        UnreadableError: no such file, a directory, empty, no permission, larger than `MAX_BYTES` (text:
        `MAX_TEXT_BYTES`), a picture or other
            binary file, an encrypted or broken document, mojibake. The message names the input and the cause.
    """
    shown = name or _shown_name(source)
    try:
        content = _content(source)
        if not content:
            raise RefusedError("is empty (zero bytes)")
        suffix = Path(shown).suffix.lower()
        if isinstance(content, str):
            text, data = _encodable(content)
            return _source(_text_reading(text, suffix), data, shown, url)
        return _source(_reading(content, suffix, encoding), content, shown, url)
    except RefusedError as refusal:
        raise UnreadableError(name or _path(source) or shown, str(refusal)) from refusal


def read_text(text: str, *, name: str = "<text>", url: str | None = None) -> Source:
    """A Source of plain or Markdown text in memory; line ends become ``\\n``, else it stays as it is.
    Never raises."""
    from noticeparse.read.text import plain_reading

    text, data = _encodable(text)
    return _source(plain_reading(text), data, name, url)


def read_html(text: str, *, name: str = "<html>", url: str | None = None) -> Source:
    """A Source of a decoded HTML page in memory.

    Raises:
        UnreadableError: a page of more tags than `html.MAX_TAGS`.
    """
    from noticeparse.read.html import html_reading

    try:
        text, data = _encodable(text)
        return _source(html_reading(text), data, name, url)
    except RefusedError as refusal:
        raise UnreadableError(name, str(refusal)) from refusal


# ------------------------------------------------------------------ from the input to its content


def _path(source: object) -> str | None:
    return os.fspath(source) if isinstance(source, str | os.PathLike) and source != "-" else None


def _shown_name(source: str | os.PathLike[str] | bytes | BinaryIO | TextIO) -> str:
    if isinstance(source, bytes | bytearray | memoryview):
        return "<bytes>"
    if isinstance(source, str | os.PathLike):
        return "<stdin>" if source == "-" else os.path.basename(os.fspath(source)) or os.fspath(source)
    stream_name = getattr(source, "name", None)
    return os.path.basename(stream_name) if isinstance(stream_name, str) and stream_name else "<stream>"


def _content(source: str | os.PathLike[str] | bytes | BinaryIO | TextIO) -> bytes | str:
    if isinstance(source, bytes | bytearray | memoryview):
        content: bytes | str = bytes(source)
    elif isinstance(source, str | os.PathLike):
        content = _from_stream(sys.stdin.buffer) if source == "-" else _file_content(os.fspath(source))
    else:
        content = _from_stream(source)
    if len(content) > MAX_BYTES:
        raise RefusedError(f"is larger than {MAX_BYTES // 2**20} MiB")
    return content


def _from_stream(stream: BinaryIO | TextIO) -> bytes | str:
    try:
        return stream.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:  # a closed stream, a stream of another encoding than it claims
        raise RefusedError(f"cannot be read: {error}") from error


def _file_content(path: str) -> bytes:
    try:
        with open(path, "rb") as stream:
            return stream.read(MAX_BYTES + 1)
    except FileNotFoundError:
        raise RefusedError("no such file") from None
    except (IsADirectoryError, NotADirectoryError, PermissionError) as error:
        # Windows says "permission denied" of a directory.
        cause = "is a directory" if os.path.isdir(path) else (error.strerror or "cannot be opened").lower()
        raise RefusedError(cause) from error
    except (OSError, ValueError) as error:  # a name too long, a NUL in it, a failing disk
        raise RefusedError(f"cannot be read: {getattr(error, 'strerror', None) or error}") from error


# ------------------------------------------------------------------ from the content to a reading


def _reading(data: bytes, suffix: str, encoding: str | None) -> Reading:
    from noticeparse.read import sniff

    media_type = sniff.media_type_of_bytes(data, suffix)
    if media_type == sniff.PDF:
        from noticeparse.read.pdf import read_pdf

        return read_pdf(data)
    if media_type == sniff.DOCX:
        from noticeparse.read.docx import read_docx

        return read_docx(data)
    if media_type == sniff.OFFICE:
        from noticeparse.read.office import MEDIA_TYPES, read_office

        return read_office(data, suffix if suffix in MEDIA_TYPES else ".doc")
    if len(data) > MAX_TEXT_BYTES:
        raise RefusedError(f"is larger than {MAX_TEXT_BYTES // 2**20} MiB, too large for a text")
    from noticeparse.read.encoding import decode

    decoded = decode(data, encoding)
    reading = _text_reading(decoded.text, suffix)
    reading.encoding, reading.replaced = decoded.encoding, decoded.replaced
    if decoded.replaced:
        reading.doubts.append(
            Doubt(
                code="damaged-bytes", message=f"{decoded.replaced} undecodable character(s), shown as U+FFFD"
            )
        )
    return reading


def _text_reading(text: str, suffix: str) -> Reading:
    """The reading of decoded text, which is HTML where its tags say so; mojibake is refused."""
    from noticeparse.read.mojibake import mojibake
    from noticeparse.read.sniff import HTML, media_type_of_text

    media_type = media_type_of_text(text, suffix)
    if media_type == HTML:
        from noticeparse.read.html import html_reading

        reading = html_reading(text)
    else:
        from noticeparse.read.text import plain_reading

        reading = plain_reading(text, media_type)
    cause = mojibake(reading.text)
    if cause:
        raise RefusedError(cause)
    return reading


def _encodable(text: str) -> tuple[str, bytes]:
    """`text` and its UTF-8 bytes; half a surrogate pair is no character and becomes U+FFFD, offsets
    unchanged."""
    try:
        return text, text.encode("utf-8")
    except UnicodeEncodeError:
        text = _SURROGATE.sub(REPLACEMENT, text)
        return text, text.encode("utf-8")


def _source(reading: Reading, data: bytes, name: str, url: str | None) -> Source:
    page: Page = reading.page
    return Source(
        name=name,
        media_type=reading.media_type,
        encoding=reading.encoding,
        sha256=hashlib.sha256(data).hexdigest(),
        url=url or page.url,
        text=reading.text,
        replaced=reading.replaced,
        script=script_of(reading.text),
        page=page,
        furniture=tuple(reading.furniture),
        automatic=tuple(reading.automatic),
        tables=tuple(reading.tables),
        doubts=tuple(reading.doubts),
    )
