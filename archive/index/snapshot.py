"""All segments of one commit as one: articles numbered through, deleted ones left out."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import islice
from typing import Any

import numpy as np
from numpy.typing import NDArray

from archive.index.clauses import Words
from archive.index.codec.lists import among
from archive.index.codec.segment import SegmentReader, Stories
from archive.index.ranking import Docs, Floats, norms
from archive.index.recent import Recent
from archive.index.schema import KEY, STEM, key_term
from archive.index.vocabulary import Vocabulary, end_to_end, joined

NAMED = 32
"""To read what is stored of an article, its id among it, takes as long as to read so many ids in a row."""

FEW_ROWS = 1000
"""A column is not read whole for fewer than one in so many of its rows; reading one row takes 5 µs."""

SHOWN = 64
"""Articles of which it is remembered what is shown: the best are looked at before a page is made of them."""

TEXTS = 400_000
"""Characters of texts that are kept: those of some pages of results, and of what the best share."""

Column = NDArray[np.integer[Any]]


class Snapshot:
    """The articles of one commit."""

    def __init__(self, segments: Sequence[SegmentReader]) -> None:
        self.segments = segments
        self.offsets = np.cumsum([0, *(segment.doc_count for segment in segments)]).tolist()
        self.size: int = self.offsets[-1]
        self.articles = sum(segment.live_count for segment in segments)
        self.vocabulary = Vocabulary(segments, self.offsets)
        self._numbers: dict[str, Column] = {}
        self._named = 0
        self._shown: dict[int, Mapping[str, Any]] = {}
        self._texts: Recent[Mapping[str, str]] = Recent(TEXTS)

    @cached_property
    def live(self) -> Docs:
        """The numbers of all articles that are not deleted."""
        alive = self.vocabulary.alive
        return np.arange(self.size) if alive is None else np.flatnonzero(alive)

    @cached_property
    def norms(self) -> Floats:
        """For each article, what its length does to its scores."""
        lengths = joined(
            np.zeros(segment.doc_count, np.uint32) if field is None else field.lengths
            for segment, field in self.vocabulary.fields(STEM)
        )
        alive = self.vocabulary.alive
        total = int((lengths if alive is None else lengths[alive]).sum(dtype=np.int64))
        return norms(lengths, total / max(1, self.articles))

    def numbers(self, name: str) -> Column:
        """Give a column of numbers, one for each article."""
        known = self._numbers.get(name)
        if known is None:
            known = self._numbers[name] = joined(segment.column(name) for segment in self.segments)
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
        return end_to_end(
            [segment.deleted_docs.astype(np.int64) + first for segment, first in parts], np.int64
        )

    @cached_property
    def told(self) -> Stories:
        """The articles that have near copies, and the story of each."""
        parts = list(zip((segment.stories for segment in self.segments), self.offsets, strict=False))
        docs = end_to_end([each.docs.astype(np.int64) + first for each, first in parts], np.int64)
        return Stories(docs, end_to_end([each.stories for each, _ in parts], np.uint64))

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
        known = self._texts.get(number)
        if known is None:
            segment, place = self.locate(number)
            known = segment.texts(place)
            self._texts.put(number, known, sum(map(len, known.values())))
        return known

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
        for (segment, reader), offset in zip(self.vocabulary.fields(field), self.offsets, strict=False):
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
        docs = self.vocabulary.read(Words("id", (identity,))).docs
        return int(docs[0]) if len(docs) else None
