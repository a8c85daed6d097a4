"""Every kind of file that is known, in the order it is looked for, and the module that reads it."""

from __future__ import annotations

import bz2
import lzma
import re
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePath

from archive.errors import NoArticle, UnknownFormat
from archive.readers.encoding import encoding_of, is_binary
from archive.readers.metadata import attribute_of
from archive.readers.source import HEAD_BYTES, Source

_SPACE = b"\xef\xbb\xbf \t\r\n"
_ASIDE = re.compile(rb"\s+|<\?.*?\?>|<!--.*?-->|<!doctype[^>\[]*(?:\[.*?\]\s*)?>", re.DOTALL | re.IGNORECASE)
_ELEMENT = re.compile(rb"<([\w:]+)")
_JSON = re.compile(rb'(?:\[\s*)?\{\s*(?:"(?:[^"\\\n]|\\.){0,200}"\s*:|\})')
_FRONT_MATTER = re.compile(
    rb"---[ \t]*\r?\n(?:[ \t\r]*(?:#[^\n]*)?\n)*[ \t]*[^\s#:][^:\n]{0,60}:\s|\+\+\+[ \t]*\r?\n"
)
_COUNTED_MAIL = rb"(?:\d{1,9}[ \t]*\r?\n)?"
"""Apple's mail program writes the length of a message above it."""
_ENVELOPE_OR_HEADERS = (
    rb"From (?:\S+@\S+|-|\S+ (?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)) "
    rb"|" + _COUNTED_MAIL + rb"(?:[\w-]+:[^\n]*\n(?:[ \t][^\n]*\n)*){0,50}?"
)
_MAIL = re.compile(_ENVELOPE_OR_HEADERS + rb"(?:Received|MIME-Version|Message-ID):", re.IGNORECASE)
_DELIVERED = re.compile(_ENVELOPE_OR_HEADERS + rb"(?:Received|Delivered-To|Return-Path):[^\n]*\n")
ZIPPED = (b"PK\x03\x04", b"PK\x05\x06")
"""How ZIP files begin."""
_FACTIVA = re.compile(
    rb"<title>\s*(?:dow jones )?factiva\b|class=[\"'][a-z]{2}Headline\b|\barticleParagraph\b", re.I
)
_NEXIS = re.compile(rb"<DOCFULL>|name=[\"']?DOC_ID_\d")
_NEXIS_END = (
    rb"[ \t]*(?:\d+ of \d+ DOCUMENTS?|(?:Dokument|Document) \d+ (?:von|of|de) \d+|End of Document|"
    rb"Ende des Dokuments|Fin du document)[ \t]*"
)
_NEXIS_LENGTH = re.compile(
    rb"(?:^|>)(?:LENGTH|L(?:&auml;|[^\s]{1,2})NGE|LONGUEUR): *(?:</?\w[^>]*>\s*)*\d", re.M | re.I
)
_NEXIS_TEXT = re.compile(rb"^" + _NEXIS_END + rb"\r?$", re.M | re.I)
_NEXIS_PAGE = re.compile(rb">" + _NEXIS_END + rb"<", re.I)
_FACTIVA_NUMBER = rb"(?:Document|Dokument|Documento) [A-Z][A-Z0-9]{2,11}\d{4,20}[0-9a-z]{4,30}[ \t]*"
_FACTIVA_COUNT = rb"[ \t]*[\d.,]{1,9} (?:words|W(?:&ouml;|[^\s]{1,2})rter|mots|palabras|parole)[ \t]*"
_FACTIVA_TEXT = re.compile(rb"^" + _FACTIVA_NUMBER + rb"\r?$", re.M)
_FACTIVA_LENGTH = re.compile(rb"^" + _FACTIVA_COUNT + rb"\r?$", re.M)
_FACTIVA_NUMBERED = re.compile(rb">" + _FACTIVA_NUMBER + rb"<")
_FACTIVA_COUNTED = re.compile(rb">" + _FACTIVA_COUNT + rb"<")
_MOST_MEMORY = 100_000_000
"""Bytes that looking into a packed file may take."""
_MHTML = re.compile(
    rb"(?:[\w-]+:[^\n]*\n(?:[ \t][^\n]*\n)*){0,50}?Content-Type:\s*multipart/related[^\n]*\n?[^\n]*text/html",
    re.IGNORECASE,
)
_LONGEST_COLUMN = 60
"""Characters of a column's name; a longer cell in the first line is a text."""
ENOUGH_PARAGRAPHS = 2
"""Paragraphs in markup that tell a part of a web page from Markdown that begins with a tag."""
_MOST_MEMBERS = 10_000
"""Files in a ZIP file that are looked at to tell what it is; more are no document."""


