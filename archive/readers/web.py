"""A web address to the bytes it stands for, asked for politely and followed with care.

Only http and https, a few redirects, no passwords; what robots.txt asks not to be read is not read.
"""

from __future__ import annotations

import codecs
import re
import time
from email.message import Message
from functools import lru_cache
from http.client import responses
from importlib.metadata import PackageNotFoundError, version
from pathlib import PurePosixPath
from typing import Final
from urllib.parse import quote, urljoin, urlsplit, urlunsplit

from protego import Protego

from archive.errors import ReaderError
from archive.readers import transfer
from archive.readers.source import Source

SECONDS: Final = 60.0
"""How long one page may take, its redirects included: ten times what a slow one does."""

MOST_BYTES: Final = 50_000_000
"""A page has 0.1 MB, a PDF or feed 1 to 20."""

REDIRECTS: Final = 10
"""As many as browsers have long followed at least; more is a circle."""

ROBOTS_BYTES: Final = 512_000
ROBOTS_SECONDS: Final = 20.0
"""As much of robots.txt as is read (RFC 9309 asks for 500 KiB), and how long that may take."""

_NAME: Final = "article-archive"
_HOST: Final = re.compile(r"[\w.-]+|[0-9a-f:.]+", re.ASCII | re.IGNORECASE)
_SAFE: Final = "%/:@!$&'()*+,;=~-._"
_BY_HAND: Final = "Open it in the browser, save the page and add the file."
_ENDINGS: Final = {
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "text/plain": ".txt",
    "text/markdown": ".md",
    "application/pdf": ".pdf",
    "application/json": ".json",
    "application/rss+xml": ".xml",
    "application/atom+xml": ".xml",
    "application/xml": ".xml",
    "text/xml": ".xml",
}


def fetch(address: str) -> Source:
    """Fetch what a web address stands for; the source is named by the address it was found at in the end.

    Raises ReaderError where it may not or cannot be fetched, saying why.
    """
    deadline = time.monotonic() + SECONDS
    place, seen, outside = _checked(address), set[str](), False
    for _ in range(REDIRECTS + 1):
        if place in seen:
            raise ReaderError(f"{place} leads back to itself: there is no page.", hint=_BY_HAND)
        seen.add(place)
        _ask_robots(place, outside=outside)
        answer = transfer.get(place, agent(), most=MOST_BYTES, deadline=deadline, outside=outside)
        outside = outside or answer.public
        onward = _onward(place, answer)
        if onward is None:
            return _source(place, answer)
        place = onward
    raise ReaderError(f"{address} leads on more than {REDIRECTS} times: given up.", hint=_BY_HAND)


def place_of(fetched: str, told: str | None) -> str:
    """Choose between the address a page was fetched from and the one it tells: its own, if on the same site.

    A page that calls the start of the site its address would take the place of all others that do.
    """
    here, there = urlsplit(fetched), urlsplit(told or "")
    one, other = (f".{(parts.hostname or '').removeprefix('www.')}" for parts in (here, there))
    same = "." not in (one, other) and (one.endswith(other) or other.endswith(one))
    start = there.path in ("", "/") and not there.query and here.path not in ("", "/")
    return told if told and same and not start else fetched


def agent() -> str:
    """Say who is asking: this program and its version."""
    try:
        return f"{_NAME}/{version(_NAME)}"
    except PackageNotFoundError:
        return _NAME


