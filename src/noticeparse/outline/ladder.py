"""Which candidate is a marker and whose child it is: the reading of the whole sequence that costs least.

A reading is a stack of open lists, each with its style and last ordinal. Every candidate is read as the next item of
an open list, as the first item of a new one, or as plain text; each choice has a price. Readings with the same stack
are merged and the cheapest kept, so the work is linear in the candidates. Levels come from the document: no style
has a fixed level, the usual ladder (`NumberStyle.rank`) only prices where a *new* list is hung.
"""

from __future__ import annotations

from dataclasses import dataclass
from operator import itemgetter
from typing import Any, Final

from noticeparse.entries import NumberStyle
from noticeparse.outline.candidates import COMMA, FLAT, HEAD, SENTENCE, WORD, Candidate
from noticeparse.outline.numbering import BY_NAME

MAX_DEPTH: Final = 24
_BEAM: Final = 8
_FAR: Final = float("inf")
_MARGIN: Final = 1.7

# Prices. A number at a line's head is nearly always real; one behind a word nearly never, unless a whole list is there.
_IGNORE: Final = {HEAD: 1.6, SENTENCE: 0.9, COMMA: 0.45, WORD: 0.35, FLAT: 0.7}
_ACCEPT: Final = {HEAD: 0.0, SENTENCE: 0.0, COMMA: 0.05, WORD: 0.1, FLAT: 0.05}
_OPEN: Final = {HEAD: 0.1, SENTENCE: 0.95, COMMA: 0.75, WORD: 0.75, FLAT: 0.4}
_OPEN_USUAL: Final = 0.6  # … of a style that heads lines elsewhere, behind a full stop
_WORD_AFTER_HEADS: Final = 0.5  # an item behind a word in a list whose last item headed a line
_LATE: Final = 0.9  # a list whose first number is not 1 …
_LATE_STEP: Final = 0.25  # … and each further number it lacks
_LATE_GOES_ON: Final = 0.7  # … but goes on counting from the list before it (problems numbered through all sections)
_GAP: Final = 0.7  # a number skipped inside a list
_RESTART: Final = 1.0  # 1 again in the same list
_REPEAT: Final = 1.9  # any other step back
_NESTED_SAME: Final = 1.2  # a list inside an item of its own style
_NESTED_SAME_FIELD: Final = 0.15  # … below a field label of that item, where it is usual
_INVERTED: Final = 0.25  # a list below one that usually stands under it …
_INVERTED_STEP: Final = 0.15  # … and each rank between them
_SECOND_LIST: Final = 0.6  # a second list of another style under one parent
_SECOND_LIST_INLINE: Final = 0.45  # … where the first stood inside a paragraph
_UNDER_INLINE: Final = 0.7  # a line's head below an item inside a paragraph
_BELOW_TITLE: Final = 0.3
_LOST_NEXT: Final = 0.2
_LOST_FIRST: Final = 0.9
_LOST_IGNORE: Final = 0.8
_LOST_IGNORE_INLINE: Final = 0.3
_FORCED: Final = -4.0
_FIELD_AGAIN: Final = 0.8  # the same field label twice under one parent

@dataclass(slots=True, eq=False)
class Stack:
    """The open lists at one place of a reading: the innermost one, by its last item, on those it is in.

    Each stack is made once (`_on`), so that equal stacks are one object and compare as fast as that.
    """

    made: _Made
    below: Stack | None = None
    depth: int = 0  # how many lists are open
    style: str = ""
    ordinal: int = 0
    prefix: str = ""  # of labels those seen, joined
    inside: bool = False  # stands inside a line
    rank: float = float("-inf")


_Made = dict[tuple[Stack, str, int, str, bool], Stack]
"""Every stack of one document, by the stack it is on and what its innermost list holds."""


def _on(below: Stack, style: NumberStyle, ordinal: int, prefix: str, inside: bool) -> Stack:
    """The stack with a list on those of `below`."""
    key = below, style.name, ordinal, prefix, inside
    stack = below.made.get(key)
    if stack is None:
        stack = below.made[key] = Stack(below.made, below, below.depth + 1, style.name, ordinal, prefix, inside, style.rank)
    return stack


Choice = tuple[float, Stack, int]
"""One way to read a candidate: its price, the stack after it, the ordinal; that is -1 where it is plain text."""

Step = tuple[Any, int, int, int]
"""The marker read last, linked to the one before it: (earlier step, candidate index, depth, ordinal)."""


_Reading = tuple[float, Stack, Step | None]
"""price, stack, the marker read last"""


