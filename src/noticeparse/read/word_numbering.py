"""Word's automatic numbers: which number stands before a paragraph, as Word shows it.

A paragraph names a list (`numId`) and a level (`ilvl`), or its style does; `word/numbering.xml` says what the
list looks like and where it starts (ECMA-376 part 1, 17.9). Lists of one abstract definition go on counting
together; a `startOverride` starts again the first time its list is met. `Numbering.next` must see every
paragraph in order.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

from noticeparse.read.word_number_formats import written
from noticeparse.read.word_styles import Styles, child, is_on, value_of, whole

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_LEVELS = 9
_PLACEHOLDER = re.compile(r"%([1-9])")
_GAPS = {"nothing": "", "space": " ", "tab": " "}
_ALWAYS_DECIMAL_EXCEPT = frozenset({"decimalZero", "none", "bullet"})


class AutomaticNumber(NamedTuple):
    """A number as shown, and the gap Word leaves before the text; both empty for a bullet."""

    text: str
    gap: str


@dataclass(frozen=True, slots=True)
class _Level:
    start: int = 0
    format: str = "decimal"
    custom: str = ""
    text: str = ""
    suffix: str = "tab"
    legal: bool = False
    restart: int | None = None  # 1-based level whose paragraphs start this one again; 0: none does
    style: str | None = None
    hidden: bool = False


@dataclass(slots=True)
class _List:
    """A `w:num`: the abstract definition it counts with, its levels, and where it starts anew."""

    abstract: str
    levels: dict[int, _Level]
    overridden: frozenset[int] = frozenset()


@dataclass(slots=True)
class Numbering:
    """The lists of one document and how far each has counted."""

    lists: dict[str, _List]
    styles: Styles
    unknown_formats: set[str] = field(default_factory=set)
    """Formats met that are not known here; their numbers are shown as decimals."""
    _counts: dict[str, list[int | None]] = field(default_factory=dict)
    _started: set[str] = field(default_factory=set)  # lists whose startOverride has had its effect

    @classmethod
    def read(cls, root: Any | None, styles: Styles) -> Numbering:
        """The lists of `root`, a `w:numbering` element, or none where the file has no such part."""
        return cls({} if root is None else _lists(root, styles), styles)

    def next(self, properties: Any | None) -> AutomaticNumber | None:
        """The number before the next paragraph, whose `w:pPr` (or None) is given; None where it has none."""
        place = self._place(properties)
        if place is None:
            return None
        list_id, at = place
        the_list = self.lists[list_id]
        level = the_list.levels[at]
        counts = self._count(list_id, at)
        if level.hidden or level.format == "bullet":
            return AutomaticNumber("", "")
        text = _PLACEHOLDER.sub(lambda mark: self._shown(the_list, counts, int(mark[1]) - 1, at), level.text)
        return AutomaticNumber(text, _GAPS.get(level.suffix, " ") if text else "")

    def _place(self, properties: Any | None) -> tuple[str, int] | None:
        """The list and level of a paragraph: its own, else its style's, else those of the style that one is
        based on.

        List and level are looked for separately, as Word does. A list may name the style of each level
        (`pStyle`); that link goes before the level a style states (17.9.3).
        """
        own = child(properties, "numPr")
        chain = list(self.styles.of_paragraph(properties))
        sources = [own, *(child(style, "pPr", "numPr") for _, style in chain)]
        list_ids = (value_of(source, "numId") for source in sources)
        list_id = next((found for found in list_ids if found is not None), None)
        if list_id is None or list_id not in self.lists:  # "0" is never there: it switches numbering off
            return None
        levels = self.lists[list_id].levels
        at = whole(value_of(own, "ilvl"))
        if at is None:
            at = next((found for style in chain if (found := _level_of_style(*style, levels)) is not None), 0)
        at = min(max(at, 0), _LEVELS - 1)
        return (list_id, at) if at in levels else None

    def _count(self, list_id: str, at: int) -> list[int | None]:
        """Count one paragraph at level `at`, and start the deeper levels again."""
        the_list = self.lists[list_id]
        counts = self._counts.setdefault(the_list.abstract, [None] * _LEVELS)
        afresh = at in the_list.overridden and list_id not in self._started
        if afresh:
            self._started.add(list_id)
        before = counts[at]
        counts[at] = the_list.levels[at].start if before is None or afresh else before + 1
        for higher in range(at):  # a level passed over counts as begun
            if counts[higher] is None and higher in the_list.levels:
                counts[higher] = the_list.levels[higher].start
        for deeper in range(at + 1, _LEVELS):
            restart = the_list.levels[deeper].restart if deeper in the_list.levels else None
            if restart is None or restart > deeper or at < restart:
                counts[deeper] = None
        return counts

    def _shown(self, the_list: _List, counts: list[int | None], level: int, at: int) -> str:
        """What `%level` stands for in the text of level `at`."""
        number = counts[level]
        if level > at or number is None or level not in the_list.levels:
            return ""
        style, name = the_list.levels[level], the_list.levels[level].format
        if the_list.levels[at].legal and name not in _ALWAYS_DECIMAL_EXCEPT:
            name = "decimal"
        text = written(number, name, style.custom)
        if text is None:
            self.unknown_formats.add(name)
            text = str(number)
        return text


def _level_of_style(style_id: str, style: Any, levels: dict[int, _Level]) -> int | None:
    """The level linked to a style, else the level the style states."""
    linked = (at for at, level in levels.items() if level.style == style_id)
    return next(linked, whole(value_of(style, "pPr", "numPr", "ilvl")))


def _lists(root: Any, styles: Styles) -> dict[str, _List]:
    abstracts = {element.get(f"{_W}abstractNumId"): element for element in root.findall(f"{_W}abstractNum")}
    nums = {element.get(f"{_W}numId"): element for element in root.findall(f"{_W}num")}
    lists: dict[str, _List] = {}
    for list_id, num in nums.items():
        abstract_id = _final_abstract(value_of(num, "abstractNumId"), abstracts, nums, styles)
        if list_id and list_id != "0" and abstract_id is not None:
            lists[list_id] = _overridden(num, _List(abstract_id, _levels(abstracts[abstract_id])))
    return lists


def _final_abstract(
    abstract_id: str | None, abstracts: dict[Any, Any], nums: dict[Any, Any], styles: Styles
) -> str | None:
    """The definition that has the levels: `numStyleLink` leads to it through a numbering style."""
    for _ in range(_LEVELS):
        if abstract_id not in abstracts:
            return None
        link = value_of(abstracts[abstract_id], "numStyleLink")
        if link is None:
            return abstract_id
        linked = next((a for a, element in abstracts.items() if value_of(element, "styleLink") == link), None)
        if linked is None:
            style = next((element for _, element in styles.chain(link)), None)
            linked = value_of(nums.get(value_of(style, "pPr", "numPr", "numId")), "abstractNumId")
        abstract_id = linked
    return None


def _levels(parent: Any) -> dict[int, _Level]:
    levels: dict[int, _Level] = {}
    for element in parent.findall(f"{_W}lvl"):
        at = whole(element.get(f"{_W}ilvl"))
        if at is not None and 0 <= at < _LEVELS:
            levels[at] = _level(element)
    return levels


def _level(element: Any) -> _Level:
    name, custom = _format(element)
    legal = child(element, "isLgl")
    return _Level(
        start=whole(value_of(element, "start")) or 0,
        format=name,
        custom=custom,
        text=value_of(element, "lvlText") or "",
        suffix=value_of(element, "suff") or "tab",
        legal=bool(is_on(legal)),
        restart=whole(value_of(element, "lvlRestart")),
        style=value_of(element, "pStyle"),
        hidden=bool(is_on(child(element, "rPr", "vanish"))),
    )


def _format(level: Any) -> tuple[str, str]:
    """Name and custom pattern of a level's format; newer ones stand in an `mc:AlternateContent`."""
    found = child(level, "numFmt")
    if found is None:
        found = next(level.iter(f"{_W}numFmt"), None)
    if found is None:
        return "decimal", ""
    return found.get(f"{_W}val") or "decimal", found.get(f"{_W}format") or ""


def _overridden(num: Any, the_list: _List) -> _List:
    """The list with its `w:lvlOverride`s: other looks of a level, another start, or both."""
    started: set[int] = set()
    for override in num.findall(f"{_W}lvlOverride"):
        at = whole(override.get(f"{_W}ilvl"))
        if at is None or not 0 <= at < _LEVELS:
            continue
        the_list.levels |= _levels(override)
        start = whole(value_of(override, "startOverride"))
        if start is not None and at in the_list.levels:
            the_list.levels[at] = replace(the_list.levels[at], start=start)
            started.add(at)
    the_list.overridden = frozenset(started)
    return the_list
