"""Segments to one segment: lists are laid behind one another as arrays, deleted documents left out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from pathlib import Path
from tempfile import SpooledTemporaryFile
from typing import Any, BinaryIO, Final, cast

import numpy as np
from numpy.typing import NDArray

from archive.index import schema
from archive.index.codec.columns import KeywordColumn, write_keywords, write_lengths, write_numbers
from archive.index.codec.lists import Lists, runs
from archive.index.codec.members import member_keys, read_members, write_members
from archive.index.codec.postings import PostingsWriter
from archive.index.codec.sections import SectionWriter
from archive.index.codec.segment import FieldReader, SegmentReader
from archive.index.codec.signatures import merged
from archive.index.codec.small import SMALL, together, write_small
from archive.index.codec.stored import FEWEST, SAMPLES, StoredWriter, common
from archive.index.codec.terms import TermWriter
from archive.index.concatenation import Placed, merged_lists, placed

SPOOLED = 256 * 1024
"""Bytes of a section that wait in memory: a merge has some sixty sections, and most merges are small."""

FORMS: Final = tuple(schema.DERIVED)
DERIVED: Final = tuple(name for names in schema.DERIVED.values() for name in names if name is not None)
_OTHERS = tuple(field.name for field in schema.TERM_FIELDS if field.name not in (*FORMS, *DERIVED))

Numbers = NDArray[np.int64]

Ordinals = dict[str, dict[int, Numbers]]
"""By field, for segments that have it new ordinals of its terms for old ones, -1 where they are gone."""


class SpoolingWriter(SectionWriter):
    """Writes several sections at once, all but one of them into files that wait beside it."""

    def spool(self) -> BinaryIO:
        """Open a nameless file for a section; it is one only when the section is not small."""
        beside = str(self.path.parent)
        spool = cast("BinaryIO", SpooledTemporaryFile(SPOOLED, dir=beside))  # noqa: SIM115  # closed with this one
        self.spools.append(spool)
        return spool


def merge(segments: Sequence[SegmentReader], path: Path, fingerprint: str) -> int:
    """Write the live documents of some segments, in order, into a new one; give their number."""
    merging = Merge(segments)
    with SpoolingWriter(path) as sections:
        fields, ordinals = merging.write_fields(sections, (*FORMS, *DERIVED))
        merging.write_members(sections, ordinals)
        facts = merging.write_rest(sections)
        sections.close({**facts, "fields": {**fields, **facts["fields"]}, "schema": fingerprint})
    return merging.doc_count


class Merge:
    """The live documents of some segments, in order, on their way into one."""

    def __init__(self, segments: Sequence[SegmentReader]) -> None:
        self._segments = segments
        self.kept = [
            np.arange(s.doc_count) if s.deleted is None else np.flatnonzero(~s.deleted) for s in segments
        ]
        """The documents of each segment that are not deleted."""
        self.doc_count = sum(map(len, self.kept))
        self.numbers = list(_renumbered(segments, self.kept))
        """For each segment the new number of each document, -1 of a deleted one."""
        self.languages = list(dict.fromkeys(chain.from_iterable(segment.languages for segment in segments)))
        places = {language: number for number, language in enumerate(self.languages)}
        self.spoken = [np.array([places[language] for language in s.languages], np.int64) for s in segments]
        """For each segment the new number of each of its languages."""

    def write_fields(self, sections: SpoolingWriter, names: Iterable[str]) -> tuple[dict[str, Any], Ordinals]:
        """Write some fields but for their members; give the facts of each, and what became of its terms."""
        fields: dict[str, Any] = {}
        ordinals: Ordinals = {}
        for name in names:
            facts = (segment.field_facts(name) for segment in self._segments)
            of = next((each["of"] for each in facts if "of" in each), None)
            found, own = self._write_field(sections, schema.TERM_FIELD[name], positions=of is None)
            if found is not None:
                fields[name] = found if of is None else {**found, "of": of}
                ordinals[name] = own
        return fields, ordinals

    def write_members(self, sections: SectionWriter, ordinals: Ordinals) -> None:
        """Write which forms stand behind the terms of fields that have members, by what became of both."""
        for of, derived in schema.DERIVED.items():
            name = derived[0]
            if name in ordinals:
                _merge_members(sections, name, self._segments, self.spoken, ordinals[name], ordinals[of])

    def write_rest(self, sections: SpoolingWriter) -> dict[str, Any]:
        """Write everything but the prose; give the facts of the segment."""
        pairs = zip(self.spoken, self._segments, self.kept, strict=True)
        spoken = [new[segment.language_numbers[docs]] for new, segment, docs in pairs]
        sections.add_numbers("languages", np.concatenate(spoken))
        fields, _ = self.write_fields(sections, _OTHERS)
        self._write_columns(sections)
        for name in ("stored", "text"):
            stored = StoredWriter(name, sections.spool, _dictionary(name, self._segments, self.kept))
            for segment, docs in zip(self._segments, self.kept, strict=True):
                stored.extend(segment.records(name), docs)
            stored.write(sections)
        return {"doc_count": self.doc_count, "languages": self.languages, "fields": fields}

    def _write_columns(self, sections: SpoolingWriter) -> None:
        pairs = list(zip(self._segments, self.kept, strict=True))
        for name in schema.NUMBER_COLUMNS:
            column = np.concatenate([segment.column(name)[docs] for segment, docs in pairs])
            write_numbers(sections, name, column)
        for name in schema.FACET_COLUMNS:
            columns = [segment.keywords(name) for segment in self._segments]
            write_keywords(sections, name, _merge_keywords(columns, self.kept))
        signed = [segment.signatures.all() for segment in self._segments]
        merged(list(zip(signed, self.numbers, strict=True))).write(sections)
        digests = [np.frombuffer(segment.sections.bytes("digests"), "V32")[docs] for segment, docs in pairs]
        sections.add("digests", np.concatenate(digests).tobytes())

    def _write_field(
        self, sections: SpoolingWriter, field: schema.TermField, *, positions: bool
    ) -> tuple[dict[str, Any] | None, dict[int, Numbers]]:
        """Write a field; give its facts, and for segments that have it new ordinals for old (-1: gone)."""
        readers = {place: s.field(field.name) for place, s in enumerate(self._segments)}
        sources = {
            place: _Source(reader, self.numbers[place])
            for place, reader in readers.items()
            if reader is not None
        }
        write = self._write_small if self.doc_count <= SMALL else self._write_lists
        count, ordinals = write(sections, field, sources, positions=field.positions and positions)
        if not count:
            return None, {}
        facts = {"terms": count, "total": 0}
        if field.lengths:
            lengths = [
                np.zeros(len(docs), np.uint32) if reader is None else reader.lengths[docs]
                for docs, reader in zip(self.kept, readers.values(), strict=True)
            ]
            joined = np.concatenate(lengths)
            facts["total"] = int(joined.sum(dtype=np.int64))
            write_lengths(sections, field.name, joined)
        return facts, ordinals

    def _write_lists(
        self,
        sections: SpoolingWriter,
        field: schema.TermField,
        sources: dict[int, _Source],
        *,
        positions: bool,
    ) -> tuple[int, dict[int, Numbers]]:
        """Write terms and lists of a field; give how many terms are left, and new ordinals for old."""
        united = _ranked(list(sources.values()))
        dictionary = TermWriter(field.name, patterns=field.patterns)
        postings = PostingsWriter(field.name, self.doc_count, sections.spool, positions=positions)
        ordinals = np.full(len(united), -1, np.int64)
        count = 0
        for start, lists in merged_lists(sources.values(), len(united)):
            present = np.flatnonzero(lists.sizes)
            dictionary.extend([united[start + place] for place in present.tolist()])
            postings.extend(Lists(lists.sizes[present], lists.docs, lists.weights, lists.positions))
            ordinals[start + present] = np.arange(count, count + len(present))
            count += len(present)
            for segment in self._segments:
                segment.sections.release()
        if count:
            dictionary.write(sections)
            postings.write(sections)
        return count, {place: ordinals[source.ranks] for place, source in sources.items()}

    def _write_small(
        self,
        sections: SpoolingWriter,
        field: schema.TermField,
        sources: dict[int, _Source],
        *,
        positions: bool,
    ) -> tuple[int, dict[int, Numbers]]:
        """Do the same for a few documents."""
        if not sources:
            return 0, {}
        terms, lists, ordinals = together([source.all() for source in sources.values()])
        if terms:
            placed = lists.positions if positions else None
            write_small(sections, field.name, terms, lists.sizes, lists.docs, lists.weights, placed)
        return len(terms), dict(zip(sources, ordinals, strict=True))


def _dictionary(name: str, segments: Sequence[SegmentReader], kept: Sequence[Numbers]) -> bytes:
    """Give the dictionary of the largest segment, or make one from all of them where it has none."""
    largest = max(segments, key=lambda segment: segment.live_count)
    if known := largest.records(name).dictionary:
        return known
    count = sum(map(len, kept))
    step = max(1, count // SAMPLES)
    chosen = ((s.records(name), docs[::step].tolist()) for s, docs in zip(segments, kept, strict=True))
    return (
        common([records.record(doc) for records, docs in chosen for doc in docs]) if count >= FEWEST else b""
    )


def _renumbered(segments: Sequence[SegmentReader], kept: Sequence[Numbers]) -> Iterator[Numbers]:
    """Give for each segment new numbers for old ones, -1 for those of deleted documents."""
    first = 0
    for segment, docs in zip(segments, kept, strict=True):
        numbers = np.full(segment.doc_count, -1, np.int64)
        numbers[docs] = np.arange(first, first + len(docs))
        first += len(docs)
        yield numbers


def _merge_keywords(columns: Sequence[KeywordColumn], kept: Sequence[Numbers]) -> KeywordColumn:
    values = _united([column.values for column in columns])
    places = {value: place for place, value in enumerate(values)}
    sizes, ordinals = [], []
    for column, docs in zip(columns, kept, strict=True):
        renumbered = np.array([places[value] for value in column.values], np.uint32)
        counts = np.diff(column.starts)[docs]
        sizes.append(counts)
        ordinals.append(renumbered[column.ordinals[runs(column.starts[docs].astype(np.int64), counts)]])
    starts = np.zeros(sum(map(len, kept)) + 1, np.uint32)
    np.cumsum(np.concatenate(sizes), out=starts[1:])
    return KeywordColumn(values, starts, np.concatenate(ordinals).astype(np.uint32))


def _merge_members(
    sections: SectionWriter,
    name: str,
    segments: Sequence[SegmentReader],
    spoken: Sequence[Numbers],
    stems: dict[int, Numbers],
    forms: dict[int, Numbers],
) -> None:
    """Write which forms stand behind each stem, where both are still there."""
    columns: list[tuple[Numbers, Numbers, Numbers]] = []
    for place, segment in enumerate(segments):
        if place in stems and place in forms:
            stem, form, language = read_members(segment.sections, name, segment.field_facts(name)["terms"])
            row = stems[place][stem], forms[place][form], spoken[place][language]
            there = (row[0] >= 0) & (row[1] >= 0)
            columns.append((row[0][there], row[1][there], row[2][there]))
    joined = [np.concatenate(column) for column in zip(*columns, strict=True)]
    terms = 1 + max(int(numbers.max()) for numbers in stems.values())
    write_members(sections, name, terms, member_keys(*joined))


class _Source:
    """A field of one segment to be merged; `docs` gives new numbers for old, -1 for deleted."""

    def __init__(self, reader: FieldReader, docs: Numbers) -> None:
        self._lists = reader.lists
        self.terms, self.encoded = reader.terms.all, reader.terms.encoded
        self.sizes = reader.df
        self._docs = docs
        self._whole = bool((docs >= 0).all())
        self.ranks: Numbers = np.empty(0, np.int64)

    def between(self, start: int, stop: int) -> Placed:
        """Give the live lists of the terms [start, stop), by their places from `start` on."""
        first, last = np.searchsorted(self.ranks, (start, stop)).tolist()
        lists = self._lists.lists(first, last)
        docs, terms = self._docs[lists.docs], self.ranks[first:last] - start
        return placed(terms, lists.sizes, docs, lists.weights, lists.positions, whole=self._whole)

    def all(self) -> tuple[list[bytes], Lists, Numbers]:
        """Give all terms in UTF-8, their lists, and the new numbers of the documents."""
        return self.encoded(), self._lists.lists(0, len(self.sizes)), self._docs


def _ranked(sources: Sequence[_Source]) -> list[str]:
    """Give all terms of some fields, sorted, and tell each field the place of its own among them."""
    numbers: dict[str, int] = {}
    for source in sources:
        source.ranks = np.array([numbers.setdefault(term, len(numbers)) for term in source.terms()], np.int64)
    united = sorted(numbers)
    ranks = np.empty(len(united), np.int64)
    ranks[np.fromiter(map(numbers.__getitem__, united), np.int64, len(united))] = np.arange(len(united))
    for source in sources:
        source.ranks = ranks[source.ranks]
    return united


def _united(vocabularies: Sequence[Sequence[str]]) -> list[str]:
    """All terms of some sorted vocabularies, sorted, each once; sorting finds the runs and merges them."""
    return list(dict.fromkeys(sorted(chain.from_iterable(vocabularies))))
