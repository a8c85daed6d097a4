from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.index.codec.signatures import BLOCK, SignatureReader, Signatures
from tests.index.codec.conftest import Rewrite


@settings(max_examples=40, deadline=None)
@given(
    st.integers(0, 2**32 - 1),
    st.sampled_from([0, 1, 7, BLOCK, BLOCK + 1, 3 * BLOCK + 5]),
    st.sampled_from([1, 50, 2**32 - 1]),
)
def test_signatures_are_found_by_key_and_by_document(
    rewrite: Rewrite, seed: int, count: int, greatest: int
) -> None:
    random = np.random.default_rng(seed)
    rows = sorted({(int(random.integers(greatest)), int(random.integers(90))) for _ in range(count)})
    keys, docs = np.array(rows, np.uint32).reshape(-1, 2).T
    read = SignatureReader(rewrite(Signatures(keys, docs).write))
    assert list(zip(read.all().keys.tolist(), read.all().docs.tolist(), strict=True)) == rows
    asked = np.unique(np.append(keys[::7], random.integers(greatest + 1, size=3))).astype(np.uint32)
    sizes, found = read.find(asked)
    assert sizes.tolist() == [sum(key == each for key, _ in rows) for each in asked.tolist()]
    assert found.tolist() == [doc for each in asked.tolist() for key, doc in rows if key == each]
    own = read.of(np.array([3, 80], np.int64))
    assert list(zip(own.keys.tolist(), own.docs.tolist(), strict=True)) == [
        row for row in rows if row[1] in {3, 80}
    ]
