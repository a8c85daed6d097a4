"""Why one article matches a query, or why not: what each clause gives, or the nearest that it has instead."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

import numpy as np

from archive.analysis import fold, forms
from archive.engine import Contribution, Explanation, Reason, Search
from archive.errors import EngineError
from archive.fields import BY_NAME, Kind
from archive.index.compiler import analyzer
from archive.index.evaluate import Evaluation, Match, asides
from archive.index.explanation import by_nearness, by_shared, contributions
from archive.index.schema import FACET_COLUMNS, NO_DAY, ZONES
from archive.index.searcher import compiled, scored
from archive.index.similar import prose_forms
from archive.index.snapshot import Snapshot
from archive.query import tree

SEVERAL = 3
"""So many of the nearest words are named."""

ALIKE = 0.6
"""Two words that share less than this of the longer one, from its first letter, are not near each other."""


def explain_article(snapshot: Snapshot, query: tree.Node, identity: str) -> Explanation:
    """Explain what a query has to do with the article of an id; raises EngineError when it is not indexed."""
    number = snapshot.find(identity)
    if number is None:
        raise EngineError(f"The index has no article {identity}.", hint="Bring it in step: `archive sync`.")
    evaluation, asked, match, shared, pairs = scored(snapshot, Search(query=query))
    docs = np.array([number], np.int64)
    more: list[Contribution] = [given for _, given in by_shared(evaluation, shared, docs)]
    more.extend(given for given_to, given in by_nearness(pairs) if given_to == number)
    for aside in asides(asked):
        more.extend(given for _, given in contributions(evaluation, aside, docs))
    place = int(np.searchsorted(match.docs, number))
    matches = place < len(match.docs) and int(match.docs[place]) == number
    scores = np.zeros(len(match.docs)) if match.scores is None else match.scores
    parts = query.clauses if isinstance(query, tree.And) else (query,)
    return Explanation(
        id=identity,
        headline=snapshot.stored(number).get("headline"),
        interpreted=str(query),
        matches=matches,
        score=float(scores[place]) if matches else 0.0,
        rank=_rank(snapshot, match, scores, place) if matches else None,
        total=len(match.docs),
        reasons=tuple(_Reader(evaluation, number).reason(part) for part in parts),
        contributions=tuple(more) if matches else (),
    )


def _rank(snapshot: Snapshot, match: Match, scores: np.ndarray, place: int) -> int:
    """Give the rank of an article: of equal ones the newer comes first, then the smaller id."""
    days = snapshot.numbers("date")[match.docs]
    equal = scores == scores[place]
    ahead = np.count_nonzero(scores > scores[place]) + np.count_nonzero(equal & (days > days[place]))
    tied = snapshot.ids(match.docs[equal & (days == days[place])].tolist())
    own = snapshot.ids([int(match.docs[place])])[0]
    return 1 + int(ahead) + sum(each < own for each in tied)


class _Reader:
    """Looks for the clauses of a query in one article."""

    def __init__(self, evaluation: Evaluation, number: int) -> None:
        self._evaluation = evaluation
        self._snapshot = evaluation.snapshot
        self._number = number
        self._docs = np.array([number], np.int64)
        self._stored = self._snapshot.stored(number)

    def reason(self, node: tree.Node) -> Reason:
        """Tell whether the article meets a clause, and how or how nearly."""
        met = self._meets(node)
        match node:
            case tree.And(clauses) | tree.Or(clauses):
                return Reason(clause=str(node), met=met, reasons=tuple(map(self.reason, clauses)))
            case tree.Not(clause):
                reasons = () if met else (self.reason(clause),)
                return Reason(clause=str(node), met=met, reasons=reasons)
        if met:
            query = compiled(self._snapshot, node)
            given = contributions(self._evaluation, query, self._docs)
            return Reason(clause=str(node), met=True, contributions=tuple(each for _, each in given))
        asked = node.clause if isinstance(node, tree.Alike) else node
        return Reason(
            clause=str(node), met=False, nearest=self._nearest(asked), elsewhere=self._elsewhere(asked)
        )

    def _meets(self, node: tree.Node) -> bool:
        return bool(len(self._evaluation.match(compiled(self._snapshot, node), self._docs).docs))

    def _elsewhere(self, node: tree.Node) -> tuple[str, ...]:
        """Name the parts of the article that have what another part was asked for."""
        zones = (*ZONES, "disclaimer")
        if not isinstance(node, (tree.Word, tree.Exact, tree.Wildcard, tree.Fuzzy, tree.Phrase)):
            return ()
        if node.field is not None and node.field not in zones:
            return ()
        others = (zone for zone in zones if zone != node.field)
        return tuple(zone for zone in others if self._meets(replace(node, field=zone)))

    def _nearest(self, node: tree.Node) -> tuple[str, ...]:
        """Give what the article has that comes nearest to a clause it does not meet."""
        field = getattr(node, "field", None)
        if isinstance(node, tree.Period):
            day = int(self._snapshot.numbers(node.field)[self._number])
            return (np.datetime64(day - 719_163, "D").astype(str),) if day > NO_DAY else ()
        if field is not None and BY_NAME[field].kind is not Kind.TEXT:
            return self._values(field)
        if isinstance(node, (tree.Word, tree.Exact, tree.Phrase, tree.Fuzzy)):
            return self._words(forms(node.text))
        return ()

    def _values(self, field: str) -> tuple[str, ...]:
        """Give the values that the article has in a field, as far as the index shows them."""
        if field in FACET_COLUMNS:
            segment, place = self._snapshot.locate(self._number)
            return tuple(segment.keywords(field).of(place))
        value = self._stored.get(field)
        return (str(value),) if value else ()

    def _words(self, asked: Sequence[str]) -> tuple[str, ...]:
        """Give the words of the article most like those asked for that it has not."""
        having = prose_forms(self._snapshot, self._number)
        terms = analyzer(self._stored.get("language")).terms
        found: dict[str, float] = {}
        for word in asked:
            if word in having:
                continue
            own = {*terms(word).stems, *terms(word).parts}
            for form in having:
                likeness = _likeness(fold(word), fold(form))
                if not own.isdisjoint((*terms(form).stems, *terms(form).parts)):
                    likeness += 1
                if likeness >= ALIKE:
                    found[form] = max(likeness, found.get(form, 0.0))
        return _best(found)


def _likeness(word: str, other: str) -> float:
    """Give how much of the longer of two words they share from the first letter on."""
    same = next(
        (place for place, (a, b) in enumerate(zip(word, other, strict=False)) if a != b),
        min(len(word), len(other)),
    )
    return same / max(len(word), len(other), 1)


def _best(found: dict[str, float]) -> tuple[str, ...]:
    names: Iterable[str] = sorted(found, key=lambda form: (-found[form], form))
    return tuple(names)[:SEVERAL]


__all__ = ["explain_article"]
