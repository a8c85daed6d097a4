"""Whoosh's own searcher finds the same in our segments as in an index of its own."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from whoosh import fields, query, scoring
from whoosh.analysis import SpaceSeparatedTokenizer
from whoosh.index import create_in

from archive.analysis import forms
from archive.article import Article
from archive.index import writer
from archive.index.codec.stock import searcher
from archive.index.storage import Storage
from archive.index.writer import IndexWriter, create

WORDS = ("zug", "bahn", "der", "die", "haus", "hausbau")
BODIES = st.lists(st.sampled_from(WORDS), min_size=1, max_size=9).map(" ".join)
TERMS = st.sampled_from((*WORDS, "fehlt")).map(lambda word: query.Term("form", word))
LEAVES = st.one_of(
    TERMS,
    st.lists(st.sampled_from(WORDS), min_size=2, max_size=3).map(lambda words: query.Phrase("form", words)),
    st.sampled_from("zdh").map(lambda letter: query.Prefix("form", letter)),
)
# AndNot is left out: in its own index Whoosh finds "der zug" for "d* ANDNOT zug" when five more have "zug".
QUERIES = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.lists(inner, min_size=2, max_size=3).map(query.And),
        st.lists(inner, min_size=2, max_size=3).map(query.Or),
    ),
    max_leaves=5,
)


def stock(place: Path, bodies: dict[str, str]) -> object:
    analyzer = SpaceSeparatedTokenizer()
    schema = fields.Schema(id=fields.ID(stored=True), form=fields.TEXT(analyzer=analyzer))
    index = create_in(str(place), schema)  # in memory, all processes would share a temporary file
    with index.writer() as adding:
        for identity, body in bodies.items():
            adding.add_document(id=identity, form=" ".join(forms(body)))
    return index.searcher(weighting=scoring.BM25F(B=0.0))


@pytest.fixture(autouse=True, scope="module")
def merging_early() -> object:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(writer, "ALIKE", 3)
        yield


@settings(max_examples=15, deadline=None)
@given(
    st.lists(BODIES, min_size=1, max_size=12), st.lists(QUERIES, min_size=1, max_size=6), st.integers(1, 5)
)
def test_a_stock_searcher_finds_in_our_segments_what_it_finds_in_its_own(
    tmp_path_factory: pytest.TempPathFactory, bodies: list[str], queries: list[query.Query], step: int
) -> None:
    storage = Storage(tmp_path_factory.mktemp("index"), "test")
    create(storage)
    named = {f"id{number}": body for number, body in enumerate(bodies)}
    rows = list(named.items())
    for start in range(0, len(rows), step):
        articles = [
            Article(id=identity, digest="0" * 64, body=body) for identity, body in rows[start : start + step]
        ]
        with storage.lock():
            IndexWriter(storage).update(articles)
    ours = searcher(storage.snapshot().segments, scoring.BM25F(B=0.0))
    theirs = stock(tmp_path_factory.mktemp("stock"), named)
    for each in queries:
        found = {hit["id"]: hit.score for hit in ours.search(each, limit=None)}
        wanted = {hit["id"]: hit.score for hit in theirs.search(each, limit=None)}  # type: ignore[attr-defined]
        assert found == pytest.approx(wanted, rel=1e-9)


def test_documents_and_terms_are_told_to_whoosh(tmp_path: Path) -> None:
    storage = Storage(tmp_path / "index", "test")
    create(storage)
    rows = {"a": "Der Zug der Bahn", "b": "Die Bahn", "c": "Haus", "d": "Haus"}
    with storage.lock():
        IndexWriter(storage).update(Article(id=i, digest="0" * 64, body=body) for i, body in rows.items())
    with storage.lock():
        IndexWriter(storage).update([], ["a"])
    with searcher(storage.snapshot().segments) as found:
        reader = found.reader()
        assert (reader.doc_count(), reader.doc_count_all(), reader.has_deletions()) == (3, 4, True)
        assert list(reader.field_terms("form")) == ["bahn", "der", "die", "haus", "zug"]
        assert reader.term_info("form", "der").weight() == 2
        assert reader.frequency("form", "bahn") == reader.doc_frequency("form", "bahn") == 2
        assert sorted(hit["id"] for hit in found.search(query.Every(), limit=None)) == ["b", "c", "d"]
