"""What stands beside the text: findings, issues, timeline and facts, each item linked to its words."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from noticeparse.clipped import clipped
from noticeparse.export.markup import Html, element, joined
from noticeparse.export.page_words import Speaker, sort_of
from noticeparse.export.report_text import Body
from noticeparse.model import EventFact, Fact, Finding, Issue, Notice, Part, Span
from noticeparse.timeline import Event, events

_QUOTED = 90  # code points of a quotation
_SHORT, _AROUND = 16, 12  # shorter quotations are shown with so much around them


def findings_box(notice: Notice, body: Body, say: Speaker) -> Html:
    """The findings in text order, with buttons that walk through them."""
    ordered = sorted(enumerate(notice.findings), key=lambda pair: pair[1].span)
    cards = [_finding(notice, finding, f"f{n}", body, say) for n, finding in ordered]
    steps = element(
        "div",
        element("button", say("previous"), type="button", data_step=-1),
        element("button", say("next"), type="button", data_step=1),
        class_="steps",
    )
    return _box("findings", cards, say, before=steps if cards else "")


def _finding(notice: Notice, finding: Finding, ref: str, body: Body, say: Speaker) -> Html:
    top = [
        element("span", say(finding.level), class_=f"level {finding.level}"),
        element("span", finding.rule, class_="code"),
        element("span", finding.name, class_="name"),
        _place(finding.span, ref, body, say),
    ]
    rows = [element("p", say(f"rule.{finding.rule}"), class_="says")] if say.knows(f"rule.{finding.rule}") else []
    rows.append(element("p", say(f"message.{ref}")))
    if words := _quotation(notice.source.text, finding.span):
        rows.append(element("q", *words, lang="zh"))
    if finding.suggestion:
        new = element("ins", finding.suggestion.text) if finding.suggestion.text else say("delete")
        rows.append(element("p", say("suggestion"), " ", new, class_="fix"))
    if finding.origin != "unknown":
        rows.append(element("p", say(f"by_{finding.origin}"), class_="meta"))
    return _card(ref, finding.level, top, rows)


def issues_box(notice: Notice, body: Body, say: Speaker) -> Html:
    """The fed-back problems with status, deadline and number of measures."""
    parts = {part.eid: part for part in notice.walk()}
    cards = [_issue(issue, n, parts, body, say) for n, issue in enumerate(notice.issues)]
    return _box("issues", cards, say)


def _issue(issue: Issue, n: int, parts: dict[str, Part], body: Body, say: Speaker) -> Html:
    ref = f"i{n}"
    top = [
        element("span", str(n + 1), class_="level issue"),
        element("span", say(issue.status or "no_status"), class_="status"),
        _place(issue.span, ref, body, say),
    ]
    if issue.mode:
        top.insert(2, element("span", say(issue.mode), class_="status"))
    rows = [element("p", issue.quote, class_="quote", lang="zh")]
    category = parts.get(issue.category or "")
    meta = [category.heading.text] if category and category.heading else []
    meta += [topic.code for topic in issue.topics]
    line: list[str] = [" · ".join(meta), " · " if meta else "", say("measures"), f" {len(issue.measures)}"]
    if issue.deadline:
        line += [" · ", say("deadline"), " ", issue.deadline.text]
    rows.append(element("p", *line, class_="meta"))
    return _card(ref, "issue", top, rows)


def facts_box(notice: Notice, body: Body, say: Speaker) -> Html:
    """The facts in text order: the words and the value read from them."""
    cards = [_fact(fact, n, body, say) for n, fact in enumerate(notice.facts)]
    return _box("facts", cards, say, opened=False)


def _fact(fact: Fact, n: int, body: Body, say: Speaker) -> Html:
    ref, sort = f"k{n}", sort_of(fact)
    kind = f"event.{fact.kind}" if say.knows(f"event.{fact.kind}") else sort
    top = [
        element("span", say(kind), class_=f"level fact k-{sort}"),
        element("span", *_value(fact, say), class_="value"),
        _place(fact.span, ref, body, say),
    ]
    rows = [element("p", fact.text, class_="quote", lang="zh")] if fact.text != _plain_value(fact) else []
    if stated := _stated(fact, say):
        rows.append(element("p", *stated, class_="meta"))
    if fact.origin != "printed":
        rows.append(element("p", say(fact.origin), class_="meta"))
    if fact.readings:
        rows.append(element("p", say("readings"), " ", " / ".join(map(str, fact.readings)), class_="meta"))
    return _card(ref, sort, top, rows, small=True)


def _value(fact: Fact, say: Speaker) -> list[str]:
    """The value with its bound, unit, direction and what it counts."""
    given: dict[str, Any] = dict(fact)
    words: list[str] = []
    if bound := given.get("bound"):
        words += [say(bound), " "]
    if change := given.get("change"):
        words += [say(change), " "]
    words.append(_plain_value(fact))
    counted = given.get("counted") or given.get("scope")
    if counted:
        words.append(f" · {counted.text}")
    return words


def _stated(fact: Fact, say: Speaker) -> list[str]:
    """What the text states of an event: when, how often, how many people …"""
    if not isinstance(fact, EventFact):
        return []
    words: list[str] = []
    for name, value in fact:
        if say.knows(f"has.{name}") and value is not None:
            words += [" · " if words else "", say(f"has.{name}"), f" {value:,}" if isinstance(value, int | float) else f" {value}"]
    if fact.planned:
        words += [" · " if words else "", say("planned")]
    return words


def _plain_value(fact: Fact) -> str:
    given: dict[str, Any] = dict(fact)
    if given.get("edtf"):
        return str(given["edtf"])
    value, unit = given.get("value"), given.get("unit")
    if isinstance(value, int | float):
        return f"{value:,} {unit or ''}".strip() if abs(value) >= 10000 else f"{value} {unit or ''}".strip()
    return str(value) if value is not None else fact.text


def timeline_box(notice: Notice, body: Body, say: Speaker) -> Html:
    """The dated events, earliest first, under a strip that shows how they spread."""
    dated = events(notice)
    rows = [_event(notice, event, body, say) for event in dated if not _is_year(event)]
    years = [_event(notice, event, body, say) for event in dated if _is_year(event)]
    inner = [_strip(dated), element("ol", *rows, class_="times")] if dated else [_nothing("timeline", say)]
    if years:
        summary = element("summary", say("years_only"), element("span", str(len(years)), class_="n"))
        inner.append(element("details", summary, element("ol", *years, class_="times"), class_="years"))
    return _details("timeline", len(dated), joined(inner), say, opened=True)


def _is_year(event: Event) -> bool:
    """Whether the text names no more than a year: such dates say little about the order of events."""
    return len(event.sort) < 7 and event.field is None


def _event(notice: Notice, event: Event, body: Body, say: Speaker) -> Html:
    text, (start, end) = notice.source.text, event.words
    words = element(
        "span",
        "" if start == 0 or text[start - 1] in "\n。;;!?" else "…",
        text[start : event.date_span[0]].lstrip(),
        element("b", text[event.date_span[0] : event.date_span[1]]),
        text[event.date_span[1] : end],
        class_="w", lang="zh",
    )  # fmt: skip
    head: list[str] = [element("span", event.edtf, class_="t")]
    if event.field:
        head.append(element("span", say(event.field), class_="f"))
    link = element("a", *head, words, href=f"#{body.anchors.get(event.ref, 'notice')}", data_ref=event.ref)
    return element("li", link, class_="key" if event.field else None)


def _strip(dated: list[Event]) -> Html:
    """Dates by month as bars; the months of the notice's own dates (inspection, feedback, signature …) coloured."""
    months = [_month(event.sort) for event in dated]
    known = [(month, event) for month, event in zip(months, dated, strict=True) if month is not None]
    if len({month for month, _ in known}) < 2:
        return Html("")
    first, last = _usual_months([month for month, _ in known], [m for m, e in known if e.field])
    wide = last - first + 1
    counts: dict[int, int] = {}
    keys = {month for month, event in known if event.field}
    for month, _ in known:
        counts[min(max(month, first), last)] = counts.get(min(max(month, first), last), 0) + 1
    tallest = max(counts.values())
    bars = [element("rect", x=0, y=39, width=wide * 10, height=1, class_="base")]
    for month, n in sorted(counts.items()):
        high = max(4, round(36 * n / tallest))
        bars.append(
            element("rect", x=(month - first) * 10 + 1, y=39 - high, width=8, height=high, class_="key" if month in keys else None)
        )
    picture = element("svg", *bars, viewBox=f"0 0 {wide * 10} 40", preserveAspectRatio="none", class_="strip", aria_hidden="true")
    return joined([picture, element("p", element("span", _named(first)), element("span", _named(last)), class_="ends")])


