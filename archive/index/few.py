"""A few documents to a small segment: by dictionaries, for arrays pay only where there is much of everything.

What is written says the same as what `archive.index.batch` writes of these documents.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from itertools import accumulate, chain
from pathlib import Path
from typing import Any, NamedTuple
from zlib import crc32

import numpy as np

from archive.analysis import Analyzer, forms, omissions
from archive.article import Article
from archive.index import schema
from archive.index.batch import folded
from archive.index.codec.columns import write_lengths
from archive.index.codec.members import member_keys, write_members
from archive.index.codec.sections import SectionWriter
from archive.index.codec.signatures import signatures
from archive.index.codec.small import write_small
from archive.index.documents import document
from archive.index.records import placed, write_columns, write_records

FORMS = 20_000
"""Forms of a language that are remembered (8 MB)."""

LANGUAGES = 20
"""Languages of which forms are remembered."""

Positions = dict[str, dict[int, list[int]]]
"""For each term its positions in each document, ascending."""

Weights = dict[str, dict[int, int]]
"""For each term how much it weighs in each document."""


class Analyzers(dict[str | None, Analyzer]):
    """What is known of the forms met lately, by language."""

    def __missing__(self, language: str | None) -> Analyzer:
        while len(self) >= LANGUAGES:
            del self[next(iter(self))]
        analyzer = self[language] = Analyzer(language, FORMS)
        return analyzer


class Few:
    """A few documents on their way into one segment."""

    def __init__(self, analyzers: Analyzers, articles: Iterable[Article]) -> None:
        self._analyzers = analyzers
        self._documents = [document(article) for article in articles]
        self.doc_count = len(self._documents)
        self.places, self.replaced = placed(self._documents)
        self._spoken = [each.language for each in self._documents]
        self._languages = {each: number for number, each in enumerate(dict.fromkeys([None, *self._spoken]))}

    def write(self, path: Path, fingerprint: str, dictionary: bytes) -> None:
        """Write a segment, synced; nothing is left of it when that fails."""
        prose = [_words(each.prose, meant=each.language == "de") for each in self._documents]
        note = [_words(((each.note,),), meant=False) for each in self._documents]
        sections = SectionWriter(path)
        try:
            fields = self._write_prose(sections, prose, schema.FORM, schema.STEM, schema.PART)
            fields |= self._write_prose(sections, note, schema.NOTE, schema.NOTE_STEM)
            fields |= self._write_values(sections)
            spoken = np.array([self._languages[language] for language in self._spoken], np.int64)
            write_columns(sections, self._documents, spoken, np.array([each.ends for each in prose]))
            words = [crc32(form.encode(errors="surrogatepass")) for each in prose for form in each.body]
            sizes = np.array([len(each.body) for each in prose], np.int64)
            signatures(np.array(words, np.uint64), sizes).write(sections)
            write_records(sections, self._documents, dictionary)
            facts = {"schema": fingerprint, "doc_count": self.doc_count, "fields": fields}
            sections.close(facts | {"languages": list(self._languages)})
        except BaseException:
            sections.discard()
            raise

    def _write_prose(
        self,
        sections: SectionWriter,
        documents: Sequence[_Words],
        form: str,
        stem: str,
        part: str | None = None,
    ) -> dict[str, Any]:
        """Write the field of forms, that of their stems and that of parts; give the facts of each."""
        placed: Positions = defaultdict(dict)
        stems: Weights = defaultdict(dict)
        parts: Weights = defaultdict(dict)
        members = set()
        weighing = schema.TERM_FIELD[stem].weights
        for doc, (each, language) in enumerate(zip(documents, self._spoken, strict=True)):
            terms_of, spoken = self._analyzers[language].terms, self._languages[language]
            for word, positions in each.positions.items():
                terms = terms_of(word)
                placed[word][doc] = positions
                weight = each.weights[word] if weighing else len(positions)
                for one in _once(terms.stems):
                    row = stems[one]
                    row[doc] = row.get(doc, 0) + weight
                    members.add((one, word, spoken))
                for one in _once(terms.parts):
                    row = parts[one]
                    row[doc] = row.get(doc, 0) + weight
        if not placed:
            return {}
        facts = {form: _write_placed(sections, form, placed, [each.length for each in documents])}
        if stems:
            facts[stem] = _write_weighed(sections, stem, stems, [each.weight for each in documents])
            facts[stem]["of"] = form
            _write_members(sections, stem, members, sorted(stems), sorted(placed))
        if parts and part is not None:
            facts[part] = _write_weighed(sections, part, parts, ())
        return facts

    def _write_values(self, sections: SectionWriter) -> dict[str, Any]:
        """Write the fields of names and of what is taken as it stands; give the facts of each."""
        facts = {}
        for name in schema.WORD_FIELDS:
            names: Positions = defaultdict(lambda: defaultdict(list))
            for doc, each in enumerate(self._documents):
                for terms, position in folded(each.values.get(name, ())):
                    for term in terms:
                        names[term][doc].append(position)
            if names:
                facts[name] = _write_placed(sections, name, names, ())
        for name in schema.VERBATIM_FIELDS:
            values: Weights = defaultdict(dict)
            for doc, each in enumerate(self._documents):
                for value in each.values.get(name, ()):
                    values[value][doc] = 1
            if values:
                facts[name] = _write_weighed(sections, name, values, ())
        return facts


class _Words(NamedTuple):
    """The words of a document: where each stands and what it weighs, how many there are, and their weight.

    `ends` are those of its zones, `body` the words of its body in order.
    """

    positions: dict[str, list[int]]
    weights: dict[str, int]
    length: int
    weight: int
    ends: list[int]
    body: list[str]


def _words(zones: Sequence[Sequence[str]], *, meant: bool) -> _Words:
    """Split the texts of a document, zone by zone; find the words that are meant but left out, too."""
    positions: dict[str, list[int]] = defaultdict(list)
    weights: dict[str, int] = defaultdict(int)
    ends = [0] * len(schema.ZONES)
    start = length = weight = 0
    body: list[str] = []
    for zone, text in ((zone, text) for zone, texts in enumerate(zones) for text in texts):
        words = forms(text)
        if not words:
            continue
        ends[zone] = start + len(words)
        if schema.ZONES[zone] == "body":
            body = words
        standing = [*enumerate(words, start)]
        if meant:
            standing += [(start + each.position, each.form) for each in omissions(text)]
            standing.sort()
        for position, form in standing:
            positions[form].append(position)
            weights[form] += schema.ZONE_WEIGHTS[zone]
        length += len(standing)
        weight += len(standing) * schema.ZONE_WEIGHTS[zone]
        start += len(words) + schema.GAP
    return _Words(positions, weights, length, weight, [*accumulate(ends, max)], body)


def _write_placed(
    sections: SectionWriter, name: str, postings: Positions, lengths: Sequence[int]
) -> dict[str, Any]:
    """Write a field with positions; give its facts."""
    terms = sorted(postings)
    rows = [postings[term] for term in terms]
    placed = [positions for row in rows for positions in row.values()]
    weights = [len(positions) for positions in placed]
    docs, flat = list(chain.from_iterable(rows)), list(chain.from_iterable(placed))
    write_small(sections, name, _encoded(terms), list(map(len, rows)), docs, weights, flat)
    return _facts(sections, name, terms, lengths)


def _write_weighed(
    sections: SectionWriter, name: str, postings: Weights, lengths: Sequence[int]
) -> dict[str, Any]:
    """Write a field without positions of its own; give its facts."""
    terms = sorted(postings)
    rows = [postings[term] for term in terms]
    weights = [weight for row in rows for weight in row.values()]
    docs = list(chain.from_iterable(rows))
    write_small(sections, name, _encoded(terms), list(map(len, rows)), docs, weights, None)
    return _facts(sections, name, terms, lengths)


def _once(terms: tuple[str, ...]) -> Iterable[str]:
    return terms if len(terms) < 2 else dict.fromkeys(terms)


def _encoded(terms: Iterable[str]) -> list[bytes]:
    return [term.encode(errors="surrogatepass") for term in terms]


def _facts(
    sections: SectionWriter, name: str, terms: Sequence[str], lengths: Sequence[int]
) -> dict[str, Any]:
    """Write the lengths of a field that has any, and give its facts."""
    if not schema.TERM_FIELD[name].lengths:
        return {"terms": len(terms), "total": 0}
    write_lengths(sections, name, np.array(lengths, np.int64))
    return {"terms": len(terms), "total": sum(lengths)}


def _write_members(
    sections: SectionWriter,
    name: str,
    members: Collection[tuple[str, str, int]],
    stems: Iterable[str],
    words: Iterable[str],
) -> None:
    """Write which forms stand behind each stem in which language; both vocabularies are sorted."""
    stem_at, word_at = ({term: place for place, term in enumerate(terms)} for terms in (stems, words))
    columns = zip(
        *((stem_at[stem], word_at[word], language) for stem, word, language in members), strict=True
    )
    keys = member_keys(*(np.array(column, np.int64) for column in columns))
    write_members(sections, name, len(stem_at), keys)
