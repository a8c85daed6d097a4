"""Whatever bytes a file holds, a reader gives articles or says why not: no other error, no hang."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from archive import frontmatter
from archive.article import Article
from archive.errors import ReaderError
from archive.readers import Source, read

SAMPLES = sorted(
    path
    for path in (Path(__file__).parents[1] / "samples").glob("*/*")
    if path.suffix != ".expected" and path.stat().st_size < 200_000
)


def attempt(content: bytes, name: str) -> list[Article | ReaderError]:
    """Read bytes; all that comes must be fit for the corpus, or an error that says what to do."""
    found: list[Article | ReaderError] = []
    try:
        found.extend(read(Source(name, content=content)))
    except ReaderError as error:
        found.append(error)
    for one in found:
        if isinstance(one, Article):
            frontmatter.write(one)
        else:
            assert len(str(one)) > 10
    return found


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_a_file_cut_off_anywhere_is_read_or_refused(sample: Path) -> None:
    content = sample.read_bytes()
    for tenth in range(10):
        attempt(content[: len(content) * tenth // 10], sample.name)
        attempt(content[: len(content) * tenth // 10], "no suffix")


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_a_damaged_file_is_read_or_refused(data: st.DataObject) -> None:
    sample = data.draw(st.sampled_from(SAMPLES))
    content = bytearray(sample.read_bytes())
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(content)))
        length = data.draw(st.integers(0, 40))
        content[at : at + length] = data.draw(st.binary(max_size=40))
    attempt(bytes(content), sample.name)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    start=st.sampled_from([sample.read_bytes()[:400] for sample in SAMPLES]),
    rest=st.one_of(st.binary(max_size=300), st.text(max_size=300).map(lambda text: text.encode())),
)
def test_the_start_of_a_format_with_anything_after_it_is_read_or_refused(start: bytes, rest: bytes) -> None:
    attempt(start + rest, "a")
