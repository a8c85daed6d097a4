"""Many texts to words at once: what `analysis.forms` gives for each, as arrays of numbers.

The texts are laid end to end as 16-bit units and looked at by whole arrays. A word is a run of letters and
digits; its *key* is the polynomial hash of its lower-case units, which is had from sums that run over all
texts. Whatever is no plain word (3,5 and don't and Bürger:innen) stands in a cluster between two plain
separators, and is split by `forms`; so are texts in which more than single letters must be looked at.
"""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Collection, Sequence
from functools import cache
from itertools import accumulate, chain
from typing import Any

import numpy as np
from numpy.typing import NDArray

from archive.analysis import forms
from archive.index.codec.lists import distinct, runs
from archive.numerals import with_points

Keys = NDArray[np.uint64]
Numbers = NDArray[np.int64]
Units = NDArray[np.uint16]
_Span = tuple[int, int, list[str]]

MOST = 1 << 18
"""Units of a text that is looked at by arrays; longer ones, which are books, are split one by one."""

MEMO = 20_000
"""How many clusters that were split are remembered."""

_SEPARATOR, _APOSTROPHE, _PLUS, _HASH, _AMPERSAND, _STOP, _GENDER, _HYPHEN, _SECTION, _CAREFUL = range(10)
_WORD = ord("0")
"""Codes from here on are letters and digits, in lower case."""

_JOINING = {
    **dict.fromkeys("'’ʼ", _APOSTROPHE),
    **dict.fromkeys(".,", _STOP),
    **dict.fromkeys(":*_/", _GENDER),
    "+": _PLUS,
    "#": _HASH,
    "&": _AMPERSAND,
    "-": _HYPHEN,
    "§": _SECTION,
}
_PLAIN = (range(0x0300), range(0x0370, 0x0483), range(0x048A, 0x0590), range(0x1E00, 0x3005))
_NO_LETTERS = (range(0xE000, 0xF900), range(0xFE00, 0xFE10))
_FINAL = "Σ"  # its lower case depends on what follows
_GAP = "\n".encode("utf-16-le")


@cache
def _codes() -> Units:
    """For each unit: its lower case where it is of a word, else what it may do between words."""
    codes = np.full(1 << 16, _CAREFUL, np.uint16)
    for number in chain(*_PLAIN):
        char = chr(number)
        if char in _JOINING:
            codes[number] = _JOINING[char]
        elif not unicodedata.is_normalized("NFC", char) or unicodedata.combining(char) or char in _FINAL:
            continue
        elif len(lower := char.lower()) == 1:
            codes[number] = ord(lower) if char.isalnum() else _SEPARATOR
    for span in _NO_LETTERS:
        codes[span.start : span.stop] = _SEPARATOR
    codes[0xAD] = _CAREFUL
    return codes


class _Odd:
    """Words that are not plain, by the spans they stand in: where each begins and ends, and its forms."""

    def __init__(self, spans: Sequence[_Span]) -> None:
        self.starts = np.array([start for start, _, _ in spans], np.int64)
        self.ends = np.array([end for _, end, _ in spans], np.int64)
        self.counts = np.cumsum([0, *(len(found) for _, _, found in spans)])
        self.forms = [form for _, _, found in spans for form in found]


class Words:
    """The words of some texts, in order: the key of each, and how many each text has."""

    def __init__(self, lower: Units, firsts: Numbers, by_hand: Collection[int], odd: _Odd) -> None:
        """Find the plain words in units, where each text has its first; put odd ones among them."""
        edges = np.flatnonzero(np.diff(lower >= _WORD)) + 1
        starts, ends = edges[::2], edges[1::2]
        self.keys = hashed(lower, starts, ends)
        self._lower, self._firsts, self._by_hand, self._odd = lower, firsts, by_hand, odd
        self._plain = self._starts = starts
        self._ends = ends
        if odd.forms:
            between = np.searchsorted(starts, np.repeat(odd.starts, np.diff(odd.counts)))
            self.keys = np.insert(self.keys, between, keys_of(odd.forms))
            self._starts = np.insert(starts, between, -1)
            self._ends = np.insert(ends, between, np.arange(len(odd.forms)))
        self._before = self._count(np.append(firsts, len(lower)))
        self.sizes = np.diff(self._before)

    def forms(self, places: NDArray[np.integer]) -> list[str]:
        """Give words as they are looked up."""
        if not len(places):
            return []
        every, odd = self._lower.tobytes().decode("utf-16-le"), self._odd.forms
        spans = zip(self._starts[places].tolist(), self._ends[places].tolist(), strict=True)
        return [every[start:end] if start >= 0 else odd[end] for start, end in spans]

    def positions(self, texts: Numbers, offsets: Numbers) -> Numbers:
        """Tell how many words of a text begin before an offset, for many; -1 where that is not known."""
        places = self._firsts[texts] + offsets
        positions = self._count(places) - self._before[texts]
        spans = np.searchsorted(self._odd.starts, places, side="right")
        positions[places < np.concatenate(([0], self._odd.ends))[spans]] = -1
        positions[np.isin(texts, list(self._by_hand))] = -1
        return positions

    def _count(self, places: Numbers) -> Numbers:
        """Count the words before some places."""
        odd = self._odd.counts[np.searchsorted(self._odd.starts, places)]
        found: Numbers = np.searchsorted(self._plain, places) + odd
        return found


