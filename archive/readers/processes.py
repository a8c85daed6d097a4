"""Files read by processes of their own: every core has work, and a file that does harm does it there.

Each process is this program started anew (`archive/readers/process.py`). One that is silent for too long is
ended, one that breaks down is replaced, and only the file it was reading is lost. Nothing but pipes is
shared, and a process ends when they do.
"""

from __future__ import annotations

import os
import select
import signal
import sys
import time
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import PurePath
from typing import Final, TypeVar
from weakref import finalize

from archive.article import Article
from archive.errors import ReaderError
from archive.readers.formats import recognise
from archive.readers.process import ELSEWISE, Process, allowance, each
from archive.readers.source import Source

MOST: Final = 4
"""Processes at most: each takes 60 to 200 MB."""

SECONDS: Final = 60.0
"""How long a process may work on an article; the slowest page of those measured takes 3 s."""

BUSY: Final = 3
"""Times as long it may be silent, for a machine that has other things to do lets it wait."""

MEMORY: Final = 2_000_000_000
"""Bytes of memory a process may have; a page of 20 MB takes a quarter of it."""

HANDFUL: Final = 40
SMALL: Final = 500_000
"""So many texts, each of so few bytes, are read sooner than a process has started."""

_QUEUED: Final = 4
"""Files told to one process ahead, so that it has work while its answers are written down."""
_AHEAD: Final = 400
_HELD: Final = 32_000_000
"""Files begun before those in front of them are read, and characters held for them."""
_RECORDS: Final = (".jsonl", ".ndjson", ".json", ".csv", ".tsv")
_TEXTS: Final = (".txt", ".text", ".md", ".markdown", "")

_Other = TypeVar("_Other")


@dataclass(frozen=True, slots=True)
class Found:
    """What a source was found to hold: an article, `alone` if there is no other, or why there is none.

    `begins` with the first that is found in a source.
    """

    source: Source
    article: Article | ReaderError
    alone: bool
    begins: bool

    @property
    def characters(self) -> int:
        """How long the article is."""
        return len(self.article.body) if isinstance(self.article, Article) else 0


@dataclass(slots=True)
class _Job:
    """A source in line, and what was found in it so far; `here` if this process reads it."""

    source: Source
    here: bool
    found: deque[Found] = field(default_factory=deque)
    begun: bool = False
    ended: bool = False

    def take(self, article: Article | ReaderError, alone: bool) -> Found:
        """Take in what was found next."""
        found = Found(self.source, article, alone, not self.begun)
        self.begun = True
        self.found.append(found)
        return found


