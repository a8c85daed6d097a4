"""Why an article was found: what each part of the query gave to its score, and by which path it matched."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from archive.engine import Contribution, Hit
from archive.index.clauses import Alike, Days, Misspelt, Nearby, Pattern, Run, Together, Words
from archive.index.evaluate import Evaluation, asides
from archive.index.host import And, Or, Query
from archive.index.ranking import Docs
from archive.index.schema import FORM, NOTE, NOTE_STEM, STEM, ZONES

_PROSE = {FORM: None, STEM: None, NOTE: "disclaimer", NOTE_STEM: "disclaimer"}


def explain(
    evaluation: Evaluation,
    query: Query,
    numbers: Sequence[int],
    hits: Sequence[Hit],
    shared: Sequence[Words] = (),
) -> list[Hit]:
    """Give the hits with their explanations; `shared` are the words that the best articles share."""
    found: dict[int, list[Contribution]] = {number: [] for number in numbers}
    docs = np.array(sorted(numbers), np.int64)
    for leaf in (*positive(query), *asides(query)):
        match = evaluation.match(leaf, docs)
        scores = [0.0] * len(match.docs) if match.scores is None else match.scores.tolist()
        term, path, field = described(leaf)
        nearer = _nearer(evaluation, leaf, docs) if path == "stem" else None
        for number, score in zip(match.docs.tolist(), scores, strict=True):
            by = path if nearer is None else nearer.get(number, "part")
            found[number].append(Contribution(term=term, path=by, field=field, score=score))
    for number, contribution in _by_shared(evaluation, shared, docs):
        found[number].append(contribution)
    return [replace(hit, explanation=tuple(found[number])) for number, hit in zip(numbers, hits, strict=True)]


def _by_shared(
    evaluation: Evaluation, shared: Sequence[Words], docs: Docs
) -> Iterator[tuple[int, Contribution]]:
    """Give for each article what the words that the best articles share gave to its score, as one part."""
    given: dict[int, dict[str, float]] = {}
    for clause in shared:
        match = evaluation.match(clause, docs)
        for number, score in zip(
            match.docs.tolist(), match.scores.tolist() if match.scores is not None else (), strict=True
        ):
            given.setdefault(number, {})[clause.choices[0]] = score
    for number, scores in given.items():
        words = " ".join(sorted(scores, key=lambda word: (-scores[word], word)))
        yield number, Contribution(term=words, path="shared", field=None, score=sum(scores.values()))


def _nearer(evaluation: Evaluation, leaf: Query, docs: Docs) -> dict[int, str] | None:
    """Tell of the articles that have a word as typed ("form"), or another of its stem, not only as a part."""
    if not isinstance(leaf, Words) or leaf.name != STEM:
        return None
    ways = {"stem": Words(STEM, leaf.choices, zone=leaf.zone)}
    if leaf.form:
        ways["form"] = Words(FORM, (leaf.form,), zone=leaf.zone)
    return {
        number: way for way, words in ways.items() for number in evaluation.match(words, docs).docs.tolist()
    }


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
            path = {STEM: "stem", NOTE_STEM: "stem", FORM: "form", NOTE: "form"}.get(name, "value")
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
