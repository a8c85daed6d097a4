"""What a person leaves out of a folder by .archiveignore is not read, and the report says why."""

from __future__ import annotations

from pathlib import Path

import pytest

from archive.errors import ReaderError
from archive.readers import find
from archive.readers.files import Skipped
from archive.readers.ignored import LARGEST


def put(folder: Path, *paths: str) -> None:
    for path in paths:
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text("An article.", encoding="utf-8")


def left_out(folder: Path) -> tuple[list[str], dict[str, str]]:
    """Give what is found in a folder, and what is passed over with the reason."""
    skipped: list[Skipped] = []
    found = [
        str(one).replace(f"{folder}/", "")
        if isinstance(one, ReaderError)
        else str(Path(one.name).relative_to(folder))
        for one in find([str(folder)], None, skipped.append)
    ]
    return found, {
        str(Path(one.path).relative_to(folder)): one.reason.replace(f"{folder}/", "") for one in skipped
    }


def ignore(folder: Path, *lines: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / ".archiveignore").write_text("\n".join(lines) + "\n", encoding="utf-8")


def test_patterns_leave_files_and_folders_out(tmp_path: Path) -> None:
    put(
        tmp_path,
        "a.txt",
        "b.jpg",
        "deep/c.jpg",
        "drafts/d.txt",
        "deep/drafts/e.txt",
        "old/f.txt",
        "deep/old/g.txt",
    )
    ignore(tmp_path, "# pictures", "*.jpg", "", "drafts/", "/old")
    found, skipped = left_out(tmp_path)
    assert found == ["a.txt", "deep/old/g.txt"]
    assert skipped == {
        ".archiveignore": "hidden",
        "b.jpg": "left out by .archiveignore, line 2",
        "deep/c.jpg": "left out by .archiveignore, line 2",
        "deep/drafts": "left out by .archiveignore, line 4",
        "drafts": "left out by .archiveignore, line 4",
        "old": "left out by .archiveignore, line 5",
    }


def test_the_last_pattern_that_fits_counts_and_a_folder_further_down_counts_more(tmp_path: Path) -> None:
    put(tmp_path, "a.txt", "keep.txt", "deep/a.txt", "deep/b.txt", "deep/er/b.txt")
    ignore(tmp_path, "*.txt", "!keep.txt")
    ignore(tmp_path / "deep", "!b.txt")
    ignore(tmp_path / "deep" / "er", "b.txt")
    found, skipped = left_out(tmp_path)
    assert found == ["deep/b.txt", "keep.txt"]
    assert skipped["deep/er/b.txt"] == "left out by deep/er/.archiveignore, line 1"
    assert skipped["deep/a.txt"] == "left out by .archiveignore, line 1"


def test_patterns_hold_below_their_folder_alone(tmp_path: Path) -> None:
    put(tmp_path, "a/x.txt", "b/x.txt")
    ignore(tmp_path / "a", "x.txt")
    assert left_out(tmp_path)[0] == ["b/x.txt"]


def test_a_file_that_is_named_is_read_whatever_is_ignored(tmp_path: Path) -> None:
    put(tmp_path, "a.txt")
    ignore(tmp_path, "*")
    assert len(list(find([str(tmp_path / "a.txt")]))) == 1


@pytest.mark.parametrize("content", [b"*.jpg\0", b"#" * (LARGEST + 1)])
def test_a_list_of_patterns_that_is_none_keeps_its_folder_from_being_read(
    tmp_path: Path, content: bytes
) -> None:
    put(tmp_path, "a/x.txt", "b.txt")
    (tmp_path / "a" / ".archiveignore").write_bytes(content)
    assert left_out(tmp_path)[0] == ["a/.archiveignore is no list of patterns.", "b.txt"]


def test_a_pattern_that_is_none_is_named_with_its_line(tmp_path: Path) -> None:
    put(tmp_path, "a.txt")
    ignore(tmp_path, "*.jpg", "!")
    (problem,) = left_out(tmp_path)[0]
    assert problem == ".archiveignore, line 2: '!' is no pattern, so nothing in its folder is read."


def test_what_belongs_to_a_saved_page_is_passed_over(tmp_path: Path) -> None:
    put(tmp_path, "Title.html", "Title_files/a.jpg", "Thumbs.db", "x.original.pdf", ".git/config")
    found, skipped = left_out(tmp_path)
    assert found == ["Title.html"]
    assert skipped == {
        "Title_files": "belongs to the saved page Title.html",
        "Thumbs.db": "made by the system",
        "x.original.pdf": "kept beside an article",
        ".git": "hidden",
    }
