"""Exports of press databases are parted exactly, and a colon in a headline makes no field."""

from __future__ import annotations

import time
from datetime import date, datetime
from pathlib import Path

import pytest

from archive.archive import Archive
from archive.article import Article
from archive.errors import NoArticle, ReaderError
from archive.readers import Source, read
from archive.readers.credits import authors_in
from archive.readers.formats import recognise
from archive.readers.press import at_time

SAMPLES = Path(__file__).parents[1] / "samples"
EXPORTS = sorted(
    path for name in ("nexis", "factiva") for path in (SAMPLES / name).iterdir() if path.suffix != ".expected"
)


def articles(path: Path) -> list[Article]:
    found = list(read(Source(path.name, path)))
    assert all(isinstance(one, Article) for one in found)
    return [one for one in found if isinstance(one, Article)]


@pytest.mark.parametrize("path", EXPORTS, ids=lambda path: path.name)
def test_every_article_has_what_it_needs_and_nothing_of_the_next(path: Path) -> None:
    found = articles(path)
    assert found
    for article in found:
        assert all((article.headline, article.source, article.body, article.record))
        assert (article.published is None) == (article.headline == "The Tides")
        for field in ("LENGTH:", "LÄNGE:", "LOAD-DATE:", "Load-Date", "Copyright", "Dokument ", "DOCUMENTS"):
            assert field not in article.body
    assert len({article.record for article in found}) == len(found)
    assert len({article.provenance.sha256 for article in found}) == len(found)


@pytest.mark.parametrize("path", EXPORTS, ids=lambda path: path.name)
def test_an_export_added_again_is_the_same(path: Path, tmp_path: Path) -> None:
    with Archive.create(tmp_path / "news") as archive:
        first = [outcome.outcome for outcome in archive.add([str(path)])]
        second = [outcome.outcome for outcome in archive.add([str(path)])]
    assert set(first) == {"new"}
    assert second == ["same"] * len(first)


@pytest.mark.parametrize(
    ("field", "authors"),
    [
        ("Albrecht, Bernhard", ("Bernhard Albrecht",)),
        (
            "Böll, Sven; von Stein, Jan; Heyer, Julia Amalia",
            ("Sven Böll", "Jan von Stein", "Julia Amalia Heyer"),
        ),
        ("By KEITH BRADY and David Barbosa in Shanghai", ("Keith Brady", "David Barbosa")),
        ("Von PETER MOUFARRÈGE", ("Peter Moufarrège",)),
        ("Aus Chicago berichtet DAVID VERHOF", ("David Verhof",)),
        ("Anna Müller ; Jan Weiß", ("Anna Müller", "Jan Weiß")),
        ("Jonathan Glen, example.com", ("Jonathan Glen",)),
        ("Reuters", ()),
        ("Letters", ()),
        ("", ()),
    ],
)
def test_authors_are_read_as_databases_note_them(field: str, authors: tuple[str, ...]) -> None:
    assert authors_in(field) == authors


def test_an_export_without_an_article_says_so() -> None:
    page = b"<html><head><title>Factiva</title></head><body><div>Your session has ended.</div></body></html>"
    with pytest.raises(NoArticle, match=r"a\.html is an export of Factiva without an article"):
        list(read(Source("a.html", content=page)))


def test_an_export_that_was_cut_off_gives_what_is_whole() -> None:
    content = (SAMPLES / "factiva" / "deutsch.html").read_bytes()
    found = list(read(Source("a.html", content=content[: content.index(b"Ebbe im Pokal")])))
    assert [one.record for one in found if isinstance(one, Article)] == [
        "KUEBOT0020170401ed4100001",
        "BAYC000020170402ed4200002",
    ]


