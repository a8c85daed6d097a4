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
    "et": "estonian",
    "eu": "basque",
    "ga": "irish",
    "hi": "hindi",
    "hy": "armenian",
    "id": "indonesian",
    "lt": "lithuanian",
    "sr": "serbian",
}
"""Snowball's name for the stemmer of a language, by ISO 639-1 code; German and English add to theirs."""


class Stems(Protocol):
    """What finds the stems of a language's forms."""

    def terms(self, form: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Give the stems of a form, folded, nearly always one; and those of the parts of a compound."""

    def places(self, form: str) -> Iterable[tuple[str, int, int]]:
        """Give the stems of the parts of a compound with where each part begins and ends in the form."""


class SnowballStemmer:
    """Finds stems by Snowball alone; leaves forms as they are (folded) where it has no such language."""

    def __init__(self, language: str | None) -> None:
        name = ALGORITHMS.get(language or "")
        known = name is not None and name in Stemmer.algorithms()  # older ones know fewer
        self._stem_word = Stemmer.Stemmer(name, 0).stemWord if known else str

    def terms(self, form: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Give the stem of a form, folded, and no parts: only German compounds are split."""
        return (fold(self._stem_word(form)),), ()

    def places(self, form: str) -> tuple[tuple[str, int, int], ...]:  # noqa: ARG002 -- other languages' compounds are not split
        """Give nothing, as there are no parts."""
        return ()


def stemmer(language: str | None) -> Stems:
    """Give the stemmer of a language."""
    if language == "de":
        return german.stemmer()
    if language == "en":
        return english.stemmer()
    return SnowballStemmer(language)
