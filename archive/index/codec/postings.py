"""Posting lists: for each term of a field the documents that have it, how much, and where.

The lists of rare terms (most terms, few postings) and of frequent terms (few terms, most postings) are laid
out differently, see `rare` and `frequent`; in a small segment all are, see `small`. A term is frequent when
its list in `rare` is empty. The positions of stems are not kept: they are those of the forms, see `members`.
"""

from __future__ import annotations

from functools import cached_property
from io import BytesIO
from typing import Any

import numpy as np
from numpy.typing import NDArray

from archive.index.codec.frequent import FREQUENT, FrequentList, FrequentLists, FrequentWriter
from archive.index.codec.lists import Lists, Numbers, from_gaps, keys_from_gaps, runs
from archive.index.codec.members import Members
from archive.index.codec.rare import RareLists, RareWriter
from archive.index.codec.sections import Sections, SectionWriter, Spool
from archive.index.codec.small import SmallLists, is_small


class PostingsWriter:
    """Takes the lists of a field in the order of its terms, piece by piece, and writes them."""

    def __init__(self, field: str, doc_count: int, spool: Spool = BytesIO, *, positions: bool) -> None:
        self._rare = RareWriter(field, doc_count, spool, positions=positions)
        self._frequent = FrequentWriter(field, spool)
        self._terms = 0

    def extend(self, lists: Lists) -> None:
        """Add the lists of the next terms; each has at least one document."""
        frequent = lists.sizes >= FREQUENT
        if frequent.any():
            self._frequent.extend(self._terms + np.flatnonzero(frequent), _of(lists, frequent, frequent))
            lists = _of(lists, ~frequent, np.ones_like(frequent))
        self._rare.extend(lists)
        self._terms += len(lists.sizes)

    def write(self, sections: SectionWriter) -> None:
        """Write the sections of both kinds of lists."""
        self._rare.write(sections)
        self._frequent.write(sections)


class FieldPostings:
    """All posting lists of a field in one segment."""

    def __init__(self, sections: Sections, field: str, terms: int, doc_count: int) -> None:
        self._terms = terms
        self._doc_count = doc_count
        self.rare: RareLists | SmallLists
        if is_small(sections, field):
            self.rare = SmallLists(sections, field, terms, doc_count)
        else:
            self.rare = RareLists(sections, field, terms, doc_count)
        self.frequent = FrequentLists(sections, field, doc_count)
        self.members: Members | None = None

    def sizes(self) -> Numbers:
        """Give how many documents have each term, one entry an ordinal."""
        sizes = self.rare.runs.sizes()
        sizes[self.frequent.terms] = self.frequent.sizes
        return sizes

    def postings(self, ordinal: int) -> Postings:
        """Give the list of one term."""
        if not 0 <= ordinal < self._terms:
            raise IndexError(ordinal)
        start, stop = self.rare.runs.bounds(ordinal)
        place = self.frequent.find(ordinal) if start == stop else None
        return Postings(self, ordinal, start, stop, None if place is None else self.frequent.record(place))

    def union(self, ordinals: NDArray[np.integer]) -> tuple[Numbers, Numbers]:
        """Give the documents that have any of the terms, ascending, and the sum of their weights in each."""
        ordinals = np.asarray(ordinals, np.int64)
        first, sizes = self.rare.runs.at(ordinals)
        docs, weights = self.rare.gather(first, sizes)
        sums = np.bincount(docs, weights, minlength=self._doc_count)
        for place in np.searchsorted(self.frequent.terms, ordinals[sizes == 0]).tolist():
            record = self.frequent.record(place)
            sums[record.docs()] += record.weights()
        found = np.flatnonzero(sums)
        return found.astype(np.uint32), sums[found].astype(np.uint32)

    def lists(self, first: int, last: int) -> Lists:
        """Give the lists of the terms [first, last) laid end to end, as they are merged."""
        starts = self.rare.runs.starts(first, last)
        low, high = int(starts[0]), int(starts[-1])
        sizes = self.rare.runs.sizes(first, last)
        rare_sizes = sizes.copy()
        docs, weights = self.rare.docs(low, high), self.rare.weights(low, high)
        positions = self.rare.positions(low, high) if self.rare.has_positions else None
        places = range(*np.searchsorted(self.frequent.terms, (first, last)).tolist())
        if not places:
            return Lists(sizes, docs, weights, positions)
        records = {int(self.frequent.terms[place]) - first: self.frequent.record(place) for place in places}
        for term, place in zip(records, places, strict=True):
            sizes[term] = self.frequent.sizes[place]
        return _woven(sizes, rare_sizes, Lists(rare_sizes, docs, weights, positions), records)


