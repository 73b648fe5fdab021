"""Label Studio: notices as tasks with pre-annotations, and gold read back from what the annotators export.

Two controls label the text: `label` for facts, issues, totals and look-alikes that are no facts (trap), `role` for the
number and heading of a part of the outline. All else an annotator may correct stands beside a region as lines
``name=value`` in the control `fields`. `INTERFACE` is the labelling interface to paste into the project.

Gold is what corpora/samples/gold holds: one object a notice, offsets in code points of the task's text.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, TextIO, get_args

from noticeparse.errors import UnreadableError
from noticeparse.export.filed import Filed
from noticeparse.model import Fact, Issue, Notice, Part, Role, Span, Total

KINDS = ("date", "period", "duration", "count", "rate", "rank", "money", "document", "contact")
"""Kinds of facts that gold holds; events are not annotated."""
LABELS = (*KINDS, "issue", "total", "trap")
ROLES = tuple(role for role in get_args(Role) if role != "paragraph")
INTERFACE = f"""<View>
  <Labels name="label" toName="text">
    {" ".join(f'<Label value="{label}"/>' for label in LABELS)}
  </Labels>
  <Labels name="role" toName="text">
    {" ".join(f'<Label value="{role}"/>' for role in ROLES)}
  </Labels>
  <Text name="text" value="$text" granularity="symbol"/>
  <TextArea name="fields" toName="text" perRegion="true" editable="true" maxSubmissions="12" placeholder="name=value"/>
</View>
"""
_NUMBERS = ("duration", "count", "rate", "rank", "money")
_OUTLINE = {"path": str, "style": str, "marker": str, "ordinal": int}
Record = dict[str, Any]


# ------------------------------------------------------------------ out


def write(filed: Sequence[Filed], out: TextIO) -> None:
    """Write one JSON array with a task for each notice, ready for the import of a project."""
    out.write(json.dumps([task(notice) for notice, _ in filed], ensure_ascii=False, indent=1) + "\n")


def task(notice: Notice) -> Record:
    """A task: the text with what the notice says of itself as `data`, what was read as one prediction."""
    from noticeparse import __version__

    result = [item for n, region in enumerate(_regions(notice), 1) for item in _items(f"r{n}", notice, *region)]
    return {"data": _data(notice), "predictions": [{"model_version": f"noticeparse {__version__}", "result": result}]}


def _data(notice: Notice) -> Record:
    names = ("title", "issuer", "signatories", "signed_on", "published_on", "inspection", "contacts")
    told = notice.model_dump(mode="json", include=set(names))
    contacts = [{"kind": contact["kind"], "value": contact["value"]} for contact in told["contacts"]]
    told = {name: told[name] for name in names} | {"contacts": contacts}
    metadata = {"signers" if name == "signatories" else name: value for name, value in told.items()}
    return {
        "text": notice.source.text,
        "source": notice.source.name,
        "sha256": notice.source.sha256,
        "genre": notice.genre,
        "is_notice": notice.is_notice,
        "metadata": metadata,
    }


def _regions(notice: Notice) -> Iterator[tuple[str, str, Span, Mapping[str, Any]]]:
    """Control, label, span and fields of every region."""
    paths = {part.eid: part.path for part in notice.walk()}
    for part in notice.walk():
        if part.num is not None and part.layer == "body":
            yield "role", part.role, _marked(part), _part_fields(part)
    for issue in notice.issues:
        yield "label", "issue", issue.span, _issue_fields(issue, paths)
    for fact in notice.facts:
        if fact.kind in KINDS:
            yield "label", fact.kind, fact.span, _fact_fields(fact)
    for total in notice.totals:
        yield "label", "total", total.span, _total_fields(total)


def _marked(part: Part) -> Span:
    """The number and heading of a part; of a number that is lost (or only shown by Word) at least one character."""
    start = part.span[0]
    behind = start + len(part.num.text) if part.num else start
    return start, min(part.span[1], max(behind, part.heading.span[1] if part.heading else 0, start + 1))


def _part_fields(part: Part) -> Record:
    num = part.num
    if num is None:
        return {}
    heading = part.heading.span[0] - part.span[0] if part.heading else None
    fields = {"path": part.path, "style": num.style, "marker": num.text, "ordinal": num.ordinal, "heading_at": heading}
    return fields | {"restored": num.lost or None}


def _issue_fields(issue: Issue, paths: Mapping[str, str]) -> Record:
    topic = issue.topics[0].code if issue.topics else None
    category = paths.get(issue.category or "")
    return {"path": paths.get(issue.part), "category": category, "topic": topic, "status": issue.status}


def _fact_fields(fact: Fact) -> Record:
    value = getattr(fact, "edtf", None) if fact.kind in ("date", "period") else fact.value
    counted = getattr(fact, "counted", None) or getattr(fact, "scope", None)
    return {"value": value, "unit": getattr(fact, "unit", None), "counted": counted.text if counted else None}


def _total_fields(total: Total) -> Record:
    states = {f"parts.{state}": number for state, number in total.parts.items()}
    return {"noun": total.noun, "total": total.total, "rate": total.rate, **states}


def _items(id_: str, notice: Notice, control: str, label: str, span: Span, fields: Mapping[str, Any]) -> Iterator[Record]:
    start, end = span
    place = {"start": start, "end": end, "text": notice.source.text[start:end]}
    common = {"id": id_, "to_name": "text"}
    yield common | {"from_name": control, "type": "labels", "value": place | {"labels": [label]}}
    lines = [f"{name}={_written(value)}" for name, value in fields.items() if value is not None]
    if lines:
        yield common | {"from_name": "fields", "type": "textarea", "value": {"start": start, "end": end, "text": lines}}


def _written(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value)


# ------------------------------------------------------------------ back


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
    fields = {item["id"]: _fields(item) for item in result if item["from_name"] == "fields"}
    found: dict[str, list[Record]] = {key: [] for key in ("outline", "issues", "facts", "totals", "traps")}
    for item in result:
        if item["type"] != "labels":
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
