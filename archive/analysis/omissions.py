"""Words left out at a hyphen: "Ein- und Ausfuhr" speaks of the Einfuhr too."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from archive.analysis.compounds import splitter
from archive.analysis.tokens import forms

_OMISSION = re.compile(
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


def omissions(text: str) -> list[Omission]:
    """List the words left out before "und" and "oder", in order.

    Positions count the tokens of `tokenize(text)`: "Ein- und Ausfuhr" gives einfuhr at position 0. Index the
    form there beside the token itself, as one more term of that position.
    """
    found: list[Omission] = []
    position = last = 0
    for match in _gaps(text):
        hyphen = match.start()
        before = _WORD_BEFORE.search(text[max(hyphen - _LONGEST_WORD, 0) : hyphen])
        if before is None:
            continue
        start = hyphen - len(before[0])
        position += len(forms(text[last:start]))
        last = start
        first, second = forms(before[0]), forms(match[1])
        if len(first) == len(second) == 1 and (tail := _shared(first[0], second[0])):
            found.append(Omission(position, first[0] + tail))
    return found


def leaves_out(text: str) -> bool:
    """Tell whether a text may leave words out; much quicker than to list them."""
    return any(_gaps(text))


def _gaps(text: str) -> Iterator[re.Match[str]]:
    text = text.replace("‐", "-").replace("‑", "-")
    place = text.find("-")
    while place >= 0:
        if match := _OMISSION.match(text, place):
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
