"""Words the archive has, for words it has not; and what a value may be that begins as typed."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from math import inf, log

import numpy as np

from archive.analysis import fold, fold_name, forms
from archive.fields import BY_NAME, Kind
from archive.index.clauses import Words
from archive.index.compiler import Compiler
from archive.index.evaluate import Evaluation
from archive.index.misspellings import slips
from archive.index.schema import FACET_COLUMNS, FORM, STEM
from archive.index.searcher import compiled
from archive.index.snapshot import Snapshot
from archive.query import tree

SHORT = 4
"""Words of at most so many letters are one edit from what was meant: two make any word of any."""

CONSIDERED = 64
"""Of the words near one, the nearest so many are weighed; each costs a comparison letter by letter."""

OFTEN = 30
"""Articles at least that have a word two slips away with another first letter, which is rarely meant.

And so many times as many as a rare word must have one that is taken for what was meant by it.
"""

FREQUENT = 0.16
"""What a word gains on others for each e-fold of the articles that have it, in slips.

Of 606 words with slips made by chance (100,000 articles), 0.954 are mended rightly; with half of this, 0.949.
"""

RARE = 3
"""A word that fewer articles have may be a slip of theirs."""

FARTHEST = 1.2
"""With more slips than this, a word is rather two that were joined, if both are known."""

JOINED = 3
"""At most so many words are taken for one that was written apart."""

LINKS = ("", "s", "n", "en", "es")
"""What may stand between the parts of a compound."""

PIECE = 3
"""Letters of a word that another was joined to, at least."""

_LETTERS = {"ae": "ä", "oe": "ö", "ue": "ü", "ss": "ß"}
_SPELLINGS = re.compile("|".join(_LETTERS))


def suggest(snapshot: Snapshot, query: tree.Node) -> tree.Node | None:
    """Offer a query with words the archive has, if it finds more than the query as it is."""
    correction = _Correction(snapshot)
    offers = [correction.mend(query, join=join) for join in (True, False)]
    found = _total(snapshot, query) if any(offer != query for offer in offers) else 0
    different = (offer for offer in dict.fromkeys(offers) if offer != query)
    return next((offer for offer in different if _total(snapshot, offer) > found), None)


def _total(snapshot: Snapshot, query: tree.Node) -> int:
    return len(Evaluation(snapshot).match(compiled(snapshot, query)).docs)


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
        self._join = False
        self._known: dict[tuple[str, str], tuple[str, float]] = {}
        self._compiler = Compiler(snapshot.languages, _no_article, _no_article)

    def mend(self, query: tree.Node, *, join: bool) -> tree.Node:
        """Give the query with the nearest words that something has for those that nothing has.

        With `join`, words next to each other may be parts of one.
        """
        self._join = join
        return self._mended(query)

    def _mended(self, node: tree.Node) -> tree.Node:
        match node:
            case tree.And(clauses):
                return tree.conjunction(self._clauses(clauses))
            case tree.Or(clauses):
                return tree.disjunction(self._mended(clause) for clause in clauses)
            case tree.Alike(clause):
                return self._mended(clause)
            case tree.Word(text, field):
                mended = self._text(text, field)
                parts = mended.split() if mended != text and _is_prose(field) else [mended]
                return tree.conjunction(tree.Word(part, field) for part in parts)
            case tree.Phrase(text, _, field):
                return replace(node, text=self._text(text, field))
            case _:
                return node

    def _clauses(self, clauses: Sequence[tree.Node]) -> Iterator[tree.Node]:
        place = 0
        while place < len(clauses):
            joined, size = self._joined(clauses[place : place + JOINED]) if self._join else (None, 1)
            yield joined or self._mended(clauses[place])
            place += size

    def _joined(self, clauses: Sequence[tree.Node]) -> tuple[tree.Node | None, int]:
        """Give the word that the first of some clauses are parts of, and how many they are."""
        words: list[tree.Word] = []
        for clause in clauses:
            if not isinstance(clause, tree.Word) or not _is_prose(clause.field) or not clause.text.isalpha():
                break
            words.append(clause)
        for size in range(len(words), 1, -1):
            first = "".join(word.text.lower() for word in words[: size - 1])
            for link in LINKS:
                whole = first + link + words[size - 1].text.lower()
                if words[0].field == words[size - 1].field and self._articles(whole):
                    return tree.Word(_as_written(words[0].text, whole), words[0].field), size
        return None, 1

    def _text(self, text: str, field: str | None) -> str:
        kind = BY_NAME[field].kind if field else Kind.TEXT
        if _is_prose(field):
            words = forms(text)
            mended = [self._meant(word) for word in words]
        elif kind in (Kind.NAME, Kind.KEYWORD) and field:
            having = fold_name(text)
            words = [variants[0] for variants in having]
            mended = [
                word
                if any(self._snapshot.vocabulary.frequency(field, term) for term in variants)
                else self._nearest(field, word)[0]
                for word, variants in zip(words, having, strict=True)
            ]
        else:
            return text
        return text if mended == words else _as_written(text, " ".join(mended))

    def _articles(self, form: str) -> int:
        """Tell how many articles have a form of a word."""
        return max(
            (self._snapshot.vocabulary.frequency(STEM, stem) for stem in self._compiler.stems(form)),
            default=0,
        )

    def _meant(self, word: str) -> str:
        """Give the nearest word of the prose, or the two words that one is made of, or the word."""
        having = self._articles(word)
        if having >= RARE:
            return word
        nearest, cost = self._nearest(FORM, word)
        if having:
            return nearest if cost <= FARTHEST and self._articles(nearest) >= OFTEN * having else word
        return nearest if cost <= FARTHEST else (self._apart(word) or nearest)

    def _apart(self, word: str) -> str | None:
        """Give the two known words that a word is made of, the rarer one as frequent as can be."""
        found: dict[tuple[str, str], int] = {}
        for place in range(PIECE, len(word) - PIECE + 1) if word.isalpha() else ():
            for link in ("", "s"):
                left, right = word[:place].removesuffix(link), word[place:]
                having = self._snapshot.vocabulary.frequency(FORM, left) if len(left) >= PIECE else 0
                if having:
                    found[left, right] = min(having, self._snapshot.vocabulary.frequency(FORM, right))
        best = max(found, key=lambda pair: (found[pair], pair), default=None)
        return " ".join(best) if best and found[best] else None

    def _nearest(self, field: str, word: str) -> tuple[str, float]:
        """Give the word of a dictionary that is most likely meant, and how far off it is; or the word."""
        key = (field, word)
        if key not in self._known:
            near = self._near(field, word, 1)
            # one article may have the same slip, and of a short word letters that look alike are a large part
            if len(word) <= SHORT or not any(-having > 1 for _, having in near.values()):
                near = self._near(field, word, 2)
            if not near and (spelt := _SPELLINGS.sub(lambda pair: _LETTERS[pair[0]], word)) != word:
                near = self._near(field, spelt, 2)
            self._known[key] = _likeliest(word, near)
        return self._known[key]

    def _near(self, field: str, word: str, distance: int) -> dict[str, tuple[int, int]]:
        """Give the other words so near one, with how far each is and, negative, how many articles have it."""
        near: dict[str, tuple[int, int]] = {}
        for segment in self._snapshot.segments:
            reader = segment.field(field)
            if reader is None:
                continue
            among = None
            if distance > 1:
                among = reader.df >= OFTEN
                alike = reader.terms.prefix(word[:1])
                among[alike.start : alike.stop] = True
            ordinals, distances = reader.terms.fuzzy(word, distance, among)
            frequencies = reader.df[ordinals]
            for term, far, having in zip(
                reader.terms.strings(ordinals), distances.tolist(), frequencies.tolist(), strict=True
            ):
                _, before = near.get(term, (far, 0))
                if far:
                    near[term] = (far, before - having)
        return near


def _likeliest(word: str, near: Mapping[str, tuple[int, int]]) -> tuple[str, float]:
    """Give which of some words is most likely meant by one, and how far off it is; or the word itself."""
    most = 1.0 if len(word) <= SHORT else 2.0
    costs = {}
    for term in sorted(near, key=lambda term: (*near[term], term))[:CONSIDERED]:
        cost = slips(word, term)
        if cost <= most:
            costs[term] = cost - FREQUENT * log(max(1, -near[term][1]))
    best = min(costs, key=lambda term: (costs[term], term), default=None)
    return (word, inf) if best is None else (best, slips(word, best))


def _no_article(_: str) -> Words:
    """Stand for the articles that a word may refer to: here words are looked up only by themselves."""
    return Words("id", ())


def _is_prose(field: str | None) -> bool:
    return field is None or (BY_NAME[field].kind is Kind.TEXT and field != "disclaimer")


def _as_written(typed: str, text: str) -> str:
    """Give a text with a capital where the one typed has one."""
    return text[:1].upper() + text[1:] if typed[:1].isupper() else text


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
