"""Segment files of a single structure, written and opened again."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from pathlib import Path

import pytest

from archive.index.codec.sections import Sections, SectionWriter

Rewrite = Callable[[Callable[[SectionWriter], None]], Sections]


@pytest.fixture(scope="module")
def rewrite(tmp_path_factory: pytest.TempPathFactory) -> Rewrite:
    folder: Path = tmp_path_factory.mktemp("codec")
    numbers = itertools.count()

    def write_and_open(write: Callable[[SectionWriter], None]) -> Sections:
        path = folder / f"{next(numbers)}.segment"
        writer = SectionWriter(path)
        write(writer)
        writer.close({})
        sections = Sections(path)
        path.unlink()
        return sections

    return write_and_open
