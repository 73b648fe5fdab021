"""Repairs as suggestions: a plan a person accepts line by line. Nothing rewrites a text by itself."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from noticeparse.errors import NoticeparseError
from noticeparse.model import Finding, Language, Notice

PLAN_VERSION = "1.0"


class PlanError(NoticeparseError):
    """A plan that does not belong to the text, or an id it does not hold."""


def fix_plan(notice: Notice, findings: Iterable[Finding], language: Language = "zh") -> dict[str, Any]:
    """The repairs the findings suggest, as JSON: ``{"schema_version", "source": {"name", "sha256"}, "fixes": [ … ]}``.

    Each fix has ``id`` (stable between runs on the same text), ``rule``, ``level``, ``origin``, ``span`` (code points
    of ``source.text``), ``line``, ``found`` (the words there, "" for an insertion), ``replacement``, ``readings``
    (the values the parser considers possible) and ``reason`` (in `language`). Of fixes that overlap only the first is kept. Nothing is
    applied.
    """
    text = notice.source.text
    readings = {fact.span: [str(r) for r in (getattr(fact, "edtf", None) or fact.value, *fact.readings) if r is not None] for fact in notice.facts}
    fixes: list[dict[str, Any]] = []
    covered = -1
    for finding in sorted(findings, key=lambda f: (f.suggestion.span if f.suggestion else f.span, f.rule)):
        if finding.suggestion is None or finding.suggestion.span[0] < covered:
            continue
        start, end = finding.suggestion.span
        covered = max(end, start + 1)
        fixes.append(
            {
                "id": f"{finding.rule}@{start}-{end}",
                "rule": finding.rule,
                "level": finding.level,
                "origin": finding.origin,
                "span": [start, end],
                "line": text.count("\n", 0, start) + 1,
                "found": text[start:end],
                "replacement": finding.suggestion.text,
                "readings": readings.get((start, end), []),
                "reason": finding.said(language),
            }
        )
    source = {"name": notice.source.name, "sha256": notice.source.sha256}
    return {"schema_version": PLAN_VERSION, "source": source, "fixes": fixes}


def apply(text: str, plan: dict[str, Any], accepted_ids: Iterable[str]) -> str:
    """The text with the accepted fixes of the plan made; the others stay as printed.

    Raises `PlanError` for an id the plan does not hold and where the text no longer reads as it did.
    """
    fixes = {fix["id"]: fix for fix in plan["fixes"]}
    accepted = set(accepted_ids)
    if unknown := accepted - fixes.keys():
        raise PlanError(f"the plan holds no fix {', '.join(sorted(unknown))}")
    for fix in sorted((fixes[i] for i in accepted), key=lambda fix: fix["span"], reverse=True):
        start, end = fix["span"]
        if text[start:end] != fix["found"]:
            raise PlanError(f"{fix['id']}: the text reads {text[start:end]!r} where the plan found {fix['found']!r}")
        text = text[:start] + fix["replacement"] + text[end:]
    return text
