"""Words that the best articles share, to rank by when a query asks for some of its words.

An article that has two of five words may be about something else. The articles that come first are mostly
about what was meant, so the words that several of them have in common say more of it (feedback, as in
Rocchio's method and the relevance model RM3). These words add to the scores of what is found and find
nothing more; totals stay as they are.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from archive.analysis import is_function_word
from archive.frozen import replace
from archive.index.clauses import Words
from archive.index.compiler import analyzer
from archive.index.evaluate import Evaluation, Match
from archive.index.ranking import PARAMETERS, Docs, Floats, idf
from archive.index.recent import Recent
from archive.index.schema import STEM
from archive.index.similar import prose_forms
from archive.index.snapshot import Snapshot
from archive.query import tree

LEAST = 3
"""Words a query must offer: what two words mean is not told by articles that have one of them."""

BEST = 5
"""Articles that are read: more cost time and hold more that is beside the point."""

READ = 4000
"""Characters of a text that are read: what an article is about it says early."""

LIKELY = 30
"""Words that occur most in them; how rare in the archive each is costs a look-up."""

TELLING = 10
"""Words that are taken from these: the rare ones."""

FORMS = 20_000
"""Forms of a language of which it is remembered what they tell (about 4 MB)."""

COUNTED = 20_000
"""Forms of articles of which it is remembered how often they occur: some 60 articles, about 3 MB."""

FEWER = 4
"""Of a list so many times longer than what is found, only the scores of this are worked out."""


def wanted(query: tree.Node) -> bool:
    """Tell whether a query asks for some of several words over all text."""
    clauses = query.clauses if isinstance(query, tree.And) else (query,)
    return any(isinstance(clause, tree.Or) and _words(clause) >= LEAST for clause in clauses)


def _words(node: tree.Or) -> int:
    words = (each.clause if isinstance(each, tree.Alike) else each for each in node.clauses)
    return len({str(each) for each in words if getattr(each, "field", None) is None})


def add(evaluation: Evaluation, match: Match, best: NDArray[np.intp]) -> tuple[Words, ...]:
    """Add to the scores of a match what its articles have of the words that its best ones share.

    `best` are places in the match. Gives the words, as clauses that score what was added.
    """
    if match.scores is None:
        return ()
    best = best[match.scores[best] > 0]
    if len(best) < 2:
        return ()
    clauses = _telling(evaluation.snapshot, match.docs[best].tolist(), match.scores[best])
    more = _added(evaluation, clauses, match.docs)
    most = float(more[best].max())
    if not most:
        return ()
    scale = PARAMETERS.feedback * float(match.scores[best].max()) / most
    match.scores = match.scores + more * np.float32(scale)
    return tuple(replace(clause, boost=clause.boost * scale) for clause in clauses)


def _added(evaluation: Evaluation, clauses: Sequence[Words], docs: Docs) -> Floats:
    """Give what some words add to the scores of some articles."""
    added = np.zeros(evaluation.snapshot.size, np.float32)
    for clause in clauses:
        few = len(docs) * FEWER < len(evaluation.having(clause).docs)
        found = evaluation.match(clause, docs if few else None)
        if found.scores is not None:
            added[found.docs] += found.scores
    return added[docs]


def _telling(snapshot: Snapshot, numbers: Sequence[int], scores: Floats) -> list[Words]:
    """Choose the words that tell most of some articles, each weighed by how much."""
    share = scores / scores.sum()
    weights: dict[str, float] = defaultdict(float)
    for number, counts, part in zip(numbers, _shared(snapshot, numbers), share.tolist(), strict=True):
        norm = float(snapshot.norms[number])
        for stem, count in counts.items():
            weights[stem] += part * count / (count + norm)
    worth = {}
    for stem in _first(weights, LIKELY):
        having = snapshot.vocabulary.frequency(STEM, stem)
        if having * 2 < snapshot.articles:
            worth[stem] = weights[stem] * idf(snapshot.articles, having)
    telling = _first(worth, TELLING)
    return [Words(STEM, (stem,), boost=worth[stem] / worth[telling[0]]) for stem in telling]


def _first(weights: Mapping[str, float], most: int) -> list[str]:
    """Give the words of the greatest weights."""
    least = sorted(weights.values())[-most:][0] if weights else 0.0
    likely = [word for word, weight in weights.items() if weight >= least]
    return sorted(likely, key=lambda word: (-weights[word], word))[:most]


def _shared(snapshot: Snapshot, numbers: Sequence[int]) -> list[dict[str, int]]:
    """Count in each of some articles the stems of the forms that several have, function words left out."""
    texts = [_counted(snapshot, number) for number in numbers]
    met: set[str] = set()
    shared: set[str] = set()
    for counts in texts:
        shared.update(met.intersection(counts))
        met.update(counts)
    telling: dict[str | None, list[tuple[str, tuple[str, ...]]]] = {}
    result = []
    for number, counts in zip(numbers, texts, strict=True):
        language = snapshot.stored(number).get("language")
        if language not in telling:
            content = _content(language)
            telling[language] = [(form, found) for form in shared if (found := content(form))]
        stems: dict[str, int] = {}
        for form, found in telling[language]:
            if form in counts:
                for stem in found:
                    stems[stem] = stems.get(stem, 0) + counts[form]
        result.append(stems)
    return result


_COUNTED: WeakKeyDictionary[Snapshot, Recent[Mapping[str, int]]] = WeakKeyDictionary()


def _counted(snapshot: Snapshot, number: int) -> Mapping[str, int]:
    """Count the forms of what is read of an article."""
    known = _COUNTED.setdefault(snapshot, Recent(COUNTED))
    counts = known.get(number)
    if counts is None:
        counts = prose_forms(snapshot, number, most=READ)
        known.put(number, counts, len(counts))
    return counts


@lru_cache(maxsize=64)
def _content(language: str | None) -> Callable[[str], tuple[str, ...]]:
    """Give what tells the stems of a form in a language: none of function words and single letters."""
    terms = analyzer(language).terms

    @lru_cache(maxsize=FORMS)
    def stems(form: str) -> tuple[str, ...]:
        empty = len(form) == 1 or is_function_word(form, (language or "",))
        return () if empty else terms(form).stems

    return stems
