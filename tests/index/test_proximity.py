from __future__ import annotations

from itertools import chain

import pytest

from archive.article import Article
from archive.engine import Search
from archive.index import WhooshEngine
from archive.index.proximity import LOOKED_AT, NEAR
from archive.query import parse, relax

FILLED = "und dann kam lange gar nichts anderes mehr vor"
TEXTS = {
    "apart": f"Der rote Ballon stieg, {FILLED}, {FILLED} aber das Dach blieb heil und ganz.",
    "beside": f"Das rote Dach blieb heil, {FILLED}, {FILLED} aber der Ballon stieg und stieg.",
    "near": f"Das Dach blieb das rote und heil, {FILLED}, {FILLED} aber Ballon stieg und stieg.",
}


@pytest.fixture(scope="module")
def index(tmp_path_factory):
    engine = WhooshEngine.create(tmp_path_factory.mktemp("proximity") / "index")
    engine.update(
        Article(id=name, digest=f"{number:064x}", body=text, language="de")
        for number, (name, text) in enumerate(TEXTS.items())
    )
    yield engine
    engine.close()


def ids(index, query, **more):
    return [hit.id for hit in index.search(Search(query=parse(query), **more)).hits]


def test_words_side_by_side_come_before_words_near_and_words_apart(index):
    assert ids(index, "rote Dach") == ["beside", "near", "apart"]


def test_the_order_of_the_words_counts_only_where_they_are_side_by_side(index):
    scores = {hit.id: hit.score for hit in index.search(Search(query=parse("Dach rote"))).hits}
    assert scores["beside"] == pytest.approx(scores["near"], rel=0.02)
    assert scores["apart"] < min(scores["beside"], scores["near"])


def test_what_nearness_gives_is_told_and_is_all_of_the_difference(index):
    hits = index.search(Search(query=parse("rote Dach"), explain=True)).hits
    given = {hit.id: [each for each in hit.explanation if each.path == "near"] for hit in hits}
    assert [each.term for each in given["beside"]] == ["rote dach"]
    assert given["beside"][0].score == pytest.approx(2 * given["near"][0].score)
    assert given["apart"] == []
    for hit in hits:
        assert sum(each.score for each in hit.explanation) == pytest.approx(hit.score, abs=1e-4)


@pytest.mark.parametrize("query", ["Dach", "rote OR Dach", '"rote Dach"', "das rote Dach blieb heil"])
def test_only_two_to_four_words_that_must_all_be_found_are_compared(index, query):
    hits = index.search(Search(query=parse(query), explain=True)).hits
    assert hits
    assert all(each.path != "near" for hit in hits for each in hit.explanation)


def test_words_of_which_some_are_enough_are_not_compared(index):
    hits = index.search(Search(query=relax(parse("rote Dach")), explain=True)).hits
    assert all(each.path != "near" for hit in hits for each in hit.explanation)


def test_pages_are_parts_of_one_order_however_many_articles_there_are(tmp_path):
    engine = WhooshEngine.create(tmp_path / "index")
    engine.update(
        Article(
            id=f"a{number:03}",
            digest=f"{number:064x}",
            body=f"Dach {'weit ' * (number % 17)}{'ab ' * (NEAR if number % 3 else 0)}rote {'x ' * number}",
            language="de",
        )
        for number in range(2 * LOOKED_AT)
    )
    whole = ids(engine, "rote Dach", limit=2 * LOOKED_AT)
    assert len(set(whole)) == 2 * LOOKED_AT
    pages = [ids(engine, "rote Dach", limit=7, offset=offset) for offset in range(0, 2 * LOOKED_AT, 7)]
    assert list(chain(*pages)) == whole
    engine.close()
