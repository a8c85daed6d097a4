"""Files are read by other processes, and what harms one of those costs the one file it was reading."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from archive.errors import ReaderError
from archive.readers import process, processes
from archive.readers.processes import Found, Processes
from archive.readers.source import Source

TEXT = (
    "Ferry number {0}\n\nFerry number {0} left the harbour at six in the morning, and the crew was glad.\n"
    "It came back in the evening with forty passengers and a dog.\n"
)


@pytest.fixture(autouse=True)
def none_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have even the first texts read by other processes."""
    monkeypatch.setattr(processes, "HANDFUL", 0)


@pytest.fixture
def reading() -> Iterator[list[Processes]]:
    """Hold processes, to be ended after the test."""
    made: list[Processes] = []
    yield made
    for one in made:
        one.close()


def texts(folder: Path, count: int) -> list[Source]:
    sources = []
    for number in range(count):
        path = folder / f"{number}.txt"
        path.write_text(TEXT.format(number), encoding="utf-8")
        sources.append(Source(str(path), path))
    return sources


def told(found: Iterator[Found | str]) -> list[str]:
    """Give headlines and problems in the order they come."""
    said = []
    for one in found:
        if isinstance(one, str):
            said.append(one)
        elif isinstance(one.article, ReaderError):
            assert one.article.hint
            said.append(
                f"! {one.article}".replace(
                    str(one.source.path), one.source.path.name if one.source.path else ""
                )
            )
        else:
            said.append(one.article.headline or "")
    return said


def test_what_is_found_comes_in_the_order_of_the_files(tmp_path: Path, reading: list[Processes]) -> None:
    reading.append(many := Processes())
    found = list(many.read(["first", *texts(tmp_path, 12), "last"]))
    assert told(iter(found)) == ["first", *(f"Ferry number {number}" for number in range(12)), "last"]
    assert all(one.alone and one.begins for one in found if isinstance(one, Found))


def test_a_file_that_hangs_is_given_up_and_the_others_are_read(
    tmp_path: Path, reading: list[Processes]
) -> None:
    os.mkfifo(tmp_path / "pipe.txt")  # nobody ever writes to it: whoever opens it waits for ever
    sources = texts(tmp_path, 6)
    sources.insert(2, Source("pipe.txt", tmp_path / "pipe.txt"))
    reading.append(many := Processes(seconds=1))
    said = told(many.read(sources))
    assert said.pop(2) == "! pipe.txt was given up: reading it took more than 1 s."
    assert said == [f"Ferry number {number}" for number in range(6)]


@pytest.mark.parametrize("blow", [signal.SIGSEGV, signal.SIGKILL])
def test_a_process_that_breaks_down_takes_one_file_with_it(
    tmp_path: Path, reading: list[Processes], monkeypatch: pytest.MonkeyPatch, blow: signal.Signals
) -> None:
    monkeypatch.setattr(processes, "MOST", 1)
    os.mkfifo(tmp_path / "pipe.txt")
    sources = texts(tmp_path, 3)
    sources.insert(1, Source("pipe.txt", tmp_path / "pipe.txt"))
    reading.append(many := Processes(seconds=60))

    def strike() -> None:
        (one,) = many._tasks
        one._process.send_signal(blow)

    found = many.read(sources)
    first = next(found)
    assert isinstance(first, Found)
    timer = threading.Timer(0.3, strike)
    timer.start()
    assert told(found) == [
        "! pipe.txt cannot be read: it breaks what reads it.",
        "Ferry number 1",
        "Ferry number 2",
    ]
    timer.join()


def test_a_file_that_takes_too_much_memory_is_named(tmp_path: Path, reading: list[Processes]) -> None:
    path = tmp_path / "large.eml"
    path.write_bytes(b"From: a@example.org\nMIME-Version: 1.0\nSubject: x\n\n" + b"word " * 3_000_000)
    reading.append(many := Processes(memory=120_000_000))
    (said,) = told(many.read([Source(str(path), path)]))
    assert said in {
        "! large.eml takes too much memory to be read.",
        "! large.eml cannot be read: it breaks what reads it.",
    }


