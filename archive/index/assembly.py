"""Plain segments of one commit to one segment that is searched.

Their words are numbers (see `codec.plain`), so they are merged without reading a word, and each word is
analysed once for all of them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from functools import cached_property
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from archive.index import schema
from archive.index.analyses import Analyses, Found
from archive.index.codec.columns import read_lengths, write_lengths
from archive.index.codec.lists import runs, united
from archive.index.codec.plain import PlainField, read_words
from archive.index.codec.postings import PostingsWriter
from archive.index.codec.segment import SegmentReader
from archive.index.codec.terms import TermWriter
from archive.index.concatenation import Placed, merged_lists, placed
from archive.index.derivation import Source, spoken_in, write_derived
from archive.index.merging import Merge, SpoolingWriter
from archive.index.sharing import Files, Step

Numbers = NDArray[np.int64]

Analysis = tuple[Found, Found]
"""What the forms of a field stand for: stems, and parts of compounds."""


class Assembly:
    """Plain segments on their way into one."""

    def __init__(self, segments: Sequence[SegmentReader], analyses: Analyses) -> None:
        """Take segments that were written for one commit, in the order of their documents."""
        self._segments = segments
        self._analyses = analyses
        self._merge = Merge(segments)
        self._known: dict[str, tuple[list[str], dict[int, _Lists]]] = {}

    @staticmethod
    def begin(files: Files, shares: int) -> list[list[Step]]:
        """Give the first steps of one or two processes, each with a share of the analysis as its last."""
        ways: list[list[Step]] = [
            [(Assembly.write_lists, (files.lists,))],
            [(Assembly.write_rest, (files.rest,))],
        ]
        if shares == 1:
            ways = [[*ways[0], *ways[1]]]
        return [[*steps, (Assembly.analyse, (place, len(ways)))] for place, steps in enumerate(ways)]

    @staticmethod
    def end(files: Files, found: Sequence[list[Analysis]]) -> list[Step]:
        """Give the last step, once it is known what forms stand for."""
        return [(Assembly.write_derived, (files.derived, found))]

    def write_lists(self, path: Path) -> None:
        """Write the lists of all forms, with their positions."""
        facts = {}
        with SpoolingWriter(path) as sections:
            for name in schema.DERIVED:
                field = schema.TERM_FIELD[name]
                forms, parts = self._ranked(name)
                if not forms:
                    continue
                facts[name] = {"terms": len(forms), "total": 0}
                if field.lengths:
                    lengths = self._lengths(name)
                    facts[name]["total"] = int(lengths.sum(dtype=np.int64))
                    write_lengths(sections, name, lengths)
                dictionary = TermWriter(name, patterns=field.patterns)
                dictionary.extend(forms)
                dictionary.write(sections)
                count = len(forms)
                del forms, dictionary
                postings = PostingsWriter(name, self._merge.doc_count, sections.spool, positions=True)
                for _, lists in merged_lists(parts.values(), count):
                    postings.extend(lists)
                    self._release()
                postings.write(sections)
            sections.close({"fields": facts}, lasting=False)

    def write_rest(self, path: Path) -> None:
        """Write what is neither the lists of forms nor made of them."""
        with SpoolingWriter(path) as sections:
            sections.close(self._merge.write_rest(sections), lasting=False)
        self._release()

    def analyse(self, place: int, shares: int) -> list[Analysis]:
        """Give what one of some shares of the forms stand for, field by field."""
        found = []
        for name in schema.DERIVED:
            forms, parts = self._ranked(name)
            spoken = spoken_in(self._sources(parts), forms, self._merge.languages)
            self._release()
            found.append(self._analyses.find(own.share(place, shares) for own in spoken))
        return found

    def write_derived(self, path: Path, shares: Sequence[list[Analysis]]) -> None:
        """Write the lists of what forms stand for, with what was found of each share of them."""
        facts: dict[str, Any] = {}
        with SpoolingWriter(path) as sections:
            for name, found in zip(schema.DERIVED, zip(*shares, strict=True), strict=True):
                forms, parts = self._ranked(name)
                if forms:
                    stems = schema.DERIVED[name][0]
                    lengths = self._lengths(stems) if schema.TERM_FIELD[stems].lengths else None
                    sources, count = self._sources(parts), self._merge.doc_count
                    facts |= write_derived(
                        sections,
                        name,
                        found,
                        sources,
                        count,
                        lengths,
                        sections.spool,
                        self._release,
                    )
            sections.close({"fields": facts}, lasting=False)

    def _release(self) -> None:
        for segment in self._segments:
            segment.sections.release()

    def _sources(self, parts: dict[int, _Lists]) -> list[Source]:
        """Give the lists of some segments as others are derived from them."""
        numbers = {place: self._segments[place].language_numbers for place in parts}
        return [own.source(self._merge.spoken[place][numbers[place]]) for place, own in parts.items()]

    def _lengths(self, field: str) -> NDArray[np.uint32]:
        """Give the length of a field in each document that is kept."""
        lengths = []
        for segment, kept in zip(self._segments, self._merge.kept, strict=True):
            there = f"{field}.exact" in segment.sections
            own = read_lengths(segment.sections, field, segment.doc_count) if there else None
            lengths.append(np.zeros(len(kept), np.uint32) if own is None else own[kept])
        return np.concatenate(lengths)

    def _ranked(self, field: str) -> tuple[list[str], dict[int, _Lists]]:
        """Give all forms of a field, sorted, and for the segments that have it the lists of theirs."""
        known = self._known.get(field)
        if known is None:
            known = self._known[field] = self._rank(field)
        return known

    def _rank(self, field: str) -> tuple[list[str], dict[int, _Lists]]:
        parts = {
            place: _Lists(PlainField(segment.sections, field), self._merge.numbers[place])
            for place, segment in enumerate(self._segments)
            if PlainField.there(segment.sections, field)
        }
        groups: dict[str, list[_Lists]] = defaultdict(list)
        for place, own in parts.items():
            groups[self._segments[place].sections.facts["vocabulary"]].append(own)
        words = {name: united([own.words for own in group]) for name, group in groups.items()}
        written = {name: self._told[name].forms(met) for name, met in words.items()}
        forms = sorted(set(chain.from_iterable(written.values())))
        places = dict(zip(forms, range(len(forms)), strict=True))
        for name, group in groups.items():
            met = words[name]
            ranks = np.full(1 + int(met.max(initial=0)), -1, np.int32)
            ranks[met] = np.fromiter(map(places.__getitem__, written[name]), np.int32, len(met))
            for own in group:
                own.rank(ranks)
        return forms, parts

    @cached_property
    def _told(self) -> dict[str, _Told]:
        """How words are written, by the vocabulary that gave them their numbers."""
        told: dict[str, list[tuple[Numbers, list[str]]]] = defaultdict(list)
        for segment in self._segments:
            told[segment.sections.facts["vocabulary"]].append(read_words(segment.sections))
        return {name: _Told(parts) for name, parts in told.items()}


class _Told:
    """How the words of a vocabulary are written."""

    def __init__(self, parts: Sequence[tuple[Numbers, list[str]]]) -> None:
        numbers = np.concatenate([numbers for numbers, _ in parts])
        self._order = numbers.argsort()
        self._numbers = numbers[self._order]
        self._forms = [form for _, forms in parts for form in forms]

    def forms(self, words: NDArray[np.integer]) -> list[str]:
        """Give how some words are written."""
        return [self._forms[place] for place in self._order[self._numbers.searchsorted(words)].tolist()]


class _Lists:
    """The lists of a field in one plain segment, by the places of its words among all forms.

    `numbers` gives for each document its new number, -1 of a deleted one; a word that only such have is none.
    """

    def __init__(self, field: PlainField, numbers: Numbers) -> None:
        self._field = field
        self._numbers = numbers
        self._whole = bool((numbers >= 0).all())
        self._chosen = np.arange(len(field.words), dtype=np.int32)
        if not self._whole:
            owners = np.repeat(self._chosen, field.sizes)
            self._chosen = united([owners[numbers[field.docs] >= 0]])
        self.words = field.words[self._chosen]

    def rank(self, ranks: NDArray[np.integer]) -> None:
        """Learn the place of each word among all forms."""
        own = ranks[self.words]
        order = own.argsort()
        self.ranks = own[order].astype(np.int64)
        self._chosen = self._chosen[order]
        self.sizes = self._field.sizes[self._chosen].astype(np.uint32)
        self._starts = self._field.ends[self._chosen] - self.sizes

    def source(self, spoken: NDArray[np.integer]) -> Source:
        """Give the lists as others are derived from them; `spoken` is the language of each document."""
        docs, weights = self._field.docs, self._field.weights
        return Source(self.ranks, self._starts, self.sizes, docs, weights, self._numbers, spoken)

    def between(self, start: int, stop: int) -> Placed:
        """Give the live lists of the terms [start, stop), by their places from `start` on."""
        first, last = self.ranks.searchsorted((start, stop)).tolist()
        field, chosen, sizes = self._field, self._chosen[first:last], self.sizes[first:last]
        at = runs(self._starts[first:last], sizes)
        begin = field.places[chosen]
        positions = field.positions[runs(begin, field.places[chosen + 1] - begin)]
        docs, terms = self._numbers[field.docs[at]], self.ranks[first:last] - start
        return placed(terms, sizes, docs, field.counts[at], positions, whole=self._whole)
