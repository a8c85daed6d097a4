"""Documents on their way into one segment, in memory."""

from __future__ import annotations

import json
from array import array
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from archive.index import schema
from archive.index.codec.columns import keyword_column, write_keywords, write_lengths, write_numbers
from archive.index.codec.postings import Lists, PostingsWriter
from archive.index.codec.sections import SectionWriter
from archive.index.codec.stored import StoredWriter
from archive.index.codec.terms import TermWriter
from archive.index.documents import Document
from archive.index.inversion import Surfaces, Vocabulary, Words, invert, ranked

WORDS = 3_000_000
"""Words held in memory before they are written as a segment: sorting them takes about 150 MB."""

DOCUMENTS = 32_768
"""Documents held in memory before they are written, however short they are."""


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
        self._stored = StoredWriter("stored")
        self._texts = StoredWriter("text")
        self.places: dict[str, int] = {}
        self.replaced: list[int] = []
        self.doc_count = 0

    @property
    def full(self) -> bool:
        """Whether it is time to write a segment."""
        return len(self._prose.numbers) >= WORDS or self.doc_count >= DOCUMENTS

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
            for forms in zone:
                if forms:
                    self._prose.add(self._surfaces.numbers(forms, document.language), doc, position, weight)
                    end = position + len(forms)
                    position = end + schema.GAP
            ends.append(end)
        return dict(zip(schema.ZONE_COLUMNS, ends, strict=False))

    def write(self, path: Path, fingerprint: str) -> None:
        """Write a segment, synced; nothing is left of it when that fails."""
        sections = SectionWriter(path)
        try:
            fields = self._write_fields(sections)
            for name, column in self._numbers.items():
                write_numbers(sections, name, np.array(column, np.int64))
            for name, rows in self._facets.items():
                write_keywords(sections, name, keyword_column(rows))
            sections.add("digests", b"".join(self._digests))
            self._stored.write(sections)
            self._texts.write(sections)
            sections.close({"schema": fingerprint, "doc_count": self.doc_count, "fields": fields})
        except BaseException:
            sections.discard()
            raise

    def _write_fields(self, sections: SectionWriter) -> dict[str, Any]:
        fields: dict[str, Any] = {}
        derived = {
            schema.FORM: (self._prose, self._surfaces.forms),
            schema.STEM: (self._prose, self._surfaces.stems),
            schema.PART: (self._prose, self._surfaces.parts),
            schema.NOTE: (self._note, self._surfaces.forms),
            schema.NOTE_STEM: (self._note, self._surfaces.stems),
        }
        for field in schema.TERM_FIELDS:
            if field.name in derived:
                words, relation = derived[field.name]
                numbers, origin = relation.spread(np.array(words.numbers, np.int64))
                vocabulary: Vocabulary = relation.vocabulary
            else:
                words, vocabulary = self._words[field.name], self._vocabularies[field.name]
                numbers, origin = np.array(words.numbers, np.int64), np.arange(len(words.numbers))
            terms, ranks = ranked(numbers, list(vocabulary))
            if not terms:
                continue
            positions = words.positions()[origin] if field.positions else None
            weights = words.weights()[origin] if field.weights else None
            lists = invert(ranks, words.docs()[origin], positions, weights)
            facts = {"terms": len(terms), "total": 0}
            if field.lengths:
                lengths = words.lengths(self.doc_count, weighted=field.weights)
                facts["total"] = int(lengths.sum())
                write_lengths(sections, field.name, lengths)
            _write_field(sections, field, terms, lists, self.doc_count)
            fields[field.name] = facts
        return fields


def _write_field(
    sections: SectionWriter, field: schema.TermField, terms: list[str], lists: Lists, doc_count: int
) -> None:
    dictionary = TermWriter(field.name)
    dictionary.extend(terms)
    dictionary.write(sections)
    postings = PostingsWriter(field.name, field.positions, doc_count)
    postings.extend(lists)
    postings.write(sections)
