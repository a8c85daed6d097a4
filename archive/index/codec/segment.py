"""A segment: some documents, numbered from 0, with everything the index knows of them, in one file.

The reader's side of every structure comes together here; nothing is read before it is asked for::

    segment = SegmentReader.open(path, deleted)
    segment.doc_count                               including the deleted
    segment.deleted                                 mask, or None
    field = segment.field("stem")                   None when no document has the field
    field.terms.find("zug")                         an ordinal, or None; prefix, suffix, wildcard, fuzzy,
    between field.postings(ordinal).docs / .weights / .positions() / .positions_at(places) / .df
    field.union(ordinals)                           (docs, summed weights) of many terms at once
    field.lengths, field.total                      exact length a document, and their sum
    segment.postings("stem", "zug")                 the two steps in one, None when there is none
    segment.column("date"), segment.number("date", doc), segment.keywords("source")
    segment.stored(doc), segment.texts(doc)
    segment.signatures, segment.stories             what the texts are made of, and which belong together
    segment.ids(), segment.digests()                one entry a document, deleted ones too
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from archive.frozen import dataclass
from archive.index.codec.columns import (
    KeywordColumn,
    read_keywords,
    read_lengths,
    read_number,
    read_numbers,
)
from archive.index.codec.members import Members
from archive.index.codec.postings import FieldPostings, Postings
from archive.index.codec.sections import Sections
from archive.index.codec.signatures import SignatureReader
from archive.index.codec.small import SmallTerms, is_small
from archive.index.codec.stored import Stored
from archive.index.codec.terms import TermDictionary


@dataclass(frozen=True, slots=True)
class Stories:
    """The documents that have near copies, ascending, and the number of the story of each."""

    docs: NDArray[np.integer[Any]]
    stories: NDArray[np.uint64]


NONE = np.empty(0, np.uint32)
ALONE = Stories(NONE, np.empty(0, np.uint64))


class FieldReader:
    """One indexed field of a segment."""

    def __init__(
        self,
        sections: Sections,
        name: str,
        facts: Mapping[str, Any],
        doc_count: int,
        fields: Callable[[str], FieldReader | None],
    ) -> None:
        self._sections = sections
        self.name = name
        self.total: int = facts["total"]
        self.doc_count = doc_count
        dictionary = SmallTerms if is_small(sections, name) else TermDictionary
        self.terms = dictionary(sections, name, facts["terms"])
        self.lists = FieldPostings(sections, name, facts["terms"], doc_count)
        self.has_lengths = f"{name}.exact" in sections
        of: FieldReader | None = facts.get("of") and fields(facts["of"])
        if of is not None:
            self.lists.members = Members(sections, name, facts["terms"], doc_count, of.lists)
        self.has_positions = of is not None or self.lists.rare.has_positions

    @property
    def lengths(self) -> NDArray[np.uint32]:
        """Give the length of the field in each document: the sum of the weights of its postings."""
        return read_lengths(self._sections, self.name, self.doc_count)

    def postings(self, ordinal: int) -> Postings:
        """Give the posting list of a term."""
        return self.lists.postings(ordinal)

    def union(self, ordinals: NDArray[np.integer]) -> tuple[NDArray[np.uint32], NDArray[np.uint32]]:
        """Documents that hold any of the terms, ascending, and the sum of their weights in each."""
        return self.lists.union(ordinals)

    @cached_property
    def df(self) -> NDArray[np.uint32]:
        """Give how many documents hold each term, one entry an ordinal."""
        return self.lists.sizes()


class SegmentReader:
    """A segment as it was at one commit; stays readable whatever is written meanwhile."""

    def __init__(
        self,
        sections: Sections,
        deleted: NDArray[np.uint32] | None = None,
        stories: Stories = ALONE,
    ) -> None:
        """Take an opened file, the ascending numbers of deleted documents, and the stories of near copies."""
        self.sections = sections
        self.name = sections.path.name
        try:
            self.doc_count: int = sections.facts["doc_count"]
            self._fields: dict[str, Any] = sections.facts["fields"]
            self._readers: dict[str, FieldReader] = {}
            self.schema: str = sections.facts["schema"]
        except KeyError as error:
            raise sections.damaged("has a damaged directory") from error
        self.deleted_docs = NONE if deleted is None else deleted
        """The numbers of the deleted documents, ascending."""
        self.stories = stories
        if len(self.deleted_docs) and int(self.deleted_docs[-1]) >= self.doc_count:
            raise sections.damaged("is not the one its deletions belong to")
        if len(stories.docs) and int(stories.docs[-1]) >= self.doc_count:
            raise sections.damaged("is not the one its stories belong to")
        self._stored = Stored(sections, "stored")
        self._texts = Stored(sections, "text")

    @classmethod
    def open(
        cls,
        path: Path,
        deleted: NDArray[np.uint32] | None = None,
        stories: Stories = ALONE,
    ) -> SegmentReader:
        """Map a segment file; raises IndexDamaged, IndexOutdated or FileNotFoundError."""
        return cls(Sections(path), deleted, stories)

    @cached_property
    def deleted(self) -> NDArray[np.bool_] | None:
        """Give true for each deleted document; None when there is none."""
        if not len(self.deleted_docs):
            return None
        mask = np.zeros(self.doc_count, np.bool_)
        mask[self.deleted_docs] = True
        return mask

    @property
    def live_count(self) -> int:
        """Give how many documents are not deleted."""
        return self.doc_count - len(self.deleted_docs)

    @property
    def field_names(self) -> tuple[str, ...]:
        """Give the indexed fields that some document has."""
        return tuple(self._fields)

    def field_facts(self, name: str) -> Mapping[str, Any]:
        """Give what the directory says of a field, nothing when no document has it."""
        facts: Mapping[str, Any] = self._fields.get(name, {})
        return facts

    def field(self, name: str) -> FieldReader | None:
        """Give an indexed field, or None when no document has it."""
        reader = self._readers.get(name)
        if reader is None and name in self._fields:
            reader = self._readers[name] = FieldReader(
                self.sections, name, self._fields[name], self.doc_count, self.field
            )
        return reader

    def postings(self, field: str, term: str) -> Postings | None:
        """Give the posting list of a term, or None."""
        reader = self.field(field)
        ordinal = None if reader is None else reader.terms.find(term)
        return None if reader is None or ordinal is None else reader.postings(ordinal)

    def frequency(self, field: str, term: str) -> int:
        """Tell how many documents that are not deleted hold a term."""
        postings = self.postings(field, term)
        if postings is None:
            return 0
        return postings.df if self.deleted is None else int(np.count_nonzero(~self.deleted[postings.docs]))

    def column(self, name: str) -> NDArray[np.integer]:
        """Give a column of numbers, MISSING where a document has none."""
        return read_numbers(self.sections, name, self.doc_count)

    def number(self, name: str, doc: int) -> int:
        """Give the number that a column has of one document."""
        return read_number(self.sections, name, self.doc_count, doc)

    def keywords(self, name: str) -> KeywordColumn:
        """Give a keyword column."""
        return read_keywords(self.sections, name, self.doc_count)

    @cached_property
    def signatures(self) -> SignatureReader:
        """The signatures of the documents, deleted ones too."""
        return SignatureReader(self.sections)

    def stored(self, doc: int) -> Mapping[str, Any]:
        """Give what is stored of a document to be shown."""
        try:
            record: Mapping[str, Any] = json.loads(self._stored.record(doc).decode(errors="surrogatepass"))
        except ValueError as error:
            raise self.sections.damaged("has damaged stored fields") from error
        return record

    def texts(self, doc: int) -> dict[str, str]:
        """Give the stored texts of a document by zone."""
        try:
            parts = [part.decode(errors="surrogatepass") for part in self._texts.record(doc).split(b"\xff")]
        except ValueError as error:
            raise self.sections.damaged("has damaged stored text") from error
        return dict(zip(parts[::2], parts[1::2], strict=False))

    @property
    def languages(self) -> list[str | None]:
        """The languages by their numbers in `language_numbers`."""
        languages: list[str | None] = self.sections.facts["languages"]
        return languages

    @property
    def language_numbers(self) -> NDArray[np.uint16]:
        """The number of the language each document was analysed in."""
        return self.sections.narrowed("languages", self.doc_count).astype(np.uint16)

    def records(self, name: str) -> Stored:
        """Give the records of "stored" or "text" as they are kept, for a merge."""
        return {"stored": self._stored, "text": self._texts}[name]

    def ids(self) -> list[str]:
        """Give the id of each document, in the order of their numbers."""
        field = self.field("id")
        if field is None:
            return []
        names = field.terms.all()
        lists = field.lists.lists(0, len(field.terms))
        result = [""] * self.doc_count
        # An id replaced within its own batch has two documents here, one of them deleted.
        for place, doc in zip(
            np.repeat(np.arange(len(lists.sizes)), lists.sizes).tolist(), lists.docs.tolist(), strict=True
        ):
            result[doc] = names[place]
        return result

    def digests(self) -> list[str]:
        """Give the digest of each document, in the order of their numbers."""
        raw = bytes(self.sections.bytes("digests"))
        return [raw[place : place + 32].hex() for place in range(0, len(raw), 32)]
