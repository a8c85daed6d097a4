"""The corpus: one text file per article, the truth that the index is built from.

::

    corpus/2025/02/2025-02-24-alibaba-investiert.md              an article: its stem is its id, for life
    corpus/2025/02/2025-02-24-alibaba-investiert.original.txt    the bytes it was read from, unaltered
    corpus/2025/02/2025-02-24-alibaba-investiert.version-1.md    what it was before its source changed
    corpus/undated/ueber-uns.md                                  without a date

People and other programs may edit, rename and move the files. Names that begin with a dot are not looked at.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Final

from archive import disk, frontmatter, ids
from archive.article import Article
from archive.errors import ArticleNotFound, CorpusError, DamagedArticle
from archive.frozen import replace

SUFFIX: Final = ".md"
CANDIDATES: Final = 5
"""Ids that an ambiguous prefix names: enough to see what it met, few enough to read."""

_BESIDE: Final = re.compile(
    r".\.(?:version-\d+(?:\.original\.[a-z0-9]+)?|original\.[a-z0-9]+|damaged)(?:\.md)?$"
)
_VERSION: Final = re.compile(r"\.version-\d+$")
_NUMBER: Final = re.compile(r"\.version-(\d{1,9})\.md")
_NAME: Final = frozenset("/\\\0\n\r")
_EXTENSION: Final = re.compile(r"\.[a-z0-9]{1,10}")


@dataclass(frozen=True, slots=True)
class Original:
    """The bytes an article was read from and the ending of their file's name (`.txt`)."""

    data: bytes
    ending: str

    @property
    def suffix(self) -> str:
        """What is put behind the id in the name of the original's file."""
        ending = self.ending.lower()
        return f".original{ending if _EXTENSION.fullmatch(ending) else '.bin'}"


@dataclass(frozen=True, slots=True)
class Entry:
    """An article with an id, to be put into the corpus, with its original if that is kept.

    `replaces` is the file that it takes the place of; with `keep`, what that file held stays beside it as a
    version. An article that is `normal` already is written as it is.
    """

    article: Article
    original: Original | None = None
    replaces: Path | None = None
    keep: bool = False
    normal: bool = False


