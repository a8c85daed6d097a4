"""Articles on their way into the archive: read, recognised if they are known, written, indexed, reported."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping
from contextlib import closing, nullcontext, suppress
from dataclasses import field
from datetime import UTC, datetime
from itertools import chain
from os.path import abspath
from pathlib import Path
from typing import Any, BinaryIO, Final, Literal

from archive import disk, frontmatter, ids, readers
from archive.arrivals import Arrivals, Reading
from archive.article import Article
from archive.corpus import Corpus, Entry, Original, originals
from archive.engine import Engine
from archive.errors import ArchiveError, CorpusError, ReaderError
from archive.frozen import dataclass, replace
from archive.gathering import Gathering
from archive.readers.files import Skipped
from archive.readers.processes import Found
from archive.readers.source import MAX_BYTES, Source
from archive.recognition import Known, Register, merged

BATCH_ARTICLES: Final = 5_000
BATCH_CHARACTERS: Final = 20_000_000
BATCH_BYTES: Final = 100_000_000
BATCH_SECONDS: Final = 5.0
"""A batch is written when it holds so many articles or characters, or bytes of originals, or has been
collected for so long: enough for one sync to cost little, and little to be done again after a crash. Two of
them are in memory, one that is written and one that is read: some 100 MB."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of an article that was to be added.

    `path` is the source as given, `record` the record in it; `id` and `article` (as it is kept, or would be)
    are there unless it failed, `reason` and `hint` if it did. A file that was passed over is `skipped`, for
    the `reason` given; that is told only where it is asked for. `copy_of` is the earliest other article of
    the same story, where there is one.
    """

    outcome: Literal["new", "updated", "same", "failed", "skipped"]
    path: str
    record: str | None = None
    id: str | None = None
    reason: str | None = None
    hint: str | None = None
    article: Article | None = None
    copy_of: str | None = None


@dataclass(frozen=True, slots=True)
class Candidate:
    """An article that was read; `alone` when its source held no other."""

    article: Article
    source: Source
    alone: bool

    @property
    def load(self) -> float:
        """What part of a batch it takes up."""
        kept = 0
        if self.alone and self.article.record is None:
            with suppress(OSError):
                kept = self.source.size
        filled = len(self.article.body) / BATCH_CHARACTERS + min(kept, MAX_BYTES) / BATCH_BYTES
        return filled + 1 / BATCH_ARTICLES

    @property
    def anonymous(self) -> bool:
        """Whether it is one of many without an id."""
        return not self.alone and self.article.record is None

    @property
    def original(self) -> Original | None:
        """The bytes to keep beside the article; none where they hold, or may hold, other articles.

        Raises ReaderError where they cannot be read any more.
        """
        source = self.source
        try:
            if not self.alone or self.article.record is not None or source.size > MAX_BYTES:
                return None
            if self.article.provenance.sha256 != source.sha256:
                return None
            return Original(source.whole, source.ending or Path(source.name).suffix or ".txt")
        except OSError as error:
            raise ReaderError(
                f"{source.name} was there, and cannot be read any more: {readers.reason(error)}.",
                hint="Add it again when it is back.",
            ) from error

    def outcome(self, kind: Literal["new", "updated", "same"], article: Article) -> Outcome:
        """Report what became of it."""
        record = self.article.record
        return Outcome(outcome=kind, path=self.source.name, record=record, id=article.id, article=article)

    def failure(self, error: ArchiveError) -> Outcome:
        """Report why it could not be taken in."""
        record = self.article.record
        return Outcome(
            outcome="failed", path=self.source.name, record=record, reason=str(error), hint=error.hint
        )


@dataclass(slots=True)
class Batch:
    """What is written together, and reported when it lasts."""

    entries: list[Entry] = field(default_factory=list)
    unindexed: list[Article] = field(default_factory=list)
    outcomes: list[Outcome] = field(default_factory=list)


class Ingest:
    """One run of adding. Without an engine (before there is an index) nothing is recognised but by its id.

    `overrides` are fields that count more than what is read.
    """

    def __init__(
        self,
        corpus: Corpus,
        engine: Engine | None,
        overrides: Mapping[str, Any],
        *,
        dry_run: bool = False,
        reading: Reading | None = None,
    ) -> None:
        self._corpus = corpus
        self._engine = engine
        self._overrides = overrides
        self._dry_run = dry_run
        self._arrivals = Arrivals(corpus, engine, reading or Reading())
        self._urls: set[str] = set()
        self._shared: set[str] = set()
        self._progress: Callable[[int, int | None], None] | None = None
        self._total: int | None = None
        self._gathering: Gathering[Candidate | Outcome] | None = None
        self._among_many = False
        self._seen = self._reached = self._settled = 0
        self._root = f"{corpus.path.parent.resolve()}/"
        self._added = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")

    def add(
        self,
        paths: Iterable[str],
        stdin: BinaryIO | None = None,
        progress: Callable[[int, int | None], None] | None = None,
    ) -> Iterator[Outcome]:
        """Add what the paths hold; an outcome is given when its article lasts.

        What cannot be read is an outcome as well; only what stops everything (a full disk, a lock) is raised.
        """
        paths = list(paths)
        if progress is not None:
            self._progress, self._total = progress, self._arrivals.count(paths)
        with closing(self._found(paths, stdin)) as found:
            gathering = Gathering(found, _load, BATCH_SECONDS)
            self._gathering = None if "-" in paths else gathering
            for batch in gathering.batches():
                self._reached = self._seen
                yield from self._take_in(batch)

    def _found(self, paths: Iterable[str], stdin: BinaryIO | None) -> Generator[Candidate | Outcome]:
        for arrived in self._arrivals.read(paths, stdin):
            found = self._taken(arrived)
            self._among_many = isinstance(found, Candidate) and not found.alone
            if isinstance(found, Candidate):
                self._notice(found)
            self._tell()
            yield found

    def _read_ahead(self) -> bool:
        """Read one article more while others are indexed; tell whether to go on.

        That is for records, of which the next one takes no time: a file that does would keep those that are
        written already from being reported.
        """
        return self._gathering is not None and self._among_many and self._gathering.more()

    def _tell(self) -> None:
        """Tell how far this run is: reading an article is half of the work, indexing it the other half."""
        if self._progress is not None:
            self._progress((self._seen + self._settled) // 2, self._total)

    def _notice(self, candidate: Candidate) -> None:
        """Learn which URLs stand for several articles, as that of minutes which hold many speeches does."""
        url = candidate.article.url
        if url and candidate.anonymous:
            (self._shared if url in self._urls else self._urls).add(url)

    def _keys(self, candidate: Candidate) -> tuple[str, ...]:
        """Give the keys a candidate may be known by; where it has no id among many, its file is none."""
        keys = candidate.article.keys
        if not candidate.anonymous:
            return keys
        kinds = ("sha256:",) if candidate.article.url in self._shared else ("sha256:", "url:")
        return tuple(key for key in keys if key.startswith(kinds))

    def _taken(self, arrived: Found | Skipped) -> Candidate | Outcome:
        if isinstance(arrived, Skipped):
            return Outcome(outcome="skipped", path=arrived.path, reason=arrived.reason)
        self._seen += self._arrivals.units(arrived)
        article, source = arrived.article, arrived.source
        if isinstance(article, ReaderError):
            return _failure(article, source.name)
        return Candidate(self._complete(article, source), source, arrived.alone)

    def _complete(self, article: Article, source: Source) -> Article:
        """Add what the person said and where the article is from, by a path that means the same tomorrow."""
        origin = article.provenance
        place = origin.original
        if source.path is not None and place == source.name and source.name != "-":
            place = abspath(source.path)  # noqa: PTH100 - Path.resolve would follow links
            place = place.removeprefix(self._root)
        origin = replace(origin, original=place, added=self._added)
        return frontmatter.normal(replace(article, **self._overrides, provenance=origin))

    def _take_in(self, collected: list[Candidate | Outcome]) -> Iterator[Outcome]:
        while collected:
            with nullcontext() if self._dry_run else disk.writing(self._corpus.path):
                batch, collected = self._decide(collected)
                if not self._dry_run:
                    self._write(batch)
                    self._arrivals.note((one.path, one.record, one.article) for one in batch.outcomes)
            self._settled = max(self._settled, self._reached - len(collected))
            self._tell()
            yield from batch.outcomes

    def _write(self, batch: Batch) -> None:
        """Write the corpus first: a crash in between leaves a stale index, never a lost article."""
        written: dict[str, Article] = {}
        kept = self._kept(batch.entries, written)
        if self._engine is None:
            deque(kept, maxlen=0)
        elif batch.entries or batch.unindexed:
            count = len(batch.entries) + len(batch.unindexed)
            articles = self._counted(chain(batch.unindexed, kept), count)
            self._engine.update(articles, meanwhile=self._read_ahead)
        copies = self._engine.copies(written) if self._engine is not None else {}
        batch.outcomes = [
            replace(outcome, article=written[outcome.id], copy_of=copies.get(outcome.id))
            if outcome.id in written
            else outcome
            for outcome in batch.outcomes
        ]

    def _kept(self, entries: list[Entry], written: dict[str, Article]) -> Iterator[Article]:
        """Write articles to the corpus, giving each to be indexed meanwhile, and note them all by id."""
        for article in self._corpus.put_each(entries):
            written[article.id] = article
            yield article

    def _counted(self, articles: Iterable[Article], count: int) -> Iterator[Article]:
        """Give articles to be indexed, counting what work they were."""
        before, work = self._settled, self._reached - self._settled
        for number, article in enumerate(articles, start=1):
            yield article
            self._settled = before + work * number // count
            self._tell()

    def _decide(self, collected: list[Candidate | Outcome]) -> tuple[Batch, list[Candidate | Outcome]]:
        """Decide what becomes of each; gives back the rest from where one needs the others on disk first."""
        candidates = [candidate for candidate in collected if isinstance(candidate, Candidate)]
        first = Counter(ids.first_choice(candidate.article) for candidate in candidates)
        chosen = (f"id:{ids.numbered(id, n + 1)}" for id, count in first.items() for n in range(count))
        keys = chain.from_iterable(map(self._keys, candidates))
        register = Register(self._corpus, self._engine, chain(keys, chosen))
        batch = Batch()
        for number, candidate in enumerate(collected):
            if isinstance(candidate, Outcome):
                batch.outcomes.append(candidate)
                continue
            twin = register.pending(self._keys(candidate))
            if twin is None:
                try:
                    self._sort(candidate, register, batch)
                except (CorpusError, ReaderError) as error:
                    batch.outcomes.append(candidate.failure(error))
            elif twin.provenance.sha256 == candidate.article.provenance.sha256:
                batch.outcomes.append(candidate.outcome("same", twin))
            elif self._dry_run:
                batch.outcomes.append(candidate.outcome("updated", replace(candidate.article, id=twin.id)))
            else:
                return batch, collected[number:]
        return batch, []

    def _sort(self, candidate: Candidate, register: Register, batch: Batch) -> None:
        article, keys = candidate.article, self._keys(candidate)
        found: Known | str | None = register.find(article, keys)
        if found is None:
            found = register.place(article, keys)
        if isinstance(found, str):
            article = replace(article, id=found)
            batch.entries.append(Entry(article, candidate.original, normal=True))
            batch.outcomes.append(candidate.outcome("new", article))
            register.note(article, keys)
            return
        previous = found.article
        now = replace(previous, **self._overrides) if found.same else self._merged(found, article)
        if (
            frontmatter.normal(replace(now, provenance=previous.provenance, digest=previous.digest))
            == previous
        ):
            batch.outcomes.append(candidate.outcome("same", previous))
            if not found.indexed:
                batch.unindexed.append(previous)
            return
        original = None if found.same else candidate.original
        batch.entries.append(Entry(now, original, replaces=found.path, keep=not found.same))
        batch.outcomes.append(candidate.outcome("updated", now))
        register.note(now, keys)

    def _merged(self, known: Known, article: Article) -> Article:
        previous, then = known.article, None
        original = next(iter(originals(known.path)), None) if previous.record is None else None
        if original is not None:
            source = Source(previous.provenance.original or "-", original)
            try:
                # An original of other bytes is not what the article was read from.
                trusted = source.sha256 == previous.provenance.sha256
                first = next(readers.read(source), None) if trusted else None
            except (ReaderError, OSError):
                first = None
            then = frontmatter.normal(first) if isinstance(first, Article) else None
        return replace(merged(previous, article, then), **self._overrides)


def _load(found: Candidate | Outcome) -> float:
    return found.load if isinstance(found, Candidate) else 0.0


def _failure(error: ReaderError, path: str) -> Outcome:
    return Outcome(outcome="failed", path=path, record=error.record, reason=str(error), hint=error.hint)
