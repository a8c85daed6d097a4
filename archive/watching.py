"""Folders that are watched: which files in them are new or changed, told when each is whole."""

from __future__ import annotations

import os
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from watchfiles import Change, watch

from archive.errors import ReaderError

STILL: Final = 2.0
"""Seconds a file has not changed for when it is taken to be whole: browsers and copies write more often."""

MANY: Final = 1_000
"""So many changes at once, and some may have been lost: then all is looked at."""

_TICK: Final = 500

_State = tuple[int, int]  # bytes and time of the last change, in nanoseconds


def changes(folders: Iterable[str]) -> Iterator[frozenset[str] | None]:
    """Give, again and again, the paths (without links) of files that came or changed; None stands for all.

    The first are all. Ends only by an interrupt, or with a ReaderError when a folder is gone.
    """
    watched = [Path(folder) for folder in folders]
    waiting = _Waiting()
    everything = True
    for noticed in watch(*watched, watch_filter=None, rust_timeout=_TICK, yield_on_timeout=True):
        for folder in watched:
            if not folder.is_dir():
                raise ReaderError(f"{folder} is gone, so it is watched no more.", hint="Check the path.")
        everything = everything or len(noticed) >= MANY
        for change, path in noticed:
            if change != Change.deleted:
                waiting.notice(path)
        if everything:
            everything = False
            yield None
        elif whole := waiting.whole():
            yield whole


class _Waiting:
    """Files that may still be written to: how they were when last looked at, and since when they are so."""

    def __init__(self) -> None:
        self._files: dict[str, tuple[_State | None, float]] = {}

    def notice(self, path: str) -> None:
        """Take in a file, or all files of a folder, as one moved here as a whole."""
        if os.path.isdir(path):  # noqa: PTH112 - a name of the system's
            for folder, _, names in os.walk(path):
                for name in names:
                    self.notice(os.path.join(folder, name))  # noqa: PTH118 - the same
        else:
            self._files[os.path.realpath(path)] = (None, time.monotonic())

    def whole(self) -> frozenset[str]:
        """Give the files that have stood still, once; those that are gone again are forgotten."""
        whole, now = set(), time.monotonic()
        for path, (before, since) in list(self._files.items()):
            try:
                status = os.stat(path)  # noqa: PTH116 - the same
            except OSError:
                del self._files[path]
                continue
            state = (status.st_size, status.st_mtime_ns)
            if state != before:
                self._files[path] = (state, now)
            elif now - since >= STILL:
                del self._files[path]
                whole.add(path)
        return frozenset(whole)
