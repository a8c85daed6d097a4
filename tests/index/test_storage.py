from __future__ import annotations

import os
import pickle
import subprocess
import sys
import threading
import time
import zlib
from contextlib import suppress
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.errors import EngineError, IndexDamaged, IndexLocked, IndexMissing, IndexOutdated
from archive.index.codec.segment import Stories
from archive.index.storage import LOCK, Entry, Storage
from archive.index.writer import FEW, create
from tests.index.killed import SCHEMA, state, update


@pytest.fixture
def index(tmp_path: Path) -> Path:
    path = tmp_path / "index"
    create(Storage(path, SCHEMA))
    update(path, {"a": "Der Zug kam an.", "b": "Zwei Züge."})
    update(path, {"c": "Kein Zug."}, ("b",))
    return path


@pytest.mark.parametrize(
    ("how", "few", "all_of_them", "articles"),
    [
        ("die", "3", "1", [str(FEW - 10)]),
        ("die", "4", "1", [str(FEW + 10)]),
        ("die", "5", "1", ["7", "apart"]),
        ("full", "4", "1", [str(FEW - 10)]),
        ("full", "3", "1", [str(FEW + 10)]),
        ("full", "5", "1", ["7", "apart"]),
        ("short", "1000", "97", []),
        ("kill", "9", "250", []),
    ],
)
def test_a_commit_stopped_at_any_step_leaves_all_of_the_old_or_all_of_the_new(
    tmp_path: Path, how: str, few: str, all_of_them: str, articles: list[str]
) -> None:
    count = all_of_them if os.environ.get("KILLS") == "all" else few
    run = subprocess.run(
        [sys.executable, "-m", "tests.index.killed", str(tmp_path), how, count, *articles],
        capture_output=True,
        text=True,
        check=False,
        cwd=Path(__file__).parents[2],
    )
    assert run.returncode == 0, run.stderr
    assert int(run.stdout) > 4