class Corpus:
    """The articles below a folder."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def paths(self) -> dict[str, str]:
        """Give the files of all articles by id, in the order of their paths; the first of two with one id."""
        found: dict[str, str] = {}
        for path in self.files():
            name = path.rpartition(os.sep)[2]
            if is_article(name):
                found.setdefault(name[: -len(SUFFIX)], path)
        return found

    def ids(self) -> list[str]:
        """List the ids of all articles."""
        return list(self.paths())

    def files(self) -> list[str]:
        """List all files but hidden ones, in order; folders are walked, links to folders are not."""
        return sorted(_walk(str(self.path), hidden=False))

    def leftovers(self) -> list[Path]:
        """List the temporary files that an interrupted write left behind."""
        every = _walk(str(self.path), hidden=True)
        return sorted(Path(path) for path in every if path.rpartition(os.sep)[2].startswith(disk.TEMPORARY))

    def recover(self) -> None:
        """Clear up after a write that was interrupted, so that articles and their originals belong together.

        An article whose original is in its place already is complete, and takes its own place; what else was
        left behind is removed. Nothing that was reported is touched.
        """
        left = self.leftovers()
        with disk.failures(f"{self.path} cannot be written"):
            for temporary in left:
                place = self._place_of_interrupted(temporary)
                if place is not None:
                    temporary.replace(place)
            disk.remove(left)

    def path_of(self, prefix: str) -> Path:
        """Find the file of the article whose id is or alone begins with `prefix`; a path will do.

        Raises ArticleNotFound when there is none or more than one.
        """
        wanted = prefix.replace("\\", "/").rpartition("/")[2].removesuffix(SUFFIX)
        direct = self.place_of(wanted)
        if wanted and os.path.isfile(direct):  # noqa: PTH113 - takes names of any length
            return direct
        paths = self.paths()
        if wanted in paths:
            return Path(paths[wanted])
        matching = [id for id in paths if id.casefold().startswith(wanted.casefold())] if wanted else []
        if len(matching) == 1:
            return Path(paths[matching[0]])
        raise _not_found(prefix, matching)

    def place_of(self, id: str) -> Path:
        """Tell where the file of an article with this id is put first."""
        return Path(self.file_of(id))

    def file_of(self, id: str) -> str:
        """Give the same as text, for thousands in a row."""
        return f"{self.path}/{ids.folder_of(id)}/{id}{SUFFIX}"

    def get(self, prefix: str) -> Article:
        """Read the article whose id is, or alone begins with, `prefix`."""
        return self.read(self.path_of(prefix))

    def read(self, path: Path) -> Article:
        """Read the article in a file of the corpus; raises DamagedArticle where it cannot be understood."""
        try:
            data = path.read_bytes()
        except OSError as error:
            raise DamagedArticle(f"{path} cannot be read: {error.strerror}.", path) from error
        return article_of(data, path)

    def digests(self) -> dict[str, str]:
        """Give the SHA-256 of the file of each article by id; empty where it cannot be read."""
        return {id: _digest(path) for id, path in self.paths().items()}

    def versions_of(self, path: Path) -> dict[int, Path]:
        """Give the files of what the article in a file was before, by number; some may be missing."""
        return versions(path)

    def original_of(self, prefix: str) -> Path | None:
        """Find the kept original of an article, if there is one."""
        return next(iter(originals(self.path_of(prefix))), None)

    def put(self, article: Article, original: Original | None = None) -> Article:
        """Write one article; gives it back as kept, with the id it has or gets, and its digest."""
        taken = self.paths()
        if article.id in taken:
            return self.put_many([Entry(article, original, replaces=Path(taken[article.id]))])[0]
        if not article.id:
            article = replace(article, id=self._new_id(article, {id.casefold() for id in taken}))
        return self.put_many([Entry(article, original)])[0]

    def put_many(self, entries: Iterable[Entry]) -> list[Article]:
        """Write articles with one sync: when it returns they last, and each is there whole or not at all.

        Gives them back as kept, with their digests. Raises CorpusError when the disk is full or may not be
        written to; then nothing of it is there.
        """
        return list(self.put_each(entries))

    def put_each(self, entries: Iterable[Entry]) -> Iterator[Article]:
        """Write articles with one sync, giving each as it is kept; when there are no more they last.

        So what is done with them is done meanwhile. They are not there before, nor if the rest is not asked
        for.
        """
        stale: list[Path] = []
        with disk.failures(f"{self.path} cannot be written"), disk.Files() as files:
            for entry in entries:
                yield self._write(files, entry, stale)
            files.commit()
            disk.remove(stale)

    def rewrite(self, path: Path, text: str) -> Article:
        """Replace the text of an article's file, comments and all, if it can be read as an article."""
        data = (frontmatter.clean(text).strip("\n") + "\n").encode()
        article = article_of(data, path)
        with disk.failures(f"{path} cannot be written"), disk.Files() as files:
            files.write(path, data)
            files.commit()
        return article

    def remove(self, removed: Iterable[str]) -> None:
        """Remove articles by id, with their originals and versions; an id that is not there is no error."""
        paths: dict[str, str] | None = None
        gone: list[Path] = []
        for id in removed:
            path = self.place_of(id)
            if not path.is_file():
                paths = self.paths() if paths is None else paths
                path = Path(paths.get(id, path))
            # The article goes last: a crash leaves an article, never an original without one.
            gone += [*beside(path), path]
        with disk.failures(f"{self.path} cannot be written"):
            disk.remove(gone)

    def _write(self, files: disk.Files, entry: Entry, stale: list[Path]) -> Article:
        article = entry.article if entry.normal else frontmatter.normal(entry.article)
        path = str(entry.replaces or self._new_place(article.id))
        if entry.keep:
            _keep_version(files, Path(path))
        if entry.original is not None:
            original = Path(path).with_name(f"{article.id}{entry.original.suffix}")
            if entry.replaces is not None:
                stale += [other for other in originals(Path(path)) if other != original]
            files.write(original, entry.original.data)
        data = frontmatter.write_normal(article).encode()
        files.write(path, data)
        return replace(article, digest=hashlib.sha256(data).hexdigest())

    def _place_of_interrupted(self, temporary: Path) -> Path | None:
        """Find the place of an article not yet renamed, by the original it was read from."""
        try:
            wanted = self.read(temporary).provenance.sha256
        except DamagedArticle:
            return None
        for original in temporary.parent.glob("*.original.*"):
            stem = original.name.partition(".original.")[0]
            if not _VERSION.search(stem) and wanted == _digest(str(original)):
                place = original.with_name(f"{stem}{SUFFIX}")
                return None if place.is_file() and self.read(place).provenance.sha256 == wanted else place
        return None

    def _new_place(self, id: str) -> str:
        if not id or id.startswith(".") or not _NAME.isdisjoint(id):
            raise CorpusError(f"{id!r} is no id: it cannot be the name of a file.")
        return self.file_of(id)

    def _new_id(self, article: Article, taken: Container[str]) -> str:
        first = ids.first_choice(article)
        return next(id for number in count(1) if (id := ids.numbered(first, number)) not in taken)


