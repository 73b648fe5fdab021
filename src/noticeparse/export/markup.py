"""HTML made of elements: every plain string is escaped, always, in one function.

`element` takes strings and `Html`. A string is content and is escaped; only what `element` itself made, or a file of
this package, is `Html`. Forgetting to escape is therefore impossible; escaping twice is the worst that can happen.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterable
from functools import cache
from importlib.resources import files

_UNSAFE_IN_HTML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_SCRIPT_ESCAPES = {ord(c): f"\\u{ord(c):04x}" for c in "<>&\u2028\u2029"}
_VOID = frozenset({"meta", "br", "input"})


class Html(str):
    """Markup that is safe as it stands."""

    __slots__ = ()


@cache
def packaged(name: str) -> Html:
    """A style, script, template or list of words of this package (``noticeparse/data``)."""
    return Html((files("noticeparse") / "data" / name).read_text(encoding="utf-8"))


def escape(text: str) -> Html:
    """`text` as content of an element or a quoted attribute.

    Characters an HTML parser drops or replaces (NUL, control characters, lone surrogates, noncharacters) become
    U+FFFD, one for one, so that offsets in the page equal offsets in the text. A carriage return stays, as a reference.
    """
    if isinstance(text, Html):
        return text
    return Html(html.escape(_UNSAFE_IN_HTML.sub("\ufffd", text)).replace("\r", "&#13;"))


def joined(parts: Iterable[str]) -> Html:
    """The parts one after the other, strings escaped."""
    return Html("".join(map(escape, parts)))


def element(name: str, *children: str, **attributes: str | int | bool | None) -> Html:
    """An element; ``class_="a"`` writes ``class="a"``, ``data_id=3`` writes ``data-id="3"``, True a bare attribute.

    None and False leave the attribute out.
    """
    written = "".join(
        f" {key.strip('_').replace('_', '-')}" + ("" if value is True else f'="{escape(str(value))}"')
        for key, value in attributes.items()
        if value is not None and value is not False
    )
    if name in _VOID:
        return Html(f"<{name}{written}>")
    return Html(f"<{name}{written}>{joined(children)}</{name}>")


def json_block(value: object) -> Html:
    """`value` as JSON for a ``<script type="application/json">``: no ``<``, ``>``, ``&`` or line separator in it."""
    return Html(json.dumps(value, ensure_ascii=False, separators=(",", ":")).translate(_SCRIPT_ESCAPES))


def filled(template: str, **values: Html) -> Html:
    """`template` with each ``{{name}}`` replaced in one pass, so that no value is searched for names.

    Raises KeyError for a name without a value, TypeError for a value that is not `Html`.
    """

    def value(match: re.Match[str]) -> str:
        found = values[match[1]]
        if not isinstance(found, Html):
            raise TypeError(f"{match[1]} is not markup")
        return found

    return Html(re.sub(r"\{\{(\w+)\}\}", value, template))
