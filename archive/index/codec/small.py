"""The fields of a small segment: plain numbers, which cost next to nothing to write, to read and to merge.

::

    <field>.small.terms      the sorted terms, each followed by 0xFF
    <field>.small.numbers    u32 how many bytes each of these has (1, 2 or 4): how many postings there are; 1
                             in a field with positions, else 0; how many postings each term has; the
                             document of each; the weight of each; the positions, as many as these say

All of a field is read at once. Who reads it sees the same as in `terms` and `rare`.
"""

from __future__ import annotations

import struct
from bisect import bisect_left
from collections.abc import Sequence
from functools import cached_property
from itertools import chain, pairwise

import numpy as np
from numpy.typing import NDArray

from archive.index.codec.lists import Lists, Numbers, runs
from archive.index.codec.packing import WIDE, whole, widen
from archive.index.codec.sections import Sections, SectionWriter
from archive.index.codec.terms import BLOCK, END, TermDictionary

SMALL = 64
"""A segment of no more documents than this is small: its terms are read in half a millisecond."""

_HEAD = 4
_COUNTS = 2


def write_small(
    sections: SectionWriter,
    field: str,
    terms: Sequence[bytes],
    sizes: Sequence[int] | Numbers,
    docs: Sequence[int] | Numbers,
    weights: Sequence[int] | Numbers,
    positions: Sequence[int] | Numbers | None,
) -> None:
    """Write the sections drawn above, from terms in UTF-8 and what `Lists` has."""
    counts = [len(docs), positions is not None]
    parts = [counts, sizes, docs, weights, [] if positions is None else positions]
    if isinstance(docs, list):
        raw = _narrowed(list(chain.from_iterable(parts)))
    else:
        numbers = np.concatenate(parts, dtype=np.uint32, casting="unsafe")
        width = whole(int(numbers.max()))
        raw = width.to_bytes(_HEAD, "little") + numbers.astype(WIDE[8 * width]).tobytes()
    sections.add(f"{field}.small.terms", END.join([*terms, b""]))
    sections.add(f"{field}.small.numbers", raw)


def _narrowed(numbers: list[int]) -> bytes:
    """Give numbers with their width before them; for some hundreds quicker than by way of an array."""
    width = whole(max(numbers))
    raw = (
        bytes(numbers)
        if width == 1
        else struct.pack(f"<{len(numbers)}{'H' if width == 2 else 'I'}", *numbers)
    )
    return width.to_bytes(_HEAD, "little") + raw


def together(
    parts: Sequence[tuple[Sequence[bytes], Lists, NDArray[np.int64]]],
) -> tuple[list[bytes], Lists, list[NDArray[np.int64]]]:
    """Bring the lists of a field in several segments together, given new numbers for their documents.

    A part has its terms in UTF-8, their lists, and the new number of each document, -1 of a deleted one; the
    numbers of a part are greater than those before. Gives the terms that are left, their lists, and for each
    part the new ordinal of each of its terms, -1 of one that is gone.
    """
    every = sorted(set().union(*(terms for terms, _, _ in parts)))
    places = {term: place for place, term in enumerate(every)}
    own = [np.fromiter(map(places.__getitem__, terms), np.int64, len(terms)) for terms, _, _ in parts]
    owners = np.concatenate([np.repeat(o, lists.sizes) for o, (_, lists, _) in zip(own, parts, strict=True)])
    docs = np.concatenate([numbers[lists.docs] for _, lists, numbers in parts])
    weights = np.concatenate([lists.weights for _, lists, _ in parts])
    order = np.argsort(owners, kind="stable")
    order = order[docs[order] >= 0]
    sizes = np.bincount(owners[order], minlength=len(every))
    positions = None
    held = [lists.positions for _, lists, _ in parts if lists.positions is not None]
    if len(held) == len(parts):
        starts = np.cumsum(weights, dtype=np.int64) - weights
        positions = np.concatenate(held)[runs(starts[order], weights[order])]
    left = np.flatnonzero(sizes)
    ordinals = np.full(len(every), -1, np.int64)
    ordinals[left] = np.arange(len(left))
    lists = Lists(sizes[left].astype(np.uint32), docs[order].astype(np.uint32), weights[order], positions)
    return [every[place] for place in left.tolist()], lists, [ordinals[ranks] for ranks in own]


