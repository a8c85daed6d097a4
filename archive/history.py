"""What an article was before its source changed: the versions kept beside its file.

A version is a file of the corpus like any article, `<id>.version-1.md` the first, so it can be read and
edited by hand. Numbers may have gaps where one was deleted; the current version comes after the last.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from archive.analysis.changes import Change, changes, counted
from archive.article import Article
from archive.errors import ArticleNotFound, DamagedArticle

if TYPE_CHECKING:
    from archive.corpus import Corpus

_UNCOMPARED: Final = frozenset({"body", "provenance", "extra", "id", "digest"})
_COMPARED: Final = tuple(field.name for field in fields(Article) if field.name not in _UNCOMPARED)


@dataclass(frozen=True, slots=True)
class Version:
    """An article as it was, or is: its number and file, what stands in it (None where that is damaged).

    `changed` says in a word what changed since the version before.
    """

    number: int
    path: Path
    current: bool
    article: Article | None
    changed: str = "first"

    @property
    def words(self) -> int:
        """How long its body is."""
        return len(self.article.body.split()) if self.article is not None else 0

    def read(self) -> Article:
        """Give the article in it; raises DamagedArticle where it cannot be read."""
        if self.article is None:
            raise DamagedArticle(
                f"{self.path} cannot be read as an article.", self.path, hint="Mend the file by hand."
            )
        return self.article


@dataclass(frozen=True, slots=True)
class Difference:
    """What changed from one version to another: other fields with their values, and the words of the body."""

    id: str
    before: Version
    after: Version
    fields: tuple[tuple[str, str, str], ...]
    body: tuple[Change, ...]

    @property
    def summary(self) -> str:
        """What changed in a word: `headline, text +12 −3 words`."""
        parts = [name for name, _, _ in self.fields]
        if any(part.kind != "same" for part in self.body):
            added, removed = counted(self.body)
            parts.append(f"text +{added:,} −{removed:,} words")
        return ", ".join(parts) or "nothing"


def versions(corpus: Corpus, prefix: str) -> list[Version]:
    """Give all versions of an article, the current one last; raises ArticleNotFound."""
    path = corpus.path_of(prefix)
    kept = corpus.versions_of(path)
    every: list[Version] = []
    for number, file in {**kept, max(kept, default=0) + 1: path}.items():
        version = Version(number, file, file == path, _read(corpus, file, path.stem))
        every.append(replace(version, changed=_changed(every[-1] if every else None, version)))
    return every


def numbered(every: list[Version], number: int) -> Version:
    """Give the version of a number; raises ArticleNotFound where there is none."""
    for each in every:
        if each.number == number:
            return each
    id, there = every[-1].path.stem, ", ".join(str(each.number) for each in every)
    raise ArticleNotFound(
        f"{id} has no version {number}; it has {there}.",
        hint=f"List them with `archive show {id} --versions`.",
    )


def compared(every: list[Version], before: int | None, after: int | None) -> Difference:
    """Tell what changed between two versions of an article: the last two, unless others are named."""
    if before is None and len(every) == 1:
        id = every[0].path.stem
        raise ArticleNotFound(
            f"{id} has one version: it has not changed.", hint=f"Read it with `archive show {id}`."
        )
    old = every[-2] if before is None else numbered(every, before)
    return difference(old, every[-1] if after is None else numbered(every, after))


def difference(before: Version, after: Version) -> Difference:
    """Tell what changed between two versions; raises DamagedArticle where one cannot be read."""
    old, new = before.read(), after.read()
    other = tuple(
        (name, was, now)
        for name in _COMPARED
        if (was := _shown(getattr(old, name))) != (now := _shown(getattr(new, name)))
    )
    return Difference(new.id, before, after, other, tuple(changes(old.body, new.body)))


def _changed(before: Version | None, version: Version) -> str:
    if version.article is None:
        return "cannot be read"
    if before is None:
        return "first"
    return "the one before cannot be read" if before.article is None else difference(before, version).summary


def _read(corpus: Corpus, path: Path, id: str) -> Article | None:
    try:
        return replace(corpus.read(path), id=id)
    except DamagedArticle:
        return None


def _shown(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, tuple):
        return "; ".join(map(str, value))
    return value.isoformat() if hasattr(value, "isoformat") else str(value)
