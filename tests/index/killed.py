"""Run a commit over and over, each time dying (or finding the disk full) one step later; run as a program.

A step is an open for writing, a sync, a rename or a deletion. After each death the index must hold all of the
old commit or all of the new one, every byte of it must be sound, and the next commit must work.
"""

from __future__ import annotations

import errno
import os
import shutil
import signal
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from archive.article import Article
from archive.index.storage import Storage
from archive.index.writer import IndexWriter, create

SCHEMA = "test"


def article(identity: str, body: str) -> Article:
    return Article(id=identity, digest=identity.encode().hex().rjust(64, "0"), language=None, body=body)


def update(path: Path, bodies: dict[str, str], remove: tuple[str, ...] = ()) -> None:
    storage = Storage(path, SCHEMA)
    with storage.lock():
        IndexWriter(storage).update([article(*pair) for pair in bodies.items()], remove)


def state(path: Path) -> dict[str, str]:
    bodies = {}
    for segment in Storage(path, SCHEMA).snapshot().segments:
        segment.sections.verify()
        deleted = set(segment.deleted_docs.tolist())
        for doc, identity in enumerate(segment.ids()):
            if doc not in deleted:
                assert identity not in bodies
                bodies[identity] = segment.texts(doc)["body"]
    return bodies


def stop_at(step: int, stop: Callable[[], None]) -> Callable[[], bool]:
    """Arrange for `stop` to be called at a step; the function returned tells whether it was."""
    left = step

    def count() -> None:
        nonlocal left
        left -= 1
        if left == 0:
            stop()

    def watch(event: str, arguments: tuple[object, ...]) -> None:
        writing = (
            event == "open" and isinstance(arguments[2], int) and arguments[2] & (os.O_WRONLY | os.O_RDWR)
        )
        if writing or event in ("os.rename", "os.remove"):
            count()

    def sync(handle: int) -> None:
        count()

    os.fsync = sync
    sys.addaudithook(watch)
    return lambda: left <= 0


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def disk_full() -> None:
    raise OSError(errno.ENOSPC, "No space left on device")


def attempt(path: Path, step: int, stop: Callable[[], None]) -> bool:
    """Tell whether the commit ended before the step was reached."""
    child = os.fork()
    if child == 0:
        stopped = stop_at(step, stop)
        with suppress(OSError):
            update(path, {"new": "neu", "old1": "anders"}, ("old2",))
        os._exit(3 if stopped() else 0)
    _, status = os.waitpid(child, 0)
    return status == 0


def main(folder: Path, stop: Callable[[], None], stride: int) -> int:
    """Try every step of a commit, or each one after `stride` others; give how many steps a commit has."""
    base = folder / "base"
    create(Storage(base, SCHEMA))
    for number in range(7):  # the next commit will also merge
        update(base, {f"old{number}": f"alt {number}"})
    before = state(base)
    after = {**before, "new": "neu", "old1": "anders"}
    del after["old2"]
    step, ended = 1 - stride, False
    while not ended:
        step += stride
        path = folder / "index"
        shutil.copytree(base, path)
        ended = attempt(path, step, stop)
        found = state(path)
        assert found in (before, after), f"step {step}: {found}"
        update(path, {"next": "weiter"})
        assert state(path) == {**found, "next": "weiter"}, f"after step {step}"
        assert not list(path.glob("*.new"))
        assert len(list(path.glob("toc-*"))) <= 2
        shutil.rmtree(path)
    assert found == after
    return step


if __name__ == "__main__":
    os.fsync = lambda handle: None  # a process that dies loses nothing that it has written
    print(main(Path(sys.argv[1]), {"die": die, "full": disk_full}[sys.argv[2]], int(sys.argv[3])))  # noqa: T201
