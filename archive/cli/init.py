"""`archive init`: start an archive."""

from __future__ import annotations

from pathlib import Path

import click
from archive.archive import Archive

from archive.cli.invocation import Invocation, verb


@verb
@click.argument("directory", metavar="[DIR]", required=False, type=click.Path(file_okay=False))
def init(invocation: Invocation, directory: str | None) -> None:
    """Start an archive in a directory: here, or in DIR.

    Makes corpus/, where the articles will be. An archive that is already there stays as it is.
    """
    place = Path(directory or invocation.directory or ".")
    fresh = not (place / "corpus").is_dir()
    with Archive.create(place):
        pass
    state = "An empty archive is ready" if fresh else "There is an archive already"
    invocation.out.line(f"{state} in {place.resolve()}.")
    if fresh:
        invocation.err.line("Put articles in with `archive add FILE…`.")
