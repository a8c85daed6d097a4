"""German compounds to their parts, by evidence: a split must read better than the whole.

A word is read from its end: the last part must be a word (of the kind that the whole is), each part
before it a word with or without a linking element. Each part counts by how often it is said and how long it
is; the mean of the parts, less what is far-fetched in them, is held against how often the whole is said.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache, partial
from typing import Any, NamedTuple

from archive.analysis.lexicon import BOTH, NOUN, SMALL, Lexicon, german
from archive.analysis.morphemes import ADJECTIVE, LEADING, LINKED_BY_S, NO_HEAD, SHORT, WHOLE

SHORTEST, LONGEST = 7, 60
"""Letters of the words that are looked at; what is longer is no word."""

MEMO_LIMIT = 200_000
"""How many words, and first parts, a splitter remembers (about 30 MB each) before it starts afresh."""

# In the units of the word list, 4 * log2 of a count, found on news text (benchmarks/compounds.py): the worth
# of a letter above or below five, the most that a whole counts, how far it must be ahead to stay whole, and
# the least that a part and a reading must have.
_LETTER = 3
_MOST, _AHEAD = 50, 8
_LEAST_PART, _LEAST_MEAN = 0, 8
_JOINT = 4  # each part beyond the second

_LEADING = f"{SMALL}12"  # what a leading word counts that the list does not have

_WHOLE_FORMS = WHOLE | {
    word + end for word in WHOLE for end in ("s", "es", "e", "en", "n", "er", "ern", "em")
}
_ADJECTIVE_ENDS = tuple(a + end for a in ADJECTIVE for end in ("", "e", "en", "er", "es", "em"))
_SMALL_ENDS = (*_ADJECTIVE_ENDS, *(end + "s" for end in _ADJECTIVE_ENDS))


class Part(NamedTuple):
    """A part of a compound: where it ends in the word, and what it stands for ("staats": staat)."""

    end: int
    base: str


class _Tail(NamedTuple):
    """A reading of the end of a word: how good it is, what its parts count in all, and those."""

    worth: float
    total: int
    parts: tuple[Part, ...]


class Memo(dict[str, Any]):
    """What a function gives for words, each worked out once; looked up without a call."""

    def __init__(self, function: Callable[[str], Any]) -> None:
        super().__init__()
        self._function = function

    def __missing__(self, word: str) -> Any:
        if len(self) >= MEMO_LIMIT:
            self.clear()
        found = self[word] = self._function(word)
        return found


class Splitter:
    """Splits compounds by a word list."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._modifiers = Memo(self._weigh)
        self._heads = {kind: Memo(partial(self._head, kind)) for kind in (NOUN, BOTH, SMALL)}

    def split(self, word: str) -> tuple[Part, ...]:
        """Give the parts of a compound (a form as of `tokenize`), or nothing when it is best read as one."""
        if not SHORTEST <= len(word) <= LONGEST or not word.isalpha() or word in _WHOLE_FORMS:
            return ()
        entry = self._lexicon.get(word)
        kind = entry[0] if entry else BOTH
        if kind == SMALL and not word.endswith(_SMALL_ENDS):
            return ()
        heads = self._last_parts(word, kind)
        firsts = self._first_parts(word, next(iter(heads)), small=kind == SMALL) if heads else {}
        if not firsts:
            return ()
        best = self._read(word, heads, firsts)
        if best.worth < _LEAST_MEAN:
            return ()
        if entry and best.worth + _AHEAD < min(int(entry[1:]), _MOST):
            return ()
        return best.parts

    def _last_parts(self, word: str, kind: str) -> dict[int, int]:
        """List where the last part may begin, the latest first, with what it counts."""
        known, heads = self._lexicon.get, self._heads[kind]
        places = range(len(word) - 3, 2, -1)
        if word[-1] == "s":  # which a last part may lose
            return {at: head for at in places if (head := heads[word[at:]]) is not None}
        return {at: head for at in places if known(last := word[at:]) and (head := heads[last]) is not None}

    def _first_parts(self, word: str, latest: int, *, small: bool) -> dict[int, tuple[int, str]]:
        """List where the first part may end, with what it counts and its base."""
        modifiers = self._modifiers
        firsts = {at: first for at in range(3, latest + 1) if (first := modifiers[word[:at]])}
        if small:
            return {at: first for at, first in firsts.items() if first[1] not in LEADING}
        return firsts

    def _read(self, word: str, heads: dict[int, int], firsts: dict[int, tuple[int, str]]) -> _Tail:
        """Find the best reading of a word in two parts or more, from its end to its beginning."""
        latest = next(iter(heads))
        starts = self._starts(word, firsts, latest - 3)
        modifiers = self._modifiers
        tails: dict[int, _Tail] = {}
        best = _NOTHING
        for cut in range(latest, 2, -1) if starts else heads:
            tail = tails.get(cut, _NOTHING)
            head = heads.get(cut)
            if head is not None and head + _JOINT >= tail.worth:
                tail = _Tail(head + _JOINT, head, (Part(len(word), word[cut:]),))
            if not tail.parts:
                continue
            if cut in firsts:
                best = max(best, _longer(firsts[cut], cut, tail), key=_worth)
            for start in starts:
                if start <= cut - 3 and (modifier := modifiers[word[start:cut]]):
                    tails[start] = max(tails.get(start, _NOTHING), _longer(modifier, cut, tail), key=_worth)
        return best

    def _starts(self, word: str, firsts: dict[int, tuple[int, str]], latest: int) -> list[int]:
        """List where a part in the middle may begin: where those end that may come before it."""
        starts = [at for at in firsts if at <= latest]
        for start in starts:
            for end in range(start + 3, latest + 1):
                if end not in starts and self._modifiers[word[start:end]]:
                    starts.append(end)
        return starts

    def _head(self, kind: str, word: str) -> int | None:
        """Weigh a last part or give None: a noun ends in a noun, an adjective in an adjective."""
        entry = self._lexicon.get(word)
        far = 0
        if entry is None and len(word) > 5 and word[-1] == "s":
            word, far = word[:-1], 4
            entry = self._lexicon.get(word)
        if entry is None or (kind == NOUN and entry[0] == SMALL) or (kind == SMALL and entry[0] == NOUN):
            return None
        if word in NO_HEAD or (len(word) == 3 and word not in SHORT):
            return None
        if SMALL in (kind, entry[0]):
            if not word.endswith(_ADJECTIVE_ENDS):
                return None
            far += 12 if kind == BOTH else 0
        return _at_least(int(entry[1:]) + _length(word) - far)

    def _weigh(self, surface: str) -> tuple[int, str] | None:
        """Weigh a part that others follow and name its base, or give None when it is none."""
        best: tuple[int, str] | None = None
        for known, base, far in _bases(surface):
            entry = self._lexicon.get(known)
            if base in LEADING:
                entry = entry or _LEADING
            elif entry is None or not _can_lead(base, plainly=known == base, kind=entry[0]):
                continue
            worth = _at_least(int(entry[1:]) + _length(base) - far)
            if worth is not None and (best is None or worth > best[0]):
                best = (worth, base)
        return best


