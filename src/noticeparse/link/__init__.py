"""The link stage: outline and facts in, one Notice out: roles, issues, who and when, references settled."""

from __future__ import annotations

import re
from typing import Final

from noticeparse.link.assemble import fact_values, inspection_value, made, notice_of, part_value
from noticeparse.link.events import find_events, in_text_order
from noticeparse.link.identity import Identity
from noticeparse.link.inspection import inspection_of
from noticeparse.link.issues import Found, issues_of
from noticeparse.link.ledgers import ledger_rows
from noticeparse.link.names import known_organs, organisations_of
from noticeparse.link.roles import give_roles
from noticeparse.link.settle import settle
from noticeparse.link.totals import find_totals
from noticeparse.model import (
    SCHEMA_VERSION,
    Claim,
    Contact,
    Node,
    Notice,
    Organisation,
    Source,
    Span,
    Total,
    in_order,
)
from noticeparse.outline import Layout
from noticeparse.outline.zones import ORGAN

__all__ = ["link"]

_DAY: Final = re.compile(r"((?:19|20)\d\d) ?\D ?(\d{1,2}) ?\D ?(\d{1,2})(?!\d)")


def link(source: Source, page: Layout, identity: Identity, parts: list[Node], claims: list[Claim]) -> Notice:
    """Give the parts their roles, settle the dates, and build the public values once."""
    text, folded, zones = source.text, page.folded, page.zones
    rows = ledger_rows(source, page.lines)
    order = in_order(parts)
    problems = give_roles(folded, parts, order, rows)
    published = _iso_day(source.page.published)
    signature = page.span(zones.signed) if zones.signed is not None else None
    settle(
        claims,
        text=text,
        signed=_iso_day(folded[slice(*signature)]) if signature else None,
        published=published,
        sections=[node.start for node in parts],
    )
    dates = [claim for claim in claims if claim.kind in ("date", "period")]
    body = _body(page)
    spans: dict[str, Span] = {"title": identity.title_span} if identity.title_span else {}
    signatories = _signatories(text, page, spans)
    signed_on = _signed_on(page, signature, dates, spans)
    inspected = inspection_of(text, folded, identity, body, dates)
    spans |= inspected.spans
    found = issues_of(text, folded, order, problems, dates, identity.planned) if identity.is_notice else Found()
    events = find_events(text, folded, claims, parts, [problem.quote for problem in problems], planned=identity.planned)
    told = in_text_order(claims, events)
    return notice_of(
        {
            "schema_version": SCHEMA_VERSION,
            "source": source,
            "is_notice": identity.is_notice,
            "not_notice_because": identity.because,
            "genre": identity.genre,
            "title": identity.title,
            "issuer": _issuer(identity.issuer, signatories),
            "signatories": tuple(signatories),
            "signed_on": signed_on,
            "published_on": published,
            "inspection": inspection_value(inspected.values),
            "contacts": _contacts(claims),
            "spans": spans,
            "organisations": _organisations(text, folded, identity, signatories),
            "warnings": source.doubts,
            "parts": tuple([part_value(text, node) for node in parts]),
            "issues": tuple(found.issues),
            "measures": tuple(found.measures),
            "facts": fact_values(text, told, order),
            "totals": _totals(text, folded, body) if identity.is_notice else (),
        },
        told,
    )


def _organisations(text: str, folded: str, identity: Identity, signatories: list[str]) -> tuple[Organisation, ...]:
    if not identity.is_notice:
        return ()
    organs = organisations_of(text, folded, identity.issuer, signatories, known_organs())
    for organ in organs:
        organ["short"], organ["mentions"] = tuple(organ["short"]), tuple(organ["mentions"])
    return tuple([made(Organisation, organ) for organ in organs])


def _totals(text: str, folded: str, body: Span) -> tuple[Total, ...]:
    totals: list[Total] = []
    for t in find_totals(folded, *body):
        values = {"span": (t.start, t.end), "text": text[t.start : t.end], "noun": t.noun, "total": t.total, "parts": t.parts, "rate": t.rate}
        totals.append(made(Total, values))
    return tuple(totals)


def _body(page: Layout) -> Span:
    lines, first = page.lines, page.zones.body
    return (lines[first].start, lines[-1].end) if first < len(lines) else (0, 0)


def _issuer(titled: str | None, signatories: list[str]) -> str | None:
    """The organ the title names, else the first signatory; a place (沅江市…整改情况) is only named where nobody signs."""
    if titled and (titled[-1] not in "省市区县旗州盟" or not signatories):
        return titled
    return signatories[0] if signatories else None


def _iso_day(words: str | None) -> str | None:
    match = _DAY.search(words or "")
    if not match or not (1 <= int(match[2]) <= 12 and 1 <= int(match[3]) <= 31):
        return None
    return f"{match[1]}-{int(match[2]):02d}-{int(match[3]):02d}"


def _signatories(text: str, page: Layout, spans: dict[str, Span]) -> list[str]:
    signatories: list[str] = []
    for i in page.zones.signatories:
        start, end = page.span(i)
        if page.zones.signed == i and (dated := re.search(r"[ ,]+(?:19|20)\d\d *[-年./].*$", page.folded[start:end])) is not None:
            end = start + dated.start()
        for organ in _organs(page.folded, start, end):
            spans[f"signatories.{len(signatories)}"] = organ
            signatories.append(text[slice(*organ)])
    if not signatories and page.zones.signed is None and page.lines:
        last = page.lines[-1]
        if (run_in := _RUN_IN.search(page.folded, max(last.head, last.end - 120), last.end)) is not None:
            spans["signatories.0"] = run_in.span("organ")
            signatories.append(text[slice(*run_in.span("organ"))])
    return signatories


_BLANKS: Final = re.compile(r" {2,}")
_RUN_IN: Final = re.compile(rf"[。;.](?P<organ>{ORGAN.pattern})[ ,]*(?P<date>(?:19|20)\d\d年\d{{1,2}}月\d{{1,2}}日)$")
"""A signature run into the last line of a document without line ends."""


def _organs(folded: str, start: int, end: int) -> list[Span]:
    """The signatories of one line: several where wide blanks part them and each has the shape of an organ."""
    cuts = [start, *(at for gap in _BLANKS.finditer(folded, start, end) for at in gap.span()), end]
    spans = list(zip(cuts[::2], cuts[1::2], strict=True))
    if all(ORGAN.fullmatch(folded, s, e) for s, e in spans):
        return spans
    return [(start, end)]


def _signed_on(page: Layout, signature: Span | None, dates: list[Claim], spans: dict[str, Span]) -> str | None:
    """The settled date on the signature line."""
    if signature is None:
        if (run_in := _RUN_IN.search(page.folded, max(0, len(page.folded.rstrip()) - 120), len(page.folded.rstrip()))) is None:
            return None
        signature = run_in.span("date")
    for claim in dates:
        if signature[0] <= claim.start < signature[1] and claim.edtf:
            spans["signed_on"] = (claim.start, claim.end)
            return claim.edtf
    if day := _iso_day(page.folded[slice(*signature)]):
        spans["signed_on"] = signature
    return day


def _contacts(claims: list[Claim]) -> tuple[Contact, ...]:
    seen: set[str] = set()
    contacts: list[Contact] = []
    for claim in claims:
        if claim.kind == "contact" and claim.value not in seen:
            seen.add(claim.value)
            contacts.append(made(Contact, {"kind": claim.contact or "other", "value": claim.value, "span": (claim.start, claim.end)}))
    return tuple(contacts)
