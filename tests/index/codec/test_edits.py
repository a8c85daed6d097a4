"""The edit distance of a word to many terms at once, and what their letters tell of it beforehand."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from archive.index.codec.edits import edit_distances, letter_sets
from tests.index.brute_force import edits

WORDS = st.text(st.sampled_from("aaeeinrstlbqyz01A-äé€ж東😀\udc80"), max_size=12)


@st.composite
def one_edit_apart(draw: st.DrawFn) -> tuple[str, str]:
    word, letter = draw(WORDS), draw(WORDS)[:1]
    place = draw(st.integers(0, len(word)))
    before, after = word[:place], word[place:]
    swapped = after[1:2] + after[:1] + after[2:]
    return word, before + draw(st.sampled_from([letter + after, letter + after[1:], swapped]))


def letters(word: str) -> int:
    return int(letter_sets([word.encode(errors="surrogatepass") + b"\xff"])[0])


@given(one_edit_apart())
def test_an_edit_sets_at_most_one_letter_and_clears_at_most_one(words: tuple[str, str]) -> None:
    one, other = map(letters, words)
    assert (one & ~other).bit_count() <= 1
    assert (other & ~one).bit_count() <= 1


@given(st.lists(WORDS, max_size=30))
def test_the_letters_of_many_terms_are_those_of_each(terms: list[str]) -> None:
    together = letter_sets([term.encode(errors="surrogatepass") + b"\xff" for term in terms])
    assert together.tolist() == [letters(term) for term in terms]


def test_the_letters_of_a_word_tell_its_repeated_letters() -> None:
    assert letters("banane") != letters("bane")
    assert letters("1999") != letters("1")
    assert letters("anna") == letters("naana")


@given(WORDS.filter(bool), st.lists(WORDS, max_size=20), st.integers(0, 2))
def test_distances_to_many_terms_are_those_to_each(word: str, terms: list[str], most: int) -> None:
    expected = [min(edits(word, term), most + 1) for term in terms]
    assert edit_distances(word, terms, most).tolist() == expected
    assert edit_distances(word, terms, most).dtype == np.uint8
