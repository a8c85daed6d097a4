"""Stored fields and texts: what a hit shows, compressed in blocks of a few documents.

::

    <name>.blocks    blocks, each compressed by zlib: the records of its documents laid end to end
    <name>.starts    u64[B + 1], where each block begins
    <name>.first     u32[B + 1], the first document of each block, and the number of documents
    <name>.ends      u32[N], where each record ends within its block, uncompressed
"""

from __future__ import annotations

import tempfile
import zlib
from collections.abc import Sequence
from typing import BinaryIO, cast

import numpy as np

from archive.index.codec.sections import Sections, SectionWriter

LEVEL = 1
"""Compression level: 6 makes blocks a tenth smaller and takes three times as long."""

LARGEST = 1 << 30
"""No block is larger uncompressed; a header that claims more is damaged."""


class StoredWriter:
    """Takes one record a document, in order, and writes them in blocks of about `size` bytes."""

    def __init__(self, name: str, size: int) -> None:
        self._name = name
        self._size = size
        self._spool = cast("BinaryIO", tempfile.SpooledTemporaryFile(1 << 22))
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
        if self._filled >= self._size:
            self._flush()

    def write(self, sections: SectionWriter) -> None:
        """Write the sections drawn above."""
        self._flush()
        sections.add_stream(f"{self._name}.blocks", self._spool)
        self._spool.close()
        sections.add(f"{self._name}.starts", np.array(self._starts, "<u8"))
        sections.add(f"{self._name}.first", np.array(self._first, "<u4"))
        sections.add(f"{self._name}.ends", np.array(self._ends, "<u4"))

    def _flush(self) -> None:
        if not self._block:
            return
        self._starts.append(self._starts[-1] + self._spool.write(zlib.compress(b"".join(self._block), LEVEL)))
        self._first.append(len(self._ends))
        self._block, self._filled = [], 0


class Stored:
    """The records of one segment; the last block read is kept."""

    def __init__(self, sections: Sections, name: str) -> None:
        self._sections = sections
        self._name = name
        self._last: tuple[int, bytes] = (-1, b"")

    def record(self, doc: int) -> bytes:
        """The record of one document."""
        sections, name = self._sections, self._name
        first = sections.array(f"{name}.first", "<u4")
        block = int(np.searchsorted(first, doc, side="right")) - 1
        data = self._read(block)
        low, high = int(first[block]), int(first[block + 1])
        if not low <= doc < high:
            raise sections.damaged("has damaged stored fields")
        ends = sections.array(f"{name}.ends", "<u4", max(low, doc - 1), doc + 1).tolist()
        return data[ends[0] if doc > low else 0 : ends[-1]]

    def records(self, docs: Sequence[int]) -> list[bytes]:
        """The records of several documents."""
        return [self.record(doc) for doc in docs]

    def _read(self, block: int) -> bytes:
        number, data = self._last
        if number == block:
            return data
        sections = self._sections
        try:
            start, stop = sections.array(f"{self._name}.starts", "<u8", block, block + 2).tolist()
            unpacker = zlib.decompressobj()
            data = unpacker.decompress(sections.bytes(f"{self._name}.blocks", start, stop), LARGEST)
        except (zlib.error, ValueError) as error:
            raise sections.damaged("has damaged stored fields") from error
        self._last = (block, data)
        return data
