"""The lists of prose on their way into a merge: plain arrays, which cost nothing to write or read.

Words stand here for themselves only by their numbers, which hold for all segments that name one vocabulary;
each of these says of some words how they are written::

    words.numbers             the words told here
    words.forms               how these are written, each followed by a line feed, which no word holds
    <field>.plain.words       the words of the field, ascending
    <field>.plain.sizes       how many postings each has
    <field>.plain.docs        one a posting
    <field>.plain.counts      one a posting: how many positions it has
    <field>.plain.weights     one a posting: what these weigh together; left out where all weigh 1
    <field>.plain.positions   as many as the counts say

All but the forms are u8, u16 or u32, the least that holds every number.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from archive.index.codec.lists import Lists
from archive.index.codec.sections import Sections, SectionWriter

END = "\n"

Column = NDArray[np.unsignedinteger[Any]]


def write_words(sections: SectionWriter, numbers: NDArray[np.integer], forms: Sequence[str]) -> None:
    """Tell how some words are written; raises ValueError for a word with a line feed."""
    lines = END.join([*forms, ""])
    if lines.count(END) != len(forms):
        raise ValueError("a word holds a line feed")
    _add(sections, "words.numbers", numbers)
    sections.add("words.forms", lines.encode(errors="surrogatepass"))


def read_words(sections: Sections) -> tuple[NDArray[np.int64], list[str]]:
    """Give the words told in a segment: their numbers, and how they are written."""
    forms = bytes(sections.bytes("words.forms")).decode(errors="surrogatepass").split(END)[:-1]
    return _column(sections, "words.numbers", len(forms)).astype(np.int64), forms


def write_plain(
    sections: SectionWriter,
    field: str,
    words: NDArray[np.integer],
    lists: Lists,
    weights: NDArray[np.integer],
) -> None:
    """Write the lists of a field by the numbers of its words; `weights` are those of the postings."""
    name = f"{field}.plain."
    _add(sections, name + "words", words)
    _add(sections, name + "sizes", lists.sizes)
    _add(sections, name + "docs", lists.docs)
    _add(sections, name + "counts", lists.weights)
    if not np.array_equal(weights, lists.weights):
        _add(sections, name + "weights", weights)
    if lists.positions is not None:
        _add(sections, name + "positions", lists.positions)


class PlainField:
    """The lists of a field in one segment, as far as a merge reads them; columns are as narrow as kept."""

    def __init__(self, sections: Sections, field: str) -> None:
        self._sections = sections
        self._name = f"{field}.plain."
        self.words = _column(sections, self._name + "words")
        """The numbers of its words, ascending."""
        self.sizes = self._get("sizes", len(self.words))
        """How many postings each has."""
        self.ends: NDArray[np.uint32] = np.cumsum(self.sizes, dtype=np.uint32)
        """One past the last posting of each."""
        self._postings = int(self.ends[-1]) if len(self.ends) else 0

    @staticmethod
    def there(sections: Sections, field: str) -> bool:
        """Tell whether a field was written so."""
        return f"{field}.plain.words" in sections

    @cached_property
    def docs(self) -> Column:
        """The document of each posting."""
        return self._get("docs", self._postings)

    @cached_property
    def counts(self) -> Column:
        """How many positions each posting has."""
        return self._get("counts", self._postings)

    @cached_property
    def weights(self) -> Column:
        """What the positions of each posting weigh together."""
        weighed = self._name + "weights" in self._sections
        return self._get("weights", self._postings) if weighed else self.counts

    @cached_property
    def positions(self) -> Column:
        """The positions of all postings, laid end to end."""
        return self._get("positions", int(self.places[-1]))

    @cached_property
    def places(self) -> NDArray[np.uint32]:
        """Where the positions of each word begin, and where the last ones end."""
        ends = np.cumsum(self.counts, dtype=np.uint32)
        return np.concatenate((np.zeros(1, np.uint32), ends[self.ends - np.uint32(1)]))

    def _get(self, column: str, count: int) -> Column:
        return _column(self._sections, self._name + column, count)


def _add(sections: SectionWriter, name: str, numbers: NDArray[np.integer]) -> None:
    greatest = int(numbers.max()) if len(numbers) else 0
    width = 1 if greatest < 1 << 8 else 2 if greatest < 1 << 16 else 4
    sections.add(name, numbers.astype(f"<u{width}"))
    sections.add(name + ".width", bytes([width]))


def _column(sections: Sections, name: str, count: int | None = None) -> Column:
    """Give a column; one that is to have so many numbers is damaged where it has not."""
    width = bytes(sections.bytes(name + ".width"))
    if width not in (b"\1", b"\2", b"\4"):
        raise sections.damaged(f"has a damaged section {name}")
    column = sections.array(name, f"<u{width[0]}")
    if count is not None and len(column) != count:
        raise sections.damaged(f"has a damaged section {name}")
    return column
