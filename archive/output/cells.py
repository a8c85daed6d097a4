"""How much room text takes in a terminal, and how it is laid into lines.

A terminal is a grid of cells: most characters take one, East Asian wide ones and emoji two, combining marks
none. Text is handled as runs, stretches of one style.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from enum import Enum
from functools import lru_cache
from typing import NamedTuple


class Style(Enum):
    """How a run looks; the value is what the terminal is told (SGR), readable on light and dark grounds."""

    PLAIN = ""
    BOLD = "1"
    DIM = "2"
    MATCH = "1;35"
    GOOD = "32"
    WARNING = "33"
    ERROR = "1;31"
    HINT = "1;36"


class Run(NamedTuple):
    """A stretch of text in one style."""

    text: str
    style: Style = Style.PLAIN


Line = list[Run]


class _Harmless(dict[int, str]):
    """What stands for each character on a terminal, found by its Unicode category and kept."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        category = unicodedata.category(char)
        if char in "\x0b\x0c\r\x85" or category in ("Zl", "Zp"):
            shown = "\n"
        elif category in ("Cc", "Cs"):
            shown = "\N{REPLACEMENT CHARACTER}"
        else:
            shown = "" if category == "Cf" or char in _BLANKS else char
        self[code] = shown
        return shown


_BLANKS = "\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0"
"""Letters and marks that are drawn as nothing."""
_SPACE, _SPACES = re.compile("[ \t\n]+"), frozenset(" \t\n")
"""White space at which lines may break."""
_HARMLESS = _Harmless(
    {ord(char): char for char in "\t\n\u200c\u200d\u0600\u0601\u0602\u0603\u0604\u0605\u06dd"}
)
_LONE_JOINER = r"(?<![^\x00-\u024f])[\u200c\u200d]|[\u200c\u200d](?![^\x00-\u024f])"
"""Joiners mean something in Persian, Indic scripts and emoji; beside Latin letters they only deceive."""
_STACKED = re.compile("([\u0300-\u036f\u0483-\u0489]{3})[\u0300-\u036f\u0483-\u0489]+")
"""No living orthography puts more than three marks on a letter; longer stacks paint over the lines around."""


def safe(text: str) -> str:
    """Give text that can only be read: nothing in it moves the cursor, reorders letters or hides any.

    Control characters (C0, C1, DEL) and lone surrogates become U+FFFD, so that one sees something was there;
    bidirectional overrides and characters without width go; tabs and newlines stay as white space.
    """
    if text.isascii() and text.isprintable():
        return text
    text = text.translate(_HARMLESS)
    if "\u200c" in text or "\u200d" in text:
        text = re.sub(_LONE_JOINER, "", text)
    return _STACKED.sub(r"\1", text)


@lru_cache(maxsize=4096)
def _width(char: str) -> int:
    if char == "\ufe0f":
        return 1  # asks for the emoji form of the narrow character before it
    if unicodedata.category(char) in ("Mn", "Me", "Cf") or "\u1160" <= char <= "\u11ff":
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def cells(text: str) -> int:
    """Count the terminal cells of a text without control characters (never too few)."""
    return len(text) if text.isascii() else sum(map(_width, text))


def cut(text: str, width: int) -> str:
    """Shorten a text to at most `width` cells, its end replaced by an ellipsis where it was longer."""
    if cells(text) <= width:
        return text
    kept, _ = _split(text, max(width - 1, 0))
    return kept.rstrip() + "…"


def marked(text: str, spans: Iterable[tuple[int, int]], style: Style, rest: Style = Style.PLAIN) -> Line:
    """Split a text into runs: `style` within the spans (code points, in order), `rest` between them."""
    runs: Line = []
    position = 0
    for first, last in spans:
        start, end = max(first, position), min(last, len(text))
        if start < end:
            if position < start:
                runs.append(Run(text[position:start], rest))
            runs.append(Run(text[start:end], style))
            position = end
    if position < len(text):
        runs.append(Run(text[position:], rest))
    return runs


def wrap(runs: Iterable[Run], width: int | None, *, first: int = 0, further: int = 0) -> list[Line]:
    """Lay runs into lines of at most `width` cells (None: one line), broken at blanks where there are any.

    `first` cells are taken already on the first line, `further` on each line after it.
    """
    if width is None:
        return [_in_one(runs)]
    lines: list[Line] = [[]]
    used = first
    for word, room in _words(runs):
        pieces = _pieces(word, room, width - max(first, further))
        for number, (piece, size) in enumerate(pieces):
            if number or (lines[-1] and used + 1 + size > width):
                lines.append([])
                used = further
            if lines[-1]:
                _append_blank(lines[-1], piece[0].style)
                used += 1
            lines[-1].extend(piece)
            used += size
    return [_merged(line) for line in lines]


def _in_one(runs: Iterable[Run]) -> Line:
    """Lay runs into one line, with one blank wherever there is white space between words."""
    line: Line = []
    parted = False
    for text, style in runs:
        words = [word for word in _SPACE.split(text) if word]
        parted = parted or text[:1] in _SPACES
        if words:
            if parted and line:
                _append_blank(line, style)
            line.append(Run(" ".join(words), style))
        parted = text[-1:] in _SPACES if words else parted or bool(text)
    return _merged(line)


def _words(runs: Iterable[Run]) -> Iterator[tuple[Line, int]]:
    """Give each word (between ordinary white space; a no-break space does not part) with its cells."""
    word: Line = []
    for run in runs:
        parts = _SPACE.split(run.text)
        for number, part in enumerate(parts):
            if number and word:
                yield word, sum(cells(piece.text) for piece in word)
                word = []
            if part:
                word.append(Run(part, run.style))
    if word:
        yield word, sum(cells(piece.text) for piece in word)


def _pieces(word: Line, size: int, width: int) -> Iterator[tuple[Line, int]]:
    """Break a word that is longer than a line; others pass as they are."""
    if size <= width:
        yield word, size
        return
    piece: Line = []
    used = 0
    for text, style in word:
        rest = text
        while rest:
            head, rest = _split(rest, width - used)
            if not head and not piece:  # a single character wider than the line
                head, rest = rest[:1], rest[1:]
            if head:
                piece.append(Run(head, style))
                used += cells(head)
            if rest:
                yield piece, used
                piece, used = [], 0
    if piece:
        yield piece, used


def _split(text: str, width: int) -> tuple[str, str]:
    """Part a text after at most `width` cells, never between a letter and its marks."""
    used = 0
    for position, char in enumerate(text):
        used += _width(char)
        if used > width:
            end = position - 1 if char == "\ufe0f" else position
            return text[:end], text[end:]
    return text, ""


def _append_blank(line: Line, following: Style) -> None:
    """Put a blank between two words, in their style where both have the same."""
    last = line[-1]
    line.append(Run(" ", last.style if last.style is following else Style.PLAIN))


def _merged(line: Line) -> Line:
    merged: Line = []
    for run in line:
        if merged and merged[-1].style is run.style:
            merged[-1] = Run(merged[-1].text + run.text, run.style)
        else:
            merged.append(run)
    return merged
