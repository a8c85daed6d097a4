"""The index finds what reading every article finds, whatever the query and the history of the index."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from archive.article import Article
from archive.engine import Search
from archive.index import WhooshEngine
from archive.query import tree
from tests.index.brute_force import Reader

WORDS = (  # noqa: SIM905 - as a line of words it can be read
    "Haus Häuser Hauses Geschichte der die Rechenzentren Rechenzentrum Zentrum Zentren schools school went "
    "Müller Mueller KI-Infrastruktur Infrastruktur KI gewählt wählen E-Mail Email 3,5 2025 Straße strasse "
    "war Einfuhr Ausfuhr Ein- und"
).split()
NAMES = (
    "Anna Müller",
    "Anna Mueller",
    "Jan Weiß",
    "Müller Jan",
    "Oleg Tkachenko",
    "Dr. Olga Weiss",
    "Anna Anna",
)
SOURCES = ("Die Zeitung", "Neue Zeitung", "Traders Union")
FIRST = date(2024, 12, 30)

word = st.sampled_from(WORDS)
text = st.lists(word, max_size=8).map(" ".join)
days = st.integers(0, 5).map(lambda day: FIRST + timedelta(day))


@st.composite
def articles(draw: st.DrawFn, number: int) -> Article:
    return Article(
        id=f"a{number}",
        digest=f"{draw(st.integers(0, 2**32)):064x}",
        headline=draw(st.none() | text) or None,
        dek=draw(st.none() | text) or None,
        body=draw(text),
        captions=tuple(draw(st.lists(text.filter(bool), max_size=2))),
        disclaimer=draw(st.none() | text) or None,
        authors=tuple(draw(st.lists(st.sampled_from(NAMES), max_size=2))),
        source=draw(st.none() | st.sampled_from(SOURCES)),
        language=draw(st.sampled_from(["de", "de", "en", None])),
        published=draw(st.none() | days),
    )


prose = st.sampled_from([None, None, None, "headline", "dek", "body", "captions", "disclaimer"])


def spanned(field: str | None) -> st.SearchStrategy[tree.Leaf]:
    return st.one_of(
        st.builds(tree.Word, word, st.just(field)),
        st.builds(tree.Exact, word, st.just(field)),
        st.builds(
            tree.Wildcard,
            st.sampled_from(["Rechen*", "*zentren", "h?us*", "s*l*", "??", "KI-Infra*", "*-h?us*"]),
            st.just(field),
        ),
        st.builds(
            tree.Fuzzy, st.sampled_from(["schol", "Hause", "zentrm"]), st.sampled_from([1, 2]), st.just(field)
        ),
        st.builds(
            tree.Phrase, st.lists(word, min_size=1, max_size=3).map(" ".join), st.just(0), st.just(field)
        ),
    )


leaf = st.one_of(
    prose.flatmap(spanned),
    st.builds(tree.Phrase, st.lists(word, min_size=1, max_size=3).map(" ".join), st.integers(1, 4), prose),
    prose.flatmap(lambda f: st.builds(tree.Near, spanned(f), spanned(f), st.integers(1, 5), st.just(f))),
    st.builds(
        tree.Word,
        st.sampled_from(["muller", "Anna Müller", "Weiß", "jan", "O. Tkachenko", "A Anna"]),
        st.just("author"),
    ),
    st.builds(tree.Phrase, st.sampled_from(["Müller Anna", "Jan Weiss"]), st.just(0), st.just("author")),
    st.builds(
        tree.Fuzzy, st.sampled_from(["tkatchenko", "wais", "ana mueler"]), st.just(2), st.just("author")
    ),
    st.builds(tree.Wildcard, st.sampled_from(["m*", "*nna", "we?ss"]), st.just("author")),
    st.builds(
        tree.Word, st.sampled_from(["zeitung", "neue", "Traders Union", "union traders"]), st.just("source")
    ),
    st.builds(tree.Word, st.sampled_from(["de", "en", "fr"]), st.just("language")),
    st.builds(tree.Word, st.sampled_from(["a0", "a3", "zz"]), st.just("id")),
    st.builds(tree.Period, st.just("date"), st.none() | days, st.none() | days),
    st.just(tree.Everything()),
)


def joined(children: st.SearchStrategy[tree.Node]) -> st.SearchStrategy[tree.Node]:
    several = st.lists(children, min_size=2, max_size=4).map(tuple)
    return st.builds(tree.And, several) | st.builds(tree.Or, several) | st.builds(tree.Not, children)


queries = st.recursive(leaf, joined, max_leaves=6)


@st.composite
def histories(draw: st.DrawFn) -> tuple[list[tuple[list[Article], list[str]]], dict[str, Article]]:
    """Commits (articles added or changed, ids removed), and the articles there are after them."""
    commits = []
    present: dict[str, Article] = {}
    for _ in range(draw(st.integers(1, 4))):
        numbers = draw(st.lists(st.integers(0, 9), max_size=6))
        added = [draw(articles(number)) for number in numbers]
        removed = draw(st.lists(st.sampled_from([f"a{n}" for n in range(10)]), max_size=2))
        removed = [identity for identity in removed if identity not in {article.id for article in added}]
        commits.append((added, removed))
        present.update({article.id: article for article in added})
        for identity in removed:
            present.pop(identity, None)
    return commits, present


slowly = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
"""How histories are tried: to index one takes long."""


@contextmanager
def indexed(commits: list[tuple[list[Article], list[str]]]) -> Iterator[WhooshEngine]:
    """Give an index that commits were made to."""
    with tempfile.TemporaryDirectory() as folder, WhooshEngine.create(Path(folder) / "index") as engine:
        for added, removed in commits:
            engine.update(added, removed)
        yield engine


@settings(slowly, max_examples=40)
@given(histories(), st.lists(queries, min_size=1, max_size=12))
def test_the_index_finds_what_reading_every_article_finds(history, asked):
    commits, present = history
    with indexed(commits) as engine:
        assert engine.digests() == {article.id: article.digest for article in present.values()}
        reader = Reader(present.values())
        for query in asked:
            expected = reader.matching(query)
            results = engine.search(Search(query=query, limit=100, explain=True))
            assert {hit.id for hit in results.hits} == expected, query
            assert results.total == len(expected)
            for limit in (1, 3):
                page = engine.search(Search(query=query, limit=limit, offset=1, snippets=False))
                assert [hit.id for hit in page.hits] == [hit.id for hit in results.hits[1 : 1 + limit]]
            for hit in results.hits:
                for snippet in hit.snippets:
                    assert all(0 <= a < b <= len(snippet.text) for a, b in snippet.matches)
                    assert list(snippet.matches) == sorted(snippet.matches)


@settings(slowly, max_examples=15)
@given(histories(), st.lists(queries, min_size=1, max_size=8))
def test_scores_do_not_depend_on_the_history_of_the_index(history, asked):
    commits, present = history
    with tempfile.TemporaryDirectory() as folder:
        old = WhooshEngine.create(Path(folder) / "old")
        for added, removed in commits:
            old.update(added, removed)
        new = WhooshEngine.create(Path(folder) / "new")
        new.update(present.values())
        for query in asked:
            search = Search(query=query, limit=100, snippets=False)
            before, after = (
                {hit.id: hit.score for hit in engine.search(search).hits} for engine in (old, new)
            )
            assert before == pytest.approx(after, rel=1e-5)
