"""What the self-contained pages have in common: the frame with its policy, the choice of language, filters."""

from __future__ import annotations

import hashlib
from base64 import b64encode
from collections.abc import Sequence

from noticeparse.export.markup import Html, element, filled, joined, json_block, packaged
from noticeparse.export.page_words import Speaker


def whole_page(
    say: Speaker,
    title: str,
    body: Html,
    *,
    style: Html,
    script: Html,
    styles: Sequence[str] = (),
    scripts: Sequence[str] = (),
    images: bool = False,
) -> Html:
    """A page that holds all it needs and asks for nothing.

    Args:
        say: the interface words, in the language the page opens in.
        title: of the page.
        body: what it shows.
        style: its style sheet.
        script: its script, run at the end.
        styles: other styles that scripts of the body add, admitted by the policy.
        scripts: other scripts that stand in the body, admitted too.
        images: whether a script draws pictures (``data:``).
    """
    return filled(
        packaged("report.html"),
        lang=joined([say.lang]),
        policy=_policy([style, *styles], [script, *scripts], images=images),
        title=joined([title]),
        style=style,
        body=body,
        words=json_block(say.words),
        script=script,
    )


def _policy(styles: Sequence[str], scripts: Sequence[str], *, images: bool) -> Html:
    """Nothing from anywhere, but these styles and scripts (CSP Level 3, hash sources)."""
    may = [f"style-src {_hashes(styles)}", f"script-src {_hashes(scripts)}"]
    may += ["img-src data:"] if images else []
    return Html(
        f"default-src 'none'; {'; '.join(may)}; base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'"
    )


def _hashes(contents: Sequence[str]) -> str:
    """Each content as a hash source."""
    digests = (b64encode(hashlib.sha256(content.encode()).digest()).decode() for content in contents)
    return " ".join(f"'sha256-{digest}'" for digest in digests)


def language_switch(say: Speaker) -> Html:
    """The buttons that turn the interface Chinese or English."""
    buttons = [
        element("button", text, type="button", lang=code, data_language=code, aria_pressed=str(say.lang == code).lower())
        for code, text in (("zh-Hans", "中文"), ("en", "English"))
    ]
    return element("div", *buttons, class_="langs", role="group", **say.label("language"))


def filters_box(say: Speaker, *groups: Html) -> Html:
    """The box in which sorts of things are shown or hidden, group by group."""
    return element(
        "details",
        element("summary", say("filters"), element("span", id="shown", class_="n", role="status")),
        element("div", *groups, class_="in"),
        class_="box filters", id="filters", open=True,
    )  # fmt: skip


def switch(sort: str, swatch: str, n: int, say: Speaker) -> Html:
    """One switch of the filters: the `sort`, its colour as a class, and how many there are."""
    box = element("input", type="checkbox", value=sort, checked=True)
    return element("label", box, element("span", class_=f"swatch {swatch}"), say(sort), element("span", str(n), class_="n"))
