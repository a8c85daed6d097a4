"""Words the archive has, for words it has not; and what a value may be that begins as typed."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import numpy as np

from archive.analysis import fold, fold_name, forms
from archive.fields import BY_NAME, Kind
from archive.index.clauses import Words
from archive.index.compiler import Compiler
from archive.index.evaluate import Evaluation
from archive.index.schema import FACET_COLUMNS, FORM, STEM
from archive.index.searcher import compiled
from archive.index.snapshot import Snapshot
from archive.query import tree

SHORT = 4
"""Words of at most so many letters are one edit from what was meant: two make any word of any."""


def suggest(snapshot: Snapshot, query: tree.Node) -> tree.Node | None:
    """Offer a query with words the archive has, if it finds more than the query as it is."""
    better = _Correction(snapshot).mend(query)
    if better == query:
        return None
    found = [len(Evaluation(snapshot).match(compiled(snapshot, each)).docs) for each in (query, better)]
    return better if found[1] > found[0] else None


def complete(snapshot: Snapshot, field: str, prefix: str, limit: int) -> list[str]:
    """List values of a field that begin like this, the most frequent first."""
    known = BY_NAME.get(field.lower()) if field else None
    if known is not None and known.name in FACET_COLUMNS:
        counts = _values(snapshot, known.name, fold(prefix.lower()))
    elif known is not None and known.kind is not Kind.TEXT:
        counts = _terms(snapshot, known.name, prefix)
    else:
        counts = _terms(snapshot, FORM, prefix.lower())
    return sorted(counts, key=lambda value: (-counts[value], value))[:limit]


class _Correction:
    """Mends the words of one query."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        nothing = Words("id", ())
        self._compiler = Compiler(snapshot.languages, lambda _: nothing, lambda _: nothing)

    def mend(self, node: tree.Node) -> tree.Node:
        """Give the query with every word that nothing has replaced by the nearest word that something has."""
        match node:
            case tree.And(clauses) | tree.Or(clauses):
                return replace(node, clauses=tuple(self.mend(clause) for clause in clauses))
            case tree.Word(text, field) | tree.Phrase(text, _, field):
                return replace(node, text=self._text(text, field))
            case _:
                return node

    def _text(self, text: str, field: str | None) -> str:
        kind = BY_NAME[field].kind if field else Kind.TEXT
        if kind is Kind.TEXT and field != "disclaimer":
            words = forms(text)
            dictionary, have = FORM, [self._compiler.stems(word) for word in words]
            place = STEM
        elif kind in (Kind.NAME, Kind.KEYWORD) and field:
            have = list(fold_name(text))
            words = [variants[0] for variants in have]
            dictionary = place = field
        else:
            return text
        mended = [
            word
            if any(self._snapshot.frequency(place, term) for term in terms)
            else self._nearest(dictionary, word)
            for word, terms in zip(words, have, strict=True)
        ]
        return text if mended == words else " ".join(mended)

    def _nearest(self, field: str, word: str) -> str:
        """Give the nearest word of a dictionary, of equally near ones the more frequent, or the word."""
        best: dict[str, tuple[int, int]] = {}
        distance = 1 if len(word) <= SHORT else 2
        for segment in self._snapshot.segments:
            reader = segment.field(field)
            if reader is None:
                continue
            ordinals, distances = reader.terms.fuzzy(word, distance)
            frequencies = reader.df[ordinals]
            for term, far, having in zip(
                reader.terms.strings(ordinals), distances.tolist(), frequencies.tolist(), strict=True
            ):
                _, before = best.get(term, (far, 0))
                best[term] = (far, before - having)
        return min(best, key=lambda term: (*best[term], term), default=word)


def _values(snapshot: Snapshot, field: str, prefix: str) -> Counter[str]:
    """Count the values of a facet column that begin, or have a word that begins, like a folded prefix."""
    counts: Counter[str] = Counter()
    for segment in snapshot.segments:
        column = segment.keywords(field)
        found = np.bincount(column.ordinals, minlength=len(column.values)).tolist()
        for value, times in zip(column.values, found, strict=True):
            folded = fold(value.lower())
            if folded.startswith(prefix) or any(word.startswith(prefix) for word in folded.split()):
                counts[value] += times
    return counts


def _terms(snapshot: Snapshot, field: str, prefix: str) -> Counter[str]:
    """Count the articles that have each term of a dictionary that begins like this."""
    counts: Counter[str] = Counter()
    for segment in snapshot.segments:
        reader = segment.field(field)
        if reader is not None:
            ordinals = reader.terms.prefix(prefix)
            having = reader.df[ordinals.start : ordinals.stop].tolist()
            for term, times in zip(reader.terms.strings(ordinals), having, strict=True):
                counts[term] += times
    return counts
