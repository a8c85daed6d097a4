"""Each page of a web archive is an article, once for each state it was seen in."""

from __future__ import annotations

import gzip
from contextlib import suppress

import pytest

from archive.article import Article
from archive.errors import NoArticle, ReaderError
from archive.readers import Source, read

PROSE = (
    "The sea wall at the bay has failed, as many had said it would, and the water stood in the streets. " * 6
)


def page(title: str) -> bytes:
    return (
        f"<!DOCTYPE html><html lang='en'><head><title>{title}</title>"
        f"<meta property='article:published_time' content='2024-03-05'></head><body><article><h1>{title}</h1>"
        f"<p>{PROSE}</p><p>{PROSE}And so on.</p></article></body></html>"
    ).encode()


def warc(*responses: tuple[str, str, str, bytes], packed: bool = False) -> bytes:
    """A web archive of responses: address, status, type and content."""
    content = b""
    for number, (address, status, kind, data) in enumerate(responses):
        http = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\n\r\n".encode() + data
        head = (
            f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {address}\r\n"
            f"WARC-Date: 2024-03-05T08:00:0{number}Z\r\nWARC-Record-ID: <urn:uuid:{number}>\r\n"
            f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(http)}\r\n\r\n"
        )
        record = head.encode() + http + b"\r\n\r\n"
        content += gzip.compress(record) if packed else record
    return content


RESPONSES = (
    ("http://example.org/1", "200 OK", "text/html; charset=utf-8", page("Sea wall fails")),
    ("http://example.org/1", "200 OK", "text/html; charset=utf-8", page("Sea wall fails")),
    ("http://example.org/1", "200 OK", "text/html", page("Sea wall has failed")),
    ("http://example.org/gone", "404 Not Found", "text/html", page("Gone")),
    ("http://example.org/picture.png", "200 OK", "image/png", b"\x89PNG"),
    ("http://example.org/empty", "200 OK", "text/html", b"<html><body></body></html>"),
)


@pytest.mark.parametrize("packed", [False, True])
def test_each_page_is_an_article_once(packed: bool) -> None:
    found = list(read(Source("crawl.warc", content=warc(*RESPONSES, packed=packed))))
    told = [one for one in found if isinstance(one, Article)]
    assert [(one.headline, one.url) for one in told] == [
        ("Sea wall fails", "http://example.org/1"),
        ("Sea wall has failed", "http://example.org/1"),
    ]
    assert {one.provenance.original for one in told} == {"crawl.warc"}
    assert {one.provenance.reader for one in told} == {"warc"}
    (empty,) = [one for one in found if isinstance(one, ReaderError)]
    assert (empty.record or "").startswith("http://example.org/empty ")


def test_an_archive_without_a_page_says_so() -> None:
    with pytest.raises(NoArticle, match="holds no web page"):
        list(read(Source("a.warc", content=warc(RESPONSES[4]))))


@pytest.mark.parametrize("content", [b"WARC/1.0\r\n", b"WARC/1.0\r\nrubbish\r\n\r\n\r\n", b"WARC/nonsense"])
def test_a_damaged_archive_says_so(content: bytes) -> None:
    with pytest.raises(ReaderError, match=r"a\.warc (is damaged|holds no web page)"):
        list(read(Source("a.warc", content=content)))


@pytest.mark.parametrize("packed", [False, True])
def test_a_page_that_is_cut_off_is_named_and_those_before_it_are_read(packed: bool) -> None:
    content = warc(RESPONSES[0], RESPONSES[2], packed=packed)
    whole, cut_off = read(Source("a.warc", content=content[: len(content) - (30 if packed else 200)]))
    assert isinstance(whole, Article)
    assert isinstance(cut_off, ReaderError)
    assert str(cut_off) == "http://example.org/1 is cut off in a.warc."


def test_a_length_that_is_wrong_prints_nothing(capfd: pytest.CaptureFixture[str]) -> None:
    longer = warc(RESPONSES[0], RESPONSES[2]).replace(b"Content-Length: ", b"Content-Length: 1", 1)
    for content in (longer, warc(*RESPONSES[:3]).replace(b"</body>", b"")):
        with suppress(ReaderError):
            list(read(Source("a.warc", content=content)))
    assert capfd.readouterr() == ("", "")
