"""An index whose files were changed behind its back: it says so, or answers as if nothing had happened."""

from __future__ import annotations

import os
import pickle
import random
import shutil
import time
import tracemalloc
import warnings
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from archive import query
from archive.article import Article
from archive.engine import Search
from archive.errors import EngineError, IndexDamaged
from archive.index import WhooshEngine
from archive.index.codec.sections import Sections, SectionWriter
from archive.index.schema import FINGERPRINT
from archive.index.storage import Storage

THOROUGH = os.environ.get("KILLS") == "all"
"""Whether to change every single byte (`make thorough`), or some."""

QUERIES = ("zug", '"der zug"', "bahn*", "*hof", "strecke~2", "author:müller -kohl", "date:2024 zug", "=Züge")


def article(number: int, words: str) -> Article:
    return Article(
        id=f"2024-01-{number + 1:02}-a{number}",
        digest=f"{number:064x}",
        headline=f"Der Zug Nummer {number}",
        body=f"Der Zug kam an. Die Bahnhöfe und Züge der Strecke. {words}",
        authors=("Anna Müller",) if number % 2 else ("Bo Li", "Anna Müller"),
        published=date(2024, 1, number + 1),
        source="Zeitung",
        tags=("Bahn",),
        language="de",
    )


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index of two commits, with deletions and near copies, its two segments laid out differently."""
    path = tmp_path_factory.mktemp("damage") / "index"
    told = " ".join(f"Wort{n}" for n in range(60))
    with WhooshEngine.create(path) as engine:
        engine.update([article(n, told if n in (3, 4) else f"Wort{n} Kohl") for n in range(10)])
        engine.update([article(n, "Bahnhof anders") for n in range(2)], ["2024-01-03-a2"])
        assert engine.copies(["2024-01-05-a4"])
    assert {file.suffix for file in path.iterdir()} == {".json", ".lock", ".segment", ".deleted", ".stories"}
    segments = [Sections(path / f"{each.name}.segment") for each in Storage(path, FINGERPRINT).toc().segments]
    assert {"stem.rare.docs" in each for each in segments} == {True, False}
    return path


@pytest.fixture
def index(whole: Path, tmp_path: Path) -> Path:
    return shutil.copytree(whole, tmp_path / "index")


def answers(path: Path) -> list[object]:
    """Everything an index says, with the error in the place of what it refuses to say."""
    said: list[object] = []
    try:
        engine = WhooshEngine.open(path)
    except EngineError:
        return [EngineError]
    with engine:
        for text in QUERIES:
            try:
                found = engine.search(Search(query=query.parse(text), limit=5, snippets=True))
                said.append((found.total, found.hits))
            except EngineError:
                said.append(EngineError)
        for ask in (
            engine.digests,
            lambda: engine.known(["id:2024-01-01-a0"]),
            lambda: engine.complete("author", "m"),
            lambda: engine.copies(["2024-01-05-a4"]),
        ):
            try:
                said.append(ask())
            except EngineError:
                said.append(EngineError)
    return said


def flips(path: Path, stride: int) -> Iterator[tuple[Path, int]]:
    """Change one byte after the other in all files, and put each back."""
    chance = random.Random(stride)
    for file in sorted(path.iterdir()):
        before = file.read_bytes()
        for place in range(chance.randrange(stride), len(before), stride):
            changed = bytearray(before)
            changed[place] ^= 1 << chance.randrange(8)
            file.write_bytes(changed)
            yield file, place
        file.write_bytes(before)


def test_a_byte_changed_in_any_file_is_found_by_a_check(index: Path) -> None:
    with WhooshEngine.open(index) as engine:
        assert engine.verify() == []
        for file, place in flips(index, 1 if THOROUGH else 97):
            assert engine.verify(), f"{file.name}, byte {place}"
        assert engine.verify() == []


def test_a_byte_changed_in_any_file_never_changes_an_answer(index: Path) -> None:
    whole = answers(index)
    assert EngineError not in whole
    for file, place in flips(index, 61 if THOROUGH else 997):
        for said, right in zip(answers(index), whole, strict=False):
            assert said in (right, EngineError), f"{file.name}, byte {place}"


def test_an_index_that_lost_its_last_table_of_contents_does_not_answer_from_the_one_before(
    index: Path,
) -> None:
    last = max(index.glob("toc-*.json"))
    last.unlink()
    with pytest.raises(IndexDamaged, match=last.name):
        WhooshEngine.open(index)
    with WhooshEngine.create(index) as engine:  # as `sync --rebuild` does
        engine.update([article(0, "neu")])
        assert engine.verify() == []
        assert set(engine.digests()) == {"2024-01-01-a0"}


class Bomb:
    def __reduce__(self) -> tuple[object, tuple[str]]:
        return exec, ("import pathlib; pathlib.Path('went-off').touch()",)


def test_an_index_of_pickle_bombs_does_not_go_off(
    index: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    files = {file: file.read_bytes() for file in index.iterdir()}
    for chosen in [*([file] for file in files), list(files)]:
        for file in chosen:
            file.write_bytes(pickle.dumps(Bomb()))
        if any(file.name != "write.lock" for file in chosen):
            with suppress(EngineError), WhooshEngine.open(index) as engine:
                assert engine.verify()
        for file in chosen:
            file.write_bytes(files[file])
    assert not (tmp_path / "went-off").exists()


def corrupted(chance: random.Random, raw: bytes) -> bytes:
    """Change what a section says, as a checksum would not notice."""
    changed = bytearray(raw)
    for _ in range(chance.randrange(1, 4)):
        place = chance.randrange(len(changed) + 1)
        how = chance.randrange(4)
        if how == 0:
            del changed[place:]
        elif how == 1:
            changed[place:place] = chance.randbytes(chance.randrange(1, 9))
        elif how == 2:
            changed[place : place + 8] = chance.choice([b"\xff" * 8, b"\x00" * 8, b"\xff\xff\xff\x7f" * 2])
        elif changed:
            changed[place - 1] = chance.randrange(256)
    return bytes(changed)


def rewritten(segment: Path, change: Callable[[str, bytes], bytes]) -> None:
    """Write a segment anew with other sections, under checksums that are right."""
    sections = Sections(segment)
    parts = {name: bytes(sections.bytes(name)) for name in sections.names}
    segment.unlink()
    writer = SectionWriter(segment)
    for name, raw in parts.items():
        writer.add(name, change(name, raw))
    writer.close(sections.facts)


def test_sections_that_hold_nonsense_under_right_checksums_are_refused_or_read_in_time(
    whole: Path, tmp_path: Path
) -> None:
    """Nothing but an error of the engine comes out, soon, and without filling the memory."""
    chance = random.Random(4)
    names = [f"{entry.name}.segment" for entry in Storage(whole, FINGERPRINT).toc().segments]
    sections = Sections(whole / names[0]).names
    warnings.simplefilter("ignore", RuntimeWarning)  # numbers that overflow are nonsense too
    for name in [*sections] * 20 if THOROUGH else sections[::4]:
        path = shutil.copytree(whole, tmp_path / "index")
        rewritten(path / names[0], lambda each, raw: corrupted(chance, raw) if each == name else raw)  # noqa: B023
        began = time.process_time()
        tracemalloc.start()
        answers(path)
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        assert time.process_time() - began < 5, name
        assert most < 100 << 20, name
        shutil.rmtree(path)


def test_what_was_merged_away_gives_its_room_back_after_the_next_commit(tmp_path: Path) -> None:
    path = tmp_path / "index"
    storage = Storage(path, FINGERPRINT)
    with WhooshEngine.create(path) as engine:
        for number in range(20):
            engine.update([article(number, "wieder")])
            tocs = [storage.read_toc(generation) for generation in storage.generations()]
            assert len(tocs) == 2
            named = {f"{entry.name}.segment" for toc in tocs for entry in toc.segments}
            assert {file.name for file in path.glob("*.segment")} == named
            assert len(storage.toc().segments) <= 8
            for entry in tocs[1].segments:  # the commit before can still be read
                storage.open_segment(entry).sections.verify()
    assert np.sum([entry.docs for entry in storage.toc().segments]) == 20
