"""Lists of rare terms: laid end to end as plain arrays, so that thousands are read as fast as one.

::

    <field>.rare.sizes, .groups  the runs of the terms (see runs); empty for a frequent term
    <field>.rare.docs            documents of all lists, in the fewest bytes that hold every document
    <field>.rare.weights         weights less one in 4 bits each, the first in the low ones; 15 for `heavy`
    <field>.rare.heavy           places u32[h] of weights of 16 and more, ascending, then these weights u32[h]
    <field>.rare.positions       for every BLOCK postings the gaps between their positions, packed
    <field>.rare.blocks          u64[B + 1], where each of these begins
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from archive.index.codec.lists import Lists, Numbers, from_gaps, runs, to_gaps
from archive.index.codec.packing import Packed, narrow, pack, widen, width_of
from archive.index.codec.runs import Runs, write_runs
from archive.index.codec.sections import Sections, SectionWriter, Spool

BLOCK = 1024
"""Postings whose positions are packed together: about what is unpacked to read those of one list."""

HEAVY = 16
"""Weights from which one has its place in `heavy`."""


class RareWriter:
    """Takes lists in the order of their terms, piece by piece."""

    def __init__(self, field: str, doc_count: int, spool: Spool, *, positions: bool) -> None:
        self._name = f"{field}.rare."
        self._width = width_of(doc_count - 1) if doc_count else 1
        self._sizes: list[Numbers] = []
        self._count = 0
        self._docs, self._weights, self._positions = spool(), spool(), spool()
        self._odd = np.empty(0, np.uint8)
        self._heavy: list[tuple[Numbers, Numbers]] = []
        self._has_positions = positions
        self._blocks = [0]
        self._counts_left = np.empty(0, np.uint32)
        self._positions_left = np.empty(0, np.uint32)

    def extend(self, lists: Lists) -> None:
        """Add the lists of the next terms, empty ones for terms kept elsewhere."""
        self._sizes.append(lists.sizes)
        self._docs.write(narrow(lists.docs, self._width))
        self._write_weights(np.minimum(lists.weights, HEAVY).astype(np.uint8) - np.uint8(1))
        heavy = np.flatnonzero(lists.weights >= HEAVY)
        if len(heavy):
            self._heavy.append(((heavy + self._count).astype(np.uint32), lists.weights[heavy]))
        self._count += len(lists.docs)
        if lists.positions is not None:
            self._counts_left = np.concatenate((self._counts_left, lists.weights))
            self._positions_left = np.concatenate((self._positions_left, lists.positions))
            self._pack(len(self._counts_left) // BLOCK)

    def write(self, sections: SectionWriter) -> None:
        """Write the sections drawn above."""
        sizes = np.concatenate(self._sizes) if self._sizes else np.empty(0, np.uint32)
        write_runs(sections, self._name[:-1], sizes)
        sections.add_stream(self._name + "docs", self._docs)
        if len(self._odd):
            self._weights.write(self._odd.tobytes())
        sections.add_stream(self._name + "weights", self._weights)
        heavy = [np.concatenate(column) for column in zip(*self._heavy, strict=True)]
        sections.add(self._name + "heavy", b"".join(column.astype("<u4").tobytes() for column in heavy))
        if self._has_positions:
            self._pack(-(-len(self._counts_left) // BLOCK))
            sections.add_stream(self._name + "positions", self._positions)
            sections.add(self._name + "blocks", np.array(self._blocks, "<u8"))

    def _write_weights(self, weights: NDArray[np.uint8]) -> None:
        """Write two a byte, and keep the last one where it is alone."""
        weights = np.concatenate((self._odd, weights))
        even = len(weights) // 2 * 2
        self._weights.write((weights[:even:2] | weights[1:even:2] << 4).tobytes())
        self._odd = weights[even:]

    def _pack(self, blocks: int) -> None:
        """Pack the positions of the first blocks that wait."""
        ends = np.cumsum(self._counts_left, dtype=np.int64)
        for block in range(blocks):
            first, last = block * BLOCK, min((block + 1) * BLOCK, len(ends))
            low, high = int(ends[first - 1]) if first else 0, int(ends[last - 1])
            gaps = to_gaps(self._positions_left[low:high], self._counts_left[first:last])
            self._blocks.append(self._blocks[-1] + self._positions.write(pack(gaps)))
        done = min(blocks * BLOCK, len(ends))
        self._positions_left = self._positions_left[int(ends[done - 1]) if done else 0 :]
        self._counts_left = self._counts_left[done:]


class RareLists:
    """The lists of the rare terms of a field in one segment, by places in `docs`."""

    def __init__(self, sections: Sections, field: str, terms: int, doc_count: int) -> None:
        self._sections = sections
        self._name = f"{field}.rare."
        self._width = width_of(doc_count - 1) if doc_count else 1
        self.has_positions = self._name + "blocks" in sections
        self.runs = Runs(sections, self._name[:-1], terms)
        """Where the list of each term lies."""
        self._count = sections.size(self._name + "docs") // self._width
        if sections.size(self._name + "weights") != -(-self._count // 2):
            raise sections.damaged(f"has damaged postings of {field}")

    def docs(self, start: int, stop: int) -> Numbers:
        """Give the documents of the postings [start, stop)."""
        raw = self._sections.bytes(self._name + "docs", start * self._width, stop * self._width)
        return widen(raw, self._width)

    def weights(self, start: int, stop: int) -> Numbers:
        """Give the weights of the postings [start, stop)."""
        raw = self._sections.array(self._name + "weights", "u1", start // 2, -(-stop // 2))
        halves = np.empty((len(raw), 2), np.uint8)
        halves[:, 0], halves[:, 1] = raw & 15, raw >> 4
        weights = halves.reshape(-1)[start % 2 : start % 2 + stop - start].astype(np.uint32)
        weights += np.uint32(1)
        if self._sections.size(self._name + "heavy"):
            heavy, greater = self._heavy()
            low, high = np.searchsorted(heavy, (start, stop))
            weights[heavy[low:high] - np.uint32(start)] = greater[low:high]
        return weights

    def gather(self, first: NDArray[np.integer], sizes: NDArray[np.integer]) -> tuple[Numbers, Numbers]:
        """Give documents and weights of many lists by where they begin and how long they are."""
        places = runs(first, sizes)
        if len(places) and int(places.max()) >= self._count:
            raise self._sections.damaged("has damaged postings")
        table = self._sections.array(self._name + "docs", f"V{self._width}")
        docs = widen(table[places].data.cast("B"), self._width)
        pairs = self._sections.array(self._name + "weights", "u1")[places >> 1]
        weights = ((pairs >> (places << 2 & 4).astype(np.uint8) & 15) + 1).astype(np.uint32)
        if self._sections.size(self._name + "heavy"):
            heavy, greater = self._heavy()
            wanted = np.flatnonzero(weights == HEAVY)
            weights[wanted] = greater[np.searchsorted(heavy, places[wanted])]
        return docs, weights

    def positions(self, start: int, stop: int) -> Numbers:
        """Give the positions of the postings [start, stop), laid end to end."""
        if start == stop:
            return np.empty(0, np.uint32)
        first, last = start // BLOCK, (stop - 1) // BLOCK + 1
        counts = self.weights(first * BLOCK, min(last * BLOCK, self._count))
        blocks = self._sections.array(self._name + "blocks", "<u8", first, last + 1).tolist()
        raw = self._sections.array(self._name + "positions", "u1", blocks[0], blocks[-1])
        try:
            packed = [Packed(raw, block - blocks[0]) for block in blocks[:-1]]
            if sum(block.count for block in packed) != int(counts.sum(dtype=np.int64)):
                raise self._sections.damaged("has damaged positions")
            gaps = np.concatenate([block.all() for block in packed])
        except ValueError as error:
            raise self._sections.damaged("has damaged positions") from error
        ends = np.cumsum(counts, dtype=np.int64)
        low = start - first * BLOCK
        begin = int(ends[low - 1]) if low else 0
        end = int(ends[stop - 1 - first * BLOCK])
        return from_gaps(gaps[begin:end], counts[low : low + stop - start])

    def _heavy(self) -> tuple[Numbers, Numbers]:
        both = self._sections.array(self._name + "heavy", "<u4")
        return both[: len(both) // 2], both[len(both) // 2 :]
