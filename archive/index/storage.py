"""The directory of an index: segments, deletions, the table of contents of each commit, and the lock.

::

    toc-<generation>.json     {"checksum": CRC-32 of what is under "index", "index": {"format", "schema",
                              "generation", "segments": [{"name", "docs", "deleted", "deletions",
                              "stories"}]}}
    <name>.segment            documents (see codec.sections)
    <name>-<generation>.deleted   u32 numbers of deleted documents, ascending, then their CRC-32
    <name>-<generation>.stories   u32 numbers of documents that have near copies, ascending, then the u64
                              story of each, then the CRC-32 of both
    write.lock                held (flock) by the one process that writes; says which commit was the last:
                              its generation and the CRC-32 of that, in decimals and hexadecimals

The commit with the greatest generation counts; where the lock names a later one, its table of contents has
been lost. A file is never changed once it is named by a table of contents; it goes when neither the last
commit nor the one before it names it. So a reader keeps what it has opened, and a reader that is overtaken
while it opens files begins again.
"""

from __future__ import annotations

import fcntl
import json
import os
import re
import time
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any
from weakref import WeakValueDictionary

import numpy as np
from numpy.typing import NDArray

from archive.errors import IndexDamaged, IndexLocked, IndexMissing, IndexOutdated
from archive.frozen import dataclass
from archive.index.codec.sections import FORMAT, Sections
from archive.index.codec.segment import ALONE, SegmentReader, Stories

PATIENCE = 10.0
"""Seconds a writer waits for another to finish."""

LOCK = "write.lock"

ATTEMPTS = 20
"""How often a reader begins again when commits overtake it."""

TOCS = 2
"""Tables of contents that are kept at hand: that of the last commit and of the one before."""

_STORY = 4 + 8
"""Bytes of the number of a document and of its story."""

_File = tuple[str, int, int]

_TOC = re.compile(r"toc-(\d{1,18})\.json")
_OURS = r"toc-\d+\.json(\.new)?|[0-9a-z-]+\.(segment|deleted|stories)"


@dataclass(frozen=True, slots=True)
class Entry:
    """A segment as the table of contents names it, with its files of deletions and of stories, if any."""

    name: str
    docs: int
    deleted: str | None = None
    deletions: int = 0
    stories: str | None = None


