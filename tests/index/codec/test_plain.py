from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from archive.errors import IndexDamaged
from archive.index.codec.lists import Lists
from archive.index.codec.plain import PlainField, read_words, write_plain, write_words
from archive.index.codec.sections import Sections, SectionWriter

NUMBERS = st.integers(0, 2**32 - 1)
POSTINGS = st.lists(
    st.tuples(NUMBERS, st.lists(NUMBERS, min_size=1, max_size=4), st.integers(0, 9)), min_size=1, max_size=4
)
ONE = np.array([1], np.uint32)


def write(path: Path, words: list[int], lists: Lists, weights: list[int]) -> Sections:
    path.unlink(missing_ok=True)
    with SectionWriter(path) as writer:
        write_plain(writer, "form", np.array(words, np.int64), lists, np.array(weights, np.int64))
        writer.close({}, lasting=False)
    return Sections(path)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.dictionaries(NUMBERS, POSTINGS, min_size=1, max_size=5))
def test_plain_lists_are_read_as_they_were_written(
    tmp_path: Path, every: dict[int, list[tuple[int, list[int], int]]]
) -> None:
    words = sorted(every)
    postings = [posting for word in words for posting in every[word]]
    lists = Lists(
        np.array([len(every[word]) for word in words], np.uint32),
        np.array([doc for doc, _, _ in postings], np.uint32),
        np.array([len(places) for _, places, _ in postings], np.uint32),
        np.array([place for _, places, _ in postings for place in places], np.uint32),
    )
    weights = [len(places) + more for _, places, more in postings]
    sections = write(tmp_path / "plain", words, lists, weights)
    field = PlainField(sections, "form")
    assert PlainField.there(sections, "form")
    assert not PlainField.there(sections, "stem")
    assert field.words.tolist() == words
    assert field.docs.tolist() == lists.docs.tolist()
    assert field.counts.tolist() == lists.weights.tolist()
    assert field.weights.tolist() == weights
    for place, word in enumerate(words):
        assert field.docs[field.ends[place] - field.sizes[place] : field.ends[place]].tolist() == [
            doc for doc, _, _ in every[word]
        ]
        positions = field.positions[field.places[place] : field.places[place + 1]].tolist()
        assert positions == [position for _, places, _ in every[word] for position in places]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.dictionaries(NUMBERS, st.text(st.characters(exclude_characters="\n")), max_size=5))
def test_words_are_told_as_they_are_written(tmp_path: Path, words: dict[int, str]) -> None:
    path = tmp_path / "words"
    path.unlink(missing_ok=True)
    with SectionWriter(path) as writer:
        write_words(writer, np.array(list(words), np.int64), list(words.values()))
        writer.close({}, lasting=False)
    numbers, forms = read_words(Sections(path))
    assert dict(zip(numbers.tolist(), forms, strict=True)) == words


def test_a_word_that_would_be_read_as_two_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="line feed"), SectionWriter(tmp_path / "plain") as writer:
        write_words(writer, ONE, ["a\nb"])
    assert not (tmp_path / "plain").exists()


@pytest.mark.parametrize("column", ["sizes", "docs", "counts", "positions"])
def test_plain_lists_that_do_not_fit_together_are_damaged(tmp_path: Path, column: str) -> None:
    with SectionWriter(tmp_path / "plain") as writer:
        for name in ("words", "sizes", "docs", "counts", "positions"):
            writer.add(f"form.plain.{name}", bytes([1] * (2 if name == column else 1)))
            writer.add(f"form.plain.{name}.width", b"\1")
        writer.close({}, lasting=False)
    with pytest.raises(IndexDamaged):
        _ = getattr(PlainField(Sections(tmp_path / "plain"), "form"), column)
