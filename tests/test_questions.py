"""Questions in plain words."""

from __future__ import annotations

from pathlib import Path

import pytest

from archive import Archive, query
from archive.questions import content


@pytest.mark.parametrize(
    ("typed", "asked"),
    [
        ("was plant Alibaba mit KI", "plant Alibaba KI"),
        ("Wie teuer wird der Strom?", "teuer Strom"),
        ("who owns the Guardian?", "owns Guardian"),
        ("wer regiert die WHO", "regiert WHO"),
        ("what about IT", "IT"),
        ("wer author:brandt", "wer author:brandt"),
        ("wer oder was", "wer oder was"),
        ("Alibaba was", "Alibaba was"),
        ('"was plant" Alibaba', '"was plant" Alibaba'),
        ("was", "was"),
    ],
)
def test_a_question_asks_for_what_it_is_about(typed, asked):
    assert str(content(query.parse(typed))) == asked


def test_a_question_is_answered_by_articles_that_answer_it(tmp_path: Path):
    for name, text in (
        ("plan", "Alibaba plant Rechenzentren für KI."),
        ("frage", "Was plant der Senat mit der Brücke, fragt die Opposition."),
    ):
        (tmp_path / f"{name}.md").write_text(f"---\nheadline: {name}\n---\n\n{text}\n", encoding="utf-8")
    archive = Archive.create(tmp_path / "archive")
    list(archive.add([str(tmp_path / "*.md")]))
    results = archive.search("was plant Alibaba mit KI")
    assert (results.match, results.interpreted) == ("all", "plant Alibaba KI")
    assert [hit.headline for hit in results.hits] == ["plan"]
    partial = archive.search("wie baut Alibaba eine Brücke")
    assert partial.match == "partial"
    assert {hit.headline for hit in partial.hits} == {"plan", "frage"}
    assert archive.explain("was plant Alibaba mit KI", results.hits[0].id).matches
