"""Near-duplicates and reuse: which notices or measures repeat each other, at the size of a corpus.

The way: texts are masked and cut into shingles (`noticeparse.corpus.shingles`); each text's shingle set is pressed
into a MinHash signature (Broder 1997) with a single hash function — one-permutation hashing (Li, Owen and Zhang 2012):
the hash's high bits choose a bin, the smallest low bits in each bin are kept — and bins that stay empty borrow from a
full one chosen by hashing, so that short texts stay comparable (optimal densification, Shrivastava 2017). Bands of
bins (locality-sensitive hashing, Indyk and Motwani 1998) put similar texts into one bucket; every pair of a bucket is
then verified on the shingles themselves, so a pair's figures are exact and only recall is a matter of chance.

Memory is linear in the number of texts, and so is time up to the sorting of buckets: in a bucket each text is paired
with the `NEIGHBOURS` next ones only. A formula that five thousand bodies print therefore gives 80,000 pairs, not
twelve million; `groups` still joins all of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from noticeparse.corpus.shingles import WIDTH, chunks, distinct, mask, scrambled, shingle_sets, shingles
from noticeparse.model import Span

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from noticeparse.corpus.shingles import Hashes

    Signatures = NDArray[np.uint32]

THRESHOLD = 0.5
BINS = 128
NEIGHBOURS = 16
EMPTY = 0xFFFFFFFF  # in every bin of a text without a shingle

_SURE = 0.99  # chance, by banding, of meeting a pair exactly at the threshold
_VERIFIED_AT_ONCE = 2_000_000  # characters whose shingles are held while pairs are verified
_ATTEMPTS = 16  # of an empty bin to borrow by hashing
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


@dataclass(frozen=True, slots=True)
class Reuse:
    """A group of similar texts of at least two owners: places in the sequence, and the owners, each in order."""

    members: tuple[int, ...]
    owners: tuple[str, ...]


def signatures(
    texts: Sequence[str], *, names: Sequence[Sequence[str]] | None = None, width: int = WIDTH, bins: int = BINS
) -> Signatures:
    """The MinHash signature of each text: array of shape ``(len(texts), bins)``, uint32.

    The share of equal columns of two rows estimates the Jaccard similarity of the texts' masked shingles of `width`
    characters. A text without letters or digits has `EMPTY` in every bin. `names` holds, for each text, names of
    organs to mask beside those the light patterns find. A row depends on its own text only, on every machine.

    Raises ValueError where `bins` is not a power of two from 2 to 65,536.
    """
    import numpy as np

    if bins not in {1 << n for n in range(1, 17)}:
        raise ValueError(f"bins must be a power of two from 2 to 65536, not {bins}")
    table = np.full((len(texts), bins), EMPTY, np.uint32)
    high = np.uint64(64 - bins.bit_length() + 1)
    for begin, end in chunks(texts):
        part = shingles(mask(texts[begin:end], names and names[begin:end]), end - begin, width)
        rows = table[begin:end]
        cells = part.owner * bins + (part.hashes >> high).astype(np.int64)
        low = np.minimum(part.hashes & np.uint64(0xFFFFFFFF), np.uint64(EMPTY - 1)).astype(np.uint32)
        np.minimum.at(rows.reshape(-1), cells, low)
        _densify(rows)
    return table


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


def rows_for(threshold: float, bins: int = BINS) -> int:
    """How many bins make a band: the most that still meet a pair at the threshold with a chance of 0.99."""
    rows = 1
    while 1 - (1 - threshold ** (rows + 1)) ** (bins // (rows + 1)) >= _SURE and rows + 1 <= bins // 2:
        rows += 1
    return rows


def candidates(table: Signatures, rows: int, neighbours: int = NEIGHBOURS) -> NDArray[np.int64]:
    """Pairs of rows of `table` that agree in a whole band of `rows` columns: array of shape ``(pairs, 2)``, sorted."""
    import numpy as np

    filled = np.flatnonzero((table != EMPTY).any(axis=1))
    known: NDArray[np.int64] = np.zeros(0, np.int64)
    for column in range(0, table.shape[1] - rows + 1, rows):
        keys = _band_keys(table[filled, column : column + rows])
        order = np.argsort(keys, kind="stable")
        keys, texts = keys[order], filled[order]
        met = []
        for step in range(1, min(neighbours, len(keys) - 1) + 1):
            same = np.flatnonzero(keys[step:] == keys[:-step])
            if not len(same):
                break
            met.append((texts[same] << 32) | texts[same + step])
        known = distinct(np.concatenate([known, *met]))
    return np.stack([known >> 32, known & 0xFFFFFFFF], axis=1)


def groups(pairs: Sequence[Pair], size: int) -> list[tuple[int, ...]]:
    """The connected groups of the pairs among `size` texts, each ascending, in order of their first member."""
    parent = list(range(size))

    def root(at: int) -> int:
        while parent[at] != at:
            parent[at] = at = parent[parent[at]]
        return at

    for pair in pairs:
        one, other = sorted((root(pair.a), root(pair.b)))
        parent[other] = one
    members: dict[int, list[int]] = {}
    for at in sorted({place for pair in pairs for place in (pair.a, pair.b)}):
        members.setdefault(root(at), []).append(at)
    return [tuple(group) for group in members.values()]


def reuse(
    texts: Sequence[str],
    owners: Sequence[str],
    threshold: float = THRESHOLD,
    *,
    names: Sequence[Sequence[str]] | None = None,
) -> list[Reuse]:
    """Groups of near-duplicate texts that belong to at least two owners; arguments as for `near_duplicates`."""
    found = []
    for members in groups(near_duplicates(texts, threshold, names=names), len(texts)):
        bodies = tuple(sorted({owners[at] for at in members}))
        if len(bodies) > 1:
            found.append(Reuse(members, bodies))
    return found


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


def _densify(rows: Signatures) -> None:
    """Fill empty bins in place, each from a full bin of the same row that a hash of bin and attempt names.

    A text of one or two shingles would keep that up for hundreds of attempts: what is empty after `_ATTEMPTS` takes
    the next full bin to its right (rotation, Shrivastava and Li 2014).
    """
    import numpy as np

    bins = rows.shape[1]
    full = rows != EMPTY
    some = full.any(axis=1)
    lacking, place = np.nonzero(~full & some[:, None])
    for attempt in range(_ATTEMPTS):
        lender = _lenders(bins, attempt)[place]
        lends = full[lacking, lender]
        rows[lacking[lends], place[lends]] = rows[lacking[lends], lender[lends]]
        lacking, place = lacking[~lends], place[~lends]
    sparse = np.unique(lacking)
    twice = np.concatenate([full[sparse], full[sparse]], axis=1)
    here = np.where(twice, np.arange(2 * bins), 2 * bins)
    right = np.minimum.accumulate(here[:, ::-1], axis=1)[:, ::-1][:, :bins] % bins
    rows[lacking, place] = rows[lacking, right[np.searchsorted(sparse, lacking), place]]


def _lenders(bins: int, attempt: int) -> NDArray[np.int64]:
    """For each bin, the bin asked at this attempt: the same for every text, so that equal sets borrow equally."""
    import numpy as np

    asked = np.arange(bins, dtype=np.uint64) + np.uint64(attempt * bins)
    return (scrambled(asked) & np.uint64(bins - 1)).astype(np.int64)


def _band_keys(band: Signatures) -> NDArray[np.uint64]:
    """One 64-bit key for each row of a band."""
    import numpy as np

    keys = np.zeros(len(band), np.uint64)
    for column in band.T:
        keys = (keys ^ column) * np.uint64(0x9E3779B97F4A7C15)
        keys ^= keys >> np.uint64(29)
    return keys


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
