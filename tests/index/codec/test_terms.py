from __future__ import annotations

import re
from functools import cache

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.index.codec.terms import TermDictionary, TermWriter
from tests.index.codec.conftest import Rewrite

WORDS = st.text(st.sampled_from("abcäöß€😀\udc80n-"), max_size=7)
VOCABULARIES = st.one_of(st.sets(WORDS, max_size=400), st.sets(WORDS, min_size=520, max_size=700)).map(sorted)


def dictionary(rewrite: Rewrite, terms: list[str], *, patterns: bool = True) -> TermDictionary:
    writer = TermWriter("f", patterns=patterns)
    writer.extend(terms)
    return TermDictionary(rewrite(writer.write), "f", len(terms))


def distance(one: str, other: str) -> int:
    @cache
    def between(i: int, j: int) -> int:
        if not i or not j:
            return i + j
        best = min(
            between(i - 1, j) + 1,
            between(i, j - 1) + 1,
            between(i - 1, j - 1) + (one[i - 1] != other[j - 1]),
        )
        if i > 1 and j > 1 and one[i - 2 : i] == other[j - 2 : j][::-1]:
            best = min(best, between(i - 2, j - 2) + 1)
        return best

    return between(len(one), len(other))


@settings(max_examples=60, deadline=None)
@given(VOCABULARIES, WORDS, WORDS, st.booleans())
def test_look_ups_agree_with_a_scan_of_all_terms(
    rewrite: Rewrite, terms: list[str], one: str, two: str, patterns: bool
) -> None:
    found = dictionary(rewrite, terms, patterns=patterns)
    assert len(found) == len(terms)
    assert found.all() == terms == found.strings(range(len(terms)))
    for word in [one, two, *terms[:3]]:
        assert found.find(word) == (terms.index(word) if word in terms else None)
        assert [terms[n] for n in found.prefix(word)] == [t for t in terms if t.startswith(word)]
        assert [terms[n] for n in found.suffix(word)] == [t for t in terms if t.endswith(word)]
    assert [terms[n] for n in found.between(one, two)] == [t for t in terms if one <= t <= two]
    assert [terms[n] for n in found.between(None, two)] == [t for t in terms if t <= two]


@settings(max_examples=60, deadline=None)
@given(VOCABULARIES, st.text(st.sampled_from("abä😀*?"), max_size=6))
def test_wildcards_agree_with_a_scan_of_all_terms(rewrite: Rewrite, terms: list[str], pattern: str) -> None:
    found = dictionary(rewrite, terms).wildcard(pattern)
    expression = "".join(
        {"*": "(?s:.*)", "?": "(?s:.)"}.get(letter) or re.escape(letter) for letter in pattern
    )
    assert [terms[n] for n in found] == [term for term in terms if re.fullmatch(expression, term)]


@settings(max_examples=60, deadline=None)
@given(VOCABULARIES, WORDS, st.integers(0, 2), st.booleans())
def test_fuzzy_look_ups_agree_with_a_scan_of_all_terms(
    rewrite: Rewrite, terms: list[str], word: str, most: int, patterns: bool
) -> None:
    ordinals, distances = dictionary(rewrite, terms, patterns=patterns).fuzzy(word, most)
    near = [(term, distance(word, term)) for term in terms] if word else []
    assert [(terms[n], int(d)) for n, d in zip(ordinals, distances, strict=True)] == [
        (term, far) for term, far in near if far <= most
    ]


def test_a_fuzzy_look_up_compares_only_what_is_wanted(rewrite: Rewrite) -> None:
    terms = sorted(["haus", "laus", "maus", "mais", "rauch"])
    wanted = np.array([term != "laus" for term in terms])
    ordinals, distances = dictionary(rewrite, terms).fuzzy("maus", 1, wanted)
    found = {terms[place]: int(far) for place, far in zip(ordinals, distances, strict=True)}
    assert found == {"haus": 1, "mais": 1, "maus": 0}


def test_a_word_as_long_as_a_book_is_near_nothing(rewrite: Rewrite) -> None:
    ordinals, distances = dictionary(rewrite, ["a", "b"]).fuzzy("a" * 100_000)
    assert len(ordinals) == len(distances) == 0


def test_an_ordinal_that_is_not_there_is_an_index_error(rewrite: Rewrite) -> None:
    with pytest.raises(IndexError):
        dictionary(rewrite, ["a", "b"])[2]
