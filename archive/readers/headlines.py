"""Which line of a page is its headline: traits of a line, each with the weight it has shown on real pages."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate

from archive.readers.forenames import is_forename
from archive.readers.lines import HEAD, Kind, Line

_WORD = re.compile(r"\w+")
_LONG_WORD = re.compile(r"[^\W\d_]{5,}")
BESIDE = frozenset((Kind.DATE, Kind.BYLINE, Kind.LABEL, Kind.RELATIVE))
"""What stands beside a headline and hardly elsewhere."""

WEIGHTS: dict[str, float] = {
    "set apart below": 2.9,
    "first": 2.0,
    "words that recur": 2.0,
    "names or date below": 1.7,
    "set apart above": 1.7,
    "part of a line nearby": 1.5,
    "kicker above": 1.2,
    "dek below": 1.1,
    "names or date right above": 1.1,
    "names or date right below": 1.1,
    "rather long": 1.1,
    "of usual length": 0.9,
    "prose below": 0.8,
    "repeated": 0.8,
    "prose soon": 0.7,
    "text below": 0.7,
    "repeated with its neighbour": 0.6,
    "shorter text above": 0.6,
    "third": 0.5,
    "a headline's worth close below": 0.4,
    "second": 0.4,
    "a bare name below": 0.3,
    "longer text below": 0.2,
    "said twice running": 0.2,
    "repeated close by": 0.1,
    "begins small": -0.1,
    "far down": -0.1,
    "longer text above": -0.1,
    "link block above": -0.2,
    "dek of a short text": -0.3,
    "holds a line nearby": -0.3,
    "in a menu": -0.3,
    "ends in ,": -0.4,
    "looks like role": -0.4,
    "ends in :": -0.5,
    "very long": -0.5,
    "a headline's worth close above": -0.6,
    "three words": -0.6,
    "an arrow in front": -0.7,
    "steps to names or date below": -0.7,
    "looks like name": -0.8,
    "ends in a line nearby": -2.5,
    "names or date above": -1.1,
    "tiny": -1.1,
    "two words": -1.2,
    "no small word": -1.3,
    "looks like prose": -1.9,
    "prose before": -2.1,
    "one word": -2.2,
    "ends in .": -2.5,
    "much prose before": -2.7,
}
"""How much each trait speaks for a headline, or against it (log odds, fitted on pages of some 250 sites)."""


def fold(text: str) -> str:
    """Reduce a text to its letters and digits, to find it again."""
    return "".join(_WORD.findall(text)).casefold()


def find_headline(lines: Sequence[Line]) -> int | None:
    """Find the line most likely to be the headline; None when no line can be one."""
    page = _Page(lines[:HEAD])
    best, found = 0.0, None
    for at in page.candidates:
        score = sum(WEIGHTS.get(trait, 0.0) * amount for trait, amount in page.traits(at))
        if found is None or score > best:
            best, found = score, at
    return found


def can_be(line: Line) -> bool:
    """Tell whether a line can be a headline at all."""
    if line.kind is Kind.NAME:
        return line.byline is not None and not any(
            is_forename(name.split()[0]) for name in line.byline.authors
        )
    return line.kind in (Kind.HEADING, Kind.ROLE) or (line.kind is Kind.PROSE and len(line.text) < 180)


def words(text: str) -> int:
    """Count the words."""
    return len(_WORD.findall(text))


class _Page:
    """The lines of a page with what the traits of each need to know about the others."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self.lines = lines
        self.folded = [fold(line.text) if len(line.text) < 400 else "" for line in lines]
        self.repeats = Counter(self.folded)
        self.can_be = [can_be(line) for line in lines]
        self.words = [words(line.text) if able else 0 for line, able in zip(lines, self.can_be, strict=True)]
        self.candidates = [at for at, able in enumerate(self.can_be) if able]
        self.rank = {at: rank for rank, at in enumerate(self.candidates)}
        kinds = [line.kind for line in lines]
        self.next_beside = _next([kind in BESIDE for kind in kinds])
        self.next_name = _next([kind is Kind.NAME for kind in kinds])
        self.next_prose = _next([kind is Kind.PROSE for kind in kinds])
        self.worth = [
            able and count > 3 and len(line.text) >= 28
            for line, able, count in zip(lines, self.can_be, self.words, strict=True)
        ]
        self.prose = _sums(kind is Kind.PROSE for kind in kinds)
        self.told = set(
            _LONG_WORD.findall(" ".join(line.text for line in lines if line.kind is Kind.PROSE).casefold())
        )
        self.long_prose = _sums(line.kind is Kind.PROSE and len(line.text) > 160 for line in lines)
        self.menu = _sums(
            kind is Kind.HEADING and count < 4 for kind, count in zip(kinds, self.words, strict=True)
        )

    def traits(self, at: int) -> Iterator[tuple[str, float]]:
        """Name the traits of a line, each with its amount (mostly 1)."""
        yield from _shape(self.lines[at], self.words[at])
        yield from self._below(at)
        yield from self._above(at)
        if len(self.folded[at]) >= 12:
            yield from self._repeated(at)
        yield from self._place(at)
        yield from self._neighbours(at)
        yield from self._around(at)
        yield from self._recurring(at)

    def _below(self, at: int) -> Iterator[tuple[str, float]]:
        step = self.next_beside[at + 1] - at - 1
        if step < 9:
            yield "names or date below", 1.0
            yield "steps to names or date below", step / 8
            if step < 2:
                yield "names or date right below", 1.0
        if self.next_name[at + 1] <= at + 4:
            yield "a bare name below", 1.0
        prose = self.prose[min(at + 20, len(self.lines))] - self.prose[at + 1]
        yield "prose below", min(5, prose) / 5
        if self.next_prose[at + 1] <= at + 3:
            yield "prose soon", 1.0

    def _above(self, at: int) -> Iterator[tuple[str, float]]:
        for step, line in enumerate(reversed(self.lines[max(0, at - 4) : at])):
            if line.kind in BESIDE:
                yield ("names or date above" if step else "names or date right above"), 1.0
                break
            if line.kind is Kind.READ_ON:
                yield "link block above", 1.0
                break

    def _recurring(self, at: int) -> Iterator[tuple[str, float]]:
        own = set(_LONG_WORD.findall(self.lines[at].text.casefold()))
        if len(own) > 1:
            yield "words that recur", len(own & self.told) / len(own)

    def _repeated(self, at: int) -> Iterator[tuple[str, float]]:
        own, folded = self.folded[at], self.folded
        if own in folded[max(0, at - 1) : at] + folded[at + 1 : at + 2]:
            yield "said twice running", 1.0
        elif self.repeats[own] > 1:
            menu = at and self.repeats[folded[at - 1]] > 1 and len(folded[at - 1]) < 40
            close = own in folded[max(0, at - 6) : at] + folded[at + 1 : at + 7]
            yield (
                ("repeated with its neighbour" if menu else "repeated close by" if close else "repeated"),
                1.0,
            )
        else:
            near = folded[max(0, at - 12) : at] + folded[at + 1 : at + 20]
            if any(own in other for other in near):
                yield "part of a line nearby", 1.0
            held = [other for other in near if len(other) > 25 and other != own and other in own]
            if held:
                yield "holds a line nearby", 1.0
                if any(map(own.endswith, held)):
                    yield "ends in a line nearby", 1.0

    def _place(self, at: int) -> Iterator[tuple[str, float]]:
        rank = self.rank[at]
        if rank < 3:
            yield ("first", "second", "third")[rank], 1.0
        yield "far down", min(rank, 30) / 30
        if before := self.long_prose[at]:
            yield "prose before", 1.0
            yield "much prose before", min(4, before) / 4

    def _neighbours(self, at: int) -> Iterator[tuple[str, float]]:
        lines, size = self.lines, len(self.lines[at].text)
        if lines[at].after_blank:
            yield "set apart above", 1.0
        if at + 1 < len(lines):
            below = len(lines[at + 1].text)
            if lines[at + 1].after_blank:
                yield "set apart below", 1.0
            if self.can_be[at + 1]:
                yield "text below", 1.0
                if below > 1.1 * size:
                    yield ("dek below" if below > 95 else "longer text below"), 1.0
        if at and self.can_be[at - 1]:
            above = len(lines[at - 1].text)
            kicker = self.words[at - 1] < 4 or above < 25
            if kicker and size > 95:
                yield "dek of a short text", 1.0
            longer = "longer text above" if above > size else "shorter text above"
            yield ("kicker above" if kicker else longer), 1.0

    def _around(self, at: int) -> Iterator[tuple[str, float]]:
        if True in self.worth[max(0, at - 3) : at]:
            yield "a headline's worth close above", 1.0
        if True in self.worth[at + 1 : at + 4]:
            yield "a headline's worth close below", 1.0
        menu, last = self.menu, len(self.lines)
        short = menu[min(at + 5, last)] - menu[at + 1] + menu[at] - menu[max(0, at - 4)]
        yield "in a menu", short / 8


