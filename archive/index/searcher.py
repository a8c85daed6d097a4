"""A search, answered: compiled, evaluated, put in order, and shown a page of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from itertools import pairwise
from time import perf_counter
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from archive.engine import Hit, Results, Search
from archive.index import facets, feedback, proximity, similar
from archive.index.clauses import Query, Words
from archive.index.codec.lists import distinct
from archive.index.compiler import Compiler
from archive.index.evaluate import Evaluation, Match
from archive.index.evidence import with_compounds
from archive.index.explanation import aged, explain
from archive.index.proximity import Pair
from archive.index.ranking import first_days, freshness, head
from archive.index.schema import NO_DAY
from archive.index.snapshot import Snapshot
from archive.index.snippets import Article, Passages, Shown
from archive.index.stories import earliest
from archive.query import names_story
from archive.query.tree import Node


def search(snapshot: Snapshot, wanted: Search) -> Results:
    """Answer a search on a snapshot."""
    started = perf_counter()
    evaluation, query, match, shared, pairs = scored(snapshot, wanted)
    places, copies, hidden = _collapsed(snapshot, match, wanted)
    scores = [0.0] * len(places) if match.scores is None else match.scores[places].tolist()
    numbers = match.docs[places].tolist()
    days = snapshot.numbers("date")[match.docs[places]].tolist()
    stored = [snapshot.stored(number) for number in numbers]
    shown: Sequence[Shown] = [((), ())] * len(numbers)
    if wanted.snippets:
        rows = zip(numbers, stored, strict=True)
        articles = [Article(number, row.get("headline", ""), row.get("language")) for number, row in rows]
        shown = Passages(evaluation, query, numbers).of(articles)
    hits = list(map(_hit, stored, shown, scores, days, earliest(snapshot, numbers), copies))
    if wanted.explain:
        hits = explain(evaluation, query, numbers, hits, shared, pairs)
        if wanted.sort == "mixed":
            hits = [aged(hit) for hit in hits]
    return Results(
        total=len(match.docs),
        hidden=hidden,
        hits=tuple(hits),
        facets=tuple(facets.count(snapshot, name, match.docs) for name in wanted.facets),
        interpreted=str(wanted.query),
        took_ms=(perf_counter() - started) * 1000,
    )


class Scored(NamedTuple):
    """What a query matches, and what was added to the scores for more than the words themselves."""

    evaluation: Evaluation
    query: Query
    match: Match
    shared: Sequence[Words]
    pairs: Sequence[Pair]


def scored(snapshot: Snapshot, wanted: Search) -> Scored:
    """Match a query and score what is found."""
    query = compiled(snapshot, wanted.query)
    evaluation = Evaluation(snapshot)
    match = evaluation.answer(query)
    shared = _feedback(evaluation, match, wanted)
    pairs = proximity.add(evaluation, match, query) if wanted.limit > 0 else ()
    if wanted.sort == "mixed" and match.scores is not None:
        match = Match(match.docs, match.scores * freshness(snapshot.numbers("date")[match.docs]))
    return Scored(evaluation, query, match, shared, pairs)


def compiled(snapshot: Snapshot, query: Node) -> Query:
    """Compile a query for the articles of a snapshot."""
    references = partial(similar.likeness, snapshot), partial(similar.story, snapshot)
    return with_compounds(snapshot, Compiler(snapshot.languages, *references).compile(query))


def _feedback(evaluation: Evaluation, match: Match, search: Search) -> tuple[Words, ...]:
    """Add what the best articles share to the scores of those found, where the query asks for some words."""
    if search.limit <= 0 or not feedback.wanted(search.query):
        return ()
    first = replace(search, sort="relevance", offset=0, limit=feedback.BEST)
    return feedback.add(evaluation, match, _page(evaluation.snapshot, match, first))


def _collapsed(snapshot: Snapshot, match: Match, search: Search) -> tuple[NDArray[np.intp], list[int], int]:
    """Give the places of the page wanted, how many near copies each stands for, and how many are hidden.

    Unless stories are to be collapsed, and some of what matches belongs together, every article is a story.
    """
    if not search.collapse or snapshot.stories is None or names_story(search.query):
        places = _page(snapshot, match, search)
        return places, [0] * len(places), 0
    told = snapshot.stories[match.docs]
    found = np.sort(told[told > 0])
    stories = distinct(found)
    hidden = len(found) - len(stories)
    if not hidden:
        places = _page(snapshot, match, search)
        return places, [0] * len(places), 0
    stop = reach = search.offset + search.limit
    while True:
        places = _page(snapshot, match, replace(search, offset=0, limit=reach))
        shown = _first_of_stories(told[places].tolist())
        if np.count_nonzero(shown) >= stop or reach >= len(match.docs):
            break
        reach *= 2
    places = places[shown][search.offset : stop]
    own = told[places]
    copies = found.searchsorted(own, "right") - found.searchsorted(own)
    return places, np.maximum(copies - 1, 0).tolist(), hidden


def _first_of_stories(stories: Sequence[int]) -> NDArray[np.bool_]:
    """Tell for each of some articles in order whether it is the first of its story, 0 being none."""
    first = dict(zip(reversed(stories), reversed(range(len(stories))), strict=True))
    return np.array([not story or first[story] == place for place, story in enumerate(stories)], bool)


def _page(snapshot: Snapshot, match: Match, search: Search) -> NDArray[np.intp]:
    """Give the places in `match` of the articles on the page wanted, in order."""
    stop = search.offset + search.limit
    if search.limit <= 0 or search.offset >= len(match.docs):
        return np.empty(0, np.intp)
    days = snapshot.numbers("date")
    if search.sort in ("relevance", "mixed") and match.scores is not None:
        chosen = head(match.scores, match.docs, days, stop)
        keys: tuple[NDArray[Any], ...] = (
            _date_keys(days[match.docs[chosen]], newest=True),
            -match.scores[chosen],
        )
    else:
        days = days if len(match.docs) == len(days) else days[match.docs]
        newest = search.sort != "date"
        chosen = first_days(days, stop, newest=newest)
        keys = (_date_keys(days[chosen], newest=newest),)
    order = np.lexsort(keys)
    return chosen[_ties_by_id(snapshot, match.docs[chosen], keys, order, stop)][search.offset : stop]


def _date_keys(days: NDArray[np.integer[Any]], *, newest: bool) -> NDArray[np.int64]:
    """Give numbers that ascend in the order wanted; undated articles come last."""
    keys: NDArray[np.int64] = days.astype(np.int64)
    if newest:
        return -keys
    keys[keys == NO_DAY] = np.iinfo(np.int64).max
    return keys


def _ties_by_id(
    snapshot: Snapshot,
    docs: NDArray[np.int64],
    keys: tuple[NDArray[Any], ...],
    order: NDArray[np.intp],
    stop: int,
) -> NDArray[np.intp]:
    """Order articles whose keys are all equal by their ids; only those before `stop` need to be right."""
    differs = np.zeros(len(order), bool)
    differs[:1] = True
    for key in keys:
        sorted_key = key[order]
        differs[1:] |= sorted_key[1:] != sorted_key[:-1]
    starts = [*differs.nonzero()[0].tolist(), len(order)]
    for first, last in pairwise(starts):
        if first < stop and last - first > 1:
            group = order[first:last].tolist()
            ids = dict(zip(group, snapshot.ids(docs[group].tolist()), strict=True))
            order[first:last] = sorted(group, key=ids.__getitem__)
    return order


def _hit(
    stored: Mapping[str, Any], shown: Shown, score: float, day: int, story: str | None, copies: int
) -> Hit:
    headline_matches, snippets = shown
    return Hit(
        id=stored["id"],
        score=score,
        headline=stored.get("headline"),
        authors=tuple(stored.get("authors", ())),
        published=date.fromordinal(day) if day > NO_DAY else None,
        source=stored.get("source"),
        language=stored.get("language"),
        url=stored.get("url"),
        record=stored.get("record"),
        headline_matches=headline_matches,
        snippets=snippets,
        explanation=(),
        story=story,
        similar=copies,
    )
