"""Passages of the articles found: whole sentences where they fit, with the spans of exactly what matched."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from archive.engine import Snippet, Span
from archive.index.evaluate import Evaluation
from archive.index.host import Query
from archive.index.marks import Mark, Marks
from archive.index.sentences import sentence_starts

MOST = 3
"""Passages of one article."""

ROOM = 240
"""Code points of a passage: about three lines of a terminal."""

LONGEST = 320
"""A sentence longer than this is cut; up to here it is shown whole."""

LEAD = 60
"""Code points shown before the first match of a sentence that is cut."""

_CUT = "…"


@dataclass(slots=True)
class _Passage:
    """A stretch of a text that holds matches; `clauses` are the numbers of what matches in it."""

    zone: str
    text: str
    start: int
    end: int
    marks: list[Mark] = field(default_factory=list)

    @property
    def clauses(self) -> set[int]:
        return {mark.clause for mark in self.marks}


class Passages:
    """The passages of the articles on one page of results."""

    def __init__(self, evaluation: Evaluation, query: Query, numbers: Sequence[int]) -> None:
        self._snapshot = evaluation.snapshot
        self._marks = Marks(evaluation, query, numbers)

    def headline(self, number: int, headline: str) -> tuple[Span, ...]:
        """Give the spans of matches in the headline of an article."""
        language = self._snapshot.stored(number).get("language")
        return _merged(
            (mark.start, mark.end) for mark in self._marks.of(number, "headline", headline, language)
        )

    def snippets(self, number: int) -> tuple[Snippet, ...]:
        """Give the best passages of an article, in the order of the text; its beginning when none matches."""
        language = self._snapshot.stored(number).get("language")
        texts = self._snapshot.texts(number)
        passages: list[_Passage] = []
        for zone, text in texts.items():
            marks = self._marks.of(number, zone, text, language)
            if marks:
                passages.extend(_passages(zone, text, marks))
        if not passages:
            opening = next(((zone, text) for zone, text in texts.items() if zone in ("dek", "body")), None)
            return (_beginning(*opening),) if opening else ()
        chosen = self._best(passages)
        return tuple(_snippet(passages[place]) for place in sorted(chosen))

    def _best(self, passages: list[_Passage]) -> list[int]:
        """Choose the passages that show most of what matches: what is new counts first, then how much there is."""
        weights = self._marks.weights
        shown: set[int] = set()
        chosen: list[int] = []
        for _ in range(min(MOST, len(passages))):
            best = max(
                (place for place in range(len(passages)) if place not in chosen),
                key=lambda place: (
                    sum(weights[clause] for clause in passages[place].clauses - shown),
                    sum(weights[clause] for clause in passages[place].clauses),
                    -place,
                ),
            )
            chosen.append(best)
            shown |= passages[best].clauses
        return chosen


def _passages(zone: str, text: str, marks: list[Mark]) -> list[_Passage]:
    """Gather matches into passages: whole sentences, as many in a row as there is room for."""
    starts = sentence_starts(text)
    found: list[_Passage] = []
    for mark in marks:
        if found and mark.end <= found[-1].end:
            found[-1].marks.append(mark)
            continue
        place = bisect_right(starts, mark.start) - 1
        start = max(starts[place], found[-1].end if found else 0)
        end = _end(text, starts, bisect_right(starts, max(mark.start, mark.end - 1)))
        if end - start > LONGEST:
            start, end = _window(text, mark, start, end)
        else:
            end = _filled(text, starts, start, end)
        found.append(_Passage(zone, text, start, end, [mark]))
    return found


def _end(text: str, starts: list[int], place: int) -> int:
    return starts[place] if place < len(starts) else len(text)


def _filled(text: str, starts: list[int], start: int, end: int) -> int:
    """Add the sentences that follow in the same paragraph while there is room."""
    while end < len(text) and "\n" not in text[end - 2 : end]:
        further = _end(text, starts, bisect_right(starts, end))
        if further - start > ROOM:
            break
        end = further
    return end


def _window(text: str, mark: Mark, start: int, end: int) -> tuple[int, int]:
    """Cut a long sentence around a match, between words."""
    first = max(start, mark.start - LEAD)
    if first > start:
        gap = text.find(" ", first, mark.start)
        first = gap + 1 if gap >= 0 else first
    last = min(end, max(first + ROOM, mark.end))
    if last < end:
        gap = text.rfind(" ", mark.end, last)
        last = gap if gap >= 0 else last
    return first, last


def _snippet(passage: _Passage) -> Snippet:
    """Write a passage on one line, with marks of omission where a sentence was cut."""
    text, start, end = passage.text, passage.start, passage.end
    first = min(mark.start for mark in passage.marks)
    while start < first and (text[start].isspace() or text[start] in "#>*"):
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    before = _CUT + " " if start and text[start - 1] == " " and _inside(text, start) else ""
    after = (
        ""
        if end == len(text) or text[end : end + 1] != " " or text[end - 1] in '.!?…:"”“»«’)'
        else " " + _CUT
    )
    shift = len(before) - start
    spans = _merged((mark.start + shift, mark.end + shift) for mark in passage.marks)
    return Snippet(passage.zone, before + _one_line(text[start:end]) + after, spans)


def _beginning(zone: str, text: str) -> Snippet:
    """Show how a text begins, where nothing in it matches."""
    mark = Mark(0, 0, 0)
    starts = sentence_starts(text)
    end = _end(text, starts, 1)
    start, end = _window(text, mark, 0, end) if end > LONGEST else (0, _filled(text, starts, 0, end))
    shown = _snippet(_Passage(zone, text, start, end, [Mark(end, end, 0)]))
    return Snippet(zone, shown.text)


def _inside(text: str, start: int) -> bool:
    """Tell whether a place is inside a sentence."""
    return text[:start].rstrip()[-1:] not in '.!?…:"”“»«’)'


def _one_line(text: str) -> str:
    """Put spaces for line ends, each for one, so that spans stay right."""
    return text.replace("\n", " ").replace("\t", " ").replace("\r", " ")


def _merged(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Join spans that overlap, in order; empty ones go."""
    merged: list[Span] = []
    for start, end in sorted(spans):
        if start == end:
            continue
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return tuple(merged)
