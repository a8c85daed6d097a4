"""The clauses of a compiled query: what Whoosh's own query classes do not say.

A compiled query is a Whoosh query tree: `And`, `Or`, `Not`, `Every` and `NullQuery` are Whoosh's, the leaves
are these. All of them are plain data; `evaluate` answers them. `zone` is an index into `schema.ZONES` (None:
the whole article), `scored` says whether a match adds to the score (a filter only selects).
"""

from __future__ import annotations

from archive.frozen import dataclass
from archive.index.host import Query


@dataclass(frozen=True)
class Words(Query):  # type: ignore[misc]
    """Articles that have any of some terms, which count as one word; `parts` are parts, counting less.

    `form` is the word as typed (lower case), for its bonus where the article has it as written; `asides` are
    the stems of its own parts, which match nothing but add to the score of what is found.
    """

    name: str
    choices: tuple[str, ...]
    parts: tuple[str, ...] = ()
    zone: int | None = None
    scored: bool = True
    boost: float = 1.0
    form: str | None = None
    asides: tuple[str, ...] = ()


@dataclass(frozen=True)
class Pattern(Query):  # type: ignore[misc]
    """Articles that have a term of a pattern with `*` and `?`."""

    name: str
    pattern: str
    zone: int | None = None
    scored: bool = True


@dataclass(frozen=True)
class Misspelt(Query):  # type: ignore[misc]
    """Articles that have a term at most `distance` edits away from a word."""

    name: str
    word: str
    distance: int
    zone: int | None = None
    scored: bool = True


@dataclass(frozen=True)
class Run(Query):  # type: ignore[misc]
    """Articles where words stand side by side; with a slop, in any order within so many places more."""

    slots: tuple[Words | Pattern, ...]
    slop: int = 0
    zone: int | None = None
    scored: bool = True


@dataclass(frozen=True)
class Nearby(Query):  # type: ignore[misc]
    """Articles where two things stand at most `distance` words apart, in any order, without overlap."""

    left: Spanned
    right: Spanned
    distance: int
    zone: int | None = None
    scored: bool = True


@dataclass(frozen=True)
class Together(Query):  # type: ignore[misc]
    """Articles where one value of a field has all of these words, each at its own place, in any order."""

    slots: tuple[Words | Pattern | Misspelt, ...]


@dataclass(frozen=True)
class Days(Query):  # type: ignore[misc]
    """Articles whose day lies between two ordinals, both included."""

    column: str
    first: int
    last: int


@dataclass(frozen=True)
class Alike(Query):  # type: ignore[misc]
    """Articles that match one of some clauses that mean the same; the best counts, the first most."""

    clauses: tuple[Query, ...]


Single = Words | Pattern | Misspelt
"""A clause whose every occurrence is one word."""

Spanned = Words | Pattern | Misspelt | Run
"""A clause whose occurrences are spans of words."""
