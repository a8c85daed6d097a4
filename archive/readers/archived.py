"""ZIP and tar archives, and single packed files: what is in them is read as if it lay in a folder.

Nothing is unpacked to disk, so no name in an archive can lead anywhere.
"""

from __future__ import annotations

import bz2
import gzip
import lzma
import tarfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import PurePath, PurePosixPath
from typing import BinaryIO

from archive import readers
from archive.article import Article, Provenance
from archive.errors import NoArticle, ReaderError
from archive.readers import container
from archive.readers.encoding import clean
from archive.readers.files import passed_over
from archive.readers.formats import ZIPPED, is_tar, recognise
from archive.readers.source import Source

DEEPEST = 3
"""Archives within archives."""

LARGEST = 2_000_000_000
"""Bytes unpacked from one archive; the rest of a larger one is named as not read."""

_HINT = "Unpack it and add the folder."


_Stream = BinaryIO | gzip.GzipFile | bz2.BZ2File | lzma.LZMAFile


def _gunzip(raw: BinaryIO) -> gzip.GzipFile:
    return gzip.open(raw)


_OPENERS: Mapping[bytes, Callable[[BinaryIO], _Stream]] = {
    b"\x1f\x8b": _gunzip,
    b"BZh": bz2.BZ2File,
    b"\xfd7z": lzma.LZMAFile,
}
_BROKEN = (tarfile.TarError, zlib.error, lzma.LZMAError, EOFError, ValueError, OverflowError, OSError)


def read(source: Source) -> Iterator[Article | ReaderError]:
    """Read every file in an archive; the record of an article is the name of its file there.

    What cannot be read is given as an error with that name. Raises ReaderError where the archive is damaged
    from the start, NoArticle where nothing is in it.
    """
    found = False
    for one in _read(source, 1):
        found = True
        yield one
    if not found:
        raise NoArticle(f"{source.name} holds no file.", hint="Pack it again and add that file.")


def _read(source: Source, depth: int) -> Iterator[Article | ReaderError]:
    files = _zipped(source) if source.head.startswith(ZIPPED) else _packed(source)
    total = 0
    for member, data in files:
        total += len(data) if isinstance(data, bytes) else 0
        if isinstance(data, ReaderError):
            data.record = data.record or member
            yield data
        elif total > LARGEST:
            yield ReaderError(
                f"{source.name} unpacks to more than {LARGEST // 1_000_000_000} GB; the rest is not read.",
                hint=_HINT,
                record=member,
            )
            return
        elif member is None:
            inner = Source(str(PurePath(source.name).with_suffix("")) or source.name, content=data)
            yield from _as_packed(readers.read(inner), inner, source)
        elif member in source.known:
            yield Article(provenance=Provenance(original=source.name, record=member))
        else:
            inner = Source(f"{source.name}/{member}", content=data)
            yield from readers.within(source, member, _member(inner, depth))


def _member(inner: Source, depth: int) -> Iterator[Article | ReaderError]:
    """Read a file of an archive, by the reader for it, or as an archive within the archive."""
    if recognise(inner).module != "archived":
        yield from readers.read(inner)
    elif depth < DEEPEST:
        yield from _read(inner, depth + 1)
    else:
        raise ReaderError(f"{inner.name} is an archive within {DEEPEST} others.", hint=_HINT)


def _as_packed(
    found: Iterator[Article | ReaderError], inner: Source, source: Source
) -> Iterator[Article | ReaderError]:
    """Give the articles of the one packed file; what is known by its bytes is known by the packed ones."""
    for one in found:
        if isinstance(one, Article):
            digest = one.provenance.sha256
            if digest == inner.sha256:
                digest = source.sha256
            yield replace(one, provenance=replace(one.provenance, original=source.name, sha256=digest))
        else:
            yield one


def _zipped(source: Source) -> Iterator[tuple[str | None, bytes | ReaderError]]:
    with container.opened(source) as packed:
        for info in packed.infolist():
            if info.is_dir() or _is_litter(info.filename):
                continue
            name = clean(info.filename)
            where = f"{source.name}/{name}"
            try:
                yield name, refused(where, name) or container.part(packed, info.filename, where)
            except ReaderError as error:
                yield name, error


def _packed(source: Source) -> Iterator[tuple[str | None, bytes | ReaderError]]:
    """Give the files of a tar archive, packed or not, or the one file that is packed by itself."""
    opener = next((opener for start, opener in _OPENERS.items() if source.head.startswith(start)), None)
    try:
        with source.open() as raw:
            stream = opener(raw) if opener else raw
            if is_tar(source.head):
                yield from _tarred(stream, source.name)
            else:
                data = stream.read(container.LARGEST_PART + 1)
                if len(data) > container.LARGEST_PART:
                    raise ReaderError(f"{source.name} unpacks to far more than any article.", hint=_HINT)
                yield None, data
    except _BROKEN as error:
        raise container.damaged(source.name) from error


def _tarred(stream: _Stream, name: str) -> Iterator[tuple[str | None, bytes | ReaderError]]:
    """Give the files of a tar archive one after the other; links and devices in it are passed over."""
    passed = 0
    with tarfile.open(fileobj=stream, mode="r|") as packed:
        for count, info in enumerate(packed):
            if not info.isfile() or _is_litter(info.name):
                continue
            member = clean(info.name)
            passed += info.size
            if count >= container.MOST_PARTS or passed > LARGEST:
                yield member, ReaderError(f"{name} holds too much; the rest is not read.", hint=_HINT)
                return
            if info.size > container.LARGEST_PART:
                yield member, ReaderError(f"{name}/{member} is too large for one article.", hint=_HINT)
                continue
            content = packed.extractfile(info)
            yield member, refused(f"{name}/{member}", member) or (content.read() if content else b"")


def refused(where: str, name: str) -> ReaderError | None:
    """Say that a file is not read whose name leads out of its archive; None for any other."""
    path = PurePosixPath(name.replace("\\", "/"))
    if path.is_absolute() or ".." in path.parts or ":" in name[:2]:
        return ReaderError(f"{where} has a name that leads out of its archive: not read.", hint=_HINT)
    return None


def _is_litter(name: str) -> bool:
    parts = PurePosixPath(name.replace("\\", "/")).parts
    return any(passed_over(part) or part == "__MACOSX" for part in parts if part not in (".", ".."))
