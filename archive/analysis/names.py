"""Names of people, as they are compared."""

from __future__ import annotations

import re

from archive.analysis.folding import variants
from archive.analysis.tokens import tokenize


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


TITLES = _words(
    """
    dame dipl dr frau habil hc herr ing jur mag med mr mrs ms nat pd phil prof professor professorin
    rer sir
    """
)
"""Words before a name that do not belong to it."""

_HONORARY = r"\bh\. ?c\."


def fold_name(name: str) -> tuple[tuple[str, ...], ...]:
    """Give the folded spellings of each word of a name: "Anna Müller" is (("anna",), ("muller", "mueller")).

    Titles are dropped unless nothing else is left; "von" and "de" belong to the name.
    """
    words = [
        token.form
        for token in tokenize(re.sub(_HONORARY, " ", name, flags=re.IGNORECASE) if "." in name else name)
    ]
    kept = [word for word in words if word not in TITLES] or words
    return tuple(variants(word) for word in kept)
