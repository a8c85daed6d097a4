"""Verbs whose particle ends the clause: "Sie riefen ihn gestern an" speaks of anrufen."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from functools import cache
from itertools import islice
from typing import NamedTuple

from archive.analysis.compounds import Memo
from archive.analysis.function_words import FUNCTION_WORDS
from archive.analysis.german import stemmer

_PARTICLES = """
ab an auf aus bei dar durch ein fest fort her heraus herbei hervor hin hinaus hinein hinzu los mit nach
nieder statt teil um vor voraus vorbei weg zu zurück zusammen
"""
_NOT_AFTER = """
ab am bis da darüber das der die dort heute hier im immer nach nun oder seit und von vorn vorne weit wie über
"""
"""Words after which a particle is none: von Anfang an, nach wie vor, ab und zu."""

_CLAUSE, _WORDS = 160, 6
"""Characters of a clause that are looked at, and its first words, among which its verb is."""

_WORD = re.compile(r"[^\W\d_]+")
_BREAKS = '.,;:!?–()„“"\n'
_STOPS = frozenset(".,;:!?")


class Parted(NamedTuple):
    """A word that may be the verb of a particle: its place, both forms, the words of the clause before it."""

    start: int
    particle: str
    form: str
    earlier: tuple[str, ...]


def parted(text: str) -> Iterator[Parted]:
    """Give the words that may be verbs whose particle stands before the next stop, clause by clause."""
    return _before(text, (match.start() for match in _ends().finditer(text)))


def parted_from(text: str, particles: Collection[str]) -> Iterator[Parted]:
    """Give those of `parted` that have one of some particles: much quicker for few of them."""
    if not particles:
        return iter(())
    stops: list[int] = []
    for particle in particles:
        place = text.find(wanted := f" {particle}")
        while place >= 0:
            place += len(wanted)
            if text[place : place + 1] in _STOPS:
                stops.append(place)
            place = text.find(wanted, place)
    return _before(text, sorted(stops))


def particles_of(words: Iterable[str]) -> set[str]:
    """Give the particles of those of some words that are verbs and may stand in two pieces."""
    return {
        word[:size]
        for word in words
        for size in _sizes()
        if word[:size] in _particles() and word[size:].isalpha() and is_verb(word[:size], word[size:])
    }


def verbs(text: str) -> Iterator[tuple[int, str]]:
    """Give the verbs that stand in two pieces, as one form, each with the place of the first of these.

    Of the words that `parted` gives for a clause these are the first for which `is_verb` holds.
    """
    for particle, start, place in _clauses(text, (match.start() for match in _ends().finditer(text))):
        for word, form in _candidates(text, start, place):
            if _VERBS[f"{particle}-{form}"]:
                yield word, particle + form
                break


def _before(text: str, stops: Iterable[int]) -> Iterator[Parted]:
    """Give the words that may be verbs of the particles right before some stops."""
    for particle, start, place in _clauses(text, stops):
        met: tuple[str, ...] = ()
        for word, form in _candidates(text, start, place):
            yield Parted(word, particle, form, met)
            met += (form,)


def _clauses(text: str, stops: Iterable[int]) -> Iterator[tuple[str, int, int]]:
    """Give the particles right before some stops, each with its place, and before it that of its clause."""
    none = _after_none()
    for stop in stops:
        place = text.rfind(" ", 0, stop) + 1
        least = max(place - _CLAUSE, 0)
        if text[text.rfind(" ", least, place - 1) + 1 : place - 1].lower() not in none:
            start = max([least, *[text.rfind(sign, least, place) + 1 for sign in _BREAKS]])
            yield text[place:stop], start, place


def _candidates(text: str, start: int, stop: int) -> Iterator[tuple[int, str]]:
    """Give those of the first words of a clause that may be its verb, each with its place."""
    none = _no_verbs()
    for number, word in enumerate(islice(_WORD.finditer(text, start, stop), _WORDS)):
        written = word[0]
        form = written.lower()
        if (number == 0 or written == form) and form not in none:
            yield word.start(), form


def is_verb(particle: str, form: str, earlier: tuple[str, ...] = ()) -> bool:
    """Tell whether a form and a particle make a known verb, and no word before it in the clause does."""
    return _VERBS[f"{particle}-{form}"] and not any(_VERBS[f"{particle}-{each}"] for each in earlier)


_VERBS = Memo(lambda pair: stemmer().is_separable(*pair.split("-")))


@cache
def _after_none() -> frozenset[str]:
    return frozenset(_NOT_AFTER.split())


@cache
def _no_verbs() -> frozenset[str]:
    return FUNCTION_WORDS["de"] - {"gibt", "habe", "haben", "hat", "hatte", "hatten"}


@cache
def _particles() -> frozenset[str]:
    return frozenset(_PARTICLES.split())


@cache
def _sizes() -> list[int]:
    return sorted({len(particle) for particle in _particles()})


@cache
def _ends() -> re.Pattern[str]:
    """Match a stop that stands right after a particle; to look for stops first is quickest."""
    by_length: dict[int, list[str]] = {}
    for particle in _PARTICLES.split():
        by_length.setdefault(len(particle), []).append(particle)
    before = "|".join(f"(?<= (?:{'|'.join(each)}).)" for each in by_length.values())
    return re.compile(rf"[.,;:!?](?:{before})")