def _checked(address: str) -> str:
    """Write an address as it is sent; raises ReaderError for one that is not fetched."""
    try:
        parts = urlsplit(address.strip())
        host, port = (parts.hostname or "").encode("idna").decode("ascii"), parts.port
    except ValueError as error:
        raise ReaderError(f"{address} is no web address.", hint="Check how it is written.") from error
    if parts.scheme not in ("http", "https"):
        raise ReaderError(
            f"{address} is not fetched: only http and https addresses are.",
            hint="Save the file and add that.",
        )
    if not _HOST.fullmatch(host):
        raise ReaderError(
            f"{address} is no web address: it names no server.", hint="Check how it is written."
        )
    if parts.username is not None or parts.password is not None:
        shown = urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2]))
        raise ReaderError(
            f"{shown} was given with a name or password, which would be kept with the article: not fetched.",
            hint=_BY_HAND,
        )
    place = f"[{host}]" if ":" in host else host
    if port is not None and port != {"http": 80, "https": 443}[parts.scheme]:
        place += f":{port}"
    path, query = quote(parts.path or "/", safe=_SAFE), quote(parts.query, safe=_SAFE + "?")
    return urlunsplit((parts.scheme, place, path, query, ""))


def _onward(place: str, answer: transfer.Answer) -> str | None:
    """Tell where an answer leads, None where it is the page; raises ReaderError where it is neither."""
    if 200 <= answer.status < 300:
        return None
    location = answer.headers.get("location")
    if answer.status in (301, 302, 303, 307, 308) and location:
        told = location.encode("latin-1", "replace").decode("utf-8", "replace")
        try:
            return _checked(urljoin(place, told))
        except ValueError as error:
            raise ReaderError(f"{place} leads to what is no web address.", hint=_BY_HAND) from error
        except ReaderError as error:
            raise ReaderError(
                f"{place} leads to where it is not followed. {error}", hint=error.hint
            ) from error
    meaning = responses.get(answer.status, "")
    hint = _BY_HAND
    if answer.status in (404, 410):
        hint = "Check the address; if the page is gone, look for it in a web archive."
    elif answer.status == 429 or answer.status >= 500:
        hint = "Try again later."
    raise ReaderError(
        f"{place} cannot be fetched: the server answers {answer.status} {meaning}".rstrip() + ".", hint=hint
    )


def _source(place: str, answer: transfer.Answer) -> Source:
    told = Message()
    told["content-type"] = answer.headers.get("content-type", "")
    kind, charset = told.get_content_type(), told.get_content_charset()
    try:
        b"".decode(charset or "utf-8")  # refuses what is no encoding of text
        charset = codecs.lookup(charset).name if charset else None
    except (LookupError, ValueError):
        charset = None
    ending = _ENDINGS.get(kind) if answer.headers.get("content-type") else None
    return Source(
        place,
        content=answer.data,
        charset=charset,
        ending=ending or PurePosixPath(urlsplit(place).path).suffix or ".html",
    )


def _ask_robots(place: str, *, outside: bool) -> None:
    """Raise ReaderError where the server asks programs not to read a page."""
    parts = urlsplit(place)
    origin = f"{parts.scheme}://{parts.netloc}"
    try:
        rules = _rules(origin, outside)
    except transfer.Unreachable:
        raise
    except ReaderError as error:
        raise ReaderError(
            f"{place} is not fetched: whether programs may read it is not known. {error}", hint=_BY_HAND
        ) from error
    if not rules.can_fetch(place, _NAME):
        raise ReaderError(f"{place} is not fetched: {origin}/robots.txt asks programs not to.", hint=_BY_HAND)


@lru_cache(maxsize=64)
def _rules(origin: str, outside: bool) -> Protego:
    """Read the robots.txt of a server as RFC 9309 has it: where there is none, nothing is asked for."""
    place, deadline = f"{origin}/robots.txt", time.monotonic() + ROBOTS_SECONDS
    for _ in range(REDIRECTS + 1):
        answer = transfer.get(
            place, agent(), most=ROBOTS_BYTES, deadline=deadline, outside=outside, whole=False
        )
        outside = outside or answer.public
        if 400 <= answer.status < 500 and answer.status != 429:
            break
        onward = _onward(place, answer)
        if onward is None:
            return Protego.parse(answer.data.decode("utf-8-sig", "replace"))
        place = onward
    return Protego.parse("")
