"""Writing an index: documents go into segments of bounded size, a commit makes them visible all at once.

Small segments are merged when there are many of about one size, so that their number grows with the
logarithm of the number of articles, and adding one article costs the same whatever the size of the archive.
"""

from __future__ import annotations

import math
import os
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from itertools import chain, islice, pairwise

import numpy as np
from numpy.typing import NDArray

from archive.article import Article
from archive.index.batch import batches
from archive.index.codec.lists import among, united
from archive.index.codec.segment import ALONE, SegmentReader, Stories
from archive.index.codec.small import SMALL
from archive.index.codec.stored import DICTIONARY, FEWEST, common
from archive.index.few import Analyzers, Few
from archive.index.grouping import assign
from archive.index.sharing import Files, join
from archive.index.snapshot import Snapshot
from archive.index.storage import Entry, Storage, Toc
from archive.index.workers import Inverter, Merger, Task, Workers, Written, worthwhile

ALIKE = 8
"""So many segments of about one size are merged; "about" is the same power of this number."""

SMALLEST = 64
"""Segments of no more documents than this are all of one size."""

FEW = SMALL
"""So many articles at most are written as a small segment."""

AT_ONCE = 80
"""Plain segments that are merged into one: for each a process takes 1 MB, and all have 100,000 articles."""

LARGE = 20_000
"""To merge more documents than this takes 100 MB and more: as much as the words that a worker remembers."""

WASTE = 3
"""A segment is written anew when one in so many of its documents is deleted."""


class IndexWriter:
    """Brings an index from one commit to the next; the caller holds the lock of the storage throughout.

    From one commit to the next it remembers the words it has met and keeps the processes it has started.
    """

    def __init__(self, storage: Storage) -> None:
        self._storage = storage
        self._inverter = Inverter()
        self._analyzers = Analyzers()
        self._workers: Workers | None = None

    def update(
        self,
        articles: Iterable[Article],
        remove: Iterable[str] = (),
        meanwhile: Callable[[], bool] | None = None,
    ) -> None:
        """Index articles (replacing those of the same id), remove ids, and commit: all or nothing.

        While this process waits for others, it calls `meanwhile` as long as that is true.
        """
        commit = _Commit(self._storage, self._inverter)
        if self._workers is not None:
            self._workers.meanwhile = meanwhile
        try:
            for group in _groups(commit.tasks(batches(articles))):
                commit.assemble(self._workers)
                for written in self._write(group, meanwhile):
                    commit.add(written)
            commit.remove(remove)
            commit.finish(self._workers)
        except BaseException:
            self.close()  # a process may be at work for what is not wanted any more
            raise
        finally:
            self._storage.clean()

    def close(self) -> None:
        """End the processes."""
        if self._workers is not None:
            self._workers.close()
        self._workers = None

    def _write(self, tasks: Iterator[Task], meanwhile: Callable[[], bool] | None) -> Iterator[Written]:
        """Write a segment for each task, in more than one process when there is more than one task."""
        first = list(islice(tasks, 2))
        if len(first) == 1 and len(first[0].articles) <= FEW:
            return map(self._write_few, first)
        every: Iterator[Task] = chain(first, tasks)
        if len(first) > 1:
            name = os.urandom(8).hex()
            every = (replace(task, commit=name) for task in every)  # they are merged before anyone reads them
            if self._workers is None and worthwhile() > 1:
                self._workers, self._inverter = Workers(worthwhile()), Inverter()
                self._workers.meanwhile = meanwhile
        if self._workers is not None:
            return self._workers.write(every)
        return map(self._inverter.write, every)

    def _write_few(self, task: Task) -> Written:
        few = Few(self._analyzers, task.articles)
        few.write(task.path, task.schema, task.dictionary)
        return Written(task.path, few.doc_count, few.places, few.replaced, plain=False)


def _groups(tasks: Iterator[Task]) -> Iterator[Iterator[Task]]:
    """Divide tasks into those whose segments are merged at once; each is asked for after those before it."""
    for first in tasks:
        yield chain([first], islice(tasks, AT_ONCE - 1))


def create(storage: Storage) -> None:
    """Put an empty index where there may be another; takes the lock itself."""
    with storage.lock():
        generation = max(storage.generation() or 0, storage.recorded()) + 1
        storage.commit(Toc(generation, storage.schema))
        storage.clean(keep=1)


