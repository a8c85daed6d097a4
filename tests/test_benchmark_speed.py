from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from xml.etree import ElementTree

from benchmarks import news, tables

REAL = [
    json.dumps({
        "id": f"r{n}", "title": f"Titel {n}", "author": "A. Müller", "date": "2020-01-02", "lang": "de",
        "text": f"Der erste Satz {n}. Ein zweiter Satz. Dann folgt Satz {n * 7}. Und Schluss.",
        "url": "", "category": "Rede", "source": "Protokoll",
    }) + "\n"
    for n in range(8)
]  # fmt: skip

ROWS: tables.Measured = {
    tables.INDEX: {"archive": 10.0, "FTS5": 20.0, "Whoosh": 400.0},
    tables.SIZE: {"archive": 1.0, "FTS5": 1.8},
    tables.MEDIAN: {"archive": 2.0, "tantivy": 5.0},
    tables.LATE: {"archive": 4.0, "tantivy": 6.0},
}


def test_made_articles_have_the_words_of_real_ones_and_are_the_same_each_time(tmp_path: Path) -> None:
    made = [json.loads(line) for line in news.mixed(REAL, 20)]
    assert made == [json.loads(line) for line in news.mixed(REAL, 20)]
    assert len({record["id"] for record in made}) == 20
    words = Counter(word for line in REAL for word in json.loads(line)["text"].split())
    for record in made:
        assert record["text"]
        assert set(record["text"].split()) <= set(words)
    path = tmp_path / "articles.jsonl"
    path.write_text("".join(REAL), encoding="utf-8")
    for kept in (True, False):
        articles = list(news.News(path, len(REAL), kept=kept))
        assert len({article.id for article in articles}) == len(REAL)
        assert articles[3].body == json.loads(REAL[3])["text"]


def test_what_may_be_taken_follows_from_what_others_take() -> None:
    assert tables.most(tables.INDEX, ROWS[tables.INDEX], 100_000) == 20.0
    assert tables.most(tables.SIZE, ROWS[tables.SIZE], 100_000) == 0.8
    assert tables.most(tables.MEDIAN, ROWS[tables.MEDIAN], 10_000) == 2.5
    assert tables.most(tables.MEDIAN, ROWS[tables.MEDIAN], 100_000) == 5.0
    table = tables.markdown(ROWS, 10_000)
    assert "| ≤ 20 ✓ |" in table
    assert "| ≤ 0.8 (×1.2) |" in table


def test_floors_go_up_only_and_hold() -> None:
    floors: dict[str, dict[str, float]] = {}
    tables.raised(1000, ROWS, floors)
    held = dict(floors["1000"])
    assert tables.short(1000, ROWS, floors) == []
    slower = {**ROWS, tables.MEDIAN: {"archive": 20.0, "tantivy": 5.0}}
    assert len(tables.short(1000, slower, floors)) == 1
    tables.raised(1000, slower, floors)
    assert floors["1000"] == held


def test_pages_and_figure_show_what_was_measured(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("A\n<!-- speed 1000 -->\nold\n<!-- /speed -->\n<!-- speed 7 -->\n<!-- /speed -->\nZ\n")
    for _ in range(2):
        tables.renew([page], {"1000": ROWS}, {"1000": "Today:"})
        text = page.read_text(encoding="utf-8")
        assert "old" not in text
        assert text.count("Today:") == 1
        assert text.startswith("A\n")
        assert text.endswith("Z\n")
    svg = ElementTree.fromstring(tables.growth({"1000": ROWS, "10000": ROWS}))
    lines = svg.findall("{http://www.w3.org/2000/svg}polyline")
    assert len(lines) == 4
    assert all(len(line.attrib["points"].split()) == 2 for line in lines)
