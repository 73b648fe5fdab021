"""Documents inside ZIP and tar archives, read one by one in memory: nothing is ever unpacked to disk.

Archives come from strangers. A member with a path out of the archive, a link or a device is refused; so is one that
says or turns out to unpack to more than a document holds, and the rest of an archive whose members do so together.
"""

from __future__ import annotations

import bz2
import gzip
import hashlib
import io
import lzma
import os
import re
import tarfile
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator
from typing import IO, BinaryIO, cast

from noticeparse.corpus.document import Document
from noticeparse.corpus.records import is_records

MAX_MEMBER = 256 * 2**20
"""Bytes of one unpacked member, as for a file."""
MAX_MEMBERS = 2_000_000
MAX_RATIO = 400
"""Unpacked to packed; honest pages pack 5 to 60 times."""
RATIO_FLOOR = 64 * 2**20
"""Bytes below which no ratio is suspicious."""
_PIECE = 2**16
_ZIPS = (".zip",)
_TARS = (".tar", ".tar.gz", ".tgz", ".tar.bz2", ".tbz2", ".tar.xz", ".txz")
ARCHIVES = _ZIPS + _TARS
_FAULTS = (zipfile.BadZipFile, tarfile.TarError, zlib.error, lzma.LZMAError, OSError, EOFError, ValueError,
           NotImplementedError, RuntimeError, OverflowError, KeyError, IndexError)  # fmt: skip
"""What the standard readers raise on damaged archives."""


class _BombError(Exception):
    """The archive unpacks to more than it may."""


def is_archive(path: str) -> bool:
    """Whether a path ends like an archive this module opens."""
    return path.lower().endswith(ARCHIVES)


def members(path: str, file: str) -> Iterator[Document]:
    """The documents of the archive at `path`, called `file` in the corpus; a broken archive is one refused document."""
    try:
        yield from (_zip_members if path.lower().endswith(_ZIPS) else _tar_members)(path, file)
    except _BombError as error:
        yield _refused(file, os.path.basename(path), "unsafe", str(error))
    except Exception as error:  # whatever a reader says to noise: it must not end the run
        yield _refused(file, os.path.basename(path), "unreadable", f"is a broken archive, cut short or damaged ({error})")


def count_members(path: str) -> int | None:
    """How many documents a ZIP says it holds; None for a tar archive."""
    if not path.lower().endswith(_ZIPS):
        return None
    try:
        with zipfile.ZipFile(path) as archive:
            return sum(1 for entry in archive.infolist() if not entry.is_dir() and not _left_behind(entry.filename))
    except Exception:  # `members` will say what is wrong
        return 1


# --------------------------------------------------------------------------- ZIP


def _zip_members(path: str, file: str) -> Iterator[Document]:
    packed = os.path.getsize(path)
    with zipfile.ZipFile(path) as archive:
        entries = archive.infolist()
        if len(entries) > MAX_MEMBERS:
            raise _BombError(f"holds more than {MAX_MEMBERS} members (a zip bomb?)")
        if sum(entry.compress_size for entry in entries) > packed:
            raise _BombError("has members that share their bytes (a zip bomb)")
        if sum(entry.file_size for entry in entries) > max(RATIO_FLOOR, packed * MAX_RATIO):
            raise _BombError(f"says it unpacks to more than {MAX_RATIO} times its size (a zip bomb?)")
        names = _Names(file)
        for entry in entries:
            printed = _entry_name(entry)
            if entry.is_dir() or _left_behind(printed):
                continue
            name = names.unique(printed)
            if refusal := _refusal(printed, _unsafe_entry(entry)):
                yield _refused(name, _base(printed), *refusal)
                continue
            try:
                with archive.open(entry) as stream:
                    content = _bounded(stream)
            except _FAULTS as error:
                yield _refused(name, _base(printed), "unreadable", f"cannot be unpacked ({error})")
                continue
            yield _member(name, printed, content)


def _entry_name(entry: zipfile.ZipInfo) -> str:
    """The name of an entry; without the UTF-8 flag Chinese Windows writes it in its code page, GB 18030."""
    if entry.flag_bits & 0x800:
        return entry.filename
    try:
        return entry.filename.encode("cp437").decode("gb18030")
    except UnicodeError:
        return entry.filename


def _unsafe_entry(entry: zipfile.ZipInfo) -> str | None:
    if (entry.external_attr >> 16) & 0o170000 == 0o120000:
        return "is a link, not a file"
    if entry.flag_bits & 0x1:
        return "is encrypted"
    if entry.file_size > MAX_MEMBER:
        return f"unpacks to more than {MAX_MEMBER // 2**20} MiB"
    return None


# --------------------------------------------------------------------------- tar


