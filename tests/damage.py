"""Damages annotated notices by program and measures how much of the outline a parser still reads.

Every kind of damage takes a gold text and a `random.Random` and returns another gold text: the damaged words
and the outline re-based onto them. What can still be known is decided here, by the lists of the gold, never
by the parser: see `Item.state`, `Item.other_parents` and `Item.heading_free`. A damaged copy is a gold text
again: kinds can be put one after another (kind "mixed").

    python -m tests.damage [--kind inline] [--seeds 30] [--text NAME] [--invented 8] [--show 20]
"""

from __future__ import annotations

import argparse
import json
import math
import random
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from typing import Any

if not __package__:
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tests.compiled import refuse_outdated
from tests.gold_texts import REPOSITORY, GoldText, Item, evaluation_folder, load_all
from tests.outline_score import Found, Tally, found_in_nodes, found_in_notice, score

Damage = Callable[[GoldText, random.Random], GoldText]
BLANKS = " \t\u3000\xa0\u200b\ufeff"
ENDS = "。；;！？!?"


# --------------------------------------------------------------------------- editing and re-basing


class Edits:
    """Replacements of stretches of a text, and where offsets come to stand after them.

    A start moves behind what is inserted before it, an end stays before what is inserted behind it.
    """

    def __init__(self, gold: GoldText) -> None:
        self.gold = gold
        self._edits: list[tuple[int, int, str]] = []
        self.items = list(gold.items)

    def replace(self, start: int, end: int, new: str) -> None:
        self._edits.append((start, end, new))

    def insert(self, at: int, new: str) -> None:
        self._edits.append((at, at, new))

    def change(self, place: int, **fields: Any) -> None:
        """Notes what else the damage does to an item (marker, state, heading)."""
        self.items[place] = replace(self.items[place], **fields)

    def apply(self) -> GoldText:
        edits = sorted(self._edits, key=lambda e: (e[0], e[1]))
        pieces, done = [], 0
        for start, end, new in edits:
            if start < done:
                raise ValueError(f"two edits overlap at {start}")
            pieces += [self.gold.text[done:start], new]
            done = end
        text = "".join([*pieces, self.gold.text[done:]])
        starts = _moved(edits, {at for i in self.items for at in (i.start, i.heading_start)}, True)
        ends = _moved(edits, {i.heading_end for i in self.items}, False)
        items = []
        for item in self.items:
            first = starts[item.heading_start]
            last = max(ends[item.heading_end], first)
            heading = text[first:last] if item.heading else ""
            items.append(
                replace(
                    item, start=starts[item.start], heading_start=first, heading_end=last, heading=heading
                )
            )
        return replace(self.gold, text=text, items=tuple(items))


def _moved(edits: list[tuple[int, int, str]], offsets: set[int], is_start: bool) -> dict[int, int]:
    """New places of `offsets`, in one pass over both; inside a replaced stretch means at its end."""
    moved, shift, k = {}, 0, 0
    for offset in sorted(offsets):
        while k < len(edits) and _before(edits[k], offset, is_start):
            start, end, new = edits[k]
            shift += len(new) - (end - start)
            k += 1
        inside = next((e for e in edits[k : k + 1] if e[0] < offset < e[1]), None)
        moved[offset] = inside[0] + shift + len(inside[2]) if inside else offset + shift
    return moved


def _before(edit: tuple[int, int, str], offset: int, is_start: bool) -> bool:
    start, end, _ = edit
    if start == end == offset:
        return is_start
    return end <= offset and start < offset


def body_start(text: str) -> int:
    """Where the words begin behind YAML front matter, whose line ends are no layout."""
    found = re.match(r"\s*---\n(?:.*\n)*?---\n", text)
    return found.end() if found else 0


def _line_end(text: str, offset: int) -> int:
    end = text.find("\n", offset)
    return len(text) if end < 0 else end


def _content_end(text: str, start: int, limit: int) -> int:
    """Where the last character that is not blank before `limit` ends."""
    end = limit
    while end > start and (text[end - 1] in BLANKS or text[end - 1] == "\n"):
        end -= 1
    return end


def _next_content(text: str, offset: int) -> int:
    while offset < len(text) and (text[offset] in BLANKS or text[offset] == "\n"):
        offset += 1
    return offset


