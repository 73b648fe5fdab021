"""A notice and where its file stands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import PurePath
from typing import NamedTuple

from noticeparse.model import Notice


class Filed(NamedTuple):
    """A notice with the path of its file as the user named it; `Source.name` holds only its last part."""

    notice: Notice
    path: str


def file_names(paths: Iterable[str]) -> Iterator[str]:
    """A file name without ending for each path, after its last part; one that comes again takes -2, -3."""
    taken: set[str] = set()
    for path in paths:
        stem = PurePath(path.replace("\\", "/")).stem.strip("<>") or "notice"
        name, n = stem, 1
        while name in taken:
            n += 1
            name = f"{stem}-{n}"
        taken.add(name)
        yield name
