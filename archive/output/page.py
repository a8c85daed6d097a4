"""An article as a page to be read in a terminal."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime

from archive.article import Article
from archive.dates import Moment
from archive.engine import Hit
from archive.output.cells import Run, Style
from archive.output.results import byline
from archive.output.terminal import Terminal

_ITEM = re.compile(r"^(\s*)([-*+]|\d{1,3}[.)])\s+")


def write_page(terminal: Terminal, article: Article) -> None:
    """Write headline, dek, who and when, the body with its headings, captions, disclaimer, provenance."""
    terminal.line(Run(article.headline or "(no headline)", Style.BOLD))
    if article.dek:
        terminal.line(article.dek)
    about = byline(
        article.authors, _day(article.published), article.source, article.section, article.language
    )
    if about:
        terminal.line(Run(about, Style.DIM))
    if article.updated:
        terminal.line(Run(f"updated {_day(article.updated)}", Style.DIM))
    for block in re.split(r"\n{2,}", article.body.strip("\n")):
        if block.strip():
            terminal.blank()
            _write_block(terminal, block)
    for caption in article.captions:
        terminal.blank()
        terminal.entry(Run("Picture: ", Style.DIM), caption, indent=2)
    if article.disclaimer:
        terminal.blank()
        terminal.line(Run(article.disclaimer, Style.DIM))
    terminal.blank()
    write_particulars(terminal, article)


def write_particulars(terminal: Terminal, article: Article) -> None:
    """Write what is known about an article beside its text, one line each."""
    provenance = article.provenance
    whence = ", ".join(
        part
        for part in (
            provenance.original,
            f"record {provenance.record}" if provenance.record else None,
            f"read as {provenance.reader}" if provenance.reader else None,
            f"added {provenance.added[:10]}" if provenance.added else None,
        )
        if part
    )
    known = (
        ("byline", article.byline),
        ("url", article.url),
        ("tags", ", ".join(article.tags)),
        ("from", whence),
    )
    for name, value in known:
        if value:
            terminal.entry(Run(f"{name:<8}", Style.DIM), value)
    terminal.verbatim(Run("id      ", Style.DIM), article.id)


def write_copies(terminal: Terminal, copies: Sequence[Hit]) -> None:
    """Write where the same story stands, if it does: source, day and id of each."""
    for number, hit in enumerate(copies):
        label = Run(f"{'' if number else 'copies':<8}", Style.DIM)
        day = hit.published.isoformat() if hit.published else None
        terminal.entry(label, byline((), day, hit.source, hit.id))


def _write_block(terminal: Terminal, block: str) -> None:
    """Write a paragraph, a heading (with what follows it), a list item by item, or code as it stands."""
    lines = block.split("\n")
    if lines[0].lstrip().startswith("```"):
        for line in lines:
            terminal.verbatim(line, indent=2)
        return
    paragraph: list[str] = []
    for line in lines:
        heading = line.startswith("#")
        if paragraph and (heading or _ITEM.match(line)):
            _write_paragraph(terminal, paragraph)
            paragraph = []
        if heading:
            terminal.line(Run(line.lstrip("#").strip(), Style.BOLD))
        else:
            paragraph.append(line)
    if paragraph:
        _write_paragraph(terminal, paragraph)


def _write_paragraph(terminal: Terminal, lines: list[str]) -> None:
    text = " ".join(line.strip() for line in lines)
    item = _ITEM.match(lines[0])
    if item:
        terminal.line(text, indent=2, hanging=len(item[2]) + 1)
    elif lines[0].startswith(">"):
        terminal.line(" ".join(line.lstrip("> ").strip() for line in lines), indent=4)
    else:
        terminal.line(text)


def _day(moment: Moment | None) -> str | None:
    """Write a date in ISO form, with hours and minutes where they are known."""
    if isinstance(moment, datetime):
        return moment.isoformat(" ", "minutes")
    return None if moment is None else moment.isoformat()
