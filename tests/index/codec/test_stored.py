from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.index.codec.stored import Stored, StoredWriter
from tests.index.codec.conftest import Rewrite

RECORDS = st.lists(st.one_of(st.binary(max_size=40), st.just(b"long " * 3000)), max_size=30)


def stored(rewrite: Rewrite, records: list[bytes]) -> Stored:
    writer = StoredWriter("s")
    for record in records:
        writer.append(record)
    return Stored(rewrite(writer.write), "s")


@settings(max_examples=60, deadline=None)
@given(RECORDS)
def test_records_come_back_in_any_order(rewrite: Rewrite, records: list[bytes]) -> None:
    read = stored(rewrite, records)
    assert [read.record(doc) for doc in reversed(range(len(records)))] == records[::-1]


@settings(max_examples=60, deadline=None)
@given(RECORDS, RECORDS, st.data())
def test_records_of_several_segments_are_joined(
    rewrite: Rewrite, one: list[bytes], two: list[bytes], data: st.DataObject
) -> None:
    writer = StoredWriter("s")
    expected = []
    for records in (one, two):
        kept = sorted(data.draw(st.sets(st.integers(0, len(records) - 1)))) if records else []
        writer.extend(stored(rewrite, records), np.array(kept, np.int64))
        expected += [records[doc] for doc in kept]
    joined = Stored(rewrite(writer.write), "s")
    assert [joined.record(doc) for doc in range(len(expected))] == expected
