"""Periods as a query names them: one named span of days, a range of two, or a comparison with one."""

from __future__ import annotations

import re
from datetime import date, timedelta

from archive.errors import Problem
from archive.query.days import HINT, Days, NoSuchDayError, named, unknown
from archive.query.periods import Span

_COMPARISONS = {
    sign: canonical
    for canonical, signs in {
        ">=": ">= ≥ since from seit ab",
        "<=": "<= ≤ until bis",
        "<": "< before vor",
        ">": "> after nach",
    }.items()
    for sign in signs.split()
}
_COMPARISON = r"([<>]=?|≥|≤|(?:since|from|seit|ab|until|bis|before|vor|after|nach)\b) ?(.*)"
_RANGE = r"(.*?) ?(?:\.\.+|…|\bbis\b|\bto\b) ?(.*)"


def read(text: str, today: date) -> Span | Problem:
    """Read what days a text names; a `Problem` about the whole of the text if it names none.

    What names a month, a weekday or a day without its year is the latest one that has begun; `last 3 months`
    ends today, `last month` is the calendar month before this one.
    """
    try:
        return _period(" ".join(text.lower().split()), today)
    except NoSuchDayError as error:
        return Problem(str(error), (0, len(text)), error.hint)


def _period(words: str, today: date) -> Span:
    comparison = re.fullmatch(_COMPARISON, words)
    if comparison:
        return _compared(_COMPARISONS[comparison[1]], named(comparison[2], today), words)
    sides = re.fullmatch(_RANGE, words)
    if sides is None:
        return Span(*named(words, today))
    if not sides[1] and not sides[2]:
        raise unknown(words)
    first = named(sides[1], today).first if sides[1] else None
    last = named(sides[2], today).last if sides[2] else None
    if first and last and first > last:
        raise NoSuchDayError(f"The period “{words}” ends before it begins.", "Write the earlier day first.")
    return Span(first, last)


def _compared(sign: str, days: Days, words: str) -> Span:
    try:
        match sign:
            case ">=":
                return Span(days.first, None)
            case "<=":
                return Span(None, days.last)
            case ">":
                return Span(days.last + timedelta(1), None)
        return Span(None, days.first - timedelta(1))
    except OverflowError:
        raise NoSuchDayError(f"The calendar does not reach “{words}”.", HINT) from None
