"""`archive add`: read files into the archive."""

from __future__ import annotations

import sys

import click
from archive.archive import Outcome

from archive.cli import screen
from archive.cli.invocation import Invocation, MisuseError, verb
from archive.cli.settings import settings_of
from archive.output import records
from archive.output.receipts import Tally, write_found, write_outcome, write_tally

MANY = 20
"""Up to here every article gets its line on a terminal; beyond, a line of progress tells more."""


@verb
@click.argument("paths", nargs=-1, metavar="PATH…", type=click.Path())
@click.option(
    "--set", "settings", multiple=True, metavar="FIELD=VALUE", help="Say what a field is, whatever is read."
)
@click.option("--dry-run", is_flag=True, help="Show what would be known about each article; write nothing.")
@click.option("--json", "as_json", is_flag=True, help="Write one JSON object for each article.")
def add(
    invocation: Invocation, paths: tuple[str, ...], settings: tuple[str, ...], dry_run: bool, as_json: bool
) -> int:
    """Put articles into the archive.

    PATH is a file, a folder (with all below it), or - for standard input: pasted text, Markdown with front
    matter, JSON lines, CSV. Adding the same again changes nothing.

      archive add article.txt --set author="Anna Müller" --set source=taz

      archive add exports/ --dry-run
    """
    if not paths:
        raise MisuseError("Nothing to add.", hint="Name files or folders, or give - to read standard input.")
    overrides = settings_of(settings)
    stdin = sys.stdin.buffer if "-" in paths else None
    tally = Tally()
    with invocation.progress("Adding") as line, invocation.archive() as archive:
        line.shown = line.shown and not (as_json and sys.stdout.isatty())
        for outcome in archive.add(paths, overrides=overrides, dry_run=dry_run, stdin=stdin, progress=line):
            tally.count(outcome)
            _tell(invocation, outcome, tally, as_json=as_json, dry_run=dry_run)
    write_tally(invocation.err, tally, dry_run=dry_run)
    return 1 if tally.failed else 0


def _tell(invocation: Invocation, outcome: Outcome, tally: Tally, *, as_json: bool, dry_run: bool) -> None:
    """Write the receipt of one article at once, so that what is reported can be relied upon."""
    if as_json:
        records.write_jsonl(screen.data_stream(), records.outcome_record(outcome))
        return
    out = invocation.out
    if dry_run:
        write_found(out, outcome)
    elif tally.total <= MANY or not sys.stdout.isatty():
        write_outcome(out, outcome)