@dataclass(frozen=True, slots=True)
class Format:
    """A kind of file: how its first bytes tell it, the module here that reads it, what its name may end in.

    The suffixes decide only for text whose content does not: a table of one column, Markdown without front
    matter. A kind without a module is known so that it can be refused by its name.
    """

    name: str
    sniff: Callable[[bytes], bool]
    module: str | None = None
    suffixes: tuple[str, ...] = ()


def _starts(*signatures: bytes) -> Callable[[bytes], bool]:
    return lambda head: head.startswith(signatures)


def _matches(pattern: re.Pattern[bytes]) -> Callable[[bytes], bool]:
    return lambda head: pattern.match(head.lstrip(_SPACE)) is not None


def _root(*names: bytes) -> Callable[[bytes], bool]:
    """Tell XML and HTML by the first element."""

    def sniff(head: bytes) -> bool:
        at = len(head) - len(head.lstrip(_SPACE))
        while aside := _ASIDE.match(head, at):
            at = aside.end()
        element = _ELEMENT.match(head, at)
        return element is not None and element[1].lower() in names

    return sniff


def _holds(part: bytes) -> Callable[[bytes], bool]:
    """Tell a ZIP file by a file within it; its head is given with the names of all."""
    return lambda head: head.startswith(ZIPPED) and b"\n" + part + b"\n" in head


def unpacked(head: bytes) -> bytes:
    """Unpack the first bytes of a file packed by gzip, xz or bzip2; none where it is not, or damaged."""
    try:
        if head.startswith(b"\x1f\x8b\x08"):
            return zlib.decompressobj(31).decompress(head, HEAD_BYTES)
        if head.startswith(b"\xfd7zXZ\0"):
            return lzma.LZMADecompressor(memlimit=_MOST_MEMORY).decompress(head, HEAD_BYTES)
        if head.startswith(b"BZh"):
            return bz2.BZ2Decompressor().decompress(head, HEAD_BYTES)
    except (zlib.error, lzma.LZMAError, OSError, EOFError, ValueError):
        pass
    return b""


def is_tar(head: bytes) -> bool:
    """Tell a tar archive, packed or not."""
    return (unpacked(head) or head)[257:262] == b"ustar"


def _is_warc(head: bytes) -> bool:
    """Tell a web archive, packed or not."""
    return (unpacked(head) or head).startswith(b"WARC/")


def _is_packed_records(head: bytes) -> bool:
    """Tell records that are packed, which can be too many to unpack before they are read."""
    found = _by_content(unpacked(head)) if head.startswith((b"\x1f\x8b\x08", b"\xfd7zXZ\0")) else None
    return found is not None and found.module == "records"


def _page(*patterns: re.Pattern[bytes]) -> Callable[[bytes], bool]:
    """Tell a web page that a database made by what only that writes."""
    is_page, has_all = _root(b"html", b"head", b"body", b"div"), _all(*patterns)
    return lambda head: is_page(head) and has_all(head)


def _all(*patterns: re.Pattern[bytes]) -> Callable[[bytes], bool]:
    """Tell an export by the lines it must have."""
    return lambda head: all(pattern.search(head) for pattern in patterns)


def _is_fragment(head: bytes) -> bool:
    """Tell a part of a web page, as it is copied from a page's source: an element, and paragraphs in it."""
    parts = (b"article", b"section", b"main", b"div", b"p", b"h1", b"h2")
    return _root(*parts)(head) and head.count(b"</p>") >= ENOUGH_PARAGRAPHS


def _is_table(head: bytes) -> bool:
    """Tell a table by a first line that names two columns known here, the text or headline among them."""
    lines = head.lstrip(_SPACE).decode("utf-8", "replace").split("\n", 2)
    if lines[0].lower().startswith("sep="):
        del lines[0]
    for delimiter in ",;\t|":
        cells = [cell.strip(" \t\r\"'") for cell in lines[0].split(delimiter)] if lines else []
        known = {attribute_of(cell)[0] for cell in cells if len(cell) <= _LONGEST_COLUMN} - {None}
        if len(known) >= 2 and known & {"body", "headline"} and len(known) * 3 >= len(cells):
            return True
    return False


