"""One process that reads: what it is told and what it answers, at both ends of its pipes.

Told to the process: first its limits, then sources, each a pickle. Answered: frames of a length (4 bytes,
big-endian) and a pickle, which is an article or error and whether it is the only one of its source; then,
when the source is read, None and whether the process wants to be replaced.
"""

from __future__ import annotations

import os
import pickle
import signal
import struct
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from itertools import chain
from typing import Any, Final

from archive import readers
from archive.article import Article
from archive.errors import ReaderError
from archive.readers.source import Source

if sys.platform != "win32":
    import fcntl
    import resource

TIRED: Final = 500_000_000
"""Bytes of memory after which a process is replaced, when it has read its file to the end."""

START: Final = 20.0
"""Seconds that a process may take to start and to load its first reader, on a machine that has much to do."""

A_MEGABYTE: Final = 1.0
"""Seconds more for each megabyte of a file; an export of Nexis takes 0.4 before its first article is told."""

ELSEWISE: Final = (
    "The other files are not affected; save this one in another form, as text or PDF, and add that."
)
"""What to do with a file that cannot be read here."""

_PIPE: Final = 1 << 20
"""Bytes of answers that may wait while this program writes; pages of text, a hundred or more."""
_SPARE: Final = 2.0
_LENGTH: Final = struct.Struct(">I")
_MAXRSS_UNIT: Final = 1 if sys.platform == "darwin" else 1024
_START: Final = "import sys; sys.path[:] = {path!r}; from archive.readers.process import serve; serve()"


class Process:
    """The near end: a process that reads, and how long (in seconds) it has been waited for in vain.

    `seconds` and `memory` (bytes) are what it may take for an article.
    """

    def __init__(self, seconds: float, memory: int) -> None:
        self._process = subprocess.Popen(  # noqa: S603 - this very program
            [sys.executable, "-c", _START.format(path=sys.path)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        if self._process.stdin is None or self._process.stdout is None:
            raise ValueError("a process that reads has no pipes")
        self._stdin, self.stdout = self._process.stdin, self._process.stdout
        self._heard = bytearray()
        self.silent = -START
        self.tell((seconds, memory))

    def tell(self, task: object) -> None:
        """Send a task; that it cannot be sent is noticed when the process is listened to."""
        with suppress(BrokenPipeError):
            self._stdin.write(pickle.dumps(task, pickle.HIGHEST_PROTOCOL))
            self._stdin.flush()

    def hear(self) -> Iterator[tuple[Article | ReaderError | None, bool]]:
        """Give what it has said; raises EOFError when it has ended."""
        data = os.read(self.stdout.fileno(), _PIPE)
        if not data:
            raise EOFError
        self.silent = 0.0
        heard = self._heard
        heard += data
        while len(heard) >= _LENGTH.size:
            end = _LENGTH.size + _LENGTH.unpack_from(heard)[0]
            if len(heard) < end:
                return
            said = bytes(heard[_LENGTH.size : end])
            del heard[:end]
            yield pickle.loads(said)  # noqa: S301 - from a process started here, over its pipe

    def end(self) -> int:
        """End it, and give the code with which it ended, negative for a signal."""
        self._process.kill()
        self.stdout.close()
        with suppress(BrokenPipeError):
            self._stdin.close()
        return self._process.wait()


def each(source: Source) -> Iterator[tuple[Article | ReaderError, bool]]:
    """Read the articles of a source, each with whether it is the only one; whatever fails is an error."""
    try:
        found = readers.read(source)
        first = [article for _, article in zip(range(2), found, strict=False)]
        alone = len(first) == 1
        for article in chain(first, found):
            yield article, alone
    except ReaderError as error:
        yield error, False
    except MemoryError:
        yield ReaderError(f"{source.name} takes too much memory to be read.", hint=ELSEWISE), False
    except RecursionError:
        yield ReaderError(f"{source.name} is nested too deeply to be read.", hint=ELSEWISE), False
    except Exception as error:  # noqa: BLE001 - one file of thousands stops nothing
        what = f"{type(error).__name__}: {error}"[:200]
        hint = "This is a bug: report it, and save the file in another form for now."
        yield ReaderError(f"{source.name} cannot be read, its reader failed ({what}).", hint=hint), False


def serve() -> None:
    """Be such a process: read tasks from standard input until it ends, and answer each."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # an interrupt is for the process that started this one
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever a library prints is no answer
    if hasattr(fcntl, "F_SETPIPE_SZ"):
        fcntl.fcntl(answers, fcntl.F_SETPIPE_SZ, _PIPE)
    seconds, memory = _task()
    _confine(memory)
    while True:
        try:
            source: Source = _task()
        except EOFError:
            return
        limit = allowance(source, seconds)
        _allow(limit)
        for article, alone in each(source):
            answers.write(_packed(article, alone, source.name))
            answers.flush()
            _allow(limit)
        del source
        tired = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * _MAXRSS_UNIT > TIRED
        answers.write(_framed((None, tired)))
        answers.flush()


def allowance(source: Source, seconds: float) -> float:
    """Tell how many seconds reading an article of a source may take: longer where the file is large."""
    try:
        return seconds + source.size // 1_000_000 * A_MEGABYTE
    except OSError:  # it is not there any more, as whoever reads it will say
        return seconds


def _task() -> Any:
    return pickle.load(sys.stdin.buffer)  # noqa: S301 - from the process that started this one


def _packed(article: Article | ReaderError, alone: bool, name: str) -> bytes:
    if isinstance(article, Article):
        article = replace(article, extra=dict(article.extra))
    try:
        return _framed((article, alone))
    except (pickle.PicklingError, TypeError, AttributeError, ValueError, RecursionError, MemoryError):
        return _framed((ReaderError(f"{name} holds fields that cannot be kept.", hint=ELSEWISE), False))


def _framed(said: object) -> bytes:
    data = pickle.dumps(said, pickle.HIGHEST_PROTOCOL)
    return _LENGTH.pack(len(data)) + data


def _confine(memory: int) -> None:
    """Set this process its limits: no more memory than that, and no copy of it on disk when it breaks."""
    for kind, most in ((resource.RLIMIT_AS, memory), (resource.RLIMIT_CORE, 0)):
        hard = resource.getrlimit(kind)[1]
        if hard == resource.RLIM_INFINITY or hard > most:
            try:
                resource.setrlimit(kind, (most, most))
            except (ValueError, OSError):  # the system sets no such limit
                continue


def _allow(seconds: float) -> None:
    """Give this process so many more seconds of work: it ends also where nobody is left to end it."""
    hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
    soft = int(time.process_time() + seconds + _SPARE) + 1
    resource.setrlimit(
        resource.RLIMIT_CPU, (soft if hard == resource.RLIM_INFINITY else min(soft, hard), hard)
    )
