from __future__ import annotations

import gc
import weakref
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.article import Article
from archive.errors import IndexDamaged
from archive.index import concatenation, derivation
from archive.index.analyses import Analyses
from archive.index.assembly import Assembly
from archive.index.codec.segment import SegmentReader
from archive.index.sharing import Files, join
from archive.index.workers import Inverter, Merger, Steps, Task, packed
from tests.index.alike import ARTICLES, assert_alike


@pytest.fixture(scope="module")
def inverters() -> list[Inverter]:
    """Give two, whose words have different numbers; they remember those of earlier examples."""
    return [Inverter(), Inverter()]


@pytest.fixture(autouse=True)
def short_stretches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(derivation, "STRETCH", 7)
    monkeypatch.setattr(concatenation, "STRETCH", 20)


@settings(max_examples=40, deadline=None)
@given(st.lists(ARTICLES, min_size=1, max_size=4), st.integers(1, 2), st.data())
def test_segments_become_one_whoever_merges_them(
    tmp_path_factory: pytest.TempPathFactory,
    inverters: list[Inverter],
    batches: list[list[Article]],
    shares: int,
    data: st.DataObject,
) -> None:
    folder: Path = tmp_path_factory.mktemp("assembly")
    plain, usual = [], []
    for number, articles in enumerate(batches):
        inverter = inverters[data.draw(st.integers(0, 1))]
        gone = data.draw(st.sets(st.integers(0, len(articles) - 1), max_size=len(articles)))
        deleted = np.array(sorted(gone), np.uint32)
        for segments, commit in ((plain, folder.name), (usual, "")):
            path = folder / f"{number}{commit}"
            inverter.write(Task(path, "test", b"", articles, commit))
            segments.append((path, deleted))
    merged = Merger(folder / "merged", "test", usual)
    docs = merged.write()
    files = Files(folder / "lists", folder / "derived", folder / "rest")
    for merger in (
        Merger(folder / "assembled", "test", plain, plain=True),
        Merger(folder / "shared", "test", usual),
    ):
        ways = enumerate(merger.steps.begin(files, shares))
        found = [inverters[place].take(Steps(merger, steps)) for place, steps in ways]
        inverters[0].take(Steps(merger, merger.steps.end(files, found)))
        assert join(merger.path, files, "test") == docs
        assert_alike(SegmentReader.open(merger.path), SegmentReader.open(merged.path))
        for file in files:
            file.unlink()


def test_what_was_merged_is_let_go_of_when_something_else_is_to_be_done(tmp_path: Path) -> None:
    inverter = Inverter()
    articles = [Article(id="a", digest="0" * 64, body="ein Zug")]
    inverter.write(Task(tmp_path / "plain", "test", b"", articles, "commit"))
    merger = Merger(
        tmp_path / "assembled", "test", [(tmp_path / "plain", np.empty(0, np.uint32))], plain=True
    )
    files = Files(tmp_path / "lists", tmp_path / "derived", tmp_path / "rest")
    inverter.share(merger, files)()
    assembly = weakref.ref(inverter._open)
    assert assembly() is not None
    inverter.do(Task(tmp_path / "next", "test", b"", []), packed(articles))
    gc.collect()
    assert assembly() is None


def test_a_damaged_plain_segment_is_told(tmp_path: Path) -> None:
    path = tmp_path / "plain"
    Inverter().write(Task(path, "test", b"", [Article(id="a", digest="0" * 64, body="ein Zug")], "commit"))
    raw = bytearray(path.read_bytes())
    raw[200] ^= 1
    path.write_bytes(raw)
    assembly = Assembly([SegmentReader.open(path)], Analyses())
    with pytest.raises(IndexDamaged):
        assembly.write_lists(tmp_path / "lists")
    assert not (tmp_path / "lists").exists()
