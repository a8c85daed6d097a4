"""What is in an archive is read as if it lay in a folder; nothing in it leads out or fills memory."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import tarfile
from pathlib import Path

import pytest

from archive.archive import Archive
from archive.article import Article
from archive.errors import NoArticle, ReaderError
from archive.readers import Source, read

from .documents import docx, packed

STORY = "---\ntitle: {}\n---\n\nThe text of it, as it was told.\n"
FILES: dict[str, str | bytes] = {
    "folder/one.md": STORY.format("One"),
    "two.jsonl": "".join(f'{{"id": "{at}", "title": "No {at}", "text": "Text."}}\n' for at in (7, 8)),
    "letter.docx": docx([("berschrift1", "Four"), ("", "A letter about the sea and the land. " * 5)]),
    ".hidden": "no",
    "__MACOSX/._one.md": b"\0\1\2",
}


def tar(files: dict[str, str | bytes], mode: str = "w") -> bytes:
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode=mode) as archive:  # type: ignore[call-overload]
        for name, content in files.items():
            data = content.encode() if isinstance(content, str) else content
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return stream.getvalue()


def found(content: bytes, name: str = "news.zip") -> list[tuple[str | None, str | None]]:
    return [
        (one.record, one.headline if isinstance(one, Article) else str(one))
        for one in read(Source(name, content=content))
    ]


@pytest.mark.parametrize(
    "content", [packed(FILES), *(tar(FILES, mode) for mode in ("w", "w:gz", "w:bz2", "w:xz"))]
)
def test_every_file_in_an_archive_is_read(content: bytes) -> None:
    assert sorted(found(content)) == [
        ("folder/one.md", "One"),
        ("letter.docx", "Four"),
        ("two.jsonl#7", "No 7"),
        ("two.jsonl#8", "No 8"),
    ]


def test_an_archive_within_an_archive_is_read_but_not_without_end() -> None:
    content = packed({"one.md": STORY.format("One")})
    for depth in range(4):
        content = packed({f"{depth}.zip": content})
    ((record, reason),) = found(content)
    assert record is not None
    assert reason == "news.zip/3.zip/2.zip/1.zip is an archive within 3 others."
    assert found(tar({"in.zip": packed(FILES)}))[0] == ("in.zip#folder/one.md", "One")


@pytest.mark.parametrize("name", ["../one.md", "/etc/one.md", "a/../../one.md", "C:\\one.md", "..\\one.md"])
def test_a_name_that_leads_out_of_the_archive_is_refused(name: str) -> None:
    for content in (
        packed({name: STORY, "two.md": STORY.format("Two")}),
        tar({name: STORY, "two.md": STORY}),
    ):
        (refused, kept) = read(Source("news.zip", content=content))
        assert isinstance(refused, ReaderError)
        assert "leads out of its archive" in str(refused)
        assert isinstance(kept, Article)


def test_links_and_devices_in_an_archive_are_passed_over() -> None:
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w") as archive:
        for kind in (tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.FIFOTYPE):
            info = tarfile.TarInfo("link.md")
            info.type, info.linkname = kind, "/etc/passwd"
            archive.addfile(info)
    with pytest.raises(NoArticle, match="holds no file"):
        found(stream.getvalue())


def test_a_bomb_is_named_and_the_rest_is_read() -> None:
    bomb = packed({"bomb.txt": b"a" * 30_000_000, "one.md": STORY.format("One")})
    assert [record for record, _ in found(bomb)] == ["bomb.txt", "one.md"]
    assert "unpacks to far more than any article" in (found(bomb)[0][1] or "")
    with pytest.raises(ReaderError, match="unpacks to far more than any article"):
        found(gzip.compress(b"a" * 101_000_000, mtime=0))


@pytest.mark.parametrize("pack", [gzip.compress, bz2.compress, lzma.compress])
def test_a_packed_file_is_read_as_what_is_in_it(pack: object) -> None:
    assert callable(pack)
    assert found(pack(STORY.format("One").encode()), "one.md.gz") == [(None, "One")]


@pytest.mark.parametrize(
    "content",
    [packed(FILES)[:-60], tar(FILES, "w:gz")[:-40], gzip.compress(b"text", mtime=0)[:-6]],
    ids=["zip", "tar", "gzip"],
)
def test_an_archive_that_is_cut_off_says_so(content: bytes) -> None:
    with pytest.raises(ReaderError, match="is damaged"):
        found(content)


def test_an_archive_added_again_is_the_same(tmp_path: Path) -> None:
    (tmp_path / "news.zip").write_bytes(packed(FILES))
    with Archive.create(tmp_path / "news") as archive:
        first = [outcome.outcome for outcome in archive.add([str(tmp_path / "news.zip")])]
        second = [outcome.outcome for outcome in archive.add([str(tmp_path / "news.zip")])]
    assert (first, second) == (["new"] * 4, ["same"] * 4)
