"""Segments written and merged by several processes at once, when there is much to index.

Each worker is this program started anew, told what to do over a pipe; nothing but the pipe is shared, and a
worker ends when the pipe does, whatever becomes of the process that started it.
"""

from __future__ import annotations

import os
import pickle
import select
import signal
import subprocess
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, fields, replace
from operator import attrgetter
from pathlib import Path
from typing import IO, Any
from weakref import finalize

import numpy as np
from numpy.typing import NDArray

from archive.article import Article, Provenance
from archive.index.analyses import Analyses
from archive.index.assembly import Assembly
from archive.index.batch import Batch
from archive.index.codec.segment import SegmentReader
from archive.index.merging import merge
from archive.index.sharing import Files, SharedMerge, Step
from archive.index.surfaces import Surfaces

MOST = 2
"""Workers at most: each takes up to 200 MB."""

SURFACES = 600_000
"""Forms remembered from one batch to the next (about 70 MB); what is met again is soon known again."""

MANY = 100_000
"""Forms of more texts than these are forgotten before what was written is merged."""

_START = "import sys; sys.path[:] = {path!r}; from archive.index.workers import serve; serve()"


@dataclass(frozen=True, slots=True)
class Task:
    """Articles to be written as a segment; `dictionary` is for their texts (see codec.stored).

    One of a `commit` of several is plain: it can only be merged, with all others of the commit.
    """

    path: Path
    schema: str
    dictionary: bytes
    articles: list[Article]
    commit: str = ""


@dataclass(frozen=True, slots=True)
class Written:
    """A segment that was written: its ids, their documents, and documents replaced by later ones in it."""

    path: Path
    doc_count: int
    places: dict[str, int]
    replaced: list[int]
    plain: bool


@dataclass(frozen=True, slots=True)
class Merger:
    """Segments to be merged, all `plain` or none: the file of each, and its deleted documents, ascending."""

    path: Path
    schema: str
    segments: Sequence[tuple[Path, NDArray[np.uint32]]]
    plain: bool = False

    def write(self) -> int:
        """Write the one segment, synced, and give the number of its documents."""
        return merge(self._readers(), self.path, self.schema)

    def open(self, analyses: Analyses) -> Assembly | SharedMerge:
        """Open the segments to be merged step by step."""
        return Assembly(self._readers(), analyses) if self.plain else SharedMerge(self._readers())

    @property
    def steps(self) -> type[Assembly] | type[SharedMerge]:
        """What knows the steps."""
        return Assembly if self.plain else SharedMerge

    def _readers(self) -> list[SegmentReader]:
        return [SegmentReader.open(path, deleted) for path, deleted in self.segments]


@dataclass(frozen=True, slots=True)
class Steps:
    """Some of the steps by which segments are merged."""

    merger: Merger
    steps: Sequence[Step]


Job = Task | Merger | Steps

# What an article has beyond what the index knows may be anything, and not all of it can be sent.
_OWN = tuple(field.name for field in fields(Article) if field.name not in ("provenance", "extra"))
_ORIGIN = tuple(field.name for field in fields(Provenance))
_row = attrgetter(*_OWN, *(f"provenance.{name}" for name in _ORIGIN))


def packed(articles: Iterable[Article]) -> list[tuple[Any, ...]]:
    """Give articles as rows of plain values, which are sent several times as fast."""
    return [_row(article) for article in articles]


def unpacked(rows: Iterable[tuple[Any, ...]]) -> list[Article]:
    """Give back the articles, without what the index does not know."""
    count = len(_OWN)
    return [
        Article(
            **dict(zip(_OWN, row, strict=False)),
            provenance=Provenance(**dict(zip(_ORIGIN, row[count:], strict=True))),
        )
        for row in rows
    ]


class Inverter:
    """Writes segments, remembering the words of those before."""

    def __init__(self) -> None:
        self._surfaces = Surfaces()
        self._analyses = Analyses()
        self._open: Assembly | SharedMerge | None = None
        self._opened: Path | None = None

    def write(self, task: Task) -> Written:
        """Write one segment."""
        if len(self._surfaces.forms) > SURFACES:
            self._surfaces = Surfaces()
        batch = Batch(self._surfaces, self._analyses, task.articles)
        if task.commit:
            batch.write_plain(task.path, task.schema, task.dictionary, task.commit)
        else:
            batch.write(task.path, task.schema, task.dictionary)
        return Written(task.path, batch.doc_count, batch.places, batch.replaced, bool(task.commit))

    def share(self, merger: Merger, files: Files) -> Callable[[], None]:
        """Give what writes the files of a segment."""

        def finish() -> None:
            found = [self.take(Steps(merger, steps)) for steps in merger.steps.begin(files, 1)]
            self.take(Steps(merger, merger.steps.end(files, found)))

        return finish

    def take(self, steps: Steps) -> Any:
        """Take some steps, and give what came of the last; the segments stay open for others."""
        if self._opened != steps.merger.path:
            if len(self._surfaces.forms) > MANY:
                self._surfaces = Surfaces()  # they take as much memory as what comes now
            self._opened = steps.merger.path
            self._open = steps.merger.open(self._analyses)
        return [step(self._open, *given) for step, given in steps.steps][-1]

    def do(self, job: Job, rows: Iterable[tuple[Any, ...]] | None) -> object:
        """Do whatever a job is, with the articles of a task as `packed` gives them."""
        if isinstance(job, Steps):
            return self.take(job)
        self._open = self._opened = None
        if isinstance(job, Merger):
            return job.write()
        return self.write(replace(job, articles=unpacked(rows or ())))


