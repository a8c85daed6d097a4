"""What is wrong with a query: collected while it is read, raised together, drawn under the query."""

from __future__ import annotations

import unicodedata

from archive.errors import Problem, QueryError

MAX_PROBLEMS = 20  # more than a screen of them helps nobody
_ROOM = 72  # columns of the query shown in a drawing


class Problems:
    """The problems of one query, in order of their place; `raise_all` raises them as one error."""

    def __init__(self, query: str) -> None:
        self._query = query
        self._found: list[tuple[type[QueryError], Problem]] = []

    def __bool__(self) -> bool:
        return bool(self._found)

    def add(self, error: type[QueryError], problem: Problem) -> None:
        """Note a problem and the class of error that it is."""
        if len(self._found) < MAX_PROBLEMS:
            self._found.append((error, problem))

    def error(self) -> QueryError:
        """Make one error of all problems, in order of their place and of the class of the first."""
        found = sorted(self._found, key=lambda pair: pair[1].span)
        return found[0][0](self._query, tuple(problem for _, problem in found))

    def raise_all(self) -> None:
        """Raise the error, if there are any problems."""
        if self._found:
            raise self.error()


def draw(error: QueryError) -> str:
    """Draw each problem as plain text: the query, carets under the place, the message and the hint."""
    shown = "".join(map(_visible, error.query))
    return "\n".join(line for problem in error.problems for line in _drawing(shown, problem))


def _drawing(shown: str, problem: Problem) -> list[str]:
    start, end = problem.span
    first, last = _window(shown, start, end)
    before = shown[first:start]
    carets = max(1, _width(shown[start : min(end, last)]))
    lead = "…" if first else ""
    lines = [
        f"  {lead}{shown[first:last]}{'…' if last < len(shown) else ''}",
        f"  {' ' * (len(lead) + _width(before))}{'^' * carets}",
        f"  {problem.message}",
    ]
    return [*lines, f"  {problem.hint}"] if problem.hint else lines


def _window(text: str, start: int, end: int) -> tuple[int, int]:
    """Choose the part of a long query around a span that fits the room."""
    first, last = (0, len(text)) if len(text) <= _ROOM else (max(0, start - _ROOM // 3), len(text))
    room = _ROOM
    for position in range(first, last):
        room -= _width(text[position])
        if room < 0:
            return first, max(position, min(end, start + 1))
    return first, last


def _visible(character: str) -> str:
    """Put one harmless character for each, so that spans hold."""
    if character.isspace():
        return " "
    return "\N{REPLACEMENT CHARACTER}" if unicodedata.category(character) in ("Cc", "Cs", "Cn") else character


def _width(text: str) -> int:
    """Count the columns a text takes on a terminal: two for East Asian and emoji, none for what combines."""
    return sum(_columns(character) for character in text)


def _columns(character: str) -> int:
    if unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1
