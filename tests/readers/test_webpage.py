# ruff: noqa: E501 - pages are clearer in one line
from __future__ import annotations

import contextlib
import json
import logging
import time
from datetime import date, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from archive.article import Article
from archive.dates import day_of
from archive.errors import NoArticle, ReaderError
from archive.readers import Source, find, read, webpage
from archive.readers.page.markup import MAX_BYTES, MAX_ELEMENTS, decode
from archive.readers.webpage import article_from

SAMPLES = Path(__file__).parents[1] / "samples" / "webpage"
TOLD = (
    "Der Hang über dem Dorf war lange kahl, nun stehen dort wieder junge Eichen, Buchen und Kiefern, und am Sonntag "
    "gehen die Leute hinauf, um sie zu zählen.",
    "Der Förster sagt, es habe dreißig Jahre gedauert, bis der Boden das Wasser wieder hielt; im Sommer trage er die "
    "Schilder selbst hinauf, weil der Weg zu schmal ist.",
    "Im Herbst will die Gemeinde entscheiden, ob auch der untere Hang bepflanzt wird, und wer die Zäune bezahlt, die "
    "es dafür noch braucht.",
)


@pytest.fixture(autouse=True)
def _quiet() -> None:
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)


def page(head: str = "", top: str = "<h1>Der Wald kehrt zurück</h1>", below: str = "") -> bytes:
    told = "".join(f"<p>{text}</p>" for text in TOLD)
    return f"<!DOCTYPE html><html lang=de><head>{head}</head><body>{top}{told}{below}</body></html>".encode()


def article(*parts: str) -> Article:
    return article_from(page(*parts), "page.html")


def linked(fields: str) -> str:
    return f'<script type="application/ld+json">{{"@type": "NewsArticle", {fields}}}</script>'


@pytest.mark.parametrize(
    ("head", "top", "headline"),
    [
        (
            "<title>Der Wald kehrt zurück - Talbote</title>",
            "<h1>Der Wald kehrt zurück</h1>",
            "Der Wald kehrt zurück",
        ),
        (
            '<meta property="og:site_name" content="Talbote">',
            "<h1>Talbote</h1><h1>Der Wald kehrt zurück</h1>",
            "Der Wald kehrt zurück",
        ),
        (
            '<meta property="og:site_name" content="Talbote"><meta property="og:title" content="Der Wald kehrt zurück | Talbote">',
            "<h1>Talbote</h1>",
            "Der Wald kehrt zurück",
        ),
        (
            '<meta property="og:title" content="Der Wald kehrt zurück">',
            "<h1><span>Natur</span> : Der Wald kehrt zurück</h1>",
            "Der Wald kehrt zurück",
        ),
        (
            '<meta property="og:title" content="Wald, Aufforstung, Bäume: alles dazu"><title>Wald, Aufforstung, Bäume: alles dazu</title>'
            + linked('"headline": "Der Wald kehrt zurück"'),
            "<h1>Der Wald kehrt zurück</h1>",
            "Der Wald kehrt zurück",
        ),
        (
            "<title>Der Wald kehrt zur&amp;uuml;ck &amp;amp; bleibt</title>",
            "",
            "Der Wald kehrt zurück & bleibt",
        ),
        (
            # <title> alone has the keyword for search engines
            '<meta property="og:title" content="Aufforstung: Der Wald kehrt zurück"><title>Aufforstung: Der Wald kehrt zurück</title>',
            "<h1>Der Wald kehrt zurück</h1>",
            "Der Wald kehrt zurück",
        ),
        (
            # a ticker's heading says the latest
            '<meta property="og:title" content="Waldbrände: aktuelle News und Entwicklungen"><title>Waldbrände: News und Entwicklungen</title>'
            + linked('"headline": "Waldbrände: News und Entwicklungen"'),
            "<h1>Bürgermeister dankt den Helfern +++ Straße nach Norden gesperrt</h1>",
            "Waldbrände: News und Entwicklungen",
        ),
        (
            # where kicker and headline are apart on the page, they are joined in JSON-LD
            '<meta property="og:title" content="Junger Wald steht am Hang über dem Dorf"><title>Junger Wald steht am Hang über dem Dorf</title>'
            + linked('"headline": "Natur: Neuer Wald steht wieder am Hang"'),
            "<h1>Junger Wald steht am Hang über dem Dorf</h1><h2><span>Natur</span> <span>Neuer Wald steht wieder am Hang</span></h2>",
            "Junger Wald steht am Hang über dem Dorf",
        ),
        (
            "<title>Heli</title>",
            "<h1>Der Heli\u00adkopter\u00adlande\u00adplatz im Wald</h1>",
            "Der Helikopterlandeplatz im Wald",
        ),
    ],
)
def test_the_headline_is_chosen_between_what_is_shown_and_declared(
    head: str, top: str, headline: str
) -> None:
    assert article(head, top).headline == headline