class Splitter:
    """Splits texts, remembering clusters it has met."""

    def __init__(self) -> None:
        self._memo: dict[str, list[str]] = {}

    def split(self, texts: Sequence[str]) -> Words:
        """Split texts into their words."""
        soft = {number for number, text in enumerate(texts) if "\xad" in text}
        rows = [text.replace("\xad", "") if number in soft else text for number, text in enumerate(texts)]
        rows = [with_points(row) for row in rows]
        encoded = [row.encode("utf-16-le", "surrogatepass") if len(row) <= MOST else b"" for row in rows]
        units = np.frombuffer(_GAP.join([b"", *encoded, b""]), "<u2")
        lower = _codes()[units]
        sizes = np.array([len(raw) // 2 for raw in encoded], np.int64)
        firsts = np.cumsum(sizes + 1) - sizes
        careful = np.searchsorted(firsts, np.flatnonzero(lower == _CAREFUL), side="right") - 1
        by_hand = {*distinct(careful).tolist(), *(n for n, row in enumerate(rows) if len(row) > MOST)}
        odd: list[_Span] = []
        for number in by_hand:
            first, end = int(firsts[number]), int(firsts[number] + sizes[number])
            lower[first:end] = _SEPARATOR
            odd.append((first, end, forms(rows[number])))
        odd.extend(self._clusters(units, lower))
        odd.sort(key=_start)
        return Words(lower, firsts, by_hand | soft, _Odd(odd))

    def _clusters(self, units: Units, lower: Units) -> list[_Span]:
        """Take out of the text what may be no plain words, and split it."""
        at = np.flatnonzero(lower - np.uint16(1) < _WORD - 1)
        before, code, after = lower[at - 1], lower[at], lower[at + 1]
        joins = (code == _APOSTROPHE) | (code == _AMPERSAND)
        wanted = joins & (after >= _WORD)
        wanted |= (code == _STOP) & _digits(before) & _digits(after)
        wanted |= (code == _PLUS) & (after == _PLUS)
        wanted |= (code == _HASH) & (after < _WORD)
        wanted |= (code == _GENDER) & ((after == ord("i")) | (after == _HYPHEN))
        wanted &= before >= _WORD
        wanted |= code == _SECTION
        at = at[wanted]
        if not len(at):
            return []
        separators = np.flatnonzero(lower == _SEPARATOR)
        right = distinct(np.searchsorted(separators, at))
        starts, ends = separators[right - 1] + 1, separators[right]
        lower[runs(starts, ends - starts)] = _SEPARATOR
        spans = zip(starts.tolist(), ends.tolist(), strict=True)
        return [(start, end, self._split_cluster(units[start:end].tobytes())) for start, end in spans]

    def _split_cluster(self, raw: bytes) -> list[str]:
        text = raw.decode("utf-16-le")
        found = self._memo.get(text)
        if found is None:
            if len(self._memo) >= MEMO:
                self._memo.clear()
            found = self._memo[text] = forms(text)
        return found


def keys_of(words: Sequence[str]) -> Keys:
    """Give the keys of words as `analysis.forms` gives them; no word holds a NUL."""
    if not words:
        return np.empty(0, np.uint64)
    if max(map(len, words)) * 2 > MOST:
        return np.array([hash(w) % 2**64 if len(w) * 2 > MOST else keys_of([w])[0] for w in words], np.uint64)
    parts = []
    ends = list(accumulate(len(word) + 1 for word in words))
    start = 0
    while start < len(words):
        stop = start + 1
        reached = ends[start - 1] if start else 0
        while stop < len(words) and (ends[stop] - reached) * 2 <= MOST:
            stop += 1
        joined = "\0".join(["", *words[start:stop], ""]).encode("utf-16-le", "surrogatepass")
        units = np.frombuffer(joined, "<u2")
        gaps = np.flatnonzero(units == 0)
        parts.append(hashed(units, gaps[:-1] + 1, gaps[1:]))
        start = stop
    return np.concatenate(parts)


def hashed(units: Units, starts: Numbers, ends: Numbers) -> Keys:
    """Give the hash of each run of units: it is the same for the same units, wherever they stand."""
    powers, inverses = _powers(1 << len(units).bit_length())
    sums = np.zeros(len(units) + 1, np.uint64)
    np.cumsum(units * powers[: len(units)], out=sums[1:])
    return (sums[ends] - sums[starts]) * inverses[starts]


_BASE = int.from_bytes(os.urandom(8), "little") | 1
"""Odd, and another in each process: nobody can make up words whose keys meet."""

_tables: dict[str, Any] = {}


def _powers(count: int) -> tuple[Keys, Keys]:
    """Give the powers of the base from 0 on, and of its inverse; both in numbers modulo 2**64."""
    if len(_tables.get("powers", ())) < count:
        for name, base in (("powers", _BASE), ("inverses", pow(_BASE, -1, 2**64))):
            factors = np.full(count, base, np.uint64)
            factors[0] = 1
            _tables[name] = np.cumprod(factors)
    return _tables["powers"], _tables["inverses"]


def _digits(codes: Units) -> NDArray[np.bool_]:
    return codes - np.uint16(_WORD) < 10


def _start(span: _Span) -> int:
    return span[0]
