"""The last step of link: everything found, as one frozen `Notice`."""

from __future__ import annotations

import re
from typing import Any

from noticeparse.link.identity import Identity
from noticeparse.link.problems import Problem
from noticeparse.model import SCHEMA_VERSION, Node, Notice, Source, Span
from noticeparse.outline import Layout

_DAY = re.compile(r"((?:19|20)\d\d)\D{1,2}(\d{1,2})\D{1,2}(\d{1,2})(?!\d)")


def notice(source: Source, page: Layout, identity: Identity, parts: list[Node], problems: list[Problem]) -> Notice:
    """Build the public values once, from plain ones, and validate them together."""
    text = source.text
    spans: dict[str, Span] = {}
    if identity.title_span:
        spans["title"] = identity.title_span
    zones = page.zones
    signatories = []
    for n, i in enumerate(zones.signatories):
        span = page.span(i)
        spans[f"signatories.{n}"] = span
        signatories.append(text[slice(*span)])
    published = _DAY.search(source.page.published or "")
    return Notice.model_validate(
        {
            "schema_version": SCHEMA_VERSION,
            "source": source,
            "is_notice": identity.is_notice,
            "not_notice_because": identity.because,
            "genre": identity.genre,
            "title": identity.title,
            "issuer": identity.issuer or (signatories[0] if signatories else None),
            "signatories": signatories,
            "published_on": f"{published[1]}-{int(published[2]):02d}-{int(published[3]):02d}" if published else None,
            "spans": spans,
            "warnings": source.doubts,
            "parts": [part_value(text, node) for node in parts],
        }
    )


def part_value(text: str, node: Node) -> dict[str, Any]:
    """A node and everything below it as the plain values of a `Part`; not recursive in the text, only in its levels."""
    return {
        "eid": node.eid,
        "path": node.path,
        "role": node.role,
        "num": {
            "text": text[node.start : node.num_end],
            "style": node.style,
            "ordinal": node.ordinal,
            "lost": node.lost,
            "automatic": node.automatic,
        }
        if node.style
        else None,
        "heading": {"text": text[slice(*node.heading)], "span": node.heading} if node.heading else None,
        "span": (node.start, node.end),
        "layer": node.layer,
        "children": [part_value(text, child) for child in node.children],
    }