def _usual_months(months: list[int], keys: list[int]) -> tuple[int, int]:
    """The stretch the strip shows: that of most dates, so that one founding year or far goal does not flatten it."""
    ordered = sorted(months)
    cut = len(ordered) // 20
    first, last = ordered[cut], ordered[-1 - cut]
    return min([first, *keys]), max([last, *keys])


def _month(sort: str) -> int | None:
    """Months since year 0 of a day or a month; a bare year has none."""
    if len(sort) < 7 or not 1 <= int(sort[5:7]) <= 12:
        return None
    return int(sort[:4]) * 12 + int(sort[5:7]) - 1


def _named(month: int) -> str:
    return f"{month // 12:04d}-{month % 12 + 1:02d}"


# ------------------------------------------------------------------ boxes and cards


def _box(key: str, cards: list[Html], say: Speaker, *, before: str = "", opened: bool = True) -> Html:
    inner = joined([before, element("ol", *cards, class_="cards")]) if cards else _nothing(key, say)
    return _details(key, len(cards), inner, say, opened=opened)


def _nothing(key: str, say: Speaker) -> Html:
    return element("p", say(f"none_{key}"), class_="empty")


def _details(key: str, n: int, inner: Html, say: Speaker, *, opened: bool) -> Html:
    summary = element("summary", say(key), element("span", str(n), class_="n"))
    return element("details", summary, element("div", inner, class_="in"), class_="box", id=key, open=opened)


def _card(ref: str, sort: str, top: Iterable[str], rows: Iterable[str], *, small: bool = False) -> Html:
    classes = f"card c-{sort} k" if small else f"card c-{sort}"
    return element("li", element("div", *top, class_="top"), *rows, class_=classes, id=ref, data_sort=sort)


def _place(span: Span, ref: str, body: Body, say: Speaker) -> Html:
    place = body.places.of(span[0])
    return element(
        "a", f"{place.line}:{place.column}", class_="place", href=f"#{body.anchors.get(ref, 'notice')}", data_ref=ref
    )


def _quotation(text: str, span: Span) -> list[str]:
    """The words of the span; short ones between those that stand around them in the line, empty ones as a caret."""
    start, end = span
    words = " ".join(text[start:end].split())
    if len(words) > _SHORT:
        return [clipped(words, _QUOTED)]
    before = text[max(0, start - _AROUND) : start].rpartition("\n")[2].lstrip()
    after = text[end : end + _AROUND].partition("\n")[0].rstrip()
    if not before + words + after:
        return []
    head = "…" if before and start > _AROUND and text[start - len(before) - 1] not in "\n\u3000 " else ""
    tail = "…" if len(after) == _AROUND else ""
    return [head + before, element("b", words or "‸"), after + tail]
