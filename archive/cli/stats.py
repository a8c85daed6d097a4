"""`archive stats`: what is in the archive."""

from __future__ import annotations

import click

from archive.cli import screen
from archive.cli.invocation import Invocation, verb
from archive.output import records
from archive.output.figures import stats_record, write_stats


@verb
@click.option("--json", "as_json", is_flag=True, help="Write the figures as JSON.")
def stats(invocation: Invocation, as_json: bool) -> None:
    """Count what is in the archive."""
    with invocation.archive() as archive:
        figures = archive.stats()
    if as_json:
        records.write_json(screen.data_stream(), stats_record(figures))
    else:
        write_stats(invocation.out, figures)
