"""Words that the keeper of an archive takes for the same: `corpus/synonyms.txt`, and queries widened by it.

::

    # one line for each thing, its names parted by =
    KI = künstliche Intelligenz = AI
    EZB = Europäische Zentralbank

A name is one word or several, in any form (*künstlicher Intelligenz*); capitals do not matter. Whoever asks
for one of the names finds the others too, and the name typed counts most.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from archive.analysis import Analyzer, fold, forms
from archive.errors import CorpusError
from archive.fields import BY_NAME, Kind
from archive.query.tree import Alike, And, Node, Or, Word, conjunction, disjunction

FILE: Final = "synonyms.txt"
"""The name of the file in a corpus."""

LARGEST: Final = 1 << 20
"""Bytes of the file: ten thousand lines; more would be read for longer than a search takes."""

LONGEST: Final = 8
"""Words of a name; more are a sentence."""

MOST: Final = 50
"""Names of a thing; each is looked for whenever one of them is asked for."""

_HINT: Final = "Write one line for each thing, as in: KI = künstliche Intelligenz = AI."
_COMMENT: Final = re.compile(r"(?:^|\s)#.*")  # C# is no comment
_LANGUAGES: Final = ("de", "en")

_Key = tuple[str, ...]


class Synonyms:
    """The names of things; raises CorpusError, which names the line, for text that is none of them."""

    def __init__(self, text: str, name: str = FILE) -> None:
        self._analyzers = [Analyzer(language) for language in _LANGUAGES]
        self._others: dict[_Key, list[str]] = {}
        self._longest = 0
        for number, row in enumerate(text.split("\n"), 1):
            line = _COMMENT.sub("", row).strip()
            if line:
                self._add(_names(line, f"{name}, line {number}"))

    def widen(self, node: Node) -> Node:
        """Let the names in a query stand for the others of the same things, except where it excludes."""
        match node:
            case Word(_, field) if field is None or BY_NAME[field].kind is Kind.TEXT:
                return next(self._widened((node,), And))
            case And(clauses):
                return conjunction(self._widened(clauses, And))
            case Or(clauses):
                return disjunction(self._widened(clauses, Or))
            case _:
                return node

    def _widened(self, clauses: Sequence[Node], kind: type[And | Or]) -> Iterator[Node]:
        place = 0
        while place < len(clauses):
            size, others = self._match(clauses[place:], self._longest if kind is And else 1)
            taken = tuple(clauses[place : place + size])
            if not others:
                yield taken[0] if isinstance(taken[0], Word) else self.widen(taken[0])
            else:
                field = getattr(taken[0], "field", None)
                yield Alike(
                    taken[0] if size == 1 else And(taken), tuple(Word(other, field) for other in others)
                )
            place += size

    def _match(self, clauses: Sequence[Node], longest: int) -> tuple[int, list[str]]:
        """Give how many of the first clauses are one name, and the other names; one and none if not any."""
        words: list[Word] = []
        for clause in clauses[:longest]:
            if not isinstance(clause, Word) or (words and clause.field != words[0].field):
                break
            words.append(clause)
        if words and words[0].field and BY_NAME[words[0].field].kind is not Kind.TEXT:
            return 1, []
        for size in range(len(words), 0, -1):
            for key in self._keys(" ".join(word.text for word in words[:size])):
                if key in self._others:
                    return size, self._others[key]
        return 1, []

    def _add(self, names: list[str]) -> None:
        for name in names:
            self._longest = max(self._longest, len(name.split()))
            rest = [other for other in names if other != name]
            for key in dict.fromkeys(self._keys(name)):
                known = self._others.setdefault(key, [])
                known.extend([other for other in rest if other not in known][: MOST - len(known)])

    def _keys(self, name: str) -> list[_Key]:
        """Give what a name is known by: its words as folded, and their stems in each language."""
        words = forms(name)
        stems = [tuple(each.terms(word).stems[0] for word in words) for each in self._analyzers]
        return [tuple(map(fold, words)), *stems]


def read(path: Path) -> Synonyms | None:
    """Read a file of synonyms; None where there is none. Raises CorpusError."""
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise CorpusError(f"{path} cannot be read: {error.strerror or error}.") from error
    if len(data) > LARGEST:
        raise CorpusError(f"{path} is larger than a megabyte.", hint="Keep only the names you search for.")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise CorpusError(f"{path}, line {line} is not UTF-8.", hint="Save the file as UTF-8.") from error
    return Synonyms(text, str(path))


def _names(line: str, place: str) -> list[str]:
    names = [" ".join(name.split()) for name in line.split("=")]
    sizes = [len(forms(name)) for name in names]
    if len(names) < 2:
        raise CorpusError(f"{place} has no = between two names: {line}.", hint=_HINT)
    if not all(sizes):
        raise CorpusError(f"{place} has a name without a word: {line}.", hint=_HINT)
    if max(sizes) > LONGEST:
        longest = names[sizes.index(max(sizes))]
        raise CorpusError(f"{place} has a name of more than {LONGEST} words: {longest}.", hint=_HINT)
    if len(names) > MOST:
        raise CorpusError(f"{place} has more than {MOST} names for one thing.", hint="Keep those in use.")
    return list(dict.fromkeys(names))
