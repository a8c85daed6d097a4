from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings

from archive.article import Article
from archive.index.codec.segment import SegmentReader
from archive.index.few import Analyzers, Few
from archive.index.workers import Inverter, Task
from tests.index.alike import ARTICLES, assert_alike


@pytest.fixture(scope="module")
def analyzers() -> Analyzers:
    return Analyzers()


@settings(max_examples=25, deadline=None)
@given(ARTICLES)
def test_a_few_documents_are_written_as_many_would_be(
    tmp_path_factory: pytest.TempPathFactory, analyzers: Analyzers, articles: list[Article]
) -> None:
    folder: Path = tmp_path_factory.mktemp("few")
    few = Few(analyzers, articles)
    few.write(folder / "few", "test", b"")
    batch = Inverter().write(Task(folder / "batch", "test", b"", articles))
    assert (few.doc_count, few.places, few.replaced) == (batch.doc_count, batch.places, batch.replaced)
    assert_alike(SegmentReader.open(folder / "few"), SegmentReader.open(folder / "batch"))
