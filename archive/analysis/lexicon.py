"""The German words that compounds are split by, with how they are written and how often they are said."""

from __future__ import annotations

from collections.abc import Callable, Collection
from functools import cache
from pathlib import Path
from typing import Protocol

LOOKUPS_BEFORE_LOADING = 5_000
"""Look-ups made in the file as it lies (10 µs each) before it becomes a dictionary (50 ms, then 0.1 µs)."""

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
        self._lines_at: dict[int, tuple[int, int, bytes, bytes]] = {}
        self.get: Callable[[str], str | None] = self._look_up
        """Gives kind and level of a word as one string ("N38"), or None when the word is not known."""

    def _look_up(self, word: str) -> str | None:
        self._lookups += 1
        if self._lookups <= LOOKUPS_BEFORE_LOADING:
            return self._bisect(word.encode())
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

    def _bisect(self, word: bytes) -> str | None:
        known, low, high = self._lines_at, 0, len(self._lines)
        while low < high:
            middle = (low + high) // 2
            # every look-up begins at the same few lines
            start, end, form, entry = known.get(middle) or self._line_at(middle)
            if form == word:
                return entry.decode()
            if form < word:
                low = end + 1
            else:
                high = start
        return None

    def _line_at(self, place: int) -> tuple[int, int, bytes, bytes]:
        """Give the line around a place: where it begins and ends, its word and entry."""
        start = self._lines.rfind(b"\n", 0, place) + 1
        end = self._lines.find(b"\n", start)
        form, _, entry = self._lines[start:end].partition(b"\t")
        self._lines_at[place] = start, end, form, entry
        return start, end, form, entry


@cache
def german() -> Lexicon:
    """Open the German word list that comes with the package."""
    return Lexicon(Path(__file__).with_name("words_de.txt").read_bytes())
