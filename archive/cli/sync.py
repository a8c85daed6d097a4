"""`archive sync`: bring the index in step with the articles."""

from __future__ import annotations

import click

from archive.cli.invocation import Invocation, verb
from archive.output.receipts import write_synced


@verb
@click.option("--rebuild", is_flag=True, help="Build the index anew from all articles.")
def sync(invocation: Invocation, rebuild: bool) -> None:
    """Bring the index in step with corpus/, after files there were edited, added or deleted by hand."""
    with invocation.progress("Indexing") as line, invocation.archive() as archive:
        synced = archive.sync(rebuild=rebuild, progress=line)
        line.clear()
        write_synced(invocation.out, synced)
