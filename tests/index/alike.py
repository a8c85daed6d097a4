"""Articles of all kinds, and whether two segments say the same of them."""

from __future__ import annotations

from datetime import date

import numpy as np
from hypothesis import strategies as st

from archive.article import Article
from archive.index import schema
from archive.index.codec.segment import SegmentReader

TEXTS = st.lists(
    st.sampled_from(
        (
            "Der Bahnhofsvorsteher sah die Ein- und Ausfuhr.",
            "Sie riefen ihn gestern an, die Klima-Schützer.",
            "Trains are late; the S&P 500 fell 3,5 percent.",
            "Bürger:innen, Gift gift GIFT — don’t.",
            "Straße strasse STRASSE\xad und Cafe\u0301",
            "東京 \udc80 §",
            "",
        )
    ),
    max_size=8,
).map(" ".join)
VALUES = st.lists(st.sampled_from(["Anna Müller", "Bo Li", "dpa", "Ödön v. H", "\udc80", ""]), max_size=3)
ARTICLES = st.lists(
    st.builds(
        Article,
        id=st.sampled_from("abcdef"),
        digest=st.integers(0, 2**255).map("{:064x}".format),
        language=st.sampled_from(["de", "en", None, "fr"]),
        headline=TEXTS,
        dek=TEXTS | st.none(),
        body=TEXTS,
        captions=st.lists(TEXTS, max_size=2).map(tuple),
        disclaimer=TEXTS | st.none(),
        authors=VALUES.map(tuple),
        byline=TEXTS | st.none(),
        source=st.sampled_from(["Blatt", "Der Bote", None]),
        tags=VALUES.map(tuple),
        url=st.sampled_from(["https://example.com/a\nb", None]),
        published=st.sampled_from([date(2024, 1, 2), None]),
    ),
    min_size=1,
    max_size=5,
)


def lists(segment: SegmentReader, name: str) -> object:
    """Give everything that is known of a field."""
    field = segment.field(name)
    if field is None:
        return None
    found: dict[str, object] = {}
    for ordinal, term in enumerate(field.terms.all()):
        postings = field.postings(ordinal)
        positions = [each.tolist() for each in postings.positions()] if field.has_positions else None
        found[term] = postings.docs.tolist(), postings.weights.tolist(), positions
    lengths = field.lengths.tolist() if field.has_lengths else None
    return found, field.df.tolist(), field.total, lengths


def assert_alike(one: SegmentReader, other: SegmentReader) -> None:
    assert set(one.field_names) == set(other.field_names)
    for field in schema.TERM_FIELDS:
        assert lists(one, field.name) == lists(other, field.name), field.name
    for name in schema.NUMBER_COLUMNS:
        assert one.column(name).tolist() == other.column(name).tolist(), name
    for name in schema.FACET_COLUMNS:
        columns = one.keywords(name), other.keywords(name)
        assert len({repr((c.values, c.starts.tolist(), c.ordinals.tolist())) for c in columns}) == 1
    assert one.digests() == other.digests()
    for doc in range(one.doc_count):
        assert one.stored(doc) == other.stored(doc)
        assert one.texts(doc) == other.texts(doc)
        assert spoken(one, doc) == spoken(other, doc)
    signed, also = one.signatures.all(), other.signatures.all()
    assert np.array_equal(signed.keys, also.keys)
    assert np.array_equal(signed.docs, also.docs)


def spoken(segment: SegmentReader, doc: int) -> str | None:
    return segment.languages[segment.language_numbers[doc]]