class _Commit:
    """A commit in the making: the segments it will name, and what is deleted in each."""

    def __init__(self, storage: Storage, inverter: Inverter) -> None:
        self._storage = storage
        self._inverter = inverter
        toc = storage.toc()
        self._generation = toc.generation + 1
        self._old = toc.segments
        self._entries = {entry.name: entry for entry in toc.segments}
        self._readers = {entry.name: storage.open_segment(entry) for entry in toc.segments}
        self._deleted = {name: reader.deleted_docs for name, reader in self._readers.items()}
        self._stories = {name: reader.stories for name, reader in self._readers.items()}
        self._retold: set[str] = set()
        self._fresh: list[str] = []
        self._plain: list[str] = []
        self._fresh_ids: set[int] = set()  # the hashes of ids take less memory than these

    def tasks(self, batches: Iterable[list[Article]]) -> Iterator[Task]:
        """Name a segment for each batch; a dictionary for the texts is made from the first, if need be.

        Blocks of one dictionary are merged as they are.
        """
        dictionary = None
        for batch in batches:
            if dictionary is None:
                dictionary = self._dictionary(batch)
            yield Task(self._storage.segment_path(self._name()), self._storage.schema, dictionary, batch)

    def _dictionary(self, batch: Sequence[Article]) -> bytes:
        """Give the dictionary of the largest segment, or a new one where that was made from too little."""
        if len(batch) < FEWEST:
            return b""
        if self._old:
            largest = max(self._old, key=lambda entry: entry.docs)
            dictionary = self._reader(largest.name).records("text").dictionary
            if len(dictionary) >= DICTIONARY // 2:
                return dictionary
        return common([article.body.encode(errors="surrogatepass") for article in batch])

    def add(self, written: Written) -> None:
        """Take in a segment; it replaces documents of the same ids in all segments before it."""
        name = written.path.stem
        twice = [identity for identity in written.places if hash(identity) in self._fresh_ids]
        if twice:
            self._delete(self._fresh, twice)
        self._delete([entry.name for entry in self._old], written.places)
        self._fresh_ids.update(map(hash, written.places))
        self._fresh.append(name)
        if written.plain:
            self._plain.append(name)
        self._entries[name] = Entry(name, written.doc_count)
        self._deleted[name] = united([np.array(written.replaced, np.uint32)])
        self._stories[name] = ALONE

    def remove(self, identities: Iterable[str]) -> None:
        """Remove ids, save those just added."""
        gone = set(identities)
        earlier = [identity for identity in gone if hash(identity) not in self._fresh_ids]
        self._delete([entry.name for entry in self._old], earlier)

    def finish(self, workers: Workers | None) -> None:
        """Tell stories, merge what has become too many, and make all of it visible at once.

        Where there are workers, they merge, and what is new while stories are told here.
        """
        assembled = self._merging(self._plain, workers, plain=True) if self._plain else None
        self._tell_stories()
        if assembled is not None:
            assembled()
        while group := self._due():
            self._merging(group, workers, plain=False)()
        live = (entry for name, entry in self._entries.items() if len(self._deleted[name]) < entry.docs)
        entries = tuple(map(self._brought_up, live))
        self._storage.commit(Toc(self._generation, self._storage.schema, entries))

    def assemble(self, workers: Workers | None) -> None:
        """Make one segment of the plain ones there are."""
        if self._plain:
            self._merging(self._plain, workers, plain=True)()

    def _brought_up(self, entry: Entry) -> Entry:
        """Write what has become of a segment's documents, where anything has."""
        deleted = self._deleted[entry.name]
        if len(deleted) != entry.deletions:
            entry = self._storage.write_deletions(entry, self._generation, deleted)
        if entry.name in self._retold:
            entry = self._storage.write_stories(entry, self._generation, self._stories[entry.name])
        return entry

    def _tell_stories(self) -> None:
        """Say anew which articles are one story, as far as what is new or gone may concern them."""
        snapshot = Snapshot([self._reader(name) for name in self._entries])
        places = dict(zip(self._entries, pairwise(snapshot.offsets), strict=True))
        told = snapshot.told
        here = snapshot.alive(told.docs)
        lost = united([told.stories[~here]])
        fresh = [np.arange(*places[name]) for name in self._fresh]
        changed = united([*fresh, told.docs[among(told.stories, lost)]])
        judged, stories = assign(snapshot, changed[snapshot.alive(changed)])
        known = stories > 0
        if not known.any() and not len(lost) and not among(judged, told.docs).any():
            return  # as with most articles: no look at all the others
        kept = here.copy()
        kept[told.docs.searchsorted(judged[among(judged, told.docs)])] = False
        docs = np.concatenate((told.docs[kept], judged[known]))
        order = docs.argsort(kind="stable")  # quick where nearly all are in order
        docs, stories = docs[order], np.concatenate((told.stories[kept], stories[known]))[order]
        for name, (first, last) in places.items():
            low, high = docs.searchsorted((first, last)).tolist()
            own, before = Stories(docs[low:high] - first, stories[low:high]), self._stories[name]
            same = np.array_equal(own.docs, before.docs) and np.array_equal(own.stories, before.stories)
            if not same:
                self._retold.add(name)
                self._stories[name] = own

    def _due(self) -> list[str]:
        """Choose segments to be merged into one, or none."""
        alike: dict[int, list[str]] = defaultdict(list)
        for name, entry in self._entries.items():
            live = entry.docs - len(self._deleted[name])
            if live and len(self._deleted[name]) * WASTE > entry.docs:
                return [name]
            alike[int(math.log(max(live, SMALLEST), ALIKE))].append(name)
        return next((names for _, names in sorted(alike.items()) if len(names) >= ALIKE), [])

    def _sharing(self, merger: Merger, workers: Workers | None) -> Callable[[], int]:
        """Begin to merge some segments by all processes; gives what waits for it, and gives the documents."""
        files = Files(*(self._storage.segment_path(self._name()) for _ in Files._fields))
        written = (workers or self._inverter).share(merger, files)

        def finish() -> int:
            written()
            docs = join(merger.path, files, merger.schema)
            for file in files:
                file.unlink()
            return docs

        return finish

    def _merging(self, names: Sequence[str], workers: Workers | None, *, plain: bool) -> Callable[[], None]:
        """Begin to merge some segments; gives what waits for the end of it, and takes in the one segment."""
        name = self._name()
        segments = [(self._storage.segment_path(old), self._deleted[old]) for old in names]
        merger = Merger(self._storage.segment_path(name), self._storage.schema, segments, plain)
        large = sum(self._entries[old].docs for old in names) > LARGE
        if large and workers is not None and not plain:
            workers.renew()
        if plain or (large and workers is not None):
            written = self._sharing(merger, workers)
        elif workers is not None:
            written = partial(workers.result, workers.merge(merger))
        else:
            written = merger.write

        def finish() -> None:
            self._merged(names, Entry(name, written()))

        return finish

    def _merged(self, names: Sequence[str], merged: Entry) -> None:
        """Put one segment in the place of those that it was merged from."""
        stories = [(self._stories[old], self._deleted[old], self._entries[old].docs) for old in names]
        for old in names:
            del self._entries[old], self._deleted[old], self._stories[old]
            self._readers.pop(old, None)  # not there where nobody here has read it
        fresh = set(names) & set(self._fresh)
        for old in fresh:
            self._storage.segment_path(old).unlink()
        if fresh:
            self._fresh = [*(name for name in self._fresh if name not in fresh), merged.name]
            self._plain = []
        self._entries[merged.name] = merged
        self._deleted[merged.name] = np.empty(0, np.uint32)
        self._stories[merged.name] = _laid(stories)
        self._retold.add(merged.name)

    def _delete(self, names: Iterable[str], identities: Iterable[str]) -> None:
        """Delete the documents of some ids from some segments."""
        wanted = identities if isinstance(identities, (list, dict)) else list(identities)
        for name in names if wanted else ():
            reader = self._reader(name)
            if len(wanted) * 32 > reader.doc_count:
                chosen = set(wanted)
                found = [doc for doc, identity in enumerate(reader.ids()) if identity in chosen]
            else:
                postings = (reader.postings("id", identity) for identity in wanted)
                found = [int(doc) for each in postings if each is not None for doc in each.docs]
            if found:
                self._deleted[name] = united([self._deleted[name], np.array(found, np.uint32)])

    def _reader(self, name: str) -> SegmentReader:
        """Give a segment as it is now."""
        reader = self._readers.get(name)
        deleted, stories = self._deleted[name], self._stories[name]
        if reader is None or reader.deleted_docs is not deleted or reader.stories is not stories:
            sections = self._storage.sections(name) if reader is None else reader.sections
            reader = self._readers[name] = SegmentReader(sections, deleted, stories)
        return reader

    def _name(self) -> str:
        return f"{self._generation:06}-{os.urandom(5).hex()}"


def _laid(parts: Iterable[tuple[Stories, NDArray[np.uint32], int]]) -> Stories:
    """Lay the stories of segments end to end, each with its deleted documents and how many it has.

    None of the deleted ones has a story any more.
    """
    docs, first = [], 0
    stories = []
    for each, deleted, count in parts:
        docs.append(each.docs.astype(np.int64) - deleted.searchsorted(each.docs) + first)
        stories.append(each.stories)
        first += count - len(deleted)
    return Stories(np.concatenate(docs), np.concatenate(stories))
