"""When a page was published and last changed: what it declares, then what it shows, then its address."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from urllib.parse import urlsplit

from lxml import html

from archive.dates import Moment, day_of, find_dates, read_date
from archive.readers import boilerplate
from archive.readers.masthead import Masthead
from archive.readers.page.headline import fold
from archive.readers.page.markup import marks_of, text_of
from archive.readers.page.statements import Statements, text_in

PUBLISHED = (
    "article:published_time", "og:article:published_time", "datepublished", "og:published_time",
    "article.published",
    "citation_publication_date", "citation_online_date", "citation_date", "dc.date.issued",
    "dcterms.issued", "dcterms.created", "dc.date.created", "dc.date", "dcterms.date",
    "parsely-pub-date", "sailthru.date", "pubdate",
    "publishdate", "publish-date", "publish_date", "publication_date", "date", "cxenseparse:recs:publishtime",
    "article:published", "cxenseparse:publishtime", "article_date_original",
    "datecreated", "originalpublicationdate",
    "ptime", "pdate", "rnews:datepublished", "displaydate", "dc.date.publication", "created",
)  # fmt: skip
"""Meta elements that tell the day of publication, the surest first."""

VAGUE = ("date", "created", "ptime", "pdate")
"""Those of them that often tell the day the page was made or changed: what is shown goes before."""

UPDATED = (
    "article:modified_time",
    "og:updated_time",
    "datemodified",
    "dcterms.modified",
    "dc.date.modified",
    "last-modified",
    "lastmod",
)
"""Meta elements that tell the day of the last change."""

_IN_ADDRESS = re.compile(r"/((?:19|20)\d\d)[/-]?(0[1-9]|1[0-2])[/-]?(0[1-9]|[12]\d|3[01])(?=[/_.-]|$)")
_MARKED = re.compile(
    r"date|datum|time|publish|posted|meta|stand|fecha|data|uhrzeit|byline|author|autor|info", re.IGNORECASE
)
_ELSEWHERE = re.compile(
    r"comment|kommentar|reply|related|teaser|(?<!-)sidebar(?!s)|recommend|widget|listing|popular|eventbox|"
    r"termin|calendar",
    re.IGNORECASE,
)
_CENTRAL = frozenset(("de", "it", "pl", "nl", "da", "sv", "nb", "no", "cs", "hu"))
"""Languages whose papers come out in the zone of Berlin, all but a few."""
_WINTER, _SUMMER = (11, 12, 1, 2), (4, 5, 6, 7, 8, 9)
"""Months in which that zone is an hour, and those in which it is two hours, ahead of UTC."""
_OWN = 4
LONGEST = 200
"""Code points of an element whose date is the page's own."""


def days_of(
    tree: html.HtmlElement, said: Statements, url: str | None, masthead: Masthead, language: str | None
) -> tuple[Moment | None, Moment | None]:
    """Find the day of publication and that of the last change, each as the page gives it, in its own zone.

    A moment declared in UTC is another day where the page is read, if the page shows it so.
    """
    declared = list(_published(said, language))
    updated = next(_updated(said, language), None) or masthead.updated
    shown = masthead.published
    published = _confirmed(declared, shown)
    if published is None:
        surest, marked, changed = _marked(tree, masthead.headline, language)
        if shown and isinstance(marked, datetime) and day_of(marked) == day_of(shown):
            shown = marked  # the same, with its time
        published = surest or shown or _vague(said, language) or marked
        updated = updated or changed
    elif shown and (_is_same_moment(published, shown) or _is_rebuilt(published, updated, shown)):
        published = shown
    published = _on_the_spot(published or _in_address(url) or updated, language)
    if updated and published and day_of(updated) <= day_of(published):
        updated = None
    return published, updated


def _confirmed(declared: Sequence[Moment], shown: Moment | None) -> Moment | None:
    """Choose the surest of the days declared; where they differ, the one that the page shows."""
    if shown and len({day_of(moment) for moment in declared}) > 1:
        return next((moment for moment in declared if day_of(moment) == day_of(shown)), declared[0])
    return next(iter(declared), None)


def _is_same_moment(declared: Moment, shown: Moment) -> bool:
    """Tell whether the day shown is the neighbour that a moment in UTC falls on in the page's zone."""
    if not isinstance(declared, datetime) or declared.utcoffset() != timedelta(0):
        return False
    if isinstance(shown, datetime) and shown.tzinfo is not None:
        return False
    return abs((day_of(declared) - day_of(shown)).days) == 1


