"""An article taken apart for the index: its texts, its names and keys, its columns, what is stored of it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace

from archive.analysis.language import presume
from archive.article import Article
from archive.dates import Moment, day_of
from archive.index.schema import NO_DAY, key_term


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """What the index takes in of one article.

    `prose` holds its texts zone by zone, in the order of `schema.ZONES` (captions are many), and `note` the
    disclaimer. `values` gives the values of the fields of folded words and of those taken as they stand,
    `numbers` the number columns but for the zone ends, `facets` the facet columns.
    `stored` is what a hit shows (JSON), `texts` the prose that snippets are taken from, by zone.
    """

    id: str
    digest: str
    language: str | None
    prose: tuple[tuple[str, ...], ...]
    note: str
    values: Mapping[str, tuple[str, ...]]
    numbers: Mapping[str, int]
    facets: Mapping[str, tuple[str, ...]]
    stored: bytes
    texts: bytes


_JSON = json.JSONEncoder(ensure_ascii=False, check_circular=False, separators=(",", ":"))


def document(article: Article) -> Document:
    """Take an article apart for the index; one that names no language is read in the likeliest."""
    if not article.language:
        article = replace(article, language=presume(_told(article)))
    source, section, language = _some(article.source), _some(article.section), _some(article.language)
    return Document(
        id=article.id,
        digest=article.digest,
        language=article.language,
        prose=((article.headline or "",), (article.dek or "",), (article.body,), article.captions),
        note=article.disclaimer or "",
        values={
            "author": article.authors,
            "byline": _some(article.byline),
            "source": source,
            "section": section,
            "tag": article.tags,
            "url": _some(article.url),
            "id": (article.id,),
            "record": _some(article.record),
            "language": language,
            "key": tuple(map(key_term, article.keys)),
        },
        numbers={"date": _day(article.published), "updated": _day(article.updated)},
        facets={
            "author": article.authors,
            "source": source,
            "section": section,
            "language": language,
            "tag": article.tags,
        },
        stored=_shown(article),
        texts=_texts(article),
    )


def _told(article: Article) -> str:
    return "\n".join(text for text in (article.headline, article.dek, article.body) if text)


def _some(value: str | None) -> tuple[str, ...]:
    return (value,) if value else ()


def _day(moment: Moment | None) -> int:
    return day_of(moment).toordinal() if moment is not None else NO_DAY


def _shown(article: Article) -> bytes:
    shown = {
        "id": article.id,
        "headline": article.headline,
        "authors": article.authors,
        "source": article.source,
        "language": article.language,
        "url": article.url,
        "record": article.record,
    }
    kept = {name: value for name, value in shown.items() if value}
    return _JSON.encode(kept).encode(errors="surrogatepass")


def _texts(article: Article) -> bytes:
    """Give names and texts in turn; no UTF-8 text holds the byte between them."""
    texts = {
        "dek": article.dek,
        "body": article.body,
        "captions": "\n\n".join(" ".join(caption.split()) for caption in article.captions),
        "disclaimer": article.disclaimer,
    }
    parts = (part for name, text in texts.items() if text for part in (name, text))
    return b"\xff".join(part.encode(errors="surrogatepass") for part in parts)