class Processes:
    """Reads sources, in several processes where there are many; what is found comes in their order.

    `seconds` is how long a process may work on an article, `memory` how many bytes it may take. To be
    closed in the end.
    """

    def __init__(self, seconds: float = SECONDS, memory: int = MEMORY) -> None:
        self._limits = (seconds, memory)
        self._tasks: dict[Process, deque[_Job]] = {}
        self._most = _room()
        self._texts = 0
        self._held = 0
        self.close = finalize(self, _end, self._tasks)
        """Ends all processes."""

    def read(self, sources: Iterable[Source | _Other]) -> Iterator[Found | _Other]:
        """Give what is found in each source; whatever else is in line keeps its place.

        A source that takes too long or too much memory, or breaks its reader, is given as a ReaderError.
        """
        line: deque[_Job | _Other] = deque()
        for source in sources:
            line.append(self._job(source) if isinstance(source, Source) else source)
            yield from self._given(line)
            # What was piped in is gone when the next source is asked for.
            last = isinstance(source, Source) and source.name == "-"
            while line and (last or len(line) >= _AHEAD or self._held > _HELD):
                self._listen(line[0])
                yield from self._given(line)
        while line:
            self._listen(line[0])
            yield from self._given(line)

    def _job(self, source: Source) -> _Job:
        job = _Job(source, here=not self._most or self._light(source))
        if not job.here:
            try:
                self._send(job)
            except OSError:  # the system has no room for another process
                job.here, self._most = True, len(self._tasks)
        return job

    def _light(self, source: Source) -> bool:
        """Tell what is read at once here: records, whose reader but parses, and the first few short texts."""
        suffixes = [suffix.lower() for suffix in PurePath(source.name).suffixes[-2:]]
        try:
            if any(suffix in _RECORDS for suffix in suffixes):
                return recognise(replace(source)).module == "records"
            if self._texts >= HANDFUL or (suffixes or [""])[-1] not in _TEXTS or source.size > SMALL:
                return False
            light = recognise(replace(source)).module in ("pasted", "markdown", "records")
        except (ReaderError, OSError):
            return True
        self._texts += light
        return light

    def _given(self, line: deque[_Job | _Other]) -> Iterator[Found | _Other]:
        """Give what has been found in the first of the line, and in those behind it that are ready."""
        while line:
            first = line[0]
            if not isinstance(first, _Job):
                yield first
            elif first.here:
                for article, alone in each(first.source):
                    first.take(article, alone)
                    yield first.found.popleft()
            else:
                while first.found:
                    found = first.found.popleft()
                    self._held -= found.characters
                    yield found
                if not first.ended:
                    return
            line.popleft()

    def _send(self, job: _Job) -> None:
        """Give a job to the process that has least to do, waiting for one where all have enough."""
        most = (
            _QUEUED if job.source.content is None else 1
        )  # a task with its content is more than a pipe holds
        while True:
            least = min(self._tasks, key=lambda one: len(self._tasks[one]), default=None)
            if (least is None or self._tasks[least]) and len(self._tasks) < self._most:
                least = self._started(deque())
            if least is not None and len(self._tasks[least]) < most:
                break
            self._listen(None)
        if not self._tasks[least]:
            least.silent = min(least.silent, 0.0)
        self._tasks[least].append(job)
        least.tell(job.source)

    def _started(self, jobs: deque[_Job]) -> Process:
        process = Process(*self._limits)
        self._tasks[process] = jobs
        for job in jobs:
            process.tell(job.source)
        return process

    def _listen(self, first: object) -> None:
        """Wait until a process says something or has been silent for too long.

        While much is held, only the one with the `first` job is listened to; the others wait at their pipes.
        """
        busy = [one for one, jobs in self._tasks.items() if jobs]
        if first is not None and self._held > _HELD:
            busy = [one for one in busy if self._tasks[one][0] is first] or busy
        limits = {one: allowance(self._tasks[one][0].source, self._limits[0]) for one in busy}
        began = time.monotonic()
        patience = max(0.0, min(limits[one] * BUSY - one.silent for one in busy))
        ready, _, _ = select.select([one.stdout for one in busy], [], [], patience)
        waited = time.monotonic() - began
        for one in busy:
            if one.stdout in ready:
                self._hear(one)
                continue
            one.silent += waited
            if one.silent >= limits[one] * BUSY:
                self._replace(one, _too_slow(self._tasks[one][0].source, limits[one]))

    def _hear(self, one: Process) -> None:
        jobs = self._tasks[one]
        try:
            for article, flag in one.hear():
                if article is not None:
                    self._held += jobs[0].take(article, flag).characters
                    continue
                jobs.popleft().ended = True
                if flag:
                    self._replace(one, None)
                    return
        except EOFError:
            self._replace(one, _broken(jobs[0].source))

    def _replace(self, one: Process, problem: ReaderError | None) -> None:
        """End a process; its first job has a problem, if there is one, and the others go to a new one."""
        jobs = self._tasks.pop(one)
        code = one.end()
        if problem is not None:
            job = jobs.popleft()
            slow = code == -getattr(signal, "SIGXCPU", 0)
            job.take(
                _too_slow(job.source, allowance(job.source, self._limits[0])) if slow else problem,
                alone=False,
            )
            job.ended = True
        if jobs:
            self._started(jobs)


def _too_slow(source: Source, seconds: float) -> ReaderError:
    return ReaderError(
        f"{source.name} was given up: reading it took more than {seconds:g} s.",
        hint="Add it again with a longer --time-limit, or save it in another form.",
    )


def _broken(source: Source) -> ReaderError:
    return ReaderError(f"{source.name} cannot be read: it breaks what reads it.", hint=ELSEWISE)


def _room() -> int:
    """Tell how many processes may read; none where the system has no way to wait for several."""
    if sys.platform == "win32" or not sys.executable:
        return 0
    processors = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(MOST, processors)


def _end(tasks: dict[Process, deque[_Job]]) -> None:
    for process in tasks:
        process.end()
    tasks.clear()
