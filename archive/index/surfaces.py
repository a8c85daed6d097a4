"""The surface forms met so far, numbered.

A form is looked up by its key (see `splitting`), those of many texts at a time, in a table that is two
arrays. Keys are 64 bits and differ from one process to the next: two forms of one key are not expected in ten
million collections of a million forms.
"""

from __future__ import annotations

import os
from array import array
from collections.abc import Sequence
from itertools import islice
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from archive.index.splitting import Keys, Splitter, Words, keys_of

Numbers = NDArray[np.int64]

_FREE = np.uint64(0)
_SPREAD = np.uint64(0x9E3779B97F4A7C15)


class Vocabulary(dict[str, int]):
    """Numbers for terms, given in the order they are first asked for."""

    def __missing__(self, term: str) -> int:
        number = self[term] = len(self)
        return number


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

    def take(self, keys: Keys) -> tuple[NDArray[np.int64], NDArray[np.intp]]:
        """Give the number of each key, new ones where there are none; and the first place of each new key."""
        keys = np.where(keys == _FREE, np.uint64(1), keys)
        found = self.find(keys)
        missing = np.flatnonzero(found < 0)
        if not len(missing):
            return found, missing
        fresh, first = np.unique(keys[missing], return_index=True)
        self.add(fresh)
        found[missing] = self.find(keys[missing])
        return found, missing[first]

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
    """All surface forms met so far."""

    def __init__(self) -> None:
        self.name = os.urandom(8).hex()
        """No others are called the same."""
        self.forms: list[str] = []
        self._splitter = Splitter()
        self._table = Numbering()
        self._checksums = array("I")
        self._commit = ""
        self._told = np.zeros(0, np.bool_)

    def split(self, texts: Sequence[str]) -> tuple[Numbers, Words]:
        """Split texts; give the numbers of their words in order, and the words."""
        words = self._splitter.split(texts)
        numbers, fresh = self._table.take(words.keys)
        self.forms += words.forms(fresh)
        return numbers, words

    def numbers(self, forms: Sequence[str]) -> Numbers:
        """Give the numbers of forms."""
        numbers, fresh = self._table.take(keys_of(forms))
        self.forms += [forms[place] for place in fresh.tolist()]
        return numbers

    def checksums(self, numbers: NDArray[np.integer]) -> NDArray[np.uint64]:
        """Give a number for each of some forms that is the same in every index."""
        unseen = islice(self.forms, len(self._checksums), None)
        self._checksums.extend([crc32(form.encode(errors="surrogatepass")) for form in unseen])
        found: NDArray[np.uint64] = np.array(self._checksums, np.uint64)[numbers]
        return found

    def untold(self, numbers: Numbers, commit: str) -> Numbers:
        """Give those of some numbers that were not given before in a commit; the next begins from nothing."""
        if commit != self._commit:
            self._commit, self._told = commit, np.zeros(0, np.bool_)
        if len(self._told) < len(self.forms):
            self._told = np.concatenate((self._told, np.zeros(len(self.forms) - len(self._told), np.bool_)))
        fresh = numbers[~self._told[numbers]]
        self._told[fresh] = True
        return fresh
