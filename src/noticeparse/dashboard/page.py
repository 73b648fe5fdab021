"""The dashboard as markup: filters, charts to be drawn, lists to be filled; the words of both languages.

What the notices say stands in one block of JSON; the page's script makes text nodes of it. Plotly's script is embedded.
"""

from __future__ import annotations

import re
from functools import cache

from noticeparse.compare.across import COMPARISONS
from noticeparse.compare.across_gather import Row
from noticeparse.compare.across_rounds import REVISION
from noticeparse.export.across_words import across_words
from noticeparse.export.markup import Html, element, joined, json_block, packaged
from noticeparse.export.page import language_switch, whole_page
from noticeparse.export.page_words import Speaker
from noticeparse.model import Language

_TABLES = tuple(entry for entry in COMPARISONS if entry.code != "X01")
_STYLE_IN_SCRIPT = re.compile(r"\.textContent='([^'\\\\]*)'")


def page(contents: Row, title: str, language: Language) -> Html:
    """The page with `contents` (see `contents.contents`); raises ImportError without plotly."""
    say = Speaker(language, across_words())
    plotly = _plotly()
    return whole_page(
        say,
        title,
        joined([_body(title, say), _block("data", contents | _columns()), element("script", plotly)]),
        style=joined([packaged("report.css"), packaged("dashboard.css")]),
        script=packaged("dashboard.js"),
        styles=_styles_of(plotly),
        scripts=[plotly],
        images=True,
    )


@cache
def _plotly() -> Html:
    """Plotly's script, as it embeds it itself."""
    from plotly.offline import get_plotlyjs

    return Html(get_plotlyjs())


def _styles_of(plotly: str) -> list[str]:
    """The styles Plotly adds to a page: an empty one that it fills by rules, and that of its maps."""
    return ["", *_STYLE_IN_SCRIPT.findall(plotly)]


def _columns() -> Row:
    """What the columns of each table are called, and what it means."""
    return {
        "columns": {entry.code: [column.name for column in entry.columns] for entry in COMPARISONS},
        "means": {entry.code: [entry.text_zh, " ".join(entry.text)] for entry in COMPARISONS},
        "revision": REVISION,
    }


def _block(name: str, value: object) -> Html:
    return element("script", json_block(value), type="application/json", id=name)


# ------------------------------------------------------------------ the skeleton


def _body(title: str, say: Speaker) -> Html:
    return joined(
        [
            element("a", say("skip"), class_="skip", href="#board"),
            _head(title, say),
            element("noscript", element("p", say("needs_script"), class_="alarm")),
            _filters(say),
            element("main", *_sections(say), class_="board", id="board", tabindex=-1),
            element("p", say("generated"), class_="foot"),
            _behind(say),
        ]
    )


def _head(title: str, say: Speaker) -> Html:
    tiles = [
        element("li", element("b", "", id=f"n-{key}"), say(f"{key}_n"), class_="issue" if key == "issues" else None)
        for key in ("notices", "bodies", "issues", "persons", "money")
    ]
    kicker = element("div", say("dashboard"), language_switch(say), class_="kicker")
    return element("header", kicker, element("h1", title, lang="zh"), element("ul", *tiles, class_="tiles"), class_="head")


def _filters(say: Speaker) -> Html:
    groups = [_option(group, f"group.{group}", say) for group in "ABCD"]
    rows = [*(element("option", many, value=many) for many in ("20", "60")), _option("", "any", say)]
    return element(
        "form",
        _select("genre", say),
        _select("round", say),
        _select("from", say),
        _select("to", say),
        _select("group", say, *groups),
        element("label", say("f_body"), element("input", type="search", id="f-body", list="bodies", autocomplete="off")),
        element("label", say("f_rows"), element("select", *rows, id="f-rows", autocomplete="off")),
        element("button", say("reset"), type="button", id="reset"),
        element("datalist", id="bodies"),
        class_="sift", id="filters", **say.label("filters_title"),
    )  # fmt: skip


def _select(name: str, say: Speaker, *options: Html) -> Html:
    """A filter; the values of most are those of the notices, which the script fills in."""
    choices = element("select", _option("", "any", say), *options, id=f"f-{name}", autocomplete="off")
    return element("label", say(f"f_{name}"), choices)


