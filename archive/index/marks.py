"""Where the clauses of a query match in the texts of some articles, as spans of code points.

The index knows the place of every match among the words of an article; only the way from the number of a
word to its code points is left to be found, in the one text that is shown. Patterns and compound parts,
whose places the index does not keep at hand, are looked for among the words of that text.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Sequence
from functools import cache, cached_property
from typing import NamedTuple

import numpy as np

from archive.analysis import Token, fold, forms, leaves_out, tokenize
from archive.index.clauses import Misspelt, Nearby, Pattern, Run, Words
from archive.index.compiler import analyzer
from archive.index.evaluate import Evaluation
from archive.index.explanation import positive
from archive.index.host import Query
from archive.index.lists import member
from archive.index.places import PLACE, PLACE_BITS, zones_of
from archive.index.scanning import Plain, Scan, narrowed
from archive.index.schema import FORM, GAP, NOTE, NOTE_STEM, PART, STEM, ZONE_COLUMNS, ZONES

PART_LETTERS = 4
"""A word is looked at for a compound part only when it holds the part's first letters."""

_APOSTROPHES = "’ʼ＇"


Place = tuple[int, int, int]
"""First and last position of a match, and the number of its clause."""


class Mark(NamedTuple):
    """A match in a text: first and one past last code point, and the number of its clause."""

    start: int
    end: int
    clause: int


class Marks:
    """The matches of a query in the articles of one page of results."""

    def __init__(self, evaluation: Evaluation, query: Query, numbers: Sequence[int]) -> None:
        self._evaluation = evaluation
        self._snapshot = evaluation.snapshot
        self.clauses = [leaf for leaf in dict.fromkeys(positive(query)) if _is_prose(leaf)]
        self.weights = [evaluation.weight(leaf) for leaf in self.clauses]
        self._docs = np.array(sorted(numbers), np.int64)
        self._looked = [
            (n, leaf) for n, leaf in enumerate(self.clauses) if isinstance(leaf, (Pattern, Misspelt))
        ]
        self._compounds: dict[int, set[int]] = {}
        for place, leaf in enumerate(self.clauses):
            if isinstance(leaf, Words) and leaf.parts:
                parts = evaluation.having(Words(PART, leaf.parts)).docs
                inside = member(self._docs, parts, self._snapshot.size)
                self._compounds[place] = set(self._docs[inside].tolist())
        self._scannable = all(map(_can_be_scanned, self.clauses))
        self._scans: dict[tuple[int, str | None, bool], Scan] = {}
        self._finders: dict[tuple[int, str | None], Callable[[str], bool]] = {}

    def of(self, number: int, zone: str, text: str, language: str | None) -> list[Mark]:
        """Give the matches in one text of an article, in order."""
        searched = [(place, leaf) for place, leaf in enumerate(self.clauses) if _searches(leaf, zone)]
        if not searched:
            return []
        if self._scannable and zone != "captions":
            found = self._scanned(searched, number, text, language)
            if found is not None:
                return found
        note = zone == "disclaimer"
        first, last = (0, PLACE) if note else self._bounds(number, zone)
        placed = (self._places[1] if note else self._places[0]).get(number, ())
        chosen = [
            (start - first, stop - first, clause) for start, stop, clause in placed if first <= start < last
        ]
        looked = self._looked + [
            (clause, self.clauses[clause]) for clause, having in self._compounds.items() if number in having
        ]
        looked = [(clause, leaf) for clause, leaf in looked if _searches(leaf, zone)]
        if not chosen and not looked:
            return []
        if zone == "captions":
            return self._in_captions(chosen, looked, text, language)
        return sorted(set(self._spans(chosen, looked, text, language)))

    def _scanned(
        self, searched: list[tuple[int, Query]], number: int, text: str, language: str | None
    ) -> list[Mark] | None:
        """Give the matches found by scanning a text, or None where that may not find all."""
        plain = Plain(text)
        if not plain.scannable or (language == "de" and leaves_out(text)):
            return None
        found: list[Mark] = []
        for place, leaf in searched:
            key = (place, language, number in self._compounds.get(place, ()))
            scan = self._scans.get(key)
            if scan is None:
                scan = self._scans[key] = Scan(self._snapshot, leaf, language, compounds=key[2])
            if not scan.possible:
                return None
            found.extend(Mark(*plain.original(start, end), place) for start, end in scan.spans(plain))
        return sorted(set(found))

    @cached_property
    def _places(self) -> tuple[dict[int, list[Place]], dict[int, list[Place]]]:
        """Where clauses match in prose and in disclaimers, by article, as positions."""
        placed: dict[int, list[Place]] = defaultdict(list)
        noted: dict[int, list[Place]] = defaultdict(list)
        for clause, leaf in enumerate(self.clauses):
            if isinstance(leaf, (Words, Run, Nearby)):
                into = noted if _name(leaf) in (NOTE, NOTE_STEM) else placed
                firsts, lasts = self._evaluation.spans(leaf, self._docs)
                if leaf.zone is not None:
                    kept = zones_of(self._snapshot, firsts) == leaf.zone
                    firsts, lasts = firsts[kept], lasts[kept]
                for first, last in zip(firsts.tolist(), lasts.tolist(), strict=True):
                    into[first >> PLACE_BITS].append((first & PLACE, last & PLACE, clause))
        return placed, noted

    def _in_captions(
        self, chosen: list[Place], looked: list[tuple[int, Query]], text: str, language: str | None
    ) -> list[Mark]:
        """Give the matches in captions, which stand `GAP` positions apart."""
        found: list[Mark] = []
        place = offset = 0
        for caption in text.split("\n\n"):
            size = len(forms(caption))
            here = [(a - place, b - place, clause) for a, b, clause in chosen if place <= a < place + size]
            marks = sorted(set(self._spans(here, looked, caption, language)))
            found.extend(Mark(mark.start + offset, mark.end + offset, mark.clause) for mark in marks)
            place += size + GAP if size else 0
            offset += len(caption) + 2
        return found

    def _spans(
        self, chosen: list[Place], looked: list[tuple[int, Query]], text: str, language: str | None
    ) -> list[Mark]:
        words = forms(text)
        found = [(a, b, clause) for a, b, clause in chosen if 0 <= a <= b < len(words)]
        for clause, leaf in looked:
            fitting = set(filter(self._finder(clause, leaf, language), set(words)))
            if fitting:
                found.extend((place, place, clause) for place, word in enumerate(words) if word in fitting)
        if not found:
            return []
        starts, ends = code_points(text, words[: max(last for _, last, _ in found) + 1])
        marks = []
        for first, last, clause in found:
            start, end, leaf = starts[first], ends[last], self.clauses[clause]
            if first == last and isinstance(leaf, Words) and leaf.parts:
                start, end = narrowed(leaf, language, Token(words[first], start, end))
            marks.append(Mark(start, end, clause))
        return marks

    def _bounds(self, number: int, zone: str) -> tuple[int, int]:
        """Give the first position of a zone of an article, and one that is past its last."""
        place = ZONES.index(zone)
        before = int(self._snapshot.numbers(ZONE_COLUMNS[place - 1])[number]) if place else 0
        last = (
            int(self._snapshot.numbers(ZONE_COLUMNS[place])[number]) if place < len(ZONE_COLUMNS) else PLACE
        )
        return (before + GAP if before else 0), last

    def _finder(self, clause: int, leaf: Query, language: str | None) -> Callable[[str], bool]:
        known = self._finders.get((clause, language))
        if known is None:
            known = self._finders[clause, language] = self._make_finder(leaf, language)
        return known

    def _make_finder(self, leaf: Query, language: str | None) -> Callable[[str], bool]:
        """Make the test that tells whether a word of a text is one that a clause looks for."""
        if isinstance(leaf, Pattern):
            signs = {"*": ".*", "?": "."}
            pattern = re.compile(
                "".join(signs.get(sign) or re.escape(sign) for sign in leaf.pattern), re.DOTALL
            )
            return lambda word: pattern.fullmatch(word) is not None
        if isinstance(leaf, Misspelt):
            return self._snapshot.near_words(leaf).__contains__
        if not isinstance(leaf, Words):
            raise TypeError(leaf)
        parts = set(leaf.parts)
        beginnings = [part[:PART_LETTERS] for part in parts]
        terms = analyzer(language).terms

        def has_part(word: str) -> bool:
            folded = word if word.isascii() else fold(word)
            for letters in beginnings:
                if letters in folded:
                    return not parts.isdisjoint(terms(word).parts)
            return False

        return has_part


