"""Trees from single values, joined and relaxed."""

from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.errors import BadValue, QueryError, UnknownField
from archive.fields import BY_NAME, Kind
from archive.query import (
    And,
    Everything,
    Like,
    Node,
    Not,
    Or,
    Period,
    Phrase,
    Word,
    between,
    condition,
    conjoin,
    parse,
    relax,
)

TODAY = date(2025, 3, 1)


@pytest.mark.parametrize(
    ("field", "value", "tree"),
    [
        ("author", "Tkachenko", Word("Tkachenko", "author")),
        ("author", "Oleg Tkachenko", Phrase("Oleg Tkachenko", field="author")),
        ("Autor", "  Oleg\tTkachenko ", Phrase("Oleg Tkachenko", field="author")),
        ("source", "AND", Word("AND", "source")),
        ("source", "-a* OR (b", Phrase("-a* OR (b", field="source")),
        ("headline", '"a"', Phrase('"a"', field="headline")),
        ("tag", "c++", Word("c++", "tag")),
        ("url", "https://a.de/?b", Phrase("https://a.de/?b", field="url")),
        ("record", "17*", Phrase("17*", field="record")),
        ("record", "---", Word("---", "record")),
        ("like", "2025-02-24-a", Like("2025-02-24-a")),
        ("date", "gestern", Period("date", date(2025, 2, 28), date(2025, 2, 28))),
        ("datum", "2025-02", Period("date", date(2025, 2, 1), date(2025, 2, 28))),
        ("date", "24. Februar 2025", Period("date", date(2025, 2, 24), date(2025, 2, 24))),
        ("updated", ">=2025", Period("updated", date(2025, 1, 1), None)),
    ],
)
def test_a_condition_takes_its_value_as_it_stands(field: str, value: str, tree: Node) -> None:
    assert condition(field, value, today=TODAY) == tree


@given(st.sampled_from(sorted(BY_NAME)), st.text(max_size=20))
def test_a_condition_writes_as_itself_or_is_refused(field: str, value: str) -> None:
    with suppress(QueryError):
        tree = condition(field, value)
        assert parse(str(tree)) == tree
        assert (BY_NAME[field].kind is Kind.DAY) == isinstance(tree, Period)


@pytest.mark.parametrize(
    ("field", "value", "kind", "span"),
    [
        ("autr", "x", UnknownField, (0, 4)),
        ("author", "", BadValue, (7, 7)),
        ("author", "?!", BadValue, (7, 9)),
        ("record", " ", BadValue, (7, 8)),
        ("date", "31.02.2025", BadValue, (5, 15)),
        ("date", "", BadValue, (5, 5)),
    ],
)
def test_an_impossible_condition_is_refused(
    field: str, value: str, kind: type[QueryError], span: tuple[int, int]
) -> None:
    with pytest.raises(kind) as raised:
        condition(field, value, today=TODAY)
    (problem,) = raised.value.problems
    assert problem.span == span
    assert problem.hint


@pytest.mark.parametrize(
    ("first", "last", "tree"),
    [
        ("2025", "2025-02", Period("date", date(2025, 1, 1), date(2025, 2, 28))),
        ("gestern", None, Period("date", date(2025, 2, 28), None)),
        (None, "24.02.2025", Period("date", None, date(2025, 2, 24))),
        ("letzte Woche", "heute", Period("date", date(2025, 2, 17), date(2025, 3, 1))),
        (None, None, Everything()),
    ],
)
def test_a_period_goes_from_the_first_day_of_one_to_the_last_day_of_the_other(
    first: str | None, last: str | None, tree: Node
) -> None:
    assert between(first, last, today=TODAY) == tree


@pytest.mark.parametrize(
    ("first", "last", "count"), [("foo", "31.02.2025", 2), ("2025", "2024", 1), ("", None, 1)]
)
def test_an_impossible_period_is_refused(first: str | None, last: str | None, count: int) -> None:
    with pytest.raises(BadValue) as raised:
        between(first, last, today=TODAY)
    assert len(raised.value.problems) == count


@pytest.mark.parametrize("side", ["..2025", "<2025", "2025.."])
def test_a_side_that_is_open_where_a_day_is_needed_is_refused(side: str) -> None:
    with pytest.raises(BadValue):
        between(side, side, today=TODAY)


def test_trees_are_joined_flat() -> None:
    assert conjoin([]) == Everything()
    assert conjoin([Everything(), Word("a")]) == Word("a")
    assert conjoin([parse("a b"), parse("c OR d")]) == parse("a b (c OR d)")


@pytest.mark.parametrize(
    ("query", "relaxed"),
    [
        ("a b c", "a OR b OR c"),
        ('a "b c" d~', 'a OR "b c" OR d~'),
        ("a b author:x -c date:2025", "(a OR b) author:x -c date:2025"),
        ("a (b OR c)", "a OR b OR c"),
        ("a (b w/2 c)", "a OR (b w/2 c)"),
        ("a", "a"),
        ("a author:x", "a author:x"),
        ("a OR b", "a OR b"),
        ("a -b", "a -b"),
        ("a b headline:c", "(a OR b) headline:c"),
        ("-a", "-a"),
        ("*", "*"),
    ],
)
def test_relaxed_words_become_alternatives_while_conditions_hold(query: str, relaxed: str) -> None:
    assert relax(parse(query)) == parse(relaxed)


def test_an_exclusion_inside_a_group_is_not_relaxed() -> None:
    tree = relax(parse("a b (c OR -d)"))
    assert tree == And((Or((Word("a"), Word("b"))), Or((Word("c"), Not(Word("d"))))))
