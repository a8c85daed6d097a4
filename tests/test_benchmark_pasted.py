import json

import pytest

from benchmarks import pasted

PAGE = """Der alte Hafen wird für vierzig Millionen ausgebaut

Von Eva Horn
24.02.2025

Die Stadt hat am Montag beschlossen, den alten Hafen in drei Jahren auszubauen, und rechnet mit Kosten
von vierzig Millionen Euro, die sich der Bund und das Land nach langen Verhandlungen teilen sollen.
"""
GOLD = {
    "file": "hafen.txt",
    "titles_ok": ["Der Hafen wird ausgebaut", "der alte Hafen wird für vierzig Millionen AUSGEBAUT!"],
    "title_in_text": True,
    "authors_in_text": ["Eva Horn"],
    "date": "2025-02-24",
    "date_in_text": "24.02.2025",
}  # fmt: skip


@pytest.fixture
def data(tmp_path):
    def write(**changes):
        folder = tmp_path / "pasted"
        folder.mkdir(exist_ok=True)
        (folder / "hafen.txt").write_text(PAGE, encoding="utf-8")
        (folder / "gold.jsonl").write_text(json.dumps(GOLD | changes) + "\n", encoding="utf-8")
        return tmp_path

    return write


def test_a_page_read_as_the_gold_says_passes_the_floors(data, capsys):
    assert pasted.main([str(data())]) == 0
    assert "headline   1.000 right (1/1)" in capsys.readouterr().out


@pytest.mark.parametrize(
    "changes", [{"authors_in_text": ["Jan Moor"]}, {"date": "2025-02-23"}, {"titles_ok": ["Etwas anderes"]}]
)
def test_a_run_below_a_floor_ends_with_one(data, changes):
    assert pasted.main([str(data(**changes))]) == 1


def test_what_the_text_does_not_show_but_is_given_counts_as_invented(data):
    tallies, _ = pasted.run(data(date_in_text="", authors_in_text=[]) / "pasted")
    assert tallies["published"].invented == 1
    assert tallies["authors"].invented == 1
    assert tallies["authors"].penalised == -1.0


def test_a_folder_without_texts_is_asked_wrongly(tmp_path, capsys):
    assert pasted.main([str(tmp_path)]) == 2
    assert "No texts" in capsys.readouterr().err
