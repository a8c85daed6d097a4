"""Text to the terms it is found by; pure, and the same for articles and queries."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from typing import NamedTuple

from archive.analysis import figures
from archive.analysis.folding import fold
from archive.analysis.function_words import is_function_word
from archive.analysis.hyphens import LETTERED, readings
from archive.analysis.names import fold_name
from archive.analysis.omissions import Gap, Hyphen, Omission, Sought, gaps, hyphens, omissions
from archive.analysis.stems import stemmer
from archive.analysis.tokens import Token, forms, tokenize

__all__ = [
    "Analyzer",
    "Gap",
    "Hyphen",
    "Omission",
    "Sought",
    "Terms",
    "Token",
    "fold",
    "fold_name",
    "forms",
    "gaps",
    "hyphens",
    "is_function_word",
    "omissions",
    "readings",
    "tokenize",
]

_FIGURE_OR_SIGN = re.compile(r"[\d&+#§]")

MEMO_LIMIT = 500_000
"""How many distinct forms an analyzer remembers (about 200 MB at most); then it starts afresh."""


class Terms(NamedTuple):
    """What a form is found by: itself, its stems, and with less weight the stems of its compound parts."""

    form: str
    stems: tuple[str, ...]
    parts: tuple[str, ...] = ()


class Analyzer:
    """Turns forms of one language into terms, each distinct form once; `None` is an unknown language."""

    def __init__(self, language: str | None, limit: int = MEMO_LIMIT) -> None:
        self.language = language
        self._limit = limit
        self._stemmer = stemmer(language)
        self._memo: dict[str, Terms] = {}

    def terms(self, form: str) -> Terms:
        """Give the terms of a form as `tokenize` gives it."""
        known = self._memo.get(form)
        if known is None:
            if len(self._memo) >= self._limit:
                self._memo.clear()
            known = self._memo[form] = self._analyze(form)
        return known

    def terms_of(self, forms: Iterable[str]) -> list[Terms]:
        """Give the terms of many forms, in order: quicker than one by one, and not remembered."""
        return [self._memo.get(form) or self._analyze(form) for form in forms]

    def place(self, form: str, parts: Collection[str]) -> tuple[int, int]:
        """Give where in a form its first part of some stems stands; all of it where that is unclear."""
        if form in LETTERED:
            return (1, len(form))
        placed = self._stemmer.places(form) if not _FIGURE_OR_SIGN.search(form) else ()
        return next(((start, end) for stem, start, end in placed if stem in parts), (0, len(form)))

    def _analyze(self, form: str) -> Terms:
        if not form.isalpha() and _FIGURE_OR_SIGN.search(form):
            return Terms(form, figures.stems(form), figures.parts(form))
        stems, parts = self._stemmer.terms(form)
        if form in LETTERED:
            parts += self._stemmer.terms(form[1:])[0]
        return Terms(form, stems, parts)
