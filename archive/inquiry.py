"""What a person asks, answered: as a question, in part where nothing has all, with a better spelling."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final, Literal

from archive import query
from archive.engine import Engine, Results, Search
from archive.query.tree import Node
from archive.questions import content

FEW: Final = 3
"""With fewer hits than this on the first page of everything, a better spelling is looked for."""


def wanted(typed: Node, match: Literal["all", "any"]) -> Node:
    """Give what an article must have: any of the words typed, or all that a question asks about."""
    return query.relax(typed) if match == "any" else content(typed)


def answer(engine: Engine, page: Search, conditions: Sequence[Node], match: Literal["all", "any"]) -> Results:
    """Answer what was typed (`page.query`), together with conditions, by one page of a ranking.

    Where no article has all words, those that have some are given, and `Results.match` is "partial". Raises
    EngineError when the index cannot answer.
    """
    typed = page.query
    search = replace(page, query=query.conjoin((wanted(typed, match), *conditions)))
    results = engine.search(search)
    matched: Literal["all", "any", "partial"] = match
    if not results.total and match == "all" and (relaxed := query.relax(typed)) != typed:
        partial = engine.search(replace(search, query=query.conjoin((relaxed, *conditions))))
        if partial.total:
            results, matched = partial, "partial"
    better = engine.suggest(typed) if results.total < FEW or matched == "partial" else None
    return replace(
        results,
        interpreted=str(search.query),
        match=matched,
        suggestion=str(better) if better is not None else None,
    )
