"""`archive diff`: what changed in an article."""

from __future__ import annotations

import click

from archive.cli import screen
from archive.cli.candidates import values
from archive.cli.invocation import Invocation, verb
from archive.output import records
from archive.output.versions import difference_record, write_difference


@verb
@click.argument("id", shell_complete=values("id"))
@click.argument("before", metavar="[N]", type=click.IntRange(1), required=False)
@click.argument("after", metavar="[M]", type=click.IntRange(1), required=False)
@click.option("--json", "as_json", is_flag=True, help="Write one JSON document.")
def diff(invocation: Invocation, id: str, before: int | None, after: int | None, as_json: bool) -> int:
    """Show word by word what changed in the article whose id begins with ID.

    Compared are its last two versions, or version N with the current one, or versions N and M, as
    `archive show ID --versions` numbers them:

      archive diff 2025-02-24-alibaba

      archive diff 2025-02-24-alibaba 1 3
    """
    with invocation.archive() as archive:
        difference = archive.difference(id, before, after)
    if as_json:
        records.write_json(screen.data_stream(), difference_record(difference))
    else:
        with screen.paged(invocation.color) as terminal:
            write_difference(terminal, difference)
    return 0
