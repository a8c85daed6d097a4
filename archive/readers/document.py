"""A document of a word processor as an article: its title and text, and with care its properties."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from lxml import etree

from archive.article import Article, Provenance
from archive.dates import Moment, read_date
from archive.errors import NoArticle, ReaderError
from archive.readers import factiva, nexis
from archive.readers.bylines import is_name, split_names
from archive.readers.headings import same
from archive.readers.lines import Kind, lines_of
from archive.readers.paragraphs import Paragraph, line, markdown
from archive.readers.pasted import MOST_LINES, article_from
from archive.readers.source import Source
from archive.readers.xmltree import text_at

_NO_TITLE = re.compile(
    r"(?:untitled|unbenannt|dokument|document|microsoft word\b.*|"
    r".*\.(?:docx?|rtf|odt|pdf|indd|qxd|tex|html?))\s*\d*",
    re.IGNORECASE,
)
_ENOUGH = 3
_BESIDE = 5
"""Paragraphs below a title that may hold names and dates."""
_MASTHEAD = (Kind.DATE, Kind.BYLINE, Kind.LABEL, Kind.NAME, Kind.ROLE, Kind.RELATIVE)


@dataclass(frozen=True, slots=True)
class Properties:
    """What a document says of itself; programs fill these in, so they count less than the text."""

    title: str | None = None
    author: str | None = None
    created: Moment | None = None
    language: str | None = None

    @classmethod
    def of(cls, root: etree._Element) -> Properties:
        """Read the properties of a Word, OpenDocument or EPUB file from their XML."""
        return cls(
            text_at(root, "title"),
            text_at(root, "creator", "initial-creator"),
            read_date(text_at(root, "date", "created", "creation-date")),
            (text_at(root, "language") or "")[:2].lower() or None,
        )


def told(
    paragraphs: Sequence[Paragraph], properties: Properties, source: Source, reader: str
) -> Iterator[Article | ReaderError]:
    """Give the articles of a document: those of the export it is, or the one it holds."""
    for database in (nexis, factiva):
        if database.is_export(paragraphs):
            yield from database.articles(paragraphs, source.name)
            return
    yield article_of(paragraphs, properties, source, reader)


def article_of(
    paragraphs: Sequence[Paragraph], properties: Properties, source: Source, reader: str
) -> Article:
    """Read a document as one article; raises NoArticle where there is no text.

    Its title is its first heading, the title among its properties if the text has it too, or what a pasted
    page's headline would be. The author in the properties is taken only where the text names none, and only
    if it is a name: often it is whoever owns the computer. The day of creation is not that of publication.
    """
    telling = [paragraph for paragraph in paragraphs if paragraph.text]
    if not any(any(map(str.isalpha, paragraph.text)) for paragraph in telling):
        raise NoArticle(f"{source.name} holds no text.", hint="Save the article as text and add that file.")
    if len(telling) > MOST_LINES:
        raise NoArticle(
            f"{source.name} has more than {MOST_LINES:,} paragraphs, too many for one article.",
            hint="Split it into one file per article and add these.",
        )
    title_at = _title(telling, properties)
    found = article_from("\n\n".join(line(one.text) for one in telling[title_at or 0 :]))
    if title_at is not None:
        found = _arranged(found, telling, title_at)
    by = properties.author or ""
    return replace(
        found,
        authors=found.authors or (split_names(by) if is_name(by) else ()),
        provenance=Provenance(original=source.name, sha256=source.sha256, reader=reader),
    )


def _arranged(found: Article, telling: Sequence[Paragraph], title_at: int) -> Article:
    """Give an article the title and text that the document's own structure tells.

    All below the title is text but names, dates and the dek beside it: a document has no furniture.
    """
    headline = line(telling[title_at].text)
    top = telling[title_at + 1 : title_at + 1 + _BESIDE]
    kinds = [lines_of(line(one.text)) for one in top]
    beside = [
        one
        for one, lines in zip(top, kinds, strict=True)
        if not one.level and lines and lines[0].kind in _MASTHEAD
    ]
    dek = found.dek if any(line(one.text) == found.dek for one in top) else None
    body = [
        one for one in telling[title_at + 1 :] if one not in beside and (not dek or line(one.text) != dek)
    ]
    return replace(found, headline=headline, dek=dek, captions=(), disclaimer=None, body=markdown(body))


def _title(telling: Sequence[Paragraph], properties: Properties) -> int | None:
    """Find the title: a heading that opens the text, or the paragraph that says what the properties do."""
    for at, paragraph in enumerate(telling[:_ENOUGH]):
        if paragraph.level in (1, 2):
            return at
    title = properties.title or ""
    if title and not _NO_TITLE.fullmatch(title):
        return next((at for at, one in enumerate(telling[:10]) if same(line(one.text), title)), None)
    return None
