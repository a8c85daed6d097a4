"""The lines of a pasted page, each with what it is taken for."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache

from archive.dates import Dating, find_dates
from archive.readers import boilerplate
from archive.readers.bylines import BARE_LABEL, LABEL, OTHER_WORK, ROLE, Byline, authors_from, may_name
from archive.readers.forenames import is_forename

LONGEST_HEADING = 220
"""Code points; headlines are shorter, paragraphs longer."""

HEAD, TAIL = 1_500, 200
"""How many lines at the beginning and the end of a text are asked for dates and names.

Select-all on the longest pages gives less than two thousand; of what lies between, only the story is told.
"""

_REMEMBERED = 4_096
"""Lines remembered with their kind: pages of one site share their navigation."""

_SILENT = re.compile("[\u00ad\u200b\u200e\u200f\u2060\ufeff]")
_SENTENCE_END = re.compile(r"[.!?…:](?:[\"“”»«›’')\]]|\s?\*)*$")
_DIGIT = re.compile(r"\d")
_DIGITS = re.compile(r"\d{4}|\d[./-] ?\d|['’]\d\d|\d\.? [^\W\d]+ \d\d\b")
_LETTER = re.compile(r"[^\W\d_]")
_WORDS = re.compile(r"[^\W\d_]{2,}")
_CLOCK = re.compile(r"\d{1,2}[:.]\d\d(?::\d\d)?(?:\s?(?:uhr|h|am|pm|a\.m\.|p\.m\.))?", re.IGNORECASE)
_SENTENCE = re.compile(r"(?<!\bmin)(?<!\d)[.!?]$", re.IGNORECASE)
_BAR = re.compile(r"\s?[|•·,]\s?|\s[–—-]\s")
_SIGNATURE = re.compile(r"^\(?[a-zäöü]{2,4}(?:[,/] ?[a-zäöü]{2,4})*\)?(?:;.*)?$")


class Kind(Enum):
    """What a line is taken for."""

    PROSE = "prose"
    HEADING = "heading"  # any short text: headline, kicker, section heading, link
    DATE = "date"
    RELATIVE = "relative"  # "vor 3 Stunden"
    BYLINE = "byline"  # "Von Anna Müller"
    LABEL = "label"  # "Von", the names are in the next line
    NAME = "name"  # nothing but names
    ROLE = "role"
    CAPTION = "caption"
    DISCLAIMER = "disclaimer"
    FURNITURE = "furniture"  # share bars, buttons, navigation
    READ_ON = "read on"  # opens links to other articles
    CLOSING = "closing"  # opens what stands below an article
    SIGNATURE = "signature"  # initials of the author or agency


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a pasted page with its kind, and the byline and dates found in it."""

    text: str
    kind: Kind
    byline: Byline | None = None
    dates: tuple[Dating, ...] = ()
    after_blank: bool = False


def lines_of(text: str, *, month_first: bool = False) -> list[Line]:
    """Part a page into its lines, blank ones left out, and tell what each is."""
    raw = _SILENT.sub("", text).split("\n")
    between = range(HEAD, len(raw) - TAIL)
    lines: list[Line] = []
    blank = True
    for at, words in enumerate(map(str.split, raw)):
        if words:
            line = " ".join(words)
            finding = (_kind(line), None, ()) if at in between else _classified(line, month_first)
            lines.append(Line(line, *finding, after_blank=blank))
        blank = not words
    return _named_beside(lines)


def _named_beside(lines: list[Line]) -> list[Line]:
    """Ask the lines beside a date once more for names: there they need no forename we know."""
    for at, line in enumerate(lines):
        if line.kind in _BESIDE_NAMES:
            for near in range(max(0, at - 2), min(len(lines), at + 3)):
                other = lines[near]
                if other.kind is Kind.HEADING and (found := _as_byline(other.text, other.text.lower(), True)):
                    lines[near] = Line(other.text, *found, after_blank=other.after_blank)
    return lines


_BESIDE_NAMES = frozenset((Kind.DATE, Kind.RELATIVE, Kind.ROLE))
_Finding = tuple[Kind, Byline | None, tuple[Dating, ...]]


def _kind(text: str) -> Kind:
    """Tell what a line is without asking for dates and names."""
    return _long(text) if len(text) > LONGEST_HEADING else _as_text(text, text.lower())


@lru_cache(maxsize=_REMEMBERED)
def _short(text: str, month_first: bool) -> _Finding:
    small = text.lower()
    dated = _as_date(text, month_first) if _DIGIT.search(text) and _DIGITS.search(text) else None
    if dated:
        return dated
    for kind, pattern in _BY_PATTERN:
        if pattern.match(small):
            return (kind, None, ())
    if _SIGNATURE.match(text):
        return (Kind.SIGNATURE, None, ())
    return _as_relative(text) or _as_byline(text, small) or (_as_text(text, small), None, ())


