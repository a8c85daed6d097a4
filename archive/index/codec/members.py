"""Which forms a stem stands for: the positions of a stem are those of its forms.

A form may have different stems in different languages, so each pair has the language it holds in, and each
document the language it was analysed in::

    <field>.members.starts     u32[n + 1], where the members of each term begin
    <field>.members.forms      u32[m], ordinals in the other field
    <field>.members.languages  u16[m], numbers of languages
    languages                  u16[N], the language of each document                      (once a segment)
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from archive.index.codec.lists import Numbers, united
from archive.index.codec.sections import Sections, SectionWriter

if TYPE_CHECKING:
    from archive.index.codec.postings import FieldPostings

_LANGUAGE_BITS = 16
_FORM_BITS = 24


def write_members(sections: SectionWriter, field: str, terms: int, keys: NDArray[np.int64]) -> None:
    """Write the members of a field from keys as `member_keys` gives them, sorted, each once."""
    owners = keys >> (_FORM_BITS + _LANGUAGE_BITS)
    starts = np.zeros(terms + 1, "<u4")
    np.cumsum(np.bincount(owners, minlength=terms), out=starts[1:])
    forms = (keys >> _LANGUAGE_BITS) & ((1 << _FORM_BITS) - 1)
    sections.add(f"{field}.members.starts", starts)
    sections.add(f"{field}.members.forms", forms.astype("<u4"))
    sections.add(f"{field}.members.languages", (keys & ((1 << _LANGUAGE_BITS) - 1)).astype("<u2"))


def member_keys(
    stems: NDArray[np.integer], forms: NDArray[np.integer], languages: NDArray[np.integer]
) -> NDArray[np.int64]:
    """Join stem, form and language of each member into one number, sorted, each once."""
    keys = stems.astype(np.int64) << (_FORM_BITS + _LANGUAGE_BITS)
    keys |= forms.astype(np.int64) << _LANGUAGE_BITS
    keys |= languages.astype(np.int64)
    return united([keys])


def read_members(sections: Sections, field: str) -> tuple[Numbers, Numbers, NDArray[np.uint16]]:
    """Give stem, form and language of every member of a field."""
    starts = sections.array(f"{field}.members.starts", "<u4")
    stems = np.repeat(np.arange(max(len(starts) - 1, 0), dtype=np.uint32), np.diff(starts))
    forms = sections.array(f"{field}.members.forms", "<u4")
    return stems, forms, sections.array(f"{field}.members.languages", "<u2")


class Members:
    """The members of the terms of a field in one segment; `forms` are the lists of the other field."""

    def __init__(
        self, sections: Sections, field: str, terms: int, doc_count: int, forms: FieldPostings
    ) -> None:
        self._sections = sections
        self._name = f"{field}.members."
        self._forms = forms
        if (
            sections.size(self._name + "starts") != 4 * (terms + 1)
            or sections.size("languages") != 2 * doc_count
        ):
            raise sections.damaged(f"has damaged positions of {field}")

    def all(self) -> tuple[Numbers, Numbers, NDArray[np.uint16]]:
        """Give stem, form and language of every member."""
        return read_members(self._sections, self._name.partition(".")[0])

    def forms(self, ordinal: int, language: int) -> Numbers:
        """Give the ordinals of the forms of a term in the language of a number."""
        start, stop = self._sections.array(self._name + "starts", "<u4", ordinal, ordinal + 2).tolist()
        forms = self._sections.array(self._name + "forms", "<u4", start, stop)
        spoken = self._sections.array(self._name + "languages", "<u2", start, stop)
        chosen: Numbers = forms[spoken == language]
        return chosen

    def positions_at(self, ordinal: int, docs: Numbers) -> tuple[Numbers, Numbers]:
        """Give how many positions a term has in each of some documents (ascending), and these."""
        start, stop = self._sections.array(self._name + "starts", "<u4", ordinal, ordinal + 2).tolist()
        forms = self._sections.array(self._name + "forms", "<u4", start, stop)
        languages = self._sections.array(self._name + "languages", "<u2", start, stop)
        spoken = self._sections.array("languages", "<u2")[docs] if len(docs) else languages[:0]
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
