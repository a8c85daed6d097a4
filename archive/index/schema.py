"""What the index holds of an article: its term fields, its columns, what is stored of it.

Term fields (each a sorted dictionary of terms, each term a list of the articles that have it)::

    form    surface forms of the prose, as written but lower case    positions, frequencies, lengths
    stem    their stems                                              positions, weights, lengths
    part    the parts of compounds among them                        weights
    note    surface forms of the disclaimer                          positions
    notestem  their stems                                            positions
    author, byline, source, section, tag, url    folded words        positions
    id, record, language, key                    as they stand       nothing more

The prose of an article is one run of positions: headline, dek, body, captions, each zone (and each caption)
`GAP` positions after the one before. The columns `headline_end`, `dek_end` and `body_end` say where a zone
ends (one past its last position; equal to the end before it when the zone is empty), so a zone is the
positions from the end of the zone before it up to its own. A weight is the sum of the zone weights
(`archive.fields`) over all occurrences; the length of the field `stem` is that sum over all its words, the
length of `form` their number. The values of `author`, `tag` and the other many-valued fields begin at
multiples of `GAP`. Two terms may stand at one position: the foldings of one name, the stems of an ambiguous
word, and a word that is meant but left out (`Einfuhr` at the place of "Ein-" in "Ein- und Ausfuhr").
"""

from __future__ import annotations

from typing import Final
from zlib import crc32

from archive.fields import BY_NAME, FIELDS, Kind
from archive.frozen import dataclass

GAP: Final = 256
"""Positions between zones, captions, authors, tags: more than any distance a query may ask for."""

ZONES: Final = ("headline", "dek", "body", "captions")
"""The zones of the prose, in the order of their positions."""

ZONE_WEIGHTS: Final = tuple(BY_NAME[zone].weight for zone in ZONES)

FORM: Final = "form"
STEM: Final = "stem"
PART: Final = "part"
NOTE: Final = "note"
NOTE_STEM: Final = "notestem"
KEY: Final = "key"

KEY_LENGTH: Final = len("sha256:") + 24
"""Characters of a SHA-256 key that are indexed: 96 of its bits, which no two articles share by chance."""


def key_term(key: str) -> str:
    """Give the term that stands for a provenance key."""
    return key[:KEY_LENGTH] if key.startswith("sha256:") else key


@dataclass(frozen=True, slots=True)
class TermField:
    """A field of terms: whether it keeps positions, weights (else each occurrence weighs 1) and lengths.

    A field of `patterns` has many terms that wildcards and misspelt words are looked for in.
    """

    name: str
    positions: bool = False
    weights: bool = False
    lengths: bool = False
    patterns: bool = False


WORD_FIELDS: Final = tuple(field.name for field in FIELDS if field.kind in (Kind.NAME, Kind.KEYWORD))
"""Fields of folded words with positions."""

VERBATIM_FIELDS: Final = (*(field.name for field in FIELDS if field.kind is Kind.VERBATIM), KEY)
"""Fields whose one or more values are terms as they stand; `key` holds the provenance keys of an article."""

TERM_FIELDS: Final[tuple[TermField, ...]] = (
    TermField(FORM, positions=True, lengths=True, patterns=True),
    TermField(STEM, positions=True, weights=True, lengths=True),
    TermField(PART, weights=True),
    TermField(NOTE, positions=True),
    TermField(NOTE_STEM, positions=True),
    *(TermField(name, positions=True) for name in WORD_FIELDS),
    *(TermField(name) for name in VERBATIM_FIELDS),
)

TERM_FIELD: Final = {field.name: field for field in TERM_FIELDS}
"""The fields of terms by their names."""

DERIVED: Final = {FORM: (STEM, PART), NOTE: (NOTE_STEM, None)}
"""For each field of surface forms those of their stems and of the parts of compounds among them."""

DAY_COLUMNS: Final = tuple(field.name for field in FIELDS if field.kind is Kind.DAY)
"""Columns of days as proleptic Gregorian ordinals (`date.toordinal`); `NO_DAY` where there is none."""

NO_DAY: Final = 0

ZONE_COLUMNS: Final = ("headline_end", "dek_end", "body_end")

NUMBER_COLUMNS: Final = (*DAY_COLUMNS, *ZONE_COLUMNS)
"""Columns of one non-negative 32-bit number for each article."""

FACET_COLUMNS: Final = tuple(field.name for field in FIELDS if field.facet)
"""Columns of any number of strings for each article, as they are shown."""

ANALYSIS: Final = 11
"""One more whenever the same text comes to be indexed by other words."""

STORIES: Final = 1
"""One more whenever the same articles come to be signed, or told to be one story, by other rules."""

_FACTS: Final = (ANALYSIS, STORIES, GAP, ZONES, ZONE_WEIGHTS, TERM_FIELDS, NUMBER_COLUMNS, FACET_COLUMNS)
FINGERPRINT: Final = f"{crc32(repr(_FACTS).encode()):08x}"
"""Names this schema; an index of another is outdated and built anew."""
