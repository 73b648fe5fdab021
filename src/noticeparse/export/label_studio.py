"""Label Studio: notices as tasks with pre-annotations; `label_studio_gold` reads back what the annotators made.

Two controls label the text: `label` for facts, issues, totals and look-alikes that are no facts (trap), `role` for the
number and heading of a part of the outline. All else an annotator may correct stands beside a region as lines
``name=value`` in the control `fields`. `INTERFACE` is the labelling interface to paste into the project.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, TextIO, get_args

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
Record = dict[str, Any]


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
