"""What a search engine must do for an archive, and the plain data that passes between the two."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from types import TracebackType
from typing import TYPE_CHECKING, Literal, Protocol, Self

from archive.frozen import dataclass
from archive.query.tree import Node

if TYPE_CHECKING:
    from archive.article import Article

Match = Literal["all", "any", "partial"]
"""How the words of a query were matched: all of them, any by wish, or any because no article has all."""

Sort = Literal["relevance", "mixed", "date", "-date"]
"""Best first; best first, the newer before the older; oldest first, newest first (undated articles last)."""

Span = tuple[int, int]
"""First and one past last code point of a match, in the text of its snippet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """A question to an engine: a parsed query and the page of the ranking that is wanted.

    With `collapse`, of the articles of one story only the first in the ranking is given.
    """

    query: Node
    limit: int = 10
    offset: int = 0
    sort: Sort = "relevance"
    snippets: bool = True
    explain: bool = False
    facets: tuple[str, ...] = ()
    collapse: bool = False


@dataclass(frozen=True, slots=True)
class Snippet:
    """A passage of an article as text, with the spans of exactly what matched in it."""

    field: str
    text: str
    matches: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Contribution:
    """What one matched term gave to a score, and the path by which it matched ("form", "stem", …)."""

    term: str
    path: str
    field: str | None
    score: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """An article that was found, with all that a list of results shows of it.

    `headline_matches` are spans of matches in the headline; `explanation` is empty unless asked for. `story`
    is the id of the earliest article of its story, None where it has no near copies; `similar` counts the
    others of its story that were found and are not shown.
    """

    id: str
    score: float
    headline: str | None = None
    authors: tuple[str, ...] = ()
    published: date | None = None
    source: str | None = None
    language: str | None = None
    url: str | None = None
    record: str | None = None
    headline_matches: tuple[Span, ...] = ()
    snippets: tuple[Snippet, ...] = ()
    explanation: tuple[Contribution, ...] = ()
    story: str | None = None
    similar: int = 0


@dataclass(frozen=True, slots=True)
class Facet:
    """How many of the articles found have each value of a field, most frequent first."""

    field: str
    counts: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Results:
    """The answer to a search: exact total, one page of hits, no handle on anything open.

    `query` is as typed, `interpreted` how it was understood; `suggestion` is a query that finds more, offered
    when little was found. `hidden` counts the near copies among `total` that are no hits of their own.
    """

    total: int
    hits: tuple[Hit, ...] = ()
    query: str = ""
    interpreted: str = ""
    match: Match = "all"
    took_ms: float = 0.0
    suggestion: str | None = None
    facets: tuple[Facet, ...] = ()
    hidden: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """Whether an article meets one clause of a query.

    `contributions` are what a clause that is met gives to the score. Of one that is not, `nearest` is what
    the article has instead (the most similar words, the values of the field) and `elsewhere` the parts of it
    where what was asked for stands. `reasons` are those of the clauses inside, as of what is excluded.
    """

    clause: str
    met: bool
    contributions: tuple[Contribution, ...] = ()
    nearest: tuple[str, ...] = ()
    elsewhere: tuple[str, ...] = ()
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """What a query has to do with one article: whether it matches, at which rank, and clause by clause why.

    `contributions` are what is added to the score beside the clauses; `rank` counts from 1.
    """

    id: str
    headline: str | None
    interpreted: str
    matches: bool
    score: float
    rank: int | None
    total: int
    reasons: tuple[Reason, ...]
    contributions: tuple[Contribution, ...] = ()


class Engine(Protocol):
    """An index over articles that answers searches from a consistent state."""

    def update(
        self,
        articles: Iterable[Article],
        remove: Iterable[str] = (),
        meanwhile: Callable[[], bool] | None = None,
    ) -> None:
        """Index articles (replacing those of the same id) and remove ids, in one commit: all or nothing.

        Where others do the work and this one waits, it calls `meanwhile` as long as that is true.
        """

    def digests(self) -> Mapping[str, str]:
        """Tell what is indexed: article id to the digest of the file it was indexed from."""

    def known(self, keys: Iterable[str]) -> Mapping[str, str]:
        """Tell which of these keys are indexed: key to the id of an article that has it.

        A key is one of `Article.keys`, or `id:` and an article's id. Made for thousands at a time; a key that
        several articles share gives any one of them.
        """

    def copies(self, ids: Iterable[str]) -> Mapping[str, str]:
        """Tell which of these articles are near copies, and of which other one (id to id), the earliest.

        The earliest article of a story is a near copy only of those that are not asked about.
        """

    def search(self, search: Search) -> Results:
        """Answer a search; `total` is exact and the hits are the head of the full ranking."""

    def explain(self, query: Node, id: str) -> Explanation:
        """Explain why the article of an id matches a query, or why it does not."""

    def suggest(self, query: Node) -> Node | None:
        """Offer the same query with words the index has, for those it has not, or None."""

    def complete(self, field: str, prefix: str, limit: int = 20) -> list[str]:
        """List values of a field (ids, authors, sources, tags, words) that begin like this."""

    def verify(self) -> list[str]:
        """Read every byte of the index and name each fault found, one sentence each."""

    def close(self) -> None:
        """Let go of files; the engine is not used afterwards."""

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...
