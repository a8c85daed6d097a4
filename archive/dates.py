"""Dates as newspapers and readers write them: German and English, with the months of their neighbours."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta, timezone
from functools import cache
from typing import NamedTuple

Moment = date | datetime
"""A civil date, or a date with the time (and zone) its source gave; never shifted between zones."""

FIRST_YEAR = 1605
"""No newspaper is older: the Strasbourg Relation first appeared in 1605."""

LONGEST_VALUE = 200
"""A longer string is prose, not the value of a date field."""


def day_of(moment: Moment) -> date:
    """Give the civil day of a moment, as printed."""
    return moment.date() if isinstance(moment, datetime) else moment


def _numbered(*rows: str) -> dict[str, int]:
    return {name: number for number, names in enumerate(rows, start=1) for name in names.split()}


MONTHS: dict[str, int] = _numbered(
    "januar january jänner jan jän",
    "februar february feber feb",
    "märz march maerz mär mrz mar",
    "april apr",
    "mai may",
    "juni june jun",
    "juli july jul",
    "august aug",
    "september sept sep",
    "oktober october okt oct",
    "november nov",
    "dezember december dez dec",
)
"""Names and short forms of the months, lower case without a full stop, German and English."""

_NEIGHBOURS: dict[str, int] = _numbered(
    "janvier janv enero ene gennaio gen januari janeiro",
    "février févr fév febrero febbraio februari fevereiro fev",
    "mars marzo maart março",
    "avril avr abril abr aprile",
    "mayo maggio mag mei maio",
    "juin junio giugno giu junho",
    "juillet juil julio luglio lug julho",
    "août agosto ago augustus",
    "septembre septiembre settembre set setembro",
    "octobre octubre ottobre ott outubro out",
    "novembre noviembre novembro",
    "décembre déc diciembre dic dicembre dezembro",
)
"""The same in French, Spanish, Italian, Dutch and Portuguese."""

_ALL_MONTHS = {**_NEIGHBOURS, **MONTHS}

_WEEKDAYS = (
    "montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonnabend|sonntag|mo|di|mi|do|fr|sa|so|"
    "monday|tuesday|wednesday|thursday|friday|saturday|sunday|mon|tues?|wed|thu|thurs?|fri|sat|sun|"
    "lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|"
    "lunes|martes|miércoles|jueves|viernes|sábado|domingo|"
    "lunedì|martedì|mercoledì|giovedì|venerdì|sabato|domenica"
)

_ZONES: dict[str, float] = {
    "z": 0, "utc": 0, "gmt": 0, "bst": 1, "mez": 1, "cet": 1, "mesz": 2, "cest": 2,
    "est": -5, "edt": -4, "cst": -6, "cdt": -5, "mst": -7, "mdt": -6, "pst": -8, "pdt": -7,
}  # fmt: skip
"""Zones by name: hours ahead of UTC. "ET" does not say which half of the year it means."""


def _any_of(words: Iterable[str]) -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))


_MONTH = rf"(?:{_any_of(_ALL_MONTHS)})"
_CLOCK = r"(?:[01]?\d|2[0-4])"
_OFFSET = rf"(?:utc|gmt)\s?[+-]\d\d?(?::?\d\d)?|[+-]\d\d:?\d\d|{_any_of(_ZONES)}"
_HALF = r"[ap]\.?m\b\.?"
_DATE = rf"""
    (?: (?<![\w.,:/+-]) | (?<=[a-zäöü]) (?=(?-i:[A-Z])) | (?<=\d{{4}}) (?=\d\d?\.\s?[^\W\d]) )
    (?: (?P<before>{_CLOCK}[:.][0-5]\d)(?::[0-5]\d)? \s{{0,2}}
        (?: (?P<before_half>{_HALF}) | uhr | h )? \s{{0,2}}
        (?: (?P<before_zone>{_OFFSET})\b | [a-z]{{1,3}}t\b )?
        [,|·•–—-]? \s{{0,2}} (?:on\s|am\s|den\s)? )?
    (?: (?:{_WEEKDAYS}) \b \.? ,? \s{{0,2}} (?:den\s|the\s|le\s)? )?
    (?: (?P<year1>\d{{4}}) (?P<sep1>[-./]) (?P<month1>\d\d?) (?P=sep1) (?P<day1>\d\d?)
      | (?P<first>\d\d?) \s? (?P<sep2>[./|-]) \s? (?P<second>\d\d?) \s? (?P=sep2) \s? (?P<year2>\d{{4}}|\d\d)
      | (?P<day3>\d\d?) (?:\s?\.|st|nd|rd|th|er|º|°|ª)? [\s-]{{0,3}} (?:of\s|de\s)?
        (?P<month3>{_MONTH}) \b \.? ,? [\s-]{{0,3}} (?:del?\s)? (?P<year3>\d{{4}}|['’]?\d\d)
      | (?P<month4>{_MONTH}) \b \.? \s{{0,3}} (?P<day4>\d\d?) (?:st|nd|rd|th|\.)? ,?
        \s{{1,3}} (?P<year4>\d{{4}})
    )
    (?! \d (?!\d?:\d\d|\d?\.\s?[^\W\d]) | [.,/-]\d{{1,3}}(?!\d|[:.]\d) | \s?(?:%|euro\b|€) )
    (?: (?: (?P<iso>t) | \s{{0,3}} (?:[,;|·•–—/-]|um|at|@|às?|alle|ore|a\slas)?
              \s{{0,3}} (?:ore\s|um\s|at\s)? )
        (?P<after>{_CLOCK}[:.h][0-5]\d)(?P<seconds>:[0-5]\d)? (?:[.,]\d+)? (?!\d|[.]\d)
        (?: \s{{0,2}} (?P<after_half>{_HALF}) )? (?: :? \s{{0,2}} (?:uhr|h|hrs)\b )?
        (?: \s{{0,2}} (?P<after_zone>(?:{_OFFSET})(?!\w)) )? )?
    """
_INVISIBLE = "[\u00ad\u200b-\u200f\u2060\ufeff]"
_BETWEEN_SLASHES = r"/\d\d?/"
_SLASHED = r"(?<![\d/])(\d\d?)/(\d\d?)/(?:\d{4}|\d\d)(?![\d/])"


@cache
def _date_pattern() -> re.Pattern[str]:
    """Give the pattern of a date; made when it is first needed, since that takes long and few searches do."""
    return re.compile(_DATE, re.VERBOSE | re.IGNORECASE)


class Dating(NamedTuple):
    """A date found in a text: the moment it names and the span of code points it stands in."""

    moment: Moment
    span: tuple[int, int]


def find_dates(text: str, *, month_first: bool = False) -> Iterator[Dating]:
    """Find the full dates in a line of newspaper text, in reading order.

    A weekday before and a time before or after the date belong to its span. Dates without a year, and days
    that cannot be (31 February, 2050), are passed over. `month_first` reads 3/4/2025 as March; a date that
    has only one reading does not need it.
    """
    visible, positions = _without_invisible(text)
    for match in _date_pattern().finditer(visible):
        day = _day(match, month_first)
        if day is not None:
            span = (positions[match.start()], positions[match.end() - 1] + 1) if positions else match.span()
            yield Dating(_moment(day, match), span)


def month_first(text: str, language: str | None) -> bool:
    """Tell whether 3/4/2025 in this text means March: what other dates in it say, else if it is English."""
    slashed = re.findall(_SLASHED, text) if re.search(_BETWEEN_SLASHES, text) else []
    pairs = [(int(first), int(second)) for first, second in slashed]
    by_month = any(first <= 12 < second <= 31 for first, second in pairs)
    by_day = any(second <= 12 < first <= 31 for first, second in pairs)
    return by_month if by_month != by_day else language == "en"


def read_date(value: object, *, language: str | None = None) -> Moment | None:
    """Read the date field of a record or front matter, however dirty; None where it names no day.

    Takes dates, datetimes, strings in any form `find_dates` knows, the numbers 20250224 and seconds or
    milliseconds since 1970 (then in UTC). A year or month alone names no day. Years before 1605 and days more
    than a year ahead are mistakes, thus None. `language` settles 3/4/2025. Raises nothing.
    """
    if isinstance(value, bool):
        return None
    if isinstance(value, date):  # a datetime is one too
        return value if _plausible(day_of(value)) else None
    if isinstance(value, int | float):
        return _from_number(value)
    if not isinstance(value, str) or len(value) > LONGEST_VALUE:
        return None
    text = value.strip()
    if text.isascii() and text.isdigit():
        return _from_number(int(text))
    found = next(find_dates(text, month_first=month_first(text, language)), None)
    return found.moment if found else None


def _without_invisible(text: str) -> tuple[str, list[int]]:
    """Give the text without soft hyphens and the like, and where each code point stood (empty: as it is)."""
    if not re.search(_INVISIBLE, text):
        return text, []
    positions = [place for place, character in enumerate(text) if not re.match(_INVISIBLE, character)]
    return "".join(text[place] for place in positions), positions


def _day(match: re.Match[str], by_month: bool) -> date | None:
    part = match.groupdict()
    if part["year1"]:
        return _civil(int(part["year1"]), int(part["month1"]), int(part["day1"]))
    if part["month3"]:
        return _civil(_full_year(part["year3"]), _month(part["month3"]), int(part["day3"]))
    if part["month4"]:
        return _civil(int(part["year4"]), _month(part["month4"]), int(part["day4"]))
    first, second, separator, year = int(part["first"]), int(part["second"]), part["sep2"], part["year2"]
    if separator == "-" and len(year) == 2:
        return None  # a score or a telephone number
    day_first = _civil(_full_year(year), second, first)
    if separator != "/":
        return day_first
    readings = (_civil(_full_year(year), first, second), day_first)
    return next(filter(None, readings if by_month else reversed(readings)), None)


def _month(name: str) -> int:
    return _ALL_MONTHS.get(name.lower(), 0)  # 0: a letter that only looks like one of a month's


def _full_year(digits: str) -> int:
    year = int(digits.lstrip("'’"))
    if len(digits) == 4:
        return year
    return 2000 + year if 2000 + year <= _latest().year else 1900 + year


def _latest() -> date:
    return datetime.now(UTC).date() + timedelta(days=366)


def _plausible(day: date) -> bool:
    return day.year >= FIRST_YEAR and day <= _latest()


def _civil(year: int, month: int, day: int) -> date | None:
    try:
        found = date(year, month, day)
    except ValueError:
        return None
    return found if _plausible(found) else None


def _moment(day: date, match: re.Match[str]) -> Moment:
    """Give the date its time, if the text around it has one."""
    part = match.groupdict()
    side = "after" if part["after"] else "before"
    if not part[side]:
        return day
    hour, minute = map(int, re.split("[:.h]", part[side], flags=re.IGNORECASE))
    half = (part[f"{side}_half"] or "")[:1].lower()
    if half and 1 <= hour <= 12:
        hour = hour % 12 + (12 if half == "p" else 0)
    if hour > 23:
        return day
    seconds = int(part["seconds"][1:]) if side == "after" and part["seconds"] else 0
    zone = part[f"{side}_zone"] or ""
    if zone.startswith("-") and not (part["iso"] or part["seconds"]):
        zone = ""  # "10:00-12:00" is a stretch of time
    return datetime(day.year, day.month, day.day, hour, minute, seconds, tzinfo=_zone(zone))


def _zone(name: str) -> timezone | None:
    if not name:
        return None
    offset = re.search(r"([+-])(\d\d?)(?::?(\d\d))?$", name)
    if not offset:
        hours = _ZONES.get(name.lower(), 0)
        return UTC if hours == 0 else timezone(timedelta(hours=hours))
    shift = timedelta(hours=int(offset[2]), minutes=int(offset[3] or 0))
    if shift >= timedelta(days=1):
        return None
    return timezone(-shift if offset[1] == "-" else shift)


def _from_number(number: float) -> Moment | None:
    """Read 20250224, or seconds or milliseconds since 1970."""
    if isinstance(number, int) and 10_000_000 <= number <= 99_999_999:
        return _civil(number // 10_000, number // 100 % 100, number % 100)
    for unit in (1, 1000):
        if 100_000_000 * unit <= number < 100_000_000_000 * unit:  # from 1973 to the year 5138
            moment = datetime.fromtimestamp(number / unit, UTC)
            return moment if _plausible(moment.date()) else None
    return None
