"""Where the program meets the world: errors, streams, terminals, pagers, interruptions, directories."""

from __future__ import annotations

import errno
import json
import os
import pty
import signal
import struct
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from click.testing import CliRunner

from archive.cli.failures import report
from archive.cli.invocation import Invocation
from archive.cli.program import program
from archive.errors import DamagedArticle, IndexLocked

fcntl = pytest.importorskip("fcntl")
termios = pytest.importorskip("termios")

NETZ = "2025-03-01-stadtwerke-bauen-das-fernwaermenetz-aus"


def on_terminal(command: list[str], env: dict[str, str], *, rows: int, columns: int) -> tuple[str, int]:
    """Run a command on a terminal of its own; give what it draws and its exit code."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
    process = subprocess.Popen(command, stdin=theirs, stdout=theirs, stderr=theirs, env=env)
    os.close(theirs)
    drawn = b""
    while True:
        try:
            piece = os.read(ours, 65536)
        except OSError:
            break
        if not piece:
            break
        drawn += piece
    os.close(ours)
    return drawn.decode().replace("\r\n", "\n"), process.wait(60)


def terminal_environment(place: Path, **more: str) -> dict[str, str]:
    environment = {
        **os.environ,
        "ARCHIVE_DIR": str(place),
        "TERM": "xterm-256color",
        "PYTHONIOENCODING": "utf-8",
    }
    for name in ("COLUMNS", "NO_COLOR", "PAGER", "LESS"):
        environment.pop(name, None)
    return {**environment, **more}


SEARCH = [sys.executable, "-m", "archive", "search"]


def test_a_terminal_gets_colour_and_lines_that_fit(place: Path) -> None:
    drawn, code = on_terminal([*SEARCH, "stadt"], terminal_environment(place), rows=100, columns=60)
    assert code == 0
    assert "\x1b[1m" in drawn
    lines = drawn.replace("\x1b[0m", "").splitlines()
    assert max(len(line) for line in lines if "2025-" not in line) <= 75  # 60 and the colours


@pytest.mark.parametrize("name", ["NO_COLOR", "TERM"])
def test_colour_is_left_out_where_it_is_not_wanted(place: Path, name: str) -> None:
    environment = terminal_environment(place, **{name: "dumb"})
    drawn, _ = on_terminal([*SEARCH, "stadt"], environment, rows=100, columns=80)
    assert "\x1b" not in drawn


def pager(folder: Path) -> tuple[str, Path]:
    """Make a pager that keeps what it is given."""
    kept = folder / "paged.txt"
    script = folder / "pager.py"
    script.write_text(f"import sys, pathlib; pathlib.Path({str(kept)!r}).write_text(sys.stdin.read())")
    return f"{sys.executable} {script}", kept


def test_more_than_a_screen_goes_through_the_pager(place: Path, tmp_path: Path) -> None:
    command, kept = pager(tmp_path)
    environment = terminal_environment(place, PAGER=command)
    drawn, code = on_terminal([*SEARCH, "*"], environment, rows=10, columns=80)
    assert code == 0
    assert kept.read_text(encoding="utf-8").count("\n") > 10
    assert drawn == ""


def test_what_fits_the_screen_is_not_paged(place: Path, tmp_path: Path) -> None:
    command, kept = pager(tmp_path)
    drawn, _ = on_terminal([*SEARCH, "*"], terminal_environment(place, PAGER=command), rows=100, columns=80)
    assert not kept.exists()
    assert "Kanal" in drawn


def test_a_pipe_is_never_paged(process, tmp_path: Path) -> None:
    command, kept = pager(tmp_path)
    assert b"Kanal" in process("search", "*", env={"PAGER": command}).stdout
    assert not kept.exists()


@pytest.mark.parametrize(
    "command", ["/no/such/pager", "cat; touch {mark}", "$(touch {mark})", "'open", "true"]
)
def test_a_pager_that_does_not_work_breaks_nothing_and_runs_no_shell(
    place: Path, tmp_path: Path, command: str
) -> None:
    mark = tmp_path / "mark"
    environment = terminal_environment(place, PAGER=command.format(mark=mark))
    drawn, code = on_terminal([*SEARCH, "*"], environment, rows=5, columns=80)
    assert code == 0
    assert "Traceback" not in drawn
    assert not mark.exists()


def test_a_reader_who_leaves_early_is_no_error(place: Path) -> None:
    environment = {**os.environ, "ARCHIVE_DIR": str(place)}
    for form in ([], ["--jsonl"], ["--csv"], ["--ids"]):
        process = subprocess.Popen(
            [*SEARCH, "*", *form], stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment
        )
        assert process.stdout is not None
        process.stdout.close()
        assert process.stderr is not None
        assert process.stderr.read() == b""
        process.stderr.close()
        assert process.wait(60) == 0


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_output_that_cannot_be_written_is_an_error(process) -> None:
    with Path("/dev/full").open("wb") as full:
        result = process("search", "*", stdout=full, stderr=subprocess.PIPE, capture_output=False)
    assert result.returncode == 1
    assert result.stderr.startswith(b"Error: The disk is full")


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp1252", "utf-16"])
def test_any_encoding_of_the_terminal_will_do(process, encoding: str) -> None:
    result = process("show", NETZ, env={"PYTHONIOENCODING": encoding})
    assert (result.returncode, result.stderr) == (0, b"")
    assert ("Fernwaermenetz" if encoding == "ascii" else "Fernwärmenetz") in result.stdout.decode(encoding)


def test_data_is_utf_8_whatever_the_locale(process) -> None:
    for form in ("--json", "--jsonl", "--csv"):
        result = process(
            "search", "Fernwärmenetz", form, env={"PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
        )
        assert "Fernwärmenetz" in result.stdout.decode("utf-8")


def test_an_interruption_is_code_130_and_one_sentence(place: Path) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "archive", "add", "-"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "ARCHIVE_DIR": str(place), "PYTHONUNBUFFERED": "1"},
    )
    timer = threading.Timer(2.0, process.send_signal, [signal.SIGINT])
    timer.start()
    code = process.wait(60)
    assert process.stderr is not None
    said = process.stderr.read()
    for stream in (process.stdin, process.stdout, process.stderr):
        assert stream is not None
        stream.close()
    assert (code, said) == (130, b"Error: Interrupted; what was reported before is kept.\n")


def call(*arguments: str, **environment: str | None):  # type: ignore[no-untyped-def]
    return CliRunner().invoke(
        program, list(arguments), env={"ARCHIVE_DIR": None, "COLUMNS": "200"} | environment
    )


def test_the_archive_is_found_from_below(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(place / "corpus" / "2025")
    assert call("search", "*", "--ids").exit_code == 0


def test_dir_counts_more_than_the_environment_and_that_more_than_the_place(
    place: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("here", "there"):
        (tmp_path / name / "corpus").mkdir(parents=True)
    monkeypatch.chdir(tmp_path / "here")
    assert "no article yet" in call("search", "*").stderr
    assert call("search", "*", ARCHIVE_DIR=str(place)).exit_code == 0
    assert (
        "no article yet"
        in call("--dir", str(tmp_path / "there"), "search", "*", ARCHIVE_DIR=str(place)).stderr
    )
    assert (
        "no article yet"
        in call("search", "*", "--dir", str(tmp_path / "there"), ARCHIVE_DIR=str(place)).stderr
    )


def test_where_there_is_no_archive_it_is_said_how_to_start_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path.anchor)  # nothing above it, where another archive might be
    for arguments, environment in (
        (["stats"], {}),
        (["--dir", str(tmp_path), "stats"], {}),
        (["stats"], {"ARCHIVE_DIR": str(tmp_path / "no")}),
    ):
        result = call(*arguments, **environment)
        assert result.exit_code == 2
        assert result.stdout == ""
        assert "archive init" in result.stderr
        assert result.stderr.count("Error: ") == result.stderr.count("Hint: ") == 1


def test_a_mistyped_verb_is_answered_with_the_nearest() -> None:
    result = call("serch", "kanal")
    assert (result.exit_code, result.stderr) == (
        2,
        "Error: There is no verb “serch”.\nHint: Did you mean `archive search`?\n",
    )


def test_without_a_verb_the_program_explains_itself() -> None:
    assert call().exit_code == 0
    assert "search" in call().stdout


def test_a_locked_archive_is_code_75(capsys: pytest.CaptureFixture[str]) -> None:
    assert report(IndexLocked("Another process is writing to news/corpus."), Invocation()) == 75
    assert capsys.readouterr().err == (
        "Error: Another process is writing to news/corpus.\n"
        "Hint: Wait until it has finished, then try again.\n"
    )


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may write everywhere")
def test_a_read_only_archive_is_searched_but_not_written(run, place: Path) -> None:
    place.joinpath("corpus").chmod(0o555)
    assert run("search", "kanal").exit_code == 0
    result = run("edit", NETZ, "--set", "source=x")
    place.joinpath("corpus").chmod(0o755)
    assert result.exit_code == 1
    assert "bug" not in result.stderr


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (OSError(errno.ENOSPC, "x", "/a/b"), "Error: The disk is full: /a/b.\nHint: Make room"),
        (OSError(errno.EROFS, "x", "/a/b"), "Error: The file system is read-only: /a/b.\nHint: "),
        (PermissionError(errno.EACCES, "x", "/a/b"), "Error: Permission denied: /a/b.\nHint: "),
        (OSError(errno.EBUSY, "Device busy"), "Error: Device busy."),
        (MemoryError(), "Error: There is not enough memory for this.\nHint: "),
        (
            DamagedArticle("The front matter is open.", Path("/a/b.md"), 3),
            "Error: /a/b.md, line 3: The front matter",
        ),
        (ZeroDivisionError("x"), "Error: This should not have happened (ZeroDivisionError: x); it is a bug"),
    ],
)
def test_every_exception_becomes_a_sentence(
    error: BaseException, sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert report(error, Invocation()) == 1
    said = capsys.readouterr().err
    assert said.startswith(sentence)
    assert "Traceback" not in said


def test_a_traceback_is_shown_for_debug_only(run) -> None:
    assert "Traceback" not in run("show", "zzz").stderr
    assert "Traceback" in run("show", "zzz", "--debug").stderr
    assert "Traceback" in run("--debug", "show", "zzz").stderr


def test_progress_is_drawn_on_a_terminal_only(process, cast: Path) -> None:
    assert b"\r" not in process("add", str(cast)).stderr


def test_results_go_to_one_stream_and_messages_to_the_other(process, cast: Path) -> None:
    result = process("add", str(cast), "--json")
    assert all(json.loads(line) for line in result.stdout.splitlines())
    assert result.stderr == b"5 articles: 0 new, 0 updated, 5 same, 0 near copies, 0 failed\n"
