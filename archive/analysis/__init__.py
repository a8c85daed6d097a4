"""Text to the terms it is found by; pure, and the same for articles and queries."""

from __future__ import annotations

from dataclasses import dataclass

from archive.analysis.folding import fold
from archive.analysis.names import fold_name
from archive.analysis.stems import stemmer
from archive.analysis.tokens import Token, forms, tokenize

__all__ = ["Analyzer", "Terms", "Token", "fold", "fold_name", "forms", "tokenize"]

MEMO_LIMIT = 500_000
"""How many distinct forms an analyzer remembers (about 200 MB at most); then it starts afresh."""


@dataclass(frozen=True, slots=True)
class Terms:
    """What a form is found by: itself, its stems, and (with less weight) the stems of its compound parts."""

    form: str
    stems: tuple[str, ...]
    parts: tuple[str, ...] = ()


class Analyzer:
    """Turns forms of one language into terms, each distinct form once; `None` stands for an unknown language."""

    def __init__(self, language: str | None) -> None:
        self.language = language
        self._stemmer = stemmer(language)
        self._memo: dict[str, Terms] = {}

    def terms(self, form: str) -> Terms:
        """Give the terms of a form as `tokenize` gives it."""
        known = self._memo.get(form)
        if known is None:
            if len(self._memo) >= MEMO_LIMIT:
                self._memo.clear()
            known = self._memo[form] = self._analyze(form)
        return known

    def _analyze(self, form: str) -> Terms:
        stem = self._stemmer.stemWord(form) if self._stemmer else form
        return Terms(form, (fold(stem),))
