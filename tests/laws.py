"""The contract's laws, checked on any notice: what score.py counts as `invalid`, and what it leaves out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, get_args

from noticeparse.model import Notice, Role

ROLES = set(get_args(Role))


def broken(notice: Notice) -> list[str]:
    """What the notice breaks: [] is right."""
    data = notice.model_dump(mode="json")
    return [*_parts(data), *_quotes(data, data["source"]["text"], "notice"), *_references(data)]


def _parts(data: dict[str, Any]) -> Iterator[str]:
    text, eids = data["source"]["text"], set()
    stack = [(data["parts"], 0, len(text), 1)]
    while stack:
        siblings, first, last, depth = stack.pop()
        for part in siblings:
            eid, (start, end) = part["eid"], part["span"]
            if eid in eids:
                yield f"{eid} twice"
            eids.add(eid)
            if not first <= start <= end <= last:
                yield f"{eid} {start}-{end} outside {first}-{last}"
            first = end
            if depth > 24:
                yield f"{eid} at level {depth}"
            if part["role"] not in ROLES:
                yield f"{eid} role {part['role']}"
            num = part["num"]
            if (num is None) != (part["role"] == "paragraph"):
                yield f"{eid} num {num} role {part['role']}"
            if num and not text.startswith(num["text"], start):
                yield f"{eid} num {num['text']!r} does not stand at its start"
            if part["heading"]:
                head_start, head_end = part["heading"]["span"]
                if not start <= head_start < head_end <= end:
                    yield f"{eid} heading outside"
            stack.append((part["children"], start, end, depth + 1))


def _quotes(value: Any, text: str, where: str) -> Iterator[str]:
    """Every object with words and a span quotes the text; a suggestion is what could stand there instead."""
    if isinstance(value, dict):
        span = value.get("span")
        for key in ("text", "quote"):
            words = value.get(key)
            if span and isinstance(words, str) and words != text[span[0] : span[1]]:
                yield f"{where}.{key} {words[:20]!r} is not {text[span[0] : span[1]][:20]!r}"
        for key, below in value.items():
            if key != "suggestion":
                yield from _quotes(below, text, f"{where}.{key}")
    elif isinstance(value, list):
        for n, below in enumerate(value):
            yield from _quotes(below, text, f"{where}.{n}")


def _references(data: dict[str, Any]) -> Iterator[str]:
    eids = set()
    stack = list(data["parts"])
    while stack:
        part = stack.pop()
        eids.add(part["eid"])
        stack += part["children"]
    for kind in ("issues", "measures", "facts", "findings"):
        for n, entry in enumerate(data[kind]):
            named = [
                entry.get("part"),
                entry.get("category"),
                entry.get("issue"),
                *(entry.get("measures") or ()),
            ]
            for eid in named:
                if eid is not None and eid not in eids:
                    yield f"{kind}.{n} points at {eid}"
    size = len(data["source"]["text"])
    for field, (start, end) in data["spans"].items():
        if not 0 <= start < end <= size:
            yield f"spans.{field} {start}-{end}"
