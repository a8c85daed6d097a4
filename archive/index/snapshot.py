"""All segments of one commit as one: articles numbered through, deleted ones left out."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import islice
from typing import Any

import numpy as np
from numpy.typing import NDArray

from archive.errors import BadValue, Problem
from archive.index.clauses import Misspelt, Pattern, Single, Words
from archive.index.codec.lists import among
from archive.index.codec.postings import Postings
from archive.index.codec.segment import FieldReader, SegmentReader, Stories
from archive.index.lists import Recent, Source, TermList
from archive.index.misspellings import slips
from archive.index.ranking import PARAMETERS, Docs, Floats, norms
from archive.index.schema import FORM, KEY, NOTE, NOTE_STEM, PART, STEM, key_term

MOST_WORDS = 200_000
"""A pattern that stands for more words than this is refused: uniting them takes seconds."""

NAMED = 32
"""To read what is stored of an article, its id among it, takes as long as to read so many ids in a row."""

FEW_ROWS = 1000
"""A column is not read whole for fewer than one in so many of its rows; reading one row takes 5 µs."""

FUZZY = 256
"""Look-ups of near words that are remembered, one for each word and segment: a search needs each twice."""

FREQUENCIES = 20_000
"""Terms whose frequencies are remembered (about 3 MB): many searches ask for those of the same ones."""

FORMS = 256
"""Words of which the forms are remembered, some ten each: they are marked on one page after the other."""

SHOWN = 64
"""Articles of which it is remembered what is shown: the best are looked at before a page is made of them."""

ROOM = 32 << 20
"""Bytes of lists that are kept unpacked, for the words that are asked for again."""

Column = NDArray[np.integer[Any]]


class Snapshot:
    """The articles of one commit."""

    def __init__(self, segments: Sequence[SegmentReader]) -> None:
        self.segments = segments
        self.offsets = np.cumsum([0, *(segment.doc_count for segment in segments)]).tolist()
        self.size: int = self.offsets[-1]
        self.articles = sum(segment.live_count for segment in segments)
        self._numbers: dict[str, Column] = {}
        self._named = 0
        self._recent = Recent(ROOM)
        self._fuzzy: dict[tuple[str, int, int], NDArray[np.integer[Any]]] = {}
        self._frequencies: dict[tuple[str, str], int] = {}
        self._shown: dict[int, Mapping[str, Any]] = {}
        self._forms: dict[tuple[str, tuple[str, ...], str | None], frozenset[str]] = {}

    @cached_property
    def live(self) -> Docs:
        """The numbers of all articles that are not deleted."""
        return np.arange(self.size) if self._alive is None else np.flatnonzero(self._alive)

    @cached_property
    def norms(self) -> Floats:
        """For each article, what its length does to its scores."""
        lengths = self._joined(
            np.zeros(segment.doc_count, np.uint32) if field is None else field.lengths
            for segment, field in self._fields(STEM)
        )
        total = int(
            lengths.sum(dtype=np.int64) if self._alive is None else lengths[self._alive].sum(dtype=np.int64)
        )
        return norms(lengths, total / max(1, self.articles))

    def numbers(self, name: str) -> Column:
        """Give a column of numbers, one for each article."""
        known = self._numbers.get(name)
        if known is None:
            known = self._numbers[name] = self._joined(segment.column(name) for segment in self.segments)
        return known

    def numbers_of(self, name: str, numbers: NDArray[np.integer[Any]]) -> Column:
        """Give what a column of numbers has of some articles."""
        if name in self._numbers or len(numbers) * FEW_ROWS > self.size:
            column: Column = self.numbers(name)[numbers]
            return column
        places = map(self.locate, numbers.tolist())
        return np.array([segment.number(name, doc) for segment, doc in places], np.int64)

    def alive(self, numbers: NDArray[np.integer[Any]]) -> NDArray[np.bool_]:
        """Tell which of some articles are not deleted."""
        return ~among(numbers, self._gone)

    @cached_property
    def _gone(self) -> Docs:
        parts = zip(self.segments, self.offsets, strict=False)
        return _end_to_end(
            [segment.deleted_docs.astype(np.int64) + first for segment, first in parts], np.int64
        )

    @cached_property
    def told(self) -> Stories:
        """The articles that have near copies, and the story of each."""
        parts = list(zip((segment.stories for segment in self.segments), self.offsets, strict=False))
        docs = _end_to_end([each.docs.astype(np.int64) + first for each, first in parts], np.int64)
        return Stories(docs, _end_to_end([each.stories for each, _ in parts], np.uint64))

    @cached_property
    def stories(self) -> NDArray[np.uint64] | None:
        """The story of each article, 0 for those without near copies; None when none has any."""
        if not len(self.told.docs):
            return None
        stories = np.zeros(self.size, np.uint64)
        stories[self.told.docs] = self.told.stories
        return stories

    def stored(self, number: int) -> Mapping[str, Any]:
        """Give what is stored of an article to be shown."""
        known = self._shown.get(number)
        if known is None:
            while len(self._shown) >= SHOWN:
                del self._shown[next(iter(self._shown))]
            segment, place = self.locate(number)
            known = self._shown[number] = segment.stored(place)
        return known

    def texts(self, number: int) -> Mapping[str, str]:
        """Give the stored texts of an article, by zone."""
        segment, place = self.locate(number)
        return segment.texts(place)

    def ids(self, numbers: Sequence[int]) -> list[str]:
        """Give the ids of some articles."""
        self._named += len(numbers)
        if self._named * NAMED < self.size:
            return [self.stored(number)["id"] for number in numbers]
        return [self._ids[number] for number in numbers]  # so many are asked for that all had better be known

    def digests(self) -> dict[str, str]:
        """Give the digest of each article's file by id."""
        found = {}
        for segment in self.segments:
            deleted = set(segment.deleted_docs.tolist())
            rows = enumerate(zip(segment.ids(), segment.digests(), strict=True))
            found.update({identity: digest for place, (identity, digest) in rows if place not in deleted})
        return found

    def known(self, keys: Iterable[str]) -> dict[str, str]:
        """Give the id of an article for each key that one has."""
        terms = {key: ("id", key[3:]) if key.startswith("id:") else (KEY, key_term(key)) for key in keys}
        numbers: dict[str, int] = {}
        for field in ("id", KEY):
            asked = {term: key for key, (name, term) in terms.items() if name == field}
            numbers |= {asked[term]: number for term, number in self._first_of(field, asked)}
        return dict(zip(numbers, self.ids(list(numbers.values())), strict=True))

    def numbered(self, ids: Iterable[str]) -> dict[str, int]:
        """Give the numbers of those of some articles that are there."""
        return dict(self._first_of("id", set(ids)))

    def _first_of(self, field: str, terms: Collection[str]) -> Iterator[tuple[str, int]]:
        """Give the first live article in each segment for those of some terms that it has."""
        for (segment, reader), offset in zip(self._fields(field), self.offsets, strict=False):
            for term, ordinal in reader.terms.find_all(terms).items() if reader and terms else ():
                docs = reader.postings(ordinal).docs if reader else ()
                live = (int(doc) for doc in docs if segment.deleted is None or not segment.deleted[doc])
                yield from ((term, first + offset) for first in islice(live, 1))

    @cached_property
    def languages(self) -> tuple[str | None, ...]:
        """The languages of the live articles; None comes last, where one is unknown."""
        found: set[str | None] = set()
        for segment in self.segments:
            spoken = segment.language_numbers
            spoken = spoken if segment.deleted is None else spoken[~segment.deleted]
            found.update(segment.languages[number] for number in np.flatnonzero(np.bincount(spoken)).tolist())
        return tuple(sorted(found, key=lambda language: (language is None, language)))

    @cached_property
    def _ids(self) -> list[str]:
        return [identity for segment in self.segments for identity in segment.ids()]

    def locate(self, number: int) -> tuple[SegmentReader, int]:
        """Give the segment of an article and its number there."""
        place = bisect_right(self.offsets, number) - 1
        return self.segments[place], number - self.offsets[place]

    def find(self, identity: str) -> int | None:
        """Give the number of the article of an id, or None."""
        docs = self.read(Words("id", (identity,))).docs
        return int(docs[0]) if len(docs) else None

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
            self._recent.put(key, found)
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
        for segment in self.segments:
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
        for _, field in self._fields(clause.name):
            if field is not None:
                found.update(field.terms.strings(self._near(field, clause)))
        return found

    def frequency(self, field: str, term: str) -> int:
        """Tell how many articles have a term; the list is read only where articles were deleted since."""
        known = self._frequencies.get((field, term))
        if known is None:
            known = sum(segment.frequency(field, term) for segment in self.segments)
            if len(self._frequencies) >= FREQUENCIES:
                self._frequencies.clear()
            self._frequencies[field, term] = known
        return known

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
        for segment, offset in zip(self.segments, self.offsets, strict=False):
            postings = segment.postings(field, term)
            if postings is not None:
                found.append(Source(postings, postings.docs.astype(np.int64) + offset))
        return found

    def _united(
        self, lists: list[tuple[Docs, Floats]], parts: list[tuple[Docs, Floats]]
    ) -> tuple[Docs, Floats]:
        """Take several terms for one: the most frequent counts, and compound parts are added to it."""
        weights = np.zeros(self.size, np.float32)
        for place, (docs, more) in enumerate(lists):
            weights[docs] = np.maximum(weights[docs], more) if place else more
        extra = np.zeros(self.size if parts else 0, np.float32)
        for place, (docs, more) in enumerate(parts):
            extra[docs] = np.maximum(extra[docs], more) if place else more
        if parts:
            weights += extra * np.float32(PARAMETERS.part)
        docs = np.flatnonzero(weights > 0)
        return docs, weights[docs]

    def _expanded(self, clause: Pattern | Misspelt) -> TermList:
        """Unite the lists of all terms like a pattern or a word."""
        chosen: list[tuple[FieldReader, NDArray[np.integer], int]] = []
        for (_, field), offset in zip(self._fields(clause.name), self.offsets, strict=False):
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
        docs = _end_to_end([docs.astype(np.int64) + offset for docs, _, offset in united], np.int64)
        weights = _end_to_end([weights.astype(np.float32) for _, weights, _ in united], np.float32)

        def sources() -> list[Source]:
            lists = (
                (field.postings(int(one)), offset) for field, ordinals, offset in chosen for one in ordinals
            )
            return [Source(postings, postings.docs.astype(np.int64) + offset) for postings, offset in lists]

        return self._list(docs, weights, sources)

    def _list(self, docs: Docs, weights: Floats, sources: Any) -> TermList:
        if self._alive is not None:
            kept = self._alive[docs]
            docs, weights = docs[kept], weights[kept]
        if callable(sources):
            return TermList(docs, weights, sources, self.size)
        unpacked = sum(len(source.docs) for source in sources)
        return TermList(docs, weights, lambda: sources, self.size, unpacked)

    @cached_property
    def _alive(self) -> NDArray[np.bool_] | None:
        masks = [segment.deleted for segment in self.segments]
        if all(mask is None for mask in masks):
            return None
        return self._joined(
            np.ones(segment.doc_count, bool) if mask is None else ~mask
            for segment, mask in zip(self.segments, masks, strict=True)
        )

    def _fields(self, name: str) -> Iterator[tuple[SegmentReader, FieldReader | None]]:
        return ((segment, segment.field(name)) for segment in self.segments)

    def _joined(self, arrays: Iterable[NDArray[Any]]) -> NDArray[Any]:
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
    for cost in np.unique(costs).tolist():
        docs, weights = field.union(ordinals[costs == cost])
        total[docs] += weights * np.float32(1.0 / (1.0 + cost))
    docs = np.flatnonzero(total).astype(np.uint32)
    return docs, total[docs]


def _laid(sources: list[Source]) -> tuple[Docs, Floats]:
    """Lay the lists of one term in all segments end to end."""
    docs = _end_to_end([source.docs for source in sources], np.int64)
    return docs, _end_to_end([source.postings.weights.astype(np.float32) for source in sources], np.float32)


def _end_to_end(arrays: list[NDArray[Any]], kind: type[np.generic]) -> NDArray[Any]:
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


__all__ = ["MOST_WORDS", "Postings", "Snapshot"]
