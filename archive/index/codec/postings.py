"""Posting lists: for each term of a field the documents that hold it, how much, and where.

::

    <field>.postings.starts     u32[n + 1], where the list of each term begins, in postings
    <field>.postings.docs       u32[P], documents of all lists, ascending within a list
    <field>.postings.weights    u32[P], occurrences times the weight of the zone they are in
    <field>.postings.places     u32[P + 1], where the positions of each posting begin       (fields with positions)
    <field>.postings.positions  u32[Q], positions, ascending within a posting               (fields with positions)
"""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from functools import cached_property
from typing import Any, BinaryIO

import numpy as np
from numpy.typing import NDArray

from archive.index.codec.sections import Sections, SectionWriter

Numbers = NDArray[np.uint32]

BLOCK = 128
"""Postings whose greatest weight is kept together, so that a search can pass over what cannot rank."""


@dataclass(frozen=True, slots=True)
class Lists:
    """Posting lists of consecutive terms, laid end to end.

    `sizes` has one entry a term; `docs` and `weights` one a posting, terms in order, documents ascending in each;
    `counts` one a posting and `positions` their sum, both None in a field without positions.
    """

    sizes: Numbers
    docs: Numbers
    weights: Numbers
    counts: Numbers | None = None
    positions: Numbers | None = None


class PostingsWriter:
    """Takes the lists of a field in the order of its terms, piece by piece, and writes them."""

    def __init__(self, field: str, positions: bool, doc_count: int) -> None:
        self._field = field
        self._sizes: list[Numbers] = []
        names = ["docs", "weights"] + (["counts", "positions"] if positions else [])
        self._streams: dict[str, BinaryIO] = {name: _spool() for name in names}

    def extend(self, lists: Lists) -> None:
        """Add the lists of the next terms."""
        self._sizes.append(lists.sizes)
        for name, stream in self._streams.items():
            stream.write(np.ascontiguousarray(getattr(lists, name), "<u4").data)

    def write(self, sections: SectionWriter) -> None:
        """Write the sections drawn above."""
        name = f"{self._field}.postings."
        sizes = np.concatenate(self._sizes) if self._sizes else np.empty(0, np.uint32)
        sections.add(name + "starts", _starts(sizes))
        for part, stream in self._streams.items():
            if part == "counts":
                stream.seek(0)
                sections.add(name + "places", _starts(np.frombuffer(stream.read(), "<u4")))
            else:
                sections.add_stream(name + part, stream)
            stream.close()


class FieldPostings:
    """All posting lists of a field in one segment."""

    def __init__(self, sections: Sections, field: str, terms: int, doc_count: int) -> None:
        self._sections = sections
        self._name = f"{field}.postings."
        self._terms = terms
        self.doc_count = doc_count
        self.has_positions = self._name + "positions" in sections
        if sections.size(self._name + "starts") != 4 * (terms + 1):
            raise sections.damaged(f"has damaged postings of {field}")

    @property
    def density(self) -> int:
        """Postings and positions there are for each posting, about."""
        total = self._sections.size(self._name + "docs")
        return 1 + self._sections.size(self._name + "positions") // max(1, total)

    def sizes(self) -> Numbers:
        """Give how many documents hold each term, one entry an ordinal."""
        return np.diff(self._array("starts"))

    def postings(self, ordinal: int) -> Postings:
        """Give the list of one term."""
        if not 0 <= ordinal < self._terms:
            raise IndexError(ordinal)
        start, stop = self._array("starts", ordinal, ordinal + 2).tolist()
        return Postings(self, start, stop)

    def union(self, ordinals: NDArray[np.integer]) -> tuple[Numbers, Numbers]:
        """Documents that hold any of the terms, ascending, and the sum of their weights in each."""
        chosen = self.gather(np.asarray(ordinals, np.int64))
        if not len(chosen.docs):
            return chosen.docs, chosen.weights
        weights = np.bincount(chosen.docs, chosen.weights)
        docs = np.flatnonzero(weights).astype(np.uint32)
        return docs, weights[docs].astype(np.uint32)

    def gather(self, ordinals: NDArray[np.int64]) -> Lists:
        """Give the lists of some terms laid end to end, without positions."""
        starts = self._array("starts")
        first, sizes = starts[ordinals].astype(np.int64), starts[ordinals + 1] - starts[ordinals]
        places = runs(first, sizes)
        return Lists(sizes, self._array("docs")[places], self._array("weights")[places])

    def lists(self, first: int, last: int) -> Lists:
        """Give the lists of the terms [first, last) laid end to end, with positions."""
        starts = self._array("starts", first, last + 1)
        low, high = int(starts[0]), int(starts[-1])
        docs, weights = self._array("docs", low, high), self._array("weights", low, high)
        if not self.has_positions:
            return Lists(np.diff(starts), docs, weights)
        places = self._array("places", low, high + 1)
        positions = self._array("positions", int(places[0]), int(places[-1]))
        return Lists(np.diff(starts), docs, weights, np.diff(places), positions)

    def _array(self, part: str, start: int = 0, stop: int | None = None) -> NDArray[Any]:
        return self._sections.array(self._name + part, "<u4", start, stop)


class Postings:
    """The list of one term: `df` documents; everything else is decoded when asked for."""

    def __init__(self, field: FieldPostings, start: int, stop: int) -> None:
        self._field = field
        self._start = start
        self._stop = stop
        self.df = stop - start

    @cached_property
    def docs(self) -> Numbers:
        """Documents, ascending."""
        return self._field._array("docs", self._start, self._stop)

    @cached_property
    def weights(self) -> Numbers:
        """Weighted occurrences in each document."""
        return self._field._array("weights", self._start, self._stop)

    @cached_property
    def block_weights(self) -> Numbers:
        """Give the greatest weight among each BLOCK documents."""
        return np.maximum.reduceat(self.weights, np.arange(0, self.df, BLOCK)) if self.df else self.weights

    def positions(self) -> tuple[Numbers, Numbers]:
        """Give how many positions each document has, and all positions laid end to end."""
        return self.positions_at(np.arange(self.df))

    def positions_at(self, places: NDArray[np.integer]) -> tuple[Numbers, Numbers]:
        """Give the same for some places of `docs` only: counts, and positions laid end to end."""
        if not self._field.has_positions:
            raise ValueError("this field is indexed without positions")
        starts = self._field._array("places", self._start, self._stop + 1)
        places = np.asarray(places, np.int64)
        counts = starts[places + 1] - starts[places]
        taken = runs(starts[places].astype(np.int64), counts)
        return counts, self._field._array("positions")[taken]


def runs(starts: NDArray[np.integer], sizes: NDArray[np.integer]) -> NDArray[np.int64]:
    """Give the numbers start, start + 1, … of each run, laid end to end."""
    ends = np.cumsum(sizes, dtype=np.int64)
    total = int(ends[-1]) if len(ends) else 0
    return np.arange(total, dtype=np.int64) + np.repeat(starts - ends + sizes, sizes)


def _starts(sizes: NDArray[Any]) -> Numbers:
    starts = np.zeros(len(sizes) + 1, "<u4")
    np.cumsum(sizes, out=starts[1:])
    return starts


def _spool() -> BinaryIO:
    return tempfile.SpooledTemporaryFile(1 << 22)  # type: ignore[return-value]  # it is one since Python 3.11
