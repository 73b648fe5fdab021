"""Passages that texts of a corpus share, found in all of them at once.

`noticeparse.corpus.similar` asks how alike two whole texts are; here a few sentences copied into a longer text are found
as well. Every text is masked and cut into shingles of `SEED` characters, and of `WINDOW` shingles in a row the one with the
smallest hash is kept (winnowing: Schleimer, Wilkerson and Aiken 2003, "Winnowing: local algorithms for document
fingerprinting"). Texts that share a passage of `SHORTEST` masked characters share a kept shingle for certain; from there the
passage is taken as long as it goes. So nothing is left to chance, and what is reported agrees character for character, up
to numbers, organs, blanks and punctuation.

Some twelve bytes a character are held, and time is linear but for one sort: of the texts that have a shingle, each is
held against the `NEIGHBOURS` next ones only, which still joins all of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, pairwise
from typing import TYPE_CHECKING

from noticeparse.corpus.shingles import chunks, is_printed, mask, shingles
from noticeparse.corpus.similar import joined
from noticeparse.model import Span

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from noticeparse.corpus.shingles import Masked, Shingles

    Places = NDArray[np.int64]

_Piece = tuple[int, int, int]
"""Number of a text, first masked character, the one behind the last."""

SEED = 8
WINDOW = 9
SHORTEST = SEED + WINDOW - 1
"""Masked characters of the shortest passage; so many must be letters, not marks of numbers and organs."""
NEIGHBOURS = 4
_ONE_PASSAGE = 0.8
"""Two stretches of one text are the same passage where they have this share of the longer one in common."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a passage stands: the number of the text, and the span in it."""

    text: int
    span: Span


@dataclass(frozen=True, slots=True)
class Passage:
    """A passage and its places, in the order of texts; `own` is how many letters of it are no set phrase."""

    places: tuple[Place, ...]
    own: int


@dataclass(frozen=True, slots=True)
class _Masked:
    """All texts masked, end to end.

    `codes`; where each text begins (and the last ends); how many letters, and letters of no set phrase, stand before each
    code.
    """

    codes: NDArray[np.uint32]
    begins: Places
    letters: Places
    own: Places

    def text_at(self, places: Places) -> Places:
        return self.begins.searchsorted(places, "right") - 1


def shared_passages(
    texts: Sequence[str], names: Sequence[Sequence[str]], owners: Sequence[str], many: int
) -> list[Passage]:
    """The passages that texts have in common, in the order of their first places.

    A passage never reaches from one text into the next: pass paragraphs to have it end with them.

    Args:
        texts: the texts.
        names: for each text, names of organs to mask in it.
        owners: whose text each is.
        many: so many owners make the words they share a set phrase.
    """
    masked, seeds, hashes = _prepared(texts, names, owners, many)
    ours, theirs = _met(masked, seeds, hashes)
    starts, others, lengths = _extended(masked, ours, theirs)
    enough = masked.letters[starts + lengths] - masked.letters[starts] >= SHORTEST
    starts, others, lengths = starts[enough], others[enough], lengths[enough]
    stretches = sorted({*zip(starts.tolist(), lengths.tolist(), strict=True), *zip(others.tolist(), lengths.tolist(), strict=True)})
    number = {stretch: n for n, stretch in enumerate(stretches)}
    edges = [
        (number[a, length], number[b, length])
        for a, b, length in zip(starts.tolist(), others.tolist(), lengths.tolist(), strict=True)
    ]
    groups = joined([*edges, *_same_passage(stretches)], len(stretches))
    found = [_found(masked, [stretches[n] for n in group]) for group in groups]
    places = iter(_printed([piece for pieces, _ in found for piece in pieces], texts, names))
    return [Passage(tuple(islice(places, len(pieces))), own) for pieces, own in found]


def _prepared(
    texts: Sequence[str], names: Sequence[Sequence[str]], owners: Sequence[str], many: int
) -> tuple[_Masked, Places, NDArray[np.uint64]]:
    """The masked texts, and the kept shingles: where each begins and its hash."""
    import numpy as np

    common = _common(texts, names, owners, many)
    codes, own = [np.zeros(0, np.uint32)], [np.zeros(0, np.bool_)]
    lengths, seeds, hashes = [np.zeros(1, np.int64)], [np.zeros(0, np.int64)], [np.zeros(0, np.uint64)]
    before = 0
    for size, masked, cut in _cut(texts, names):
        phrases = _among(common, cut.hashes)
        kept = _winnowed(cut.hashes, cut.owner, phrases)
        codes.append(masked.codes.astype(np.uint32))
        own.append(~_covered(cut.first[phrases], len(masked.codes)))
        lengths.append(np.bincount(masked.owner, minlength=size))
        seeds.append(cut.first[kept] + before)
        hashes.append(cut.hashes[kept])
        before += len(masked.codes)
    every, begins = np.concatenate(codes), np.cumsum(np.concatenate(lengths))
    letters = is_printed(every)
    masked_texts = _Masked(every, begins, _before(letters), _before(letters & np.concatenate(own)))
    return masked_texts, np.concatenate(seeds), np.concatenate(hashes)


