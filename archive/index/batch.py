"""Documents on their way into one segment, in memory."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np

from archive.analysis import fold_name
from archive.article import Article
from archive.index import schema
from archive.index.analyses import Analyses
from archive.index.codec.lists import runs, united
from archive.index.codec.plain import write_words
from archive.index.codec.sections import SectionWriter
from archive.index.codec.signatures import signatures
from archive.index.documents import document
from archive.index.inversion import invert, ranked, write_field
from archive.index.prose import Languages, Prose
from archive.index.records import placed, write_columns, write_records
from archive.index.surfaces import Surfaces, Vocabulary

CHARACTERS = 5_000_000
"""Characters of articles that are written as one segment: their words take about 100 MB in memory."""

DOCUMENTS = 32_768
"""Articles that are written as one segment, however short they are."""

LANGUAGES = 1000
"""More languages than this are not told apart: each has an analyzer of its own."""


def batches(articles: Iterable[Article]) -> Iterator[list[Article]]:
    """Divide articles into batches of bounded size."""
    batch: list[Article] = []
    characters = 0
    for article in articles:
        batch.append(article)
        characters += len(article.body)
        if characters >= CHARACTERS or len(batch) >= DOCUMENTS:
            yield batch
            batch, characters = [], 0
    if batch:
        yield batch


class Batch:
    """Documents on their way into one segment."""

    def __init__(self, surfaces: Surfaces, analyses: Analyses, articles: Iterable[Article]) -> None:
        self._surfaces = surfaces
        self._documents = [document(article) for article in articles]
        self.doc_count = len(self._documents)
        self.places, self.replaced = placed(self._documents)
        self._languages = _languages([each.language for each in self._documents])
        self._prose = Prose(schema.FORM, surfaces, analyses, meant=True)
        self._note = Prose(schema.NOTE, surfaces, analyses, meant=False)
        german = np.array([each.language == "de" for each in self._documents], np.bool_)
        self._ends = self._prose.extend([each.prose for each in self._documents], german)
        self._note.extend([((each.note,),) for each in self._documents], german)

    def write(self, path: Path, fingerprint: str, dictionary: bytes) -> None:
        """Write a segment, synced; nothing is left of it when that fails."""
        with SectionWriter(path) as sections:
            fields = self._prose.write(sections, self._languages)
            fields |= self._note.write(sections, self._languages)
            sections.close(self._write_rest(sections, fingerprint, dictionary, fields))

    def write_plain(self, path: Path, fingerprint: str, dictionary: bytes, commit: str) -> None:
        """Write a segment that can only be merged with others of the same commit (see `Surfaces.untold`).

        It is neither searched nor synced.
        """
        surfaces = self._surfaces
        with SectionWriter(path) as sections:
            words = [prose.write_plain(sections, self.doc_count) for prose in (self._prose, self._note)]
            fresh = surfaces.untold(united(words), commit)
            write_words(sections, fresh, [surfaces.forms[number] for number in fresh.tolist()])
            facts = self._write_rest(sections, fingerprint, dictionary, {})
            sections.close({**facts, "vocabulary": surfaces.name}, lasting=False)

    def _write_rest(
        self, sections: SectionWriter, fingerprint: str, dictionary: bytes, fields: dict[str, Any]
    ) -> dict[str, Any]:
        """Write all but the prose; give the facts of the segment, with those of its fields."""
        for name in (*schema.WORD_FIELDS, *schema.VERBATIM_FIELDS):
            field = _Values(schema.TERM_FIELD[name])
            for doc, each in enumerate(self._documents):
                if values := each.values.get(name):
                    field.add(values, doc)
            fields |= field.write(sections, self.doc_count)
        write_columns(sections, self._documents, self._languages.spoken, self._ends)
        signatures(*self._prose.bodies(self.doc_count)).write(sections)
        write_records(sections, self._documents, dictionary)
        return {
            "schema": fingerprint,
            "doc_count": self.doc_count,
            "languages": self._languages.names,
            "fields": fields,
        }


class _Values:
    """The values of a field on their way into its lists: as folded words with positions, or as they stand."""

    def __init__(self, field: schema.TermField) -> None:
        self._field = field
        self._met: dict[tuple[str, ...], int] = {}
        self._chosen, self._docs = array("I"), array("I")

    def add(self, values: tuple[str, ...], doc: int) -> None:
        """Add the values of a document."""
        self._chosen.append(self._met.setdefault(values, len(self._met)))
        self._docs.append(doc)

    def write(self, sections: SectionWriter, doc_count: int) -> dict[str, Any]:
        """Write the field, if there is anything of it; give its facts by its name."""
        vocabulary = Vocabulary()
        rows = [[(vocabulary[term], place) for term, place in self._placed(values)] for values in self._met]
        sizes = np.array([len(each) for each in rows], np.int64)
        table = np.array(list(chain.from_iterable(rows)), np.int64).reshape(-1, 2)
        if not len(table):
            return {}
        chosen = np.array(self._chosen, np.int64)
        numbers, positions = table[runs((np.cumsum(sizes) - sizes)[chosen], sizes[chosen])].T
        docs = np.repeat(np.array(self._docs, np.int64), sizes[chosen])
        terms, ranks = ranked(numbers, list(vocabulary))
        lists, _ = invert(ranks[numbers], docs, positions if self._field.positions else None, None)
        return {self._field.name: write_field(sections, self._field, terms, lists, None, doc_count)}

    def _placed(self, values: tuple[str, ...]) -> Iterable[tuple[str, int]]:
        """Give the terms of some values, each with its position, 0 where there are none."""
        if self._field.positions:
            return ((term, position) for terms, position in folded(values) for term in terms)
        return ((term, 0) for term in (values if len(values) < 2 else dict.fromkeys(values)))


def _languages(spoken: Sequence[str | None]) -> Languages:
    """Give the languages of some documents; when there are too many, the rest are taken for unknown."""
    numbers: dict[str | None, int] = {None: 0}
    for language in spoken:
        if len(numbers) < LANGUAGES:
            numbers.setdefault(language, len(numbers))
    own = np.array([numbers.get(language, 0) for language in spoken], np.int64)
    return Languages(list(numbers), own)


def folded(values: Iterable[str]) -> Iterator[tuple[tuple[str, ...], int]]:
    """Give the folded words of some values and their positions; a value begins at a multiple of `GAP`."""
    start = 0
    for value in values:
        words = fold_name(value)
        for offset, terms in enumerate(words):
            yield terms, start + offset
        start += (len(words) // schema.GAP + 1) * schema.GAP
