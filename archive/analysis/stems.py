"""Forms to the stems under which the inflections of a word meet, one row a language."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

import Stemmer

from archive.analysis import english, german
from archive.analysis.folding import fold

ALGORITHMS = {
    "de": "german",
    "en": "english",
    "fr": "french",
    "es": "spanish",
    "it": "italian",
    "nl": "dutch",
    "pt": "portuguese",
    "ca": "catalan",
    "da": "danish",
    "sv": "swedish",
    "no": "norwegian",
    "fi": "finnish",
    "pl": "polish",
    "cs": "czech",
    "hu": "hungarian",
    "ro": "romanian",
    "tr": "turkish",
    "ru": "russian",
    "el": "greek",
    "ar": "arabic",
}
"""Snowball's name for the stemmer of a language, by ISO 639-1 code; German and English add to theirs."""


class Stems(Protocol):
    """What finds the stems of a language's forms."""

    def stems(self, form: str) -> tuple[str, ...]:
        """Give the stems of a form, folded; nearly always one."""

    def parts(self, form: str) -> tuple[str, ...]:
        """Give the stems of the parts of a compound; nothing for other words."""

    def places(self, form: str) -> Iterable[tuple[str, int, int]]:
        """Give the stems of the parts of a compound with where each part begins and ends in the form."""


class SnowballStemmer:
    """Finds stems by Snowball alone; leaves forms as they are (folded) where it has no such language."""

    def __init__(self, language: str | None) -> None:
        name = ALGORITHMS.get(language or "")
        self._snowball = Stemmer.Stemmer(name, 0) if name else None

    def stems(self, form: str) -> tuple[str, ...]:
        """Give the stem of a form, folded."""
        return (fold(self._snowball.stemWord(form) if self._snowball else form),)

    def places(self, form: str) -> tuple[tuple[str, int, int], ...]:  # noqa: ARG002 -- other languages' compounds are not split
        """Give nothing, as `parts` does."""
        return ()

    def parts(self, form: str) -> tuple[str, ...]:  # noqa: ARG002 -- other languages' compounds are not split
        """Give nothing: only German compounds are split."""
        return ()


def stemmer(language: str | None) -> Stems:
    """Give the stemmer of a language."""
    if language == "de":
        return german.stemmer()
    if language == "en":
        return english.stemmer()
    return SnowballStemmer(language)
