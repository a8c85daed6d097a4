"""A few documents to a small segment: by dictionaries, for arrays pay only where there is much of everything.

What is written says the same as what `archive.index.batch` writes of these documents.
"""

from __future__ import annotations

from bisect import insort
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import accumulate, chain
from pathlib import Path
from typing import Any, Generic, NamedTuple, TypeVar
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

Positions = Sequence[Mapping[str, list[int]]]
"""For each document the positions of each of its terms, ascending."""

Weights = Sequence[Mapping[str, int]]
"""For each document how much each of its terms weighs."""

_Held = TypeVar("_Held")


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
        if not any(each.positions for each in documents):
            return {}
        stems: list[dict[str, int]] = []
        parts: list[dict[str, int]] = []
        members: dict[str | None, dict[str, tuple[str, ...]]] = {language: {} for language in self._spoken}
        weighing = schema.TERM_FIELD[stem].weights
        for each, language in zip(documents, self._spoken, strict=True):
            own: dict[str, int] = {}
            inner: dict[str, int] = {}
            terms_of, known = self._analyzers[language].terms, members[language]
            for word, positions in each.positions.items():
                _, of_word, of_parts = terms_of(word)
                known[word] = of_word
                weight = each.weights[word] if weighing else len(positions)
                for one in _once(of_word):
                    own[one] = own.get(one, 0) + weight
                for one in _once(of_parts):
                    inner[one] = inner.get(one, 0) + weight
            stems.append(own)
            parts.append(inner)
        words = _together([each.positions for each in documents])
        facts = {form: _write_placed(sections, form, words, [each.length for each in documents])}
        if any(stems):
            weighed = _together(stems)
            facts[stem] = _write_weighed(sections, stem, weighed, [each.weight for each in documents])
            facts[stem]["of"] = form
            spoken = {self._languages[language]: known for language, known in members.items()}
            _write_members(sections, stem, spoken, weighed.terms, words.terms)
        if any(parts) and part is not None:
            facts[part] = _write_weighed(sections, part, _together(parts), ())
        return facts

    def _write_values(self, sections: SectionWriter) -> dict[str, Any]:
        """Write the fields of names and of what is taken as it stands; give the facts of each."""
        facts = {}
        for name in schema.WORD_FIELDS:
            names = [_placed(each.values.get(name, ())) for each in self._documents]
            if any(names):
                facts[name] = _write_placed(sections, name, _together(names), ())
        for name in schema.VERBATIM_FIELDS:
            values = [dict.fromkeys(each.values.get(name, ()), 1) for each in self._documents]
            if any(values):
                facts[name] = _write_weighed(sections, name, _together(values), ())
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
        weighs = schema.ZONE_WEIGHTS[zone]
        for position, form in enumerate(words, start):
            positions[form].append(position)
        for form, count in Counter(words).items():
            weights[form] += count * weighs
        left_out = omissions(text) if meant else ()
        for each in left_out:
            insort(positions[each.form], start + each.position)
            weights[each.form] += weighs
        length += len(words) + len(left_out)
        weight += (len(words) + len(left_out)) * weighs
        start += len(words) + schema.GAP
    return _Words(positions, weights, length, weight, [*accumulate(ends, max)], body)


def _placed(values: Iterable[str]) -> Mapping[str, list[int]]:
    """Give the folded words of some values, each with its positions."""
    placed: dict[str, list[int]] = defaultdict(list)
    for terms, position in folded(values):
        for term in terms:
            placed[term].append(position)
    return placed


class _Lists(NamedTuple, Generic[_Held]):
    """The lists of a field: its terms, sorted; how many documents each has, these, what they hold of it."""

    terms: list[str]
    sizes: list[int]
    docs: list[int]
    held: list[_Held]


def _together(rows: Sequence[Mapping[str, _Held]]) -> _Lists[_Held]:
    """Turn what each document has of each term into what each term has in each document."""
    if len(rows) == 1:
        terms = sorted(rows[0])
        return _Lists(terms, [1] * len(terms), [0] * len(terms), [rows[0][term] for term in terms])
    owners: dict[str, list[int]] = defaultdict(list)
    for doc, row in enumerate(rows):
        for term in row:
            owners[term].append(doc)
    terms = sorted(owners)
    docs = [owners[term] for term in terms]
    held = [rows[doc][term] for term, those in zip(terms, docs, strict=True) for doc in those]
    return _Lists(terms, list(map(len, docs)), list(chain.from_iterable(docs)), held)


def _write_placed(
    sections: SectionWriter, name: str, lists: _Lists[list[int]], lengths: Sequence[int]
) -> dict[str, Any]:
    """Write a field with positions; give its facts."""
    weights, flat = list(map(len, lists.held)), list(chain.from_iterable(lists.held))
    write_small(sections, name, _encoded(lists.terms), lists.sizes, lists.docs, weights, flat)
    return _facts(sections, name, lists.terms, lengths)


def _write_weighed(
    sections: SectionWriter, name: str, lists: _Lists[int], lengths: Sequence[int]
) -> dict[str, Any]:
    """Write a field without positions of its own; give its facts."""
    write_small(sections, name, _encoded(lists.terms), lists.sizes, lists.docs, lists.held, None)
    return _facts(sections, name, lists.terms, lengths)


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
    spoken: Mapping[int, Mapping[str, tuple[str, ...]]],
    stems: Sequence[str],
    words: Sequence[str],
) -> None:
    """Write which forms stand behind each stem in which language; both vocabularies are sorted."""
    stem_at, word_at = (dict(zip(terms, range(len(terms)), strict=True)) for terms in (stems, words))
    members = [
        (stem_at[stem], word_at[word], language)
        for language, known in spoken.items()
        for word, stems_of in known.items()
        for stem in stems_of
    ]
    columns = (np.array(column, np.int64) for column in zip(*members, strict=True))
    write_members(sections, name, len(stem_at), member_keys(*columns))
