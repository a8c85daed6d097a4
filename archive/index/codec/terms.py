"""The term dictionary of a field: find, prefix, range, wildcard and fuzzy look-up.

Terms are sorted by their UTF-8 bytes (which is the order of code points); the *ordinal* of a term is its
place.

::

    <field>.terms.blob       every term followed by 0xFF, which no UTF-8 text holds
    <field>.terms.offsets    u32[n + 1], where each term begins in the blob
    <field>.terms.guide      the terms 0, STRIDE, 2 · STRIDE, … as in the blob: a look-up searches here first
    <field>.terms.letters    u32[n], which of 32 classes of letters occur in the term
    <field>.terms.reversed   u32[n], the ordinals in the order of the terms read backwards (by code points)

A leading wildcard is a range of `reversed`. A fuzzy look-up first drops every term whose set of letters
differs in more places than the distance allows, then computes the edit distance for the few left, for all
of them at once.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Collection, Iterable, Sequence
from functools import cached_property
from itertools import accumulate

import numpy as np
from numpy.typing import NDArray

from archive.index.codec.lists import united
from archive.index.codec.sections import Sections, SectionWriter

Ordinals = NDArray[np.uint32]

END = b"\xff"
STRIDE = 128
FEW = 16
"""Terms looked up one by one; for more it is quicker to look at the whole dictionary."""

MANY = 100
"""Looking one term up takes as long as reading so many one after the other."""

LONGEST = 100
"""Longest word, in code points, that a fuzzy look-up compares; longer ones are never near anything typed."""


class TermWriter:
    """Collects the sorted terms of a field and writes its dictionary."""

    def __init__(self, field: str) -> None:
        self._field = field
        self._terms: list[str] = []

    def extend(self, terms: Iterable[str]) -> None:
        """Add terms that sort after all before them."""
        self._terms.extend(terms)

    def write(self, sections: SectionWriter) -> None:
        """Write the sections drawn above."""
        encoded = [term.encode(errors="surrogatepass") for term in self._terms]
        offsets = np.zeros(len(encoded) + 1, "<u4")
        offsets[1:] = np.fromiter(accumulate(len(term) + 1 for term in encoded), np.uint64, len(encoded))
        blob = END.join(encoded) + (END if encoded else b"")
        name = f"{self._field}.terms."
        sections.add(name + "blob", blob)
        sections.add(name + "offsets", offsets)
        guide = encoded[::STRIDE]
        sections.add(name + "guide", END.join(guide) + (END if guide else b""))
        sections.add(name + "letters", letter_sets(np.frombuffer(blob, np.uint8), offsets))
        backwards = [term[::-1] for term in self._terms]
        order = sorted(range(len(backwards)), key=backwards.__getitem__)
        sections.add(name + "reversed", np.array(order, "<u4"))


class TermDictionary:
    """The sorted terms of a field in one segment."""

    def __init__(self, sections: Sections, field: str, count: int) -> None:
        self._sections = sections
        self._name = f"{field}.terms."
        self._count = count
        if sections.size(self._name + "offsets") != 4 * (count + 1):
            raise sections.damaged(f"has a damaged dictionary of {field}")

    def __len__(self) -> int:
        return self._count

    def __getitem__(self, ordinal: int) -> str:
        """Give the term of an ordinal."""
        return self._term(ordinal).decode(errors="surrogatepass")

    def find(self, term: str) -> int | None:
        """Give the ordinal of a term, or None."""
        wanted = term.encode(errors="surrogatepass")
        ordinal = self._lower_bound(wanted)
        return ordinal if ordinal < self._count and self._term(ordinal) == wanted else None

    def find_all(self, terms: Collection[str]) -> dict[str, int]:
        """Give the ordinals of those of some terms that are here."""
        if len(terms) * MANY < self._count:
            found = ((term, self.find(term)) for term in terms)
            return {term: ordinal for term, ordinal in found if ordinal is not None}
        wanted = set(terms)
        return {term: ordinal for ordinal, term in enumerate(self.all()) if term in wanted}

    def strings(self, ordinals: Iterable[int]) -> list[str]:
        """Give the terms of some ordinals."""
        places = np.fromiter(ordinals, np.int64)
        if len(places) < FEW:
            return [self[place] for place in places.tolist()]
        offsets, blob = self._offsets, self._sections.bytes(self._name + "blob")
        spans = zip(offsets[places].tolist(), (offsets[places + 1] - 1).tolist(), strict=True)
        return [str(blob[start:stop], errors="surrogatepass") for start, stop in spans]

    def all(self) -> list[str]:
        """Every term, in order."""
        blob = bytes(self._sections.bytes(self._name + "blob"))
        return [term.decode(errors="surrogatepass") for term in blob.split(END)[:-1]]

    def prefix(self, prefix: str) -> range:
        """Give the ordinals of the terms that begin like this."""
        start = prefix.encode(errors="surrogatepass")
        return range(self._lower_bound(start), self._lower_bound(start + b"\xff"))

    def between(self, first: str | None, last: str | None) -> range:
        """Give the ordinals of the terms from `first` to `last`, both included; None is open."""
        start = 0 if first is None else self._lower_bound(first.encode(errors="surrogatepass"))
        stop = (
            self._count if last is None else self._lower_bound(last.encode(errors="surrogatepass") + b"\x00")
        )
        return range(start, max(start, stop))

    def suffix(self, suffix: str) -> Ordinals:
        """Give the ordinals of the terms that end like this, ascending."""
        order = self._sections.array(self._name + "reversed", "<u4")
        wanted = suffix[::-1]
        low = self._bisect(lambda place: self[int(order[place])][::-1] < wanted)
        high = self._bisect(lambda place: self[int(order[place])][::-1][: len(wanted)] <= wanted)
        return np.sort(order[low:high])

    def wildcard(self, pattern: str) -> Ordinals:
        """Give the ordinals of the terms that match a pattern of `*` and `?` (any one), ascending."""
        parts = re.split(r"[*?]+", pattern)
        first, last = parts[0], parts[-1]
        if len(parts) == 1:
            found = self.find(pattern)
            return np.array([] if found is None else [found], np.uint32)
        if pattern == first + "*":
            chosen = self.prefix(first)
            return np.arange(chosen.start, chosen.stop, dtype=np.uint32)
        if pattern == "*" + last:
            return self.suffix(last)
        matches = re.compile(_expression(pattern)).fullmatch
        return np.array([n for n in self._candidates(parts) if matches(self._term(n))], np.uint32)

    def fuzzy(self, word: str, distance: int = 2) -> tuple[Ordinals, NDArray[np.uint8]]:
        """Give the terms within an edit distance (neighbours swapped count 1), and how far each is."""
        if not word or len(word) > LONGEST:
            return np.empty(0, np.uint32), np.empty(0, np.uint8)
        wanted = word.encode(errors="surrogatepass")
        letters = self._letters
        asked = letter_sets(np.frombuffer(wanted + END, np.uint8), np.array([0, len(wanted) + 1]))[0]
        near = (np.bitwise_count(letters & ~asked) <= distance) & (
            np.bitwise_count(asked & ~letters) <= distance
        )
        lengths = np.diff(self._offsets).astype(np.int64) - 1
        near &= (lengths >= len(wanted) - 4 * distance) & (lengths <= len(wanted) + 4 * distance)
        candidates = np.flatnonzero(near).astype(np.uint32)
        distances = edit_distances(word, self.strings(candidates), distance)
        close = distances <= distance
        return candidates[close], distances[close]

    @property
    def _offsets(self) -> NDArray[np.uint32]:
        return self._sections.array(self._name + "offsets", "<u4")

    @property
    def _letters(self) -> NDArray[np.uint32]:
        letters = self._sections.array(self._name + "letters", "<u4")
        if len(letters) != self._count:
            raise self._sections.damaged("has a damaged dictionary")
        return letters

    @cached_property
    def _guide(self) -> list[bytes]:
        return bytes(self._sections.bytes(self._name + "guide")).split(END)[:-1]

    def _term(self, ordinal: int) -> bytes:
        if not 0 <= ordinal < self._count:
            raise IndexError(ordinal)
        start, stop = self._sections.array(self._name + "offsets", "<u4", ordinal, ordinal + 2).tolist()
        return bytes(self._sections.bytes(self._name + "blob", start, max(start, stop - 1)))

    def _lower_bound(self, wanted: bytes) -> int:
        """Give the first ordinal whose term is not before `wanted`."""
        slot = bisect_left(self._guide, wanted)
        low, high = max(0, (slot - 1) * STRIDE), min(self._count, slot * STRIDE)
        if low >= high:
            return low
        start, stop = (
            int(x) for x in self._sections.array(self._name + "offsets", "<u4", low, high + 1)[[0, -1]]
        )
        block = bytes(self._sections.bytes(self._name + "blob", start, stop)).split(END)[:-1]
        return low + bisect_left(block, wanted)

    def _bisect(self, before: Callable[[int], bool]) -> int:
        low, high = 0, self._count
        while low < high:
            middle = (low + high) // 2
            if before(middle):
                low = middle + 1
            else:
                high = middle
        return low

    def _candidates(self, parts: Sequence[str]) -> Iterable[int]:
        """Ordinals that may match a pattern with these literal parts, as few as is cheap."""
        first, last = parts[0], parts[-1]
        longest = max(parts, key=len)
        if first:
            return self.prefix(first)
        if last:
            return (int(n) for n in self.suffix(last))
        if not longest:
            return range(self._count)
        blob = self._sections.bytes(self._name + "blob")
        places = [
            match.start() for match in re.finditer(re.escape(longest.encode(errors="surrogatepass")), blob)
        ]
        found = np.searchsorted(self._offsets, np.array(places, np.int64), side="right") - 1
        return (int(n) for n in united([found]))


def letter_sets(blob: NDArray[np.uint8], offsets: NDArray[np.integer]) -> NDArray[np.uint32]:
    """Give for each term of a blob the classes of characters in it as bits; an edit changes one each way.

    Only the last byte of a character counts, so that one character is one class, whatever its length.
    """
    if len(offsets) < 2:
        return np.empty(0, np.uint32)
    following = np.append(blob[1:], 0xFF)
    bits = np.where((following & 0xC0) == 0x80, 0, _CLASSES[blob]).astype(np.uint32)
    return np.bitwise_or.reduceat(bits, np.asarray(offsets[:-1], np.int64)).astype("<u4")


def edit_distances(word: str, terms: Sequence[str], most: int) -> NDArray[np.uint8]:
    """Give the edit distance of a word to each term (neighbours swapped count 1), at most `most + 1`."""
    result = np.full(len(terms), most + 1, np.uint8)
    by_length: dict[int, list[int]] = {}
    for place, term in enumerate(terms):
        if abs(len(term) - len(word)) <= most:
            by_length.setdefault(len(term), []).append(place)
    letters = [ord(letter) for letter in word]
    for length, places in by_length.items():
        text = "".join(terms[place] for place in places)
        table = np.array([text], f"<U{max(1, len(text))}").view(np.uint32)[: len(text)]
        columns = np.ascontiguousarray(table.reshape(len(places), length).T)
        result[places] = np.minimum(_distances(letters, columns, len(places)), most + 1)
    return result


def _distances(letters: list[int], columns: NDArray[np.uint32], count: int) -> NDArray[np.uint8]:
    """Give the table of edit distances, row by row of the word, one vector over all terms a cell."""
    width = len(columns)
    older = previous = [np.full(count, column, np.uint8) for column in range(width + 1)]
    for row, letter in enumerate(letters):
        current = [np.full(count, row + 1, np.uint8)]
        same = columns == letter
        for column in range(width):
            cell = np.minimum(
                np.minimum(previous[column + 1], current[column]) + 1, previous[column] + ~same[column]
            )
            if row and column:
                swapped = (columns[column - 1] == letter) & (columns[column] == letters[row - 1])
                cell = np.where(swapped, np.minimum(cell, older[column - 1] + 1), cell)
            current.append(cell)
        older, previous = previous, current
    return previous[width]


def _expression(pattern: str) -> bytes:
    """Give a wildcard pattern as a regular expression on UTF-8 bytes."""
    runs = {"*": b"(?s:.*)", "?": rb"(?:[\x00-\x7f]|[\xc2-\xf4][\x80-\xbf]+)"}
    pieces = re.sub(r"\*+", "*", pattern)
    return b"".join(runs.get(piece) or re.escape(piece.encode(errors="surrogatepass")) for piece in pieces)


def _classes() -> NDArray[np.uint32]:
    table = np.zeros(256, np.uint32)
    for byte in range(255):
        place = byte - ord("a") if ord("a") <= byte <= ord("z") else 26 + byte % 6
        table[byte] = 1 << place
    return table


_CLASSES = _classes()
