"""What is wrong with a query is said all at once, with its place."""

from contextlib import suppress

import pytest

from archive.errors import BadValue, QueryError, QuerySyntaxError, UnknownField
from archive.query import MAX_DEPTH, MAX_QUERY_LENGTH, MAX_WORDS, And, parse


def error_of(query: str) -> QueryError:
    """Parse what is not a query."""
    with pytest.raises(QueryError) as raised:
        parse(query)
    return raised.value


@pytest.mark.parametrize(
    ("query", "kind", "about"),
    [
        ('a "b c', QuerySyntaxError, '"'),
        ("a „b c", QuerySyntaxError, "„"),
        ("a (b", QuerySyntaxError, "("),
        ("a) b", QuerySyntaxError, ")"),
        ("a ()", QuerySyntaxError, "()"),
        ("a (!)", QuerySyntaxError, "(!)"),
        ('a ""', QuerySyntaxError, '""'),
        ('a "!?"', QuerySyntaxError, '"!?"'),
        ("OR a", QuerySyntaxError, "OR"),
        ("a ODER", QuerySyntaxError, "ODER"),
        ("a OR OR b", QuerySyntaxError, "OR"),
        ("a AND", QuerySyntaxError, "AND"),
        ("UND a", QuerySyntaxError, "UND"),
        ("a AND AND b", QuerySyntaxError, "AND"),
        ("a AND OR b", QuerySyntaxError, "AND"),
        ("a OR &", QuerySyntaxError, "OR"),
        ("a NOT", QuerySyntaxError, "NOT"),
        ("NICHT OR a", QuerySyntaxError, "NICHT"),
        ("w/5 a", QuerySyntaxError, "w/5"),
        ("a w/5", QuerySyntaxError, "w/5"),
        ("a w/0 b", QuerySyntaxError, "w/0"),
        ("a w/999 b", QuerySyntaxError, "w/999"),
        ("a w/5 (b c)", QuerySyntaxError, "w/5"),
        ("a w/5 -b", QuerySyntaxError, "w/5"),
        ("headline:a w/5 b", QuerySyntaxError, "w/5"),
        ("a w/5 date:2025", QuerySyntaxError, "w/5"),
        ('a "b c"~', QuerySyntaxError, "~"),
        ("(a b)~5", QuerySyntaxError, "~5"),
        ("UND", QuerySyntaxError, "UND"),
        ('a "b c"~999999999999', QuerySyntaxError, "~999999999999"),
        ("=word*", QuerySyntaxError, "=word*"),
        ("=word~", QuerySyntaxError, "=word~"),
        ("wor*d~", QuerySyntaxError, "wor*d~"),
        ("a author:", QuerySyntaxError, "author:"),
        ("author:!!! a", QuerySyntaxError, "author:"),
        ("author: date:2025", QuerySyntaxError, "author:"),
        ("headline:(author:a)", QuerySyntaxError, "author:"),
        ("author:-a", QuerySyntaxError, "-a"),
        ("foo:bar", UnknownField, "foo:"),
        ("a foo:(b c)", UnknownField, "foo:"),
        ('a foo:"b c"', UnknownField, "foo:"),
        ("-foo:bar", UnknownField, "foo:"),
        ("word~3", BadValue, "word~3"),
        ("word~0.5", BadValue, "word~0.5"),
        ("?*", BadValue, "?*"),
        ("date:31.02.2025", BadValue, "31.02.2025"),
        ("like:a*", BadValue, "a*"),
        ('record:"a b"~5', BadValue, '"a b"~5'),
        ("!!! ???", QuerySyntaxError, "!!! ???"),
        ("M\udcfcller", QuerySyntaxError, "\udcfc"),
    ],
)
def test_a_mistake_is_named_at_its_place_with_a_hint(query: str, kind: type[QueryError], about: str) -> None:
    error = error_of(query)
    assert type(error) is kind
    (problem,) = error.problems
    start, end = problem.span
    assert query[start:end] == about
    assert problem.message.endswith(".")
    assert problem.hint
    assert problem.hint.endswith((".", "!"))
    assert error.exit_code == 2


def test_all_mistakes_are_named_at_once_in_their_order() -> None:
    error = error_of('date:31.02.2025 autor:() foo:x OR ) "a')
    assert [error.query[slice(*problem.span)] for problem in error.problems] == [
        "31.02.2025",
        "()",
        "foo:",
        "OR",
        ")",
        '"',
    ]
    assert type(error) is BadValue


def test_no_more_mistakes_are_named_than_fit_a_screen() -> None:
    assert len(error_of("foo:x " * 500).problems) == 20


@pytest.mark.parametrize(
    ("typed", "offered"),
    [("autr", "autor:"), ("datee", "date:"), ("headlin", "headline:"), ("sourc", "source:")],
)
def test_the_nearest_field_is_offered_for_an_unknown_one(typed: str, offered: str) -> None:
    hint = error_of(f"{typed}:x").hint
    assert hint is not None
    assert offered in hint
    assert f'"{typed}:x"' in hint


def test_a_query_of_ten_thousand_words_is_refused_in_one_sentence() -> None:
    (problem,) = error_of("wort " * 10_000).problems
    assert problem.message == "The query is 50,000 characters long; at most 16,384 are read."
    assert problem.span == (MAX_QUERY_LENGTH, 50_000)


@pytest.mark.parametrize("form", ["{}", '"{}"', "headline:({})"])
def test_words_are_counted_in_phrases_too(form: str) -> None:
    parse(form.format(" ".join(["w"] * MAX_WORDS)))
    (problem,) = error_of(form.format(" ".join(["w"] * (MAX_WORDS + 1)))).problems
    assert problem.message == "The query has more than 1,024 words."


def test_brackets_nest_to_a_depth_that_is_named() -> None:
    assert parse("(" * MAX_DEPTH + "a" + ")" * MAX_DEPTH) == parse("a")
    (problem,) = error_of("(" * 8_000 + "a" + ")" * 8_000).problems
    assert problem.span == (MAX_DEPTH, MAX_DEPTH + 1)


@pytest.mark.parametrize(
    "piece",
    [
        "-", "NOT ", "author:", "author: ", '"', "„", "“a", "(", ")", "a w/2 ", "OR ", "=", "~", "*", "a*",
        "x:", "\\", "w/", "date:a ",
    ],
)  # fmt: skip
def test_any_piece_repeated_to_the_limit_is_answered(piece: str) -> None:
    for query in (piece * (MAX_QUERY_LENGTH // len(piece)), piece * 1_000 + "a"):
        with suppress(QueryError):
            parse(query)


def test_a_query_without_mistakes_raises_nothing() -> None:
    assert isinstance(parse("a b"), And)
