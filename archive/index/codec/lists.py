"""Posting lists in memory, and the arithmetic of runs that all of them share."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from archive.frozen import dataclass

FEW = 2
"""Among so few, numbers are looked for one after the other."""

Numbers = NDArray[np.uint32]
Number = TypeVar("Number", bound=np.integer[Any])


@dataclass(frozen=True, slots=True)
class Lists:
    """Posting lists of consecutive terms, laid end to end.

    `sizes` has one entry a term; `docs` and `weights` one a posting, terms in order, documents ascending in
    each. In a field with positions the weight of a posting is how many it has, and `positions` holds them,
    ascending in each posting; in a field without it is None.
    """

    sizes: Numbers
    docs: Numbers
    weights: Numbers
    positions: Numbers | None = None


def runs(starts: NDArray[np.integer], sizes: NDArray[np.integer]) -> NDArray[np.int64]:
    """Give the numbers start, start + 1, … of each run, laid end to end."""
    ends = np.cumsum(sizes, dtype=np.int64)
    total = int(ends[-1]) if len(ends) else 0
    numbers = np.repeat(starts - ends + sizes, sizes)
    numbers += np.arange(total, dtype=np.int64)
    return numbers


def distinct(numbers: NDArray[Number]) -> NDArray[Number]:
    """Give ascending numbers each once."""
    new = np.ones(len(numbers), np.bool_)
    np.not_equal(numbers[1:], numbers[:-1], out=new[1:])
    return numbers[new]


def among(numbers: NDArray[np.integer[Any]], chosen: NDArray[np.integer[Any]]) -> NDArray[np.bool_]:
    """Tell for each number whether it is among the chosen, which ascend; cost follows the numbers."""
    if len(chosen) <= FEW:
        found = np.zeros(len(numbers), np.bool_)
        for one in chosen:
            found |= numbers == one
        return found
    places = chosen.searchsorted(numbers)
    places[places == len(chosen)] = 0
    known: NDArray[np.bool_] = chosen[places] == numbers
    return known


def united(parts: Sequence[NDArray[Number]]) -> NDArray[Number]:
    """Give the numbers of some arrays, at least one, ascending, each once.

    This is `numpy.unique`, which first imports as much as the rest of a search takes altogether.
    """
    return distinct(np.sort(parts[0] if len(parts) == 1 else np.concatenate(parts)))


def to_gaps(positions: Numbers, counts: Numbers) -> Numbers:
    """Turn the positions of some postings into gaps: the first of each posting as it is, then differences."""
    gaps = positions.copy()
    gaps[1:] -= positions[:-1]
    starts = np.cumsum(counts, dtype=np.int64) - counts
    gaps[starts] = positions[starts]
    return gaps


def from_gaps(gaps: Numbers, counts: Numbers) -> Numbers:
    """Turn gaps back into positions; each posting has at least one."""
    if not len(gaps):
        return gaps
    sums = np.cumsum(gaps, dtype=np.uint32)
    starts = np.cumsum(counts, dtype=np.int64) - counts
    sums -= np.repeat(sums[starts] - gaps[starts], counts)
    return sums


def keys_from_gaps(gaps: Numbers, counts: Numbers, numbers: NDArray[np.int64]) -> NDArray[np.int64]:
    """Turn gaps into keys, `number << 32 | position`, by the number of each posting."""
    keys = np.cumsum(gaps, dtype=np.int64)
    if len(keys):
        starts = np.cumsum(counts, dtype=np.int64) - counts
        keys += np.repeat((numbers << np.int64(32)) - keys[starts] + gaps[starts], counts)
    return keys
