"""`archive remove`: take articles out."""

from __future__ import annotations

import sys

import click

from archive.cli.candidates import values
from archive.cli.invocation import Invocation, MisuseError, verb
from archive.dates import day_of
from archive.output.results import byline, count


@verb
@click.argument("ids", nargs=-1, required=True, metavar="ID…", shell_complete=values("id"))
@click.option("--yes", is_flag=True, help="Do not ask.")
def remove(invocation: Invocation, ids: tuple[str, ...], yes: bool) -> int:
    """Take articles out of the archive, with their originals.

    Asks first, when there is a person to ask; a script says --yes.
    """
    with invocation.archive() as archive:
        articles = [archive.get(prefix) for prefix in dict.fromkeys(ids)]
        if not yes:
            if not sys.stdin.isatty():
                raise MisuseError(
                    "Removing needs a yes, and nobody can be asked here.", hint="Say it with --yes."
                )
            for article in articles:
                day = day_of(article.published).isoformat() if article.published else None
                invocation.err.line(article.headline or article.id, hanging=2)
                invocation.err.line(byline(article.authors, day, article.source, article.id), indent=2)
            if not click.confirm(f"Remove {count(len(articles))} for good?", err=True):
                invocation.err.line("Nothing was removed.")
                return 1
        for gone in archive.remove([article.id for article in articles]):
            invocation.out.verbatim(f"removed  {gone}")
    return 0
