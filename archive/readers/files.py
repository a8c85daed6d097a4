"""Which files are meant: paths, folders, patterns, addresses and standard input, one source each."""

from __future__ import annotations

import glob
import os
import re
import stat
import tempfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from archive.errors import ReaderError
from archive.readers.source import MAX_ARTICLE_BYTES, Source

MAX_STDIN_BYTES = 8_000_000_000
"""What is piped in waits on disk while it is read; more than this only fills the disk."""

if TYPE_CHECKING:
    from archive.readers.ignored import Patterns

IGNORE = ".archiveignore"
"""The file that says what is left out of its folder."""

_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]*://", re.IGNORECASE)
_BLOCK = 1 << 20
_KINDS = (
    (stat.S_ISFIFO, "a pipe"),
    (stat.S_ISSOCK, "a socket"),
    (stat.S_ISCHR, "a device"),
    (stat.S_ISBLK, "a device"),
)
_LITTER = frozenset({"thumbs.db", "desktop.ini"})
_SIDE_FOLDER = re.compile(
    r"(.+?)[-_ ](?:files|dateien|fichiers|archivos|bestanden|file|filer|arquivos)", re.IGNORECASE
)
_PAGE_SUFFIXES = (".html", ".htm", ".xhtml", ".HTML", ".HTM")
_Identity = tuple[int, int]  # device and inode: what a folder is, whatever path leads to it


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file or folder that is passed over on a walk, with all in it, and why."""

    path: str
    reason: str


_Skip = Callable[[Skipped], object]


def _unsaid(skipped: Skipped) -> None:
    """Say nothing: nobody asks what is passed over."""


def find(
    paths: Iterable[str], stdin: BinaryIO | None = None, skip: _Skip = _unsaid
) -> Iterator[Source | ReaderError]:
    """Give a source for every file that is meant, in the order given, folders in the order of their names.

    Folders are walked to the bottom; hidden files, kept originals (`*.original.*`), what belongs to a saved
    page and what `.archiveignore` names are passed over, and `skip` is told. A folder already walked is not
    walked again. A pattern such as `*.md` that the shell has left standing is expanded. A web address is
    fetched, `-` is standard input. What cannot be read is given as a ReaderError that names it; nothing here
    raises, and nothing waits for a pipe or a device.
    """
    walked: set[_Identity] = set()
    for path in paths:
        if path == "-":
            yield from _standard_input(stdin)
        elif is_address(path):
            yield _fetched(path)
        else:
            for match in _expanded(path):
                yield from _walk(Path(match), walked, skip)


def is_address(path: str) -> bool:
    """Tell an address on the web from the path of a file."""
    return _ADDRESS.match(path) is not None and not os.path.lexists(path)


def _fetched(address: str) -> Source | ReaderError:
    from archive.readers import web

    try:
        return web.fetch(address)
    except ReaderError as error:
        return error


def _expanded(path: str) -> list[str]:
    if glob.has_magic(path) and not os.path.lexists(path):
        matches = glob.glob(path, recursive=True)  # noqa: PTH207 - a Path cannot expand absolute patterns
        return sorted(matches) or [path]
    return [path]


def _walk(start: Path, walked: set[_Identity], skip: _Skip) -> Iterator[Source | ReaderError]:
    """Give a file, or walk a folder in the order of its names; without recursion, so no depth is too deep."""
    above: list[tuple[_Identity, Iterator[Path], Patterns | None]] = []
    todo, patterns = iter([start]), None
    while True:
        path = next(todo, None)
        if path is None:
            if not above:
                return
            _, todo, patterns = above.pop()
            continue
        try:
            status = path.stat()
            if not stat.S_ISDIR(status.st_mode):
                yield _source(path, status)
                continue
            identity = (status.st_dev, status.st_ino)
            if identity in (known for known, _, _ in above):
                yield _loop(path)
            elif identity in walked:
                skip(Skipped(display(path), "the folder was read under another name already"))
            else:
                walked.add(identity)
                inner = _patterns(path, patterns)
                inside = _inside(path, inner, skip)
                above.append((identity, todo, patterns))
                todo, patterns = iter(inside), inner
        except ReaderError as error:
            yield error
        except (OSError, ValueError) as error:
            yield _unreadable(path, error)


def _patterns(folder: Path, above: Patterns | None) -> Patterns | None:
    """Give the patterns that hold in a folder."""
    file = folder / IGNORE
    if not file.is_file():
        return above
    from archive.readers import ignored

    return ignored.patterns_in(file, above)


def _inside(folder: Path, patterns: Patterns | None, skip: _Skip) -> list[Path]:
    """List what a folder holds, in order, without what is passed over."""
    children = sorted(folder.iterdir())
    names = {child.name for child in children}
    kept = []
    for child in children:
        reason = _reason_to_skip(child, names, patterns)
        if reason is None:
            kept.append(child)
        else:
            skip(Skipped(display(child), reason))
    return kept


def _reason_to_skip(path: Path, beside: set[str], patterns: Patterns | None) -> str | None:
    name = path.name
    if name.startswith("."):
        return "hidden"
    if passed_over(name):
        return "kept beside an article" if ".original." in name else "made by the system"
    page = _page_of(name, beside)
    if page is not None:
        return f"belongs to the saved page {page}"
    return patterns.reason(path, is_folder=path.is_dir()) if patterns is not None else None


def _page_of(name: str, beside: set[str]) -> str | None:
    """Name the page whose folder this is, as a browser saves it: "Title_files" beside "Title.html"."""
    side = _SIDE_FOLDER.fullmatch(name)
    pages = (f"{side[1]}{suffix}" for suffix in _PAGE_SUFFIXES) if side is not None else ()
    return next((page for page in pages if page in beside), None)


def passed_over(name: str) -> bool:
    """Tell a file that nobody means when they name a folder: hidden, a kept original, litter."""
    return name.startswith(".") or ".original." in name or name.lower() in _LITTER


def _source(path: Path, status: os.stat_result) -> Source | ReaderError:
    for is_kind, kind in _KINDS:
        if is_kind(status.st_mode):
            return ReaderError(
                f"{display(path)} is {kind}, not a file.",
                hint="Pipe its content in: `… | archive add -`.",
                path=display(path),
            )
    if not os.access(path, os.R_OK):
        return _unreadable(path, PermissionError("Permission denied"))
    return Source(display(path), path)


def _standard_input(stdin: BinaryIO | None) -> Iterator[Source | ReaderError]:
    """Give what is piped in; a stream of many records waits on disk, where it can be read twice."""
    if stdin is None:
        yield ReaderError("There is no standard input to read.", hint="Pipe an article in, or name a file.")
        return
    try:
        start = stdin.read(MAX_ARTICLE_BYTES + 1)
        if len(start) <= MAX_ARTICLE_BYTES:
            yield Source("-", content=start)
            return
        with tempfile.NamedTemporaryFile(prefix="archive-stdin-") as spooled:
            size = spooled.write(start)
            while size <= MAX_STDIN_BYTES and (block := stdin.read(_BLOCK)):
                size += spooled.write(block)
            spooled.flush()
            if size > MAX_STDIN_BYTES:
                yield ReaderError(
                    f"Standard input is longer than {MAX_STDIN_BYTES // 1_000_000_000} GB.",
                    hint="Save it in files and add those.",
                )
            else:
                yield Source("-", Path(spooled.name))
    except OSError as error:
        yield ReaderError(f"Standard input cannot be read: {reason(error)}.")


def _loop(path: Path) -> ReaderError:
    return ReaderError(
        f"{display(path)} leads back to a folder above it, so it is not followed.",
        hint="Nothing is missing; remove the link to be rid of this message.",
        path=display(path),
    )


def _missing(path: Path) -> ReaderError:
    shown = display(path)
    if path.is_symlink():
        return ReaderError(
            f"{shown} is a link to a file that is not there.", hint="Mend or remove the link.", path=shown
        )
    if glob.has_magic(str(path)):
        return ReaderError(f"No file matches {shown}.", hint="Check the pattern, or name a folder.")
    return ReaderError(f"{shown} does not exist.", hint="Check the path.")


def _unreadable(path: Path, error: Exception) -> ReaderError:
    if isinstance(error, FileNotFoundError):
        return _missing(path)
    hint = "Give yourself the right to read it." if isinstance(error, PermissionError) else "Check the path."
    shown = display(path)
    return ReaderError(f"{shown} cannot be read: {reason(error)}.", hint=hint, path=shown)


def reason(error: Exception) -> str:
    """Say in the system's words why something cannot be read, without path and number."""
    said = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return said[:1].lower() + said[1:] if said else type(error).__name__


def display(path: Path) -> str:
    """Write a path as text that can be kept and shown, also where its bytes are not UTF-8."""
    return os.fsencode(path).decode("utf-8", "replace")
