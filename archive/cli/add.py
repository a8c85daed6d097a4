"""`archive add`: read files into the archive."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from archive.cli import screen
from archive.cli.invocation import Invocation, MisuseError, verb
from archive.cli.settings import settings_of
from archive.output import records
from archive.output.problems import write_error
from archive.output.progress import ProgressLine
from archive.output.receipts import Tally, write_found, write_outcome, write_tally
from archive.output.reports import ENDINGS, Report, form_of

if TYPE_CHECKING:
    from archive.ingest import Outcome

MANY = 20
"""Up to here every article gets its line on a terminal; beyond, a line of progress tells more."""


@verb
@click.argument("paths", nargs=-1, metavar="PATH…", type=click.Path())
@click.option(
    "--set", "settings", multiple=True, metavar="FIELD=VALUE", help="Say what a field is, whatever is read."
)
@click.option("--dry-run", is_flag=True, help="Show what would be known about each article; write nothing.")
@click.option("--json", "as_json", is_flag=True, help="Write one JSON object for each article.")
@click.option(
    "--report",
    metavar="FILE",
    type=click.Path(dir_okay=False),
    help="Write a row for each file and article to FILE (.csv or .jsonl).",
)
@click.option(
    "--time-limit",
    metavar="SECONDS",
    type=click.FloatRange(min=0, min_open=True),
    help="Give an article up when reading it takes longer [60].",
)
@click.option("--watch", is_flag=True, help="Go on adding what comes into the folders, until Ctrl-C.")
def add(
    invocation: Invocation,
    paths: tuple[str, ...],
    settings: tuple[str, ...],
    dry_run: bool,
    as_json: bool,
    report: str | None,
    time_limit: float | None,
    watch: bool,
) -> int:
    """Put articles into the archive.

    PATH is a file, a folder (with all below it), a web address, or - for standard input. What a file is, is
    seen from its content: pasted text, Markdown, saved web pages, PDF, exports, feeds, mail and others. What
    .archiveignore names in a folder is left out. Adding the same again changes nothing.

      archive add article.txt --set author="Anna Müller" --set source=taz

      archive add exports/ --dry-run

      archive add https://example.org/article.html

      archive add exports/ --report report.csv
    """
    _check(paths, report, dry_run=dry_run, watch=watch)
    overrides = settings_of(settings)
    receipts = _Receipts(invocation, as_json=as_json, dry_run=dry_run, watch=watch)
    outcomes: Iterable[Outcome]
    try:
        with (
            _reported(receipts, report),
            invocation.progress("Adding") as line,
            invocation.archive() as archive,
        ):
            if watch:
                outcomes = archive.watch(paths, overrides=overrides, time_limit=time_limit, leave=report)
            else:
                stdin = sys.stdin.buffer if "-" in paths else None
                outcomes = archive.add(
                    paths, overrides=overrides, dry_run=dry_run, stdin=stdin, progress=line,
                    time_limit=time_limit, skipped=report is not None, leave=report,
                )  # fmt: skip
            for outcome in outcomes:
                receipts.take(outcome, line)
    finally:
        receipts.close()
    if not receipts.tally.total:
        _nothing(invocation, paths, receipts.tally)
    return 1 if receipts.tally.failed or not receipts.tally.total else 0


class _Receipts:
    """Says what became of each article: on standard output, in the report, and counted at the end."""

    def __init__(self, invocation: Invocation, *, as_json: bool, dry_run: bool, watch: bool) -> None:
        self._invocation = invocation
        self._out = invocation.out
        self._stream = screen.data_stream() if as_json else None
        self._dry_run = dry_run
        self._watch = watch
        self._every = as_json or dry_run or watch or not sys.stdout.isatty()
        self.report: Report | None = None
        self.tally = Tally()

    def take(self, outcome: Outcome, line: ProgressLine) -> None:
        """Say what became of one."""
        self.tally.count(outcome)
        if self.report is not None:
            self.report.write(outcome)
        if outcome.outcome == "skipped" or (self._watch and outcome.outcome == "same"):
            return
        if self._stream is not None:
            records.write_jsonl(self._stream, records.outcome_record(outcome))
        elif self._every or self.tally.total <= MANY:
            line.clear()
            (write_found if self._dry_run else write_outcome)(self._out, outcome)
        if self._watch:
            sys.stdout.flush()

    def close(self) -> None:
        """Count them."""
        if self.tally.total:
            write_tally(self._invocation.err, self.tally, named=self._every or self.tally.total <= MANY)


@contextmanager
def _reported(receipts: _Receipts, name: str | None) -> Iterator[None]:
    """Write a report while the work goes on, if one is wanted."""
    if name is None:
        yield
        return
    try:
        stream = Path(name).open("w", encoding="utf-8", errors="replace", newline="")  # noqa: SIM115 - below
    except OSError as error:
        raise MisuseError(
            f"{name} cannot be written: {error.strerror}.", hint="Name another file for the report."
        ) from error
    with stream:
        receipts.report = Report(stream, form_of(name) or "table")
        yield


def _check(paths: tuple[str, ...], report: str | None, *, dry_run: bool, watch: bool) -> None:
    if not paths:
        raise MisuseError(
            "Nothing to add.",
            hint="Name files, folders or web addresses, or give - to read standard input.",
        )
    if report is not None and form_of(report) is None:
        raise MisuseError(
            f"{report} says not what the report shall be.", hint=f"End its name in {' or '.join(ENDINGS)}."
        )
    if watch and dry_run:
        raise MisuseError("What is watched is added: --watch and --dry-run do not go together.")
    wrong = [path for path in paths if watch and not Path(path).is_dir()]
    if wrong:
        raise MisuseError(f"{wrong[0]} is no folder, so it cannot be watched.", hint="Name a folder.")


def _nothing(invocation: Invocation, paths: tuple[str, ...], tally: Tally) -> None:
    hint = "Name a file or folder that has some."
    if tally.skipped:
        hint = "Everything in it was passed over; the report says why."
    write_error(invocation.err, f"There is no article in {', '.join(paths)}.", hint)
