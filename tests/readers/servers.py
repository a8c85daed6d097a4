"""A web server on this machine that serves what it is given, and misbehaves where it is told to."""

from __future__ import annotations

import gzip
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

BOMB = gzip.compress(b" " * 30_000_000, 1)

Behaviour = Callable[["Talk"], None]


class Talk:
    """One request that is being answered, on its bare connection."""

    def __init__(self, line: socket.socket, head: bytes) -> None:
        self.line = line
        self.head = head.decode("latin-1")
        self.path = self.head.split(" ")[1] if " " in self.head else "/"

    def say(self, data: bytes) -> None:
        self.line.sendall(data)

    def answer(self, body: bytes, *headers: str, status: str = "200 OK") -> None:
        """Answer as a server should."""
        lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", *headers, "Connection: close"]
        self.say("\r\n".join([*lines, "", ""]).encode() + body)


def page(body: bytes, *headers: str, status: str = "200 OK") -> Behaviour:
    """Serve a page."""
    return lambda talk: talk.answer(body, *(headers or ("Content-Type: text/html",)), status=status)


def onward(place: str, status: str = "302 Found") -> Behaviour:
    """Lead somewhere else."""
    return lambda talk: talk.answer(b"", f"Location: {place}", status=status)


def dripping(talk: Talk, start: bytes = b"HTTP/1.1 200 OK\r\n") -> None:
    """Send a byte now and then, for ever: of the headers where `start` leaves them open, or of the page."""
    talk.say(start)
    with suppress(OSError):
        for _ in range(2_000):
            talk.say(b"x")
            time.sleep(0.05)


def dripping_body(talk: Talk) -> None:
    dripping(talk, b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n")


def silent(talk: Talk) -> None:
    """Say nothing for longer than anyone waits."""
    talk.line.settimeout(20)
    with suppress(OSError):
        talk.line.recv(1)


def endless(talk: Talk) -> None:
    talk.say(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n")
    with suppress(OSError):
        while True:
            talk.say(b"<p>and so on</p>" * 10_000)


def bomb(talk: Talk) -> None:
    """Serve thirty megabytes packed into thirty kilobytes."""
    talk.answer(BOMB, "Content-Encoding: gzip", "Content-Type: text/html")


def reset(talk: Talk) -> None:
    """Break the connection off hard in the middle of the page."""
    talk.say(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n<html>")
    talk.line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")


def cut_short(talk: Talk) -> None:
    talk.say(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n<html>")


def cut_packed(talk: Talk) -> None:
    talk.answer(gzip.compress(b"<html>" * 1000)[:-12], "Content-Encoding: gzip")


def hung_up(talk: Talk) -> None:
    """Say nothing and go."""


def not_http(talk: Talk) -> None:
    talk.say(b"220 mail.example.org ESMTP\r\n")


def huge_headers(talk: Talk) -> None:
    with suppress(OSError):
        talk.say(b"HTTP/1.1 200 OK\r\n" + b"X-Thing: y\r\n" * 50_000 + b"\r\n")


def long_header(talk: Talk) -> None:
    with suppress(OSError):
        talk.say(b"HTTP/1.1 200 OK\r\nX-Thing: " + b"y" * 1_000_000 + b"\r\n\r\n")


@contextmanager
def serving(pages: dict[str, Behaviour]) -> Iterator[tuple[str, list[str]]]:
    """Serve pages by path; gives the address of the server and, as they come, the heads of the requests."""
    door = socket.create_server(("127.0.0.1", 0))
    asked: list[str] = []

    def talk(line: socket.socket) -> None:
        with line, suppress(OSError):
            line.settimeout(20)
            head = b""
            while b"\r\n\r\n" not in head and (data := line.recv(65_536)):
                head += data
            if not head:  # dialled, and asked nothing
                return
            request = Talk(line, head)
            asked.append(request.head)
            gone = page(b"", status="404 Not Found")
            pages.get(request.path.partition("?")[0], gone)(request)

    def serve() -> None:
        with suppress(OSError):
            while True:
                line, _ = door.accept()
                threading.Thread(target=talk, args=(line,), daemon=True).start()

    threading.Thread(target=serve, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{door.getsockname()[1]}", asked
    finally:
        door.close()
