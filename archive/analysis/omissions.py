"""Words that are meant but not written as one: "Ein- und Ausfuhr", "Klima-Schutz", "riefen ihn an"."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import cached_property
from operator import itemgetter
from typing import Literal, NamedTuple

from archive.analysis.compounds import LONGEST, Memo, splitter
from archive.analysis.lexicon import german
from archive.analysis.particles import is_verb, parted, parted_from, particles_of, verbs
from archive.analysis.tokens import forms

_OMISSION = (
    r"-(?=(?:,\s+[^\W\d_]+-)*,?\s+(?:und|oder|sowie|wie|bis|bzw\.|beziehungsweise)\s+"
    r"(?:(?:der|die|das|den|dem|im|in|an|auf|von|für)\s+)?([^\W\d_]{5,}))"
)
_WORD_AFTER = re.compile(r"[^\W\d_]+")
_WORDS_AFTER = re.compile(r"(?:-[^\W\d_]+){1,3}")
_LONGEST_WORD = 40
_LEAST_JOINED, _MOST_JOINED = 5, 4
"""Letters of a word written with hyphens, at least; and the words that it has, at most."""
# Prefixes and adverbs that share a second part with others, though no compound is made of them elsewhere.
_PREFIXES = """
ab an auf aus außen bei binnen ein entgegen export fort gegen haupt heran herauf heraus herein her hin
hinaus hinein hinter hoch import innen kern mit mittel nach nächst neben neu nicht nieder ober rück selbst
tief über um un unter ur ver vor weg weiter wieder zu zurück zusammen zwischen
"""
_LONGEST_FIRST = sorted(_PREFIXES.split(), key=len, reverse=True)


class Omission(NamedTuple):
    """A word meant but not written as one: its form, and the position of the token that stands for it."""

    position: int
    form: str


class Gap(NamedTuple):
    """Where a word may be meant that is not written: its place in the text, the forms that it is made of.

    What is meant begins with the first form and ends as the second. Between them stands a hyphen ("joined":
    Klima-Schutz), or the second comes first, as a verb whose particle ends the clause ("parted": "riefen ihn
    an"; `earlier` are the words of the clause before it), or the first ends in a hyphen ("omitted").
    """

    start: int
    first: str
    second: str
    way: Literal["omitted", "joined", "parted"] = "omitted"
    earlier: tuple[str, ...] = ()

    def word(self) -> str | None:
        """Give the form of the word that is meant; None where there is none."""
        match self.way:
            case "joined":
                return self.first + self.second if _JOINED[f"{self.first}-{self.second}"] else None
            case "parted":
                return self.first + self.second if is_verb(self.first, self.second, self.earlier) else None
        tail = _shared(self.first, self.second)
        return self.first + tail if tail else None


def omissions(text: str) -> list[Omission]:
    """List the words that are meant but not written: left out, written with hyphens, verbs in two pieces.

    Positions count the tokens of `tokenize(text)`: "Ein- und Ausfuhr" gives einfuhr at position 0. Index the
    form there beside the token itself, as one more term of that position.
    """
    found: list[Omission] = []
    position = last = 0
    for start, form in meant(text):
        position += len(forms(text[last:start]))
        last = start
        found.append(Omission(position, form))
    return found


def meant(text: str) -> list[tuple[int, str]]:
    """List the words of `omissions`, each with its place in the text instead of its position.

    They are those that the `gaps` of the text have, had several times as fast.
    """
    found = list(verbs(text))
    if not ("-" in text or "‐" in text or "‑" in text):
        return found
    text = _hyphened(text)
    omission = re.compile(_OMISSION)
    for place, start, _ in hyphens(text):
        if text[place + 1 : place + 2].isalpha():
            rest = _WORDS_AFTER.match(text, place)
            found += [(start, form) for form in _APART[text[start:place] + (rest[0] if rest else "")]]
        elif (match := omission.match(text, place)) and (form := _OMITTED[f"{text[start:place]} {match[1]}"]):
            found.append((start, form))
    found.sort(key=itemgetter(0))
    return found


class Sought:
    """Some words looked for where they may be meant: which particles and which first letters they have."""

    def __init__(self, words: Collection[str]) -> None:
        self._words = words
        self.particles = particles_of(words)

    @cached_property
    def beginnings(self) -> frozenset[str]:
        """What the words begin with, by any number of letters."""
        return frozenset(word[:size] for word in self._words for size in range(len(word) + 1))


class Hyphen(NamedTuple):
    """A hyphen in a text: its place, where the letters before it begin, and what these are in lower case.

    Of letters that may be written in several ways nothing is told.
    """

    place: int
    start: int
    letters: str


def gaps(text: str, sought: Sought | None = None, known: Sequence[Hyphen] | None = None) -> list[Gap]:
    """List the places where a word may be meant, in order; much quicker than to tell which word it is.

    Those of words that are not sought may be left out, which makes it quicker again; `known` are the hyphens
    of the text, for who asks about it more than once.
    """
    clauses = parted(text) if sought is None else parted_from(text, sought.particles)
    found = [Gap(start, first, second, "parted", earlier) for start, first, second, earlier in clauses]
    places = hyphens(text) if known is None else known
    if places and sought is not None:
        beginnings = sought.beginnings
        places = [each for each in places if each.letters in beginnings]
    if not places:
        return found
    hyphened = list(_at_hyphens(_hyphened(text), places))
    return sorted([*found, *hyphened]) if found else hyphened


def hyphens(text: str) -> list[Hyphen]:
    """List the hyphens in a text that have letters before them."""
    text = _hyphened(text)
    found: list[Hyphen] = []
    place = text.find("-")
    while place >= 0:
        start = _word_before(text, place)
        if start < place:
            letters = text[start:place]
            usual = letters.isascii() or max(letters) <= "ÿ"
            found.append(Hyphen(place, start, letters.lower() if usual else ""))
        place = text.find("-", place + 1)
    return found


def _hyphened(text: str) -> str:
    """Give a text with all its hyphens written as one sign."""
    return text.replace("‐", "-").replace("‑", "-")


def _at_hyphens(text: str, places: Iterable[Hyphen]) -> Iterator[Gap]:
    omission = re.compile(_OMISSION)
    for place, start, _ in places:
        if len(first := forms(text[start:place])) == 1:
            if text[place + 1 : place + 2].isalpha():
                for rest in _joined(text, place):
                    yield Gap(start, first[0], rest, "joined")
            elif (match := omission.match(text, place)) and len(second := forms(match[1])) == 1:
                yield Gap(start, first[0], second[0])


def _word_before(text: str, end: int) -> int:
    """Give where the letters begin that end at a place."""
    start = text.rfind(" ", max(0, end - _LONGEST_WORD), end) + 1
    if start and text[start:end].isalpha():
        return start
    start = end
    while end - start < _LONGEST_WORD and start and text[start - 1].isalpha():
        start -= 1
    return start


def _joined(text: str, hyphen: int) -> Iterator[str]:
    """Give what follows a hyphen inside a word, up to the next one, then up to that after it, and so on."""
    word = ""
    for _ in range(_MOST_JOINED - 1):
        match = _WORD_AFTER.match(text, hyphen + 1)
        after = forms(match[0]) if match is not None else []
        if match is None or len(after) != 1:
            return
        word += after[0]
        yield word
        hyphen = match.end()
        if text[hyphen : hyphen + 1] != "-":
            return


def _is_one(pair: str) -> bool:
    """Tell whether two words make one that is known, or reads well in two parts."""
    first, second = pair.split("-")
    word = first + second
    if not _LEAST_JOINED <= len(word) <= LONGEST:
        return False
    return german().get(word) is not None or any(part.end == len(first) for part in splitter().split(word))


_JOINED = Memo(_is_one)


def _apart(written: str) -> tuple[str, ...]:
    """Give the words that one with hyphens is meant as which begin with its first part."""
    first = forms(written.partition("-")[0])
    rests = _joined(written, written.index("-")) if len(first) == 1 else ()
    return tuple(first[0] + rest for rest in rests if _JOINED[f"{first[0]}-{rest}"])


_APART = Memo(_apart)


def _left_out(pair: str) -> str | None:
    """Give the word that the first of two means when it ends in a hyphen and the second is whole."""
    first, second = map(forms, pair.split(" "))
    return Gap(0, first[0], second[0]).word() if len(first) == len(second) == 1 else None


_OMITTED = Memo(_left_out)


def _shared(first: str, word: str) -> str | None:
    """Give what a word shares with the one before it: its last part, or what follows its prefix."""
    after_prefix = next(
        (word[len(p) :] for p in _LONGEST_FIRST if word.startswith(p) and len(word) - len(p) >= 4), None
    )
    if first in _LONGEST_FIRST and after_prefix:
        return after_prefix
    parts = splitter().split(word)
    return word[parts[-2].end :] if parts else after_prefix
