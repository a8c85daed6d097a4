"""Passages of the articles found: whole sentences where they fit, with the spans of exactly what matched."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from archive.engine import Snippet, Span
from archive.index.clauses import Query
from archive.index.evaluate import Evaluation
from archive.index.marks import Mark, Marks, Piece
from archive.index.sentences import sentence_at, sentence_end

MOST = 3
"""Passages of one article."""

ROOM = 240
"""Code points of a passage: about three lines of a terminal."""

LONGEST = 320
"""A sentence longer than this is cut; up to here it is shown whole."""

LEAD = 60
"""Code points shown before the first match of a sentence that is cut."""

FIRST = 2500
"""Code points that are read first, where the first passages that match are the best ones."""

_BEHIND = 3
"""Code points behind the end of a sentence by which it is told."""

_CUT = "…"
_CLOSING = '.!?…:"”“»«’)'
_ENDING = re.compile(r"[.!?…:\"”“»«’)]\s+$|\n[\s#>*-]*$")


Shown = tuple[tuple[Span, ...], tuple[Snippet, ...]]
"""The spans of matches in the headline of an article, and its best passages."""

Zone = tuple[str, str, list[Mark]]
"""The name of a zone of an article, its text, and matches in it: all, or those that one passage shows."""


class Article(NamedTuple):
    """An article on a page of results."""

    number: int
    headline: str
    language: str | None


class Passages:
    """The passages of the articles on one page of results."""

    def __init__(self, evaluation: Evaluation, query: Query, numbers: Sequence[int]) -> None:
        self._snapshot = evaluation.snapshot
        self._marks = Marks(evaluation, query, numbers)
        self._is_single = len(self._marks.clauses) == 1
        """Whether one thing only is looked for, so that no passage shows more than the first ones."""

    def of(self, articles: Sequence[Article]) -> list[Shown]:
        """Give what matches in some articles, in the order of the text; how one begins where nothing does."""
        pieces: list[Piece] = []
        for number, headline, language in articles:
            pieces.append(Piece(number, "headline", headline, language))
            texts = self._snapshot.texts(number).items()
            pieces += [Piece(number, zone, text, language) for zone, text in texts]
        shown: list[Shown] = []
        zones: list[Zone] = []
        for piece, marks in zip(reversed(pieces), reversed(self._found(pieces)), strict=True):
            if piece.zone == "headline":
                shown.append((_merged(marks, 0), self._snippets(zones[::-1])))
                zones = []
            else:
                zones.append((piece.zone, piece.text, marks))
        return shown[::-1]

    def _found(self, pieces: Sequence[Piece]) -> list[list[Mark]]:
        """Give the matches in some texts; of a long one the first, if more than are shown."""
        begun = [self._begun(piece) for piece in pieces]
        found = self._marks.of(begun)
        further = [
            place
            for place, piece in enumerate(pieces)
            if begun[place] is not piece and len(_groups(piece.text, found[place])) <= MOST
        ]
        if further:
            more = self._marks.of([pieces[place] for place in further])
            for place, marks in zip(further, more, strict=True):
                found[place] = marks
        return found

    def _begun(self, piece: Piece) -> Piece:
        """Give how a text begins, where it is long and the first passages of it are the best ones."""
        text = piece.text
        if self._is_single and piece.zone == "body" and len(text) > 2 * FIRST:
            return piece._replace(text=text[: max(text.rfind(" ", 0, FIRST), 0)])
        return piece

    def _snippets(self, zones: Sequence[Zone]) -> tuple[Snippet, ...]:
        """Give the best passages of an article, in the order of the text; its beginning when none matches."""
        groups = [(zone, text, group) for zone, text, marks in zones for group in _groups(text, marks)]
        if not groups:
            opening = next(((zone, text) for zone, text, _ in zones if zone in ("dek", "body")), None)
            return (_beginning(*opening),) if opening else ()
        snippets = []
        before, last = "", 0
        for place in self._best([marks for *_, marks in groups]):
            zone, text, marks = groups[place]
            floor = last if text is before else 0
            if marks[0][0] < floor:
                marks = [mark for mark in marks if mark[0] >= floor]
            if marks:
                start, last = _stretch(text, marks, floor)
                snippets.append(_snippet(zone, text, start, last, marks))
            before = text
        return tuple(snippets)

    def _best(self, groups: list[list[Mark]]) -> Sequence[int]:
        """Choose the groups that show most of what matches: the new counts first, then how much."""
        if self._is_single or len(groups) <= MOST:
            return range(min(MOST, len(groups)))
        alike: dict[int, list[int]] = {}  # clauses as bits
        for place in range(len(groups) - 1, -1, -1):
            clauses = 0
            for _, _, clause in groups[place]:
                clauses |= 1 << clause
            alike.setdefault(clauses, []).append(place)
        chosen: list[int] = []
        shown = 0
        while alike and len(chosen) < MOST:
            clauses = max(
                alike,
                key=lambda each: (self._weight(each & ~shown), self._weight(each), -alike[each][-1]),
            )
            chosen.append(alike[clauses].pop())
            shown |= clauses
            if not alike[clauses]:
                del alike[clauses]
        return sorted(chosen)

    def _weight(self, clauses: int) -> float:
        """Add up the weights of some clauses, given as bits."""
        return sum([weight for place, weight in enumerate(self._marks.weights) if clauses >> place & 1])


def _groups(text: str, marks: list[Mark]) -> list[list[Mark]]:
    """Put matches of one paragraph together that one passage has room for."""
    groups: list[list[Mark]] = []
    first = last = -LONGEST
    for mark in marks:
        start, end, _ = mark
        if end - first <= ROOM - LEAD and text.find("\n\n", last, start) < 0:
            groups[-1].append(mark)
        else:
            groups.append([mark])
            first = start
        last = end
    return groups


def _stretch(text: str, marks: list[Mark], floor: int) -> tuple[int, int]:
    """Let a passage begin and end with sentences, where they fit, and not before the end of another one."""
    first, last = marks[0][0], max([end for _, end, _ in marks])
    start, end = sentence_at(text, first, last, LONGEST)
    start = max(start, floor)
    if end - start > LONGEST:
        return _window(text, first, last, start, end)
    return start, _filled(text, start, end)


def _filled(text: str, start: int, end: int) -> int:
    """Add the sentences that follow in the same paragraph while there is room."""
    while end < len(text) and end - start < ROOM and "\n" not in text[end - 2 : end]:
        further = sentence_end(text, end, ROOM - (end - start) + _BEHIND)
        if further - start > ROOM:
            break
        end = further
    return end


def _window(text: str, match: int, last: int, start: int, end: int) -> tuple[int, int]:
    """Cut a long sentence around its matches, between words."""
    first = max(start, match - LEAD)
    if first > start:
        gap = text.find(" ", first, match)
        first = gap + 1 if gap >= 0 else first
    stop = min(end, max(first + ROOM, last))
    if stop < end:
        gap = text.rfind(" ", last, stop)
        stop = gap if gap >= 0 else stop
    return first, stop


def _snippet(zone: str, text: str, start: int, end: int, marks: Sequence[Mark]) -> Snippet:
    """Write a passage on one line, with marks of omission where a sentence was cut."""
    first = marks[0][0] if marks else end
    while start < first and (text[start].isspace() or text[start] in "#>*"):
        start += 1
    end = start + len(text[start:end].rstrip())
    before = _CUT + " " if start and not _ends_before(text, start) else ""
    after = " " + _CUT if text[end : end + 1] == " " and text[end - 1] not in _CLOSING else ""
    shown = before + _one_line(text[start:end]) + after
    return Snippet(zone, shown, _merged(marks, len(before) - start))


def _ends_before(text: str, start: int) -> bool:
    """Tell whether a sentence ends before a place."""
    if start > 1 and text[start - 1] == " " and text[start - 2] in ".!?":
        return True
    return _ENDING.search(text[max(0, start - 8) : start]) is not None


def _beginning(zone: str, text: str) -> Snippet:
    """Show how a text begins, where nothing in it matches."""
    end = sentence_end(text, 0, LONGEST)
    start, last = _window(text, 0, 0, 0, end) if end == LONGEST else (0, _filled(text, 0, end))
    return _snippet(zone, text, start, last, ())


def _one_line(text: str) -> str:
    """Put spaces for line ends, each for one, so that spans stay right."""
    return text.replace("\n", " ").replace("\t", " ").replace("\r", " ")


def _merged(marks: Sequence[Mark], shift: int) -> tuple[Span, ...]:
    """Give the spans of marks, so many code points further; those that overlap are joined."""
    merged: list[Span] = []
    for start, end, _ in marks:
        if merged and start + shift < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end + shift, merged[-1][1]))
        else:
            merged.append((start + shift, end + shift))
    return tuple(merged)
