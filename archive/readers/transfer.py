"""One answer of a web server, within a time and a size, whatever the server does."""

from __future__ import annotations

import http.client
import socket
import ssl
import threading
import time
import zlib
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from ipaddress import IPv6Address, ip_address
from typing import Final
from urllib.parse import SplitResult, urlsplit

from archive.errors import ReaderError

SILENCE: Final = 15.0
"""Seconds without a sign of the server after which it is given up."""

_BLOCK: Final = 65_536
_UNPACKED: Final = ("", "identity")
_PACKED: Final = ("gzip", "x-gzip", "deflate")
_LATER: Final = "Try again later, or save the page in the browser and add the file."
_BY_HAND: Final = "Open it in the browser, save the page and add the file."


class Unreachable(ReaderError):
    """There is no answer: nobody is there, or whoever is does not speak as a web server does."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server answered: status, headers (names in lower case), bytes; `public` by where it stands.

    The bytes are those of the page: packing for the way has been undone. They are empty unless the status
    is 200 or such.
    """

    status: int
    headers: Mapping[str, str]
    data: bytes
    public: bool


def get(
    address: str, agent: str, *, most: int, deadline: float, outside: bool = False, whole: bool = True
) -> Answer:
    """Ask a server for an address, for at most `most` bytes, until the `deadline` (of the monotonic clock).

    Where there are more bytes, it fails, or gives the first of them if they need not be the `whole`. With
    `outside`, only a server on the public net is asked: a page there has no say in what a private net gives
    out. Raises ReaderError where there is no such answer.
    """
    parts = urlsplit(address)
    with _connected(parts, deadline) as (connection, where), ExitStack() as stack:
        public = _is_public(where)
        if outside and not public:
            raise ReaderError(
                f"{address} is on a private net, and a page on the public net led to it: not fetched.",
                hint="Add that address itself if you mean it.",
            )
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        headers = {"User-Agent": agent, "Accept": "*/*", "Accept-Encoding": "gzip, deflate"}
        connection.request("GET", target, headers={**headers, "Connection": "close"})
        response = stack.enter_context(connection.getresponse())
        told = {name.lower(): value for name, value in response.headers.items()}
        data = b""
        if 200 <= response.status < 300:
            length = told.get("content-length", "")
            if whole and length.isdecimal() and int(length[:20]) > most:
                raise _too_large(address, most)
            data = _first(_unpacked(response, told, address), most + 1)
            if len(data) > most and whole:
                raise _too_large(address, most)
    return Answer(response.status, told, data, public)


@contextmanager
def _connected(parts: SplitResult, deadline: float) -> Iterator[tuple[http.client.HTTPConnection, str]]:
    """Connect to a server; gives also the number of the machine. When time is up the line is cut.

    Every way in which this can fail becomes a ReaderError.
    """
    address = parts.geturl()
    host, port = parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80)
    cut = threading.Event()
    timer: threading.Timer | None = None
    line: socket.socket | None = None
    try:
        line = socket.create_connection((host, port), timeout=min(SILENCE, _left(deadline)))
        line.settimeout(SILENCE)
        secured = parts.scheme == "https"
        if secured:
            line = ssl.create_default_context().wrap_socket(
                line, server_hostname=host, do_handshake_on_connect=False
            )
        timer = threading.Timer(_left(deadline), _cut, (line, cut))
        timer.daemon = True
        timer.start()
        if isinstance(line, ssl.SSLSocket):
            line.do_handshake()
        connection = http.client.HTTPConnection(host, port)
        connection.sock = line
        connection.default_port = 443 if secured else 80  # which the Host header need not say
        yield connection, line.getpeername()[0]
        if cut.is_set():  # and the end of what came looked like the end of the page
            raise TimeoutError
    except ReaderError:
        if cut.is_set():
            raise _too_slow(address) from None
        raise
    except (OSError, http.client.HTTPException, ValueError, zlib.error) as error:
        raise _too_slow(address) if cut.is_set() else _failed(address, error) from error
    finally:
        if timer is not None:
            timer.cancel()
        if line is not None:
            line.close()