def test_all_that_a_commit_names_is_synced_before_it_is_seen(
    index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced: dict[int, int] = {}
    seen = []
    sync, rename = os.fsync, os.rename

    def sizes() -> dict[int, int]:
        """Give the size of each file by its inode, and how many files the directory has."""
        files = {file.stat().st_ino: file.stat().st_size for file in index.iterdir() if file.name != LOCK}
        return {**files, index.stat().st_ino: len(files)}

    def syncing(handle: int) -> None:
        sync(handle)
        file = os.fstat(handle).st_ino
        synced[file] = sizes()[file]

    def renaming(old: Path, new: Path) -> None:
        fresh = {file: size for file, size in sizes().items() if file not in before}
        assert len(fresh) > 2
        assert fresh.items() <= synced.items(), "the files, their directory"
        synced.clear()
        rename(old, new)
        seen.append(Path(new).name)

    monkeypatch.setattr(os, "fsync", syncing)
    monkeypatch.setattr(os, "rename", renaming)
    for number in range(9):
        before = set(sizes()) - {index.stat().st_ino}
        update(index, {f"n{number}": "Ein neuer Text.", "a": f"anders {number}"})
        assert index.stat().st_ino in synced, "the new name of the table of contents"
    assert len(seen) == 9


def test_what_was_committed_is_there(index: Path) -> None:
    assert state(index) == {"a": "Der Zug kam an.", "c": "Kein Zug."}


def test_a_snapshot_stays_readable_when_its_files_are_gone(index: Path) -> None:
    snapshot = Storage(index, SCHEMA).snapshot()
    for number in range(4):
        update(index, {"a": f"Neu {number}"})
    texts = sorted(segment.texts(0)["body"] for segment in snapshot.segments)
    assert texts == ["Der Zug kam an.", "Kein Zug."]
    assert state(index)["a"] == "Neu 3"


def test_readers_never_fail_while_a_writer_commits(index: Path) -> None:
    stop = threading.Event()
    failures: list[Exception] = []

    def read() -> None:
        while not stop.is_set():
            try:
                assert set(state(index)) >= {"a", "c"}
            except (EngineError, AssertionError, OSError) as error:
                failures.append(error)
                return

    readers = [threading.Thread(target=read) for _ in range(3)]
    for reader in readers:
        reader.start()
    for number in range(12):
        update(index, {f"n{number}": "Text", "a": f"Text {number}"})
    stop.set()
    for reader in readers:
        reader.join()
    assert not failures


def test_a_second_writer_waits_briefly_and_is_told(index: Path) -> None:
    storage = Storage(index, SCHEMA)
    began = time.monotonic()
    with storage.lock(), pytest.raises(IndexLocked), Storage(index, SCHEMA).lock(patience=0.1):
        pass
    assert time.monotonic() - began < 5
    with storage.lock(patience=0):
        pass


def test_no_index_is_missing_and_something_else_is_outdated(tmp_path: Path) -> None:
    with pytest.raises(IndexMissing):
        Storage(tmp_path / "none", SCHEMA).snapshot()
    (tmp_path / ".gitignore").write_text("*\n")
    with pytest.raises(IndexMissing):
        Storage(tmp_path, SCHEMA).snapshot()
    (tmp_path / "_MAIN_1.toc").write_bytes(b"an index of another program")
    with pytest.raises(IndexOutdated):
        Storage(tmp_path, SCHEMA).snapshot()


def test_an_index_of_another_schema_is_outdated(index: Path) -> None:
    with pytest.raises(IndexOutdated):
        Storage(index, "other").snapshot()


class Bomb:
    def __reduce__(self) -> tuple[object, tuple[str]]:
        return exec, ("import pathlib; pathlib.Path('went-off').touch()",)


def test_no_file_of_the_index_is_ever_unpickled(
    index: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    whole = {file: file.read_bytes() for file in index.iterdir()}
    for chosen in [*([file] for file in whole), list(whole)]:
        for file in chosen:
            file.write_bytes(pickle.dumps(Bomb()) + whole[file])
        with suppress(EngineError):
            state(index)
        for file in chosen:
            file.write_bytes(whole[file])
    assert not (tmp_path / "went-off").exists()


def test_every_file_missing_empty_or_changed_is_damage_plainly_said(index: Path) -> None:
    toc = Storage(index, SCHEMA).toc()
    names = {f"{entry.name}.segment" for entry in toc.segments} | {
        e.deleted for e in toc.segments if e.deleted
    }
    names.add(f"toc-{toc.generation:06}.json")
    for file in (index / name for name in sorted(names)):
        whole = file.read_bytes()
        middle = len(whole) // 2
        for changed in (
            b"",
            whole[:middle],
            whole[:middle] + bytes([whole[middle] ^ 4]) + whole[middle + 1 :],
        ):
            file.write_bytes(changed)
            with pytest.raises(IndexDamaged) as caught:
                state(index)
            assert file.name in str(caught.value)
        if file.suffix != ".json":
            file.unlink()
            with pytest.raises(IndexDamaged, match=file.name):
                state(index)
        file.write_bytes(whole)
    assert set(state(index)) == {"a", "c"}


def test_creating_anew_replaces_whatever_was_there(index: Path) -> None:
    create(Storage(index, "newer"))
    assert Storage(index, "newer").snapshot().segments == ()
    assert sum(file.suffix == ".segment" for file in index.iterdir()) == 0


NUMBERS = st.lists(st.integers(0, 2**32 - 1) | st.integers(0, 9), max_size=6)


@settings(max_examples=60, deadline=None)
@given(docs=NUMBERS, odd=st.binary(max_size=9), count=st.integers(1, 12))
def test_deletions_and_stories_that_nobody_wrote_are_damage(
    tmp_path_factory: pytest.TempPathFactory, docs: list[int], odd: bytes, count: int
) -> None:
    storage = Storage(tmp_path_factory.mktemp("index"), SCHEMA)
    sound = docs == sorted(set(docs)) and not odd and (not docs or docs[-1] < count)
    raw = np.array(docs, "<u4").tobytes() + odd
    for read, data in (
        (storage._deletions, raw),
        (storage._stories, raw + np.ones(len(docs), "<u8").tobytes()),
    ):
        (storage.path / "file").write_bytes(data + zlib.crc32(data).to_bytes(4, "little"))
        entry = Entry("some", count, deleted="file", deletions=len(docs), stories="file")
        if sound and (docs or read == storage._deletions):
            read(entry)
        else:
            with pytest.raises(IndexDamaged, match="file is damaged"):
                read(entry)


def test_stories_are_read_as_they_were_written(tmp_path: Path) -> None:
    storage = Storage(tmp_path, SCHEMA)
    written = Stories(np.array([0, 3, 8]), np.array([7, 2**64 - 1, 7], np.uint64))
    read = storage._stories(storage.write_stories(Entry("some", 9), 5, written))
    assert (read.docs.tolist(), read.stories.tolist()) == (written.docs.tolist(), written.stories.tolist())
