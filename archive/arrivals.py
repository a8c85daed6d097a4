"""What arrives to be added: the files that are meant are found, known ones recognised, the rest is read."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from os import walk
from os.path import realpath
from pathlib import Path
from typing import BinaryIO, Final

from archive import readers
from archive.article import Article
from archive.corpus import Corpus
from archive.engine import Engine
from archive.errors import CorpusError, ReaderError
from archive.frozen import replace
from archive.ledger import NAME, Ledger
from archive.readers.files import Skipped, display, is_address
from archive.readers.processes import SECONDS, Found, Processes
from archive.readers.source import MAX_BYTES, Source

ALONE: Final = frozenset({"docx", "markdown", "odt", "pasted", "pdf", "rtf", "webpage"})
"""Readers that find one article in a file: where it is known by the file's bytes, nothing is left to read."""

IN_PARTS: Final = ALONE | {"warc"}
"""Readers whose articles are worth remembering record by record: the others read a hundred in a moment."""

_TOGETHER: Final = 32
"""Files asked after together: enough for the question to cost little, few enough to start reading at once."""


@dataclass(frozen=True, slots=True)
class Reading:
    """How files are read: the seconds an article may take, if that is said.

    With `only`, paths without links in them, no other file is looked at; `leave` is one that is left alone.
    With `skipped`, files that are passed over are told as well.
    """

    seconds: float | None = None
    only: Container[str] | None = None
    leave: str | None = None
    skipped: bool = False


