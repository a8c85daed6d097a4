"""EPUB: each chapter or piece of a book or magazine is an article."""

from __future__ import annotations

import hashlib
import posixpath
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import unquote
from zipfile import ZipFile

from lxml import etree

from archive.article import Article, Provenance
from archive.errors import NoArticle, ReaderError
from archive.readers import container
from archive.readers.bylines import is_name, split_names
from archive.readers.document import Properties
from archive.readers.encoding import decode
from archive.readers.hypertext import paragraphs_of
from archive.readers.paragraphs import line, markdown
from archive.readers.source import Source
from archive.readers.xmltree import local, root_of

FEWEST_LETTERS = 200
"""Letters of a part that is an article: a cover, title page or imprint has fewer."""

_HINT = "Export the book without protection, or copy its text."


@dataclass(frozen=True, slots=True)
class _Book:
    """What a book says of itself, and its parts in reading order: their names within the file."""

    properties: Properties
    parts: tuple[str, ...]


def read(source: Source) -> Iterator[Article | ReaderError]:
    """Read the parts of a book, each an article; the source of all is the book, their record the part's name.

    Raises NoArticle where no part has text; a part that cannot be read is given as an error, with its record.
    """
    found = False
    with container.opened(source) as packed:
        if "META-INF/rights.xml" in packed.namelist():
            raise ReaderError(f"{source.name} is protected against copying.", hint=_HINT)
        book = _book(packed, source.name)
        for place in book.parts:
            try:
                article = _article(packed, place, book, source)
            except ReaderError as error:
                error.record, found = place, True
                yield error
                continue
            if article is not None:
                found = True
                yield article
    if not found:
        raise NoArticle(f"{source.name} holds no text.", hint=_HINT)


def _book(packed: ZipFile, name: str) -> _Book:
    """Find the parts of a book in the order they are to be read, without its table of contents."""
    place = ""
    for element in root_of(container.part(packed, "META-INF/container.xml", name), name).iter():
        if local(element) == "rootfile":
            place = place or element.get("full-path") or ""
    package = root_of(container.part(packed, place, name), name)
    folder = posixpath.dirname(place)
    items: dict[str, str] = {}
    for element in package.iter():
        kind, roles = element.get("media-type") or "", (element.get("properties") or "").split()
        if local(element) == "item" and "html" in kind and "nav" not in roles:
            path = posixpath.normpath(posixpath.join(folder, unquote(element.get("href") or "")))
            items[element.get("id") or ""] = path
    order = [
        items[element.get("idref") or ""]
        for element in package.iter()
        if local(element) == "itemref" and (element.get("idref") or "") in items
    ]
    return _Book(Properties.of(_metadata(package)), tuple(dict.fromkeys(order)))


def _metadata(package: etree._Element) -> etree._Element:
    return next((element for element in package if local(element) == "metadata"), package)


def _article(packed: ZipFile, place: str, book: _Book, source: Source) -> Article | None:
    """Read a part of a book; None where it is too short to be an article."""
    data = container.part(packed, place, source.name)
    paragraphs = [one for one in paragraphs_of(decode(data, f"{source.name}, {place}")) if one.text]
    if sum(map(str.isalpha, "".join(one.text for one in paragraphs))) < FEWEST_LETTERS:
        return None
    title_at = next((at for at, one in enumerate(paragraphs[:10]) if one.level), None)
    headline = line(paragraphs[title_at].text) if title_at is not None else book.properties.title
    told = [one for at, one in enumerate(paragraphs) if at != title_at]
    author = book.properties.author or ""
    return Article(
        headline=headline,
        authors=split_names(author) if is_name(author) or ";" in author or "," in author else (),
        published=book.properties.created,
        source=book.properties.title if headline != book.properties.title else None,
        language=book.properties.language,
        body=markdown(told),
        provenance=Provenance(
            original=source.name, sha256=hashlib.sha256(data).hexdigest(), reader="epub", record=place
        ),
    )
