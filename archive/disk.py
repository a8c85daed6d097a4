"""Writing so that it lasts: each file all or nothing, one sync for many, one writer at a time."""

from __future__ import annotations

import contextlib
import errno
import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from archive.errors import CorpusError, IndexLocked

if sys.platform != "win32":
    import fcntl

PATIENCE: Final = 10.0
"""Seconds to wait for another writer: longer than it takes to write a batch, shorter than a person waits."""

FEW: Final = 16
"""Up to so many files are synced one by one; above, one sync of the file system is quicker (measured)."""

TEMPORARY: Final = ".new-"
"""What the names of files begin with that are not complete yet."""


class Files:
    """Files that are written together: each is there whole or not at all, and after `commit` they last.

    ::

        with Files() as files:
            files.write(path, data)      # to a temporary file beside it
            files.commit()               # synced, then renamed

    What is not committed at the end of the block is removed. Files appear in the order they were written.
    """

    def __init__(self) -> None:
        self._written: list[tuple[str, str]] = []
        self._folders: set[str] = set()

    def write(self, path: str | Path, data: bytes) -> None:
        """Write the data beside `path`, under a name of its own; folders are made as needed."""
        place = str(path)
        folder = os.path.dirname(place) or "."  # noqa: PTH120 - thousands in a row, without a Path for each
        if folder not in self._folders:
            self._make(Path(folder))
        temporary = f"{folder}/{TEMPORARY}{os.getpid()}-{len(self._written)}"
        self._written.append((temporary, place))
        with open(temporary, "wb", buffering=0) as file:  # noqa: PTH123 - thousands in a row
            left = memoryview(data)
            while left:
                left = left[file.write(left) or 0 :]

    def commit(self) -> None:
        """Make all that was written last, and visible under its own name."""
        self._sync()
        for temporary, path in self._written:
            os.replace(temporary, path)  # noqa: PTH105 - thousands in a row, without a new Path for each
        self._written.clear()
        for folder in sorted(self._folders):
            sync(Path(folder))
        self._folders.clear()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for temporary, _ in self._written:
            with contextlib.suppress(OSError):
                os.unlink(temporary)  # noqa: PTH108 - one that is not there is no error
        self._written.clear()

    def _make(self, folder: Path) -> None:
        if not folder.is_dir():
            self._make(folder.parent)
            folder.mkdir(exist_ok=True)
            self._folders.add(str(folder.parent))
        self._folders.add(str(folder))

    def _sync(self) -> None:
        if len(self._written) > FEW and _sync_file_system(Path(self._written[0][0])):
            return
        for temporary, _ in self._written:
            sync(Path(temporary))


def sync(path: Path) -> None:
    """Make a file, or the names in a folder, last."""
    if sys.platform == "win32" and path.is_dir():
        return  # Windows does not open folders, and keeps names in order by itself
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def remove(paths: list[Path]) -> None:
    """Remove files for good; one that is not there is no error."""
    for path in paths:
        path.unlink(missing_ok=True)
    for folder in {path.parent for path in paths if path.parent.is_dir()}:
        sync(folder)


@contextlib.contextmanager
def writing(folder: Path, patience: float | None = None) -> Iterator[None]:
    """Be the only writer of a folder; raises IndexLocked when another one stays for `patience` seconds.

    The lock is the system's on the folder itself: it ends with the process, and leaves no file behind.
    """
    if sys.platform == "win32":
        yield
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        _lock(handle, folder, time.monotonic() + (PATIENCE if patience is None else patience))
        yield
    finally:
        os.close(handle)


@contextlib.contextmanager
def failures(what: str) -> Iterator[None]:
    """Turn what the system refuses (full disk, no permission) into a CorpusError that says so."""
    try:
        yield
    except OSError as error:
        hints = {
            errno.ENOSPC: "Free some space, then try again; what was reported as added is safe.",
            errno.EDQUOT: "Free some space, then try again; what was reported as added is safe.",
            errno.EACCES: "Give yourself the right to write there.",
            errno.EROFS: "Make the file system writable, or work on a copy.",
        }
        raise CorpusError(f"{what}: {error.strerror or error}.", hint=hints.get(error.errno or 0)) from error


def _lock(handle: int, folder: Path, deadline: float) -> None:
    if sys.platform == "win32":
        return
    while True:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > deadline:
                raise IndexLocked(f"Another process is writing to {folder}.") from None
            time.sleep(0.05)
        else:
            return


def _sync_file_system(path: Path) -> bool:
    """Sync all files of the file system in one go, where the system can (Linux); tell whether it did."""
    if sys.platform != "linux":
        return False
    import ctypes

    library = ctypes.CDLL(None, use_errno=True)
    handle = os.open(path, os.O_RDONLY)
    try:
        if not hasattr(library, "syncfs"):
            return False
        if library.syncfs(handle) == 0:
            return True
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()), str(path))
    finally:
        os.close(handle)
