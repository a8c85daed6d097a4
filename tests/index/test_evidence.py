from __future__ import annotations

from pathlib import Path

import pytest

from archive import Archive

OWN = "Der Konzern Wirrcard und das Wort Brumms stehen auch in diesem Text über die deutsche Wirtschaft."
COMPOUNDS = {
    "erste": "Die Wirrcardaffäre beschäftigt den Bundestag, und niemand weiß, wie es weitergeht.",
    "doppelt": "Es kam der Doppelbrumms, den niemand erwartet hatte, und die Menschen staunten sehr.",
    "beide": "Ein Brummswirrcard trat auf die Bühne, und das Publikum in der Halle klatschte lange.",
    "fremd": "The house was full of brummshouse and nothing else, and the people of the town were there.",
    "name": "Herr Wirrcardinger und Frau Brummser haben mit all dem nichts zu tun und leben still.",
    "selten": "Der Text über den Flurks ist nur einmal da, und das Wort ist sonst ganz unbekannt.",
    "seltener": "Die Flurksaffäre kennt niemand, und auch dieses Wort ist sonst ganz unbekannt geblieben.",
}


@pytest.fixture(scope="module")
def archive(tmp_path_factory):
    folder: Path = tmp_path_factory.mktemp("evidence")
    texts = {**{f"own{number}": OWN for number in range(4)}, **COMPOUNDS}
    for name, text in texts.items():
        (folder / f"{name}.md").write_text(f"# {name.title()}\n\n{text} {name}\n", encoding="utf-8")
    with Archive.create(folder / "archive") as made:
        for outcome in made.add([str(folder / f"{name}.md") for name in texts]):
            assert outcome.outcome == "new", outcome.reason
        yield made


def found(archive, query):
    hits = archive.search(query, limit=20).hits
    return {hit.headline.lower(): hit for hit in hits if not hit.headline.startswith("Own")}


def marked(hit):
    return [each.text[start:end] for each in hit.snippets for start, end in each.matches]


def test_a_word_that_only_the_archive_knows_is_found_in_compounds(archive):
    assert marked(found(archive, "Wirrcard")["erste"]) == ["Wirrcard"]
    assert marked(found(archive, "Brumms")["doppelt"]) == ["brumms"]


def test_a_compound_of_two_words_that_only_the_archive_knows_is_found_by_both(archive):
    assert set(found(archive, "Wirrcard")) == {"erste", "beide"}
    assert set(found(archive, "Brumms")) == {"doppelt", "beide"}
    assert set(found(archive, "Brumms Wirrcard")) == {"beide"}


def test_a_compound_is_found_by_all_the_words_it_is_made_of(archive):
    hit = found(archive, "Affäre Wirrcard")["erste"]
    assert sorted(marked(hit)) == ["Wirrcard", "affäre"]


def test_a_compound_gives_less_than_the_word_itself_and_is_named_a_part(archive):
    hits = archive.search("Wirrcard", limit=20, explain=True).hits
    ways = {hit.headline: {each.path for each in hit.explanation} for hit in hits}
    assert hits[0].headline.startswith("Own")
    assert ways["Erste"] == {"part"}


def test_a_word_that_hardly_an_article_has_is_no_part_of_others(archive):
    assert [hit.headline for hit in archive.search("Flurks", limit=20).hits] == ["Selten"]


def test_only_german_articles_have_such_compounds(archive):
    assert "fremd" not in found(archive, "Brumms")


def test_what_a_word_excludes_are_its_compounds_too(archive):
    assert "erste" not in found(archive, "-Wirrcard niemand")
    assert "doppelt" in found(archive, "-Wirrcard niemand")
