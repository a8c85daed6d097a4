"""German compounds to their parts, by evidence: a split must read better than the whole.

A word is read from its end: the last part must be a word (of the kind that the whole is), each part
before it a word with or without a linking element. Each part counts by how often it is said and how long it
is; the mean of the parts, less what is far-fetched in them, is held against how often the whole is said.
Before a long noun an unknown word may stand, if it ends as first parts do.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, partial
from typing import Any, NamedTuple

from archive.analysis.lexicon import BOTH, NOUN, SMALL, Entries, german
from archive.analysis.morphemes import (
    ADJECTIVE,
    LEADING,
    LINKED_BY_S,
    NO_HEAD,
    PART_ENDS,
    SHORT,
    UNSURE,
    WHOLE,
)

SHORTEST, LONGEST = 7, 60
"""Letters of the words that are looked at; what is longer is no word."""

MEMO_LIMIT = 100_000
"""How many words, and first parts, a splitter remembers (about 15 MB each) before it starts afresh."""

# In the units of the word list, 4 * log2 of a count, found on news text (benchmarks/compounds.py): the worth
# of a letter above or below five, the most that a whole counts, how far it must be ahead to stay whole, and
# the least that a part and a reading must have.
_LETTER = 3
_MOST, _AHEAD = 50, 8
_LEAST_PART, _LEAST_MEAN = 0, 8
_LEAST_UNKNOWN, _LEAST_HEAD, _LEAST_LEVEL = (
    4,
    6,
    8,
)  # letters of an unknown first part and of the noun after it
_JOINT = 4  # each part beyond the second
_S, _DUE_S = 5, -4  # a linking s, and one after an ending that asks for it

_LEADING = f"{SMALL}12"  # what a leading word counts that the list does not have
_MOST_LEADING = 16  # and any other: "mehr" is said often, but seldom in compounds (Mehrwert+steuer)

_ADJECTIVE_ENDS = tuple(a + end for a in ADJECTIVE for end in ("", "e", "en", "er", "es", "em"))
_SMALL_ENDS = (*_ADJECTIVE_ENDS, *(end + "s" for end in _ADJECTIVE_ENDS))


class Part(NamedTuple):
    """A part of a compound: where it ends in the word, and what it stands for ("staats": staat)."""

    end: int
    base: str


class _Reading(NamedTuple):
    """How the end of a word may be read: how good that is, what its parts count in all, and those."""

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

    def __init__(self, lexicon: Entries) -> None:
        self._lexicon = lexicon
        self._whole = _whole()
        self._modifiers = Memo(self._weigh)
        self._heads = {kind: Memo(partial(self._head, kind)) for kind in (NOUN, BOTH, SMALL)}

    def split(self, word: str) -> tuple[Part, ...]:
        """Give the parts of a compound (a form as of `tokenize`), or nothing when it is best read as one."""
        if not SHORTEST <= len(word) <= LONGEST or not word.isalpha() or word in self._whole:
            return ()
        entry = self._lexicon.get(word)
        kind = entry[0] if entry else BOTH
        if kind == SMALL and not word.endswith(_SMALL_ENDS):
            return ()
        heads = self._last_parts(word, kind)
        best = self._read(word, 0, heads, {}, small=kind == SMALL) if heads else None
        if best is None or best.worth < _LEAST_MEAN:
            return () if entry else self._with_unknown(word, heads)
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

    def _read(
        self, word: str, start: int, heads: dict[int, int], read: dict[int, _Reading | None], *, small: bool
    ) -> _Reading | None:
        """Find the best reading of a word from a place to its end; `read` holds those from later places."""
        modifiers = self._modifiers
        best: _Reading | None = None
        for cut in range(next(iter(heads)), start + 2, -1):
            modifier = modifiers[word[start:cut]]
            if modifier is None or (small and modifier[1] in LEADING):
                continue
            if cut not in read:
                read[cut] = self._read(word, cut, heads, read, small=small)
            if (rest := read[cut]) is None:
                continue
            total, count = modifier[0] + rest.total, len(rest.parts) + 1
            worth = total / count - _JOINT * (count - 2)
            if best is None or worth > best.worth:
                best = _Reading(worth, total, (Part(cut, modifier[1]), *rest.parts))
        head = heads.get(start)
        if head is not None and (best is None or head + _JOINT >= best.worth):
            best = _Reading(head + _JOINT, head, (Part(len(word), word[start:]),))
        return best

    def _with_unknown(self, word: str, heads: dict[int, int]) -> tuple[Part, ...]:
        """Split an unknown word before the longest noun it ends in, if what is before ends as parts do."""
        if word.endswith(UNSURE):
            return ()
        for at in reversed(heads):
            if at >= _LEAST_UNKNOWN and len(word) - at >= _LEAST_HEAD and word.endswith(PART_ENDS, 0, at):
                entry = self._lexicon.get(word[at:])
                if entry is not None and entry[0] == NOUN and int(entry[1:]) >= _LEAST_LEVEL:
                    base = word[: at - 1] if word[at - 1] == "s" else word[:at]
                    return Part(at, base), Part(len(word), word[at:])
        return ()

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
        known = self._lexicon.get
        best: tuple[int, str] | None = None
        for end, ending, far in _JOINTS[surface[-2:]] if len(surface) > 5 else _joints(surface):
            base = surface[:end]
            entry = known(base + ending)
            if base in LEADING:
                entry = _at_most(entry or _LEADING)
            elif entry is None or not _can_lead(base, entry[0], plainly=not ending, linked=end is not None):
                continue
            due = end == -1 and far == _S and base.endswith(LINKED_BY_S)
            worth = _at_least(int(entry[1:]) + _length(base) - (_DUE_S if due else far))
            if worth is not None and (best is None or worth > best[0]):
                best = (worth, base)
        return best


_Joint = tuple[int | None, str, int]


def _joints(surface: str) -> tuple[_Joint, ...]:
    """List what a first part may stand for: where its base ends, how that goes on, how far-fetched it is.

    Only its last two letters matter to one of six letters and more.
    """
    rows: list[_Joint] = [(None, "", 0)]
    if len(surface) > 3:
        rows += _links(surface)
    if surface[-1] not in "eiou":
        rows += (None, "e", 6), (None, "en", 8)  # Schul-, Grenz-; Kauf-, Tauch-
        if surface.endswith(("er", "el")):
            rows.append((None, "n", 8))  # Liefer-, Sammel-
    return tuple(rows)


def _links(surface: str) -> list[_Joint]:
    """List the linking elements that a first part may end in."""
    before, last = surface[-2], surface[-1]
    if last == "s":
        rest: list[_Joint] = [(-2, "", 5)] if before == "e" else [(-1, "e", 6)] if before in "ftg" else []
        return [(-1, "", _S), *rest]  # Tageszeitung, Hilfskraft
    if last == "n":
        return [(-2, "", 6), (-1, "", 4)] if before == "e" else [(-1, "", 4)]  # Frauenhaus, Blumenstrauß
    return [(-2, "", 5)] if surface.endswith("er") and len(surface) > 5 else []  # Kinderbuch


_JOINTS = Memo(lambda ending: _joints("----" + ending))


def _can_lead(base: str, kind: str, *, plainly: bool, linked: bool) -> bool:
    """Tell whether a known word can be a first part: a noun, or a stem that an ending was taken from."""
    if base in NO_HEAD or (len(base) == 3 and base not in SHORT):
        return False
    return not (plainly and (kind == SMALL or (not linked and base.endswith(LINKED_BY_S))))


def _length(word: str) -> int:
    """Weigh a part by its length: a long word is hardly found inside another by chance."""
    return _LETTER * (min(len(word), 9) - 5)


def _at_most(entry: str) -> str:
    """Give the entry of a leading word as it counts: words written small are said often for themselves."""
    return f"{SMALL}{min(int(entry[1:]), _MOST_LEADING)}" if entry[0] == SMALL else entry


def _at_least(worth: int) -> int | None:
    return worth if worth >= _LEAST_PART else None


@cache
def _whole() -> frozenset[str]:
    """Give the forms of the words that are read as one."""
    endings = ("", "s", "es", "e", "en", "n", "er", "ern", "em")
    return frozenset(word + ending for word in WHOLE for ending in endings)


@cache
def splitter() -> Splitter:
    """Give the splitter that works by the word list of the package."""
    return Splitter(german())
