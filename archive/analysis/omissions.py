"""Words left out at a hyphen: "Ein- und Ausfuhr" speaks of the Einfuhr too."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from archive.analysis.compounds import splitter
from archive.analysis.tokens import forms

_OMISSION = (
    r"-(?=(?:,\s+[^\W\d_]+-)*,?\s+(?:und|oder|sowie|wie|bis|bzw\.|beziehungsweise)\s+"
    r"(?:(?:der|die|das|den|dem|im|in|an|auf|von|für)\s+)?([^\W\d_]{5,}))"
)
_WORD_BEFORE = re.compile(r"[^\W\d_]+$")
_LONGEST_WORD = 40
# Prefixes and adverbs that share a second part with others, though no compound is made of them elsewhere.
_PREFIXES = """
ab an auf aus außen bei binnen ein entgegen export fort gegen haupt heran herauf heraus herein her hin
hinaus hinein hinter hoch import innen kern mit mittel nach nächst neben neu nicht nieder ober rück selbst
tief über um un unter ur ver vor weg weiter wieder zu zurück zusammen zwischen
"""
_LONGEST_FIRST = sorted(_PREFIXES.split(), key=len, reverse=True)


class Omission(NamedTuple):
    """A word meant but not written out: its form, and the position of the token that stands for it."""

    position: int
    form: str


class Gap(NamedTuple):
    """Where a word may be left out: its place in the text, the forms before the hyphen and after the gap."""

    start: int
    first: str
    second: str

    def word(self) -> str | None:
        """Give the form of the word that is left out; None where the two share nothing."""
        tail = _shared(self.first, self.second)
        return self.first + tail if tail else None


def omissions(text: str) -> list[Omission]:
    """List the words left out before "und" and "oder", in order.

    Positions count the tokens of `tokenize(text)`: "Ein- und Ausfuhr" gives einfuhr at position 0. Index the
    form there beside the token itself, as one more term of that position.
    """
    found: list[Omission] = []
    position = last = 0
    for gap in gaps(text):
        position += len(forms(text[last : gap.start]))
        last = gap.start
        if word := gap.word():
            found.append(Omission(position, word))
    return found


def gaps(text: str) -> Iterator[Gap]:
    """Give the places where a word may be left out, in order; much quicker than to tell which word it is."""
    for match in _hyphens(text):
        hyphen = match.start()
        before = _WORD_BEFORE.search(text[max(hyphen - _LONGEST_WORD, 0) : hyphen])
        if before is not None:
            first, second = forms(before[0]), forms(match[1])
            if len(first) == len(second) == 1:
                yield Gap(hyphen - len(before[0]), first[0], second[0])


def _hyphens(text: str) -> Iterator[re.Match[str]]:
    text = text.replace("‐", "-").replace("‑", "-")
    place = text.find("-")
    pattern = re.compile(_OMISSION) if place >= 0 else None
    while pattern is not None and place >= 0:
        if match := pattern.match(text, place):
            yield match
        place = text.find("-", place + 1)


def _shared(first: str, word: str) -> str | None:
    """Give what a word shares with the one before it: its last part, or what follows its prefix."""
    after_prefix = next(
        (word[len(p) :] for p in _LONGEST_FIRST if word.startswith(p) and len(word) - len(p) >= 4), None
    )
    if first in _LONGEST_FIRST and after_prefix:
        return after_prefix
    parts = splitter().split(word)
    return word[parts[-2].end :] if parts else after_prefix