_NOTHING = _Tail(float("-inf"), 0, ())


def _worth(tail: _Tail) -> float:
    return tail.worth


def _longer(modifier: tuple[int, str], cut: int, tail: _Tail) -> _Tail:
    """Put a part before a reading of what follows it."""
    total = modifier[0] + tail.total
    parts = (Part(cut, modifier[1]), *tail.parts)
    return _Tail(total / len(parts) - _JOINT * (len(parts) - 2), total, parts)


def _bases(surface: str) -> Iterator[tuple[str, str, int]]:
    """List what a first part may stand for: the word to look up, the base to name, how far-fetched it is."""
    if not surface.endswith(LINKED_BY_S) or surface in LEADING:
        yield surface, surface, 0
    if len(surface) > 3:
        yield from _unlinked(surface)
    if surface[-1] not in "eiou":
        yield surface + "e", surface, 6  # Schul-, Grenz-
        yield surface + "en", surface, 8  # Kauf-, Tauch-
        if surface.endswith(("er", "el")):
            yield surface + "n", surface, 8  # Liefer-, Sammel-


def _unlinked(surface: str) -> Iterator[tuple[str, str, int]]:
    """List what is left of a first part without its linking element."""
    last = surface[-1]
    if last == "s":
        yield surface[:-1], surface[:-1], -4 if surface.endswith(LINKED_BY_S, 0, -1) else 5
        if surface[-2] == "e":
            yield surface[:-2], surface[:-2], 5  # Tageszeitung
        elif surface[-2] in "ftg":
            yield surface[:-1] + "e", surface[:-1], 6  # Hilfskraft
    elif last == "n":
        if surface[-2] == "e":
            yield surface[:-2], surface[:-2], 6  # Frauenhaus
        yield surface[:-1], surface[:-1], 4  # Blumenstrauß
    elif surface.endswith("er") and len(surface) > 5:
        yield surface[:-2], surface[:-2], 5  # Kinderbuch


def _can_lead(base: str, *, plainly: bool, kind: str) -> bool:
    """Tell whether a known word can be a first part: a noun, or a stem that an ending was taken from."""
    if base in NO_HEAD or (len(base) == 3 and base not in SHORT):
        return False
    return not (plainly and kind == SMALL)


def _length(word: str) -> int:
    """Weigh a part by its length: a long word is hardly found inside another by chance."""
    return _LETTER * (min(len(word), 9) - 5)


def _at_least(worth: int) -> int | None:
    return worth if worth >= _LEAST_PART else None


@cache
def splitter() -> Splitter:
    """Give the splitter that works by the word list of the package."""
    return Splitter(german())
