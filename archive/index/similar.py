"""Articles like one: a query of the words that tell it from the others."""

from __future__ import annotations

from collections import Counter

from archive.analysis import forms
from archive.errors import BadValue, Problem
from archive.index.clauses import Words
from archive.index.compiler import analyzer
from archive.index.host import And, Not, NullQuery, Or, Query
from archive.index.ranking import idf
from archive.index.schema import STEM, ZONE_WEIGHTS
from archive.index.snapshot import Snapshot

TELLING = 25
"""How many words stand for an article: the usual number; more add time and little else."""


def likeness(snapshot: Snapshot, identity: str) -> Query:
    """Give the query for articles like one, itself left out; raises BadValue when there is none."""
    number = snapshot.find(identity)
    if number is None:
        problem = Problem(
            f"No article has the id {identity}.", (0, len(identity)), "Give the id of an article."
        )
        raise BadValue(identity, (problem,))
    stored = snapshot.stored(number)
    terms = analyzer(stored.get("language")).terms
    counts: Counter[str] = Counter()
    for weight, text in (
        (ZONE_WEIGHTS[0], stored.get("headline", "")),
        *((1, t) for t in _prose(snapshot, number)),
    ):
        for form in forms(text):
            for stem in terms(form).stems:
                counts[stem] += weight
    weights = {}
    for stem, times in counts.items():
        having = snapshot.frequency(STEM, stem)
        if having > 1:
            weights[stem] = times * idf(snapshot.articles, having)
    telling = sorted(weights, key=lambda stem: (-weights[stem], stem))[:TELLING]
    if not telling:
        return NullQuery
    likes = Or([Words(STEM, (stem,)) for stem in telling])
    return And([likes, Not(Words("id", (identity,), scored=False))])


def _prose(snapshot: Snapshot, number: int) -> list[str]:
    return [text for zone, text in snapshot.texts(number).items() if zone != "disclaimer"]
