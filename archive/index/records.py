"""What is kept of some documents beside their words: their columns, what is shown of them, their texts."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from archive.index import schema
from archive.index.codec.columns import keyword_column, write_keywords, write_numbers
from archive.index.codec.sections import SectionWriter
from archive.index.codec.stored import StoredWriter
from archive.index.documents import Document
from archive.index.inversion import Numbers


def placed(documents: Sequence[Document]) -> tuple[dict[str, int], list[int]]:
    """Give the document of each id, and those that are replaced: one of the same id comes after them."""
    places: dict[str, int] = {}
    replaced = []
    for doc, each in enumerate(documents):
        if each.id in places:
            replaced.append(places[each.id])
        places[each.id] = doc
    return places, replaced


def write_columns(
    sections: SectionWriter, documents: Sequence[Document], spoken: Numbers, zone_ends: Numbers
) -> None:
    """Write the columns of some documents: languages by number, where zones end, and what each has."""
    sections.add_numbers("languages", spoken)
    ends = dict(zip(schema.ZONE_COLUMNS, zone_ends.T, strict=False))
    for name in schema.NUMBER_COLUMNS:
        column = ends.get(name)
        if column is None:
            column = np.array([each.numbers[name] for each in documents], np.int64)
        write_numbers(sections, name, column)
    for name in schema.FACET_COLUMNS:
        write_keywords(sections, name, keyword_column([each.facets.get(name, ()) for each in documents]))
    digests = (bytes.fromhex(each.digest).rjust(32, b"\0") for each in documents)
    sections.add("digests", b"".join(digests))


def write_records(sections: SectionWriter, documents: Sequence[Document], dictionary: bytes) -> None:
    """Write what is shown of some documents, and their texts."""
    for name, known in (("stored", b""), ("text", dictionary)):
        records = StoredWriter(name, dictionary=known)
        for each in documents:
            records.append(each.stored if name == "stored" else each.texts)
        records.write(sections)
