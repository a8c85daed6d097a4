"""Documents of word processors and books are read as what a reader sees in them."""

from __future__ import annotations

import io
import zipfile
from datetime import date

import pytest

from archive.article import Article
from archive.errors import NoArticle, ReaderError
from archive.readers import Source, read

from .documents import docx, epub, odt, packed

PROSE = "Der Deich an der Bucht ist aus Sand und Lehm, und er hält, wenn nichts geschieht. " * 3


def article(content: bytes, name: str = "a.txt") -> Article:
    (found,) = read(Source(name, content=content))
    assert isinstance(found, Article)
    return found


def test_a_word_document_is_an_article_with_its_headings() -> None:
    content = docx(
        [
            ("berschrift1", "Der Deich: ein Bericht"),
            ("", "Von Anna Müller"),
            ("", "5. März 2024"),
            ("", PROSE),
            ("berschrift2", "Sand und Lehm"),
            ("", PROSE + "Ende."),
        ],
        author="Office User",
    )
    found = article(content)
    assert (found.headline, found.authors, found.published) == (
        "Der Deich: ein Bericht",
        ("Anna Müller",),
        date(2024, 3, 5),
    )
    assert found.body.split("\n\n")[1] == "## Sand und Lehm"
    assert found.body.startswith("Der Deich an der Bucht")
    assert (found.provenance.reader, found.language) == ("docx", "de")


def test_the_author_in_the_properties_counts_only_where_the_text_names_none() -> None:
    paragraphs = [("berschrift1", "Der Deich hält noch"), ("", PROSE)]
    assert article(docx(paragraphs, author="Jan Weiß")).authors == ("Jan Weiß",)
    assert article(docx(paragraphs, author="Administrator")).authors == ()
    assert article(docx(paragraphs, author="jw")).authors == ()
    told = article(docx([paragraphs[0], ("", "Von Anna Müller"), paragraphs[1]], author="Jan Weiß"))
    assert told.authors == ("Anna Müller",)


def test_an_export_in_a_word_document_is_its_articles() -> None:
    parts = []
    for headline in ("Deich: gebrochen", "Ebbe"):
        parts += [
            ("", f"**{headline}**"),
            ("", "Küstenbote"),
            ("", "4. Juli 2019 Donnerstag"),
            ("", "Copyright 2019"),
        ]
        parts += [
            ("", "**Länge:** 12 Wörter"),
            ("", "**Hauptteil**"),
            ("", PROSE),
            ("", "**Ende des Dokuments**"),
        ]
    found = [one for one in read(Source("a.docx", content=docx(parts))) if isinstance(one, Article)]
    assert [(one.headline, one.source, one.published, one.record) for one in found] == [
        ("Deich: gebrochen", "Küstenbote", date(2019, 7, 4), "1"),
        ("Ebbe", "Küstenbote", date(2019, 7, 4), "2"),
    ]


def test_an_opendocument_text_is_an_article_without_its_notes() -> None:
    body = (
        "<text:h text:outline-level='1'>Der<text:s text:c='2'/>Deich</text:h><text:p>Von Anna Müller</text:p>"
        "<text:p>Im <text:span text:style-name='B'>Watt</text:span><text:note>Fußnote</text:note> liegt er. "
        f"{PROSE}</text:p><text:h text:outline-level='2'>Lehm</text:h><text:p>{PROSE}Ende.</text:p>"
    )
    found = article(odt(body))
    assert (found.headline, found.authors) == ("Der Deich", ("Anna Müller",))
    assert found.body.startswith("Im Watt liegt er. Der Deich")
    assert "\n\n## Lehm\n\n" in found.body
    assert "Fußnote" not in found.body


def test_each_chapter_of_a_book_is_an_article() -> None:
    chapters = {
        "cover.xhtml": "<p>Das Buch</p>",
        "eins.xhtml": f"<h1>Erstes: die Flut</h1><p>{PROSE}</p><h2>Nacht</h2><p>{PROSE}</p>",
        "zwei.xhtml": f"<h2>Zweites</h2><p>{PROSE * 2}</p>",
    }
    found = list(read(Source("a", content=epub(chapters, "Das Deichbuch", "Anna Müller"))))
    assert [
        (one.headline, one.source, one.authors, one.published, one.record, one.language)
        for one in found
        if isinstance(one, Article)
    ] == [
        ("Erstes: die Flut", "Das Deichbuch", ("Anna Müller",), date(2024, 3, 5), "OPS/eins.xhtml", "de"),
        ("Zweites", "Das Deichbuch", ("Anna Müller",), date(2024, 3, 5), "OPS/zwei.xhtml", "de"),
    ]
    assert isinstance(found[0], Article)
    assert "\n\n## Nacht\n\n" in found[0].body


