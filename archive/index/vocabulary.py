"""The words of one commit: lists of all segments as one, articles numbered through, deleted ones left out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from archive.errors import BadValue, Problem
from archive.index.clauses import Misspelt, Pattern, Single, Words
from archive.index.codec.segment import FieldReader, SegmentReader
from archive.index.lists import Source, TermList
from archive.index.misspellings import slips
from archive.index.ranking import PARAMETERS, Docs, Floats
from archive.index.recent import Recent
from archive.index.schema import FORM, NOTE, NOTE_STEM, PART, STEM

MOST_WORDS = 200_000
"""A pattern that stands for more words than this is refused: uniting them takes seconds."""

FUZZY = 256
"""Look-ups of near words that are remembered, one for each word and segment: a search needs each twice."""

FREQUENCIES = 20_000
"""Terms whose frequencies are remembered (about 3 MB): many searches ask for those of the same ones."""

FORMS = 256
"""Words of which the forms are remembered, some ten each: they are marked on one page after the other."""

ROOM = 32 << 20
"""Bytes of lists that are kept unpacked, for the words that are asked for again."""


class Vocabulary:
    """The words of some segments; `offsets` are the numbers of their first articles, and of all."""

    def __init__(self, segments: Sequence[SegmentReader], offsets: Sequence[int]) -> None:
        self._segments = segments
        self._offsets = offsets
        self._size = offsets[-1]
        self._recent: Recent[TermList] = Recent(ROOM)
        self._fuzzy: dict[tuple[str, int, int], NDArray[np.integer[Any]]] = {}
        self._frequencies: dict[tuple[str, str], int] = {}
        self._forms: dict[tuple[str, tuple[str, ...], str | None], frozenset[str]] = {}

    def read(self, clause: Single) -> TermList:
        """Read the list of a clause of single words."""
        key = (
            (clause.name, clause.choices, clause.parts, clause.compounds)
            if isinstance(clause, Words)
            else clause
        )
        found = self._recent.get(key)
        if found is None:
            found = self._words(clause) if isinstance(clause, Words) else self._expanded(clause)
            self._recent.put(key, found, found.bytes)
        return found

    def forms_of(self, clause: Words, language: str | None) -> frozenset[str]:
        """Give the surface forms that the terms of a clause stand for in articles of a language."""
        base = {STEM: FORM, NOTE_STEM: NOTE}.get(clause.name)
        if base is None:
            return frozenset(clause.choices)
        key = clause.name, clause.choices, language
        known = self._forms.get(key)
        if known is None:
            while len(self._forms) >= FORMS:
                del self._forms[next(iter(self._forms))]
            known = self._forms[key] = frozenset(self._read_forms(clause, base, language))
        return known

    def _read_forms(self, clause: Words, base: str, language: str | None) -> set[str]:
        """Read the forms of the terms of a clause, which the index keeps in another field."""
        found: set[str] = set()
        for segment in self._segments:
            field, forms = segment.field(clause.name), segment.field(base)
            if field is None or forms is None or field.lists.members is None:
                continue
            spoken = segment.languages.index(language) if language in segment.languages else -1
            for ordinal in map(field.terms.find, clause.choices):
                if ordinal is not None:
                    found.update(forms.terms.strings(field.lists.members.forms(ordinal, spoken)))
        return found

    def near_words(self, clause: Misspelt) -> set[str]:
        """Give the terms a misspelt word may stand for."""
        found: set[str] = set()
        for _, field in self.fields(clause.name):
            if field is not None:
                found.update(field.terms.strings(self._near(field, clause)))
        return found

    def frequency(self, field: str, term: str) -> int:
        """Tell how many articles have a term; the list is read only where articles were deleted since."""
        known = self._frequencies.get((field, term))
        if known is None:
            known = sum(segment.frequency(field, term) for segment in self._segments)
            if len(self._frequencies) >= FREQUENCIES:
                self._frequencies.clear()
            self._frequencies[field, term] = known
        return known

    @cached_property
    def alive(self) -> NDArray[np.bool_] | None:
        """For each article whether it is there; None when none is deleted."""
        masks = [segment.deleted for segment in self._segments]
        if all(mask is None for mask in masks):
            return None
        return joined(
            np.ones(segment.doc_count, bool) if mask is None else ~mask
            for segment, mask in zip(self._segments, masks, strict=True)
        )

    def fields(self, name: str) -> Iterator[tuple[SegmentReader, FieldReader | None]]:
        """Give each segment with what it has of a field."""
        return ((segment, segment.field(name)) for segment in self._segments)

    def _near(self, field: FieldReader, clause: Misspelt) -> NDArray[np.integer[Any]]:
        """Give the ordinals of the terms near a word; the last ones asked for are remembered."""
        key = (clause.word, clause.distance, id(field))
        if key not in self._fuzzy:
            self._fuzzy[key] = field.terms.fuzzy(clause.word, clause.distance)[0]
            while len(self._fuzzy) > FUZZY:
                del self._fuzzy[next(iter(self._fuzzy))]
        return self._fuzzy[key]

    def _words(self, clause: Words) -> TermList:
        found = [self._sources(clause.name, term) for term in clause.choices]
        found = [sources for sources in found if sources]
        parts = [self._sources(PART, term) for term in clause.parts]
        parts += [self._sources(FORM, form) for form in clause.compounds]
        parts = [sources for sources in parts if sources]
        sources = [source for each in found for source in each]
        lists = [_laid(each) for each in found]
        if len(lists) == 1 and not parts:
            docs, weights = lists[0]
        else:
            docs, weights = self._united(lists, [_laid(each) for each in parts])
        return self._list(docs, weights, sources)

    def _sources(self, field: str, term: str) -> list[Source]:
        """Find a term in every segment."""
        found = []
        for segment, offset in zip(self._segments, self._offsets, strict=False):
            postings = segment.postings(field, term)
            if postings is not None:
                found.append(Source(postings, postings.docs.astype(np.int64) + offset))
        return found

    def _united(
        self, lists: list[tuple[Docs, Floats]], parts: list[tuple[Docs, Floats]]
    ) -> tuple[Docs, Floats]:
        """Take several terms for one: the most frequent counts, and compound parts are added to it."""
        weights = np.zeros(self._size, np.float32)
        for place, (docs, more) in enumerate(lists):
            weights[docs] = np.maximum(weights[docs], more) if place else more
        extra = np.zeros(self._size if parts else 0, np.float32)
        for place, (docs, more) in enumerate(parts):
            extra[docs] = np.maximum(extra[docs], more) if place else more
        if parts:
            weights += extra * np.float32(PARAMETERS.part)
        docs = np.flatnonzero(weights > 0)
        return docs, weights[docs]

    def _expanded(self, clause: Pattern | Misspelt) -> TermList:
        """Unite the lists of all terms like a pattern or a word."""
        chosen: list[tuple[FieldReader, NDArray[np.integer], int]] = []
        for (_, field), offset in zip(self.fields(clause.name), self._offsets, strict=False):
            if field is not None:
                ordinals = (
                    field.terms.wildcard(clause.pattern)
                    if isinstance(clause, Pattern)
                    else self._near(field, clause)
                )
                if len(ordinals) > MOST_WORDS:
                    raise _too_many(clause)
                chosen.append((field, ordinals, offset))
        united = [
            (*_weighed(field, ordinals, clause), offset)
            for field, ordinals, offset in chosen
            if len(ordinals)
        ]
        docs = end_to_end([docs.astype(np.int64) + offset for docs, _, offset in united], np.int64)
        weights = end_to_end([weights.astype(np.float32) for _, weights, _ in united], np.float32)

        def sources() -> list[Source]:
            lists = (
                (field.postings(int(one)), offset) for field, ordinals, offset in chosen for one in ordinals
            )
            return [Source(postings, postings.docs.astype(np.int64) + offset) for postings, offset in lists]

        return self._list(docs, weights, sources)

    def _list(self, docs: Docs, weights: Floats, sources: Any) -> TermList:
        if self.alive is not None:
            kept = self.alive[docs]
            docs, weights = docs[kept], weights[kept]
        if callable(sources):
            return TermList(docs, weights, sources, self._size)
        unpacked = sum(len(source.docs) for source in sources)
        return TermList(docs, weights, lambda: sources, self._size, unpacked)


def joined(arrays: Iterable[NDArray[Any]]) -> NDArray[Any]:
    """Lay what each segment has of a column end to end."""
    parts = list(arrays)
    if len(parts) == 1:
        return parts[0]
    return np.concatenate(parts) if parts else np.zeros(0, np.int32)


def _weighed(
    field: FieldReader, ordinals: NDArray[np.integer], clause: Pattern | Misspelt
) -> tuple[NDArray[np.uint32], Floats]:
    """Unite the lists of some terms; of a misspelt word, a term counts less the less likely it is meant."""
    if isinstance(clause, Pattern) or not clause.scored:
        docs, weights = field.union(ordinals)
        return docs, weights.astype(np.float32)
    terms = field.terms.strings(ordinals)
    costs = np.ceil([2.0 * slips(clause.word, term) for term in terms]) / 2.0
    total = np.zeros(field.doc_count, np.float32)
    for cost in sorted(set(costs.tolist())):
        docs, weights = field.union(ordinals[costs == cost])
        total[docs] += weights * np.float32(1.0 / (1.0 + cost))
    docs = np.flatnonzero(total).astype(np.uint32)
    return docs, total[docs]


def _laid(sources: list[Source]) -> tuple[Docs, Floats]:
    """Lay the lists of one term in all segments end to end."""
    docs = end_to_end([source.docs for source in sources], np.int64)
    return docs, end_to_end([source.postings.weights.astype(np.float32) for source in sources], np.float32)


def end_to_end(arrays: list[NDArray[Any]], kind: type[np.generic]) -> NDArray[Any]:
    """Lay arrays end to end; `kind` is that of none."""
    if len(arrays) == 1:
        return arrays[0]
    return np.concatenate(arrays) if arrays else np.empty(0, kind)


def _too_many(clause: Pattern | Misspelt) -> BadValue:
    text = clause.pattern if isinstance(clause, Pattern) else clause.word + "~"
    problem = Problem(
        f"{text} stands for more than {MOST_WORDS:,} words.",
        (0, len(text)),
        "Give more letters of the word.",
    )
    return BadValue(text, (problem,))
