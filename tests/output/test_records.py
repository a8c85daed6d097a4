"""What other programs read: JSON, JSON lines, CSV, ids."""

from __future__ import annotations

import csv
import io
import json
import re
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.article import Article, Provenance
from archive.engine import Contribution, Hit, Results, Snippet
from archive.output import records

HIT = Hit(
    id="2025-03-01-netz",
    score=7.123456,
    headline="Netz",
    authors=("Anna Müller", "Jan Weiß"),
    published=date(2025, 3, 1),
    source="Morgenblatt",
    language="de",
    record="r-7",
    headline_matches=((0, 4),),
    snippets=(Snippet("body", "Das Netz wächst.", ((4, 8),)),),
    explanation=(Contribution(term="netz", path="form", field="body", score=2.0),),
)
RESULTS = Results(total=12, hits=(HIT,), query="netz", interpreted="netz", took_ms=3.1)


def dumped(record: dict[str, object]) -> str:
    stream = io.StringIO()
    records.write_json(stream, record)
    return stream.getvalue()


def test_search_json_has_the_agreed_shape() -> None:
    assert json.loads(dumped(records.results_record(RESULTS))) == {
        "format": 1,
        "query": "netz",
        "interpreted": "netz",
        "match": "all",
        "total": 12,
        "hidden": 0,
        "took_ms": 3.1,
        "suggestion": None,
        "hits": [
            {
                "id": "2025-03-01-netz",
                "score": 7.1235,
                "headline": "Netz",
                "authors": ["Anna Müller", "Jan Weiß"],
                "published": "2025-03-01",
                "source": "Morgenblatt",
                "language": "de",
                "url": None,
                "record": "r-7",
                "story": None,
                "similar": 0,
                "headline_matches": [[0, 4]],
                "snippets": [{"field": "body", "text": "Das Netz wächst.", "matches": [[4, 8]]}],
            }
        ],
    }


def test_an_explanation_is_in_json_when_asked_for() -> None:
    hit = records.hit_record(HIT, explain=True)
    assert hit["explanation"] == [{"term": "netz", "path": "form", "field": "body", "score": 2.0}]


def test_a_span_stands_on_one_line() -> None:
    assert "[4, 8]" in dumped(records.results_record(RESULTS))


@given(st.text(), st.text())
def test_any_text_comes_through_json_unchanged_and_harmless(headline: str, text: str) -> None:
    hit = Hit(id="a", score=1.0, headline=headline, snippets=(Snippet("body", text, ((0, 1), (10, 12))),))
    written = dumped(records.results_record(Results(total=1, hits=(hit,))))
    read = json.loads(written)["hits"][0]
    assert (read["headline"], read["snippets"][0]["text"]) == (headline, text)
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]", written)


def test_a_line_of_json_lines_is_one_line() -> None:
    stream = io.StringIO()
    records.write_jsonl(stream, {"text": "a\nb\u2028c\x85d"})
    assert stream.getvalue().splitlines() == ['{"text": "a\\nb\\u2028c\\u0085d"}']


def test_csv_has_a_head_and_a_row_for_each_hit() -> None:
    stream = io.StringIO()
    records.write_csv(stream, [HIT])
    head, row = csv.reader(io.StringIO(stream.getvalue()))
    assert head == list(records.COLUMNS)
    assert dict(zip(head, row, strict=True)) == {
        "id": "2025-03-01-netz", "score": "7.1235", "headline": "Netz", "authors": "Anna Müller; Jan Weiß",
        "published": "2025-03-01", "source": "Morgenblatt", "language": "de", "url": "", "record": "r-7",
        "snippet": "Das Netz wächst.",
    }  # fmt: skip


@pytest.mark.parametrize("headline", ['=HYPERLINK("http://x")', "+1+cmd", "-2+3", "@SUM(A1)", "\t=1"])
def test_no_cell_of_a_table_is_a_formula(headline: str) -> None:
    stream = io.StringIO()
    records.write_csv(stream, [Hit(id="a", score=1.0, headline=headline)])
    assert list(csv.reader(io.StringIO(stream.getvalue())))[1][2].startswith("'")


@given(st.text())
def test_a_table_holds_no_control_characters(text: str) -> None:
    stream = io.StringIO()
    records.write_csv(stream, [Hit(id="a", score=1.0, headline=text, authors=(text,))])
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e]", stream.getvalue())


def test_an_article_has_every_field_in_json() -> None:
    article = Article(
        id="a", headline="H", published=datetime(2025, 3, 1, 8, 30, tzinfo=UTC), updated=date(2025, 3, 2),
        provenance=Provenance(original="a.txt", record="7"), extra={"rating": 5, "seen": date(2025, 1, 1)},
    )  # fmt: skip
    read = json.loads(dumped(records.article_record(article)))
    assert (read["published"], read["updated"]) == ("2025-03-01T08:30:00+00:00", "2025-03-02")
    assert read["extra"] == {"rating": 5, "seen": "2025-01-01"}
    assert read["provenance"] == {
        "original": "a.txt",
        "sha256": None,
        "reader": None,
        "added": None,
        "record": "7",
    }
    assert set(read) >= {
        "headline",
        "dek",
        "authors",
        "byline",
        "tags",
        "captions",
        "disclaimer",
        "body",
        "url",
    }


def test_ids_stand_one_a_line() -> None:
    stream = io.StringIO()
    records.write_ids(stream, [HIT, HIT])
    assert stream.getvalue() == "2025-03-01-netz\n2025-03-01-netz\n"
