"""What a page's own styles say about an element: is it shown, does it begin a line, how are its items
numbered.

Only inline `style` attributes and simple rules (`tag`, `.class`, `#id`, `tag.class`) of `<style>`
elements are read.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from bs4 import Tag

_RULE = re.compile(r"([^{}@;]{1,300})\{([^{}]{0,2000})\}")
_COMMENT = re.compile(r"/\*[^*]*(?:\*(?!/)[^*]*)*\*/")
_SIMPLE = re.compile(r"[\w-]*(?:[.#][\w-]+)?")
_DISPLAY = re.compile(r"(?<![\w-])display\s*:\s*([\w-]+)", re.IGNORECASE)
_LIST_STYLE = re.compile(r"(?<![\w-])list-style(?:-type)?\s*:\s*([^;}]{1,80})", re.IGNORECASE)
_UNSEEN = re.compile(
    r"(?<![\w-])(?:visibility\s*:\s*(?:hidden|collapse)|font-size\s*:\s*0(?:px|pt|em)?\s*(?:[;!]|$))",
    re.IGNORECASE,
)
_PRE = re.compile(r"(?<![\w-])white-space\s*:\s*(?:pre|break-spaces)", re.IGNORECASE)
_LONGEST_SHEET = 300_000

_BLOCKS = frozenset((
    "address", "article", "aside", "blockquote", "body", "center", "dd", "details", "dialog", "dir",
    "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "frameset", "h1", "h2",
    "h3", "h4", "h5", "h6", "header", "hgroup", "hr", "html", "legend", "li", "listing", "main", "menu",
    "nav", "noframes", "ol", "optgroup", "p", "pre", "search", "section", "summary", "table", "caption",
    "colgroup", "thead", "tbody", "tfoot", "tr", "td", "th", "ul",
))  # fmt: skip


_BLOCK_DISPLAYS = frozenset(("block", "flex", "grid", "table", "list-item", "flow-root", "table-row"))


@dataclass(slots=True)
class Styles:
    """The rules of one page, by simple selector in lower case."""

    rules: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, sheets: list[str]) -> Styles:
        """Read the texts of the page's `<style>` elements; what is not a simple rule is passed over."""
        rules: dict[str, str] = {}
        for sheet in sheets:
            for selectors, declarations in _RULE.findall(_COMMENT.sub("", sheet[:_LONGEST_SHEET])):
                if not (
                    _DISPLAY.search(declarations)
                    or _LIST_STYLE.search(declarations)
                    or _UNSEEN.search(declarations)
                ):
                    continue
                for selector in selectors.split(","):
                    simple = selector.strip().lower()
                    if simple and _SIMPLE.fullmatch(simple):
                        rules[simple] = rules.get(simple, "") + ";" + declarations
        return cls(rules)

    def look(self, element: Tag) -> Look:
        """What the page's rules and the element's own `style` say of it, the stronger last."""
        declarations = self._declarations(element)
        return look(declarations) if declarations else _PLAIN

    def _declarations(self, element: Tag) -> str:
        own = element.attrs.get("style")
        inline = own if isinstance(own, str) else ""
        if not self.rules:
            return inline
        name = element.name.lower()
        found = [self.rules.get(name, "")]
        for word in names(element):
            found += [self.rules.get(word, ""), self.rules.get(name + word, "")]
        return ";".join([*found, inline])


def names(element: Tag) -> list[str]:
    """`.class` and `#id` of an element, in lower case."""
    if "class" not in element.attrs and "id" not in element.attrs:
        return []
    found = [f".{word.lower()}" for word in _words(element.get("class"))]
    return found + [f"#{word.lower()}" for word in _words(element.get("id"))]


def _words(value: Any) -> list[str]:
    return value.split() if isinstance(value, str) else list(value or ())


@dataclass(frozen=True, slots=True)
class Look:
    """What some declarations say: `display` in lower case, whether the element is hidden, whether its
    line ends count, and the `list-style-type`; None where they do not say."""

    display: str | None = None
    hidden: bool = False
    keeps_line_ends: bool = False
    list_style: str | None = None


@lru_cache(maxsize=4096)  # a page pasted from Word repeats a few declarations thousands of times
def look(declarations: str) -> Look:
    """Read declarations such as ``display:none;list-style:lower-alpha inside``."""
    display = _last(_DISPLAY, declarations)
    hidden = display == "none" or _UNSEEN.search(declarations) is not None
    return Look(display, hidden, _PRE.search(declarations) is not None, _list_style(declarations))


def is_hidden(element: Tag, look: Look) -> bool:
    """Whether a browser shows nothing of the element."""
    return look.hidden or "hidden" in element.attrs or element.attrs.get("aria-hidden") == "true"


def is_block(element: Tag, look: Look) -> bool:
    """Whether the element begins a new line; span, font, a and b never do unless styled so."""
    if look.display in ("inline", "inline-block", "contents") and element.name not in (
        "td",
        "th",
        "tr",
        "li",
    ):
        return False
    return element.name in _BLOCKS or look.display in _BLOCK_DISPLAYS


def keeps_line_ends(element: Tag, look: Look) -> bool:
    """Whether a line end of the page's source is one on the screen."""
    return look.keeps_line_ends or element.name in ("pre", "listing", "xmp", "plaintext")


def _list_style(declarations: str) -> str | None:
    declared = _last(_LIST_STYLE, declarations)
    if declared is None:
        return None
    words = [
        w
        for w in declared.split()
        if w not in ("inside", "outside", "!important") and not w.startswith("url(")
    ]
    return words[0].strip("'\"") if words else None


def _last(pattern: re.Pattern[str], declarations: str) -> str | None:
    found = pattern.findall(declarations)
    return found[-1].strip().lower() if found else None


_PLAIN = Look()
