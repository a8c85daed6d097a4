"""A few numbers that say what an article's text is made of, so that articles of the same text are found.

A number is made of every run of words of the body; the smallest `KEYS` of them are the signature. As the
order of such numbers has nothing to do with the text, two bodies have about that share of their signatures
in common that they have of their runs, wherever in them these stand.

::

    signature.keys    M ascending keys: for every BLOCK of them the gaps between them, packed, the first 0
    signature.docs    the document that each is of, ascending within a key, in the fewest bytes
    signature.guide   u32[B], the first key of each block
    signature.starts  u64[B + 1], where each block begins
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from itertools import accumulate
from typing import Final

import numpy as np
from numpy.typing import NDArray

from archive.frozen import dataclass
from archive.index.codec.lists import runs, united
from archive.index.codec.packing import Packed, pack
from archive.index.codec.sections import Sections, SectionWriter

KEYS: Final = 16
"""Numbers of a signature: of two articles that share a third of their runs, less than one pair in a thousand
shares fewer than three of sixteen; more would make the index larger."""

RUN: Final = 3
"""Words of a run: with one word in ten changed, seven runs in ten stay."""

LEAST: Final = 40
"""Bodies with fewer runs have no signature: the formulas of parliaments and press offices are this short."""

BLOCK: Final = 1024
"""Keys packed together: what is read to find one."""

ONE_BY_ONE: Final = 256
"""The documents of so many keys are read key by key; those of more, all at once."""

_SPARE: Final = 2.0
"""So many times more numbers than are needed are looked at, for some come twice."""
_SLICE: Final = 1 << 16
"""Words worked on at a time: they stay in the processor's cache, which is four times as fast."""
_MULTIPLIER: Final = np.uint64(0x9E3779B97F4A7C15)

Numbers = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Signatures:
    """The signatures of many documents, by key; `docs[i]` has the key `keys[i]`."""

    keys: NDArray[np.uint32]
    docs: NDArray[np.uint32]

    def of(self, docs: Numbers) -> Signatures:
        """Give those of some documents."""
        wanted = np.zeros(1 + int(max(docs.max(initial=0), self.docs.max(initial=0))), np.bool_)
        wanted[docs] = True
        chosen = wanted[self.docs]
        return Signatures(self.keys[chosen], self.docs[chosen])

    def find(self, keys: NDArray[np.uint32]) -> tuple[NDArray[np.int64], NDArray[np.uint32]]:
        """Give how many documents have each of some keys, and these, key by key."""
        low, high = self.keys.searchsorted(keys), self.keys.searchsorted(keys, "right")
        sizes = (high - low).astype(np.int64)
        return sizes, self.docs[runs(low, sizes)]

    def write(self, sections: SectionWriter) -> None:
        """Write them into a segment."""
        gaps = np.diff(self.keys, prepend=self.keys[:1])
        gaps[::BLOCK] = 0
        blocks = [pack(gaps[place : place + BLOCK]) for place in range(0, len(gaps), BLOCK)]
        sections.add("signature.keys", b"".join(blocks))
        sections.add_numbers("signature.docs", self.docs)
        sections.add("signature.guide", self.keys[::BLOCK].astype("<u4"))
        sections.add("signature.starts", np.array([0, *accumulate(map(len, blocks))], "<u8"))


