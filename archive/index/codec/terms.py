"""The term dictionary of a field: find, prefix, range, wildcard and fuzzy look-up.

Terms are sorted by their UTF-8 bytes (which is the order of code points); the *ordinal* of a term is its
place.

::

    <field>.terms.blocks     for every BLOCK terms one Zstandard frame: each term followed by 0xFF, which no
                             UTF-8 text holds
    <field>.terms.starts     u64[B + 1], where each frame begins
    <field>.terms.guide      the first term of each block, as in a frame: a look-up searches here first

A dictionary that patterns are looked for in has besides::

    <field>.terms.letters    u32[n], which letters the term has, see `edits`
    <field>.terms.reversed   the ordinals in the order of the terms read backwards (by code points), in the
                             fewest bytes that hold them all

A leading wildcard is a range of `reversed`. A fuzzy look-up first drops every term whose letters differ in
more places than the distance allows, so that few blocks are taken apart, then computes the edit distance for
those left, for all of them at once. Without these two sections it looks at all the terms, which does where
they are few.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Collection, Iterable, Sequence
from functools import cached_property
from itertools import accumulate

import numpy as np
import zstandard
from numpy.typing import NDArray

from archive.index.codec.edits import edit_distances, letter_sets
from archive.index.codec.packing import narrow, widen, width_of
from archive.index.codec.sections import LARGEST, Sections, SectionWriter

Ordinals = NDArray[np.uint32]

END = b"\xff"
BLOCK = 512
"""Terms compressed together: they are taken apart in 20 µs, and half of them would take a tenth more room."""

LEVEL = 9
"""Compression level: a dictionary is a small part of what is written."""

KEPT = 32
"""Blocks of a dictionary that are kept as they were read last: one query asks for the same ones again."""

MANY = 200
"""Looking one term up takes as long as reading so many one after the other."""

LONGEST = 100
"""Longest word, in code points, that a fuzzy look-up compares; longer ones are never near anything typed."""


class TermWriter:
    """Collects the sorted terms of a field and writes its dictionary."""

    def __init__(self, field: str, *, patterns: bool = False) -> None:
        self._field = field
        self._patterns = patterns
        self._terms: list[str] = []

    def extend(self, terms: Iterable[str]) -> None:
        """Add terms that sort after all before them."""
        self._terms.extend(terms)

    def write(self, sections: SectionWriter) -> None:
        """Write the sections drawn above."""
        encoded = [term.encode(errors="surrogatepass") + END for term in self._terms]
        compressor = zstandard.ZstdCompressor(level=LEVEL)
        blocks = [
            compressor.compress(b"".join(encoded[place : place + BLOCK]))
            for place in range(0, len(encoded), BLOCK)
        ]
        name = f"{self._field}.terms."
        sections.add(name + "blocks", b"".join(blocks))
        sections.add(name + "starts", np.array([0, *accumulate(map(len, blocks))], "<u8"))
        sections.add(name + "guide", b"".join(encoded[::BLOCK]))
        if self._patterns:
            sections.add(name + "letters", letter_sets(encoded))
            del encoded  # as large as what comes next
            backwards = [term[::-1] for term in self._terms]
            order = np.array(sorted(range(len(backwards)), key=backwards.__getitem__), "<u4")
            sections.add(name + "reversed", narrow(order, width_of(len(order))))


class TermDictionary:
    """The sorted terms of a field in one segment."""

    def __init__(self, sections: Sections, field: str, count: int) -> None:
        self._sections = sections
        self._name = f"{field}.terms."
        self._count = count
        self._width = width_of(count)
        self._read: dict[int, list[bytes]] = {}
        if sections.size(self._name + "starts") != 8 * (-(-count // BLOCK) + 1):
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
        """Give the terms of some ordinals; the more of them stand in order, the faster."""
        found: list[str] = []
        read, block = -1, [b""]
        for ordinal in ordinals.tolist() if isinstance(ordinals, np.ndarray) else ordinals:
            if not 0 <= ordinal < self._count:
                raise IndexError(ordinal)
            number, place = divmod(ordinal, BLOCK)
            if number != read:
                read, block = number, self._block(number)
            found.append(block[place].decode(errors="surrogatepass"))
        return found

    def all(self) -> list[str]:
        """Every term, in order."""
        return [term.decode(errors="surrogatepass") for term in self.encoded()]

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
        if self._name + "reversed" not in self._sections:
            end = suffix.encode(errors="surrogatepass")
            return np.array([n for n, term in enumerate(self.encoded()) if term.endswith(end)], np.uint32)
        wanted = suffix[::-1]
        low = self._bisect(lambda place: self[self._backwards(place)][::-1] < wanted)
        high = self._bisect(lambda place: self[self._backwards(place)][::-1][: len(wanted)] <= wanted)
        raw = self._sections.bytes(self._name + "reversed", low * self._width, high * self._width)
        return np.sort(widen(raw, self._width))

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

    def fuzzy(
        self, word: str, distance: int = 2, among: NDArray[np.bool_] | None = None
    ) -> tuple[Ordinals, NDArray[np.uint8]]:
        """Give the terms within an edit distance (neighbours swapped count 1), and how far each is.

        With `among`, which tells for each term whether it is wanted, only those are compared.
        """
        if not word or len(word) > LONGEST:
            return np.empty(0, np.uint32), np.empty(0, np.uint8)
        letters = self._letters()
        asked = letter_sets([word.encode(errors="surrogatepass") + END])[0]
        candidates = np.flatnonzero(np.bitwise_count(letters & ~asked) <= distance)
        if among is not None:
            candidates = candidates[among[candidates]]
        lacking = np.bitwise_count(asked & ~letters[candidates])
        candidates = candidates[lacking <= distance].astype(np.uint32)
        distances = edit_distances(word, self.strings(candidates), distance)
        close = distances <= distance
        return candidates[close], distances[close]

    def _letters(self) -> NDArray[np.uint32]:
        if self._name + "letters" not in self._sections:
            return letter_sets([term + END for term in self.encoded()])
        letters = self._sections.array(self._name + "letters", "<u4")
        if len(letters) != self._count:
            raise self._sections.damaged("has a damaged dictionary")
        return letters

    def _backwards(self, place: int) -> int:
        """Give the ordinal at a place of `reversed`."""
        raw = self._sections.bytes(self._name + "reversed", place * self._width, (place + 1) * self._width)
        return int.from_bytes(raw, "little")

    @cached_property
    def _guide(self) -> list[bytes]:
        return bytes(self._sections.bytes(self._name + "guide")).split(END)[:-1]

    @cached_property
    def _decompressor(self) -> zstandard.ZstdDecompressor:
        return zstandard.ZstdDecompressor()

    def _term(self, ordinal: int) -> bytes:
        if not 0 <= ordinal < self._count:
            raise IndexError(ordinal)
        return self._block(ordinal // BLOCK)[ordinal % BLOCK]

    def _block(self, number: int) -> list[bytes]:
        """Give the terms of a block."""
        terms = self._read.get(number)
        if terms is None:
            while len(self._read) >= KEPT:
                self._read.pop(next(iter(self._read)), None)
            terms = self._read[number] = self._unpacked(number)
        return terms

    def _unpacked(self, number: int) -> list[bytes]:
        start, stop = self._sections.array(self._name + "starts", "<u8", number, number + 2).tolist()
        raw = self._sections.bytes(self._name + "blocks", start, stop)
        try:
            if not 0 <= zstandard.frame_content_size(raw) <= LARGEST:
                raise self._sections.damaged("has a damaged dictionary")
            terms = self._decompressor.decompress(raw).split(END)[:-1]
        except (zstandard.ZstdError, MemoryError) as error:
            raise self._sections.damaged("has a damaged dictionary") from error
        if len(terms) != min(BLOCK, self._count - number * BLOCK):
            raise self._sections.damaged("has a damaged dictionary")
        return terms

    def encoded(self) -> list[bytes]:
        """Give every term in order, in UTF-8; the blocks are not kept."""
        return [term for number in range(-(-self._count // BLOCK)) for term in self._unpacked(number)]

    def _lower_bound(self, wanted: bytes) -> int:
        """Give the first ordinal whose term is not before `wanted`."""
        block = bisect_left(self._guide, wanted) - 1
        if block < 0:
            return 0
        return block * BLOCK + bisect_left(self._block(block), wanted)

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
        wanted = longest.encode(errors="surrogatepass")
        return [ordinal for ordinal, term in enumerate(self.encoded()) if wanted in term]


def _expression(pattern: str) -> bytes:
    """Give a wildcard pattern as a regular expression on UTF-8 bytes."""
    runs = {"*": b"(?s:.*)", "?": rb"(?:[\x00-\x7f]|[\xc2-\xf4][\x80-\xbf]+)"}
    pieces = re.sub(r"\*+", "*", pattern)
    return b"".join(runs.get(piece) or re.escape(piece.encode(errors="surrogatepass")) for piece in pieces)
