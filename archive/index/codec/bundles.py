"""Many arrays packed at once: the same bytes that `packing.pack` gives for each, in half of the time.

The widths of all arrays are chosen together. Arrays of one width are then laid end to end, each from a
multiple of eight numbers, so that in every plane it begins with a byte, and one plane is made for all.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from archive.index.codec.lists import distinct, runs
from archive.index.codec.packing import HEADER, PLANES, WIDE, packed_plane, whole

_MOST = 32
_ALIGNED = 8

Integers = NDArray[np.int64]


def bundle(numbers: NDArray[np.integer], sizes: NDArray[np.integer]) -> list[bytes]:
    """Pack arrays laid end to end, of so many numbers each, all below 2**32."""
    values, counts = np.ascontiguousarray(numbers, np.uint32), sizes.astype(np.int64)
    owners = np.repeat(np.arange(len(counts)), counts)
    place_bytes = np.select([counts <= 1 << 8, counts <= 1 << 16], [1, 2], 4)
    widths = _widths(values, owners, counts, 8 * place_bytes)
    packed: list[list[bytes]] = [[] for _ in counts]
    for width in distinct(np.sort(widths)).tolist():
        _add_planes(packed, values, counts, np.flatnonzero(widths == width), width)
    above = (values.astype(np.uint64) >> widths.astype(np.uint64)[owners]).astype(np.uint32)
    exceeding = np.flatnonzero(above)
    places = exceeding - (np.cumsum(counts) - counts)[owners[exceeding]]
    rests = above[exceeding]
    exceptions = np.bincount(owners[exceeding], minlength=len(counts))
    result, first = [], 0
    for count, size, width, wide, planes in zip(
        exceptions.tolist(), counts.tolist(), widths.tolist(), place_bytes.tolist(), packed, strict=True
    ):
        last = first + count
        rest_bytes = whole(int(rests[first:last].max())) if count else 1
        parts = [HEADER.pack(size, count, width, wide, rest_bytes), *planes]
        if count:
            parts.append(places[first:last].astype(WIDE[8 * wide]).tobytes())
            parts.append(rests[first:last].astype(WIDE[8 * rest_bytes]).tobytes())
        result.append(b"".join(parts))
        first = last
    return result


def _widths(
    values: NDArray[np.uint32], owners: Integers, sizes: Integers, place_bits: NDArray[np.integer]
) -> Integers:
    """Choose the width of each array that makes it smallest, the least of these."""
    bits = np.frexp(values.astype(np.float64))[1]
    needed = np.bincount(owners * (_MOST + 1) + bits, minlength=len(sizes) * (_MOST + 1))
    table = needed.reshape(len(sizes), _MOST + 1)
    beyond = sizes[:, None] - np.cumsum(table, axis=1)
    greatest = np.where(sizes > 0, _MOST - np.argmax(table[:, ::-1] > 0, axis=1), 0)
    width = np.arange(_MOST + 1)
    left = greatest[:, None] - width
    rest_bits = np.select([left <= 8, left <= 16], [8, 16], 32)
    cost = width * sizes[:, None] + beyond * (place_bits[:, None] + rest_bits)
    cost[left < 0] = np.iinfo(np.int64).max
    return np.where(greatest > 1, np.argmin(cost, axis=1), greatest)


def _add_planes(
    packed: list[list[bytes]], values: NDArray[np.uint32], sizes: Integers, chosen: Integers, width: int
) -> None:
    """Add the planes of the chosen arrays, which all have one width."""
    counts = sizes[chosen]
    room = -(-counts // _ALIGNED) * _ALIGNED
    starts = np.cumsum(room) - room
    rest = np.zeros(int(room.sum()), np.uint32)
    rest[runs(starts, counts)] = values[runs((np.cumsum(sizes) - sizes)[chosen], counts)]
    for bits in PLANES:
        if width & bits:
            plane = packed_plane(rest, bits)
            begin = starts * bits // 8
            spans = zip(
                chosen.tolist(), begin.tolist(), (begin + (counts * bits + 7) // 8).tolist(), strict=True
            )
            for array, start, stop in spans:
                packed[array].append(plane[start:stop])
            rest = rest >> np.uint32(bits) if bits < _MOST else rest
