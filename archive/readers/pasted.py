"""Pasted text: what people get who mark a news page in the browser and copy it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from archive.analysis.language import detect
from archive.article import Article, Provenance
from archive.dates import month_first
from archive.errors import NoArticle, ReaderError
from archive.readers.lines import Kind, Line, lines_of
from archive.readers.masthead import masthead_of
from archive.readers.source import Source
from archive.readers.story import story_of

_URL = re.compile(r"https?://[^\s<>\"/]+/[^\s<>\"]+")
MOST_LINES = 300_000
"""Lines of a text; a long book has 200,000."""

_ENOUGH = 2000
"""Code points of prose that settle the language."""


def read(source: Source) -> Iterator[Article | ReaderError]:
    """Read a text file as the one article it holds; raises NoArticle when there is no word in it."""
    if source.text.count("\n") > MOST_LINES:
        raise NoArticle(
            f"{source.name} has more than {MOST_LINES:,} lines, too many for one article.",
            hint="Split it into one file per article, or into records (JSON lines, CSV).",
        )
    article = article_from(source.text)
    if not article.headline and not article.body:
        raise NoArticle(
            f"{source.name} holds no article.",
            hint="Paste the article's text into the file, then add it again.",
        )
    provenance = Provenance(original=source.name, sha256=source.sha256, reader="pasted")
    yield replace(article, provenance=provenance)


def article_from(text: str) -> Article:
    """Read the text of a page into an article; what the text does not show is absent.

    Expects NFC and Unix newlines. The steps: lines, each with what it is taken for; the masthead, which is
    the headline and the date and names beside it; the story below. Pure.
    """
    language = _language(text)
    lines = lines_of(text, month_first=month_first(text, language))
    masthead = masthead_of(lines, language)
    story = story_of(lines, masthead)
    return Article(
        headline=masthead.headline,
        dek=story.dek,
        authors=masthead.authors,
        byline=masthead.byline,
        published=masthead.published,
        updated=masthead.updated,
        source=masthead.source,
        language=language,
        url=_address(lines),
        captions=story.captions,
        disclaimer=story.disclaimer,
        body=story.body,
    )


def _language(text: str) -> str | None:
    """Name the language of the prose; navigation would mislead."""
    prose = [line for line in text.split("\n") if len(line) > 90]
    return detect(" ".join(prose)[:_ENOUGH]) or detect(text[:_ENOUGH])


def _address(lines: list[Line]) -> str | None:
    """Give the page's own address, where it is the first or the last line."""
    for line in (*lines[:1], *lines[-1:]):
        if line.kind is not Kind.PROSE and (match := _URL.fullmatch(line.text)):
            return match[0]
    return None
