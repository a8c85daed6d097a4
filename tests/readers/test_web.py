"""A web address is fetched within limits, politely, and whatever the server does ends in a sentence."""

from __future__ import annotations

import gzip
import socket
import time
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive import Archive
from archive.errors import ReaderError
from archive.readers import read, transfer, web
from archive.readers.files import find
from archive.readers.source import Source

from . import servers

STORY = (
    '<html lang="de"><head><meta charset="iso-8859-1"><title>Die Fähre fährt wieder</title>{}</head><body>'
    "<article><h1>Die Fähre fährt wieder</h1><p>Nach dem Hochwasser hat die Fähre am Montag den Betrieb "
    "aufgenommen, wie die Stadt sagte. Sie fährt alle zwanzig Minuten.</p><p>Die Anleger waren drei Wochen "
    "lang gesperrt. Am Wochenende wurden sie geprüft und für sicher befunden.</p></article></body></html>"
)
PAGE = STORY.format("").encode("iso-8859-1")
HTML = "Content-Type: text/html"


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Wait less long than a person would, and know nothing of servers that were here before."""
    monkeypatch.setattr(web, "SECONDS", 1.0)
    monkeypatch.setattr(web, "ROBOTS_SECONDS", 1.0)
    monkeypatch.setattr(web, "MOST_BYTES", 2_000_000)
    web._rules.cache_clear()
    yield
    web._rules.cache_clear()


def problem(address: str) -> str:
    with pytest.raises(ReaderError) as raised:
        web.fetch(address)
    assert raised.value.hint
    return str(raised.value)


def test_what_was_fetched_is_what_was_served() -> None:
    with servers.serving({"/a/b.html": servers.page(PAGE)}) as (place, asked):
        source = web.fetch(f"{place}/a/b.html#comments")
    assert (source.name, source.data, source.ending) == (f"{place}/a/b.html", PAGE, ".html")
    assert [head.split(" ")[1] for head in asked] == ["/robots.txt", "/a/b.html"]
    assert all("\r\nUser-Agent: article-archive/" in head for head in asked)
    assert f"Host: {place[7:]}\r\n" in asked[1]


@pytest.mark.parametrize(
    ("behaviour", "sentence"),
    [
        (servers.dripping, "takes too long to come, and was given up"),
        (servers.dripping_body, "takes too long to come, and was given up"),
        (servers.silent, "takes too long to come, and was given up"),
        (servers.endless, "has more than 2 MB: not fetched to its end"),
        (servers.bomb, "has more than 2 MB: not fetched to its end"),
        (servers.reset, "broke off in the middle"),
        (servers.cut_short, "broke off in the middle"),
        (servers.cut_packed, "broke off in the middle"),
        (servers.hung_up, "its server hung up without a word"),
        (servers.not_http, "does not keep to the rules of the web"),
        (servers.huge_headers, "does not keep to the rules of the web"),
        (servers.long_header, "does not keep to the rules of the web"),
        (servers.page(b"", status="404 Not Found"), "the server answers 404 Not Found"),
        (servers.page(b"", status="410 \x1b[2JHa"), "the server answers 410 Gone"),
        (servers.page(b"", status="503 Busy"), "the server answers 503 Service Unavailable"),
        (servers.page(b"x", "Content-Encoding: br"), "packed in a way that is not known here"),
        (servers.page(b"no gzip", "Content-Encoding: gzip"), "came damaged"),
        (servers.onward("/page"), "leads back to itself"),
        (servers.onward("file:///etc/passwd"), "only http and https addresses are"),
        (servers.onward("ftp://127.0.0.1/x"), "only http and https addresses are"),
        (servers.onward("http://[::1"), "leads to what is no web address"),
        (servers.onward("http://me:secret@127.0.0.1/"), "was given with a name or password"),
    ],
)
def test_a_server_that_misbehaves_costs_a_second_and_gives_a_sentence(
    behaviour: servers.Behaviour, sentence: str
) -> None:
    with servers.serving({"/page": behaviour}) as (place, _):
        began = time.monotonic()
        said = problem(f"{place}/page")
    assert sentence in said
    assert "secret" not in said
    assert "\x1b" not in said
    assert time.monotonic() - began < 8


def test_nobody_there_is_said() -> None:
    with socket.create_server(("127.0.0.1", 0)) as door:
        port = door.getsockname()[1]
    assert "takes no calls" in problem(f"http://127.0.0.1:{port}/")
    assert "no server of that name is known" in problem("http://nowhere.invalid/")


@pytest.mark.parametrize(
    "address", ["http://", "http:///x", "http://a:b:c/", "https://[x/", "http://x:99999999/"]
)
def test_what_is_no_address_is_said(address: str) -> None:
    assert "is no web address" in problem(address)


def test_only_the_web_is_fetched(tmp_path: Path) -> None:
    (found,) = find([f"file://{tmp_path}/a.txt"])
    assert isinstance(found, ReaderError)
    assert "only http and https addresses are" in str(found)


def test_a_name_and_password_in_an_address_are_neither_used_nor_shown() -> None:
    with servers.serving({"/page": servers.page(PAGE)}) as (place, asked):
        said = problem(f"http://me:secret@{place[7:]}/page")
    assert said.startswith(f"{place}/page was given with a name or password")
    assert not asked


def test_a_few_redirects_are_followed_and_the_last_address_counts() -> None:
    pages = {f"/{n}": servers.onward(f"/{n + 1}", "301 Moved Permanently") for n in range(9)}
    with servers.serving({**pages, "/9": servers.page(PAGE)}) as (place, _):
        assert web.fetch(f"{place}/0").name == f"{place}/9"


def test_many_redirects_are_not_followed() -> None:
    pages = {f"/{n}": servers.onward(f"/{n + 1}") for n in range(30)}
    with servers.serving(pages) as (place, asked):
        assert "leads on more than 10 times" in problem(f"{place}/0")
    assert len(asked) == 12


def test_a_public_page_leads_to_no_private_one() -> None:
    deadline = time.monotonic() + 5
    with (
        servers.serving({"/secret": servers.page(b"the key")}) as (place, asked),
        pytest.raises(ReaderError, match="is on a private net, and a page on the public net led to it"),
    ):
        transfer.get(f"{place}/secret", "test", most=1000, deadline=deadline, outside=True)
    assert not asked


@pytest.mark.parametrize(
    ("number", "public"),
    [
        ("127.0.0.1", False), ("10.1.2.3", False), ("192.168.0.1", False), ("169.254.169.254", False),
        ("::1", False), ("fe80::1%eth0", False), ("::ffff:10.0.0.1", False), ("fd00::1", False),
        ("224.0.0.1", False), ("0.0.0.0", False), ("100.64.0.1", False),
        ("93.184.216.34", True), ("2606:2800:220:1:248:1893:25c8:1946", True), ("::ffff:93.184.216.34", True),
    ],
)  # fmt: skip
def test_private_numbers_are_told_from_public_ones(number: str, public: bool) -> None:
    assert transfer._is_public(number) is public


@pytest.mark.parametrize(
    ("robots", "read"),
    [
        (b"User-agent: *\nDisallow: /", False),
        (b"User-agent: article-archive\nDisallow: /page\n\nUser-agent: *\nDisallow:", False),
        (b"User-agent: *\nDisallow: /*.html$", False),
        (b"User-agent: *\nDisallow: /\nAllow: /page", True),
        (b"User-agent: other\nDisallow: /", True),
        (b"User-agent: *\nDisallow:", True),
        (b"\xff\xfe\x00<html>", True),
        (b"", True),
    ],
)
def test_what_robots_txt_asks_is_done(robots: bytes, read: bool) -> None:
    pages = {
        "/robots.txt": servers.page(robots, "Content-Type: text/plain"),
        "/page.html": servers.page(PAGE),
    }
    with servers.serving(pages) as (place, asked):
        if read:
            assert web.fetch(f"{place}/page.html").data == PAGE
        else:
            assert problem(f"{place}/page.html").endswith(f"{place}/robots.txt asks programs not to.")
    assert len(asked) == 1 + read


@pytest.mark.parametrize(
    ("behaviour", "read"),
    [
        (servers.page(b"", status="404 Not Found"), True),
        (servers.page(b"", status="403 Forbidden"), True),
        (servers.page(b"", status="500 Oh"), False),
        (servers.dripping, False),
        (servers.page(b"User-agent: *\nDisallow: /page\n" + b"#" * 2_000_000), False),
    ],
)
def test_a_server_without_robots_txt_asks_nothing_and_one_in_trouble_is_left_alone(
    behaviour: servers.Behaviour, read: bool
) -> None:
    with servers.serving({"/robots.txt": behaviour, "/page": servers.page(PAGE)}) as (place, _):
        if read:
            assert web.fetch(f"{place}/page").data == PAGE
        else:
            problem(f"{place}/page")


@pytest.mark.parametrize(
    ("packed", "coding"),
    [
        (gzip.compress(PAGE), "gzip"),
        (gzip.compress(PAGE), "x-gzip"),
        (zlib.compress(PAGE), "deflate"),
        (zlib.compress(PAGE, wbits=-15), "deflate"),
        (PAGE, "identity"),
    ],
)
def test_packing_for_the_way_is_undone(packed: bytes, coding: str) -> None:
    with servers.serving({"/p": servers.page(packed, HTML, f"Content-Encoding: {coding}")}) as (place, _):
        assert web.fetch(f"{place}/p").data == PAGE


def test_chunks_are_put_together() -> None:
    def chunked(talk: servers.Talk) -> None:
        talk.say(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Type: text/html\r\n\r\n")
        for start in range(0, len(PAGE), 100):
            part = PAGE[start : start + 100]
            talk.say(f"{len(part):x}\r\n".encode() + part + b"\r\n")
        talk.say(b"0\r\n\r\n")

    with servers.serving({"/p": chunked}) as (place, _):
        assert web.fetch(f"{place}/p").data == PAGE


@pytest.mark.parametrize(
    ("encoding", "charset"), [("cp1251", "windows-1251"), ("cp1252", "iso-8859-1"), ("utf-8", "iso-8859-1")]
)
def test_the_encoding_that_the_server_names_is_believed_unless_the_bytes_are_utf_8(
    encoding: str, charset: str
) -> None:
    body = "Паром снова ходит" if encoding == "cp1251" else "Die Fähre fährt"
    said = f"{body} seit heute wieder, wie es hier heisst. Das soll bis zum Herbst so bleiben."
    text = f"Am Hafen\n\n{said}\n\n{said}\n".encode(encoding)
    with servers.serving({"/t": servers.page(text, f"Content-Type: text/plain; charset={charset}")}) as (
        place,
        _,
    ):
        (article,) = read(web.fetch(f"{place}/t"))
    assert not isinstance(article, ReaderError)
    assert body in f"{article.headline} {article.body}"


@pytest.mark.parametrize("charset", ["rot13", "base64", "x-unknown", "\x01", "utf-16"])
def test_an_encoding_that_is_none_is_not_believed(charset: str) -> None:
    with servers.serving({"/t": servers.page(PAGE, f"Content-Type: text/html; charset={charset}")}) as (
        place,
        _,
    ):
        (article,) = read(web.fetch(f"{place}/t"))
    assert not isinstance(article, ReaderError)
    assert "Fähre" in article.body


@pytest.mark.parametrize(
    ("told", "chosen"),
    [
        ("https://example.org/a", "https://example.org/a"),
        ("https://m.example.org/a", "https://m.example.org/a"),
        ("https://example.org/", "https://www.example.org/2025/a?id=1"),
        ("https://elsewhere.org/a", "https://www.example.org/2025/a?id=1"),
        ("https://notexample.org/a", "https://www.example.org/2025/a?id=1"),
        ("nonsense", "https://www.example.org/2025/a?id=1"),
        (None, "https://www.example.org/2025/a?id=1"),
    ],
)
def test_a_page_may_tell_its_address_on_its_own_site(told: str | None, chosen: str) -> None:
    assert web.place_of("https://www.example.org/2025/a?id=1", told) == chosen


@settings(max_examples=60)
@given(st.text(max_size=60))
def test_any_text_as_an_address_is_an_address_or_an_error(text: str) -> None:
    for address in (text, f"http://{text}", f"https://example.org/{text}"):
        try:
            place = web._checked(address)
        except ReaderError:
            continue
        assert place.isascii()
        assert place.startswith(("http://", "https://"))
        assert not set(place) & set(" \r\n\t#")


def test_a_page_added_twice_is_the_same_and_a_changed_one_is_updated(tmp_path: Path) -> None:
    pages = {"/story": servers.page(PAGE)}
    with servers.serving(pages) as (place, _), Archive.create(tmp_path / "news") as archive:
        address = f"{place}/story"
        (first,) = archive.add([address])
        (again,) = archive.add([address])
        pages["/story"] = servers.page(PAGE.replace(b"<article>", b"<aside>Werbung</aside><article>"))
        (other,) = archive.add([address])
        pages["/story"] = servers.page(PAGE.replace(b"zwanzig", b"zehn"))
        (changed,) = archive.add([address])
        assert [one.outcome for one in (first, again, other, changed)] == ["new", "same", "same", "updated"]
        assert {one.id for one in (first, again, other, changed)} == {first.id}
        article = archive.get(first.id or "")
        assert article.url == article.provenance.original == address
        original = archive.original_of(first.id or "")
        assert original is not None
        assert original.suffix == ".html"
        assert original.read_bytes() == PAGE.replace(b"zwanzig", b"zehn")


def test_each_entry_of_a_feed_is_an_article(tmp_path: Path) -> None:
    feed = (
        b'<?xml version="1.0"?><rss version="2.0"><channel><title>Hafenblatt</title>'
        b"<item><title>One</title><link>https://example.org/1</link><guid>1</guid>"
        b"<description>The first ferry left at six.</description></item>"
        b"<item><title>Two</title><link>https://example.org/2</link><guid>2</guid>"
        b"<description>The second ferry left at seven.</description></item></channel></rss>"
    )
    pages = {"/feed": servers.page(feed, "Content-Type: application/rss+xml")}
    with servers.serving(pages) as (place, _), Archive.create(tmp_path / "news") as archive:
        outcomes = list(archive.add([f"{place}/feed"]))
        assert [(one.outcome, one.record) for one in outcomes] == [("new", "1"), ("new", "2")]
        assert [one.article.url for one in outcomes if one.article] == [
            "https://example.org/1",
            "https://example.org/2",
        ]


def test_an_address_that_fails_stops_nothing(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("The ferry\n\nThe ferry left at six in the morning.\n", encoding="utf-8")
    with servers.serving({}) as (place, _), Archive.create(tmp_path / "news") as archive:
        failed, new = archive.add([f"{place}/gone", str(tmp_path / "a.txt")])
    assert (failed.outcome, failed.path, new.outcome) == ("failed", f"{place}/gone", "new")
    assert failed.reason == f"{place}/gone cannot be fetched: the server answers 404 Not Found."


def test_a_source_from_a_file_has_no_address() -> None:
    assert Source("http://example.org/", path=Path("x")).address is None
    assert Source("http://example.org/", content=b"x").address == "http://example.org/"
