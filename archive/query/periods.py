"""Days and spans of days as a query names them, in German and English."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable
from datetime import date, timedelta
from typing import NamedTuple

from archive.dates import MONTHS
from archive.errors import Problem


class Span(NamedTuple):
    """The days from `first` to `last`, both included; a side that is None is open."""

    first: date | None
    last: date | None


HINT = "Write it as 2025, 2025-02, 24.02.2025, 2025-01..2025-03, >=2025-02, yesterday or “last 3 months”."

_MONTH = "(?:" + "|".join(sorted(MONTHS, key=len, reverse=True)) + r")\b\.?"
_LAST = r"(?:last|previous|past|letzte[nrsm]?|vergangene[nrsm]?|vorige[nrsm]?)"
_THIS = r"(?:this|current|diese[nrsm]?|aktuelle[nrsm]?|laufende[nrsm]?)"
_UNITS = {
    "day": "day", "days": "day", "tag": "day", "tage": "day", "tagen": "day", "tages": "day",
    "week": "week", "weeks": "week", "woche": "week", "wochen": "week",
    "month": "month", "months": "month", "monat": "month", "monate": "month", "monaten": "month", "monats": "month",
    "quarter": "quarter", "quarters": "quarter", "quartal": "quarter", "quartale": "quarter", "quartals": "quarter",
    "quartalen": "quarter",
    "year": "year", "years": "year", "jahr": "year", "jahre": "year", "jahren": "year", "jahres": "year",
}  # fmt: skip
_UNIT = "(" + "|".join(sorted(_UNITS, key=len, reverse=True)) + ")"
_NUMBERS = {
    name: number
    for number, names in enumerate(
        ["one ein eine einen einem", "two zwei", "three drei", "four vier", "five fünf", "six sechs", "seven sieben", "eight acht", "nine neun", "ten zehn", "eleven elf", "twelve zwölf"],
        start=1,
    )
    for name in names.split()
}
_NUMBER = r"(\d{1,4}|" + "|".join(_NUMBERS) + ")"
_WEEKDAYS = {
    name: number
    for number, names in enumerate(
        ["monday montag", "tuesday dienstag", "wednesday mittwoch", "thursday donnerstag", "friday freitag", "saturday samstag sonnabend", "sunday sonntag"]
    )
    for name in names.split()
}
_WEEKDAY = "(" + "|".join(_WEEKDAYS) + ")"
_DAYS_AGO = {"today": 0, "heute": 0, "yesterday": 1, "gestern": 1, "vorgestern": 2, "day before yesterday": 2}

_COMPARISONS = {
    ">=": ">=", "≥": ">=", "since": ">=", "from": ">=", "seit": ">=", "ab": ">=",
    "<=": "<=", "≤": "<=", "until": "<=", "bis": "<=",
    "<": "<", "before": "<", "vor": "<",
    ">": ">", "after": ">", "nach": ">",
}  # fmt: skip
_COMPARISON = re.compile(r"(>=|≥|<=|≤|<|>|(?:since|from|seit|ab|until|bis|before|vor|after|nach)\b)\s*(.*)")
_RANGE = re.compile(r"(.*?)\s*(?:\.\.+|…|\bbis\b|\bto\b)\s*(.*)")


class _Unreadable(Exception):
    """Internal to this module: why a text names no days, and perhaps what to write instead."""


def read(text: str, today: date) -> Span | Problem:
    """Read what days a text names; a `Problem` about the whole of the text if it names none.

    What names a month, a weekday or a day without its year is the most recent one; `last 3 months` ends
    today, `last month` is the calendar month before this one.
    """
    words = " ".join(text.lower().split())
    try:
        return _span(words, today)
    except _Unreadable as reason:
        message, hint = reason.args
        return Problem(message, (0, len(text)), hint)


def write(first: date | None, last: date | None) -> str:
    """Write a span of days as briefly as a query can name it."""
    if first is None or last is None:
        return f"{first or ''}..{last or ''}" if first or last else "*"
    if first == last:
        return first.isoformat()
    for form, begins, ends in (
        ("%Y", _begins_year(first), _ends_year(last)),
        ("%Y-%m", first.day == 1, _ends_month(last)),
    ):
        if begins and ends:
            left, right = _cut(first, form), _cut(last, form)
            return left if left == right else f"{left}..{right}"
    return f"{first}..{last}"


def _cut(day: date, form: str) -> str:
    return day.isoformat()[: 4 if form == "%Y" else 7]


def _begins_year(day: date) -> bool:
    return (day.month, day.day) == (1, 1)


def _ends_year(day: date) -> bool:
    return (day.month, day.day) == (12, 31)


def _ends_month(day: date) -> bool:
    return day.day == monthrange(day.year, day.month)[1]


def _span(words: str, today: date) -> Span:
    """Read a comparison, a range or one named span."""
    comparison = _COMPARISON.fullmatch(words)
    if comparison:
        return _compared(_COMPARISONS[comparison[1]], _named(comparison[2], today), words)
    parts = _RANGE.fullmatch(words)
    if parts is None:
        return _named(words, today)
    first = _named(parts[1], today).first if parts[1] else None
    last = _named(parts[2], today).last if parts[2] else None
    if not parts[1] and not parts[2]:
        raise _unknown(words)
    if first and last and first > last:
        raise _Unreadable(f"The span “{words}” ends before it begins.", "Write the earlier day first.")
    return Span(first, last)


def _compared(sign: str, span: Span, words: str) -> Span:
    first, last = span
    assert first is not None and last is not None  # noqa: S101, PT018 -- a named span is closed
    try:
        return {
            ">=": lambda: Span(first, None),
            "<=": lambda: Span(None, last),
            "<": lambda: Span(None, first - timedelta(1)),
            ">": lambda: Span(last + timedelta(1), None),
        }[sign]()
    except OverflowError:
        raise _Unreadable(f"No day is “{words}”.", HINT) from None


def _named(words: str, today: date) -> Span:
    """Read one named span, trying each form in turn."""
    for pattern, reading in _FORMS:
        match = pattern.fullmatch(words)
        if match:
            try:
                return reading(match, today)
            except (OverflowError, ValueError):
                raise _Unreadable(f"The calendar does not reach “{words}”.", HINT) from None
    raise _unknown(words)


def _unknown(words: str) -> _Unreadable:
    shown = words if len(words) <= 40 else words[:39] + "…"
    return _Unreadable(f"“{shown}” is not a date." if shown else "The date is missing.", HINT)


def _day(year: int, month: int, day: int) -> Span:
    if not 1 <= month <= 12:
        raise _Unreadable(f"There is no month {month} in a year.", HINT)
    if not 1 <= year <= 9999:
        raise _Unreadable(f"There is no year {year:04d}.", HINT)
    length = monthrange(year, month)[1]
    if not 1 <= day <= length:
        raise _Unreadable(
            f"There is no {day:02d}.{month:02d}.{year}: that month has {length} days.",
            f"For the whole month, write {year:04d}-{month:02d}.",
        )
    return Span(date(year, month, day), date(year, month, day))


def _month(year: int, month: int) -> Span:
    first = _day(year, month, 1).first
    assert first is not None  # noqa: S101 -- a day is closed
    return Span(first, date(year, month, monthrange(year, month)[1]))


def _months(year: int, month: int, count: int) -> Span:
    return Span(_month(year, month).first, _month(year, month + count - 1).last)


def _week(year: int, week: int) -> Span:
    try:
        first = date.fromisocalendar(year, week, 1)
    except ValueError:
        raise _Unreadable(f"The year {year} has no week {week}.", HINT) from None
    return Span(first, first + timedelta(6))


def _year(digits: str, today: date) -> int:
    """Give the year that digits stand for; two of them are the one nearest to today, up to ten years ahead."""
    if len(digits) != 2:
        return int(digits)
    year = today.year - today.year % 100 + int(digits)
    return year - 100 if year > today.year + 10 else year


def _recent(span_of: Callable[[int], Span], today: date) -> Span:
    """Give the most recent of a span that comes every year and has begun; a 29 February goes back to its year."""
    for year in range(today.year, max(0, today.year - 9), -1):
        try:
            span = span_of(year)
        except _Unreadable:
            continue
        if span.first is not None and span.first <= today:
            return span
    return span_of(today.year)


def _around(unit: str, today: date) -> Span:
    """Give the calendar day, week, month, quarter or year that today is in."""
    if unit == "day":
        return Span(today, today)
    if unit == "week":
        return _week(*today.isocalendar()[:2])
    if unit == "month":
        return _month(today.year, today.month)
    if unit == "quarter":
        return _months(today.year, (today.month - 1) // 3 * 3 + 1, 3)
    return _months(today.year, 1, 12)


def _previous(unit: str, today: date) -> Span:
    current = _around(unit, today).first
    assert current is not None  # noqa: S101 -- a calendar unit is closed
    return _around(unit, current - timedelta(1))


def _back(count: int, unit: str, today: date) -> Span:
    """Give the days from so many units ago until today."""
    if unit in ("day", "week"):
        return Span(today - timedelta(count * (7 if unit == "week" else 1)), today)
    months = today.year * 12 + today.month - 1 - count * {"month": 1, "quarter": 3, "year": 12}[unit]
    year, month = divmod(months, 12)
    return Span(date(year, month + 1, min(today.day, monthrange(year, month + 1)[1])), today)


def _weekday(name: str, today: date, ago: int) -> Span:
    """Give the last such weekday that is at least `ago` days past."""
    latest = today - timedelta(ago)
    day = latest - timedelta((latest.weekday() - _WEEKDAYS[name]) % 7)
    return Span(day, day)


def _slashed(match: re.Match[str], today: date) -> Span:
    """Read 7/23/17 and 23/7/17; refuse what could be either."""
    one, two, year = int(match[1]), int(match[2]), _year(match[3], today)
    if one <= 12 and two <= 12 and one != two:
        hint = f"Write {year:04d}-{two:02d}-{one:02d} or {year:04d}-{one:02d}-{two:02d}."
        raise _Unreadable(f"“{match[0]}” may be one of two days.", hint)
    return _day(year, two, one) if one > 12 else _day(year, one, two)


def _month_number(name: str) -> int:
    return MONTHS[name.rstrip(".")]


def _dated(match: re.Match[str], today: date) -> Span:
    """Read a day and month, with or without the year."""
    day, month = int(match["day"]), match["month"]
    number = int(month) if month.isdecimal() else _month_number(month)
    if match["year"]:
        return _day(_year(match["year"], today), number, day)
    return _recent(lambda year: _day(year, number, day), today)


def _month_named(match: re.Match[str], today: date) -> Span:
    number, year = _month_number(match["month"]), match["year"] or match["short"]
    return _month(_year(year, today), number) if year else _recent(lambda year: _month(year, number), today)


def _quarter(match: re.Match[str], today: date) -> Span:
    first = int(match["quarter"]) * 3 - 2
    if match["year"]:
        return _months(_year(match["year"], today), first, 3)
    return _recent(lambda year: _months(year, first, 3), today)


def _week_numbered(match: re.Match[str], today: date) -> Span:
    week = int(match["week"])
    if match["year"]:
        return _week(_year(match["year"], today), week)
    return _recent(lambda year: _week(year, week), today)


def _count(text: str) -> int:
    return int(text) if text.isdecimal() else _NUMBERS[text]


_YEAR = r"(?P<year>\d{4}|\d\d)"
_Reading = Callable[[re.Match[str], date], Span]
_FORMS: tuple[tuple[re.Pattern[str], _Reading], ...] = tuple(
    (re.compile(pattern, re.ASCII), reading)
    for pattern, reading in (
        (r"(\d{4})", lambda match, _: _months(int(match[1]), 1, 12)),
        (r"(\d{4})[-/](\d\d?)", lambda match, _: _month(int(match[1]), int(match[2]))),
        (r"(\d\d?)[./](\d{4})", lambda match, _: _month(int(match[2]), int(match[1]))),
        (r"(\d{4})-(\d\d?)-(\d\d?)(?:[t ].*)?", lambda match, _: _day(int(match[1]), int(match[2]), int(match[3]))),
        (r"(\d{4})(\d\d)(\d\d)", lambda match, _: _day(int(match[1]), int(match[2]), int(match[3]))),
        (rf"(?P<day>\d\d?)\. ?(?P<month>\d\d?)(?:\.? ?{_YEAR}|\.)?", _dated),
        (r"(\d\d?)/(\d\d?)/(\d{4}|\d\d)", _slashed),
        (rf"(?P<day>\d\d?)(?:st|nd|rd|th|\.)? ?(?:of )?(?P<month>{_MONTH}),?(?: ?{_YEAR})?", _dated),
        (rf"(?P<month>{_MONTH}) ?(?P<day>\d\d?)(?:st|nd|rd|th)?(?:,? {_YEAR})?", _dated),
        (rf"(?P<month>{_MONTH})(?:,?[ /-]?(?P<year>\d{{4}})| ?['’](?P<short>\d\d))?", _month_named),
        (rf"q(?P<quarter>[1-4])(?:[ /-]?{_YEAR})?", _quarter),
        (r"(?P<year>\d{4})[ /-]?q(?P<quarter>[1-4])", _quarter),
        (rf"(?P<quarter>[1-4])\. ?quartal(?:[ /-]{_YEAR})?", _quarter),
        (rf"(?:kw|week|kalenderwoche) ?(?P<week>\d\d?)(?:[ /-]{_YEAR})?", _week_numbered),
        (r"(?P<year>\d{4})-?w(?P<week>\d\d)", _week_numbered),
        ("(" + "|".join(_DAYS_AGO) + ")", lambda match, today: _around("day", today - timedelta(_DAYS_AGO[match[1]]))),
        (rf"{_LAST} {_UNIT}", lambda match, today: _previous(_UNITS[match[1]], today)),
        (rf"{_THIS} {_UNIT}", lambda match, today: _around(_UNITS[match[1]], today)),
        (rf"(?:the |die |den )?{_LAST} {_NUMBER} {_UNIT}",
         lambda match, today: _back(_count(match[1]), _UNITS[match[2]], today)),
        (_WEEKDAY, lambda match, today: _weekday(match[1], today, 0)),
        (rf"{_LAST} {_WEEKDAY}", lambda match, today: _weekday(match[1], today, 1)),
    )
)  # fmt: skip
