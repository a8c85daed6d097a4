"""What an article scores for a query, worked out from the texts of all articles one word at a time.

Of the index it knows the table of parameters (`archive.index.ranking`) and the weights of the zones, nothing
more. All sums are of 64 bits.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from math import ceil, log

from archive.analysis import forms, is_function_word, readings
from archive.article import Article
from archive.fields import BY_NAME
from archive.index.misspellings import slips
from archive.index.ranking import PARAMETERS
from archive.query import tree
from tests.index.brute_force import ZONES, Reader, Stretch, analyzer, edits, near, stretch, windows

K1, B = PARAMETERS.k1, PARAMETERS.b

Test = Callable[[Article, str], bool]
"""Whether a form in an article is one that is asked for."""


@dataclass(frozen=True)
class Text:
    """One zone or caption of an article and what an occurrence in it weighs."""

    zone: str
    weight: int
    words: Stretch


def texts(article: Article) -> tuple[Text, ...]:
    """Give the prose of an article, text by text."""
    return prose(article.headline or "", article.dek or "", article.body, article.captions, article.language)


@cache
def prose(
    headline: str, dek: str, body: str, captions: tuple[str, ...], language: str | None
) -> tuple[Text, ...]:
    zones = [(headline,), (dek,), (body,), captions]
    return tuple(
        Text(zone, BY_NAME[zone].weight, stretch(text, language))
        for zone, several in zip(ZONES, zones, strict=True)
        for text in several
    )


class Scorer(Reader):
    """Scores the articles of an archive; what matches is as `Reader` says."""

    def __init__(self, articles: Iterable[Article]) -> None:
        super().__init__(articles)
        self._lengths = {article.id: length(article) for article in self.articles}
        self._average = sum(self._lengths.values()) / max(1, len(self.articles)) or 1.0
        self._known = sorted(language for language in self.languages if language)

    def scores(self, query: tree.Node) -> dict[str, float]:
        """Give the score of each article that matches; the parts of compounds asked for add to it."""
        asides = list(self._asides(query))
        found = {}
        for article in self.articles:
            if self.matches(article, query):
                more = (share * self._bm25(article, self._as_word({stem})) for stem, share in asides)
                found[article.id] = self.score(article, query) + sum(more)
        return found

    def matches(self, article: Article, node: tree.Node) -> bool:
        if isinstance(node, tree.Alike):
            return any(self.matches(article, clause) for clause in (node.clause, *node.others))
        return super().matches(article, node)

    def score(self, article: Article, node: tree.Node, times: int = 1) -> float:
        """Give what a clause that stands so many times in a query adds to the score of an article."""
        if not self.matches(article, node) or getattr(node, "field", None) not in (None, *ZONES):
            return 0.0
        match node:
            case tree.And(clauses) | tree.Or(clauses):
                return sum(self.score(article, clause, times) for clause, times in counted(clauses))
            case tree.Alike(clause, others):
                names = [(self._weight(name), self.score(article, name)) for name in (clause, *others)]
                return best(names, PARAMETERS.synonym)
            case tree.Not() | tree.Everything():
                return 0.0
            case tree.Word(text, field):
                ways = [
                    (self._way_weight(way, field), self._way(article, way, field)) for way in readings(text)
                ]
                return repeated(times) * best(ways, PARAMETERS.spelling)
            case tree.Near(left, right):
                weight = self._weight(left) + self._weight(right)
                return self._saturated(article, self._near(article, node), weight)
        return repeated(times) * self._spanned(article, node)

    def _spanned(self, article: Article, node: tree.Leaf) -> float:
        """Score a leaf that asks for forms as they are written."""
        tests = list(self._tests(node))
        if isinstance(node, tree.Phrase) and node.slop and len(tests) > 1:
            places = [
                (text.weight, len(windows(text.words, forms(node.text), node.slop)))
                for text in zones(article, node.field)
            ]
            return self._saturated(article, sum(w * n for w, n in places), self._rarity(tests))
        if len(tests) > 1 or node.field is not None:
            return self._side_by_side(article, tests, node.field)
        if isinstance(node, tree.Fuzzy):
            return self._bm25(article, lambda each: likely(each, node))
        return self._bm25(article, lambda each: occurrences(each, tests[0]))

    def _near(self, article: Article, node: tree.Near) -> float:
        """Weigh the places of the left side that have the right one near."""
        return sum(
            text.weight
            for text in zones(article, node.field)
            for a in set(self.spans(article, text.words, node.left, 1))
            if any(near(a, b, node.distance) for b in self.spans(article, text.words, node.right, 1))
        )

    def _way(self, article: Article, way: Sequence[str], field: str | None) -> float:
        """Score one way of writing a word: one form as a word, several side by side."""
        if len(way) != 1 or field is not None:
            return self._side_by_side(article, [self._stemmed(form) for form in way], field)
        score = self._bm25(article, self._as_word(self.stems(way[0])))
        score += PARAMETERS.exact * self._bm25(article, lambda each: occurrences(each, is_form(way[0])))
        return self._common(way[0]) * score

    def _way_weight(self, way: Sequence[str], field: str | None) -> float:
        if len(way) != 1 or field is not None:
            return self._rarity([self._stemmed(form) for form in way])
        return self._common(way[0]) * self._idf(self._as_word(self.stems(way[0])))

    def _weight(self, node: tree.Node) -> float:
        """Give how rare a clause is, by which it is compared with others."""
        if isinstance(node, tree.Word):
            return self._way_weight(readings(node.text)[0], node.field)
        return self._rarity(self._tests(node))

    def _tests(self, node: tree.Leaf) -> Iterator[Test]:
        """Give a test for each word of a leaf that asks for forms as they are written."""
        match node:
            case tree.Exact(text) | tree.Phrase(text):
                yield from map(is_form, forms(text))
            case tree.Wildcard(pattern):
                for part in pattern.lower().split("-"):
                    if set(part) & set("*?"):
                        regex = re.compile(
                            "".join({"*": ".*", "?": "."}.get(c) or re.escape(c) for c in part)
                        )
                        yield lambda _, form, regex=regex: regex.fullmatch(form) is not None
                    else:
                        yield from map(is_form, forms(part))
            case tree.Fuzzy(text, distance):
                yield lambda _, form: edits(form, forms(text)[0]) <= distance

    def _side_by_side(self, article: Article, tests: Sequence[Test], field: str | None) -> float:
        """Score words in a row, by the weights of the zones they stand in."""
        found = sum(
            text.weight
            for text in zones(article, field)
            for start in range(len(text.words) - len(tests) + 1)
            if all(
                any(test(article, form) for form in place)
                for test, place in zip(tests, text.words[start:], strict=False)
            )
        )
        return self._saturated(article, found, self._rarity(tests))

    def _rarity(self, tests: Iterable[Test]) -> float:
        return sum(self._idf(lambda each, test=test: occurrences(each, test)) for test in tests)

    def _stemmed(self, form: str) -> Test:
        stems = self.stems(form)
        return lambda article, form: bool(stems & set(analyzer(article.language).terms(form).stems))

    def _as_word(self, stems: set[str]) -> Callable[[Article], float]:
        """Give how often an article has a word: its most frequent stem, and less what is in compounds."""

        def most(article: Article, kind: str) -> float:
            terms = analyzer(article.language).terms
            return max(
                (
                    sum(
                        text.weight
                        for text in texts(article)
                        for place in text.words
                        for form in place
                        if stem in getattr(terms(form), kind)
                    )
                    for stem in stems
                ),
                default=0.0,
            )

        return lambda article: most(article, "stems") + PARAMETERS.part * most(article, "parts")

    def _asides(self, node: tree.Node, times: int = 1) -> Iterator[tuple[str, float]]:
        """Give the stems of the parts of the compounds that are asked for, and what each counts."""
        match node:
            case tree.And(clauses) | tree.Or(clauses):
                for clause, often in counted(clauses):
                    yield from self._asides(clause, often)
            case tree.Alike(clause):
                yield from self._asides(clause)
            case tree.Word(text, None) if len(readings(text)[0]) == 1:
                (form,) = readings(text)[0]
                parts = {part for each in self.languages for part in analyzer(each).terms(form).parts}
                share = repeated(times) * self._common(form) * PARAMETERS.query_part
                yield from ((part, share) for part in parts)

    def _common(self, form: str) -> float:
        return PARAMETERS.function if is_function_word(form, self._known) else 1.0

    def _bm25(self, article: Article, frequency: Callable[[Article], float]) -> float:
        return self._saturated(article, frequency(article), self._idf(frequency))

    def _saturated(self, article: Article, frequency: float, weight: float) -> float:
        norm = K1 * (1.0 - B + B * self._lengths[article.id] / self._average)
        return weight * frequency * (K1 + 1.0) / (frequency + norm)

    def _idf(self, frequency: Callable[[Article], float]) -> float:
        having = sum(frequency(article) > 0 for article in self.articles)
        return log(1.0 + (len(self.articles) - having + 0.5) / (having + 0.5))


def zones(article: Article, field: str | None) -> list[Text]:
    return [text for text in texts(article) if field in (None, text.zone)]


def length(article: Article) -> int:
    """Give the length of an article: its words, those left out too, each as often as its zone weighs."""
    return sum(text.weight * len(place) for text in texts(article) for place in text.words)


def occurrences(article: Article, test: Test) -> int:
    """Count the forms in an article, wherever they stand."""
    return sum(test(article, form) for text in texts(article) for place in text.words for form in place)


def likely(article: Article, node: tree.Fuzzy) -> float:
    """Count the forms near a misspelt word, each less the less likely it is meant."""
    (word,) = forms(node.text)
    return sum(
        1.0 / (1.0 + ceil(2.0 * slips(word, form)) / 2.0)
        for text in texts(article)
        for place in text.words
        for form in place
        if edits(form, word) <= node.distance
    )


def is_form(form: str) -> Test:
    return lambda _, other: other == form


def counted(clauses: Sequence[tree.Node]) -> list[tuple[tree.Node, int]]:
    """Give clauses, and how often each comes; only single words are taken together."""
    times = Counter(single(clause) or (id(clause),) for clause in clauses)
    firsts = {single(clause) or (id(clause),): clause for clause in reversed(clauses)}
    return [(clause, times[key]) for key, clause in firsts.items()]


def single(clause: tree.Node) -> tuple[object, ...] | None:
    """Tell two clauses for the same single word by equal keys; None for other clauses."""
    match clause:
        case tree.Word(text, field) if len(readings(text)) == 1 and len(readings(text)[0]) == 1:
            return "stem", field, readings(text)[0]
        case tree.Exact(text, field) | tree.Phrase(text, _, field) if len(forms(text)) == 1:
            return "form", field, forms(text)[0]
    return None


def repeated(times: int) -> float:
    return times * (PARAMETERS.repeat + 1.0) / (times + PARAMETERS.repeat)


def best(names: Sequence[tuple[float, float]], share: float) -> float:
    """Give the best of the scores of several names, each with how rare it is; but the first counts less."""
    (typed, first), *others = names
    return max(
        [first, *(score * share * (min(1.0, typed / weight) if weight else 1.0) for weight, score in others)]
    )