class SignatureReader:
    """The signatures of a segment; a look-up reads only the blocks it needs."""

    def __init__(self, sections: Sections) -> None:
        self._sections = sections

    def all(self) -> Signatures:
        """Give all of them."""
        keys = self._keys(range(len(self._guide)))
        return Signatures(keys, self._sections.narrowed("signature.docs", len(keys)).astype(np.uint32))

    def of(self, docs: Numbers) -> Signatures:
        """Give those of some documents; all are read to find them."""
        return self.all().of(docs)

    def find(self, keys: NDArray[np.uint32]) -> tuple[NDArray[np.int64], NDArray[np.uint32]]:
        """Give how many documents have each of some keys, and these, key by key."""
        if len(self._guide) <= 1:
            numbers, held = np.zeros(1, np.int64), self._only
        else:
            first = np.maximum(np.searchsorted(self._guide, keys) - 1, 0)
            last = np.searchsorted(self._guide, keys, "right")
            numbers = united([runs(first, np.maximum(last - first, 0))])
            held = self._keys(numbers.tolist())
        low, high = np.searchsorted(held, keys), np.searchsorted(held, keys, "right")
        sizes = (high - low).astype(np.int64)
        there = sizes > 0
        places = low[there]
        return sizes, self._docs(numbers[places // BLOCK] * BLOCK + places % BLOCK, sizes[there])

    def _docs(self, starts: Numbers, sizes: Numbers) -> NDArray[np.uint32]:
        """Give the documents of some keys, by the place of the first of each and how many it has."""
        if len(starts) > ONE_BY_ONE:
            every = self._sections.narrowed("signature.docs", self._count)
            return every[runs(starts, sizes)].astype(np.uint32)
        spans = zip(starts.tolist(), (starts + sizes).tolist(), strict=True)
        parts = [self._sections.narrowed("signature.docs", self._count, *span) for span in spans]
        return np.concatenate([np.empty(0, np.uint32), *parts])

    @cached_property
    def _only(self) -> NDArray[np.uint32]:
        """The keys of the one block there is, if any: those of a small segment, asked for again and again."""
        return self._keys(range(len(self._guide)))

    def _keys(self, numbers: Iterable[int]) -> NDArray[np.uint32]:
        """Read the keys of some blocks, ascending."""
        keys = [np.empty(0, np.uint32)]
        for number in numbers:
            gaps = self._block(number).all()
            gaps[:1] += self._guide[number]
            keys.append(gaps.cumsum(dtype=np.uint32))
        return np.concatenate(keys)

    def _block(self, number: int) -> Packed:
        start, stop = self._sections.numbers("signature.starts", "Q", number, number + 2)
        try:
            return Packed(self._sections.array("signature.keys", "u1", start, stop))
        except ValueError as error:
            raise self._sections.damaged("has damaged signatures") from error

    @cached_property
    def _guide(self) -> NDArray[np.uint32]:
        return self._sections.array("signature.guide", "<u4")

    @cached_property
    def _count(self) -> int:
        """How many keys there are: all blocks but the last are full."""
        last = len(self._guide) - 1
        return last * BLOCK + self._block(last).count if last >= 0 else 0


def signatures(words: NDArray[np.uint64], sizes: Numbers) -> Signatures:
    """Sign bodies: `words` are the hashes of their words, one body after the other, `sizes` of how many."""
    ends = np.cumsum(sizes)
    parts = []
    first = 0
    while first < len(sizes):
        start = int(ends[first] - sizes[first])
        last = max(first + 1, int(np.searchsorted(ends, start + _SLICE, side="right")))
        parts.append(_smallest(words[start : int(ends[last - 1])], sizes[first:last], first))
        first = last
    return _in_order(np.concatenate(parts) if parts else np.empty(0, np.uint64))


def merged(parts: list[tuple[Signatures, Numbers]]) -> Signatures:
    """Join the signatures of segments, given new numbers for the old of each, -1 for deleted documents."""
    joined = []
    for part, renumbered in parts:
        docs = renumbered[part.docs]
        alive = docs >= 0
        joined.append((part.keys[alive].astype(np.uint64) << np.uint64(32)) | docs[alive].astype(np.uint64))
    return _in_order(np.concatenate(joined) if joined else np.empty(0, np.uint64))


def _smallest(words: NDArray[np.uint64], sizes: Numbers, first: int) -> NDArray[np.uint64]:
    """Give the smallest numbers of each body: key << 32 | document, the first document being `first`."""
    counts = np.maximum(sizes - (RUN - 1), 0)
    counts[counts < LEAST] = 0
    numbers = words.copy()
    for place in range(1, RUN):
        numbers *= _MULTIPLIER
        numbers[:-place] += words[place:]
    numbers *= _MULTIPLIER
    hashes = (numbers >> np.uint64(32)).astype(np.uint32)
    enough = np.minimum(_SPARE * KEYS / np.maximum(counts, 1), 1.0) * (2.0**32 - 1)
    chosen = np.flatnonzero(hashes <= np.repeat(enough.astype(np.uint32), sizes))
    ends = np.cumsum(sizes)
    docs = np.searchsorted(ends, chosen, side="right")
    whole = chosen < (ends - sizes + counts)[docs]
    chosen, docs = chosen[whole], docs[whole]
    rows = np.unique((docs.astype(np.uint64) << np.uint64(32)) | hashes[chosen])
    docs = (rows >> np.uint64(32)).astype(np.int64)
    found = np.bincount(docs, minlength=len(sizes))
    places = np.arange(len(rows)) - (np.cumsum(found) - found)[docs]
    rows, docs = rows[places < KEYS], docs[places < KEYS]
    return (rows << np.uint64(32)) | (docs + first).astype(np.uint64)


def _in_order(rows: NDArray[np.uint64]) -> Signatures:
    rows = np.sort(rows)
    return Signatures(
        (rows >> np.uint64(32)).astype(np.uint32), (rows & np.uint64(2**32 - 1)).astype(np.uint32)
    )
