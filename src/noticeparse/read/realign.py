"""Damaged double-byte text, read again so that one broken byte costs one character.

In GBK and Big5 a character is two bytes and nothing says which is the first: behind a broken byte a
plain decoder pairs the halves of neighbouring characters up to the end of the run. Here such a run is
read along the cheapest way through its bytes, where usual characters cost little, rare ones more and
lost bytes most.
"""

from __future__ import annotations

import re

from noticeparse.read.characters import REPLACEMENT, common_characters, share_of_common, without_ascii

# Bytes below 0x40 other than digits never are the second half of a character: a run ends at them.
_RUN = re.compile(rb"[0-9\x40-\xff]+")
_LONGEST_RUN = 20_000
_PROSE = 0.6  # share of common characters
_LOST_BYTE, _LOST_CHARACTER = 6.0, 7.0


def decode_damaged(data: bytes, codec: str) -> str:
    """Decode GB18030 or Big5 bytes; each undecodable stretch of one or two bytes becomes one U+FFFD.
    Linear."""
    pieces = []
    at = 0
    for run in _RUN.finditer(data):
        pieces.append(data[at : run.start()].decode("ascii", "replace"))
        pieces.append(_decode_run(run.group(), codec))
        at = run.end()
    pieces.append(data[at:].decode("ascii", "replace"))
    return "".join(pieces)


def misaligned(text: str) -> bool:
    """Whether a line of a decoded text shows the rare characters that pairing the wrong halves gives."""
    return any(
        len(line) > 8 and len(without_ascii(line)) > 8 and share_of_common(line) < _PROSE
        for line in text.split("\n")
    )


def _decode_run(run: bytes, codec: str) -> str:
    plain = run.decode(codec, "replace")
    broken = REPLACEMENT in plain
    if run.isascii() or len(run) > _LONGEST_RUN or not (broken or share_of_common(plain) < _PROSE):
        return plain
    realigned = _cheapest_reading(run, codec)
    # A run without an error may just be rare characters; what becomes prose was misaligned.
    return realigned if broken or share_of_common(realigned) >= _PROSE else plain


def _cheapest_reading(run: bytes, codec: str) -> str:
    size = len(run)
    cost = [0.0] * (size + 1)
    step: list[tuple[int, str]] = [(0, "")] * size
    for at in range(size - 1, -1, -1):
        best, taken = _LOST_BYTE + cost[at + 1], (1, REPLACEMENT)
        if at + 2 <= size and _LOST_CHARACTER + cost[at + 2] < best:
            best, taken = _LOST_CHARACTER + cost[at + 2], (2, REPLACEMENT)
        for length in (1, 2, 4):
            character = _character(run[at : at + length], length, codec)
            if character and _rarity(character, length) + cost[at + length] < best:
                best, taken = _rarity(character, length) + cost[at + length], (length, character)
        cost[at], step[at] = best, taken
    characters = []
    at = 0
    while at < size:
        length, character = step[at]
        characters.append(character)
        at += length
    return "".join(characters)


def _character(unit: bytes, length: int, codec: str) -> str | None:
    """The one character these bytes encode, else None."""
    if len(unit) < length or (unit[0] < 0x80) != (length == 1):
        return None
    try:
        text = unit.decode(codec)
    except UnicodeDecodeError:
        return None
    return text if len(text) == 1 else None


def _rarity(character: str, length: int) -> float:
    if character in common_characters() or length == 1:
        return 0.0
    if length == 4 or "\ue000" <= character <= "\uf8ff":
        return 4.0
    return 1.5
