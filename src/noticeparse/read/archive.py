"""Office files come from strangers: this module unpacks and parses them within bounds, or refuses them.

`Package` opens the ZIP of an OOXML file, `Package.part` inflates one part and `parse_part` makes XML of it.
Nothing outside the file is ever fetched: relationships with an external target are left out, DTDs are
refused.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
import zlib
from typing import IO, Any

from noticeparse.read.reading import RefusedError

MAX_FILE = 256 * 2**20  # bytes of the packed file
MAX_ENTRIES = 20_000
MAX_UNPACKED = (
    1024 * 2**20
)  # bytes all entries together say they hold; most of it pictures, which are not unpacked
MAX_PART = 48 * 2**20  # bytes of one unpacked XML part: about 200 times a long notice
MAX_RATIO = 400  # an honest document.xml packs 10 to 60 times
RATIO_FLOOR = 2 * 2**20  # below this size no ratio is suspicious
MAX_TAGS = 2_000_000  # each tag costs a hundred bytes and more once parsed
_PIECE = 2**16

OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")
_XML_ENCODING = re.compile(rb"""<\?xml[^>]*?encoding\s*=\s*["']([A-Za-z0-9._-]+)["']""")
_XML_ENCODINGS = {"utf-8": "utf-8-sig", "us-ascii": "utf-8", "utf-16": "utf-16"} | dict.fromkeys(
    ("gb2312", "gbk", "gb18030"), "gb18030"
)
_STRICT_NAMESPACES = (  # ISO 29500 strict → the transitional names everything else uses
    (
        b"http://purl.oclc.org/ooxml/wordprocessingml/",
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/",
    ),
    (
        b"http://purl.oclc.org/ooxml/officeDocument/relationships",
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    ),
)
_OTHER_PACKAGES = (  # what a ZIP that is not a Word document may be, by a part it holds
    ("xl/workbook.xml", "an Excel workbook"),
    ("xl/workbook.bin", "an Excel workbook"),
    ("ppt/presentation.xml", "a PowerPoint presentation"),
    ("ofd.xml", "an OFD document"),
    ("content.xml", "an OpenDocument file"),
    ("meta-inf/container.xml", "an EPUB book"),
)


class Package:
    """The parts of an OOXML file by name; names compare without regard to case, as OPC wants."""

    def __init__(self, data: bytes) -> None:
        """Open `data` and check its directory; raises RefusedError where it is no sound, honest ZIP."""
        if data.startswith(OLE_MAGIC):
            raise RefusedError(ole_cause(data))
        if len(data) > MAX_FILE:
            raise RefusedError(f"is larger than {MAX_FILE // 2**20} MiB")
        if data.count(b"PK\x01\x02") > 2 * MAX_ENTRIES:  # before zipfile makes an object of each
            raise RefusedError("is a ZIP archive of too many entries (a zip bomb?)")
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
            entries = self._zip.infolist()
        except (
            Exception
        ) as error:  # zipfile lets struct, Unicode, value and OS errors through on damaged directories
            raise RefusedError(f"is a broken ZIP archive, cut short or damaged ({error})") from error
        if len(entries) > MAX_ENTRIES or sum(entry.file_size for entry in entries) > MAX_UNPACKED:
            raise RefusedError("unpacks to more than any document holds (a zip bomb?)")
        self._entries = {entry.filename.replace("\\", "/").lstrip("/").lower(): entry for entry in entries}

    def __contains__(self, name: str) -> bool:
        return name.lower() in self._entries

    def kind(self) -> str:
        """What this archive is, in words, judged by the names of its parts."""
        return next((kind for part, kind in _OTHER_PACKAGES if part in self), "a ZIP archive")

    def part(self, name: str) -> bytes:
        """The unpacked bytes of a part; raises RefusedError where it is missing, damaged or too large."""
        entry = self._entries.get(name.lower())
        if entry is None:
            raise RefusedError(f"lacks its part {name}")
        if entry.flag_bits & 0x1:
            raise RefusedError("is encrypted: save it without a password first")
        if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise RefusedError(f"packs its part {name} in a way Word never does")
        limit = min(MAX_PART, max(RATIO_FLOOR, entry.compress_size * MAX_RATIO))
        if entry.file_size > limit:
            raise RefusedError(_too_large(name, limit))
        try:
            with self._zip.open(entry) as stream:
                content = _read_up_to(stream, limit + 1)  # what it says it holds may be a lie
        except (zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError, NotImplementedError) as error:
            raise RefusedError(f"is damaged: its part {name} cannot be unpacked ({error})") from error
        if len(content) > limit:
            raise RefusedError(_too_large(name, limit))
        return content

    def related(self, name: str) -> dict[str, str]:
        """Target parts of `name` by the last word of the relationship type ("styles" → "word/styles.xml").

        `name` "" asks for the package's own relationships. External targets are left out.
        """
        folder, base = posixpath.split(name)
        rels = posixpath.join(folder, "_rels", f"{base}.rels")
        if rels not in self:
            return {}
        targets: dict[str, str] = {}
        for relation in parse_part(self.part(rels), rels):
            kind, target = relation.get("Type"), relation.get("Target")
            if kind and target and (relation.get("TargetMode") or "Internal").lower() == "internal":
                path = posixpath.normpath(posixpath.join("/", folder, target.replace("\\", "/"))).lstrip("/")
                targets.setdefault(kind.rstrip("/").rpartition("/")[2], path)
        return targets


def parse_part(content: bytes, name: str) -> Any:
    """The root element (lxml, python-docx's classes) of an XML part; raises RefusedError where it is unsafe
    or broken.

    A DTD is refused before any parser sees it, so no entity is ever declared, let alone expanded.
    """
    from docx.oxml.parser import parse_xml

    plain = _as_utf8(content, name)
    if b"<!DOCTYPE" in plain or b"<!ENTITY" in plain:
        raise RefusedError(f"declares entities in its part {name} (an entity-expansion bomb?)")
    if plain.count(b"<") > MAX_TAGS:
        raise RefusedError(f"has more elements in its part {name} than any document")
    for strict, transitional in _STRICT_NAMESPACES:
        plain = plain.replace(strict, transitional)
    try:
        return parse_xml(plain)
    except (SyntaxError, ValueError) as error:  # lxml's XMLSyntaxError is a SyntaxError
        raise RefusedError(f"is damaged: its part {name} is not well-formed XML ({error})") from error


def ole_cause(data: bytes) -> str:
    """Why an OLE container is not read as DOCX: it is encrypted, or an old binary format."""
    if _ENCRYPTED_PACKAGE in data:
        return "is encrypted: open it with its password and save it without one"
    return "is an old Office file (.doc, .wps or the like), not a DOCX"


def _read_up_to(stream: IO[bytes], limit: int) -> bytes:
    """About `limit` bytes at most, piece by piece: zipfile inflates all that is asked for before it looks."""
    content = bytearray()
    while len(content) < limit and (piece := stream.read(_PIECE)):
        content += piece
    return bytes(content)


def _too_large(name: str, limit: int) -> str:
    return f"unpacks its part {name} to more than {limit // 2**20} MiB (a zip bomb?)"


def _as_utf8(content: bytes, name: str) -> bytes:
    """XML as UTF-8 without its declaration, so that what is checked here is what the parser sees.

    OPC allows UTF-8 and UTF-16; GB encodings are met from home-made generators.
    """
    declared = _XML_ENCODING.match(content[:200])
    encoding = declared[1].decode("ascii").lower() if declared else "utf-8"
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encoding = "utf-16"
    elif encoding not in _XML_ENCODINGS:
        raise RefusedError(f"has its part {name} in {encoding}, which no Office program writes")
    try:
        text = content.decode(_XML_ENCODINGS[encoding])
    except UnicodeDecodeError as error:
        raise RefusedError(f"is damaged: its part {name} is not valid {encoding}") from error
    return re.sub(r"\A\s*<\?xml[^>]*\?>", "", text, count=1).encode("utf-8", "surrogatepass")
