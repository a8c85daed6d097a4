from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from archive.errors import IndexDamaged
from archive.index.codec.lists import Lists
from archive.index.codec.plain import PlainField, write_plain
from archive.index.codec.sections import Sections, SectionWriter

WORDS = st.characters(exclude_characters="\n")
POSTINGS = st.lists(
    st.tuples(st.integers(0, 2**32 - 1), st.lists(st.integers(0, 2**32 - 1), min_size=1, max_size=4)),
    min_size=1,
    max_size=4,
)


def write(path: Path, terms: list[str], lists: Lists) -> Sections:
    path.unlink(missing_ok=True)
    writer = SectionWriter(path)
    write_plain(writer, "form", terms, lists)
    writer.close({}, lasting=False)
    return Sections(path)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.dictionaries(st.text(WORDS, max_size=5), POSTINGS, max_size=5), st.booleans())
def test_plain_lists_are_read_as_they_were_written(
    tmp_path: Path, every: dict[str, list[tuple[int, list[int]]]], positions: bool
) -> None:
    terms = sorted(every)
    postings = [posting for term in terms for posting in every[term]]
    lists = Lists(
        np.array([len(every[term]) for term in terms], np.uint32),
        np.array([doc for doc, _ in postings], np.uint32),
        np.array([len(places) for _, places in postings], np.uint32),
        np.array([place for _, places in postings for place in places], np.uint32) if positions else None,
    )
    sections = write(tmp_path / "plain", terms, lists)
    field = PlainField(sections, "form", {"terms": len(terms)}, 1)
    assert PlainField.there(sections, "form")
    assert not PlainField.there(sections, "stem")
    assert field.terms() == terms
    for first in range(len(terms) + 1):
        for last in range(first, len(terms) + 1):
            wanted = [posting for term in terms[first:last] for posting in every[term]]
            got = field.lists(first, last)
            assert got.docs.tolist() == [doc for doc, _ in wanted]
            assert got.weights.tolist() == [len(places) for _, places in wanted]
            if positions:
                assert got.positions is not None
                assert got.positions.tolist() == [place for _, places in wanted for place in places]


def test_a_term_that_would_be_read_as_two_is_refused(tmp_path: Path) -> None:
    one = np.array([1], np.uint32)
    writer = SectionWriter(tmp_path / "plain")
    with pytest.raises(ValueError, match="line feed"):
        write_plain(writer, "form", ["a\nb"], Lists(one, one, one))
    writer.discard()


def test_plain_lists_that_do_not_fit_together_are_damaged(tmp_path: Path) -> None:
    one = np.array([1], np.uint32)
    sections = write(tmp_path / "plain", ["a"], Lists(one, one, one, one))
    with pytest.raises(IndexDamaged):
        PlainField(sections, "form", {"terms": 3}, 1)
