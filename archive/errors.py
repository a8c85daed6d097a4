"""Everything this package raises on purpose.

::

    ArchiveError (.hint, .exit_code)
    ├─ ReaderError               a source that cannot be read into articles
    │  ├─ UnknownFormat          nobody here reads this kind of file
    │  └─ NoArticle              the file is readable, but holds no article
    ├─ CorpusError               the articles on disk
    │  ├─ ArticleNotFound        no article, or more than one, has this id   (also a LookupError)
    │  └─ DamagedArticle         an article file that cannot be understood   (.path, .line)
    ├─ QueryError                what was typed is not a query               (also a ValueError; .problems)
    │  ├─ QuerySyntaxError
    │  ├─ UnknownField
    │  └─ BadValue
    └─ EngineError               the index
       ├─ IndexMissing
       ├─ IndexOutdated
       ├─ IndexDamaged
       ├─ IndexLocked            another process is writing
       └─ EngineUnavailable

The message of each is one sentence that names the thing; the hint is one imperative sentence.
"""

from __future__ import annotations

from pathlib import Path

from archive.frozen import dataclass


class ArchiveError(Exception):
    """The root of everything raised on purpose; `hint` says what to do next."""

    exit_code = 1
    hint: str | None = None

    def __init__(self, message: str, *, hint: str | None = None) -> None:
        super().__init__(message)
        if hint is not None:
            self.hint = hint


class ReaderError(ArchiveError):
    """A source could not be read into articles.

    `record` names the one record in a file of many, `path` the file, where it was found in a folder.
    """

    def __init__(
        self, message: str, *, hint: str | None = None, record: str | None = None, path: str | None = None
    ) -> None:
        super().__init__(message, hint=hint)
        self.record = record
        self.path = path


class UnknownFormat(ReaderError):
    """Nobody here reads this kind of file."""


class NoArticle(ReaderError):
    """The source is readable, but holds no article."""


class CorpusError(ArchiveError):
    """The articles on disk cannot be found, read or written."""


class ArticleNotFound(CorpusError, LookupError):
    """No article, or more than one, has an id that starts like this."""


class DamagedArticle(CorpusError):
    """An article file cannot be understood; `path` and `line` (from 1, if known) say where."""

    hint = "Mend the file by hand, or with `archive check --repair` where its original is kept."

    def __init__(self, message: str, path: Path, line: int | None = None, *, hint: str | None = None) -> None:
        super().__init__(message, hint=hint)
        self.path = path
        self.line = line


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with a query: a sentence, the span of code points it is about, and what to do."""

    message: str
    span: tuple[int, int]
    hint: str | None = None


class QueryError(ArchiveError, ValueError):
    """What was typed is not a query; `problems` holds all that is wrong with `query`, in order."""

    exit_code = 2

    def __init__(self, query: str, problems: tuple[Problem, ...]) -> None:
        super().__init__("; ".join(problem.message for problem in problems))
        self.query = query
        self.problems = problems
        self.hint = next((problem.hint for problem in problems if problem.hint), None)


class QuerySyntaxError(QueryError):
    """A quote or bracket is open, an operator has nothing to join, or the query is too long."""


class UnknownField(QueryError):
    """A `field:` that no article has."""


class BadValue(QueryError):
    """A value its field cannot have, such as the 31st of February."""


class EngineError(ArchiveError):
    """The index cannot answer or cannot be written."""


class IndexMissing(EngineError):
    """There is no index yet."""

    hint = "Build it with `archive sync`."


class IndexOutdated(EngineError):
    """The index was built by another version of this program, or is not one of its own."""

    hint = "Build it anew with `archive sync --rebuild`."


class IndexDamaged(EngineError):
    """A file of the index is not what was written."""

    hint = "Build it anew with `archive sync --rebuild`; the articles in corpus/ are not affected."


class IndexLocked(EngineError):
    """Another process is writing to the archive."""

    exit_code = 75
    hint = "Wait until it has finished, then try again."


class EngineUnavailable(EngineError):
    """The engine cannot be reached."""
