"""The one pattern that finds the candidates of all kinds."""

from __future__ import annotations

import re
from typing import Final

from noticeparse.entries import FactKind
from noticeparse.facts.quantities import FIRST, NUMBERS


def compile_kinds(kinds: tuple[FactKind, ...]) -> re.Pattern[str]:
    """One pattern for all kinds: it matches the first character of a candidate, and the last group names the kind (``k0``, ``k1`` …).

    A pattern that begins with a set of characters lets the matcher skip ahead; from behind the character it looks
    back at the whole. The naming groups are empty and stand behind their branches, so that the matcher can drop a branch by its
    first character before it enters it. Kinds that begin with a number share one branch, which reads it once; those
    between them, which begin with other characters, come behind.
    """
    first = f"[{re.escape(''.join(sorted(set(''.join(kind.first for kind in kinds)))))}]"
    branches: list[str] = []
    numbered: list[str] = []
    place = 0
    for i, kind in enumerate(kinds):
        tail = _behind_number(kind.pattern)
        if tail is not None:
            place = place if numbered else len(branches)
            numbered.append(f"(?:{tail})(?P<k{i}>)")
            continue
        if numbered and not _NUMERALS.isdisjoint(kind.first):
            branches.insert(place, _after_number(numbered))
            numbered = []
        branches.append(f"(?:{kind.pattern})(?P<k{i}>)")
    if numbered:
        branches.insert(place, _after_number(numbered))
    return re.compile(f"{first}(?<=(?={'|'.join(branches)}){first})")


_NUMERALS: Final = frozenset(FIRST)
_CLASSES: Final = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]")
_GROUPS: Final = re.compile(r"\([^()]*\)")


def _behind_number(pattern: str) -> str | None:
    """What stands behind the number, where the whole pattern is `NUMBERS` and a tail of one branch."""
    if not pattern.startswith(NUMBERS):
        return None
    tail = pattern[len(NUMBERS) :]
    bare = _CLASSES.sub("", tail)
    while (inner := _GROUPS.sub("", bare)) != bare:
        bare = inner
    return None if "|" in bare else tail


def _after_number(tails: list[str]) -> str:
    return f"(?:{NUMBERS}(?:{'|'.join(tails)}))"
