"""How near the words of a query stand to each other in the best of the articles that have all of them.

Two words that follow each other in the query add to the score of an article where they stand side by side in
that order, as typed, and less where they are near: to look for all their forms takes six times as long. Only
the articles with the highest scores are looked at, and what they gain keeps them ahead of the others; so the
order is the same whatever part of it is shown.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from archive.index.clauses import And, Query, Words
from archive.index.codec.lists import distinct
from archive.index.evaluate import Evaluation, Match
from archive.index.lists import Keys, intersect
from archive.index.places import PLACE_BITS
from archive.index.ranking import PARAMETERS, Docs, Floats, head
from archive.index.schema import FORM

LOOKED_AT = 30
"""Articles in which the places of the words are compared, those with the highest scores."""

TIED = 4 * LOOKED_AT
"""Where so many articles more share the last of these scores and its day, none is looked at."""

FEWEST, MOST = 2, 4
"""Words of a query whose places are compared; more are a text rather than a phrase."""

NEAR = 8
"""Words from one to the other at most where they are near."""

Pair = tuple[Words, Words, Docs, Floats]
"""Two words, the articles where they are together, ascending, and what that adds to the score of each."""


def add(evaluation: Evaluation, match: Match, query: Query) -> Sequence[Pair]:
    """Add to the scores of a match what the nearness of the words gives, and tell what that is."""
    words = _words(query)
    if match.scores is None or not FEWEST <= len(words) <= MOST or not len(match.docs):
        return ()
    best = head(match.scores, match.docs, evaluation.snapshot.numbers("date"), LOOKED_AT)
    if len(best) > LOOKED_AT + TIED:
        return ()
    docs = match.docs[np.sort(best)]
    places = [evaluation.having(Words(FORM, (word.form or "",))).keys(docs) for word in words]
    found: list[Pair] = []
    scores = match.scores.copy()  # those of a single word belong to all queries
    for (one, ones), (other, others) in pairwise(zip(words, places, strict=True)):
        together, share = _together(ones, others)
        given = share * np.float32(PARAMETERS.near * min(evaluation.weight(one), evaluation.weight(other)))
        scores[intersect(together, match.docs, evaluation.snapshot.size)] += given
        found.append((one, other, together, given))
    match.scores = scores
    return found


def _words(query: Query) -> list[Words]:
    """Give the words that all must be found, in the order of the query."""
    clauses = query.subqueries if isinstance(query, And) else ()
    return [clause for clause in clauses if isinstance(clause, Words) and clause.scored and clause.form]


def _together(ones: Keys, others: Keys) -> tuple[Docs, Floats]:
    """Give the articles where two words are near, and how near: 1 for side by side in order, else a half."""
    padded = np.concatenate((_BEFORE, others, _BEHIND))
    after = padded[others.searchsorted(ones, "right") + 1]
    before = padded[others.searchsorted(ones)]
    near = (after <= ones + NEAR) | (before >= ones - NEAR)
    docs: Docs = distinct(ones[near] >> PLACE_BITS)
    share: NDArray[np.float32] = np.full(len(docs), 0.5, np.float32)
    beside = distinct(ones[after == ones + 1] >> PLACE_BITS)
    share[docs.searchsorted(beside)] = 1.0
    return docs, share


_BEFORE, _BEHIND = np.array([-NEAR - 1]), np.array([np.iinfo(np.int64).max])
"""Keys that are near none."""
