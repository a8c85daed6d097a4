"""A file to articles: recognised by its content first, by its name second."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from importlib import import_module
from typing import Protocol, cast

from archive.analysis.language import detect
from archive.article import Article
from archive.errors import ReaderError
from archive.readers.files import find, reason
from archive.readers.formats import recognise
from archive.readers.source import Source

__all__ = ["Reader", "Source", "count", "find", "read", "reason", "within"]


class Reader(Protocol):
    """What each module of this folder that reads a format offers."""

    def read(self, source: Source) -> Iterator[Article | ReaderError]:
        """Read all articles of a source; one bad record among many is given as an error, not raised."""


def read(source: Source) -> Iterator[Article | ReaderError]:
    """Read the articles of a source, each with all that its reader found and with its provenance.

    Raises UnknownFormat, NoArticle or another ReaderError for the whole source, when its first article is
    asked for; one bad record among many is given as a ReaderError with its `record`, and the reading goes on.
    An article's language is told from its text where it is not given.
    """
    try:
        module = recognise(source).module
        reader = cast(Reader, import_module(f"archive.readers.{module}"))
        for article in reader.read(source):
            yield _complete(article, source, module) if isinstance(article, Article) else article
    except OSError as error:
        raise ReaderError(
            f"{source.name} cannot be read: {reason(error)}.", hint="Check the file."
        ) from error


def within(
    source: Source, record: str, found: Iterator[Article | ReaderError]
) -> Iterator[Article | ReaderError]:
    """Give what is found in a file that lies in a source as found there: in `record`, by its place in that.

    An error that is raised is given instead: one bad file is no reason to leave the others.
    """
    try:
        for one in found:
            key = f"{record}#{one.record}" if one.record else record
            if isinstance(one, Article):
                yield replace(one, provenance=replace(one.provenance, original=source.name, record=key))
            else:
                one.record = key
                yield one
    except ReaderError as error:
        error.record = record
        yield error


def count(source: Source) -> int:
    """Tell how many records a source holds, more or less, where a quick look tells: JSON lines; else 1."""
    with source.open() as stream:
        start = stream.read(16).lstrip(b"\xef\xbb\xbf \t\r\n")
    if not start.startswith(b"{"):
        return 1
    first, newline, _ = replace(source).head.lstrip(b"\xef\xbb\xbf \t\r\n").partition(b"\n")
    if not (newline and first.rstrip().endswith(b"}")):
        return 1
    return sum(block.count(b"\n") for block in source.blocks())


def _complete(article: Article, source: Source, module: str | None) -> Article:
    """Add what every article needs and no reader should have to think of."""
    known = article.provenance
    if not (known.original and known.sha256 and known.reader):
        known = replace(
            known,
            original=known.original or source.name,
            sha256=known.sha256 or source.sha256,
            reader=known.reader or module,
        )
        article = replace(article, provenance=known)
    if source.address and article.record is None:
        web = import_module("archive.readers.web")
        article = replace(article, url=web.place_of(source.address, article.url))
    return article if article.language else replace(article, language=detect(article.body))
