"""Whether every file of an index holds what was written, of the last commit and of the one before."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from archive.errors import IndexDamaged
from archive.index.storage import LOCK, Entry, Storage, recorded_in


def checks(storage: Storage) -> Iterator[Callable[[], object]]:
    """Give a check for each file; each raises what is wrong with it."""
    storage = Storage(storage.path, storage.schema)  # what is open was read before, perhaps long before
    yield storage.toc
    yield partial(_lock, storage)
    done: set[str] = set()
    for generation in storage.generations():
        try:
            segments = storage.read_toc(generation).segments
        except (FileNotFoundError, IndexDamaged):
            yield partial(_files, storage, generation, None)
            continue
        for entry in segments:
            if repr(entry) not in done:
                yield partial(_files, storage, generation, entry)
            done.add(repr(entry))


def _lock(storage: Storage) -> None:
    path = storage.path / LOCK
    try:
        recorded_in(path.read_bytes() if path.exists() else b"")
    except ValueError as error:
        raise IndexDamaged(f"The index file {LOCK} is damaged.") from error


def _files(storage: Storage, generation: int, entry: Entry | None) -> None:
    """Read a table of contents or all of a segment, unless a later commit has swept them away."""
    try:
        if entry is None:
            storage.read_toc(generation)
        else:
            storage.open_segment(entry).sections.verify()
    except FileNotFoundError:
        if generation in storage.generations():
            raise