def clearly_a_heading(sentence: str) -> bool:
    """The contract's run-in heading: no figure, 《》 or acting organ, one comma, about 25 characters."""
    if re.match(r"关于.+问题", sentence):
        return True
    if re.match(r".{0,8}(?:党委|党组|纪委|支部|领导班子|书记|局|集团|学校|委员会)", sentence):
        return False
    commas = len(re.findall("[,，]", sentence))
    return len(sentence) <= 25 and commas <= 1 and not re.search(r"[0-9０-９《；;：:]", sentence)


def clearly_no_heading(sentence: str) -> bool:
    """A first sentence that nobody takes for a run-in heading: figures, 《》, two commas, or far too long."""
    return (
        bool(re.search("[0-9０-９《；;]", sentence))
        or len(re.findall("[,，]", sentence)) > 1
        or len(sentence) > 35
    )


# --------------------------------------------------------------------------- (a) lists in one paragraph


def inline(gold: GoldText, rng: random.Random) -> GoldText:
    """The 一是 … paragraphs of a list become one paragraph, with 。 or ； between them."""
    edits = Edits(gold)
    for places in gold.lists():
        if gold.items[places[0]].style not in ("一是", "第一") or len(places) < 2:
            continue
        sign = rng.choice("。；;") if rng.random() < 0.6 else None
        if rng.random() < 0.4:
            _join_to_paragraph_before(edits, places[0])
        for before, after in pairwise(places):
            _join_siblings(edits, before, after, sign)
    return edits.apply()


def _join_siblings(edits: Edits, before: int, after: int, sign: str | None) -> None:
    gold, text = edits.gold, edits.gold.text
    first, second = gold.items[before], gold.items[after]
    end = _content_end(text, first.start, second.start)
    if "\n" in text[first.start : end] or not gold.at_line_head(after) or second.restored:
        return
    last = text[end - 1]
    if last in ENDS:
        edits.replace(end - 1, second.start, sign or last)
    else:
        edits.replace(end, second.start, sign or "。")
    if first.heading and first.heading_end >= end - 1:
        edits.change(before, heading_free=True)


def _join_to_paragraph_before(edits: Edits, place: int) -> None:
    """The first item of the list follows the paragraph before it; after a heading a 。 comes between."""
    gold, text = edits.gold, edits.gold.text
    item = gold.items[place]
    end = _content_end(text, 0, item.start)
    if not gold.at_line_head(place) or item.restored or item.parent is None or place - 1 != item.parent:
        return
    above = gold.items[item.parent]
    if text[end - 1] in "。：:":
        edits.replace(end, item.start, "")
    elif above.heading and above.heading_end == end and text[above.start - 1] != "*":
        edits.replace(end, item.start, "。")
    else:
        return
    if above.heading and above.heading_end >= end - 1 and not clearly_a_heading(above.heading):
        edits.change(item.parent, heading_free=True)


# --------------------------------------------------------------------------- (b) another bureau's styles

DIGITS = "零一二三四五六七八九"


def han(n: int) -> str:
    """1 … 99 in Chinese numerals."""
    tens, ones = divmod(n, 10)
    return ("" if tens == 0 else "十" if tens == 1 else DIGITS[tens] + "十") + (DIGITS[ones] if ones else "")


@dataclass(frozen=True, slots=True)
class Form:
    """A printed form of a number: two forms of one family are the same style to a reader."""

    family: str
    before: str
    digits: str  # "han", "arabic", or the first character of a block of ready-made numbers
    after: str
    limit: int = 99

    def print(self, n: int) -> str:
        number = (
            han(n)
            if self.digits == "han"
            else str(n)
            if self.digits == "arabic"
            else chr(ord(self.digits) + n - 1)
        )
        return self.before + number + self.after

    @property
    def hollow(self) -> str | None:
        """What is left when only the number is lost; None where nothing a reader would know again is left."""
        return (
            None if self.digits not in ("han", "arabic") or self.before == "第" else self.before + self.after
        )


