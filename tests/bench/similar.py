"""Near-duplicates beside rensa and datasketch: `python tests/bench/similar.py [--texts 4000] [--threshold 0.5]`.

Invented measures, 30 in 100 of them copies of another one under a different bureau: other organs, numbers and dates,
some words replaced, a clause dropped or added. All engines get the same masked shingles and the same number of bins,
and look for pairs at the same threshold.

sign        ms a text for the signature, shingles included (for rensa and datasketch: masked text cut into strings)
whole       ms a text from texts to verified pairs
met         candidate pairs before they are verified
precise     share of the candidates that are at or above the threshold
recall      share of the planted pairs at or above the threshold that were found
planted     share of all planted pairs that were found, those edited past the threshold too
false       verified pairs whose texts are not of one planted family

rensa and datasketch are needed for their rows only (`pip install rensa datasketch`).
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
if not __package__:
    sys.path.insert(0, str(ROOT))

from noticeparse.corpus import minhash, shingles, similar  # noqa: E402
from tests.ladders import BODIES, PLACES  # noqa: E402

Pairs = set[tuple[int, int]]

FORMULAE = (
    "强化责任落实,压紧压实主体责任",
    "举一反三,建立长效机制",
    "坚持立行立改,对照清单逐项销号",
    "召开专题会议研究部署,明确责任人和完成时限",
)


@dataclass(slots=True)
class Planted:
    """Texts, the family each is of (its own place for an original), and the pairs (original, copy)."""

    texts: list[str]
    family: list[int] = field(default_factory=list)
    pairs: list[tuple[int, int]] = field(default_factory=list)


@dataclass(slots=True)
class Row:
    engine: str
    sign: float
    whole: float
    met: int
    precise: float
    recall: float
    planted: float
    false: int


def plant(count: int, seed: int = 7, share: float = 0.3) -> Planted:
    """`count` invented measures, `share` of them copies; the same seed always writes the same texts."""
    rng = random.Random(seed)
    verbs, nouns = _words("verbs", "verb"), _words("nouns", "noun")
    planted = Planted([_measure(rng, verbs, nouns) for _ in range(count)], list(range(count)))
    copies = rng.sample(range(count), int(count * share))
    originals = sorted(set(range(count)) - set(copies))
    for at in copies:
        source = rng.choice(originals)
        planted.texts[at] = _copied(rng, planted.texts[source], verbs, nouns)
        planted.family[at] = source
        planted.pairs.append((min(at, source), max(at, source)))
    return planted


def _words(name: str, key: str) -> list[str]:
    path = Path(shingles.__file__).parent.parent / "data" / f"{name}.json"
    return sorted({str(record[key]) for record in json.loads(path.read_text(encoding="utf-8"))})


def _clause(rng: random.Random, verbs: Sequence[str], nouns: Sequence[str]) -> str:
    if rng.random() < 0.15:
        return rng.choice(FORMULAE)
    figure = f"{rng.randint(2, 99)}{rng.choice('个次项件')}" if rng.random() < 0.3 else ""
    return rng.choice(verbs) + figure + rng.choice(nouns) + rng.choice(("的", "和", "")) + rng.choice(nouns)


def _measure(rng: random.Random, verbs: Sequence[str], nouns: Sequence[str]) -> str:
    opening = f"{rng.randint(2015, 2025)}年{rng.randint(1, 12)}月,{rng.choice(PLACES)}{rng.choice(BODIES)}"
    clauses = [opening + _clause(rng, verbs, nouns)]
    clauses += [_clause(rng, verbs, nouns) for _ in range(rng.randint(3, 20))]
    return ",".join(clauses) + "。"


def _copied(rng: random.Random, text: str, verbs: Sequence[str], nouns: Sequence[str]) -> str:
    """The text under another bureau, up to one clause in five rewritten, one dropped or added at times."""
    for name in sorted((*PLACES, *BODIES), key=len, reverse=True):
        if name in text:
            text = text.replace(name, rng.choice(PLACES if name in PLACES else BODIES))
    text = "".join(str(rng.randint(1, 9)) if c.isdigit() else c for c in text)
    clauses = text.rstrip("。").split(",")
    rewritten = rng.uniform(0, 0.2)
    clauses = [clauses[0]] + [
        _clause(rng, verbs, nouns) if rng.random() < rewritten else clause for clause in clauses[1:]
    ]
    if rng.random() < 0.3:
        clauses.pop(rng.randrange(1, len(clauses)))
    if rng.random() < 0.3:
        clauses.insert(rng.randrange(1, len(clauses) + 1), _clause(rng, verbs, nouns))
    return ",".join(clauses) + "。"


# --------------------------------------------------------------------------- engines


def numpy_engine(texts: list[str], threshold: float) -> tuple[float, Pairs]:
    start = time.perf_counter()
    table = minhash.signatures(texts)
    signed = time.perf_counter() - start
    met = minhash.candidates(table, minhash.rows_for(threshold))
    return signed, {(a, b) for a, b in met.tolist()}


def _tokens(texts: list[str]) -> Iterable[list[str]]:
    """Masked shingles as strings, as an engine that hashes strings takes them."""
    for begin, end in shingles.chunks(texts):
        masked = shingles.mask(texts[begin:end])
        words = "".join(map(chr, masked.codes.tolist()))
        bounds = [
            0,
            *(int(at) for at in (masked.owner[1:] != masked.owner[:-1]).nonzero()[0] + 1),
            len(words),
        ]
        for a, b in pairwise(bounds):
            yield list(
                {words[at : at + shingles.WIDTH] for at in range(a, max(b - shingles.WIDTH + 1, a + 1))}
            )


def datasketch_engine(texts: list[str], threshold: float) -> tuple[float, Pairs]:
    from datasketch import MinHash, MinHashLSH

    start = time.perf_counter()
    signed = []
    for tokens in _tokens(texts):
        sketch = MinHash(num_perm=minhash.BINS)
        sketch.update_batch([token.encode() for token in tokens])
        signed.append(sketch)
    took = time.perf_counter() - start
    rows = minhash.rows_for(threshold)
    index = MinHashLSH(num_perm=minhash.BINS, params=(minhash.BINS // rows, rows))
    pairs: Pairs = set()
    for at, sketch in enumerate(signed):
        pairs |= {(other, at) for other in index.query(sketch)}
        index.insert(at, sketch)
    return took, pairs


def rensa_engine(texts: list[str], threshold: float) -> tuple[float, Pairs]:
    from rensa import RMinHash, RMinHashLSH

    start = time.perf_counter()
    signed = []
    for tokens in _tokens(texts):
        sketch = RMinHash(num_perm=minhash.BINS, seed=1)
        sketch.update(tokens)
        signed.append(sketch)
    took = time.perf_counter() - start
    bands = (
        32  # the number of bands must divide the number of bins: 32 bands of 4, or 64 of 2 and far more pairs
    )
    index = RMinHashLSH(threshold=threshold, num_perm=minhash.BINS, num_bands=bands)
    pairs: Pairs = set()
    for at, sketch in enumerate(signed):
        pairs |= {(other, at) for other in index.query(sketch)}
        index.insert(at, sketch)
    return took, pairs


ENGINES: dict[str, Callable[[list[str], float], tuple[float, Pairs]]] = {
    "numpy one-permutation": numpy_engine,
    "rensa": rensa_engine,
    "datasketch": datasketch_engine,
}


def measure(engine: str, planted: Planted, threshold: float) -> Row:
    """One row of the table. Raises ImportError where the engine is not installed."""
    texts = planted.texts
    start = time.perf_counter()
    signed, met = ENGINES[engine](texts, threshold)
    found = {
        (pair.a, pair.b): pair.jaccard
        for pair in similar.verified(_array(met), texts)
        if pair.jaccard >= threshold
    }
    whole = time.perf_counter() - start
    near = {
        (pair.a, pair.b)
        for pair in similar.verified(_array(set(planted.pairs)), texts)
        if pair.jaccard >= threshold
    }
    return Row(
        engine,
        signed * 1000 / len(texts),
        whole * 1000 / len(texts),
        len(met),
        len(found) / max(len(met), 1),
        len(near & set(found)) / max(len(near), 1),
        len(set(planted.pairs) & set(found)) / max(len(planted.pairs), 1),
        sum(planted.family[a] != planted.family[b] for a, b in found),
    )


def _array(pairs: Pairs):  # type: ignore[no-untyped-def]
    import numpy as np

    return np.array(sorted(pairs), np.int64).reshape(-1, 2)


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--texts", type=int, default=4000)
    parser.add_argument("--threshold", type=float, default=similar.THRESHOLD)
    parser.add_argument("--engine", choices=ENGINES, action="append")
    options = parser.parse_args(argv)
    planted = plant(options.texts)
    size = sum(map(len, planted.texts)) / len(planted.texts)
    print(
        f"{options.texts} texts of {size:.0f} characters, {len(planted.pairs)} copies, threshold {options.threshold}"
    )
    print(
        f"{'engine':<22} {'sign':>8} {'whole':>8} {'met':>8} {'precise':>8} {'recall':>8} {'planted':>8} {'false':>6}"
    )
    minhash.signatures(planted.texts[:10])  # tables and imports
    for engine in options.engine or ENGINES:
        try:
            row = measure(engine, planted, options.threshold)
        except ImportError:
            print(f"{engine:<22} not installed")
            continue
        print(
            f"{row.engine:<22} {row.sign:8.3f} {row.whole:8.3f} {row.met:8d} {row.precise:8.3f} {row.recall:8.4f} "
            f"{row.planted:8.3f} {row.false:6d}"
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