FORMATS: tuple[Format, ...] = (
    Format("PDF", _starts(b"%PDF-"), "pdf"),
    Format("Word", _holds(b"word/document.xml"), "docx"),
    Format("OpenDocument", _holds(b"content.xml"), "odt"),
    Format("EPUB", _holds(b"META-INF/container.xml"), "epub"),
    Format("ZIP", _starts(*ZIPPED), "archived"),
    Format("tar", is_tar, "archived"),
    Format("old Word", _starts(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")),
    Format("RTF", _starts(b"{\\rtf"), "rtf"),
    Format("WARC", _is_warc, "warc"),
    Format("image", _starts(b"\xff\xd8\xff", b"\x89PNG", b"GIF8", b"II*\0", b"MM\0*", b"RIFF")),
    Format("packed records", _is_packed_records, "records"),
    Format("packed", _starts(b"\x1f\x8b\x08", b"\xfd7zXZ\0", b"BZh"), "archived"),
    Format("7z, RAR and Zstandard", _starts(b"7z\xbc\xaf\x27\x1c", b"Rar!", b"\x28\xb5\x2f\xfd")),
    Format("feed", _root(b"rss", b"feed", b"rdf:rdf"), "feed"),
    Format("Factiva", _page(_FACTIVA), "factiva"),
    Format("Factiva", _page(_FACTIVA_NUMBERED, _FACTIVA_COUNTED), "factiva"),
    Format("Nexis", _page(_NEXIS), "nexis"),
    Format("Nexis", _page(_NEXIS_PAGE, _NEXIS_LENGTH), "nexis"),
    Format("web page", _root(b"html", b"head", b"body"), "webpage", (".html", ".htm", ".xhtml")),
    Format("web page", _is_fragment, "webpage"),
    Format("XML", _starts(b"<?xml", b"\xef\xbb\xbf<?xml"), suffixes=(".xml",)),
    Format("Nexis", _all(_NEXIS_TEXT, _NEXIS_LENGTH), "nexis"),
    Format("Factiva", _all(_FACTIVA_TEXT, _FACTIVA_LENGTH), "factiva"),
    Format("mail", _matches(_DELIVERED), "mail"),
    Format("web page in one file", _matches(_MHTML), "webpage", (".mht", ".mhtml")),
    Format("mail", _matches(_MAIL), "mail", suffixes=(".eml", ".emlx", ".mbox")),
    Format("records", _matches(_JSON), "records", (".jsonl", ".ndjson", ".json")),
    Format("records", _is_table, "records", (".csv", ".tsv")),
    Format("Markdown", _matches(_FRONT_MATTER), "markdown", (".md", ".markdown", ".mdown", ".mkd")),
    Format("text", lambda head: False, "pasted"),  # noqa: ARG005 - the last row takes what no other has
)
"""The table of formats; a new one is a row here and a module beside this."""

READ = (
    "text, Markdown, web pages, exports of Factiva and Nexis, PDF, Word, OpenDocument, RTF, EPUB, "
    "feeds, mail, WARC, ZIP and tar archives, records (JSON lines, JSON, CSV, TSV; also packed by gzip or xz)"
)


def recognise(source: Source) -> Format:
    """Tell the format of a source; raises UnknownFormat or NoArticle for what is not read here.

    The content decides, as bytes and then as text, and the name only where the content does not say.
    """
    head = source.head
    if head.startswith(ZIPPED):
        head = b"\n".join([*ZIPPED[:1], *_members(source), b""])
    found = _by_content(head)
    if found is None:
        if head.strip(b"\0") and is_binary(head):
            raise UnknownFormat(
                f"{source.name} is a binary file of a kind that is not read.",
                hint=f"Save the article as text and add that; {READ} are read.",
            )
        encoding = encoding_of(head, source.name, source.charset)
        if encoding.startswith("utf-16"):
            found = _by_content(head[: len(head) & ~1].decode(encoding, "replace").encode("utf-8", "replace"))
    if found is None:
        suffix = PurePath(source.name).suffix.lower()
        found = next((known for known in FORMATS if suffix in known.suffixes), FORMATS[-1])
        if found.module is None and not head.strip(_SPACE):
            raise NoArticle(f"{source.name} is empty.", hint="Save it again, and add that file.")
    if found.module is None:
        raise UnknownFormat(
            f"{source.name} cannot be added: {found.name} files are not read.",
            hint=f"Save it as text and add that; {READ} are read.",
        )
    return found


def _by_content(head: bytes) -> Format | None:
    return next((known for known in FORMATS if known.sniff(head)), None)


def _members(source: Source) -> list[bytes]:
    """Name the files in a ZIP file; none where it is damaged, which its reader will say."""
    try:
        with source.open() as stream, zipfile.ZipFile(stream) as packed:
            return [name.encode("utf-8", "replace") for name in packed.namelist()[:_MOST_MEMBERS]]
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OverflowError, EOFError):
        return []
