"""Passages of the articles found, with the spans of exactly what matched."""

from __future__ import annotations

from collections.abc import Sequence

from whoosh.query.qcore import Query

from archive.engine import Snippet, Span
from archive.index.evaluate import Evaluation


class Passages:
    """The passages of the articles on one page of results."""

    def __init__(self, evaluation: Evaluation, query: Query, numbers: Sequence[int]) -> None:
        self._evaluation = evaluation

    def headline(self, number: int, headline: str) -> tuple[Span, ...]:
        """Give the spans of matches in the headline of an article."""
        return ()

    def snippets(self, number: int) -> tuple[Snippet, ...]:
        """Give the best passages of an article, in the order of the text."""
        return ()
