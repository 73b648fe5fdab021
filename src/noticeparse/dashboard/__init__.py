"""The dashboard: one self-contained page about the notices of a corpus.

A corpus goes in, an HTML page comes out: bureaus by topics, timelines, accountability and money, reused wording side by
side, and the tables of `noticeparse.compare.across`; every number leads to the words it was read from. The page asks for
nothing from the network, works in Chinese and English, and holds Plotly's script (MIT licence, some five megabytes).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from noticeparse.export.markup import Html
from noticeparse.model import Language
from noticeparse.stages import make_callable

if TYPE_CHECKING:
    from noticeparse.compare.across import Across
    from noticeparse.corpus import Corpus

make_callable(__name__)

__all__ = ["dashboard"]


def dashboard(
    corpus: Corpus, *, across: Across | None = None, title: str | None = None, language: Language = "zh"
) -> Html:
    """The page about the notices of `corpus`, as text to be written as UTF-8.

    Args:
        corpus: an open corpus.
        across: its comparison, where you have it already (`Corpus.compare`).
        title: the heading; by default the name of the corpus folder.
        language: the interface language the page opens in; both are in it.

    Raises:
        ImportError: plotly is not installed (extra ``dashboard``).
        CorpusError: the corpus cannot be read.
    """
    from noticeparse.dashboard.contents import contents
    from noticeparse.dashboard.page import page

    return page(contents(corpus, across or corpus.compare()), title or corpus.folder.resolve().name, language)