@pytest.mark.parametrize(
    ("head", "below", "authors"),
    [
        (linked('"author": {"@type": "Person", "name": "Anna Müller"}'), "", ("Anna Müller",)),
        (linked('"author": ["ANNA MÜLLER", {"name": "Jan Weiß"}]'), "", ("Anna Müller", "Jan Weiß")),
        (linked('"author": [{"name": "Anna Müller und Jan Weiß"}]'), "", ("Anna Müller", "Jan Weiß")),
        (linked('"author": {"@type": "Organization", "name": "Talbote"}'), "", ()),
        (linked('"author": {"@type": "Person", "name": "dpa"}'), "", ()),
        (linked('"author": {"@type": "Person", "name": "Redaktion"}'), "", ()),
        (linked('"author": {"@type": "Person", "name": "anna.mueller"}'), "", ("Anna Mueller",)),
        ('<meta name="author" content="Müller, Anna">', "", ("Anna Müller",)),
        ('<meta name="author" content="a.mueller@talbote.example">', "", ()),
        ('<meta property="article:author" content="https://talbote.example/anna">', "", ()),
        (
            '<meta name="citation_author" content="Anna Müller"><meta name="citation_author" content="Jan Weiß">',
            "",
            ("Anna Müller", "Jan Weiß"),
        ),
        (
            '<meta name="twitter:label1" content="Verfasst von"><meta name="twitter:data1" content="Anna Müller">',
            "",
            ("Anna Müller",),
        ),
        (
            '<meta name="twitter:label1" content="Lesezeit"><meta name="twitter:data1" content="Anna Müller">',
            "",
            (),
        ),
        (linked('"author": {"name": "Kim Lee"}'), "<p>Editor: Kim Lee</p>", ("Kim Lee",)),
        (
            linked('"author": {"name": "Kim Lee"}') + '<meta name="author" content="Anna Müller">',
            "<p>Editor: Kim Lee</p>",
            ("Anna Müller",),
        ),
        ("", "<p>Autorin: Anna Müller</p>", ("Anna Müller",)),
        ("", "<p><strong>Mohloai Mpesi</strong></p>", ("Mohloai Mpesi",)),
        ("", '<p style="text-align: right">Lê Phương</p>', ("Lê Phương",)),
        ("", "<p>Mohloai Mpesi</p>", ()),
        ("", "<p><b>Mehr Themen</b></p>", ()),
        ("", '<p class="author">Datum:</p>', ()),
        ("", '<p class="author">dpa Nachrichtenagentur</p>', ()),
        (
            '<meta property="og:site_name" content="Ilanga News"><meta name="author" content="Ilanga D">',
            "",
            (),
        ),
        ("", '<div class="comment"><span class="author">Kim Lee</span></div>', ()),
        ("", '<aside><p class="byline">Von Kim Lee</p></aside>', ()),
    ],
)
def test_authors_are_people_by_their_names(head: str, below: str, authors: tuple[str, ...]) -> None:
    assert article(head, "<h1>Der Wald kehrt zurück</h1>", below).authors == authors


