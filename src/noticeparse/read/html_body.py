"""Which element of a page holds the article: a container its kind of site is known for, else where the
prose is."""

from __future__ import annotations

import json
import re
from collections.abc import Collection
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files

from bs4 import Tag
from bs4.element import NavigableString

from noticeparse.read.html_styles import names

_PROSE = re.compile(r"[，。；]")
_UNSEEN = frozenset((
    "script", "style", "template", "noscript", "head", "select", "textarea", "button", "nav", "xml",
))  # fmt: skip
_SHARE_OF_CHILD = 0.95
"""The child that holds this share of an element's prose holds the article; below it the article is
spread over several."""
_LONGEST_LINK = 100
_MOST_LINKS = 0.25
"""Share of link text from which a known container is the frame of the page rather than of the article."""


@dataclass(frozen=True, slots=True)
class PageParts:
    """The ids (`#id`) and classes (`.class`) of ``data/page_parts.json``, in lower case."""

    containers: frozenset[str]
    titles: frozenset[str]
    furniture: frozenset[str]


@cache
def page_parts() -> PageParts:
    """The names by which pages call their parts, read once."""
    record = json.loads((files("noticeparse") / "data/page_parts.json").read_text("utf-8"))

    def selectors(key: str) -> frozenset[str]:
        return frozenset(sign + name.lower() for name in record[key] for sign in ".#")

    return PageParts(selectors("containers"), selectors("titles"), selectors("furniture"))


@dataclass(slots=True)
class Weight:
    """How much text an element holds, and how much of it in links and in runs with punctuation, in
    characters."""

    text: int = 0
    linked: int = 0
    prose: int = 0


@dataclass(slots=True)
class Weights:
    """The weight of each element of a page by id(); `containers` are those with a known name, outermost
    first."""

    of: dict[int, Weight] = field(default_factory=dict)
    containers: list[Tag] = field(default_factory=list)

    @classmethod
    def measure(cls, root: Tag, dropped: Collection[int]) -> Weights:
        """Weigh every element below `root` in one pass, without recursion."""
        known = page_parts().containers
        weights = cls()
        stack: list[tuple[Tag, Weight, bool]] = [(root, Weight(), False)]
        sums: list[tuple[Weight, bool]] = []
        while stack:
            element, weight, left = stack.pop()
            if left:
                sums.pop()
                if sums:
                    _add(sums[-1][0], weight)
                continue
            if element.name in _UNSEEN or id(element) in dropped:
                continue
            linked = (element.name == "a" and "href" in element.attrs) or bool(sums and sums[-1][1])
            weights.of[id(element)] = weight
            if (element.attrs.get("id") or element.attrs.get("class")) and not known.isdisjoint(
                names(element)
            ):
                weights.containers.append(element)
            sums.append((weight, linked))
            stack.append((element, weight, True))
            for child in reversed(element.contents):
                if isinstance(child, Tag):
                    stack.append((child, Weight(), False))
                elif type(child) is NavigableString:
                    _count(weight, child, linked)
        return weights

    def __getitem__(self, element: Tag) -> Weight:
        return self.of.get(id(element)) or Weight()


def _add(total: Weight, part: Weight) -> None:
    total.text += part.text
    total.linked += part.linked
    total.prose += part.prose


def _count(weight: Weight, string: str, linked: bool) -> None:
    size = len(string.strip())
    weight.text += size
    if linked and is_link_text(string):
        weight.linked += size
    elif _PROSE.search(string):
        weight.prose += size


def is_link_text(text: str) -> bool:
    """Whether text inside an `<a>` can be a link: sentences are what follows an `<a>` its author forgot
    to close."""
    return len(text) <= _LONGEST_LINK and "。" not in text


def article_elements(root: Tag, dropped: Collection[int]) -> list[Tag]:
    """The elements that hold the article, in page order; empty where the page has no running text.

    Several only where a page gives one article several containers of the same name.
    """
    weights = Weights.measure(root, dropped)
    densest = _densest(root, weights)
    known = _best_container(weights)
    if known is not None and weights[known].prose * 2 >= weights[densest].prose > 0:
        return _with_its_like(known, weights)
    return [densest] if weights[densest].prose else []


def _densest(root: Tag, weights: Weights) -> Tag:
    """The innermost element that still holds nearly all prose of the page."""
    element = root
    while True:
        children = [child for child in element.contents if isinstance(child, Tag)]
        heaviest = max(children, key=lambda child: weights[child].prose, default=None)
        if heaviest is None or weights[heaviest].prose < max(1, weights[element].prose * _SHARE_OF_CHILD):
            return element
        if element.name in ("html", "[document]") and weights[heaviest].text < weights[element].text:
            return element  # words behind </body>
        if heaviest.name in ("p", "span", "font", "b", "strong", "h1", "h2", "h3", "li", "tr", "tbody"):
            return element  # an article of one paragraph; its neighbours are sign-off and title
        element = heaviest


def _best_container(weights: Weights) -> Tag | None:
    """The known container with the most prose; of nested ones the outermost that is not mostly links."""
    most = max((weights[container].prose for container in weights.containers), default=0)
    if not most:
        return None
    full = [
        container for container in weights.containers if weights[container].prose >= most * _SHARE_OF_CHILD
    ]
    for container in full:
        if weights[container].linked <= weights[container].text * _MOST_LINKS:
            return container
    return full[-1]


def _with_its_like(container: Tag, weights: Weights) -> list[Tag]:
    """The container and its siblings of the same name that hold prose too."""
    own = set(names(container))
    parent = container.parent
    siblings = (
        [child for child in parent.contents if isinstance(child, Tag)] if parent is not None else [container]
    )
    return [
        child
        for child in siblings
        if child is container
        or (own.intersection(names(child), page_parts().containers) and weights[child].prose)
    ]
