"""Small numbers in few bits, laid out so that numpy takes them apart without a loop.

A packed array of `count` numbers keeps the low `width` bits of each in *planes*, one for every power of two
in `width` (11 = 8 + 2 + 1), the widest plane holding the lowest bits. The few numbers that need more are
exceptions::

    0    count u32, exceptions u32, width u8, bytes of a place u8, bytes of a rest u8, 1 byte zero
    12   planes, from 32 bits to 1 bit; each ceil(count · bits / 8) bytes, low bits first
         places of the exceptions, ascending, 1, 2 or 4 bytes each
         the rest of each, what it has above `width` bits, 1, 2 or 4 bytes each

The width is the one that makes the whole smallest. A plane below a byte is taken apart by a table of 256
rows. `narrow` is for arrays that are read a few at a time: as many whole bytes for each number as the
greatest needs.
"""

from __future__ import annotations

import struct
from functools import cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.uint32]

HEADER = struct.Struct("<IIBBBx")
PLANES = (32, 16, 8, 4, 2, 1)
WIDE: Final = {8: "<u1", 16: "<u2", 32: "<u4"}


class Packed:
    """A packed array within some bytes; nothing is taken apart before it is asked for."""

    def __init__(self, raw: NDArray[np.uint8], start: int = 0) -> None:
        """Read the header at `start`; raises ValueError when the bytes cannot hold what it says."""
        if len(raw) < start + HEADER.size:
            raise ValueError("packed numbers are cut short")
        self._raw = raw
        header = HEADER.unpack(raw[start : start + HEADER.size].tobytes())
        self.count, self._exceptions, self._width, self._place_bytes, self._rest_bytes = header
        self._planes: list[tuple[int, int]] = []
        place = start + HEADER.size
        for bits in PLANES:
            if self._width & bits:
                self._planes.append((bits, place))
                place += (self.count * bits + 7) // 8
        self._places = place
        self._rests = place + self._place_bytes * self._exceptions
        self.end = self._rests + self._rest_bytes * self._exceptions
        """One past the last byte."""
        widths = {self._place_bytes, self._rest_bytes} <= {1, 2, 4}
        if not widths or self._width > 32 or self._exceptions > self.count or self.end > len(raw):
            raise ValueError("packed numbers are cut short")

    def all(self) -> Numbers:
        """Give all the numbers."""
        result = None
        shift = 0
        for bits, place in self._planes:
            plane = self._plane(bits, place)
            if result is None:
                result = plane.astype(np.uint32)
            else:
                result |= plane.astype(np.uint32) << np.uint32(shift)
            shift += bits
        if result is None:
            result = np.zeros(self.count, np.uint32)
        if self._exceptions:
            places, high = self._above()
            if int(places[-1]) >= self.count:
                raise ValueError("packed numbers have a stray exception")
            result[places] |= high.astype(np.uint32) << np.uint32(self._width)
        return result

    def take(self, places: NDArray[np.int64]) -> Numbers:
        """Give the numbers at some places, each below `count`; for many it is quicker when they ascend."""
        result = np.zeros(len(places), np.uint32)
        shift = 0
        for bits, start in self._planes:
            if bits >= 8:
                stop = start + self.count * bits // 8
                part = self._raw[start:stop].view(WIDE[bits])[places].astype(np.uint32)
            else:
                at = places * bits
                part = (self._raw[start + (at >> 3)] >> (at & 7).astype(np.uint8)).astype(np.uint32)
                part &= np.uint32((1 << bits) - 1)
            result |= part << np.uint32(shift)
            shift += bits
        if self._exceptions:
            above, high = self._above()
            fewer = len(above) < len(places) and bool((places[1:] > places[:-1]).all())
            asked = places.astype(above.dtype)  # or all of the others would be converted
            few, many = (above, asked) if fewer else (asked, above)
            found = many.searchsorted(few)
            found[found == len(many)] = 0
            hit = many[found] == few
            at, which = (found[hit], hit) if fewer else (hit, found[hit])
            result[at] |= high[which].astype(np.uint32) << np.uint32(self._width)
        return result

    def _above(self) -> tuple[NDArray[np.unsignedinteger], NDArray[np.unsignedinteger]]:
        places = self._raw[self._places : self._rests].view(WIDE[8 * self._place_bytes])
        rests = self._raw[self._rests : self.end].view(WIDE[8 * self._rest_bytes])
        return places, rests

    def _plane(self, bits: int, place: int) -> NDArray[np.unsignedinteger]:
        raw = self._raw[place : place + (self.count * bits + 7) // 8]
        if bits >= 8:
            return raw.view(WIDE[bits])
        return _table(bits)[raw].view(np.uint8)[: self.count]


_NOTHING: Final = HEADER.pack(0, 0, 0, 1, 1)


def pack(numbers: NDArray[np.integer]) -> bytes:
    """Pack numbers below 2**32."""
    if not len(numbers):
        return _NOTHING
    values = np.ascontiguousarray(numbers, np.uint32)
    place_bytes = whole(len(values) - 1)
    width = _best_width(values, 8 * place_bytes)
    rest = values
    planes = []
    for bits in PLANES:
        if width & bits:
            planes.append(packed_plane(rest, bits))
            rest = rest >> np.uint32(bits) if bits < 32 else np.zeros_like(rest)
    if width == 32 or not rest.any():
        return b"".join((HEADER.pack(len(values), 0, width, place_bytes, 1), *planes))
    above = np.flatnonzero(rest)
    rests = rest[above]
    rest_bytes = whole(int(rests.max()))
    header = HEADER.pack(len(values), len(above), width, place_bytes, rest_bytes)
    exceptions = above.astype(WIDE[8 * place_bytes]).tobytes(), rests.astype(WIDE[8 * rest_bytes]).tobytes()
    return b"".join((header, *planes, *exceptions))


def narrow(numbers: NDArray[np.integer], width: int) -> bytes:
    """Give numbers in so many bytes each, low bytes first."""
    if width in (1, 2, 4):
        return numbers.astype(WIDE[8 * width]).tobytes()
    raw = np.ascontiguousarray(numbers, "<u4").view(np.uint8).reshape(-1, 4)
    return raw[:, :width].tobytes()


def widen(raw: memoryview, width: int) -> Numbers:
    """Give the numbers that `narrow` made so many bytes each of."""
    if width in (1, 2, 4):
        return np.frombuffer(raw, WIDE[8 * width]).astype(np.uint32)
    wide = np.zeros((len(raw) // width, 4), np.uint8)
    wide[:, :width] = np.frombuffer(raw, np.uint8).reshape(-1, width)
    return wide.view("<u4").reshape(-1)


def width_of(greatest: int) -> int:
    """Give the bytes, 1 to 4, that hold every number up to one."""
    return max(1, (greatest.bit_length() + 7) // 8)


def whole(greatest: int) -> int:
    """Give 1, 2 or 4 bytes, whatever holds every number up to one."""
    return 1 if greatest < 1 << 8 else 2 if greatest < 1 << 16 else 4


def _best_width(values: Numbers, place_bits: int) -> int:
    greatest = int(values.max()).bit_length()
    if greatest <= 1:
        return greatest
    needed = np.bincount(np.frexp(values.astype(np.float64))[1], minlength=greatest + 1).tolist()
    best = beyond = count = len(values)
    best *= greatest
    chosen = greatest
    for width in range(greatest):
        beyond -= needed[width]
        left = greatest - width
        cost = width * count + beyond * (place_bits + (8 if left <= 8 else 16 if left <= 16 else 32))
        if cost < best or (cost == best and width < chosen):
            best, chosen = cost, width
    return chosen


def packed_plane(values: Numbers, bits: int) -> bytes:
    """Give the lowest bits of each number, so many of them, end to end."""
    if bits >= 8:
        return values.astype(WIDE[bits]).tobytes()
    group = 8 // bits
    low = np.zeros(-(-len(values) // group) * group, np.uint8)
    low[: len(values)] = values & np.uint32((1 << bits) - 1)
    if bits == 1:
        return np.packbits(low, bitorder="little").tobytes()
    rows = low.reshape(-1, group)
    joined = rows[:, 0].copy()
    for place in range(1, group):
        joined |= rows[:, place] << np.uint8(place * bits)
    return joined.tobytes()


@cache
def _table(bits: int) -> NDArray[np.unsignedinteger]:
    """For each byte the numbers of some bits in it, one a byte, as one wide number."""
    group = 8 // bits
    shifts = np.arange(group, dtype=np.uint8) * np.uint8(bits)
    rows = (np.arange(256, dtype=np.uint8)[:, None] >> shifts) & np.uint8((1 << bits) - 1)
    return np.ascontiguousarray(rows).view(f"<u{group}").reshape(256)
