"""Whatever bytes a file holds, a reader gives articles or says why not: no other error, no hang."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from archive import frontmatter
from archive.article import Article
from archive.errors import ReaderError
from archive.readers import Source, document, pasted, read, rows
from archive.readers.formats import recognise
from archive.readers.hypertext import paragraphs_of, plain

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


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.mbox", b"From a@b Mon Jan  1 00:00:00 2025\n\n" * 3, "is a mailbox without a message"),
        ("a.txt", b"Zeile\n" * (pasted.MOST_LINES + 1), "has more than 300,000 lines"),
        (
            "a.jsonl",
            b'{"title": "a"}\n' + b"\n" * (rows.MOST_EMPTY + 2),
            "1,000,000 lines above it are empty",
        ),
    ],
)
def test_what_is_too_much_or_nothing_is_refused_with_a_reason(name: str, content: bytes, reason: str) -> None:
    assert any(reason in str(one) for one in attempt(content, name))


def test_a_declaration_that_is_none_is_text() -> None:
    page = b"<html><body><DOCFULL><p><![Unsinn]> LENGTH: 9 words</p>"
    assert attempt(page, "a.html")
    assert [one.text for one in paragraphs_of("<p>a <![x b</p>")] == ["a <![x b"]


def test_a_document_of_too_many_paragraphs_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(document, "MOST_LINES", 10)
    (refused,) = attempt(b"{\\rtf1 " + b"x\\par\n" * 11 + b"}", "a.rtf")
    assert "more than 10 paragraphs" in str(refused)


def test_a_character_with_an_endless_number_is_left_out() -> None:
    for page in (
        f"<p>Der Deich</p><p title='&#{'1' * 5000};'>ist alt.</p>",
        f"<p>Der Deich</p><p>ist&#{'1' * 5000}; alt.</p>",
    ):
        assert [one.text for one in paragraphs_of(page) if one.text] == ["Der Deich", "ist alt."]
    assert plain(f"Der Deich &amp; er&#{'1' * 5000};") == "Der Deich & er"


def test_empty_lines_without_end_are_no_front_matter() -> None:
    began = time.process_time()
    recognise(Source("a.md", content=b"---\n" + b"\n \r\n" * 8_000 + b"x"))
    assert time.process_time() - began < 5
