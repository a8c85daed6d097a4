"""`archive stats`: what is in the archive."""

from __future__ import annotations

import click
from archive.output.figures import write_stats

from archive.cli import screen
from archive.cli.invocation import Invocation, verb
from archive.output import records


@verb
@click.option("--json", "as_json", is_flag=True, help="Write the figures as JSON.")
def stats(invocation: Invocation, as_json: bool) -> None:
    """Count what is in the archive: articles, languages, sources, years, sizes."""
    with invocation.archive() as archive:
        figures = archive.stats()
    if as_json:
        records.write_json(screen.data_stream(), records.stats_record(figures))
    else:
        write_stats(invocation.out, figures)
