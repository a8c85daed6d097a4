"""The bytes a reader is given, and where they come from."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import BinaryIO

from archive.errors import NoArticle
from archive.readers.encoding import decode

MAX_ARTICLE_BYTES = 20_000_000
"""Above this a file is no article: the longest book is 10 MB of text, the largest saved page as much."""

MAX_BYTES = 100_000_000
"""Above this a file is read only where it need not be held as a whole: records, mailboxes, web archives. An
export of 100 MB has 20,000 articles, and reading it takes 1.2 GB."""

HEAD_BYTES = 65_536
"""As much of a file as is looked at to tell its format."""

_BLOCK = 1 << 20


@dataclass(frozen=True)
class Source:
    """A file (or what came through standard input) that a reader turns into articles.

    `name` is what provenance records: the path as given, a URL, or `-`. What was fetched has the `charset`
    that its server named, if any, and the `ending` that its original is kept with. Records that are `known`
    need not be read again: of each, an article with its provenance alone is enough.
    """

    name: str
    path: Path | None = None
    content: bytes | None = None
    charset: str | None = None
    ending: str | None = None
    known: frozenset[str] = frozenset()

    def open(self) -> BinaryIO:
        """Open the bytes for reading from the start, for readers of large files of many articles."""
        if self.content is not None:
            return io.BytesIO(self.content)
        return self._file.open("rb")

    @property
    def _file(self) -> Path:
        return self.path or Path(self.name)

    @cached_property
    def size(self) -> int:
        """How many bytes there are to read."""
        if self.content is not None:
            return len(self.content)
        return self._file.stat().st_size

    @cached_property
    def head(self) -> bytes:
        """The first HEAD_BYTES bytes."""
        with self.open() as stream:
            return stream.read(HEAD_BYTES)

    @cached_property
    def data(self) -> bytes:
        """All bytes, for readers of one article; raises NoArticle above MAX_ARTICLE_BYTES."""
        data = self._bytes(MAX_ARTICLE_BYTES)
        if data is None:
            raise NoArticle(
                f"{self.name} is larger than {MAX_ARTICLE_BYTES // 1_000_000} MB, too much for one article.",
                hint="Split it into one file per article, or into records (JSON lines, CSV).",
            )
        return data

    @cached_property
    def whole(self) -> bytes:
        """All bytes, for readers of many articles or of pictures; raises NoArticle above MAX_BYTES."""
        data = self._bytes(MAX_BYTES)
        if data is None:
            raise NoArticle(
                f"{self.name} is larger than {MAX_BYTES // 1_000_000} MB, too much to be read at once.",
                hint="Split it into smaller files, and add those.",
            )
        return data

    def _bytes(self, most: int) -> bytes | None:
        if self.size > most:
            return None
        with self.open() as stream:
            data = stream.read(most + 1)
        return data if len(data) <= most else None  # it may have grown since

    def blocks(self) -> Iterator[bytes]:
        """Give all bytes in blocks of a megabyte, however many there are."""
        with self.open() as stream:
            while block := stream.read(_BLOCK):
                yield block

    @cached_property
    def text(self) -> str:
        """The bytes as text (NFC, newlines as LF); raises NoArticle where they are not text."""
        return decode(self.data, self.name, self.charset)

    @property
    def long_text(self) -> str:
        """All bytes as text, for readers of many articles; raises NoArticle above MAX_BYTES."""
        return decode(self.whole, self.name, self.charset)

    @property
    def address(self) -> str | None:
        """The web address these bytes were fetched from, if they were."""
        return (
            self.name if self.content is not None and self.name.startswith(("http://", "https://")) else None
        )

    @cached_property
    def sha256(self) -> str:
        """Hex digest of all bytes."""
        digest = hashlib.sha256()
        for block in self.blocks():
            digest.update(block)
        return digest.hexdigest()
