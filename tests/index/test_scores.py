"""The score of every article is the one that its text gives it, whatever the query and the history."""

from __future__ import annotations

import random
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.article import Article
from archive.engine import Hit, Search
from archive.index import writer
from archive.index.evaluate import Evaluation
from archive.index.searcher import compiled
from archive.query import parse, tree
from tests.index.brute_scores import Scorer
from tests.index.test_differential import FIRST, histories, indexed, queries, slowly, word

FLOAT32 = 3e-6
"""Scores are sums and products of some ten numbers of 24 bits, each rounded to 6e-8 of itself."""

names = st.builds(
    tree.Alike,
    st.builds(tree.Word, word) | st.builds(tree.Phrase, st.lists(word, min_size=1, max_size=2).map(" ".join)),
    st.lists(st.builds(tree.Word, word), min_size=1, max_size=2).map(tuple),
)
scored = st.one_of(
    queries,
    names,
    st.builds(tree.And, st.tuples(names, queries)),
    st.builds(tree.Or, st.tuples(names, queries)),
    st.builds(tree.Or, st.lists(st.builds(tree.Word, word), min_size=2, max_size=5).map(tuple)),
)


def answered(engine, query) -> dict[str, float]:
    current = engine._current()
    match = Evaluation(current).answer(compiled(current, query))
    scores = [0.0] * len(match.docs) if match.scores is None else match.scores.tolist()
    return dict(zip(current.ids(match.docs.tolist()), scores, strict=True))


@pytest.fixture(autouse=True)
def merging_early(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let histories of a few commits come to merges, and end with several segments."""
    monkeypatch.setattr(writer, "ALIKE", 3)


@settings(slowly, max_examples=12)
@given(histories(), st.lists(scored, min_size=1, max_size=10))
def test_scores_are_those_that_the_texts_give(history, asked):
    commits, present = history
    scorer = Scorer(present.values())
    with indexed(commits) as engine:
        for query in asked:
            assert answered(engine, query) == pytest.approx(scorer.scores(query), rel=FLOAT32, abs=1e-9), (
                query
            )


@settings(slowly, max_examples=12)
@given(histories(), st.lists(scored, min_size=1, max_size=10))
@pytest.mark.usefixtures("in_double_precision")
def test_what_scores_differ_by_is_rounding_alone(history, asked):
    commits, present = history
    scorer = Scorer(present.values())
    with indexed(commits) as engine:
        for query in asked:
            assert answered(engine, query) == pytest.approx(scorer.scores(query), rel=1e-9, abs=1e-12), query


ASKED = """
    "zug bahn"~2; "zug bahn"~1 haus; "zug zug"~2; "der zug"; zug w/2 bahn; "der bahn" w/3 zug; zug* OR bahn
    z?g bahn; zgu~ -haus; headline:zug; headline:zug OR dek:"der zug"; bahnhof OR zug bahn OR bahnhof bahnhof
    =zug (=bahn OR zug); *hof w/4 bahn; body:ba?n w/2 body:zug; date:2025-01-02.. bahn; "zug bahn haus"~4
    zug zug
""".replace("\n", ";")


@pytest.mark.usefixtures("in_double_precision")
def test_words_that_come_again_and_again_are_counted_as_often():
    chance, words = random.Random(2), ("zug", "bahn", "der", "haus", "Bahnhof", "Züge")

    def some(most: int) -> str:
        return " ".join(chance.choices(words, k=chance.randint(1, most)))

    commits = [
        (
            [
                Article(
                    id=f"a{chance.randrange(15)}-{commit % 2}",
                    digest="0" * 64,
                    headline=some(4),
                    dek=some(6),
                    body=some(25),
                    captions=(some(5),),
                    language="de",
                    published=FIRST + timedelta(chance.randrange(8)),
                )
                for _ in range(4)
            ],
            [f"a{chance.randrange(15)}-{1 - commit % 2}"],
        )
        for commit in range(10)
    ]
    present: dict[str, Article] = {}
    for added, removed in commits:
        present |= {article.id: article for article in added}
        for identity in removed:
            present.pop(identity, None)
    scorer = Scorer(present.values())
    with indexed(commits) as engine:
        assert len(engine._current().segments) == 2
        for query in map(parse, filter(str.strip, ASKED.split(";"))):
            assert answered(engine, query) == pytest.approx(scorer.scores(query), rel=1e-9), query
            for sort, order in SORTS.items():
                hits = engine.search(Search(query=query, limit=50, sort=sort, snippets=False)).hits
                assert list(hits) == sorted(hits, key=order)
                for limit in (1, 2, 5):
                    head = engine.search(Search(query=query, limit=limit, sort=sort, snippets=False)).hits
                    assert head == hits[:limit], (query, sort)


def day(hit: Hit) -> int:
    return hit.published.toordinal() if hit.published else 0


SORTS = {
    "relevance": lambda hit: (-hit.score, -day(hit), hit.id),
    "mixed": lambda hit: (-hit.score, -day(hit), hit.id),
    "date": lambda hit: (day(hit) or 10**9, hit.id),
    "-date": lambda hit: (-day(hit), hit.id),
}
