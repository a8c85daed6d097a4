"""What a query matches, found by reading every article word by word; knows nothing of the index."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from archive.analysis import Analyzer, fold_name, forms, omissions, readings
from archive.analysis.language import presume
from archive.article import Article
from archive.dates import day_of
from archive.fields import BY_NAME, Kind
from archive.query import tree

ZONES = ("headline", "dek", "body", "captions")
Span = tuple[int, int]
Stretch = list[list[str]]
"""The forms at each place of one zone or caption: the one written there, and those meant but left out."""

_ANALYZERS: dict[str | None, Analyzer] = {}


def analyzer(language: str | None) -> Analyzer:
    return _ANALYZERS.setdefault(language, Analyzer(language))


def spoken(article: Article) -> Article:
    """Give an article with the language that it is read in."""
    texts = (article.headline, article.dek, article.body)
    return replace(article, language=article.language or presume("\n".join(filter(None, texts))))


class Reader:
    """Reads the articles of an archive; `languages` are those the archive holds."""

    def __init__(self, articles: Iterable[Article]) -> None:
        self.articles = [spoken(article) for article in articles]
        self.languages = {article.language for article in self.articles} or {None}

    def matching(self, node: tree.Node) -> set[str]:
        return {article.id for article in self.articles if self.matches(article, node)}

    def matches(self, article: Article, node: tree.Node) -> bool:
        match node:
            case tree.And(clauses):
                return all(self.matches(article, clause) for clause in clauses)
            case tree.Or(clauses):
                return any(self.matches(article, clause) for clause in clauses)
            case tree.Not(clause):
                return not self.matches(article, clause)
            case tree.Everything():
                return True
            case tree.Period(field, first, last):
                moment = getattr(article, BY_NAME[field].attribute)
                return moment is not None and (first or day_of(moment)) <= day_of(moment) <= (
                    last or day_of(moment)
                )
            case tree.Near(left, right, distance, _):
                return any(
                    near(a, b, distance)
                    for stretch in stretches(article, left.field)
                    for a in self.spans(article, stretch, left, 1)
                    for b in self.spans(article, stretch, right, 1)
                )
            case _:
                return self.leaf(article, node)

    def leaf(self, article: Article, node: tree.Leaf) -> bool:
        kind = BY_NAME[node.field].kind if node.field else Kind.TEXT
        if kind is Kind.VERBATIM:
            value = getattr(article, BY_NAME[node.field].attribute)
            return value is not None and verbatim(node, value)
        if kind in (Kind.NAME, Kind.KEYWORD):
            return any(
                named(node, value, anywhere=kind is Kind.NAME) for value in values(article, node.field)
            )
        found = any(self.spans(article, stretch, node) for stretch in stretches(article, node.field))
        if not found and isinstance(node, tree.Word) and node.field is None:
            stems = {stem for way in readings(node.text) if len(way) == 1 for stem in self.stems(way[0])}
            terms = analyzer(article.language).terms
            every = itertools.chain.from_iterable(stretches(article, None))
            return any(stems & set(terms(form).parts) for place in every for form in place)
        return found

    def stems(self, form: str) -> set[str]:
        return {stem for language in self.languages for stem in analyzer(language).terms(form).stems}

    def spans(self, article: Article, words: Stretch, node: tree.Leaf, most_ways: int = 2) -> list[Span]:
        """Every place where a clause matches in one stretch of words; some words are written in two ways."""
        match node:
            case tree.Word(text):
                terms = analyzer(article.language).terms
                ways = readings(text)[:most_ways]
                return [
                    span
                    for way in ways
                    for span in runs(
                        words, [_any(lambda form, f=f: self.stems(f) & set(terms(form).stems)) for f in way]
                    )
                ]
            case tree.Exact(text) | tree.Phrase(text, 0):
                return runs(words, [lambda place, w=w: w in place for w in forms(text)])
            case tree.Phrase(text, slop):
                return windows(words, forms(text), slop)
            case tree.Wildcard(pattern):
                regexes = [
                    re.compile("".join({"*": ".*", "?": "."}.get(c) or re.escape(c) for c in part))
                    for part in pattern.lower().split("-")
                ]
                return runs(words, [_any(regex.fullmatch) for regex in regexes])
            case tree.Fuzzy(text, distance):
                wanted = forms(text)
                return runs(words, [_any(lambda form: edits(form, wanted[0]) <= distance)])
        raise TypeError(node)


def _any(test: Callable[[str], object]) -> Callable[[list[str]], bool]:
    return lambda place: any(map(test, place))


def stretches(article: Article, field: str | None) -> list[Stretch]:
    if field == "disclaimer":
        return [[[form] for form in forms(article.disclaimer or "")]]
    by_zone = {
        "headline": [article.headline or ""],
        "dek": [article.dek or ""],
        "body": [article.body],
        "captions": list(article.captions),
    }
    return [
        stretch(text, article.language) for zone in ZONES if field in (None, zone) for text in by_zone[zone]
    ]


def stretch(text: str, language: str | None) -> Stretch:
    places = [[form] for form in forms(text)]
    for place, form in omissions(text) if language == "de" else ():
        places[place].append(form)
    return places


def values(article: Article, field: str) -> Sequence[str]:
    value = getattr(article, BY_NAME[field].attribute)
    return value if isinstance(value, tuple) else [value] if value else []


def verbatim(node: tree.Leaf, value: str) -> bool:
    match node:
        case tree.Wildcard(pattern):
            return (
                re.fullmatch("".join({"*": ".*", "?": "."}.get(c) or re.escape(c) for c in pattern), value)
                is not None
            )
        case tree.Fuzzy(text, distance):
            return edits(text, value) <= distance
    return node.text == value


def named(node: tree.Leaf, value: str, *, anywhere: bool) -> bool:
    words = [set(variants) for variants in fold_name(value)]
    match node:
        case tree.Wildcard(pattern):
            regex = re.compile("".join({"*": ".*", "?": "."}.get(c) or re.escape(c) for c in pattern))
            return any(regex.fullmatch(form) for word in words for form in word)
        case tree.Fuzzy(text, distance):
            tests = [
                lambda word, w=w: any(edits(form, w[0]) <= distance for form in word) for w in fold_name(text)
            ]
        case _:
            tests = [lambda word, w=w: fits(word, w, initials=anywhere) for w in fold_name(node.text)]
    if not tests:
        return False
    if anywhere or isinstance(node, tree.Fuzzy):
        return any(
            all(test(words[place]) for test, place in zip(tests, places, strict=True))
            for places in itertools.permutations(range(len(words)), len(tests))
        )
    return bool(runs(words, tests))


def fits(word: set[str], wanted: Sequence[str], *, initials: bool) -> bool:
    if initials and len(wanted[0]) == 1:
        return any(form.startswith(wanted[0]) for form in word)
    return bool(word & set(wanted))


def runs(words: Sequence[object], tests: Sequence[Callable[..., bool]]) -> list[Span]:
    if not tests:
        return []
    size = len(tests)
    return [
        (place, place + size - 1)
        for place in range(len(words) - size + 1)
        if all(test(word) for test, word in zip(tests, words[place:], strict=False))
    ]


def windows(words: Stretch, wanted: list[str], slop: int) -> list[Span]:
    """The shortest windows that hold all wanted words, each as often as wanted."""
    width = len(wanted) + slop
    found = []
    for first in range(len(words)):
        if not set(words[first]) & set(wanted):
            continue
        for last in range(first, min(len(words), first + width)):
            window = words[first : last + 1]
            if all(sum(word in place for place in window) >= wanted.count(word) for word in wanted):
                found.append((first, last))
                break
    return found


def near(a: Span, b: Span, distance: int) -> bool:
    return 0 < b[0] - a[1] <= distance or 0 < a[0] - b[1] <= distance


def edits(a: str, b: str) -> int:
    """Edits between two words, neighbours swapped counting one."""
    table = {(i, 0): i for i in range(len(a) + 1)} | {(0, j): j for j in range(len(b) + 1)}
    for i, j in itertools.product(range(1, len(a) + 1), range(1, len(b) + 1)):
        same = a[i - 1] == b[j - 1]
        table[i, j] = min(table[i - 1, j] + 1, table[i, j - 1] + 1, table[i - 1, j - 1] + (not same))
        if i > 1 and j > 1 and a[i - 1] == b[j - 2] and a[i - 2] == b[j - 1]:
            table[i, j] = min(table[i, j], table[i - 2, j - 2] + 1)
    return table[len(a), len(b)]
