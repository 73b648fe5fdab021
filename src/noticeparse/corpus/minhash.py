"""MinHash signatures of texts, and the pairs that banding finds in them.

Each text's shingle set (`noticeparse.corpus.shingles`) is pressed into a MinHash signature (Broder 1997, "On the
resemblance and containment of documents") with a single hash function: one-permutation hashing (Li, Owen and Zhang 2012).
The hash's high bits choose a bin, and the smallest low bits in each bin are kept. Bins that stay empty borrow from a full
one chosen by hashing, so that short texts stay comparable (Shrivastava 2017, "Optimal densification for fast and
accurate minwise hashing"). Texts that agree in a whole band of bins meet (locality-sensitive hashing, Indyk and
Motwani 1998).

Why not a library: `python tests/bench/similar.py` compares. On 4,000 invented measures of 144 characters, 30 in 100 of them
copies, 128 bins, threshold 0.5 (two cores, CPython 3.11; `sign` is ms a text with its shingles):

    engine                     sign    whole   recall
    numpy one-permutation     0.029    0.108   1.0000
    rensa 0.5                 0.192    0.217   0.9875
    datasketch 2.0            0.454    0.779   1.0000

Both hash shingles one Python string at a time and 128 times over; here a chunk of texts is one array and every shingle is
hashed once, by a dependency the extra has anyway.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from noticeparse.corpus.shingles import WIDTH, chunks, distinct, mask, scrambled, shingles

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Signatures = NDArray[np.uint32]

BINS = 128
NEIGHBOURS = 16
EMPTY = 0xFFFFFFFF  # in every bin of a text without a shingle

_SURE = 0.99  # chance, by banding, of meeting a pair exactly at the threshold
_ATTEMPTS = 16  # of an empty bin to borrow by hashing


def signatures(
    texts: Sequence[str],
    *,
    names: Sequence[Sequence[str]] | None = None,
    width: int = WIDTH,
    bins: int = BINS,
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
