"""Answers a compiled query: every clause as whole arrays over all articles at once.

Article numbers are those of the snapshot, ascending, deleted articles left out. A clause gives a `Match`; a
clause asked `within` some articles gives only those of them that it matches, which lets a rare word spare a
frequent one its work. Occurrences are *keys*, `number << 32 | position`, ascending: side by side, near and
within one value are then questions of sorted numbers.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

import numpy as np
from numpy.typing import NDArray

from archive.frozen import dataclass, replace
from archive.index.clauses import (
    Alike,
    And,
    Days,
    Every,
    Nearby,
    Not,
    NullQuery,
    Or,
    Query,
    Run,
    Single,
    Spanned,
    Together,
    Words,
)
from archive.index.codec.lists import among, distinct, united
from archive.index.lists import FEW, Keys, TermList, add_to, intersect, member
from archive.index.places import (
    GAP_BITS,
    PLACE_BITS,
    any_between,
    keys_of,
    near,
    places_apart,
    window,
    zones_of,
)
from archive.index.ranking import PARAMETERS, Docs, Floats, bm25, idf
from archive.index.schema import FORM, STEM, ZONE_WEIGHTS
from archive.index.snapshot import Snapshot


@dataclass(slots=True)
class Match:
    """The articles a clause matches, ascending, and what it adds to the score of each; None adds nothing."""

    docs: Docs
    scores: Floats | None = None


NOTHING = Match(np.empty(0, np.int64))


class Evaluation:
    """One query being answered on one snapshot; remembers the lists it has read."""

    def __init__(self, snapshot: Snapshot) -> None:
        self.snapshot = snapshot
        self._lists: dict[int, tuple[Query, TermList]] = {}  # by the clause itself: to hash one takes longer

    def answer(self, query: Query) -> Match:
        """Match a whole query; the parts of its compounds add to the scores of what is found."""
        found = self.match(query)
        if found.scores is not None:
            for part in asides(query):
                having = self.having(part)
                more = self._scores(part, having, None)
                scores = found.scores.copy()  # those of a single word belong to all queries
                add_to(found.docs, scores, having.docs, more, self.snapshot.size)
                found.scores = scores
        return found

    def match(self, query: Query, within: Docs | None = None) -> Match:  # noqa: PLR0911 - a line a kind
        """Match a query, among all articles or within some."""
        if isinstance(query, And):
            return self._and(query.subqueries, within)
        if isinstance(query, Or):
            return self._or(query.subqueries, within)
        if isinstance(query, Alike):
            return self._alike(query, within)
        if isinstance(query, Not):
            return self._and([query], within)
        if isinstance(query, Every):
            return Match(self.snapshot.live if within is None else within)
        if query is NullQuery:
            return NOTHING
        if isinstance(query, Days):
            return Match(self._days(query, within))
        if isinstance(query, Together):
            return Match(self._together(query, within))
        if isinstance(query, (Run, Nearby)):
            return self._spanned(query, within)
        single = cast(Single, query)
        return self._single(single, within) if single.zone is None else self._spanned(single, within)

    def having(self, query: Single) -> TermList:
        """Give the one list of a clause of single words, its zone not looked at."""
        known = self._lists.get(id(query))
        if known is None:
            known = self._lists[id(query)] = query, self.snapshot.vocabulary.read(query)
        return known[1]

    def weight(self, query: Query) -> float:
        """Give the inverse document frequency of a clause; that of several words is the sum of theirs."""
        if isinstance(query, Run):
            return sum(self.weight(slot) for slot in query.slots)
        if isinstance(query, Nearby):
            return self.weight(query.left) + self.weight(query.right)
        if isinstance(query, And):
            return sum(self.weight(clause) for clause in query.subqueries)
        if isinstance(query, Or):
            return max((self.weight(clause) for clause in query.subqueries), default=0.0)
        if isinstance(query, Alike):
            return self.weight(query.clauses[0])
        having = len(self.having(cast(Single, query)).docs)
        return float(getattr(query, "boost", 1.0)) * idf(self.snapshot.articles, having)

    def occurrences(self, query: Spanned, docs: Docs) -> tuple[Keys, Keys]:
        """Give the first and the last key of each occurrence in some articles, by first keys ascending."""
        if not isinstance(query, Run):
            keys = self.having(query).keys(docs)
            return keys, keys
        if not query.slop:
            return self._side_by_side(query, docs)
        return window(query, [self.having(slot).keys(docs) for slot in query.slots])

    def spans(self, query: Spanned | Nearby, docs: Docs) -> tuple[Keys, Keys]:
        """Give the first and the last key of everything a clause matches in some articles, to be marked."""
        if isinstance(query, Nearby):
            left, right = self.spans(query.left, docs), self.spans(query.right, docs)
            sides = [(left, near(left, right, query.distance)), (right, near(right, left, query.distance))]
            pairs = [(first[near], last[near]) for (first, last), near in sides]
            return np.concatenate([first for first, _ in pairs]), np.concatenate([last for _, last in pairs])
        first, last = self.occurrences(query, docs)
        if not isinstance(query, Run) or not query.slop:
            return first, last
        keys = united([self.having(slot).keys(docs) for slot in query.slots])
        window = np.searchsorted(first, keys, side="right") - 1
        inside = window >= 0
        inside[inside] = keys[inside] <= last[window[inside]]
        return keys[inside], keys[inside]

    def estimate(self, query: Query) -> int:  # noqa: PLR0911 - a line a kind
        """Guess how many articles a query matches, cheaply and never wildly low."""
        if isinstance(query, And):
            return min((self.estimate(clause) for clause in query.subqueries), default=self.snapshot.articles)
        if isinstance(query, Or):
            return sum(self.estimate(clause) for clause in query.subqueries)
        if isinstance(query, Alike):
            return sum(self.estimate(clause) for clause in query.clauses)
        if isinstance(query, (Run, Together)):
            return min(self.estimate(slot) for slot in query.slots)
        if isinstance(query, Nearby):
            return min(self.estimate(query.left), self.estimate(query.right))
        if isinstance(query, (Not, Every, Days)):
            return self.snapshot.articles
        return 0 if query is NullQuery else len(self.having(cast(Single, query)).docs)

    def _side_by_side(self, query: Run, docs: Docs) -> tuple[Keys, Keys]:
        """Find words in a row, the rarest first, so that fewer and fewer places of the others are read."""
        slots = [self.having(slot) for slot in query.slots]
        starts: Keys | None = None
        for place in sorted(range(len(slots)), key=lambda place: len(slots[place].docs)):
            keys = slots[place].keys(docs)
            starts = keys - place if starts is None else starts[among(starts + place, keys)]
            docs = distinct((starts + place) >> PLACE_BITS)
        assert starts is not None  # noqa: S101 - a run has words
        return starts, starts + (len(slots) - 1)

    def _and(self, clauses: list[Query], within: Docs | None) -> Match:
        positive = [clause for clause in clauses if not isinstance(clause, Not)]
        docs, scores = within, None
        for clause in sorted(positive, key=self.estimate) if len(positive) > 1 else positive:
            if docs is None:
                found = self.match(clause)
                docs, scores = found.docs, found.scores
            else:
                kept, more = self._sifted(clause, docs)
                docs, scores = docs[kept], _sum(None if scores is None else scores[kept], more)
        if docs is None:
            docs = self.snapshot.live
        for clause in clauses:
            if isinstance(clause, Not) and len(docs):
                kept = ~member(docs, self.match(clause.query, docs).docs, self.snapshot.size)
                docs, scores = docs[kept], None if scores is None else scores[kept]
        return Match(docs, scores)

    def _sifted(self, clause: Query, docs: Docs) -> tuple[NDArray[np.bool_], Floats | None]:
        """Tell which of some articles match a clause, and give what it adds to the scores of these."""
        if isinstance(clause, Days):
            return self._within(clause, docs), None
        if isinstance(clause, Single) and clause.zone is None:
            having = self.having(clause)
            if not clause.scored:
                return member(docs, having.docs, self.snapshot.size), None
            spread = self._spread(clause, having, docs)
            if spread is not None:
                more = spread[docs]
                kept: NDArray[np.bool_] = more > 0
                return kept, _boosted(clause, more[kept])
        found = self.match(clause, docs)
        return member(docs, found.docs, self.snapshot.size), found.scores

    def _spread(self, clause: Single, having: TermList, docs: Docs) -> Floats | None:
        """Give for every article what a word adds to its score, but for its boost; None where that is slow.

        It is made once and kept with the list; 0 stands for articles without the word.
        """
        form = getattr(clause, "form", None)
        known = having.spread.get(form)
        if (
            known is None
            and len(having.docs) * FEW > self.snapshot.size
            and len(docs) * FEW > len(having.docs)
        ):
            known = np.zeros(self.snapshot.size, np.float32)
            known[having.docs] = self._whole(clause, having)
            having.spread = {form: known}
        return known

    def _or(self, clauses: list[Query], within: Docs | None) -> Match:
        if len(clauses) == 1:
            return self.match(clauses[0], within)
        matches = [self.match(clause, within) for clause in clauses]
        docs = self._any(matches)
        if all(match.scores is None for match in matches):
            return Match(docs)
        if sum(len(match.docs) for match in matches) * FEW < self.snapshot.size:
            scores = np.zeros(len(docs), np.float32)
            for match in matches:
                if match.scores is not None:
                    add_to(docs, scores, match.docs, match.scores, self.snapshot.size)
            return Match(docs, scores)
        spread = np.zeros(self.snapshot.size, np.float32)
        for match in matches:
            if match.scores is not None:
                spread[match.docs] += match.scores
        return Match(docs, spread[docs])

    def _any(self, matches: list[Match]) -> Docs:
        """Give the articles that any of some clauses matches."""
        if sum(len(match.docs) for match in matches) * FEW < self.snapshot.size:
            return united([match.docs for match in matches])
        found = np.zeros(self.snapshot.size, bool)
        for match in matches:
            found[match.docs] = True
        return found.nonzero()[0]

    def shares(self, query: Alike) -> list[float]:
        """Give what the score of each name counts; another name is worth less than the one typed."""
        typed = self.weight(query.clauses[0])
        others = [self.weight(clause) for clause in query.clauses[1:]]
        return [1.0, *(query.share * (min(1.0, typed / other) if other else 1.0) for other in others)]

    def _alike(self, query: Alike, within: Docs | None) -> Match:
        found = np.zeros(self.snapshot.size, bool)
        best = np.zeros(self.snapshot.size, np.float32)
        for clause, share in zip(query.clauses, self.shares(query), strict=True):
            match = self.match(clause, within)
            found[match.docs] = True
            if match.scores is not None:
                best[match.docs] = np.maximum(best[match.docs], match.scores * np.float32(share))
        docs = np.flatnonzero(found)
        return Match(docs, best[docs])

    def _single(self, query: Single, within: Docs | None) -> Match:
        found = self.having(query)
        rows = None if within is None else intersect(within, found.docs, self.snapshot.size)
        docs = found.docs if rows is None else found.docs[rows]
        return Match(docs, self._scores(query, found, rows) if query.scored else None)

    def _scores(self, query: Single, found: TermList, rows: NDArray[np.intp] | None) -> Floats:
        """Give what a clause adds to the scores of the articles at some rows of its list, or of all.

        What it adds to all is worked out once and kept with the list, so it is not to be written to.
        """
        form = getattr(query, "form", None)
        if rows is not None and form not in found.scores and len(rows) * FEW < len(found.docs):
            scores = self._made_scores(_unboosted(query), found.docs[rows], found.weights[rows])
        else:
            whole = self._whole(query, found)
            scores = whole if rows is None else whole[rows]
        return _boosted(query, scores)

    def _whole(self, query: Single, found: TermList) -> Floats:
        """Give what a clause adds to the scores of all articles of its list, but for its boost."""
        form = getattr(query, "form", None)
        whole = found.scores.get(form)
        if whole is None:
            whole = self._made_scores(_unboosted(query), found.docs, found.weights)
            whole.flags.writeable = False
            found.scores = {form: whole}
        return whole

    def _made_scores(self, query: Single, docs: Docs, frequencies: Floats) -> Floats:
        scores = bm25(self.weight(query), frequencies, self.snapshot.norms[docs])
        if isinstance(query, Words):
            exact = self.bonus(query, docs)
            if exact.scores is not None:
                add_to(docs, scores, exact.docs, exact.scores, self.snapshot.size)
        return scores

    def bonus(self, query: Words, docs: Docs) -> Match:
        """Give what is added to the scores of those of some articles that have a word as typed."""
        if (
            not (PARAMETERS.exact and query.scored and query.form)
            or query.name == FORM
            or query.zone is not None
        ):
            return NOTHING
        return self.match(Words(FORM, (query.form,), boost=query.boost * PARAMETERS.exact), docs)

    def _days(self, query: Days, within: Docs | None) -> Docs:
        docs = self.snapshot.live if within is None else within
        return docs[self._within(query, docs)]

    def _within(self, query: Days, docs: Docs) -> NDArray[np.bool_]:
        """Tell which of some articles are of a period."""
        days = self.snapshot.numbers(query.column)
        days = days if len(docs) == len(days) else days[docs]
        inside: NDArray[np.bool_] = (days >= query.first) & (days <= query.last)
        return inside

    def _candidates(self, query: Query, within: Docs | None) -> Docs:
        """Give the articles that have all the words of a clause, in whatever places."""
        if isinstance(query, Nearby):
            return self._candidates(query.right, self._candidates(query.left, within))
        slots = query.slots if isinstance(query, (Run, Together)) else (cast(Single, query),)
        docs = within
        for having in sorted(
            (self.having(slot) for slot in dict.fromkeys(slots)), key=lambda each: len(each.docs)
        ):
            docs = (
                having.docs if docs is None else having.docs[intersect(docs, having.docs, self.snapshot.size)]
            )
        return self.snapshot.live if docs is None else docs

    def _spanned(self, query: Spanned | Nearby, within: Docs | None) -> Match:
        candidates = self._candidates(query, within)
        if isinstance(query, Nearby):
            keys = self._nearby(query, candidates)
        else:
            keys, _ = self.occurrences(query, candidates)
        if query.zone is not None:
            keys = keys[zones_of(self.snapshot, keys) == query.zone]
        numbers = keys >> PLACE_BITS
        if not query.scored:
            return Match(distinct(numbers))
        weights = np.asarray(ZONE_WEIGHTS, np.float64)[zones_of(self.snapshot, keys)]
        docs, places = distinct(numbers), np.cumsum(np.diff(numbers, prepend=numbers[:1]) != 0)
        frequencies = np.bincount(places, weights, len(docs)).astype(np.float32)
        return Match(docs, bm25(self.weight(query), frequencies, self.snapshot.norms[docs]))

    def _nearby(self, query: Nearby, docs: Docs) -> Keys:
        """Give the first keys of the left side's occurrences that have one of the right side near."""
        left, right = self.occurrences(query.left, docs), self.occurrences(query.right, docs)
        found: Keys = left[0][near(left, right, query.distance)]
        return found

    def _together(self, query: Together, within: Docs | None) -> Docs:
        """Give the articles where one value has all the words, each word at a place of its own."""
        docs = self._candidates(query, within)
        slots = [self.having(slot).keys(docs) for slot in query.slots]
        values = slots[0] >> GAP_BITS
        for keys in slots[1:]:
            values = values[any_between(keys >> GAP_BITS, values, values)]
        kept = [
            value
            for value in distinct(values).tolist()
            if places_apart([keys_of(keys, value) for keys in slots])
        ]
        numbers: Docs = distinct(np.array(kept, np.int64) >> (PLACE_BITS - GAP_BITS))
        return numbers


def _sum(scores: Floats | None, more: Floats | None) -> Floats | None:
    if scores is None or more is None:
        return more if scores is None else scores
    return scores + more


def _unboosted(query: Single) -> Single:
    return replace(query, boost=1.0) if isinstance(query, Words) and query.boost != 1.0 else query


def _boosted(query: Single, scores: Floats) -> Floats:
    boost = getattr(query, "boost", 1.0)
    return scores if boost == 1.0 else scores * np.float32(boost)


def asides(query: Query) -> Iterator[Words]:
    """Give the parts of the compounds that a query asks for."""
    if isinstance(query, (And, Or)):
        for clause in query.subqueries:
            yield from asides(clause)
    elif isinstance(query, Alike):
        yield from asides(query.clauses[0])
    elif isinstance(query, Words) and query.scored:
        boost = query.boost * PARAMETERS.query_part
        for stem in query.asides:
            yield Words(STEM, (stem,), (stem,), boost=boost)