def _tar_members(path: str, file: str) -> Iterator[Document]:
    packed = os.path.getsize(path)
    unpacked = 0
    names = _Names(file)
    with _opened(path) as stream, tarfile.open(fileobj=cast(BinaryIO, _Guarded(stream)), mode="r:") as archive:
        for entry in archive:
            unpacked += entry.size  # before tarfile unpacks it on its way to the next header
            if entry.size > MAX_MEMBER and not path.lower().endswith(".tar"):
                raise _BombError(f"has a member of more than {MAX_MEMBER // 2**20} MiB: the rest is not read")
            if unpacked > max(RATIO_FLOOR, packed * MAX_RATIO):
                raise _BombError(f"unpacks to more than {MAX_RATIO} times its size (a bomb?): the rest is not read")
            archive.members = []  # type: ignore[attr-defined]  # else it keeps every header of the archive
            if entry.isdir() or _left_behind(entry.name):
                continue
            name = names.unique(entry.name)
            if refusal := _refusal(entry.name, _unsafe_tar_entry(entry)):
                yield _refused(name, _base(entry.name), *refusal)
                continue
            member = archive.extractfile(entry)
            yield _member(name, entry.name, _bounded(member) if member else b"")


def _unsafe_tar_entry(entry: tarfile.TarInfo) -> str | None:
    if entry.issym() or entry.islnk():
        return "is a link, not a file"
    if not entry.isreg():
        return "is a device or the like, not a file"
    if entry.size > MAX_MEMBER:
        return f"is larger than {MAX_MEMBER // 2**20} MiB"
    return None


def _opened(path: str) -> IO[bytes]:
    lower = path.lower()
    if lower.endswith(("gz",)):
        return cast(IO[bytes], gzip.open(path, "rb"))
    if lower.endswith(("bz2",)):
        return bz2.open(path, "rb")
    if lower.endswith(("xz",)):
        return lzma.open(path, "rb")
    return open(path, "rb")


class _Guarded(io.RawIOBase):
    """A stream that is never asked for more than a member may hold: a tar header can claim gigabytes of itself."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream

    def read(self, size: int = -1) -> bytes:
        if size < 0 or size > MAX_MEMBER + 2**20:
            raise _BombError("has a header that asks for more memory than any document (a bomb)")
        return self._stream.read(size)

    def seek(self, offset: int, whence: int = 0) -> int:
        return self._stream.seek(offset, whence)

    def tell(self) -> int:
        return self._stream.tell()

    def seekable(self) -> bool:
        return True


# --------------------------------------------------------------------------- members


class _Names:
    """Names of members in the corpus; a name that an archive holds twice gets its number."""

    def __init__(self, file: str) -> None:
        self._file = file
        self._times: Counter[str] = Counter()

    def unique(self, printed: str) -> str:
        name = printed = printed.replace("\\", "/").removeprefix("./")
        while self._times[name]:  # a member may be called b#2 itself
            self._times[printed] += 1
            name = f"{printed}#{self._times[printed]}"
        self._times[name] += 1
        return f"{self._file}!{name}"


def _refusal(name: str, fault: str | None) -> tuple[str, str] | None:
    """Cause and message where a member is no document that may be read; `fault` is what its entry says."""
    if unsafe := _unsafe(name) or fault:
        return "unsafe", unsafe
    if is_archive(name) or is_records(name):
        return "unreadable", "is an archive or a file of records inside an archive: unpack the outer one first"
    return None


def _unsafe(name: str) -> str | None:
    """Why a member's name is no name of a file in the archive."""
    pieces = re.split(r"[/\\]", name)
    if name.startswith(("/", "\\")) or ".." in pieces or re.match(r"[A-Za-z]:", name) or "\0" in name:
        return "has a path that leads out of the archive"
    return None


def _left_behind(name: str) -> bool:
    pieces = re.split(r"[/\\]", name)
    return "__MACOSX" in pieces or (pieces[-1].startswith((".", "~$")) and pieces[-1] not in ("..", "."))


def _bounded(stream: IO[bytes]) -> bytes:
    """The stream's bytes, piece by piece: what it says it holds may be a lie."""
    content = bytearray()
    while piece := stream.read(_PIECE):
        content += piece
        if len(content) > MAX_MEMBER:
            raise _BombError(f"has a member of more than {MAX_MEMBER // 2**20} MiB (a bomb?)")
    return bytes(content)


def _member(file: str, printed: str, content: bytes) -> Document:
    digest = hashlib.sha256(content).hexdigest()
    return Document(_text(file), _base(printed), content=content, sha256=digest, size=len(content))


def _refused(file: str, name: str, cause: str, message: str) -> Document:
    return Document(_text(file), _base(name), refused=(cause, message))


def _base(name: str) -> str:
    return _text(re.split(r"[/\\]", name)[-1])


def _text(name: str) -> str:
    return name.encode("utf-8", "backslashreplace").decode("utf-8")
