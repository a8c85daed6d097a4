"""What changed between two texts is told word by word, exactly, and in bounded time."""

from __future__ import annotations

import random
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.analysis.changes import changes, counted

WORDS = st.sampled_from(
    ["a", "b", "Haus", "Maus", ".", "!", " ", "\n", "\n\n", "ä", "1,5", "\u200b", "\0", "\r"]
)
TEXTS = st.lists(WORDS, max_size=60).map("".join)


def both(before: str, after: str) -> tuple[str, str]:
    parts = changes(before, after)
    old = "".join(part.text for part in parts if part.kind != "added")
    return old, "".join(part.text for part in parts if part.kind != "removed")


@settings(max_examples=300, deadline=None)
@given(TEXTS, TEXTS)
def test_applying_the_changes_gives_the_text_after_and_undoing_them_the_one_before(
    before: str, after: str
) -> None:
    assert both(before, after) == (before, after)


@given(st.text(max_size=200))
def test_a_text_is_the_same_as_itself(text: str) -> None:
    assert [part.kind for part in changes(text, text)] == (["same"] if text else [])


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ("Der Rat tagt am Montag.", "Der Rat tagt am Dienstag.", "Der Rat tagt am [-Montag-]{+Dienstag+}."),
        ("Eins. Zwei. Drei.", "Eins. Drei.", "Eins. [-Zwei. -]Drei."),
        ("Es kostet 3 Euro.", "Es kostet rund 3 Euro.", "Es kostet {+rund +}3 Euro."),
        ("", "Neu.", "{+Neu.+}"),
    ],
)
def test_words_are_told_one_by_one(before: str, after: str, told: str) -> None:
    marks = {"same": "{}", "removed": "[-{}-]", "added": "{{+{}+}}"}
    assert "".join(marks[part.kind].format(part.text) for part in changes(before, after)) == told


def test_words_added_and_removed_are_counted() -> None:
    assert counted(changes("Der alte Hafen schließt.", "Der Hafen schließt im Mai.")) == (2, 1)


@pytest.mark.parametrize("kind", ["words", "repeated", "one line", "blanks", "reversed"])
def test_texts_of_200_kilobytes_are_compared_in_bounded_time(kind: str) -> None:
    chance = random.Random(1)
    words = [chance.choice(["der", "Hafen", "wird", "neu", "gebaut", ".", "\n"]) for _ in range(40_000)]
    before = " ".join(words)
    after = {
        "words": " ".join(word for word in words if chance.random() > 0.05),
        "repeated": "der " * 50_000,
        "one line": " ".join(chance.sample(words, len(words))).replace(".", "").replace("\n", ""),
        "blanks": " " * 200_000,
        "reversed": before[::-1],
    }[kind]
    begun = time.process_time()
    assert both(before, after) == (before, after)
    assert time.process_time() - begun < 10