class Arrivals:
    """What the paths hold, in their order; `engine` tells what is known, if there is one."""

    def __init__(self, corpus: Corpus, engine: Engine | None, reading: Reading) -> None:
        self._corpus = corpus
        self._engine = engine
        self._reading = reading
        self._root = Path(realpath(corpus.path))
        self._leave = realpath(reading.leave) if reading.leave is not None else None
        self._long: set[str] = set()
        self._ledger = Ledger(corpus.path.with_name("index") / NAME)
        self._many: dict[str, Source] = {}
        self._done: dict[str, Mapping[str, str]] = {}

    def count(self, paths: Iterable[str]) -> int | None:
        """Tell how many units of work the paths hold: a file is one, and so is each of many records."""
        total = 0
        for path in paths:
            if path == "-":
                return None
            if is_address(path):
                total += 1
                continue
            for source in self._meant(path, None, _unsaid):
                number = 1
                if isinstance(source, Source):
                    with suppress(OSError):
                        number = readers.count(source)
                    if number > 1:
                        self._long.add(source.name)
                total += number
        return total

    def units(self, found: Found) -> int:
        """Tell how much work has been done with what was found, in the units of `count`."""
        return int(found.begins or found.source.name in self._long)

    def read(self, paths: Iterable[str], stdin: BinaryIO | None) -> Iterator[Found | Skipped]:
        """Read what the paths hold; an article that is known by its file's bytes is given as it is kept."""
        processes = Processes(self._reading.seconds or SECONDS)
        try:
            arrived: Iterator[Found | Skipped] = processes.read(self._recognised(self._sources(paths, stdin)))
            for found in arrived:
                yield self._filled(found) if isinstance(found, Found) else found
        finally:
            processes.close()

    def note(self, lasting: Iterable[tuple[str, str | None, Article | None]]) -> None:
        """Remember what will last of files of many articles that take long to read: path, record, article."""
        self._ledger.note(
            (self._many[path], record, article.id)
            for path, record, article in lasting
            if article is not None and record and path in self._many
            if article.provenance.reader in IN_PARTS
        )

    def _filled(self, found: Found) -> Found:
        """Give the article as it is kept where its record was not read again."""
        name, article = found.source.name, found.article
        if not found.alone and found.source.path is not None and name not in self._many:
            self._many[name] = Source(name, found.source.path)  # without what was read of it
        if name not in self._done or isinstance(article, ReaderError) or article.body or article.headline:
            return found
        return Found(found.source, self._kept_of(name, article.record or ""), found.alone, found.begins)

    def _kept_of(self, name: str, record: str) -> Article | ReaderError:
        try:
            kept = self._corpus.read(self._corpus.place_of(self._done[name][record]))
        except (CorpusError, KeyError):
            return ReaderError(
                f"{name}: the article of {record} was in the archive and cannot be read any more.",
                hint="Add the file again.",
                record=record,
            )
        return replace(kept, id="", digest="", provenance=replace(kept.provenance, record=record))

    def _sources(self, paths: Iterable[str], stdin: BinaryIO | None) -> Iterator[Source | Found | Skipped]:
        """Give what is meant, each after what was passed over before it."""
        passed: list[Skipped] = []
        for path in paths:
            for source in self._meant(path, stdin, passed.append):
                yield from self._each(passed)
                passed.clear()
                if isinstance(source, ReaderError):
                    yield Found(Source(source.path or path), source, alone=False, begins=True)
                else:
                    yield source
        yield from self._each(passed)

    def _each(self, passed: list[Skipped]) -> Iterator[Skipped]:
        """Give what was passed over file by file, where that is asked for."""
        for one in passed if self._reading.skipped else ():
            inside = [Path(folder, name) for folder, _, names in walk(one.path) for name in sorted(names)]
            yield from (Skipped(display(path), one.reason) for path in inside or [Path(one.path)])

    def _meant(
        self, path: str, stdin: BinaryIO | None, skip: Callable[[Skipped], None]
    ) -> Iterator[Source | ReaderError]:
        """Give the sources of a path, without the files of the archive itself."""
        if path != "-" and not is_address(path) and self._is_own(Path(path)):
            yield ReaderError(f"{path} is in the archive already.", hint="Use `archive sync` instead.")
            return
        only = self._reading.only
        for source in readers.find([path], stdin, skip):
            if not isinstance(source, Source) or source.path is None:
                if only is None:
                    yield source
            elif self._is_own(source.path):
                skip(Skipped(source.name, "in the archive already"))
            elif self._leave is not None and realpath(source.path) == self._leave:
                skip(Skipped(source.name, "the report of this run"))
            elif only is None or realpath(source.path) in only:
                yield source

    def _is_own(self, path: Path) -> bool:
        # Unlike Path.resolve, this follows a link that leads to itself without raising anything.
        place = Path(realpath(path))
        return place.is_relative_to(self._root) or place.is_relative_to(self._root.with_name("index"))

    def _recognised(self, found: Iterable[Source | Found | Skipped]) -> Iterator[Source | Found | Skipped]:
        """Give an article where a file is known; several are asked after together."""
        together: list[Source | Found | Skipped] = []
        for one in found:
            together.append(one)
            # What was piped in or fetched is there to be read at once.
            at_once = isinstance(one, Source) and (one.path is None or one.name == "-")
            if at_once or len(together) >= _TOGETHER:
                yield from self._told(together)
                together = []
        yield from self._told(together)

    def _told(self, together: list[Source | Found | Skipped]) -> Iterator[Source | Found | Skipped]:
        digests: dict[int, str] = {}
        for place, one in enumerate(together):
            with suppress(OSError):
                if isinstance(one, Source) and one.name != "-" and one.size <= MAX_BYTES:
                    digests[place] = f"sha256:{one.sha256}"
        known = self._engine.known(digests.values()) if self._engine is not None and digests else {}
        for place, one in enumerate(together):
            id = known.get(digests.get(place, ""))
            article = self._kept(id, one.sha256) if id is not None and isinstance(one, Source) else None
            if article is not None and isinstance(one, Source):
                yield Found(one, article, alone=True, begins=True)
            else:
                yield self._resumed(one) if isinstance(one, Source) else one

    def _resumed(self, source: Source) -> Source:
        """Say with a file of many articles which of its records are kept, as it was read before."""
        if source.path is None or source.name == "-":
            return source
        with suppress(OSError):
            done = self._ledger.of(source)
            here = {record: id for record, id in done.items() if self._corpus.place_of(id).is_file()}
            if here:
                self._done[source.name] = here
                return Source(source.name, source.path, known=frozenset(here))
        return source

    def _kept(self, id: str, sha256: str) -> Article | None:
        """Give the article of this id as it would be read, if it was, alone, from these bytes."""
        try:
            article = self._corpus.read(self._corpus.place_of(id))
        except CorpusError:
            return None
        origin = article.provenance
        alone = origin.sha256 == sha256 and origin.record is None and origin.reader in ALONE
        return replace(article, id="", digest="") if alone else None


def _unsaid(skipped: Skipped) -> None:
    """Say nothing of what is passed over: it is told when the files are read."""
