"""Scores an outline against a gold text, damaged or not: starts, ordinals, parents, ends of headings."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from tests.gold_texts import GoldText, Item

BLANK = re.compile(r"[\s\u00a0\u3000\u200b-\u200d\u2060\ufeff]")
EDGES = " 。.,;:!?、*\"'「」“”‘’"
HALF = str.maketrans("，：；（）！？．～０１２３４５６７８９％“”‘’", ",:;()!?.~0123456789%\"\"''")


@dataclass(slots=True)
class Found:
    """A numbered part as the parser reports it; `parent` is the start of the nearest numbered part above."""

    start: int
    ordinal: int
    parent: int | None
    heading: str


@dataclass(slots=True)
class Tally:
    """How many parts were asked for and how many came back right."""

    asked: int = 0
    right: int = 0
    parents_asked: int = 0
    parents_right: int = 0
    tops_asked: int = 0
    tops_right: int = 0
    whole_asked: int = 0
    whole_right: int = 0
    headings_asked: int = 0
    headings_right: int = 0
    spurious: int = 0
    errors: int = 0
    misses: list[str] = field(default_factory=list)

    def add(self, other: Tally) -> None:
        for name in self.__slots__:
            if name == "misses":
                self.misses += other.misses
            else:
                setattr(self, name, getattr(self, name) + getattr(other, name))

    @property
    def share(self) -> float:
        return self.right / self.asked if self.asked else 1.0

    @property
    def parent_share(self) -> float:
        return self.parents_right / self.parents_asked if self.parents_asked else 1.0

    @property
    def top_share(self) -> float:
        """Of the parts without a parent, the sections of the notice."""
        return self.tops_right / self.tops_asked if self.tops_asked else 1.0

    @property
    def whole_share(self) -> float:
        return self.whole_right / self.whole_asked if self.whole_asked else 1.0

    @property
    def heading_share(self) -> float:
        return self.headings_right / self.headings_asked if self.headings_asked else 1.0


def found_in_notice(notice: Any) -> list[Found]:
    """The numbered parts of a notice, in text order."""
    found: list[Found] = []
    stack: list[tuple[Any, int | None]] = [(part, None) for part in reversed(notice.parts)]
    while stack:
        part, above = stack.pop()
        if part.num is not None:
            found.append(
                Found(part.span[0], part.num.ordinal, above, part.heading.text if part.heading else "")
            )
            above = part.span[0]
        stack += [(child, above) for child in reversed(part.children)]
    return found


def found_in_nodes(nodes: Iterable[Any], text: str) -> list[Found]:
    """The same from the nodes of the outline stage."""
    found: list[Found] = []
    stack: list[tuple[Any, int | None]] = [(node, None) for node in reversed(list(nodes))]
    while stack:
        node, above = stack.pop()
        if node.style:
            heading = text[slice(*node.heading)] if node.heading else ""
            found.append(Found(node.start, node.ordinal, above, heading))
            above = node.start
        stack += [(child, above) for child in reversed(node.children)]
    return found


def gold_as_found(gold: GoldText) -> list[Found]:
    """What a parser without fault reports: the trivial oracle of the instruments' own tests."""
    return [
        Found(
            item.start,
            item.ordinal,
            None if (up := _nearest_above(gold, item)) is None else gold.items[up].start,
            item.heading,
        )
        for item in gold.items
        if item.state in ("kept", "restorable")
    ]


def _nearest_above(gold: GoldText, item: Item) -> int | None:
    place = item.parent
    while place is not None and gold.items[place].state not in ("kept", "restorable"):
        place = gold.items[place].parent
    return place


def plain(text: str) -> str:
    """A heading as it is compared: half width, without blanks, closing and quotation marks at its ends."""
    return BLANK.sub("", text.translate(HALF)).strip(EDGES)


def offsets_without_blanks(text: str) -> list[int]:
    """For each offset how many characters that are not blank stand before it."""
    at, count = [], 0
    for ch in text:
        at.append(count)
        count += not BLANK.match(ch)
    at.append(count)
    return at


def score(gold: GoldText, found: list[Found]) -> Tally:
    """Compares by offset without blanks: it does not matter on which side of a blank a part begins."""
    at = offsets_without_blanks(gold.text)
    tally = Tally()
    by_start = {at[part.start]: part for part in found}
    for item in gold.items:
        part = by_start.get(at[item.start])
        wanted = {_start(gold, at, place) for place in (item.parent, *item.other_parents)}
        fits_parent = part is not None and (
            item.any_parent or (None if part.parent is None else at[part.parent]) in wanted
        )
        right = (
            part is not None
            and fits_parent
            and (part.ordinal == item.ordinal or item.style in ("label", "annex"))
        )
        if item.optional or item.state == "gone":
            continue
        if item.state == "restorable-whole":
            tally.whole_asked += 1
            tally.whole_right += right
            continue
        tally.asked += 1
        tally.right += right
        tally.tops_asked += item.parent is None
        tally.tops_right += right and item.parent is None
        tally.parents_asked += 1
        tally.parents_right += fits_parent
        if not right:
            tally.misses.append(_miss(gold, item, part, at))
        elif part is not None and not item.heading_free and item.style != "annex":
            tally.headings_asked += 1
            if plain(part.heading) == plain(item.heading):
                tally.headings_right += 1
            else:
                tally.misses.append(
                    f"{gold.name} {item.path} heading {part.heading[:30]!r} wanted {item.heading[:30]!r}"
                    f" | {_around(gold, item)}"
                )
    known = {at[item.start] for item in gold.items}
    for start, part in by_start.items():
        if start not in known:
            tally.spurious += 1
            tally.misses.append(
                f"{gold.name} spurious {gold.text[max(0, part.start - 12) : part.start]!r}"
                f"^{gold.text[part.start : part.start + 20]!r}"
            )
    return tally


def _start(gold: GoldText, at: list[int], place: int | None) -> int | None:
    return None if place is None else at[gold.items[place].start]


def _miss(gold: GoldText, item: Item, part: Found | None, at: list[int]) -> str:
    if part is None:
        what = "missing"
    elif part.ordinal != item.ordinal and item.style not in ("label", "annex"):
        what = f"ordinal {part.ordinal}, not {item.ordinal}"
    else:
        names = {at[other.start]: other.path for other in gold.items}
        above = "the top" if part.parent is None else names.get(at[part.parent], f"@{part.parent}")
        what = f"parent is {above}"
    return f"{gold.name} {item.path} [{item.state}] {what} | {_around(gold, item)}"


def _around(gold: GoldText, item: Item) -> str:
    return f"{gold.text[max(0, item.start - 14) : item.start]!r}^{gold.text[item.start : item.start + 26]!r}"