class Postings:
    """The list of one term: `df` documents; everything else is unpacked when it is asked for."""

    def __init__(
        self, field: FieldPostings, ordinal: int, start: int, stop: int, record: FrequentList | None
    ) -> None:
        self._field = field
        self._ordinal = ordinal
        self._start = start
        self._stop = stop
        self._record = record
        self.df: int = stop - start if record is None else record.size

    @cached_property
    def docs(self) -> Numbers:
        """Documents, ascending."""
        return self._field.rare.docs(self._start, self._stop) if self._record is None else self._record.docs()

    @cached_property
    def weights(self) -> Numbers:
        """Weighted occurrences in each document."""
        if self._record is None:
            return self._field.rare.weights(self._start, self._stop)
        return self._record.weights()

    @cached_property
    def _few_positions(self) -> Numbers:
        """All positions of the list of a rare term, laid end to end: to read few takes as long."""
        return self._field.rare.positions(self._start, self._stop)

    def positions(self) -> tuple[Numbers, Numbers]:
        """Give how many positions each document has, and all positions laid end to end."""
        return self.positions_at(np.arange(self.df))

    def positions_at(self, places: NDArray[np.integer[Any]]) -> tuple[Numbers, Numbers]:
        """Give the same for some places of `docs` only, which ascend."""
        chosen = places.astype(np.int64)
        if self._field.members is not None:
            return self._field.members.positions_at(self._ordinal, self.docs[chosen])
        if not self._field.rare.has_positions:
            raise ValueError("this field is indexed without positions")
        counts = self.weights[chosen]
        if self._record is not None:
            return counts, from_gaps(self._record.gaps_at(self.weights, chosen), counts)
        positions = self._few_positions
        if len(chosen) == self.df:
            return counts, positions
        starts = np.cumsum(self.weights, dtype=np.int64) - self.weights
        return counts, positions[runs(starts[chosen], counts)]

    def keys_at(self, places: NDArray[np.integer[Any]], numbers: NDArray[np.int64]) -> NDArray[np.int64]:
        """Give `number << 32 | position` for some places of `docs`, which ascend, by numbers of these."""
        if self._record is None or self._field.members is not None or not self._field.rare.has_positions:
            counts, positions = self.positions_at(places)
            keys = np.repeat(numbers << np.int64(32), counts)
            keys += positions
            return keys
        chosen = places.astype(np.int64)
        return keys_from_gaps(self._record.gaps_at(self.weights, chosen), self.weights[chosen], numbers)


def _woven(sizes: Numbers, rare_sizes: Numbers, rare: Lists, records: dict[int, FrequentList]) -> Lists:
    """Bring rare and frequent lists into the order of their terms."""
    ends = np.cumsum(sizes, dtype=np.int64)
    total = int(ends[-1])
    docs, weights = np.empty(total, np.uint32), np.empty(total, np.uint32)
    to = runs(ends - sizes, rare_sizes)
    docs[to], weights[to] = rare.docs, rare.weights
    unpacked = {}
    for term, record in records.items():
        start, stop = int(ends[term]) - int(sizes[term]), int(ends[term])
        docs[start:stop], weights[start:stop] = record.docs(), record.weights()
        unpacked[start] = record.positions(weights[start:stop]) if rare.positions is not None else None
    if rare.positions is None:
        return Lists(sizes, docs, weights)
    places = np.cumsum(weights, dtype=np.int64) - weights
    positions = np.empty(int(weights.sum(dtype=np.int64)), np.uint32)
    positions[runs(places[to], rare.weights)] = rare.positions
    for start, own in unpacked.items():
        if own is not None:
            positions[places[start] : places[start] + len(own)] = own
    return Lists(sizes, docs, weights, positions)


def _of(lists: Lists, chosen: NDArray[np.bool_], kept: NDArray[np.bool_]) -> Lists:
    """Give the lists of the chosen among the terms that are kept; the others of these have no documents."""
    wanted = np.repeat(chosen, lists.sizes)
    positions = None if lists.positions is None else lists.positions[np.repeat(wanted, lists.weights)]
    sizes = np.where(chosen, lists.sizes, np.uint32(0))[kept]
    return Lists(sizes, lists.docs[wanted], lists.weights[wanted], positions)
