"""Gold out of what annotators made in Label Studio, from the tasks `label_studio` writes.

Gold is what corpora/samples/gold holds: one object a notice, offsets in code points of the task's text.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from noticeparse.errors import UnreadableError
from noticeparse.export.label_studio import Record
from noticeparse.model import Span

_NUMBERS = ("duration", "count", "rate", "rank", "money")
_OUTLINE = {"path": str, "style": str, "marker": str, "ordinal": int}


def read_label_studio(content: str | bytes, *, name: str = "<export>") -> list[Record]:
    """Gold from the JSON a Label Studio project exports (``JSON``, not ``JSON-MIN``), one record a task, in its order.

    Of a task with several annotations the one marked as ground truth counts, else the last that was not cancelled;
    a task nobody has annotated is left out. A record holds source, genre, is_notice, metadata (as the task brought
    them), outline, issues, facts, totals and traps, each in text order with `start` and `end`.

    Raises:
        UnreadableError: no JSON, no list of tasks, a region that is not where its words stand, or one whose fields
            say what they cannot. The message names the task and the region.
    """
    try:
        tasks = json.loads(content)
    except (ValueError, UnicodeDecodeError, RecursionError) as error:
        raise UnreadableError(name, f"is no JSON ({error})") from error
    if not isinstance(tasks, list) or not all(isinstance(task, dict) for task in tasks):
        raise UnreadableError(name, "is no export of Label Studio: a JSON list of tasks")
    records = []
    for n, task in enumerate(tasks, 1):
        try:
            annotation = _annotation_of(task)
            if annotation is not None:
                records.append(_gold(task["data"], annotation))
        except _WrongRegionError as error:
            raise UnreadableError(name, f"task {task.get('id', n)}: {error}") from error
        except (KeyError, TypeError, AttributeError) as error:
            raise UnreadableError(name, f"task {task.get('id', n)}: is not as Label Studio writes it ({error!r})") from error
    return records


class _WrongRegionError(Exception):
    """A region gold cannot be made of."""


def _annotation_of(task: Record) -> list[Record] | None:
    done = [one for one in task.get("annotations") or [] if not one.get("was_cancelled")]
    chosen = [one for one in done if one.get("ground_truth")] or done
    result: list[Record] | None = chosen[-1]["result"] if chosen else None
    return result


def _gold(data: Record, result: list[Record]) -> Record:
    text = data["text"]
    fields = {item["id"]: _fields(item) for item in result if item.get("from_name") == "fields"}
    found: dict[str, list[Record]] = {key: [] for key in ("outline", "issues", "facts", "totals", "traps")}
    for item in result:
        if item["type"] != "labels":  # a relation, or what a control of the project's own holds
            continue
        span = _place(text, item)
        for label in item["value"]["labels"]:
            key, record = _record(text, item, label, span, fields.get(item["id"], {}))
            found[key].append(record)
    for records in found.values():
        records.sort(key=_outer_first)
    told = {key: data.get(key) for key in ("source", "genre", "is_notice", "metadata")}
    return told | found


def _outer_first(record: Record) -> tuple[int, int]:
    start: int = record["start"]
    end: int = record.get("end", start)
    return start, -end


def _place(text: str, item: Record) -> Span:
    """Where a region stands, in code points. Older editors counted UTF-16 units: the words tell which it is."""
    value = item["value"]
    start, end, words = value["start"], value["end"], value.get("text")
    if not (isinstance(start, int) and isinstance(end, int)):
        raise _WrongRegionError(f"region {item['id']}: has no offsets")
    for span in ((start, end), (_code_points(text, start), _code_points(text, end))):
        if 0 <= span[0] < span[1] <= len(text) and (words is None or _same(text[span[0] : span[1]], words)):
            return span
    raise _WrongRegionError(f"region {item['id']}: {words!r} does not stand at {start}-{end}")


def _code_points(text: str, units: int) -> int:
    """Code points before the place `units` UTF-16 units into the text."""
    return len(text.encode("utf-16-le", "surrogatepass")[: 2 * max(0, units)].decode("utf-16-le", "replace"))


def _same(here: str, words: str) -> bool:
    """Whether words are the same but for blanks and line ends, which editors write as they like."""
    return "".join(here.split()) == "".join(words.replace("\\n", "\n").split())


def _fields(item: Record) -> dict[str, str]:
    lines = item["value"]["text"]
    made = {}
    for line in [lines] if isinstance(lines, str) else lines:
        name, sign, value = line.partition("=")
        if not sign:
            raise _WrongRegionError(f"region {item['id']}: the field {line!r} is no name=value")
        made[name.strip()] = value.strip()
    return made


def _record(text: str, item: Record, label: str, span: Span, fields: Mapping[str, str]) -> tuple[str, Record]:
    """Under which key of gold a region stands, and its record."""
    start, end = span
    place: Record = {"start": start, "end": end}
    try:
        if item["from_name"] == "role":
            return "outline", _outline_record(text, label, span, fields)
        if label == "issue":
            named = {name: fields.get(name) for name in ("path", "category", "topic", "status")}
            return "issues", {"quote": text[start:end]} | named | place
        if label == "total":
            return "totals", {"text": text[start:end]} | _total_record(fields) | place
        if label == "trap":
            return "traps", place | {"text": text[start:end], "why": fields.get("why", "")}
        return "facts", {"kind": label} | place | {"text": text[start:end]} | _fact_record(label, fields)
    except (ValueError, KeyError) as error:
        raise _WrongRegionError(f"region {item['id']} ({label}): wrong or missing field: {error}") from error


def _outline_record(text: str, role: str, span: Span, fields: Mapping[str, str]) -> Record:
    start, end = span
    made: Record = {name: kind(fields[name]) for name, kind in _OUTLINE.items()}
    at = start + int(fields["heading_at"]) if "heading_at" in fields else None
    heading = text[at:end] if at is not None else ""
    behind = end if heading else start + len(made["marker"])
    restored = fields.get("restored") == "true"
    return made | {"start": start, "heading": heading, "heading_end": behind, "restored": restored, "role": role}


def _fact_record(kind: str, fields: Mapping[str, str]) -> Record:
    value: Any = fields.get("value")
    if value is not None and kind in _NUMBERS:
        value = _number(value)
    unit, counted = fields.get("unit"), fields.get("counted")
    return {"value": value, "unit": unit, "counted": counted, "optional": fields.get("optional") == "true"}


def _total_record(fields: Mapping[str, str]) -> Record:
    numbers = {name: _number(fields[name]) if name in fields else None for name in ("total", "rate")}
    states = {name.removeprefix("parts."): _number(value) for name, value in fields.items() if name.startswith("parts.")}
    return {"noun": fields["noun"], **numbers, "parts": states}


def _number(words: str) -> int | float:
    number = json.loads(words)
    if isinstance(number, bool) or not isinstance(number, int | float):
        raise ValueError(f"{words!r} is no number")
    return number
