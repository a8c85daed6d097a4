from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.analysis import Analyzer, forms
from archive.article import Article
from archive.index import batch, schema, writer
from archive.index.codec.segment import SegmentReader
from archive.index.storage import Storage
from archive.index.writer import IndexWriter, create
from tests.index.brute_force import spoken

SENTENCES = (
    "Der Bahnhofsvorsteher sah den Zug.",
    "Die Züge kamen spät, sehr spät.",
    "Trains are late; the train is late.",
    "Die die DIE Gift gift",
    "",
)
Where = dict[str, dict[str, list[int]]]


def article(identity: str, body: str, language: str | None) -> Article:
    return Article(
        id=identity,
        digest=identity.encode().hex().rjust(64, "0"),
        language=language,
        headline=f"Zug {identity}",
        source="Blatt",
        tags=("b", "a"),
        disclaimer="Ohne Gewähr.",
        body=body,
    )


def open_index(path: Path) -> Storage:
    storage = Storage(path, "test")
    create(storage)
    return storage


def update(storage: Storage, articles: Mapping[str, Article], remove: tuple[str, ...] = ()) -> None:
    with storage.lock():
        IndexWriter(storage).update(articles.values(), remove)


def indexed(storage: Storage, field: str) -> Where:
    """Give for each term of a field the ids that have it, and where."""
    found: Where = {}
    for segment in storage.snapshot().segments:
        reader, ids, deleted = segment.field(field), segment.ids(), set(segment.deleted_docs.tolist())
        for ordinal, term in enumerate(reader.terms.all() if reader else ()):
            postings = reader.postings(ordinal)
            counts, positions = postings.positions()
            ends = np.cumsum(counts)
            for doc, count, end in zip(postings.docs.tolist(), counts.tolist(), ends.tolist(), strict=True):
                if doc not in deleted:
                    found.setdefault(term, {})[ids[doc]] = positions[end - count : end].tolist()
    return found


def expected(articles: Mapping[str, Article], field: str) -> Where:
    found: Where = {}
    for identity, each in articles.items():
        analyzer = Analyzer(spoken(each).language)
        headline = forms(each.headline or "")
        placed = list(enumerate(headline))
        placed += list(enumerate(forms(each.body), len(headline) + schema.GAP))
        for position, form in placed:
            terms = (form,) if field == schema.FORM else dict.fromkeys(analyzer.terms(form).stems)
            for term in terms:
                found.setdefault(term, {}).setdefault(identity, []).append(position)
    return found


BODIES = st.lists(st.sampled_from(SENTENCES), max_size=6).map(" ".join)
BATCHES = st.lists(
    st.tuples(
        st.lists(st.tuples(st.sampled_from("abcdefgh"), BODIES, st.sampled_from(["de", "en", None]))),
        st.sets(st.sampled_from("abcdefghx"), max_size=3),
    ),
    min_size=1,
    max_size=5,
)


@pytest.fixture
def small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batch, "DOCUMENTS", 3)
    monkeypatch.setattr(writer, "ALIKE", 3)
    monkeypatch.setattr(writer, "FEW", 1)
    monkeypatch.setattr(writer, "worthwhile", lambda: 0)


@settings(max_examples=15, deadline=None)
@given(batches=BATCHES)
@pytest.mark.usefixtures("small_batches")
def test_after_any_updates_the_index_holds_what_was_last_put(
    tmp_path_factory: pytest.TempPathFactory,
    batches: list[tuple[list[tuple[str, str, str | None]], set[str]]],
) -> None:
    storage = open_index(tmp_path_factory.mktemp("index"))
    index_writer = IndexWriter(storage)
    live: dict[str, Article] = {}
    for rows, remove in batches:
        articles = [article(*row) for row in rows]
        with storage.lock():
            index_writer.update(articles, remove)
        live = {identity: each for identity, each in live.items() if identity not in remove}
        live |= {each.id: each for each in articles}
    for field in (schema.FORM, schema.STEM):
        assert indexed(storage, field) == expected(live, field)
    for segment in storage.snapshot().segments:
        segment.sections.verify()
        check_columns(segment, live)


def check_columns(segment: SegmentReader, live: Mapping[str, Article]) -> None:
    ids = segment.ids()
    lengths = segment.field(schema.FORM).lengths if segment.field(schema.FORM) else []
    for doc in sorted(set(range(segment.doc_count)) - set(segment.deleted_docs.tolist())):
        each = live[ids[doc]]
        assert segment.stored(doc)["id"] == each.id
        assert segment.texts(doc).get("body", "") == each.body
        assert segment.digests()[doc] == each.digest
        assert segment.keywords("tag").of(doc) == ["a", "b"]
        assert lengths[doc] == len(forms(each.headline or "")) + len(forms(each.body))


