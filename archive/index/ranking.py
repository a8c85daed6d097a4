"""How articles are ranked: one BM25 over all the prose of an article, its parameters in one table.

The frequency of a word in an article is the sum of the zone weights over its occurrences (`archive.fields`),
so that one saturation spans headline and text; compound parts add to it with less weight. The inverse
document frequency is Lucene's, `ln(1 + (N - df + 0.5) / (df + 0.5))`; N, df and the average length are those
of the live articles of all segments together, so scores do not depend on the history of the index.
"""

from __future__ import annotations

from math import log
from typing import Any

import numpy as np
from numpy.typing import NDArray

from archive.frozen import dataclass

Docs = NDArray[np.int64]
"""Ascending article numbers."""

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Parameters:
    """What the ranking can be tuned by.

    `k1` is how fast repeated words saturate and `b` how much long articles pay; `part` what an
    occurrence as a compound part counts, `exact` how much of the score of the form as typed is
    added; `query_part` how much of their scores the parts of a compound in the query add;
    `function` what a function word counts; `repeat` how fast a word saturates that stands in the
    query several times; `feedback` how much the words add that the best articles share, of the
    score of the best one (`archive.index.feedback`). Set on seven collections together; what each
    gives is told in docs/ranking.md.

    No collection tells the rest, which are choices: `near` is what two words side by side add, of the
    lower of their weights (`archive.index.proximity`), `synonym` is what another name of the same
    thing counts, `spelling` the same word with or without a hyphen; where freshness is asked for,
    it halves in `half_life` days, and `oldest` is left of the score of an article without any.
    """

    k1: float = 1.2
    b: float = 0.7
    part: float = 0.5
    exact: float = 0.2
    query_part: float = 0.3
    function: float = 0.3
    repeat: float = 1.5
    feedback: float = 0.25
    near: float = 0.4
    synonym: float = 0.6
    spelling: float = 0.9
    half_life: float = 365.0
    oldest: float = 0.4


PARAMETERS = Parameters()


def idf(articles: int, having: int) -> float:
    """Give the weight of a word that `having` of all articles have."""
    return log(1.0 + (articles - having + 0.5) / (having + 0.5))


def repeated(times: int, parameters: Parameters = PARAMETERS) -> float:
    """Give how often a word counts that stands in a query so many times."""
    return times * (parameters.repeat + 1.0) / (times + parameters.repeat)


def freshness(days: NDArray[np.integer], parameters: Parameters = PARAMETERS) -> Floats:
    """Give what is left of the scores of articles by their age, which is that behind the newest of them.

    So the order of old articles does not change from one day to the next. Without a day, age is endless.
    """
    newest = int(days.max(initial=0))
    fresh = np.exp2((days - float(newest)) / parameters.half_life) * (days > 0)
    left: Floats = (parameters.oldest + (1.0 - parameters.oldest) * fresh).astype(np.float32)
    return left


def norms(lengths: NDArray[np.integer], average: float, parameters: Parameters = PARAMETERS) -> Floats:
    """Give for each article the frequency at which a word scores half of what it can."""
    k1, b = parameters.k1, parameters.b
    return (lengths * np.float32(k1 * b / (average or 1.0)) + np.float32(k1 * (1.0 - b))).astype(np.float32)


def bm25(weight: float, frequencies: Floats, norm: Floats, parameters: Parameters = PARAMETERS) -> Floats:
    """Give the score of each article for a word of some weight, its frequencies and the articles' norms."""
    scores = frequencies + norm
    np.divide(frequencies, scores, out=scores)
    scores *= np.float32(weight * (parameters.k1 + 1.0))
    return scores


def head(scores: Floats, docs: Docs, days: NDArray[np.integer], wanted: int) -> NDArray[np.intp]:
    """Choose the places that can be among the first `wanted` by score, then day; ties all included.

    `scores` belong to `docs`; `days` are those of all articles.
    """
    if len(scores) <= wanted:
        return np.arange(len(scores))
    places = _likely(scores, wanted)
    likely = scores[places]
    edge = _largest(likely, wanted)
    kept = likely >= edge
    chosen: NDArray[np.intp] = places[kept]
    if len(chosen) <= 2 * wanted:
        return chosen
    tied = likely[kept] == edge
    rest = wanted - int(len(chosen) - np.count_nonzero(tied))
    own = days[docs[chosen]]
    latest = _largest(own[tied], rest)
    newest: NDArray[np.intp] = chosen[~tied | (own >= latest)]
    return newest


def first_days(days: NDArray[np.integer], wanted: int, *, newest: bool) -> NDArray[np.intp]:
    """Choose the places that can be among the first `wanted` by day, undated last; ties all included."""
    if len(days) <= wanted:
        return np.arange(len(days))
    keys = days if newest else np.where(days > 0, -days.astype(np.int64), np.iinfo(np.int64).min)
    places = _likely(keys, wanted)
    likely = keys[places]
    chosen: NDArray[np.intp] = places[likely >= _largest(likely, wanted)]
    return chosen


GROUP = 64
"""Values of which only the largest is looked at first."""


def _likely(values: NDArray[Any], rank: int) -> NDArray[np.intp]:
    """Give the places, ascending, of values among which are all that are as large as the one of a rank.

    The rank-th largest of the largest values of all groups is a lower bound, which few values reach.
    """
    groups = len(values) // GROUP
    if groups < 2 * rank:
        return np.arange(len(values))
    # every so many-th value is of the same group, so that the groups are compared side by side
    tops = values[: groups * GROUP].reshape(GROUP, groups).max(axis=0)
    places: NDArray[np.intp] = (values >= _largest(tops, rank)).nonzero()[0]
    return places


def _largest(values: NDArray[Any], rank: int) -> Any:
    """Give the value that has rank `rank` (from 1) when the largest comes first."""
    return np.partition(values, len(values) - rank)[-rank]
