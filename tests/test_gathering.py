"""What arrives is taken in batches, and what comes next is gathered while one is written."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive import Archive, ingest
from archive.gathering import Gathering
from archive.index import batch, writer


def by_tens(number: int) -> float:
    return number / 10


@given(st.lists(st.integers(0, 12)), st.integers(0, 5))
def test_every_thing_is_in_one_batch_in_order_and_only_the_last_is_not_full(things: list[int], ahead: int):
    gathering = Gathering(iter(things), by_tens, 60)
    taken: list[int] = []
    batches = []
    for found in gathering.batches():
        batches.append(found)
        taken += found
        for _ in range(ahead):
            gathering.more()
    assert taken == things
    assert all(sum(map(by_tens, found)) >= 1 > sum(map(by_tens, found[:-1])) for found in batches[:-1])


def test_a_full_batch_is_not_added_to_while_the_one_before_is_written():
    gathering = Gathering(iter([10] * 5), by_tens, 60)
    batches = gathering.batches()
    assert next(batches) == [10]
    assert gathering.more()
    assert not gathering.more()
    assert list(batches) == [[10]] * 4


def test_what_has_been_gathered_for_long_is_given():
    def slowly() -> Iterator[int]:
        for number in range(4):
            time.sleep(0.02)
            yield number

    batches = list(Gathering(slowly(), by_tens, 0.03).batches())
    assert len(batches) >= 2
    assert [number for batch in batches for number in batch] == [0, 1, 2, 3]


def test_what_was_gathered_beforehand_took_no_time():
    gathering = Gathering(iter(range(1, 5)), lambda _: 0.01, 0.5)
    batches = gathering.batches()
    assert gathering.more()
    time.sleep(0.6)
    assert next(batches) == [1, 2, 3, 4]


def test_what_is_there_before_something_goes_wrong_is_given_first():
    def failing() -> Iterator[int]:
        yield from (10, 1)
        raise OSError("gone")

    gathering = Gathering(failing(), by_tens, 60)
    batches = gathering.batches()
    assert next(batches) == [10]
    assert gathering.more()
    assert not gathering.more()
    assert next(batches) == [1]
    with pytest.raises(OSError, match="gone"):
        next(batches)


def test_records_are_read_while_those_before_them_are_indexed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(writer, "worthwhile", lambda: 2)
    monkeypatch.setattr(batch, "DOCUMENTS", 3)
    monkeypatch.setattr(ingest, "BATCH_ARTICLES", 10)
    records = [{"id": n, "title": f"Zug {n}", "text": f"Der Zug {n} fährt. " * 20} for n in range(35)]
    file = tmp_path / "records.jsonl"
    file.write_text("".join(json.dumps(record) + "\n" for record in records), encoding="utf-8")
    with Archive.create(tmp_path / "archive") as archive:
        run = ingest.Ingest(archive.corpus, archive.engine, {})
        told: list[int] = []
        read_when_reported = []
        for outcome in run.add([str(file)], progress=lambda done, _: told.append(done)):
            assert outcome.outcome == "new"
            read_when_reported.append(run._seen)
        assert len(read_when_reported) == 35
        assert read_when_reported[0] > 10
        assert told == sorted(told)
        assert told[-1] == 35
        assert len(archive.engine.digests()) == 35
        assert [each.outcome for each in archive.add([str(file)])] == ["same"] * 35
