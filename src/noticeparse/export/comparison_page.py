"""The comparison of two notices as one self-contained page, made like the report: statements first, both texts below.

Each statement shows the words of both sides and links to them in the texts; each marked word links back. The page
reads without its script, which only switches the language and hides sorts of statements.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from noticeparse.compare.model import GRAVEST_FIRST, Compared, Comparison, Side, Words
from noticeparse.export.comparison_rows import (
    Row,
    date_rows,
    figure_rows,
    issue_rows,
    moment_rows,
    promise_rows,
    row_html,
    total_rows,
)
from noticeparse.export.comparison_words import speaker
from noticeparse.export.markup import Html, element, filled, joined, json_block
from noticeparse.export.page import language_switch, packaged, policy
from noticeparse.export.report_text import Body, body_of, outline_marks
from noticeparse.export.report_words import Speaker
from noticeparse.export.segments import Mark
from noticeparse.model import Language, Notice

_LONGEST_MARK = 40  # code points; a longer stretch is marked at its beginning only
_SORTS = (*GRAVEST_FIRST, "paired", "only_a", "only_b", "kept", "planned_again", "not_mentioned")
"""What the filters switch, in their order."""


def comparison_page(found: Comparison, a: Notice, b: Notice, *, language: Language = "zh") -> Html:
    """The page about `found`, the comparison of `a` with `b`.

    Args:
        found: the comparison.
        a: the notice compared as `a`.
        b: the notice compared as `b`.
        language: the interface language the page opens in; both are in it.
    """
    say = speaker(language)
    style = Html(packaged("report.css") + packaged("comparison.css"))
    script = packaged("comparison.js")
    return filled(
        packaged("report.html"),
        lang=joined([say.tag]),
        policy=policy(style, script),
        title=joined([f"{a.title or a.source.name} ↔ {b.title or b.source.name}"]),
        style=style,
        body=_page(found, a, b, say),
        words=json_block(say.words),
        script=script,
    )


def _page(found: Comparison, a: Notice, b: Notice, say: Speaker) -> Html:
    boxes = _boxes(found, say)
    rows = [row for _, held in boxes for row in held]
    bodies = {"a": body_of(a, _marks(a, "a", rows)), "b": body_of(b, _marks(b, "b", rows))}
    return joined(
        [
            element("a", say("skip_statements"), class_="skip", href="#statements"),
            _head(found, boxes, say),
            element(
                "div",
                _filters(rows, say),
                element("main", *(_box(key, held, bodies, say) for key, held in boxes), id="statements", tabindex=-1),
                _texts(a, b, bodies, say),
                class_="compared",
            ),
            element("p", say("generated"), class_="foot"),
            _jump(say),
        ]
    )


def _boxes(found: Comparison, say: Speaker) -> list[tuple[str, list[Row]]]:
    figures = figure_rows(found, say)
    return [
        ("issues", issue_rows(found, say)),
        ("figures", [row for row in figures if row.sort != "repeated"]),
        ("totals", total_rows(found, say)),
        ("promises", promise_rows(found, say)),
        ("same_figures", [row for row in figures if row.sort == "repeated"]),
        ("dates", date_rows(found, say)),
        ("timeline", moment_rows(found, say)),
    ]


# ------------------------------------------------------------------ head, filters


def _head(found: Comparison, boxes: Sequence[tuple[str, list[Row]]], say: Speaker) -> Html:
    kicker = element("div", say("comparison"), language_switch(say), class_="kicker")
    both = element("div", _about(found.a, "a", say), _about(found.b, "b", say), class_="two heads")
    return element(
        "header", kicker, both, element("p", say(f"relation_{found.relation}"), class_="relation"), _tiles(found, boxes, say), class_="head"
    )


def _about(one: Compared, side: Side, say: Speaker) -> Html:
    rows = [("issuer", one.issuer), ("signed_on", one.signed_on), ("published_on", one.published_on), ("file", one.name)]
    facts = [element("div", element("dt", say(key)), element("dd", value)) for key, value in rows if value]
    alarm = [] if one.is_notice else [element("p", say("no_notice"), class_="alarm")]
    name = element("span", say(f"side_{side}"), class_="who")
    return element("div", element("h1", name, one.title or one.name, lang="zh"), element("dl", *facts, class_="about"), *alarm, class_=side)


def _tiles(found: Comparison, boxes: Sequence[tuple[str, list[Row]]], say: Speaker) -> Html:
    promised = Counter(promise.state for promise in found.promises)
    counts: list[tuple[str, int, str]] = [
        ("paired", len(found.issues), "issues"),
        ("only_a", len(found.only_a), "issues"),
        ("only_b", len(found.only_b), "issues"),
        *((verdict, n, "same_figures" if verdict == "repeated" else "figures") for verdict, n in found.verdicts().items()),
        *((state, promised[state], "promises") for state in promised),
    ]
    held = {key for key, rows in boxes if rows}
    tiles = [
        element("li", element("a", element("b", str(n)), say(key), href=f"#{place}", class_=key))
        for key, n, place in counts
        if place in held
    ]
    return element("ul", *tiles, class_="tiles")


def _filters(rows: Sequence[Row], say: Speaker) -> Html:
    counts = Counter(row.sort for row in rows)
    switches = [_switch(sort, counts[sort], say) for sort in _SORTS if counts[sort]]
    return element(
        "details",
        element("summary", say("filters"), element("span", id="shown", class_="n", role="status")),
        element("div", element("fieldset", element("legend", say("by_kind")), *switches), class_="in"),
        class_="box filters", id="filters", open=True,
    )  # fmt: skip


def _switch(sort: str, n: int, say: Speaker) -> Html:
    box = element("input", type="checkbox", value=sort, checked=True)
    return element("label", box, element("span", class_=f"swatch sw-{sort}"), say(sort), element("span", str(n), class_="n"))


# ------------------------------------------------------------------ statements and texts


def _box(key: str, rows: Sequence[Row], bodies: dict[str, Body], say: Speaker) -> Html:
    def link(side: Side, ref: str, words: Words) -> Html:
        place = bodies[side].places.of(words.span[0])
        target = bodies[side].anchors.get(ref, f"text-{side}")
        return element("a", f"{place.line}:{place.column}", class_="place", href=f"#{target}")

    inner = element("ol", *(row_html(row, say, link) for row in rows), class_="rows") if rows else element("p", say("none"), class_="empty")
    summary = element("summary", say(key), element("span", str(len(rows)), class_="n"))
    opened = key not in ("same_figures", "timeline")
    return element("details", summary, element("div", inner, class_="in"), class_=f"box {key}", id=key, open=opened)


def _texts(a: Notice, b: Notice, bodies: dict[str, Body], say: Speaker) -> Html:
    panes = [_pane(notice, side, bodies[side], say) for notice, side in ((a, "a"), (b, "b"))]
    return element("section", *panes, class_="two texts", id="texts", **say.label("texts"))


def _pane(notice: Notice, side: str, body: Body, say: Speaker) -> Html:
    lang = "zh-Hant" if notice.source.script == "traditional" else "zh-Hans"
    name = element("h2", say(f"side_{side}"), " ", element("span", notice.source.name, class_="name"))
    article = element("article", body.html, class_="text", lang=lang)
    return element("div", name, article, class_=f"pane {side}", id=f"text-{side}", tabindex=0, role="region", **say.label(f"side_{side}"))


def _marks(notice: Notice, side: Side, rows: Sequence[Row]) -> Iterator[Mark]:
    """Where each row's words stand in the text of its side; long ones by their beginning."""
    yield from outline_marks(notice)
    for row in rows:
        words = row.words(side)
        if words is None:
            continue
        start, end = (row.bold_a if side == "a" else row.bold_b) or words.span
        if row.look != "issue":
            end = min(end, start + _LONGEST_MARK)
        yield Mark(start, end, row.look, f"{side}-{row.ref}")


def _jump(say: Speaker) -> Html:
    links = [element("a", say(f"go_{key}"), href=f"#{key}") for key in ("issues", "figures", "promises", "timeline", "texts")]
    return element("nav", *links, class_="jump", **say.label("sections"))