def _option(value: str, key: str, say: Speaker) -> Html:
    """An option with an interface word; it holds no element."""
    return element("option", say.plain(key), value=value, data_t=key)


def _sections(say: Speaker) -> list[Html]:
    return [
        _section("heat", say, _chart("heat", say), _as_table(say), wide=True),
        _section("timeline", say, _axis_choice(say), _chart("times", say)),
        _section("intervals", say, _chart("intervals", say)),
        _section("persons", say, _chart("persons", say)),
        _section("money", say, _chart("money", say)),
        _section("reuse", say, *_reuse(say), wide=True),
        element("section", element("h2", say("tables_title")), *_tables(say), class_="box wide", id="tables"),
    ]


def _section(name: str, say: Speaker, *children: Html, wide: bool = False) -> Html:
    title, hint = element("h2", say(f"{name}_title")), element("p", say(f"{name}_hint"), class_="hint")
    return element("section", title, hint, *children, class_="box wide" if wide else "box", id=f"s-{name}")


def _chart(name: str, say: Speaker) -> Html:
    """Where a chart is drawn, and what stands there when there is nothing to draw."""
    return joined(
        [
            element("div", element("div", class_="plot", id=name), class_="scroll", tabindex=0, role="group", **say.label(_TITLES[name])),
            element("p", say("none"), class_="empty", id=f"{name}-none", hidden=True),
        ]
    )


_TITLES = {
    "heat": "heat_title", "times": "timeline_title", "intervals": "intervals_title", "persons": "persons_title",
    "money": "money_title", "network": "reuse_title",
}  # fmt: skip


def _as_table(say: Speaker) -> Html:
    table = element("table", class_="grid counts", id="heat-table")
    return element("details", element("summary", say("as_table")), element("div", table, class_="scroll"), class_="astable")


def _axis_choice(say: Speaker) -> Html:
    options = [_option("calendar", "by_calendar", say), _option("feedback", "by_feedback", say)]
    return element("label", say("aligned"), " ", element("select", *options, id="f-aligned", autocomplete="off"), class_="check")


def _reuse(say: Speaker) -> list[Html]:
    formulae = element(
        "label", element("input", type="checkbox", id="f-formulae", autocomplete="off"), say("formulae"), class_="check"
    )
    return [
        element("p", say("network_hint"), class_="hint"),
        _chart("network", say),
        element("div", element("span", id="reuse-pair"), formulae, element("span", id="reuse-count", class_="meta", role="status"), class_="bar"),
        element("ol", class_="shares", id="reuse-list"),
        element("p", say("none"), class_="empty", id="reuse-none", hidden=True),
        element("button", say("more"), type="button", id="reuse-more", class_="more"),
    ]


def _tables(say: Speaker) -> list[Html]:
    codes = [element("button", f"{entry.code} ", say(entry.code), type="button", value=entry.code) for entry in _TABLES]
    head, rows = element("thead", element("tr", id="table-head")), element("tbody", id="table-rows")
    return [
        element("div", *codes, class_="codes", id="codes", role="group", **say.label("tables_title")),
        element("h3", id="table-title"),
        element("p", class_="hint", id="table-means"),
        element("div", element("table", head, rows, class_="grid"), class_="scroll", tabindex=0, role="group", **say.label("tables_title")),
        element("p", say("none"), class_="empty", id="table-none", hidden=True),
        element("div", element("button", say("more"), type="button", id="table-more", class_="more"),
                element("span", id="table-count", class_="meta", role="status"), class_="bar"),
    ]  # fmt: skip


def _behind(say: Speaker) -> Html:
    """Where the words behind a number are shown."""
    return element(
        "aside",
        element("h2", element("span", id="drill-title"), element("button", say("close"), type="button", id="drill-close")),
        element("ol", class_="cards", id="drill-list", tabindex=0),
        element("p", class_="meta", id="drill-rest"),
        class_="behind", id="drill", hidden=True, aria_live="polite", **say.label("evidence"),
    )  # fmt: skip