def _cut(texts: Sequence[str], names: Sequence[Sequence[str]]) -> Iterator[tuple[int, Masked, Shingles]]:
    """The texts of each chunk: how many, masked, and all their shingles."""
    for begin, end in chunks(texts):
        masked = mask(texts[begin:end], names[begin:end])
        yield end - begin, masked, shingles(masked, end - begin, SEED)


def _common(
    texts: Sequence[str], names: Sequence[Sequence[str]], owners: Sequence[str], many: int
) -> NDArray[np.uint64]:
    """The shingles kept in texts of at least `many` owners, ascending."""
    import numpy as np

    numbered = {owner: n for n, owner in enumerate(dict.fromkeys(owners))}
    whose = np.fromiter((numbered[owner] for owner in owners), np.int64, len(owners))
    hashes, holders = [np.zeros(0, np.uint64)], [np.zeros(0, np.int64)]
    before = 0
    for size, _, cut in _cut(texts, names):
        kept = _winnowed(cut.hashes, cut.owner, np.zeros(len(cut.hashes), np.bool_))
        hashes.append(cut.hashes[kept])
        holders.append(whose[before + cut.owner[kept]])
        before += size
    return _held_by(many, np.concatenate(hashes), np.concatenate(holders))


def _held_by(many: int, hashes: NDArray[np.uint64], holders: Places) -> NDArray[np.uint64]:
    """The hashes with at least `many` different holders, ascending."""
    import numpy as np

    order = np.lexsort((holders, hashes))
    hashes, holders = hashes[order], holders[order]
    new = np.ones(len(hashes), np.bool_)
    new[1:] = (hashes[1:] != hashes[:-1]) | (holders[1:] != holders[:-1])
    hashes, held = np.unique(hashes[new], return_counts=True)
    return hashes[held >= many]


def _among(wanted: NDArray[np.uint64], hashes: NDArray[np.uint64]) -> NDArray[np.bool_]:
    """Which of the hashes are in `wanted` (ascending)."""
    import numpy as np

    if not len(wanted):
        return np.zeros(len(hashes), np.bool_)
    found: NDArray[np.bool_] = wanted.take(wanted.searchsorted(hashes), mode="clip") == hashes
    return found


def _winnowed(hashes: NDArray[np.uint64], owner: Places, phrases: NDArray[np.bool_]) -> Places:
    """Of every `WINDOW` shingles in a row the place of the smallest (the last of equals), and of every text one at least.

    Shingles of set phrases count as the greatest: from what everybody says no passage is found in reasonable time.
    """
    import numpy as np

    if not len(hashes):
        return np.zeros(0, np.int64)
    keys = (hashes >> np.uint64(1)) | (phrases.astype(np.uint64) << np.uint64(63))
    padded = np.concatenate([keys, np.full(WINDOW - 1, np.iinfo(np.uint64).max, np.uint64)])
    windows = np.lib.stride_tricks.sliding_window_view(padded[::-1], WINDOW)
    of_windows = len(padded) - 1 - (np.arange(len(windows)) + windows.argmin(axis=1))
    order = np.lexsort((keys, owner))
    of_texts = order[np.flatnonzero(np.diff(owner[order], prepend=-1))]
    return np.unique(np.concatenate([of_windows[of_windows < len(hashes)], of_texts]))


def _covered(shingles_at: Places, length: int) -> NDArray[np.bool_]:
    """Which of `length` codes lie in one of these shingles."""
    import numpy as np

    steps = np.zeros(length + 1, np.int64)
    np.add.at(steps, shingles_at, 1)
    np.add.at(steps, np.minimum(shingles_at + SEED, length), -1)
    covered: NDArray[np.bool_] = np.cumsum(steps)[:length] > 0
    return covered


def _before(flags: NDArray[np.bool_]) -> Places:
    """How many are set before each place, and before the end."""
    import numpy as np

    return np.concatenate([np.zeros(1, np.int64), np.cumsum(flags)])


