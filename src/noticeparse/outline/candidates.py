"""Where a number of a part may stand: at the head of a line, or in the middle of one. Which are real, `ladder` decides."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from noticeparse.entries import NumberStyle
from noticeparse.outline.lines import Line
from noticeparse.outline.numbering import BY_NAME, DIGITS, HAN, Try, by_first, is_own, labels, styles, tries
from noticeparse.tables import per_extension

HEAD, SENTENCE, COMMA, WORD, FLAT = range(5)
"""What stands before a candidate: the line's head, the end of a sentence or clause, a comma or blank, a word;
FLAT: anything, in a line that holds a whole ladder (a document without line ends)."""

_FLAT_LENGTH, _FLAT_STYLES = 400, 3
"""A line of this length with candidates of this many styles that stand behind a word holds a whole ladder."""


@dataclass(slots=True)
class Candidate:
    """A possible marker, text[start:end]. `lost` names the styles it may be of when its number is missing."""

    start: int
    end: int
    line: int
    before: int
    style: NumberStyle
    ordinal: int
    prefix: str = ""  # 1.1.2 → "1.1": siblings share it
    lost: tuple[str, ...] = ()
    forced: bool = False
    below_title: bool = False  # directly below an unnumbered line that reads as a title
    behind_list: bool = False  # a field label behind a list of deeds, of which none has fields of its own
    goes_on: bool = False  # its number follows the last one of its style at a line's head
    usual: bool = False  # inside a line, of a style that also heads lines here
    titled: bool = False  # inside a line, directly behind a title, or as good as at a line's head

    @property
    def inside(self) -> bool:
        """Whether it stands in running text, so that what heads the next line is no part of it."""
        return self.before != HEAD and not self.titled


_UNCOUNTED: Final = frozenset({"label", "annex"})
_WORDED: Final = frozenset({"label", "项目N.M"})
"""Styles whose marks are words with a colon behind them."""
_LONGEST_WORDED: Final = 24
_NUMERALS: Final = DIGITS + HAN
_NUMBER_ENDS: Final = frozenset(HAN + "lI)")
"""What the number of a worded mark may end with besides digits; a scanned l or I is a 1."""


@per_extension
def _inline(worded: bool) -> tuple[re.Pattern[str], dict[int, NumberStyle]]:
    """The pattern of all markers inside lines, and of each of its groups that is a marker the style.

    The group behind it is its number. The pattern matches a marker's first character and looks from before it at the
    whole: a pattern that begins with a set of characters lets the matcher skip ahead. So does each branch, which
    stands for the characters that begin markers of the same styles. Behind a numeral no numeral begins a number. The
    long alternations of `_WORDED` styles are left out where `worded` is false.
    """
    inside = [style for style in styles() if style.inline and (worded or style.name not in _WORDED)]
    in_groups = [style for style in inside if not is_own(style)]
    branches = [f"({style.inline})" for style in in_groups]
    alike: dict[tuple[str, ...], str] = {}
    for c in sorted(set("".join(style.first for style in inside if is_own(style)))):
        begun = tuple(style.name for style in inside if is_own(style) and c in style.first)
        alike[begun] = alike.get(begun, "") + c
    for names, characters in alike.items():
        own = [style for style in inside if style.name in names]
        in_groups += own
        branches.append(_looking_back(characters, "|".join(f"({style.inline})" for style in own)))
    first = "".join(sorted(set("".join(style.first for style in inside))))
    pattern = re.compile(_looking_back(first, "|".join(branches), rf"(?<![{_NUMERALS}][{_NUMERALS}])"))
    return pattern, {2 * n + 1: style for n, style in enumerate(in_groups)}


def _looking_back(first: str, marker: str, condition: str = "") -> str:
    """A pattern of one character of `first` that begins a `marker`."""
    first = f"[{re.escape(first)}]"
    return f"{first}{condition}(?<=(?={marker}){first})"


@per_extension
def _worded() -> tuple[tuple[str, ...], re.Pattern[str], int]:
    """The marks that are words, the pattern of those with a number, and how many characters the longest has."""
    longest = max((len(label) for label in labels()), default=0) + 1
    numbered = "|".join(style.inline or "" for style in styles() if style.name in _WORDED and style.name != "label")
    return labels(), re.compile(numbered), max(_LONGEST_WORDED, longest)


def _has_worded(folded: str, start: int, end: int) -> bool:
    """Whether a mark that is a word ends with one of the colons of ``folded[start:end]``."""
    words, numbered, longest = _worded()
    colon = folded.find(":", start, end)
    while colon >= 0:
        if folded.endswith(words, start, colon):
            return True
        if (folded[colon - 1] in _NUMBER_ENDS or folded[colon - 1].isdigit()) and numbered.search(folded, max(start, colon - longest), colon + 1):
            return True
        colon = folded.find(":", colon + 1, end)
    return False


_LOST: Final = (
    (re.compile(r"是(?=[^否的,、。])"), ("一是",)),
    (re.compile(r"、 *(?=\w)"), ("一、", "1.")),
    (re.compile(r"[(] *[)] *"), ("(一)", "(1)")),
    (re.compile(r"[)] *(?=[\w“《])"), ("1)", "(一)", "(1)")),
    (re.compile(r"\. *(?=[^\W\d]|[“《])"), ("1.",)),
    (re.compile(r"第[,、] *"), ("第一,",)),
    (re.compile(r"其[,、] *"), ("其一,",)),
)
_LOST_FIRST: Final = "是、().第其"
_ENCLOSED: Final = re.compile('[“”《》"](?:(?<=“)[^“”《》"]*”|(?<=《)[^“”《》"]*》)?')
_ATTACHED_BEFORE: Final = re.compile(r"附 ?件 *: *$")
_LOST_SHI: Final = re.compile(r"是(?<=[。;:! ]是)(?=[^否的,、。])")
_CLAUSE_STOPS: Final = frozenset("。;:!")
_CLAUSE_END: Final = frozenset("。;:!?”』》…|")
_NO_NUMERAL_BEHIND: Final = frozenset("是第统唯同单专逐万之每反另")
"""Behind these a numeral is no number of a part: 一是一, 第一, 统一, 举一反三."""
_LOOSE: Final = frozenset(",、 .")


def candidates(folded: str, lines: list[Line], ranges: list[tuple[int, int]], inline: bool) -> list[Candidate]:
    """Every possible marker in the given line ranges, in text order.

    With `inline` false only line heads are looked at.
    """
    found: list[Candidate] = []
    tries_at = tries()
    for first, last in ranges:
        heads = [_at_head(folded, lines[i], i, tries_at) for i in range(first, last)]
        for i, head in enumerate(heads):
            if head and head.ordinal == 1 and i and heads[i - 1] is None:
                head.below_title = is_title(folded, lines[first + i - 1])
        if not inline or first == last:
            found += [c for c in heads if c]
            continue
        found += _merge(folded, lines, first, last, heads)
    found = _without_stray_labels(found)
    _weigh(folded, lines, found)
    return found


_DEEDS_RANK: Final = 4.0
_LOOSE_RANK: Final = 5.0
"""Styles of this rank and below (①, 一是) list deeds in running text as readily as at line heads."""


def is_title(folded: str, line: Line, start: int | None = None) -> bool:
    """Whether a line (from `start`) reads as a title: short, without the end of a sentence."""
    words = folded[line.head if start is None else start : line.end].strip()
    return 2 <= len(words) <= 60 and words[-1] not in "。;:,!?、" and "。" not in words


def _weigh(folded: str, lines: list[Line], found: list[Candidate]) -> None:
    """Say of inline candidates whether their style is usual at line heads and whether their line holds a whole ladder."""
    _place_labels(folded, lines, found)
    last: dict[tuple[str, str], int] = {}
    heading: set[str] = set()  # styles at line heads
    behind_sentences: dict[str, int] = {}
    styles: dict[int, set[str]] = {}  # of a long line
    for c in found:
        name = c.style.name
        if c.before == HEAD:
            if not c.lost:
                key = name, c.prefix
                c.goes_on = last.get(key) == c.ordinal - 1
                last[key] = c.ordinal
                heading.add(name)
        elif c.before == SENTENCE:
            if not c.lost:
                behind_sentences[name] = behind_sentences.get(name, 0) + 1
        elif lines[c.line].end - lines[c.line].start >= _FLAT_LENGTH:
            styles.setdefault(c.line, set()).add(name)
    for c in found:
        if c.before != HEAD:
            name = c.style.name
            c.usual = name in heading or behind_sentences.get(name, 0) >= 4
            c.titled = c.titled or (name in heading and c.before == SENTENCE and c.style.rank < _LOOSE_RANK)
            if len(styles.get(c.line, ())) >= _FLAT_STYLES:
                c.usual = True
                if c.before != SENTENCE:
                    c.before = FLAT


def _place_labels(folded: str, lines: list[Line], found: list[Candidate]) -> None:
    """Mark the labels that speak of a whole list ((1)… (2)… 是否完成:…), not of its last item.

    Inside a line they always do (一是…;二是…。完成时限:…); at line heads, where no other item has fields of its own.
    """
    if all(c.style.name != "label" for c in found):
        return
    for above, c in pairwise(found):
        if c.style.name == "label" and c.before != HEAD and above.line == c.line and above.inside and above.style.rank >= _LOOSE_RANK:
            c.behind_list = True
    heads = [c for c in found if c.before == HEAD or c.style.name == "label"]
    labels = [
        (c, above)
        for above, c in pairwise(heads)
        if c.before == HEAD and c.style.name == "label" and above.style.rank >= _DEEDS_RANK and not is_title(folded, lines[above.line], above.end)
    ]
    if not labels:
        return
    fielded = {id(above): c for c, above in labels}
    earlier: dict[str, Candidate] = {}
    kinds: set[tuple[str, str]] = set()
    for c in heads:
        before = earlier.get(c.style.name)
        if id(c) in fielded and c.ordinal > 1 and before is not None and before.ordinal == c.ordinal - 1 and id(before) not in fielded:
            kinds.add((fielded[id(c)].prefix, c.style.name))
        earlier[c.style.name] = c
    for c, above in labels:
        c.behind_list = (c.prefix, above.style.name) in kinds


def _at_head(folded: str, line: Line, i: int, tries_at: dict[str, tuple[Try, ...]]) -> Candidate | None:
    c = folded[line.head]
    for pattern, tried in tries_at.get(c, ()):
        match = pattern.match(folded, line.head, line.end)
        if match is None:
            continue
        group = match.lastindex or 1
        style = tried[group - 1]
        ordinal = style.value(match[group])
        if ordinal > 0 or style.name in _UNCOUNTED:
            return _candidate(style, match[group], ordinal, line.head, match.end(), i, HEAD)
        if group < len(tried) and (candidate := _of_later_style(folded, line, i, tried[group:])):
            return candidate
    if c in _LOST_FIRST:
        for lost, names in _LOST:
            if match := lost.match(folded, line.head, line.end):
                return Candidate(line.head, match.end(), i, HEAD, BY_NAME[names[0]], 0, lost=names)
    return None


_LAST_POINT: Final = re.compile(r"[.\-](?=[^.\-]*$)")


def _of_later_style(folded: str, line: Line, i: int, later: tuple[NumberStyle, ...]) -> Candidate | None:
    """The number at a line's head in one of the `later` styles, where an earlier one counts it as 0, which is no number."""
    for style, pattern in by_first()[folded[line.head]]:
        if style in later and (match := pattern.match(folded, line.head, line.end)):
            ordinal = style.value(match[1])
            if ordinal > 0 or style.name in _UNCOUNTED:
                return _candidate(style, match[1], ordinal, line.head, match.end(), i, HEAD)
    return None


