"""Why an article was found: what each part of the query gave to its score, and by which path it matched."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from archive.analysis.folding import variants
from archive.engine import Contribution, Hit
from archive.index.clauses import Alike, And, Days, Misspelt, Nearby, Or, Pattern, Query, Run, Together, Words
from archive.index.compiler import analyzer
from archive.index.evaluate import Evaluation, Match, asides
from archive.index.proximity import Pair
from archive.index.ranking import PARAMETERS, Docs
from archive.index.schema import FORM, NOTE, NOTE_STEM, STEM, ZONES
from archive.index.similar import prose_forms

WAYS = ("exact", "folded", "stem", "part")
"""How an article may have a word: as typed, in another spelling, in another form, in a compound."""

Given = tuple[int, Contribution]
"""The number of an article, and something that adds to its score."""

_PROSE = {FORM: None, STEM: None, NOTE: "disclaimer", NOTE_STEM: "disclaimer"}


def explain(
    evaluation: Evaluation,
    query: Query,
    numbers: Sequence[int],
    hits: Sequence[Hit],
    shared: Sequence[Words] = (),
    pairs: Sequence[Pair] = (),
) -> list[Hit]:
    """Give the hits with their explanations; `shared` are the words that the best articles share.

    `pairs` are words of the query that some articles have near each other.
    """
    found: dict[int, list[Contribution]] = {number: [] for number in numbers}
    docs = np.array(sorted(numbers), np.int64)
    for number, contribution in (
        *contributions(evaluation, query, docs),
        *(each for aside in asides(query) for each in contributions(evaluation, aside, docs)),
        *by_shared(evaluation, shared, docs),
        *by_nearness(pairs),
    ):
        if number in found:
            found[number].append(contribution)
    return [replace(hit, explanation=tuple(found[number])) for number, hit in zip(numbers, hits, strict=True)]


def aged(hit: Hit) -> Hit:
    """Give a hit with what its age took from its score as the last part of its explanation."""
    taken = hit.score - sum(each.score for each in hit.explanation)
    age = Contribution(term="age", path="freshness", field="date", score=taken)
    return replace(hit, explanation=(*hit.explanation, age))


def contributions(evaluation: Evaluation, query: Query, docs: Docs) -> Iterator[Given]:
    """Give what each clause of a query adds to the scores of some articles, in the order of the query."""
    if isinstance(query, (And, Or)):
        for clause in query.subqueries:
            yield from contributions(evaluation, clause, docs)
    elif isinstance(query, Alike):
        yield from _by_names(evaluation, query, docs)
    elif query in (leaf for leaf in positive(query)):
        term, path, field = described(query)
        for number, score in _scores(evaluation.match(query, docs)).items():
            ways = {path: score}
            if isinstance(query, Words) and path == "stem":
                ways = _ways(evaluation, query, number, score)
            for way, given in ways.items():
                yield number, Contribution(term=term, path=way, field=field, score=given)


def _by_names(evaluation: Evaluation, query: Alike, docs: Docs) -> Iterator[Given]:
    """Give what the best of the names of a thing adds; the one typed by its own paths."""
    shares = evaluation.shares(query)
    scores = [
        {number: score * share for number, score in _scores(evaluation.match(clause, docs)).items()}
        for clause, share in zip(query.clauses, shares, strict=True)
    ]
    best = {
        number: max(range(len(scores)), key=lambda name: scores[name].get(number, -1.0))
        for number in docs.tolist()
    }
    typed = np.array([number for number in docs.tolist() if not best[number]], np.int64)
    yield from contributions(evaluation, query.clauses[0], typed)
    for name, clause in enumerate(query.clauses[1:], 1):
        term = " ".join(described(leaf)[0] for leaf in positive(clause))
        for number, score in scores[name].items():
            if best[number] == name:
                yield number, Contribution(term=term, path=query.path, field=None, score=score)


def by_shared(evaluation: Evaluation, shared: Sequence[Words], docs: Docs) -> Iterator[Given]:
    """Give for each article what the words that the best articles share gave to its score, as one part."""
    given: dict[int, dict[str, float]] = {}
    for clause in shared:
        for number, score in _scores(evaluation.match(clause, docs)).items():
            given.setdefault(number, {})[clause.choices[0]] = score
    for number, scores in given.items():
        words = " ".join(sorted(scores, key=lambda word: (-scores[word], word)))
        yield number, Contribution(term=words, path="shared", field=None, score=sum(scores.values()))


def by_nearness(pairs: Sequence[Pair]) -> Iterator[Given]:
    """Give what words of the query that stand near each other gave to the scores of articles."""
    for one, other, docs, scores in pairs:
        for number, score in zip(docs.tolist(), scores.tolist(), strict=True):
            yield number, Contribution(term=f"{one.form} {other.form}", path="near", field=None, score=score)


def _scores(match: Match) -> dict[int, float]:
    scores = np.zeros(len(match.docs)) if match.scores is None else match.scores
    return dict(zip(match.docs.tolist(), scores.tolist(), strict=True))


def _ways(evaluation: Evaluation, clause: Words, number: int, score: float) -> dict[str, float]:
    """Divide the score of a word among the ways in which an article has it, by how often it does.

    The bonus for the word as typed is that of the exact way.
    """
    docs = np.array([number], np.int64)
    bonus = _scores(evaluation.bonus(clause, docs)).get(number, 0.0)
    occurrences: dict[str, float] = dict.fromkeys(WAYS, 0.0)
    snapshot = evaluation.snapshot
    language = snapshot.stored(number).get("language")
    terms = analyzer(language).terms
    wanted, parts = set(clause.choices), set(clause.parts)
    for form, times in prose_forms(snapshot, number, clause.zone).items():
        known = terms(form)
        if not wanted.isdisjoint(known.stems):
            occurrences[_way(form, clause.form or "")] += times
        elif form in clause.compounds or not parts.isdisjoint(known.parts):
            occurrences["part"] += times * PARAMETERS.part
    total = sum(occurrences.values())
    if not total:  # a word that is meant, but left out: Einfuhr in "Ein- und Ausfuhr"
        return {"stem": score}
    ways = {way: (score - bonus) * occurrences[way] / total for way in WAYS if occurrences[way]}
    if bonus:
        ways["exact"] = ways.get("exact", 0.0) + bonus
    return ways


def _way(form: str, typed: str) -> str:
    if form == typed:
        return "exact"
    return "stem" if set(variants(form)).isdisjoint(variants(typed)) else "folded"


def positive(query: Query) -> Iterator[Query]:
    """Give the clauses that can make an article match, in the order of the query, exclusions left out."""
    if isinstance(query, (And, Or, Alike)):
        for clause in query.clauses if isinstance(query, Alike) else query.subqueries:
            yield from positive(clause)
    elif isinstance(query, (Words, Pattern, Misspelt, Run, Nearby, Together, Days)):
        yield query


def described(leaf: Query) -> tuple[str, str, str | None]:  # noqa: PLR0911 - a line a kind
    """Name a clause: what was looked for, by which path, in which field."""
    zone = getattr(leaf, "zone", None)
    field = ZONES[zone] if zone is not None else None
    match leaf:
        case Words(name, terms):
            path = {STEM: "stem", NOTE_STEM: "stem", FORM: "exact", NOTE: "exact"}.get(name, "value")
            return leaf.form or " ".join(terms), path, field or _PROSE.get(name, name)
        case Pattern(name, pattern):
            return pattern, "pattern", field or _PROSE.get(name, name)
        case Misspelt(name, word, distance):
            return f"{word}~{distance}", "fuzzy", field or _PROSE.get(name, name)
        case Run(slots):
            return (
                " ".join(described(slot)[0] for slot in slots),
                "phrase",
                field or described(slots[0])[2],
            )
        case Nearby(left, right, distance):
            names = described(left)[0], described(right)[0]
            return f"{names[0]} w/{distance} {names[1]}", "near", field or described(left)[2]
        case Together(slots):
            return " ".join(described(slot)[0] for slot in slots), "value", described(slots[0])[2]
        case Days(column):
            return column, "period", column
    raise TypeError(leaf)
