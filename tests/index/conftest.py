"""What the tests of the index share."""

from __future__ import annotations

from collections.abc import Iterator
from types import ModuleType

import numpy as np
import pytest

from archive.index import evaluate, feedback, lists, merging, ranking, searcher, snapshot, vocabulary, writer


@pytest.fixture(autouse=True, scope="session")
def both_layouts() -> Iterator[None]:
    """Take fewer articles for few, so that the small indexes of tests have segments of either layout."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(writer, "FEW", 2)
        patch.setattr(merging, "SMALL", 4)
        yield


class Double(ModuleType):
    """Stands for numpy, its numbers of 32 bits being of 64."""

    float32 = np.float64

    def __getattr__(self, name: str) -> object:
        return getattr(np, name)


@pytest.fixture
def in_double_precision(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let scores be worked out with 64 bits, so that what they differ by is not rounding."""
    for module in (evaluate, feedback, lists, ranking, searcher, snapshot, vocabulary):
        monkeypatch.setattr(module, "np", Double("numpy"))
