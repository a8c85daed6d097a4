"""The same story in three papers: added, searched and shown as a person meets it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

Run = Callable[..., Result]

BODY = [
    "Die Stadt Musterhafen will ihre alte Schleuse bis zum Herbst vollständig erneuern, wie der Senat am "
    "Montag nach langer Beratung mitteilte.",
    "Die Kosten von 34 Millionen Euro trägt zur Hälfte der Bund, den Rest teilen sich Hafenbehörde und "
    "Reedereien, die seit Jahren auf eine breitere Einfahrt drängen.",
    "„Wir verlieren sonst jedes Jahr zwölf Linien an die Konkurrenz“, sagte Hafendirektorin Petra Lindner, "
    "die das Amt erst im Frühjahr übernommen hat.",
    "Kritik kam von Naturschützern, die vor Schäden im Watt warnen und eine unabhängige Prüfung verlangen.",
]
FIRST, SECOND, THIRD = (
    f"2025-03-1{day}-{slug}"
    for day, slug in enumerate(("schleuse-wird-erneuert", "musterhafen-baut", "34-millionen"))
)


@pytest.fixture
def papers(tmp_path: Path) -> Path:
    """Three papers with one story, and one with another about the same."""
    folder = tmp_path / "papers"
    folder.mkdir()
    pages = {
        "a": ("Schleuse wird erneuert", "Hafenblatt", BODY),
        "b": ("Musterhafen baut", "Küstenbote", [BODY[0], "Anzeige: Jetzt abonnieren!", *BODY[1:]]),
        "c": ("34 Millionen", "Nordnachrichten", [BODY[0].replace("langer", "kurzer"), *BODY[1:3]]),
        "d": (
            "Altdorf baut nicht",
            "Altdorfer Bote",
            [f"Altdorf baut nicht, sagt Rat {n}." for n in range(20)],
        ),
    }
    for number, (name, (headline, source, body)) in enumerate(pages.items()):
        head = f"---\nheadline: {headline}\nsource: {source}\npublished: 2025-03-1{number}\n---\n\n"
        (folder / f"{name}.md").write_text(head + "\n\n".join(body) + "\n", encoding="utf-8")
    return folder


def test_receipts_say_what_an_article_is_a_near_copy_of_and_count_them(run: Run, papers: Path) -> None:
    added = run("add", str(papers))
    assert added.stdout.count(f"near copy of {FIRST}") == 2
    assert "4 new, 0 updated, 0 same, 2 near copies, 0 failed" in added.stderr
    again = [json.loads(line) for line in run("add", str(papers), "--json").stdout.splitlines()]
    assert [outcome["outcome"] for outcome in again] == ["same"] * 4


def test_a_near_copy_of_what_is_there_already_is_told_in_json(run: Run, papers: Path) -> None:
    run("add", str(papers / "b.md"), str(papers / "c.md"))
    told = json.loads(run("add", str(papers / "a.md"), "--json").stdout)
    assert (told["outcome"], told["id"], told["copy_of"]) == ("new", FIRST, SECOND)


def test_a_search_shows_one_hit_for_a_story_and_all_shows_each(run: Run, papers: Path) -> None:
    run("add", str(papers))
    shown = run("search", "musterhafen OR altdorf", "--sort", "date").stdout
    assert "4 articles, 2 of them near copies" in shown
    assert f"{FIRST}  +2 similar" in shown
    assert SECOND not in shown
    every = run("search", "musterhafen OR altdorf", "--sort", "date", "--all", "--ids").stdout.split()
    assert every[:3] == [FIRST, SECOND, THIRD]
    assert len(every) == 4
    document = json.loads(run("search", "musterhafen OR altdorf", "--sort", "date", "--json").stdout)
    assert (document["total"], document["hidden"]) == (4, 2)
    assert [(hit["story"], hit["similar"]) for hit in document["hits"]] == [(FIRST, 2), (None, 0)]


def test_story_finds_all_near_copies_by_the_id_of_any(run: Run, papers: Path) -> None:
    run("add", str(papers))
    assert set(run("search", f"story:{THIRD}", "--ids").stdout.split()) == {FIRST, SECOND, THIRD}
    assert set(run("search", f"meldung:{SECOND[:15]}", "lindner", "--ids").stdout.split()) == {
        FIRST,
        SECOND,
        THIRD,
    }
    assert "takes the id of one article" in run("search", "story:2025*").stderr
    assert run("search", "story:nirgends").exit_code == 2


def test_the_page_of_an_article_names_its_near_copies(run: Run, papers: Path, place: Path) -> None:
    run("add", str(papers))
    shown = run("show", SECOND).stdout
    assert f"Hafenblatt · {FIRST}" in shown
    assert f"Nordnachrichten · {THIRD}" in shown
    for file in (place / "index").iterdir():
        file.unlink()
    assert FIRST not in run("show", SECOND).stdout


def test_stories_are_the_same_when_the_index_is_built_anew(run: Run, papers: Path) -> None:
    for name in "dcab":
        run("add", str(papers / f"{name}.md"))
    before = run("search", "*", "--jsonl", "--sort", "date").stdout
    run("sync", "--rebuild")
    assert run("search", "*", "--jsonl", "--sort", "date").stdout == before
    run("remove", FIRST, "--yes")
    assert f"{SECOND}  +1 similar" in run("search", "musterhafen OR altdorf", "--sort", "date").stdout
