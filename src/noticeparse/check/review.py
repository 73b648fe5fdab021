"""What every rule may look at: the notice with its lines, parts and facts indexed once."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate, count, islice
from operator import add, attrgetter
from typing import Any, Literal, NamedTuple, TypeVar

from noticeparse.check.marks import Marks
from noticeparse.check.phrases import Phrase, misprints, places
from noticeparse.check.profiles import Profile
from noticeparse.clipped import clipped
from noticeparse.facts.calendar import Day, moment_of
from noticeparse.model import DateFact, Level, Notice, Num, Part, Span

BODIES = ("小组", "工作组", "专班", "委员会")
"""What the names of bodies end in."""
_PLAN_HEADING = re.compile(r"(?:第[一二三四五六七八九十]+(?:章|部分)|(?<![一二三四五六七八九十])[二三四五六七八九十]+、) *(?:下一?步|下一?阶段|今后)")
_LINE = re.compile(r"\S(?:[^\n]*\S)?")
_T = TypeVar("_T")

CHECKABLE = frozenset(("date", "period", "duration", "count", "rate", "rank", "money", "document", "contact"))
"""Facts a stranger could verify as they stand; the event kinds gather these and add no figure of their own."""


@dataclass(slots=True)
class Flaw:
    """What a rule yields; `check` adds its name, level and part.

    `message` says in English what is wrong, `zh` the same in Chinese. `suggestion` is (replacement, span) and given
    only where one is certain.
    """

    span: Span
    message: str
    suggestion: tuple[str, Span] | None = None
    origin: Literal["author", "extraction", "unknown"] = "author"
    level: Level | None = None
    """Where it differs from the rule's own."""
    zh: str | None = None


class Line(NamedTuple):
    """A printed line without its outer blanks."""

    start: int
    end: int


class Leaf(NamedTuple):
    """A measure that is not divided further: its part and the words that say what was done."""

    part: Part
    span: Span


