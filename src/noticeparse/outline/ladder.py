"""Which candidate is a marker and whose child it is: the reading of the whole sequence that costs least.

A reading is a stack of open lists, each with its style and last ordinal. Every candidate is read as the next item of
an open list, as the first item of a new one, or as plain text; each choice has a price. Readings with the same stack
are merged and the cheapest kept, so the work is linear in the candidates. Levels come from the document: no style
has a fixed level, the usual ladder (`NumberStyle.rank`) only prices where a *new* list is hung.
"""

from __future__ import annotations

from dataclasses import dataclass
from operator import itemgetter

from noticeparse.outline.candidates import COMMA, FLAT, HEAD, SENTENCE, WORD, Candidate
from noticeparse.outline.numbering import BY_NAME

MAX_DEPTH = 24
_BEAM = 8
_MARGIN = 1.7

# Prices. A number at a line's head is nearly always real; one behind a word nearly never, unless a whole list is there.
_IGNORE = {HEAD: 1.6, SENTENCE: 0.9, COMMA: 0.45, WORD: 0.35, FLAT: 0.7}
_ACCEPT = {HEAD: 0.0, SENTENCE: 0.0, COMMA: 0.05, WORD: 0.1, FLAT: 0.05}
_OPEN = {HEAD: 0.1, SENTENCE: 0.95, COMMA: 0.75, WORD: 0.75, FLAT: 0.4}
_OPEN_USUAL = 0.6  # … of a style that heads lines elsewhere, behind a full stop
_WORD_AFTER_HEADS = 0.5  # an item behind a word in a list whose last item headed a line
_LATE = 0.9  # a list whose first number is not 1 …
_LATE_STEP = 0.25  # … and each further number it lacks
_LATE_GOES_ON = 0.7  # … but goes on counting from the list before it (problems numbered through all sections)
_GAP = 0.7  # a number skipped inside a list
_RESTART = 1.0  # 1 again in the same list
_REPEAT = 1.9  # any other step back
_NESTED_SAME = 1.2  # a list inside an item of its own style
_NESTED_SAME_FIELD = 0.15  # … below a field label of that item, where it is usual
_INVERTED = 0.25  # a list below one that usually stands under it …
_INVERTED_STEP = 0.15  # … and each rank between them
_SECOND_LIST = 0.6  # a second list of another style under one parent
_SECOND_LIST_INLINE = 0.45  # … where the first stood inside a paragraph
_UNDER_INLINE = 0.7  # a line's head below an item inside a paragraph
_BELOW_TITLE = 0.3
_LOST_NEXT = 0.2
_LOST_FIRST = 0.9
_LOST_IGNORE = 0.8
_LOST_IGNORE_INLINE = 0.3
_FORCED = -4.0
_FIELD_AGAIN = 0.8  # the same field label twice under one parent

Frame = tuple[str, int, str, bool]
"""style, last ordinal, prefix (labels: those seen, joined), stands inside a line."""
Stack = tuple[Frame, ...]


Step = tuple["Step | None", int, int, int]
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
    readings: list[_Reading] = [(0.0, (), None)]
    for i, c in enumerate(candidates):
        readings = _advance(readings, i, c)
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
    least = float("inf")
    inside = c.inside
    for paid, before, last in readings:
        for price, stack, ordinal in _choices(before, c, inside):
            cost = paid + price
            if cost > least + _MARGIN:
                continue
            if cost < least:
                least = cost
            reading = cost, stack, last if ordinal < 0 else (last, i, len(stack) - 1, ordinal)
            if cost < merged.setdefault(stack, reading)[0]:
                merged[stack] = reading
    kept = [r for r in merged.values() if r[0] <= least + _MARGIN]
    if len(kept) > _BEAM:
        kept.sort(key=_price)
        del kept[_BEAM:]
    return kept


def _choices(stack: Stack, c: Candidate, inside: bool) -> list[tuple[float, Stack, int]]:
    """(price, stack after, ordinal) of every way to read the candidate; ordinal -1 where it is plain text.

    `inside` is `Candidate.inside`.
    """
    if c.lost and not c.forced:
        return _lost_choices(stack, c, inside)
    name, ordinal, before = c.style.name, c.ordinal, c.before
    if name == "annex":  # an annex begins anew, whatever stands before it
        return [(0.0, ((name, max(ordinal, 1), "", False),), max(ordinal, 1))]
    accept = _FORCED if c.forced else _ACCEPT[before]
    choices: list[tuple[float, Stack, int]] = []
    exact = False
    depth = len(stack)
    for frame in reversed(stack):
        depth -= 1
        if frame[0] != name:
            continue
        price, place, prefix = _continue(frame, c)
        exact = exact or price == 0.0
        if before == WORD and not frame[3]:
            price += _WORD_AFTER_HEADS
        choices.append((accept + price, (*stack[:depth], (name, place, prefix, inside)), place))
    if not (exact and before == HEAD):
        choices.append((_IGNORE[before], stack, -1))
        choices += _openings(stack, c, inside, accept)
    elif ordinal == 1 and name != "label":
        choices += _openings(stack, c, inside, accept)
    if (c.below_title or name == "label") and (broken := _below_lost_parent(stack, c)) is not None:
        choices.append(broken)
    return choices