FORMS = {
    form.print(1): form
    for form in (
        Form("一、", "", "han", "、"),
        Form("一、", "", "han", "．"),
        Form("第一部分", "第", "han", "部分 "),
        Form("(一)", "(", "han", ")"),
        Form("(一)", "（", "han", "）"),
        Form("(一)", "", "㈠", "", 10),
        Form("1.", "", "arabic", "."),
        Form("1.", "", "arabic", "．"),
        Form("1.", "", "arabic", "、"),
        Form("(1)", "(", "arabic", ")"),
        Form("(1)", "（", "arabic", "）"),
        Form("1)", "", "arabic", ")"),
        Form("1)", "", "arabic", "）"),
        Form("①", "", "①", "", 20),
        Form("(1)", "", "⑴", "", 20),
        Form("一是", "", "han", "是"),
        Form("第一", "第", "han", "，"),
    )
}
OTHER_FORMS = {
    "一、": ("第一部分 ", "一．", "一、"),
    "(一)": ("（一）", "(一)", "㈠"),
    "1.": ("1、", "1．", "（1）", "(1)", "1."),
    "1)": ("①", "（1）", "⑴", "1）"),
    "(1)": ("①", "1）", "⑴", "1)"),
    "①": ("⑴", "1)", "（1）"),
    "⑴": ("①", "1)", "（1）"),
    "㈠": ("（一）", "(一)"),
    "一是": ("第一，", "1)", "①", "一是", "（1）"),
    "第一": ("一是", "①", "1)"),
}


def form_of(item: Item) -> Form | None:
    """The printed form of an intact marker; None for labels, annexes, compound numbers and damaged ones."""
    bare = item.marker.replace("\\", "").strip()
    for form in FORMS.values():
        printed = form.print(item.ordinal).strip() if item.ordinal <= form.limit else ""
        if printed and bare in (printed, printed.rstrip("，")):
            return form
    return None


def restyle(gold: GoldText, rng: random.Random) -> GoldText:
    """Each level in another bureau's style, consistently; no two levels come to look alike."""
    chosen = _choose_forms(gold, rng)
    edits = Edits(gold)
    for place, item in enumerate(gold.items):
        form = chosen.get(item.style)
        if form is None or (form_of(item) is None and not item.restored):
            continue
        end = item.start + len(item.marker)
        marker = form.print(item.ordinal)
        if (
            item.style == "第一"
            and gold.text[end : end + 1] in ("，", ",", "、")
            and item.marker[-1] not in "，,、"
        ):
            end += 1
        edits.replace(item.start, end, marker)
        edits.change(place, marker=marker, restored=False)
    return edits.apply()


# where a style usually stands (GB/T 9704-2012 7.3.3); 一是 and 第一 stand anywhere
USUAL = {"第一部分": 0, "一、": 1, "(一)": 2, "1.": 3, "(1)": 4, "1)": 4, "①": 5}


def _choose_forms(gold: GoldText, rng: random.Random) -> dict[str, Form]:
    """A form for each style, all of different families, none above its parent in the usual order."""
    styles = list(dict.fromkeys(item.style for item in gold.items))
    highest = {style: max(i.ordinal for i in gold.items if i.style == style) for style in styles}
    stay = [item for item in gold.items if item.style not in OTHER_FORMS]
    taken = {item.style for item in stay} | {form.family for form in map(form_of, stay) if form}
    nested = {(gold.items[i.parent].style, i.style) for i in gold.items if i.parent is not None}
    nested = {pair for pair in nested if USUAL.get(pair[0], 0) <= USUAL.get(pair[1], 9)}
    for _ in range(400):
        chosen: dict[str, Form] = {}
        for style in styles:
            options = [FORMS[name] for name in OTHER_FORMS.get(style, ())]
            options = [f for f in options if highest[style] <= f.limit and f.family not in taken]
            options = [f for f in options if f.family not in {c.family for c in chosen.values()}]
            if options:
                chosen[style] = rng.choice(options)
        families = {style: form.family for style, form in chosen.items()}
        if all(style in chosen or style in taken for style in styles) and all(
            USUAL.get(families.get(above, above), 0) <= USUAL.get(families.get(below, below), 9)
            for above, below in nested
        ):
            return chosen
    return {}


# --------------------------------------------------------------------------- (c) width

FULL = str.maketrans(",:;()!?%", "，：；（）！？％")
HALF = str.maketrans("，：；（）！？％", ",:;()!?%")
FULL_IN_MARKERS = str.maketrans("0123456789.,:;()", "０１２３４５６７８９．，：；（）")
HALF_IN_MARKERS = str.maketrans("０１２３４５６７８９．，：；（）", "0123456789.,:;()")
STRAIGHT = str.maketrans("“”‘’", "\"\"''")


