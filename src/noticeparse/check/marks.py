"""The marks and digits of a text, found in one pass of the codec machinery instead of one search for each rule.

A character map of Python's codecs turns a text into bytes in a single loop of C: each mark and digit into a byte of its
own, everything else into ``?``. The bytes are as long as the text, so a place in them is a place in it.
"""

from __future__ import annotations

import codecs
import re
from functools import cached_property

from noticeparse.model import Span

PAIRS = ("《》", "“”", "‘’", "()", "〈〉", "【】", "〔〕")
"""The opening and the closing mark of each pair, as the folded text prints them."""
_SENTENCE, _CLAUSE, _DIGITS, _PAIRED = "。;!\n", "。;!\n,:", "0123456789", "".join(PAIRS)
_KNOWN = _CLAUSE + _DIGITS + _PAIRED
_CODEC = codecs.charmap_build("\0" + "\ufffe" * 62 + "?" + _KNOWN + "\ufffe" * (192 - len(_KNOWN)))
_NUMBER = re.compile(rb"\.\.*")  # what begins with a literal is searched for faster than a repeat


def _bytes_of(characters: str) -> bytes:
    return codecs.charmap_encode(characters, "strict", _CODEC)[0]


def _shown(characters: str) -> bytes:
    """A table for `bytes.translate` that leaves a dot for these characters and a blank for all others."""
    shown = _bytes_of(characters)
    return bytes(46 if byte in shown else 32 for byte in range(256))


_SENTENCE_ENDS, _CLAUSE_ENDS, _NUMBERS = _shown(_SENTENCE), _shown(_CLAUSE), _shown(_DIGITS)
_BUT_PAIRED = bytes(set(range(256)) - set(_bytes_of(_PAIRED + "\n")))
_MATCHED = re.compile(b"|".join(re.escape(_bytes_of(pair)) for pair in PAIRS))
_LINE_END = _bytes_of("\n")


class Marks:
    """Where the marks and digits of a folded text stand."""

    def __init__(self, folded: str) -> None:
        self._bytes = codecs.charmap_encode(folded.replace("?", "!"), "replace", _CODEC)[0]

    @cached_property
    def sentences(self) -> bytes:
        """A dot where a sentence ends: 。;!? and the ends of lines."""
        return self._bytes.translate(_SENTENCE_ENDS)

    @cached_property
    def clauses(self) -> bytes:
        """The same, and a dot for each comma and colon."""
        return self._bytes.translate(_CLAUSE_ENDS)

    @cached_property
    def numbers(self) -> list[Span]:
        """Every run of digits 0 to 9."""
        return [match.span() for match in _NUMBER.finditer(self._bytes.translate(_NUMBERS))]

    def unpaired_lines(self, start: int, end: int) -> list[tuple[int, bool]]:
        """The lines of a stretch, counted from 0, whose marks do not cancel out pair by pair.

        With each, whether all that is left of it is a single ), as behind the number of a list.
        """
        marks, left = self._bytes[start:end].translate(None, _BUT_PAIRED), b""
        while marks != left:
            left, marks = marks, _MATCHED.sub(b"", marks)
        closing = _bytes_of(")")
        return [(number, rest == closing) for number, rest in enumerate(marks.split(_LINE_END)) if rest]
