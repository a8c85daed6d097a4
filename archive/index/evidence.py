"""Compounds of words that the word list does not know, but the archive does: Wirecard in Wirecardskandal.

An article is indexed by what the word list alone tells of its words, so that it does not matter which others
came before. When a query asks for a word that the list has not, and German articles have it as a word of its
own, the forms that begin or end with it are read again with the word as a known one, said as often as there
are articles that have it. A form that reads best in parts of which it is one, and stands in no more articles
than it, is found by it, and by the other words of the query that the form is made of.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from math import log2
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from archive.analysis.compounds import LONGEST, Part, Splitter
from archive.analysis.lexicon import NOUN, german
from archive.index.clauses import Alike, And, Not, Or, Query, Words
from archive.index.codec.lists import united
from archive.index.compiler import analyzer
from archive.index.schema import FORM
from archive.index.snapshot import Snapshot

LANGUAGE = "de"
"""The language whose compounds are split."""

LEAST = 3
"""German articles that have a word, at least, for it to be known."""

SHORTEST = 4
"""Letters of such a word: shorter ones begin and end too many others by chance."""

MOST = 60
"""Forms that are read again for one word at most, those that most articles have: each takes 50 µs."""

REMEMBERED = 1_000
"""Words of which it is remembered what they are part of."""

_LINKS = ("", "s")
"""What is tried between such a word and another one."""

Compounds = Mapping[str, frozenset[str]]
"""Forms of compounds to the stems of their parts."""


def with_compounds(snapshot: Snapshot, query: Query) -> Query:
    """Let the words of a query find the compounds that the archive's own words are part of."""
    if LANGUAGE not in snapshot.languages:
        return query
    words = sorted({clause.form for clause in _asked(query) if clause.form and _is_unlisted(clause.form)})
    if not words:
        return query
    evidence = _EVIDENCE.setdefault(snapshot, _Evidence())
    found = {form: stems for word in words for form, stems in evidence.compounds(snapshot, word).items()}
    return _holding(query, found) if found else query


def _asked(query: Query) -> Iterator[Words]:
    """Give the words of a query that parts of compounds answer."""
    match query:
        case And(clauses) | Or(clauses) | Alike(clauses):
            yield from (word for clause in clauses for word in _asked(clause))
        case Not(clause):
            yield from _asked(clause)
        case Words() if query.parts:
            yield query


def _holding(query: Query, compounds: Compounds) -> Query:
    """Give the query with each word finding those of some compounds that it is part of."""
    match query:
        case And(clauses) | Or(clauses):
            return type(query)([_holding(clause, compounds) for clause in clauses])
        case Alike(clauses):
            return replace(query, clauses=tuple(_holding(clause, compounds) for clause in clauses))
        case Not(clause):
            return Not(_holding(clause, compounds))
        case Words() if query.parts:
            held = (form for form, stems in compounds.items() if not stems.isdisjoint(query.choices))
            return replace(query, compounds=tuple(sorted(held)))
    return query


def _is_unlisted(word: str) -> bool:
    return SHORTEST <= len(word) <= LONGEST and word.isalpha() and german().get(word) is None


class _Evidence:
    """What is known of the words of one snapshot."""

    def __init__(self) -> None:
        self._compounds: dict[str, Compounds] = {}
        self._german: NDArray[np.bool_] | None = None

    def compounds(self, snapshot: Snapshot, word: str) -> Compounds:
        """Give the compounds of the archive that a word is part of which the list does not know."""
        known = self._compounds.get(word)
        if known is None:
            times = self._articles(snapshot, word)
            known = dict(self._read(snapshot, word, times)) if times >= LEAST else {}
            if len(self._compounds) >= REMEMBERED:
                self._compounds.clear()
            self._compounds[word] = known
        return known

    def _read(self, snapshot: Snapshot, word: str, times: int) -> Iterator[tuple[str, frozenset[str]]]:
        """Read the forms that begin or end with a word, and give those that it is part of."""
        terms = analyzer(LANGUAGE).terms
        splitter = Splitter(_Known({word: times}))
        for form in _longer(snapshot, word, times):
            bases = {
                part.base for part in splitter.split(form) or self._read_as_own(snapshot, form, word, times)
            }
            if word in bases and self._articles(snapshot, form):
                stems = (stem for base in bases for stem in (*terms(base).stems, *terms(base).parts))
                yield form, frozenset(stems)

    def _read_as_own(self, snapshot: Snapshot, form: str, word: str, times: int) -> Sequence[Part]:
        """Split a form of which neither the word nor what is left of it is in the list."""
        for link in _LINKS:
            if form.startswith(word):
                left = form.removeprefix(word).removeprefix(link)
            else:
                left = form.removesuffix(word).removesuffix(link)
            if _is_unlisted(left) and (having := self._articles(snapshot, left)) >= LEAST:
                return Splitter(_Known({word: times, left: having})).split(form)
        return ()

    def _articles(self, snapshot: Snapshot, form: str) -> int:
        """Tell how many German articles have a form."""
        if self._german is None:
            spoken = [
                segment.language_numbers == segment.languages.index(LANGUAGE)
                if LANGUAGE in segment.languages
                else np.zeros(segment.doc_count, bool)
                for segment in snapshot.segments
            ]
            self._german = np.concatenate(spoken)
        docs = snapshot.vocabulary.read(Words(FORM, (form,))).docs
        return int(np.count_nonzero(self._german[docs]))


_EVIDENCE: WeakKeyDictionary[Snapshot, _Evidence] = WeakKeyDictionary()


def _longer(snapshot: Snapshot, word: str, most: int) -> Sequence[str]:
    """Give forms that begin or end with a word, the most frequent ones; none in more articles than it."""
    having: Counter[str] = Counter()
    for segment in snapshot.segments:
        field = segment.field(FORM)
        if field is None:
            continue
        beginning = field.terms.prefix(word)
        ordinals = united(
            [
                np.arange(beginning.start, beginning.stop, dtype=np.int64),
                field.terms.suffix(word).astype(np.int64),
            ]
        )
        times = field.df[ordinals]
        best = np.argsort(times, kind="stable")[-MOST - 1 :]  # the word itself is one of them
        forms = field.terms.strings(ordinals[best].tolist())
        having.update(dict(zip(forms, times[best].tolist(), strict=True)))
    found = [form for form, times in having.items() if times <= most and form != word and form.isalpha()]
    return sorted(found, key=lambda form: (-having[form], form))[:MOST]


class _Known:
    """The word list, and a few words more that some articles have."""

    def __init__(self, own: Mapping[str, int]) -> None:
        self._own = {word: f"{NOUN}{round(4 * log2(times))}" for word, times in own.items()}
        self._list = german()

    def get(self, word: str) -> str | None:
        """Give kind and level of a word, as one string."""
        return self._own.get(word) or self._list.get(word)
