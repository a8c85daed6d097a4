"""The archive: a corpus of articles and the engine that searches it, kept in step."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, suppress
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, BinaryIO, Final, Literal, Self

from archive import query
from archive.engine import Engine, Explanation, Hit, Results, Search, Sort
from archive.errors import CorpusError, EngineError, IndexLocked, IndexMissing
from archive.query.tree import Node, Story

if TYPE_CHECKING:
    from archive.article import Article
    from archive.corpus import Corpus
    from archive.history import Difference, Version
    from archive.holdings import Stats
    from archive.indexing import Synced
    from archive.ingest import Outcome
    from archive.inspection import Fault
    from archive.synonyms import Synonyms

Progress = Callable[[int, int | None], None]
"""Told how much is done and how much there is in all (None: unknown)."""

CORPUS: Final = "corpus"
INDEX: Final = "index"

COPIES: Final = 100
"""More near copies of an article are not named one by one."""


class Archive:
    """A directory of articles that can be searched.

    ::

        with Archive.open("news") as archive:
            results = archive.search("KI Infrastruktur", limit=5)

    Articles are the files in `corpus/`; `index/` is built from them whenever it is missing.
    """

    def __init__(self, path: Path, progress: Progress | None = None) -> None:
        self.path = path
        self._progress = progress
        self._engine: Engine | None = None
        self._synonyms: tuple[tuple[int, int], Synonyms | None] | None = None

    @classmethod
    def create(cls, path: str | Path) -> Self:
        """Start an archive in a directory, which is made if needed; one that is there already is opened."""
        place = Path(path)
        try:
            (place / CORPUS).mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise CorpusError(f"No archive can be started in {place}: {error.strerror}.") from error
        return cls(place)

    @classmethod
    def open(cls, path: str | Path, progress: Progress | None = None) -> Self:
        """Open the archive in a directory; `progress` is told when its index has to be built first.

        Raises CorpusError when the directory is no archive.
        """
        place = Path(path)
        if not (place / CORPUS).is_dir():
            raise CorpusError(
                f"{place} is no archive: it has no folder {CORPUS}/.", hint="Start one with `archive init`."
            )
        return cls(place, progress)

    def close(self) -> None:
        """Let go of the index; the archive is not used afterwards."""
        if self._engine is not None:
            self._engine.close()
            self._engine = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @cached_property
    def corpus(self) -> Corpus:
        """The articles on disk."""
        from archive.corpus import Corpus

        return Corpus(self.path / CORPUS)

    @property
    def engine(self) -> Engine:
        """The index, opened when it is first needed and built when there is none."""
        engine = self._engine_if_any()
        if engine is None:
            self.sync(progress=self._progress)
            engine = self._engine_if_any()
        if engine is None:
            raise IndexMissing(f"The index of {self.path} was removed while it was used.")
        return engine

    def add(
        self,
        paths: Iterable[str],
        *,
        overrides: Mapping[str, str] | None = None,
        dry_run: bool = False,
        stdin: BinaryIO | None = None,
        progress: Progress | None = None,
        time_limit: float | None = None,
        skipped: bool = False,
        leave: str | None = None,
    ) -> Iterator[Outcome]:
        """Read files, folders, patterns, web addresses or `-` into the archive.

        An outcome is given when its article lasts. `overrides` are fields and values that count more than
        what is read. With `dry_run` nothing is written, and the outcomes carry what would be known.
        `time_limit` is how many seconds reading one article may take; with `skipped`, the files that are
        passed over in folders are outcomes, too; `leave` is a file to be left alone. Raises UnknownField or
        BadValue for an override, IndexLocked, or CorpusError when nothing can be written any more; what
        cannot be read is an outcome.
        """
        from archive.arrivals import Reading
        from archive.ingest import Ingest
        from archive.settings import typed

        values = typed(overrides or {})
        engine = self._engine_if_any() if dry_run else self.engine
        reading = Reading(seconds=time_limit, skipped=skipped, leave=leave)
        ingest = Ingest(self.corpus, engine, values, dry_run=dry_run, reading=reading)
        return ingest.add(paths, stdin, progress)

    def watch(
        self,
        folders: Iterable[str],
        *,
        overrides: Mapping[str, str] | None = None,
        time_limit: float | None = None,
        leave: str | None = None,
    ) -> Iterator[Outcome]:
        """Add what is in folders, and go on with each file that comes or changes there, when it is whole.

        Goes on until it is interrupted, and waits where another process is writing. Raises ReaderError when
        a folder is gone; otherwise like `add`.
        """
        from archive.arrivals import Reading
        from archive.ingest import Ingest
        from archive.settings import typed
        from archive.watching import changes

        values, folders = typed(overrides or {}), list(folders)
        for changed in changes(folders):
            reading = Reading(seconds=time_limit, only=changed, leave=leave)
            while True:
                try:
                    yield from Ingest(self.corpus, self.engine, values, reading=reading).add(folders)
                    break
                except IndexLocked:  # by a process that wrote for long; it will not do so for ever
                    continue
                finally:
                    self.close()

    def search(  # noqa: PLR0913 - one keyword for each way to ask
        self,
        text: str = "",
        *,
        conditions: Iterable[Node] = (),
        limit: int = 10,
        offset: int = 0,
        match: Literal["all", "any"] = "all",
        sort: Sort = "relevance",
        snippets: bool = True,
        explain: bool = False,
        facets: Iterable[str] = (),
        synonyms: bool = True,
        collapse: bool = True,
    ) -> Results:
        """Answer a query, together with conditions (`archive.query.condition`), by one page of a ranking.

        `match` says whether an article must have all words or any; when none has all, those that have some
        are given, and `Results.match` is "partial". With `synonyms`, a name in `corpus/synonyms.txt` stands
        for the others, too. With `collapse`, near copies are one hit, unless the query asks for a story.
        `Results.took_ms` is the time of the search itself, without that of opening
        the index. Raises QueryError, or EngineError when the index cannot answer.
        """
        from archive import inquiry

        typed = self._read(text, synonyms)
        engine = self.engine
        began = time.perf_counter()
        page = Search(
            query=typed,
            limit=limit,
            offset=offset,
            sort=sort,
            snippets=snippets,
            explain=explain,
            facets=tuple(facets),
            collapse=collapse,
        )
        results = inquiry.answer(engine, page, tuple(conditions), match)
        return replace(results, query=text, took_ms=(time.perf_counter() - began) * 1000)

    def explain(
        self, text: str, prefix: str, *, match: Literal["all", "any"] = "all", synonyms: bool = True
    ) -> Explanation:
        """Explain why the article whose id begins with `prefix` matches a query, or why it does not.

        Raises ArticleNotFound, QueryError or EngineError.
        """
        from archive import inquiry

        typed = self._read(text, synonyms)
        found = self.corpus.path_of(prefix).stem
        return self.engine.explain(inquiry.wanted(typed, match), found)

    def _read(self, text: str, synonyms: bool) -> Node:
        """Parse what was typed; with `synonyms`, it asks for all names that `corpus/synonyms.txt` has."""
        typed = query.parse(text)
        return self._widened(typed) if synonyms else typed

    def _widened(self, typed: Node) -> Node:
        path = self.path / CORPUS / "synonyms.txt"
        try:
            state = path.stat()
        except OSError:
            return typed
        if self._synonyms is None or self._synonyms[0] != (state.st_mtime_ns, state.st_size):
            from archive import synonyms

            self._synonyms = (state.st_mtime_ns, state.st_size), synonyms.read(path)
        known = self._synonyms[1]
        return typed if known is None else known.widen(typed)

    def copies_of(self, prefix: str) -> list[Hit]:
        """Give the near copies of an article, earliest first; none where there is no index to tell."""
        with suppress(EngineError):
            engine, id = self._engine_if_any(), self.corpus.path_of(prefix).stem
            if engine is not None:
                asked = Search(query=Story(id), limit=COPIES, sort="date", snippets=False)
                return [hit for hit in engine.search(asked).hits if hit.id != id]
        return []

    def get(self, prefix: str) -> Article:
        """Read the article whose id is `prefix` or alone begins with it.

        Raises ArticleNotFound or DamagedArticle.
        """
        return self.corpus.get(prefix)

    def versions(self, prefix: str) -> list[Version]:
        """Give all versions of an article, the current one last; raises ArticleNotFound."""
        from archive import history

        return history.versions(self.corpus, prefix)

    def version(self, prefix: str, number: int) -> Version:
        """Give one version of an article; raises ArticleNotFound where there is none of this number."""
        from archive import history

        return history.numbered(self.versions(prefix), number)

    def difference(self, prefix: str, before: int | None = None, after: int | None = None) -> Difference:
        """Tell what changed between two versions, the last two unless they are named by number.

        Raises ArticleNotFound where there is no such version, or DamagedArticle.
        """
        from archive import history

        return history.compared(self.versions(prefix), before, after)

    def path_of(self, prefix: str) -> Path:
        """Find the file of an article."""
        return self.corpus.path_of(prefix)

    def original_of(self, prefix: str) -> Path | None:
        """Find the bytes an article was read from, if they were kept."""
        return self.corpus.original_of(prefix)

    def edit(self, prefix: str, changes: Mapping[str, str]) -> Article:
        """Set fields of an article as a person types them; raises UnknownField or BadValue."""
        from archive.settings import typed

        values = typed(changes)
        engine = self.engine
        with self._writing():
            article = self.corpus.put(replace(self.corpus.get(prefix), **values))
            engine.update([article])
        return article

    def rewrite(self, prefix: str, text: str) -> Article:
        """Replace the file of an article by a text; raises DamagedArticle where that is none."""
        engine = self.engine
        with self._writing():
            article = self.corpus.rewrite(self.corpus.path_of(prefix), text)
            engine.update([article])
        return article

    def remove(self, prefixes: Iterable[str]) -> list[str]:
        """Remove articles with their originals; gives their ids. Nothing is removed when one is not found."""
        engine = self.engine
        with self._writing():
            ids = [self.corpus.path_of(prefix).stem for prefix in prefixes]
            self.corpus.remove(ids)
            engine.update((), remove=ids)
        return ids

    def sync(self, rebuild: bool = False, progress: Progress | None = None) -> Synced:
        """Bring the index in step with the corpus, or build it anew; what cannot be read is reported."""
        from archive import indexing
        from archive.index import WhooshEngine

        place = self.path / INDEX
        with self._writing():
            self.corpus.recover()
            engine = None if rebuild else self._engine_if_any()
            if engine is not None:
                return indexing.bring_in_step(self.corpus, engine, progress)
            self.close()
            synced = indexing.build(self.corpus, place, WhooshEngine.create, progress)
            self._engine = WhooshEngine.open(place)
            return synced

    def check(self, repair: bool = False) -> list[Fault]:
        """Verify every article, every original and the index; with `repair`, mend what loses nothing."""
        from archive.inspection import Fault, inspect_corpus, inspect_index

        if repair:
            with self._writing():
                faults = list(inspect_corpus(self.corpus, repair=True))
        else:
            faults = list(inspect_corpus(self.corpus))
        try:
            engine = self._engine_if_any()
            wrong = [Fault("There is no index yet.", hint="Build it with `archive sync`.")]
            if engine is not None:
                wrong = list(inspect_index(self.corpus, engine))
            elif not self.corpus.paths():
                wrong = []
        except EngineError as error:
            self.close()
            wrong = [Fault(str(error), hint=error.hint)]
        if repair and wrong:
            self.sync(
                rebuild=self._engine is None or any(fault.path is None and not fault.id for fault in wrong)
            )
            wrong = [replace(fault, repaired=True) for fault in wrong]
        return [*faults, *wrong]

    def stats(self) -> Stats:
        """Count what is in the archive."""
        from archive.holdings import counted

        return counted(self.engine, self.path / CORPUS, self.path / INDEX)

    def complete(self, field: str, prefix: str) -> list[str]:
        """List values of a field that begin like this."""
        return self.engine.complete(field, prefix)

    def _writing(self) -> AbstractContextManager[None]:
        from archive import disk

        return disk.writing(self.path / CORPUS)

    def _engine_if_any(self) -> Engine | None:
        """Give the index, None when there is none."""
        if self._engine is None:
            from archive.index import WhooshEngine

            with suppress(IndexMissing):
                self._engine = WhooshEngine.open(self.path / INDEX)
        return self._engine