def test_rtf_is_read_with_its_umlauts_signs_and_hidden_text() -> None:
    text = (
        r"{\rtf1\ansi\ansicpg1252{\fonttbl{\f0 Arial;}{\f1\fcharset238 Arial CE;}}{\info{\title Titel}}"
        r"\pard\outlinelevel0 Der Deich h\u228\'e4lt\par\pard Von Anna M\'fcller\par {\v verborgen}"
        r"{\f1 \'8aime\'e8ek} \endash  "
        r"{\*\unknown egal}{\pict 0123abcd}" + PROSE.replace("ä", r"\'e4") + r"\u-10179?\u-8704?\par}"
    )
    found = article(text.encode("ascii"))
    assert (found.headline, found.authors) == ("Der Deich hält", ("Anna Müller",))
    assert found.body.startswith("Šimeček – Der Deich an der Bucht")
    assert "hält, wenn" in found.body
    assert found.body.endswith("😀")
    assert "verborgen" not in found.body


BOMB = (
    "<!DOCTYPE d [<!ENTITY a 'aaaaaaaaaa'>"
    + "".join(
        f"<!ENTITY {name} '{f'&{below};' * 10}'>" for below, name in zip("abcdefgh", "bcdefghi", strict=True)
    )
    + "]>"
)
FETCH = "<!DOCTYPE d [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>"


@pytest.mark.parametrize("before", [BOMB, FETCH])
def test_nothing_is_unfolded_or_fetched_from_within_a_document(before: str) -> None:
    content = docx([("", "Text."), ("", PROSE)], before=before)
    try:
        found = list(read(Source("a.docx", content=content)))
    except ReaderError:
        return
    assert all("root:" not in one.body and len(one.body) < 1_000 for one in found if isinstance(one, Article))


def large(name: str, size: int) -> bytes:
    return packed({name: b" " * size, "[Content_Types].xml": ""})


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (large("word/document.xml", 120_000_000), "unpacks to far more"),
        (large("content.xml", 50_000_000), "unpacks to far more"),
        (docx([("", PROSE)])[:-30], "is damaged"),
        (packed({"word/document.xml": "<w:document"}), "is damaged: its XML cannot be read"),
        (packed({"word/document.xml": "<a>" * 5_000}), "is damaged: its XML cannot be read"),
        (docx([("", "")]), "holds no text"),
        (packed({"META-INF/container.xml": "<a/>"}), "holds no"),
        (epub({"a.xhtml": "<p>Kurz.</p>"}), "holds no text"),
        (
            packed({"META-INF/container.xml": "<a/>", "META-INF/rights.xml": ""}),
            "is protected against copying",
        ),
        (b"{\\rtf1" + b"{" * 6_000, "is nested more than 5,000 deep"),
        (b"{\\rtf1 }", "holds no text"),
    ],
)
def test_a_document_that_cannot_be_read_says_why(content: bytes, reason: str) -> None:
    with pytest.raises(ReaderError, match=reason) as refused:
        list(read(Source("a.docx", content=content)))
    assert refused.value.hint


def test_a_part_that_needs_a_password_says_so() -> None:
    stream = io.BytesIO(docx([("", PROSE)]))
    with zipfile.ZipFile(stream) as readable:
        info = readable.getinfo("word/document.xml")
    content = bytearray(stream.getvalue())
    content[info.header_offset + 6] |= 1
    at = content.rindex(b"PK\x01\x02", 0, content.rindex(b"word/document.xml"))
    content[at + 8] |= 1
    with pytest.raises(ReaderError, match="is protected by a password"):
        list(read(Source("a.docx", content=bytes(content))))


def test_an_empty_file_named_like_a_document_is_empty() -> None:
    with pytest.raises(NoArticle, match=r"a\.docx is empty"):
        list(read(Source("a.docx", content=b"")))