def full_width(gold: GoldText, rng: random.Random) -> GoldText:
    """Punctuation full width throughout, in markers the figures too."""
    return _same_length(gold, FULL, FULL_IN_MARKERS)


def half_width(gold: GoldText, rng: random.Random) -> GoldText:
    """Punctuation half width throughout, in half of the copies with straight quotation marks."""
    table = {**HALF, **(STRAIGHT if rng.random() < 0.5 else {})}
    return _same_length(gold, table, HALF_IN_MARKERS)


def _same_length(gold: GoldText, table: dict[int, Any], in_markers: dict[int, Any]) -> GoldText:
    front = body_start(gold.text)
    lines = gold.text[front:].split("\n")
    # a web address and a tag keep their signs, they are not the writer's
    words = "\n".join(x if "](" in x or "<!" in x else x.translate(table) for x in lines)
    chars = list(gold.text[:front] + words)
    for item in gold.items:
        end = item.start + len(item.marker)
        chars[item.start : end] = gold.text[item.start : end].translate(in_markers)
    text = "".join(chars)
    items = tuple(
        replace(
            item,
            marker=text[item.start : item.start + len(item.marker)],
            heading=text[item.heading_start : item.heading_end] if item.heading else "",
        )
        for item in gold.items
    )
    return replace(gold, text=text, items=items)


# --------------------------------------------------------------------------- (d) markers lost


def lose_numbers(share: float) -> Damage:
    """Of `share` of the markers the number is lost: 二是→是, (二)→(), 2.→., 二、→、."""

    def damage(gold: GoldText, rng: random.Random) -> GoldText:
        forms = {i: form_of(item) for i, item in enumerate(gold.items) if not item.restored}
        hollow = {i: form.hollow for i, form in forms.items() if form is not None and form.hollow}
        lost = _sample(sorted(hollow), share, len(gold.items), rng)
        edits = Edits(gold)
        for place in lost:
            item = gold.items[place]
            kept = _hollow(item)
            edits.replace(item.start, item.start + len(item.marker), kept)
            edits.change(place, marker=kept)
        return _settle(edits.apply(), lost, "restorable")

    return damage


def lose_markers(share: float) -> Damage:
    """`share` of the markers are lost altogether."""

    def damage(gold: GoldText, rng: random.Random) -> GoldText:
        pool = [i for i, x in enumerate(gold.items) if x.style not in ("label", "annex") and not x.restored]
        lost = _sample(pool, share, len(gold.items), rng)
        edits = Edits(gold)
        for place in lost:
            item = gold.items[place]
            end = item.start + len(item.marker)
            while end < item.heading_start and gold.text[end] in BLANKS:
                end += 1
            edits.replace(item.start, end, "")
            edits.change(place, marker="")
        return _settle(edits.apply(), lost, "restorable-whole")

    return damage


def lose_signs(share: float) -> Damage:
    """Of `share` of the markers only the number is left, or one bracket of two: (二)→二), 2.→2, 二、→二."""

    def damage(gold: GoldText, rng: random.Random) -> GoldText:
        forms = {i: form_of(item) for i, item in enumerate(gold.items) if not item.restored}
        pool = [i for i, form in forms.items() if form and form.hollow and form.family != "一是"]
        lost = _sample(pool, share, len(gold.items), rng)
        edits = Edits(gold)
        for place in lost:
            item = gold.items[place]
            kept = item.marker[1:] if item.marker[0] in "(（" else item.marker[:-1].rstrip("\\")
            edits.replace(item.start, item.start + len(item.marker), kept)
            edits.change(place, marker=kept)
        return _settle(edits.apply(), lost, "restorable")

    return damage


def _sample(pool: list[int], share: float, of: int, rng: random.Random) -> set[int]:
    return set(rng.sample(pool, min(len(pool), max(1, round(share * of)))))


def _hollow(item: Item) -> str:
    """The marker as printed without its number: brackets keep their width, Markdown's backslash stays."""
    number = han(item.ordinal) if han(item.ordinal) in item.marker else None
    return item.marker.replace(number, "", 1) if number else re.sub(r"[0-9０-９]+", "", item.marker, count=1)


