"""WARC: every web page in a web archive, packed or not, each as if it had been saved by itself."""

from __future__ import annotations

import hashlib
import io
import logging
from collections.abc import Iterator
from contextlib import redirect_stderr
from dataclasses import replace
from email.message import Message
from typing import Any, BinaryIO

from warcio.archiveiterator import ArchiveIterator

from archive.article import Article, Provenance
from archive.errors import NoArticle, ReaderError
from archive.readers.encoding import clean
from archive.readers.source import MAX_ARTICLE_BYTES, Source
from archive.readers.webpage import article_from

_PAGES = ("text/html", "application/xhtml+xml")
_PIECE = 1 << 20
_HINT = "Record the page again, or save it from the browser."


logging.getLogger("warcio").addHandler(logging.NullHandler())  # its complaints are not for the terminal


def read(source: Source) -> Iterator[Article | ReaderError]:
    """Read the pages of a web archive; the record of each is its address and the moment it was recorded.

    Only pages that were answered with success are looked at, each state of a page once; pictures, scripts and
    visits that found nothing new are passed over. A page without an article is given as an error. Raises
    ReaderError where the archive is damaged from the start, NoArticle where no page is in it.
    """
    seen: set[tuple[str, str]] = set()
    try:
        with source.open() as stream:
            for record, address, data in _pages(stream):
                digest = hashlib.sha256(data).hexdigest()
                if (address, digest) in seen:
                    continue
                seen.add((address, digest))
                key = f"{address} {clean(record.rec_headers.get_header('WARC-Date') or '')}".strip()
                origin = Provenance(original=source.name, sha256=digest, reader="warc", record=key)
                known = key in source.known
                yield Article(provenance=origin) if known else _read(record, address, data, origin)
    except ReaderError:
        raise
    except Exception as error:  # the parser raises whatever a damaged archive makes it
        raise ReaderError(
            f"{source.name} is damaged: it cannot be read {'to its end' if seen else 'as WARC'}.",
            hint="Record it again; what was read before the damage is added.",
        ) from error
    if not seen:
        raise NoArticle(f"{source.name} holds no web page.", hint=_HINT)


def _pages(stream: BinaryIO) -> Iterator[tuple[Any, str, bytes]]:
    """Give each record that is a page, with its address and content; what the parser prints goes nowhere."""
    records = iter(ArchiveIterator(stream))
    while True:
        with redirect_stderr(io.StringIO()):
            record = next(records, None)
            address = _page(record) if record is not None else None
            data = _content(record) if address is not None else b""
        if record is None:
            return
        if address is not None:
            yield record, address, data


def _content(record: Any) -> bytes:
    """Read what a server sent, as far as it may be an article; the stream gives it in pieces."""
    stream, data = record.content_stream(), bytearray()
    while len(data) <= MAX_ARTICLE_BYTES and (piece := stream.read(_PIECE)):
        data += piece
    return bytes(data)


def _page(record: Any) -> str | None:
    """Give the address of a record that is a page; None for all others."""
    headers = record.http_headers
    if record.rec_type not in ("response", "resource"):
        return None
    if record.rec_type == "response":
        if headers is None or not str(headers.get_statuscode() or "").startswith("2"):
            return None
        kind = headers.get_header("Content-Type") or ""
    else:
        kind = record.rec_headers.get_header("Content-Type") or ""
    address = record.rec_headers.get_header("WARC-Target-URI") or ""
    is_page = kind.split(";")[0].strip().lower() in _PAGES and address.strip("<>").startswith("http")
    return clean(address.strip("<>")) if is_page else None


def _read(record: Any, address: str, data: bytes, origin: Provenance) -> Article | ReaderError:
    try:
        if len(data) > MAX_ARTICLE_BYTES:
            raise NoArticle(f"{address} is too large for one article.", hint=_HINT)
        if getattr(record.raw_stream, "limit", 0) and len(data) < MAX_ARTICLE_BYTES:
            raise ReaderError(f"{address} is cut off in {origin.original}.", hint=_HINT)
        article = article_from(data, address, _encoding(record), address)
    except ReaderError as error:
        error.record = origin.record
        return error
    return replace(article, provenance=origin)


def _encoding(record: Any) -> str | None:
    """Give the encoding a server declared."""
    message = Message()
    message["Content-Type"] = clean(
        (record.http_headers.get_header("Content-Type") if record.http_headers else None) or "text/html"
    )
    found = message.get_content_charset()
    return str(found) if found else None
