"""`archive init`: start an archive."""

from __future__ import annotations

from pathlib import Path

import click

from archive.archive import Archive
from archive.cli.invocation import Invocation, verb


@verb
@click.argument("place", metavar="[DIR]", required=False, type=click.Path(file_okay=False))
def init(invocation: Invocation, place: str | None) -> None:
    """Start an archive in a directory: here, or in DIR.

    Makes corpus/, where the articles will be. An archive that is already there stays as it is.
    """
    directory = Path(place or invocation.directory or ".")
    fresh = not (directory / "corpus").is_dir()
    with Archive.create(directory):
        pass
    state = "An empty archive is ready" if fresh else "There is an archive already"
    invocation.out.line(f"{state} in {directory.resolve()}.")
    if fresh:
        invocation.err.line("Put articles in with `archive add FILE…`.")
