"""Documents to posting lists: words are numbered as they come and brought into order by one sort.

A *surface* is a form in a language; each has a number, so that what is done for every word is one
look-up in a dictionary. Stems and parts are derived once for each surface and spread over the words as
arrays.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from archive.analysis import Analyzer
from archive.index.codec.lists import Lists, runs

Numbers = NDArray[np.int64]


LANGUAGES = 1000
"""More languages than this are not told apart: each has an analyzer of its own."""


class Vocabulary(dict[str, int]):
    """Numbers for terms, given in the order they are first asked for."""

    def __missing__(self, term: str) -> int:
        number = self[term] = len(self)
        return number


class Relation:
    """For each surface the numbers of some terms: none, one or several."""

    def __init__(self) -> None:
        self.vocabulary = Vocabulary()
        self._numbers = array("I")
        self._ends = array("I")

    def append(self, terms: Iterable[str]) -> None:
        """Add the terms of the next surface."""
        self._numbers.extend([self.vocabulary[term] for term in dict.fromkeys(terms)])
        self._ends.append(len(self._numbers))

    def spread(self, surfaces: Numbers) -> tuple[Numbers, Numbers]:
        """Give the numbers of the terms of some surfaces in order, and the place each came from."""
        ends = np.array(self._ends, np.int64)
        starts = np.concatenate(([0], ends[:-1])) if len(ends) else ends
        sizes = (ends - starts)[surfaces]
        numbers = np.array(self._numbers, np.int64)[runs(starts[surfaces], sizes)]
        return numbers, np.repeat(np.arange(len(surfaces)), sizes)


class Surfaces:
    """All surfaces met so far, over all languages, with their forms, stems and parts."""

    def __init__(self) -> None:
        self._known: dict[int, _Known] = {}
        self.languages: dict[str | None, int] = {None: 0}
        self.spoken = array("H")
        self.forms = Relation()
        self.stems = Relation()
        self.parts = Relation()

    @property
    def count(self) -> int:
        """How many surfaces there are."""
        return len(self.spoken)

    def language(self, language: str | None) -> int:
        """Give the number of a language; when there are too many, that of the unknown one."""
        if language not in self.languages and len(self.languages) < LANGUAGES:
            self.languages[language] = len(self.languages)
        return self.languages.get(language, 0)

    def numbers(self, forms: Sequence[str], language: str | None) -> array[int]:
        """Give the surface numbers of the forms of a text, in order."""
        spoken = self.language(language)
        known = self._known.get(spoken)
        if known is None:
            known = self._known[spoken] = _Known(self, spoken, Analyzer(language if spoken else None))
        return array("I", map(known.__getitem__, forms))


class _Known(dict[str, int]):
    """The surfaces of one language by their forms; a form not met before is analysed when it is asked for."""

    def __init__(self, surfaces: Surfaces, spoken: int, analyzer: Analyzer) -> None:
        super().__init__()
        self._surfaces = surfaces
        self._spoken = spoken
        self._analyzer = analyzer

    def __missing__(self, form: str) -> int:
        surfaces, terms = self._surfaces, self._analyzer.terms(form)
        number = self[form] = surfaces.count
        surfaces.spoken.append(self._spoken)
        surfaces.forms.append((terms.form,))
        surfaces.stems.append(terms.stems)
        surfaces.parts.append(terms.parts)
        return number


class Words:
    """The words of a batch of documents, in order: numbers of surfaces or terms, in runs of positions."""

    def __init__(self) -> None:
        self.numbers = array("I")
        self._docs = array("I")
        self._starts = array("I")
        self._sizes = array("I")
        self._weights = array("I")

    def add(self, numbers: Sequence[int], doc: int, start: int, weight: int = 1) -> None:
        """Add a run that begins at a position."""
        self.numbers.extend(numbers)
        self._docs.append(doc)
        self._starts.append(start)
        self._sizes.append(len(numbers))
        self._weights.append(weight)

    def docs(self) -> Numbers:
        """Give the document of each word."""
        return np.repeat(np.array(self._docs, np.int64), self._sizes)

    def positions(self) -> Numbers:
        """Give the position of each word."""
        return runs(np.array(self._starts, np.int64), np.array(self._sizes, np.uint32))

    def weights(self) -> Numbers:
        """Give the weight of each word."""
        return np.repeat(np.array(self._weights, np.int64), self._sizes)

    def lengths(self, doc_count: int, *, weighted: bool) -> NDArray[np.uint32]:
        """Give the number of words of each document, or the sum of their weights."""
        sizes = np.array(self._sizes, np.int64)
        sizes = sizes * np.array(self._weights, np.int64) if weighted else sizes
        return np.bincount(np.array(self._docs, np.int64), sizes, minlength=doc_count).astype(np.uint32)


def ranked(numbers: Numbers, vocabulary: Sequence[str]) -> tuple[list[str], Numbers]:
    """Give the terms that occur, sorted, and by the number of each term its place among them."""
    present = np.zeros(len(vocabulary), np.bool_)
    present[numbers] = True
    used = sorted(np.flatnonzero(present).tolist(), key=vocabulary.__getitem__)
    ranks = np.zeros(len(vocabulary), np.int64)
    ranks[used] = np.arange(len(used))
    return [vocabulary[number] for number in used], ranks


def invert(ranks: Numbers, docs: Numbers, positions: Numbers | None, weights: Numbers | None) -> Lists:
    """Bring occurrences into lists, by term, document and position; without weights each counts one."""
    if not len(ranks):
        nothing = np.empty(0, np.uint32)
        return Lists(nothing, nothing, nothing, None if positions is None else nothing)
    ranks, docs, placed, weighed = _sorted([ranks, docs, positions, weights])
    new = np.ones(len(ranks), np.bool_)
    new[1:] = (ranks[1:] != ranks[:-1]) | (docs[1:] != docs[:-1])
    starts = np.flatnonzero(new)
    counts = np.diff(np.append(starts, len(ranks))).astype(np.uint32)
    total = counts if weights is None else np.add.reduceat(weighed, starts).astype(np.uint32)
    sizes = np.bincount(ranks[starts]).astype(np.uint32)
    listed = docs[starts].astype(np.uint32)
    if positions is None:
        return Lists(sizes, listed, total)
    return Lists(sizes, listed, counts, placed.astype(np.uint32))


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
        keys <<= width
        keys |= column
    keys.sort()
    result = []
    for width in reversed(bits):
        result.append(keys & ((1 << width) - 1))
        keys >>= width
    return result[::-1]
