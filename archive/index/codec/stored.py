"""Stored fields and texts: what a hit shows, compressed in blocks of a few documents.

::

    <name>.dictionary   what the records have in common, for Zstandard; empty when there are too few of them
    <name>.blocks       blocks, each one Zstandard frame: the records of its documents laid end to end
    <name>.starts       u64[B + 1], where each block begins
    <name>.first        u32[B + 1], the first document of each block, and the number of documents
    <name>.ends         u32[N], where each record ends within its block, uncompressed

With a dictionary a block of two articles is smaller than one of twenty without, and read in a twentieth
of the time.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from io import BytesIO
from typing import BinaryIO

import numpy as np
import zstandard
from numpy.typing import NDArray

from archive.errors import IndexDamaged
from archive.index.codec.sections import LARGEST, Sections, SectionWriter, Spool

LEVEL = 6
"""Compression level: 3 takes a third of the time for a tenth more, 9 twice the time for a fiftieth less."""

BLOCK = 8 * 1024
"""Bytes of a block before compression."""

DICTIONARY = 256 * 1024
SHARE = 16
"""A dictionary is as large as this part of what it is made from, and no larger than `DICTIONARY`."""

SAMPLES = 2000
SAMPLE = 8000
"""A dictionary is made from so many records, of each so many bytes."""

_SEGMENT, _GRAM, _TABLE, _HURRY = 200, 8, 20, 10
"""How a dictionary is put together of stretches of so many bytes that have the most frequent runs of eight.

