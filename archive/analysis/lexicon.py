"""The German words that compounds are split by: how they are written, how often they are said, their terms.

::

    words_de.txt       a line for each word, sorted by its bytes: the word, its kind and level, its stems with
                       spaces between them, those of its parts; a tab between each two of the four
    words_de.places    u32[2**n], where the line of a word begins: its slot is the lowest n bits of the CRC-32
                       of the word with the tab behind it, or the first free one after that; the low 24 bits
                       are the place and one, 0 in a free slot, the high 8 bits are those of the CRC-32

Both are written by ``python -m benchmarks.lexicon``. So a word costs the same whether it is the first that is
looked up or the thousandth, and what is never asked for is never read.
"""

from __future__ import annotations

import sys
from array import array
from collections.abc import Callable, Collection
from functools import cache
from mmap import ACCESS_READ, mmap
from pathlib import Path
from typing import Protocol
from zlib import crc32

LOOKUPS_BEFORE_LOADING = 100_000
"""Look-ups made in the file as it lies (1 µs each) before it becomes a dictionary (0.1 s, then 0.1 µs)."""

COLUMNS = 4

NOUN, BOTH, SMALL = "N", "b", "l"

_PLACE = (1 << 24) - 1


class Entries(Protocol):
    """What tells of words whether they are known, of what kind they are and how often they are said."""

    @property
    def get(self) -> Callable[[str], str | None]:
        """Give kind and level of a word as one string ("N38"), or None when the word is not known."""


class Lexicon:
    """A list of words with their kind and level, cheap to open and quick once it is used much.

    The kind is `NOUN` (written with a capital), `SMALL` or `BOTH`; the level is 4 * log2 of the word's count.
    """

    def __init__(self, lines: bytes | mmap, places: memoryview | None = None) -> None:
        self._lines = lines
        self._places = places_of(lines) if places is None else places
        self._slots = len(self._places) - 1
        self._words: dict[str, str] = {}
        self._lookups = 0
        self.get: Callable[[str], str | None] = self._look_up
        """Gives kind and level of a word as one string ("N38"), or None when the word is not known."""

    def _look_up(self, word: str) -> str | None:
        self._lookups += 1
        if self._lookups > LOOKUPS_BEFORE_LOADING:
            self.words()
            return self.get(word)
        place = self._find(word)
        return None if place is None else self._lines[place : self._lines.find(b"\t", place)].decode()

    def words(self) -> Collection[str]:
        """Give all words, in the order of their bytes."""
        if not self._words:
            said = self._lines[:].decode().replace("\n", "\t").split("\t")
            self._words = dict(zip(said[::COLUMNS], said[1::COLUMNS], strict=False))
            self.get = self._words.get
        return self._words

    def level(self, word: str) -> int:
        """Give 4 * log2 of the count of a word, 0 when it is not known."""
        entry = self.get(word)
        return int(entry[1:]) if entry else 0

    def terms(self, word: str) -> tuple[tuple[str, ...], tuple[str, ...]] | None:
        """Give the stems of a word and those of its parts; None where it is not known."""
        place = self._find(word)
        if place is None:
            return None
        _, stems, parts = self._lines[place : self._lines.find(b"\n", place)].decode().split("\t")
        return tuple(stems.split(" ")), tuple(parts.split(" ")) if parts else ()

    def _find(self, word: str) -> int | None:
        """Give where that begins which the list says of a word."""
        sought = word.encode() + b"\t"
        code = crc32(sought)
        slot, high = code & self._slots, code >> 24
        while held := self._places[slot]:
            if held >> 24 == high:
                begin = (held & _PLACE) - 1
                end = begin + len(sought)
                if self._lines[begin:end] == sought:
                    return end
            slot = (slot + 1) & self._slots
        return None


def places_of(lines: bytes | mmap) -> memoryview:
    """Find where the line of each word begins, for the file drawn above."""
    words = [line.split(b"\t")[0] + b"\t" for line in lines[:].splitlines()]
    slots = (1 << (2 * len(words)).bit_length()) - 1
    places = array("I", bytes(4 * (slots + 1)))
    place = 0
    for word in words:
        code = crc32(word)
        slot = code & slots
        while places[slot]:
            slot = (slot + 1) & slots
        places[slot] = code >> 24 << 24 | place + 1
        place = lines.find(b"\n", place) + 1
    return memoryview(places)


@cache
def german() -> Lexicon:
    """Open the German word list that comes with the package."""
    places = memoryview(_mapped("words_de.places")).cast("I")
    if sys.byteorder == "big":
        turned = array("I", places)
        turned.byteswap()
        places = memoryview(turned)
    return Lexicon(_mapped("words_de.txt"), places)


def _mapped(name: str) -> mmap:
    with Path(__file__).with_name(name).open("rb") as file:
        return mmap(file.fileno(), 0, access=ACCESS_READ)
