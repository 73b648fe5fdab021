"""Near-duplicates and reuse: which notices or measures repeat each other, at the size of a corpus.

The way: texts are masked and cut into shingles (`noticeparse.corpus.shingles`), MinHash with banding finds the pairs worth
a look (`noticeparse.corpus.minhash`), and each is verified on the shingles themselves (Broder 1997). So a pair's figures
are exact and only recall is a matter of chance.

Memory is linear in the number of texts, and so is time up to the sorting of buckets: in a bucket each text is paired
with the `NEIGHBOURS` next ones only. A formula that five thousand bodies print therefore gives 80,000 pairs, not
twelve million; `groups` still joins all of them. 20,000 measures of 144 characters take two seconds.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from noticeparse.corpus.minhash import BINS, NEIGHBOURS, candidates, rows_for, signatures
from noticeparse.corpus.shingles import WIDTH, mask, shingle_sets, shingles
from noticeparse.model import Span

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa
    from numpy.typing import NDArray

    from noticeparse.corpus import Corpus
    from noticeparse.corpus.shingles import Hashes

__all__ = [
    "Pair",
    "groups",
    "near_duplicates",
    "reused_measures",
    "reused_passages",
    "signatures",
    "similar_notices",
]

THRESHOLD = 0.5

_VERIFIED_AT_ONCE = 2_000_000  # characters whose shingles are held while pairs are verified
_OPENINGS = 8  # places of the other text tried for the start of one shared passage


@dataclass(frozen=True, slots=True)
class Pair:
    """Two texts, by their places in the sequence (``a < b``), and how much of their shingles they share.

    `jaccard` is shared / all shingles, `containment` shared / shingles of the smaller text; both exact, in 0..1.
    """

    a: int
    b: int
    jaccard: float
    containment: float


def near_duplicates(
    texts: Sequence[str],
    threshold: float = THRESHOLD,
    *,
    names: Sequence[Sequence[str]] | None = None,
    width: int = WIDTH,
    bins: int = BINS,
    neighbours: int = NEIGHBOURS,
) -> list[Pair]:
    """The pairs of texts whose masked shingles have a Jaccard similarity of at least `threshold`, in order.

    Every pair given is verified. A pair exactly at the threshold is met with a chance of 0.99, a closer one with a
    greater; of more than `neighbours` + 1 texts that are all alike, each is paired with some, not with all.

    Raises ValueError where `threshold` is not in 0 < threshold <= 1.
    """
    if not 0 < threshold <= 1:
        raise ValueError(f"threshold must be above 0 and at most 1, not {threshold}")
    table = signatures(texts, names=names, width=width, bins=bins)
    found = candidates(table, rows_for(threshold, bins), neighbours)
    return [pair for pair in verified(found, texts, names, width) if pair.jaccard >= threshold]


def groups(pairs: Sequence[Pair], size: int) -> list[tuple[int, ...]]:
    """The connected groups of the pairs among `size` texts, each ascending, in order of their first member."""
    return joined([(pair.a, pair.b) for pair in pairs], size)


def joined(edges: Sequence[tuple[int, int]], size: int) -> list[tuple[int, ...]]:
    """The connected groups of `size` things joined by `edges`, as `groups`."""
    parent = list(range(size))

    def root(at: int) -> int:
        while parent[at] != at:
            parent[at] = at = parent[parent[at]]
        return at

    for edge in edges:
        one, other = sorted(map(root, edge))
        parent[other] = one
    members: dict[int, list[int]] = {}
    for at in sorted({place for edge in edges for place in edge}):
        members.setdefault(root(at), []).append(at)
    return [tuple(group) for group in members.values()]


def reused_measures(corpus: Corpus, threshold: float = THRESHOLD, *, shortest: int = 30) -> pa.Table:
    """Measures that different bodies tell in nearly the same words: one row for each, groups one after the other.

    Columns: `group` (from 1), `bodies` (how many different ones the group has), `notice`, `n`, `part`, `issuer`, `text`,
    `span_start`, `span_end` as in the table ``measures``, and `jaccard`, the highest similarity to a measure of another
    body that was verified. Measures below `shortest` characters are left out (set phrases such as 已完成整改), and so
    are those of notices without an issuer: nobody can say whose they are.
    """
    import pyarrow as pa

    rows = corpus.sql(_OF_MEASURES, {"shortest": shortest}).to_pylist()
    known = {
        row["id"]: names_in(row)
        for row in corpus.sql("SELECT id, issuer, organisations FROM notices").to_pylist()
    }
    bodies = [body_of(row["issuer"]) for row in rows]
    pairs = near_duplicates(
        [row["text"] for row in rows], threshold, names=[known[row["notice"]] for row in rows]
    )
    nearest: dict[int, float] = {}
    for pair in pairs:
        if bodies[pair.a] != bodies[pair.b]:
            for at in (pair.a, pair.b):
                nearest[at] = max(pair.jaccard, nearest.get(at, 0.0))
    found: list[dict[str, Any]] = []
    for members in groups(pairs, len(rows)):
        different = len({bodies[at] for at in members})
        if different > 1:
            number = found[-1]["group"] + 1 if found else 1
            found += [
                {"group": number, "bodies": different, **rows[at], "jaccard": nearest.get(at)}
                for at in members
            ]
    words = ("notice", "n", "part", "issuer", "text", "span_start", "span_end")
    types = {"n": pa.int64(), "span_start": pa.int64(), "span_end": pa.int64()}
    schema = [("group", pa.int64()), ("bodies", pa.int64())]
    schema += [(word, types.get(word, pa.string())) for word in words] + [("jaccard", pa.float64())]
    return pa.Table.from_pylist(found, pa.schema(schema))


def similar_notices(corpus: Corpus, threshold: float = 0.8) -> pa.Table:
    """Pairs of notices that are nearly the same text: columns `a`, `b` (ids), `jaccard`, `containment`.

    Those of one body are publications of one notice on two pages, or its corrected second one.
    """
    import pyarrow as pa

    rows = corpus.sql(
        "SELECT id, issuer, organisations, text FROM notices WHERE is_notice ORDER BY file"
    ).to_pylist()
    pairs = near_duplicates([row["text"] for row in rows], threshold, names=[names_in(row) for row in rows])
    found = [
        {
            "a": rows[pair.a]["id"],
            "b": rows[pair.b]["id"],
            "jaccard": pair.jaccard,
            "containment": pair.containment,
        }
        for pair in pairs
    ]
    words = [("a", pa.string()), ("b", pa.string()), ("jaccard", pa.float64()), ("containment", pa.float64())]
    return pa.Table.from_pylist(found, pa.schema(words))


_OF_MEASURES = """
SELECT measures.notice, measures.n, measures.part, notices.issuer, measures.text, measures.span_start, measures.span_end
FROM measures JOIN notices ON notices.id = measures.notice
WHERE notices.is_notice AND notices.issuer IS NOT NULL AND length(measures.text) >= $shortest
ORDER BY notices.file, measures.n
"""
_PARTY_ORGANS = ("党组", "党委", "党工委", "党总支", "党支部")


def body_of(issuer: str) -> str:
    """The body whose organ issued a notice: 中共某区水利局党组 and 某区水利局 are one."""
    body = issuer.removeprefix("中共")
    if body != issuer:
        body = body.removesuffix("委员会").removesuffix("工作")
    for organ in _PARTY_ORGANS:
        body = body.removesuffix(organ)
    return body or issuer


def names_in(notice: dict[str, Any]) -> list[str]:
    """Names of organs in a row of ``notices``; a short form of two characters (我局) is a word, not a name."""
    organs = notice["organisations"] or []
    names = [
        notice["issuer"],
        *(name for organ in organs for name in (organ["full"], *(organ["short"] or ()))),
    ]
    return [name for name in names if name and len(name) > 2]


def reused_passages(
    a: str,
    b: str,
    *,
    shortest: int = 2 * WIDTH,
    width: int = WIDTH,
    names: tuple[Sequence[str], Sequence[str]] = ((), ()),
) -> list[tuple[Span, Span]]:
    """Where `b` repeats `a`: pairs of spans, in `a` and in `b`, in the order of `a`, not overlapping in `a`.

    A passage is a stretch of at least `shortest` masked characters that the two have in common, taken as long as it
    goes: its words agree up to numbers, dates, organs, blanks and punctuation. Time is linear in both texts.

    Raises ValueError where `shortest` is below `width`, the seed every passage begins with.
    """
    if shortest < width:
        raise ValueError(f"the shortest passage ({shortest}) is below the shingle's width ({width})")
    masked = [mask([text], [known]) for text, known in zip((a, b), names, strict=True)]
    if min(len(each.codes) for each in masked) < shortest:
        return []
    mine, theirs = (shingles(each, 1, width).hashes.tolist() for each in masked)
    places: dict[int, list[int]] = {}
    for at, seed in enumerate(theirs):
        known = places.setdefault(seed, [])
        if len(known) < _OPENINGS:
            known.append(at)
    found = []
    at = 0
    while at < len(mine):
        length, there = max(
            ((_agreeing(mine, theirs, at, start), start) for start in places.get(mine[at], ())),
            key=lambda each: each[0],
            default=(0, 0),
        )
        last = length + width - 2  # of the passage's masked characters, counted from its first
        if last + 1 >= shortest:
            here, other = masked
            found.append(
                (
                    (int(here.start[at]), int(here.end[at + last])),
                    (int(other.start[there]), int(other.end[there + last])),
                )
            )
            at += last + 1
        else:
            at += max(length, 1)
    return found


def _agreeing(a: list[int], b: list[int], at: int, there: int) -> int:
    """How many shingles in a row agree from these two places on."""
    length = 0
    limit = min(len(a) - at, len(b) - there)
    while length < limit and a[at + length] == b[there + length]:
        length += 1
    return length


def verified(
    found: NDArray[np.int64],
    texts: Sequence[str],
    names: Sequence[Sequence[str]] | None = None,
    width: int = WIDTH,
) -> Iterator[Pair]:
    """The candidate pairs (array of shape ``(pairs, 2)``) with their exact figures, in order.

    The shingles of a bounded number of texts are held at a time.
    """
    import numpy as np

    lengths = np.fromiter(map(len, texts), np.int64, len(texts))
    block = np.cumsum(lengths[found].sum(axis=1)) // _VERIFIED_AT_ONCE
    for pairs in np.split(found, np.flatnonzero(np.diff(block)) + 1):
        involved = np.unique(pairs).tolist()
        sets = shingle_sets([texts[at] for at in involved], names and [names[at] for at in involved], width)
        held = dict(zip(involved, sets, strict=True))
        for a, b in pairs.tolist():
            yield _pair(a, b, held[a], held[b])


def resemblance(mine: Hashes, theirs: Hashes) -> float:
    """The Jaccard similarity of two ascending arrays of distinct shingles, 0 where one has none."""
    return _pair(0, 1, mine, theirs).jaccard if len(mine) and len(theirs) else 0.0


def cosine(mine: Hashes, theirs: Hashes) -> float:
    """The cosine of two ascending arrays of distinct shingles as sets, 0 where one has none."""
    shared = _shared(*sorted((mine, theirs), key=len)) if len(mine) and len(theirs) else 0
    return shared / (len(mine) * len(theirs)) ** 0.5 if shared else 0.0


def _pair(a: int, b: int, mine: Hashes, theirs: Hashes) -> Pair:
    small, large = (mine, theirs) if len(mine) <= len(theirs) else (theirs, mine)
    shared = _shared(small, large)
    return Pair(a, b, shared / (len(small) + len(large) - shared), shared / len(small))


def _shared(small: Hashes, large: Hashes) -> int:
    """How many values two ascending arrays of distinct values have in common."""
    import numpy as np

    if len(small) == len(large) and small.tobytes() == large.tobytes():  # most copies are whole copies
        return len(small)
    return int(np.count_nonzero(large.take(large.searchsorted(small), mode="clip") == small))
