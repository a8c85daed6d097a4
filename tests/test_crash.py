from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from archive import Archive
from archive.errors import ArchiveError

THOROUGH = os.environ.get("KILLS") == "all"
"""Whether to kill at every single write (`make thorough`), or at some, other ones for each job."""

KILLED = Path(__file__).parent / "killed.py"

HEAD = "---\ntitle: {}\ndate: {}\nlanguage: en\n---\n\n"
TEXTS = {
    "sturm.md": HEAD.format("Sturm über Hamburg", "2024-10-18") + "Ein Sturm hat in der Nacht gewütet.\n",
    "bahn.md": HEAD.format("Bahn streikt", "2024-11-02") + "Die Bahn streikt bis Freitag.\n",
    "kohl.md": HEAD.format("Kohl wächst", "") + "Der Kohl wächst in diesem Jahr gut.\n",
}


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    folder = tmp_path / "inbox"
    folder.mkdir()
    for name, text in TEXTS.items():
        (folder / name).write_text(text, encoding="utf-8")
    rows = [
        {
            "id": f"r{n}",
            "title": "Rede",
            "language": "en",
            "date": "2021-05-06",
            "text": f"Punkt {n} der Sitzung.",
        }
        for n in range(2)
    ]
    (folder / "reden.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return folder


@pytest.fixture
def before(tmp_path: Path, inbox: Path) -> Path:
    """An archive of two articles; one has changed in the inbox since."""
    with Archive.create(tmp_path / "before") as archive:
        list(archive.add([str(inbox / "sturm.md"), str(inbox / "bahn.md")]))
    (inbox / "bahn.md").write_text(TEXTS["bahn.md"].replace("Freitag", "Sonntag"), encoding="utf-8")
    return tmp_path / "before"


@pytest.fixture(autouse=True)
def quick_syncs(monkeypatch: pytest.MonkeyPatch) -> None:
    """Wait for no disk: what a process that is killed has written is there without."""
    monkeypatch.setattr("os.fsync", lambda handle: None)


def killed(
    job: str, before: Path, inbox: Path, place: Path, stride: int
) -> Iterator[tuple[Path, bool, list[str]]]:
    """Give the archive as each kill left it, whether the job was killed at all, and what it had reported."""
    place.mkdir()
    first, apart = ("1", "1") if THOROUGH else (str(stride), str(stride))
    command = [sys.executable, str(KILLED), job, str(before), str(inbox), str(place), first, apart]
    lines = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True).stdout.splitlines()
    assert len(lines) > 2, lines
    for line in lines:
        number, how, *reported = line.split(" ")
        assert how in {"killed", "done:0"}
        yield place / number, how == "killed", reported
    assert how == "done:0"


def test_killed_at_any_write_of_an_add_every_reported_article_is_there(
    before: Path, inbox: Path, tmp_path: Path
) -> None:
    for place, was_killed, reported in killed("add", before, inbox, tmp_path / "add", 5):
        assert was_killed or len(reported) == 5
        again = shutil.copytree(place, tmp_path / "again" / place.name)
        with Archive.open(place) as archive:
            for id in reported:
                assert archive.get(id).id == id
            assert set(reported) <= {hit.id for hit in archive.search("*", limit=100).hits}
            archive.sync()
            assert archive.check() == []
        for path in (place, again):
            with Archive.open(path) as archive:
                kinds = {outcome.outcome for outcome in archive.add([str(inbox)])}
                assert kinds <= {"new", "updated", "same"}
                assert archive.engine.digests() == archive.corpus.digests()
                assert len(archive.corpus.ids()) == 5
                assert "Sonntag" in archive.get("2024-11").body


@pytest.mark.parametrize(("job", "stride"), [("remove", 2), ("edit", 3), ("rebuild", 3)])
def test_killed_at_any_write_the_archive_heals(
    job: str, stride: int, before: Path, inbox: Path, tmp_path: Path
) -> None:
    ids = Archive.open(before).corpus.ids()
    for place, _, reported in killed(job, before, inbox, tmp_path / job, stride):
        with Archive.open(place) as archive:
            archive.sync()
            assert archive.check() == []
            assert [hit.id for hit in archive.search("*", sort="date").hits] == sorted(archive.corpus.ids())
            if job == "remove":
                assert not set(reported) & set(archive.corpus.ids())
            else:
                assert archive.corpus.ids() == ids
            if job == "edit" and reported:
                assert archive.get(reported[0]).headline == "Neue Überschrift"


