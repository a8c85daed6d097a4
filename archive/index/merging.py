"""Segments to one segment, as arrays: lists are laid behind one another, the deleted left out.

The lists of a field are merged a stretch of terms at a time, so memory stays bounded whatever the size.
Where each posting and position goes is computed, never sorted: within a term the segments keep their order.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import chain
from pathlib import Path
from tempfile import SpooledTemporaryFile
from typing import Any, BinaryIO, cast

import numpy as np
from numpy.typing import NDArray

from archive.index import schema
from archive.index.codec.columns import KeywordColumn, write_keywords, write_lengths, write_numbers
from archive.index.codec.lists import Lists, runs
from archive.index.codec.members import member_keys, read_members, write_members
from archive.index.codec.plain import PlainField
from archive.index.codec.postings import PostingsWriter
from archive.index.codec.sections import SectionWriter
from archive.index.codec.segment import FieldReader, SegmentReader
from archive.index.codec.signatures import merged
from archive.index.codec.stored import FEWEST, SAMPLES, StoredWriter, common
from archive.index.codec.terms import TermWriter

STRETCH = 300_000
"""Postings and positions merged at a time: some 30 MB; fewer take longer."""

SPOOLED = 256 * 1024
"""Bytes of a section that wait in memory: a merge has some sixty sections, and most merges are small."""

DENSITY = 3
"""Postings and positions there are for each posting, about."""

SPARSE = 8
"""A term that so many segments may have takes as much memory as a posting."""

Numbers = NDArray[np.int64]


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
    kept = [np.arange(s.doc_count) if s.deleted is None else np.flatnonzero(~s.deleted) for s in segments]
    doc_count = sum(map(len, kept))
    sections = SpoolingWriter(path)
    try:
        languages, spoken = _merge_languages(sections, segments, kept)
        fields: dict[str, Any] = {}
        ordinals: dict[str, dict[int, Numbers]] = {}
        for field in schema.TERM_FIELDS:
            of = next(
                (s.field_facts(field.name)["of"] for s in segments if "of" in s.field_facts(field.name)), None
            )
            facts, ordinals[field.name] = _merge_field(sections, field, segments, kept, positions=of is None)
            if facts is not None:
                fields[field.name] = facts
                if of is not None:
                    facts["of"] = of
                    _merge_members(sections, field.name, segments, spoken, ordinals[field.name], ordinals[of])
        _merge_columns(sections, segments, kept)
        for name in ("stored", "text"):
            stored = StoredWriter(name, sections.spool, _dictionary(name, segments, kept))
            for segment, docs in zip(segments, kept, strict=True):
                stored.extend(segment.records(name), docs)
            stored.write(sections)
        sections.close(
            {"schema": fingerprint, "doc_count": doc_count, "languages": languages, "fields": fields}
        )
    except BaseException:
        sections.discard()
        raise
    return doc_count


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


def _merge_columns(
    sections: SpoolingWriter, segments: Sequence[SegmentReader], kept: Sequence[Numbers]
) -> None:
    pairs = list(zip(segments, kept, strict=True))
    for name in schema.NUMBER_COLUMNS:
        write_numbers(sections, name, np.concatenate([segment.column(name)[docs] for segment, docs in pairs]))
    for name in schema.FACET_COLUMNS:
        write_keywords(
            sections, name, _merge_keywords([segment.keywords(name) for segment in segments], kept)
        )
    renumbered = zip(segments, _renumbered(segments, kept), strict=True)
    merged([(segment.signatures.all(), numbers) for segment, numbers in renumbered]).write(sections)
    digests = [np.frombuffer(segment.sections.bytes("digests"), "V32")[docs] for segment, docs in pairs]
    sections.add("digests", np.concatenate(digests).tobytes())


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


def _merge_languages(
    sections: SpoolingWriter, segments: Sequence[SegmentReader], kept: Sequence[Numbers]
) -> tuple[list[str | None], list[Numbers]]:
    """Write the language of each document; give the languages, and for each segment new numbers for old."""
    languages = list(dict.fromkeys(chain.from_iterable(segment.languages for segment in segments)))
    numbers = {language: number for number, language in enumerate(languages)}
    spoken = [
        np.array([numbers[language] for language in segment.languages], np.int64) for segment in segments
    ]
    parts = [new[s.language_numbers[docs]] for new, s, docs in zip(spoken, segments, kept, strict=True)]
    sections.add_numbers("languages", np.concatenate(parts))
    return languages, spoken


def _merge_members(
    sections: SpoolingWriter,
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


def _merge_field(
    sections: SpoolingWriter,
    field: schema.TermField,
    segments: Sequence[SegmentReader],
    kept: Sequence[Numbers],
    *,
    positions: bool,
) -> tuple[dict[str, Any] | None, dict[int, Numbers]]:
    """Write a field; give its facts, and for segments that have it new ordinals for old (-1: gone)."""
    sources: dict[int, _Source] = {}
    lengths = []
    for place, (segment, docs, renumbered) in enumerate(
        zip(segments, kept, _renumbered(segments, kept), strict=True)
    ):
        reader = _reader(segment, field.name)
        if reader is not None:
            sources[place] = _Source(reader, renumbered)
        if field.lengths:
            lengths.append(np.zeros(len(docs), np.uint32) if reader is None else reader.lengths[docs])
    united = _ranked(list(sources.values()))
    dictionary = TermWriter(field.name, patterns=field.patterns)
    total = sum(map(len, kept))
    postings = PostingsWriter(field.name, total, sections.spool, positions=field.positions and positions)
    ordinals = np.full(len(united), -1, np.int64)
    count = 0
    for start, lists in _merged_lists(list(sources.values()), united):
        present = np.flatnonzero(lists.sizes)
        dictionary.extend([united[start + place] for place in present.tolist()])
        postings.extend(Lists(lists.sizes[present], lists.docs, lists.weights, lists.positions))
        ordinals[start + present] = np.arange(count, count + len(present))
        count += len(present)
        for segment in segments:
            segment.sections.release()
    if not count:
        return None, {}
    facts = {"terms": count, "total": 0}
    if field.lengths:
        joined = np.concatenate(lengths)
        facts["total"] = int(joined.sum(dtype=np.int64))
        write_lengths(sections, field.name, joined)
    dictionary.write(sections)
    postings.write(sections)
    return facts, {place: ordinals[source.ranks] for place, source in sources.items()}


class _Source:
    """A field of one segment to be merged; `docs` gives new numbers for old, -1 for deleted."""

    def __init__(self, reader: FieldReader | PlainField, docs: Numbers) -> None:
        self.terms: Callable[[], list[str]]
        self.lists: Callable[[int, int], Lists]
        if isinstance(reader, PlainField):
            self.terms, self.lists, self.sizes = reader.terms, reader.lists, reader.sizes
        else:
            self.terms, self.lists, self.sizes = reader.terms.all, reader.lists.lists, reader.df
        self.docs = docs
        self.ranks: Numbers = np.empty(0, np.int64)

    def between(self, start: int, stop: int) -> tuple[Numbers, Lists]:
        """Give the live lists of the terms with new ordinals [start, stop), and which ordinals these are."""
        first, last = np.searchsorted(self.ranks, (start, stop)).tolist()
        lists = self.lists(first, last)
        renumbered = self.docs[lists.docs]
        alive = renumbered >= 0
        docs = renumbered.astype(np.uint32)
        ranks = np.repeat(self.ranks[first:last] - start, lists.sizes)
        if alive.all():
            return ranks, Lists(lists.sizes, docs, lists.weights, lists.positions)
        positions = None if lists.positions is None else lists.positions[np.repeat(alive, lists.weights)]
        return ranks[alive], Lists(lists.sizes, docs[alive], lists.weights[alive], positions)


def _reader(segment: SegmentReader, field: str) -> FieldReader | PlainField | None:
    if PlainField.there(segment.sections, field):
        return PlainField(segment.sections, field, segment.field_facts(field), segment.doc_count)
    return segment.field(field)


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


def _merged_lists(sources: Sequence[_Source], united: Sequence[str]) -> Iterator[tuple[int, Lists]]:
    """Give the merged lists, stretch by stretch, each with the ordinal of its first term."""
    volume = np.full(len(united), len(sources) // SPARSE + 1)
    for source in sources:
        volume[source.ranks] += source.sizes.astype(np.int64) * DENSITY
    ends = np.cumsum(volume)
    start = 0
    while start < len(united):
        reached = int(ends[start - 1]) if start else 0
        stop = max(start + 1, int(np.searchsorted(ends, reached + STRETCH, side="right")))
        yield start, _laid([source.between(start, stop) for source in sources], stop - start)
        start = stop


def _laid(parts: Sequence[tuple[Numbers, Lists]], terms: int) -> Lists:
    """Lay the lists of each term from several segments behind one another."""
    sizes = [np.bincount(ranks, minlength=terms) for ranks, _ in parts]
    total = np.sum(sizes, axis=0)
    begin = np.cumsum(total) - total
    count = int(total.sum())
    docs, weights = np.empty(count, np.uint32), np.empty(count, np.uint32)
    placed = []
    for (_, lists), size in zip(parts, sizes, strict=True):
        to = runs(begin, size)
        begin = begin + size
        docs[to], weights[to] = lists.docs, lists.weights
        placed.append(to)
    if any(lists.positions is None for _, lists in parts):
        return Lists(total.astype(np.uint32), docs, weights)
    ends = np.cumsum(weights, dtype=np.int64)
    positions = np.empty(int(ends[-1]) if count else 0, np.uint32)
    for (_, lists), to in zip(parts, placed, strict=True):
        if lists.positions is not None:
            positions[runs(ends[to] - weights[to], weights[to])] = lists.positions
    return Lists(total.astype(np.uint32), docs, weights, positions)


def _united(vocabularies: Sequence[Sequence[str]]) -> list[str]:
    """All terms of some sorted vocabularies, sorted, each once; sorting finds the runs and merges them."""
    return list(dict.fromkeys(sorted(chain.from_iterable(vocabularies))))
