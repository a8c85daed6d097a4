"""The lines of a pasted page, each with what it is taken for."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum

from archive.dates import Dating, find_dates
from archive.readers import boilerplate
from archive.readers.bylines import BARE_LABEL, LABEL, ROLE, Byline, authors_from

LONGEST_HEADING = 220
"""Code points; headlines are shorter, paragraphs longer."""

_SILENT = re.compile("[\u00ad\u200b\u200e\u200f\u2060\ufeff]")
_SPACES = re.compile(r"[ \t\u00a0\u2000-\u200a\u202f\u3000]+")
_SENTENCE_END = re.compile(r"[.!?…:](?:[\"“”»«›’')\]]|\s?\*)*$")
_DIGITS = re.compile(r"\d{4}|\d[./-] ?\d|['’]\d\d|\d\.? [^\W\d]+ \d\d\b")
_LETTER = re.compile(r"[^\W\d_]")
_WORDS = re.compile(r"[^\W\d_]{2,}")
_SMALL_WORDS = re.compile(r"\b[^\W\d_A-ZÄÖÜ]\w+")
_CLOCK = re.compile(r"\d{1,2}[:.]\d\d(?::\d\d)?(?:\s?(?:uhr|h|am|pm|a\.m\.|p\.m\.))?", re.IGNORECASE)
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
    lines: list[Line] = []
    blank = True
    for raw in text.split("\n"):
        line = _SPACES.sub(" ", _SILENT.sub("", raw)).strip()
        if line:
            kind, byline, dates = _classified(line, month_first)
            lines.append(Line(line, kind, byline, dates, blank))
        blank = not line
    return lines


_Finding = tuple[Kind, Byline | None, tuple[Dating, ...]]


def _classified(text: str, month_first: bool) -> _Finding:
    if len(text) > LONGEST_HEADING:
        return (_long(text), None, ())
    small = text.lower()
    dated = _as_date(text, month_first) if _DIGITS.search(text) else None
    if dated:
        return dated
    for kind, pattern in _BY_PATTERN:
        if pattern.search(small):
            return (kind, None, ())
    if _SIGNATURE.match(text):
        return (Kind.SIGNATURE, None, ())
    return _as_byline(text) or (_as_text(text), None, ())


_BY_PATTERN: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    (Kind.FURNITURE, boilerplate.FURNITURE),
    (Kind.FURNITURE, boilerplate.SHARING),
    (Kind.FURNITURE, boilerplate.BREADCRUMB),
    (Kind.LABEL, BARE_LABEL),
    (Kind.RELATIVE, boilerplate.RELATIVE),
)


def _long(text: str) -> Kind:
    if len(text) < 700 and boilerplate.DISCLAIMER.search(text.lower()):
        return Kind.DISCLAIMER
    return Kind.PROSE


def _as_date(text: str, month_first: bool) -> _Finding | None:
    """Take a line for a date line when little else but labels, names and a clock stands in it."""
    dates = tuple(find_dates(text, month_first=month_first))
    if not dates:
        return None
    rest = text
    for dating in reversed(dates):
        rest = rest[: dating.span[0]] + " " + rest[dating.span[1] :]
    rest = boilerplate.COUNTER.sub(" ", _CLOCK.sub(" ", rest))
    small = rest.lower()
    label = boilerplate.PUBLISHED.search(small) or boilerplate.UPDATED.search(small)
    byline = authors_from(text)
    named = byline if byline.authors or (byline.labelled and byline.source) else None
    words = len(_WORDS.findall(rest))
    if boilerplate.ELSEWHEN.search(small) and not label:
        return None
    few = words <= (9 if label or named else 4) and rest.strip()[-1:] not in (".", "!", "?")
    return (Kind.DATE, named, dates) if few or words <= 2 else None


def _as_byline(text: str) -> _Finding | None:
    if len(text) > 200 or not _may_name(text):
        return None
    caption = boilerplate.CAPTION.search(text.lower())
    if caption and caption.start() == 0:
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


def _may_name(text: str) -> bool:
    """Tell cheaply whether a line can hold names: a label in front, or hardly a small word."""
    if LABEL.match(text) or boilerplate.CAPTION.match(text.lower()):
        return True
    return text[-1] not in "?!" and len(_SMALL_WORDS.findall(text)) <= 5


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
    return left <= (5 if byline.labelled else 1)


def _as_text(text: str) -> Kind:
    if boilerplate.READ_ON.match(text.lower()):
        return Kind.READ_ON
    if boilerplate.CAPTION.search(text.lower()):
        return Kind.CAPTION
    if boilerplate.DISCLAIMER.search(text.lower()):
        return Kind.DISCLAIMER
    if boilerplate.CLOSING.match(text.lower()):
        return Kind.CLOSING
    if len(text) > 90 and _SENTENCE_END.search(text):
        return Kind.PROSE
    return Kind.HEADING if _LETTER.search(boilerplate.COUNTER.sub("", text)) else Kind.FURNITURE
