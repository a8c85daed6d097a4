"""Feeds damaged files to all readers: `python -m tests.fuzz [--seed N] [--inputs N] [--only NUMBER]`.

Each input is a sample of tests/samples that is cut, flipped, spliced with another, repeated, nested, packed.
A reader may give articles that the corpus can keep, or a ReaderError with a sentence, within LIMIT seconds of
processor time. Whatever else happens is printed with the number of the input, which makes it again; the exit
code is then 1. The same seed makes the same inputs of the same samples.
"""

from __future__ import annotations

import argparse
import bz2
import gzip
import io
import logging
import lzma
import random
import signal
import sys
import tarfile
import time
import traceback
import warnings
import zipfile
import zlib
from collections import Counter
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from types import FrameType

from archive import frontmatter
from archive.article import Article
from archive.errors import ReaderError
from archive.readers import Source, read

SAMPLES = Path(__file__).parent / "samples"
LIMIT = 5.0
"""Seconds of processor time for one input."""

HANGS = 60
"""Seconds after which an input is given up."""

LARGEST = 200_000
"""Bytes of a sample; a larger one takes long and shows nothing more."""

_MARKS = (
    b"<p>", b"</div>", b"<table><tr><td>", b"<script>", b"<![CDATA[", b"<!ENTITY a 'b'>", b"&#x110000;",
    b'{"a":', b"[[[", b"]}", b"\\u0000", b"{\\rtf1 ", b"{\\*\\bin99999 ", b"\\'e4", b"%PDF-", b"stream",
    b"0 obj", b"WARC/1.0\r\n", b"Content-Length: 99999999\r\n", b"Content-Transfer-Encoding: base64\n",
    b"Content-Type: multipart/mixed; boundary=x\n\n--x\n", b"=?utf-8?b?", b"From a@b Mon ", b"PK\x03\x04",
    b"\x1f\x8b\x08", b"\xff\xfe", b"\xef\xbb\xbf", b"\0", b"\xf0\x9f\x8c\xb2", b"\x1b[2J", b"\r", b"\n\n",
    b"---\n", b"1 of 2 DOCUMENTS", b"LENGTH: 9", b"2025-99-99", b"31.02.2025", b"'\"", b",;\t|",
    b"\xe2\x80\xa8", b"x" * 5_000, b"9" * 5_000, b"&amp;", b"endobj",
)  # fmt: skip


class Hang(BaseException):
    """An input that takes longer than HANGS; no reader may catch it."""


def flip(content: bytearray, chance: random.Random) -> None:
    """Change single bytes."""
    for _ in range(chance.randint(1, 20)):
        if content:
            content[chance.randrange(len(content))] = chance.randrange(256)


def truncate(content: bytearray, chance: random.Random) -> None:
    """Cut off the end, or the beginning."""
    at = chance.randint(0, len(content))
    del content[slice(at, None) if chance.random() < 0.8 else slice(at)]


def repeat(content: bytearray, chance: random.Random) -> None:
    """Say a stretch again, up to 2,000 times."""
    at = chance.randint(0, len(content))
    stretch = content[at : at + chance.choice((1, 8, 40, 400))]
    content[at:at] = stretch * chance.choice((1, 2, 10, 100, 2_000) if len(stretch) < 50 else (1, 2, 50))


def splice(content: bytearray, chance: random.Random) -> None:
    """Put a stretch of another sample in."""
    other = chance.choice(_contents())
    start, at = chance.randint(0, len(other)), chance.randint(0, len(content))
    content[at : at + chance.choice((0, 100, 5_000))] = other[
        start : start + chance.choice((20, 500, 20_000))
    ]


def insert(content: bytearray, chance: random.Random) -> None:
    """Put in what formats begin or nest with, once or many times."""
    for _ in range(chance.randint(1, 4)):
        at = chance.randint(0, len(content))
        content[at:at] = chance.choice(_MARKS) * chance.choice((1, 1, 1, 3, 1_000))
        del content[LARGEST * 5 :]


