"""Which line of a page is its headline: traits of a line, each with the weight it has shown on real pages."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from archive.readers.forenames import is_forename
from archive.readers.lines import Kind, Line

_WORD = re.compile(r"\w+")
BESIDE = frozenset((Kind.DATE, Kind.BYLINE, Kind.LABEL, Kind.RELATIVE))
"""What stands beside a headline and hardly elsewhere."""

WEIGHTS: dict[str, float] = {
    "set apart below": 3.1,
    "first": 2.0,
    "part of a line nearby": 2.0,
    "names or date below": 1.8,
    "set apart above": 1.7,
    "rather long": 1.4,
    "dek below": 1.3,
    "kicker above": 1.1,
    "names or date right above": 1.1,
    "names or date right below": 1.1,
    "of usual length": 1.1,
    "prose below": 1.1,
    "repeated": 0.9,
    "third": 0.8,
    "prose soon": 0.7,
    "second": 0.7,
    "repeated close by": 0.6,
    "shorter text above": 0.5,
    "text below": 0.5,
    "long": 0.4,
    "repeated with its neighbour": 0.4,
    "a bare name below": 0.3,
    "longer text above": 0.3,
    "a headline's worth close below": 0.2,
    "longer text below": 0.2,
    "said twice running": 0.1,
    "far down": -0.0,
    "link block above": -0.1,
    "begins small": -0.3,
    "ends in ,": -0.3,
    "very long": -0.3,
    "looks like role": -0.4,
    "three words": -0.4,
    "dek of a short text": -0.5,
    "ends in :": -0.6,
    "in a menu": -0.6,
    "a headline's worth close above": -0.8,
    "holds a line nearby": -0.8,
    "looks like name": -0.8,
    "steps to names or date below": -0.8,
    "names or date above": -1.2,
    "looks like prose": -1.3,
    "two words": -1.3,
    "tiny": -1.5,
    "prose before": -2.1,
    "ends in .": -2.4,
    "one word": -2.4,
    "much prose before": -2.9,
}
"""How much each trait speaks for a headline, or against it (log odds, fitted on pages of some 250 sites)."""


def fold(text: str) -> str:
    """Reduce a text to its letters and digits, to find it again."""
    return "".join(_WORD.findall(text)).casefold()


def find_headline(lines: Sequence[Line]) -> int | None:
    """Find the line most likely to be the headline; None when no line can be one."""
    page = _Page(lines)
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
        self.lines = list(lines)
        self.folded = [fold(line.text) if len(line.text) < 400 else "" for line in lines]
        self.repeats = Counter(self.folded)
        self.candidates = [at for at, line in enumerate(lines) if can_be(line)]
        self.rank = {at: rank for rank, at in enumerate(self.candidates)}
        self.prose_before: list[int] = []
        prose = 0
        for line in lines:
            self.prose_before.append(prose)
            prose += line.kind is Kind.PROSE and len(line.text) > 160

    def traits(self, at: int) -> Iterator[tuple[str, float]]:
        """Name the traits of a line, each with its amount (mostly 1)."""
        yield from _shape(self.lines[at])
        yield from self._below(at)
        yield from self._above(at)
        yield from self._repeated(at)
        yield from self._place(at)
        yield from self._neighbours(at)

    def _below(self, at: int) -> Iterator[tuple[str, float]]:
        below = self.lines[at + 1 : at + 20]
        step = next((step for step, line in enumerate(below[:9]) if line.kind in BESIDE), None)
        if step is not None:
            yield "names or date below", 1.0
            yield "steps to names or date below", step / 8
            if step < 2:
                yield "names or date right below", 1.0
        if any(line.kind is Kind.NAME for line in below[:4]):
            yield "a bare name below", 1.0
        yield "prose below", min(5, sum(line.kind is Kind.PROSE for line in below)) / 5
        if any(line.kind is Kind.PROSE for line in below[:3]):
            yield "prose soon", 1.0

    def _above(self, at: int) -> Iterator[tuple[str, float]]:
        for step, line in enumerate(reversed(self.lines[max(0, at - 4) : at])):
            if line.kind in BESIDE:
                yield ("names or date above" if step else "names or date right above"), 1.0
                break
            if line.kind is Kind.READ_ON:
                yield "link block above", 1.0
                break

    def _repeated(self, at: int) -> Iterator[tuple[str, float]]:
        own, folded = self.folded[at], self.folded
        if len(own) < 12:
            return
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
            elif any(len(other) > 25 and other in own for other in near):
                yield "holds a line nearby", 1.0

    def _place(self, at: int) -> Iterator[tuple[str, float]]:
        rank = self.rank[at]
        if rank < 3:
            yield ("first", "second", "third")[rank], 1.0
        yield "far down", min(rank, 30) / 30
        if self.prose_before[at]:
            yield "prose before", 1.0
            yield "much prose before", min(4, self.prose_before[at]) / 4

    def _neighbours(self, at: int) -> Iterator[tuple[str, float]]:
        lines, text = self.lines, self.lines[at].text
        if lines[at].after_blank:
            yield "set apart above", 1.0
        if at + 1 < len(lines):
            if lines[at + 1].after_blank:
                yield "set apart below", 1.0
            if can_be(lines[at + 1]):
                yield "text below", 1.0
                if len(lines[at + 1].text) > 1.1 * len(text):
                    yield ("dek below" if len(lines[at + 1].text) > 95 else "longer text below"), 1.0
        if any(
            can_be(line) and len(line.text) >= 28 and words(line.text) > 3
            for line in lines[max(0, at - 3) : at]
        ):
            yield "a headline's worth close above", 1.0
        if any(
            can_be(line) and len(line.text) >= 28 and words(line.text) > 3 for line in lines[at + 1 : at + 4]
        ):
            yield "a headline's worth close below", 1.0
        if at and can_be(lines[at - 1]):
            above = lines[at - 1].text
            kicker = words(above) < 4 or len(above) < 25
            if kicker and len(text) > 95:
                yield "dek of a short text", 1.0
            yield (
                (
                    "kicker above"
                    if kicker
                    else "longer text above"
                    if len(above) > len(text)
                    else "shorter text above"
                ),
                1.0,
            )
        around = lines[max(0, at - 4) : at] + lines[at + 1 : at + 5]
        yield "in a menu", sum(line.kind is Kind.HEADING and words(line.text) < 4 for line in around) / 8


def _shape(line: Line) -> Iterator[tuple[str, float]]:
    text, count = line.text, words(line.text)
    if count < 4:
        yield ("", "one word", "two words", "three words")[count] or "one word", 1.0
    size = len(text)
    if size < 18:
        yield "tiny", 1.0
    elif 28 <= size <= 90:
        yield "of usual length", 1.0
    elif 90 < size <= 125:
        yield "rather long", 1.0
    elif size > 125:
        yield "long" if size <= 160 else "very long", 1.0
    if text[-1] in ":.,-–—;":
        yield f"ends in {'.' if text[-1] == '.' else ':' if text[-1] == ':' else ','}", 1.0
    if text[0].islower():
        yield "begins small", 1.0
    if line.kind is not Kind.HEADING:
        yield f"looks like {line.kind.value}", 1.0
