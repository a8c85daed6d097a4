"""The German words that compounds are split by, with how they are written and how often they are said."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Collection
from functools import cache, cached_property
from pathlib import Path
from typing import Protocol

BLOCK = 4096
"""Bytes of lines that are searched for a word; which of them begins before it is known by halving."""

LOOKUPS_BEFORE_LOADING = 15_000
"""Look-ups made in the file as it lies (4 µs each) before it becomes a dictionary (50 ms, then 0.1 µs)."""

NOUN, BOTH, SMALL = "N", "b", "l"


class Entries(Protocol):
    """What tells of words whether they are known, of what kind they are and how often they are said."""

    @property
    def get(self) -> Callable[[str], str | None]:
        """Give kind and level of a word as one string ("N38"), or None when the word is not known."""


class Lexicon:
    """A sorted list of words with their kind and level, cheap to open and quick once it is used much.

    The kind is `NOUN` (written with a capital), `SMALL` or `BOTH`; the level is 4 * log2 of the word's count.
    """

    def __init__(self, lines: bytes) -> None:
        self._lines = lines
        self._words: dict[str, str] = {}
        self._lookups = 0
        self.get: Callable[[str], str | None] = self._look_up
        """Gives kind and level of a word as one string ("N38"), or None when the word is not known."""

    def _look_up(self, word: str) -> str | None:
        self._lookups += 1
        if self._lookups <= LOOKUPS_BEFORE_LOADING:
            return self._find(word.encode())
        self.words()
        return self.get(word)

    def words(self) -> Collection[str]:
        """Give all words, in the order of their bytes."""
        if not self._words:
            self._words = dict(line.split("\t") for line in self._lines.decode().splitlines())
            self.get = self._words.get
        return self._words

    def level(self, word: str) -> int:
        """Give 4 * log2 of the count of a word, 0 when it is not known."""
        entry = self.get(word)
        return int(entry[1:]) if entry else 0

    def _find(self, word: bytes) -> str | None:
        forms, starts = self._blocks
        block = bisect_right(forms, word) - 1
        if block < 0:
            return None
        before = starts[block] - 1
        if forms[block] != word:
            before = self._lines.find(b"\n%b\t" % word, max(before, 0), starts[block + 1])
            if before < 0:
                return None
        place = before + len(word) + 2
        return self._lines[place : self._lines.find(b"\n", place)].decode()

    @cached_property
    def _blocks(self) -> tuple[list[bytes], list[int]]:
        """The first word of each block of lines, and where it begins; at last, where all end."""
        lines = self._lines
        places = range(BLOCK, len(lines), BLOCK)
        starts = sorted({0, *(lines.find(b"\n", place) + 1 for place in places), len(lines)})
        return [lines[start : lines.find(b"\t", start)] for start in starts[:-1]], starts


@cache
def german() -> Lexicon:
    """Open the German word list that comes with the package."""
    return Lexicon(Path(__file__).with_name("words_de.txt").read_bytes())
