"""An article taken apart for the index: its words in order, its columns, what is stored of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from archive.analysis import Omission, fold_name, forms, omissions
from archive.article import Article
from archive.dates import Moment, day_of
from archive.index.schema import GAP, NO_DAY

Placed = tuple[tuple[str, ...], int]
"""The terms that stand at a position, and the position."""


class Stretch(NamedTuple):
    """The surface forms of one text in order, and the words that it means at some of them but leaves out."""

    forms: list[str]
    omitted: list[Omission]


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """What the index takes in of one article.

    `prose` holds the words zone by zone, in the order of `schema.ZONES`; a zone is a tuple of texts
    (captions are many). `note` is the disclaimer, its surface forms in order. `words` gives for
    each field of folded words its terms and positions, `verbatim` the terms of the fields taken as they
    stand, `numbers` the number columns but for the zone ends, `facets` the facet columns. `stored` is what a
    hit shows (plain JSON data), `texts` the prose that snippets are taken from, by zone.
    """

    id: str
    digest: str
    language: str | None
    prose: tuple[tuple[Stretch, ...], ...]
    note: list[str]
    words: Mapping[str, tuple[Placed, ...]]
    verbatim: Mapping[str, tuple[str, ...]]
    numbers: Mapping[str, int]
    facets: Mapping[str, tuple[str, ...]]
    stored: Mapping[str, Any]
    texts: Mapping[str, str]


def folded(values: Iterable[str]) -> tuple[Placed, ...]:
    """Give the folded words of some values and their positions; a value begins at a multiple of `GAP`."""
    placed: list[Placed] = []
    start = 0
    for value in values:
        words = fold_name(value)
        placed.extend((variants, start + offset) for offset, variants in enumerate(words))
        start += (len(words) // GAP + 1) * GAP
    return tuple(placed)


def document(article: Article) -> Document:
    """Take an article apart for the index."""
    zones = ((article.headline or "",), (article.dek or "",), (article.body,), article.captions)
    prose = tuple(tuple(_stretch(text, article.language) for text in zone) for zone in zones)
    many = {
        "author": article.authors,
        "byline": _some(article.byline),
        "source": _some(article.source),
        "section": _some(article.section),
        "tag": article.tags,
        "url": _some(article.url),
    }
    return Document(
        id=article.id,
        digest=article.digest,
        language=article.language,
        prose=prose,
        note=forms(article.disclaimer or ""),
        words={field: folded(values) for field, values in many.items() if values},
        verbatim={
            "id": (article.id,),
            "record": _some(article.record),
            "language": _some(article.language),
            "key": article.keys,
        },
        numbers={"date": _day(article.published), "updated": _day(article.updated)},
        facets={
            "author": article.authors,
            "source": _some(article.source),
            "section": _some(article.section),
            "language": _some(article.language),
            "tag": article.tags,
        },
        stored=_shown(article),
        texts=_texts(article),
    )


def _stretch(text: str, language: str | None) -> Stretch:
    """Split a text; only German leaves out what two words share."""
    return Stretch(forms(text), omissions(text) if language == "de" else [])


def _some(value: str | None) -> tuple[str, ...]:
    return (value,) if value else ()


def _day(moment: Moment | None) -> int:
    return day_of(moment).toordinal() if moment is not None else NO_DAY


def _shown(article: Article) -> dict[str, Any]:
    shown = {
        "id": article.id,
        "headline": article.headline,
        "authors": list(article.authors),
        "source": article.source,
        "language": article.language,
        "url": article.url,
        "record": article.record,
    }
    return {name: value for name, value in shown.items() if value}


def _texts(article: Article) -> dict[str, str]:
    texts = {
        "dek": article.dek,
        "body": article.body,
        "captions": "\n\n".join(" ".join(caption.split()) for caption in article.captions),
        "disclaimer": article.disclaimer,
    }
    return {name: text for name, text in texts.items() if text}
