"""Words left out at a hyphen: "Ein- und Ausfuhr" speaks of the Einfuhr too."""

from __future__ import annotations

import re
from typing import NamedTuple

from archive.analysis.compounds import splitter
from archive.analysis.tokens import forms

_ELLIPSIS = re.compile(
    r"(?<![^\W_])([^\W\d_]+)[-‐‑](?:\s*,\s+[^\W\d_]+[-‐‑])*,?\s+(?:und|oder|sowie|wie|bis|bzw\.|beziehungsweise)\s+"
    r"(?:der |die |das |den |dem |im |in |an |auf |von |für )?([^\W\d_]{5,})"
)
# Prefixes and adverbs that share a second part with others, though no compound is made of them elsewhere.
_PREFIXES = (
    "ab an auf aus außen bei binnen ein entgegen export fort gegen haupt heran herauf heraus herein her hin hinaus hinein "
    "hinter hoch import innen kern mit mittel nach nächst neben neu nicht nieder ober rück selbst tief über um un unter "
    "ur ver vor weg weiter wieder zu zurück zusammen zwischen"
).split()


class Ellipsis(NamedTuple):
    """A word that a text means without writing it out: its form, and the position of the token that stands for it."""

    position: int
    form: str


def ellipses(text: str) -> list[Ellipsis]:
    """List the words left out before "und" and "oder", in order.

    Positions count the tokens of `tokenize(text)`: "Ein- und Ausfuhr" gives einfuhr at position 0. Index the form
    there beside the token itself, as one more term of that position.
    """
    if "- " not in text and "-\n" not in text and "‑ " not in text and "‐ " not in text:
        return []
    found: list[Ellipsis] = []
    position = last = 0
    for match in _ELLIPSIS.finditer(text):
        position += len(forms(text[last : match.start(1)]))
        last = match.start(1)
        first, second = forms(match[1]), forms(match[2])
        if len(first) == len(second) == 1 and (tail := _shared(second[0])):
            found.append(Ellipsis(position, first[0] + tail))
    return found


def _shared(word: str) -> str | None:
    """Give what a word shares with the one before it: the last part of a compound, or what follows a prefix."""
    parts = splitter().split(word)
    if parts:
        return word[parts[-2].end :]
    for prefix in sorted(_PREFIXES, key=len, reverse=True):
        if word.startswith(prefix) and len(word) - len(prefix) >= 4:
            return word[len(prefix) :]
    return None
