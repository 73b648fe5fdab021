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

from noticeparse.corpus.shingles import WIDTH, Hashes, chunks, mask, shingle_sets, shingles
from noticeparse.model import Span

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Signatures = NDArray[np.uint32]

THRESHOLD = 0.5
BINS = 128
NEIGHBOURS = 16
EMPTY = 0xFFFFFFFF  # in every bin of a text without a shingle

_SURE = 0.99  # chance, by banding, of meeting a pair exactly at the threshold
_VERIFIED_AT_ONCE = 2_000_000  # characters whose shingles are held while pairs are verified
_OPENINGS = 8  # places of the other text tried for the start of one shared passage