def code_points(text: str, words: Sequence[str]) -> tuple[list[int], list[int]]:
    """Give where words of a text begin and end; they are its forms, or the first of them."""
    plain = text.lower()
    if not text.isascii():
        for sign in _APOSTROPHES:
            plain = plain.replace(sign, "'")
    if len(plain) == len(text) and not _altered().search(plain) and unicodedata.is_normalized("NFC", text):
        # Nothing but signs stands between two words, so the next place that reads like a word is that word.
        find, end = plain.find, 0
        ends = [end := find(word, end) + len(word) for word in words]
        return [stop - len(word) for stop, word in zip(ends, words, strict=True)], ends
    tokens = tokenize(text)
    return [token.start for token in tokens], [token.end for token in tokens]


@cache
def _altered() -> re.Pattern[str]:
    """Match where a form is not the text in lower case, letter by letter; words are found the careful way."""
    return re.compile(
        "[\u00ad\u0130\u0300-\u036f\u03a3\u0483-\u0489\u0590-\u1dff\u200c\u200d\u3005-\ud7ff\uf900-\U0010ffff]"
        "|[:*_/]-?in|§§",
    )


def _can_be_scanned(leaf: Query) -> bool:
    if isinstance(leaf, Run):
        return not leaf.slop and all(isinstance(slot, Words) for slot in leaf.slots)
    return isinstance(leaf, Words)


def _name(leaf: Query) -> str:
    if isinstance(leaf, Run):
        return leaf.slots[0].name
    return _name(leaf.left) if isinstance(leaf, Nearby) else str(leaf.name)


def _is_prose(leaf: Query) -> bool:
    """Tell whether a clause is about the texts of an article."""
    return isinstance(leaf, (Words, Pattern, Misspelt, Run, Nearby)) and _name(leaf) in (
        FORM,
        STEM,
        NOTE,
        NOTE_STEM,
    )


def _searches(leaf: Query, zone: str) -> bool:
    """Tell whether a clause looks for words in a zone."""
    if zone == "disclaimer":
        return _name(leaf) in (NOTE, NOTE_STEM)
    return _name(leaf) in (FORM, STEM) and leaf.zone in (None, ZONES.index(zone))
