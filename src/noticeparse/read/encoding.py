"""Bytes to text: the decoding is ours, a parser only ever gets `str`.

Order of trust: a byte order mark, then what the page declares, then UTF-8, then the most readable of
GB18030, Big5 and UTF-16. A declaration the bytes contradict is dropped: much of what calls itself
gb2312 is GBK, and some of it UTF-8.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Sequence
from dataclasses import dataclass

from noticeparse.read.characters import REPLACEMENT, share_of_common, without_ascii
from noticeparse.read.reading import RefusedError
from noticeparse.read.realign import decode_damaged, misaligned

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark is its beginning
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (b"\x84\x31\x95\x33", "gb18030"),
)
_LABELS = {
    "gb18030": (
        "gb18030",
        "gb2312",
        "gb231280",
        "csgb2312",
        "csgb231280",
        "gbk",
        "xgbk",
        "cngb",
        "euccn",
        "cp936",
        "ms936",
    ),
    "big5": ("big5", "cnbig5", "xxbig5", "big5tw", "csbig5", "cp950", "ms950"),
    "big5hkscs": ("big5hkscs",),
    "utf-8": ("utf8", "unicode11utf8", "utf8sig", "unicode"),
    "utf-16-le": ("utf16", "utf16le"),
    "utf-16-be": ("utf16be",),
}
_CODEC_OF = {label: codec for codec, labels in _LABELS.items() for label in labels}
_OTHER_TEXT_CODECS = re.compile(r"(iso|latin|cp|windows|koi8|shift|sjis|euc|hz|mac|ascii|usascii)")
_DECLARATION = re.compile(
    rb"""<(?:meta|\?xml)\b[^>]{0,300}?(?:charset|encoding)\s*=\s*["']?\s*([\w.:-]{2,30})""", re.IGNORECASE
)
_PRIVATE = re.compile("[\ue7c7-\ue864]")
# Python's codec follows GB 18030-2000, which put 15 characters where Unicode had none; the editions of
# 2005 and 2022 give their code points.
_SINCE_2005 = {
    0xE7C7: 0x1E3F, 0xE816: 0x20087, 0xE817: 0x20089, 0xE818: 0x200CC, 0xE81E: 0x9FB4,
    0xE826: 0x9FB5, 0xE82B: 0x9FB6, 0xE82C: 0x9FB7, 0xE831: 0x215D7, 0xE832: 0x9FB8,
    0xE83B: 0x2298F, 0xE843: 0x9FB9, 0xE854: 0x9FBA, 0xE855: 0x241FE, 0xE864: 0x9FBB,
}  # fmt: skip
_SAMPLE = 1 << 15
_READABLE = 0.35
"""Share of common characters from which a reading counts as Chinese: prose has 0.9, a wrong reading at
most 0.2."""
_PROSE = 0.75


@dataclass(frozen=True, slots=True)
class Decoded:
    """Decoded text without its byte order mark; `replaced` counts the U+FFFD the decoding put in."""

    text: str
    encoding: str
    replaced: int


def decode(data: bytes, declared: str | None = None) -> Decoded:
    """Decode the bytes of a text or HTML file.

    Args:
        data: the whole file.
        declared: an encoding label from outside (HTTP header, a caller); a ``<meta charset>`` is found here.

    Raises:
        RefusedError: the bytes are no text in any encoding known here.
    """
    body, marked = _without_mark(data)
    codec = marked or _codec_by_evidence(body, [*_labels(declared), *_labels(_declaration(body))])
    text = _decode_as(body, codec)
    if codec == "gb18030" and _PRIVATE.search(text):
        text = text.translate(_SINCE_2005)
    replaced = text.count(REPLACEMENT) - _printed_replacements(body, codec)
    decoded = Decoded(text.removeprefix("\ufeff"), codec.replace("big5hkscs", "big5-hkscs"), replaced)
    _refuse_what_is_no_text(decoded)
    return decoded


def _without_mark(data: bytes) -> tuple[bytes, str | None]:
    for mark, codec in _MARKS:
        if data.startswith(mark):
            return data[len(mark) :], codec
    return data, None


def _declaration(data: bytes) -> str | None:
    found = _DECLARATION.search(data, 0, 1 << 16)
    return found.group(1).decode("ascii", "replace") if found else None


def _labels(label: str | None) -> list[str]:
    """The codec a label names, as a list of one; empty where there is none or it is unknown."""
    if not label:
        return []
    plain = re.sub(r"[^a-z0-9]", "", label.lower())
    if plain in _CODEC_OF:
        return [_CODEC_OF[plain]]
    if not _OTHER_TEXT_CODECS.match(plain):
        return []
    try:
        return [codecs.lookup(label.strip()).name]
    except LookupError:
        return []


def is_known(label: str) -> bool:
    """Whether `decode` knows the encoding a label names."""
    return bool(_labels(label))


