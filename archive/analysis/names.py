"""Names of people, as they are compared."""

from __future__ import annotations

import re

from archive.analysis.folding import variants
from archive.analysis.tokens import tokenize

TITLES = frozenset(
    "dr prof professor professorin dipl ing mag med phil jur rer nat habil hc mr mrs ms sir dame herr frau pd".split()
)
"""Words before a name that do not belong to it."""

_HONORARY = re.compile(r"\bh\. ?c\.", re.IGNORECASE)


def fold_name(name: str) -> tuple[tuple[str, ...], ...]:
    """Give, for each word of a name, its folded spellings: "Dr. Anna Müller" is (("anna",), ("muller", "mueller")).

    Titles are dropped unless nothing else is left; "von" and "de" belong to the name.
    """
    words = [token.form for token in tokenize(_HONORARY.sub(" ", name))]
    kept = [word for word in words if word not in TITLES] or words
    return tuple(variants(word) for word in kept)
