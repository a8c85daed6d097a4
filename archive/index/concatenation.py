"""The lists of several segments laid behind one another, term by term.

The lists of a field are merged a stretch of terms at a time, so memory stays bounded whatever the size.
Where each posting and position goes is computed, never sorted: within a term the segments keep their order.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from archive.index.codec.lists import Lists, runs

STRETCH = 300_000
"""Postings and positions merged at a time: some 30 MB; fewer take longer."""

DENSITY = 3
"""Postings and positions there are for each posting, about."""

SPARSE = 8
"""A term that so many segments may have takes as much memory as a posting."""

Numbers = NDArray[np.int64]


class Placed(NamedTuple):
    """Some lists of a source: the places of their terms, ascending; in all `counts` positions of each."""

    terms: Numbers
    sizes: Numbers
    docs: NDArray[np.integer]
    weights: NDArray[np.integer]
    positions: NDArray[np.integer] | None = None
    counts: Numbers | None = None


class Postings(Protocol):
    """The lists of a field in some documents, by the places of their terms among all that are merged."""

    @property
    def ranks(self) -> Numbers:
        """The place of each term, ascending."""

    @property
    def sizes(self) -> NDArray[np.integer]:
        """How many postings each has, about."""

    def between(self, start: int, stop: int) -> Placed:
        """Give the live lists of the terms [start, stop), by their places from `start` on."""


def placed(
    terms: Numbers,
    sizes: NDArray[np.integer],
    docs: NDArray[np.integer],
    weights: NDArray[np.integer],
    positions: NDArray[np.integer] | None,
    *,
    whole: bool,
) -> Placed:
    """Give lists as they are merged, without the documents below 0; there are none where it is `whole`."""
    ends = np.concatenate(([0], np.cumsum(sizes, dtype=np.int64)))
    if not whole:
        alive = docs >= 0
        if positions is not None:
            positions = positions[np.repeat(alive, weights)]
        docs, weights = docs[alive], weights[alive]
        ends = np.concatenate(([0], np.cumsum(alive)))[ends]
    if positions is None:
        return Placed(terms, np.diff(ends), docs, weights)
    places = np.concatenate(([0], np.cumsum(weights, dtype=np.int64)))
    return Placed(terms, np.diff(ends), docs, weights, positions, np.diff(places[ends]))


def merged_lists(sources: Collection[Postings], terms: int) -> Iterator[tuple[int, Lists]]:
    """Give the merged lists of so many terms, stretch by stretch, each with the place of its first term."""
    volume = np.full(terms, len(sources) // SPARSE + 1)
    for source in sources:
        volume[source.ranks] += source.sizes.astype(np.int64) * DENSITY
    ends = np.cumsum(volume)
    start = 0
    while start < terms:
        reached = int(ends[start - 1]) if start else 0
        stop = max(start + 1, int(np.searchsorted(ends, reached + STRETCH, side="right")))
        yield start, _laid([source.between(start, stop) for source in sources], stop - start)
        start = stop


def _laid(parts: Sequence[Placed], terms: int) -> Lists:
    """Lay the lists of each term from several segments behind one another."""
    sizes, ways = _ways([(part.terms, part.sizes) for part in parts], terms)
    count = int(sizes.sum())
    docs, weights = np.empty(count, np.uint32), np.empty(count, np.uint32)
    for part, way in zip(parts, ways, strict=True):
        docs[way], weights[way] = part.docs, part.weights
    places = [(part.positions, part.terms, part.counts) for part in parts]
    known = [(own, of, many) for own, of, many in places if own is not None and many is not None]
    if len(known) < len(parts):
        return Lists(sizes.astype(np.uint32), docs, weights)
    counts, ways = _ways([(of, many) for _, of, many in known], terms)
    positions = np.empty(int(counts.sum()), np.uint32)
    for (own, *_), way in zip(known, ways, strict=True):
        positions[way] = own
    return Lists(sizes.astype(np.uint32), docs, weights, positions)


def _ways(parts: Sequence[tuple[Numbers, Numbers]], terms: int) -> tuple[Numbers, Iterator[Numbers]]:
    """Give for runs of terms from several segments how long those of each term are, and where each goes."""
    total = np.zeros(terms, np.int64)
    for own, sizes in parts:
        total[own] += sizes

    def ways() -> Iterator[Numbers]:
        begin = np.cumsum(total) - total
        for own, sizes in parts:
            yield runs(begin[own], sizes)
            begin[own] += sizes

    return total, ways()