def is_small(sections: Sections, field: str) -> bool:
    """Tell whether a field was written so."""
    return f"{field}.small.numbers" in sections


class SmallTerms(TermDictionary):
    """The sorted terms of a field, read all at once."""

    def __init__(self, sections: Sections, field: str, count: int) -> None:
        self._sections = sections
        self._name = f"{field}.small."
        self._count = count

    @cached_property
    def _every(self) -> list[bytes]:
        terms = bytes(self._sections.bytes(self._name + "terms")).split(END)[:-1]
        if len(terms) != self._count:
            raise self._sections.damaged("has a damaged dictionary")
        return terms

    def _term(self, ordinal: int) -> bytes:
        if not 0 <= ordinal < self._count:
            raise IndexError(ordinal)
        return self._every[ordinal]

    def _block(self, number: int) -> list[bytes]:
        return self._every[number * BLOCK : (number + 1) * BLOCK]

    def encoded(self) -> list[bytes]:
        """Give every term in order, in UTF-8."""
        return self._every

    def _lower_bound(self, wanted: bytes) -> int:
        return bisect_left(self._every, wanted)


class SmallLists:
    """The lists of a field of a small segment, by places in `docs`."""

    def __init__(self, sections: Sections, field: str, terms: int, doc_count: int) -> None:
        damaged = sections.damaged(f"has damaged postings of {field}")
        raw = sections.bytes(f"{field}.small.numbers")
        width = int.from_bytes(raw[:_HEAD], "little")
        if width not in (1, 2, 4) or len(raw) % width or len(raw) < _HEAD + _COUNTS * width:
            raise damaged
        numbers = widen(raw[_HEAD:], width)
        numbers.flags.writeable = False
        count, positions = numbers[:_COUNTS].tolist()
        ends = np.cumsum([_COUNTS, terms, count, count]).tolist()
        if ends[-1] > len(numbers):
            raise damaged
        sizes, self._docs, self._weights = (numbers[start:end] for start, end in pairwise(ends))
        self._positions = numbers[ends[-1] :]
        self.has_positions = positions == 1
        self.runs = SmallRuns(sizes)
        """Where the list of each term lies."""
        self._places = np.zeros(count + 1, np.int64)
        np.cumsum(self._weights, out=self._places[1:])
        held = int(self._places[-1]) if self.has_positions else 0
        if (self.runs.total, len(self._positions)) != (count, held):
            raise damaged
        if int(self._docs.max(initial=0)) >= doc_count:
            raise damaged

    def docs(self, start: int, stop: int) -> Numbers:
        """Give the documents of the postings [start, stop)."""
        return self._docs[start:stop]

    def weights(self, start: int, stop: int) -> Numbers:
        """Give the weights of the postings [start, stop)."""
        return self._weights[start:stop]

    def gather(self, first: NDArray[np.integer], sizes: NDArray[np.integer]) -> tuple[Numbers, Numbers]:
        """Give documents and weights of many lists by where they begin and how long they are."""
        places = runs(first, sizes)
        return self._docs[places], self._weights[places]

    def positions(self, start: int, stop: int) -> Numbers:
        """Give the positions of the postings [start, stop), laid end to end."""
        return self._positions[int(self._places[start]) : int(self._places[stop])]


class SmallRuns:
    """How long the list of each term is, and where it begins."""

    def __init__(self, sizes: Numbers) -> None:
        self.count = len(sizes)
        self._sizes = sizes
        self._starts = np.zeros(len(sizes) + 1, np.int64)
        np.cumsum(sizes, out=self._starts[1:])
        self.total = int(self._starts[-1])

    def sizes(self, first: int = 0, last: int | None = None) -> Numbers:
        """Give how long the lists [first, last) are."""
        return self._sizes[first:last].copy()

    def starts(self, first: int = 0, last: int | None = None) -> NDArray[np.int64]:
        """Give where the lists [first, last) begin, and where the last of them ends."""
        last = self.count if last is None else last
        return self._starts[first : last + 1]

    def bounds(self, place: int) -> tuple[int, int]:
        """Give where one list begins and ends."""
        return int(self._starts[place]), int(self._starts[place + 1])

    def at(self, places: NDArray[np.integer]) -> tuple[NDArray[np.int64], Numbers]:
        """Give where some lists begin, and how long they are."""
        return self._starts[places], self._sizes[places]
