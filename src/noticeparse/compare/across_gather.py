"""What every comparison of a corpus looks at: its notices with their bodies and rounds, and places as evidence."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from noticeparse.corpus.similar import body_of, names_in
from noticeparse.model import Span

if TYPE_CHECKING:
    from noticeparse.compare.across_reuse import Shared
    from noticeparse.corpus import Corpus

Row = dict[str, Any]
EVIDENCE = 50
"""Places a row keeps at most; its counts count all."""
_PLACE = re.compile(r"[\u4e00-\u9fff]{1,7}?[省市县区旗州盟](?![省市县区])")
_BARE_AUTHORITY = frozenset({"省委", "市委", "县委", "区委", "旗委", "州委", "盟委"})


@dataclass(frozen=True, slots=True)
class Publication:
    """A notice of the corpus, with what tells it from others.

    `body` is whose rectification it is (中共某局党组 and 某局 are one), `round` the round of the inspection, None where
    the notice does not say; `fields` are the spans of its dates and title, `dates` days (ISO 8601) by field name.
    """

    id: str
    file: str
    url: str | None
    title: str | None
    body: str | None
    genre: str
    round: str | None
    sha256: str | None
    dates: dict[str, str]
    fields: dict[str, Span]
    contacts: tuple[dict[str, Any], ...]
    names: tuple[str, ...]
    text: str

    @property
    def day(self) -> str:
        """The day it is ordered by: feedback, else the end of the inspection, else when it was signed or published."""
        known = (self.dates.get(name) for name in ("feedback_on", "ended_on", "signed_on", "published_on"))
        return next((day for day in known if day), "")


class Gathered:
    """The notices of a corpus in the order of their files, read once for all comparisons.

    The texts are held in memory: two bytes a character.
    """

    def __init__(self, corpus: Corpus) -> None:
        self.corpus = corpus

    @cached_property
    def notices(self) -> list[Publication]:
        """Every document that is a notice."""
        return [_publication(row) for row in self.corpus.sql(_NOTICES).to_pylist()]

    @cached_property
    def by_id(self) -> dict[str, Publication]:
        """The notices by the id of their row."""
        return {notice.id: notice for notice in self.notices}

    @cached_property
    def signed(self) -> list[Publication]:
        """The notices that say whose they are."""
        return [notice for notice in self.notices if notice.body]

    def body(self, notice: str) -> str | None:
        """Whose notice it is; None for an id that is no notice's, too."""
        known = self.by_id.get(notice)
        return known.body if known else None

    @cached_property
    def rounds(self) -> dict[str, list[Publication]]:
        """The notices of each round in which more than one body published, rounds in order."""
        found: defaultdict[str, list[Publication]] = defaultdict(list)
        for notice in self.signed:
            if notice.round:
                found[notice.round].append(notice)
        return {
            key: found[key] for key in sorted(found) if len({notice.body for notice in found[key]}) > 1
        }

    @cached_property
    def shared(self) -> list[Shared]:
        """The passages that different bodies share."""
        from noticeparse.compare.across_reuse import shared_wording

        return shared_wording(self)

    def rows(self, query: str) -> Iterator[Row]:
        """The rows of a query that belong to a notice with a body (column ``notice``), each with its `body`."""
        for row in self.corpus.sql(query).to_pylist():
            if body := self.body(row["notice"]):
                yield row | {"body": body}

    def evidence(self, notice: str, start: int, end: int, part: str | None = None) -> Row:
        """A place of a notice as a record: part eid (looked up where it is not given), span and words."""
        return {
            "notice": notice,
            "part": part or self._part_at(notice, start),
            "span_start": start,
            "span_end": end,
            "quote": self.by_id[notice].text[start:end],
        }

    def places(self, rows: Iterable[Row]) -> list[Row]:
        """The places of `rows` (columns notice, part, span_start, span_end), `EVIDENCE` at most."""
        kept = [row for _, row in zip(range(EVIDENCE), rows, strict=False)]
        return [self.evidence(row["notice"], row["span_start"], row["span_end"], row["part"]) for row in kept]

    def field(self, notice: Publication, *names: str) -> list[Row]:
        """Where the text says these fields of the notice (`title`, `feedback_on` …); fields it does not print are left out."""
        spans = dict.fromkeys(notice.fields[name] for name in names if name in notice.fields)
        return [self.evidence(notice.id, *span) for span in spans]

    def _part_at(self, notice: str, at: int) -> str | None:
        """The eid of the innermost part that has the place, None where none has."""
        starts, parts = self._parts.get(notice, ((), ()))
        for eid, end in reversed(parts[: bisect_right(starts, at)]):
            if at < end:
                return eid
        return None

    @cached_property
    def _parts(self) -> dict[str, tuple[Sequence[int], Sequence[tuple[str, int]]]]:
        starts: defaultdict[str, list[int]] = defaultdict(list)
        parts: defaultdict[str, list[tuple[str, int]]] = defaultdict(list)
        table = self.corpus.sql("SELECT notice, eid, span_start, span_end FROM parts ORDER BY notice, span_start, depth")
        for notice, eid, start, end in zip(*(column.to_pylist() for column in table.columns), strict=True):
            starts[notice].append(start)
            parts[notice].append((eid, end))
        return {notice: (starts[notice], parts[notice]) for notice in starts}


_NOTICES = """
SELECT id, file, url, title, genre, issuer, sha256, signed_on, published_on, started_on, ended_on, feedback_on,
       inspection_authority, inspection_round, contacts, organisations, spans, text
FROM notices
WHERE is_notice
ORDER BY file
"""
DATES = ("started_on", "ended_on", "feedback_on", "signed_on", "published_on")
"""The dated fields of a notice, in the order of what they tell."""
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


def _publication(row: Row) -> Publication:
    spans = {span["field"].removeprefix("inspection."): (span["span_start"], span["span_end"]) for span in row["spans"] or ()}
    return Publication(
        id=row["id"],
        file=row["file"],
        url=row["url"],
        title=row["title"],
        body=body_of(row["issuer"]) if row["issuer"] else None,
        genre=row["genre"],
        round=_round(row),
        sha256=row["sha256"],
        dates={name: row[name] for name in DATES if row[name] and _DAY.fullmatch(row[name])},
        fields=spans,
        contacts=tuple(row["contacts"] or ()),
        names=tuple(names_in(row)),
        text=row["text"],
    )


def _round(row: Row) -> str | None:
    """The round by its full name: every county has a 县委第三轮, so the place the body or the site is of goes before it.

    Where neither names a place the round's own words must do.
    """
    told = row["inspection_round"]
    if not told:
        return None
    authority = row["inspection_authority"] or ""
    words = told if authority in told else authority + told
    if authority and authority not in _BARE_AUTHORITY:
        return f"{row['genre']} {words}"
    place = _PLACE.match(body_of(row["issuer"])) if row["issuer"] else None
    where = place[0] if place else urlsplit(row["url"] or "").hostname or ""
    return " ".join(word for word in (row["genre"], where, words) if word)
