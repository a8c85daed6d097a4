"""Where the clauses of a query match in the texts of some articles, as spans of code points.

Words, patterns and phrases are looked for in the one text that is shown, among the forms that the index has
for them. For what stands near something the index knows the places among the words of an article, and only
the way from the number of a word to its code points is left to be found.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from functools import cached_property, lru_cache
from typing import NamedTuple, cast

import numpy as np

from archive.analysis import Sought, tokenize
from archive.index.clauses import Misspelt, Nearby, Pattern, Query, Run, Single, Words
from archive.index.compiler import analyzer
from archive.index.evaluate import Evaluation
from archive.index.explanation import positive
from archive.index.lists import member
from archive.index.places import PLACE, PLACE_BITS, zones_of
from archive.index.scanning import Finder, RunFinder, of_forms, of_parts, of_pattern, sought
from archive.index.schema import FORM, GAP, NOTE, NOTE_STEM, PART, STEM, ZONE_COLUMNS, ZONES
from archive.index.texts import Text, prepared

_HYPHENS = 3
"""Hyphens at most inside a word that is also written without (see analysis.omissions)."""

PLACED = 8192
"""Compounds of which it is remembered where the part stands that was looked for."""

Place = tuple[int, int, int]
"""First and last position of a match, and the number of its clause."""

Spot = tuple[int, int, int]
"""What a `Mark` holds."""


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
        self._compounds: dict[int, set[int]] = {}
        for place, leaf in enumerate(self.clauses):
            if isinstance(leaf, Words) and leaf.parts:
                parts = evaluation.having(Words(PART, leaf.parts, compounds=leaf.compounds)).docs
                inside = member(self._docs, parts, self._snapshot.size)
                self._compounds[place] = set(self._docs[inside].tolist())
        self._zones: dict[str, tuple[list[int], list[int]]] = {}
        self._finders: dict[tuple[Single, str | None], Finder] = {}
        self._runs: dict[tuple[int, str | None], RunFinder] = {}
        self._holding: dict[tuple[int, str | None], Finder] = {}
        self._sought: dict[tuple[int, str | None], Sought | None] = {}

    def of(self, number: int, zone: str, text: str, language: str | None) -> list[Mark]:
        """Give the matches in one text of an article, in order."""
        words, near = self._searched(zone)
        found: set[Spot] = set()
        if words:
            gapped = language == "de" and zone != "disclaimer"
            for offset, part in _captions(text) if zone == "captions" else ((0, text),):
                source = prepared(part)
                for clause in words:
                    spans = self._spans(source, clause, number, language, gapped)
                    if source.is_composed:
                        spans = [source.original(*span) for span in spans]
                    found.update([(start + offset, end + offset, clause) for start, end in spans])
        if near:
            found.update(self._near(number, zone, text, near))
        return list(map(Mark._make, sorted(found))) if found else []

    def _searched(self, zone: str) -> tuple[list[int], list[int]]:
        """Give the clauses that look for words in a zone, and those that look for words near each other."""
        known = self._zones.get(zone)
        if known is None:
            searched = [clause for clause, leaf in enumerate(self.clauses) if _searches(leaf, zone)]
            near = [clause for clause in searched if _is_near(self.clauses[clause])]
            known = self._zones[zone] = [clause for clause in searched if clause not in near], near
        return known

    def _spans(
        self, source: Text, clause: int, number: int, language: str | None, gapped: bool
    ) -> list[tuple[int, int]]:
        """Give the spans of a clause in a text of an article; `gapped`, words may be left out in it."""
        leaf = self.clauses[clause]
        if isinstance(leaf, Run):
            return self._runs_in(source, leaf, clause, language, gapped)
        finder = self._finder(cast(Single, leaf), language)
        found = [(start, end) for start, end, _ in finder.words(source)]
        if gapped:
            omitted = self._omitted(source, clause, [finder], language)
            found += [_word_at(source.text, start, form) for start, form in omitted]
        if number in self._compounds.get(clause, ()):
            found += self._parts(source, clause, language)
        return found

    def _runs_in(
        self, source: Text, leaf: Run, clause: int, language: str | None, gapped: bool
    ) -> list[tuple[int, int]]:
        finders = [self._finder(slot, language) for slot in leaf.slots]
        run = self._runs.get((clause, language))
        if run is None:
            having = [len(self._evaluation.having(slot).docs) for slot in leaf.slots]
            run = self._runs[clause, language] = RunFinder(finders, having.index(min(having)))
        omitted = dict(self._omitted(source, clause, finders, language)) if gapped else {}
        return list(run.spans(source, omitted))

    def _parts(self, source: Text, clause: int, language: str | None) -> Iterator[tuple[int, int]]:
        """Give the spans of the parts of compounds that are what a clause looks for."""
        leaf, known = cast(Words, self.clauses[clause]), analyzer(language)
        finder = self._holding.get((clause, language))
        if finder is None:
            wanted, compounds = frozenset(leaf.parts), frozenset(leaf.compounds)
            finder = self._holding[clause, language] = of_parts(
                leaf.parts,
                lambda form: form in compounds or not wanted.isdisjoint(known.terms(form).parts),
            )
        for start, end, form in finder.words(source):
            first, last = _placed(leaf, language, form) if end - start == len(form) else (0, end - start)
            yield start + first, start + last

    def _finder(self, slot: Single, language: str | None) -> Finder:
        found = self._finders.get((slot, language))
        if found is None:
            if isinstance(slot, Pattern):
                found = of_pattern(slot.pattern)
            elif isinstance(slot, Misspelt):
                found = of_forms(frozenset(self._snapshot.vocabulary.near_words(slot)))
            else:
                found = of_forms(self._snapshot.vocabulary.forms_of(slot, language))
            self._finders[slot, language] = found
        return found

    def _omitted(
        self, source: Text, clause: int, finders: Sequence[Finder], language: str | None
    ) -> list[tuple[int, str]]:
        """Give the words left out in a text that some finder looks for, and where they would begin."""
        key = clause, language
        if key not in self._sought:
            known = [finder.forms for finder in finders if finder.forms is not None]
            self._sought[key] = sought(frozenset().union(*known)) if len(known) == len(finders) else None
        found = []
        for gap in source.gaps(self._sought[key]):
            if any(finder.may_be(gap) for finder in finders):
                form = gap.word()
                if form is not None and any(finder.test(form) for finder in finders):
                    found.append((gap.start, form))
        return found

    def _near(self, number: int, zone: str, text: str, clauses: Collection[int]) -> Iterator[Spot]:
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


@lru_cache(maxsize=PLACED)
def _placed(slot: Words, language: str | None, form: str) -> tuple[int, int]:
    """Give where in a form stands what is looked for: everywhere, or in a part."""
    known = analyzer(language)
    if form in slot.compounds and slot.form and (place := form.find(slot.form)) >= 0:
        return place, place + len(slot.form)
    if set(slot.choices).isdisjoint(known.terms(form).stems):
        return known.place(form, slot.parts)
    return 0, len(form)


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
