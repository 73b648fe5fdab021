"""Scraped records: JSON Lines, Parquet and WARC → `Document`s with url and time of fetching.

A record holds its page in ``html`` or ``text`` (html is asked first; bytes are read as a file would be), and may have
``url``, ``fetched_at``, ``name`` and ``encoding``; other column names are given as a mapping.
"""

from __future__ import annotations

import gzip
import json
import os
from collections.abc import Iterator, Mapping
from typing import IO, Any, cast

from noticeparse.corpus.document import Document
from noticeparse.corpus.table import sha256

MAX_LINE = 256 * 2**20
"""Bytes of one record."""
HOLDS = ("text", "html", "url", "fetched_at", "name", "encoding")
_LINES = (".jsonl", ".ndjson", ".jsonl.gz", ".ndjson.gz")
_WARCS = (".warc", ".warc.gz")
RECORDS = (*_LINES, ".parquet", *_WARCS)
_PAGES = ("text/html", "text/plain", "application/xhtml", "application/pdf", "application/msword",
          "application/vnd.openxmlformats-officedocument.wordprocessingml")  # fmt: skip
"""Content types a notice can have; a crawl's pictures, scripts and styles are passed over."""


def is_records(path: str) -> bool:
    """Whether a path ends like a file of scraped records."""
    return path.lower().endswith(RECORDS)


def records(path: str, file: str, columns: Mapping[str, str]) -> Iterator[Document]:
    """The documents of a file of records, called `file` in the corpus; a broken file is one refused document."""
    named = {holds: columns.get(holds, holds) for holds in HOLDS}
    lower = path.lower()
    try:
        if lower.endswith(_LINES):
            yield from _lines(path, file, named)
        elif lower.endswith(_WARCS):
            yield from _warc(path, file)
        else:
            yield from _parquet(path, file, named)
    except ImportError as error:
        yield _refused(file, path, "unreadable", f"needs a library that is not installed: {error}")
    except Exception as error:  # whatever a reader says to noise: it must not end the run
        yield _refused(file, path, "unreadable", f"is broken, cut short or damaged ({error})")


def count_records(path: str) -> int | None:
    """How many records there are; None for a compressed file or a WARC, which would have to be read."""
    lower = path.lower()
    try:
        if lower.endswith((".jsonl", ".ndjson")):
            with open(path, "rb") as stream:
                return sum(piece.count(b"\n") for piece in iter(lambda: stream.read(2**20), b"")) or 1
        if lower.endswith(".parquet"):
            import pyarrow.parquet as pq

            return cast(int, pq.read_metadata(path).num_rows)
    except Exception:  # `records` will say what is wrong
        return 1
    return None


# --------------------------------------------------------------------------- JSON Lines


def _lines(path: str, file: str, named: Mapping[str, str]) -> Iterator[Document]:
    number = 0
    with _opened(path) as stream:
        while line := stream.readline(MAX_LINE + 1):
            number += 1
            at = f"{file}#{number}"
            if len(line) > MAX_LINE:
                yield _refused(at, path, "record", f"is a line of more than {MAX_LINE // 2**20} MiB")
                while line and not line.endswith(b"\n"):
                    line = stream.readline(MAX_LINE)
                continue
            if not line.strip():
                continue
            try:
                record = json.loads(line.removeprefix(b"\xef\xbb\xbf").decode("utf-8"))
            except (ValueError, RecursionError) as error:
                yield _refused(at, path, "record", f"is not a JSON record: {error}")
                continue
            if isinstance(record, dict):
                yield _record(at, path, record, named)
            else:
                yield _refused(at, path, "record", "is JSON, but not a record with names")


def _opened(path: str) -> IO[bytes]:
    return cast(IO[bytes], gzip.open(path, "rb")) if path.lower().endswith(".gz") else open(path, "rb")


# --------------------------------------------------------------------------- Parquet


def _parquet(path: str, file: str, named: Mapping[str, str]) -> Iterator[Document]:
    import pyarrow.parquet as pq

    with pq.ParquetFile(path) as table:
        there = [column for column in named.values() if column in table.schema_arrow.names]
        number = 0
        for batch in table.iter_batches(batch_size=64, columns=there):
            for record in batch.to_pylist():
                number += 1
                yield _record(f"{file}#{number}", path, record, named)


def _record(at: str, path: str, record: Mapping[str, Any], named: Mapping[str, str]) -> Document:
    """A record's document: html before text, because it has the structure."""
    url = _words(record.get(named["url"]))
    about: dict[str, Any] = {
        "file": at,
        "name": _words(record.get(named["name"])) or _name(url) or f"{_base(path)}#{at.rpartition('#')[2]}",
        "url": url,
        "fetched_at": _words(record.get(named["fetched_at"])),
        "encoding": _words(record.get(named["encoding"])),
    }
    for holds in ("html", "text"):
        value = record.get(named[holds])
        if isinstance(value, bytes) and value:
            return Document(**about, content=value, sha256=sha256(value), size=len(value))
        if isinstance(value, str) and value:
            words: dict[str, Any] = {holds: value}
            return Document(**about, **words, sha256=sha256(value), size=len(value))
    about.pop("encoding")
    columns = f"{named['html']} or {named['text']}"
    return Document(**about, refused=("record", f"has no words in {columns}"))


# --------------------------------------------------------------------------- WARC


def _warc(path: str, file: str) -> Iterator[Document]:
    """The pages of a crawl: answers with status 200 and a content type that can hold a notice."""
    from warcio.archiveiterator import ArchiveIterator

    with open(path, "rb") as stream:
        for number, record in enumerate(ArchiveIterator(stream), 1):
            if record.rec_type != "response" or record.http_headers is None:
                continue
            kind = (record.http_headers.get_header("Content-Type") or "").lower()
            if record.http_headers.get_statuscode() != "200" or not kind.strip().startswith(_PAGES):
                continue
            url = record.rec_headers.get_header("WARC-Target-URI")
            at = f"{file}#{number}"
            content = record.content_stream().read(MAX_LINE + 1)
            if len(content) > MAX_LINE:
                yield _refused(at, path, "record", f"is larger than {MAX_LINE // 2**20} MiB")
                continue
            charset = kind.partition("charset=")[2].split(";")[0].strip(" \"'") or None
            yield Document(
                at,
                _name(url) or f"{_base(path)}#{number}",
                url=url,
                fetched_at=record.rec_headers.get_header("WARC-Date"),
                encoding=charset,
                content=content,
                sha256=sha256(content),
                size=len(content),
            )


def _words(value: Any) -> str | None:
    """A scalar of a record as words: a time is written as ISO 8601."""
    if value is None or value == "":
        return None
    words = value.isoformat() if hasattr(value, "isoformat") else str(value)
    return cast(str, words).encode("utf-8", "backslashreplace").decode("utf-8")


def _name(url: str | None) -> str | None:
    """The last piece of an address's path, where it has one."""
    from urllib.parse import unquote, urlsplit

    try:
        return unquote(urlsplit(url or "").path.rpartition("/")[2]) or None
    except ValueError:
        return None


def _base(path: str) -> str:
    return os.fsencode(os.path.basename(path)).decode("utf-8", "backslashreplace")


def _refused(at: str, path: str, cause: str, message: str) -> Document:
    return Document(at, _base(path), refused=(cause, message))
