"""Files are found in paths, folders, patterns and standard input, and nothing stops the search."""

from __future__ import annotations

import io
import os
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from archive.errors import ReaderError
from archive.readers import find, read
from archive.readers.source import MAX_ARTICLE_BYTES, Source


def names(found: Iterator[Source | ReaderError], folder: Path) -> list[str]:
    return [
        str(Path(each.name).relative_to(folder))
        if isinstance(each, Source)
        else f"! {each}".replace(f"{folder}/", "")
        for each in found
    ]


def put(folder: Path, *paths: str) -> None:
    for path in paths:
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text("An article.")


def test_a_file_is_found_under_the_name_it_was_given(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(tmp_path, "a.txt")
    monkeypatch.chdir(tmp_path)
    (source,) = find(["a.txt"], None)
    assert isinstance(source, Source)
    assert (source.name, source.data, source.size) == ("a.txt", b"An article.", 11)


def test_folders_are_walked_in_the_order_of_their_names(tmp_path: Path) -> None:
    put(tmp_path, "b.txt", "a/z.txt", "a/b/c.txt", "c.txt", "ä.txt")
    assert names(find([str(tmp_path)], None), tmp_path) == ["a/b/c.txt", "a/z.txt", "b.txt", "c.txt", "ä.txt"]


def test_hidden_files_and_kept_originals_in_a_folder_are_passed_over(tmp_path: Path) -> None:
    put(tmp_path, ".hidden", ".git/config", "a.md", "a.original.html", "Thumbs.db")
    assert names(find([str(tmp_path)], None), tmp_path) == ["a.md"]


def test_a_hidden_file_that_is_named_is_read(tmp_path: Path) -> None:
    put(tmp_path, ".note.txt")
    assert names(find([str(tmp_path / ".note.txt")], None), tmp_path) == [".note.txt"]


def test_a_pattern_left_by_the_shell_is_expanded(tmp_path: Path) -> None:
    put(tmp_path, "b.md", "a.md", "c.txt", "deep/er/d.md")
    assert names(find([f"{tmp_path}/*.md"], None), tmp_path) == ["a.md", "b.md"]
    assert names(find([f"{tmp_path}/**/*.md"], None), tmp_path) == ["a.md", "b.md", "deep/er/d.md"]


def test_a_file_whose_name_looks_like_a_pattern_is_read(tmp_path: Path) -> None:
    put(tmp_path, "[1] what?.txt")
    assert names(find([f"{tmp_path}/[1] what?.txt"], None), tmp_path) == ["[1] what?.txt"]


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("none.txt", "! none.txt does not exist."),
        ("*.none", "! No file matches *.none."),
        ("a\0b", "! a\0b cannot be read"),
    ],
)
def test_what_is_not_there_is_said_and_the_rest_is_found(tmp_path: Path, path: str, message: str) -> None:
    put(tmp_path, "a.txt")
    first, second = names(find([f"{tmp_path}/{path}", f"{tmp_path}/a.txt"], None), tmp_path)
    assert first.replace(f"{tmp_path}/", "").startswith(message)
    assert second == "a.txt"


def test_a_link_that_leads_back_is_not_followed(tmp_path: Path) -> None:
    put(tmp_path, "deep/er/a.txt", "z.txt")
    (tmp_path / "deep/er/loop").symlink_to(tmp_path / "deep")
    assert names(find([str(tmp_path)], None), tmp_path) == [
        "deep/er/a.txt",
        "! deep/er/loop leads back to a folder above it, so it is not followed.",
        "z.txt",
    ]


def test_a_folder_reached_by_two_links_is_walked_once(tmp_path: Path) -> None:
    put(tmp_path, "real/a.txt")
    (tmp_path / "x").symlink_to(tmp_path / "real")
    assert names(find([str(tmp_path)], None), tmp_path) == ["real/a.txt"]


def test_a_link_to_itself_and_one_to_nowhere_are_said(tmp_path: Path) -> None:
    (tmp_path / "self").symlink_to(tmp_path / "self")
    (tmp_path / "nowhere").symlink_to(tmp_path / "gone")
    nowhere, self = names(find([str(tmp_path)], None), tmp_path)
    assert nowhere == "! nowhere is a link to a file that is not there."
    found = list(find([str(tmp_path)], None))
    assert [one.path for one in found] == [str(tmp_path / name) for name in ("nowhere", "self")]
    assert self.startswith("! self cannot be read: ")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read every file")
def test_an_unreadable_file_and_folder_are_said(tmp_path: Path) -> None:
    put(tmp_path, "a.txt", "b/c.txt", "d.txt")
    (tmp_path / "a.txt").chmod(0)
    (tmp_path / "b").chmod(0)
    try:
        assert names(find([str(tmp_path)], None), tmp_path) == [
            "! a.txt cannot be read: permission denied.",
            "! b cannot be read: permission denied.",
            "d.txt",
        ]
    finally:
        (tmp_path / "b").chmod(0o700)


def test_pipes_sockets_and_devices_are_refused_without_waiting(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(tmp_path / "sock"))
        assert names(find([str(tmp_path)], None), tmp_path) == [
            "! pipe is a pipe, not a file.",
            "! sock is a socket, not a file.",
        ]
    assert names(find(["/dev/zero"], None), Path("/")) == ["! /dev/zero is a device, not a file."]


def test_a_name_that_is_not_utf_8_can_be_kept_and_read(tmp_path: Path) -> None:
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/a\xff.txt")).write_text("An article.")
    (source,) = find([str(tmp_path)], None)
    assert isinstance(source, Source)
    assert source.name.endswith("a\ufffd.txt")
    assert source.data == b"An article."


def test_a_tree_deeper_than_python_may_recurse_is_walked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for _ in range(1200):
        Path("d").mkdir()
        os.chdir("d")
    Path("a.txt").write_text("An article.")
    found = list(find([str(tmp_path)], None))
    Path("a.txt").unlink()
    for _ in range(1200):
        os.chdir("..")
        Path("d").rmdir()
    assert len(found) == 1


def test_standard_input_is_a_source() -> None:
    (source,) = find(["-"], io.BytesIO(b"An article."))
    assert isinstance(source, Source)
    assert (source.name, source.data, source.path) == ("-", b"An article.", None)


def test_standard_input_that_is_not_there_is_said() -> None:
    (problem,) = find(["-"], None)
    assert isinstance(problem, ReaderError)
    assert "no standard input" in str(problem)


def test_empty_standard_input_is_said_to_be_empty() -> None:
    (source,) = find(["-"], io.BytesIO(b""))
    assert isinstance(source, Source)
    with pytest.raises(ReaderError, match="- is empty"):
        list(read(source))


def test_a_long_stream_of_records_waits_on_disk_and_leaves_nothing_behind() -> None:
    line = b'{"title": "One", "text": "' + b"An article. " * 1000 + b'", "lang": "en"}\n'
    count = MAX_ARTICLE_BYTES // len(line) + 10
    found = find(["-"], io.BytesIO(line * count))
    source = next(found)
    assert isinstance(source, Source)
    assert source.path is not None
    assert sum(1 for _ in read(source)) == count
    assert next(found, None) is None
    assert not source.path.exists()
