"""Whether an article is in the archive already, and what becomes of it when its source has changed."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping
from dataclasses import fields
from pathlib import Path
from typing import Final

from archive import ids
from archive.article import Article
from archive.corpus import Corpus
from archive.engine import Engine
from archive.frozen import dataclass, replace

ALIKE: Final = 0.5
"""Texts from one path are versions of one article when they share so many of the words of the shorter one."""

_WORD: Final = re.compile(r"\w{4,}")
_KEPT: Final = frozenset({"provenance", "extra", "id", "digest"})
_MERGED: Final = tuple(field.name for field in fields(Article) if field.name not in _KEPT)


@dataclass(frozen=True, slots=True)
class Known:
    """An article of the archive that a new one was recognised as.

    `path` is its file. `same` when it was read from the same bytes; `indexed` unless the index has not heard
    of it, as after a crash.
    """

    article: Article
    path: Path
    same: bool
    indexed: bool = True


class Register:
    """The articles of a corpus by the keys they are known by, while a batch is put into it.

    Made with all keys of the batch, it asks the engine once. Pending articles are those of the batch itself.
    """

    def __init__(self, corpus: Corpus, engine: Engine | None, keys: Iterable[str]) -> None:
        self._corpus = corpus
        self._engine = engine
        self._asked = set(keys)
        self._indexed: Mapping[str, str] = engine.known(self._asked) if engine is not None else {}
        self._pending: dict[str, Article] = {}
        self._paths: dict[str, str] | None = None
        self._numbers: dict[str, int] = {}

    def note(self, article: Article, keys: Iterable[str]) -> None:
        """Take in an article that is about to be written."""
        self._pending.update(dict.fromkeys((*keys, f"id:{article.id}"), article))

    def pending(self, keys: Iterable[str]) -> Article | None:
        """Give the article of this batch that has one of these keys."""
        return next((self._pending[key] for key in keys if key in self._pending), None)

    def find(self, article: Article, keys: Iterable[str]) -> Known | None:
        """Find the article of the archive that this one is, by the surest of its keys.

        Raises DamagedArticle when it is there and cannot be read.
        """
        for key in keys:
            id = self._indexed.get(key)
            if id is None:
                continue
            known = self._matching(id, article, (key,))
            if known is not None:
                return known
        return None

    def place(self, article: Article, keys: tuple[str, ...]) -> str | Known:
        """Give the id that the article gets; or itself, where it is in the corpus and not in the index."""
        first = ids.first_choice(article)
        free = self._free(first)
        for number in range(free - 1, 0, -1):
            id = ids.numbered(first, number)
            if f"id:{id}" in self._pending or self._in_index(id):
                break
            known = self._matching(id, article, keys)
            if known is not None:
                return replace(known, indexed=False)
        return ids.numbered(first, free)

    def _matching(self, id: str, article: Article, keys: tuple[str, ...]) -> Known | None:
        """Give the article of this id, if it is there and has one of the keys indeed."""
        path = self._path_of(id)
        if path is None:
            return None
        previous = self._corpus.read(path)
        shared = [key for key in keys if key in previous.keys]
        if not shared:
            return None
        if previous.provenance.sha256 == article.provenance.sha256:
            # Known by another key alone, it was changed after the index last heard of it.
            return Known(previous, path, same=True, indexed=shared[0].startswith("sha256:"))
        if shared[0].startswith("origin:") and article.record is None and not alike(previous, article):
            return None
        return Known(previous, path, same=False)

    def _path_of(self, id: str) -> Path | None:
        path = self._corpus.place_of(id)
        if path.is_file():
            return path
        if self._paths is None:
            self._paths = self._corpus.paths()
        return Path(self._paths[id]) if id in self._paths else None

    def _free(self, first: str) -> int:
        """Give a number that is free, in steps that double: a thousand may have the same headline."""
        taken = self._numbers.get(first, 0)
        free = taken + 1
        while self._taken(ids.numbered(first, free)):
            taken, free = free, free * 2 - self._numbers.get(first, 0)
        while free - taken > 1:
            middle = (taken + free) // 2
            if self._taken(ids.numbered(first, middle)):
                taken = middle
            else:
                free = middle
        self._numbers[first] = taken
        return free

    def _taken(self, id: str) -> bool:
        file = self._corpus.file_of(id)
        return f"id:{id}" in self._pending or os.path.exists(file) or self._in_index(id)  # noqa: PTH110 - no Path for each

    def _in_index(self, id: str) -> bool:
        key = f"id:{id}"
        if key in self._asked or self._engine is None:
            return key in self._indexed
        return key in self._engine.known([key])


def alike(one: Article, other: Article) -> bool:
    """Tell whether two articles are versions of one: the same headline, or half of the words in common."""
    if one.headline and other.headline and one.headline.casefold() == other.headline.casefold():
        return True
    words, others = (set(_WORD.findall(article.body.lower())) for article in (one, other))
    return len(words & others) >= ALIKE * max(1, min(len(words), len(others)))


def merged(previous: Article, incoming: Article, read_then: Article | None) -> Article:
    """Give the previous article as its changed source has it now, with what a person changed in it by hand.

    With `read_then`, what was read from the source as it was, a hand-made change is what differs from it: it
    stays, except in a body that the source has changed as well. Without it, what the source says stands, and
    what it does not say stays as it was.
    """
    values = {}
    for name in _MERGED:
        mine, theirs = getattr(previous, name), getattr(incoming, name)
        if read_then is None:
            values[name] = theirs or mine
        elif theirs == (then := getattr(read_then, name)) or (mine != then and name != "body"):
            values[name] = mine
        else:
            values[name] = theirs
    return replace(incoming, **values, extra={**previous.extra, **incoming.extra}, id=previous.id, digest="")