class Review:
    """One notice on the reviewer's desk.

    `folded` is the text with half-width punctuation, same offsets. Everything else is worked out when a rule first
    asks for it, and kept.
    """

    def __init__(self, notice: Notice, profile: Profile) -> None:
        self.notice = notice
        self.profile = profile
        self.text = notice.source.text
        self.folded = notice.source.folded
        self.parts, self._parents = _walk(notice.parts)
        self.facts: list[Any] = [fact for fact in notice.facts if fact.kind in CHECKABLE]
        self.facts.sort(key=attrgetter("span"))
        self._starts = [part.span[0] for part in self.parts]
        self._places: dict[str, list[int]] = {}
        self.kept: dict[Callable[[Review], Any], Any] = {}
        self._fact_starts = [fact.span[0] for fact in self.facts]

    # ------------------------------------------------------------------ lines

    @cached_property
    def line_starts(self) -> list[int]:
        """Where each line begins, in code points."""
        lengths = map(len, self.text.split("\n")[:-1])
        return [0, *map(add, accumulate(lengths), count(1))]

    def line_number(self, at: int) -> int:
        """The number of the line that holds `at`, counted from 1."""
        return bisect_right(self.line_starts, at)

    @cached_property
    def lines(self) -> list[Line]:
        """The lines that are not blank."""
        return [Line(*match.span()) for match in _LINE.finditer(self.folded)]

    def places(self, word: str) -> list[int]:
        """Where the word stands in the folded text, looked for once for all rules."""
        if word not in self._places:
            self._places[word] = list(places(self.folded, word))
        return self._places[word]

    def sentence(self, at: int, end: int | None = None) -> Span:
        """The sentence that holds `at`, without its mark; `end` may lie behind `at` in the same sentence."""
        return _between(self.marks.sentences, at, at if end is None else end)

    def clause(self, at: int, end: int | None = None) -> Span:
        """The clause that holds `at`, without its mark."""
        return _between(self.marks.clauses, at, at if end is None else end)

    @cached_property
    def marks(self) -> Marks:
        """Where sentences, clauses and numbers end, and which lines have marks without a partner."""
        return Marks(self.folded)

    # ------------------------------------------------------------------ parts

    def part_at(self, at: int) -> Part | None:
        """The deepest part that holds `at`."""
        index = bisect_right(self._starts, at) - 1
        while index >= 0 and self.parts[index].span[1] <= at:
            index = self._parents[index]
        return self.parts[index] if index >= 0 else None

    def ancestors(self, at: int) -> Iterator[Part]:
        """The parts that hold `at`, the deepest first."""
        index = bisect_right(self._starts, at) - 1
        while index >= 0 and self.parts[index].span[1] <= at:
            index = self._parents[index]
        while index >= 0:
            yield self.parts[index]
            index = self._parents[index]

    @cached_property
    def numbered(self) -> list[tuple[Part, Num]]:
        """The parts that have a number, with it."""
        return [(part, part.num) for part in self.parts if part.num is not None]

    @cached_property
    def number_ends(self) -> set[int]:
        """Where the last character of each printed number stands."""
        return {part.span[0] + len(num.text.rstrip()) - 1 for part, num in self.numbered}

    def in_number(self, at: int) -> bool:
        """Whether `at` lies in the printed number of a part."""
        part = self.part_at(at)
        return part is not None and part.num is not None and at < part.span[0] + len(part.num.text)

    @cached_property
    def by_eid(self) -> dict[str, Part]:
        """The parts by their eid."""
        return {part.eid: part for part in self.parts}

    def parent(self, part: Part) -> Part | None:
        """The part above; None for a top part."""
        index = self._parents[self._index[part.eid]]
        return self.parts[index] if index >= 0 else None

    @cached_property
    def _index(self) -> dict[str, int]:
        return {part.eid: i for i, part in enumerate(self.parts)}

    @cached_property
    def runs(self) -> list[list[Part]]:
        """The numbered lists: siblings of one style, each list by itself."""
        groups = [self.notice.parts, *(part.children for part in self.parts if part.children)]
        return [run for group in groups for run in _runs(group)]

    @cached_property
    def kept_company(self) -> set[int]:
        """Where the parts begin whose list has an item with its number printed, so that its style is certain."""
        printed = (run for run in self.runs if any(part.num and not part.num.lost for part in run))
        return {part.span[0] for run in printed for part in run}

    @cached_property
    def leaves(self) -> list[Leaf]:
        """Every measure taken, divided as far as the notice numbers it, in text order."""
        found: dict[str, Leaf] = {}
        for measure in self.notice.measures:
            part = self.by_eid.get(measure.part)
            if part is None or measure.planned:
                continue
            for leaf in _lowest(part):
                found.setdefault(leaf.eid, Leaf(leaf, _words(leaf)))
        return sorted(found.values(), key=lambda leaf: leaf.span)

    @cached_property
    def results(self) -> list[Span]:
        """Stretches that report what was done: the parts of the issues, else of the measures taken."""
        eids = [issue.part for issue in self.notice.issues] or [m.part for m in self.notice.measures if not m.planned]
        spans = sorted({self.by_eid[eid].span for eid in eids if eid in self.by_eid})
        merged: list[Span] = []
        for span in spans:
            if not merged or span[0] >= merged[-1][1]:
                merged.append(span)
        if merged and (plan := _PLAN_HEADING.search(self.folded, *merged[-1])):
            merged[-1] = merged[-1][0], plan.start()  # line breaks lost: what comes next was read into the last result
        return merged

    def in_results(self, at: int) -> bool:
        """Whether `at` lies where the notice reports what was done about an issue."""
        index = bisect_right(self._result_starts, at) - 1
        return index >= 0 and at < self.results[index][1]

    @cached_property
    def _result_starts(self) -> list[int]:
        return [start for start, _ in self.results]

    @cached_property
    def first_issue(self) -> int:
        """Where the first issue or measure begins; the end of the text without one."""
        return self.results[0][0] if self.results else len(self.text)

    @cached_property
    def body(self) -> Span:
        """From the first part to the end of the last."""
        if not self.parts:
            return 0, 0
        return self.parts[0].span[0], max(part.span[1] for part in self.notice.parts)

    # ------------------------------------------------------------------ facts

    def facts_in(self, start: int, end: int) -> list[Any]:
        """The facts that begin in the span."""
        return self.facts[bisect_left(self._fact_starts, start) : bisect_left(self._fact_starts, end)]

    @cached_property
    def result_facts(self) -> list[Any]:
        """The facts that lie where the notice reports what was done."""
        return [fact for span in self.results for fact in self.facts_in(*span)]

    @cached_property
    def documents(self) -> list[Any]:
        """The titles in 《》 (no document numbers), in text order."""
        return [f for f in self.facts if f.kind == "document" and f.text.startswith(("《", "〈", "<"))]

    @cached_property
    def titles(self) -> list[Span]:
        """Where titles in 《》 stand."""
        return [fact.span for fact in self.documents]

    def in_title(self, at: int) -> bool:
        """Whether `at` lies inside a title in 《》."""
        index = bisect_right(self.titles, (at, len(self.text) + 1)) - 1
        return index >= 0 and self.titles[index][0] <= at < self.titles[index][1]

    @cached_property
    def days(self) -> list[tuple[DateFact, Day, Day]]:
        """The dates of a settled day or month, each with its first and last day, in text order."""
        dated = [(fact, moment_of(fact.edtf)) for fact in self.facts if fact.kind == "date" and fact.edtf and len(fact.edtf) >= 7]
        return [(fact, moment.first(), moment.last()) for fact, moment in dated if moment and moment.exists]

    @cached_property
    def lossy(self) -> bool:
        """Whether short runs vanished from this copy in several places, as extraction from a page does it."""
        lost = sum(num.lost for _, num in self.numbered)
        return lost + sum(bool(fact.origin == "repaired") for fact in self.facts) >= 2

    @cached_property
    def misprints(self) -> list[tuple[int, Phrase]]:
        """Where the lexicon's misspellings and variant spellings stand."""
        return misprints(self.text)

    @property
    def cause(self) -> Literal["extraction", "unknown"]:
        """The likelier cause of a vanished character."""
        return "extraction" if self.lossy else "unknown"

    def other_lines(self, lines: Iterable[int], at: int) -> str:
        """The first few of the lines but the one that holds `at`, for a message; linear in none of them."""
        own = self.line_number(at)
        found = list(islice((line for line in lines if line != own), 4))
        return ", ".join(map(str, found[:3])) + (" …" if len(found) > 3 else "")

    def quote(self, span: Span, length: int = 24) -> str:
        """The words of a span, cut to `length` characters, for a message."""
        return clipped(self.text[span[0] : span[1]].strip().replace("\n", " "), length)