def _next(marks: Sequence[bool]) -> list[int]:
    """Give for each place the place of the next mark, itself included; far off where there is none."""
    places = [len(marks) + 99] * (len(marks) + 1)
    for at in range(len(marks) - 1, -1, -1):
        places[at] = at if marks[at] else places[at + 1]
    return places


def _sums(marks: Iterable[bool]) -> list[int]:
    """Give for each place how many marks stand before it."""
    return [0, *accumulate(marks)]


def _shape(line: Line, count: int) -> Iterator[tuple[str, float]]:
    text = line.text
    if count < 4:
        yield ("", "one word", "two words", "three words")[count] or "one word", 1.0
    elif all(not word[0].islower() for word in text.split()):
        yield "no small word", 1.0
    size = len(text)
    if size < 18:
        yield "tiny", 1.0
    elif 28 <= size <= 90:
        yield "of usual length", 1.0
    elif 90 < size <= 125:
        yield "rather long", 1.0
    elif size > 125:
        yield "long" if size <= 160 else "very long", 1.0
    if text[-1] in ".:,;-–—":
        yield f"ends in {text[-1] if text[-1] in '.:' else ','}", 1.0
    yield from _beginning(line)


def _beginning(line: Line) -> Iterator[tuple[str, float]]:
    text = line.text
    if text[0] in "«‹<←→»›":
        yield "an arrow in front", 1.0
    if text[0].islower():
        yield "begins small", 1.0
    if line.kind is not Kind.HEADING:
        yield f"looks like {line.kind.value}", 1.0
