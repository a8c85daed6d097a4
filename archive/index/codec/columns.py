"""Columns: one value a document, as an array, for filters, sorting, facets and lengths.

::

    <column>.numbers         in the fewest bytes; what is missing is MISSING
    <column>.wide            i64[N] instead, where a number is negative or needs more than 31 bits
    <column>.exact           the length of a field in each document, in the fewest bytes
    <column>.values          keyword values, sorted, each followed by 0xFF
    <column>.sizes, .groups  the runs of ordinals of the documents (see runs)
    <column>.ordinals        places in `values`, ascending within a document, in the fewest bytes
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from archive.frozen import dataclass
from archive.index.codec.runs import Runs, write_runs
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
    """Write a column of numbers in the fewest bytes that hold them."""
    if len(values) and (values.min() < 0 or values.max() >= 2**31):
        sections.add(f"{name}.wide", values.astype("<i8"))
    else:
        sections.add_numbers(f"{name}.numbers", values)


def read_numbers(sections: Sections, name: str, count: int) -> NDArray[np.integer]:
    """Give a column of numbers."""
    if f"{name}.wide" not in sections:
        return sections.narrowed(f"{name}.numbers", count).astype(np.int32)
    values = sections.array(f"{name}.wide", "<i8")
    if len(values) != count:
        raise sections.damaged(f"has a damaged column {name}")
    return values


def read_number(sections: Sections, name: str, count: int, doc: int) -> int:
    """Give the number of one document; the rest of the column is not read."""
    if f"{name}.wide" in sections:
        return sections.numbers(f"{name}.wide", "q", doc, doc + 1)[0]
    return int(sections.narrowed(f"{name}.numbers", count, doc, doc + 1)[0])


def write_lengths(sections: SectionWriter, name: str, values: NDArray[np.integer]) -> None:
    """Write the length of a field in each document."""
    sections.add_numbers(f"{name}.exact", values)


def read_lengths(sections: Sections, name: str, count: int) -> NDArray[np.uint32]:
    """Give the length of a field in each document, exact."""
    return sections.narrowed(f"{name}.exact", count).astype(np.uint32)


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
    sections.add(
        f"{name}.values", b"".join(value.encode(errors="surrogatepass") + END for value in column.values)
    )
    write_runs(sections, name, np.diff(column.starts))
    sections.add_numbers(f"{name}.ordinals", column.ordinals)


def read_keywords(sections: Sections, name: str, count: int) -> KeywordColumn:
    """Read a keyword column."""
    raw = bytes(sections.bytes(f"{name}.values"))
    values = [value.decode(errors="surrogatepass") for value in raw.split(END)[:-1]]
    starts = Runs(sections, name, count).starts().astype(np.uint32)
    ordinals = sections.narrowed(f"{name}.ordinals", int(starts[-1])).astype(np.uint32)
    if len(ordinals) and int(ordinals.max()) >= len(values):
        raise sections.damaged(f"has a damaged column {name}")
    return KeywordColumn(values, starts, ordinals)