def inside(content: bytearray, chance: random.Random) -> None:
    """Damage a file within a ZIP file, whose checksum then fits again."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            members = {info.filename: packed.read(info) for info in packed.infolist()}
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, OSError, ValueError, EOFError):
        return
    if members:
        name = chance.choice(sorted(members))
        changed = bytearray(members[name])
        chance.choice((flip, truncate, repeat, splice, insert))(changed, chance)
        members[name] = bytes(changed)
        content[:] = _zipped(members)


def pack(content: bytearray, chance: random.Random) -> None:
    """Pack the file, once or deeper."""
    for _ in range(chance.choice((1, 1, 2, 5))):
        content[:] = chance.choice(_PACKERS)(bytes(content))


def _zipped(members: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as packed:
        warnings.simplefilter("ignore")
        for name, data in members.items():
            packed.writestr(name, data)
    return stream.getvalue()


def _tarred(content: bytes) -> bytes:
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w") as packed:
        for name in ("../a", "b.html"):
            info = tarfile.TarInfo(name)
            info.size = len(content)
            packed.addfile(info, io.BytesIO(content))
    return stream.getvalue()


_PACKERS: Sequence[Callable[[bytes], bytes]] = (
    gzip.compress,
    bz2.compress,
    lzma.compress,
    _tarred,
    lambda content: _zipped({"a.html": content, "../../b": content}),
    lambda content: (
        b"Received: x\nContent-Type: multipart/mixed; boundary=x\n\n--x\n\n" + content + b"\n--x--"
    ),
)
DAMAGES = (flip, truncate, repeat, splice, insert, inside, pack)


@cache
def samples() -> list[Path]:
    """List the samples by their names."""
    files = sorted(path for path in SAMPLES.glob("*/*") if path.is_file() and path.suffix != ".expected")
    return [path for path in files if path.stat().st_size <= LARGEST]


@cache
def _contents() -> list[bytes]:
    return [path.read_bytes() for path in samples()]


def made(seed: int, number: int) -> tuple[str, bytes]:
    """Make an input of its number: a name and the bytes."""
    chance = random.Random(f"{seed} {number}")
    paths = samples()
    chosen = number % len(paths)
    content = bytearray(_contents()[chosen])
    for _ in range(chance.choice((1, 1, 2, 3, 6))):
        chance.choice(DAMAGES)(content, chance)
        del content[LARGEST * 5 :]
    name = chance.choice((paths[chosen].name, chance.choice(paths).name, "no suffix", "x\x1b[2J\n../y.html"))
    return name, bytes(content)


def attempt(name: str, content: bytes) -> str:
    """Read an input and give what came of it: articles, refused, or what went wrong."""
    start = time.process_time()
    outcome = "refused"
    try:
        for one in read(Source(name, content=content)):
            if isinstance(one, Article):
                frontmatter.write(one)
                outcome = "read"
            elif len(str(one)) < 10:
                return "an error that says nothing"
    except ReaderError as error:
        if len(str(error)) < 10:
            return "an error that says nothing"
    except Hang:
        return f"hangs: more than {HANGS} s"
    except Exception:  # noqa: BLE001 - whatever it is, it is what is looked for
        return traceback.format_exc()
    seconds = time.process_time() - start
    return f"slow: {seconds:.1f} s" if seconds > LIMIT else outcome


def _given_up(_: int, frame: FrameType | None) -> None:
    raise Hang(frame)


def main(arguments: Sequence[str] | None = None) -> int:
    """Read the inputs, print what went wrong and the count; 1 when anything did."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--inputs", type=int, default=20_000)
    parser.add_argument("--first", type=int, default=0, help="the number of the first input")
    parser.add_argument("--only", type=int, help="make and read this input alone")
    chosen = parser.parse_args(arguments)
    logging.disable(logging.CRITICAL)
    warnings.simplefilter("ignore")
    signal.signal(signal.SIGALRM, _given_up)
    numbers = [chosen.only] if chosen.only is not None else range(chosen.first, chosen.first + chosen.inputs)
    outcomes: Counter[str] = Counter()
    for number in numbers:
        name, content = made(chosen.seed, number)
        signal.alarm(HANGS)
        outcome = attempt(name, content)
        signal.alarm(0)
        if outcome not in ("read", "refused"):
            sys.stdout.write(f"--- input {number} of seed {chosen.seed}, {name!r}:\n{outcome}\n")
            outcome = "failed"
        outcomes[outcome] += 1
    counts = ", ".join(f"{outcomes[outcome]} {outcome}" for outcome in ("read", "refused", "failed"))
    sys.stdout.write(f"{outcomes.total()} inputs: {counts}\n")
    return 1 if outcomes["failed"] else 0


if __name__ == "__main__":
    sys.exit(main())
