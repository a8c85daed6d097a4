"""What is wrong with a query: collected while it is read, raised together."""

from __future__ import annotations

from archive.errors import Problem, QueryError

MAX_PROBLEMS = 20  # more than a screen of them helps nobody


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