def _candidate(style: NumberStyle, number: str, ordinal: int, start: int, end: int, line: int, before: int) -> Candidate:
    prefix = ""
    if "." in number or "-" in number:
        prefix = _LAST_POINT.split(number)[0]
    elif style.name == "label":
        prefix = number
    return Candidate(start, end, line, before, style, ordinal, prefix)


def _merge(folded: str, lines: list[Line], first: int, last: int, heads: list[Candidate | None]) -> list[Candidate]:
    """Head and inline candidates of a stretch of lines, in text order."""
    found: list[Candidate] = []
    inline, style_at = _inline(_has_worded(folded, lines[first].head, lines[last - 1].end))
    for i, head in zip(range(first, last), heads, strict=True):
        if head:
            found.append(head)
        taken = head.end if head else -1
        matches = list(inline.finditer(folded, max(taken, lines[i].head), lines[i].end))
        if matches:
            found += _inside(folded, lines[i], i, taken, matches, style_at)
    return _with_lost(folded, lines, found)


def _inside(
    folded: str, line: Line, i: int, taken: int, matches: list[re.Match[str]], style_at: dict[int, NumberStyle]
) -> list[Candidate]:
    """The candidates among the matches inside line `i`; none inside quotation marks or titles.

    `taken` is where the line's head candidate ends, -1 where it has none.
    """
    found: list[Candidate] = []
    enclosed: list[tuple[int, int]] | None = None
    shut = 0
    passed = taken
    for match in matches:
        group = match.lastindex or 0
        at, end = match.span(group)
        if at < passed:  # inside the marker before it
            continue
        passed = end
        if at == line.head:
            continue
        previous = folded[at - 1]
        if previous.isdigit() or previous in HAN or (previous == "." and folded[at].isdigit()):
            continue
        if previous in _NO_NUMERAL_BEHIND and folded[at] in HAN:
            continue
        if previous == "(":  # the 1) of a (1) that is no marker
            continue
        if enclosed is None:
            enclosed = _enclosed(folded, line)
        while shut < len(enclosed) and enclosed[shut][1] <= at:
            shut += 1
        if shut < len(enclosed) and enclosed[shut][0] < at:
            continue
        if previous in ": " and _ATTACHED_BEFORE.search(folded, max(at - 8, 0), at):
            return found  # a list of attachments has begun
        gap = at - 1
        while folded[gap] == " " and gap > line.head:
            gap -= 1
        before = SENTENCE if folded[gap] in _CLAUSE_END else COMMA if previous in _LOOSE else WORD
        style, number = style_at[group], match[group + 1]
        if style.name == "label" and (previous == "的" or end >= line.end):
            continue  # 问题的整改情况: is no field, nor is one with nothing behind it
        titled = before != SENTENCE and line.head <= taken and _is_run_in_title(folded, taken, at)
        if titled:
            before = SENTENCE
        if style.name == "label" and line.head < taken <= at <= taken + 1:  # 1.问题表现:…
            before = SENTENCE
        candidate = _candidate(style, number, style.value(number), at, end, i, before)
        candidate.titled = titled
        found.append(candidate)
        taken = end
    return found


