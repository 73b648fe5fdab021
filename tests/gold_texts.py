"""Annotated notices as the outline's instruments see them: a text and its numbered parts in document order.

`load_all` finds every gold text there is: those of the folder named by NOTICEPARSE_EVAL (``gold/*.json``
beside ``notices/``) and the project's own samples.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

REPOSITORY = Path(__file__).resolve().parent.parent
State = Literal["kept", "restorable", "restorable-whole", "gone"]


@dataclass(frozen=True, slots=True)
class Item:
    """One numbered part of the gold outline; offsets are code points of the text it stands in."""

    path: str
    style: str
    ordinal: int
    marker: str
    start: int
    heading_start: int
    heading_end: int
    heading: str
    """"" where the right answer is that the part has no heading."""
    role: str
    parent: int | None
    """Place of the parent in the list of items; None at the top."""
    restored: bool = False
    optional: bool = False
    any_parent: bool = False
    state: State = "kept"
    """kept; restorable: only its number is lost and its list implies it; restorable-whole: the whole marker
    is lost and its list implies it; gone: nothing implies it, so nobody asks for it."""
    other_parents: tuple[int | None, ...] = ()
    """Further right answers for the parent, where the parent itself is lost."""
    heading_free: bool = False
    """The text no longer decides the heading's boundary: scored neither way."""


@dataclass(frozen=True, slots=True)
class GoldText:
    name: str
    text: str
    items: tuple[Item, ...]

    def children(self, place: int | None) -> list[int]:
        return [i for i, item in enumerate(self.items) if item.parent == place]

    def at_line_head(self, place: int) -> bool:
        """Whether nothing but blanks and marks of Markdown stand before the item on its line."""
        start = self.items[place].start
        line = self.text.rfind("\n", 0, start) + 1
        return not self.text[line:start].strip(" \t\u3000\xa0\u200b\ufeff*#")

    def lists(self) -> Iterator[list[int]]:
        """Places of the items of each list: same parent, same style, ordinals rising."""
        runs: dict[tuple[int | None, str], list[list[int]]] = {}
        for i, item in enumerate(self.items):
            group = runs.setdefault((item.parent, item.style), [[]])
            if group[-1] and item.ordinal <= self.items[group[-1][-1]].ordinal:
                group.append([])
            group[-1].append(i)
        for group in runs.values():
            yield from group

    def outline(self) -> list[dict[str, Any]]:
        """The items in the shape of the gold files."""
        return [
            {
                "path": item.path,
                "style": item.style,
                "ordinal": item.ordinal,
                "marker": item.marker,
                "start": item.start,
                "heading": item.heading,
                "heading_end": item.heading_end,
                "restored": item.restored or item.state != "kept",
                "role": item.role,
            }
            for item in self.items
            if item.state in ("kept", "restorable")
        ]


def from_gold(name: str, text: str, outline: list[dict[str, Any]]) -> GoldText:
    """The gold file's flat outline with each parent looked up by its path (the nearest one before)."""
    items: list[Item] = []
    by_path: dict[str, int] = {}
    for place, entry in enumerate(sorted(outline, key=lambda o: o["start"])):
        path = entry["path"]
        heading = entry["heading"] or ""
        end = entry["heading_end"]
        items.append(
            Item(
                path=path,
                style=entry["style"],
                ordinal=entry["ordinal"],
                marker=entry["marker"],
                start=entry["start"],
                heading_start=end - len(heading),
                heading_end=end,
                heading=heading,
                role=entry["role"],
                parent=by_path.get(path.rsplit("/", 1)[0]) if "/" in path else None,
                restored=bool(entry.get("restored")),
                optional=bool(entry.get("optional")),
                any_parent=bool(entry.get("any_parent")),
            )
        )
        by_path[path] = place
    return GoldText(name, text, tuple(items))


def faults(gold: GoldText) -> list[str]:
    """What is wrong with an annotation: markers and headings that do not stand there, parents behind."""
    found = []
    for item in gold.items:
        printed = gold.text[item.start : item.start + len(item.marker)]
        if item.state in ("kept", "restorable") and printed != item.marker:
            found.append(f"{item.path}: marker {item.marker!r} does not stand at {item.start}")
        heading = gold.text[item.heading_start : item.heading_end]
        if item.heading and not item.heading_free and heading != item.heading:
            found.append(f"{item.path}: heading {item.heading[:12]!r} does not end at {item.heading_end}")
        if item.parent is not None and gold.items[item.parent].start >= item.start:
            found.append(f"{item.path}: stands before its parent")
    return found


def evaluation_folder() -> Path | None:
    """The folder of real notices with gold, where there is one (environment variable NOTICEPARSE_EVAL)."""
    named = os.environ.get("NOTICEPARSE_EVAL")
    return Path(named) if named else None


def load_evaluation() -> list[GoldText]:
    folder = evaluation_folder()
    return _load(folder / "gold", folder / "notices") if folder else []


def load_samples() -> list[GoldText]:
    """The project's own annotated samples: ``corpora/samples/gold/*.json`` beside ``texts/``."""
    samples = REPOSITORY / "corpora" / "samples"
    return _load(samples / "gold", samples / "texts")


def load_all() -> list[GoldText]:
    return load_evaluation() + load_samples()


def _load(golds: Path, texts: Path) -> list[GoldText]:
    found = []
    for path in sorted(golds.glob("*.json")):
        gold = json.loads(path.read_text(encoding="utf-8"))
        source = texts / gold.get("expected_text", gold["source"])
        if gold.get("outline") and source.suffix == ".txt":
            found.append(from_gold(path.stem, source.read_bytes().decode("utf-8"), gold["outline"]))
    return found
