"""The one door through which text goes to a terminal: made safe, wrapped, coloured where wanted."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TextIO

from archive.output.cells import Line, Run, Style, cells, safe, wrap

READABLE_WIDTH = 100
"""Prose in lines longer than this is hard to read, however wide the window."""

_ONE_LINE = str.maketrans("\n\t", "  ")


class Terminal:
    """A stream for people.

    `width` is in cells, None for a stream that is no terminal (lines are then left whole, so that grep finds
    what belongs together); `color` whether styles are drawn.
    """

    def __init__(self, stream: TextIO, *, width: int | None = None, color: bool = False) -> None:
        self.stream = stream
        self.width = None if width is None else max(width, 20)
        self.color = color

    @property
    def measure(self) -> int | None:
        """The width that prose is set in."""
        return None if self.width is None else min(self.width, READABLE_WIDTH)

    def line(self, *runs: Run | str, indent: int = 0, hanging: int = 0) -> None:
        """Write one logical line, wrapped; its lines after the first are `hanging` cells further in."""
        self.lines(runs, indent=indent, hanging=hanging)

    def lines(self, runs: Iterable[Run | str], *, indent: int = 0, hanging: int = 0) -> None:
        """Write runs as `line` does."""
        self._lay([], runs, 0, indent, hanging)

    def entry(self, label: Run, *runs: Run | str, indent: int = 0, hanging: int | None = None) -> None:
        """Write a label, as it stands with its blanks, and the text that belongs to it.

        Lines after the first begin below the text, or `hanging` cells from the indent.
        """
        taken = cells(label.text)
        self._lay([label], runs, taken, indent, taken if hanging is None else hanging)

    def verbatim(self, *runs: Run | str, indent: int = 0) -> None:
        """Write one line with its blanks as they are, without wrapping: ids, code, tables."""
        line = [Run(run.text.translate(_ONE_LINE), run.style) for run in _clean(runs)]
        self._write(line, indent)

    def blank(self) -> None:
        """Write an empty line."""
        self.stream.write("\n")

    def _lay(self, label: Line, runs: Iterable[Run | str], taken: int, indent: int, hanging: int) -> None:
        """Wrap runs into what the indents leave of the measure, after a label of `taken` cells."""
        room = None if self.measure is None else max(self.measure - indent, 12)
        for number, line in enumerate(wrap(_clean(runs), room, first=taken, further=hanging)):
            self._write(line if number else [*label, *line], indent + (hanging if number else 0))

    def _write(self, line: Line, indent: int) -> None:
        drawn = "".join(self._drawn(run) for run in line)
        self.stream.write(" " * indent + drawn + "\n" if drawn else "\n")

    def _drawn(self, run: Run) -> str:
        if not self.color or run.style is Style.PLAIN:
            return run.text
        return f"\x1b[{run.style.value}m{run.text}\x1b[0m"


def _clean(runs: Iterable[Run | str]) -> Line:
    return [Run(safe(run.text), run.style) if isinstance(run, Run) else Run(safe(run)) for run in runs]
