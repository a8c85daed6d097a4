"""Words to the stems under which their inflections meet: Snowball, one row a language."""

from __future__ import annotations

import Stemmer

ALGORITHMS = {
    "de": "german",
    "en": "english",
    "fr": "french",
    "es": "spanish",
    "it": "italian",
    "nl": "dutch",
    "pt": "portuguese",
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
"""Snowball's name for the stemmer of a language, by ISO 639-1 code."""


def stemmer(language: str | None) -> Stemmer.Stemmer | None:
    """Give the stemmer of a language, or None where there is none."""
    name = ALGORITHMS.get(language or "")
    return Stemmer.Stemmer(name, 0) if name else None