def _continue(frame: Frame, c: Candidate) -> tuple[float, int, str]:
    """Price, ordinal and prefix of the candidate as the next item of an open list of its style."""
    last, prefix = frame[1], frame[2]
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


def _openings(stack: Stack, c: Candidate, inside: bool, accept: float) -> list[tuple[float, Stack, int]]:
    """The candidate as the first item of a new list: below the last item, or below the nearest item of a higher rank."""
    ordinal = c.ordinal
    price = accept + (_OPEN_USUAL if c.usual and c.before == SENTENCE else _OPEN[c.before])
    if ordinal != 1 and c.style.name != "label":
        price += _LATE_GOES_ON if c.goes_on and ordinal > 3 else _LATE + _LATE_STEP * min(ordinal - 2, 4)
    prefix = f"|{c.prefix}|" if c.style.name == "label" else c.prefix
    frame: Frame = (c.style.name, ordinal, prefix, inside)
    choices = [(price, (*stack[:-1], frame), ordinal)] if c.behind_list and stack else []
    depth = deepest = len(stack)
    while depth and BY_NAME[stack[depth - 1][0]].rank >= c.style.rank:
        depth -= 1
    for at in (deepest, depth) if depth < deepest else (deepest,):  # a comprehension of so many names is slower
        choices.append((price + _hanging(stack, at, c), (*stack[:at], frame)[:MAX_DEPTH], ordinal))  # noqa: PERF401
    if len(stack) >= MAX_DEPTH:  # deeper markers stay at the last level
        choices[0] = (choices[0][0], (*stack[: MAX_DEPTH - 1], frame), ordinal)
    return choices


def _below_lost_parent(stack: Stack, c: Candidate) -> tuple[float, Stack, int] | None:
    """A list that begins again below an unnumbered title, or a field that comes again: its parent's number is lost.

    It is hung where that parent would hang, never below the parent's sibling.
    """
    name = c.style.name
    if len(stack) < 2 or stack[-1][0] != name:
        return None
    if name == "label":
        if f"|{c.prefix}|" not in stack[-1][2] or stack[-2][0] != "项目N.M":
            return None
        return _OPEN[HEAD] + _BELOW_TITLE, (*stack[:-2], (name, 1, f"|{c.prefix}|", False)), 1
    if c.before == HEAD and c.ordinal == 1 and c.below_title:
        return _OPEN[HEAD] + _BELOW_TITLE, (*stack[:-2], (name, 1, c.prefix, False)), 1
    return None


def _hanging(stack: Stack, depth: int, c: Candidate) -> float:
    """Price of hanging a new list below stack[depth - 1]."""
    price = 0.0
    name = c.style.name
    if depth:
        parent = BY_NAME[stack[depth - 1][0]]
        if parent.rank > c.style.rank:
            price += _INVERTED + _INVERTED_STEP * (parent.rank - c.style.rank)
        if c.before == HEAD and stack[depth - 1][3]:
            price += _UNDER_INLINE
    for i, frame in enumerate(stack[:depth]):
        if frame[0] == name:
            below_field = any(stack[j][0] == "label" for j in range(i + 1, depth))
            price += _NESTED_SAME_FIELD if below_field else _NESTED_SAME
    if depth < len(stack):  # an open list at this depth is closed: its parent gets a second list
        closed = stack[depth]
        if closed[0] != "label":
            price += _SECOND_LIST_INLINE if closed[3] else _SECOND_LIST
        if closed[0] == name:
            price += _RESTART
    return price


def _lost_choices(stack: Stack, c: Candidate, inside: bool) -> list[tuple[float, Stack, int]]:
    """A marker without its number: the next item of an open list, rarely the first of a new one, or text."""
    behind = c.before != HEAD
    choices: list[tuple[float, Stack, int]] = [(_LOST_IGNORE_INLINE if behind else _LOST_IGNORE, stack, -1)]
    farther = 0.0
    for depth in range(len(stack) - 1, -1, -1):
        frame = stack[depth]
        if frame[0] in c.lost:
            place = frame[1] + 1
            choices.append((_LOST_NEXT + farther, (*stack[:depth], (frame[0], place, frame[2], inside)), place))
            farther += 0.05
    for farther_style, name in enumerate(c.lost):
        if len(stack) < MAX_DEPTH and all(frame[0] != name for frame in stack):
            new = Candidate(c.start, c.end, c.line, c.before, BY_NAME[name], 1)
            choices += [
                (price + (0.0 if behind else _LOST_FIRST) + 0.1 * farther_style, opened, 1)
                for price, opened, _ in _openings(stack, new, behind, 0.0)
            ]
    return choices
