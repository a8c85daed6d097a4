"""What a run of characters means in a query: a plain word, an exact one, a pattern, a field and its value.

Pure rules about text; the lexer, the grammar and the writing of trees share them, so that what is written
is read back as it was.
"""

from __future__ import annotations

import re
import unicodedata
from enum import Enum
from typing import NamedTuple

from archive.fields import BY_NAME, Field, Kind

LIKE = Field("like", "id", Kind.VERBATIM, ("ähnlich",))
"""Not a field of an article, but written like one: `like:ID`."""

STORY = Field("story", "id", Kind.VERBATIM, ("meldung",))
"""Not a field of an article either: `story:ID`."""

FIELD_NAMES: dict[str, Field] = {
    **BY_NAME,
    **{name: field for field in (LIKE, STORY) for name in (field.name, *field.aliases)},
}
"""What may stand before a colon, lower case."""

QUOTES = '"„“”«»‟＂'
MINUSES = "-–−"
BRACKETS = "()（）"
APART = r"\s\x00-\x1f\x7f-\x9f\u200b\ufeff"
"""What separates words, as the inside of a character class: space, control characters, invisible space."""

_WILDCARDS = frozenset("*?")
_END_MARKS = ".,;:!…"  # a full stop or comma after a word is the sentence's, a question mark mostly so
_GAP = re.compile(f"[{APART}]+")
_CHUNK = re.compile(f"[^{APART}{BRACKETS}{QUOTES}]+")
_FIELD = re.compile(r"([^\W\d_][\w-]*)(:|(?=[<>≤≥]))")
_ENDING = r"(in|innen|[rnms]|e[rnms]?)[.,;:!?…]*"
_NEAR = re.compile(r"[wW]/([0-9]{1,9})")
_URL = re.compile(r"[A-Za-z][A-Za-z0-9+.-]{1,20}://.")
_RANGE_DOTS = re.compile(r"\.\.+(?=\d)")  # they would continue a date that stands before: 2025 ..2026
_SURROGATES = re.compile("[\ud800-\udfff]")
_FUZZY = re.compile(r"(.*[^~])~([0-9]+(?:\.[0-9]+)?)?", re.DOTALL)


class Shape(Enum):
    """What a run of characters looks like."""

    NOTHING = "only punctuation"
    WORD = "word"
    EXACT = "=word"
    WILDCARD = "word*"
    FUZZY = "word~"
    ALL = "*"
    URL = "https://…"
    MIXED = "signs that cannot stand together"


class Shaped(NamedTuple):
    """A run of characters without its signs; `number` is what stood after `~`, as typed."""

    shape: Shape
    text: str
    number: str = ""


def clean(text: str) -> str:
    """Compose a text (NFC), drop its soft hyphens, mark what is no text and make every gap one space."""
    if text.isascii() and text.isalnum():
        return text
    text = _SURROGATES.sub("\N{REPLACEMENT CHARACTER}", text).replace("\xad", "")
    return _GAP.sub(" ", unicodedata.normalize("NFC", text)).strip()


def wordy(text: str) -> bool:
    """Tell whether there is anything to search for in a text: a letter, a digit or a §."""
    return any(character.isalnum() or character == "§" for character in text)


def searchable(text: str) -> bool:
    """Tell whether a run of characters is more than punctuation."""
    return "*" in text or wordy(text)


def near_distance(chunk: str) -> str | None:
    """Give the digits of the operator `w/5`, None for anything else."""
    match = _NEAR.fullmatch(chunk)
    return match[1] if match else None


def shape(chunk: str, field: Field | None) -> Shaped:
    """Tell what a cleaned run of characters means as a word of a field (None: of all text)."""
    if chunk.isalpha():  # as most are
        return Shaped(Shape.WORD, chunk)
    if field is not None and field.kind is Kind.VERBATIM:
        return Shaped(Shape.WILDCARD if _WILDCARDS & set(chunk) else Shape.WORD, chunk)
    if _URL.match(chunk):
        return Shaped(Shape.URL, chunk)
    word = _trimmed(chunk)
    signs = word.startswith("="), _FUZZY.fullmatch(word), bool(_WILDCARDS & set(word))
    if not searchable(word):
        return Shaped(Shape.NOTHING, word)
    if sum(map(bool, signs)) > 1:
        return Shaped(Shape.MIXED, word)
    return _signed(word, *signs)


def _signed(word: str, exact: bool, fuzzy: re.Match[str] | None, wildcard: bool) -> Shaped:
    if exact:
        return Shaped(Shape.EXACT, word.lstrip("="))
    if fuzzy:
        return Shaped(Shape.FUZZY, fuzzy[1], fuzzy[2] or "")
    if wildcard:
        return Shaped(Shape.ALL if set(word) == {"*"} else Shape.WILDCARD, word)
    return Shaped(Shape.WORD, word)


def _trimmed(chunk: str) -> str:
    """Take the sentence's marks off a word; a `?` at its end is a wildcard only beside another wildcard."""
    dots = _RANGE_DOTS.match(chunk)
    chunk = chunk[dots.end() :] if dots else chunk
    word = chunk.rstrip(_END_MARKS + "?")
    return chunk.rstrip(_END_MARKS) if _WILDCARDS & set(word) else word


def split_field(chunk: str, held: bool = False) -> tuple[str, str] | None:
    """Part `author:Tkachenko` into the field's name and the value, None where the colon is part of a word.

    That is so in times and scores (12:30), in web addresses, in German forms such as Autor:innen and
    jede:r, and at the end of a word that is no field (Alibaba: 53 Milliarden) unless it is `held` by the
    quote or bracket that follows. A date may go without the colon: `date>=2025`.
    """
    match = _FIELD.match(chunk)
    if match is None or _URL.match(chunk):
        return None
    name, value = clean(match[1]).lower(), chunk[match.end() :]
    field = FIELD_NAMES.get(name)
    ending = re.fullmatch(_ENDING, value)
    if not match[2]:
        is_field = field is not None and field.kind is Kind.DAY
    elif field is None:
        is_field = ending is None and (held or searchable(value))
    else:
        is_field = field.kind is not Kind.NAME or ending is None or ending[1] not in ("in", "innen")
    return (name, value) if is_field else None


def bare(text: str, field: str | None) -> bool:
    """Tell whether a word can be written as it is and is read back as that word."""
    if text.isalpha() and field is None:
        return text not in OPERATORS and text == clean(text)
    if text != clean(text) or not _CHUNK.fullmatch(text):
        return False
    if field is not None:
        return shape(text, FIELD_NAMES[field]) == (Shape.WORD, text, "") and (
            FIELD_NAMES[field].kind is Kind.VERBATIM
            or (text[0] not in MINUSES and split_field(f"{field}:{text}") == (field, text))
        )
    return (
        text not in OPERATORS
        and text[0] not in MINUSES
        and near_distance(text) is None
        and split_field(text) is None
        and shape(text, None) == (Shape.WORD, text, "")
    )


def quote(text: str) -> str:
    """Write a text in quotation marks, so that it is read back as it was."""
    return '"' + re.sub(rf"([\\{QUOTES}])", r"\\\1", text) + '"'


OPERATORS = frozenset(("AND", "UND", "OR", "ODER", "NOT", "NICHT"))
"""The words that join clauses, in capitals only."""
