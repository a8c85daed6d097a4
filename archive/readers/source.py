"""The bytes a reader is given, and where they come from."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import BinaryIO

from archive.errors import NoArticle
from archive.readers.encoding import decode

MAX_ARTICLE_BYTES = 20_000_000
"""Above this a file is no article: the longest book is 10 MB of text, the largest saved page about as much."""


@dataclass(frozen=True)
class Source:
    """A file (or what came through standard input) that a reader turns into articles.

    `name` is what provenance records: the path as given, a URL, or `-`.
    """

    name: str
    path: Path | None = None
    content: bytes | None = None

    def open(self) -> BinaryIO:
        """Open the bytes for reading from the start, for readers of large files of many articles."""
        if self.content is not None:
            import io

            return io.BytesIO(self.content)
        assert self.path is not None
        return self.path.open("rb")

    @cached_property
    def data(self) -> bytes:
        """All bytes, for readers of one article; raises NoArticle above MAX_ARTICLE_BYTES."""
        with self.open() as stream:
            data = stream.read(MAX_ARTICLE_BYTES + 1)
        if len(data) > MAX_ARTICLE_BYTES:
            raise NoArticle(
                f"{self.name} is larger than {MAX_ARTICLE_BYTES // 1_000_000} MB, too much for one article.",
                hint="Split it into one file per article, or into records (JSON lines, CSV).",
            )
        return data

    @cached_property
    def text(self) -> str:
        """The bytes decoded (NFC, newlines as \\n); raises NoArticle where they are not text."""
        return decode(self.data, self.name)

    @cached_property
    def sha256(self) -> str:
        """Hex digest of all bytes."""
        return hashlib.sha256(self.data).hexdigest()
