"""Dates and spans of days as a query names them, on a Saturday."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.errors import BadValue
from archive.query import And, Not, Or, Period, Word, parse, periods, ranges

TODAY = date(2025, 3, 1)


def period(first: str, last: str) -> Period:
    """Write a period by the ISO dates of its sides, open where empty."""
    return Period(
        "date", date.fromisoformat(first) if first else None, date.fromisoformat(last) if last else None
    )


DAY = period("2025-02-24", "2025-02-24")
YEAR = period("2025-01-01", "2025-12-31")
FEBRUARY = period("2025-02-01", "2025-02-28")


@pytest.mark.parametrize(
    "text",
    [
        "2025-02-24", "2025-2-24", "20250224", "2025-02-24T10:30:00+01:00", "24.02.2025", "24.2.2025",
        "24.2.25", "24. 2. 2025", "24.2.", "24.2", "24. Februar 2025", "24. Februar", "24 Feb 2025",
        "24 february 2025", "24th of February 2025", "24. Feb. 2025", "Feb 24, 2025", "February 24, 2025",
        "february 24th", "Feb. 24, 2025", "24/02/2025", "2/24/2025", "2/24/25",
    ],
)  # fmt: skip
def test_a_day_is_read_in_german_and_english_forms(text: str) -> None:
    assert parse(f'date:"{text}"', today=TODAY) == DAY


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2025", "2025-01-01", "2025-12-31"),
        ("2025-02", "2025-02-01", "2025-02-28"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2025/2", "2025-02-01", "2025-02-28"),
        ("02.2025", "2025-02-01", "2025-02-28"),
        ("2/2025", "2025-02-01", "2025-02-28"),
        ("Februar 2025", "2025-02-01", "2025-02-28"),
        ("feb 2025", "2025-02-01", "2025-02-28"),
        ("Feb. 2025", "2025-02-01", "2025-02-28"),
        ("February, 2025", "2025-02-01", "2025-02-28"),
        ("Feb '25", "2025-02-01", "2025-02-28"),
        ("märz", "2025-03-01", "2025-03-31"),
        ("March", "2025-03-01", "2025-03-31"),
        ("april", "2024-04-01", "2024-04-30"),
        ("Dez.", "2024-12-01", "2024-12-31"),
        ("29. Februar", "2024-02-29", "2024-02-29"),
        ("2. März", "2024-03-02", "2024-03-02"),
        ("24.2.99", "1999-02-24", "1999-02-24"),
        ("Q1/2025", "2025-01-01", "2025-03-31"),
        ("q4 2024", "2024-10-01", "2024-12-31"),
        ("2024-Q2", "2024-04-01", "2024-06-30"),
        ("Q1", "2025-01-01", "2025-03-31"),
        ("Q2", "2024-04-01", "2024-06-30"),
        ("3. Quartal 2024", "2024-07-01", "2024-09-30"),
        ("KW 8/2025", "2025-02-17", "2025-02-23"),
        ("week 8 2025", "2025-02-17", "2025-02-23"),
        ("KW 10", "2024-03-04", "2024-03-10"),
        ("2025-W08", "2025-02-17", "2025-02-23"),
        ("KW 1 2025", "2024-12-30", "2025-01-05"),
        ("heute", "2025-03-01", "2025-03-01"),
        ("today", "2025-03-01", "2025-03-01"),
        ("gestern", "2025-02-28", "2025-02-28"),
        ("YESTERDAY", "2025-02-28", "2025-02-28"),
        ("vorgestern", "2025-02-27", "2025-02-27"),
        ("day before yesterday", "2025-02-27", "2025-02-27"),
        ("Samstag", "2025-03-01", "2025-03-01"),
        ("letzten Samstag", "2025-02-22", "2025-02-22"),
        ("monday", "2025-02-24", "2025-02-24"),
        ("last Monday", "2025-02-24", "2025-02-24"),
        ("letzte Woche", "2025-02-17", "2025-02-23"),
        ("last week", "2025-02-17", "2025-02-23"),
        ("vergangene Woche", "2025-02-17", "2025-02-23"),
        ("diese Woche", "2025-02-24", "2025-03-02"),
        ("this month", "2025-03-01", "2025-03-31"),
        ("diesen Monat", "2025-03-01", "2025-03-31"),
        ("letzten Monat", "2025-02-01", "2025-02-28"),
        ("last quarter", "2024-10-01", "2024-12-31"),
        ("dieses Quartal", "2025-01-01", "2025-03-31"),
        ("letztes Jahr", "2024-01-01", "2024-12-31"),
        ("this year", "2025-01-01", "2025-12-31"),
        ("last 3 months", "2024-12-01", "2025-03-01"),
        ("letzte 3 Monate", "2024-12-01", "2025-03-01"),
        ("die letzten drei Monate", "2024-12-01", "2025-03-01"),
        ("letzten 10 Tage", "2025-02-19", "2025-03-01"),
        ("past two weeks", "2025-02-15", "2025-03-01"),
        ("last 2 quarters", "2024-09-01", "2025-03-01"),
        ("letzte 5 Jahre", "2020-03-01", "2025-03-01"),
        ("2025-01..2025-03", "2025-01-01", "2025-03-31"),
        ("2025-01 .. 2025-03", "2025-01-01", "2025-03-31"),
        ("2025-01…2025-03", "2025-01-01", "2025-03-31"),
        ("2025-01 bis 2025-03", "2025-01-01", "2025-03-31"),
        ("2025-01 to 2025-03", "2025-01-01", "2025-03-31"),
        ("2019..2021", "2019-01-01", "2021-12-31"),
        ("24.02.2025..26.02.2025", "2025-02-24", "2025-02-26"),
        ("letzte Woche..heute", "2025-02-17", "2025-03-01"),
        ("2025..", "2025-01-01", ""),
        ("..2025", "", "2025-12-31"),
        (">=2025-02", "2025-02-01", ""),
        (">= 2025-02", "2025-02-01", ""),
        ("≥2025-02", "2025-02-01", ""),
        (">2025-02", "2025-03-01", ""),
        ("<=2025-02", "", "2025-02-28"),
        ("≤2025-02", "", "2025-02-28"),
        ("<2025", "", "2024-12-31"),
        ("seit 2025-02", "2025-02-01", ""),
        ("since february 2025", "2025-02-01", ""),
        ("vor 2025", "", "2024-12-31"),
        ("bis gestern", "", "2025-02-28"),
        ("after 24.02.2025", "2025-02-25", ""),
    ],
)
def test_a_period_is_read_in_german_and_english_forms(text: str, first: str, last: str) -> None:
    assert parse(f'date:"{text}"', today=TODAY) == period(first, last)


@pytest.mark.parametrize(
    "query",
    [
        "date:24. Februar 2025", "date:Feb 24, 2025", "date: 24. Februar 2025", "datum:24 february 2025",
        "erschienen:24.02.2025", "date:24. 2. 2025", "date:>=24.02.2025 date:<=24. Februar 2025",
    ],
)  # fmt: skip
def test_a_date_of_several_words_needs_no_quotes(query: str) -> None:
    tree = parse(f"{query} alibaba", today=TODAY)
    if "<=" in query:
        assert tree == And((period("2025-02-24", ""), period("", "2025-02-24"), Word("alibaba")))
    else:
        assert tree == And((DAY, Word("alibaba")))


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("date:2025 24", ["24"]),
        ("date:2025-02-24 12:30", ["12:30"]),
        ("date:2025 q1", ["q1"]),
        ("date:2025 bis heute", ["bis", "heute"]),
        ("date:..2025 to", ["to"]),
    ],
)
def test_what_follows_a_date_that_starts_with_a_year_is_a_word(query: str, words: list[str]) -> None:
    tree = parse(query, today=TODAY)
    assert isinstance(tree, And)
    assert tree.clauses[1:] == tuple(map(Word, words))


@pytest.mark.parametrize(
    ("query", "tree"),
    [
        ("date>=2025-02", period("2025-02-01", "")),
        ("datum<2025", period("", "2024-12-31")),
        ("updated:2025", Period("updated", date(2025, 1, 1), date(2025, 12, 31))),
        ("date:(2025-02 OR 2025-02-24)", Or((FEBRUARY, DAY))),
        ("date:(>=2025-02 <=2025-02)", And((period("2025-02-01", ""), period("", "2025-02-28")))),
        ("date:(>= 2025-02 AND < 2026)", And((period("2025-02-01", ""), period("", "2025-12-31")))),
        (
            "date:(letzte Woche OR gestern)",
            Or((period("2025-02-17", "2025-02-23"), period("2025-02-28", "2025-02-28"))),
        ),
        ("date:2025 -date:2025-02", And((YEAR, Not(FEBRUARY)))),
        ("date:2025-01 .. 2025-12 a", And((YEAR, Word("a")))),
        ("date:2025-01.. 2025-12", YEAR),
        ("date:2025-01 ..2025-12", YEAR),
        ("date:*", Period("date", None, None)),
        ("-date:*", Not(Period("date", None, None))),
    ],
)
def test_dates_stand_in_brackets_ranges_and_comparisons(query: str, tree: object) -> None:
    assert parse(query, today=TODAY) == tree


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("31.02.2025", "There is no 31.02.2025: that month has 28 days."),
        ("2025-02-30", "There is no 30.02.2025: that month has 28 days."),
        ("2025-13", "There is no month 13 in a year."),
        ("13/13/2025", "There is no month 13 in a year."),
        ("0000", "There is no year 0000."),
        ("3/4/2025", "“3/4/2025” may be one of two days."),
        ("foo", "“foo” is not a date."),
        ("20255", "“20255” is not a date."),
        ("..", "“..” is not a date."),
        ("2025-03..2025-01", "The period “2025-03..2025-01” ends before it begins."),
        ("<0001", "The calendar does not reach “<0001”."),
        (">9999", "The calendar does not reach “>9999”."),
        ("last 9999 years", "The calendar does not reach “last 9999 years”."),
        ("KW 54/2025", "The year 2025 has no week 54."),
        (">=", "The date is missing."),
        ("2025*", "“2025*” is not a date."),
    ],
)
def test_an_impossible_date_is_refused_with_its_reason(text: str, message: str) -> None:
    with pytest.raises(BadValue) as raised:
        parse(f'a date:"{text}"', today=TODAY)
    (problem,) = raised.value.problems
    assert problem.message == message
    assert problem.span == (7, 9 + len(text))
    assert problem.hint


@given(st.dates(), st.dates())
def test_a_written_period_is_read_as_it_was(one: date, other: date) -> None:
    first, last = sorted((one, other))
    for span in ((first, last), (first, None), (None, last), (first, first)):
        assert ranges.read(periods.write(*span), TODAY) == span


@given(st.text(max_size=40), st.dates())
def test_any_text_is_a_period_or_a_problem(text: str, today: date) -> None:
    found = ranges.read(text, today)
    if isinstance(found, periods.Span):
        assert found.first is None or found.last is None or found.first <= found.last


_PIECES = [
    "2025",
    "0001",
    "9999",
    "24.",
    "2.",
    "last",
    "letzte",
    "week",
    "Monate",
    "0",
    "10",
    "9999",
    "Q1",
    "KW",
    "53",
]
_PIECES += [
    "feb",
    "29",
    "samstag",
    ">=",
    "<",
    ">",
    "..",
    "this",
    "/",
    "-",
    "vor",
    "days",
    "years",
    "31",
    "'25",
]


@given(st.lists(st.sampled_from(_PIECES), max_size=5), st.sampled_from(["", " "]), st.dates())
def test_any_mixture_of_date_words_on_any_day_is_a_period_or_a_problem(
    pieces: list[str], gap: str, today: date
) -> None:
    found = ranges.read(gap.join(pieces), today)
    if isinstance(found, periods.Span):
        assert found.first is None or found.last is None or found.first <= found.last