def _settle(gold: GoldText, lost: set[int], implied: str) -> GoldText:
    """Decides what the surviving markers still say about the lost ones and about the parts below them."""
    items = list(gold.items)
    for places in gold.lists():
        intact = [p for p in places if p not in lost and not items[p].restored]
        for p in places:
            if p in lost:
                items[p] = replace(items[p], state=implied if _implied(items, places, intact, p) else "gone")
            elif items[p].restored and not any(k < p for k in intact):
                # an item the notice itself printed without number stands or falls with the markers before it
                items[p] = replace(
                    items[p], state="gone" if not _implied(items, places, intact, p) else "restorable"
                )
    settled = replace(gold, items=tuple(items))
    for place, item in enumerate(items):
        if item.parent is not None and items[item.parent].state in ("gone", "restorable-whole"):
            items[place] = replace(item, other_parents=tuple(_other_parents(settled, place)))
    return replace(gold, items=tuple(items))


def _implied(items: list[Item], places: list[int], intact: list[int], lost: int) -> bool:
    """Whether a later survivor, and the survivor before if there is one, agree on the lost item's ordinal."""
    k = places.index(lost)
    later = next((p for p in intact if p > lost), None)
    if later is None:
        return False
    if items[later].ordinal - (places.index(later) - k) != items[lost].ordinal:
        return False
    earlier = [p for p in intact if p < lost]
    if earlier:
        return items[earlier[-1]].ordinal + (k - places.index(earlier[-1])) == items[lost].ordinal
    return items[lost].ordinal == k + 1


def _other_parents(gold: GoldText, place: int) -> Iterable[int | None]:
    """Who may own a part whose parent is lost.

    The nearest surviving part above; and where nothing shows the break, any part on the way down to the part
    read before it that has no child of this style yet: there the damaged text reads as a sound ladder.
    """
    items = gold.items
    up = items[place].parent
    while up is not None and items[up].state in ("gone", "restorable-whole"):
        up = items[up].parent
    yield up
    first = min(p for p in gold.children(items[place].parent) if items[p].style == items[place].style)
    before = next((p for p in range(first - 1, -1, -1) if items[p].state in ("kept", "restorable")), None)
    down: list[int] = []
    while before is not None and before != up:
        down.append(before)
        before = items[before].parent
    if any(items[p].style == items[place].style for p in down):
        return  # the list starts again: the break shows
    yield from (
        p
        for p in down
        if not any(items[c].style == items[place].style for c in gold.children(p) if c < first)
    )


# --------------------------------------------------------------------------- (e) titles run into their text


def run_in(sign: str) -> Damage:
    """A heading's line and what follows become one line: with a 。, a child's marker, or nothing between."""

    def damage(gold: GoldText, rng: random.Random) -> GoldText:
        edits = Edits(gold)
        for place in range(len(gold.items)):
            if rng.random() >= 0.75 or not _run_in(edits, place, sign):
                # the share of right boundaries is that of the titles that were run in
                edits.change(place, heading_free=True)
        return edits.apply()

    return damage


def _run_in(edits: Edits, place: int, sign: str) -> bool:
    gold, text = edits.gold, edits.gold.text
    item = gold.items[place]
    tail = re.compile(r"([。．]?)(\**)[ \t\u3000\xa0]*\n").match(text, item.heading_end)
    if not item.heading or item.style in ("annex", "label") or tail is None:
        return False
    follows = _next_content(text, tail.end())
    following = gold.items[place + 1] if place + 1 < len(gold.items) else None
    before_child = following is not None and following.start == follows and following.parent == place
    if sign == "marker":
        if not before_child or (text[item.heading_end - 1].isdigit() and text[follows].isdigit()):
            return False
    elif not (sign == "。" and before_child) and not _paragraph_follows(text, follows, following):
        return False
    between = {"。": "。", "marker": tail[1], "": ""}[sign]
    if sign == "" and tail[1]:
        return False
    edits.replace(item.heading_end, follows, between)
    if text[item.start - 2 : item.start] == "**":
        edits.replace(item.start - 2, item.start, "")
    if sign == "":
        _note_no_sign(edits, place, follows)
    elif between == "。" and not clearly_a_heading(item.heading):
        edits.change(place, heading_free=True)
    return True


def _paragraph_follows(text: str, follows: int, following: Item | None) -> bool:
    """Whether a paragraph without a number, closed with 。, begins at `follows`."""
    if follows >= len(text) or (following is not None and following.start <= follows):
        return False
    return text[follows : _line_end(text, follows)].rstrip().endswith("。")


