"""Why an article matches a query, or why not, as a person or a program reads it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from archive.engine import Contribution, Explanation, Reason
from archive.output.cells import Line, Run, Style
from archive.output.records import FORMAT, contribution_record
from archive.output.terminal import Terminal


def write_explanation(terminal: Terminal, explanation: Explanation) -> None:
    """Write the verdict, then every clause with what it gives or what stands in its place."""
    terminal.line(Run(explanation.headline or "(no headline)", Style.BOLD))
    terminal.verbatim(Run(explanation.id, Style.DIM), indent=2)
    if explanation.matches:
        place = f"number {explanation.rank:,} of {explanation.total:,}, score {explanation.score:.2f}"
        terminal.lines([Run("Matches", Style.GOOD), Run(f" {explanation.interpreted}: {place}")], hanging=2)
    else:
        terminal.lines([Run("Does not match", Style.ERROR), Run(f" {explanation.interpreted}")], hanging=2)
    _write_reasons(terminal, explanation.reasons, 2)
    if explanation.contributions:
        terminal.lines([Run("and beside: "), *_given(explanation.contributions)], indent=2, hanging=2)


def _write_reasons(terminal: Terminal, reasons: Sequence[Reason], indent: int) -> None:
    for reason in reasons:
        mark = Run("yes ", Style.GOOD) if reason.met else Run("no  ", Style.ERROR)
        terminal.lines([mark, Run(reason.clause, Style.BOLD), *_told(reason)], indent=indent, hanging=4)
        _write_reasons(terminal, reason.reasons, indent + 4)


def _told(reason: Reason) -> Line:
    if reason.contributions:
        return [Run(": "), *_given(reason.contributions)]
    if reason.met or reason.reasons:
        return []
    told = ", ".join(
        [
            *([f"stands in: {', '.join(reason.elsewhere)}"] if reason.elsewhere else []),
            *([f"the nearest it has: {', '.join(reason.nearest)}"] if reason.nearest else []),
        ]
    )
    return [Run(f": {told}" if told else ": nothing like it")]


def _given(contributions: Sequence[Contribution]) -> Line:
    parts = [f"{each.score:.2f} {each.term} ({each.path})" for each in contributions]
    return [Run(" + ".join(parts))]


def explanation_record(explanation: Explanation, query: str) -> dict[str, Any]:
    """Give the document that `explain --json` writes."""
    return {
        "format": FORMAT,
        "id": explanation.id,
        "query": query,
        "interpreted": explanation.interpreted,
        "matches": explanation.matches,
        "score": round(explanation.score, 4),
        "rank": explanation.rank,
        "total": explanation.total,
        "reasons": [_reason_record(each) for each in explanation.reasons],
        "contributions": [contribution_record(each) for each in explanation.contributions],
    }


def _reason_record(reason: Reason) -> dict[str, Any]:
    return {
        "clause": reason.clause,
        "met": reason.met,
        "contributions": [contribution_record(each) for each in reason.contributions],
        "nearest": list(reason.nearest),
        "elsewhere": list(reason.elsewhere),
        "reasons": [_reason_record(each) for each in reason.reasons],
    }
