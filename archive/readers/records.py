"""Records, one article each: JSON lines, JSON, and tables (CSV, TSV), also packed, whatever their length."""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import lzma
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, BinaryIO

from archive.article import Article
from archive.errors import NoArticle, ReaderError
from archive.readers import rows
from archive.readers.encoding import decode_line, encoding_of, refuse_garbled
from archive.readers.hypertext import plain, prose
from archive.readers.metadata import article_from, attribute_of
from archive.readers.source import HEAD_BYTES, Source

PACKED_AT_MOST = 100
PACKED_FREELY = 100_000_000
"""Records pack to a tenth, the same one repeated to a fiftieth; what unpacks to more than 100 times its
size, and to more than 100 MB, was made to do harm."""

_HINT = "The other records are not affected; mend this one and add the file again."


def read(source: Source) -> Iterator[Article | ReaderError]:
    """Read one article from each record, with one record at a time in memory.

    JSON lines (split at LF alone), a JSON list or object, or a table with a header line, also packed by gzip
    or xz; the content tells which. A record that is not valid, too long, or holds neither text nor headline
    is given as an error that names it by its id or its place, and the reading goes on.
    """
    found = False
    try:
        with unpacked(source) as stream:
            head = stream.read(HEAD_BYTES)
        for row in _rows(source, head):
            found = True
            yield _article(row, source.name)
    except (gzip.BadGzipFile, EOFError, lzma.LZMAError, zlib.error) as error:
        raise ReaderError(
            f"{source.name} is damaged: it cannot be unpacked to its end.",
            hint="Get the file again and add it.",
        ) from error
    if not found:
        raise NoArticle(f"{source.name} is empty.", hint="Save the records again and add that file.")


@contextmanager
def unpacked(source: Source) -> Iterator[BinaryIO]:
    """Open the bytes of a source, unpacked where they are packed."""
    with source.open() as packed:
        if source.head.startswith(b"\x1f\x8b"):
            stream: io.BufferedIOBase = gzip.GzipFile(fileobj=packed)
        elif source.head.startswith(b"\xfd7zXZ\0"):
            stream = lzma.LZMAFile(packed)  # noqa: SIM115 - closed below
        else:
            yield packed
            return
        limit = max(PACKED_FREELY, source.size * PACKED_AT_MOST)
        with stream, rows.limited(stream, limit, source.name) as limited:
            yield limited


def _rows(source: Source, head: bytes) -> Iterator[rows.Row]:
    whole = head[: len(head) & ~3] if len(head) == HEAD_BYTES else head
    encoding = encoding_of(whole, source.name)
    start = decode_line(whole, encoding).lstrip("\ufeff\0 \t\r\n")
    if not start:
        return
    with unpacked(source) as stream:
        if rows.one_a_line(start):
            yield from rows.json_lines(stream, encoding)
        elif start.startswith(("{", "[")):
            yield from rows.json_values(stream, encoding)
        else:
            yield from rows.table(stream, encoding, source.name)


def _article(row: rows.Row, name: str) -> Article | ReaderError:
    if row.values is None:
        return ReaderError(f"{name}, {row.where}: {row.problem}.", hint=_HINT, record=row.where)
    digest = hashlib.sha256(row.raw or _canonical(row.values)).hexdigest()
    values = {key: _unmarked(key, value) for key, value in row.values.items()}
    article = article_from(values, original=name, sha256=digest, reader="records")
    if not article.body and not article.headline:
        return NoArticle(
            f"{name}, {row.where}: the record has neither text nor headline.",
            hint=_HINT,
            record=article.record or row.where,
        )
    if "\ufffd" in article.body:
        try:
            refuse_garbled(article.body, f"{name}, {row.where}")
        except NoArticle as problem:
            problem.record = article.record or row.where
            return problem
    return article


def _unmarked(key: str, value: Any) -> Any:
    """Take the markup off a text, as `{"rendered": "<p>…</p>"}` of a content system has it too."""
    if isinstance(value, str):
        if "<" not in value and "&" not in value:
            return value
        attribute, _ = attribute_of(key)
        if attribute == "body":
            return prose(value)
        return plain(value) if attribute in ("headline", "dek", "byline", "captions") else value
    if isinstance(value, dict) and attribute_of(key)[0]:
        return {name: _unmarked(key, part) if name == "rendered" else part for name, part in value.items()}
    return value


def _canonical(values: dict[str, Any]) -> bytes:
    return json.dumps(values, sort_keys=True, separators=(",", ":")).encode()
