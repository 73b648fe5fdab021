"""Comparisons as files: in goes a `Comparison` with its two notices, out comes text for a terminal, JSON or a page."""

from __future__ import annotations

from typing import Literal, TextIO

from noticeparse.compare.model import Comparison
from noticeparse.export.comparison_page import comparison_page
from noticeparse.export.comparison_terminal import print_comparison
from noticeparse.model import Language, Notice

ComparisonFormat = Literal["terminal", "json", "html"]


def write_comparison(
    found: Comparison, a: Notice, b: Notice, out: TextIO, *, to: ComparisonFormat = "terminal", language: Language = "zh"
) -> None:
    """Write `found`, the comparison of `a` with `b`, to `out`.

    Args:
        found: the comparison.
        a: the notice compared as `a`.
        b: the notice compared as `b`.
        out: a file open for writing text.
        to: ``terminal`` for a person, ``json`` one object as in schemas/comparison.schema.json, ``html`` one
            self-contained page.
        language: of the interface words; the page has both and opens in this one.
    """
    if to == "json":
        out.write(found.model_dump_json() + "\n")
    elif to == "html":
        out.write(comparison_page(found, a, b, language=language))
    else:
        print_comparison(found, a, b, out, language=language)
