"""The bytes of a page to a tree of elements, within bounds."""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections.abc import Iterator
from html import unescape

from lxml import etree, html

from archive.errors import NoArticle
from archive.readers.encoding import SAMPLE, clean, decode_line, encoding_of, refuse_garbled

MAX_ELEMENTS = 40_000
"""Long article pages have 7,000 elements; above this, working through them takes minutes."""

MAX_BYTES = 12_000_000
"""Bytes of markup; the largest saved page with its pictures inside has as many."""

LONGEST_MARK = 400
"""Code points of an element's classes and id; longer ones are generated, and mean nothing."""

LONGEST_STATEMENT = 2_000
"""Code points of a title, a name or another short value; what is longer is cut."""

_DECLARED = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w:-]{2,30})", re.IGNORECASE)
_XML_DECLARED = re.compile(rb"\s*<\?xml[^>]{0,100}?encoding\s*=\s*[\"']([\w:-]{2,30})", re.IGNORECASE)
_DECLARED_WITHIN = 8_192
"""Browsers look for the encoding in the first 1,024 bytes; pages that declare it late are read as well."""

_SPACES = re.compile(r"[\s\u200b\u2060\ufeff]+")
_SILENT = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\u00ad\u200b\u2060\ufeff\ud800-\udfff]")
_GARBLED = ("Ã", "Â", "â€", "√", "ï»¿")
"""What UTF-8 taken for another encoding leaves; a page is mended only where one of them stands."""
_PLAIN = etree.ElementDefaultClassLookup(element=html.HtmlElement)
"""Every element is of one class: lxml.html asks a table in Python for each element each time it is met."""

UNSEEN = frozenset(("script", "style", "noscript", "template", "svg", "iframe", "object", "select", "head"))


def parse(data: bytes, name: str, declared: str | None = None) -> html.HtmlElement:
    """Read the bytes of a page into its tree; `declared` is the encoding its carrier names (a mail's header).

    Nothing is fetched and nothing is run. Raises NoArticle where there is no markup, the bytes are no text,
    or the page is too large to be one.
    """
    if len(data) > MAX_BYTES:
        raise NoArticle(
            f"{name} has more than {MAX_BYTES // 1_000_000} MB of markup, too much for an article.",
            hint="Save the article alone, or as text, and add that.",
        )
    text = decode(data, name, declared)
    # A parser keeps what it met, so each page has its own.
    parser = html.HTMLParser(
        encoding="utf-8",
        collect_ids=False,
        default_doctype=False,
        huge_tree=False,
        no_network=True,
        remove_comments=True,
        remove_pis=True,
    )
    parser.set_element_class_lookup(_PLAIN)
    try:
        tree = html.document_fromstring(text.encode("utf-8"), parser=parser)
    except (etree.LxmlError, ValueError, AssertionError) as error:
        raise NoArticle(
            f"{name} holds no web page.", hint="Save the page again and add that file."
        ) from error
    if tree.xpath("count(//*)") > MAX_ELEMENTS:
        raise NoArticle(
            f"{name} has more than {MAX_ELEMENTS:,} elements, too many for an article.",
            hint="Save the article alone, or as text, and add that.",
        )
    return tree


def decode(data: bytes, name: str, declared: str | None = None) -> str:
    """Turn a page's bytes into text: what is UTF-8 is UTF-8, then what was declared, then what fits best.

    Pages declare Latin-1 and are UTF-8 more often than other bytes happen to be valid UTF-8.
    """
    if not data.strip(b"\0 \t\r\n\f\v"):
        raise NoArticle(f"{name} is empty.", hint="Save the page again and add that file.")
    text = _in_unicode(data) or _as_declared(data, declared)
    if text is None:
        text = decode_line(data, encoding_of(data[:SAMPLE], name))
    refuse_garbled(text, name)
    if any(sign in text for sign in _GARBLED):
        return clean(text)
    return unicodedata.normalize("NFC", text)  # control characters go where lines are made


def _in_unicode(data: bytes) -> str | None:
    """Decode what has a byte order mark or is UTF-8 throughout."""
    try:
        if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            return data.decode("utf-16")
        if b"\0" in data[:1000]:
            return None
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return None


def _as_declared(data: bytes, declared: str | None) -> str | None:
    """Decode as the carrier or the page says, where the bytes bear it out."""
    head = data[:_DECLARED_WITHIN]
    found = _XML_DECLARED.match(head) or _DECLARED.search(head)
    for label in (declared, found[1].decode("ascii") if found else None):
        if label:
            try:
                codec = codecs.lookup(label).name
                if codec in ("iso8859-1", "ascii", "latin-1"):
                    codec = "cp1252"  # as browsers read it
                if codec.startswith("utf-16"):
                    continue  # a declaration in ASCII shows that it is not
                return data.decode(codec)
            except (LookupError, UnicodeError, TypeError, AttributeError):
                continue
    return None


def take_scripts(tree: html.HtmlElement) -> list[str]:
    """Take out of a page what is never read, scripts, styles and drawings, and give the texts of the scripts.

    Half of a page's bytes go so, and no later step walks over them. JSON-LD stays: it can hold the article.
    """
    etree.strip_elements(tree, "style", "svg", with_tail=False)
    scripts = [one for one in tree.iter("script") if "ld+json" not in (one.get("type") or "").lower()]
    for script in scripts:
        script.drop_tree()
    return [script.text or "" for script in scripts]


def text_of(element: html.HtmlElement, limit: int = 5_000) -> str:
    """Give what an element shows, in one line: without scripts and styles, spaces as one."""
    if not len(element) and element.tag not in UNSEEN:
        return line(element.text or "")
    parts: list[str] = []
    size = 0
    for piece in _pieces(element):
        parts.append(piece)
        size += len(piece)
        if size > limit:
            break
    return line("".join(parts))


def _pieces(element: html.HtmlElement) -> Iterator[str]:
    skipped = 0
    for event, node in etree.iterwalk(element, events=("start", "end")):
        unseen = node.tag in UNSEEN
        if event == "start":
            skipped += unseen
            if not skipped:
                yield (" " if node.tag in _BREAKING else "") + (node.text or "")
        else:
            skipped -= unseen
            if node is not element and not skipped:
                yield (" " if node.tag in _BREAKING else "") + (node.tail or "")


BLOCKS = frozenset({
    "p", "div", "li", "ul", "ol", "br", "h1", "h2", "h3", "h4", "h5", "h6", "td", "tr", "table", "section",
    "article", "header", "footer", "figure", "figcaption", "address", "dd", "dt", "dl", "aside", "blockquote",
    "main", "nav", "form", "button", "label", "hr", "center", "title",
})  # fmt: skip
"""Elements that begin a new line on the screen."""

_BREAKING = BLOCKS | {"time"}


def line(text: str) -> str:
    """Write a text in one line, without invisible characters."""
    plain = " ".join(text.split())
    if plain.isprintable():
        return plain  # nearly every line: nothing in it is invisible
    return _SPACES.sub(" ", _SILENT.sub("", text)).strip()


def unescaped(text: str) -> str:
    """Resolve entities written twice ("&amp;amp;quot;") and put the text in one line; long ones are cut."""
    text = text[:LONGEST_STATEMENT]
    for _ in range(2):
        if "&" not in text:
            break
        text = unescape(text)
    return line(text)


def marks_of(element: html.HtmlElement) -> str:
    """Give the classes and the id of an element, which say what it is to the page's makers."""
    return " ".join(filter(None, (element.get("class"), element.get("id"))))[:LONGEST_MARK]
