"""Keep newspaper and web articles for years, and find one again in a second.

::

    from archive import Archive

    with Archive.open("news") as archive:
        for outcome in archive.add(["article.txt", "exports/"]):
            print(outcome.outcome, outcome.id)
        for hit in archive.search("KI Infrastruktur author:tkachenko").hits:
            print(hit.headline)
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from archive.archive import Archive
    from archive.article import Article, Provenance, Section
    from archive.engine import Facet, Hit, Results, Snippet
    from archive.errors import ArchiveError
    from archive.holdings import Stats
    from archive.indexing import Synced
    from archive.ingest import Outcome
    from archive.inspection import Fault

__all__ = [
    "Archive",
    "ArchiveError",
    "Article",
    "Facet",
    "Fault",
    "Hit",
    "Outcome",
    "Provenance",
    "Results",
    "Section",
    "Snippet",
    "Stats",
    "Synced",
]

_HOMES = {
    "Archive": "archive",
    "ArchiveError": "errors",
    "Article": "article",
    "Facet": "engine",
    "Fault": "inspection",
    "Hit": "engine",
    "Outcome": "ingest",
    "Provenance": "article",
    "Results": "engine",
    "Section": "article",
    "Snippet": "engine",
    "Stats": "holdings",
    "Synced": "indexing",
}
"""The module of each public name; it is loaded when the name is used, so that importing costs nothing."""


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"archive.{_HOMES[name]}"), name)
