"""What a file is, its content says; its name only where the content does not."""

from __future__ import annotations

import gzip
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from archive.errors import NoArticle, ReaderError, UnknownFormat
from archive.readers import Source, count, read
from archive.readers.formats import FORMATS, READ, recognise

JSON_LINES = b'{"title": "One", "text": "Text."}\n'


@pytest.mark.parametrize(
    ("name", "content", "module"),
    [
        ("a.txt", b"Just a text, pasted.", "pasted"),
        ("a", b"Just a text, pasted.", "pasted"),
        ("a.pdf", b"Not a PDF at all.", "pasted"),
        ("a.txt", JSON_LINES, "records"),
        ("-", b"\xef\xbb\xbf \n" + JSON_LINES, "records"),
        ("-", b'[{"title": "One"}]', "records"),
        ("-", gzip.compress(JSON_LINES, mtime=0), "records"),
        ("-", b"title,text\nOne,Text.\n", "records"),
        ("-", "Titel;Text;Datum\nEins;Text;1.1.2020\n".encode("utf-16"), "records"),
        ("a.csv", b"one\ntwo\n", "records"),
        ("a.txt", b"---\ntitle: One\n---\nText.", "markdown"),
        ("-", b"---\r\n# comment\r\n\r\n title: One\r\n---\r\nText.", "markdown"),
        ("-", "---\ntitle: One\n---\nText.".encode("utf-16"), "markdown"),
        ("-", b'+++\ntitle = "One"\n+++\nText.', "markdown"),
        ("a.md", b"# One\n\nText.", "markdown"),
        ("A.MD", b"# One\n\nText.", "markdown"),
        ("a.txt", b"---\nA line between two rules\n---\nText.", "pasted"),
        ("a.txt", b"Headline, Text\nA line without a comma", "records"),
        ("a.txt", b"{not JSON}", "pasted"),
        ("a.txt", b"Brussels, Tuesday\nThe text.", "pasted"),
    ],
)
def test_the_content_tells_the_format(name: str, content: bytes, module: str) -> None:
    assert recognise(Source(name, content=content)).module == module


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("a.txt", b"%PDF-1.7\n...", "PDF"),
        ("a.docx", b"PK\x03\x04....", "ZIP"),
        ("a.txt", b"<!DOCTYPE html>\n<html><body>", "web page"),
        ("a.txt", b"\n<!-- saved from a page -->\n<HTML lang=de>", "web page"),
        ("a.html", b"<p>A fragment of a page.</p>", "web page"),
        ("a.txt", b'<?xml version="1.0"?>\n<rss version="2.0">', "feed"),
        ("a.xml", b'<?xml version="1.0"?>\n<other>', "XML"),
        ("a.txt", b"{\\rtf1\\ansi", "RTF"),
        ("a.jpg", b"\xff\xd8\xff\xe0\0\x10JFIF", "image"),
        ("a.eml", b"From: a@example.org\nTo: b\n\nText", "mail"),
        ("a", b"Date: today\nMessage-ID: <1@example.org>\n\nText", "mail"),
    ],
)
def test_what_is_not_read_is_refused_by_its_name(name: str, content: bytes, kind: str) -> None:
    row = next(known for known in FORMATS if known.name == kind)
    if row.module is not None:
        assert recognise(Source(name, content=content)).module == row.module
        return
    with pytest.raises(UnknownFormat, match=f"cannot be added: {kind} files are not read") as refused:
        list(read(Source(name, content=content)))
    assert "JSON lines" in (refused.value.hint or "")


def test_every_module_of_the_table_is_there() -> None:
    for known in FORMATS:
        if known.module is not None:
            assert find_spec(f"archive.readers.{known.module}") is not None, known.name


def test_a_binary_file_is_no_article_whatever_its_name() -> None:
    for name in ("a.txt", "a.md", "a.csv", "a"):
        with pytest.raises(UnknownFormat, match="binary file") as refused:
            list(read(Source(name, content=bytes(range(256)) * 50)))
        assert READ in (refused.value.hint or "")


@pytest.mark.parametrize("name", ["a.txt", "a.md", "a.csv", "a.jsonl", "a.json", "a.tsv", "a.xml", "a"])
@pytest.mark.parametrize("content", [b"", b"\n \n", b"\xef\xbb\xbf"])
def test_an_empty_file_is_no_article_whatever_its_name(name: str, content: bytes) -> None:
    with pytest.raises(NoArticle, match=f"{name} is empty"):
        list(read(Source(name, content=content)))


def test_a_file_that_cannot_be_read_to_its_end_is_an_error_with_its_name(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Text.")
    source = Source("a.txt", tmp_path / "a.txt")
    (tmp_path / "a.txt").unlink()
    with pytest.raises(ReaderError, match=r"^a\.txt cannot be read: no such file or directory\.$"):
        list(read(source))


@pytest.mark.skipif(not Path("/proc/self/mem").exists(), reason="a file that even root cannot read")
def test_an_unreadable_file_is_an_error_with_its_name() -> None:
    with pytest.raises(ReaderError, match="a cannot be read: input/output error"):
        list(read(Source("a", Path("/proc/self/mem"))))


def test_provenance_and_language_are_given_to_every_article() -> None:
    content = b"# On the wall\n\nThe wall was high and the night was long, and nobody of them was asleep.\n"
    (article,) = read(Source("wall.md", content=content))
    assert not isinstance(article, ReaderError)
    assert (article.language, article.provenance.original, article.provenance.reader) == (
        "en",
        "wall.md",
        "markdown",
    )
    assert article.provenance.sha256 == Source("wall.md", content=content).sha256


def test_records_are_counted_where_that_is_quick() -> None:
    assert count(Source("a.jsonl", content=JSON_LINES * 3)) == 3
    assert count(Source("a.json", content=b'[\n{"title": "One"}\n]')) == 1
    assert count(Source("a.txt", content=b"Text.\nText.")) == 1


def test_only_the_reader_that_is_needed_is_loaded(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(JSON_LINES)
    script = (
        "import sys; from pathlib import Path; from archive.readers import read, Source\n"
        "before = {name for name in sys.modules if name.startswith('archive.readers.')}\n"
        "assert not before & {f'archive.readers.{name}' for name in ('records', 'markdown', 'pasted')}\n"
        f"assert len(list(read(Source('a', Path({str(tmp_path / 'a.jsonl')!r}))))) == 1\n"
        "print(*{name for name in sys.modules if name.startswith('archive.readers.')} - before)\n"
    )
    loaded = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout
    needed = ("records", "rows", "hypertext", "paragraphs")
    assert set(loaded.split()) == {f"archive.readers.{name}" for name in needed}


def test_a_part_of_a_page_is_a_web_page_and_markdown_with_a_tag_is_not() -> None:
    page = b"<article><h1>Der Wald</h1><p>Eins.</p><p>Zwei.</p></article>"
    assert recognise(Source("a", content=page)).name == "web page"
    markdown = b"<p align=center>Logo</p>\n\n# Der Wald\n\nEin Absatz."
    assert recognise(Source("a.md", content=markdown)).name == "Markdown"
