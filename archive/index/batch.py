"""Documents on their way into one segment, in memory."""

from __future__ import annotations

import json
from array import array
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np

from archive.article import Article
from archive.index import schema
from archive.index.codec.columns import keyword_column, write_keywords, write_lengths, write_numbers
from archive.index.codec.lists import Lists
from archive.index.codec.members import member_keys, write_members
from archive.index.codec.postings import PostingsWriter
from archive.index.codec.sections import SectionWriter
from archive.index.codec.stored import StoredWriter
from archive.index.codec.terms import TermWriter
from archive.index.documents import Document
from archive.index.inversion import Numbers, Relation, Surfaces, Vocabulary, Words, invert, ranked

CHARACTERS = 8_000_000
"""Characters of articles that are written as one segment: their words take about 150 MB in memory."""

DOCUMENTS = 32_768
"""Articles that are written as one segment, however short they are."""

OF: Final = {schema.STEM: schema.FORM, schema.NOTE_STEM: schema.NOTE}
"""Fields whose positions are those of another."""


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

    def __init__(self, surfaces: Surfaces) -> None:
        self._surfaces = surfaces
        self._prose = Words()
        self._note = Words()
        self._vocabularies = {name: Vocabulary() for name in (*schema.WORD_FIELDS, *schema.VERBATIM_FIELDS)}
        self._words = {name: Words() for name in self._vocabularies}
        self._numbers = {name: array("q") for name in schema.NUMBER_COLUMNS}
        self._facets: dict[str, list[Sequence[str]]] = {name: [] for name in schema.FACET_COLUMNS}
        self._digests: list[bytes] = []
        self._languages = array("H")
        self._stored = StoredWriter("stored")
        self._texts: list[bytes] = []
        self.places: dict[str, int] = {}
        self.replaced: list[int] = []
        self.doc_count = 0

    def add(self, document: Document) -> None:
        """Take in a document; one of the same id that came before is replaced."""
        doc = self.doc_count
        if document.id in self.places:
            self.replaced.append(self.places[document.id])
        self.places[document.id] = doc
        ends = self._add_prose(document, doc)
        self._note.add(self._surfaces.numbers(document.note, document.language), doc, 0)
        for name, placed in document.words.items():
            vocabulary, words = self._vocabularies[name], self._words[name]
            for variants, position in placed:
                for variant in variants:
                    words.add((vocabulary[variant],), doc, position)
        for name, terms in document.verbatim.items():
            vocabulary = self._vocabularies[name]
            self._words[name].add([vocabulary[term] for term in dict.fromkeys(terms)], doc, 0)
        numbers = {**document.numbers, **ends}
        for name, column in self._numbers.items():
            column.append(numbers[name])
        for name, rows in self._facets.items():
            rows.append(document.facets.get(name, ()))
        self._languages.append(self._surfaces.language(document.language))
        self._digests.append(bytes.fromhex(document.digest).rjust(32, b"\0"))
        shown = json.dumps({"id": document.id, **document.stored}, ensure_ascii=False, separators=(",", ":"))
        self._stored.append(shown.encode(errors="surrogatepass"))
        parts = (part for pair in document.texts.items() for part in pair)
        self._texts.append(b"\xff".join(part.encode(errors="surrogatepass") for part in parts))
        self.doc_count += 1

    def _add_prose(self, document: Document, doc: int) -> dict[str, int]:
        """Add the zones of the prose and tell where each ends."""
        position = end = 0
        ends = []
        for zone, weight in zip(document.prose, schema.ZONE_WEIGHTS, strict=True):
            for forms, omitted in zone:
                if forms:
                    self._prose.add(self._surfaces.numbers(forms, document.language), doc, position, weight)
                    for place, form in omitted:
                        meant = self._surfaces.numbers((form,), document.language)
                        self._prose.add(meant, doc, position + place, weight)
                    end = position + len(forms)
                    position = end + schema.GAP
            ends.append(end)
        return dict(zip(schema.ZONE_COLUMNS, ends, strict=False))

    def write(self, path: Path, fingerprint: str, dictionary: bytes = b"") -> None:
        """Write a segment, synced; nothing is left of it when that fails."""
        sections = SectionWriter(path)
        try:
            facts = {
                "schema": fingerprint,
                "doc_count": self.doc_count,
                "languages": list(self._surfaces.languages),
                "fields": self._write_fields(sections),
            }
            sections.add("languages", np.array(self._languages, "<u2"))
            for name, column in self._numbers.items():
                write_numbers(sections, name, np.array(column, np.int64))
            for name, rows in self._facets.items():
                write_keywords(sections, name, keyword_column(rows))
            sections.add("digests", b"".join(self._digests))
            self._stored.write(sections)
            texts = StoredWriter("text", dictionary=dictionary)
            for text in self._texts:
                texts.append(text)
            texts.write(sections)
            sections.close(facts)
        except BaseException:
            sections.discard()
            raise

    def _write_fields(self, sections: SectionWriter) -> dict[str, Any]:
        facts: dict[str, Any] = {}
        ranks: dict[str, Numbers] = {}
        surfaces = self._surfaces
        prose = {schema.FORM: surfaces.forms, schema.STEM: surfaces.stems, schema.PART: surfaces.parts}
        note = {schema.NOTE: surfaces.forms, schema.NOTE_STEM: surfaces.stems}
        derived = {name: (self._prose, relation) for name, relation in prose.items()}
        derived |= {name: (self._note, relation) for name, relation in note.items()}
        for field in schema.TERM_FIELDS:
            words, relation = derived.get(field.name) or (self._words[field.name], None)
            numbers, origin = np.array(words.numbers, np.int64), None
            vocabulary = list(self._vocabularies[field.name] if relation is None else relation.vocabulary)
            if relation is not None:
                numbers, origin = relation.spread(numbers)
            terms, ranks[field.name] = ranked(numbers, vocabulary)
            if terms:
                facts[field.name] = self._write_field(
                    sections, field, terms, ranks[field.name][numbers], words, origin
                )
                if field.name in OF and relation is not None:
                    facts[field.name]["of"] = OF[field.name]
                    self._write_members(sections, field.name, words, ranks, relation)
        return facts

    def _write_field(
        self,
        sections: SectionWriter,
        field: schema.TermField,
        terms: list[str],
        ranks: Numbers,
        words: Words,
        origin: Numbers | None,
    ) -> dict[str, Any]:
        """Write one field from its occurrences; `origin` is the word each comes from (None: one each)."""

        def spread(column: Numbers) -> Numbers:
            return column if origin is None else column[origin]

        positions = spread(words.positions()) if field.positions and field.name not in OF else None
        weights = spread(words.weights()) if field.weights else None
        lists = invert(ranks, spread(words.docs()), positions, weights)
        facts = {"terms": len(terms), "total": 0}
        if field.lengths:
            lengths = words.lengths(self.doc_count, weighted=field.weights)
            facts["total"] = int(lengths.sum(dtype=np.int64))
            write_lengths(sections, field.name, lengths)
        write_field(sections, field, terms, lists, self.doc_count)
        return facts

    def _write_members(
        self,
        sections: SectionWriter,
        name: str,
        words: Words,
        ranks: dict[str, Numbers],
        relation: Relation,
    ) -> None:
        """Write which forms stand behind each stem."""
        used = np.unique(np.array(words.numbers, np.int64))
        stems, origin = relation.spread(used)
        forms, _ = self._surfaces.forms.spread(used)
        spoken = np.array(self._surfaces.spoken, np.int64)[used]
        keys = member_keys(ranks[name][stems], ranks[OF[name]][forms][origin], spoken[origin])
        write_members(sections, name, int(ranks[name][stems].max()) + 1, keys)


def write_field(
    sections: SectionWriter, field: schema.TermField, terms: list[str], lists: Lists, doc_count: int
) -> None:
    """Write the dictionary and the lists of a field that fit in memory."""
    dictionary = TermWriter(field.name, patterns=field.patterns)
    dictionary.extend(terms)
    dictionary.write(sections)
    postings = PostingsWriter(field.name, doc_count, positions=lists.positions is not None)
    postings.extend(lists)
    postings.write(sections)
