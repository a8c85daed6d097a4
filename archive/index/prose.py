"""The prose of a batch of documents: texts to occurrences of surfaces, these to lists of forms and stems."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from archive.analysis import omissions
from archive.analysis.omissions import meant
from archive.index import schema
from archive.index.codec.lists import Lists, distinct
from archive.index.codec.members import member_keys, write_members
from archive.index.codec.sections import SectionWriter
from archive.index.inversion import Numbers, Occurrences, invert, ranked, write_field
from archive.index.splitting import Words
from archive.index.surfaces import Relation, Surfaces

CHUNK = 200_000
"""Characters that are split at once, about: their arrays stay within a processor's cache."""

_WEIGHTS = np.array(schema.ZONE_WEIGHTS, np.int64)


Zones = Sequence[Sequence[str]]
"""The texts of a document, zone by zone."""


class _Texts(NamedTuple):
    """Some texts in order, the document and the zone of each."""

    texts: list[str]
    docs: Numbers
    zones: Numbers


class Prose:
    """Texts on their way into the lists of one field of forms and the fields derived from it."""

    def __init__(self, surfaces: Surfaces, *, meant: bool) -> None:
        """Begin without texts; with `meant`, words that they mean but leave out are found as well."""
        self._surfaces = surfaces
        self._meant = meant
        self._found = Occurrences()
        self._bodies: list[tuple[Numbers, Numbers, NDArray[np.uint32]]] = []

    def extend(self, documents: Sequence[Zones], spoken: Numbers) -> NDArray[np.int64]:
        """Add the texts of all documents, in languages by number; give for each where its zones end.

        A zone ends one past its last word; an empty one where the one before it ends.
        """
        ends = np.zeros((len(documents), len(schema.ZONES)), np.int64)
        for texts, docs, zones in _chunks(documents):
            numbers, words = self._surfaces.split(texts, spoken[docs])
            starts = _starts(docs, words.sizes)
            filled = words.sizes > 0
            np.maximum.at(ends, (docs[filled], zones[filled]), (starts + words.sizes)[filled])
            self._found.extend(numbers, docs, starts, words.sizes, _WEIGHTS[zones])
            body = zones == schema.ZONES.index("body")
            surfaces = numbers[np.repeat(body, words.sizes)].astype(np.uint32)
            self._bodies.append((docs[body], words.sizes[body], surfaces))
            if self._meant:
                german = spoken[docs] == self._surfaces.languages.get("de", -1)
                of, positions, forms = _meant(texts, german, words)
                surfaces = self._surfaces.numbers(forms, spoken[docs[of]])
                ones = np.ones_like(of)
                self._found.extend(surfaces, docs[of], starts[of] + positions, ones, _WEIGHTS[zones[of]])
        return np.maximum.accumulate(ends, axis=1)

    def bodies(self, doc_count: int) -> tuple[NDArray[np.uint64], Numbers]:
        """Give a checksum for each word of all bodies, the same in every index, and the words of each."""
        sizes = np.zeros(doc_count, np.int64)
        for docs, counts, _ in self._bodies:
            sizes[docs] = counts
        words = [surfaces for _, _, surfaces in self._bodies]
        return self._surfaces.checksums(np.concatenate([np.empty(0, np.uint32), *words])), sizes

    def write(
        self,
        sections: SectionWriter,
        spoken: Numbers,
        form: str,
        derived: dict[str, Relation],
        *,
        plain: bool,
    ) -> dict[str, Any]:
        """Write the field of forms and those of terms that forms stand for; give the facts of each.

        `spoken` gives the language of each document; nothing is written when no word was found. Fields that
        are `plain` can only be merged.
        """
        found = self._found.join()
        used = found.used(self._surfaces.count)
        if not len(used):
            return {}
        forms = self._forms()
        terms, ranks = ranked(forms[used], list(self._surfaces.forms.vocabulary))
        ranks = ranks[forms]
        lists, weights = invert(ranks[found.numbers], found.docs(), found.positions(), found.weights())
        facts = {
            form: write_field(
                sections, schema.TERM_FIELD[form], terms, lists, found, len(spoken), plain=plain
            )
        }
        posted = self._posted(used, ranks[used], lists, spoken)
        docs, counts = lists.docs.astype(np.int64), lists.weights.astype(np.int64)
        for name, relation in derived.items():
            field = schema.TERM_FIELD[name]
            numbers, origin = relation.spread(posted)
            if not len(numbers):
                continue
            terms, places = ranked(numbers, list(relation.vocabulary))
            weighed = (weights if field.weights else counts)[origin]
            own, _ = invert(places[numbers], docs[origin], None, weighed)
            facts[name] = write_field(sections, field, terms, own, found, len(spoken), plain=plain)
            if field.positions:
                facts[name]["of"] = form
                stems, origin = relation.spread(used)
                languages = np.array(self._surfaces.spoken, np.int64)[used[origin]]
                keys = member_keys(places[stems], ranks[used[origin]], languages)
                write_members(sections, name, len(terms), keys)
        return facts

    def _forms(self) -> Numbers:
        """Give the number of the form of each surface."""
        numbers, _ = self._surfaces.forms.spread(np.arange(self._surfaces.count))
        return numbers

    def _posted(self, used: Numbers, ranks: Numbers, lists: Lists, spoken: Numbers) -> Numbers:
        """Give the surface of each posting of a form: the one in the language of its document."""
        languages = np.array(self._surfaces.spoken, np.int64)[used]
        keys = ranks * len(self._surfaces.languages) + languages
        order = np.argsort(keys)
        counts = np.bincount(ranks)
        posted = np.repeat(np.cumsum(counts) - counts, lists.sizes)
        several = np.flatnonzero(np.repeat(counts > 1, lists.sizes))
        if len(several):
            wanted = np.repeat(np.arange(len(counts)), lists.sizes)[several] * len(self._surfaces.languages)
            posted[several] = np.searchsorted(keys[order], wanted + spoken[lists.docs[several]])
        return used[order[posted]]


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