def test_a_process_that_has_grown_large_is_replaced(
    tmp_path: Path, reading: list[Processes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        process,
        "_START",
        process._START.replace(
            "import serve;", "import serve; from archive.readers import process; process.TIRED = 1;"
        ),
    )
    reading.append(many := Processes())
    started = []
    begin = process.Process.__init__

    def counted(self: process.Process, *limits: float) -> None:
        started.append(self)
        begin(self, *limits)  # type: ignore[arg-type]

    monkeypatch.setattr(process.Process, "__init__", counted)
    assert told(many.read(texts(tmp_path, 4))) == [f"Ferry number {number}" for number in range(4)]
    assert len(started) >= 4


def test_records_and_a_few_short_texts_need_no_process(
    tmp_path: Path, reading: list[Processes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(processes, "HANDFUL", 2)
    (tmp_path / "a.jsonl").write_text('{"title": "One", "text": "The ferry left."}\n' * 3, encoding="utf-8")
    (tmp_path / "b.txt").write_text("The ferry\n\nThe ferry left at six in the morning.\n", encoding="utf-8")
    reading.append(many := Processes())
    found = list(many.read([Source(name, tmp_path / name) for name in ("a.jsonl", "b.txt")]))
    assert len(found) == 4
    assert [one.alone for one in found] == [False, False, False, True]
    assert not many._tasks


def test_many_texts_are_shared_out(
    tmp_path: Path, reading: list[Processes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(processes, "HANDFUL", 2)
    for number in range(4):
        (tmp_path / f"{number}.txt").write_text(
            f"Ferry number {number}\n\nThe ferry left at six in the morning.\n", encoding="utf-8"
        )
    reading.append(many := Processes())
    sources = [Source(f"{number}.txt", tmp_path / f"{number}.txt") for number in range(4)]
    assert told(many.read(sources)) == [f"Ferry number {number}" for number in range(4)]
    assert many._tasks


def test_a_mailbox_far_down_the_line_waits_at_its_pipe(
    tmp_path: Path, reading: list[Processes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(processes, "_HELD", 20_000)
    message = (
        "From a@example.org Mon Jan  1 00:00:00 2024\nReceived: x\nMessage-ID: <{0}@x>\n"
        "Subject: Ferry {0}\n\n{1}\n\n"
    )
    text = "The ferry left the harbour at six in the morning. " * 100
    (tmp_path / "a.mbox").write_text("".join(message.format(n, text) for n in range(60)), encoding="utf-8")
    sources = [*texts(tmp_path, 1), Source("a.mbox", tmp_path / "a.mbox"), *texts(tmp_path, 3)]
    reading.append(many := Processes())
    most = 0
    said = []
    for one in many.read(sources):
        most = max(most, many._held)
        said.extend(told(iter([one])))
    assert said == [
        "Ferry number 0",
        *(f"Ferry {n}" for n in range(60)),
        *(f"Ferry number {n}" for n in range(3)),
    ]
    assert most < 2_000_000
    assert many._held == 0


def test_where_no_process_can_be_started_files_are_read_here(
    tmp_path: Path, reading: list[Processes], monkeypatch: pytest.MonkeyPatch
) -> None:
    def none(*_: object, **__: object) -> None:
        raise BlockingIOError(11, "Resource temporarily unavailable")

    monkeypatch.setattr(process.subprocess, "Popen", none)
    reading.append(many := Processes())
    assert told(many.read(texts(tmp_path, 3))) == [f"Ferry number {number}" for number in range(3)]


def test_a_process_ends_when_nobody_is_left_to_answer(tmp_path: Path) -> None:
    one = process.Process(60.0, 2_000_000_000)
    one.tell(texts(tmp_path, 1)[0])
    one._stdin.close()
    began = time.monotonic()
    assert one._process.wait(timeout=30) == 0
    assert time.monotonic() - began < 30
    one.end()


def test_an_unexpected_error_of_a_reader_is_that_files_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for kind, sentence in (
        (LookupError, "cannot be read, its reader failed (LookupError"),
        (RecursionError, "is nested too deeply"),
        (MemoryError, "takes too much memory"),
    ):

        def fails(source: Source, kind: type[Exception] = kind) -> Iterator[ReaderError]:
            raise kind("what it says")
            yield

        monkeypatch.setattr(process.readers, "read", fails)
        ((error, alone),) = process.each(Source("a.txt", content=b"x"))
        assert isinstance(error, ReaderError)
        assert sentence in str(error)
        assert not alone
