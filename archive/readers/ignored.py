"""`.archiveignore`: what a person leaves out of a folder, in the patterns of .gitignore.

A file of patterns holds for its folder and those below; one further down counts more, and in one file the
last pattern that fits. `*.jpg` leaves out, `!cover.jpg` takes back, `drafts/` is a folder.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pathspec import GitIgnoreSpec

from archive.errors import ReaderError

LARGEST: Final = 1_000_000
"""Bytes of a file of patterns; a longer one is none."""


@dataclass(frozen=True, slots=True)
class Patterns:
    """The patterns in a file, and those of the folders above it."""

    file: Path
    spec: GitIgnoreSpec
    above: Patterns | None

    def reason(self, path: Path, *, is_folder: bool) -> str | None:
        """Say why a file or folder is left out, naming the line; None where it is not."""
        inner = path.relative_to(self.file.parent).as_posix() + ("/" if is_folder else "")
        found = self.spec.check_file(inner)
        if found.include is None:
            return self.above.reason(path, is_folder=is_folder) if self.above else None
        return f"left out by {self.file}, line {(found.index or 0) + 1}" if found.include else None


def patterns_in(file: Path, above: Patterns | None) -> Patterns:
    """Read a file of patterns; raises ReaderError where it is none."""
    with file.open("rb") as stream:
        data = stream.read(LARGEST + 1)
    if len(data) > LARGEST or b"\0" in data:
        raise ReaderError(f"{file} is no list of patterns.", hint="Write one pattern on each line.")
    # An empty line would not be counted, a comment is.
    lines = [line if line.strip() else "#" for line in data.decode("utf-8-sig", "replace").splitlines()]
    for number, pattern in enumerate(lines, start=1):
        try:
            GitIgnoreSpec.from_lines([pattern])
        except ValueError as error:
            raise ReaderError(
                f"{file}, line {number}: {pattern!r} is no pattern, so nothing in its folder is read.",
                hint="Mend the line, or put a # before it.",
            ) from error
    return Patterns(file, GitIgnoreSpec.from_lines(lines), above)
