"""Articles like one: a query of the words that tell it from the others."""

from __future__ import annotations

from collections import Counter

from archive.analysis import forms
from archive.errors import BadValue, Problem
from archive.index.clauses import And, Not, NullQuery, Or, Pattern, Query, Words
from archive.index.compiler import analyzer
from archive.index.ranking import idf
from archive.index.schema import STEM, ZONE_WEIGHTS, ZONES
from archive.index.snapshot import Snapshot
from archive.index.stories import members

TELLING = 25
"""How many words stand for an article: the usual number; more add time and little else."""


def likeness(snapshot: Snapshot, identity: str) -> Query:
    """Give the query for articles like one, itself left out; raises BadValue unless `_number` finds it."""
    number = _number(snapshot, identity)
    stored = snapshot.stored(number)
    terms = analyzer(stored.get("language")).terms
    counts: Counter[str] = Counter()
    for form, times in prose_forms(snapshot, number).items():
        for stem in terms(form).stems:
            counts[stem] += times
    weights = {}
    for stem, times in counts.items():
        having = snapshot.vocabulary.frequency(STEM, stem)
        if having > 1:
            weights[stem] = times * idf(snapshot.articles, having)
    telling = sorted(weights, key=lambda stem: (-weights[stem], stem))[:TELLING]
    if not telling:
        return NullQuery
    likes = Or([Words(STEM, (stem,)) for stem in telling])
    return And([likes, Not(Words("id", (stored["id"],), scored=False))])


def story(snapshot: Snapshot, identity: str) -> Query:
    """Give the query for an article and its near copies; raises BadValue unless `_number` finds it."""
    numbers = members(snapshot, _number(snapshot, identity))
    return Words("id", tuple(snapshot.ids(numbers)), scored=False)


def _number(snapshot: Snapshot, identity: str) -> int:
    """Find the article of an id, or of the beginning of one that no other begins with; raises BadValue."""
    found = snapshot.find(identity)
    if found is not None:
        return found
    several = snapshot.vocabulary.read(Pattern("id", f"{identity}*", scored=False)).docs
    if len(several) == 1:
        return int(several[0])
    said = f"Several ids begin with {identity}" if len(several) else f"No id begins with {identity}"
    problem = Problem(f"{said}.", (0, len(identity)), "Give the id of an article, or more of it.")
    raise BadValue(identity, (problem,))


def prose_forms(
    snapshot: Snapshot, number: int, zone: int | None = None, most: int | None = None
) -> Counter[str]:
    """Count the forms of an article's prose, or of one zone; those in the headline as often as they weigh.

    Of each zone, at most the first `most` characters are read.
    """
    chosen = ZONES if zone is None else (ZONES[zone],)
    counts: Counter[str] = Counter()
    if ZONES[0] in chosen:
        counts.update(forms(snapshot.stored(number).get("headline") or "") * ZONE_WEIGHTS[0])
    for name, text in snapshot.texts(number).items():
        if name in chosen:
            counts.update(forms(text[:most]))
    return counts