Looking at one run in ten takes 0.15 s instead of 0.8 by the defaults, and makes texts as small (5,000 of the
speeches and press releases).
"""

FEWEST = 500
"""Fewer records have no dictionary."""

ROOM = 2 << 20
"""Bytes of blocks that are kept unpacked: what two pages of results show, and what the best share."""


def common(records: Sequence[bytes]) -> bytes:
    """Make a dictionary of what some records have in common; empty when there are too few."""
    if len(records) < FEWEST:
        return b""
    chosen = records[:: max(1, len(records) // SAMPLES)]
    try:
        size = min(DICTIONARY, sum(map(len, records)) // SHARE)
        return zstandard.train_dictionary(
            size,
            [record[:SAMPLE] for record in chosen if record],
            k=_SEGMENT,
            d=_GRAM,
            f=_TABLE,
            accel=_HURRY,
            split_point=1.0,
        ).as_bytes()
    except zstandard.ZstdError:  # the records are too few or too short after all
        return b""


class StoredWriter:
    """Takes one record a document, in order, and writes them in blocks."""

    def __init__(self, name: str, spool: Spool = BytesIO, dictionary: bytes = b"") -> None:
        self._name = name
        self.dictionary = dictionary
        known = zstandard.ZstdCompressionDict(dictionary) if dictionary else None
        # told how large a block is, the level takes smaller tables, and a tenth of the time less
        fitting = zstandard.ZstdCompressionParameters.from_level(
            LEVEL, source_size=BLOCK, dict_size=len(dictionary)
        )
        self._compressor = zstandard.ZstdCompressor(compression_params=fitting, dict_data=known)
        self._spool: BinaryIO = spool()
        self._starts = [0]
        self._first = [0]
        self._ends: list[int] = []
        self._block: list[bytes] = []
        self._filled = 0

    def append(self, record: bytes) -> None:
        """Add the record of the next document."""
        self._block.append(record)
        self._filled += len(record)
        self._ends.append(self._filled)
        if self._filled >= BLOCK:
            self._flush()

    def extend(self, stored: Stored, docs: NDArray[np.int64]) -> None:
        """Add the records of some documents of a segment; blocks wanted whole are copied as they are."""
        place = 0
        alike = stored.dictionary == self.dictionary
        while place < len(docs):
            block, low, high = stored.block_of(int(docs[place]))
            size = stored.size_of(low, high)
            if alike and size >= BLOCK and int(docs[place]) == low and place + high - low <= len(docs):
                whole = int(docs[place + high - low - 1]) == high - 1
            else:
                whole = False
            if whole:
                self._flush()
                self._ends.extend(stored.ends(low, high))
                self._close_block(stored.raw(block))
                place += high - low
            else:
                self.append(stored.record(int(docs[place])))
                place += 1

    def write(self, sections: SectionWriter) -> None:
        """Write the sections drawn above."""
        self._flush()
        sections.add(f"{self._name}.dictionary", self.dictionary)
        sections.add_stream(f"{self._name}.blocks", self._spool)
        sections.add(f"{self._name}.starts", np.array(self._starts, "<u8"))
        sections.add(f"{self._name}.first", np.array(self._first, "<u4"))
        sections.add(f"{self._name}.ends", np.array(self._ends, "<u4"))

    def _flush(self) -> None:
        if self._block:
            self._close_block(self._compressor.compress(b"".join(self._block)))
            self._block, self._filled = [], 0

    def _close_block(self, raw: bytes | memoryview) -> None:
        self._starts.append(self._starts[-1] + self._spool.write(raw))
        self._first.append(len(self._ends))


class Stored:
    """The records of one segment; the blocks read last are kept."""

    def __init__(self, sections: Sections, name: str) -> None:
        self._sections = sections
        self._name = name
        self._kept: dict[int, tuple[bytes, Sequence[int]]] = {}
        self._held = 0

    def record(self, doc: int) -> bytes:
        """Give the record of one document."""
        block, low, high = self.block_of(doc)
        data, ends = self._kept.get(block) or self._read(block, low, high)
        place = doc - low
        return data[ends[place - 1] if place else 0 : ends[place]]

    @property
    def dictionary(self) -> bytes:
        """What the records have in common."""
        return bytes(self._sections.bytes(f"{self._name}.dictionary"))

    @cached_property
    def _decompressor(self) -> zstandard.ZstdDecompressor:
        known = zstandard.ZstdCompressionDict(self.dictionary) if self.dictionary else None
        return zstandard.ZstdDecompressor(dict_data=known)

    def block_of(self, doc: int) -> tuple[int, int, int]:
        """Find the block of a document: its number, its first document and one past its last."""
        first = self._first
        wanted = np.uint32(doc)  # of the kind of the others, or all of them would be converted
        block = int(first.searchsorted(wanted, "right")) - 1
        if not 0 <= block < len(first) - 1:
            raise self._damaged()
        low, high = first[block : block + 2].tolist()
        return block, low, high

    @cached_property
    def _first(self) -> NDArray[np.uint32]:
        return self._sections.array(f"{self._name}.first", "<u4")

    def ends(self, first: int, last: int) -> Sequence[int]:
        """Tell where the records of the documents [first, last) end in their block, uncompressed."""
        return self._sections.numbers(self._name + ".ends", "I", first, last)

    def size_of(self, low: int, high: int) -> int:
        """Tell the uncompressed size of the block of the documents [low, high)."""
        return self.ends(high - 1, high)[0] if high > low else 0

    def raw(self, block: int) -> memoryview:
        """Give a block as it is stored."""
        start, stop = self._sections.numbers(self._name + ".starts", "Q", block, block + 2)
        return self._sections.bytes(f"{self._name}.blocks", start, stop)

    def _read(self, block: int, low: int, high: int) -> tuple[bytes, Sequence[int]]:
        """Unpack a block; give it with the ends of its records, and keep both."""
        ends = self.ends(low, high)
        try:
            raw = self.raw(block)
            if not zstandard.frame_content_size(raw) == (ends[-1] if ends else 0) <= LARGEST:
                raise self._damaged()
            data = self._decompressor.decompress(raw)
        except (zstandard.ZstdError, ValueError) as error:
            raise self._damaged() from error
        self._kept[block] = data, ends
        self._held += len(data)
        while self._held > ROOM and len(self._kept) > 1:
            self._held -= len(self._kept.pop(next(iter(self._kept)))[0])
        return data, ends

    def _damaged(self) -> IndexDamaged:
        return self._sections.damaged("has damaged stored fields")
