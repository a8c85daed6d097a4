"""A segment is one file of named sections, each page of it under a checksum.

::

    0         magic, 64 bytes with padding
    64        sections, each beginning at a multiple of 64 bytes
    T         checksums: one u32 (CRC-32) for every PAGE bytes of [0, T), the last page may be short
    D         directory: JSON {"facts": {…}, "sections": {name: [offset, length]}}
    end-48    trailer: T u64, D u64, size of the file u64, CRC-32 of [T, end-48) + the three numbers u32,
              version of the format u32, magic 16 bytes

All numbers are little-endian. Opening maps the file and checks the trailer, checksum table and directory; a
page of the sections is checked when a byte of it is first read, so that a search pays only for what it
touches.
"""

from __future__ import annotations

import json
import mmap
import os
import struct
import zlib
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, BinaryIO, Self

import numpy as np
from numpy.typing import DTypeLike, NDArray

from archive.errors import IndexDamaged, IndexOutdated
from archive.index.codec.packing import narrow, widen, width_of

FORMAT = 5
"""Version of everything in a segment file; raised when the layout changes."""

MAGIC = b"article segment\n"
PAGE = 16 * 1024
"""Bytes under one checksum: checking one costs 5 µs, and the table is 1/4096 of the file."""

LARGEST = 1 << 30
"""Nothing compressed is larger than this when it is taken apart; numbers that claim more are damaged."""

_ALIGNMENT = 64
_TRAILER = struct.Struct("<QQQII16s")
_COPY = 1 << 20


Spool = Callable[[], BinaryIO]
"""Opens a file for bytes that wait to be a section."""


