"""The lists of stems and of parts of compounds, made of those of the forms that stand for them.

The list of a stem is that of all its forms in documents of the right language, so one sort makes it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from io import BytesIO
from typing import Any

import numpy as np
from numpy.typing import NDArray

from archive.index import schema
from archive.index.analyses import Found, Members, Spoken
from archive.index.codec.columns import write_lengths
from archive.index.codec.lists import Lists, distinct, runs, united
from archive.index.codec.members import apart, write_members
from archive.index.codec.postings import PostingsWriter
from archive.index.codec.sections import SectionWriter, Spool
from archive.index.codec.terms import TermWriter

STRETCH = 500_000
"""Postings of forms that lists are made of at a time: some 30 MB."""

Numbers = NDArray[np.int64]


class Source:
    """The lists of forms in some documents, which come after those of the source before it.

    `ranks` gives for each list the place of its form among all forms, `starts` and `sizes` where its
    postings are; `numbers` for each document of the source its new number (-1: it is gone), `spoken` the
    number of its language.
    """

    def __init__(
        self,
        ranks: Numbers,
        starts: NDArray[np.integer],
        sizes: NDArray[np.integer],
        docs: NDArray[np.integer],
        weights: NDArray[np.integer],
        numbers: Numbers,
        spoken: NDArray[np.integer],
    ) -> None:
        self.ranks = ranks
        self.sizes = sizes
        self._starts = starts
        self._docs, self._weights = docs, weights
        self._numbers = numbers
        self._spoken = spoken
        self._languages = distinct(np.sort(spoken))
        self._clear = len(self._languages) == 1 and bool((numbers >= 0).all())

    def spoken(self, languages: int) -> Iterator[Numbers]:
        """Give, for each of so many languages, the forms that its documents have."""
        met = np.zeros((len(self.ranks), languages), np.bool_)
        if self._clear:
            met[:, self._languages[0]] = True
        else:
            lists = np.repeat(np.arange(len(self.ranks)), self.sizes)
            docs = self._docs[runs(self._starts, self.sizes)]
            alive = self._numbers[docs] >= 0
            met[lists[alive], self._spoken[docs[alive]]] = True
        yield from (self.ranks[met[:, language]] for language in range(languages))

    def share(self, members: Numbers, at: NDArray[np.integer]) -> _Share:
        """Give the members it has lists for; `at` tells for every form which list it has here, or -1."""
        owners, forms, languages = apart(members)
        places = at[forms]
        here = np.flatnonzero((places >= 0) & np.isin(languages, self._languages))
        lists, spoken = places[here].astype(np.int32), languages[here].astype(np.uint16)
        return _Share(self, owners[here].astype(np.int32), lists, spoken)

    def postings(
        self, lists: NDArray[np.integer], owners: NDArray[np.integer], languages: NDArray[np.integer]
    ) -> tuple[Numbers, Numbers, Numbers]:
        """Give owner, document and weight of all postings of some lists in documents of their languages."""
        sizes = self.sizes[lists]
        at = runs(self._starts[lists], sizes)
        docs, weights, owned = self._docs[at], self._weights[at], np.repeat(owners, sizes)
        if not self._clear:
            kept = (self._spoken[docs] == np.repeat(languages, sizes)) & (self._numbers[docs] >= 0)
            docs, owned, weights = docs[kept], owned[kept], weights[kept]
        return owned.astype(np.int64), self._numbers[docs], weights.astype(np.int64)


class _Share:
    """The members of a relation that one source has lists for, by ascending owner."""

    def __init__(
        self,
        source: Source,
        owners: NDArray[np.int32],
        lists: NDArray[np.int32],
        languages: NDArray[np.uint16],
    ) -> None:
        self._source = source
        self.owners = owners
        self._lists = lists
        self._languages = languages

    @property
    def volume(self) -> NDArray[np.integer]:
        """How many postings each member has, about."""
        return self._source.sizes[self._lists]

    def postings(self, start: int, stop: int) -> tuple[Numbers, Numbers, Numbers]:
        """Give owner, document and weight of the postings of the owners [start, stop)."""
        low, high = self.owners.searchsorted((start, stop)).tolist()
        owners = self.owners[low:high] - start
        return self._source.postings(self._lists[low:high], owners, self._languages[low:high])


def derived(members: Members, sources: Sequence[Source]) -> Iterator[tuple[int, Lists]]:
    """Give the lists of terms from those of their forms, stretch by stretch, each with its first term."""
    count = len(members.terms)
    volume = np.zeros(count, np.int64)
    forms = 1 + max(int(source.ranks.max(initial=-1)) for source in sources)
    at = np.full(forms, -1, np.int32)
    shares = []
    for source in sources:
        at[source.ranks] = np.arange(len(source.ranks), dtype=np.int32)
        share = source.share(members.keys, at)
        at[source.ranks] = -1
        shares.append(share)
        volume += np.bincount(share.owners, share.volume, count).astype(np.int64)
    ends = np.cumsum(volume)
    start = 0
    while start < count:
        reached = int(ends[start - 1]) if start else 0
        stop = max(start + 1, int(ends.searchsorted(reached + STRETCH, side="right")))
        owners, docs, weights = zip(*(share.postings(start, stop) for share in shares), strict=True)
        joined = np.concatenate(owners), np.concatenate(docs), np.concatenate(weights)
        yield start, _summed(*joined, stop - start)
        start = stop


def _summed(owners: Numbers, docs: Numbers, weights: Numbers, terms: int) -> Lists:
    """Bring postings into lists of so many terms; those of one document become one, with all their weight."""
    if not len(owners):
        nothing = np.empty(0, np.uint32)
        return Lists(np.zeros(terms, np.uint32), nothing, nothing)
    width, low = int(docs.max()).bit_length(), int(weights.max()).bit_length()
    if terms.bit_length() + width + low > 63:
        order = np.lexsort((docs, owners))
        owners, docs, weights = owners[order], docs[order], weights[order]
    else:  # one number each sorts several times as fast
        keys = (owners << (width + low)) | (docs << low) | weights
        keys.sort()
        weights = keys & ((1 << low) - 1)
        keys >>= low
        owners, docs = keys >> width, keys & ((1 << width) - 1)
    new = np.ones(len(owners), np.bool_)
    new[1:] = (owners[1:] != owners[:-1]) | (docs[1:] != docs[:-1])
    starts = np.flatnonzero(new)
    sums = np.add.reduceat(weights, starts)
    sizes = np.bincount(owners[starts], minlength=terms)
    return Lists(sizes.astype(np.uint32), docs[starts].astype(np.uint32), sums.astype(np.uint32))


def spoken_in(
    sources: Sequence[Source], forms: Sequence[str], languages: Sequence[str | None]
) -> list[Spoken]:
    """Tell which forms are spoken in each language; the sources know these by their numbers."""
    met: list[list[Numbers]] = [[np.empty(0, np.int64)] for _ in languages]
    for source in sources:
        for number, ranks in enumerate(source.spoken(len(languages))):
            met[number].append(ranks)
    every = ((number, united(parts)) for number, parts in enumerate(met))
    return [Spoken(languages[number], number, own, [forms[n] for n in own.tolist()]) for number, own in every]


def write_derived(
    sections: SectionWriter,
    of: str,
    found: Sequence[tuple[Found, Found]],
    sources: Sequence[Source],
    doc_count: int,
    lengths: NDArray[np.uint32] | None,
    spool: Spool = BytesIO,
    release: Callable[[], None] | None = None,
) -> dict[str, Any]:
    """Write the fields of what the forms of a field stand for; give the facts of each by its name.

    `lengths` are those of the stems, where they have any; `release` lets go of the memory of what was read.
    """
    facts: dict[str, Any] = {}
    for name, parts in zip(schema.DERIVED[of], zip(*found, strict=True), strict=True):
        members = Members.of(parts)
        if name is None or not members.terms:
            continue
        field = schema.TERM_FIELD[name]
        facts[name] = {"terms": len(members.terms), "total": 0}
        if field.lengths and lengths is not None:
            facts[name]["total"] = int(lengths.sum(dtype=np.int64))
            write_lengths(sections, name, lengths)
        postings = PostingsWriter(name, doc_count, spool, positions=False)
        for _, lists in derived(members, sources):
            postings.extend(lists)
            if release is not None:
                release()
        dictionary = TermWriter(name, patterns=field.patterns)
        dictionary.extend(members.terms)
        dictionary.write(sections)
        postings.write(sections)
        if field.positions:
            facts[name]["of"] = of
            write_members(sections, name, len(members.terms), members.keys)
    return facts