def _cut(line: socket.socket, cut: threading.Event) -> None:
    cut.set()
    with suppress(OSError):
        socket.socket.shutdown(line, socket.SHUT_RDWR)  # beneath any encryption, which may be in use


def _left(deadline: float) -> float:
    left = deadline - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left


def _is_public(where: str) -> bool:
    number = ip_address(where.partition("%")[0])
    if isinstance(number, IPv6Address) and number.ipv4_mapped is not None:
        number = number.ipv4_mapped
    return number.is_global and not number.is_multicast


def _unpacked(
    response: http.client.HTTPResponse, headers: Mapping[str, str], address: str
) -> Iterator[bytes]:
    """Give the bytes of an answer as they come, with packing for the way undone; never much at once."""
    coding = headers.get("content-encoding", "").strip().lower()
    if coding in _UNPACKED:
        yield from _sent(response)
        return
    if coding not in _PACKED:
        raise ReaderError(f"{address} is packed in a way that is not known here.", hint=_BY_HAND)
    sent = _sent(response)
    data = next(sent, b"")
    # "deflate" comes with a header or, against the rules, without one.
    bare = coding == "deflate" and not (
        len(data) > 1 and data[0] & 15 == 8 and (data[0] * 256 + data[1]) % 31 == 0
    )
    packed = zlib.decompressobj(-15 if bare else 47)
    while data:
        yield packed.decompress(data, _BLOCK)
        data = packed.unconsumed_tail or (b"" if packed.eof else next(sent, b""))
    yield packed.flush()
    if not packed.eof:
        raise http.client.IncompleteRead(b"")


def _sent(response: http.client.HTTPResponse) -> Iterator[bytes]:
    """Give the bytes as they were sent; raises IncompleteRead where fewer came than were announced."""
    while block := response.read(_BLOCK):
        yield block
    if response.length:
        raise http.client.IncompleteRead(b"", response.length)


def _first(blocks: Iterator[bytes], most: int) -> bytes:
    """Put blocks together until there are so many bytes."""
    data = bytearray()
    for block in blocks:
        data += block
        if len(data) >= most:
            break
    return bytes(data[:most])


def _too_large(address: str, most: int) -> ReaderError:
    return ReaderError(
        f"{address} has more than {most // 1_000_000} MB: not fetched to its end.", hint=_BY_HAND
    )


def _too_slow(address: str) -> Unreachable:
    return Unreachable(f"{address} takes too long to come, and was given up.", hint=_LATER)


def _failed(address: str, error: Exception) -> Unreachable:
    """Put into a sentence why there is no answer; what the server itself said is not repeated."""
    if isinstance(error, TimeoutError):
        return _too_slow(address)
    for kinds, sentence, hint in _FAILURES:
        if isinstance(error, kinds):
            return Unreachable(f"{address} {sentence}.", hint=hint)
    said = error.strerror.lower() if isinstance(error, OSError) and error.strerror else ""
    if said:
        return Unreachable(f"{address} cannot be fetched: {said}.", hint="Check the net.")
    return Unreachable(
        f"{address} cannot be fetched: its server does not keep to the rules of the web.", hint=_BY_HAND
    )


_FAILURES: Final[tuple[tuple[type[Exception] | tuple[type[Exception], ...], str, str], ...]] = (
    (
        ssl.SSLCertVerificationError,
        "cannot show that it is who it says: its certificate is not valid",
        _BY_HAND,
    ),
    (ssl.SSLError, "cannot be fetched over an encrypted line", _BY_HAND),
    (
        socket.gaierror,
        "cannot be fetched: no server of that name is known",
        "Check the address, and the net.",
    ),
    (ConnectionRefusedError, "cannot be fetched: its server takes no calls", _LATER),
    (http.client.RemoteDisconnected, "cannot be fetched: its server hung up without a word", _LATER),
    ((http.client.IncompleteRead, ConnectionResetError, BrokenPipeError), "broke off in the middle", _LATER),
    (zlib.error, "came damaged: it cannot be unpacked", _LATER),
)
