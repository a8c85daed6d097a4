"""Run a commit over and over, each time dying (or finding the disk full) one step later; run as a program.

A step is an open for writing, a sync, a rename or a deletion. After each death the index must hold all of the
old commit or all of the new one, every byte of it must be sound, and the next commit must work. Three ways:

- `die` or `full`, and how many steps to go on each time; the commit merges so many articles (the number that
  follows), and with `apart` each of its articles becomes a plain segment that it assembles
- `short`, and by how many bytes more the longest file may grow each time before the disk is full
- `kill`, and how many times to kill a process that commits without end, whatever it is at
"""

from __future__ import annotations

import errno
import os
import random
import resource
import shutil
import signal
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path

from archive.article import Article
from archive.index import batch, writer
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


def prepared(base: Path, articles: int = 7) -> Path:
    """Make an index of so many articles whose next commit will also merge."""
    create(Storage(base, SCHEMA))
    more = {f"more{number}": f"mehr {number}" for number in range(articles - 7)}
    for number in range(7):
        update(base, {f"old{number}": f"alt {number}", **(more if number == 3 else {})})
    return base


def main(folder: Path, stride: int, articles: int, stop: Callable[[], None]) -> int:
    """Try every step of a commit, or each one after `stride` others; give how many steps a commit has."""
    base = prepared(folder / "base", articles)
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


def short(folder: Path, stride: int) -> int:
    """Commit where no file may be longer than so many bytes, each time so many more; tell how often."""
    base = prepared(folder / "base")
    before = state(base)
    for times in range(1, 1_000_000):
        path = shutil.copytree(base, folder / "index")
        child = os.fork()
        if child == 0:
            resource.setrlimit(resource.RLIMIT_FSIZE, (times * stride,) * 2)
            try:
                update(path, {"new": "neu", "old1": "anders"}, ("old2",))
            except OSError:
                os._exit(3)
            os._exit(0)
        _, status = os.waitpid(child, 0)
        found = state(path)
        assert found == before or status == 0, f"{times * stride} bytes: {found}"
        update(path, {"next": "weiter"})
        assert state(path) == {**found, "next": "weiter"}
        shutil.rmtree(path)
        if status == 0:
            break
    return times


def kill(folder: Path, stride: int) -> int:
    """Kill a process that commits without end, so many times; tell how many commits it made."""
    path = folder / "index"
    create(Storage(path, SCHEMA))
    chance = random.Random(stride)
    done, bodies = 0, state(path)
    usual = 0.1  # seconds of a commit
    for _ in range(stride):
        reader, writer = os.pipe()
        child = os.fork()
        if child == 0:
            for number in range(done, done + 1_000_000):
                update(path, *commit(number))
                os.write(writer, b".")
        os.close(writer)
        told, began = b"", time.monotonic()
        for _ in range(chance.randrange(3)):
            told += os.read(reader, 1)
        if told:
            usual = (time.monotonic() - began) / len(told)
        time.sleep(chance.random() * usual)
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        for _ in range(len(told + os.read(reader, 1 << 16))):
            applied(bodies, done)
            done += 1
        os.close(reader)
        found = state(path)
        if found != bodies:  # it was killed between its last commit and telling of it
            applied(bodies, done)
            done += 1
        assert found == bodies, f"after {done} commits: {found.items() ^ bodies.items()}"
    return done


def commit(number: int) -> tuple[dict[str, str], tuple[str, ...]]:
    """Give what a commit changes: a few articles new, one anew, one gone."""
    new = {f"n{number}-{each}": f"Text {number} {each}" for each in range(number % 4 + 1)}
    return {**new, f"n{number // 2}-0": f"wieder {number}"}, (f"n{number - 9}-0",)


def applied(bodies: dict[str, str], number: int) -> None:
    """Bring what there should be to the state after a commit."""
    new, gone = commit(number)
    for identity in gone:
        bodies.pop(identity, None)
    bodies.update(new)


if __name__ == "__main__":
    os.fsync = lambda handle: None  # a process that dies loses nothing that it has written
    place, how, count, *others = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]), *sys.argv[4:]
    if "apart" in others:
        others.remove("apart")
        batch.DOCUMENTS = 1
        writer.worthwhile = lambda: 1
    ways = {
        "short": short,
        "kill": kill,
        "die": partial(main, stop=die),
        "full": partial(main, stop=disk_full),
    }
    print(ways[how](place, count, *map(int, others)))  # noqa: T201
