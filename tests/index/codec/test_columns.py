from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.index.codec.columns import (
    keyword_column,
    read_keywords,
    read_lengths,
    read_number,
    read_numbers,
    write_keywords,
    write_lengths,
    write_numbers,
)
from tests.index.codec.conftest import Rewrite


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.integers(0, 2**20)) | st.lists(st.integers(-(2**40), 2**40)),
    st.lists(st.integers(0, 2**32 - 1)),
)
def test_numbers_and_lengths_come_back(rewrite: Rewrite, numbers: list[int], lengths: list[int]) -> None:
    sections = rewrite(lambda writer: write_numbers(writer, "n", np.array(numbers, np.int64)))
    assert read_numbers(sections, "n", len(numbers)).tolist() == numbers
    assert [read_number(sections, "n", len(numbers), doc) for doc in range(len(numbers))] == numbers
    sections = rewrite(lambda writer: write_lengths(writer, "l", np.array(lengths, np.int64)))
    assert read_lengths(sections, "l", len(lengths)).tolist() == lengths


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(st.text(max_size=5), max_size=4)))
def test_keywords_come_back_sorted_and_once(rewrite: Rewrite, rows: list[list[str]]) -> None:
    sections = rewrite(lambda writer: write_keywords(writer, "k", keyword_column(rows)))
    column = read_keywords(sections, "k", len(rows))
    assert [column.of(doc) for doc in range(len(rows))] == [sorted(set(row)) for row in rows]
    firsts = [min(row) if row else None for row in rows]
    assert [column.values[n] if n >= 0 else None for n in column.first().tolist()] == firsts
