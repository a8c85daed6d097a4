"""What is in an archive, in numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from archive.output.cells import Run, Style, cells, cut, safe
from archive.output.results import count
from archive.output.terminal import Terminal

if TYPE_CHECKING:
    from archive.engine import Facet
    from archive.holdings import Stats

ROWS = 10
"""Values shown of each field: the frequent ones tell, the rest is in `--json`."""

_NAME_WIDTH = 44
_BAR = 24


def stats_record(stats: Stats) -> dict[str, Any]:
    """Give the figures as `stats --json` writes them."""
    return {
        "format": 1,
        "articles": stats.articles,
        "dated": stats.dated,
        "first": stats.first,
        "last": stats.last,
        "corpus_bytes": stats.corpus_bytes,
        "index_bytes": stats.index_bytes,
        "facets": {
            facet.field: [{"value": value, "articles": number} for value, number in facet.counts]
            for facet in stats.facets
        },
    }


def write_stats(terminal: Terminal, stats: Stats) -> None:
    """Write totals, then for each field its most frequent values with bars."""
    terminal.line(Run(count(stats.articles), Style.BOLD))
    if stats.first and stats.last:
        undated = stats.articles - stats.dated
        rest = f", {undated:,} without a date" if undated else ""
        terminal.entry(Run("dates   ", Style.DIM), f"{stats.first} to {stats.last}{rest}")
    terminal.entry(Run("corpus  ", Style.DIM), size(stats.corpus_bytes))
    terminal.entry(Run("index   ", Style.DIM), size(stats.index_bytes))
    for facet in stats.facets:
        if facet.counts:
            terminal.blank()
            _write_facet(terminal, facet)


def size(number: int) -> str:
    """Write a number of bytes as a person says it: `812 B`, `3.4 MB`."""
    amount = float(number)
    for unit in ("B", "kB", "MB", "GB"):
        if amount < 1000:
            return f"{amount:.0f} {unit}" if unit == "B" or amount >= 100 else f"{amount:.1f} {unit}"
        amount /= 1000
    return f"{amount:.1f} TB"


def _write_facet(terminal: Terminal, facet: Facet) -> None:
    terminal.line(Run(facet.field, Style.BOLD))
    most = max(number for _, number in facet.counts)
    width = min(_NAME_WIDTH, max((terminal.measure or 80) - _BAR - 14, 10))
    for value, number in facet.counts[:ROWS]:
        name = cut(safe(value).replace("\n", " "), width)
        bar = "━" * max(1, round(_BAR * number / most))
        terminal.verbatim(f"{name}{' ' * (width - cells(name))} {number:>9,}  {bar}", indent=2)
    if len(facet.counts) > ROWS:
        terminal.line(Run(f"and {len(facet.counts) - ROWS:,} more", Style.DIM), indent=2)
