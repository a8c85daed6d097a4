"""Text to the terms it is found by; pure, and the same for articles and queries."""

from __future__ import annotations

from dataclasses import dataclass

from archive.analysis import figures
from archive.analysis.compounds import splitter
from archive.analysis.ellipsis import Ellipsis, ellipses
from archive.analysis.folding import fold
from archive.analysis.function_words import is_function_word
from archive.analysis.names import fold_name
from archive.analysis.stems import stemmer
from archive.analysis.tokens import Token, forms, tokenize

__all__ = ["Analyzer", "Ellipsis", "Terms", "Token", "compound_parts", "ellipses", "fold", "fold_name", "forms", "is_function_word", "tokenize"]

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
        if not form.isalpha() and any(map(str.isdigit, form)):
            return Terms(form, figures.stems(form), figures.parts(form))
        if not form.isalpha() and "'" not in form:
            return Terms(form, (fold(form),), figures.parts(form))
        stems = self._stemmer.stems(form)
        if self.language != "de":
            return Terms(form, stems)
        parts = dict.fromkeys(stem for part in compound_parts(form) for stem in self._stemmer.stems(part))
        return Terms(form, stems, tuple(part for part in parts if part not in stems))


def compound_parts(form: str) -> list[str]:
    """List the parts of a German compound, and theirs: Klimaschutzgesetz has klimaschutz, klima, schutz, gesetz."""
    found: list[str] = []
    for part in splitter().split(form):
        found += (part.base, *compound_parts(part.base))
    return found
