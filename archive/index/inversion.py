"""Occurrences to posting lists, by one sort of numbers that hold term, document and position."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from archive.index.codec.columns import write_lengths
from archive.index.codec.lists import Lists, runs
from archive.index.codec.postings import PostingsWriter
from archive.index.codec.sections import SectionWriter
from archive.index.codec.terms import TermWriter
from archive.index.schema import TermField

Numbers = NDArray[np.int64]


class Occurrences:
    """Where surfaces or terms occur in a batch of documents: their numbers, in runs of positions."""

    def __init__(self) -> None:
        self._numbers: list[NDArray[np.uint32]] = []
        self._runs: list[Numbers] = []

    def extend(
        self, numbers: NDArray[np.integer], docs: Numbers, starts: Numbers, sizes: Numbers, weights: Numbers
    ) -> None:
        """Add runs: the document, first position, length and weight of each, and all their numbers."""
        self._numbers.append(numbers.astype(np.uint32))
        self._runs.append(np.array((docs, starts, sizes, weights), np.int64))

    def join(self) -> Joined:
        """Give all runs, and the numbers."""
        nothing = np.empty((4, 0), np.int64)
        docs, starts, sizes, weights = np.concatenate([nothing, *self._runs], axis=1)
        numbers = np.concatenate([np.empty(0, np.uint32), *self._numbers])
        return Joined(numbers, docs, starts, sizes, weights)


class Joined(NamedTuple):
    """Occurrences laid end to end: their numbers; of each run document, first position, length, weight."""

    numbers: NDArray[np.uint32]
    run_docs: Numbers
    starts: Numbers
    sizes: Numbers
    run_weights: Numbers

    def docs(self) -> Numbers:
        """Give the document of each."""
        return np.repeat(self.run_docs, self.sizes)

    def positions(self) -> Numbers:
        """Give the position of each."""
        return runs(self.starts, self.sizes)

    def weights(self) -> Numbers:
        """Give the weight of each."""
        return np.repeat(self.run_weights, self.sizes)

    def lengths(self, doc_count: int, *, weighted: bool) -> NDArray[np.uint32]:
        """Give the number of words of each document, or the sum of their weights."""
        sizes = self.sizes * self.run_weights if weighted else self.sizes
        return np.bincount(self.run_docs, sizes, minlength=doc_count).astype(np.uint32)

    def used(self, count: int) -> Numbers:
        """Give the numbers that occur, ascending; all are below `count`."""
        present = np.zeros(count, np.bool_)
        present[self.numbers] = True
        return np.flatnonzero(present)


def ranked(used: Numbers, vocabulary: Sequence[str]) -> tuple[list[str], Numbers]:
    """Give the terms of some numbers, sorted, and by the number of each term its place among them."""
    present = np.zeros(len(vocabulary), np.bool_)
    present[used] = True
    numbers = np.flatnonzero(present).tolist()
    numbers.sort(key=vocabulary.__getitem__)
    ranks = np.zeros(len(vocabulary), np.int64)
    ranks[numbers] = np.arange(len(numbers))
    return [vocabulary[number] for number in numbers], ranks


def invert(
    ranks: Numbers, docs: Numbers, positions: Numbers | None, weights: Numbers | None
) -> tuple[Lists, Numbers]:
    """Bring occurrences into lists, by term, document and position; without weights each counts one.

    Gives also the sum of the weights of each posting, which is what its list holds unless it has positions.
    """
    if not len(ranks):
        nothing = np.empty(0, np.uint32)
        return Lists(nothing, nothing, nothing, None if positions is None else nothing), np.empty(0, np.int64)
    ranks, docs, placed, weighed = _sorted([ranks, docs, positions, weights])
    new = np.ones(len(ranks), np.bool_)
    new[1:] = (ranks[1:] != ranks[:-1]) | (docs[1:] != docs[:-1])
    starts = np.flatnonzero(new)
    counts = np.diff(np.append(starts, len(ranks)))
    sums = counts if weights is None else np.add.reduceat(weighed, starts)
    sizes = np.bincount(ranks[starts]).astype(np.uint32)
    listed = docs[starts].astype(np.uint32)
    if positions is None:
        return Lists(sizes, listed, sums.astype(np.uint32)), sums
    return Lists(sizes, listed, counts.astype(np.uint32), placed.astype(np.uint32)), sums


def write_field(
    sections: SectionWriter,
    field: TermField,
    terms: Sequence[str],
    lists: Lists,
    lengths: NDArray[np.uint32] | None,
    doc_count: int,
) -> dict[str, Any]:
    """Write the dictionary, the lists and (where there are any) the lengths of a field; give its facts."""
    facts = {"terms": len(terms), "total": 0}
    if lengths is not None:
        facts["total"] = int(lengths.sum(dtype=np.int64))
        write_lengths(sections, field.name, lengths)
    dictionary = TermWriter(field.name, patterns=field.patterns)
    dictionary.extend(terms)
    dictionary.write(sections)
    postings = PostingsWriter(field.name, doc_count, positions=lists.positions is not None)
    postings.extend(lists)
    postings.write(sections)
    return facts


def _sorted(columns: list[Numbers | None]) -> list[Numbers]:
    """Sort rows of numbers by their columns from left to right; a column that is None reads as zeros.

    The columns are joined into one 64-bit number where they fit, which sorts several times as fast.
    """
    filled = [np.zeros(1, np.int64) if column is None else column for column in columns]
    bits = [int(column.max()).bit_length() for column in filled]
    if sum(bits) > 63:
        order = np.lexsort([column for column in reversed(columns) if column is not None])
        return [
            full if column is None else column[order] for column, full in zip(columns, filled, strict=True)
        ]
    keys = np.zeros(len(filled[0]), np.int64)
    for column, width in zip(filled, bits, strict=True):
        if width:
            keys <<= width
            keys |= column
    keys.sort()
    result: list[Numbers] = []
    for width in reversed(bits):
        result.append(keys & ((1 << width) - 1))
        keys >>= width
    return result[::-1]
