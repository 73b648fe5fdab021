"""What kind of file some bytes are: by their first bytes, then by their tags, last by their name."""

from __future__ import annotations

import io
import re
import zipfile

from noticeparse.read.reading import RefusedError

PLAIN, MARKDOWN, HTML = "text/plain", "text/markdown", "text/html"
PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
OFFICE = "application/msword"
"""Whatever soffice must convert: .doc, .wps, .rtf, .odt."""

_PICTURES = (
    (b"\x89PNG\r\n\x1a\n", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF87a", "GIF"),
    (b"GIF89a", "GIF"),
    (b"II*\0", "TIFF"),
    (b"MM\0*", "TIFF"),
    (b"\0\0\1\0", "icon"),
)
_ARCHIVES = (
    (b"\x1f\x8b\x08", "gzip"),
    (b"Rar!\x1a\x07", "RAR"),
    (b"7z\xbc\xaf'\x1c", "7z"),
    (b"\xfd7zXZ\0", "xz"),
)
_ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_PACKAGES = (("xl/", "an Excel workbook"), ("ppt/", "a PowerPoint file"))
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PAGE_SUFFIXES = (".html", ".htm", ".shtml", ".xhtml", ".jhtml", ".jsp", ".aspx", ".php")
_TEXT_SUFFIXES = (".txt", ".md", ".markdown", ".text")

_PAGE_START = re.compile(
    r"\s*(?:<\?xml[^>]{0,200}>\s*)?(?:<!--(?!\s*more).{0,2000}?-->\s*){0,9}<(?:!doctype\s+html|html|head|body|meta|title)\b",
    re.IGNORECASE | re.DOTALL,
)
_TAG = re.compile(
    r"</?(?:p|div|br|span|font|table|tbody|tr|td|h[1-6]|ul|ol|li|dl|section|article|title|meta|strong|b|a|center)\b[^<>]{0,2000}>",
    re.IGNORECASE,
)
_PAGE_HEAD = 1 << 16


def media_type_of_bytes(data: bytes, suffix: str) -> str | None:
    """The media type the first bytes prove, None where they may be text.

    Raises:
        RefusedError: a picture, an archive or another kind of file that holds no text to read.
    """
    for magic, kind in _PICTURES:
        if data.startswith(magic):
            raise RefusedError(f"is a picture ({kind}), not text")
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        raise RefusedError("is a picture (WebP), not text")
    if data[:2] == b"BM" and data[6:10] == b"\0\0\0\0":
        raise RefusedError("is a picture (BMP), not text")
    if data[4:8] == b"ftyp":
        raise RefusedError("is a picture or video (ISO media), not text")
    for magic, kind in _ARCHIVES:
        if data.startswith(magic):
            raise RefusedError(f"is an archive ({kind}): unpack it first")
    if b"%PDF-" in data[:1024]:
        return PDF
    if data.startswith(_ZIP):
        return _zip_media_type(data, suffix)
    if data.startswith((_OLE, b"{\\rtf")):
        return OFFICE
    return None


def _zip_media_type(data: bytes, suffix: str) -> str:
    """DOCX, whose reader says what is broken in a broken one; a ZIP file that holds something else is
    refused."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = archive.namelist()
    except (
        Exception
    ):  # a broken directory raises what it likes: struct.error, BadZipFile, UnicodeDecodeError …
        if suffix in (".docx", ".docm", ".dotx"):
            return DOCX
        raise RefusedError("is a broken ZIP archive") from None
    if suffix == ".odt" and "content.xml" in names:
        return OFFICE
    held = [kind for folder, kind in _PACKAGES if any(name.startswith(folder) for name in names)]
    if "[Content_Types].xml" in names and not held:
        return DOCX
    raise RefusedError(f"is {held[0] if held else 'a ZIP archive'}, not a Word document")


def media_type_of_text(text: str, suffix: str) -> str:
    """HTML, Markdown or plain text, by the tags of decoded text and the suffix of its name.

    A text file is a page only if it begins as one: Markdown may hold tags.
    """
    if _PAGE_START.match(text):
        return HTML
    tags = _TAG.findall(text, 0, _PAGE_HEAD)
    if tags and (suffix in _PAGE_SUFFIXES or (suffix not in _TEXT_SUFFIXES and len(tags) >= 2)):
        return HTML
    return MARKDOWN if suffix in (".md", ".markdown") else PLAIN
