"""What was measured: kept by number of articles, held against what is wanted, shown as tables and a figure.

A row is a job; it has seconds, milliseconds or bytes by engine, and less is better in all of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from benchmarks.growth import figure

Row = Mapping[str, float]
Measured = dict[str, dict[str, float]]
"""Rows by job."""

OURS = "archive"
PEERS = ("Whoosh", "FTS5", "tantivy")
ENGINES = (OURS, *PEERS)

INDEX = "index, s"
ADD = "`archive add` of JSON lines, s (peers: index)"
ADD_PEAK = "`archive add`, peak memory, MB"
SIZE = "index size / text"
MEDIAN = "search with passages, median, ms"
LATE = "search with passages, 95 %, ms"
PLAIN_MEDIAN = "search without, median, ms"
PLAIN_LATE = "search without, 95 %, ms"
SEARCH_PEAK = "memory of a process that has asked everything, MB"
COLD = "cold search, whole process, ms"
IMPORTS = "(import click, numpy)"
ONE = "add one article, durable and found, ms"
PATTERN = "`{}` / a frequent word"
PATTERNS = tuple(PATTERN.format(text) for text in ("*ung", "m*", "word~2"))

MOST: Mapping[str, float] = {SIZE: 0.8, ADD_PEAK: 600, SEARCH_PEAK: 150, **dict.fromkeys(PATTERNS, 5)}
"""What a job may take."""

SHARES: Mapping[str, Mapping[str, float]] = {
    INDEX: {"FTS5": 1, "tantivy": 1, "Whoosh": 1 / 20},
    ADD: {"FTS5": 1 / 0.6},
    MEDIAN: {"Whoosh": 1 / 30, "FTS5": 1, "tantivy": 1},
    LATE: {"Whoosh": 1 / 30, "tantivy": 1},
    PLAIN_MEDIAN: {"FTS5": 1, "tantivy": 3},
    PLAIN_LATE: {"FTS5": 1, "tantivy": 3},
    COLD: {"Whoosh": 1 / 4, IMPORTS: 1.4, "tantivy": 2},
    ONE: {"tantivy": 1},
}
"""What a job may take in terms of what others take."""

FEW: Mapping[str, Mapping[str, float]] = {MEDIAN: {"tantivy": 0.5}, LATE: {"tantivy": 0.5}}
"""The same, for no more than 10,000 articles."""

SLACK = 0.65
"""A floor lies so far below what was measured: machines, and the other work on one, differ by as much."""

_REGION = re.compile(r"(<!-- speed (\d+) -->\n).*?(<!-- /speed -->)", re.DOTALL)


def most(job: str, row: Row, articles: int) -> float | None:
    """Give what a job may take at most, None where nothing is asked."""
    shares = FEW.get(job, SHARES.get(job, {})) if articles <= 10_000 else SHARES.get(job, {})
    limits = [share * row[peer] for peer, share in shares.items() if peer in row]
    limits += [MOST[job]] if job in MOST else []
    return min(limits, default=None)


def ratios(rows: Measured) -> Iterator[tuple[str, float]]:
    """Give how many times as long the others take (or what is allowed): more is better."""
    for job, row in rows.items():
        for peer, value in row.items():
            if peer != OURS and OURS in row and not job.startswith(" "):
                yield f"{job}, {peer} / archive", value / row[OURS]
        if job in MOST and OURS in row:
            yield f"{job}, allowed / archive", MOST[job] / row[OURS]


def plain(rows: Measured, articles: int) -> str:
    """Give the rows as a table for a terminal."""
    lines = [f"{'':50}" + "".join(f"{name:>12}" for name in ENGINES) + "  wanted"]
    for job, row in rows.items():
        cells = "".join(f"{_figure(row[name]):>12}" if name in row else " " * 12 for name in ENGINES)
        limit = most(job, row, articles)
        lines.append(f"{job:50}{cells}  {_verdict(row, limit) if limit is not None else ''}".rstrip())
    return "\n".join(lines)


def markdown(rows: Measured, articles: int) -> str:
    """Give the rows as a table of a page."""
    lines = [f"| {articles:,} articles | {' | '.join(ENGINES)} | wanted |", "|---|" + "---:|" * 5]
    for job, row in rows.items():
        if job.startswith(" "):
            continue
        cells = " | ".join(_figure(row[name]) if name in row else "" for name in ENGINES)
        limit = most(job, row, articles)
        lines.append(f"| {job} | {cells} | {_verdict(row, limit) if limit is not None else ''} |")
    return "\n".join(lines)


def short(articles: int, rows: Measured, floors: Mapping[str, Mapping[str, float]]) -> list[str]:
    """Name each ratio that is below its floor."""
    held = floors.get(str(articles), {})
    return [
        f"{name}: {ratio:.3g}, below its floor of {held[name]:.3g}"
        for name, ratio in ratios(rows)
        if ratio < held.get(name, 0)
    ]


def raised(articles: int, rows: Measured, floors: dict[str, dict[str, float]]) -> None:
    """Raise the floors to a little below what was measured; they are never lowered."""
    held = floors.setdefault(str(articles), {})
    for name, ratio in ratios(rows):
        held[name] = max(held.get(name, 0), float(f"{ratio * SLACK:.3g}"))


def renew(pages: Sequence[Path], measured: Mapping[str, Measured], said: Mapping[str, str]) -> None:
    """Put the tables where the pages have `<!-- speed NUMBER -->`; `said` is how each was measured."""

    def table(match: re.Match[str]) -> str:
        rows = measured.get(match[2])
        inside = f"{said[match[2]]}\n\n{markdown(rows, int(match[2]))}\n" if rows else "Not measured yet.\n"
        return f"{match[1]}{inside}{match[3]}"

    for page in pages:
        page.write_text(_REGION.sub(table, page.read_text(encoding="utf-8")), encoding="utf-8")


def growth(measured: Mapping[str, Measured]) -> str:
    """Draw how the time of a search grows."""

    def lines(job: str) -> dict[str, list[tuple[float, float]]]:
        drawn: dict[str, list[tuple[float, float]]] = {}
        for articles in sorted(measured, key=int):
            for name, value in measured[articles].get(job, {}).items():
                drawn.setdefault(name, []).append((int(articles), value))
        return drawn

    return figure("A search with passages, by the number of articles", lines(MEDIAN), lines(LATE))


def _figure(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"


def _verdict(row: Row, limit: float) -> str:
    """Say what is allowed, and how many times as much it is where it is more."""
    over = row.get(OURS, limit) / limit
    return f"≤ {_figure(limit)}" + (f" (×{over:.2g})" if over > 1 else " ✓")
