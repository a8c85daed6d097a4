"""Which forms a stem stands for: the positions of a stem are those of its forms.

A form may have different stems in different languages, so each pair has the language it holds in, and each
document the language it was analysed in::

    <field>.members.sizes, .groups  the runs of the members of the terms (see runs)
    <field>.members.forms           ordinals in the other field, in the fewest bytes
    <field>.members.languages       numbers of languages, in the fewest bytes
    languages                       the number of the language of each document, likewise, once a segment
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from archive.index.codec.lists import Numbers, united
from archive.index.codec.runs import Runs, write_runs
from archive.index.codec.sections import Sections, SectionWriter

if TYPE_CHECKING:
    from archive.index.codec.postings import FieldPostings

_LANGUAGE_BITS = 16
_FORM_BITS = 24


def write_members(sections: SectionWriter, field: str, terms: int, keys: NDArray[np.int64]) -> None:
    """Write the members of a field from keys as `member_keys` gives them, sorted, each once."""
    owners, forms, languages = apart(keys)
    write_runs(sections, f"{field}.members", np.bincount(owners, minlength=terms))
    sections.add_numbers(f"{field}.members.forms", forms)
    sections.add_numbers(f"{field}.members.languages", languages)


def member_keys(
    stems: NDArray[np.integer], forms: NDArray[np.integer], languages: NDArray[np.integer]
) -> NDArray[np.int64]:
    """Join stem, form and language of each member into one number, sorted, each once."""
    keys = stems.astype(np.int64) << (_FORM_BITS + _LANGUAGE_BITS)
    keys |= forms.astype(np.int64) << _LANGUAGE_BITS
    keys |= languages.astype(np.int64)
    return united([keys])


def apart(keys: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Give stem, form and language of each member from their keys."""
    forms = (keys >> _LANGUAGE_BITS) & ((1 << _FORM_BITS) - 1)
    return keys >> (_FORM_BITS + _LANGUAGE_BITS), forms, keys & ((1 << _LANGUAGE_BITS) - 1)


def read_members(sections: Sections, field: str, terms: int) -> tuple[Numbers, Numbers, NDArray[np.uint16]]:
    """Give stem, form and language of every member of a field of so many terms."""
    sizes = Runs(sections, f"{field}.members", terms).sizes()
    stems = np.repeat(np.arange(terms, dtype=np.uint32), sizes)
    forms, languages = _between(sections, field, len(stems), 0, len(stems))
    return stems, forms, languages


def _between(
    sections: Sections, field: str, count: int, start: int, stop: int
) -> tuple[Numbers, NDArray[np.uint16]]:
    """Give form and language of the members [start, stop) of so many."""
    forms = sections.narrowed(f"{field}.members.forms", count, start, stop)
    languages = sections.narrowed(f"{field}.members.languages", count, start, stop)
    return forms.astype(np.uint32), languages.astype(np.uint16)


class Members:
    """The members of the terms of a field in one segment; `forms` are the lists of the other field."""

    def __init__(
        self, sections: Sections, field: str, terms: int, doc_count: int, forms: FieldPostings
    ) -> None:
        self._sections = sections
        self._field = field
        self._forms = forms
        self._doc_count = doc_count
        self._runs = Runs(sections, f"{field}.members", terms)
        self._count = self._runs.total

    def all(self) -> tuple[Numbers, Numbers, NDArray[np.uint16]]:
        """Give stem, form and language of every member."""
        return read_members(self._sections, self._field, self._runs.count)

    def forms(self, ordinal: int, language: int) -> Numbers:
        """Give the ordinals of the forms of a term in the language of a number."""
        forms, spoken = self._of(ordinal)
        chosen: Numbers = forms[spoken == language]
        return chosen

    def positions_at(self, ordinal: int, docs: Numbers) -> tuple[Numbers, Numbers]:
        """Give how many positions a term has in each of some documents (ascending), and these."""
        forms, languages = self._of(ordinal)
        spoken = self._sections.narrowed("languages", self._doc_count)[docs] if len(docs) else languages[:0]
        parts = [np.empty(0, np.int64)]
        for form in united([forms]).tolist():
            postings = self._forms.postings(form)
            places = np.searchsorted(postings.docs, docs)
            places[places == postings.df] = 0
            having = (postings.docs[places] == docs) & np.equal.outer(spoken, languages[forms == form]).any(
                axis=1
            )
            rows = np.flatnonzero(having)
            if len(rows):
                counts, positions = postings.positions_at(places[rows])
                parts.append((np.repeat(rows, counts) << 32) | positions)
        keys = united(parts) if len(parts) > 2 else parts[-1]
        counts = np.bincount(keys >> 32, minlength=len(docs)).astype(np.uint32)
        return counts, (keys & 0xFFFFFFFF).astype(np.uint32)

    def _of(self, ordinal: int) -> tuple[Numbers, NDArray[np.uint16]]:
        """Give form and language of each member of a term."""
        start, stop = self._runs.bounds(ordinal)
        return _between(self._sections, self._field, self._count, start, stop)
