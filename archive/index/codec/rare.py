"""Lists of rare terms: laid end to end as plain arrays, so that thousands are read as fast as one.

::

    <field>.rare.starts     u32[n + 1], where the list of each term begins; empty for a frequent term
    <field>.rare.docs       documents of all lists, in 1, 2, 3 or 4 bytes each, the least that holds every
    document <field>.rare.weights    u8 each, 255 for those in `heavy` <field>.rare.heavy      places u32[h]
    of weights of 255 and more, ascending, then these weights u32[h] <field>.rare.positions  for every BLOCK
    postings the gaps between their positions, packed <field>.rare.blocks     u64[B + 1], where each of
    these begins
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from archive.index.codec.lists import Lists, Numbers, from_gaps, runs, to_gaps
from archive.index.codec.packing import Packed, pack
from archive.index.codec.sections import Sections, SectionWriter, Spool

BLOCK = 1024
"""Postings whose positions are packed together: about what is unpacked to read those of one list."""

HEAVY = 255


class RareWriter:
    """Takes lists in the order of their terms, piece by piece."""

    def __init__(self, field: str, doc_count: int, spool: Spool, *, positions: bool) -> None:
        self._name = f"{field}.rare."
        self._width = doc_width(doc_count)
        self._sizes: list[Numbers] = []
        self._count = 0
        self._docs, self._weights, self._positions = spool(), spool(), spool()
        self._heavy: list[tuple[Numbers, Numbers]] = []
        self._has_positions = positions
        self._blocks = [0]
        self._counts_left = np.empty(0, np.uint32)
        self._positions_left = np.empty(0, np.uint32)

    def extend(self, lists: Lists) -> None:
        """Add the lists of the next terms, empty ones for terms kept elsewhere."""
        self._sizes.append(lists.sizes)
        raw = np.ascontiguousarray(lists.docs, "<u4").view(np.uint8).reshape(-1, 4)[:, : self._width]
        self._docs.write(np.ascontiguousarray(raw).data)
        self._weights.write(np.minimum(lists.weights, HEAVY).astype(np.uint8).data)
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
        starts = np.zeros(sum(map(len, self._sizes)) + 1, "<u4")
        if self._sizes:
            np.cumsum(np.concatenate(self._sizes), out=starts[1:])
        sections.add(self._name + "starts", starts)
        sections.add_stream(self._name + "docs", self._docs)
        sections.add_stream(self._name + "weights", self._weights)
        heavy = [np.concatenate(column) for column in zip(*self._heavy, strict=True)]
        sections.add(self._name + "heavy", b"".join(column.astype("<u4").tobytes() for column in heavy))
        if self._has_positions:
            self._pack(-(-len(self._counts_left) // BLOCK))
            sections.add_stream(self._name + "positions", self._positions)
            sections.add(self._name + "blocks", np.array(self._blocks, "<u8"))

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
        self._terms = terms
        self._width = doc_width(doc_count)
        self.has_positions = self._name + "blocks" in sections
        self._count = sections.size(self._name + "weights")
        if (
            sections.size(self._name + "starts") != 4 * (terms + 1)
            or sections.size(self._name + "docs") != self._width * self._count
        ):
            raise sections.damaged(f"has damaged postings of {field}")

    def starts(self, first: int = 0, last: int | None = None) -> Numbers:
        """Give where the lists of the terms [first, last) begin, and where the last of them ends."""
        return self._sections.array(self._name + "starts", "<u4", first, None if last is None else last + 1)

    def docs(self, start: int, stop: int) -> Numbers:
        """Give the documents of the postings [start, stop)."""
        return _widened(
            self._sections.bytes(self._name + "docs", start * self._width, stop * self._width), self._width
        )

    def weights(self, start: int, stop: int) -> Numbers:
        """Give the weights of the postings [start, stop)."""
        weights = self._sections.array(self._name + "weights", "u1", start, stop).astype(np.uint32)
        if self._sections.size(self._name + "heavy"):
            heavy, greater = self._heavy()
            low, high = np.searchsorted(heavy, (start, stop))
            weights[heavy[low:high] - np.uint32(start)] = greater[low:high]
        return weights

    def gather(self, first: NDArray[np.integer], sizes: NDArray[np.integer]) -> tuple[Numbers, Numbers]:
        """Give documents and weights of many lists by where they begin and how long they are."""
        places = runs(first, sizes)
        table = self._sections.array(self._name + "docs", f"V{self._width}")
        docs = _widened(table[places].data, self._width)
        weights = self._sections.array(self._name + "weights", "u1")[places].astype(np.uint32)
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
        return from_gaps(gaps, counts)[begin:end]

    def _heavy(self) -> tuple[Numbers, Numbers]:
        both = self._sections.array(self._name + "heavy", "<u4")
        return both[: len(both) // 2], both[len(both) // 2 :]


def doc_width(doc_count: int) -> int:
    """Give the bytes that hold every document number of a segment."""
    return max(1, ((doc_count - 1).bit_length() + 7) // 8) if doc_count else 1


def _widened(raw: memoryview, width: int) -> Numbers:
    if width in (1, 2, 4):
        return np.frombuffer(raw, f"<u{width}").astype(np.uint32)
    narrow = np.frombuffer(raw, np.uint8).reshape(-1, width)
    wide = np.zeros((len(narrow), 4), np.uint8)
    wide[:, :width] = narrow
    return wide.view("<u4").reshape(-1)
