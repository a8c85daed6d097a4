"""The search engine of an archive: a Whoosh index with its own storage, evaluation and ranking.

Here is the wall: whatever goes wrong behind it leaves as an EngineError.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from archive.engine import Explanation, Results, Search
from archive.errors import ArchiveError, EngineError, IndexDamaged, IndexMissing
from archive.index import searcher, stories
from archive.index.schema import FINGERPRINT
from archive.index.snapshot import Snapshot
from archive.index.storage import Storage
from archive.query.tree import Node

if TYPE_CHECKING:
    from archive.article import Article
    from archive.index.writer import IndexWriter

__all__ = ["WhooshEngine"]


class WhooshEngine:
    """The index in a directory; a search answers from the last commit."""

    def __init__(self, storage: Storage) -> None:
        self._storage = storage
        self._snapshot: Snapshot | None = None
        self._generation: int | None = None
        self._writer: IndexWriter | None = None

    @classmethod
    def open(cls, path: Path) -> Self:
        """Open an index; raises IndexMissing, IndexOutdated or IndexDamaged."""
        with _wall():
            engine = cls(Storage(path, FINGERPRINT))
            engine._current()
        return engine

    @classmethod
    def create(cls, path: Path) -> Self:
        """Put an empty index in the place of whatever is there, and open it."""
        from archive.index.writer import create

        with _wall():
            create(Storage(path, FINGERPRINT))
        return cls.open(path)

    def update(
        self,
        articles: Iterable[Article],
        remove: Iterable[str] = (),
        meanwhile: Callable[[], bool] | None = None,
    ) -> None:
        """Index articles (replacing those of the same id) and remove ids, in one commit: all or nothing.

        `meanwhile` is called while others work for this one, until it has nothing more to do.
        """
        from archive.index.writer import IndexWriter

        with _wall(), self._storage.lock():
            if self._writer is None:
                self._writer = IndexWriter(self._storage)
            self._writer.update(articles, remove, meanwhile)

    def digests(self) -> Mapping[str, str]:
        """Tell what is indexed: article id to the digest of the file it was indexed from."""
        with _wall():
            return self._current().digests()

    def known(self, keys: Iterable[str]) -> Mapping[str, str]:
        """Tell which keys (of `Article.keys`, or `id:` and an id) are indexed: key to an article's id."""
        with _wall():
            return self._current().known(keys)

    def copies(self, ids: Iterable[str]) -> Mapping[str, str]:
        """Tell which of these articles are near copies, and of which other one: id to id."""
        with _wall():
            return stories.copies(self._current(), ids)

    def search(self, search: Search) -> Results:
        """Answer a search; `total` is exact and the hits are the head of the full ranking."""
        with _wall():
            return searcher.search(self._current(), search)

    def explain(self, query: Node, id: str) -> Explanation:
        """Explain why the article of an id matches a query, or why it does not."""
        from archive.index.absence import explain_article

        with _wall():
            return explain_article(self._current(), query, id)

    def suggest(self, query: Node) -> Node | None:
        """Offer the same query with words the index has, for those it has not, or None."""
        from archive.index import suggest

        with _wall():
            return suggest.suggest(self._current(), query)

    def complete(self, field: str, prefix: str, limit: int = 20) -> list[str]:
        """List values of a field (ids, authors, sources, tags, words) that begin like this."""
        from archive.index import suggest

        with _wall():
            return suggest.complete(self._current(), field, prefix, limit)

    def verify(self) -> list[str]:
        """Read every byte of the index and name each fault found, one sentence each."""
        from archive.index.verification import checks

        faults: dict[str, None] = {}
        for check in checks(self._storage):
            try:
                with _wall():
                    check()
            except EngineError as error:
                faults[str(error)] = None
        return list(faults)

    def close(self) -> None:
        """Let go of files; the engine is not used afterwards."""
        self._snapshot = None
        if self._writer is not None:
            self._writer.close()
            self._writer = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _current(self) -> Snapshot:
        """Give the last commit, opened anew only when there has been one since."""
        generation = self._storage.generation()
        if self._snapshot is None or generation != self._generation:
            opened = self._storage.snapshot()
            self._snapshot = Snapshot(opened.segments)
            self._generation = opened.toc.generation
        return self._snapshot


@contextmanager
def _wall() -> Iterator[None]:
    """Let nothing foreign through: a file that cannot be read is a missing or damaged index, and so on."""
    try:
        yield
    except ArchiveError:
        raise
    except FileNotFoundError as error:
        raise IndexMissing(f"The index file {error.filename} is missing.") from error
    except OSError as error:
        raise EngineError(f"The index cannot be used: {error.strerror or error}.") from error
    except (LookupError, OverflowError, MemoryError, ValueError) as error:
        raise IndexDamaged("The index holds something it was never given.") from error
