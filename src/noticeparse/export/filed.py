"""A notice and where its file stands."""

from __future__ import annotations

from typing import NamedTuple

from noticeparse.model import Notice


class Filed(NamedTuple):
    """A notice with the path of its file as the user named it; `Source.name` holds only its last part."""

    notice: Notice
    path: str