def _note_no_sign(edits: Edits, place: int, follows: int) -> None:
    """Without a sign the heading is nobody's to guess, unless the two together read as one run-in heading."""
    text = edits.gold.text
    heading = edits.gold.items[place].heading
    whole = heading + text[follows : _line_end(text, follows)].rstrip()
    alone = whole.count("。") <= 1  # one sentence alone on its line may be a long title
    if alone or re.match(r"关于.+问题", heading) or not clearly_no_heading(whole.split("。")[0]):
        edits.change(place, heading_free=True)
    else:
        edits.change(place, heading="")


# --------------------------------------------------------------------------- (f) one line


def flatten(gold: GoldText, rng: random.Random) -> GoldText:
    """Everything behind the front matter on one line, in a third of the copies only the body.

    In a third of the copies a blank is left between paragraphs.
    """
    text = gold.text
    joint = rng.choice(("", "", " "))
    first, last = body_start(text), len(text)
    if rng.random() < 0.34 and gold.items:
        first = text.rfind("\n", 0, _content_end(text, first, gold.items[0].start)) + 1
        last = _line_end(text, gold.items[-1].start)
    edits = Edits(gold)
    starts = {item.start for item in gold.items}
    for gap in re.compile(r"\**(?:\s*\n(?:<!--.*-->\n)?)[\s\u200b\ufeff]*\**").finditer(text, first, last):
        follows = gap.end()
        if gap.start() == first or follows >= last:
            between = ""
        elif text[gap.start() - 1].isdigit() and (follows in starts or text[follows].isdigit()):
            between = " "
        else:
            between = joint
        edits.replace(gap.start(), follows, between)
    for place, item in enumerate(gold.items):
        if first <= item.start < last and item.heading:
            _note_flat_heading(edits, place, joint)
        if item.path.startswith("附件"):
            edits.change(place, optional=True)  # an annex is known by its line
    return edits.apply()


def _note_flat_heading(edits: Edits, place: int, joint: str) -> None:
    gold, text = edits.gold, edits.gold.text
    item = gold.items[place]
    tail = re.compile(r"([。．]?)\**\s*\n").match(text, item.heading_end)
    if tail is None:
        return
    follows = _next_content(text, tail.end())
    following = gold.items[place + 1] if place + 1 < len(gold.items) else None
    if following is not None and following.start <= follows + 2 and following.parent == place:
        return
    if joint or (following is not None and following.start <= follows + 2):
        edits.change(place, heading_free=True)
    elif tail[1]:
        edits.change(place, heading_free=not clearly_a_heading(item.heading))
    else:
        _note_no_sign(edits, place, follows)


# --------------------------------------------------------------------------- (g) Markdown, (h) blanks


def markdown(gold: GoldText, rng: random.Random) -> GoldText:
    """Marks a converter to Markdown writes: **bold** titles, ## titles, escaped 1\\."""
    look = {style: rng.choice(("**", "## ", "### ", "")) for style in {item.style for item in gold.items}}
    escape = rng.random() < 0.6
    edits = Edits(gold)
    for place, item in enumerate(gold.items):
        if item.restored or not gold.at_line_head(place) or gold.text[item.start - 1 : item.start] == "*":
            continue
        _mark_title(edits, item, look[item.style])
        end = item.start + len(item.marker)
        if escape and item.style in ("1.", "1)") and item.marker[-1] in ".)":
            edits.replace(end - 1, end, "\\" + item.marker[-1])
            edits.change(place, marker=item.marker[:-1] + "\\" + item.marker[-1])
    return edits.apply()


def _mark_title(edits: Edits, item: Item, look: str) -> None:
    text = edits.gold.text
    line = text.rfind("\n", 0, item.start) + 1
    end = item.heading_end
    if not item.heading or not look or "\n" in text[item.start : end]:
        return
    if look == "**":
        end += text[end : end + 1] in ("。", "：")
        edits.insert(item.start, "**")
        edits.insert(end, "**")
    elif text[end : _line_end(text, end)].strip(BLANKS + "。") == "":
        edits.replace(line, item.start, "")
        edits.insert(line, look)


