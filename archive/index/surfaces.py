"""The surfaces met so far: forms in a language, numbered, each analysed once.

A surface is looked up by the key of its form (see `splitting`) and its language, a whole text at a time, in
a table that is two arrays. Keys are 64 bits and differ from one process to the next: two forms of one key
are not expected in ten million collections of a million forms.
"""

from __future__ import annotations

import os
from array import array
from collections.abc import Sequence
from itertools import islice
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from archive.analysis import Analyzer
from archive.index.codec.lists import distinct, runs
from archive.index.splitting import Keys, Splitter, Words, keys_of

Numbers = NDArray[np.int64]

LANGUAGES = 1000
"""More languages than this are not told apart: each has an analyzer of its own."""

_FREE = np.uint64(0)
_SPREAD = np.uint64(0x9E3779B97F4A7C15)


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

    def append(self, terms: Sequence[str]) -> None:
        """Add the terms of the next surface."""
        vocabulary = self.vocabulary
        for term in terms if len(terms) < 2 else dict.fromkeys(terms):
            self._numbers.append(vocabulary[term])
        self._ends.append(len(self._numbers))

    def spread(self, surfaces: NDArray[np.integer]) -> tuple[Numbers, Numbers]:
        """Give the numbers of the terms of some surfaces in order, and the place each came from."""
        ends = np.array(self._ends, np.int64)
        starts = np.concatenate(([0], ends[:-1])) if len(ends) else ends
        sizes = (ends - starts)[surfaces]
        numbers = np.array(self._numbers, np.int64)[runs(starts[surfaces], sizes)]
        return numbers, np.repeat(np.arange(len(surfaces)), sizes)


class Numbering:
    """Numbers below 2**32 by keys: a table with open addressing, searched for many keys at once."""

    def __init__(self) -> None:
        self.count = 0
        self._resize(16)

    def find(self, keys: Keys) -> NDArray[np.int64]:
        """Give the number of each key, -1 where it has none."""
        found = np.full(len(keys), -1, np.int64)
        left, at = np.arange(len(keys)), self._home(keys)
        while len(left):
            there = self._keys[at]
            hit = there == keys
            found[left[hit]] = self._numbers[at[hit]]
            on = np.flatnonzero(~hit & (there != _FREE))
            left, keys, at = left[on], keys[on], (at[on] + 1) & self._mask
        return found

    def add(self, keys: Keys) -> None:
        """Give numbers, from `count` on, to keys that have none yet and come once."""
        numbers = np.arange(self.count, self.count + len(keys), dtype=np.uint32)
        self.count += len(keys)
        while self.count * 2 > self._mask:
            old = np.flatnonzero(self._keys)
            known, given = self._keys[old], self._numbers[old]
            self._resize((self._mask + 1).bit_length())
            self._put(known, given)
        self._put(keys, numbers)

    def _resize(self, bits: int) -> None:
        self._mask = (1 << bits) - 1
        self._shift = np.uint64(64 - bits)
        self._keys = np.zeros(1 << bits, np.uint64)
        self._numbers = np.zeros(1 << bits, np.uint32)

    def _home(self, keys: Keys) -> NDArray[np.int64]:
        return ((keys * _SPREAD) >> self._shift).astype(np.int64)

    def _put(self, keys: Keys, numbers: NDArray[np.uint32]) -> None:
        at = self._home(keys)
        while len(keys):
            free = np.flatnonzero(self._keys[at] == _FREE)
            self._keys[at[free]] = keys[free]  # of two at one place the last stays
            placed = self._keys[at] == keys
            self._numbers[at[placed]] = numbers[placed]
            keys, numbers, at = keys[~placed], numbers[~placed], (at[~placed] + 1) & self._mask


class Surfaces:
    """All surfaces met so far, over all languages, with their forms, stems and parts."""

    def __init__(self) -> None:
        self._splitter = Splitter()
        self._table = Numbering()
        self._analyzers: dict[int, Analyzer] = {}
        self.languages: dict[str | None, int] = {None: 0}
        self._salts = np.frombuffer(os.urandom(8 * (LANGUAGES + 1)), np.uint64)
        self.spoken = array("H")
        self.forms = Relation()
        self.stems = Relation()
        self.parts = Relation()
        self._checksums = array("I")

    @property
    def count(self) -> int:
        """How many surfaces there are."""
        return len(self.spoken)

    def checksums(self, surfaces: NDArray[np.integer]) -> NDArray[np.uint64]:
        """Give a number for the form of each of some surfaces, the same one in every index."""
        unseen = islice(self.forms.vocabulary, len(self._checksums), None)
        self._checksums.extend([crc32(form.encode(errors="surrogatepass")) for form in unseen])
        numbers, _ = self.forms.spread(np.arange(self.count))
        found: NDArray[np.uint64] = np.array(self._checksums, np.uint64)[numbers][surfaces]
        return found

    def language(self, language: str | None) -> int:
        """Give the number of a language; when there are too many, that of the unknown one."""
        if language not in self.languages and len(self.languages) < LANGUAGES:
            self.languages[language] = len(self.languages)
        return self.languages.get(language, 0)

    def split(self, texts: Sequence[str], spoken: Numbers) -> tuple[NDArray[np.int64], Words]:
        """Split texts, each in a language by its number; give their surfaces in order, and the words."""
        words = self._splitter.split(texts)
        return self._number(words.keys, np.repeat(spoken, words.sizes), words), words

    def numbers(self, forms: Sequence[str], spoken: Numbers) -> NDArray[np.int64]:
        """Give the surfaces of forms, each in a language by its number."""
        return self._number(keys_of(forms), spoken, forms)

    def _number(self, keys: Keys, spoken: Numbers, words: Words | Sequence[str]) -> NDArray[np.int64]:
        keys = keys + self._salts[spoken]
        keys[keys == _FREE] = 1
        found = self._table.find(keys)
        missing = np.flatnonzero(found < 0)
        if len(missing):
            fresh, first = np.unique(keys[missing], return_index=True)
            places = missing[first]
            form = words.form if isinstance(words, Words) else words.__getitem__
            for number in distinct(np.sort(spoken[places])).tolist():
                own = spoken[places] == number
                self._analyze([form(place) for place in places[own].tolist()], number)
                self._table.add(fresh[own])
            found[missing] = self._table.find(keys[missing])
        return found

    def _analyze(self, forms: Sequence[str], spoken: int) -> None:
        """Take in the next surfaces."""
        analyzer = self._analyzers.get(spoken)
        if analyzer is None:
            language = next(language for language, number in self.languages.items() if number == spoken)
            analyzer = self._analyzers[spoken] = Analyzer(language)
        for form, stems, parts in analyzer.terms_of(forms):
            self.forms.append((form,))
            self.stems.append(stems)
            self.parts.append(parts)
        self.spoken.extend([spoken] * len(forms))
