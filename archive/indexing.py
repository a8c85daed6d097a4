"""The index built from the corpus, and brought in step with it."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from archive import disk
from archive.article import Article
from archive.corpus import Corpus
from archive.engine import Engine
from archive.errors import DamagedArticle

Progress = Callable[[int, int | None], None]

IGNORED: Final = "# The index is built from corpus/ and never committed.\n*\n!.gitignore\n"
"""What keeps an index out of version control."""


@dataclass(frozen=True, slots=True)
class Synced:
    """What a sync did: how many articles the index took in, took anew, let go; what could not be read."""

    added: int = 0
    updated: int = 0
    removed: int = 0
    faults: tuple[DamagedArticle, ...] = ()


class _Reading:
    """Articles read from their files one after the other; those that cannot be are kept as faults."""

    def __init__(self, corpus: Corpus, paths: Collection[str], progress: Progress | None) -> None:
        self._corpus = corpus
        self._paths = paths
        self._progress = progress
        self.read: list[str] = []
        self.faults: list[DamagedArticle] = []

    def __iter__(self) -> Iterator[Article]:
        for done, path in enumerate(self._paths, start=1):
            try:
                article = self._corpus.read(Path(path))
            except DamagedArticle as fault:
                self.faults.append(fault)
            else:
                self.read.append(article.id)
                yield article
            if self._progress is not None:
                self._progress(done, len(self._paths))


def bring_in_step(corpus: Corpus, engine: Engine, progress: Progress | None = None) -> Synced:
    """Take into the index, in one commit, what was added, changed or removed in the corpus by hand."""
    paths = corpus.paths()
    kept, indexed = corpus.digests(), engine.digests()
    gone = [id for id in indexed if id not in kept]
    changed = [paths[id] for id, digest in kept.items() if indexed.get(id) != digest]
    reading = _Reading(corpus, changed, progress)
    if changed or gone:
        engine.update(reading, remove=gone)
    updated = sum(id in indexed for id in reading.read)
    return Synced(len(reading.read) - updated, updated, len(gone), tuple(reading.faults))


def build(
    corpus: Corpus, place: Path, create: Callable[[Path], Engine], progress: Progress | None = None
) -> Synced:
    """Build the index of a corpus anew; it takes its place when it is complete, never before."""
    place = place.resolve()
    new, old = place.with_name(f".{place.name}-new"), place.with_name(f".{place.name}-old")
    reading = _Reading(corpus, corpus.paths().values(), progress)
    with disk.failures(f"{place} cannot be written"):
        _clear(new, old)
        engine = create(new)
        try:
            engine.update(reading)
        finally:
            engine.close()
        (new / ".gitignore").write_text(IGNORED, encoding="utf-8")
        if place.exists():
            place.rename(old)
        new.rename(place)
        disk.sync(place.parent)
        _clear(old)
    return Synced(added=len(reading.read), faults=tuple(reading.faults))


def _clear(*folders: Path) -> None:
    """Remove folders, or whatever stands in their place."""
    for folder in folders:
        if folder.is_dir():
            shutil.rmtree(folder)
        else:
            folder.unlink(missing_ok=True)
