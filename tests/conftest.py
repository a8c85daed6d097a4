"""The shared cast: twelve short invented articles, and a search engine that holds them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest

from archive import frontmatter
from archive.article import Article
from archive.engine import Engine
from archive.index import WhooshEngine

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
