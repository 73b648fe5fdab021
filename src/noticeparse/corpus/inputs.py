"""What is to be parsed: files, folders, globs, archives and files of scraped records → `Document`s, one at a time.

What an input is, its name says: ``.zip``, ``.tar`` (``.gz`` ``.bz2`` ``.xz``, ``.tgz``) are archives; ``.jsonl``, ``.ndjson``
(also ``.gz``), ``.parquet``, ``.warc`` (``.gz``) hold records; everything else is a document. Hidden files, and those
Office and macOS leave behind, are passed over.
"""

from __future__ import annotations

import contextlib
import glob
import hashlib
import os
import re
import stat
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from noticeparse.corpus.archives import ARCHIVES, count_members, is_archive, members
from noticeparse.corpus.document import CorpusError, Document
from noticeparse.corpus.records import RECORDS, count_records, is_records, records

_PIECE = 2**20
_LIKE_A_MEMBER = re.compile(f"(?i)({'|'.join(map(re.escape, ARCHIVES + RECORDS))})([!#])")


class Inputs:
    """The documents of `inputs` as they are named in the corpus at `out`.

    Args:
        inputs: files, folders (searched to the bottom; links to folders are not followed) and globs.
        out: the corpus folder: names are seen from its parent, and nothing in it is taken for an input.
        columns: names of record columns by what they hold (text, html, url, fetched_at, name, encoding), where they
            are other than these words.

    Raises CorpusError where an input does not exist, or a glob matches nothing.
    """

    def __init__(
        self, inputs: Iterable[str | os.PathLike[str]], out: str | os.PathLike[str], columns: Mapping[str, str] | None = None
    ) -> None:
        self._out = os.path.realpath(out)
        self._root = os.path.dirname(os.path.abspath(out))
        self._columns = dict(columns or {})
        self._given = [path for given in inputs for path in _expanded(os.fspath(given))]

    def documents(self) -> Iterator[Document]:
        """Every document, in the order of file names; what cannot be read is `refused`, never left out."""
        for path in self._files():
            file = self._named(path)
            if is_archive(path):
                yield from members(path, file)
            elif is_records(path):
                yield from records(path, file, self._columns)
            else:
                yield _file(path, file)

    def count(self) -> int | None:
        """How many documents there are; None where only reading all would tell."""
        total = 0
        for path in self._files():
            many = count_members(path) if is_archive(path) else count_records(path) if is_records(path) else 1
            if many is None:
                return None
            total += many
        return total

    def _files(self) -> Iterator[str]:
        for given in self._given:
            if os.path.isdir(given):
                yield from self._below(given)
            else:
                yield given

    def _below(self, folder: str) -> Iterator[str]:
        shut: list[str] = []
        for at, folders, files in os.walk(folder, onerror=lambda error: shut.append(error.filename)):
            folders[:] = sorted(name for name in folders if self._wanted(at, name))
            yield from (os.path.join(at, name) for name in sorted(files) if not _left_behind(name))
        yield from shut

    def _wanted(self, at: str, name: str) -> bool:
        return not _left_behind(name) and os.path.realpath(os.path.join(at, name)) != self._out

    def _named(self, path: str) -> str:
        path = os.path.abspath(path)
        with contextlib.suppress(ValueError):  # another drive
            path = os.path.relpath(path, self._root)
        return _LIKE_A_MEMBER.sub(_escaped, _printable(path.replace(os.sep, "/")))


def _expanded(given: str) -> Sequence[str]:
    if os.path.lexists(given):
        return [given]
    found = sorted(path for path in glob.glob(given, recursive=True) if not _left_behind(os.path.basename(path)))
    if not found:
        raise CorpusError(f"{given}: no such file or folder, and nothing of that pattern")
    return found


def _left_behind(name: str) -> bool:
    return name.startswith((".", "~$")) or name in ("__MACOSX", "Thumbs.db")


def _printable(path: str) -> str:
    """A path as text: bytes of no encoding, and a backslash, are written \\xHH, so two files never share a name."""
    return os.fsencode(path).replace(b"\\", b"\\x5c").decode("utf-8", "backslashreplace")


def _escaped(found: re.Match[str]) -> str:
    """The mark in a file's own name that would make it a member (a.zip!b) or a record (a.jsonl#1) is written \\xHH."""
    return f"{found[1]}\\x{ord(found[2]):02x}"


def _file(path: str, file: str) -> Document:
    """A file, hashed piece by piece; it is read where it is parsed, perhaps from another working folder."""
    from noticeparse.read import MAX_BYTES

    name = _printable(Path(path).name)
    try:
        about = os.stat(path)
        if stat.S_ISDIR(about.st_mode):
            return Document(file, name, refused=("unreadable", "is a folder that cannot be opened"))
        if not stat.S_ISREG(about.st_mode):
            return Document(file, name, refused=("unreadable", "is a device, pipe or socket, not a file"))
        if about.st_size > MAX_BYTES:
            return Document(file, name, refused=("unreadable", f"is larger than {MAX_BYTES // 2**20} MiB"))
        digest = hashlib.sha256()
        with open(path, "rb") as stream:
            while piece := stream.read(_PIECE):
                digest.update(piece)
    except FileNotFoundError:
        return Document(file, name, refused=("unreadable", "no such file (a link to nothing?)"))
    except OSError as error:
        return Document(file, name, refused=("unreadable", f"cannot be read: {error.strerror or error}"))
    return Document(file, name, path=os.path.abspath(path), sha256=digest.hexdigest(), size=about.st_size)
