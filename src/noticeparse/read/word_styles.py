"""The paragraph, character and numbering styles of a DOCX, as far as reading needs them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_LONGEST_CHAIN = 40  # Word allows about a dozen; damaged files have circles


class Styles:
    """Styles by id, with the chain of styles each is based on."""

    def __init__(self, root: Any | None) -> None:
        """`root` is the `w:styles` element, or None where the file has no styles."""
        elements = [] if root is None else root.findall(f"{_W}style")
        self._styles = {element.get(f"{_W}styleId"): element for element in elements}
        self._hidden: dict[str | None, bool | None] = {}
        self._default = next((e.get(f"{_W}styleId") for e in elements if _is_default_paragraph(e)), None)

    def of_paragraph(self, properties: Any | None) -> Iterator[tuple[str, Any]]:
        """(id, `w:style`) of the paragraph's style and those it is based on, nearest first.

        `properties` is the paragraph's `w:pPr` or None; without a style of its own the default one applies.
        """
        return self.chain(self.paragraph_style_id(properties))

    def hide(self, style_id: str | None) -> bool | None:
        """Whether a style hides its text (`w:vanish`), by itself or by those it is based on; None: unsaid."""
        if style_id not in self._hidden:
            said = (is_on(child(style, "rPr", "vanish")) for _, style in self.chain(style_id))
            self._hidden[style_id] = next((hidden for hidden in said if hidden is not None), None)
        return self._hidden[style_id]

    def paragraph_style_id(self, properties: Any | None) -> str | None:
        """The id of the paragraph's style, `properties` being its `w:pPr` or None."""
        return value_of(properties, "pStyle") or self._default

    def chain(self, style_id: str | None) -> Iterator[tuple[str, Any]]:
        """(id, `w:style`) of a style and those it is based on, nearest first; circles end."""
        seen: set[str] = set()
        while style_id in self._styles and style_id not in seen and len(seen) < _LONGEST_CHAIN:
            assert style_id is not None
            style = self._styles[style_id]
            yield style_id, style
            seen.add(style_id)
            style_id = value_of(style, "basedOn")


def child(element: Any | None, *names: str) -> Any | None:
    """The descendant reached by the `w:` names one after the other, or None."""
    for name in names:
        if element is None:
            return None
        element = element.find(f"{_W}{name}")
    return element


def value_of(element: Any | None, *names: str) -> str | None:
    """`w:val` of the descendant reached by the `w:` names, or None."""
    found = child(element, *names)
    return None if found is None else found.get(f"{_W}val")


def whole(text: str | None) -> int | None:
    """A whole number as attributes hold it, or None where there is none (damaged files hold anything)."""
    try:
        return int(text) if text is not None and len(text) < 12 else None
    except ValueError:
        return None


def is_on(element: Any | None) -> bool | None:
    """What a toggle such as `w:vanish` says: None where it is absent."""
    if element is None:
        return None
    return (element.get(f"{_W}val") or "true").lower() not in ("false", "0", "off")


def _is_default_paragraph(style: Any) -> bool:
    return style.get(f"{_W}type") == "paragraph" and (style.get(f"{_W}default") or "").lower() in (
        "1",
        "true",
        "on",
    )