@dataclass(slots=True)
class Placed:
    """A candidate read as a marker: its depth (0 the top) and ordinal."""

    candidate: Candidate
    depth: int
    ordinal: int


def read_ladder(candidates: list[Candidate]) -> tuple[list[Placed], float, float]:
    """The cheapest reading, its price, and how much dearer the best reading with another end is (inf if there is none)."""
    made: _Made = {}
    readings: list[_Reading] = [(0.0, Stack(made), None)]
    for i, c in enumerate(candidates):
        readings = _advance(readings, i, c)
    made.clear()  # without it nothing is a cycle, and all of it is freed here
    best = min(readings, key=_price)
    rest = min((_price(r) for r in readings if r is not best), default=float("inf"))
    placed: list[Placed] = []
    cost, _, step = best
    while step is not None:
        earlier, i, depth, ordinal = step
        placed.append(Placed(candidates[i], depth, ordinal))
        step = earlier
    placed.reverse()
    return placed, cost, rest - cost


_price = itemgetter(0)


def _advance(readings: list[_Reading], i: int, c: Candidate) -> list[_Reading]:
    merged: dict[Stack, _Reading] = {}
    limit = _FAR  # what is dearer is dropped
    inside = c.inside
    for paid, before, last in readings:
        for price, stack, ordinal in _choices(before, c, inside, paid, limit):
            cost = paid + price
            if cost > limit:
                continue
            if cost + _MARGIN < limit:
                limit = cost + _MARGIN
            earlier = merged.get(stack)
            if earlier is None or cost < earlier[0]:
                merged[stack] = (cost, stack, last if ordinal < 0 else (last, i, stack.depth - 1, ordinal))
    if len(merged) == 1:
        return [*merged.values()]
    kept: list[_Reading] = []
    for reading in merged.values():
        if reading[0] <= limit:
            kept.append(reading)  # noqa: PERF401 - compiled, a loop is faster
    if len(kept) > _BEAM:
        kept.sort(key=_price)
        del kept[_BEAM:]
    return kept


def _choices(stack: Stack, c: Candidate, inside: bool, paid: float, limit: float) -> list[Choice]:
    """Every way to read the candidate behind a reading that has cost `paid`.

    `inside` is `Candidate.inside`. New lists with which it costs more than `limit` may be left out.
    """
    if c.lost and not c.forced:
        return _lost_choices(stack, c, inside, paid, limit)
    name, ordinal, before = c.style.name, c.ordinal, c.before
    if name == "annex":  # an annex begins anew, whatever stands before it
        number = max(ordinal, 1)
        while stack.below is not None:
            stack = stack.below
        return [(0.0, _on(stack, c.style, number, "", False), number)]
    accept = _FORCED if c.forced else _ACCEPT[before]
    choices: list[Choice] = []
    exact = False
    at = stack
    while at.below is not None:
        if at.style == name:
            price, place, prefix = _continue(at, c)
            exact = exact or price == 0.0
            if before == WORD and not at.inside:
                price += _WORD_AFTER_HEADS
            choices.append((accept + price, _on(at.below, c.style, place, prefix, inside), place))
        at = at.below
    if not (exact and before == HEAD):
        choices.append((_IGNORE[before], stack, -1))
        _add_openings(choices, stack, c, inside, accept, paid, limit)
    elif ordinal == 1 and name != "label":
        _add_openings(choices, stack, c, inside, accept, paid, limit)
    if (c.below_title or name == "label") and (broken := _below_lost_parent(stack, c)) is not None:
        choices.append(broken)
    return choices


def _continue(item: Stack, c: Candidate) -> tuple[float, int, str]:
    """Price, ordinal and prefix of the candidate as the next item of an open list of its style."""
    last, prefix = item.ordinal, item.prefix
    name = c.style.name
    if name == "label":
        again = f"|{c.prefix}|" in prefix
        return (_FIELD_AGAIN if again else 0.0), last + 1, (f"|{c.prefix}|" if again else f"{prefix}{c.prefix}|")
    if name == "首先":
        return (0.0 if c.ordinal != 1 else _RESTART), (last + 1 if c.ordinal != 1 else 1), ""
    step = c.ordinal - last
    if c.prefix != prefix:  # 项目1.2 → 项目2.1
        return (0.0 if c.ordinal == 1 else _LATE), c.ordinal, c.prefix
    if step == 1:
        return 0.0, c.ordinal, prefix
    if step > 1:
        return _GAP * min(step - 1, 3), c.ordinal, prefix
    return (_RESTART if c.ordinal == 1 else _REPEAT), c.ordinal, prefix


