"""Why an article was found, and why another was not."""

from __future__ import annotations

from datetime import date

import pytest

from archive.article import Article
from archive.engine import Reason, Search
from archive.errors import EngineError
from archive.index import WhooshEngine
from archive.query import parse, relax

ARTICLES = {
    "netz": "Das Stromnetz wird in den Netzen der Länder ausgebaut, sagt das Netz.",
    "mueller": "Herr Mueller und Herr Müller reden über Strom und Sonne.",
    "wetter": "Die Sonne scheint, und der Wind weht über dem Strom.",
    "wind": "Windräder liefern Strom, und die Sonne liefert Strom aus Licht.",
    "licht": "Licht und Wind und Sonne geben Strom, sagen die Windräder.",
}


@pytest.fixture(scope="module")
def index(tmp_path_factory):
    """An index of a few short articles."""
    with WhooshEngine.create(tmp_path_factory.mktemp("explained") / "index") as engine:
        engine.update(
            Article(
                id=name,
                digest=f"{place:064x}",
                headline="Das Wetter" if name == "wetter" else None,
                body=text,
                language="de",
                authors=("Anna Müller",),
                published=date(2025, 2, 24),
            )
            for place, (name, text) in enumerate(ARTICLES.items())
        )
        yield engine


def reason(index: WhooshEngine, query: str, article: str) -> Reason:
    (only,) = index.explain(parse(query), article).reasons
    return only


def test_a_word_gives_to_the_score_by_every_way_an_article_has_it(index):
    (hit,) = index.search(Search(query=parse("Netz"), explain=True)).hits
    assert [each.path for each in hit.explanation] == ["exact", "stem", "part"]
    assert sum(each.score for each in hit.explanation) == pytest.approx(hit.score, abs=1e-4)
    (hit,) = index.search(Search(query=parse("Müller"), explain=True)).hits
    assert [each.path for each in hit.explanation] == ["exact", "folded"]


@pytest.mark.parametrize("query", ["strom sonne wind", "licht windräder strom", "netz OR sonne OR wind"])
def test_the_parts_of_a_score_are_its_sum_whatever_the_query(index, query):
    for asked in (parse(query), relax(parse(query))):
        hits = index.search(Search(query=asked, explain=True)).hits
        assert hits
        for hit in hits:
            assert sum(each.score for each in hit.explanation) == pytest.approx(hit.score, abs=1e-3)


def test_what_the_best_articles_share_ranks_and_is_told_but_finds_nothing_more(index):
    asked = relax(parse("licht sonne windräder"))
    results = index.search(Search(query=asked, explain=True))
    assert results.total == 4
    assert "shared" in {each.path for hit in results.hits for each in hit.explanation}
    two = index.search(Search(query=relax(parse("licht sonne")), explain=True)).hits
    assert "shared" not in {each.path for hit in two for each in hit.explanation}


def test_an_article_that_matches_is_explained_with_its_rank(index):
    asked = parse("sonne strom")
    for rank, hit in enumerate(index.search(Search(query=asked)).hits, 1):
        explanation = index.explain(asked, hit.id)
        assert (explanation.matches, explanation.rank, explanation.total) == (True, rank, 4)
        assert explanation.score == pytest.approx(hit.score)
        given = [each.score for reason in explanation.reasons for each in reason.contributions]
        given += [each.score for each in explanation.contributions]
        assert sum(given) == pytest.approx(hit.score, abs=1e-4)


@pytest.mark.parametrize(
    ("query", "article", "nearest", "elsewhere"),
    [
        ("Netzausbau", "netz", "netz", ()),
        ("Sonnenlicht", "wetter", "sonne", ()),
        ("headline:Sonne", "wetter", None, ("body",)),
        ("Schine", "wetter", None, ()),
        ("author:weiss", "netz", "Anna Müller", ()),
        ("date:2024", "netz", "2025-02-24", ()),
        ("language:en", "netz", "de", ()),
    ],
)
def test_what_is_missing_is_named_with_the_nearest_the_article_has(index, query, article, nearest, elsewhere):
    explanation = index.explain(parse(query), article)
    assert not explanation.matches
    assert explanation.rank is None
    (why,) = explanation.reasons
    assert not why.met
    assert why.elsewhere == elsewhere
    assert (nearest in why.nearest) if nearest else True


def test_what_is_excluded_is_shown_where_it_stands(index):
    why = reason(index, "-sonne", "wetter")
    assert not why.met
    assert [each.path for each in why.reasons[0].contributions] == ["exact"]
    assert reason(index, "-sonne", "netz").met


def test_clauses_in_brackets_are_explained_one_by_one(index):
    why = reason(index, "netz OR sonne", "netz")
    assert why.met
    assert [each.met for each in why.reasons] == [True, False]


def test_an_article_the_index_has_not_cannot_be_explained(index):
    with pytest.raises(EngineError, match="nobody"):
        index.explain(parse("sonne"), "nobody")


def test_where_freshness_is_asked_for_the_newer_of_two_good_hits_comes_first(tmp_path):
    with WhooshEngine.create(tmp_path / "index") as engine:
        engine.update(
            Article(
                id=name,
                digest=f"{place:064x}",
                body=text,
                language="de",
                published=date(*day) if day else None,
            )
            for place, (name, text, day) in enumerate(
                (
                    ("old", "Sonne, Sonne und Sonne.", (2015, 1, 1)),
                    ("new", "Die Sonne und der Mond scheinen.", (2025, 1, 1)),
                    ("undated", "Sonne und Sonne überall.", None),
                    ("other", "Regen und Wind.", (2025, 2, 1)),
                )
            )
        )
        best = engine.search(Search(query=parse("sonne"), explain=True)).hits
        mixed = engine.search(Search(query=parse("sonne"), sort="mixed", explain=True)).hits
        assert [hit.id for hit in best] == ["old", "undated", "new"]
        assert [hit.id for hit in mixed] == ["new", "old", "undated"]
        for hit in mixed:
            assert hit.explanation[-1].path == "freshness"
            assert sum(each.score for each in hit.explanation) == pytest.approx(hit.score, abs=1e-4)
        assert [hit.id for hit in engine.search(Search(query=parse("sonne"), sort="mixed")).hits] == [
            hit.id for hit in mixed
        ]