def limited(size: int, place: Path, inbox: Path) -> list[str]:
    """Add the inbox in a process that may write no file longer than `size`; give what it said."""
    program = """
import resource, sys
from archive import Archive
from archive.errors import ArchiveError
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[1]),) * 2)
try:
    with Archive.open(sys.argv[2]) as archive:
        for outcome in archive.add([sys.argv[3]]):
            print(outcome.id)
except ArchiveError as error:
    print("refused:", error)
"""
    command = [sys.executable, "-c", program, str(size), str(place), str(inbox)]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()


@pytest.mark.parametrize("size", [0, 100, 300, 1_000, 3_000, 8_000])
def test_where_a_file_cannot_be_written_whole_nothing_half_is_left(
    size: int, before: Path, inbox: Path
) -> None:
    (inbox / "lang.md").write_text(
        "---\ntitle: Lang\nlanguage: en\n---\n\n" + "Ein langes Wort. " * 2_000, encoding="utf-8"
    )
    said = limited(size, before, inbox)
    assert said[-1].startswith("refused: ")
    with Archive.open(before) as archive:
        for id in said[:-1]:
            assert archive.get(id).id == id
        assert archive.corpus.leftovers() == []
        archive.sync()
        assert archive.check() == []
        list(archive.add([str(inbox)]))
        assert len(archive.corpus.ids()) == 6
        assert archive.check() == []


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 400 kB."""
    place = tmp_path / "disk"
    place.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=400k", "tmpfs", str(place)]
    if shutil.which("mount") is None or subprocess.run(command, capture_output=True, check=False).returncode:
        pytest.skip("a small file system can be mounted by the superuser only")
    yield place
    subprocess.run(["umount", str(place)], check=True)


def test_on_a_full_disk_what_was_reported_is_there_and_the_rest_goes_in_later(
    small_disk: Path, inbox: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("archive.ingest.BATCH_ARTICLES", 4)
    rows = [{"id": f"t{n}", "title": f"Bericht {n}", "text": f"Wort{n} " * 400} for n in range(200)]
    (inbox / "viel.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    reported = []
    with Archive.create(small_disk) as archive, pytest.raises(ArchiveError, match="No space left on device"):
        reported.extend(outcome.id or "" for outcome in archive.add([str(inbox)]))
    assert reported
    with Archive.open(small_disk) as archive:
        assert {archive.get(id).id for id in reported} == set(reported)
        assert {hit.id for hit in archive.search("*", limit=300).hits} >= set(reported)
        assert archive.corpus.leftovers() == []
    subprocess.run(["mount", "-o", "remount,size=20m", str(small_disk)], check=True)
    with Archive.open(small_disk) as archive:
        assert {outcome.outcome for outcome in archive.add([str(inbox)])} <= {"new", "same"}
        assert len(archive.corpus.ids()) == 205
        assert archive.check() == []


def test_interrupted_in_bulk_every_reported_article_is_in_and_the_next_run_completes_it(
    tmp_path: Path,
) -> None:
    path = tmp_path / "viel.jsonl"
    rows = [{"id": f"r{n}", "title": f"Rede {n}", "text": f"Punkt {n} der Sitzung."} for n in range(400)]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    Archive.create(tmp_path / "place")
    program = "from archive import ingest; ingest.BATCH_ARTICLES = 20; from archive.cli import main; main()"
    command = [sys.executable, "-c", program, "--dir", str(tmp_path / "place"), "add", "--json", str(path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        reported = [process.stdout.readline() for _ in range(45)]
        process.send_signal(signal.SIGINT)
        reported += process.stdout.readlines()
        said = process.stderr.read()
    assert (process.returncode, "Interrupted" in said) == (130, True)
    ids = {json.loads(line)["id"] for line in reported}
    with Archive.open(tmp_path / "place") as archive:
        assert 45 <= len(ids) < 400
        assert ids <= {hit.id for hit in archive.search("Rede", limit=400).hits}
        assert {archive.get(id).id for id in ids} == ids
        kinds = [outcome.outcome for outcome in archive.add([str(path)])]
        assert (set(kinds), len(kinds)) == ({"new", "same"}, 400)
        assert kinds.count("same") >= len(ids)
        assert archive.search("Rede", limit=0).total == 400
        assert archive.check() == []