@pytest.mark.parametrize("workers", [0, 2])
def test_merged_segments_answer_as_one_written_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, workers: int
) -> None:
    monkeypatch.setattr(writer, "worthwhile", lambda: workers)
    articles = {
        f"id{n}": article(f"id{n}", SENTENCES[n % 4] * (n % 7), ["de", "en"][n % 2]) for n in range(700)
    }
    whole = open_index(tmp_path / "whole")
    update(whole, articles)
    monkeypatch.setattr(batch, "DOCUMENTS", 100)
    merged = open_index(tmp_path / "merged")
    update(merged, articles)
    one, two = whole.snapshot().segments[0], merged.snapshot().segments[0]
    assert len(merged.snapshot().segments) == 1
    assert one.sections.facts == two.sections.facts
    for name in one.sections.names:
        if not name.startswith(("stored.", "text.")):
            assert bytes(one.sections.bytes(name)) == bytes(two.sections.bytes(name)), name
    assert [one.texts(doc) for doc in range(700)] == [two.texts(doc) for doc in range(700)]
    assert [one.stored(doc) for doc in range(700)] == [two.stored(doc) for doc in range(700)]


def test_the_processes_of_one_commit_write_the_next_and_end_with_the_writer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batch, "DOCUMENTS", 100)
    monkeypatch.setattr(writer, "worthwhile", lambda: 2)
    storage = open_index(tmp_path / "index")
    index_writer = IndexWriter(storage)
    articles = {f"id{n}": article(f"id{n}", SENTENCES[n % 4] * (n % 5), "de") for n in range(400)}
    started = []
    for commit in (range(250), range(250, 350), range(200, 400)):
        with storage.lock():
            index_writer.update([articles[f"id{n}"] for n in commit])
        assert index_writer._workers is not None
        started.append(index_writer._workers)
    assert started[0] is started[1] is started[2]
    for field in (schema.FORM, schema.STEM):
        assert indexed(storage, field) == expected(articles, field)
    processes = started[0]._processes
    index_writer.close()
    assert all(process.returncode is not None for process in processes)


def test_much_is_merged_by_processes_that_remember_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batch, "DOCUMENTS", 50)
    monkeypatch.setattr(writer, "worthwhile", lambda: 2)
    monkeypatch.setattr(writer, "LARGE", 100)
    monkeypatch.setattr(writer, "ALIKE", 3)
    storage = open_index(tmp_path / "index")
    index_writer = IndexWriter(storage)
    articles = {f"id{n}": article(f"id{n}", SENTENCES[n % 4] * (n % 5), "de") for n in range(220)}
    with storage.lock():
        for first in (0, 75):
            index_writer.update(list(articles.values())[first : first + 75])
        assert index_writer._workers is not None
        before = list(index_writer._workers._processes)
        index_writer.update(list(articles.values())[150:])
    assert all(process.returncode is not None for process in before)
    assert all(process.returncode is None for process in index_writer._workers._processes)
    index_writer.close()
    for field in (schema.FORM, schema.STEM):
        assert indexed(storage, field) == expected(articles, field)


def test_what_goes_wrong_in_a_worker_is_told_and_nothing_is_committed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batch, "DOCUMENTS", 2)
    monkeypatch.setattr(writer, "worthwhile", lambda: 2)
    storage = open_index(tmp_path / "index")
    sound = [article(f"id{n}", SENTENCES[0], "de") for n in range(5)]
    storage.path.chmod(0o500)
    try:
        if not os.access(storage.path, os.W_OK):
            with pytest.raises(OSError, match="denied"), storage.lock():
                IndexWriter(storage).update(sound)
    finally:
        storage.path.chmod(0o700)
    with pytest.raises(TypeError), storage.lock():
        IndexWriter(storage).update([*sound, replace(sound[0], authors=None)])  # type: ignore[arg-type]
    assert storage.snapshot().segments == ()
    assert list(storage.path.glob("*.segment")) == []


def test_many_small_adds_leave_few_files(tmp_path: Path) -> None:
    storage = open_index(tmp_path / "index")
    for number in range(40):
        update(storage, {"a": article(f"id{number}", SENTENCES[0], "de")})
    assert len(storage.snapshot().segments) < 8
    assert len(list(storage.path.iterdir())) < 30
    assert sum(segment.live_count for segment in storage.snapshot().segments) == 40


def test_a_segment_of_only_deleted_articles_goes(tmp_path: Path) -> None:
    storage = open_index(tmp_path / "index")
    update(storage, {"a": article("a", SENTENCES[0], "de")})
    update(storage, {}, ("a",))
    assert storage.snapshot().segments == ()


def test_a_failing_source_of_articles_changes_nothing(tmp_path: Path) -> None:
    storage = open_index(tmp_path / "index")
    update(storage, {"a": article("a", SENTENCES[0], "de")})

    def failing() -> object:
        yield article("b", SENTENCES[1], "de")
        raise KeyboardInterrupt

    with storage.lock(), pytest.raises(KeyboardInterrupt):
        IndexWriter(storage).update(failing())  # type: ignore[arg-type]
    assert set(indexed(storage, schema.FORM)["zug"]) == {"a"}
    assert len(list(storage.path.glob("*.segment"))) == 1


def test_words_of_any_script_and_lone_surrogates_are_kept(tmp_path: Path) -> None:
    storage = open_index(tmp_path / "index")
    update(storage, {"a": article("a", "\ud800 日本語 naïve Ελλάδα \U0001f600", "ja")})
    segment = storage.snapshot().segments[0]
    assert segment.texts(0)["body"] == "\ud800 日本語 naïve Ελλάδα \U0001f600"
    assert segment.postings(schema.FORM, "naïve") is not None
