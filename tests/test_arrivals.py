"""A folder is added once, whatever interrupts it; every file is accounted for; what comes later is taken."""

from __future__ import annotations

import csv
import gzip
import json
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from archive import Archive, arrivals, ingest
from archive.arrivals import Arrivals, Reading
from archive.readers.processes import Found

TEXT = "Ferry number {0}\n\nBy Mary Stone\n\nFerry number {0} left the harbour at six in the morning.\n"


def inbox_of(folder: Path, count: int) -> Path:
    for number in range(count):
        path = folder / f"{number % 3}" / f"{number:03}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(TEXT.format(number), encoding="utf-8")
    return folder


def test_a_file_that_is_known_by_its_bytes_is_not_read_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    inbox = inbox_of(tmp_path / "inbox", 5)
    with Archive.create(tmp_path / "news") as archive:
        before = [one.id for one in archive.add([str(inbox)])]

        def unread(*_: object) -> Iterator[Found]:
            raise AssertionError("a file was read")
            yield

        monkeypatch.setattr(arrivals.Processes, "_job", unread)
        (inbox / "0" / "000.txt").rename(inbox / "moved.txt")
        after = list(archive.add([str(inbox)]))
        assert {one.outcome for one in after} == {"same"}
        assert sorted(one.id or "" for one in after) == sorted(id or "" for id in before)
        updated = list(archive.add([str(inbox)], overrides={"source": "Harbour Times"}))
        assert {one.outcome for one in updated} == {"updated"}
        assert archive.get(before[0] or "").source == "Harbour Times"


def test_a_file_of_many_articles_is_read_again_for_those_not_yet_there(tmp_path: Path) -> None:
    mail = (
        "From: anna@example.org\nMIME-Version: 1.0\nSubject: Ferry\nMessage-ID: <1@x>\n"
        'Content-Type: multipart/mixed; boundary="b"\n\n'
        "--b\nContent-Type: text/plain\n\nThe ferry left at six.\n"
        '--b\nContent-Type: text/html\nContent-Disposition: attachment; filename="a.html"\n\n'
        "<html><body><article><h1>Harbour</h1><p>The harbour was full of boats on that day, they said.</p>"
        "<p>It had not been so full for years, and the town was glad.</p></article></body></html>\n--b--\n"
    )
    path = tmp_path / "letter.eml"
    path.write_text(mail, encoding="utf-8")
    with Archive.create(tmp_path / "news") as archive:
        first = [one.id or "" for one in archive.add([str(path)])]
        assert len(first) == 2
        archive.remove([first[1]])  # as if the run had been killed between the two
        assert [one.outcome for one in archive.add([str(path)])] == ["same", "new"]


def test_a_packed_page_is_kept_as_it_came_and_known_by_its_bytes(tmp_path: Path) -> None:
    path = tmp_path / "ferry.txt.gz"
    path.write_bytes(gzip.compress(TEXT.format(1).encode()))
    with Archive.create(tmp_path / "news") as archive:
        (first,) = archive.add([str(path)])
        original = archive.original_of(first.id or "")
        assert original is not None
        assert original.read_bytes() == path.read_bytes()
        assert [one.outcome for one in archive.add([str(path)], time_limit=0.001)] == ["same"]
        assert not archive.check()


def test_a_run_that_is_killed_goes_on_where_it_was(tmp_path: Path) -> None:
    inbox = inbox_of(tmp_path / "inbox", 300)
    archive = Archive.create(tmp_path / "news")
    archive.close()
    script = (
        "import sys; from archive import ingest; ingest.BATCH_ARTICLES = 20; sys.argv[0] = 'archive'\n"
        "from archive.cli import main; main()"
    )
    command = [sys.executable, "-c", script, "--dir", str(tmp_path / "news"), "add", "--json", str(inbox)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, start_new_session=True) as process:
        assert process.stdout is not None
        lines = [process.stdout.readline() for _ in range(45)]
        process.send_signal(signal.SIGKILL)
        lines += process.stdout.read().split(b"\n")[:-1]
    reported = {json.loads(line)["path"] for line in lines if line.endswith((b"}", b"}\n"))}
    assert 45 <= len(reported) < 300
    with archive:
        outcomes = {one.path: one.outcome for one in archive.add([str(inbox)])}
    assert set(outcomes.values()) == {"new", "same"}
    assert all(outcomes[path] == "same" for path in reported)
    assert len(outcomes) == 300


