"""Matches found by scanning a text for the beginnings of the words that can match, without reading all of it.

What a scan meets is taken apart like any text and tested like any word, so a mark is as exact as the index;
what a scan could overlook (letters in parts, scripts without spaces) it does not take on.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache

from archive.analysis import Token, fold, tokenize
from archive.index.clauses import Run, Words
from archive.index.compiler import analyzer
from archive.index.schema import NOTE_STEM, STEM
from archive.index.snapshot import Snapshot

LETTERS = 4
"""So many first letters of a word, or of a compound part, are looked for."""

MOST_BEGINNINGS = 64
"""With more beginnings than this to look for, reading the whole text is as quick."""

WORD_ROOM = 60
"""Code points in which the next word of a phrase is expected."""

_SPELLINGS = {"a": "[aä]", "o": "[oö]", "u": "[uü]", "s": "(?:s|ß)"}
_UNSPACED = "\u0e00"
_SOFT = "\u00ad"
_HYPHEN = re.compile(_SOFT)
_SPACE = re.compile(r"\s")

Test = Callable[[str], bool]


class Scan:
    """Looks for one clause in texts of one language; `compounds` says whether to look inside words too."""

    def __init__(
        self, snapshot: Snapshot, clause: Words | Run, language: str | None, *, compounds: bool
    ) -> None:
        slots = [slot for slot in getattr(clause, "slots", (clause,)) if isinstance(slot, Words)]
        self._tests = [_test(slot, language, compounds=compounds) for slot in slots]
        self._compounds = compounds
        self._slot, self._language = slots[0], language
        self._pattern = _pattern(snapshot, slots[0], compounds=compounds)

    @property
    def possible(self) -> bool:
        """Whether the clause can be found by scanning."""
        return self._pattern is not None

    def spans(self, scanned: Plain) -> Iterator[tuple[int, int]]:
        """Give the spans of the matches in a text, as code points of what is scanned."""
        text, plain = scanned.text, scanned.lower
        done = 0
        for met in self._pattern.finditer(plain) if self._pattern else ():
            place = met.start()
            if place < done or (place and not self._compounds and plain[place - 1].isalnum()):
                continue
            start = _chunk_start(plain, place)
            done = _chunk_end(text, met.end())
            for token in _tokens(text[start:done]):
                if self._tests[0](token.form):
                    last = self._last(text, Token(token.form, token.start + start, token.end + start))
                    if last:
                        first, last = self._narrowed(token, last - start)
                        yield first + start, last + start

    def _narrowed(self, token: Token, last: int) -> tuple[int, int]:
        """Give the span of a match; of a compound found by a part, that of the part."""
        if not self._compounds or token.end != last:
            return token.start, last
        return narrowed(self._slot, self._language, token)

    def _last(self, text: str, first: Token) -> int:
        """Give where a match ends that begins with a word, 0 if none does."""
        wanted = len(self._tests)
        if wanted == 1:
            return first.end
        end = _chunk_end(text, first.start + WORD_ROOM * wanted)
        tokens = tokenize(text[first.start : end])[:wanted]
        if len(tokens) < wanted or not all(map(_passes, self._tests, tokens)):
            return 0
        return first.start + tokens[-1].end


class Plain:
    """A text as it is scanned: without soft hyphens, and in lower case letter by letter."""

    def __init__(self, text: str) -> None:
        # A place in the scanned text lies further on in the text by the soft hyphens before it.
        self._hyphens = [match.start() - number for number, match in enumerate(_HYPHEN.finditer(text))]
        self.text = text.replace(_SOFT, "") if self._hyphens else text
        self.lower = self.text.lower()

    @property
    def scannable(self) -> bool:
        """Whether a scan overlooks nothing."""
        text = self.text
        return text.isascii() or (len(self.lower) == len(text) and unicodedata.is_normalized("NFC", text))

    def original(self, start: int, end: int) -> tuple[int, int]:
        """Give a span of the scanned text as a span of the text."""
        if not self._hyphens:
            return start, end
        return start + bisect_right(self._hyphens, start), end + bisect_right(self._hyphens, end - 1)


def narrowed(slot: Words, language: str | None, token: Token) -> tuple[int, int]:
    """Give the span of a word, or of its part where only the part is what is looked for."""
    known = analyzer(language)
    whole = token.end - token.start != len(token.form)
    if whole or not set(slot.choices).isdisjoint(known.terms(token.form).stems):
        return token.start, token.end
    start, end = known.place(token.form, slot.parts)
    return token.start + start, token.start + end


def _passes(test: Test, token: Token) -> bool:
    return test(token.form)


@lru_cache(maxsize=8192)
def _tokens(chunk: str) -> list[Token]:
    return tokenize(chunk)


def _chunk_start(text: str, place: int) -> int:
    before = text[max(0, place - WORD_ROOM) : place]
    if not before or before[-1].isspace():
        return place
    start = place - len(before.rsplit(None, 1)[-1])
    return (
        start
        if start > place - len(before)
        else max(text.rfind(" ", 0, place), text.rfind("\n", 0, place)) + 1
    )


def _chunk_end(text: str, place: int) -> int:
    found = _SPACE.search(text, place)
    return found.start() if found else len(text)


def _pattern(snapshot: Snapshot, slot: Words, *, compounds: bool) -> re.Pattern[str] | None:
    """Make the pattern of what a matching word begins with, or a compound holds; None where none will do."""
    words = snapshot.forms_of(slot)
    beginnings = {word[:LETTERS] for word in words}
    if len(beginnings) > MOST_BEGINNINGS or any(
        letter >= _UNSPACED for each in beginnings for letter in each
    ):
        return None
    # The pattern is no more than letters, which are searched for several times as fast as word boundaries.
    choices = [_any_of(map(re.escape, beginnings))] if beginnings else []
    if compounds:
        choices.append(
            _any_of("".join(_SPELLINGS.get(c) or re.escape(c) for c in part[:LETTERS]) for part in slot.parts)
        )
    return re.compile("|".join(choices)) if choices else re.compile("(?!)")


def _any_of(choices: Iterable[str]) -> str:
    return "|".join(sorted(set(choices)))


def _test(slot: Words, language: str | None, *, compounds: bool) -> Test:
    """Make the test whether a word is one that a slot looks for."""
    wanted = frozenset(slot.choices)
    parts = frozenset(slot.parts if compounds else ())
    if slot.name not in (STEM, NOTE_STEM):
        return wanted.__contains__
    beginnings = tuple(part[:LETTERS] for part in parts)
    terms = analyzer(language).terms

    @lru_cache(maxsize=4096)
    def fits(word: str) -> bool:
        found = terms(word)
        if not wanted.isdisjoint(found.stems):
            return True
        folded = fold(word) if beginnings else word
        return any(letters in folded for letters in beginnings) and not parts.isdisjoint(found.parts)

    return fits