def _add_openings(
    choices: list[Choice], stack: Stack, c: Candidate, inside: bool, accept: float, paid: float, limit: float
) -> None:
    """The candidate as the first item of a new list: below the last item, or below the nearest item of a higher rank."""
    style, ordinal = c.style, c.ordinal
    label = style.name == "label"
    price = accept + (_OPEN_USUAL if c.usual and c.before == SENTENCE else _OPEN[c.before])
    if ordinal != 1 and not label:
        price += _LATE_GOES_ON if c.goes_on and ordinal > 3 else _LATE + _LATE_STEP * min(ordinal - 2, 4)
    if paid + price > limit:
        return
    prefix = f"|{c.prefix}|" if label else c.prefix
    if c.behind_list and stack.below is not None:
        choices.append((price, _on(stack.below, style, ordinal, prefix, inside), ordinal))
    # Deeper markers stay at the last level.
    holder = stack if stack.depth < MAX_DEPTH or stack.below is None else stack.below
    choices.append((price + _hanging(stack, None, c), _on(holder, style, ordinal, prefix, inside), ordinal))
    higher, closed = stack, None
    while higher.below is not None and higher.rank >= style.rank:
        higher, closed = higher.below, higher
    if closed is not None:
        choices.append((price + _hanging(higher, closed, c), _on(higher, style, ordinal, prefix, inside), ordinal))


def _below_lost_parent(stack: Stack, c: Candidate) -> Choice | None:
    """A list that begins again below an unnumbered title, or a field that comes again: its parent's number is lost.

    It is hung where that parent would hang, never below the parent's sibling.
    """
    parent = stack.below
    if parent is None or parent.below is None or stack.style != c.style.name:
        return None
    if stack.style == "label":
        if f"|{c.prefix}|" not in stack.prefix or parent.style != "项目N.M":
            return None
        return _OPEN[HEAD] + _BELOW_TITLE, _on(parent.below, c.style, 1, f"|{c.prefix}|", False), 1
    if c.before == HEAD and c.ordinal == 1 and c.below_title:
        return _OPEN[HEAD] + _BELOW_TITLE, _on(parent.below, c.style, 1, c.prefix, False), 1
    return None


def _hanging(parent: Stack, closed: Stack | None, c: Candidate) -> float:
    """Price of hanging a new list on `parent`, where the list `closed` was, if any was open."""
    price = 0.0
    style = c.style
    if parent.below is not None:
        if parent.rank > style.rank:
            price += _INVERTED + _INVERTED_STEP * (parent.rank - style.rank)
        if c.before == HEAD and parent.inside:
            price += _UNDER_INLINE
    same = below_field = 0
    behind_label = False
    at = parent
    while at.below is not None:
        if at.style == style.name:
            if behind_label:
                below_field += 1
            else:
                same += 1
        behind_label = behind_label or at.style == "label"
        at = at.below
    for _ in range(below_field):
        price += _NESTED_SAME_FIELD
    for _ in range(same):
        price += _NESTED_SAME
    if closed is not None:  # the open list's parent gets a second one
        if closed.style != "label":
            price += _SECOND_LIST_INLINE if closed.inside else _SECOND_LIST
        if closed.style == style.name:
            price += _RESTART
    return price


def _lost_choices(stack: Stack, c: Candidate, inside: bool, paid: float, limit: float) -> list[Choice]:
    """A marker without its number: the next item of an open list, rarely the first of a new one, or text."""
    behind = c.before != HEAD
    choices: list[Choice] = [(_LOST_IGNORE_INLINE if behind else _LOST_IGNORE, stack, -1)]
    farther = 0.0
    present: set[str] = set()
    at = stack
    while at.below is not None:
        present.add(at.style)
        if at.style in c.lost:
            place = at.ordinal + 1
            choices.append((_LOST_NEXT + farther, _on(at.below, BY_NAME[at.style], place, at.prefix, inside), place))
            farther += 0.05
        at = at.below
    if stack.depth >= MAX_DEPTH:
        return choices
    for farther_style, name in enumerate(c.lost):
        if name not in present:
            new = Candidate(c.start, c.end, c.line, c.before, BY_NAME[name], 1)
            opened: list[Choice] = []
            _add_openings(opened, stack, new, behind, 0.0, paid, limit)
            choices += [(price + (0.0 if behind else _LOST_FIRST) + 0.1 * farther_style, on, 1) for price, on, _ in opened]
    return choices
