"""Lists of frequent terms: each packed by itself, and taken apart whole.

::

    <field>.frequent.terms    u32[m], ordinals, ascending
    <field>.frequent.sizes    u32[m], documents of each
    <field>.frequent.starts   u64[m + 1], where each record begins
    <field>.frequent.records  one a term, packed arrays: gaps between documents less one, weights less one,
                              gaps between positions (empty in a field without)
"""

from __future__ import annotations

from functools import cached_property
from typing import BinaryIO

import numpy as np
from numpy.typing import NDArray

from archive.index.codec.bundles import bundle
from archive.index.codec.lists import Lists, Numbers, from_gaps, runs, to_gaps
from archive.index.codec.packing import Packed
from archive.index.codec.sections import Sections, SectionWriter, Spool

FREQUENT = 128
"""Documents from which a list is packed by itself: shorter ones gain little, and are many."""

PART = 6
"""Fewer than one posting in so many are unpacked one by one; for more, the whole list is unpacked."""


class FrequentWriter:
    """Takes lists in the order of their terms."""

    def __init__(self, field: str, spool: Spool) -> None:
        self._name = f"{field}.frequent."
        self._terms: list[int] = []
        self._sizes: list[int] = []
        self._starts = [0]
        self._records: BinaryIO = spool()

    def extend(self, terms: NDArray[np.integer], lists: Lists) -> None:
        """Add the lists of some terms, each with at least one document."""
        sizes, docs, weights = lists.sizes.astype(np.int64), lists.docs, lists.weights
        starts = np.cumsum(sizes) - sizes
        gaps = docs.copy()
        gaps[1:] -= docs[:-1] + np.uint32(1)
        gaps[starts] = docs[starts]
        placed, counts = np.empty(0, np.uint32), np.zeros_like(sizes)
        if lists.positions is not None:
            placed, counts = (
                to_gaps(lists.positions, weights),
                np.add.reduceat(weights, starts, dtype=np.int64),
            )
        packed = bundle(gaps, sizes), bundle(weights - np.uint32(1), sizes), bundle(placed, counts)
        self._terms.extend(terms.tolist())
        self._sizes.extend(sizes.tolist())
        for record in zip(*packed, strict=True):
            self._starts.append(self._starts[-1] + self._records.write(b"".join(record)))

    def write(self, sections: SectionWriter) -> None:
        """Write the sections drawn above."""
        sections.add(self._name + "terms", np.array(self._terms, "<u4"))
        sections.add(self._name + "sizes", np.array(self._sizes, "<u4"))
        sections.add(self._name + "starts", np.array(self._starts, "<u8"))
        sections.add_stream(self._name + "records", self._records)


class FrequentLists:
    """The lists of the frequent terms of a field in one segment."""

    def __init__(self, sections: Sections, field: str, doc_count: int) -> None:
        self._sections = sections
        self._name = f"{field}.frequent."
        self._doc_count = doc_count
        if sections.size(self._name + "sizes") != sections.size(self._name + "terms"):
            raise sections.damaged(f"has damaged postings of {field}")

    @cached_property
    def terms(self) -> Numbers:
        """The ordinals of the frequent terms, ascending."""
        return self._sections.array(self._name + "terms", "<u4")

    @cached_property
    def sizes(self) -> Numbers:
        """How many documents each has."""
        return self._sections.array(self._name + "sizes", "<u4")

    def find(self, ordinal: int) -> int | None:
        """Give the place of a term among the frequent ones, or None."""
        place = int(np.searchsorted(self.terms, ordinal))
        return place if place < len(self.terms) and self.terms[place] == ordinal else None

    def record(self, place: int) -> FrequentList:
        """Give the list at a place; nothing of it is unpacked yet."""
        start, stop = self._sections.array(self._name + "starts", "<u8", place, place + 2).tolist()
        raw = self._sections.array(self._name + "records", "u1", start, stop)
        return FrequentList(self._sections, raw, int(self.sizes[place]), self._doc_count)


class FrequentList:
    """The list of one frequent term."""

    def __init__(self, sections: Sections, raw: NDArray[np.uint8], size: int, doc_count: int) -> None:
        self._sections = sections
        self._doc_count = doc_count
        self.size = size
        self._starts: NDArray[np.int64] | None = None
        try:
            self._docs = Packed(raw)
            self._weights = Packed(raw, self._docs.end)
            self._gaps = Packed(raw, self._weights.end)
        except ValueError as error:
            raise sections.damaged("has a damaged posting list") from error
        if not 0 < self._docs.count == self._weights.count == size <= doc_count:
            raise sections.damaged("has a damaged posting list")

    def docs(self) -> Numbers:
        """Unpack the documents."""
        docs = self._docs.all()
        docs[1:] += 1
        np.cumsum(docs, out=docs)
        if docs[-1] >= self._doc_count:
            raise self._sections.damaged("has a damaged posting list")
        return docs

    def weights(self) -> Numbers:
        """Unpack the weights."""
        weights = self._weights.all()
        weights += 1
        return weights

    def positions(self, weights: Numbers) -> Numbers:
        """Unpack all positions, laid end to end."""
        self._check(weights)
        return from_gaps(self._gaps.all(), weights)

    def gaps_at(self, weights: Numbers, places: NDArray[np.int64]) -> Numbers:
        """Unpack the gaps between the positions of the postings at some places, which ascend."""
        if self._starts is None:
            self._check(weights)
            self._starts = np.cumsum(weights, dtype=np.int64) - weights
        if len(places) * PART < self.size:
            return self._gaps.take(runs(self._starts[places], weights[places]))
        gaps = self._gaps.all()
        if len(places) == self.size:
            return gaps
        wanted = np.zeros(self.size, np.bool_)
        wanted[places] = True
        return gaps[np.repeat(wanted, weights)]

    def _check(self, weights: Numbers) -> None:
        if int(weights.sum(dtype=np.int64)) != self._gaps.count:
            raise self._sections.damaged("has a damaged posting list")
