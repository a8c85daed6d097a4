"""Every search of tests/searches finds what it should."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from archive.engine import Search
from archive.query import parse

FOLDER = Path(__file__).parents[1] / "searches"
CASES = [
    pytest.param(case, id=f"{path.stem}: {case['query']}")
    for path in sorted(FOLDER.glob("*.toml"))
    for case in tomllib.loads(path.read_text(encoding="utf-8"))["search"]
]


@pytest.mark.parametrize("case", CASES)
def test_a_search_finds_what_it_should(engine, case):
    results = engine.search(Search(query=parse(case["query"]), limit=50))
    found = [hit.id for hit in results.hits]
    expected = case["ids"]
    if not case.get("ranked"):
        found, expected = sorted(found), sorted(expected)
    assert results.total == len(found)
    assert len(found) == len(expected), found
    assert all(id.startswith(beginning) for id, beginning in zip(found, expected, strict=True)), found