def noise(gold: GoldText, rng: random.Random) -> GoldText:
    """Other indents and blank lines, characters of no width at the head of lines and behind markers."""
    text = gold.text
    edits = Edits(gold)
    indents = rng.choice(
        (("",), ("    ",), ("\u3000\u3000",), ("\xa0\xa0", "\u3000"), ("\t", " ", "", "\u3000 "))
    )
    blank = rng.choice(("", "\n", "\n\n", None))
    width = rng.choice(("", "\u200b", "\ufeff", "\u200b\u200b"))
    starts = {item.start for item in gold.items}
    for gap in re.compile(r"\n[\s\u200b\ufeff]*(?=\S)").finditer(text, max(0, body_start(text) - 1)):
        lines = gap[0].count("\n") - 1
        between = "\n" * lines if blank is None else rng.choice(("", blank)) if blank == "\n\n" else blank
        indent = rng.choice(indents)
        indent += width if gap.end() in starts and rng.random() < 0.3 else ""
        edits.replace(gap.start(), gap.end(), "\n" + between + indent)
    for item in gold.items:
        end = item.start + len(item.marker)
        if rng.random() < 0.2 and text[end] not in BLANKS and item.style not in ("一是", "第一", "label"):
            edits.insert(end, rng.choice((" ", "\u3000", "\xa0", width)))
    return edits.apply()


# --------------------------------------------------------------------------- kinds and their bars


def undamaged(gold: GoldText, rng: random.Random) -> GoldText:
    return gold


