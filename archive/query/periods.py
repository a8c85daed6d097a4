"""Periods of a query, and how it writes them; `ranges` reads them."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple


class Span(NamedTuple):
    """The days from `first` to `last`, both included; a side that is None is open."""

    first: date | None
    last: date | None


def write(first: date | None, last: date | None) -> str:
    """Write a period as briefly as a query can name it; `*` is any day at all."""
    if first is None or last is None:
        return f"{first or ''}..{last or ''}" if first or last else "*"
    if first == last:
        return first.isoformat()
    digits = 10
    if first.day == 1 and last.day == month_length(last.year, last.month):
        digits = 4 if (first.month, last.month) == (1, 12) else 7
    begin, end = first.isoformat()[:digits], last.isoformat()[:digits]
    return begin if begin == end else f"{begin}..{end}"


def month_length(year: int, month: int) -> int:
    """Give how many days a month has; to load the module `calendar` takes longer than a search."""
    return 31 if month == 12 else (date(year, month + 1, 1) - date(year, month, 1)).days
