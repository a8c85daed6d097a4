"""A typed query tree into a Whoosh query tree: words into terms, fields into filters and zones."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import lru_cache
from typing import cast

from archive.analysis import Analyzer, fold_name, forms, is_function_word, readings
from archive.errors import BadValue, Problem
from archive.fields import BY_NAME, Kind
from archive.index.clauses import (
    Alike,
    And,
    Days,
    Every,
    Misspelt,
    Nearby,
    Not,
    NullQuery,
    Or,
    Pattern,
    Query,
    Run,
    Single,
    Spanned,
    Together,
    Words,
)
from archive.index.ranking import PARAMETERS, repeated
from archive.index.schema import FORM, GAP, NOTE, NOTE_STEM, STEM, ZONES
from archive.query import tree

LAST_DAY = 2**31 - 1
"""Later than any day: the open end of a period."""

_HYPHENS = r"[-\u2010\u2011]"
_SIGNS = frozenset("*?")
_GENDERED = r"(?i)[^\W\d_]{3,}\*in(?:nen)?"
"""A pattern that is a word as well: Politiker*innen."""

Reference = Callable[[str], Query]
"""Gives the query for articles that have to do with the one of an id."""


@lru_cache(maxsize=64)
def analyzer(language: str | None) -> Analyzer:
    """Give the analyzer of a language, the same one each time."""
    return Analyzer(language)


class Compiler:
    """Compiles queries for an archive that holds some languages.

    `likeness` gives the query for articles like the one of an id, `story` that for it and its near copies.
    """

    def __init__(self, languages: Iterable[str | None], likeness: Reference, story: Reference) -> None:
        languages = list(dict.fromkeys(languages)) or [None]
        self._languages = [language for language in languages if language]
        self._analyzers = [analyzer(language) for language in languages]
        self._likeness = likeness
        self._story = story

    def compile(self, node: tree.Node) -> Query:  # noqa: PLR0911 - one line for each kind of node
        """Compile a query; raises BadValue for one that this index cannot answer."""
        match node:
            case tree.And(clauses):
                return And(_counted([self.compile(clause) for clause in clauses])) if clauses else Every()
            case tree.Or(clauses):
                return Or(_counted([self.compile(clause) for clause in clauses])) if clauses else NullQuery
            case tree.Alike(clause, others):
                names = (self.compile(clause), *map(self.compile, others))
                return Alike(names, PARAMETERS.synonym)
            case tree.Not(clause):
                return Not(self.compile(clause))
            case tree.Everything():
                return Every()
            case tree.Period(field, first, last):
                return Days(field, first.toordinal() if first else 1, last.toordinal() if last else LAST_DAY)
            case tree.Like(identity):
                return self._likeness(identity)
            case tree.Story(identity):
                return self._story(identity)
            case tree.Near():
                return self._near(node)
            case _:
                return self._leaf(node, None)

    def stems(self, form: str) -> tuple[str, ...]:
        """Give the stems of a form in every language of the archive, each once."""
        return tuple(dict.fromkeys(stem for each in self._analyzers for stem in each.terms(form).stems))

    def _leaf(self, node: tree.Leaf, outer: str | None) -> Query:
        """Compile a word, pattern or phrase; `outer` is the field of what it stands in."""
        name = getattr(node, "field", None) or outer
        if name is None or name in ZONES:
            return self._prose(node, FORM, STEM, ZONES.index(name) if name else None)
        if name == "disclaimer":
            return self._prose(node, NOTE, NOTE_STEM, None)
        kind = BY_NAME[name].kind
        if kind is Kind.VERBATIM:
            return _verbatim(node, name)
        return _named(node, name, anywhere=kind is Kind.NAME)

    def _prose(self, node: tree.Leaf, form: str, stem: str, zone: int | None) -> Query:
        scored = form == FORM
        match node:
            case tree.Word(text):
                ways = [
                    _run(tuple(self._word(word, stem, zone, scored) for word in way), 0, zone, scored)
                    for way in readings(text)
                ]
                return ways[0] if len(ways) == 1 else Alike(tuple(ways), PARAMETERS.spelling, "folded")
            case tree.Exact(text):
                return _run(
                    tuple(Words(form, (word,), (), zone, scored) for word in forms(text)), 0, zone, scored
                )
            case tree.Phrase(text, slop):
                words = tuple(Words(form, (word,), (), zone, scored) for word in forms(text))
                if len(words) + slop > GAP:
                    raise _too_far(node, text)
                return _run(words, slop, zone, scored)
            case tree.Wildcard(pattern):
                found = _pattern(pattern.lower(), form, zone, scored)
                if re.fullmatch(_GENDERED, pattern):
                    word = self._prose(tree.Word(pattern), form, stem, zone)
                    return Alike((found, word), PARAMETERS.spelling, "folded")
                return found
            case tree.Fuzzy(text, distance):
                return _all(Misspelt(form, word, distance, zone, scored) for word in forms(text))
        raise TypeError(node)

    def _word(self, word: str, field: str, zone: int | None, scored: bool) -> Words:
        stems = self.stems(word)
        if field != STEM or zone is not None:
            return Words(field, stems, (), zone, scored, form=word)
        boost = PARAMETERS.function if is_function_word(word, self._languages) else 1.0
        own = (part for each in self._analyzers for part in each.terms(word).parts)
        return Words(field, stems, stems, zone, scored, boost, word, tuple(dict.fromkeys(own)))

    def _near(self, node: tree.Near) -> Query:
        left, right = (_as_typed(self._leaf(side, node.field)) for side in (node.left, node.right))
        if node.distance >= GAP:
            raise _too_far(node, str(node))
        if not all(isinstance(side, Spanned) for side in (left, right)):
            return NullQuery
        zone = getattr(left, "zone", None)
        return Nearby(
            cast(Spanned, left), cast(Spanned, right), node.distance, zone, getattr(left, "scored", False)
        )


def _as_typed(query: Query) -> Query:
    """Give the first way of a word that may be written in several."""
    return query.clauses[0] if isinstance(query, Alike) else query


def _counted(clauses: list[Query]) -> list[Query]:
    """Take a word that stands several times for one that counts more."""
    times = Counter(clause for clause in clauses if isinstance(clause, Words))
    if len(times) == times.total():
        return clauses
    others = [clause for clause in clauses if not isinstance(clause, Words)]
    return [replace(word, boost=word.boost * repeated(count)) for word, count in times.items()] + others


def _run(slots: tuple[Words, ...], slop: int, zone: int | None, scored: bool) -> Query:
    """Join words that stand side by side: none is nothing, one is itself."""
    if not slots:
        return NullQuery
    if len(slots) == 1:
        return slots[0]
    bare = tuple(Words(slot.name, slot.choices, form=slot.form) for slot in slots)
    return Run(bare, slop, zone, scored)


def _pattern(pattern: str, field: str, zone: int | None, scored: bool) -> Query:
    """Compile a pattern; the parts of a hyphenated one stand side by side, as those of the word it is for."""
    slots: list[Words | Pattern] = []
    for part in re.split(_HYPHENS, pattern):
        if _SIGNS.isdisjoint(part):
            slots += (Words(field, (word,), form=word) for word in forms(part))
        else:
            slots.append(Pattern(field, part))
    return (
        replace(slots[0], zone=zone, scored=scored) if len(slots) == 1 else Run(tuple(slots), 0, zone, scored)
    )


def _all(queries: Iterable[Query]) -> Query:
    clauses = list(queries)
    if not clauses:
        return NullQuery
    return clauses[0] if len(clauses) == 1 else And(clauses)


def _verbatim(node: tree.Leaf, field: str) -> Query:
    """Compile a value that is matched as it stands."""
    ready = str.lower if field == "language" else str
    match node:
        case tree.Word(text) | tree.Exact(text) | tree.Phrase(text):
            return Words(field, (ready(text),), scored=False)
        case tree.Wildcard(pattern):
            return Pattern(field, ready(pattern), scored=False)
        case tree.Fuzzy(text, distance):
            return Misspelt(field, ready(text), distance, scored=False)
    raise TypeError(node)


def _named(node: tree.Leaf, field: str, *, anywhere: bool) -> Query:
    """Compile folded words, all in one value; for names in any order, initials standing for names."""
    match node:
        case tree.Wildcard(pattern):
            # Folding takes a pattern apart at its signs, so the literal pieces are folded one by one.
            return Pattern(field, _folded_pattern(pattern), scored=False)
        case tree.Fuzzy(text, distance):
            return _together([Misspelt(field, words[0], distance, scored=False) for words in fold_name(text)])
        case tree.Word(text) | tree.Exact(text) | tree.Phrase(text):
            slots = [Words(field, words, scored=False) for words in fold_name(text)]
            if anywhere:
                return _together([_initial(slot) for slot in slots])
            return _run(tuple(slots), getattr(node, "slop", 0), None, scored=False)
    raise TypeError(node)


def _together(slots: list[Single]) -> Query:
    if not slots:
        return NullQuery
    return slots[0] if len(slots) == 1 else Together(tuple(slots))


def _initial(slot: Words) -> Single:
    """Let a single letter stand for any name that begins with it."""
    return Pattern(slot.name, slot.choices[0] + "*", scored=False) if len(slot.choices[0]) == 1 else slot


def _folded_pattern(pattern: str) -> str:
    pieces: list[str] = []
    literal = ""
    for sign in (*pattern, ""):
        if sign and sign not in "*?":
            literal += sign
            continue
        pieces.append("".join(words[0] for words in fold_name(literal)))
        pieces.append(sign)
        literal = ""
    return "".join(pieces)


def _too_far(node: tree.Leaf, text: str) -> BadValue:
    problem = Problem(
        f"Words more than {GAP - 1} places apart cannot be asked for: {text}.",
        (0, len(str(node))),
        f"Give a distance below {GAP}, or ask for the words without one.",
    )
    return BadValue(str(node), (problem,))
