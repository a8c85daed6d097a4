"""Each operator of the query language, by the tree it makes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.analysis.tokens import tokenize
from archive.query import (
    And,
    Everything,
    Exact,
    Fuzzy,
    Like,
    Near,
    Node,
    Not,
    Or,
    Period,
    Phrase,
    Wildcard,
    Word,
    parse,
)
from archive.query.words import wordy

A, B, C, D = Word("a"), Word("b"), Word("c"), Word("d")


@pytest.mark.parametrize(
    ("query", "tree"),
    [
        ("a", A),
        ("a b", And((A, B))),
        ("  a \t\n\u00a0b\u200b ", And((A, B))),
        ("a AND b", And((A, B))),
        ("a UND b", And((A, B))),
        ("a OR b", Or((A, B))),
        ("a ODER b", Or((A, B))),
        ("a OR b OR c", Or((A, B, C))),
        ("a (b c)", And((A, B, C))),
        ("a OR (b OR c)", Or((A, B, C))),
        ("a b OR c d", Or((And((A, B)), And((C, D))))),
        ("a (b OR c) d", And((A, Or((B, C)), D))),
        ("((a))", A),
        ("(a)(b)", And((A, B))),
        ("a und b", And((A, Word("und"), B))),
        ("a or b", And((A, Word("or"), B))),
        ("not a", And((Word("not"), A))),
    ],
)
def test_words_join_with_and_before_or_and_only_capitals_are_operators(query: str, tree: Node) -> None:
    assert parse(query) == tree


@pytest.mark.parametrize(
    ("query", "tree"),
    [
        ("-a", Not(A)),
        ("–a", Not(A)),
        ("−a", Not(A)),
        ("NOT a", Not(A)),
        ("NICHT a", Not(A)),
        ("a -b", And((A, Not(B)))),
        ("a AND NOT b", And((A, Not(B)))),
        ("a NOT b c", And((A, Not(B), C))),
        ("NOT a OR b", Or((Not(A), B))),
        ("-(a b)", Not(And((A, B)))),
        ('-"a b"', Not(Phrase("a b"))),
        ("-headline:a", Not(Word("a", "headline"))),
        ("-=a", Not(Exact("a"))),
        ("--a", A),
        ("NOT -a", A),
        ("-(-a)", A),
        ("NOT NOT NOT a", Not(A)),
        ("-a w/2 b", Not(Near(A, B, 2))),
        ("a - b", And((A, B))),
        ("»a«-b", And((Phrase("a"), B))),
        ("(a)-b", And((A, B))),
        ("»a« -b", And((Phrase("a"), Not(B)))),
        ("(-a -b)", And((Not(A), Not(B)))),
        ("Vor- und", And((Word("Vor-"), Word("und")))),
        ("KI-Infrastruktur", Word("KI-Infrastruktur")),
    ],
)
def test_a_sign_before_a_word_excludes_and_a_hyphen_inside_is_part_of_it(query: str, tree: Node) -> None:
    assert parse(query) == tree


@pytest.mark.parametrize(
    "query",
    ['"a b"', "„a b“", "„a b”", "“a b”", "«a b»", "»a b«", '„a b"', '"a b“', '"a\u00a0 \n b"', '" a b "'],
)
def test_quotation_marks_of_every_kind_make_a_phrase(query: str) -> None:
    assert parse(query) == Phrase("a b")


def test_a_phrase_keeps_the_other_quotation_marks_in_it() -> None:
    assert parse('"er sagte „nein“ zu" a') == And((Phrase("er sagte „nein“ zu"), A))


def test_a_backslash_lets_a_quotation_mark_stand_in_a_phrase() -> None:
    assert parse(r'"a \"b\" \\ c:\d"') == Phrase('a "b" \\ c:\\d')


@pytest.mark.parametrize(
    ("query", "tree"),
    [
        ('"a b"~5', Phrase("a b", 5)),
        ('"a b"~0', Phrase("a b")),
        ("a w/5 b", Near(A, B, 5)),
        ("a W/12 b", Near(A, B, 12)),
        ("a w/5 b w/3 c", And((Near(A, B, 5), Near(B, C, 3)))),
        ("a w/5 b c", And((Near(A, B, 5), C))),
        ('"a b" w/3 =c', Near(Phrase("a b"), Exact("c"), 3)),
        ("a* w/3 c~1", Near(Wildcard("a*"), Fuzzy("c", 1), 3)),
        ("a w/2 b OR c", Or((Near(A, B, 2), C))),
        ("headline:(a w/5 b)", Near(Word("a", "headline"), Word("b", "headline"), 5, "headline")),
        ("by:a w/5 autor:b", Near(Word("a", "author"), Word("b", "author"), 5, "author")),
        ("(a) w/5 (b)", Near(A, B, 5)),
    ],
)
def test_words_can_be_asked_for_near_each_other(query: str, tree: Node) -> None:
    assert parse(query) == tree


@pytest.mark.parametrize(
    ("query", "tree"),
    [
        ("word*", Wildcard("word*")),
        ("*ung", Wildcard("*ung")),
        ("wor?t", Wildcard("wor?t")),
        ("w?rt?", Wildcard("w?rt?")),
        ("Leser*innen", Wildcard("Leser*innen")),
        ("author:*", Wildcard("*", "author")),
        ("author:**", Wildcard("*", "author")),
        ("id:2025-02-*", Wildcard("2025-02-*", "id")),
        ("word~", Fuzzy("word", 2)),
        ("word~1", Fuzzy("word", 1)),
        ("word~2", Fuzzy("word", 2)),
        ("author:tkatchenko~", Fuzzy("tkatchenko", 2, "author")),
        ("=word", Exact("word")),
        ("headline:=word", Exact("word", "headline")),
        ("*", Everything()),
        ("**", Everything()),
        ("* a", A),
        ("-*", Not(Everything())),
        ("", Everything()),
        (" \t ", Everything()),
    ],
)
def test_a_word_takes_wildcards_a_tilde_or_an_equals_sign(query: str, tree: Node) -> None:
    assert parse(query) == tree


@pytest.mark.parametrize(
    ("query", "tree"),
    [
        ("author:Tkachenko", Word("Tkachenko", "author")),
        ("author: Tkachenko", Word("Tkachenko", "author")),
        ("Von:Tkachenko", Word("Tkachenko", "author")),
        ("ÜBERSCHRIFT:a", Word("a", "headline")),
        ("u\u0308berschrift:a", Word("a", "headline")),
        ('author:"Oleg Tkachenko"', Phrase("Oleg Tkachenko", field="author")),
        ('author: "Oleg Tkachenko"', Phrase("Oleg Tkachenko", field="author")),
        ("quelle:„Traders Union“~2", Phrase("Traders Union", 2, "source")),
        ("headline:(a OR b)", Or((Word("a", "headline"), Word("b", "headline")))),
        ("headline:(a -b)", And((Word("a", "headline"), Not(Word("b", "headline"))))),
        ("headline:(headline:a)", Word("a", "headline")),
        ("headline:Foo:bar", Word("Foo:bar", "headline")),
        ("headline:AND", Word("AND", "headline")),
        ("headline:w/5", Word("w/5", "headline")),
        ("language:in", Word("in", "language")),
        ("record:a~1.=", Word("a~1.=", "record")),
        ("record:-17", Word("-17", "record")),
        ('record:"a?b"', Phrase("a?b", field="record")),
        ("like:2025-02-24-alibaba", Like("2025-02-24-alibaba")),
        ('ähnlich:"2025-02-24-alibaba"', Like("2025-02-24-alibaba")),
        ("like:(x OR y)", Or((Like("x"), Like("y")))),
        ("date:*", Period("date", None, None)),
    ],
)
def test_a_field_narrows_a_word_a_phrase_or_a_bracket(query: str, tree: Node) -> None:
    assert parse(query) == tree


@pytest.mark.parametrize(
    "word",
    [
        "C++", "S&P", "1.000", "3,5", "Politiker:innen", "Autor:in", "Autor:innen", "jede:r", "ein:e",
        "12:30", "3:1", "@name", "#tag", "E-Mail", "Covid-19", "und/oder", "a_b", "O'Brien", "O’Brien",
        "z.B", ".NET", "50%", "$5", "日本語", "naïve", "a~b", "a=b", "5€", "AND/OR", "And", "w/", "w/x",
    ],
)  # fmt: skip
def test_signs_inside_a_word_are_part_of_it(word: str) -> None:
    assert parse(word) == Word(word)


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("§ 219a", ["§", "219a"]),
        ("Alibaba: 53 Milliarden", ["Alibaba", "53", "Milliarden"]),
        ("Müller & Söhne – was nun?", ["Müller", "Söhne", "was", "nun"]),
        ("Ja, nein; doch! Wirklich?!", ["Ja", "nein", "doch", "Wirklich"]),
        ("… und 🚀 dann ...", ["und", "dann"]),
        ("Home > Politik | Seite", ["Home", "Politik", "Seite"]),
        ("Daten\u00adbank", ["Datenbank"]),
        ("U\u0308ber", ["Über"]),
        ("a\x00b\x1b[0m", ["a", "b", "[0m"]),
    ],
)
def test_punctuation_of_a_pasted_line_is_passed_over(query: str, words: list[str]) -> None:
    assert parse(query) == And(tuple(map(Word, words))) if len(words) > 1 else Word(words[0])


def test_a_web_address_is_looked_up_as_such() -> None:
    address = "https://example.org/a?b=c*d"
    assert (
        parse(address) == parse(f"url:{address}") == parse(f'url:"{address}"') == Phrase(address, field="url")
    )


def test_a_closed_bracket_ends_a_field() -> None:
    assert parse("headline:(a b) c") == And((Word("a", "headline"), Word("b", "headline"), C))


@given(st.text())
def test_what_a_query_takes_for_a_word_is_a_word_of_an_article_too(text: str) -> None:
    assert wordy(text) == bool(tokenize(text))
