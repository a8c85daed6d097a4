"""The terminal this program was started in: its streams, width, colours and pager."""

from __future__ import annotations

import codecs
import io
import os
import sys
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import TextIO

from archive.output.terminal import Terminal

_SPELLED = {
    "ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "ß": "ss", "…": "...", "·": "|",
    "–": "-", "—": "-", "„": '"', "“": '"', "”": '"', "‘": "'", "’": "'", "‚": "'", "«": '"', "»": '"',
    "━": "#", "─": "-", "€": "EUR",
}  # fmt: skip


def prepare_streams() -> None:
    """Make standard output and error take any text: what their encoding lacks is spelled with what it has."""
    codecs.register_error("spelled", _spell)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="spelled")


def data_stream() -> TextIO:
    """Give standard output for data formats, which are UTF-8 whatever the locale says."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8", errors="replace", newline="\n")
    return sys.stdout


def terminal(stream: TextIO, color: str) -> Terminal:
    """Look at a stream as a person would: how wide it is, whether it can and shall show colour."""
    return Terminal(stream, width=_width(stream), color=_wants_color(stream, color))


@contextmanager
def paged(color: str) -> Iterator[Terminal]:
    """Collect what is written, then show it: through a pager where it is longer than the screen."""
    out = terminal(sys.stdout, color)
    collected = io.StringIO()
    yield Terminal(collected, width=out.width, color=out.color)
    text = collected.getvalue()
    if sys.stdout.isatty() and text.count("\n") >= _height():
        from archive.cli import pager

        if pager.show(text):
            return
    sys.stdout.write(text)


def _wants_color(stream: TextIO, color: str) -> bool:
    if color != "auto":
        return color == "always"
    return not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb" and stream.isatty()


def _width(stream: TextIO) -> int | None:
    columns = os.environ.get("COLUMNS", "")
    if columns.isdecimal() and int(columns) > 0:
        return int(columns)
    if not stream.isatty():
        return None
    with suppress(OSError, ValueError):
        return os.get_terminal_size(stream.fileno()).columns or 80
    return 80


def _height() -> int:
    with suppress(OSError, ValueError):
        return os.get_terminal_size(sys.stdout.fileno()).lines or 24
    return 24


def _spell(error: UnicodeError) -> tuple[str, int]:
    """Spell what an encoding lacks: `ü` as `ue`, `é` as `e`, anything else as `?`."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    written = []
    for char in error.object[error.start : error.end]:
        plain = _SPELLED.get(char) or unicodedata.normalize("NFKD", char).encode("ascii", "ignore").decode()
        written.append(plain or "?")
    return "".join(written), error.end
