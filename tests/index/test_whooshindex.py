"""The index is one that Whoosh opens."""

from __future__ import annotations

from pathlib import Path

import pytest
from whoosh.filedb.filestore import ReadOnlyError
from whoosh.index import EmptyIndexError
from whoosh.qparser import QueryParser

from archive.article import Article
from archive.index import WhooshEngine
from archive.index.whooshindex import WhooshIndex


def test_whoosh_parses_searches_and_shows_what_was_indexed(tmp_path: Path) -> None:
    with WhooshEngine.create(tmp_path / "index") as engine:
        engine.update([Article(id="one", digest="0" * 64, headline="Flut", body="Die Elbe steigt weiter.")])
        engine.update([Article(id="two", digest="1" * 64, headline="Ebbe", body="Der Pegel der Elbe fällt.")])
        engine.update([], remove=["two"])
    index = WhooshIndex(tmp_path / "index")
    with index.searcher() as searcher:
        parser = QueryParser("form", index.schema)
        assert [hit["id"] for hit in searcher.search(parser.parse('"die Elbe"'))] == ["one"]
        assert not searcher.search(parser.parse("Pegel"))
    assert index.doc_count() == 1
    assert index.latest_generation() == 4


def test_a_directory_without_an_index_is_empty_to_whoosh(tmp_path: Path) -> None:
    with pytest.raises(EmptyIndexError):
        WhooshIndex(tmp_path)


def test_articles_do_not_go_in_past_the_archive(tmp_path: Path) -> None:
    WhooshEngine.create(tmp_path / "index").close()
    with pytest.raises(ReadOnlyError):
        WhooshIndex(tmp_path / "index").writer()
