from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.errors import IndexDamaged
from archive.index.codec.postings import FieldPostings, PostingsWriter
from archive.index.codec.sections import SectionWriter
from archive.index.codec.small import SmallTerms, write_small
from archive.index.codec.terms import TermDictionary, TermWriter
from tests.index.codec.conftest import Rewrite
from tests.index.codec.test_postings import Posting, as_lists
from tests.index.codec.test_terms import VOCABULARIES, WORDS

POSITIONS = st.sets(st.integers(0, 2**20), min_size=1, max_size=20).map(sorted)
TERMS = st.lists(st.dictionaries(st.integers(0, 63), POSITIONS, min_size=1, max_size=5), max_size=8)


@settings(max_examples=60, deadline=None)
@given(VOCABULARIES, WORDS, WORDS)
def test_the_terms_of_a_small_segment_are_looked_up_as_those_of_any_other(
    rewrite: Rewrite, terms: list[str], one: str, two: str
) -> None:
    writer = TermWriter("f")
    writer.extend(terms)
    usual = TermDictionary(rewrite(writer.write), "f", len(terms))
    ones, encoded = [1] * len(terms), [term.encode(errors="surrogatepass") for term in terms]
    small = SmallTerms(
        rewrite(lambda each: write_small(each, "f", encoded, ones, ones, ones, None)), "f", len(terms)
    )
    assert small.encoded() == encoded
    assert small.all() == terms == small.strings(range(len(terms)))
    assert [small[place] for place in range(len(terms))] == terms
    with pytest.raises(IndexError):
        small[len(terms)]
    for word in (one, two, *terms[:2]):
        assert small.find(word) == usual.find(word)
        assert small.prefix(word) == usual.prefix(word)
        assert small.suffix(word).tolist() == usual.suffix(word).tolist()
        assert small.wildcard(f"*{word}*").tolist() == usual.wildcard(f"*{word}*").tolist()
        assert [each.tolist() for each in small.fuzzy(word)] == [each.tolist() for each in usual.fuzzy(word)]
    assert small.between(one, two) == usual.between(one, two)
    assert small.find_all({one, two}) == usual.find_all({one, two})


@settings(max_examples=60, deadline=None)
@given(TERMS, st.booleans(), st.data())
def test_the_lists_of_a_small_segment_are_read_as_those_of_any_other(
    rewrite: Rewrite, terms: list[dict[int, list[int]]], positions: bool, data: st.DataObject
) -> None:
    rows: list[list[Posting]] = [sorted(row.items()) for row in terms]
    lists = as_lists(rows, positions=positions)
    names = [b"%03d" % place for place in range(len(rows))]
    writer = PostingsWriter("f", 64, positions=positions)
    writer.extend(lists)
    usual = FieldPostings(rewrite(writer.write), "f", len(rows), 64)

    def write(sections: SectionWriter) -> None:
        write_small(sections, "f", names, lists.sizes, lists.docs, lists.weights, lists.positions)

    small = FieldPostings(rewrite(write), "f", len(rows), 64)
    assert small.rare.has_positions == usual.rare.has_positions
    assert small.sizes().tolist() == usual.sizes().tolist()
    for ordinal in range(len(rows)):
        one, other = small.postings(ordinal), usual.postings(ordinal)
        assert (one.df, one.docs.tolist()) == (other.df, other.docs.tolist())
        assert one.weights.tolist() == other.weights.tolist()
        chosen = np.arange(one.df)[:: data.draw(st.integers(1, 2))]
        if positions:
            pairs = zip(one.positions_at(chosen), other.positions_at(chosen), strict=True)
            assert all(these.tolist() == those.tolist() for these, those in pairs)
    ordinals = np.array(sorted(data.draw(st.sets(st.integers(0, len(rows) - 1)))) if rows else [], np.int64)
    pairs = zip(small.union(ordinals), usual.union(ordinals), strict=True)
    assert all(these.tolist() == those.tolist() for these, those in pairs)
    first = data.draw(st.integers(0, len(rows)))
    last = data.draw(st.integers(first, len(rows)))
    between, others = small.lists(first, last), usual.lists(first, last)
    for name in ("sizes", "docs", "weights", *(["positions"] if positions else [])):
        assert getattr(between, name).tolist() == getattr(others, name).tolist()


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\x03\0\0\0" + bytes(9),
        b"\x01\0\0\0" + bytes([2, 0, 1, 0, 1]),
        b"\x01\0\0\0" + bytes([1, 0, 1, 64, 1]),
        b"\x01\0\0\0" + bytes([1, 1, 1, 0, 2, 9]),
        b"\x04\0\0\0" + bytes([255] * 8),
    ],
)
def test_lists_that_do_not_fit_together_are_damaged(rewrite: Rewrite, raw: bytes) -> None:
    sections = rewrite(lambda each: each.add("f.small.numbers", raw))
    with pytest.raises(IndexDamaged, match="damaged postings of f"):
        FieldPostings(sections, "f", 1, 64)
