"""The versions of an article, and what changed between two of them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Any

from archive.output.cells import Run, Style
from archive.output.records import FORMAT
from archive.output.results import count
from archive.output.terminal import Terminal

if TYPE_CHECKING:
    from archive.analysis.changes import Change
    from archive.history import Difference, Version

_STYLES = {"same": Style.PLAIN, "removed": Style.ERROR, "added": Style.GOOD}
_MARKS = {"same": "{}", "removed": "[-{}-]", "added": "{{+{}+}}"}


def write_versions(terminal: Terminal, versions: Sequence[Version]) -> None:
    """Write a line for each version: number, day it was added, length, what changed in a word."""
    for version in versions:
        said = [_added(version) or "day not known", count(version.words, "word"), version.changed]
        said += ["current"] if version.current else []
        terminal.entry(Run(f"{version.number:>3}  ", Style.BOLD), " · ".join(said))


def write_difference(terminal: Terminal, difference: Difference) -> None:
    """Write what changed: fields first, then the paragraphs of the body that differ.

    With colours, what was removed is red and what was added green; else both stand in `[-…-]` and `{+…+}`.
    """
    before, after = difference.before.number, difference.after.number
    terminal.line(Run(f"Version {before} to {after}: {difference.summary}", Style.DIM), hanging=2)
    for name, was, now in difference.fields:
        parts = [("removed", was), ("same", " " if was and now else ""), ("added", now)]
        terminal.line(f"{name}: ", *_runs(terminal, parts), hanging=2)
    for same, group in groupby(
        _paragraphs(difference.body), lambda parts: all(k == "same" for k, _ in parts)
    ):
        paragraphs = list(group)
        terminal.blank()
        if same:
            terminal.line(Run(f"… {count(len(paragraphs), 'paragraph')} the same …", Style.DIM))
        else:
            for number, parts in enumerate(paragraphs):
                if number:
                    terminal.blank()
                terminal.lines(_runs(terminal, parts))


def versions_record(versions: Sequence[Version]) -> dict[str, Any]:
    """Give the versions as `show --versions --json` writes them."""
    rows = [
        {
            "number": version.number,
            "added": _added(version),
            "words": version.words,
            "changed": version.changed,
            "current": version.current,
            "path": str(version.path),
        }
        for version in versions
    ]
    return {"format": FORMAT, "id": versions[-1].path.stem, "versions": rows}


def difference_record(difference: Difference) -> dict[str, Any]:
    """Give what changed as `diff --json` writes it."""
    return {
        "format": FORMAT,
        "id": difference.id,
        "from": difference.before.number,
        "to": difference.after.number,
        "fields": [
            {"field": name, "before": was or None, "after": now or None}
            for name, was, now in difference.fields
        ],
        "body": [{"kind": part.kind, "text": part.text} for part in difference.body],
    }


def _paragraphs(body: Sequence[Change]) -> Iterator[list[tuple[str, str]]]:
    """Cut the changes at the ends of paragraphs; empty ones are left out."""
    paragraph: list[tuple[str, str]] = []
    for kind, text in body:
        pieces = re.split(r"\n\s*\n", text)
        for number, piece in enumerate(pieces):
            if number and paragraph:
                yield paragraph
                paragraph = []
            if piece.strip():
                paragraph.append((kind, piece))
    if paragraph:
        yield paragraph


def _runs(terminal: Terminal, parts: Sequence[tuple[str, str]]) -> Iterator[Run]:
    for kind, text in parts:
        if text and terminal.color:
            yield Run(text, _STYLES[kind])
        elif text:
            yield Run(_MARKS[kind].format(text))


def _added(version: Version) -> str | None:
    added = version.article.provenance.added if version.article is not None else None
    return added[:10] if added else None
