"""Columns: one value a document, as an array, for filters, sorting, facets and lengths.

::

    <column>.numbers     i32[N] or i64[N] (the directory says which); what is missing is MISSING
    <column>.exact       u32[N], the length of a field in each document
    <column>.values      keyword values, sorted, each followed by 0xFF
    <column>.starts      u32[N + 1], where the ordinals of each document begin
    <column>.ordinals    u32[M], places in `values`, ascending within a document
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from archive.index.codec.sections import Sections, SectionWriter

MISSING = -(2**31)
"""Stands for no value in a column of numbers; sorts before every day."""

END = b"\xff"


@dataclass(frozen=True, slots=True)
class KeywordColumn:
    """Short values, sorted; those of document d are at `ordinals[starts[d]:starts[d + 1]]`."""

    values: list[str]
    starts: NDArray[np.uint32]
    ordinals: NDArray[np.uint32]

    def of(self, doc: int) -> list[str]:
        """Give the values of one document."""
        return [self.values[place] for place in self.ordinals[self.starts[doc] : self.starts[doc + 1]]]

    def first(self) -> NDArray[np.int64]:
        """Give the first ordinal of each document, -1 where it has none."""
        starts = self.starts[:-1].astype(np.int64)
        has = self.starts[1:] > self.starts[:-1]
        result = np.full(len(starts), -1, np.int64)
        result[has] = self.ordinals[starts[has]]
        return result


def write_numbers(sections: SectionWriter, name: str, values: NDArray[np.integer]) -> None:
    """Write a column of numbers in the least of 32 and 64 bits that holds them."""
    wide = len(values) and (values.min() < MISSING or values.max() >= 2**31)
    sections.add(f"{name}.numbers", values.astype("<i8" if wide else "<i4"))


def read_numbers(sections: Sections, name: str, count: int) -> NDArray[np.integer]:
    """Give a column of numbers as an array on the mapped file."""
    wide = sections.size(f"{name}.numbers") == 8 * count
    values = sections.array(f"{name}.numbers", "<i8" if wide else "<i4")
    if len(values) != count:
        raise sections.damaged(f"has a damaged column {name}")
    return values


def write_lengths(sections: SectionWriter, name: str, values: NDArray[np.integer]) -> None:
    """Write the length of a field in each document."""
    sections.add(f"{name}.exact", values.astype("<u4"))


def read_lengths(sections: Sections, name: str, count: int) -> NDArray[np.uint32]:
    """Give the length of a field in each document, exact."""
    values = sections.array(f"{name}.exact", "<u4")
    if len(values) != count:
        raise sections.damaged(f"has damaged lengths of {name}")
    return values


def keyword_column(documents: Iterable[Sequence[str]]) -> KeywordColumn:
    """Bring the values of each document into a column."""
    rows = [sorted(set(row)) for row in documents]
    values = sorted({value for row in rows for value in row})
    places = {value: place for place, value in enumerate(values)}
    starts = np.zeros(len(rows) + 1, np.uint32)
    starts[1:] = np.cumsum([len(row) for row in rows], dtype=np.uint32)
    ordinals = np.array([places[value] for row in rows for value in row], np.uint32)
    return KeywordColumn(values, starts, ordinals)


def write_keywords(sections: SectionWriter, name: str, column: KeywordColumn) -> None:
    """Write a keyword column."""
    sections.add(f"{name}.values", b"".join(value.encode() + END for value in column.values))
    sections.add(f"{name}.starts", column.starts.astype("<u4"))
    sections.add(f"{name}.ordinals", column.ordinals.astype("<u4"))


def read_keywords(sections: Sections, name: str, count: int) -> KeywordColumn:
    """Read a keyword column; the numbers stay on the mapped file."""
    values = [raw.decode() for raw in bytes(sections.bytes(f"{name}.values")).split(END)[:-1]]
    starts = sections.array(f"{name}.starts", "<u4")
    ordinals = sections.array(f"{name}.ordinals", "<u4")
    if len(starts) != count + 1:
        raise sections.damaged(f"has a damaged column {name}")
    return KeywordColumn(values, starts, ordinals)