@pytest.mark.parametrize(
    "byline",
    [
        "<p>Von Anna Müller und Jan Weiß</p>",
        '<span class="author">Anna Müller, Jan Weiß</span>',
        '<div><a rel="author">Anna Müller</a> und <a rel="author">Jan Weiß</a></div>',
        "<div>24.02.2025 | Von Anna Müller und Jan Weiß</div>",
    ],
)
def test_a_byline_shown_names_the_authors_where_nothing_is_declared(byline: str) -> None:
    assert article("", f"<h1>Der Wald kehrt zurück</h1>{byline}").authors == ("Anna Müller", "Jan Weiß")


def test_a_byline_shown_with_more_names_than_declared_is_believed() -> None:
    found = article(
        '<meta name="author" content="Anna Müller">',
        "<h1>Der Wald kehrt zurück</h1><p>Von Anna Müller und Jan Weiß</p>",
    )
    assert found.authors == ("Anna Müller", "Jan Weiß")


@pytest.mark.parametrize(
    ("head", "top", "published"),
    [
        (
            linked('"datePublished": "2025-02-24T23:30:00+01:00"'),
            "",
            datetime(2025, 2, 24, 23, 30, tzinfo=timezone(timedelta(hours=1))),
        ),
        ('<meta name="dc.date" content="2025-02-24">', "", date(2025, 2, 24)),
        ("", "<h1>Der Wald kehrt zurück</h1><p>24. Februar 2025</p>", date(2025, 2, 24)),
        ("", '<h1>Der Wald kehrt zurück</h1><time datetime="2025-02-24">gestern</time>', date(2025, 2, 24)),
        (
            '<meta property="article:published_time" content="2025-02-23T23:10:00Z">',
            "<h1>Der Wald kehrt zurück</h1><p>24.02.2025</p>",
            date(2025, 2, 24),
        ),
        ('<link rel=canonical href="https://talbote.example/2025/02/24/wald.html">', "", date(2025, 2, 24)),
        ('<meta name="date" content="2025-02-31">', "", None),
        # of two days declared, the one shown
        (
            linked('"datePublished": "2021-12-06"')
            + '<meta property="article:published_time" content="2025-02-24">',
            "<h1>Der Wald kehrt zurück</h1><p>24.02.2025</p>",
            date(2025, 2, 24),
        ),
        # a date in a teaser right above is another article's
        (
            "",
            '<div class="teaser"><p>Der alte Wald</p><p>1. Februar 2020</p></div><h1>Der Wald kehrt zurück</h1>',
            None,
        ),
        ("", "", None),
    ],
)
def test_the_date_is_the_day_the_page_gives_and_never_shifted(head: str, top: str, published: object) -> None:
    assert article(head, top or "<h1>Der Wald kehrt zurück</h1>").published == published


def test_the_text_has_its_section_headings_and_nothing_of_the_masthead() -> None:
    top = f"<h1>Der Wald kehrt zurück</h1><p>Von Anna Müller</p><p>24.02.2025</p><p>{TOLD[2]}</p><h2>Ein langer Weg</h2>"
    body = article("", top).body
    assert body.startswith(TOLD[2])
    assert f"\n\n## Ein langer Weg\n\n{TOLD[0]}" in body


def test_text_that_only_a_script_holds_is_read() -> None:
    told = "".join(f"<p>{text}</p>" for text in TOLD)
    for script in (
        linked(f'"articleBody": {json.dumps(" ".join(TOLD))}'),
        f"<script>window.state = {json.dumps({'article': {'title': 'x', 'content': told}})}</script>",
        f"<script>push({json.dumps(json.dumps({'article': {'content': told}}))})</script>",
    ):
        page = f"<html><head><title>Der Wald kehrt zurück</title></head><body><div id=app></div>{script}</body></html>"
        found = article_from(page.encode(), "page.html")
        assert all(text in found.body for text in TOLD)
        assert "<p>" not in found.body


