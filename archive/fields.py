"""The one table of searchable fields: the parser, the schema and the help pages read it."""

from __future__ import annotations

from enum import Enum

from archive.frozen import dataclass


class Kind(Enum):
    """How the values of a field are searched."""

    TEXT = "text"  # prose, analysed in the article's language
    NAME = "name"  # names of people: without regard to case, accents, word order
    KEYWORD = "keyword"  # short values, matched word by word without regard to case and accents
    DAY = "day"  # civil dates
    VERBATIM = "verbatim"  # matched as it stands


@dataclass(frozen=True, slots=True)
class Field:
    """A searchable field.

    `name` is what the query language shows, `attribute` where an `Article` keeps it, `aliases` what a
    reader may type instead (lower case), `weight` what an occurrence counts in a search for bare words
    (0: not searched by them), `facet` whether results are counted by it, `sort` whether they can be sorted
    by it.
    """

    name: str
    attribute: str
    kind: Kind
    aliases: tuple[str, ...] = ()
    weight: int = 0
    facet: bool = False
    sort: bool = False


FIELDS: tuple[Field, ...] = (
    Field("headline", "headline", Kind.TEXT, ("title", "titel", "überschrift", "schlagzeile"), weight=3),
    Field("dek", "dek", Kind.TEXT, ("standfirst", "vorspann", "unterzeile"), weight=2),
    Field("body", "body", Kind.TEXT, ("text", "inhalt"), weight=1),
    Field("captions", "captions", Kind.TEXT, ("caption", "bildunterschrift"), weight=1),
    Field("disclaimer", "disclaimer", Kind.TEXT, ("hinweis",)),
    Field(
        "author", "authors", Kind.NAME, ("by", "authors", "autor", "autorin", "autoren", "von"), facet=True
    ),
    Field("byline", "byline", Kind.KEYWORD, ("autorenzeile",)),
    Field("date", "published", Kind.DAY, ("published", "datum", "erschienen"), sort=True),
    Field("updated", "updated", Kind.DAY, ("aktualisiert", "stand")),
    Field("source", "source", Kind.KEYWORD, ("quelle", "zeitung", "medium", "paper"), facet=True),
    Field("section", "section", Kind.KEYWORD, ("ressort", "rubrik"), facet=True),
    Field("language", "language", Kind.VERBATIM, ("lang", "sprache"), facet=True),
    Field("tag", "tags", Kind.KEYWORD, ("tags", "schlagwort", "stichwort"), facet=True),
    Field("url", "url", Kind.KEYWORD, ("link", "adresse")),
    Field("id", "id", Kind.VERBATIM, ()),
    Field("record", "record", Kind.VERBATIM, ()),
)

BY_NAME: dict[str, Field] = {name: field for field in FIELDS for name in (field.name, *field.aliases)}
