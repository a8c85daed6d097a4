"""Whoosh's own codec and searcher give every article the score that our evaluation gives it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from whoosh import fields, query, scoring
from whoosh.analysis import SpaceSeparatedTokenizer
from whoosh.index import create_in

from archive.analysis import Analyzer, forms
from archive.article import Article
from archive.fields import BY_NAME
from archive.index import clauses, writer
from archive.index.evaluate import Evaluation
from archive.index.ranking import PARAMETERS, idf
from archive.index.schema import FORM, STEM
from archive.index.snapshot import Snapshot
from archive.index.storage import Storage
from archive.index.writer import IndexWriter, create

WORDS = ("zug", "züge", "bahn", "der", "die", "haus", "häuser")
TEXTS = st.lists(st.sampled_from(WORDS), min_size=1, max_size=9).map(" ".join)
ARTICLES = st.tuples(st.sampled_from([f"id{number}" for number in range(9)]), TEXTS, TEXTS)
COMMITS = st.lists(st.lists(ARTICLES, min_size=1, max_size=5), min_size=1, max_size=5)
STEMS = sorted({stem for word in WORDS for stem in Analyzer("de").terms(word).stems})
TREES = st.recursive(
    st.tuples(
        st.one_of(
            st.sampled_from(STEMS).map(lambda stem: (STEM, stem)),
            st.sampled_from((*WORDS, "fehlt")).map(lambda form: (FORM, form)),
        ),
        st.sampled_from([1.0, 1.0, 0.3, 2.0]),
    ),
    lambda inner: st.tuples(st.sampled_from(["and", "or"]), st.lists(inner, min_size=2, max_size=4)),
    max_leaves=6,
)
"""(field and term, boost), or ("and" or "or", clauses)."""

Row = tuple[str, str, str]


class Ours(scoring.WeightingModel):  # type: ignore[misc]
    """BM25 with our parameters, exact lengths, and the live articles of all segments counted."""

    def __init__(self, average: float) -> None:
        self.average = average

    def scorer(self, searcher: Any, fieldname: str, text: bytes, qf: int = 1) -> Any:
        reader = searcher.get_parent().reader()
        having = sum(1 for _ in reader.postings(fieldname, text).all_ids())
        return Scorer(searcher, self.average, idf(reader.doc_count(), having))


class Scorer(scoring.BaseScorer):  # type: ignore[misc]
    """Scores one term in one segment."""

    def __init__(self, searcher: Any, average: float, weight: float) -> None:
        self._searcher, self._average, self._weight = searcher, average, weight

    def supports_block_quality(self) -> bool:
        return False

    def score(self, matcher: Any) -> float:
        k1, b = PARAMETERS.k1, PARAMETERS.b
        length = self._searcher.stored_fields(matcher.id())["length"]
        weight = matcher.weight()
        return float(self._weight * weight * (k1 + 1) / (weight + k1 * (1 - b + b * length / self._average)))


def stock(place: Path, commits: Iterable[Sequence[Row]]) -> Any:
    """Give a stock index of the same commits; its segments are not merged."""
    words = fields.TEXT(analyzer=SpaceSeparatedTokenizer(), phrase=False)
    schema = fields.Schema(
        id=fields.ID(stored=True, unique=True), length=fields.STORED, form=words, stem=words
    )
    index = create_in(str(place), schema)  # in memory, all processes would share a temporary file
    for rows in commits:
        adding = index.writer()
        for identity, headline, body in {row[0]: row for row in rows}.values():
            weighed = forms(headline) * BY_NAME["headline"].weight + forms(body)
            stems = [stem for form in weighed for stem in Analyzer("de").terms(form).stems]
            adding.update_document(
                id=identity,
                length=len(weighed),
                form=" ".join(forms(headline) + forms(body)),
                stem=" ".join(stems),
            )
        adding.commit(merge=False)
    return index


def theirs(tree: Any) -> query.Query:
    kind, rest = tree
    if kind in ("and", "or"):
        return (query.And if kind == "and" else query.Or)([theirs(each) for each in rest])
    return query.Term(*kind, boost=rest)


def ours(tree: Any) -> clauses.Query:
    kind, rest = tree
    if kind in ("and", "or"):
        return (clauses.And if kind == "and" else clauses.Or)([ours(each) for each in rest])
    return clauses.Words(kind[0], (kind[1],), boost=rest)


@settings(max_examples=15, deadline=None)
@given(commits=COMMITS, trees=st.lists(TREES, min_size=1, max_size=8))
@pytest.mark.usefixtures("in_double_precision")
def test_stock_whoosh_gives_the_same_scores_in_an_index_of_its_own(
    tmp_path_factory: pytest.TempPathFactory, commits: list[list[Row]], trees: list[Any]
) -> None:
    storage = Storage(tmp_path_factory.mktemp("index"), "test")
    create(storage)
    for rows in commits:
        articles = [
            Article(id=identity, digest="0" * 64, language="de", headline=headline, body=body)
            for identity, headline, body in rows
        ]
        with pytest.MonkeyPatch.context() as patch, storage.lock():
            patch.setattr(writer, "ALIKE", 3)
            IndexWriter(storage).update(articles)
    snapshot = Snapshot(storage.snapshot().segments)
    index = stock(tmp_path_factory.mktemp("stock"), commits)
    with index.reader() as reader:
        lengths = [stored["length"] for _, stored in reader.iter_docs()]
    with index.searcher(weighting=Ours(sum(lengths) / len(lengths))) as searcher:
        for tree in trees:
            found = Evaluation(snapshot).match(ours(tree))
            assert found.scores is not None
            scores = dict(zip(snapshot.ids(found.docs.tolist()), found.scores.tolist(), strict=True))
            hits = searcher.search(theirs(tree), limit=None, optimize=False)
            assert scores == pytest.approx({hit["id"]: hit.score for hit in hits}, rel=1e-9), tree
            assert np.all(np.diff([hit.score for hit in hits]) <= 0)
