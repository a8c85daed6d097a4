"""Results, articles and errors as a person sees them."""

from __future__ import annotations

import io
import re
import time
from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.article import Article, Provenance
from archive.engine import Contribution, Hit, Results, Snippet
from archive.errors import BadValue, Problem
from archive.output.cells import Run, Style, cells
from archive.output.page import write_page
from archive.output.problems import pointed, write_query_error
from archive.output.progress import ProgressLine, duration, progress_text
from archive.output.results import byline, count, write_results
from archive.output.terminal import READABLE_WIDTH, Terminal

HIT = Hit(
    id="2025-03-01-stadtwerke-bauen-netz",
    score=7.12,
    headline="Stadtwerke bauen das Fernwärmenetz aus: Größtes Vorhaben seit dreißig Jahren",
    authors=("Anna Müller", "Jan Weiß"),
    published=date(2025, 3, 1),
    source="Morgenblatt",
    language="de",
    headline_matches=((21, 34),),
    snippets=(
        Snippet("body", "Das Fernwärmenetz reicht künftig bis in den Norden der Stadt.", ((4, 17),)),
        Snippet("body", "… kostet das Netz rund 53 Millionen Euro …", ((13, 17),)),
    ),
    explanation=(Contribution(term="netz", path="stem", field="body", score=2.5),),
)


def written(
    function: Any, *arguments: Any, width: int | None = 80, color: bool = False, **settings: Any
) -> str:
    stream = io.StringIO()
    function(Terminal(stream, width=width, color=color), *arguments, **settings)
    return stream.getvalue()


def bare(text: str) -> str:
    return re.sub(r"\x1b\[[\d;]*m", "", text)


def test_a_hit_shows_headline_authors_date_source_passages_and_id() -> None:
    text = written(write_results, Results(total=1, hits=(HIT,), took_ms=3.14))
    assert text.splitlines() == [
        "1 article (3.1 ms)",
        "",
        "Stadtwerke bauen das Fernwärmenetz aus: Größtes Vorhaben seit dreißig Jahren",
        "  Anna Müller, Jan Weiß · 2025-03-01 · Morgenblatt",
        "  Das Fernwärmenetz reicht künftig bis in den Norden der Stadt. … kostet das",
        "  Netz rund 53 Millionen Euro …",
        "  2025-03-01-stadtwerke-bauen-netz",
    ]


def test_colour_changes_nothing_but_the_colour() -> None:
    results = Results(total=1, hits=(HIT,))
    assert bare(written(write_results, results, color=True)) == written(write_results, results)


def test_matches_are_marked_in_headline_and_passages() -> None:
    text = written(write_results, Results(total=1, hits=(HIT,)), width=None, color=True)
    marked = re.findall(rf"\x1b\[{Style.MATCH.value}m(.*?)\x1b\[0m", text)
    assert marked == ["Fernwärmenetz", "Fernwärmenetz", "Netz"]


@pytest.mark.parametrize("width", [20, 40, 60, 80, 120, 300])
def test_no_line_is_wider_than_the_terminal_or_than_reads_well(width: int) -> None:
    text = written(
        write_results, Results(total=70, hits=(HIT,) * 3, suggestion="netz"), width=width, explain=True
    )
    lines = [line for line in text.splitlines() if line.strip() != HIT.id]
    assert max(cells(line) for line in lines) <= min(width, READABLE_WIDTH)


def test_an_id_is_never_broken_so_that_it_can_be_copied() -> None:
    assert f"  {HIT.id}\n" in written(write_results, Results(total=1, hits=(HIT,)), width=20)


def test_partial_matches_are_called_so() -> None:
    text = written(write_results, Results(total=1, hits=(HIT,), match="partial"))
    assert text.startswith("No article has all of the words; these have some: 1 article")


def test_the_score_is_shown_on_demand_only() -> None:
    results = Results(total=1, hits=(HIT,), interpreted="netz")
    assert "7.12" not in written(write_results, results)
    explained = written(write_results, results, explain=True)
    assert "score 7.12 = 2.50 netz (stem in body)" in explained
    assert "Understood as: netz" in explained


