"""Reuse between bureaus found again: `python -m tests.bench reuse [--notices 2000] [--share 0.3] [--seed 7]`.

Invented notices of 120 bureaus, 30 in 100 of their measures copied from another notice: under other organs, with other
numbers and dates, up to one clause in five rewritten, a clause dropped or added at times. X01 is asked which passages
different bureaus share.

recall     share of the copies, of measures of another bureau, that stand in one row with their source
precision  share of the pairs of places in one row, of different bureaus, whose measures are of one planted family

Rows that X01 itself calls set phrases (`formula`) count for neither: the texts are full of some.

compare    seconds for X01, the corpus open; batch: seconds to parse the notices into the corpus (two workers)
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

from noticeparse.corpus import Corpus
from noticeparse.corpus.batch import batch
from noticeparse.corpus.similar import body_of
from tests.bench.similar import Planted, plant
from tests.generate import notice

MEASURES = 12  # a notice has fewer
RECALL_BAR, PRECISION_BAR = 0.95, 0.98


@dataclass(slots=True)
class Crawl:
    """The texts of the notices, and for each the measures it took: first character and number in `planted`."""

    planted: Planted
    texts: list[str]
    taken: list[list[tuple[int, int]]]


@dataclass(slots=True)
class Result:
    copies: int
    """Planted copies whose source is another bureau's."""
    found: int
    pairs: int
    """Pairs of places of different bureaus in one row."""
    true: int

    @property
    def recall(self) -> float:
        return self.found / max(self.copies, 1)

    @property
    def precision(self) -> float:
        return self.true / max(self.pairs, 1)


def crawl(notices: int, share: float = 0.3, seed: int = 7) -> Crawl:
    """Invented notices of which `share` of the measures are copies of others; the same seed, the same texts."""
    planted = plant(notices * MEASURES, seed, share)
    made = Crawl(planted, [], [])
    at = 0
    for n in range(notices):
        drawn: list[int] = []
        text = notice(n, seed, deeds=_deeds(planted, at, drawn))
        at += len(drawn)
        made.texts.append(text)
        made.taken.append(_places(text, planted, drawn))
    return made


def _deeds(planted: Planted, at: int, drawn: list[int]) -> Iterator[str]:
    while True:
        drawn.append(at)
        yield planted.texts[at]
        at += 1


def _places(text: str, planted: Planted, drawn: Sequence[int]) -> list[tuple[int, int]]:
    places, at = [], 0
    for number in drawn:
        at = text.index(planted.texts[number], at)
        places.append((at, number))
        at += len(planted.texts[number])
    return places


def score(made: Crawl, corpus: Corpus) -> Result:
    """Hold the rows of X01 against what was planted."""
    names = {int(row["file"].split("/")[-1][:-4]): row for row in corpus.sql("SELECT id, file, issuer FROM notices").to_pylist()}
    order = {row["id"]: n for n, row in names.items()}
    bodies = [body_of(names[n]["issuer"]) for n in range(len(made.texts))]
    owner = {number: n for n, taken in enumerate(made.taken) for _, number in taken}
    met: set[tuple[int, int]] = set()
    pairs = true = 0
    for row in corpus.compare(["X01"])["X01"].to_pylist():
        places = [(order[e["notice"]], _measure(made.taken[order[e["notice"]]], (e["span_start"] + e["span_end"]) // 2)) for e in row["evidence"]]
        for (a, first), (b, second) in combinations(places, 2):
            if bodies[a] != bodies[b]:
                pairs += not row["formula"]
                true += not row["formula"] and None not in (first, second) and made.planted.family[first or 0] == made.planted.family[second or 0]
                if not row["formula"]:
                    met.add((min(first or 0, second or 0), max(first or 0, second or 0)))
    copies = [
        pair for pair in made.planted.pairs
        if pair[0] in owner and pair[1] in owner and bodies[owner[pair[0]]] != bodies[owner[pair[1]]]
    ]  # fmt: skip
    return Result(len(copies), sum(pair in met for pair in copies), pairs, true)


def _measure(taken: Sequence[tuple[int, int]], at: int) -> int | None:
    """The number of the measure that has the middle of a passage; None before the first."""
    place = bisect_right([start for start, _ in taken], at)
    return taken[place - 1][1] if place else None


def write(made: Crawl, folder: Path) -> Path:
    folder.mkdir(parents=True)
    for n, text in enumerate(made.texts):
        (folder / f"{n:06}.txt").write_text(text, encoding="utf-8")
    return folder


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--notices", type=int, default=2000)
    parser.add_argument("--share", type=float, default=0.3)
    parser.add_argument("--seed", type=int, default=7)
    options = parser.parse_args(argv)
    with tempfile.TemporaryDirectory() as home:
        made = crawl(options.notices, options.share, options.seed)
        begun = time.perf_counter()
        batch(write(made, Path(home) / "crawl"), Path(home) / "corpus", workers=2)
        parsed = time.perf_counter()
        result = score(made, Corpus(Path(home) / "corpus"))
        compared = time.perf_counter()
    characters = sum(map(len, made.texts))
    print(f"{options.notices} notices, {characters:,} characters, {sum(map(len, made.taken)):,} measures, {result.copies:,} copies of another bureau's")
    print(f"recall {result.recall:.4f} (bar {RECALL_BAR})  precision {result.precision:.4f} (bar {PRECISION_BAR}) of {result.pairs:,} pairs")
    print(f"batch {parsed - begun:.1f} s  compare {compared - parsed:.1f} s")
    return 0 if result.recall >= RECALL_BAR and result.precision >= PRECISION_BAR else 1


if __name__ == "__main__":
    sys.exit(main())
