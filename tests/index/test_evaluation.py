"""An evaluation gives the same scores by whatever way it comes to them: all at once, within some, again."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.engine import Search
from archive.index import snapshot as snapshots
from archive.index.clauses import And, Not, Or
from archive.index.evaluate import Evaluation, Match
from archive.index.searcher import compiled
from archive.index.snapshot import Snapshot
from tests.index.test_differential import histories, indexed, queries, slowly


def scores(match: Match) -> dict[int, float]:
    values = [0.0] * len(match.docs) if match.scores is None else match.scores.tolist()
    return dict(zip(match.docs.tolist(), values, strict=True))


@settings(slowly, max_examples=25)
@given(histories(), st.lists(queries, min_size=1, max_size=8), st.data())
def test_scores_are_the_sum_of_those_of_the_clauses_within_whatever_articles(history, asked, data):
    commits, _ = history
    with indexed(commits) as engine:
        snapshot = engine._current()
        for node in asked:
            query = compiled(snapshot, node)
            whole = scores(Evaluation(snapshot).match(query))
            assert sorted(whole) == list(whole)
            chosen = data.draw(st.sets(st.integers(0, max(0, snapshot.size - 1))))
            live = [number for number in sorted(chosen) if number in set(snapshot.live.tolist())]
            fresh = Snapshot(snapshot.segments)  # remembers nothing
            within = scores(Evaluation(fresh).match(query, np.array(live, np.int64)))
            assert within == pytest.approx({n: whole[n] for n in live if n in whole}, rel=1e-5, abs=1e-6)
            again = scores(Evaluation(snapshot).match(query))
            assert again == whole
            if isinstance(query, (And, Or)):
                parts = [
                    scores(Evaluation(fresh).match(clause))
                    for clause in query.subqueries
                    if not isinstance(clause, Not)
                ]
                summed = {n: sum(part.get(n, 0.0) for part in parts) for n in whole}
                assert whole == pytest.approx(summed, rel=1e-5, abs=1e-6)


@settings(slowly, max_examples=12)
@given(histories(), st.lists(queries, min_size=1, max_size=6))
def test_every_page_is_a_stretch_of_the_full_list(history, asked):
    commits, _ = history
    with indexed(commits) as engine:
        for node in asked:
            for sort in ("relevance", "date", "-date"):
                full = engine.search(Search(query=node, limit=100, sort=sort, snippets=False)).hits
                for offset in range(0, len(full), 2):
                    page = engine.search(
                        Search(query=node, limit=2, offset=offset, sort=sort, snippets=False)
                    )
                    assert page.hits == full[offset : offset + 2]


@settings(slowly, max_examples=12)
@given(histories(), st.data())
def test_what_is_asked_of_some_articles_is_what_is_known_of_all(history, data):
    commits, _ = history
    with indexed(commits) as engine:
        segments = engine._current().segments
        whole = Snapshot(segments)
        numbers = np.array(sorted(data.draw(st.sets(st.integers(0, max(0, whole.size - 1))))), np.int64)
        numbers = numbers[numbers < whole.size]
        assert whole.alive(numbers).tolist() == np.isin(numbers, whole.live).tolist()
        for rows in (0, 10**9):
            with pytest.MonkeyPatch.context() as patch:
                patch.setattr(snapshots, "FEW_ROWS", rows)
                for column in ("date", "body_end"):
                    found = Snapshot(segments).numbers_of(column, numbers)
                    assert found.tolist() == whole.numbers(column)[numbers].tolist()
