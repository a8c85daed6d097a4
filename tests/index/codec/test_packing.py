from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.index.codec.bundles import bundle
from archive.index.codec.packing import Packed, pack

NUMBERS = st.lists(st.one_of(st.integers(0, 3), st.integers(0, 300), st.integers(0, 2**32 - 1)), max_size=300)


@settings(max_examples=150, deadline=None)
@given(NUMBERS, st.data())
def test_numbers_come_back_as_they_were_packed(numbers: list[int], data: st.DataObject) -> None:
    values = np.array(numbers, np.uint32)
    raw = pack(values)
    packed = Packed(np.frombuffer(b"before" + raw + b"after", np.uint8), 6)
    assert packed.all().tolist() == numbers
    assert packed.end == 6 + len(raw)
    places = data.draw(st.lists(st.integers(0, max(0, len(numbers) - 1)), max_size=20 if numbers else 0))
    assert packed.take(np.array(places, np.int64)).tolist() == [numbers[place] for place in places]


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.one_of(NUMBERS, st.lists(st.sampled_from([0, 1, 2, 2**16]), min_size=250, max_size=270)),
        max_size=8,
    )
)
def test_many_arrays_are_packed_as_each_by_itself(arrays: list[list[int]]) -> None:
    values = np.array([number for array in arrays for number in array], np.uint32)
    packed = bundle(values, np.array([len(array) for array in arrays], np.int64))
    assert packed == [pack(np.array(array, np.uint32)) for array in arrays]


@pytest.mark.parametrize("size", [255, 256, 257, 65_535, 65_536, 65_537])
def test_places_of_exceptions_are_as_wide_together_as_alone(size: int) -> None:
    values = np.zeros(2 * size, np.uint32)
    values[[0, size - 1, size, 2 * size - 1]] = [2**32 - 1, 300, 70_000, 5]
    assert bundle(values, np.array([size, size])) == [pack(values[:size]), pack(values[size:])]


def test_small_numbers_take_few_bits() -> None:
    assert len(pack(np.arange(80_000) % 8)) < 80_000 * 3 / 8 + 64
    assert len(pack(np.zeros(100_000, np.uint32))) < 64


def test_one_great_number_does_not_widen_the_rest() -> None:
    values = np.ones(10_000, np.uint32)
    values[77] = 2**31
    assert len(pack(values)) < 10_000 / 8 + 64


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=80))
def test_any_bytes_are_read_or_refused_without_a_large_allocation(raw: bytes) -> None:
    try:
        packed = Packed(np.frombuffer(raw, np.uint8))
    except ValueError:
        return
    if packed.count < 1_000_000:
        try:
            assert len(packed.all()) == packed.count
        except (ValueError, IndexError):
            return


@pytest.mark.parametrize("cut", [0, 5, 12, 20])
def test_packed_numbers_cut_short_are_refused(cut: int) -> None:
    raw = pack(np.arange(1000))
    with pytest.raises(ValueError, match="cut short"):
        Packed(np.frombuffer(raw[:cut], np.uint8))
