"""Every search of tests/searches finds what it should: among the cast, or among articles of its own file."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import pytest

from archive.article import Article
from archive.engine import Engine, Search
from archive.index import WhooshEngine
from archive.query import parse

FOLDER = Path(__file__).parents[1] / "searches"
TOPICS = {
    path.stem: tomllib.loads(path.read_text(encoding="utf-8")) for path in sorted(FOLDER.glob("*.toml"))
}
CASES = [
    pytest.param(topic, case, id=f"{topic}: {case['query']}")
    for topic, content in TOPICS.items()
    for case in content["search"]
]


@pytest.fixture(scope="module")
def engines(tmp_path_factory: pytest.TempPathFactory, engine: Engine) -> Iterator[dict[str, Engine]]:
    """The engine that each topic is searched with."""
    found = dict.fromkeys(TOPICS, engine)
    own = {topic: content for topic, content in TOPICS.items() if "articles" in content}
    for topic, content in own.items():
        found[topic] = WhooshEngine.create(tmp_path_factory.mktemp(topic) / "index")
        found[topic].update(
            Article(
                id=name, digest=sha256(text.encode()).hexdigest(), body=text, language=content["language"]
            )
            for name, text in content["articles"].items()
        )
    yield found
    for topic in own:
        found[topic].close()


@pytest.mark.parametrize(("topic", "case"), CASES)
def test_a_search_finds_what_it_should(engines, topic, case):
    results = engines[topic].search(Search(query=parse(case["query"]), limit=50))
    found = [hit.id for hit in results.hits]
    expected = case["ids"]
    if not case.get("ranked"):
        found, expected = sorted(found), sorted(expected)
    assert results.total == len(found)
    assert len(found) == len(expected), found
    assert all(id.startswith(beginning) for id, beginning in zip(found, expected, strict=True)), found
    if "marks" in case:
        texts = [snippet for hit in results.hits for snippet in hit.snippets]
        assert sorted(each.text[a:b] for each in texts for a, b in each.matches) == sorted(case["marks"])
