"""The clauses of a compiled query, as `evaluate` answers them; all of them are plain data.

`zone` is an index into `schema.ZONES` (None: the whole article), `scored` says whether a match adds to the
score (a filter only selects).
"""

from __future__ import annotations

from archive.frozen import dataclass


class Query:
    """What articles are asked for."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class And(Query):
    """Articles that match all of some clauses."""

    subqueries: list[Query]


@dataclass(frozen=True, slots=True)
class Or(Query):
    """Articles that match any of some clauses."""

    subqueries: list[Query]


@dataclass(frozen=True, slots=True)
class Not(Query):
    """Articles that do not match a clause."""

    query: Query


@dataclass(frozen=True, slots=True)
class Every(Query):
    """All articles."""


@dataclass(frozen=True, slots=True)
class Nothing(Query):
    """No article."""


NullQuery = Nothing()


@dataclass(frozen=True, slots=True)
class Words(Query):
    """Articles that have any of some terms, which count as one word; `parts` are parts, counting less.

    `form` is the word as typed (lower case), for its bonus where the article has it as written; `asides` are
    the stems of its own parts, which match nothing but add to the score of what is found; `compounds` are
    forms that it is part of as only the archive tells (`archive.index.evidence`).
    """

    name: str
    choices: tuple[str, ...]
    parts: tuple[str, ...] = ()
    zone: int | None = None
    scored: bool = True
    boost: float = 1.0
    form: str | None = None
    asides: tuple[str, ...] = ()
    compounds: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Pattern(Query):
    """Articles that have a term of a pattern with `*` and `?`."""

    name: str
    pattern: str
    zone: int | None = None
    scored: bool = True


@dataclass(frozen=True, slots=True)
class Misspelt(Query):
    """Articles that have a term at most `distance` edits away from a word."""

    name: str
    word: str
    distance: int
    zone: int | None = None
    scored: bool = True


@dataclass(frozen=True, slots=True)
class Run(Query):
    """Articles where words stand side by side; with a slop, in any order within so many places more."""

    slots: tuple[Words | Pattern, ...]
    slop: int = 0
    zone: int | None = None
    scored: bool = True


@dataclass(frozen=True, slots=True)
class Nearby(Query):
    """Articles where two things stand at most `distance` words apart, in any order, without overlap."""

    left: Spanned
    right: Spanned
    distance: int
    zone: int | None = None
    scored: bool = True


@dataclass(frozen=True, slots=True)
class Together(Query):
    """Articles where one value of a field has all of these words, each at its own place, in any order."""

    slots: tuple[Words | Pattern | Misspelt, ...]


@dataclass(frozen=True, slots=True)
class Days(Query):
    """Articles whose day lies between two ordinals, both included."""

    column: str
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Alike(Query):
    """Articles that match one of some clauses that mean the same; the best counts.

    The first is as typed; `share` is what the score of another counts at most.
    """

    clauses: tuple[Query, ...]
    share: float = 1.0
    path: str = "synonym"


Single = Words | Pattern | Misspelt
"""A clause whose every occurrence is one word."""

Spanned = Words | Pattern | Misspelt | Run
"""A clause whose occurrences are spans of words."""
