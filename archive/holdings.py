"""What is in an archive, counted."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

from archive.engine import Engine, Facet, Results, Search
from archive.fields import FIELDS
from archive.frozen import dataclass
from archive.query.tree import Everything, Period


@dataclass(frozen=True, slots=True, kw_only=True)
class Stats:
    """What is in an archive: articles, days of the first and last, counts by field, bytes on disk."""

    articles: int
    dated: int
    first: str | None
    last: str | None
    facets: tuple[Facet, ...]
    corpus_bytes: int
    index_bytes: int


def counted(engine: Engine, corpus: Path, index: Path) -> Stats:
    """Count what the index knows, and the bytes in the folders of both."""
    facets = tuple(field.name for field in FIELDS if field.facet)
    everything = Search(query=Everything(), limit=1, sort="date", snippets=False, facets=facets)
    oldest = engine.search(everything)
    newest = engine.search(replace(everything, sort="-date", facets=()))
    ever = Period("date", date.min, date.max)
    return Stats(
        articles=oldest.total,
        dated=engine.search(replace(everything, query=ever, limit=0, facets=())).total,
        first=_day(oldest),
        last=_day(newest),
        facets=oldest.facets,
        corpus_bytes=_size(corpus),
        index_bytes=_size(index),
    )


def _day(results: Results) -> str | None:
    day = results.hits[0].published if results.hits else None
    return day.isoformat() if day else None


def _size(folder: Path) -> int:
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())
