from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.analysis import forms, omissions
from archive.analysis.omissions import gaps
from archive.index import splitting
from archive.index.splitting import Splitter, Words, keys_of
from archive.index.surfaces import Numbering

AWKWARD = st.text(
    alphabet=st.one_of(
        st.characters(codec="utf-8"),
        st.sampled_from(
            "aäÖßeinnstSINE:*_/-'’ʼ&+#.,§ 0123½²ſ_\u00ad\u0308\u200d東京あمرحباΣςİ😀🄀„“–\n\u2003"
        ),
    ),
    max_size=60,
)


def found(words: Words) -> list[list[str]]:
    ends = np.cumsum(words.sizes).tolist()
    every = words.forms(np.arange(len(words.keys)))
    return [every[end - size : end] for end, size in zip(ends, words.sizes.tolist(), strict=True)]


@settings(max_examples=300, deadline=None)
@given(st.lists(AWKWARD, max_size=6))
def test_texts_split_at_once_give_the_words_of_each(texts: list[str]) -> None:
    words = Splitter().split(texts)
    expected = [forms(text) for text in texts]
    assert found(words) == expected
    assert words.keys.tolist() == keys_of([form for each in expected for form in each]).tolist()


@pytest.mark.parametrize(
    "text",
    [
        "Bürger:innen, Kolleg*innen und Lehrer_in/-innen",
        "Peter's don’t isn'ts AT&T, S&P 500, C++ C# C+++ F#m",
        "1.000,5 am 24.02.2025, 3,5-Prozent-Hürde, 19/2. z.B.",
        "§ 219a und §§ 12",
        "x" * 300,
        "",
        " ",
    ],
)
def test_words_with_signs_in_them_are_split_as_anywhere(text: str) -> None:
    assert found(Splitter().split([text, f"a {text} b"])) == [forms(text), forms(f"a {text} b")]


def test_a_text_too_long_for_arrays_is_split_as_any_other(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(splitting, "MOST", 40)
    texts = ["eins zwei", "drei " * 30, "v" * 90, "vier don't"]
    words = Splitter().split(texts)
    assert found(words) == [forms(text) for text in texts]
    again = keys_of([form for text in texts for form in forms(text)])
    assert words.keys.tolist() == again.tolist()


def test_words_have_one_key_if_and_only_if_they_are_the_same() -> None:
    every = [f"{a}{b}{c}" for a in "aäz0" for b in "bcdéß" for c in ("", "s", "'s", "ung", "ungen")] * 2
    keys = keys_of(every).tolist()
    assert len(dict(zip(every, keys, strict=True))) == len(set(keys)) == len(every) // 2


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(["Ein-", "und", "Ausfuhr", "3,5", "Bürger:innen", "Bau-", "don't", "§"])))
def test_a_word_left_out_is_placed_at_the_word_that_stands_for_it(parts: list[str]) -> None:
    text = " ".join(parts)
    words = Splitter().split(["Anfang, 1.000", text])
    found = list(gaps(text))
    starts = np.array([gap.start for gap in found], np.int64)
    positions = words.positions(np.ones_like(starts), starts).tolist()
    placed = [(position, gap.word()) for position, gap in zip(positions, found, strict=True)]
    if -1 not in positions:
        assert [pair for pair in placed if pair[1]] == [tuple(each) for each in omissions(text)]


@given(st.lists(st.lists(st.integers(1, 2**64 - 1), max_size=50), max_size=8))
def test_numbers_are_found_by_their_keys(groups: list[list[int]]) -> None:
    numbering = Numbering()
    known: dict[int, int] = {}
    for group in groups:
        fresh = [key for key in dict.fromkeys(group) if key not in known]
        known.update(zip(fresh, range(len(known), len(known) + len(fresh)), strict=True))
        numbering.add(np.array(fresh, np.uint64))
        wanted = [*known, 2**63 + 7, 12]
        got = numbering.find(np.array(wanted, np.uint64)).tolist()
        assert got == [known.get(key, -1) for key in wanted]
