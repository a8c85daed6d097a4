"""Exports of press databases: what they have in common, however each lays its articles out."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from types import MappingProxyType
from typing import Any

from archive.article import Article, Provenance
from archive.dates import Moment, find_dates, month_first
from archive.errors import NoArticle
from archive.readers.agencies import without_agencies
from archive.readers.credits import authors_in, says_more
from archive.readers.metadata import LANGUAGES
from archive.readers.paragraphs import Paragraph, line, markdown

LANGUAGE_NAMES = MappingProxyType({**LANGUAGES, "ingles": "en", "anglais": "en", "allemand": "de"})
"""Languages as databases name them, in the languages of their interfaces."""

_MONTHLY = re.compile(r"(?:\w+\.?\s){0,2}[^\W\d_]{3,}\.?,?\s(?:19|20)\d\d\b.{0,40}")
_OPENING_YEAR = re.compile(
    r"(?:frühjahr|sommer|herbst|winter|spring|summer|fall|autumn)?\s*(?:19|20)\d\d$", re.I
)
_SHARE = re.compile(r"\s*\(\d{1,3}\s?%\)")
_PAGE = re.compile(r"^(?:pg?s?\.|pages?|seiten?|s\.|column|col\.|spalte)\s*[A-Z]{0,2}\d", re.IGNORECASE)
_EMPTY = re.compile(r"(?:section|column|pg\.|page|rubrik|s\.|seite)", re.IGNORECASE)
_ISSUE = re.compile(r"[\s;]+(?:ausg(?:abe|\.)|nr\.|no\.|issue|version\s?:)\s*[\d/]+\s*$", re.IGNORECASE)
_HALF = re.compile(r"\s*([ap])\.?m\.?\s*$", re.IGNORECASE)
_WEB = re.compile(r"[;\s]*(https?://\S+)\s*$")
_WEEKDAY = re.compile(
    r"(?<=\d)[\s,]+(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|(?:mon|diens|donners|frei|sams|sonn)tag|mittwoch|"
    r"sonnabend)\b,?",
    re.IGNORECASE,
)
LONGEST_DATE = 120
"""Characters of a line that is a date, weekday, time and edition."""


@dataclass
class Clipping:
    """An article on its way out of an export: what each of its parts was found to hold."""

    record: str
    headline: str | None = None
    dek: list[str] = field(default_factory=list)
    byline: str | None = None
    published: Moment | None = None
    source: str | None = None
    section: str | None = None
    language: str | None = None
    url: str | None = None
    tags: list[str] = field(default_factory=list)
    captions: list[str] = field(default_factory=list)
    body: list[Paragraph] = field(default_factory=list)
    extra: dict[str, Any] = field(default_factory=dict)

    def put(self, meaning: str, name: str, text: str) -> None:
        """Put the value of a field where it belongs; what no attribute is for is kept under what it means."""
        value = line(text)
        if not value:
            return
        if meaning in _ONCE:
            if getattr(self, meaning) is None:
                setattr(self, meaning, value)
        elif meaning in _READ:
            _READ[meaning](self, value)
        elif meaning != "ignored":
            key = name.replace("-", "_") if meaning == "extra" else meaning
            self.extra[key] = f"{self.extra[key]} {value}" if key in self.extra else value

    def _introduce(self, value: str) -> None:
        """Take a highlight, the address of the article at its end apart."""
        address = _WEB.search(value)
        if address:
            self.url, value = self.url or address[1], value[: address.start()]
        self.dek += [value] if value else []

    def _place(self, value: str) -> None:
        """Take a section and the page it stands on apart."""
        issue = _ISSUE.search(value)
        if issue:
            self.extra["issue"] = issue[0].strip(" ;")
            value = value[: issue.start()]
        parts = [part for part in re.split(r"\s*;+\s*", value) if part and not _EMPTY.fullmatch(part)]
        pages = [part for part in parts if _PAGE.match(part)]
        if pages:
            self.extra["page"] = "; ".join(dict.fromkeys(pages))
        self.section = (
            self.section or "; ".join(dict.fromkeys(part for part in parts if part not in pages)) or None
        )

    def _name(self, value: str) -> None:
        self.record = value

    def _label(self, value: str) -> None:
        self.tags += [tag for part in value.split(";") if (tag := _SHARE.sub("", part).strip())]

    def _tell(self, value: str) -> None:
        self.language = self.language or language_of(value)

    def _day(self, value: str) -> None:
        self.published = self.published or moment_in(value)

    def article(self, original: str, reader: str, parts: Iterable[Paragraph]) -> Article:
        """Give the article, known by the digest of its own part of the export."""
        written = "\x1e".join(part.text for part in parts)
        agency, _ = without_agencies(self.byline or "")
        authors = authors_in(self.byline) if self.byline else ()
        return Article(
            headline=self.headline,
            dek="\n\n".join(self.dek) or None,
            authors=authors,
            byline=self.byline if self.byline and says_more(self.byline, authors) else None,
            published=self.published,
            source=self.source or agency,
            section=self.section,
            language=self.language,
            url=self.url,
            tags=tuple(dict.fromkeys(self.tags)),
            captions=tuple(dict.fromkeys(self.captions)),
            body=markdown(self.body),
            extra=dict(self.extra),
            provenance=Provenance(
                original=original,
                sha256=hashlib.sha256(written.encode("utf-8", "surrogatepass")).hexdigest(),
                reader=reader,
                record=self.record,
            ),
        )


_ONCE = frozenset({"headline", "source", "byline", "url"})
_READ: Mapping[str, Callable[[Clipping, str], None]] = MappingProxyType(
    {
        "dek": Clipping._introduce,
        "section": Clipping._place,
        "date": Clipping._day,
        "language": Clipping._tell,
        "tags": Clipping._label,
        "captions": lambda clipping, value: clipping.captions.append(value),
        "record": Clipping._name,
    }
)


def each_article(
    name: str, reader: str, parts: Iterable[Sequence[Paragraph]], clippings: Iterable[Clipping], hint: str
) -> Iterator[Article | NoArticle]:
    """Give the article of each clipping, or say that it is empty; `parts` are what each was cut from."""
    for part, clipping in zip(parts, numbered(clippings), strict=True):
        if clipping.headline or clipping.body:
            yield clipping.article(name, reader, part)
        else:
            yield NoArticle(
                f"{name}, article {clipping.record}: it has neither headline nor text.",
                hint=hint,
                record=clipping.record,
            )


def numbered(clippings: Iterable[Clipping]) -> Iterator[Clipping]:
    """Tell clippings of the same record id apart, as when an export names none or repeats one."""
    seen: dict[str, int] = {}
    for clipping in clippings:
        seen[clipping.record] = seen.get(clipping.record, 0) + 1
        again = seen[clipping.record]
        yield replace(clipping, record=f"{clipping.record}-{again}") if again > 1 else clipping


def moment_in(text: str) -> Moment | None:
    """Read the date of an article as databases write it; None where it is a month or year alone."""
    return dating(text)[0]


def dating(text: str) -> tuple[Moment | None, str]:
    """Read the date that opens a text, with the time; gives it and what stands beside it (the edition)."""
    bare = line(_WEEKDAY.sub(" ", text[:LONGEST_DATE]))
    found = next(find_dates(bare, month_first=month_first(bare, None)), None)
    return (found.moment, bare[found.span[1] :].strip(" ,;")) if found else (None, "")


def at_time(moment: Moment | None, clock: str) -> Moment | None:
    """Add the time of day that stands beside a date ("11:20:05", "6:15 PM"), unless it already has one."""
    if moment is None or isinstance(moment, datetime) or not isinstance(moment, date):
        return moment
    half = _HALF.search(clock)
    try:
        told = time.fromisoformat(clock[: half.start() if half else None].strip().zfill(5))
    except ValueError:
        return moment
    if half and told.hour <= 12:
        told = told.replace(hour=told.hour % 12 + (12 if half[1].lower() == "p" else 0))
    return datetime.combine(moment, told)


def is_date(text: str) -> bool:
    """Tell a line that opens with a date: a day, or a month and year of a magazine."""
    text = line(text)
    if len(text) > LONGEST_DATE or not any(character.isdigit() for character in text):
        return False
    first = next(find_dates(text), None)
    if first is not None:
        return first.span[0] == 0
    return bool(_MONTHLY.fullmatch(text) and _month_in(text)) or bool(_OPENING_YEAR.fullmatch(text))


def _month_in(text: str) -> bool:
    return any(next(find_dates(f"1. {word.strip('.,')} 2000"), None) is not None for word in text.split())


def language_of(name: str) -> str | None:
    """Give the code of a language from its name, of which a field may hold two ("GERMAN; DEUTSCH")."""
    words = re.split(r"[;,/\s]+", name.strip().casefold())
    return next((LANGUAGE_NAMES[word] for word in words if word in LANGUAGE_NAMES), None)


def labelled(paragraph: Paragraph, labels: Mapping[str, str], *, marked: bool) -> tuple[str, str, str] | None:
    """Tell a field: its meaning, its name in the export, its value; None for any other paragraph.

    In an export with `marked` labels only bold ones are; else known ones in capitals, or as a title has them.
    """
    if marked:
        name = paragraph.label or ""
        value = paragraph.text[len(name) :].lstrip().removeprefix(":") if name else ""
    else:
        name, colon, value = paragraph.text.partition(":")
        name = name if colon and (name.isupper() or name.istitle() or name[:1].isupper()) else ""
    name = line(name)
    meaning = labels.get(plain_label(name)) if name else None
    if meaning is None and marked and name.isupper() and not any(map(str.isdigit, name)):
        meaning = "extra"  # bold capitals at the start of a line are a field, known or not
    return (meaning, plain_label(name), value.strip()) if meaning else None


def plain_label(name: str) -> str:
    """Write the name of a field in one way: "LOAD-DATE", "Load Date" -> "load-date"."""
    return re.sub(r"[\s_-]+", "-", name.strip().casefold())


def without_blank(paragraphs: Sequence[Paragraph]) -> list[Paragraph]:
    """Leave out what holds no text."""
    return [paragraph for paragraph in paragraphs if paragraph.text]
