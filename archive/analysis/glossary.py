"""The terms of the words of the German word list, worked out beforehand: news text is full of them."""

from __future__ import annotations

from pathlib import Path

from archive.analysis.lexicon import Lexicon

FORMS_BEFORE_LOADING = 1_000
"""Forms that are worked out one by one (30 µs each) before all known words are loaded (40 ms)."""


class Glossary:
    """The terms of known words, loaded when many are asked for; what the rules give, only sooner.

    The file has a line for each word of the list, in its order: its stems with spaces between them, and
    after a tab those of its parts. It is written by ``python -m benchmarks.lexicon``.
    """

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._rows: dict[str, str] = {}
        self._asked = 0

    def get(self, form: str) -> tuple[tuple[str, ...], tuple[str, ...]] | None:
        """Give the stems of a form and those of its parts; None where it is unknown, or not loaded yet."""
        row = self._rows.get(form)
        if row is None:
            if not self._rows:
                self._count()
            return None
        stems, _, parts = row.partition("\t")
        return tuple(stems.split(" ")), tuple(parts.split(" ")) if parts else ()

    def _count(self) -> None:
        self._asked += 1
        if self._asked > FORMS_BEFORE_LOADING:
            rows = Path(__file__).with_name("glossary_de.txt").read_text(encoding="utf-8").split("\n")
            self._rows = dict(zip(self._lexicon.words(), rows, strict=False))
