from __future__ import annotations

import time
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from archive.analysis.compounds import LONGEST, splitter
from archive.analysis.german import GermanStemmer
from archive.analysis.lexicon import LOOKUPS_BEFORE_LOADING, Lexicon, german, places_of

LINES = "äpfel\tN12\tapfel\t\nabend\tN30\tabend\t\nbaum\tN20\tbaum\t\nzug\tN25\tzug\t\nöl\tN9\toel\t\n"
STEMS = [
    "kinder",
    "schul",
    "wohnungs",
    "bundes",
    "markt",
    "gesetz",
    "recht",
    "haus",
    "energie",
    "preis",
    "ß",
    "x",
]


def sorted_lines(text: str) -> bytes:
    return b"".join(sorted(line.encode() for line in text.splitlines(keepends=True)))


def test_a_word_is_found_in_the_file_and_in_the_dictionary_alike() -> None:
    words = [line.split("\t") for line in LINES.split("\n") if line]
    lexicon = Lexicon(sorted_lines(LINES))
    for _ in range(2):
        assert [lexicon.get(word) for word, *_ in words] == [entry for _, entry, *_ in words]
        assert [lexicon.get(word) for word in ("", "a", "abende", "zzz", "aben", "ö")] == [None] * 6
        for _ in range(LOOKUPS_BEFORE_LOADING):
            lexicon.get("zug")
    assert lexicon.level("baum") == 20
    assert lexicon.level("nichts") == 0


def test_the_word_list_is_sorted_as_bytes_and_plain() -> None:
    lines = german()._lines[:].splitlines()
    words = [line.split(b"\t")[0] for line in lines]
    assert all(one < other for one, other in pairwise(words))
    assert all(line.split(b"\t")[1][:1] in (b"N", b"b", b"l") for line in lines)


def test_the_word_list_has_the_terms_that_the_rules_give() -> None:
    words = list(german().words())
    stemmer = GermanStemmer(german(), splitter())
    assert [word for word in words[::13] if stemmer.terms(word) != stemmer.work_out(word)] == []
    assert [word for word in words[::13] if german().terms(word) is None] == []
    assert german().terms("nichtswort") is None


def test_the_places_of_words_are_those_of_the_list() -> None:
    assert places_of(german()._lines) == german()._places


@given(st.lists(st.sampled_from(STEMS), min_size=1, max_size=6).map("".join))
@settings(max_examples=200, deadline=None)
def test_split_parts_join_back_to_the_word(word: str) -> None:
    parts = splitter().split(word)
    ends = [0, *(part.end for part in parts)]
    assert "".join(word[start:end] for start, end in pairwise(ends)) == (word if parts else "")
    assert len(parts) != 1
    assert all(start < end for start, end in pairwise(ends))


@given(st.text(max_size=40))
@settings(max_examples=200, deadline=None)
def test_anything_can_be_asked_to_be_split(text: str) -> None:
    parts = splitter().split(text)
    assert not parts or parts[-1].end == len(text)


def test_a_word_of_ten_thousand_letters_is_left_alone() -> None:
    began = time.perf_counter()
    assert splitter().split("haus" * 2_500) == ()
    assert time.perf_counter() - began < 0.1
    assert LONGEST < 10_000
