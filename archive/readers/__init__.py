"""A file to articles: recognised by its content first, by its name second."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from importlib import import_module
from pathlib import PurePath
from typing import Protocol, cast

from archive.analysis.language import detect
from archive.article import Article
from archive.errors import ReaderError, UnknownFormat
from archive.readers.encoding import encoding_of
from archive.readers.files import find, reason
from archive.readers.source import Source

__all__ = ["Source", "count", "find", "read"]


class Reader(Protocol):
    """What each module of this folder that reads a format offers."""

    def read(self, source: Source) -> Iterator[Article | ReaderError]:
        """Read all articles of a source; one bad record among many is given as an error, not raised."""


def _starts(*signatures: bytes) -> Callable[[bytes], bool]:
    return lambda head: head.startswith(signatures)


def _matches(pattern: bytes) -> Callable[[bytes], bool]:
    compiled = re.compile(pattern, re.IGNORECASE)
    return lambda head: compiled.match(head) is not None


def _never(head: bytes) -> bool:
    return False


@dataclass(frozen=True, slots=True)
class Format:
    """A kind of file: how it is told by its first bytes or its name, and the module that reads it (None: none).

    `suffixes` decide only for text whose content does not: a .csv with one column, a .md without front matter.
    """

    name: str
    sniff: Callable[[bytes], bool]
    module: str | None = None
    suffixes: tuple[str, ...] = ()


_MARK = rb"(?:\xef\xbb\xbf)?\s*"
_COLUMN = rb'"?(?:id|title|headline|titel|date|datum|author|authors?|autor|text|body|content|inhalt|url|source|published)"?'

FORMATS: tuple[Format, ...] = (
    Format("PDF", _starts(b"%PDF-")),
    Format("Word, OpenDocument, EPUB or ZIP", _starts(b"PK\x03\x04", b"PK\x05\x06")),
    Format("Word 97", _starts(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")),
    Format("RTF", _starts(b"{\\rtf")),
    Format("WARC", _starts(b"WARC/")),
    Format("image", _starts(b"\xff\xd8\xff", b"\x89PNG", b"GIF8", b"II*\0", b"MM\0*")),
    Format("image, sound or film", _matches(rb"RIFF....(?:WEBP|WAVE|AVI )|....ftyp|ID3|OggS|\x1aE\xdf\xa3")),
    Format("compressed records", _starts(b"\x1f\x8b", b"\xfd7zXZ\0"), "records"),
    Format("compressed", _starts(b"BZh", b"7z\xbc\xaf\x27\x1c", b"Rar!", b"\x28\xb5\x2f\xfd")),
    Format("feed", _matches(_MARK + rb"(?:<\?xml.{0,500}?)?(?:<!--.{0,500}?-->\s*)?<(?:rss|feed|rdf:rdf)[\s>]")),
    Format("web page", _matches(_MARK + rb"(?:<\?xml.{0,500}?)?(?:<!--.{0,2000}?-->\s*)*<(?:!doctype html|html|head|body)[\s>]"), suffixes=(".html", ".htm", ".xhtml")),
    Format("mail", _matches(rb"(?:From \S+@|(?:Return-Path|Received|Delivered-To|MIME-Version|Message-ID): )"), suffixes=(".eml", ".mbox")),
    Format("XML", _matches(_MARK + rb"<\?xml\b"), suffixes=(".xml",)),
    Format("records", _matches(_MARK + rb'(?:\[\s*)?\{\s*(?:"[^"\n]{0,200}"\s*:|\})'), "records", (".jsonl", ".ndjson", ".json", ".csv", ".tsv")),
    Format("records", _matches(_MARK + rb"(?:[^\n]{0,500}[,;\t|])?" + _COLUMN + rb"\s*[,;\t|][^\n]{0,500}?(?<=[,;\t|])\s*" + _COLUMN + rb"\s*[,;\t|\r\n]"), "records"),
    Format("Markdown", _matches(rb"(?:\xef\xbb\xbf)?(?:---[ \t]*\r?\n(?:\s*#[^\n]*\n|\s*\n)*[\w .-]{1,60}:(?:\s|$)|\+\+\+[ \t]*\r?\n)"), "markdown", (".md", ".markdown", ".mdown", ".mkd")),
    Format("text", _never, "pasted"),
)  # fmt: skip
"""Every kind of file known by its content, in the order they are tried; the last takes any other text."""

_READ = "text, Markdown (.md), JSON lines or JSON (.jsonl, .json, also .gz and .xz) and CSV (.csv, .tsv)"
_HINT = f"This is read: {_READ}."


def read(source: Source) -> Iterator[Article | ReaderError]:
    """Read the articles of a source, each with all that its reader found and with its provenance.

    What the source holds decides the reader, its name only where the content does not say. Raises UnknownFormat,
    NoArticle or another ReaderError for the whole source; one bad record among many is given as a ReaderError
    with its `record`, and the reading goes on. An article's language is told from its text where it is not given.
    """
    try:
        chosen = recognise(source)
        reader = cast(Reader, import_module(f"archive.readers.{chosen.module}"))
        for article in reader.read(source):
            yield _complete(article, source, chosen) if isinstance(article, Article) else article
    except (OSError, EOFError) as error:
        raise ReaderError(f"{source.name} cannot be read: {reason(error)}.") from error


def recognise(source: Source) -> Format:
    """Tell the format of a source that can be read; raises UnknownFormat or NoArticle for any other."""
    head = source.head
    chosen = next((format for format in FORMATS if format.sniff(head)), None)
    if chosen is None:
        encoding = encoding_of(head, source.name)
        if encoding.startswith("utf-16"):
            text = (
                head[: len(head) & ~1].decode(encoding, "replace").lstrip("\ufeff").encode("utf-8", "replace")
            )
            chosen = next((format for format in FORMATS if format.sniff(text)), None)
    if chosen is None:
        suffix = PurePath(source.name).suffix.lower()
        chosen = next((format for format in FORMATS if suffix in format.suffixes), FORMATS[-1])
    if chosen.module is None:
        raise UnknownFormat(
            f"{source.name} is not read: {chosen.name} files are not among the formats.", hint=_HINT
        )
    return chosen


def count(source: Source) -> int | None:
    """Tell how many records a source holds where a quick look at its bytes can: JSON lines; else None."""
    if not source.head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{") or b"\n" not in source.head.rstrip():
        return 1 if source.size < len(source.head) + 1 else None
    return sum(block.count(b"\n") for block in source.blocks())


def _complete(article: Article, source: Source, chosen: Format) -> Article:
    """Add what every article needs and no reader should have to think of."""
    known = article.provenance
    provenance = replace(
        known,
        original=known.original or source.name,
        sha256=known.sha256 or source.sha256,
        reader=known.reader or chosen.module,
    )
    return replace(article, provenance=provenance, language=article.language or detect(article.body))
