"""What the dashboard shows, read from a corpus: numbers, words and places as plain values for the page's script.

A place is ``[notice, part, start, end, quote, before, behind]``: the number of the notice, eid or null, the span, the
words, and the words of the line on both sides.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import combinations
from typing import TYPE_CHECKING, Any

from noticeparse.compare.across import Across, selected
from noticeparse.compare.across_gather import DATES, Gathered, Publication, Row
from noticeparse.corpus.similar import reused_passages
from noticeparse.link.topics import code_book
from noticeparse.model import Span

if TYPE_CHECKING:
    from noticeparse.corpus import Corpus

Place = list[Any]

ROWS = 300
PLACES = 10
"""Rows of a comparison and places of a row that the page holds; it says how many there are."""
_AROUND = 40  # characters of the line shown before and behind the words
_SHORTEST = 8  # masked characters of a stretch marked as the same in two passages
_TELLING: dict[str, Callable[[Row], Any]] = {
    "X01": lambda row: (row["formula"], -row["characters"] * len(row["bodies"])),
    "X02": lambda row: -row["shared"],
    "X03": lambda row: -abs(row["difference"]),
    "X04": lambda row: (-row["times"], -row["alike"]),
    "X05": lambda row: -abs(row["days"]),
    "X06": lambda row: -abs(row["percentile"] - 50),
    "X09": lambda row: -len(row["bodies"]),
}
"""Which rows of a comparison come first on the page; others in the order of their table."""
_ACCOUNTABILITY = """
SELECT notice, part, span_start, span_end, level, persons
FROM facts
WHERE kind = 'accountability' AND NOT coalesce(planned, false) AND persons IS NOT NULL
ORDER BY notice, n
"""
_RECOVERED = """
SELECT notice, part, span_start, span_end, amount
FROM facts
WHERE kind = 'recovery' AND NOT coalesce(planned, false) AND amount IS NOT NULL
ORDER BY notice, n
"""
_ISSUES = """
SELECT notice, part, span_start, span_end, topic, status
FROM issues
ORDER BY notice, n
"""


def contents(corpus: Corpus, across: Across) -> Row:
    """Everything the page shows: ``notices``, ``topics``, ``issues``, ``accountability``, ``money``, ``comparisons``."""
    gathered = Gathered(corpus)
    page = _Page(gathered)
    return {
        "notices": [page.notice(notice) for notice in gathered.notices],
        "topics": dict(sorted(code_book().names.items())),
        "issues": [[*page.place(row), row["topic"], row["status"]] for row in page.rows(_ISSUES)],
        "accountability": [[*page.place(row), row["level"], row["persons"]] for row in page.rows(_ACCOUNTABILITY)],
        "money": [[*page.place(row), row["amount"]] for row in page.rows(_RECOVERED)],
        "comparisons": [page.comparison(entry.code, across) for entry in selected(list(across))],
        "links": _links(across),
    }


def _links(across: Across) -> list[list[Any]]:
    """Pairs of bodies with wording of their own in common: both, passages, characters; the most first, `ROWS` at most."""
    found: dict[tuple[str, str], list[int]] = {}
    for row in across["X01"].to_pylist() if "X01" in across else ():
        for pair in combinations(row["bodies"], 2) if not row["formula"] else ():
            counted = found.setdefault(pair, [0, 0])
            counted[0] += 1
            counted[1] += row["characters"]
    ordered = sorted(found.items(), key=lambda item: (-item[1][1], item[0]))
    return [[*pair, *counted] for pair, counted in ordered[:ROWS]]


class _Page:
    """Turns ids and spans of a corpus into numbers and words of the page."""

    def __init__(self, gathered: Gathered) -> None:
        self._gathered = gathered
        self._number = {notice.id: n for n, notice in enumerate(gathered.notices)}

    def rows(self, query: str) -> list[Row]:
        """The rows of a query that belong to a notice."""
        return [row for row in self._gathered.corpus.sql(query).to_pylist() if row["notice"] in self._number]

    def notice(self, notice: Publication) -> Row:
        """What the page knows of a notice; ``told`` is where it prints its dates."""
        fields = [name for name in DATES if name in notice.fields]
        places = [self._gathered.field(notice, name)[0] for name in fields]
        return {
            "file": notice.file,
            "url": notice.url,
            "title": notice.title,
            "body": notice.body,
            "genre": notice.genre,
            "round": notice.round,
            "day": notice.day or None,
            "dates": notice.dates,
            "told": [{"field": name, "place": self.place(place)} for name, place in zip(fields, places, strict=True)],
        }

    def place(self, row: Row) -> Place:
        """The place of a row with columns notice, part, span_start, span_end."""
        text, start, end = self._gathered.by_id[row["notice"]].text, row["span_start"], row["span_end"]
        begins, ends = text.rfind("\n", 0, start) + 1, text.find("\n", end)
        before = text[max(begins, start - _AROUND) : start]
        behind = text[end : min(ends if ends >= 0 else len(text), end + _AROUND)]
        return [self._number[row["notice"]], row["part"], start, end, text[start:end], before, behind]

    def comparison(self, code: str, across: Across) -> Row:
        """A comparison with its most telling rows, each value by column and ``evidence`` as places."""
        rows = across[code].to_pylist()
        shown = sorted(rows, key=_TELLING[code]) if code in _TELLING else rows
        return {"code": code, "total": len(rows), "rows": [self._row(code, row) for row in shown[:ROWS]]}

    def _row(self, code: str, row: Row) -> Row:
        kept = row["evidence"][:PLACES]
        known = {name: self._named(name, value) for name, value in row.items() if name != "evidence"}
        shown: Row = {**known, "evidence": [self.place(place) for place in kept], "places": len(row["evidence"])}
        shown["within"] = self._notices_of(code, row)
        if code == "X01":
            shown["same"] = self._same(kept)
        return shown

    def _notices_of(self, code: str, row: Row) -> list[int]:
        """The numbers of the notices a row is about: those of its places, or all of the body where it is about a body."""
        if code == "X08":
            return [self._number[notice.id] for notice in self._gathered.signed if notice.body == row["body"]]
        return sorted({self._number[place["notice"]] for place in row["evidence"]})

    def _named(self, name: str, value: Any) -> Any:
        """Ids of notices become their numbers."""
        if name in ("first", "second", "earlier", "later"):
            return self._number[value]
        return [self._number[notice] for notice in value] if name == "notices" and isinstance(value, list) else value

    def _same(self, places: Sequence[Row]) -> list[list[Span]]:
        """For each place the stretches of its words that the first has too; for the first those that the second has."""
        if len(places) < 2:
            return [[] for _ in places]
        pairs = [self._stretches(places[0], other) for other in places[1:]]
        return [[ours for ours, _ in pairs[0]], *([theirs for _, theirs in pair] for pair in pairs)]

    def _stretches(self, first: Row, second: Row) -> list[tuple[Span, Span]]:
        names = (self._gathered.by_id[first["notice"]].names, self._gathered.by_id[second["notice"]].names)
        return reused_passages(first["quote"], second["quote"], shortest=_SHORTEST, names=names)
