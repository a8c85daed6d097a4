from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.dates import MONTHS, day_of, find_dates, month_first, read_date

DAY = date(2025, 2, 24)


@pytest.mark.parametrize(
    "text",
    [
        "24.02.2025",
        "24.2.25",
        "24. 2. 2025",
        "24.\u20092.\u20092025",
        "24. Februar 2025",
        "24. Febr\u00aduar 2025",
        "Montag, den 24. Februar 2025",
        "Mo., 24.02.2025",
        "24. FEB 2025",
        "24 Feb 2025",
        "24th of February, 2025",
        "the 24th February 2025",
        "Feb. 24, 2025",
        "February 24th 2025",
        "Monday, February 24, 2025",
        "24-Feb-2025",
        "2025-02-24",
        "2025/02/24",
        "24/02/2025",
        "2/24/2025",
        "24 février 2025",
        "24 de febrero de 2025",
        "lunedì 24 febbraio 2025",
        "Berlin, 24.02.2025 –",
        "Veröffentlicht am 24.02.2025",
        "Ausgabe vom 24. Februar 2025, Seite 9",
    ],
)
def test_one_day_is_found_in_every_form_newspapers_print(text):
    assert [day_of(found.moment) for found in find_dates(text)] == [DAY]


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("Stand: 24.02.2025, 14:03 Uhr", datetime(2025, 2, 24, 14, 3)),
        ("Aktualisiert am 24.02.25 um 14.03 Uhr", datetime(2025, 2, 24, 14, 3)),
        ("24.02.2025-14:03", datetime(2025, 2, 24, 14, 3)),
        ("14:03 Uhr, 24.02.2025", datetime(2025, 2, 24, 14, 3)),
        ("Feb 24, 2025 at 2:03 p.m.", datetime(2025, 2, 24, 14, 3)),
        ("24 février 2025 à 14h03", datetime(2025, 2, 24, 14, 3)),
        ("24. Februar 202514:03 Uhr", datetime(2025, 2, 24, 14, 3)),
        ("2025-02-24T14:03:07+01:00", datetime(2025, 2, 24, 14, 3, 7, tzinfo=timezone(timedelta(hours=1)))),
        ("2025-02-24T14:03Z", datetime(2025, 2, 24, 14, 3, tzinfo=UTC)),
        ("02/24/2025 02:03 PM EST", datetime(2025, 2, 24, 14, 3, tzinfo=timezone(timedelta(hours=-5)))),
        ("24.02.2025, 10:00-12:00", datetime(2025, 2, 24, 10, 0)),
    ],
)
def test_a_time_belongs_to_its_date_and_a_zone_only_where_it_is_given(text, moment):
    (found,) = find_dates(text)
    assert found.moment == moment
    assert isinstance(found.moment, datetime)
    assert (found.moment.tzinfo is None) == (moment.tzinfo is None)


@pytest.mark.parametrize(
    "text",
    [
        "vor 3 Stunden",
        "24. Februar",
        "Februar 2025",
        "31.02.2025",
        "Version 2.7.4",
        "192.168.10.25",
        "3-4-20",
        "01.01.0001",
        "24.02.2975",
        "1.2.34.56",
        "Sie gewannen 3:2",
        "",
    ],
)
def test_what_names_no_day_is_no_date(text):
    assert list(find_dates(text)) == []


def test_a_span_is_where_the_date_stands_also_among_invisible_characters():
    text = "Von Eva Horn, 24. Feb\u00adru\u00adar 2025, 14:03 Uhr | Lesezeit"
    (found,) = find_dates(text)
    assert text[slice(*found.span)] == "24. Feb\u00adru\u00adar 2025, 14:03 Uhr"


def test_two_dates_of_one_line_come_in_reading_order():
    found = [day_of(one.moment).day for one in find_dates("10/07/2024 00:50 Actualizado a 11/07/2024 22:39")]
    assert found == [10, 11]


def test_the_order_of_day_and_month_is_what_other_dates_and_the_language_say():
    assert month_first("3/4/2025", "en")
    assert not month_first("3/4/2025", "de")
    assert not month_first("3/4/2025 … 28/4/2025", "en")
    assert month_first("3/4/2025 … 4/28/2025", None)
    assert read_date("3/4/2025", language="en") == date(2025, 3, 4)
    assert read_date("3/4/2025") == date(2025, 4, 3)


@pytest.mark.parametrize(
    ("value", "moment"),
    [
        (DAY, DAY),
        (datetime(2025, 2, 24, 14, 3), datetime(2025, 2, 24, 14, 3)),
        ("7/23/17", date(2017, 7, 23)),
        ("20250224", DAY),
        (20250224, DAY),
        (1740405780, datetime(2025, 2, 24, 14, 3, tzinfo=UTC)),
        (1740405780000, datetime(2025, 2, 24, 14, 3, tzinfo=UTC)),
        ("Mon, 24 Feb 2025 14:03:00 +0000", datetime(2025, 2, 24, 14, 3, tzinfo=UTC)),
        ("  24.02.1999 ", date(1999, 2, 24)),
    ],
)
def test_a_date_field_is_read_in_whatever_form_it_comes(value, moment):
    assert read_date(value) == moment


@pytest.mark.parametrize(
    "value",
    [None, "", "unknown", 2025, True, 0, -1, 1.5, float("nan"), float("inf"), 10**400, [], {}, b"2025",
     date(1, 1, 1), "0001-01-01", "2975-01-01", datetime(9999, 1, 1), "9" * 199, "1" * 5000],
)  # fmt: skip
def test_a_dirty_date_field_is_no_date_and_no_error(value):
    assert read_date(value) is None


def test_a_day_more_than_a_year_ahead_is_a_mistake():
    ahead = date.today() + timedelta(days=300)
    assert read_date(ahead) == ahead
    assert read_date(date.today() + timedelta(days=400)) is None


@given(st.dates(date(1700, 1, 1), date(2025, 12, 31)), st.sampled_from(sorted(MONTHS)))
@settings(max_examples=150, deadline=None)
def test_every_day_is_read_back_under_every_name_of_its_month(day, name):
    day = day.replace(day=min(day.day, 28), month=MONTHS[name])
    assert read_date(f"{day.day}. {name.title()} {day.year}") == day
    assert read_date(f"{day:%d.%m.%Y}") == day
    assert read_date(day.isoformat()) == day


@given(st.text(max_size=80) | st.text(st.sampled_from("0123456789./-: TZ+januarFebuhrpm,"), max_size=60))
@settings(max_examples=300, deadline=None)
def test_any_text_is_read_without_an_error_and_spans_lie_within_it(text):
    for found in find_dates(text):
        start, end = found.span
        assert 0 <= start < end <= len(text)
    read_date(text)
