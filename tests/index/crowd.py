"""Searches an index again and again while another process writes it, and stops at the first wrong answer.

`python -m tests.index.crowd INDEX BATCH BATCHES` tells how often it searched, once it has seen all there is.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from pathlib import Path

from archive.article import Article
from archive.engine import Results, Search
from archive.index import WhooshEngine
from archive.query import parse

PATIENCE = 600
"""Seconds after which a writer has surely died."""

CHANGED = 5
"""Articles of a batch that the next batch writes anew."""

EACH = "Gemeinsam ist allen dieser Satz. "


def batches(size: int, count: int) -> Iterator[list[Article]]:
    """Give what each commit adds and changes: the word in every article, its number, fresh or changed."""
    for batch in range(count):
        before = [_article(batch - 1, number, "geändert") for number in range(CHANGED)] if batch else []
        yield [*(_article(batch, number, "frisch") for number in range(size)), *before]


def _article(batch: int, number: int, state: str) -> Article:
    text = f"{EACH * (number % 7 + 1)}\n\nDieser Artikel ist {state}, er gehört zu stapel{batch}."
    return Article(id=f"b{batch}-{number}", digest=f"{batch * 10**6 + number:064x}", body=text, language="de")


def watch(path: Path, size: int, count: int) -> int:
    """Search until all batches are seen; raises AssertionError for an answer that no commit gives."""
    asked, seen, deadline = 0, 0, time.monotonic() + PATIENCE
    with WhooshEngine.open(path) as engine:
        while seen < size * count:
            assert time.monotonic() < deadline, f"after {seen} of {size * count} articles nothing came"
            for query, states in (("gemeinsam", None), ('"Artikel ist"', None), ("frisch OR geändert", 1)):
                results = engine.search(Search(query=parse(query)))
                _check(results, query, size, marked=states is None)
                assert results.total >= seen, f"{query}: {results.total} articles after {seen}"
                seen = results.total
                asked += 1
            if seen:
                known = seen // size - 1
                assert engine.search(Search(query=parse(f"stapel{known}"), limit=0)).total == size
                changed = engine.search(Search(query=parse("geändert"), limit=0)).total
                assert changed % CHANGED == 0
                assert changed >= known * CHANGED
    return asked


def _check(results: Results, query: str, size: int, *, marked: bool) -> None:
    assert results.total % size == 0, f"{query}: {results.total} articles, half a commit"
    assert len(results.hits) == min(10, results.total)
    assert len({hit.id for hit in results.hits}) == len(results.hits)
    scores = [hit.score for hit in results.hits]
    assert scores == sorted(scores, reverse=True)
    for hit in results.hits:
        words = {each.text[a:b].lower() for each in hit.snippets for a, b in each.matches}
        assert words <= {"gemeinsam", "artikel ist", "frisch", "geändert"}, words
        assert words or not marked


if __name__ == "__main__":
    sys.stdout.write(str(watch(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))))
