"""Text that was decoded wrongly before it was saved: no reading of it is trustworthy, so it is refused.

The proof is the way back: the characters, encoded in the encoding they were wrongly read in and decoded
in another, give Chinese prose. Only text that is not Chinese prose as it stands is tried, so that no
proper notice is at risk.
"""

from __future__ import annotations

import re

from noticeparse.read.characters import REPLACEMENT, share_of_common, without_ascii
from noticeparse.read.realign import decode_damaged

_PROSE = 0.7
"""Share of common characters above which text needs no suspicion."""
_ODD = 0.35
_RESTORED = 0.6
_WRONG = ("cp1252", "gb18030", "big5", "cp932", "cp949", "cp1251", "mac_roman", "cp437", "cp874")
_RIGHT = ("utf-8", "gb18030", "big5")
# Browsers read windows-1252 for latin-1 and keep C1 controls; as bytes both are one.
_CP1252_AS_LATIN1 = {
    ord(bytes([byte]).decode("cp1252")): byte
    for byte in range(0x80, 0xA0)
    if byte not in (0x81, 0x8D, 0x8F, 0x90, 0x9D)
}
# Runs that no language writes: accented Latin letters and signs in a row, half-width kana, private-use
# characters.
_FOREIGN_RUN = re.compile(r"[\x80-\xff€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]{3,}|[\uff61-\uff9f\ue000-\uf8ff]{2,}")
_BROKEN = re.compile(f"锟斤拷|锟斤|斤拷|{REPLACEMENT}")


def mojibake(text: str) -> str | None:
    """Why `text` as a whole is mojibake, in one clause; None where it is not, be a few characters damaged."""
    foreign = without_ascii(text)
    if len(foreign) < 4:
        return None
    broken = sum(len(mark) for mark in _BROKEN.findall(foreign))
    if broken >= 6 and broken > len(foreign) * 0.25:
        return "mojibake: most of its characters were lost (U+FFFD, 锟斤拷) when it was decoded before"
    if share_of_common(foreign) >= _PROSE:
        return None
    odd = [line for line in text.split("\n") if _looks_odd(line)]
    odd_characters = sum(len(without_ascii(line)) for line in odd)
    if odd_characters < len(foreign) * 0.3:
        return None
    garbled = "\n".join(odd)[:2_000]
    for wrong in _WRONG:
        for right in _RIGHT:
            if right != wrong and _restores(garbled, wrong, right):
                sample = without_ascii(odd[0])[:6]
                return f"mojibake: {right} text read as {wrong} before it was saved (“{sample}”)"
    if sum(map(len, _FOREIGN_RUN.findall(text))) > max(20, len(foreign) * 0.5):
        sample = without_ascii(odd[0])[:6]
        return f"mojibake: Chinese text read as another language's before it was saved (“{sample}”)"
    return None


def _looks_odd(line: str) -> bool:
    return bool(without_ascii(line)) and share_of_common(line) < _ODD


def _restores(garbled: str, wrong: str, right: str) -> bool:
    """Whether the way back gives Chinese prose, and not from a handful of characters that happened to
    survive it."""
    if wrong == "cp1252":
        data = garbled.translate(_CP1252_AS_LATIN1).encode("latin-1", "ignore")
    else:
        data = garbled.replace(REPLACEMENT, "").encode(wrong, "ignore")
    # Bytes the wrong reading lost leave the halves of characters behind: the run must be aligned again.
    restored = without_ascii(
        data.decode(right, "ignore") if right == "utf-8" else decode_damaged(data, right)
    )
    # Between two double-byte encodings a few characters may come out common by chance, in UTF-8 they
    # never do.
    enough = max(2 if right == "utf-8" else 10, len(without_ascii(garbled)) // 5)
    return len(restored) >= enough and share_of_common(restored) >= _RESTORED
