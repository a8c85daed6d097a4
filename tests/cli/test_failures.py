"""What can go wrong around an archive: always one clear sentence, the right exit code, nothing lost."""

from __future__ import annotations

import json
import os
import random
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

NETZ = "2025-03-01-stadtwerke-bauen-das-fernwaermenetz-aus"


def article(number: int) -> str:
    lines = (
        f"Schleuse {number} wird erneuert",
        "Von Jan Weiß",
        "05.03.2025",
        f"Die Stadt erneuert Schleuse {number}.",
    )
    return "\n\n".join(lines) + "\n"


def test_a_folder_that_contains_itself_is_walked_once(run, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.txt").write_text(article(1), encoding="utf-8")
    (folder / "loop").symlink_to(folder, target_is_directory=True)
    result = run("add", str(folder))
    assert result.stdout.count("new ") == 1
    assert "1 new" in result.stderr


def test_a_link_to_itself_fails_with_its_name(run, tmp_path: Path) -> None:
    (tmp_path / "self").symlink_to(tmp_path / "self")
    result = run("add", str(tmp_path / "self"))
    assert result.exit_code == 1
    assert "too many levels of symbolic links" in result.stdout
    assert "bug" not in result.stderr


def test_a_file_in_the_place_of_the_index_is_replaced_by_a_rebuild(run, place: Path) -> None:
    shutil.rmtree(place / "index")
    (place / "index").write_bytes(b"something else")
    assert run("sync", "--rebuild").exit_code == 0
    assert run("sync", "--rebuild").exit_code == 0
    assert run("check").exit_code == 0


def test_an_empty_folder_is_not_passed_over_in_silence(run, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    result = run("add", str(tmp_path / "in"))
    assert result.exit_code == 1
    assert result.stderr.startswith("Error: There is no article in")


@pytest.mark.parametrize("seed", range(12))
def test_a_flipped_byte_in_the_index_is_noticed_or_harmless(run, place: Path, seed: int) -> None:
    good = run("search", "stadt", "--ids").stdout
    chance = random.Random(seed)
    files = sorted(path for path in (place / "index").rglob("*") if path.is_file() and path.stat().st_size)
    path = chance.choice(files)
    data = bytearray(path.read_bytes())
    data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    path.write_bytes(data)
    result = run("search", "stadt", "--ids")
    assert "bug" not in result.stderr
    assert result.stdout == good if result.exit_code == 0 else result.stderr.startswith("Error: ")
    assert run("sync", "--rebuild").exit_code == 0
    assert run("search", "stadt", "--ids").stdout == good


@pytest.mark.parametrize("part", [0.0, 0.5, 0.99])
def test_a_truncated_index_is_noticed(run, place: Path, part: float) -> None:
    for path in (place / "index").rglob("*"):
        if path.is_file() and not path.name.startswith("."):
            os.truncate(path, int(path.stat().st_size * part))
    result = run("search", "stadt", "--ids")
    assert "bug" not in result.stderr
    assert result.exit_code == 0 or "Hint: " in result.stderr
    assert run("sync", "--rebuild").exit_code == 0
    assert run("search", "stadt", "--ids").stdout.count("\n") == 3


def test_a_deleted_article_is_gone_after_sync(run, place: Path) -> None:
    next((place / "corpus").rglob(f"{NETZ}.md")).unlink()
    assert run("check").exit_code == 1
    assert "1 removed" in run("sync").stdout
    assert run("show", NETZ).exit_code == 1


def test_a_renamed_article_is_found_by_its_new_name(run, place: Path) -> None:
    path = next((place / "corpus").rglob(f"{NETZ}.md"))
    path.rename(path.with_name("fernwaerme.md"))
    assert run("sync").exit_code == 0
    assert run("search", "Fernwärmenetz", "--ids").stdout == "fernwaerme\n"


def test_a_truncated_article_is_named_by_check_and_the_rest_is_found(run, place: Path) -> None:
    path = next((place / "corpus").rglob(f"{NETZ}.md"))
    os.truncate(path, 20)
    result = run("check")
    assert result.exit_code == 1
    assert NETZ in result.stdout.replace("\n", "").replace(" ", "")
    assert run("search", "kanal", "--ids").exit_code == 0


def test_two_adds_at_once_both_succeed(place: Path, tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
    for number in range(10):
        folder = tmp_path / ("one" if number % 2 else "two")
        (folder / f"{number}.txt").write_text(article(number), encoding="utf-8")
    environment = {**os.environ, "ARCHIVE_DIR": str(place)}
    command = [sys.executable, "-m", "archive", "add", "--json"]
    adds = [
        subprocess.Popen(
            [*command, str(tmp_path / name)], env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )
        for name in ("one", "two")
    ]
    written = [process.communicate(timeout=60) for process in adds]
    assert [process.returncode for process in adds] == [0, 0], written
    receipts = [json.loads(line) for output, _ in written for line in output.splitlines()]
    assert {receipt["outcome"] for receipt in receipts} == {"new"}
    assert len({receipt["id"] for receipt in receipts}) == 10
    search = subprocess.run(
        [sys.executable, "-m", "archive", "search", "Schleuse", "--ids", "--limit", "99"],
        env=environment,
        capture_output=True,
        check=True,
    )
    assert {receipt["id"] for receipt in receipts} <= set(search.stdout.decode().split())


def test_a_headline_cannot_lead_out_of_the_archive(run, place: Path, tmp_path: Path) -> None:
    for number, headline in enumerate(
        ("../../etc/passwd", "/etc/passwd", "x" * 5000, "🙂🙂", "…!?", "..", "CON")
    ):
        record = {"id": str(number), "title": headline, "text": f"Die Schleuse Nummer {number} ist neu."}
        (tmp_path / "r.jsonl").write_text(json.dumps(record) + "\n", encoding="utf-8")
        result = run("add", str(tmp_path / "r.jsonl"), "--json")
        receipt = json.loads(result.stdout)
        assert receipt["outcome"] == "new", receipt
        path = Path(run("show", receipt["id"], "--path").stdout.strip())
        assert path.resolve().is_relative_to((place / "corpus").resolve())


def test_escapes_in_an_article_never_reach_the_terminal(run, tmp_path: Path) -> None:
    record = {
        "id": "1",
        "title": "Schleuse \x1b[2Jneu",
        "text": "Die Schleuse \x1b]0;x\x07 ist \u202eneu.",
        "source": "\x9bX",
    }
    (tmp_path / "r.jsonl").write_text(json.dumps(record) + "\n", encoding="utf-8")
    added = (
        run("add", str(tmp_path / "r.jsonl"), "--dry-run").output
        + run("add", str(tmp_path / "r.jsonl")).output
    )
    shown = (
        run("search", "Schleuse").output
        + run("show", "undated").output
        + run("search", "Schleuse", "--json").output
    )
    assert not set("\x1b\x07\x9b\u202e") & set(added + shown)
