"""Lines of a notice: the same-length fold that everything matches on, and the line scanner."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from noticeparse.model import Span

_FULL: Final = "，：；（）！？．～％－＋／＠＜＞＝［］｛｝＃＊＂＇　\u00a0\u2002\u2003\u2009\u200b\u200c\u200d\u2060\ufeff\t\r\v\f\x1c\x1d\x1e\x85\u2028\u2029"
_HALF: Final = ",:;()!?.~%-+/@<>=[]{}#*\"'                  "
_FOLD: Final = str.maketrans(
    {ord(a): b for a, b in zip(_FULL, _HALF.ljust(len(_FULL)), strict=True)}
    | {0xFF10 + i: chr(48 + i) for i in range(10)}
    | {0xFF21 + i: chr(65 + i) for i in range(26)}
    | {0xFF41 + i: chr(97 + i) for i in range(26)}
)
_FOLDED: Final = re.compile("[" + re.escape("".join(map(chr, _FOLD))) + "]")
_MANY: Final = 24  # different characters to fold: from here on translating every character is faster


def fold(text: str) -> str:
    """The text with full-width punctuation, letters and digits as half-width ones and every blank a space.

    Same length, same offsets: a match in the fold is a span of the text. Never NFKC, which moves offsets and turns
    Ⅴ into V. The marks 、。“”《》 have no half-width twin and stay. Markdown's bold marks (反馈的**24个**问题) are blanks.
    """
    if "**" in text:
        text = text.replace("**", "  ")
    # Most texts need a dozen of these characters: replacing each present one beats translating every character.
    at = 0
    for _ in range(_MANY):
        found = _FOLDED.search(text, at)
        if found is None:
            return text
        at = found.end()
        text = text.replace(found[0], _FOLD[ord(found[0])])
    return text.translate(_FOLD)


@dataclass(slots=True)
class Line:
    """A printed line without its outer blanks; `head` is where its words begin, behind Markdown marks and bullets."""

    start: int
    end: int
    head: int


_MARKS: Final = re.compile(r" *(?:#{1,6} +|> *|\*{1,3}(?=[^ *])|_{1,2}(?=[^ _])|[-*•·●◆■▪►◇] +)*")


_BEFORE_WORDS: Final = frozenset("#>*_-•·●◆■▪►◇")
_BEHIND_WORDS: Final = frozenset("*_ #")


def scan_lines(folded: str, furniture: tuple[Span, ...] = ()) -> list[Line]:
    """Every line that is not blank and not wholly inside a furniture span, in order.

    `furniture` is in text order.
    """
    lines: list[Line] = []
    at = 0
    pending = iter((*furniture, (len(folded) + 1, len(folded) + 1)))
    covered_from, covered_to = next(pending)
    for printed in folded.split("\n"):
        start = at
        at += len(printed) + 1
        words = printed.lstrip()
        if not words:
            continue
        start += len(printed) - len(words)
        end = start + len(words.rstrip())
        while covered_to <= start:
            covered_from, covered_to = next(pending)
        if covered_from <= start and end <= covered_to:
            continue
        head = start
        if words[0] in _BEFORE_WORDS:
            marks = _MARKS.match(folded, start, end)
            head = marks.end() if marks else start
        while end > head and folded[end - 1] in _BEHIND_WORDS:
            end -= 1
        if head < end:
            lines.append(Line(start, end, head))
    return lines