class Workers:
    """Some processes that write segments, until they are told to end or nobody has them any more.

    While it waits for one of them, this process calls `meanwhile` as long as that is true: there it does a
    little of what else there is to do.
    """

    def __init__(self, count: int) -> None:
        self._processes = [_start() for _ in range(count)]
        self._idle = deque(self._processes)
        self._busy: dict[IO[bytes], tuple[int, subprocess.Popen[bytes]]] = {}
        self._done: dict[int, Any] = {}
        self._begun = 0
        self.meanwhile: Callable[[], bool] | None = None
        self.close = finalize(self, _end, self._processes)
        """Ends them, at once."""

    def write(self, tasks: Iterable[Task]) -> Iterator[Written]:
        """Write a segment for each task, and tell of each in the order of the tasks."""
        begun = deque[int]()
        for task in tasks:
            begun.append(self._begin((replace(task, articles=[]), packed(task.articles))))
            while begun and begun[0] in self._done:
                yield self._done.pop(begun.popleft())
        while begun:
            yield self.result(begun.popleft())

    def merge(self, merger: Merger) -> int:
        """Have segments merged; gives a number to ask for the result by, which is that of `Merger.write`."""
        return self._begin((merger, None))

    def share(self, merger: Merger, files: Files) -> Callable[[], None]:
        """Begin to write the files of a segment, and give what waits for the end of it."""
        ways = merger.steps.begin(files, len(self._processes))
        begun = [
            self._begin_by(process, Steps(merger, steps))
            for process, steps in zip(self._processes, ways, strict=True)
        ]

        def finish() -> None:
            found = [self.result(number) for number in begun]
            last = Steps(merger, merger.steps.end(files, found))
            self.result(self._begin_by(self._processes[-1], last))

        return finish

    def _begin_by(self, process: subprocess.Popen[bytes], steps: Steps) -> int:
        """Have steps taken by the process that has the segments open, or is to open them."""
        while process not in self._idle:
            self._wait()
        self._idle.remove(process)
        self._idle.appendleft(process)
        return self._begin((steps, None))

    def renew(self) -> None:
        """Start all processes anew, so that they take no memory for words; none of them may be at work."""
        _end(self._processes)
        self._processes[:] = [_start() for _ in self._processes]
        self._idle = deque(self._processes)

    def result(self, number: int) -> Any:
        """Wait for what was begun under a number, and give what came of it."""
        while number not in self._done:
            self._wait()
        return self._done.pop(number)

    def _begin(self, job: tuple[Job, list[tuple[Any, ...]] | None]) -> int:
        """Give a job to the first process that has none, and a number to the job."""
        while not self._idle:
            self._wait()
        process = self._idle.popleft()
        stdin, stdout = _pipes(process)
        pickle.dump(job, stdin, pickle.HIGHEST_PROTOCOL)
        stdin.flush()
        self._begun += 1
        self._busy[stdout] = (self._begun, process)
        return self._begun

    def _wait(self) -> None:
        """Wait for one of the processes, and note what it answers."""
        ready: list[IO[bytes]] = []
        more = self.meanwhile is not None
        while not ready:
            ready, _, _ = select.select(list(self._busy), [], [], 0 if more else None)
            if not ready and self.meanwhile is not None:
                more = self.meanwhile()
        number, process = self._busy.pop(ready[0])
        try:
            answer: Any = pickle.load(ready[0])  # noqa: S301  # from a process started here, over its pipe
        except EOFError:
            raise OSError("a process that was writing the index ended early") from None
        self._idle.append(process)
        if isinstance(answer, BaseException):
            raise answer
        self._done[number] = answer


def worthwhile() -> int:
    """Tell how many workers there is room for; fewer than two are of no use."""
    processors = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(MOST, processors) if sys.executable else 0


def serve() -> None:
    """Be a worker: read tasks from standard input until it ends, answer each on standard output."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # an interrupt is for the process that started this one
    inverter = Inverter()
    answer: object
    answers = sys.stdout.buffer
    while True:
        try:
            job, rows = pickle.load(sys.stdin.buffer)  # noqa: S301  # from the process that started this one
        except EOFError:
            return
        try:
            answer = inverter.do(job, rows)
        except Exception as error:  # noqa: BLE001  # raised again where the task came from
            answer = error
        del job, rows
        pickle.dump(answer, answers, pickle.HIGHEST_PROTOCOL)
        answers.flush()


def _start() -> subprocess.Popen[bytes]:
    return subprocess.Popen(  # noqa: S603  # this very program
        [sys.executable, "-c", _START.format(path=sys.path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )


def _end(processes: list[subprocess.Popen[bytes]]) -> None:
    for process in processes:
        process.kill()
        process.communicate()


def _pipes(process: subprocess.Popen[bytes]) -> tuple[IO[bytes], IO[bytes]]:
    if process.stdin is None or process.stdout is None:
        raise ValueError("a worker has no pipes")
    return process.stdin, process.stdout
