"""What was typed becomes a query tree, which any engine can answer; this package knows no engine.

`parse` reads the query language; `condition` and `between` make a tree of single values, as options of a
command line give them; `conjoin` joins trees and `relax` asks for less. `str(node)` writes a tree in the
query language.
"""

from archive.query.conditions import between, condition, conjoin, names_story, relax
from archive.query.grammar import MAX_DEPTH, MAX_QUERY_LENGTH, MAX_WORDS, parse
from archive.query.tree import (
    Alike,
    And,
    Everything,
    Exact,
    Fuzzy,
    Leaf,
    Like,
    Near,
    Node,
    Not,
    Or,
    Period,
    Phrase,
    Story,
    Wildcard,
    Word,
)

__all__ = [
    "MAX_DEPTH",
    "MAX_QUERY_LENGTH",
    "MAX_WORDS",
    "Alike",
    "And",
    "Everything",
    "Exact",
    "Fuzzy",
    "Leaf",
    "Like",
    "Near",
    "Node",
    "Not",
    "Or",
    "Period",
    "Phrase",
    "Story",
    "Wildcard",
    "Word",
    "between",
    "condition",
    "conjoin",
    "names_story",
    "parse",
    "relax",
]
