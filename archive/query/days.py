"""The names a reader has for a day, a week, a month, a quarter or a year, in German and English."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from functools import cache
from typing import NamedTuple

from archive.dates import MONTHS
from archive.query.periods import month_length


class Days(NamedTuple):
    """A span that is closed on both sides."""

    first: date
    last: date


class NoSuchDayError(ValueError):
    """A text names no day; `hint` is what to write instead. Caught where a period is read."""

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message)
        self.hint = hint


HINT = "Write it as 2025, 2025-02, 24.02.2025, 2025-01..2025-03, >=2025-02, yesterday or “last 3 months”."

_Reading = Callable[[re.Match[str], date], Days]

_UNITS = {
    name: unit
    for unit, names in {
        "day": "day days tag tage tagen tages",
        "week": "week weeks woche wochen",
        "month": "month months monat monate monaten monats",
        "quarter": "quarter quarters quartal quartale quartalen quartals",
        "year": "year years jahr jahre jahren jahres",
    }.items()
    for name in names.split()
}
_MONTHS_IN = {"month": 1, "quarter": 3, "year": 12}
_NUMBERS = {
    name: number
    for number, names in enumerate(
        (
            "one ein eine einen einem",
            "two zwei",
            "three drei",
            "four vier",
            "five fünf",
            "six sechs",
            "seven sieben",
            "eight acht",
            "nine neun",
            "ten zehn",
            "eleven elf",
            "twelve zwölf",
        ),
        start=1,
    )
    for name in names.split()
}
_WEEKDAYS = {
    name: number
    for number, names in enumerate(
        (
            "monday montag",
            "tuesday dienstag",
            "wednesday mittwoch",
            "thursday donnerstag",
            "friday freitag",
            "saturday samstag sonnabend",
            "sunday sonntag",
        )
    )
    for name in names.split()
}
_DAYS_AGO = {
    "today": 0,
    "heute": 0,
    "yesterday": 1,
    "gestern": 1,
    "vorgestern": 2,
    "day before yesterday": 2,
}


def named(words: str, today: date) -> Days:
    """Read the name of one span of days: lower case, single spaces. Raises `NoSuchDayError`."""
    for pattern, reading in _forms():
        match = pattern.fullmatch(words)
        if match:
            try:
                return reading(match, today)
            except OverflowError:
                raise NoSuchDayError(f"The calendar does not reach “{words}”.", HINT) from None
    raise unknown(words)


def unknown(words: str) -> NoSuchDayError:
    """Say that a text is no date."""
    shown = words if len(words) <= 40 else words[:39] + "…"
    return NoSuchDayError(f"“{shown}” is not a date." if shown else "The date is missing.", HINT)


@cache
def _forms() -> tuple[tuple[re.Pattern[str], _Reading], ...]:
    """Compile the forms, when the first date is read; each is tried on the whole of a name."""
    month, unit, weekday = _any_of(MONTHS), _any_of(_UNITS), _any_of(_WEEKDAYS)
    number = r"\d{1,4}|" + _any_of(_NUMBERS)
    last = "(?:last|previous|past|letzte[nrsm]?|vergangene[nrsm]?|vorige[nrsm]?)"
    this = "(?:this|current|diese[nrsm]?|aktuelle[nrsm]?|laufende[nrsm]?)"
    year = r"(?P<year>\d{4}|\d\d)"
    forms: tuple[tuple[str, _Reading], ...] = (
        (r"(?P<year>\d{4})", lambda match, _: _months(int(match[1]), 1, 12)),
        (r"(?P<year>\d{4})[-/](?P<month>\d\d?)", _month_named),
        (r"(?P<month>\d\d?)[./](?P<year>\d{4})", _month_named),
        (r"(?P<year>\d{4})-(?P<month>\d\d?)-(?P<day>\d\d?)(?:t\d.*)?", _dated),
        (r"(?P<year>\d{4})(?P<month>\d\d)(?P<day>\d\d)", _dated),
        (rf"(?P<day>\d\d?)\. ?(?P<month>\d\d?)(?:\.? ?{year}|\.)?", _dated),
        (r"(\d\d?)/(\d\d?)/(\d{4}|\d\d)", _slashed),
        (rf"(?P<day>\d\d?)(?:st|nd|rd|th|\.)? ?(?:of )?(?P<month>{month})\.?,?(?: ?{year})?", _dated),
        (rf"(?P<month>{month})\.? ?(?P<day>\d\d?)(?:st|nd|rd|th)?(?:,? {year})?", _dated),
        (rf"(?P<month>{month})\.?(?:,?[ /-]?(?P<year>\d{{4}}))?", _month_named),
        (rf"(?P<month>{month})\.? ?['’](?P<year>\d\d)", _month_named),
        (rf"q(?P<quarter>[1-4])(?:[ /-]?{year})?", _quarter),
        (r"(?P<year>\d{4})[ /-]?q(?P<quarter>[1-4])", _quarter),
        (rf"(?P<quarter>[1-4])\. ?quartal(?:[ /-]{year})?", _quarter),
        (rf"(?:kw|week|kalenderwoche) ?(?P<week>\d\d?)(?:[ /-]{year})?", _week_numbered),
        (r"(?P<year>\d{4})-?w(?P<week>\d\d)", _week_numbered),
        (f"({_any_of(_DAYS_AGO)})", lambda match, today: _day_before(today, _DAYS_AGO[match[1]])),
        (f"{last} ({unit})", lambda match, today: _previous(_UNITS[match[1]], today)),
        (f"{this} ({unit})", lambda match, today: _around(_UNITS[match[1]], today)),
        (rf"(?:the |die |den |dem |der )?{last} ({number}) ({unit})", _until_today),
        (f"({weekday})", lambda match, today: _weekday(match[1], today, 0)),
        (f"{last} ({weekday})", lambda match, today: _weekday(match[1], today, 1)),
    )
    return tuple((re.compile(form, re.ASCII), reading) for form, reading in forms)


def _any_of(names: Iterable[str]) -> str:
    return "(?:" + "|".join(sorted(names, key=len, reverse=True)) + ")"


def _day(year: int, month: int, day: int) -> Days:
    _check_month(year, month)
    length = month_length(year, month)
    if not 1 <= day <= length:
        message = f"There is no {day:02d}.{month:02d}.{year}: that month has {length} days."
        raise NoSuchDayError(message, f"For the whole month, write {year:04d}-{month:02d}.")
    return Days(date(year, month, day), date(year, month, day))


def _check_month(year: int, month: int) -> None:
    if not 1 <= year <= 9999:
        raise NoSuchDayError(f"There is no year {year:04d}.", HINT)
    if not 1 <= month <= 12:
        raise NoSuchDayError(f"There is no month {month} in a year.", HINT)


def _months(year: int, month: int, count: int) -> Days:
    """Give so many months of one year, from the first day to the last."""
    _check_month(year, month)
    last = month + count - 1
    return Days(date(year, month, 1), date(year, last, month_length(year, last)))


def _week(year: int, week: int) -> Days:
    """Give a week by its ISO 8601 number, Monday to Sunday."""
    _check_month(year, 1)
    try:
        first = date.fromisocalendar(year, week, 1)
    except ValueError:
        raise NoSuchDayError(f"The year {year} has no week {week}.", HINT) from None
    return Days(first, first + timedelta(6))


def _full_year(digits: str, today: date) -> int:
    """Give the year that digits stand for: two of them at most ten years ahead, else in the past."""
    if len(digits) != 2:
        return int(digits)
    year = today.year - today.year % 100 + int(digits)
    return year - 100 if year > today.year + 10 else year


def _in_year(match: re.Match[str], today: date, days_of: Callable[[int], Days]) -> Days:
    """Give the days in the year that is named, else the latest that have begun.

    Nine years back are looked at: a 29 February and a week 53 do not come every year.
    """
    if match["year"]:
        return days_of(_full_year(match["year"], today))
    for year in range(today.year, max(0, today.year - 9), -1):
        try:
            days = days_of(year)
        except NoSuchDayError:
            continue
        if days.first <= today:
            return days
    return days_of(today.year)


def _number_of(month: str) -> int:
    return int(month) if month.isdecimal() else MONTHS[month]


def _dated(match: re.Match[str], today: date) -> Days:
    month, day = _number_of(match["month"]), int(match["day"])
    return _in_year(match, today, lambda year: _day(year, month, day))


def _month_named(match: re.Match[str], today: date) -> Days:
    month = _number_of(match["month"])
    return _in_year(match, today, lambda year: _months(year, month, 1))


def _quarter(match: re.Match[str], today: date) -> Days:
    first = int(match["quarter"]) * 3 - 2
    return _in_year(match, today, lambda year: _months(year, first, 3))


def _week_numbered(match: re.Match[str], today: date) -> Days:
    week = int(match["week"])
    return _in_year(match, today, lambda year: _week(year, week))


def _slashed(match: re.Match[str], today: date) -> Days:
    """Read 7/23/17 and 23/7/17; refuse what could be either."""
    one, two, year = int(match[1]), int(match[2]), _full_year(match[3], today)
    if one <= 12 and two <= 12 and one != two:
        hint = f"Write {year:04d}-{two:02d}-{one:02d} or {year:04d}-{one:02d}-{two:02d}."
        raise NoSuchDayError(f"“{match[0]}” may be one of two days.", hint)
    return _day(year, two, one) if one > 12 else _day(year, one, two)


def _day_before(today: date, ago: int) -> Days:
    day = today - timedelta(ago)
    return Days(day, day)


def _around(unit: str, today: date) -> Days:
    """Give the calendar day, week, month, quarter or year that today is in."""
    if unit == "day":
        return Days(today, today)
    if unit == "week":
        return _week(*today.isocalendar()[:2])
    count = _MONTHS_IN[unit]
    return _months(today.year, (today.month - 1) // count * count + 1, count)


def _previous(unit: str, today: date) -> Days:
    return _around(unit, _around(unit, today).first - timedelta(1))


def _until_today(match: re.Match[str], today: date) -> Days:
    """Give the days from so many units ago until today."""
    unit = _UNITS[match[2]]
    count = int(match[1]) if match[1].isdecimal() else _NUMBERS[match[1]]
    if unit in ("day", "week"):
        return Days(today - timedelta(count * (7 if unit == "week" else 1)), today)
    year, month = divmod(today.year * 12 + today.month - 1 - count * _MONTHS_IN[unit], 12)
    if year < 1:
        raise OverflowError
    return Days(date(year, month + 1, min(today.day, month_length(year, month + 1))), today)


def _weekday(name: str, today: date, ago: int) -> Days:
    """Give the latest such weekday that is at least `ago` days past."""
    latest = today - timedelta(ago)
    return _day_before(latest, (latest.weekday() - _WEEKDAYS[name]) % 7)