def _between(ends: bytes, at: int, end: int) -> Span:
    """From behind the last dot before `at` to the first at or behind `end`."""
    stop = ends.find(b".", end)
    return ends.rfind(b".", 0, at) + 1, stop if stop >= 0 else len(ends)


def once(work: Callable[[Review], _T]) -> Callable[[Review], _T]:
    """`work` done once for each review, however many rules ask for its result."""

    def kept(review: Review) -> _T:
        if work not in review.kept:
            review.kept[work] = work(review)
        found: _T = review.kept[work]
        return found

    return kept


def listed(lines: str) -> str:
    """Numbers of lines as a Chinese sentence lists them: 12, 34 … → 12、34……"""
    return lines.replace(", ", "、").replace(" …", "……")


def day_of(edtf: str | None) -> Day | None:
    """The (year, month, day) an EDTF day names; None for anything coarser and for a day the calendar does not have."""
    moment = moment_of(edtf) if edtf and len(edtf) == 10 else None
    return moment.first() if moment and moment.exists else None


def _walk(tops: tuple[Part, ...]) -> tuple[list[Part], list[int]]:
    """Every part in text order, and for each the place of the part above it, -1 at the top."""
    parts: list[Part] = []
    parents: list[int] = []
    stack = [(part, -1) for part in reversed(tops)]
    while stack:
        part, above = stack.pop()
        here = len(parts)
        parts.append(part)
        parents.append(above)
        if part.children:
            stack += [(child, here) for child in reversed(part.children)]
    return parts, parents


def _lowest(part: Part) -> Iterator[Part]:
    numbered = [child for child in part.children if child.num is not None and child.role in ("measure", "action", "item")]
    if not numbered:
        yield part
    for child in numbered:
        yield from _lowest(child)


def _words(part: Part) -> Span:
    """The paragraphs under a heading that stands alone, else the whole part."""
    return part.children[0].span[0] if part.children else part.span[0], part.span[1]


LISTS = ("一是", "第一", "①")
"""Styles of lists inside a text; a second such list may follow the first under the same part."""


def _runs(parts: tuple[Part, ...]) -> Iterator[list[Part]]:
    """The runs of numbered siblings of one style; an unnumbered paragraph before a 1 begins a new list."""
    runs: dict[str, list[Part]] = {}
    fresh = False
    for part in parts:
        num = part.num
        if num is None or num.style in ("label", "annex"):
            fresh = True
            continue
        style = num.style
        if style == "项目N.M" or "." in num.text[:-2]:
            style += _chapter(num.text)
        if num.ordinal == 1 and style in runs and (fresh or num.style in LISTS):
            yield runs.pop(style)
        runs.setdefault(style, []).append(part)
        fresh = False
    yield from runs.values()


def _chapter(marker: str) -> str:
    """What stands before the last number of a marker: 项目1.2 begins a list of its own beside 项目2.1."""
    numbers = re.findall(r"\d+", marker)
    return ".".join(numbers[:-1])
