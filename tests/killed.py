"""Does one job on an archive again and again, and is killed at the 1st, 2nd, 3rd … change it makes on disk.

As a program: `killed.py JOB ARCHIVE INBOX PLACE FIRST STRIDE`. For each number from FIRST on, STRIDE apart,
it copies ARCHIVE to PLACE/NUMBER, does the job on the copy in a process of its own until that change, and
writes a line `NUMBER killed|done ID …` with what was reported by then.
"""

from __future__ import annotations

import os
import shutil
import signal
import sys
import traceback
from collections.abc import Iterator
from itertools import count
from pathlib import Path

from archive import Archive, ingest
from archive.index import WhooshEngine  # loaded before the fork
from archive.readers import markdown, records

LOADED = (WhooshEngine, markdown, records)
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT


def add(archive: Archive, inbox: Path) -> Iterator[str]:
    ingest.BATCH_ARTICLES = 2  # type: ignore[misc]
    for outcome in archive.add([str(inbox)]):
        yield outcome.id or f"failed: {outcome.reason}"


def remove(archive: Archive, inbox: Path) -> Iterator[str]:
    yield from archive.remove([id for id in archive.corpus.ids() if id.startswith("2024")])


def edit(archive: Archive, inbox: Path) -> Iterator[str]:
    yield archive.edit("2024-10", {"headline": "Neue Überschrift"}).id


def rebuild(archive: Archive, inbox: Path) -> Iterator[str]:
    archive.sync(rebuild=True)
    yield from archive.corpus.ids()


JOBS = {"add": add, "remove": remove, "edit": edit, "rebuild": rebuild}


def die_at(number: int, root: str) -> None:
    """Kill this process before its `number`th change to a file below `root`, or before the sync of one."""
    changes = count(1)

    def change() -> None:
        if next(changes) == number:
            os.kill(os.getpid(), signal.SIGKILL)

    def hook(event: str, args: tuple[object, ...]) -> None:
        if event == "open":
            path, _, flags = args
            if isinstance(flags, int) and flags & WRITING and str(path).startswith(root):
                change()
        elif event in {"os.rename", "os.remove", "os.rmdir", "os.mkdir", "os.truncate"} and str(
            args[0]
        ).startswith(root):
            change()

    def fsync(handle: int) -> None:
        change()  # and no more: a process that is killed loses nothing that it has written

    os.fsync = fsync
    sys.addaudithook(hook)


def run(job: str, place: Path, inbox: Path, number: int, report: int) -> None:
    die_at(number, str(place))
    with Archive.open(place) as archive:
        for id in JOBS[job](archive, inbox):
            os.write(report, f"{id}\n".encode())


def main(job: str, before: Path, inbox: Path, place: Path, first: int, stride: int) -> None:
    for number in count(first, stride):
        copy = place / str(number)
        shutil.copytree(before, copy)
        reading, writing = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(reading)
            try:
                run(job, copy, inbox, number, writing)
            except BaseException:  # noqa: BLE001 - nothing may get past the fork
                traceback.print_exc()
                os._exit(1)
            os._exit(0)
        os.close(writing)
        with os.fdopen(reading, encoding="utf-8") as lines:
            reported = lines.read().split()
        _, status = os.waitpid(child, 0)
        killed = os.WIFSIGNALED(status)
        how = "killed" if killed else f"done:{os.waitstatus_to_exitcode(status)}"
        sys.stdout.write(" ".join([str(number), how, *reported]) + "\n")
        sys.stdout.flush()
        if not killed:
            return


if __name__ == "__main__":
    main(sys.argv[1], *map(Path, sys.argv[2:5]), *map(int, sys.argv[5:7]))
