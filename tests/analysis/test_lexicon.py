"""The word list as it lies in its file: it knows what a dictionary made of it would know."""

from __future__ import annotations

import string

from hypothesis import given
from hypothesis import strategies as st

from archive.analysis.lexicon import Lexicon, german

words = st.text(string.ascii_lowercase + "äöüß", min_size=1, max_size=12)


@given(st.dictionaries(words, st.sampled_from(["N24", "b3", "l0"]), max_size=60), st.lists(words))
def test_a_word_list_knows_its_words_and_no_others(known: dict[str, str], others: list[str]) -> None:
    ordered = sorted(known.items(), key=lambda entry: entry[0].encode())
    lines = "".join(f"{word}\t{entry}\t{word[:2]} {word}\t{word[:1]}\n" for word, entry in ordered).encode()
    listed = Lexicon(lines)
    for word in [*known, *others, ""]:
        assert listed.get(word) == known.get(word)
        assert listed.terms(word) == (((word[:2], word), (word[:1],)) if word in known else None)


def test_every_word_of_the_german_list_is_found_in_the_file() -> None:
    read = german.__wrapped__()
    entries = dict.fromkeys(read.words())
    looked_up = german.__wrapped__()
    step = len(entries) // 5000
    assert all(looked_up.get(word) == read.get(word) for word in list(entries)[::step])
    assert looked_up.get("nichtimwörterbuch") is None