def test_a_page_of_results_says_where_the_next_begins() -> None:
    text = written(write_results, Results(total=58_960, hits=(HIT,) * 10), offset=20)
    assert text.startswith("21–30 of 58,960 articles")
    assert text.endswith("More with --offset 30.\n")


def test_a_suggestion_is_offered_below_the_hits() -> None:
    assert "Did you mean: fernwärme" in written(
        write_results, Results(total=1, hits=(HIT,), suggestion="fernwärme")
    )


def test_an_article_without_anything_known_still_has_a_line() -> None:
    text = written(write_results, Results(total=1, hits=(Hit(id="undated-x", score=1.0),)))
    assert text.splitlines()[2:] == ["(no headline)", "  undated-x"]


HOSTILE = "\x1b[2J\x1b]0;owned\x07\x9b31m\u202eevil\u202c\u200b\x00\r"


def test_nothing_in_an_article_acts_on_the_terminal() -> None:
    hit = Hit(
        id=f"id{HOSTILE}",
        score=1.0,
        headline=HOSTILE,
        authors=(HOSTILE,),
        source=HOSTILE,
        snippets=(Snippet("body", HOSTILE, ((0, 5),)),),
        explanation=(Contribution(term=HOSTILE, path="form", field="body", score=1.0),),
    )
    article = Article(
        id="a", headline=HOSTILE, dek=HOSTILE, authors=(HOSTILE,), byline=HOSTILE, source=HOSTILE,
        url=HOSTILE, tags=(HOSTILE,), captions=(HOSTILE,), disclaimer=HOSTILE,
        body=f"{HOSTILE}\n\n```\n{HOSTILE}\n```\n\n- {HOSTILE}",
        provenance=Provenance(original=HOSTILE, record=HOSTILE, reader=HOSTILE),
    )  # fmt: skip
    results = Results(total=1, hits=(hit,), interpreted=HOSTILE, suggestion=HOSTILE)
    for color in (False, True):
        text = written(write_results, results, explain=True, color=color) + written(
            write_page, article, color=color
        )
        assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u200b]", bare(text))


def test_a_page_reads_from_headline_to_provenance() -> None:
    article = Article(
        id="2025-03-01-netz",
        headline="Das Netz wächst",
        dek="Stadtwerke legen Pläne vor.",
        authors=("Anna Müller",),
        byline="Von Anna Müller, Berlin",
        published=datetime(2025, 3, 1, 8, 30),
        source="Morgenblatt",
        language="de",
        tags=("Energie", "Stadt"),
        captions=("Ein Rohr.",),
        disclaimer="Ohne Gewähr.",
        body="Erster Absatz.\n\n## Der Plan\nZweiter Absatz\nläuft weiter.\n\n- eins\n- zwei\n\n> Zitat\n",
        provenance=Provenance(original="netz.txt", reader="pasted", added="2026-01-02T10:00:00Z"),
    )
    assert written(write_page, article).splitlines() == [
        "Das Netz wächst",
        "Stadtwerke legen Pläne vor.",
        "Anna Müller · 2025-03-01 08:30 · Morgenblatt · de",
        "",
        "Erster Absatz.",
        "",
        "Der Plan",
        "Zweiter Absatz läuft weiter.",
        "",
        "  - eins",
        "  - zwei",
        "",
        "    Zitat",
        "",
        "  Picture: Ein Rohr.",
        "",
        "Ohne Gewähr.",
        "",
        "byline  Von Anna Müller, Berlin",
        "tags    Energie, Stadt",
        "from    netz.txt, read as pasted, added 2026-01-02",
        "id      2025-03-01-netz",
    ]


def test_every_problem_of_a_query_has_its_carets_and_hint() -> None:
    error = BadValue(
        "größe athor:x date:31.02.2025",
        (
            Problem("There is no field “athor”.", (6, 11), "Did you mean author?"),
            Problem("There is no 31 February 2025.", (19, 29), "Give a day that exists."),
        ),
    )
    assert written(write_query_error, error).splitlines() == [
        "Error: There is no field “athor”.",
        "  größe athor:x date:31.02.2025",
        "        ^^^^^",
        "Hint: Did you mean author?",
        "Error: There is no 31 February 2025.",
        "  größe athor:x date:31.02.2025",
        "                     ^^^^^^^^^^" [:2 + 19 + 10],
        "Hint: Give a day that exists.",
    ]  # fmt: skip