class SectionWriter:
    """Writes a segment file from front to end; nothing is valid until `close` has synced it.

    As a context it gives up, and deletes the file, when an error ends it.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._file: BinaryIO = path.open("xb")
        self._sections: dict[str, tuple[int, int]] = {}
        self._checksums: list[int] = []
        self.spools: list[BinaryIO] = []
        """Files to be closed with this one."""
        self._waiting = bytearray(MAGIC)
        self._written = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is not None:
            self.discard()

    def add(self, name: str, data: bytes | memoryview | NDArray[Any]) -> None:
        """Write one section at once."""
        raw = data.tobytes() if isinstance(data, np.ndarray) else data
        self._sections[name] = (self._align() if len(raw) else 0, len(raw))
        self._write(raw)

    def add_stream(self, name: str, stream: BinaryIO) -> None:
        """Write one section from a file, read from its start."""
        stream.seek(0)
        start = self._align()
        while chunk := stream.read(_COPY):
            self._write(chunk)
        self._sections[name] = (start, self._offset - start)

    def add_numbers(self, name: str, numbers: NDArray[np.integer]) -> None:
        """Write one section of numbers below 2**32, in as many whole bytes each as the greatest needs."""
        self.add(name, narrow(numbers, width_of(int(numbers.max()) if len(numbers) else 0)))

    def close(self, facts: Mapping[str, Any], *, lasting: bool = True) -> int:
        """Write table, directory and trailer, sync if it is to last, and give the size in bytes."""
        table_at = self._align()
        self._flush(len(self._waiting))
        table = np.array(self._checksums, "<u4").tobytes()
        directory = json.dumps({"facts": facts, "sections": self._sections}).encode()
        size = table_at + len(table) + len(directory) + _TRAILER.size
        numbers = struct.pack("<QQQ", table_at, table_at + len(table), size)
        checksum = zlib.crc32(numbers, zlib.crc32(directory, zlib.crc32(table)))
        self._file.write(table + directory + numbers + struct.pack("<II16s", checksum, FORMAT, MAGIC))
        self._file.flush()
        if lasting:
            os.fsync(self._file.fileno())
        self._close()
        return size

    def discard(self) -> None:
        """Give up: close and delete the file."""
        self._close()
        self.path.unlink(missing_ok=True)

    def _close(self) -> None:
        for file in (*self.spools, self._file):
            with suppress(OSError):  # what is left in a buffer may not fit on a full disk
                file.close()

    @property
    def _offset(self) -> int:
        return self._written + len(self._waiting)

    def _align(self) -> int:
        """Go on to where a section may begin, and give that place."""
        offset = self._offset
        gap = -offset % _ALIGNMENT
        self._waiting += bytes(gap)
        return offset + gap

    def _write(self, data: bytes | memoryview) -> None:
        for start in range(0, len(data), _COPY):
            self._waiting += data[start : start + _COPY]
            if len(self._waiting) >= _COPY:
                self._flush(len(self._waiting) // PAGE * PAGE)

    def _flush(self, size: int) -> None:
        """Write so many of the bytes that wait, whole pages but for the last one of all."""
        with memoryview(self._waiting) as waiting:
            self._file.write(waiting[:size])
            self._checksums += [
                zlib.crc32(waiting[place : min(place + PAGE, size)]) for place in range(0, size, PAGE)
            ]
        del self._waiting[:size]
        self._written += size


class Sections:
    """A segment file, mapped; every byte handed out has been checked."""

    def __init__(self, path: Path) -> None:
        """Map the file; raises IndexDamaged or IndexOutdated, or FileNotFoundError."""
        self.path = path
        with path.open("rb") as file:
            size = os.fstat(file.fileno()).st_size
            if size < _ALIGNMENT + _TRAILER.size:
                raise self.damaged("is too short")
            self._map = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        self._bytes = memoryview(self._map)
        self._end, directory_at, recorded, checksum, version, magic = _TRAILER.unpack(
            self._bytes[-_TRAILER.size :]
        )
        if magic != MAGIC:
            raise self.damaged("is not a segment of an index")
        if version != FORMAT:
            raise IndexOutdated(
                f"The index file {path.name} has format {version}, this program reads {FORMAT}."
            )
        tail = size - _TRAILER.size
        if recorded != size or not 0 <= self._end <= directory_at <= tail:
            raise self.damaged("is incomplete")
        if zlib.crc32(self._bytes[tail : tail + 24], zlib.crc32(self._bytes[self._end : tail])) != checksum:
            raise self.damaged("has a damaged directory")
        self._checksums = self._bytes[self._end : directory_at].cast("I")
        if len(self._checksums) != -(-self._end // PAGE):
            raise self.damaged("has a damaged directory")
        self._checked = bytearray(len(self._checksums))
        directory = self._read_directory(self._bytes[directory_at:tail])
        self.facts: dict[str, Any] = directory["facts"]
        self._sections: dict[str, list[int]] = directory["sections"]

    def __contains__(self, name: str) -> bool:
        return name in self._sections

    @property
    def names(self) -> tuple[str, ...]:
        """The names of all sections."""
        return tuple(self._sections)

    def size(self, name: str) -> int:
        """Length of a section in bytes; 0 when there is none of this name."""
        return self._sections.get(name, (0, 0))[1]

    def bytes(self, name: str, start: int = 0, stop: int | None = None) -> memoryview:
        """Bytes [start, stop) of a section, checked."""
        offset, length = self._sections.get(name, (0, 0))
        stop = length if stop is None else stop
        if not 0 <= start <= stop <= length:
            raise self.damaged(f"points outside its section {name}")
        start, stop = offset + start, offset + stop
        if start < stop and self._checked.find(0, start // PAGE, (stop - 1) // PAGE + 1) >= 0:
            self._check(start, stop)
        return self._bytes[start:stop]

    def array(self, name: str, dtype: DTypeLike, start: int = 0, stop: int | None = None) -> NDArray[Any]:
        """Items [start, stop) of a section as an array on the mapped file, checked, not to be written to."""
        size = np.dtype(dtype).itemsize
        raw = self.bytes(name, start * size, None if stop is None else stop * size)
        if raw.nbytes % size:
            raise self.damaged(f"has a damaged section {name}")
        return np.frombuffer(raw, dtype)

    def numbers(self, name: str, code: str, start: int, stop: int) -> tuple[int, ...]:
        """Items [start, stop) of a section as plain numbers of a `struct` code; quicker for a few."""
        size = struct.calcsize(code)
        raw = self.bytes(name, start * size, stop * size)
        return struct.unpack(f"<{stop - start}{code}", raw)

    def narrowed(
        self, name: str, count: int, start: int = 0, stop: int | None = None
    ) -> NDArray[np.unsignedinteger[Any]]:
        """Numbers [start, stop) of a section of so many, checked, not to be written to.

        They are as narrow as they are kept: who computes with them widens them first.
        """
        width, rest = divmod(self.size(name), count) if count else (1, self.size(name))
        if rest or not 1 <= width <= 4:
            raise self.damaged(f"has a damaged section {name}")
        raw = self.bytes(name, start * width, (count if stop is None else stop) * width)
        return widen(raw, 3) if width == 3 else np.frombuffer(raw, f"<u{width}")

    def verify(self) -> None:
        """Read every page; raises IndexDamaged at the first that is not what was written."""
        self._checked = bytearray(len(self._checksums))
        self._check(0, self._end)

    def release(self) -> None:
        """Let go of the memory that what was read takes; it is read again when it is asked for."""
        if hasattr(mmap, "MADV_DONTNEED"):
            self._map.madvise(mmap.MADV_DONTNEED)

    def damaged(self, what: str) -> IndexDamaged:
        """Give the error that says what is wrong with this file."""
        return IndexDamaged(f"The index file {self.path.name} {what}.")

    def _check(self, start: int, stop: int) -> None:
        first, last = start // PAGE, (stop - 1) // PAGE + 1
        page = self._checked.find(0, first, last)
        while page >= 0:
            found = zlib.crc32(self._bytes[page * PAGE : min(page * PAGE + PAGE, self._end)])
            if found != self._checksums[page]:
                raise self.damaged(f"is damaged near byte {page * PAGE}")
            self._checked[page] = 1
            page = self._checked.find(0, page + 1, last)

    def _read_directory(self, raw: memoryview) -> dict[str, Any]:
        try:
            directory: dict[str, Any] = json.loads(bytes(raw))
            spans = directory["sections"].values()
            sound = all(0 <= offset <= offset + length <= self._end for offset, length in spans)
            sound = sound and isinstance(directory["facts"], dict)
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
            raise self.damaged("has a damaged directory") from error
        if not sound:
            raise self.damaged("has a damaged directory")
        return directory