@pytest.mark.parametrize(
    ("top", "kicker"),
    [
        ("<h1><span>Natur</span> <span>Der Wald kehrt zurück</span></h1>", "Natur"),
        ('<p class="article__kicker">Natur</p><h1>Der Wald kehrt zurück</h1>', "Natur"),
        ("<h1>Der Wald kehrt zurück</h1>", None),
        ('<p class="kicker">Natur</p>' + "<p>Menü</p>" * 20 + "<h1>Der Wald kehrt zurück</h1>", None),
    ],
)
def test_the_kicker_is_kept_beside_the_headline(top: str, kicker: str | None) -> None:
    found = article('<meta property="og:title" content="Der Wald kehrt zurück">', top)
    assert found.headline == "Der Wald kehrt zurück"
    assert found.extra.get("kicker") == kicker


def test_text_that_looks_like_a_heading_of_ours_is_not_one() -> None:
    assert "## Kein Titel" not in article(
        "", f"<h1>Der Wald</h1><p>{TOLD[2]}</p><p>## Kein Titel, sondern {TOLD[1]}</p>"
    ).body.split("\n")


@pytest.mark.parametrize("charset", ["utf-8", "iso-8859-1", "nonsense", "utf-16", ""])
def test_utf_8_is_read_as_such_whatever_is_declared(charset: str) -> None:
    assert "Wälder über Größe" in decode(
        f'<meta charset="{charset}"><p>Wälder über Größe'.encode(), "page.html"
    )


@pytest.mark.parametrize(
    ("encoding", "label"),
    [("cp1252", "iso-8859-1"), ("iso8859-15", "iso-8859-15"), ("utf-16", "utf-8"), ("cp1252", "utf-8")],
)
def test_other_encodings_are_read_as_declared_or_as_they_must_be(encoding: str, label: str) -> None:
    text = f'<html><meta charset="{label}"><p>Wälder über Größe, schön für die Müllerin, sagt Jürgen Weiß</p></html>'
    assert "schön für die Müllerin" in decode(text.encode(encoding), "page.html")


def test_the_folder_beside_a_saved_page_is_not_walked(tmp_path: Path) -> None:
    for side in ("Der Wald_files", "Der Wald-Dateien"):
        (tmp_path / side).mkdir()
        (tmp_path / side / "frame.html").write_bytes(page())
    (tmp_path / "other_files").mkdir()
    (tmp_path / "other_files" / "b.html").write_bytes(page())
    (tmp_path / "Der Wald.html").write_bytes(page())
    names = [Path(found.name).name for found in find([str(tmp_path)]) if isinstance(found, Source)]
    assert names == ["Der Wald.html", "b.html"]


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"<html>",
        b"<html><body></body></html>",
        b"<html><body><h1>404 Not Found</h1><p>The page was not found on this server, sorry about that.</p></body></html>",
        (SAMPLES / "paywall.html").read_bytes(),
        (SAMPLES / "onefile.mht").read_bytes()[:300],
        b"<html>" + b"<p>x</p>" * (MAX_ELEMENTS + 1),
        b"<html>" + b" " * MAX_BYTES,
    ],
)
def test_what_holds_no_article_is_refused_with_a_reason_and_a_hint(data: bytes) -> None:
    with pytest.raises(NoArticle) as refused:
        list(read(Source("page.html", content=data)))
    assert str(refused.value).startswith("page.html")
    assert refused.value.hint


