"""What went wrong, as a person reads it: `Error:` one sentence, `Hint:` what to do."""

from __future__ import annotations

from archive.errors import Problem, QueryError
from archive.output.cells import Run, Style, cells, safe
from archive.output.terminal import Terminal


def write_error(terminal: Terminal, message: str, hint: str | None = None) -> None:
    """Write an error and its hint."""
    terminal.entry(Run("Error: ", Style.ERROR), message, hanging=2)
    if hint:
        write_hint(terminal, hint)


def write_hint(terminal: Terminal, hint: str) -> None:
    """Write what to do next."""
    terminal.entry(Run("Hint: ", Style.HINT), hint, hanging=2)


def write_query_error(terminal: Terminal, error: QueryError) -> None:
    """Write each problem of a query, the query under it with carets at the place, and its hint."""
    for problem in error.problems:
        terminal.entry(Run("Error: ", Style.ERROR), problem.message, hanging=2)
        query, carets = pointed(error.query, problem, terminal.measure or 80)
        if query.strip():
            terminal.verbatim(query, indent=2)
            terminal.verbatim(Run(carets, Style.ERROR), indent=2)
        if problem.hint:
            write_hint(terminal, problem.hint)


def pointed(query: str, problem: Problem, width: int) -> tuple[str, str]:
    """Give the part of a query around a problem in at most `width` cells, and the line of carets below it."""
    start, end = problem.span
    start = min(max(start, 0), len(query))
    end = min(max(end, start), len(query))
    room = max(width - 6, 10)
    before, about, after = (_one_line(part) for part in (query[:start], query[start:end], query[end:]))
    if cells(about) > room // 2:
        about = _head(about, room // 2)
        after = "…"
    if cells(before) > room // 3:
        before = "…" + _head(before[::-1], room // 3)[::-1]
    left = room - cells(before) - cells(about)
    if cells(after) > left:
        after = _head(after, left) + "…"
    return before + about + after, " " * cells(before) + "^" * max(cells(about), 1)


def _one_line(text: str) -> str:
    return safe(text).replace("\n", " ").replace("\t", " ")


def _head(text: str, width: int) -> str:
    """Give as many characters from the front as fit into `width` cells."""
    used = 0
    for position, char in enumerate(text):
        used += cells(char)
        if used > width:
            return text[:position]
    return text
