"""The things one can add, each one value with its examples beside it.

⟦ ⟧ in an example marks what is reported; a counterexample is a text in which nothing may be.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from noticeparse.model import Claim, Level, Node

if TYPE_CHECKING:
    from noticeparse.check.review import Flaw, Review
    from noticeparse.compare.across_gather import Gathered, Row
    from noticeparse.corpus.columns import Column
    from noticeparse.facts import Scan
    from noticeparse.link.problems import Problem

Purpose = Literal["organise", "results", "plan"]
"""What a top part of a notice is for: organising the work, telling what was done, saying what comes next."""


@dataclass(frozen=True, slots=True)
class NumberStyle:
    """How a number is printed before a part.

    `pattern` is regular-expression source for folded text (half-width punctuation and digits, blanks as spaces),
    matched at the head of a line whose first character is in `first`; its only group is the number, and what it
    matches is the marker. `inline` is the stricter pattern for a marker in the middle of a line, None where such a
    number never stands there. `value` turns the group into the ordinal. `rank` is the place in the usual ladder, 0
    the highest: it only breaks ties, the document's own order comes first. `examples` maps a line to its ordinal.
    """

    name: str
    first: str
    pattern: str
    value: Callable[[str], int]
    rank: float
    examples: Mapping[str, int]
    counterexamples: tuple[str, ...] = ()
    inline: str | None = None


@dataclass(frozen=True, slots=True)
class FactKind:
    """One way a checkable statement is printed.

    `pattern` is regular-expression source for folded text without named groups, linear, and beginning with one of the
    characters of `first`. `build` makes the claims of a candidate; an empty list says the candidate was a look-alike,
    and the scan goes on behind it (or behind the last claim, if that ends later).
    """

    name: str
    first: str
    pattern: str
    build: Callable[[Scan, re.Match[str]], list[Claim]]
    examples: Mapping[str, object] = field(default_factory=dict)
    counterexamples: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Statement:
    """One way a part states a fed-back problem in its first sentence.

    `read` gets the folded text, the part and the span of its first sentence, and returns the problem or None. A firm
    statement makes the part an issue where it stands; one that is not `firm` counts only where its siblings are alike.
    An example is a small notice, without its title, in which ⟦ ⟧ marks the quote of each issue; in a counterexample there is none.
    `printed` says in words what the statement looks like.
    """

    name: str
    read: Callable[[str, Node, int, int], Problem | None]
    examples: tuple[str, ...]
    counterexamples: tuple[str, ...] = ()
    firm: bool = True
    printed: str = ""


@dataclass(frozen=True, slots=True)
class HeadingRole:
    """What headings of top parts say these are for: `pattern` is searched in the folded heading.

    Headings in `examples` say so, those in `counterexamples` do not.
    """

    purpose: Purpose
    pattern: str
    examples: tuple[str, ...]
    counterexamples: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Rule:
    """One thing a careful reviewer looks for.

    `name` says what is wrong, `title` the same in one line (`title_zh` in Chinese), `text` is what it means and why it
    matters, a paragraph each (`text_zh` in Chinese), and `source` the norm or observation it rests on. `find` yields the flaws of a notice;
    more than `at_most` of them are reported as one finding with the count. In a text of `bad` the rule reports
    exactly what ⟦ ⟧ marks (⟦⟧ stands for a place without length), in a text of `good` nothing.
    """

    code: str
    name: str
    level: Level
    title: str
    title_zh: str
    text: tuple[str, ...]
    source: str
    bad: tuple[str, ...]
    good: tuple[str, ...]
    find: Callable[[Review], Iterator[Flaw]]
    at_most: int = 30
    text_zh: str = ""


def rule(
    code: str,
    name: str,
    level: Level,
    *,
    zh: str,
    text_zh: str = "",
    source: str,
    bad: tuple[str, ...],
    good: tuple[str, ...],
    at_most: int = 30,
) -> Callable[[Callable[[Review], Iterator[Flaw]]], Rule]:
    """Make a function that yields flaws into a `Rule`; title and text are its docstring."""

    def entry(find: Callable[[Review], Iterator[Flaw]]) -> Rule:
        title, *text = _paragraphs(find.__doc__)
        return Rule(code, name, level, title.rstrip("."), zh, tuple(text), source, bad, good, find, at_most, text_zh)

    return entry


@dataclass(frozen=True, slots=True)
class CorpusComparison:
    """One thing the notices of a corpus say only side by side.

    `name` says what is found, `title` the same in one line (`title_zh` in Chinese), `text` is what it means and why it
    matters, a paragraph each (`text_zh` in Chinese), and `source` the norm or observation it rests on. `find` yields
    the rows of its table: the values of `columns`, and ``evidence``, the places it rests on. Of the notices of a group of `shows` the quoted
    words of all evidence are what ⟦ ⟧ marks; a group of `silent` gives no row.
    """

    code: str
    name: str
    title: str
    title_zh: str
    text: tuple[str, ...]
    source: str
    columns: tuple[Column, ...]
    shows: tuple[tuple[str, ...], ...]
    silent: tuple[tuple[str, ...], ...]
    find: Callable[[Gathered], Iterator[Row]]
    text_zh: str


def corpus_comparison(
    code: str,
    name: str,
    *columns: Column,
    zh: str,
    text_zh: str,
    source: str,
    shows: tuple[tuple[str, ...], ...],
    silent: tuple[tuple[str, ...], ...],
) -> Callable[[Callable[[Gathered], Iterator[Row]]], CorpusComparison]:
    """Make a function that yields rows into a `CorpusComparison`; title and text are its docstring."""

    def entry(find: Callable[[Gathered], Iterator[Row]]) -> CorpusComparison:
        title, *text = _paragraphs(find.__doc__)
        return CorpusComparison(code, name, title.rstrip("."), zh, tuple(text), source, columns, shows, silent, find, text_zh)

    return entry


def _paragraphs(docstring: str | None) -> list[str]:
    return [" ".join(paragraph.split()) for paragraph in (docstring or "").strip().split("\n\n")]