@pytest.mark.parametrize(
    "data",
    [
        b"<html><body>" + b"<div>" * 10_000 + b"text",
        b"<html><body>" + b"<table><tr><td>" * 5_000,
        page('<script type="application/ld+json">' + "[" * 100_000 + "</script>"),
        page('<script type="application/ld+json">' + '{"@graph":' * 5_000 + "</script>"),
        page("<title>" + "a - " * 200_000 + "</title>"),
        page(f'<meta name="author" content="{"Anna Müller und " * 20_000}">'),
        page("", f'<h1 class="{"author " * 100_000}">Der Wald</h1>'),
        page("", "<div class=author>Von Anna Müller 1.2.2024</div>" * 2_000),
        page("", "<p>" + "<span>Wort und noch eins </span>" * 10_000),
        page('<script>x = ["' + '"<p>aaaa' * 100_000 + "]</script>"),
    ],
    ids=["divs", "tables", "json", "graph", "title", "authors", "classes", "bylines", "spans", "strings"],
)
def test_deep_and_wide_pages_are_read_or_refused_in_short_time(data: bytes) -> None:
    start = time.process_time()
    with contextlib.suppress(ReaderError):
        list(read(Source("page.html", content=data)))
    assert time.process_time() - start < 10


def test_entities_are_not_fetched_and_not_multiplied(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("GEHEIM")
    doctype = (
        f'<!DOCTYPE html [<!ENTITY x SYSTEM "file://{secret}"><!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'
    )
    data = page("", f"<h1>Der Wald</h1><p>&x; &b; {TOLD[2]}</p>").replace(
        b"<!DOCTYPE html>", doctype.encode()
    )
    body = article_from(data, "page.html").body
    assert "GEHEIM" not in body
    assert "haha" not in body


_BITS = st.sampled_from(
    [b"<p>", b"</div>", b"<h1>", b"<script type='application/ld+json'>", b'{"@type":"NewsArticle","author":', b"[[[", b"}}", b"</script>",
     b"<time datetime='2025-99-99'>", b"\xff\xfe", b"\x00", b"&#x110000;", b"<![CDATA[", b"<svg><p>", b"<meta name=author content=", b"\xf0\x9f\x8c\xb2"]
)  # fmt: skip


@given(st.binary(max_size=400))
@settings(max_examples=150, deadline=None)
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    mail = b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=x\n\n--x\n"
    for carrier in (data, b"<html>" + data, mail + data):
        with contextlib.suppress(ReaderError):
            assert all(isinstance(found, Article) for found in webpage.read(Source("page", content=carrier)))


@given(
    st.sampled_from(sorted(path.name for path in SAMPLES.iterdir() if path.suffix != ".expected")), st.data()
)
@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_damaged_pages_are_read_or_refused(name: str, data: st.DataObject) -> None:
    content = bytearray((SAMPLES / name).read_bytes())
    for _ in range(data.draw(st.integers(1, 5))):
        at = data.draw(st.integers(0, len(content)))
        content[at : at + data.draw(st.integers(0, 200))] = data.draw(_BITS | st.binary(max_size=8))
    with contextlib.suppress(ReaderError):
        assert all(isinstance(found, Article) for found in webpage.read(Source(name, content=bytes(content))))


def test_a_name_that_signs_the_text_is_not_part_of_it() -> None:
    found = article("", "<h1>Der Wald kehrt zurück</h1>", "<p><strong>Marina Mucha</strong></p>")
    assert found.authors == ("Marina Mucha",)
    assert found.body.endswith(TOLD[2])


def test_the_headline_with_its_kicker_is_not_repeated_in_the_text() -> None:
    head = '<meta property="og:title" content="Der Wald kehrt zurück">'
    found = article(head, "<h1>Der Wald kehrt zurück</h1><h2>Natur : Der Wald kehrt zurück</h2>")
    assert found.body.startswith(TOLD[0])


@pytest.mark.parametrize(
    ("declared", "dek"),
    [
        ("Im Tal wächst &lt;b&gt;wieder&lt;/b&gt; etwas.", "Im Tal wächst wieder etwas."),
        (TOLD[0][:60] + "…", None),
        ("", None),
    ],
)
def test_the_dek_is_what_the_text_does_not_begin_with(declared: str, dek: str | None) -> None:
    assert article(f'<meta name="description" content="{declared}">').dek == dek


@pytest.mark.parametrize(
    ("name", "source"),
    [
        ("Talbote", "Talbote"),
        ("Aktuelles aus dem Tal - Talbote", "Talbote"),
        ("Tal und Berg - Blatt", "Tal und Berg - Blatt"),
    ],
)
def test_the_source_is_the_name_of_the_outlet_without_its_motto(name: str, source: str) -> None:
    head = f'<meta property="og:site_name" content="{name}"><link rel=canonical href="https://talbote.example/a">'
    assert article(head).source == source


@pytest.mark.parametrize(
    "notice",
    [
        "<div class=paywall>Mit Plus lesen</div>",
        "<p>Dieser Artikel ist nur für Abonnenten.</p>",
        "<p>Subscribe to continue reading</p>",
        "<div>Sie möchten weiterlesen? Jetzt registrieren</div>",
        "<p>Weiterlesen mit Talbote+</p>",
        "<p>Sie haben bereits ein Abo? Anmelden</p>",
    ],
)
def test_the_beginning_of_a_closed_article_is_no_article(notice: str) -> None:
    start = f"<html><head><title>Der Wald</title></head><body><h1>Der Wald</h1><p>{TOLD[0]}</p>"
    with pytest.raises(NoArticle, match="behind a paywall"):
        article_from(f"{start}{notice}".encode(), "page.html")
    assert article_from(f"{start}<p>{TOLD[1]}</p><p>Newsletter abonnieren</p>".encode(), "page.html").body
    assert article("", "<h1>Der Wald</h1>", "<p>" + TOLD[1] * 3 + f"</p>{notice}").body


@pytest.mark.parametrize(
    ("declared", "day"),
    [
        ("2022-11-06T23:00:00.000Z", date(2022, 11, 7)),
        ("2022-06-06T22:00:00Z", date(2022, 6, 7)),
        ("2022-06-06T23:00:00Z", date(2022, 6, 6)),
        ("2022-11-06T23:00:01Z", date(2022, 11, 6)),
        ("2022-11-06T23:00:00+01:00", date(2022, 11, 6)),
    ],
)
def test_a_midnight_in_utc_is_the_day_that_begins_where_a_german_page_is_read(
    declared: str, day: date
) -> None:
    article = article_from(page(f'<meta property="article:published_time" content="{declared}">'), "a.html")
    assert article.published is not None
    assert day_of(article.published) == day


def test_the_day_somebody_joined_a_forum_is_not_that_of_a_post() -> None:
    top = "<h1>Der Wald kehrt zurück</h1><p>anna</p><p>Registriert: 18.09.2008, 05:56</p><p>Beitrag von anna » 21.01.2009</p>"
    assert article_from(page(top=top), "a.html").published == date(2009, 1, 21)


def test_a_day_is_read_between_bars() -> None:
    top = "<p>26 | 01 | 2022</p><h1>Der Wald kehrt zurück</h1>"
    assert article_from(page(top=top), "a.html").published == date(2022, 1, 26)


def test_a_company_in_capitals_below_a_headline_is_no_author() -> None:
    top = "<h1>Der Wald kehrt zurück</h1><p>MIRO Analytical</p>"
    assert article_from(page(top=top), "a.html").authors == ()


def test_a_full_name_counts_more_than_the_name_of_an_account() -> None:
    head = '<script type="application/ld+json">{"@type": "NewsArticle", "author": {"@type": "Person", "name": "NAME"}}</script>'
    meta = '<meta name="author" content="Anna Müller">'
    for account in ("annamueller", "medellín"):
        assert article_from(page(head.replace("NAME", account) + meta), "a.html").authors == ("Anna Müller",)
    assert article_from(page(head.replace("NAME", "annamueller")), "a.html").authors == ("annamueller",)