def mixed(gold: GoldText, rng: random.Random) -> GoldText:
    """Two kinds one after another: a restyled list run together, a lost number in noise."""
    first = rng.choice((inline, restyle, markdown, noise))
    second = rng.choice((full_width, half_width, noise, lose_numbers(0.05), restyle))
    return gold if first is second else second(first(gold, rng), rng)


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of damage and the shares of parts and headings that must still be right (None: no bar)."""

    name: str
    damage: Damage
    parts: float | None
    headings: float | None = None


KINDS = (
    Kind("none", undamaged, 0.98, 0.95),
    Kind("inline", inline, 0.99),
    Kind("restyle", restyle, 0.99),
    Kind("full-width", full_width, 0.995),
    Kind("half-width", half_width, 0.995),
    Kind("numbers-5", lose_numbers(0.05), 0.975),
    Kind("numbers-10", lose_numbers(0.10), 0.94),
    Kind("markers-5", lose_markers(0.05), 0.975),
    Kind("markers-10", lose_markers(0.10), 0.94),
    Kind("signs-5", lose_signs(0.05), None),
    Kind("run-in-stop", run_in("。"), None, 0.95),
    Kind("run-in-marker", run_in("marker"), None, 0.95),
    Kind("run-in-nothing", run_in(""), None, 0.95),
    Kind("flat", flatten, None),
    Kind("markdown", markdown, None),
    Kind("noise", noise, None),
    Kind("mixed", mixed, None),
)
BY_NAME = {kind.name: kind for kind in KINDS}
UNSEEDED = {"none", "full-width"}  # every seed gives the same copy


def parsed(text: str) -> list[Found]:
    """The numbered parts noticeparse finds."""
    import noticeparse

    return found_in_notice(noticeparse.parse(text))


def outlined(text: str) -> list[Found]:
    """The numbered parts of the outline stage alone, before anything later can take them back."""
    from noticeparse.model import Source
    from noticeparse.outline import outline

    source = Source(name="", media_type="text/plain", encoding=None, sha256="0" * 64, text=text)
    return found_in_nodes(outline(source), text)


def measure(
    kind: Kind,
    golds: Iterable[GoldText],
    seeds: int,
    parse: Callable[[str], list[Found]] = parsed,
) -> Tally:
    """Damages every text with every seed, parses the copies and adds up what was right."""
    total = Tally()
    for gold in golds:
        for seed in range(1 if kind.name in UNSEEDED else seeds):
            copy = kind.damage(gold, random.Random(f"{kind.name}/{gold.name}/{seed}"))
            try:
                found = parse(copy.text)
            except (
                Exception
            ) as error:  # an exception is a result here: every part of the copy counts as missed
                total.errors += 1
                total.misses.append(f"{gold.name} seed {seed}: {type(error).__name__}: {error}")
                found = []
            total.add(score(copy, found))
    return total


def main(arguments: list[str] | None = None) -> int:
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("--kind", action="append", choices=list(BY_NAME), help="only this kind (repeatable)")
    options.add_argument("--seeds", type=int, default=30)
    options.add_argument("--text", default="", help="only gold texts whose name contains this")
    options.add_argument(
        "--invented", type=int, default=0, metavar="N", help="also N notices of tests/ladders.py"
    )
    options.add_argument(
        "--show", type=int, nargs="?", const=20, default=0, metavar="N", help="N misses of each kind"
    )
    options.add_argument("--stage", choices=("parse", "outline"), default="parse")
    options.add_argument(
        "--pin", action="store_true", help="raise the floors in corpora/floors.json to what holds"
    )
    options.add_argument("--save", metavar="FILE", help="write the damaged copies of the first seed as JSON")
    asked = options.parse_args(arguments)
    refuse_outdated()
    if asked.pin:
        return pin()
    golds = [gold for gold in load_all() if asked.text in gold.name]
    if asked.invented:
        from tests.ladders import invent

        golds += [g for g in (invent(seed) for seed in range(asked.invented)) if asked.text in g.name]
    if not golds:
        print("no gold text: set NOTICEPARSE_EVAL, add samples, or ask for --invented N", file=sys.stderr)
        return 2
    kinds = [BY_NAME[name] for name in asked.kind] if asked.kind else list(KINDS)
    print(f"{len(golds)} texts, {sum(len(g.items) for g in golds)} parts, {asked.seeds} seeds")
    print(
        f"{'kind':<15}{'asked':>8}{'right':>9}{'parent':>9}{'bar':>7}{'heading':>9}{'bar':>6}{'top':>8}{'whole':>8}"
        f"{'spurious':>9}{'errors':>7}"
    )
    failed = False
    for kind in kinds:
        tally = measure(kind, golds, asked.seeds, {"parse": parsed, "outline": outlined}[asked.stage])
        bad = tally.errors or tally.share < (kind.parts or 0) or tally.heading_share < (kind.headings or 0)
        failed = failed or bool(bad)
        whole = f"{tally.whole_share:.1%}" if tally.whole_asked else ""
        print(
            f"{kind.name:<15}{tally.asked:>8}{tally.share:>9.2%}{tally.parent_share:>9.2%}{_bar(kind.parts):>7}"
            f"{tally.heading_share:>9.2%}{_bar(kind.headings):>6}{tally.top_share:>8.1%}{whole:>8}{tally.spurious:>9}{tally.errors:>7}"
            f"{'  below' if bad else ''}"
        )
        for miss, times in Counter(tally.misses).most_common(asked.show):
            print(f"    {times:>3}x {miss}")
        if asked.save:
            _save(Path(asked.save), kind, golds)
    return int(failed)


def pin() -> int:
    """Raises each floor to what the tests measure now; none is lowered, that is for a person to do."""
    from tests.test_damage import GROUPS, PINNED_SEEDS, texts

    path = REPOSITORY / "corpora" / "floors.json"
    floors = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    for group in GROUPS:
        if group == "evaluation" and evaluation_folder() is None:
            continue
        pinned = floors.setdefault("damage", {}).setdefault(group, {})
        for kind in KINDS:
            tally = measure(kind, texts(group), PINNED_SEEDS)
            pinned[kind.name] = _raised(pinned.get(kind.name, {}), tally)
    path.write_text(json.dumps(floors, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return 0


def _raised(floor: dict[str, float], tally: Tally) -> dict[str, float]:
    now = {"parts": tally.share, "headings": tally.heading_share, "sections": tally.top_share}
    raised = {name: max(floor.get(name, 0.0), math.floor(share * 1000) / 1000) for name, share in now.items()}
    return {**raised, "spurious": min(floor.get("spurious", tally.spurious), tally.spurious)}


def _bar(share: float | None) -> str:
    return f"{share:.1%}" if share else ""


def _save(path: Path, kind: Kind, golds: list[GoldText]) -> None:
    copies = [kind.damage(gold, random.Random(f"{kind.name}/{gold.name}/0")) for gold in golds]
    with path.open("a", encoding="utf-8") as out:
        for copy in copies:
            row = {"kind": kind.name, "name": copy.name, "text": copy.text, "outline": copy.outline()}
            out.write(json.dumps(row, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    sys.exit(main())
