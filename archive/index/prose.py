"""The prose of a batch of documents: texts to occurrences of surfaces, these to lists of forms and stems."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from archive.analysis import omissions
from archive.analysis.omissions import meant
from archive.index import schema
from archive.index.analyses import Analyses
from archive.index.codec.columns import write_lengths
from archive.index.codec.lists import distinct
from archive.index.codec.plain import write_plain
from archive.index.codec.sections import SectionWriter
from archive.index.derivation import Source, spoken_in, write_derived
from archive.index.inversion import Numbers, Occurrences, invert, ranked, write_field
from archive.index.splitting import Words
from archive.index.surfaces import Surfaces

CHUNK = 200_000
"""Characters that are split at once, about: their arrays stay within a processor's cache."""

_WEIGHTS = np.array(schema.ZONE_WEIGHTS, np.int64)


Zones = Sequence[Sequence[str]]
"""The texts of a document, zone by zone."""


class Languages(NamedTuple):
    """The languages of some documents: their names, and of each document the number of its own."""

    names: list[str | None]
    spoken: Numbers


class _Texts(NamedTuple):
    """Some texts in order, the document and the zone of each."""

    texts: list[str]
    docs: Numbers
    zones: Numbers


class Prose:
    """Texts on their way into the lists of one field of forms and the fields derived from it."""

    def __init__(self, field: str, surfaces: Surfaces, analyses: Analyses, *, meant: bool) -> None:
        """Begin without texts; with `meant`, words that they mean but leave out are found as well."""
        self._field = field
        self._surfaces = surfaces
        self._analyses = analyses
        self._meant = meant
        self._weighted = schema.TERM_FIELD[schema.DERIVED[field][0]].weights
        self._found = Occurrences()
        self._bodies: list[tuple[Numbers, Numbers, NDArray[np.uint32]]] = []

    def extend(self, documents: Sequence[Zones], german: NDArray[np.bool_]) -> NDArray[np.int64]:
        """Add the texts of all documents, which are told in German or not; give for each where its zones end.

        A zone ends one past its last word; an empty one where the one before it ends.
        """
        ends = np.zeros((len(documents), len(schema.ZONES)), np.int64)
        for texts, docs, zones in _chunks(documents):
            numbers, words = self._surfaces.split(texts)
            starts = _starts(docs, words.sizes)
            filled = words.sizes > 0
            np.maximum.at(ends, (docs[filled], zones[filled]), (starts + words.sizes)[filled])
            self._found.extend(numbers, docs, starts, words.sizes, _WEIGHTS[zones])
            body = zones == schema.ZONES.index("body")
            surfaces = numbers[np.repeat(body, words.sizes)].astype(np.uint32)
            self._bodies.append((docs[body], words.sizes[body], surfaces))
            if self._meant:
                of, positions, forms = _meant(texts, german[docs], words)
                ones = np.ones_like(of)
                places = starts[of] + positions
                self._found.extend(self._surfaces.numbers(forms), docs[of], places, ones, _WEIGHTS[zones[of]])
        return np.maximum.accumulate(ends, axis=1)

    def bodies(self, doc_count: int) -> tuple[NDArray[np.uint64], Numbers]:
        """Give a checksum for each word of all bodies, the same in every index, and the words of each."""
        sizes = np.zeros(doc_count, np.int64)
        for docs, counts, _ in self._bodies:
            sizes[docs] = counts
        words = [surfaces for _, _, surfaces in self._bodies]
        return self._surfaces.checksums(np.concatenate([np.empty(0, np.uint32), *words])), sizes

    def write(self, sections: SectionWriter, languages: Languages) -> dict[str, Any]:
        """Write the field of forms and those of what they stand for; give the facts of each by its name.

        Nothing is written when no word was found.
        """
        met = self._found.join()
        used = met.used(len(self._surfaces.forms))
        if not len(used):
            return {}
        terms, ranks = ranked(used, self._surfaces.forms)
        lists, weights = invert(ranks[met.numbers], met.docs(), met.positions(), met.weights())
        field = schema.TERM_FIELD[self._field]
        doc_count = len(languages.spoken)
        lengths = met.lengths(doc_count, weighted=False) if field.lengths else None
        facts = {self._field: write_field(sections, field, terms, lists, lengths, doc_count)}
        weighed = weights if self._weighted else lists.weights
        starts = np.cumsum(lists.sizes, dtype=np.int64) - lists.sizes
        all_terms, all_docs = np.arange(len(terms)), np.arange(doc_count)
        source = Source(all_terms, starts, lists.sizes, lists.docs, weighed, all_docs, languages.spoken)
        lengths = met.lengths(doc_count, weighted=True) if self._weighted else None
        found = self._analyses.find(spoken_in([source], terms, languages.names))
        return facts | write_derived(sections, self._field, [found], [source], doc_count, lengths)

    def write_plain(self, sections: SectionWriter, doc_count: int) -> Numbers:
        """Write the lists as they can only be merged, and the lengths; give the numbers of their words."""
        found = self._found.join()
        used = found.used(len(self._surfaces.forms))
        if len(used):
            places = np.zeros(len(self._surfaces.forms), np.int64)
            places[used] = np.arange(len(used))
            lists, weights = invert(places[found.numbers], found.docs(), found.positions(), found.weights())
            weighed = weights if self._weighted else lists.weights
            write_plain(sections, self._field, used, lists, weighed)
            for name, weighted in ((self._field, False), (schema.DERIVED[self._field][0], True)):
                if schema.TERM_FIELD[name].lengths:
                    write_lengths(sections, name, found.lengths(doc_count, weighted=weighted))
        return used