def _codec_by_evidence(data: bytes, declared: Sequence[str]) -> str:
    if data.isascii() and b"\0" not in data:
        seven_bit = [codec for codec in declared if codec.startswith(("hz", "iso2022"))]
        return seven_bit[0] if seven_bit else "utf-8"
    if _is_utf8(data) and not _contradicted(data, declared):
        return "utf-8"
    sample = _from_first_foreign(data)
    marks: dict[str, float] = {}
    for codec in (*declared, "gb18030", "utf-8", "big5", "big5hkscs"):
        # The declaration decides between readings that are equally good.
        marks.setdefault(codec, _readability(sample, codec) + 0.05 * (codec in declared))
        if marks[codec] > _PROSE and b"\0" not in data:
            return codec
    best = max(marks, key=marks.__getitem__)
    if marks[best] < _READABLE or b"\0" in data:
        wide = {codec: _readability(data[:_SAMPLE], codec) for codec in ("utf-16-le", "utf-16-be")}
        widest = max(wide, key=wide.__getitem__)
        if wide[widest] > max(marks[best], _READABLE):
            return widest
    return best


def _from_first_foreign(data: bytes) -> bytes:
    first = re.search(rb"[^\x00-\x7f]", data)
    start = first.start() if first else 0
    return data[start : start + _SAMPLE]


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return b"\0" not in data


def _contradicted(data: bytes, declared: Sequence[str]) -> bool:
    """Whether UTF-8 shows nothing wider than Greek or Arabic letters where GBK is declared or reads well.

    A few words of GBK may be valid UTF-8 (联通 is), but never as three-byte characters.
    """
    if max(data.decode("utf-8")) >= "\u0800":
        return False
    if declared and not declared[0].startswith(("utf-8", "iso8859", "cp125", "latin", "ascii")):
        return True
    return _readability(data, "gb18030") > 0.9


def _readability(sample: bytes, codec: str) -> float:
    """Share of common Chinese characters less twice the share of damaged ones; for ranking readings.

    An ASCII text in UTF-16 has no Chinese: it counts as readable when every other byte is NUL.
    """
    text = sample.decode(codec, "replace")
    foreign = without_ascii(text)
    # C1 controls are what a single-byte reading makes of second bytes, NULs what it makes of UTF-16.
    damaged = sum(map(foreign.count, (REPLACEMENT, *map(chr, range(0x80, 0xA0))))) + text.count("\0")
    if codec.startswith("utf-16") and len(foreign) < len(text) * 0.1:
        return 1.0 - 2 * damaged / len(text)
    return share_of_common(foreign) - 2 * damaged / (len(foreign) or 1)


def _decode_as(data: bytes, codec: str) -> str:
    double_byte = codec in ("gb18030", "big5", "big5hkscs")
    try:
        text = data.decode(codec)
    except UnicodeDecodeError:
        if double_byte:
            return decode_damaged(data, codec)
        return data.decode(codec, _ONE_PER_CHARACTER if codec == "utf-8" else "replace")
    return decode_damaged(data, codec) if double_byte and misaligned(text) else text


_ONE_PER_CHARACTER = "noticeparse.one-per-character"
_MULTIBYTE_LENGTH = ((0xC2, 1), (0xE0, 2), (0xF0, 3), (0xF5, 4))


def _replace_one_character(error: UnicodeError) -> tuple[str, int]:
    """Error handler for UTF-8: what was one character becomes one U+FFFD, whichever of its bytes is
    broken."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    data, end = error.object, error.end
    while end < error.start + 3 and end < len(data) and not _begins_character(data, end):
        end += 1
    return REPLACEMENT, end


def _begins_character(data: bytes, at: int) -> bool:
    lead = data[at]
    if lead < 0x80:
        return True
    length = next((length for limit, length in _MULTIBYTE_LENGTH if lead < limit), 1)
    return length > 1 and all(byte & 0xC0 == 0x80 for byte in data[at + 1 : at + length])


codecs.register_error(_ONE_PER_CHARACTER, _replace_one_character)


def _printed_replacements(data: bytes, codec: str) -> int:
    """How many U+FFFD the file itself holds, put there by whoever saved it."""
    return data.count(REPLACEMENT.encode(codec)) if codec.startswith(("utf", "gb18030")) else 0


def _refuse_what_is_no_text(decoded: Decoded) -> None:
    text = decoded.text
    controls = sum(map(text.count, map(chr, [*range(9), *range(14, 32), 127])))
    if controls > max(3, len(text) // 50):
        raise RefusedError("binary data, not a text, HTML, Word or PDF file")
    foreign = without_ascii(text)
    lost = decoded.replaced > max(3, len(foreign) * 0.3)
    unreadable = (
        not decoded.encoding.startswith("utf-8") and len(foreign) > 30 and share_of_common(foreign) < 0.1
    )
    if lost or unreadable:
        raise RefusedError("no known encoding (UTF-8, GB18030, Big5, UTF-16) reads it as text")
