"""The index as Whoosh knows one: any program that speaks Whoosh can open and search it.

::

    from archive.index.whooshindex import WhooshIndex
    from whoosh.qparser import QueryParser

    index = WhooshIndex(Path("news/index"))
    with index.searcher() as searcher:
        hits = searcher.search(QueryParser("form", index.schema).parse("elbe"))

The schema comes from code and the table of contents is JSON, so nothing here unpickles a file. The fields
are those of `schema`. Articles go in through the archive, never through Whoosh's own writer. Nothing on the
way of the archive's own searches imports this module.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, NoReturn

from whoosh.filedb.filestore import FileStorage, ReadOnlyError
from whoosh.index import TOC, EmptyIndexError, FileIndex

from archive.errors import IndexMissing
from archive.index import schema
from archive.index.codec.stock import Part, whoosh_schema
from archive.index.storage import Storage


class WhooshIndex(FileIndex):  # type: ignore[misc]
    """A Whoosh `FileIndex` over the directory of an index, for reading.

    Raises Whoosh's EmptyIndexError where there is no index, else IndexOutdated or IndexDamaged.
    """

    def __init__(self, path: Path, fingerprint: str = schema.FINGERPRINT) -> None:
        self._directory = Storage(path, fingerprint)
        self.storage = FileStorage(str(path), readonly=True)
        self.indexname = "archive"
        self._schema = whoosh_schema()
        try:
            self._directory.toc()
        except IndexMissing as error:
            raise EmptyIndexError(str(error)) from error

    def latest_generation(self) -> int:
        """Give the number of the last commit."""
        generation = self._directory.generation()
        return -1 if generation is None else generation

    def last_modified(self) -> float:
        """Give the time of the last commit, in seconds since 1970."""
        return (self._directory.path / f"toc-{self.latest_generation():06}.json").stat().st_mtime

    def writer(self, procs: int = 1, **kwargs: Any) -> NoReturn:  # noqa: ARG002  # Whoosh's signature
        """Refuse: articles go in through the archive; raises Whoosh's ReadOnlyError."""
        raise ReadOnlyError("Articles are added with `archive add`.")

    def _read_toc(self) -> Any:
        snapshot = self._directory.snapshot()
        return TOC(self._schema, [Part(each) for each in snapshot.segments], snapshot.toc.generation)