@dataclass(frozen=True, slots=True)
class Toc:
    """The table of contents of one commit."""

    generation: int
    schema: str
    segments: tuple[Entry, ...] = ()


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The segments of one commit, open; it stays readable whatever is written meanwhile."""

    toc: Toc
    segments: tuple[SegmentReader, ...]


class Storage:
    """An index directory; `schema` is the fingerprint of what this program would write."""

    def __init__(self, path: Path, schema: str) -> None:
        self.path = path
        self.schema = schema
        self._mapped: WeakValueDictionary[_File, Sections] = WeakValueDictionary()
        self._opened: WeakValueDictionary[tuple[Entry, _File], SegmentReader] = WeakValueDictionary()
        self._tocs: dict[int, tuple[bytes, Toc]] = {}

    def generation(self) -> int | None:
        """Give the number of the last commit, or None when there is no index."""
        try:
            names = os.listdir(self.path)  # noqa: PTH208  # asked before every search: a tenth of the time
        except (FileNotFoundError, NotADirectoryError):
            return None
        return max((int(match[1]) for name in names if (match := _TOC.fullmatch(name))), default=None)

    def toc(self) -> Toc:
        """Read what was last committed; raises IndexMissing, IndexOutdated or IndexDamaged."""
        for _ in range(ATTEMPTS):
            recorded = self.recorded()  # first: another commit may come between the two
            generation = self.generation()
            if generation is None:
                raise self._none()
            if generation < recorded:
                raise IndexDamaged(f"The index file {_toc_name(recorded)} is missing.")
            try:
                return self.read_toc(generation)
            except FileNotFoundError:
                continue
        raise IndexDamaged(f"The index in {self.path} loses its table of contents while it is read.")

    def snapshot(self) -> Snapshot:
        """Open the last commit; raises IndexMissing, IndexOutdated or IndexDamaged."""
        for _ in range(ATTEMPTS):
            toc = self.toc()
            try:
                return Snapshot(toc, tuple(self.open_segment(entry) for entry in toc.segments))
            except FileNotFoundError as error:
                missing = Path(error.filename).name
                if self.generation() == toc.generation:
                    raise IndexDamaged(f"The index file {missing} is missing.") from None
        raise IndexDamaged(f"The index file {missing} is missing.")

    def open_segment(self, entry: Entry) -> SegmentReader:
        """Open one segment with its deletions; one that is open already is shared."""
        file = self._file(entry.name)
        reader = self._opened.get((entry, file))
        if reader is None:
            reader = self._opened[entry, file] = self._open(entry)
        return reader

    def _open(self, entry: Entry) -> SegmentReader:
        reader = SegmentReader(self.sections(entry.name), self._deletions(entry), self._stories(entry))
        if reader.doc_count != entry.docs:
            raise IndexDamaged(f"The index file {entry.name}.segment is not the one that was written.")
        if reader.schema != self.schema:
            raise self._outdated()
        return reader

    def segment_path(self, name: str) -> Path:
        """Give the file of a segment."""
        return self.path / f"{name}.segment"

    def sections(self, name: str) -> Sections:
        """Map the file of a segment; one that a reader has, and that is still the same file, is shared."""
        file = self._file(name)
        sections = self._mapped.get(file)
        if sections is None:
            sections = self._mapped[file] = Sections(self.segment_path(name))
        return sections

    def _file(self, name: str) -> _File:
        """Tell one file of a segment from any other that comes to have its name."""
        is_now = os.stat(f"{self.path}/{name}.segment")  # noqa: PTH116  # asked of every segment at every commit
        return name, is_now.st_ino, is_now.st_mtime_ns

    @contextmanager
    def lock(self, patience: float = PATIENCE) -> Iterator[None]:
        """Be the one writer; raises IndexLocked when another does not finish within `patience` seconds."""
        self.path.mkdir(parents=True, exist_ok=True)
        with (self.path / LOCK).open("ab") as file:
            deadline = time.monotonic() + patience
            while True:
                try:
                    fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    break
                except BlockingIOError:
                    if time.monotonic() >= deadline:
                        raise IndexLocked(
                            f"Another process is writing to the index in {self.path}."
                        ) from None
                    time.sleep(0.02)
            yield

    def commit(self, toc: Toc) -> None:
        """Make a commit visible: all files it names are synced before; call it holding the lock."""
        text = _text({"format": FORMAT, **asdict(toc)})
        name = _toc_name(toc.generation)
        new = self.path / (name + ".new")
        with new.open("w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        self._sync()
        new.rename(self.path / name)
        self._sync()
        self._remember(text.encode(), toc)
        self._record(toc.generation)

    def recorded(self) -> int:
        """Give the generation of the last commit as the lock has it, 0 where it does not say."""
        try:
            return recorded_in((self.path / LOCK).read_bytes())
        except (FileNotFoundError, NotADirectoryError, ValueError):
            return 0

    def write_deletions(self, entry: Entry, generation: int, deleted: NDArray[np.uint32]) -> Entry:
        """Write the deletions of a segment, synced, and give the entry that names them."""
        name = f"{entry.name}-{generation}.deleted"
        self._write(name, deleted.astype("<u4").tobytes())
        return replace(entry, deleted=name, deletions=len(deleted))

    def write_stories(self, entry: Entry, generation: int, stories: Stories) -> Entry:
        """Write which documents have near copies, synced, and give the entry that names the file, if any."""
        if not len(stories.docs):
            return replace(entry, stories=None)
        name = f"{entry.name}-{generation}.stories"
        self._write(name, stories.docs.astype("<u4").tobytes() + stories.stories.astype("<u8").tobytes())
        return replace(entry, stories=name)

    def clean(self, *, keep: int = 2) -> None:
        """Delete what the last `keep` commits do not name, and what dead writers left behind."""
        names = [name for name in os.listdir(self.path) if re.fullmatch(_OURS, name)]  # noqa: PTH208
        named = set()
        for generation in self.generations()[:keep]:
            try:
                toc = self.read_toc(generation)
            except (FileNotFoundError, IndexDamaged, IndexOutdated):
                continue
            named.add(_toc_name(generation))
            for entry in toc.segments:
                named.update((f"{entry.name}.segment", entry.deleted or "", entry.stories or ""))
        for name in names:
            if name not in named:
                with suppress(OSError):  # what cannot be deleted now goes with a later commit
                    (self.path / name).unlink()

    def generations(self) -> list[int]:
        """Give the numbers of the commits whose tables of contents are there, the last first."""
        matches = (_TOC.fullmatch(name) for name in os.listdir(self.path))  # noqa: PTH208
        return sorted((int(match[1]) for match in matches if match), reverse=True)

    def _record(self, generation: int) -> None:
        """Let the lock say which commit was the last; the commit stands whether this succeeds or not."""
        number = f"{generation:018}".encode()
        with suppress(OSError), (self.path / LOCK).open("r+b") as file:
            file.write(number + f" {zlib.crc32(number):08x}\n".encode())

    def read_toc(self, generation: int) -> Toc:
        """Read the table of contents of a commit; raises FileNotFoundError, IndexOutdated or IndexDamaged."""
        name = _toc_name(generation)
        raw = (self.path / name).read_bytes()
        known, toc = self._tocs.get(generation, (b"", None))
        if toc is not None and raw == known:
            return toc
        try:
            document = json.loads(raw)
            index: dict[str, Any] = document["index"]
            if raw != _text(index).encode():
                raise ValueError("not what was written")
            if index["format"] != FORMAT or index["schema"] != self.schema:
                raise self._outdated()
            if index["generation"] != generation:
                raise ValueError("generation")
            segments = tuple(Entry(**entry) for entry in index["segments"])
        except (ValueError, KeyError, TypeError, RecursionError) as error:
            raise _damaged(name) from error
        return self._remember(raw, Toc(generation, index["schema"], segments))

    def _remember(self, raw: bytes, toc: Toc) -> Toc:
        """Keep a table of contents at hand: each is read several times."""
        self._tocs[toc.generation] = raw, toc
        while len(self._tocs) > TOCS:
            del self._tocs[min(self._tocs)]
        return toc

    def _deletions(self, entry: Entry) -> NDArray[np.uint32] | None:
        if entry.deleted is None:
            return None
        raw = self._read(entry.deleted)
        deleted = np.frombuffer(raw, "<u4") if len(raw) == 4 * entry.deletions else None
        if deleted is None or not _numbers_below(entry.docs, deleted):
            raise _damaged(entry.deleted)
        return deleted

    def _stories(self, entry: Entry) -> Stories:
        if entry.stories is None:
            return ALONE
        raw = self._read(entry.stories)
        count, rest = divmod(len(raw), _STORY)
        docs = np.frombuffer(raw[: 4 * count], "<u4")
        if rest or not count or not _numbers_below(entry.docs, docs):
            raise _damaged(entry.stories)
        return Stories(docs, np.frombuffer(raw[4 * count :], "<u8"))

    def _write(self, name: str, raw: bytes) -> None:
        """Write a small file with its CRC-32 behind it, synced."""
        with (self.path / name).open("wb") as file:
            file.write(raw + zlib.crc32(raw).to_bytes(4, "little"))
            file.flush()
            os.fsync(file.fileno())

    def _read(self, name: str) -> bytes:
        """Read a small file with its CRC-32 behind it; raises IndexDamaged or FileNotFoundError."""
        raw = (self.path / name).read_bytes()
        if len(raw) < 4 or zlib.crc32(raw[:-4]) != int.from_bytes(raw[-4:], "little"):
            raise _damaged(name)
        return raw[:-4]

    def _none(self) -> IndexMissing | IndexOutdated:
        known = {LOCK, ".gitignore"}
        try:
            foreign = set(os.listdir(self.path)) - known  # noqa: PTH208
        except (FileNotFoundError, NotADirectoryError):
            foreign = set()
        if any(not re.fullmatch(_OURS, name) for name in foreign):
            return self._outdated()
        return IndexMissing(f"There is no index in {self.path}.")

    def _outdated(self) -> IndexOutdated:
        return IndexOutdated(f"The index in {self.path} was not built by this version of the program.")

    def _sync(self) -> None:
        handle = os.open(self.path, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _numbers_below(count: int, docs: NDArray[np.uint32]) -> bool:
    """Tell whether these are numbers of documents of a segment of so many, ascending, each once."""
    return not len(docs) or (int(docs[-1]) < count and bool((docs[1:] > docs[:-1]).all()))


def _damaged(name: str) -> IndexDamaged:
    return IndexDamaged(f"The index file {name} is damaged.")


def _toc_name(generation: int) -> str:
    return f"toc-{generation:06}.json"


def _text(index: dict[str, Any]) -> str:
    """Give a table of contents as it is written."""
    checksum = zlib.crc32(json.dumps(index, sort_keys=True).encode())
    return json.dumps({"checksum": checksum, "index": index}, indent=1)


def recorded_in(raw: bytes) -> int:
    """Read what a lock says, 0 where it says nothing; raises ValueError."""
    if not raw:
        return 0
    number = raw[:18]
    if raw != number + f" {zlib.crc32(number):08x}\n".encode():
        raise ValueError("not what was written")
    return int(number)