def _is_run_in_title(folded: str, start: int, end: int) -> bool:
    """Whether only a title stands between two candidates: 二、整改落实情况(一)…"""
    return 2 <= end - start <= 60 and not any(c in _CLAUSE_END and c not in "”』》" for c in folded[start:end])


def _with_lost(folded: str, lines: list[Line], found: list[Candidate]) -> list[Candidate]:
    """Add the bare 是 inside lines that hold items 一是 …: one of them may have lost its number."""
    among = {c.line for c in found if c.style.name == "一是" and (c.before != HEAD or not c.lost)}
    added: list[Candidate] = []
    for i in among:
        head = lines[i].head
        for match in _LOST_SHI.finditer(folded, head, lines[i].end):
            at = match.start()
            before = at - 1
            while before > head and folded[before] == " ":
                before -= 1
            if before >= head and folded[before] in _CLAUSE_STOPS:
                added.append(Candidate(at, at + 1, i, SENTENCE, BY_NAME["一是"], 0, lost=("一是",)))
    return sorted([*found, *added], key=lambda c: c.start) if added else found


def _enclosed(folded: str, line: Line) -> list[tuple[int, int]]:
    """Stretches of a line inside “…” or 《…》, outermost ones, in order."""
    stretches: list[tuple[int, int]] = []
    opened: list[int] = []
    for match in _ENCLOSED.finditer(folded, line.start, line.end):
        c = match[0]
        if len(c) > 1:
            if not opened:
                stretches.append(match.span())
        elif c == '"' and opened and folded[opened[-1]] == '"':  # straight marks pair by turns
            begun = opened.pop()
            if not opened:
                stretches.append((begun, match.end()))
        elif c in '“《"':
            opened.append(match.start())
        elif opened:
            begun = opened.pop()
            if folded[begun] + c not in ("“”", "《》"):
                opened.clear()
            elif not opened:
                stretches.append((begun, match.end()))
    return stretches


def _without_stray_labels(found: list[Candidate]) -> list[Candidate]:
    """Field labels count only in a document that uses several of them: a lone 问题: or 责任单位: is running text.

    Inside a line they count behind the end of a sentence, or where the document heads lines with the same label or
    uses three and more of them.
    """
    labels = [c for c in found if c.style.name == "label"]
    if not labels:
        return found
    kinds = {c.prefix for c in labels}
    firm = {c.prefix for c in labels if c.before in (HEAD, SENTENCE)}
    if len(kinds) < 2 and len([c for c in labels if c.before == HEAD]) < 3:
        return [c for c in found if c.style.name != "label" or (c.before == HEAD and c.prefix.startswith("整改"))]
    for c in labels:
        if c.before not in (HEAD, SENTENCE) and (c.prefix in firm or len(kinds) >= 3):
            c.before = SENTENCE
    return [c for c in found if c.style.name != "label" or c.before in (HEAD, SENTENCE)]
