"""Segments as Whoosh's own searcher reads them: the reference that our evaluation is compared with in tests.

`searcher` gives a stock `whoosh.searching.Searcher` over the segments of a commit. Whoosh asks a codec for
two readers of each segment, one for terms and one for documents, and the first for matchers; all are views of
the structures in this package. Nothing on the way of a search imports this module.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Any

from whoosh import fields, formats, reading, scoring, searching
from whoosh.analysis import Analyzer, Token
from whoosh.codec import base
from whoosh.matching import LeafMatcher

from archive.analysis import tokenize
from archive.index import schema
from archive.index.codec.postings import Postings
from archive.index.codec.segment import FieldReader, SegmentReader

Key = tuple[str, bytes]


def searcher(segments: Sequence[SegmentReader], weighting: Any = scoring.BM25F) -> Any:
    """Give a stock searcher over some segments."""
    declared = whoosh_schema()
    readers = [reading.SegmentReader(None, declared, Part(each)) for each in segments]
    joined = readers[0] if len(readers) == 1 else reading.MultiReader(readers)
    return searching.Searcher(joined, weighting=weighting)


def whoosh_schema() -> Any:
    """Declare the term fields of the index to Whoosh: words as they stand, with or without positions."""
    declared = {}
    for field in schema.TERM_FIELDS:
        kind = (
            fields.TEXT(Words(), phrase=field.positions) if field.lengths else fields.KEYWORD(scorable=True)
        )
        if field.positions:
            kind.format = formats.Positions()
        declared[field.name] = kind
    return fields.Schema(**declared)


class Words(Analyzer):  # type: ignore[misc]
    """Cuts what is typed into words as the index does."""

    def __call__(self, value: str, **_: Any) -> Iterator[Any]:
        """Give the words of a text as Whoosh's tokens."""
        token = Token(positions=True, chars=True, mode="query")
        for position, word in enumerate(tokenize(value)):
            token.text, token.pos, token.boost = word.form, position, 1.0
            token.startchar, token.endchar = word.start, word.end
            yield token


class StockCodec(base.Codec):  # type: ignore[misc]
    """Gives Whoosh the readers of a segment; it does not write."""

    def terms_reader(self, storage: Any, segment: Part) -> Terms:  # noqa: ARG002  # segments are open already
        """Give the reader of terms."""
        return Terms(segment.reader)

    def per_document_reader(self, storage: Any, segment: Part) -> Documents:  # noqa: ARG002
        """Give the reader of documents."""
        return Documents(segment.reader)


class Part(base.Segment):  # type: ignore[misc]
    """A segment by the name Whoosh knows it."""

    def __init__(self, reader: SegmentReader) -> None:
        super().__init__("index")
        self.reader = reader

    def codec(self) -> StockCodec:
        """Give what reads it."""
        return StockCodec()

    def doc_count_all(self) -> int:
        """Count all documents."""
        return self.reader.doc_count


class Terms(base.TermsReader):  # type: ignore[misc]
    """The terms of a segment, as bytes."""

    def __init__(self, reader: SegmentReader) -> None:
        self._reader = reader

    def __contains__(self, term: Key) -> bool:
        return self._postings(*term) is not None

    def terms(self) -> Iterator[Key]:
        """Give every field and term, in order."""
        for name in sorted(self._reader.field_names):
            yield from self.terms_from(name, b"")

    def terms_from(self, fieldname: str, prefix: bytes) -> Iterator[Key]:
        """Give the terms of a field from one on."""
        field = self._reader.field(fieldname)
        if field is not None:
            for ordinal in field.terms.between(_text(prefix), None):
                yield fieldname, field.terms[ordinal].encode(errors="surrogatepass")

    def items(self) -> Iterator[tuple[Key, Any]]:
        """Give every term with what is known of it."""
        return ((term, self.term_info(*term)) for term in self.terms())

    def items_from(self, fieldname: str, prefix: bytes) -> Iterator[tuple[Key, Any]]:
        """Give the terms of a field from one on, with what is known of each."""
        return ((term, self.term_info(*term)) for term in self.terms_from(fieldname, prefix))

    def term_info(self, fieldname: str, text: bytes) -> Any:
        """Tell what is known of a term; raises TermNotFound."""
        postings, field = self._postings(fieldname, text), self._reader.field(fieldname)
        if postings is None or field is None:
            raise reading.TermNotFound((fieldname, text))
        lengths = _lengths(field)
        of_docs = [lengths[doc] for doc in postings.docs.tolist()]
        return reading.TermInfo(
            weight=float(postings.weights.sum()),
            df=postings.df,
            minlength=min(of_docs),
            maxlength=max(of_docs),
            maxweight=float(postings.weights.max()),
            minid=int(postings.docs[0]),
            maxid=int(postings.docs[-1]),
        )

    def frequency(self, fieldname: str, text: bytes) -> float:
        """Sum the weights of a term."""
        postings = self._postings(fieldname, text)
        return 0.0 if postings is None else float(postings.weights.sum())

    def doc_frequency(self, fieldname: str, text: bytes) -> int:
        """Count the documents that have a term."""
        postings = self._postings(fieldname, text)
        return 0 if postings is None else postings.df

    def matcher(self, fieldname: str, text: bytes, format_: Any, scorer: Any = None) -> Matcher:
        """Give a matcher of a term; raises TermNotFound."""
        postings = self._postings(fieldname, text)
        if postings is None:
            raise reading.TermNotFound((fieldname, text))
        return Matcher(postings, format_, scorer, (fieldname, text))

    def indexed_field_names(self) -> tuple[str, ...]:
        """Name the fields."""
        return self._reader.field_names

    def _postings(self, fieldname: str, text: bytes) -> Postings | None:
        return self._reader.postings(fieldname, _text(text))