def test_an_article_without_headline_and_text_does_not_stop_the_others() -> None:
    text = (SAMPLES / "nexis" / "deutsch.txt").read_bytes()
    empty = (
        b"\n\n          Dokument 3 von 3\n\n\n        Bote\n\n     Dienstag 4. Mai 2014\n\nSPRACHE: DEUTSCH\n"
    )
    found = list(read(Source("a.txt", content=text + empty)))
    assert [type(one).__name__ for one in found] == ["Article", "Article", "NoArticle"]
    assert isinstance(found[2], ReaderError)
    assert found[2].record == "3"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_an_export_is_read_in_every_encoding(encoding: str) -> None:
    text = (SAMPLES / "nexis" / "deutsch.txt").read_text(encoding="cp1252")
    found = list(read(Source("a.txt", content=text.replace("\n", "\r\n").encode(encoding))))
    assert [one.headline for one in found if isinstance(one, Article)] == [
        "Hafen: Der Kran fällt",
        "Der Kran steht wieder",
    ]


@pytest.mark.parametrize(
    ("content", "module"),
    [
        (b"<html><body><p>1 of 10 documents</p><p>The length of it.</p></body></html>", "webpage"),
        (b"<html><body><p>End of Document</p><p>Length: none</p></body></html>", "webpage"),
        (b"The talks are over\n\n3 of 10 documents\n\nwere signed.", "pasted"),
        (b"Document AB12345678 was found.\n\n12 words\n", "pasted"),
        (b"<html><body><p>End of Document</p><p><b>Length:</b> 12 words</p></body></html>", "nexis"),
        (
            "<p>1 of 2 DOCUMENTS</p><p><b>L&Auml;NGE: </b>12 Wörter</p>".join(["<html>", "</html>"]).encode(),
            "nexis",
        ),
    ],
)
def test_only_an_export_is_taken_for_one(content: bytes, module: str) -> None:
    assert recognise(Source("a", content=content)).module == module


def test_a_line_of_the_text_that_looks_like_a_field_stays_text_where_fields_are_in_capitals() -> None:
    head = "1 of 1 DOCUMENTS\n\nKüstenbote\n\n4. März 2014\n\nKran\n\nLÄNGE: 9 Wörter\n\n"
    text = "Der Kran fiel um.\n\nQuelle: eigene Zählung.\n\nSPRACHE: DEUTSCH\n"
    (article,) = list(read(Source("a.txt", content=(head + text).encode())))
    assert isinstance(article, Article)
    assert article.body == "Der Kran fiel um.\n\nQuelle: eigene Zählung."


def test_the_line_below_the_date_is_the_edition() -> None:
    head = "<html><p>Kran fällt um</p><p>Küstenbote</p><p>4. März 2014 Dienstag</p><p>Hamburg Ausgabe</p>"
    fields = "<p>Copyright 2014 Küstenbote</p><p><b>Länge:</b> 9 Wörter</p><p><b>Hauptteil</b></p>"
    page = f"{head}{fields}<p>Der Kran fiel um.</p><p>Ende des Dokuments</p></html>"
    (article,) = list(read(Source("a.html", content=page.encode())))
    assert isinstance(article, Article)
    assert article.extra["edition"] == "Hamburg Ausgabe"


def test_the_time_of_an_export_may_have_halves_of_a_day() -> None:
    day = date(2025, 3, 3)
    assert at_time(day, "6:15 PM") == datetime(2025, 3, 3, 18, 15)
    assert at_time(day, "12:05 am") == datetime(2025, 3, 3, 0, 5)
    assert at_time(day, "18:15:30") == datetime(2025, 3, 3, 18, 15, 30)
    assert at_time(day, "noon") == day


def test_a_number_without_end_is_not_tried_in_every_way() -> None:
    number = b"Document ABCD" + b"1" * 100_000
    text = b"Crane\n12 words\n4 March 2014\nThe Bote\nIt fell.\nDocument ABCD0020140304ab\n" + number + b"-"
    began = time.process_time()
    found = list(read(Source("a.txt", content=text)))
    assert time.process_time() - began < 5
    assert [one.record for one in found if isinstance(one, Article)] == ["ABCD0020140304ab"]
