"""Spellings that a reader takes for the same: accents, umlauts, ligatures, sharp s."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

# Letters that Unicode does not decompose, though readers type them without their stroke.
_LETTERS = str.maketrans(
    {
        "ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i",
        "ħ": "h", "ς": "σ", "’": "'", "ʼ": "'", "ſ": "s", "ŋ": "n", "ŧ": "t",
    }
)  # fmt: skip

# The second vowel of "ae", "oe", "ue" is a sign of umlaut only where the first does not end another pair:
# Mueller and Haeuser, but not Abenteuer, Bauer, neue, Queen.
DIGRAPH = re.compile(r"(?<![aeq])([aou])e")


@lru_cache(maxsize=65536)
def fold(form: str) -> str:
    """Reduce a form to plain letters: "müller" to "muller", "straße" to "strasse"."""
    if form.isascii():
        return form
    decomposed = unicodedata.normalize("NFKD", form.translate(_LETTERS))
    return "".join(c for c in decomposed if not unicodedata.combining(c)).lower().translate(_LETTERS)


def variants(form: str) -> tuple[str, ...]:
    """List the folded spellings of a form, the plainest first; those of two spellings of one word meet.

    "müller" gives ("muller", "mueller"), "mueller" the same two, "muller" itself alone.
    """
    short = fold(form)
    long = fold(form.replace("ä", "ae").replace("ö", "oe").replace("ü", "ue"))
    if long == short:
        short = DIGRAPH.sub(r"\1", long)
    return (short,) if short == long else (short, long)