def article_of(data: bytes, path: Path) -> Article:
    """Read an article from the bytes of its file; raises DamagedArticle where they cannot be understood."""
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise DamagedArticle(f"{path}, line {line}: this is not text in UTF-8.", path, line) from error
    if not text.strip():
        raise DamagedArticle(f"{path} is empty.", path)
    return replace(frontmatter.read(text, path), digest=hashlib.sha256(data).hexdigest())


def is_article(name: str) -> bool:
    """Tell by its name whether a file of the corpus is an article, not an original or version of one."""
    return name.lower().endswith(SUFFIX) and not _BESIDE.search(name)


def beside(path: Path) -> list[Path]:
    """List what is kept beside the file of an article: its original, its versions."""
    if not path.parent.is_dir():
        return []
    start = f"{path.stem}."
    names = sorted(name for name in os.listdir(path.parent) if name.startswith(start))  # noqa: PTH208 - no Path for each of thousands
    return [path.with_name(name) for name in names if _BESIDE.search(name)]


def originals(path: Path) -> list[Path]:
    """List the kept originals of the article in a file: one or none, unless someone put others there."""
    return [file for file in beside(path) if file.name.startswith(f"{path.stem}.original.")]


def versions(path: Path) -> dict[int, Path]:
    """Give the files of what the article in a file was before, by number; some may be missing."""
    names = ((file, _NUMBER.fullmatch(file.name.removeprefix(path.stem))) for file in beside(path))
    return dict(sorted((int(match[1]), file) for file, match in names if match))


def _keep_version(files: disk.Files, path: Path) -> None:
    """Keep an article and its original as they are, before they are replaced."""
    earlier = versions(path)
    number = max(earlier, default=0) + 1
    data = path.read_bytes()
    if earlier and earlier[number - 1].read_bytes() == data:
        return
    files.write(path.with_name(f"{path.stem}.version-{number}{SUFFIX}"), data)
    for original in originals(path):
        version = path.with_name(f"{path.stem}.version-{number}.original{original.suffix}")
        files.write(version, original.read_bytes())


def _walk(folder: str, hidden: bool) -> Iterator[str]:
    try:
        with os.scandir(folder) as entries:
            for entry in entries:
                if entry.name.startswith(".") and not hidden:
                    continue
                if entry.is_dir(follow_symlinks=False):
                    yield from _walk(entry.path, hidden)
                elif entry.is_file():
                    yield entry.path
    except OSError as error:
        raise CorpusError(f"{folder} cannot be read: {error.strerror}.") from error


def _digest(path: str) -> str:
    try:
        with open(path, "rb", buffering=0) as file:  # noqa: PTH123 - a hundred thousand in a row
            return hashlib.sha256(file.read()).hexdigest()
    except OSError:
        return ""


def _not_found(prefix: str, matching: list[str]) -> ArticleNotFound:
    if not matching:
        return ArticleNotFound(
            f"No article has an id that begins with {prefix!r}.", hint="Find its id with `archive search`."
        )
    shown = ", ".join(matching[:CANDIDATES]) + (", …" if len(matching) > CANDIDATES else "")
    return ArticleNotFound(
        f"{len(matching)} articles have an id that begins with {prefix!r}: {shown}.", hint="Type more of it."
    )
