"""What the shell offers when a person asks it to complete a word: ids, field names, and values of fields."""

from __future__ import annotations

import os
import shlex
from collections.abc import Callable

import click

from archive.archive import Archive
from archive.cli.invocation import Invocation
from archive.errors import ArchiveError
from archive.fields import BY_NAME, FIELDS, Kind

_COMPLETED = (Kind.NAME, Kind.KEYWORD, Kind.VERBATIM)
_QUOTES = "\"'"

LETTERS = 3
"""Of a word of the articles so many letters must be typed: fewer begin a large part of all words."""

Candidates = Callable[[click.Context, click.Parameter, str], list[str]]


def values(field: str) -> Candidates:
    """Complete the values of one field, for an option or argument that takes them."""

    def complete(context: click.Context, _parameter: click.Parameter, incomplete: str) -> list[str]:
        return [_quoted(value) for value in _known(context, field, incomplete.strip(_QUOTES))]

    return complete


def query_words(context: click.Context, _parameter: click.Parameter, incomplete: str) -> list[str]:
    """Complete a word of a query: the name of a field, after its colon a value, or a word of the articles.

    Bash takes a colon for a word of its own and passes `author`, `:` and what follows apart.
    """
    words = list(context.params.get("query") or ())
    if incomplete == ":":
        return _field_values(context, words[-1] if words else "", "", "")
    if len(words) > 1 and words[-1] == ":":
        return _field_values(context, words[-2], incomplete, "")
    name, colon, begun = incomplete.partition(":")
    if colon:
        return _field_values(context, name, begun, f"{name}:")
    names = [f"{field.name}:" for field in FIELDS if field.name.startswith(incomplete)]
    return names + (_words(context, incomplete) if len(incomplete.lstrip("=")) >= LETTERS else [])


def _words(context: click.Context, begun: str) -> list[str]:
    """Give words of the articles that begin like one, in capitals where it is."""
    letters = begun.lstrip("=")
    return [begun + word[len(letters) :] for word in _known(context, "", letters)]


def _field_values(context: click.Context, name: str, begun: str, lead: str) -> list[str]:
    field = BY_NAME.get(name.lstrip("-(").lower())
    if field is None or field.kind not in _COMPLETED:
        return []
    found = _known(context, field.name, begun.strip(_QUOTES))
    return [lead + _quoted(f'"{value}"' if " " in value else value) for value in found]


def _known(context: click.Context, field: str, begun: str) -> list[str]:
    """Ask the archive; one that cannot answer, or has no index yet, completes nothing and says nothing.

    A name is known by its last part, too, but a shell puts a completion in the place of what was typed: only
    values that begin with that will do.
    """
    invocation = context.find_object(Invocation) or Invocation()
    try:
        place = invocation.place()
        if not (place / "index").is_dir():
            return []
        with Archive.open(place) as archive:
            found = archive.complete(field, begun)
    except (ArchiveError, OSError):
        return []
    return [value for value in found if value.casefold().startswith(begun.casefold())]


def _quoted(value: str) -> str:
    """Quote for bash, which puts a completion in as it is; other shells quote by themselves."""
    return shlex.quote(value) if os.environ.get("_ARCHIVE_COMPLETE", "").startswith("bash") else value
