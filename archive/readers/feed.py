"""RSS and Atom: an article an entry, with the full text where the feed has it."""

from __future__ import annotations

import hashlib
import io
import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

import feedparser

from archive.article import Article
from archive.errors import NoArticle, ReaderError
from archive.readers.encoding import clean
from archive.readers.hypertext import paragraphs_of
from archive.readers.metadata import article_from
from archive.readers.paragraphs import line, markdown
from archive.readers.source import Source

_HINT = "Fetch the feed again and add that file."
_MARKUP = ("<", "&")
_UNSAFE = re.compile(rb"<!ENTITY\s[^>]{0,2000}?(?:&(?!#)|\bSYSTEM\b|\bPUBLIC\b)")
"""An entity made of others, which can be a bomb, or of another file."""


def read(source: Source) -> Iterator[Article | ReaderError]:
    """Read the entries of a feed; the record of each is its id, else its address.

    An entry without text and headline is given as an error. Raises ReaderError where the file is no feed that
    can be read, NoArticle where it has no entry. Fetches nothing.
    """
    if _UNSAFE.search(source.head):
        raise ReaderError(f"{source.name} declares entities made of others, so it is not read.", hint=_HINT)
    try:
        feed = feedparser.parse(io.BytesIO(source.whole), sanitize_html=False, resolve_relative_uris=False)
        entries, about, problem = (
            [dict(entry) for entry in feed.entries],
            dict(feed.feed),
            feed.get("bozo_exception"),
        )
    except Exception as error:  # a lenient parser of broken files may raise anything
        raise _damaged(source.name) from error
    if not entries:
        if problem is not None:
            raise _damaged(source.name)
        raise NoArticle(f"{source.name} is a feed without an entry.", hint=_HINT)
    for place, entry in enumerate(entries, start=1):
        article = _article(entry, about, source.name)
        if article.headline or article.body:
            yield article
        else:
            yield NoArticle(
                f"{source.name}, entry {place}: it has neither headline nor text.",
                hint=_HINT,
                record=str(place),
            )


def _article(entry: Mapping[str, Any], about: Mapping[str, Any], name: str) -> Article:
    """Read an entry; what it lacks (source, language) the feed may say."""
    texts = [_prose(part.get("value")) for part in entry.get("content") or () if isinstance(part, Mapping)]
    body = max(texts, key=len, default="")
    summary = _prose(entry.get("summary"))
    if len(summary) > len(body):
        body, summary = summary, ""
    authors = [author.get("name") for author in entry.get("authors") or () if isinstance(author, Mapping)]
    origin = entry.get("source")
    values = {
        "headline": _plain(entry.get("title")),
        "dek": summary if summary and not body.startswith(summary.rstrip(".… ")) else None,
        "authors": [author for author in authors if author] or None,
        "published": entry.get("published") or entry.get("created") or entry.get("updated"),
        "updated": entry.get("updated") if entry.get("published") else None,
        "source": (origin.get("title") if isinstance(origin, Mapping) else None)
        or _plain(about.get("title")),
        "language": entry.get("language") or about.get("language"),
        "url": entry.get("link"),
        "tags": [tag.get("term") for tag in entry.get("tags") or () if isinstance(tag, Mapping)] or None,
        "id": entry.get("id") or entry.get("link"),
    }
    said = {key: value for key, value in values.items() if value}
    digest = hashlib.sha256(json.dumps([said, body], sort_keys=True, default=str).encode()).hexdigest()
    return article_from(said, body=body, original=name, sha256=digest, reader="feed")


def _prose(value: object) -> str:
    """Read a text that may be marked up."""
    if not isinstance(value, str):
        return ""
    value = clean(value)
    return markdown(paragraphs_of(value)) if any(sign in value for sign in _MARKUP) else value.strip()


def _plain(value: object) -> str:
    return line(" ".join(one.text for one in paragraphs_of(clean(value)))) if isinstance(value, str) else ""


def _damaged(name: str) -> ReaderError:
    return ReaderError(f"{name} is damaged: it cannot be read as a feed.", hint=_HINT)
