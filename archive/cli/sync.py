"""`archive sync`: bring the index in step with the articles."""

from __future__ import annotations

import click

from archive.cli.failures import worded
from archive.cli.invocation import Invocation, verb
from archive.output.problems import write_error
from archive.output.receipts import write_synced


@verb
@click.option("--rebuild", is_flag=True, help="Build the index anew from all articles.")
def sync(invocation: Invocation, rebuild: bool) -> int:
    """Bring the index in step with the articles.

    Needed after files in corpus/ were edited, added, renamed or deleted by other means than this program.

    A file that is no article is named, and the exit code is 1; the others are indexed.
    """
    with invocation.progress("Indexing") as line, invocation.archive() as archive:
        synced = archive.sync(rebuild=rebuild, progress=line)
    for fault in synced.faults:
        write_error(invocation.err, worded(fault), fault.hint)
    write_synced(invocation.out, synced)
    return 1 if synced.faults else 0
