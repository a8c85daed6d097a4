"""What others call the fields of an article, and how they write the values: front matter, records, tables."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from operator import itemgetter
from types import MappingProxyType
from typing import Any, Final

from archive.article import Article, Provenance
from archive.dates import Moment, read_date
from archive.readers.agencies import apart_from_agencies
from archive.readers.encoding import clean
from archive.readers.forenames import is_forename

ALIASES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "headline": "headline title titel überschrift schlagzeile",
        "dek": "dek standfirst vorspann unterzeile subtitle subheadline untertitel teaser excerpt "
        "description beschreibung summary zusammenfassung abstract",
        "body": "body text content inhalt volltext fulltext articlebody articletext maintext contenttext "
        "contenthtml artikel artikeltext markdown",
        "authors": "authors author autoren autor autorin verfasser creator dccreator writer by",
        "byline": "byline autorenzeile",
        "published": "published date datum publishedat publishedon publisheddate publishdate publicationdate "
        "datepublished pubdate veröffentlicht veröffentlichtam veröffentlichungsdatum erschienen "
        "erscheinungsdatum created createdat timestamp day",
        "updated": "updated updatedat modified modifiedat lastmodified lastmod datemodified aktualisiert "
        "stand",
        "source": "source publisher publication newspaper quelle zeitung medium site sitename outlet",
        "section": "section ressort rubrik",
        "language": "language lang sprache inlanguage",
        "url": "url link permalink canonical canonicalurl sourceurl weblink",
        "tags": "tags tag keywords keyword schlagwörter schlagworte stichwörter categories category "
        "kategorien kategorie topics",
        "captions": "captions caption bildunterschriften bildunterschrift",
        "disclaimer": "disclaimer",
        "record": "id record identifier guid uid uuid docid",
    }
)
"""Each attribute of an article, and the keys that mean it, the surest first; signs and case do not count."""

LANGUAGES: Final = {
    "deutsch": "de", "german": "de", "deu": "de", "ger": "de", "englisch": "en", "english": "en", "eng": "en",
    "französisch": "fr", "french": "fr", "fra": "fr", "fre": "fr", "spanisch": "es", "spanish": "es",
    "spa": "es", "italienisch": "it", "italian": "it", "ita": "it", "niederländisch": "nl", "dutch": "nl",
    "nld": "nl",
}  # fmt: skip
"""Languages by name and by three letters: their ISO 639-1 code."""

DEEPEST = 20
"""Levels of nesting in a value that is kept as it is; what lies deeper is kept as JSON."""

LONGEST_NAME = 100
"""Characters of a name; what is longer is a sentence about somebody."""

_RANKS: Final = {
    alias: (attribute, rank)
    for attribute, aliases in ALIASES.items()
    for rank, alias in enumerate(aliases.split())
}
_NAMED_IN: Final = ("name", "text", "value", "title", "rendered", "url", "#text", "$")
_NOT_A_LETTER: Final = re.compile(r"[^\w]|_")
_CODE: Final = re.compile(r"([a-z]{2})(?:[-_][a-z0-9]+)*", re.IGNORECASE)
_ASIDE: Final = re.compile(r"\s*(?:\([^()]*\)|<[^<>]*>|\bhttps?://\S+)|\s+[-–—|]\s.*$")
_JOINED: Final = re.compile(r"\s*(?:[;&]|\b(?:und(?!\s+zu\b)|and|sowie)\b|\s[/+•·]\s)\s*", re.IGNORECASE)
_OPENING: Final = re.compile(r"^(?:von|by|autore?n?|autorin|author|text)\s*:?\s+", re.IGNORECASE)
_MAILED: Final = re.compile(r"\S+@\S+\s*\(([^()]+)\)")
_ADDRESS: Final = re.compile(r"\S+@\S+|https?://\S+")
_OTHERS: Final = re.compile(r"\b(?:et al|u\. ?a)\.?$", re.IGNORECASE)


def article_from(values: Mapping[str, Any], *, body: str | None = None, **origin: str | None) -> Article:
    """Make an article of keys and values as others name and write them; `body` where it stands apart.

    Keys not known here, and values that cannot be what their key says (`date: soon`), are kept in `extra`.
    `origin` goes into the provenance; an `id` is its record.
    """
    meant: dict[str, list[tuple[int, str, Any]]] = {}
    extra: dict[str, Any] = {}
    for key, value in values.items():
        if value is None or value == "":
            continue
        attribute, rank = attribute_of(key)
        if attribute is None or (attribute == "body" and body is not None):
            extra[str(key)] = _kept(value)
        elif attribute in meant:
            meant[attribute].append((rank, key, value))
        else:
            meant[attribute] = [(rank, key, value)]
    found = {attribute: _choose(attribute, candidates, extra) for attribute, candidates in meant.items()}
    record = found.pop("record", None)
    names, byline = found.pop("authors", None) or ((), None)
    if said := found.pop("byline", None):
        names, byline = names or _names(said)[0], said
    given = {attribute: value for attribute, value in found.items() if value is not None}
    people, agency = apart_from_agencies(names)
    if agency:
        given.setdefault("source", agency)
        names, byline = people, byline or ", ".join(names)
    if body is not None:
        given["body"] = body
    return Article(
        **given, authors=names, byline=byline, extra=extra, provenance=Provenance(record=record, **origin)
    )


@lru_cache(maxsize=10_000)
def attribute_of(key: str) -> tuple[str | None, int]:
    """Name the attribute that a key means and how surely (0: its own name); None where it is not known."""
    return _RANKS.get(_NOT_A_LETTER.sub("", str(key).casefold()), (None, 0))


def _choose(attribute: str, candidates: list[tuple[int, str, Any]], extra: dict[str, Any]) -> Any:
    """Read the surest of the values that mean the same; those not used are kept in `extra`."""
    reading = _READ.get(attribute, _line)
    candidates.sort(key=itemgetter(0))
    chosen: Any = None
    for _, key, value in candidates:
        read = reading(value)
        if chosen is None:
            chosen = read
        elif attribute == "tags":
            chosen += tuple(tag for tag in read or () if tag not in chosen)
        if read is None or (chosen != read and attribute != "tags"):
            extra[str(key)] = _kept(value)
    return chosen


def _kept(value: Any, depth: int = 1) -> Any:
    """Give a value as the corpus can keep it: texts, numbers, truth values, lists and mappings of them."""
    if isinstance(value, str | int | float) or value is None:
        return value
    if depth > DEEPEST:
        return json.dumps(value, default=str, ensure_ascii=False)
    if isinstance(value, Mapping):
        return {str(key): _kept(part, depth + 1) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [_kept(part, depth + 1) for part in value]
    return str(value)


def _text(value: Any) -> str | None:
    """Read a text of one or more paragraphs."""
    if isinstance(value, str):
        return clean(value).strip() or None
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, Mapping):
        return next(filter(None, (_text(value[key]) for key in _NAMED_IN if key in value)), None)
    if isinstance(value, list | tuple):
        return "\n\n".join(filter(None, map(_text, value))) or None
    return str(value)


def _line(value: Any) -> str | None:
    """Read a text of one line."""
    if type(value) is str and value.isascii() and value.isprintable():
        return " ".join(value.split()) or None
    if isinstance(value, list | tuple):
        value = value[0] if len(value) == 1 else None
    text = _text(value)
    return " ".join(text.split()) or None if text else None


def _lines(value: Any) -> tuple[str, ...] | None:
    items = value if isinstance(value, list | tuple) else [value]
    return tuple(dict.fromkeys(filter(None, map(_line, items)))) or None


def _tags(value: Any) -> tuple[str, ...] | None:
    """Read tags: a list, or one text with commas or semicolons between them."""
    items: Iterable[Any] = value if isinstance(value, list | tuple) else re.split(r"[,;]", _line(value) or "")
    tags = (" ".join(tag.split()).lstrip("#") for item in items if (tag := _line(item)))
    return tuple(dict.fromkeys(filter(None, tags))) or None


def _moment(value: Any) -> Moment | None:
    if isinstance(value, str):
        return _moment_of(str(value)) if len(value) < 100 else None
    return read_date(value)


@lru_cache(maxsize=10_000)
def _moment_of(text: str) -> Moment | None:
    return read_date(text)


@lru_cache(maxsize=1_000)
def _language_of(text: str) -> str | None:
    name = text.strip().casefold()
    code = _CODE.fullmatch(name)
    return LANGUAGES.get(name) or (code[1].lower() if code else None)


def _language(value: Any) -> str | None:
    text = _line(value)
    return _language_of(text) if text else None


def _authors(value: Any) -> tuple[tuple[str, ...], str | None] | None:
    """Read authors: names, texts of several names, mappings with a name; and the line if it says more."""
    items = value if isinstance(value, list | tuple) else [value]
    lines = [line for item in items if (line := _line(item))]
    if not lines:
        return None
    read = [_names(line) for line in lines]
    names = tuple(dict.fromkeys(name for found, _ in read for name in found))
    byline = ", ".join(lines) if any(byline for _, byline in read) or not names else None
    return names, byline


@lru_cache(maxsize=50_000)
def _names(line: str) -> tuple[tuple[str, ...], str | None]:
    """Take a line of names apart; the line itself is given too where it says more than the names (a role)."""
    bare = _OPENING.sub("", _MAILED.sub(r"\1", line) if "@" in line else line)
    inverted = "," in bare and (";" in bare or _is_family_name_first(bare))
    names = []
    for piece in _JOINED.split(bare) if inverted else re.split(r"\s*,\s*", bare):
        for part in [piece] if inverted else _JOINED.split(_ASIDE.sub("", piece)):
            name = _OTHERS.sub("", _ASIDE.sub("", part)).strip(" ,.")
            if inverted and name.count(",") == 1:
                name = " ".join(reversed(re.split(r"\s*,\s*", name)))
            if name and len(name) <= LONGEST_NAME and not _ADDRESS.fullmatch(name):
                names.append(name)
    said = sum(map(len, names)) + 5 * len(names)
    return tuple(dict.fromkeys(names)), line if not names or len(line) > said else None


def _is_family_name_first(line: str) -> bool:
    """Tell whether a line is one name as a library writes it: `Müller, Hans`."""
    family, comma, given = line.partition(",")
    return (
        bool(comma)
        and len(family.split()) == 1
        and len(given.split()) in (1, 2)
        and is_forename(given.split()[0])
        and not is_forename(family.strip())
    )


_READ: Final[Mapping[str, Any]] = {
    "body": _text,
    "dek": _text,
    "disclaimer": _text,
    "authors": _authors,
    "published": _moment,
    "updated": _moment,
    "language": _language,
    "tags": _tags,
    "captions": _lines,
}