def _chunks(documents: Sequence[Zones]) -> Iterator[_Texts]:
    """Give the texts of some documents at a time; those of one document stay together."""
    texts: list[str] = []
    docs: list[int] = []
    zones: list[int] = []
    filled = 0
    for doc, document in enumerate(documents):
        for zone, each in enumerate(document):
            for text in each:
                if text:
                    texts.append(text)
                    docs.append(doc)
                    zones.append(zone)
                    filled += len(text)
        if filled >= CHUNK or (doc == len(documents) - 1 and texts):
            yield _Texts(texts, np.array(docs, np.int64), np.array(zones, np.int64))
            texts, docs, zones, filled = [], [], [], 0


def _meant(
    texts: Sequence[str], german: NDArray[np.bool_], words: Words
) -> tuple[Numbers, Numbers, list[str]]:
    """Give the words that German texts mean but leave out: the text of each, its position in it, its form."""
    found = [(number, *each) for number in np.flatnonzero(german).tolist() for each in meant(texts[number])]
    table = np.array([each[:2] for each in found], np.int64).reshape(-1, 2)
    numbers, positions = table[:, 0], words.positions(table[:, 0], table[:, 1])
    forms = [form for _, _, form in found]
    unclear = distinct(numbers[positions < 0])
    if len(unclear):
        slowly = [(number, *each) for number in unclear.tolist() for each in omissions(texts[number])]
        clear = np.flatnonzero(~np.isin(numbers, unclear))
        table = np.array([each[:2] for each in slowly], np.int64).reshape(-1, 2)
        numbers = np.concatenate((numbers[clear], table[:, 0]))
        positions = np.concatenate((positions[clear], table[:, 1]))
        forms = [forms[place] for place in clear.tolist()] + [form for _, _, form in slowly]
    return numbers, positions, forms


def _starts(docs: Numbers, sizes: Numbers) -> Numbers:
    """Give the position at which each text begins: `GAP` after the one before it in the same document."""
    steps = np.where(sizes > 0, sizes + schema.GAP, 0)
    starts = np.cumsum(steps) - steps
    new = np.ones(len(docs), np.bool_)
    new[1:] = docs[1:] != docs[:-1]
    firsts = np.flatnonzero(new)
    starts -= np.repeat(starts[firsts], np.diff(np.append(firsts, len(docs))))
    return starts
