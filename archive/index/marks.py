"""Where the clauses of a query match in the texts of some articles, as spans of code points.

Words, patterns and phrases are looked for in the one text that is shown, among the forms that the index has
for them. For what stands near something the index knows the places among the words of an article, and only
the way from the number of a word to its code points is left to be found.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from functools import cached_property, lru_cache
from typing import NamedTuple, cast

import numpy as np

from archive.analysis import tokenize
from archive.analysis.compounds import Memo
from archive.engine import Span
from archive.index.clauses import Misspelt, Nearby, Pattern, Query, Run, Single, Words
from archive.index.codec.lists import among
from archive.index.compiler import analyzer
from archive.index.evaluate import Evaluation
from archive.index.explanation import positive
from archive.index.places import PLACE, PLACE_BITS, zones_of
from archive.index.scanning import REMEMBERED, Finder, RunFinder, of_forms, of_parts, of_pattern, sought
from archive.index.schema import FORM, GAP, NOTE, NOTE_STEM, PART, STEM, ZONE_COLUMNS, ZONES
from archive.index.texts import Joined, Text, prepared

_HYPHENS = 3
"""Hyphens at most inside a word that is also written without (see analysis.omissions)."""

Place = tuple[int, int, int]
"""First and last position of a match, and the number of its clause."""

Mark = tuple[int, int, int]
"""A match in a text: first and one past last code point, and the number of its clause."""


class Piece(NamedTuple):
    """A text of an article: one of its zones, or how that begins."""

    number: int
    zone: str
    text: str
    language: str | None


class _Way(NamedTuple):
    """How a text is searched: for which clauses, in which language, and whether words may be left out."""

    clauses: tuple[int, ...]
    language: str | None
    gapped: bool


_Part = tuple[int, int, Text]
"""The number of a piece, where in it a text begins, and that text."""


class Marks:
    """The matches of a query in the articles of one page of results."""

    def __init__(self, evaluation: Evaluation, query: Query, numbers: Sequence[int]) -> None:
        self._evaluation = evaluation
        self._snapshot = evaluation.snapshot
        self.clauses = [leaf for leaf in dict.fromkeys(positive(query)) if _is_prose(leaf)]
        self.weights = [evaluation.weight(leaf) for leaf in self.clauses]
        self._docs = np.array(sorted(numbers), np.int64)
        self._zones: dict[str, tuple[tuple[int, ...], tuple[int, ...]]] = {}
        self._finders: dict[
            tuple[int, str | None], Finder
        ] = {}  # by the clause itself: to hash one takes longer

    def of(self, pieces: Sequence[Piece]) -> list[list[Mark]]:
        """Give the matches in each of some texts, in order; those searched alike are searched as one."""
        found: list[list[Mark]] = [[] for _ in pieces]
        alike: dict[_Way, list[_Part]] = {}
        for place, (_, zone, text, language) in enumerate(pieces):
            words, _ = self._searched(zone)
            if words:
                way = _Way(words, language, language == "de" and zone != "disclaimer")
                parts = alike.setdefault(way, [])
                if zone == "captions":
                    parts += [(place, offset, prepared(caption)) for offset, caption in _captions(text)]
                else:
                    parts.append((place, 0, prepared(text)))
        for way, parts in alike.items():
            self._search(way, parts, found)
        for place, (number, zone, text, _) in enumerate(pieces):
            _, near = self._searched(zone)
            if near:
                found[place] = sorted({*found[place], *self._near(number, zone, text, near)})
        return found

    def _searched(self, zone: str) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """Give the clauses that look for words in a zone, and those that look for words near each other."""
        known = self._zones.get(zone)
        if known is None:
            searched = [clause for clause, leaf in enumerate(self.clauses) if _searches(leaf, zone)]
            near = tuple(clause for clause in searched if _is_near(self.clauses[clause]))
            known = self._zones[zone] = tuple(clause for clause in searched if clause not in near), near
        return known

    def _search(self, way: _Way, parts: Sequence[_Part], found: Sequence[list[Mark]]) -> None:
        """Search some texts as one, and add what matches to what was found in their pieces."""
        source = Joined([text for *_, text in parts])
        met: set[Mark] = set()
        for clause in way.clauses:
            met.update([(start, end, clause) for start, end in self._spans(source, clause, way)])
        ordered = sorted(met)
        stop = 0
        for (place, offset, text), start in zip(parts, source.starts, strict=True):
            first, end = stop, start + len(text.text)
            stop = bisect_right(ordered, (end,), first)
            # what does not end in the text are words side by side that do not stand in the same one
            marks = [(a - start, b - start, clause) for a, b, clause in ordered[first:stop] if b <= end]
            if text.is_composed:
                marks = [(*text.original(a, b), clause) for a, b, clause in marks]
            found[place] += [(a + offset, b + offset, clause) for a, b, clause in marks] if offset else marks

    def _spans(self, source: Text, clause: int, way: _Way) -> list[Span]:
        """Give the spans of a clause in a text."""
        leaf = self.clauses[clause]
        if isinstance(leaf, Run):
            return self._runs_in(source, leaf, way)
        finder = self._finder(cast(Single, leaf), way.language)
        found = [(start, end) for start, end, _ in finder.words(source)]
        if way.gapped:
            found += [_word_at(source.text, start, form) for start, form in _omitted(source, [finder])]
        if isinstance(leaf, Words) and leaf.parts and self._is_part(leaf):
            found += _inside(leaf, way.language).spans(source)
        return found

    def _runs_in(self, source: Text, leaf: Run, way: _Way) -> list[Span]:
        finders = [self._finder(slot, way.language) for slot in leaf.slots]
        having = [len(self._evaluation.having(slot).docs) for slot in leaf.slots]
        omitted = dict(_omitted(source, finders)) if way.gapped else {}
        return list(RunFinder(finders, having.index(min(having))).spans(source, omitted))

    def _is_part(self, leaf: Words) -> bool:
        """Tell whether one of the articles has a compound that a word is part of."""
        parts = self._evaluation.having(Words(PART, leaf.parts, compounds=leaf.compounds))
        return bool(among(self._docs, parts.docs).any())

    def _finder(self, slot: Single, language: str | None) -> Finder:
        found = self._finders.get((id(slot), language))
        if found is None:
            if isinstance(slot, Pattern):
                found = of_pattern(slot.pattern)
            elif isinstance(slot, Misspelt):
                found = of_forms(frozenset(self._snapshot.vocabulary.near_words(slot)))
            else:
                found = of_forms(self._snapshot.vocabulary.forms_of(slot, language))
            self._finders[id(slot), language] = found
        return found

    def _near(self, number: int, zone: str, text: str, clauses: Collection[int]) -> Iterator[Mark]:
        """Give the matches in a text that only their places among its words tell."""
        first, last = (0, PLACE) if zone == "disclaimer" else self._bounds(number, zone)
        placed = self._places.get(number, ())
        wanted = [each for each in placed if each[2] in clauses and first <= each[0] < last]
        for offset, part in _captions(text) if wanted and zone == "captions" else ((0, text),):
            tokens = tokenize(part) if wanted else ()
            size = len(tokens)
            for start, stop, clause in wanted:
                if 0 <= start - first <= stop - first < size:
                    begin, end = tokens[start - first].start, tokens[stop - first].end
                    yield begin + offset, end + offset, clause
            first += size + GAP if size else 0

    @cached_property
    def _places(self) -> dict[int, list[Place]]:
        """Where clauses match that ask for things near each other, by article, as positions."""
        placed: dict[int, list[Place]] = defaultdict(list)
        for clause, leaf in enumerate(self.clauses):
            if isinstance(leaf, (Run, Nearby)) and _is_near(leaf):
                firsts, lasts = self._evaluation.spans(leaf, self._docs)
                if leaf.zone is not None:
                    kept = zones_of(self._snapshot, firsts) == leaf.zone
                    firsts, lasts = firsts[kept], lasts[kept]
                for first, last in zip(firsts.tolist(), lasts.tolist(), strict=True):
                    placed[first >> PLACE_BITS].append((first & PLACE, last & PLACE, clause))
        return placed

    def _bounds(self, number: int, zone: str) -> tuple[int, int]:
        """Give the first position of a zone of an article, and one that is past its last."""
        place = ZONES.index(zone)
        before = int(self._snapshot.numbers(ZONE_COLUMNS[place - 1])[number]) if place else 0
        last = (
            int(self._snapshot.numbers(ZONE_COLUMNS[place])[number]) if place < len(ZONE_COLUMNS) else PLACE
        )
        return (before + GAP if before else 0), last


class _Inside:
    """Finds a word in the compounds that it is part of, in one language."""

    def __init__(self, slot: Words, language: str | None) -> None:
        known = analyzer(language)
        wanted, compounds = frozenset(slot.parts), frozenset(slot.compounds)
        self._finder = of_parts(
            slot.parts,
            lambda form: form in compounds or not wanted.isdisjoint(known.terms(form).parts),
        )

        def placed(form: str) -> Span:
            if form in compounds and slot.form and (place := form.find(slot.form)) >= 0:
                return place, place + len(slot.form)
            if set(slot.choices).isdisjoint(known.terms(form).stems):
                return known.place(form, slot.parts)
            return 0, len(form)

        self._placed = Memo(placed)

    def spans(self, text: Text) -> Iterator[Span]:
        """Give where what is looked for stands: in a part of a word, or all of it where that is unclear."""
        for start, end, form in self._finder.words(text):
            first, last = self._placed[form] if end - start == len(form) else (0, end - start)
            yield start + first, start + last


_inside = lru_cache(maxsize=REMEMBERED)(_Inside)


def _omitted(source: Text, finders: Sequence[Finder]) -> list[tuple[int, str]]:
    """Give the words left out in a text that some finder looks for, and where they would begin."""
    known = [finder.forms for finder in finders if finder.forms is not None]
    forms = known[0] if len(known) == 1 else frozenset().union(*known)
    alike = sought(forms) if len(known) == len(finders) else None
    found = []
    for gap in source.gaps(alike):
        if any(finder.may_be(gap) for finder in finders):
            form = gap.word()
            if form is not None and any(finder.test(form) for finder in finders):
                found.append((gap.start, form))
    return found


def _word_at(text: str, start: int, form: str) -> tuple[int, int]:
    """Give the span of what stands for a word that is left out, or written with hyphens."""
    end, met = start, ""
    for token in tokenize(text[start : start + len(form) + _HYPHENS]):
        met += token.form
        if end > start and not form.startswith(met):
            break
        end = start + token.end
    return start, end


def _captions(text: str) -> Iterator[tuple[int, str]]:
    """Give each caption and where it begins."""
    offset = 0
    for caption in text.split("\n\n"):
        yield offset, caption
        offset += len(caption) + 2


def _is_near(leaf: Query) -> bool:
    """Tell whether a clause is about words near each other, not side by side."""
    return isinstance(leaf, Nearby) or (isinstance(leaf, Run) and bool(leaf.slop))


def _name(leaf: Query) -> str:
    if isinstance(leaf, Run):
        return leaf.slots[0].name
    return _name(leaf.left) if isinstance(leaf, Nearby) else cast(Single, leaf).name


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
    return _name(leaf) in (FORM, STEM) and cast(Single, leaf).zone in (None, ZONES.index(zone))