def test_every_file_of_a_folder_is_accounted_for(tmp_path: Path) -> None:
    inbox = inbox_of(tmp_path / "inbox", 4)
    (inbox / "copy.txt").write_bytes((inbox / "0" / "000.txt").read_bytes())
    (inbox / "photo.jpg").write_bytes(b"\xff\xd8\xff\xe0\0\x10JFIF")
    (inbox / "empty.txt").write_bytes(b"")
    (inbox / "Title.html").write_text("<html><body><p>No.</p></body></html>", encoding="utf-8")
    (inbox / "Title_files").mkdir()
    for name in ("a.css", "b.js"):
        (inbox / "Title_files" / name).write_text("x", encoding="utf-8")
    (inbox / ".archiveignore").write_text("drafts/\n", encoding="utf-8")
    (inbox / "drafts").mkdir()
    (inbox / "drafts" / "d.txt").write_text("x", encoding="utf-8")
    rows = [{"title": f"Record {n}", "text": "The ferry left."} for n in range(2)]
    (inbox / "r.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    with Archive.create(tmp_path / "news") as archive:
        outcomes = list(archive.add([str(inbox)], skipped=True))
        plain = list(archive.add([str(inbox)]))
    files = {str(path) for path in inbox.rglob("*") if path.is_file()}
    assert {one.path for one in outcomes} == files
    kinds = {
        kind: sum(one.outcome == kind for one in outcomes) for kind in ("new", "same", "failed", "skipped")
    }
    assert kinds == {"new": 7, "same": 1, "failed": 2, "skipped": 4}
    assert all(one.reason for one in outcomes if one.outcome in ("failed", "skipped"))
    assert not [one for one in plain if one.outcome == "skipped"]


@pytest.mark.parametrize("ending", ["csv", "jsonl"])
def test_a_report_has_a_row_for_each_file(tmp_path: Path, ending: str) -> None:
    inbox = inbox_of(tmp_path / "inbox", 2)
    (inbox / ".hidden").write_text("x", encoding="utf-8")
    (inbox / "empty.txt").write_bytes(b"")
    Archive.create(tmp_path / "news").close()
    report = inbox / f"report.{ending}"
    for run in range(2):
        command = ["--dir", str(tmp_path / "news"), "add", str(inbox), "--report", str(report)]
        done = subprocess.run(
            [sys.executable, "-m", "archive", *command], capture_output=True, text=True, check=False
        )
        assert done.returncode == 1
        assert done.stderr.splitlines()[-1].endswith("1 failed; 2 passed over")
        with report.open(encoding="utf-8", newline="") as stream:
            rows = list(csv.DictReader(stream)) if ending == "csv" else [json.loads(line) for line in stream]
        found = [
            (Path(row["path"]).name, row["outcome"], bool(row["id"]), bool(row["reason"])) for row in rows
        ]
        outcome = "same" if run else "new"
        assert sorted(found) == sorted(
            [
                (".hidden", "skipped", False, True),
                ("000.txt", outcome, True, False),
                ("001.txt", outcome, True, False),
                ("empty.txt", "failed", False, True),
                (report.name, "skipped", False, True),
            ]
        )


def test_an_article_that_takes_too_long_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("archive.readers.process.START", 0.0)
    page = (
        "<html><body><article><h1>Harbour</h1><p>The harbour was full of boats.</p></article></body></html>"
    )
    (tmp_path / "a.html").write_text(page, encoding="utf-8")
    (tmp_path / "b.txt").write_text(TEXT.format(1), encoding="utf-8")
    with Archive.create(tmp_path / "news") as archive:
        slow, text = archive.add([str(tmp_path / "a.html"), str(tmp_path / "b.txt")], time_limit=0.001)
    assert (slow.outcome, text.outcome) == ("failed", "new")
    assert slow.reason == f"{tmp_path / 'a.html'} was given up: reading it took more than 0.001 s."
    assert slow.hint
    assert "--time-limit" in slow.hint


def test_a_file_that_goes_while_it_is_added_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.txt"
    path.write_text(TEXT.format(1), encoding="utf-8")
    with Archive.create(tmp_path / "news") as archive:
        run = ingest.Ingest(archive.corpus, archive.engine, {})
        take_in = run._take_in

        def late(collected: list[ingest.Candidate | ingest.Outcome]) -> Iterator[ingest.Outcome]:
            path.unlink(missing_ok=True)
            yield from take_in(collected)

        monkeypatch.setattr(run, "_take_in", late)
        (outcome,) = run.add([str(path)])
    assert outcome.outcome == "failed"
    assert outcome.reason == f"{path} was there, and cannot be read any more: no such file or directory."


def test_progress_counts_files_and_records_and_never_more_than_there_are(tmp_path: Path) -> None:
    inbox = inbox_of(tmp_path / "inbox", 30)
    rows = "".join(json.dumps({"title": f"Record {n}", "text": "The ferry left."}) + "\n" for n in range(50))
    (inbox / "r.jsonl").write_text(rows, encoding="utf-8")
    (inbox / "t.csv").write_text("title,text\n" + "A,b\n" * 20, encoding="utf-8")
    told: list[tuple[int, int | None]] = []
    with Archive.create(tmp_path / "news") as archive:
        list(archive.add([str(inbox)], progress=lambda done, total: told.append((done, total))))
    assert {total for _, total in told} == {81}
    counts = [done for done, _ in told]
    assert counts == sorted(counts)
    assert counts[-1] == 81


def test_only_what_is_asked_for_is_looked_at(tmp_path: Path) -> None:
    inbox = inbox_of(tmp_path / "inbox", 6)
    with Archive.create(tmp_path / "news") as archive:
        only = frozenset({str(inbox / "1" / "001.txt")})
        found = list(Arrivals(archive.corpus, None, Reading(only=only)).read([str(inbox)], None))
    assert [Path(one.source.name).name for one in found if isinstance(one, Found)] == ["001.txt"]


def test_a_watched_folder_takes_what_comes_whole_and_ends_by_an_interrupt(tmp_path: Path) -> None:
    inbox = inbox_of(tmp_path / "inbox", 1)
    Archive.create(tmp_path / "news").close()
    command = ["--dir", str(tmp_path / "news"), "add", "--watch", "--json", str(inbox)]
    process = subprocess.Popen(
        [sys.executable, "-m", "archive", *command], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    guard = threading.Timer(60, process.kill)  # or this would wait as long as the program does
    guard.start()
    try:
        assert process.stdout is not None

        def told() -> tuple[str, str]:
            assert process.stdout is not None
            receipt = json.loads(process.stdout.readline())
            return Path(receipt["path"]).name, receipt["outcome"]

        assert told() == ("000.txt", "new")
        with (inbox / "slow.txt").open("w", encoding="utf-8") as slow:
            for number in range(4):  # a file that grows is left alone
                slow.write(TEXT.format(number))
                slow.flush()
                time.sleep(0.7)
        (inbox / "gone.txt").write_text("x", encoding="utf-8")
        (inbox / "gone.txt").unlink()
        (inbox / ".part").write_text("x", encoding="utf-8")
        assert told() == ("slow.txt", "new")
        (tmp_path / "other").mkdir()
        (tmp_path / "other" / "007.txt").write_text(TEXT.format(7), encoding="utf-8")
        (tmp_path / "other").rename(inbox / "moved")  # a folder that comes as a whole
        assert told() == ("007.txt", "new")
        (inbox / "0" / "000.txt").write_text(TEXT.format(0).replace("six", "seven"), encoding="utf-8")
        assert told() == ("000.txt", "updated")
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate()
    finally:
        guard.cancel()
        process.kill()
        process.communicate()
    assert process.returncode == 130
    assert b"Interrupted; what was reported before is kept." in errors
    assert b"Traceback" not in errors
