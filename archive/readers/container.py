"""Files within a ZIP file: read one by one, in memory, within limits, whatever their names are."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager

from archive.errors import NoArticle, ReaderError
from archive.readers.source import Source

LARGEST_PART = 100_000_000
"""Bytes of one file when unpacked."""

STEEPEST = 300
"""Times its packed size that a file may unpack to; XML of the dullest kind reaches 100, a bomb 1,000."""

SMALL = 1_000_000
"""Bytes below which the ratio does not count."""

MOST_PARTS = 100_000
"""Files in one ZIP file."""

_HINT = "Save it again, or unpack it and add what is in it."


@contextmanager
def opened(source: Source) -> Iterator[zipfile.ZipFile]:
    """Open a source as a ZIP file; raises ReaderError for a damaged one, or one with absurdly many files."""
    try:
        with source.open() as stream, zipfile.ZipFile(stream) as packed:
            if len(packed.infolist()) > MOST_PARTS:
                raise ReaderError(f"{source.name} holds more than {MOST_PARTS:,} files.", hint=_HINT)
            yield packed
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OverflowError, EOFError) as error:
        raise damaged(source.name) from error


def part(packed: zipfile.ZipFile, name: str, of: str) -> bytes:
    """Read one file; raises ReaderError where it is damaged, encrypted or a bomb, NoArticle without it."""
    try:
        info = packed.getinfo(name)
    except KeyError:
        raise NoArticle(f"{of} holds no {name}.", hint=_HINT) from None
    if info.flag_bits & 1:
        raise ReaderError(
            f"{of} is protected by a password.", hint="Unpack it with the password and add that."
        )
    limit = min(LARGEST_PART, max(SMALL, info.compress_size * STEEPEST))
    try:
        with packed.open(info) as stream:
            data = stream.read(limit + 1)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, RuntimeError, ValueError) as error:
        raise damaged(of) from error
    except Exception as error:
        if type(error).__module__ in ("lzma", "_lzma", "bz2"):
            raise damaged(of) from error
        raise
    if len(data) > limit:
        raise ReaderError(f"{of} unpacks to far more than any article, so it is not read.", hint=_HINT)
    return data


def damaged(name: str) -> ReaderError:
    """Say that a file cannot be unpacked."""
    return ReaderError(f"{name} is damaged: it cannot be unpacked.", hint=_HINT)
