"""`archive add`: read files into the archive."""

from __future__ import annotations

import sys

import click

from archive.cli import screen
from archive.cli.invocation import Invocation, MisuseError, verb
from archive.cli.settings import settings_of
from archive.output import records
from archive.output.problems import write_error
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
    out = invocation.out
    stdin = sys.stdin.buffer if "-" in paths else None
    stream = screen.data_stream() if as_json else sys.stdout
    every = as_json or not sys.stdout.isatty()
    tally = Tally()
    try:
        with invocation.progress("Adding") as line, invocation.archive() as archive:
            for outcome in archive.add(
                paths, overrides=overrides, dry_run=dry_run, stdin=stdin, progress=line
            ):
                tally.count(outcome)
                if as_json:
                    records.write_jsonl(stream, records.outcome_record(outcome))
                elif dry_run or every or tally.total <= MANY:
                    line.clear()
                    (write_found if dry_run else write_outcome)(out, outcome)
    finally:
        if tally.total:
            write_tally(invocation.err, tally, named=every or dry_run or tally.total <= MANY)
    if not tally.total:
        write_error(
            invocation.err,
            f"There is no article in {', '.join(paths)}.",
            "Name a file or folder that has some.",
        )
    return 1 if tally.failed or not tally.total else 0
