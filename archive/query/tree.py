"""The typed tree a query is parsed into; it knows no engine.

`str(node)` writes a node in the query language, and parsing that gives the node back. Every node is frozen
plain data. Fields are named by their canonical name (`archive.fields`); None is the search over all text.

A tree is in normal form: `And` and `Or` are flat and have two clauses or more, there is no `Everything`
among the clauses of an `And` and no `Not` right inside a `Not`. `conjunction`, `disjunction` and `negation`
keep it so.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from archive.frozen import dataclass
from archive.query import periods
from archive.query.words import bare, quote


@dataclass(frozen=True, slots=True)
class Word:
    """Articles with a form of this word: `Rechenzentrum`; a hyphenated or dotted one is one word here."""

    text: str
    field: str | None = None

    def __str__(self) -> str:
        return _fielded(self.field, self.text if bare(self.text, self.field) else quote(self.text))


@dataclass(frozen=True, slots=True)
class Exact:
    """Articles with exactly this form: `=Zentrum`."""

    text: str
    field: str | None = None

    def __str__(self) -> str:
        return _fielded(self.field, f"={self.text}")


@dataclass(frozen=True, slots=True)
class Wildcard:
    """Articles with a word of this pattern, `*` for any letters and `?` for one: `Rechen*`, `*zentren`.

    With a field, `*` alone is any value at all: `author:*` finds the articles whose author is known.
    """

    pattern: str
    field: str | None = None

    def __str__(self) -> str:
        return _fielded(self.field, self.pattern)


@dataclass(frozen=True, slots=True)
class Fuzzy:
    """Articles with a word at most `distance` (1 or 2) edits away: `Tkatchenko~`, `Tkatchenko~1`."""

    text: str
    distance: int = 2
    field: str | None = None

    def __str__(self) -> str:
        return _fielded(self.field, f"{self.text}~{'' if self.distance == 2 else self.distance}")


@dataclass(frozen=True, slots=True)
class Phrase:
    """Articles with these words as written, in order, side by side or `slop` words apart: `"a b"~5`.

    `slop` 0 is the plain phrase; with a slop, the words may stand in any order within the words' number
    plus `slop`.
    """

    text: str
    slop: int = 0
    field: str | None = None

    def __str__(self) -> str:
        return _fielded(self.field, quote(self.text) + (f"~{self.slop}" if self.slop else ""))


@dataclass(frozen=True, slots=True)
class Near:
    """Articles where two words stand at most `distance` words apart, in any order: `a w/5 b`.

    Both sides have the field of the whole. `a w/5 b w/5 c` asks for two pairs: a near b, and b near c.
    """

    left: Word | Exact | Wildcard | Fuzzy | Phrase
    right: Word | Exact | Wildcard | Fuzzy | Phrase
    distance: int
    field: str | None = None

    def __str__(self) -> str:
        return f"{self.left} w/{self.distance} {self.right}"


@dataclass(frozen=True, slots=True)
class Period:
    """Articles dated from `first` to `last`, both included, either side open where None.

    Open on both sides it is any day at all, `date:*`: the articles whose date is known.
    """

    field: str
    first: date | None
    last: date | None

    def __str__(self) -> str:
        return _fielded(self.field, periods.write(self.first, self.last))


@dataclass(frozen=True, slots=True)
class Like:
    """Articles like the one with this id: `like:ID`."""

    id: str

    def __str__(self) -> str:
        return f"like:{quote(self.id)}"


@dataclass(frozen=True, slots=True)
class Story:
    """The article with this id and its near copies: `story:ID`."""

    id: str

    def __str__(self) -> str:
        return f"story:{quote(self.id)}"


@dataclass(frozen=True, slots=True)
class Everything:
    """All articles: `*`."""

    def __str__(self) -> str:
        return "*"


@dataclass(frozen=True, slots=True)
class And:
    """Articles that match all of the clauses."""

    clauses: tuple[Node, ...]

    def __str__(self) -> str:
        return " ".join(_bracketed(clause, Or, Near) for clause in self.clauses)


@dataclass(frozen=True, slots=True)
class Or:
    """Articles that match at least one of the clauses."""

    clauses: tuple[Node, ...]

    def __str__(self) -> str:
        return " OR ".join(_bracketed(clause, And) for clause in self.clauses)


@dataclass(frozen=True, slots=True)
class Not:
    """Articles that do not match the clause."""

    clause: Node

    def __str__(self) -> str:
        return f"-{_bracketed(self.clause, And, Or, Near)}"


@dataclass(frozen=True, slots=True)
class Alike:
    """Articles that match a clause or, counting less, another name of the same thing; never typed as such."""

    clause: Node
    others: tuple[Word, ...]

    def __str__(self) -> str:
        return f"({' OR '.join(map(str, (_bracketed(self.clause, And), *self.others)))})"


Leaf = Word | Exact | Wildcard | Fuzzy | Phrase | Near | Period | Like | Story | Everything
Node = Leaf | And | Or | Not | Alike


def conjunction(nodes: Iterable[Node]) -> Node:
    """Join nodes so that all must match, in normal form: flat, without `Everything`, never of one clause."""
    clauses: list[Node] = []
    for node in nodes:
        clauses.extend(node.clauses if isinstance(node, And) else (node,))
    clauses = [clause for clause in clauses if not isinstance(clause, Everything)]
    if not clauses:
        return Everything()
    return clauses[0] if len(clauses) == 1 else And(tuple(clauses))


def disjunction(nodes: Iterable[Node]) -> Node:
    """Join one or more nodes so that one must match, in normal form: flat, never of one clause."""
    clauses: list[Node] = []
    for node in nodes:
        clauses.extend(node.clauses if isinstance(node, Or) else (node,))
    return clauses[0] if len(clauses) == 1 else Or(tuple(clauses))


def negation(node: Node) -> Node:
    """Turn what matches into what does not; twice gives the node back."""
    return node.clause if isinstance(node, Not) else Not(node)


def _fielded(field: str | None, value: str) -> str:
    return value if field is None else f"{field}:{value}"


def _bracketed(node: Node, *loose: type) -> str:
    """Write a clause, in brackets where it would bind more loosely than what is around it."""
    return f"({node})" if isinstance(node, loose) else str(node)
