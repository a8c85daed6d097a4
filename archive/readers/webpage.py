"""Web pages as browsers save them: HTML, alone or with its folder, or in one file with its pictures."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from urllib.parse import urlsplit

from lxml import html

from archive.analysis.language import detect
from archive.article import Article
from archive.errors import NoArticle, ReaderError
from archive.readers.metadata import LANGUAGES
from archive.readers.page.beside import masthead_beside, shown_lines
from archive.readers.page.byline import lines_aside
from archive.readers.page.carriers import unpack
from archive.readers.page.days import days_of
from archive.readers.page.headline import fold, headline_of, outlets_of
from archive.readers.page.kicker import kicker_of
from archive.readers.page.markup import parse, take_scripts
from archive.readers.page.people import people_of, signed_by
from archive.readers.page.signature import signature_of
from archive.readers.page.statements import Statements, statements_of, text_in
from archive.readers.page.story import story_of, without_names
from archive.readers.page.stubs import reason_of
from archive.readers.source import Source

_MOTTO = re.compile(r"\s+[-–—|·•:]\s+")
_NUMBER = re.compile(r"[\da-f]{8}-[\da-f-]{20,}|\d{5,}", re.IGNORECASE)
"""A tag that a content system made for itself."""


def read(source: Source) -> Iterator[Article | ReaderError]:
    """Read a saved web page as the one article it holds; raises NoArticle when it holds none."""
    carried = unpack(source)
    yield article_from(
        carried.data, source.name, carried.encoding or source.charset, carried.url or source.address
    )


def article_from(data: bytes, name: str, declared: str | None = None, url: str | None = None) -> Article:
    """Read the bytes of a page into an article; what the page does not tell is absent.

    A kicker is kept among the other fields (`extra`), as it is neither headline nor section.
    """
    tree = parse(data, name, declared)
    said = statements_of(tree)
    scripts = take_scripts(tree)
    url = _address(tree, said) or (url if _is_web(url) else None)
    outlets = outlets_of(said, url)
    headline = headline_of(tree, said, outlets)
    lines = shown_lines(tree)
    story = story_of(tree, said, headline, lines, scripts)
    language = _language(tree, said, story.body)
    why = reason_of(tree, said, headline, story.body, lines)
    if why:
        raise NoArticle(f"{name} {why}.", hint="Open the article in full in the browser, then save the page.")
    if not story.body:
        raise NoArticle(f"{name} holds no article.", hint="Save the article's own page and add that.")
    masthead = masthead_beside(lines, [headline] if headline else [], language, lambda: lines_aside(tree))
    people = people_of(tree, said, outlets, headline, masthead, lines)
    if not people.authors and (signature := signature_of(tree, lines, headline, story.body)):
        people = signed_by(signature, outlets)
    kicker = kicker_of(tree, headline)
    published, updated = days_of(tree, said, url, masthead, language)
    return Article(
        headline=headline,
        dek=story.dek,
        authors=people.authors,
        byline=people.byline,
        published=published,
        updated=updated,
        source=_source(outlets, url),
        section=_section(said),
        language=language,
        url=url,
        tags=_tags(said),
        captions=story.captions,
        body=without_names(story.body, people.authors),
        extra={"kicker": kicker} if kicker else {},
    )


def _address(tree: html.HtmlElement, said: Statements) -> str | None:
    for element in tree.iter("link"):
        if "canonical" in (element.get("rel") or "").lower().split() and _is_web(element.get("href")):
            return str(element.get("href")).strip()
    node = said.article.get("mainEntityOfPage")
    linked = node.get("@id") if isinstance(node, dict) else node
    return next(
        (
            str(value).strip()
            for value in (said.first("og:url"), said.article.get("url"), linked)
            if _is_web(value)
        ),
        None,
    )


def _is_web(value: object) -> bool:
    try:
        return (
            isinstance(value, str)
            and urlsplit(value.strip()).scheme in ("http", "https")
            and bool(urlsplit(value).hostname)
        )
    except ValueError:
        return False


def _language(tree: html.HtmlElement, said: Statements, body: str) -> str | None:
    told = detect(body[:5000])
    if told:
        return told
    for value in (tree.get("lang"), text_in(said.article.get("inLanguage")), said.first("og:locale")):
        code = (value or "").strip().lower().replace("_", "-").partition("-")[0]
        if len(code) == 2 and code.isalpha():
            return code
        if code in LANGUAGES:
            return LANGUAGES[code]
    return None


def _source(outlets: Sequence[str], url: str | None) -> str | None:
    """Choose the name of the outlet; of one with a motto ("Talbote - Aus dem Tal") what its address says."""
    name = next(iter(outlets), None)
    host = fold((urlsplit(url).hostname or "") if url else "")
    parts = [part for part in _MOTTO.split(name or "") if len(fold(part)) > 2]
    return next((part for part in parts if fold(part) in host), name) if len(parts) > 1 else name


def _section(said: Statements) -> str | None:
    value = text_in(said.article.get("articleSection")) or said.first(
        "article:section", "og:article:section", "section"
    )
    return value if value and len(value) < 100 else None


def _tags(said: Statements) -> tuple[str, ...]:
    values = said.article.get("keywords") or list(
        said.meta.get("article:tag", ())
        or said.meta.get("news_keywords", ())
        or said.meta.get("keywords", ())
    )
    items = values if isinstance(values, list) else [values]
    tags = [part.strip() for item in items if (text := text_in(item)) for part in text.split(",")]
    return tuple(dict.fromkeys(tag for tag in tags if tag and len(tag) < 80 and not _NUMBER.fullmatch(tag)))[
        :50
    ]
