"""Which records of a file are in the archive: a web archive that was interrupted goes on where it was."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from contextlib import suppress
from functools import cached_property
from pathlib import Path
from typing import Final

from archive.readers.source import Source

NAME: Final = "ledger.jsonl"


class Ledger:
    """A file of lines, each the digest and size of a file and, for records in it, the ids of their articles.

    It spares work and is no truth: without it, or with lines of it lost, those files are read again.
    """

    def __init__(self, path: Path) -> None:
        self._path = path

    def of(self, source: Source) -> Mapping[str, str]:
        """Give the id of the article for each record of a file that was noted, whatever its name."""
        alike = self._files.get(source.size)  # mostly none, and the digest need not be asked for
        return alike.get(source.sha256, {}) if alike else {}

    def note(self, noted: Iterable[tuple[Source, str, str]]) -> None:
        """Write down records whose articles will last: the file, the record, the id."""
        news: dict[tuple[int, str], dict[str, str]] = {}
        with suppress(OSError):  # it is there no more, or the disk is full: then it is read again
            for source, record, id in noted:
                if self.of(source).get(record) != id:
                    news.setdefault((source.size, source.sha256), {})[record] = id
            if news:
                lines = (json.dumps([*key, records]) for key, records in news.items())
                with self._path.open("a", encoding="utf-8") as file:
                    file.write("".join(f"\n{line}\n" for line in lines))  # after a line that was cut off, too
        for (size, digest), records in news.items():
            self._files.setdefault(size, {}).setdefault(digest, {}).update(records)

    @cached_property
    def _files(self) -> dict[int, dict[str, dict[str, str]]]:
        files: dict[int, dict[str, dict[str, str]]] = {}
        try:
            lines = self._path.read_bytes().split(b"\n")
        except OSError:
            return files
        for line in filter(None, lines):
            with suppress(ValueError, TypeError, RecursionError):
                size, digest, records = json.loads(line)
                if isinstance(records, dict) and all(isinstance(id, str) for id in records.values()):
                    files.setdefault(size, {}).setdefault(digest, {}).update(records)
        return files
