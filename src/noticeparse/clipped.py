"""Words clipped to what there is room for."""

from __future__ import annotations


def clipped(words: str, most: int) -> str:
    """`words`, at most `most` code points of them; … stands for what is left out."""
    return words if len(words) <= most else words[: most - 1] + "…"
