"""What holds for one call of the program, whatever the verb: which archive, how to speak, how to fail."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

from archive.archive import Archive
from archive.cli import screen
from archive.errors import ArchiveError
from archive.frozen import dataclass
from archive.output.progress import ProgressLine
from archive.output.terminal import Terminal


class MisuseError(ArchiveError):
    """The program was asked for something it cannot do."""

    exit_code = 2


@dataclass
class Invocation:
    """The options every verb takes: `directory` as given, `color` auto, always or never, `debug`.

    A verb sets `leaves_nothing` when no file, thread or process of its own is left to be cleared away.
    """

    directory: str | None = None
    color: str = "auto"
    debug: bool = False
    leaves_nothing: bool = False

    @property
    def out(self) -> Terminal:
        """Standard output, for results."""
        return screen.terminal(sys.stdout, self.color)

    @property
    def err(self) -> Terminal:
        """Standard error, for everything else."""
        return screen.terminal(sys.stderr, self.color)

    @contextmanager
    def archive(self) -> Iterator[Archive]:
        """Open the archive, showing progress where its index has to be built first."""
        with self.progress("Indexing") as line, Archive.open(self.place(), progress=line) as archive:
            yield archive

    @contextmanager
    def progress(self, label: str) -> Iterator[ProgressLine]:
        """Give a line of progress, shown on a terminal only and gone in the end."""
        line = ProgressLine(self.err, label, shown=sys.stderr.isatty())
        try:
            yield line
        finally:
            line.close()

    def place(self) -> Path:
        """Find the archive directory: `--dir`, else $ARCHIVE_DIR, else the nearest parent with a corpus/."""
        for told, by in ((self.directory, "--dir"), (os.environ.get("ARCHIVE_DIR"), "$ARCHIVE_DIR")):
            if told:
                place = Path(told).expanduser()
                if (place / "corpus").is_dir():
                    return place
                raise MisuseError(
                    f"{told} (given by {by}) is no archive: it has no corpus/ folder.",
                    hint=f"Make it one with `archive init {told}`, or name another directory.",
                )
        here = Path.cwd()
        for place in (here, *here.parents):
            if (place / "corpus").is_dir():
                return place
        raise MisuseError(
            f"There is no archive here: neither {here} nor a folder above it has a corpus/ folder.",
            hint="Start one with `archive init`, or name one with --dir or $ARCHIVE_DIR.",
        )


def general_options(*, hidden: bool) -> list[click.Option]:
    """Give the options of every call, for the program itself and, hidden, for each verb."""
    return [
        click.Option(
            ["--dir", "directory"],
            metavar="DIR",
            help="The archive directory (else $ARCHIVE_DIR, else the nearest parent with a corpus/).",
            type=click.Path(file_okay=False),
            expose_value=False,
            callback=_remember,
            hidden=hidden,
        ),
        click.Option(
            ["--color"],
            type=click.Choice(["auto", "always", "never"]),
            help="When to use colour; auto means on a terminal, unless NO_COLOR is set.",
            expose_value=False,
            callback=_remember,
            hidden=hidden,
        ),
        click.Option(
            ["--debug"],
            is_flag=True,
            default=None,
            help="Show the traceback of an error.",
            expose_value=False,
            callback=_remember,
            hidden=hidden,
        ),
    ]


def _remember(context: click.Context, option: click.Parameter, value: Any) -> None:
    if value is not None:
        setattr(context.find_object(Invocation), str(option.name), value)


class Verb(click.Command):
    """A verb of the program; takes the general options, too, so that their place does not matter."""

    def __init__(self, *arguments: Any, **settings: Any) -> None:
        super().__init__(*arguments, **settings)
        self.params.extend(general_options(hidden=True))


def verb(function: Callable[..., Any], cls: type[Verb] = Verb) -> Verb:
    """Make a function a verb; its docstring is the help, its first argument the `Invocation`."""
    made: Verb = click.command(cls=cls)(click.make_pass_decorator(Invocation)(function))
    return made
