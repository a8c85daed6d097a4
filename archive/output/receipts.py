"""What was done to the archive, as a person reads it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING

from archive.output.cells import Run, Style
from archive.output.results import count
from archive.output.terminal import Terminal

if TYPE_CHECKING:
    from archive.indexing import Synced
    from archive.ingest import Outcome
    from archive.inspection import Fault

NAMED = 20
"""Failures named at the end of a long run; the rest are counted."""

_EXPECTED = ("headline", "authors", "published", "source")
"""What most articles have: it is said when one of these was not found."""

_STYLES = {"new": Style.GOOD, "updated": Style.WARNING, "same": Style.DIM, "failed": Style.ERROR}


class Tally:
    """How often each outcome came, and the first failures in full."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        self.failures: list[Outcome] = []
        self.skipped = self.copies = 0

    def count(self, outcome: Outcome) -> None:
        """Take one outcome in; a file that was passed over counts apart."""
        if outcome.outcome == "skipped":
            self.skipped += 1
            return
        self.counts[outcome.outcome] += 1
        self.copies += outcome.copy_of is not None
        if outcome.outcome == "failed" and len(self.failures) < NAMED:
            self.failures.append(outcome)

    @property
    def total(self) -> int:
        """How many there were."""
        return self.counts.total()

    @property
    def failed(self) -> int:
        """How many failed."""
        return self.counts["failed"]


def write_outcome(terminal: Terminal, outcome: Outcome) -> None:
    """Write the receipt of one article: `new  2025-02-24-alibaba-…`, or what failed and why."""
    label = Run(f"{outcome.outcome:<9}", _STYLES[outcome.outcome])
    if outcome.outcome != "failed":
        terminal.verbatim(label, outcome.id or "")
        if outcome.copy_of:
            terminal.verbatim(Run(f"near copy of {outcome.copy_of}", Style.DIM), indent=9)
        return
    reason = outcome.reason or "no reason is known"
    terminal.entry(label, reason if str(outcome.path) in reason else f"{whence(outcome)}: {reason}")
    if outcome.hint:
        terminal.entry(Run("Hint: ", Style.HINT), outcome.hint, indent=9, hanging=2)


def write_found(terminal: Terminal, outcome: Outcome) -> None:
    """Write what is known about an article that may be added."""
    if outcome.outcome == "failed" or outcome.article is None:
        write_outcome(terminal, outcome)
        return
    article = outcome.article
    terminal.entry(Run(f"{outcome.outcome:<9}", _STYLES[outcome.outcome]), whence(outcome))
    known = (
        ("headline", article.headline),
        ("dek", article.dek),
        ("authors", ", ".join(article.authors)),
        ("byline", article.byline),
        ("published", article.published.isoformat() if article.published else None),
        ("updated", article.updated.isoformat() if article.updated else None),
        ("source", article.source),
        ("section", article.section),
        ("language", article.language),
        ("url", article.url),
        ("tags", ", ".join(article.tags)),
        ("body", count(len(article.body.split()), "word")),
        ("captions", count(len(article.captions), "caption") if article.captions else None),
        ("disclaimer", article.disclaimer),
    )
    for name, value in known:
        if value or name in _EXPECTED:
            shown = Run(value) if value else Run("not found", Style.DIM)
            terminal.entry(Run(f"{name:<11}", Style.DIM), shown, indent=2)


def whence(outcome: Outcome) -> str:
    """Name the file, and the record in it, that an outcome is about."""
    return f"{outcome.path} (record {outcome.record})" if outcome.record else str(outcome.path)


def write_tally(terminal: Terminal, tally: Tally, *, named: bool) -> None:
    """Write one line that counts everything, after the failures where they were not `named` before."""
    if not named:
        for outcome in tally.failures:
            write_outcome(terminal, outcome)
        if tally.failed > len(tally.failures):
            terminal.line(f"… and {tally.failed - len(tally.failures):,} more; --json names every one.")
    parts = [
        Run(f"{tally.counts[kind]:,} {kind}", style if tally.counts[kind] else Style.DIM)
        for kind, style in _STYLES.items()
    ]
    style = Style.WARNING if tally.copies else Style.DIM
    copies = "1 near copy" if tally.copies == 1 else f"{tally.copies:,} near copies"
    parts.insert(-1, Run(copies, style))
    runs: list[Run | str] = [f"{count(tally.total)}: "]
    for number, part in enumerate(parts):
        runs.extend([", ", part] if number else [part])
    if tally.skipped:
        runs.extend(["; ", Run(f"{tally.skipped:,} passed over", Style.DIM)])
    terminal.line(*runs)


def write_synced(terminal: Terminal, synced: Synced) -> None:
    """Write what a sync did to the index."""
    changed = (("added", synced.added), ("updated", synced.updated), ("removed", synced.removed))
    parts = [f"{number:,} {name}" for name, number in changed if number]
    terminal.line(f"The index is in step with the corpus: {', '.join(parts) or 'nothing to do'}.")


def write_faults(terminal: Terminal, faults: Iterable[Fault]) -> int:
    """Write each fault with what to do, and how many remain; gives that number."""
    found = remaining = 0
    for fault in faults:
        found += 1
        remaining += not fault.repaired
        label = Run("mended  ", Style.GOOD) if fault.repaired else Run("fault   ", Style.ERROR)
        terminal.entry(label, fault.message)
        if fault.hint and not fault.repaired:
            terminal.entry(Run("Hint: ", Style.HINT), fault.hint, indent=8, hanging=2)
    if not found:
        terminal.line("All is well: every article can be read, and the index is whole and in step.")
    elif remaining:
        terminal.line(f"{count(remaining, 'fault')} {'remains' if remaining == 1 else 'remain'}.")
    else:
        terminal.line(f"{count(found, 'fault')} mended; all is well now.")
    return remaining
