"""Every sample is read as the file beside it says; a new case is two files more in tests/samples/<reader>/.

The expected file holds the articles as the corpus would keep them (without what is in the provenance of every
article), with a line of `=` between two, and `failed: …` for what cannot be read.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from archive import frontmatter
from archive.article import Provenance
from archive.errors import ReaderError
from archive.readers import Source, read

SAMPLES = Path(__file__).parents[1] / "samples"
BETWEEN = f"{'=' * 40}\n"


def told(sample: Path) -> Iterator[str]:
    """Write down what is read from a sample."""
    try:
        for found in read(Source(sample.name, sample)):
            if isinstance(found, ReaderError):
                yield f"failed: {found}\n"
            else:
                assert found.provenance.original == sample.name
                assert len(found.provenance.sha256 or "") == 64
                yield frontmatter.write(replace(found, provenance=Provenance(record=found.record)))
    except ReaderError as error:
        yield f"failed: {error}\n"


CASES = sorted(
    (sample.parent.name, sample.name)
    for sample in SAMPLES.glob("*/*")
    if sample.suffix != ".expected" and sample.with_suffix(".expected").exists()
)


@pytest.mark.parametrize(("reader", "name"), CASES)
def test_a_sample_is_read_as_expected(reader: str, name: str) -> None:
    sample = SAMPLES / reader / name
    assert BETWEEN.join(told(sample)) == sample.with_suffix(".expected").read_text(encoding="utf-8")


def test_every_sample_has_its_expected_file() -> None:
    stems = {(path.parent.name, path.stem, path.suffix == ".expected") for path in SAMPLES.glob("*/*")}
    assert {(reader, stem, True) for reader, stem, _ in stems} <= stems
    assert {(reader, stem, False) for reader, stem, _ in stems} <= stems
    assert CASES
