"""Search results as a person reads them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from archive.engine import Hit, Results, Snippet
from archive.output.cells import Line, Run, Style, marked
from archive.output.terminal import Terminal

_ELLIPSIS = "…"


def write_results(terminal: Terminal, results: Results, *, offset: int = 0, explain: bool = False) -> None:
    """Write how much was found, then each hit: headline, authors · date · source, passages, id."""
    terminal.line(Run(_summary(results, offset), Style.DIM))
    if explain:
        terminal.entry(Run("Understood as: ", Style.DIM), results.interpreted or "*", hanging=2)
    for hit in results.hits:
        terminal.blank()
        write_hit(terminal, hit, explain=explain)
    after, hits = offset + len(results.hits), results.total - results.hidden
    if results.hits and (results.suggestion or after < hits):
        terminal.blank()
    if results.hits and results.suggestion:
        terminal.line("Did you mean: ", Run(results.suggestion, Style.BOLD))
    if results.hits and after < hits:
        terminal.line(Run(f"More with --offset {after}.", Style.DIM))


def write_hit(terminal: Terminal, hit: Hit, *, explain: bool = False) -> None:
    """Write one hit, its matches marked."""
    headline = hit.headline or "(no headline)"
    spans = hit.headline_matches if hit.headline else ()
    terminal.lines(marked(headline, spans, Style.MATCH, Style.BOLD), hanging=2)
    about = byline(hit.authors, hit.published.isoformat() if hit.published else None, hit.source)
    if about:
        terminal.line(about, indent=2, hanging=2)
    passages = [snippet for snippet in hit.snippets if snippet.field != "headline" and snippet.text.strip()]
    if passages:
        terminal.lines(_passages(passages), indent=2)
    similar = f"  +{hit.similar} similar" if hit.similar else ""
    terminal.verbatim(Run(hit.id + similar, Style.DIM), indent=2)
    if explain:
        terminal.lines(_explanation(hit), indent=2, hanging=2)


def byline(authors: Sequence[str], published: str | None, source: str | None, *more: str | None) -> str:
    """Join what is known of who, when and where: `Anna Müller, Jan Weiß · 2025-02-24 · taz`."""
    names = ", ".join(authors[:4]) + (f" and {len(authors) - 4} more" if len(authors) > 4 else "")
    return " · ".join(part for part in (names, published, source, *more) if part)


def count(number: int, noun: str = "article") -> str:
    """Write a number with its noun: `1 article`, `58,960 articles`."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def _summary(results: Results, offset: int) -> str:
    found = count(results.total)
    shown = len(results.hits)
    if shown and shown < results.total - results.hidden:
        found = f"{offset + 1:,}–{offset + shown:,} of {found}"
    if results.hidden:
        found += f", {results.hidden:,} of them near {'copy' if results.hidden == 1 else 'copies'}"
    if results.match == "partial":
        found = f"No article has all of the words; these have some: {found}"
    return f"{found} ({results.took_ms:.{0 if results.took_ms >= 10 else 1}f} ms)"


def _passages(snippets: Sequence[Snippet]) -> Iterator[Run]:
    """Join passages into one paragraph, an ellipsis wherever text is left out."""
    left_out = snippets[0].text.startswith(_ELLIPSIS)
    for number, snippet in enumerate(snippets):
        if number or left_out:
            yield Run(" … ", Style.DIM)
        text = snippet.text.rstrip(" …")
        skipped = len(text) - len(text.lstrip(" …"))
        spans = ((start - skipped, end - skipped) for start, end in snippet.matches)
        yield from marked(text[skipped:], spans, Style.MATCH)
    if snippets[-1].text.endswith(_ELLIPSIS):
        yield Run(" …", Style.DIM)


def _explanation(hit: Hit) -> Line:
    runs: Line = [Run(f"score {hit.score:.2f}", Style.BOLD)]
    for part in hit.explanation:
        where = f" in {part.field}" if part.field else ""
        runs.append(Run(f" + {part.score:.2f} {part.term} ({part.path}{where})"))
    if hit.explanation:
        runs[1] = Run(runs[1].text.replace(" + ", " = ", 1))
    return runs
