"""The shared cast: twelve short invented articles, and a search engine that holds them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import settings

from archive import frontmatter
from archive.article import Article
from archive.engine import Engine
from archive.index import WhooshEngine

settings.register_profile("repeatable", derandomize=True)
settings.register_profile("roaming", max_examples=500, print_blob=True)
settings.load_profile("repeatable")
"""The same examples in every run, so that the tests of a change pass or fail by the change; `make thorough`
tries others each time."""

CAST = Path(__file__).parent / "articles"


def read_cast() -> list[Article]:
    """Read the articles of the cast; the id of each is the name of its file."""
    return [
        replace(
            frontmatter.read(path.read_text(encoding="utf-8"), path),
            id=path.stem,
            digest=sha256(path.read_bytes()).hexdigest(),
        )
        for path in sorted(CAST.glob("*.md"))
    ]


@pytest.fixture(scope="session")
def cast() -> list[Article]:
    """The articles of the cast."""
    return read_cast()


@pytest.fixture(scope="session")
def engine(tmp_path_factory: pytest.TempPathFactory, cast: list[Article]) -> Iterator[Engine]:
    """A search engine that holds the cast, in two commits; not to be written to."""
    with WhooshEngine.create(tmp_path_factory.mktemp("engine") / "index") as engine:
        engine.update(cast[:7])
        engine.update(cast[7:])
        yield engine