def _on_the_spot(moment: Moment | None, language: str | None) -> Moment | None:
    """Read a midnight that is declared in UTC ("2022-11-06T23:00Z") as the day that it begins."""
    if not isinstance(moment, datetime) or moment.utcoffset() != timedelta(0) or language not in _CENTRAL:
        return moment
    hours = (23,) if moment.month in _WINTER else (22,) if moment.month in _SUMMER else (22, 23)
    midnight = moment.hour in hours and not (moment.minute or moment.second)
    return day_of(moment) + timedelta(days=1) if midnight else moment


def _is_rebuilt(declared: Moment, updated: Moment | None, shown: Moment) -> bool:
    """Tell a moment of publication that comes after that of the last change: the page was made anew then."""
    both = (
        isinstance(declared, datetime)
        and isinstance(updated, datetime)
        and bool(declared.tzinfo) == bool(updated.tzinfo)
    )
    return both and updated < declared and day_of(shown) < day_of(declared)  # type: ignore[operator]


def _published(said: Statements, language: str | None) -> Iterator[Moment]:
    values = [text_in(said.article.get(key)) for key in ("datePublished", "dateCreated", "uploadDate")]
    values += [said.first(name) for name in PUBLISHED if name not in VAGUE]
    values += [text_in(said.page.get("datePublished"))]
    for value in values:
        moment = read_date(value, language=language) if value else None
        if moment:
            yield moment


def _vague(said: Statements, language: str | None) -> Moment | None:
    value = said.first(*VAGUE)
    return read_date(value, language=language) if value else None


def _updated(said: Statements, language: str | None) -> Iterator[Moment]:
    values = [text_in(said.article.get("dateModified")), *(said.first(name) for name in UPDATED)]
    for value in values:
        moment = read_date(value, language=language) if value else None
        if moment:
            yield moment


def _marked(
    tree: html.HtmlElement, headline: str | None, language: str | None
) -> tuple[Moment | None, Moment | None, Moment | None]:
    """Find the dates a page marks: the one surely of publication, the likeliest, that of a change."""
    published: list[tuple[int, Moment]] = []
    updated: list[Moment] = []
    wanted = fold(headline or "")
    passed = 0
    for element in tree.iter():
        if not isinstance(element.tag, str) or element.tag in ("script", "style"):
            continue
        if element.tag in ("h1", "h2", "h3") and wanted and fold(text_of(element, 500)) == wanted:
            passed = 1
        found = _date_in(element, language)
        if found is None or any(
            _ELSEWHERE.search(marks_of(above))
            for above in (element, *element.iterancestors())
            if above.tag not in ("body", "html", "main", "article")
        ):
            continue
        label, moment, rank = found
        if boilerplate.OTHER_DAY.match(label):
            continue
        if boilerplate.UPDATED.search(label) and not boilerplate.PUBLISHED.search(label):
            updated.append(moment)
        else:
            published.append((rank + passed, moment))
        if len(published) > 40:
            break
    rank, best = max(published, key=lambda pair: pair[0], default=(0, None))
    return (best if rank > _OWN else None), best, next(iter(updated), None)


def _date_in(element: html.HtmlElement, language: str | None) -> tuple[str, Moment, int] | None:
    """Give the date an element holds, the words before it, and how sure it is that it is the page's own."""
    marks = marks_of(element)
    named = set((element.get("itemprop") or "").lower().split())
    stated = element.get("datetime") or (element.get("content") if named else None) or ""
    own = _OWN * bool(
        named & {"datepublished", "datecreated"}
        or element.get("pubdate") is not None
        or "published" in marks.split()
    )
    if stated and (element.tag == "time" or named):
        moment = read_date(stated, language=language)
        if moment:
            label = (
                text_of(element, LONGEST)
                if "datemodified" not in named and "updated" not in marks.split()
                else "updated"
            )
            return label, moment, 2 + own
    if element.tag == "time" or own or (_MARKED.search(marks) and len(element) < 12):
        text = text_of(element, LONGEST + 20)
        if len(text) <= LONGEST:
            for dating in find_dates(text, month_first=language == "en"):
                return text[: dating.span[0]], dating.moment, (2 if element.tag == "time" else 1) + own
    return None


def _in_address(url: str | None) -> date | None:
    match = _IN_ADDRESS.search(urlsplit(url).path) if url else None
    try:
        return date(*map(int, match.groups())) if match else None
    except ValueError:
        return None
