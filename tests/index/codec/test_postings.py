from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.index.codec.lists import Lists
from archive.index.codec.postings import FieldPostings, PostingsWriter
from tests.index.codec.conftest import Rewrite

Posting = tuple[int, list[int]]


@st.composite
def fields(draw: st.DrawFn) -> tuple[int, list[list[Posting]]]:
    """Draw a number of documents, and documents with positions for each term; some terms are frequent."""
    random = np.random.default_rng(draw(st.integers(0, 2**32)))
    doc_count = draw(st.sampled_from([1, 200, 300, 70_000]))
    lists = []
    for size in draw(st.lists(st.sampled_from([1, 2, 3, 100, 255, 256, 700]), max_size=12)):
        docs = np.sort(random.choice(doc_count, min(size, doc_count), replace=False)).tolist()
        most = int(random.choice([1, 4, 300]))
        lists.append([(doc, np.unique(random.integers(0, 5000, most)).tolist()) for doc in docs])
    return doc_count, lists


def as_lists(lists: list[list[Posting]], *, positions: bool) -> Lists:
    flat = [place for postings in lists for _, places in postings for place in places]
    return Lists(
        np.array([len(postings) for postings in lists], np.uint32),
        np.array([doc for postings in lists for doc, _ in postings], np.uint32),
        np.array([len(places) for postings in lists for _, places in postings], np.uint32),
        np.array(flat, np.uint32) if positions else None,
    )


def written(
    rewrite: Rewrite, doc_count: int, lists: list[list[Posting]], pieces: int, *, positions: bool
) -> FieldPostings:
    writer = PostingsWriter("f", doc_count, positions=positions)
    step = max(1, len(lists) // pieces)
    for start in range(0, len(lists), step):
        writer.extend(as_lists(lists[start : start + step], positions=positions))
    return FieldPostings(rewrite(writer.write), "f", len(lists), doc_count)


@settings(max_examples=60, deadline=None)
@given(fields(), st.integers(1, 4), st.booleans())
def test_lists_come_back_as_they_were_written(
    rewrite: Rewrite, field: tuple[int, list[list[Posting]]], pieces: int, positions: bool
) -> None:
    doc_count, lists = field
    read = written(rewrite, doc_count, lists, pieces, positions=positions)
    assert read.sizes().tolist() == [len(postings) for postings in lists]
    for ordinal, postings in enumerate(lists):
        one = read.postings(ordinal)
        assert one.df == len(postings)
        assert one.docs.tolist() == [doc for doc, _ in postings]
        assert one.weights.tolist() == [len(places) for _, places in postings]
        if positions:
            for chosen in (postings, postings[:1], postings[1::7]):
                counts, flat = one.positions_at(np.array([postings.index(each) for each in chosen], np.int64))
                assert counts.tolist() == [len(places) for _, places in chosen]
                assert flat.tolist() == [place for _, places in chosen for place in places]


@settings(max_examples=60, deadline=None)
@given(fields(), st.booleans(), st.data())
def test_stretches_of_lists_come_back_for_a_merge(
    rewrite: Rewrite, field: tuple[int, list[list[Posting]]], positions: bool, data: st.DataObject
) -> None:
    doc_count, lists = field
    read = written(rewrite, doc_count, lists, 1, positions=positions)
    first = data.draw(st.integers(0, len(lists)))
    last = data.draw(st.integers(first, len(lists)))
    got, wanted = read.lists(first, last), as_lists(lists[first:last], positions=positions)
    for name in ("sizes", "docs", "weights", *(["positions"] if positions else [])):
        assert getattr(got, name).tolist() == getattr(wanted, name).tolist()


@settings(max_examples=60, deadline=None)
@given(fields(), st.data())
def test_a_union_sums_the_weights_of_each_document(
    rewrite: Rewrite, field: tuple[int, list[list[Posting]]], data: st.DataObject
) -> None:
    doc_count, lists = field
    read = written(rewrite, doc_count, lists, 2, positions=False)
    chosen = data.draw(st.sets(st.integers(0, len(lists) - 1))) if lists else set()
    expected: dict[int, int] = {}
    for ordinal in chosen:
        for doc, places in lists[ordinal]:
            expected[doc] = expected.get(doc, 0) + len(places)
    docs, weights = read.union(np.array(sorted(chosen), np.int64))
    assert dict(zip(docs.tolist(), weights.tolist(), strict=True)) == expected
    assert docs.tolist() == sorted(expected)
