"""Dates as newspapers and readers write them, in German and English."""

from __future__ import annotations

from datetime import date, datetime

Moment = date | datetime
"""A civil date, or a date with the time (and zone) its source gave; never shifted between zones."""


def day_of(moment: Moment) -> date:
    """Give the civil day of a moment, as printed."""
    return moment.date() if isinstance(moment, datetime) else moment


MONTHS: dict[str, int] = {
    name: number
    for number, names in enumerate(
        (
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
        ),
        start=1,
    )
    for name in names.split()
}
"""Names and short forms of the months, lower case without a full stop, German and English: number of the month."""
