"""The typed tree a query is parsed into; it knows no engine.

`str(node)` writes a node in the query language, and parsing that gives the node back. Every node is frozen
plain data. Fields are named by their canonical name (`archive.fields`); None is the bare search over all text.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Word:
    """Articles with a form of this word: `Rechenzentrum`; a hyphenated or dotted one is one word here."""

    text: str
    field: str | None = None


@dataclass(frozen=True, slots=True)
class Exact:
    """Articles with exactly this form: `=Zentrum`."""

    text: str
    field: str | None = None


@dataclass(frozen=True, slots=True)
class Wildcard:
    """Articles with a word of this pattern, `*` for any letters and `?` for one: `Rechen*`, `*zentren`."""

    pattern: str
    field: str | None = None


@dataclass(frozen=True, slots=True)
class Fuzzy:
    """Articles with a word at most `distance` (1 or 2) edits away: `Tkatchenko~`, `Tkatchenko~1`."""

    text: str
    distance: int = 2
    field: str | None = None


@dataclass(frozen=True, slots=True)
class Phrase:
    """Articles with these words as written, in order, side by side or at most `slop` words further: `"a b"~5`.

    `slop` 0 is the plain phrase; with a slop, the words may stand in any order within the words' number
    plus `slop`.
    """

    text: str
    slop: int = 0
    field: str | None = None


@dataclass(frozen=True, slots=True)
class Near:
    """Articles where forms of two words stand at most `distance` words apart, in any order: `a w/5 b`."""

    left: Word | Exact | Wildcard | Fuzzy | Phrase
    right: Word | Exact | Wildcard | Fuzzy | Phrase
    distance: int
    field: str | None = None


@dataclass(frozen=True, slots=True)
class Period:
    """Articles dated from `first` to `last`, both included, either side open where None."""

    field: str
    first: date | None
    last: date | None


@dataclass(frozen=True, slots=True)
class Like:
    """Articles like the one with this id: `like:ID`."""

    id: str


@dataclass(frozen=True, slots=True)
class Everything:
    """All articles: `*`."""


@dataclass(frozen=True, slots=True)
class And:
    """Articles that match all of the clauses."""

    clauses: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Or:
    """Articles that match at least one of the clauses."""

    clauses: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """Articles that do not match the clause."""

    clause: Node


Leaf = Word | Exact | Wildcard | Fuzzy | Phrase | Near | Period | Like | Everything
Node = Leaf | And | Or | Not
