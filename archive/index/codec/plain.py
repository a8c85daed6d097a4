"""The lists of a field on their way into a merge: plain arrays, which cost nothing to write or read.

::

    <field>.plain.terms       the sorted terms, each followed by a line feed, which no word holds
    <field>.plain.sizes       how many postings each has
    <field>.plain.docs        one a posting
    <field>.plain.weights     one a posting
    <field>.plain.positions   as many as the weights say; not in a field without positions

All but the terms are u8, u16 or u32, the least that holds every number.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from archive.index.codec.columns import read_lengths
from archive.index.codec.lists import Lists
from archive.index.codec.sections import Sections, SectionWriter

END = "\n"


def write_plain(sections: SectionWriter, field: str, terms: Sequence[str], lists: Lists) -> None:
    """Write the sections drawn above; raises ValueError for a term with a line feed."""
    name = f"{field}.plain."
    lines = END.join([*terms, ""])
    if lines.count(END) != len(terms):
        raise ValueError("a term holds a line feed")
    sections.add(name + "terms", lines.encode(errors="surrogatepass"))
    columns = {"sizes": lists.sizes, "docs": lists.docs, "weights": lists.weights}
    if lists.positions is not None:
        columns["positions"] = lists.positions
    for column, numbers in columns.items():
        greatest = int(numbers.max()) if len(numbers) else 0
        width = 1 if greatest < 1 << 8 else 2 if greatest < 1 << 16 else 4
        sections.add(name + column, numbers.astype(f"<u{width}"))


class PlainField:
    """A field of plain lists in one segment, as far as a merge reads it."""

    def __init__(self, sections: Sections, field: str, facts: Mapping[str, Any], doc_count: int) -> None:
        self._sections = sections
        self._field = field
        self._name = f"{field}.plain."
        self._count = facts["terms"]
        self._doc_count = doc_count
        self.sizes: NDArray[np.uint32] = self._column("sizes", self._count, 0, self._count)
        self._ends = np.concatenate(([0], np.cumsum(self.sizes, dtype=np.int64)))
        self._postings = int(self._ends[-1])
        weights = self._column("weights", self._postings, 0, self._postings)
        self._places = np.concatenate(([0], np.cumsum(weights, dtype=np.int64)))[self._ends]

    @staticmethod
    def there(sections: Sections, field: str) -> bool:
        """Tell whether a field was written so."""
        return f"{field}.plain.sizes" in sections

    def terms(self) -> list[str]:
        """Give every term, in order."""
        lines = bytes(self._sections.bytes(self._name + "terms"))
        return lines.decode(errors="surrogatepass").split(END)[:-1]

    @property
    def lengths(self) -> NDArray[np.uint32]:
        """Give the length of the field in each document."""
        return read_lengths(self._sections, self._field, self._doc_count)

    def lists(self, first: int, last: int) -> Lists:
        """Give the lists of the terms [first, last) laid end to end."""
        start, stop = self._ends[[first, last]].tolist()
        positions = None
        if self._name + "positions" in self._sections:
            places = self._places[[first, last]].tolist()
            positions = self._column("positions", int(self._places[-1]), *places)
        docs = self._column("docs", self._postings, start, stop)
        weights = self._column("weights", self._postings, start, stop)
        return Lists(self.sizes[first:last], docs, weights, positions)

    def _column(self, name: str, count: int, start: int, stop: int) -> NDArray[np.uint32]:
        """Give some numbers of a column that has so many."""
        width = self._sections.size(self._name + name) // count if count else 1
        if width not in (1, 2, 4) or self._sections.size(self._name + name) != width * count:
            raise self._sections.damaged(f"has damaged lists of {self._field}")
        return self._sections.array(self._name + name, f"<u{width}", start, stop).astype(np.uint32)