def _classified(text: str, month_first: bool) -> _Finding:
    return (_long(text), None, ()) if len(text) > LONGEST_HEADING else _short(text, month_first)


_BY_PATTERN: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    (Kind.FURNITURE, boilerplate.FURNITURE),
    (Kind.FURNITURE, boilerplate.SHARING),
    (Kind.FURNITURE, boilerplate.BREADCRUMB),
    (Kind.LABEL, BARE_LABEL),
    (Kind.RELATIVE, boilerplate.RELATIVE),
)


def _long(text: str) -> Kind:
    return Kind.DISCLAIMER if len(text) < 700 and boilerplate.is_disclaimer(text.lower()) else Kind.PROSE


def _as_date(text: str, month_first: bool) -> _Finding | None:
    """Take a line for a date line when little else but labels, names and a clock stands in it."""
    dates = tuple(find_dates(text, month_first=month_first))
    if not dates:
        return None
    rest = text
    for dating in reversed(dates):
        rest = rest[: dating.span[0]] + " " + rest[dating.span[1] :]
    rest = boilerplate.COUNTER.sub(" ", _CLOCK.sub(" ", rest))
    words = len(_WORDS.findall(rest))
    if words > 9:
        return None
    small = rest.lower()
    label = boilerplate.PUBLISHED.search(small) or boilerplate.UPDATED.search(small)
    if boilerplate.ELSEWHEN.search(small) and not label:
        return None
    byline = authors_from(text)
    named = byline if byline.authors or (byline.labelled and byline.source) else None
    few = words <= (9 if label or named else 4) and not _SENTENCE.search(text)
    return (Kind.DATE, named, dates) if few or words <= 2 else None


def _as_relative(text: str) -> _Finding | None:
    """Take "Anna Müller | vor 3 Stunden" for a date that names no day, and a byline."""
    for bar in _BAR.finditer(text):
        if boilerplate.RELATIVE.match(text[bar.end() :].lower()):
            name = text[: bar.start()]
            byline = authors_from(name)
            return (Kind.RELATIVE, byline, ()) if byline.authors and _little_left(name, byline) else None
    return None


def _as_byline(text: str, small: str, beside: bool = False) -> _Finding | None:
    if len(text) > 200 or not may_name(text, small, beside=beside):
        return None
    caption = boilerplate.caption_in(small)
    if (caption and caption.start() == 0) or OTHER_WORK.match(text):
        return (Kind.CAPTION, None, ())
    byline = authors_from(text)
    if byline.labelled and (byline.authors or byline.source or byline.team) and _little_left(text, byline):
        return (Kind.BYLINE, byline, ())
    kind = None if caption else _unlabelled(text, byline)
    return kind and (kind, byline, ())


def _unlabelled(text: str, byline: Byline) -> Kind | None:
    agency_alone = byline.source and not byline.authors and len(text) < 40 and "," not in text
    if agency_alone or (byline.authors and _little_left(text, byline)):
        return Kind.NAME
    return Kind.ROLE if len(text) < 110 and text[0].isupper() and _is_role(text) else None


def _is_role(text: str) -> bool:
    """Tell whether a line says what somebody is: the word for it comes early."""
    words = text.split()
    return (
        len(words) <= 12
        and ROLE.search(" ".join(words[:3]).lower()) is not None
        and not _SENTENCE_END.search(text)
    )


def _little_left(text: str, byline: Byline) -> bool:
    """Tell whether names, roles and places are nearly all that a line says."""
    said = " ".join((*byline.authors, byline.role or "", byline.source or "", byline.place or ""))
    label = LABEL.match(text)
    if byline.team:
        return len(text) < 60
    left = len(_WORDS.findall(text[label.end() :] if label else text)) - len(_WORDS.findall(said))
    first, _, rest = text.partition(",")
    outlet = first in byline.authors and is_forename(first.split()[0]) and len(rest.split()) <= 3
    return left <= (5 if byline.labelled else 3 if outlet else 1)


def _as_text(text: str, small: str) -> Kind:
    if boilerplate.READ_ON.match(small):
        return Kind.READ_ON
    if boilerplate.caption_in(small):
        return Kind.CAPTION
    if boilerplate.is_disclaimer(small):
        return Kind.DISCLAIMER
    if boilerplate.CLOSING.match(small):
        return Kind.CLOSING
    if len(text) > 90 and _SENTENCE_END.search(text):
        return Kind.PROSE
    told = boilerplate.COUNTER.sub("", text) if boilerplate.COUNTED.search(text) else text
    return Kind.HEADING if _LETTER.search(told) else Kind.FURNITURE