def _met(masked: _Masked, seeds: Places, hashes: NDArray[np.uint64]) -> tuple[Places, Places]:
    """Pairs of places of different texts that have a kept shingle in common, one for each passage as far as can be seen."""
    import numpy as np

    order = np.lexsort((seeds, hashes))
    seeds, hashes = seeds[order], hashes[order]
    ours, theirs = [seeds[:0]], [seeds[:0]]
    for step in range(1, min(NEIGHBOURS, max(len(seeds) - 1, 0)) + 1):
        same = np.flatnonzero(hashes[step:] == hashes[:-step])
        ours.append(seeds[same])
        theirs.append(seeds[same + step])
    a, b = np.concatenate(ours), np.concatenate(theirs)
    texts, others = masked.text_at(a), masked.text_at(b)
    order = np.lexsort((a, b - a, others, texts))
    order = order[texts[order] != others[order]]
    a, b = a[order], b[order]
    # Shingles of one passage lie on one diagonal, no further from each other than a window is wide.
    opens = np.ones(len(a), np.bool_)
    opens[1:] = (np.diff(b - a) != 0) | (np.diff(a) > WINDOW) | (np.diff(texts[order]) != 0)
    return a[opens], b[opens]


def _extended(masked: _Masked, ours: Places, theirs: Places) -> tuple[Places, Places, Places]:
    """Each pair taken to the left and to the right as far as the two texts agree: both starts and the length; distinct."""
    import numpy as np

    texts, others = masked.text_at(ours), masked.text_at(theirs)
    left = _agreeing(masked.codes, ours - 1, theirs - 1, np.minimum(ours - masked.begins[texts], theirs - masked.begins[others]), -1)
    room = np.minimum(masked.begins[texts + 1] - ours, masked.begins[others + 1] - theirs)
    right = _agreeing(masked.codes, ours, theirs, room, 1)
    found = np.unique(np.stack([ours - left, theirs - left, left + right], axis=1), axis=0)
    return found[:, 0], found[:, 1], found[:, 2]


def _agreeing(codes: NDArray[np.uint32], ours: Places, theirs: Places, room: Places, way: int) -> Places:
    """How many codes in a row agree from these places on, `room` at most; `way` is 1 to the right, -1 to the left."""
    import numpy as np

    length = np.zeros(len(ours), np.int64)
    going = np.flatnonzero(room > 0)
    while len(going):
        at = way * length[going]
        going = going[codes[ours[going] + at] == codes[theirs[going] + at]]
        length[going] += 1
        going = going[length[going] < room[going]]
    return length


def _same_passage(stretches: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Pairs of stretches of one text (start, length; ascending) that are one passage cut differently."""
    for n, (start, length) in enumerate(stretches):
        for m in range(n + 1, len(stretches)):
            other, size = stretches[m]
            common = min(start + length, other + size) - other
            if common <= 0:
                break
            if common >= _ONE_PASSAGE * max(length, size):
                yield n, m


def _found(masked: _Masked, stretches: Sequence[tuple[int, int]]) -> tuple[list[_Piece], int]:
    """The stretches (ascending) as pieces of texts, those that overlap as one; and the letters of no set phrase."""
    import numpy as np

    hulls: list[list[int]] = []
    for start, length in stretches:
        if hulls and start < hulls[-1][1]:
            hulls[-1][1] = max(hulls[-1][1], start + length)
        else:
            hulls.append([start, start + length])
    bounds = np.array(hulls, np.int64)
    texts = masked.text_at(bounds[:, 0])
    within = bounds - masked.begins[texts][:, None]
    pieces = [(text, first, last) for text, (first, last) in zip(texts.tolist(), within.tolist(), strict=True)]
    return pieces, max(int(masked.own[start + length] - masked.own[start]) for start, length in stretches)


def _printed(pieces: Sequence[_Piece], texts: Sequence[str], names: Sequence[Sequence[str]]) -> list[Place]:
    """The pieces, masked characters of texts, as spans of the texts."""
    import numpy as np

    wanted = sorted({text for text, _, _ in pieces})
    spans: dict[int, tuple[list[int], list[int]]] = {}
    for begin, end in chunks([texts[text] for text in wanted]):
        some = wanted[begin:end]
        masked = mask([texts[text] for text in some], [names[text] for text in some])
        bounds = np.searchsorted(masked.owner, np.arange(len(some) + 1))
        for text, (a, b) in zip(some, pairwise(bounds.tolist()), strict=True):
            spans[text] = masked.start[a:b].tolist(), masked.end[a:b].tolist()
    return [Place(text, (spans[text][0][first], spans[text][1][last - 1])) for text, first, last in pieces]
