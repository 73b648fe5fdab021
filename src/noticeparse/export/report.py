"""The HTML report: one self-contained page for a person, the text in the middle and what was found beside it.

Everything is in the markup: outline, text with its marks, findings, issues, timeline, facts. The script only filters,
switches the language and shows what a mark is about, so the page reads without it. A Content-Security-Policy
admits the one style and the one script of this package by their hashes and nothing else; words of the notice reach
the page only through `markup.element`, as content.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TextIO

from noticeparse.export.filed import Filed
from noticeparse.export.markup import Html, element, filled, joined, json_block
from noticeparse.export.page import language_switch, packaged, policy
from noticeparse.export.report_side import facts_box, findings_box, issues_box, timeline_box
from noticeparse.export.report_text import Body, body_of
from noticeparse.export.report_words import LEVELS, SORTS, Speaker, sort_of
from noticeparse.model import Language, Notice, Part
from noticeparse.timeline import events


def write(filed: Sequence[Filed], out: TextIO, *, language: Language = "zh") -> None:
    """Write the report of the one notice in `filed`."""
    (one,) = filed
    out.write(report(one.notice, path=one.path, language=language))


def report(notice: Notice, *, path: str | None = None, language: Language = "zh") -> Html:
    """The page about `notice`, whose `findings` are filled where it was checked.

    Args:
        notice: the notice.
        path: how to call its file; by default `Source.name`.
        language: the interface language the page opens in; both are in it.
    """
    say = Speaker(language, {**_titles(notice), **_messages(notice)})
    body = body_of(notice)
    style, script = packaged("report.css"), packaged("report.js")
    return filled(
        packaged("report.html"),
        lang=joined([say.tag]),
        policy=policy(style, script),
        title=joined([notice.title or path or notice.source.name]),
        style=style,
        body=_page(notice, path or notice.source.name, body, say),
        words=json_block(say.words),
        script=script,
    )


def _titles(notice: Notice) -> dict[str, list[str]]:
    """What the rules of the findings are called in both languages."""
    from noticeparse.check import rules

    found = {finding.rule for finding in notice.findings}
    return {f"rule.{rule.code}": [rule.title_zh, rule.title] for rule in rules() if rule.code in found}


def _messages(notice: Notice) -> dict[str, list[str]]:
    """What the findings say in both languages."""
    return {f"message.f{n}": [finding.said("zh"), finding.said("en")] for n, finding in enumerate(notice.findings)}


# ------------------------------------------------------------------ the page


def _page(notice: Notice, name: str, body: Body, say: Speaker) -> Html:
    side = joined(
        [
            _tabs(notice, say),
            _detail(say),
            findings_box(notice, body, say),
            issues_box(notice, body, say),
            timeline_box(notice, body, say),
            facts_box(notice, body, say),
        ]
    )
    return joined(
        [
            element("a", say("skip"), class_="skip", href="#text"),
            _head(notice, name, say),
            element(
                "div",
                _outline(notice, say),
                element("main", _filters(notice, say), _article(notice, body), id="text", tabindex=-1),
                element("aside", side, class_="side", id="side", **say.label("findings")),
                class_="columns",
            ),
            element("p", say("generated"), class_="foot"),
            _jump(say),
        ]
    )


def _article(notice: Notice, body: Body) -> Html:
    lang = "zh-Hant" if notice.source.script == "traditional" else "zh-Hans"
    return element("article", body.html, class_="text", lang=lang, id="notice")


def _detail(say: Speaker) -> Html:
    close = element("button", say("close"), type="button", id="close")
    return element(
        "section",
        element("h2", say("selected"), close),
        element("div", element("ol", class_="cards"), class_="in"),
        class_="box detail", id="detail", hidden=True, aria_live="polite", **say.label("selected"),
    )  # fmt: skip


def _tabs(notice: Notice, say: Speaker) -> Html:
    """Links to the boxes; with the script running they show one box at a time."""
    boxes = {
        "findings": len(notice.findings),
        "issues": len(notice.issues),
        "timeline": len(events(notice)),
        "facts": len(notice.facts),
    }
    links = [
        element("a", say(key), " ", element("span", str(n), class_="n"), href=f"#{key}") for key, n in boxes.items()
    ]
    return element("nav", *links, class_="tabs", **say.label("sections"))


def _jump(say: Speaker) -> Html:
    links = [element("a", say(key), href=f"#{key}") for key in ("outline", "text", "findings", "issues", "timeline")]
    return element("nav", *links, class_="jump", **say.label("outline"))


# ------------------------------------------------------------------ the head


def _head(notice: Notice, name: str, say: Speaker) -> Html:
    kicker = element("div", say("report"), language_switch(say), class_="kicker")
    parts = [kicker, element("h1", notice.title or name, lang="zh"), _about(notice, name, say)]
    if not notice.is_notice:
        parts.append(element("p", say("not_notice"), notice.not_notice_because or "", class_="alarm"))
    return element("header", *parts, _tiles(notice, say), class_="head")


def _about(notice: Notice, name: str, say: Speaker) -> Html:
    inspection = notice.inspection
    days = "/".join(dict.fromkeys(d for d in (inspection.started_on, inspection.ended_on) if d))
    rows: list[tuple[str, str | None]] = [
        ("issuer", notice.issuer),
        ("genre", notice.genre),
        ("authority", inspection.authority),
        ("team", inspection.team),
        ("round", inspection.round),
        ("inspection", days),
        ("feedback_on", inspection.feedback_on),
        ("signed_on", notice.signed_on),
        ("published_on", notice.published_on),
        ("file", name),
        ("source_url", notice.source.url),
    ]
    return element(
        "dl",
        *(element("div", element("dt", say(key)), element("dd", value)) for key, value in rows if value),
        class_="about",
    )


def _tiles(notice: Notice, say: Speaker) -> Html:
    levels = [(level, "findings", sum(f.level == level for f in notice.findings)) for level in LEVELS]
    others = [("issue", "issues", len(notice.issues)), ("facts", "facts", len(notice.facts))]
    others.append(("timeline", "timeline", len(events(notice))))
    tiles = [
        element("li", element("a", element("b", str(n)), say(key), href=f"#{place}", class_=key))
        for key, place, n in [*levels, *others]
    ]
    return element("ul", *tiles, class_="tiles")


# ------------------------------------------------------------------ filters and outline


def _filters(notice: Notice, say: Speaker) -> Html:
    counts = _counts(notice)
    by_level = [_switch(level, f"sw-{level}", counts.get(level, 0), say) for level in LEVELS]
    kinds = [sort for sort in counts if sort not in LEVELS]
    by_kind = [_switch(sort, "sw-issue" if sort == "issue" else f"k-{sort}", counts[sort], say) for sort in kinds]
    return element(
        "details",
        element("summary", say("filters"), element("span", id="shown", class_="n", role="status")),
        element(
            "div",
            element("fieldset", element("legend", say("by_level")), *by_level),
            element("fieldset", element("legend", say("by_kind")), *by_kind),
            class_="in",
        ),
        class_="box filters", id="filters", open=True,
    )  # fmt: skip


def _counts(notice: Notice) -> dict[str, int]:
    """How many of each sort there are, in the order of the model: levels, issues, kinds of facts."""
    sorts = [*(f.level for f in notice.findings), *("issue" for _ in notice.issues), *map(sort_of, notice.facts)]
    return {sort: n for sort in SORTS if (n := sorts.count(sort))}


def _switch(sort: str, swatch: str, n: int, say: Speaker) -> Html:
    return element(
        "label",
        element("input", type="checkbox", value=sort, checked=True),
        element("span", class_=f"swatch {swatch}"),
        say(sort),
        element("span", str(n), class_="n"),
    )


def _outline(notice: Notice, say: Speaker) -> Html:
    tree = _branch(notice, notice.parts, 0, {part.eid: n for n, part in enumerate(notice.walk())})
    inner = element("details", element("summary", say("outline")), element("div", tree, class_="in"), class_="box", open=True)
    return element("nav", inner, class_="outline", id="outline", **say.label("outline"))


def _branch(notice: Notice, parts: Sequence[Part], depth: int, order: Mapping[str, int]) -> Html:
    """The numbered parts as a list of links; items without a heading only where they hold parts that have one."""
    rows = []
    for part in parts:
        below = _branch(notice, part.children, depth + 1, order)
        if part.num and (part.heading or depth < 2 or below):
            rows.append(element("li", _link(notice, part, order[part.eid]), below, class_=f"d{depth}"))
    return element("ol", *rows) if rows else Html("")


def _link(notice: Notice, part: Part, n: int) -> Html:
    from noticeparse.show import opening_words

    assert part.num is not None
    words = part.heading.text if part.heading else opening_words(part, notice.source.text)
    words = words if len(words) <= 40 else words[:39] + "…"
    number = part.num.text.strip() or part.path.rsplit("/", 1)[-1]
    label = element("span", number, class_="num lost" if part.num.lost else "num")
    return element("a", label, element("span", words), _badge(notice, part), href=f"#p{n}")


def _badge(notice: Notice, part: Part) -> Html:
    """How many findings lie in the part, coloured by the worst of them."""
    inside = [f.level for f in notice.findings if part.span[0] <= f.span[0] < part.span[1]]
    if not inside:
        return Html("")
    worst = min(inside, key=LEVELS.index)
    return element("span", str(len(inside)), class_=f"badge {worst}")