class Matcher(LeafMatcher):  # type: ignore[misc]
    """Goes through the documents of a term one by one."""

    def __init__(self, postings: Postings, format_: Any, scorer: Any, term: Key) -> None:
        self._postings = postings
        self.format = format_
        self.scorer = scorer
        self._term = term
        self._docs: list[int] = postings.docs.tolist()
        self._place = 0

    def copy(self) -> Matcher:
        """Give another matcher at the same place."""
        other = Matcher(self._postings, self.format, self.scorer, self._term)
        other._place = self._place
        return other

    def reset(self) -> None:
        """Go back to the first document."""
        self._place = 0

    def is_active(self) -> bool:
        """Tell whether there is a document here."""
        return self._place < len(self._docs)

    def id(self) -> int:
        """Give the document here."""
        return self._docs[self._place]

    def all_ids(self) -> Iterator[int]:
        """Give the documents from here on."""
        return iter(self._docs[self._place :])

    def next(self) -> bool:
        """Go to the next document."""
        self._place += 1
        return True

    def skip_to(self, number: int) -> bool:
        """Go to the first document not before one."""
        self._place = bisect_left(self._docs, number, self._place)
        return True

    def weight(self) -> float:
        """Give the weight of the term here."""
        return float(self._postings.weights[self._place])

    def value(self) -> Any:
        """Give the positions of the term here, encoded as Whoosh does."""
        return self.format.encode(self.value_as("positions"))

    def value_as(self, astype: str) -> Any:
        """Give what is kept of the term here."""
        return self.weight() if astype in ("weight", "frequency") else self._positions[self._place]

    def supports_block_quality(self) -> bool:
        """Tell that nothing may be passed over."""
        return False

    @cached_property
    def _positions(self) -> list[list[int]]:
        counts, flat = self._postings.positions()
        ends = counts.cumsum().tolist()
        return [flat[end - count : end].tolist() for count, end in zip(counts.tolist(), ends, strict=True)]


class Documents(base.PerDocumentReader):  # type: ignore[misc]
    """The documents of a segment."""

    def __init__(self, reader: SegmentReader) -> None:
        self._reader = reader
        self._deleted = set(reader.deleted_docs.tolist())

    def doc_count(self) -> int:
        """Count the documents that are not deleted."""
        return self._reader.live_count

    def doc_count_all(self) -> int:
        """Count all documents."""
        return self._reader.doc_count

    def has_deletions(self) -> bool:
        """Tell whether documents are deleted."""
        return bool(self._deleted)

    def is_deleted(self, docnum: int) -> bool:
        """Tell whether a document is deleted."""
        return docnum in self._deleted

    def deleted_docs(self) -> set[int]:
        """Give the deleted documents."""
        return self._deleted

    def doc_field_length(self, docnum: int, fieldname: str, default: int = 0) -> int:
        """Give the length of a field in a document."""
        field = self._reader.field(fieldname)
        return default if field is None else _lengths(field)[docnum]

    def field_length(self, fieldname: str) -> int:
        """Give the length of a field in all documents."""
        field = self._reader.field(fieldname)
        return 0 if field is None else field.total

    def min_field_length(self, fieldname: str) -> int:
        """Give the least length of a field."""
        return min(self._lengths_of(fieldname), default=0)

    def max_field_length(self, fieldname: str) -> int:
        """Give the greatest length of a field."""
        return max(self._lengths_of(fieldname), default=0)

    def stored_fields(self, docnum: int) -> dict[str, Any]:
        """Give what is stored of a document."""
        return dict(self._reader.stored(docnum))

    def _lengths_of(self, fieldname: str) -> list[int]:
        field = self._reader.field(fieldname)
        return [] if field is None else _lengths(field)


def _lengths(field: FieldReader) -> list[int]:
    lengths: list[int] = field.lengths.tolist() if field.has_lengths else [1] * field.doc_count
    return lengths


def _text(raw: bytes) -> str:
    return raw.decode(errors="surrogatepass")
