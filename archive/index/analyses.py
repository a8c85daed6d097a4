"""What forms stand for, in each of their languages: their stems, and the parts of compounds among them.

Each form is analysed once for each language that it is met in, and remembered as numbers. Several processes
can share the forms of a commit; what each has found is brought together again.
"""

from __future__ import annotations

import os
from array import array
from collections.abc import Iterable, Sequence
from itertools import chain, compress
from typing import NamedTuple
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from archive.analysis import Analyzer
from archive.index.codec.lists import runs, united
from archive.index.codec.members import member_keys
from archive.index.splitting import keys_of
from archive.index.surfaces import Numbering, Vocabulary

CHUNK = 10_000
"""Forms that are analysed before what they stand for is put away as numbers (5 MB)."""

REMEMBERED = 400_000
"""Analyses that are remembered from one time to the next (about 100 MB)."""

Numbers = NDArray[np.int64]


class Relation:
    """For each analysed form the numbers of some terms: none, one or several."""

    def __init__(self) -> None:
        self.vocabulary = Vocabulary()
        self._numbers = array("I")
        self._ends = array("I")

    def extend(self, rows: Sequence[Sequence[str]]) -> None:
        """Add the terms of the next forms; those of one form are different."""
        first = len(self._numbers)
        self._numbers.extend(map(self.vocabulary.__getitem__, chain.from_iterable(rows)))
        ends = np.cumsum(np.fromiter(map(len, rows), np.int64, len(rows))) + first
        self._ends.frombytes(ends.astype(np.uint32).tobytes())

    def spread(self, forms: NDArray[np.integer]) -> tuple[Numbers, Numbers]:
        """Give the numbers of the terms of some forms in order, and the place each came from."""
        ends = np.array(self._ends, np.int64)
        starts = np.concatenate(([0], ends[:-1])) if len(ends) else ends
        sizes = (ends - starts)[forms]
        numbers = np.array(self._numbers, np.int64)[runs(starts[forms], sizes)]
        return numbers, np.repeat(np.arange(len(forms)), sizes)


class Spoken(NamedTuple):
    """Some forms in one language: the place of each among all forms, and how it is written."""

    language: str | None
    number: int
    places: Numbers
    forms: list[str]

    def share(self, place: int, shares: int) -> Spoken:
        """Give what falls to one of some who share the forms: whatever else there is, the same for a form."""
        if shares == 1:
            return self
        own = [crc32(form.encode(errors="surrogatepass")) % shares == place for form in self.forms]
        chosen = np.array(own, np.bool_)
        return self._replace(places=self.places[chosen], forms=list(compress(self.forms, own)))


class Found(NamedTuple):
    """Terms that forms stand for, in no order; of each pair the place of the term, the form, the language."""

    terms: list[str]
    owners: Numbers
    forms: Numbers
    languages: Numbers


class Members(NamedTuple):
    """Which terms some forms stand for: the terms, sorted, and of each pair its key (`member_keys`)."""

    terms: list[str]
    keys: Numbers

    @classmethod
    def of(cls, parts: Sequence[Found]) -> Members:
        """Bring together what was found of several shares of the forms."""
        terms = sorted(set(chain.from_iterable(part.terms for part in parts)))
        places = dict(zip(terms, range(len(terms)), strict=True))
        keys = [np.empty(0, np.int64)]
        for part in parts:
            ranks = np.fromiter(map(places.__getitem__, part.terms), np.int64, len(part.terms))
            keys.append(member_keys(ranks[part.owners], part.forms, part.languages))
        return cls(terms, united(keys))


class Analyses:
    """What forms are found by, in each of their languages; worked out once and remembered."""

    def __init__(self) -> None:
        self._clear()

    def _clear(self) -> None:
        self._table = Numbering()
        self._analyzers: dict[str | None, Analyzer] = {}
        self._salts: dict[str | None, np.uint64] = {}
        self._stems, self._parts = Relation(), Relation()

    def find(self, spoken: Iterable[Spoken]) -> tuple[Found, Found]:
        """Give the stems of some forms, and the parts of compounds among them."""
        if self._table.count > REMEMBERED:
            self._clear()
        numbered = [(self._numbers(own.forms, own.language), own) for own in spoken]
        return _found(self._stems, numbered), _found(self._parts, numbered)

    def _numbers(self, forms: Sequence[str], language: str | None) -> Numbers:
        """Give the numbers of the analyses of forms in a language."""
        analyzer = self._analyzers.get(language)
        if analyzer is None:
            analyzer = self._analyzers[language] = Analyzer(language)
            self._salts[language] = np.frombuffer(os.urandom(8), np.uint64)[0]
        numbers, fresh = self._table.take(keys_of(forms) + self._salts[language])
        for start in range(0, len(fresh), CHUNK):
            terms = analyzer.terms_of([forms[place] for place in fresh[start : start + CHUNK].tolist()])
            self._stems.extend([each.stems for each in terms])
            self._parts.extend(
                [each.parts if len(each.parts) < 2 else _different(each.parts) for each in terms]
            )
        return numbers


def _different(terms: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(terms))


def _found(relation: Relation, numbered: Iterable[tuple[Numbers, Spoken]]) -> Found:
    columns = [np.empty((3, 0), np.int64)]
    for numbers, spoken in numbered:
        owners, origin = relation.spread(numbers)
        columns.append(np.array((owners, spoken.places[origin], np.full(len(owners), spoken.number))))
    owners, forms, languages = np.concatenate(columns, axis=1)
    used = united([owners])
    vocabulary = list(relation.vocabulary)
    terms = [vocabulary[number] for number in used.tolist()]
    return Found(terms, used.searchsorted(owners), forms, languages)