def test_carets_stand_below_wide_characters() -> None:
    query, carets = pointed("阿里 x:1", Problem("", (3, 4)), 80)
    assert (query, carets) == ("阿里 x:1", "     ^")


@given(st.text(max_size=300), st.integers(-5, 310), st.integers(-5, 310), st.integers(20, 120))
def test_a_query_of_any_length_is_shown_around_its_problem(
    text: str, start: int, end: int, width: int
) -> None:
    query, carets = pointed(text, Problem("", (start, end)), width)
    assert cells(query) <= width
    assert carets.strip(" ").strip("^") == ""
    assert 0 < cells(carets) <= width
    assert "\n" not in query


def test_a_line_of_progress_says_rate_and_time_left() -> None:
    assert progress_text("Adding", 12_000, 58_960, 6.0) == (
        "Adding ━━━━────────────────────  12,000 of 58,960 · 2,000/s · 23 s left"
    )


def test_progress_never_says_that_no_time_is_left_while_there_is_work() -> None:
    assert progress_text("Adding", 9_999, 10_000, 10.0).endswith("1,000/s · 1 s left")
    assert progress_text("Adding", 10_000, 10_000, 10.0).endswith("1,000/s · finishing")


def test_the_time_left_goes_by_the_rate_of_the_last_minute(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [0.0]
    monkeypatch.setattr(time, "monotonic", lambda: now[0])
    stream = io.StringIO()
    line = ProgressLine(Terminal(stream, width=100), "Adding")
    for done in range(0, 1_001, 100):  # 100 a second, then one
        now[0] += 1
        line(done, 2_000)
    for done in range(1_000, 1_101):
        now[0] += 1
        line(done, 2_000)
    line.close()
    assert stream.getvalue().rstrip("\r\x1b[K").endswith("1,100 of 2,000 · 1.0/s · 15 min 0 s left")


def test_progress_without_a_total_says_how_many() -> None:
    assert progress_text("Adding", 1_200, None, 2.0) == "Adding  1,200 · 600/s"


def test_progress_is_wiped_away_when_done() -> None:
    stream = io.StringIO()
    line = ProgressLine(Terminal(stream, width=80), "Adding")
    line(1, 2)
    line.close()
    assert stream.getvalue().endswith("\r\x1b[K")


def test_progress_moves_on_while_a_step_takes_long() -> None:
    stream = io.StringIO()
    line = ProgressLine(Terminal(stream, width=80), "Adding")
    line(1, 2)
    time.sleep(1.3)
    line.close()
    assert stream.getvalue().count("Adding") >= 2
    before = stream.getvalue()
    time.sleep(0.7)
    assert stream.getvalue() == before


def test_progress_is_silent_where_nobody_looks() -> None:
    stream = io.StringIO()
    line = ProgressLine(Terminal(stream, width=80), "Adding", shown=False)
    line(1, 2)
    line.clear()
    assert stream.getvalue() == ""


@pytest.mark.parametrize(
    ("seconds", "text"), [(0.2, "0 s"), (59.6, "1 min 0 s"), (200, "3 min 20 s"), (7500, "2 h 5 min")]
)
def test_durations_are_said_as_people_say_them(seconds: float, text: str) -> None:
    assert duration(seconds) == text


def test_numbers_are_grouped_and_nouns_agree() -> None:
    assert (count(1), count(0), count(58_960)) == ("1 article", "0 articles", "58,960 articles")


def test_many_authors_are_summed_up() -> None:
    assert byline(("A", "B", "C", "D", "E", "F"), None, None) == "A, B, C, D and 2 more"


def test_a_label_keeps_its_column() -> None:
    text = written(lambda terminal: terminal.entry(Run("id      "), "wort " * 8), width=30)
    assert text.splitlines() == ["id      wort wort wort wort", "        wort wort wort wort"]
