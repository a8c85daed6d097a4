"""`archive search` as a person and as a program calls it."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from click.testing import Result

NETZ = "2025-03-01-stadtwerke-bauen-das-fernwaermenetz-aus"
KANAL = "2025-02-10-der-alte-kanal-wird-wieder-geflutet"
BRIDGE = "2024-11-05-old-bridge-closed-for-repairs"
MARKT = "2025-03-02-markthalle-oeffnet-am-sonntag"
FERRY = "2025-01-15-harbour-ferry-adds-a-night-service"


def ids(result: Result) -> set[str]:
    assert result.exit_code in (0, 1), result.output
    return set(result.stdout.split())


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("Fernwärmenetz", {NETZ}),
        ("stadt euro", {NETZ, KANAL}),
        ("stadt -kanal", {NETZ, MARKT}),
        ("-kanal stadt", {NETZ, MARKT}),
        ("-- -kanal stadt", {NETZ, MARKT}),
        ("stadt --author müller", {NETZ, KANAL}),
        ("--author müller stadt", {NETZ, KANAL}),
        ("--author=müller", {NETZ, KANAL}),
        ("--author weiß --author stone", {KANAL, MARKT, BRIDGE, FERRY}),
        ("--source Morgenblatt", {KANAL, MARKT}),
        ("--language en", {BRIDGE, FERRY}),
        ("--tag wasser", {KANAL}),
        ("--on 2025-03-01", {NETZ}),
        ("--on 2025", {NETZ, KANAL, MARKT, FERRY}),
        ("--from 2025-02-01 --to 2025-03-01", {NETZ, KANAL}),
        ("--to 2024", {BRIDGE}),
        ("harbour --from 2025", {FERRY}),
        ("author:stone harbour", {BRIDGE, FERRY}),
        ("harbour -author:mary -ferry", set()),
        ("*", {NETZ, KANAL, BRIDGE, MARKT, FERRY}),
        ("harbour OR kanal", {BRIDGE, FERRY, KANAL}),
    ],
)
def test_words_and_filters_find_what_they_say(run, words: str, found: set[str]) -> None:
    assert ids(run("search", "--ids", *words.split())) == found


def test_a_phrase_may_be_quoted_once_for_the_shell_and_once_for_the_query(run) -> None:
    assert ids(run("search", '"old bridge"', "--ids")) == {BRIDGE}
    assert ids(run("search", '"bridge old"', "--ids")) == set()
    assert ids(run("search", "bridge old", "--ids")) == {BRIDGE}


def test_hits_show_headline_authors_date_source_and_id(run) -> None:
    lines = run("search", "kanal").stdout.splitlines()
    assert lines[0].startswith("1 article (")
    assert lines[2] == "Der alte Kanal wird wieder geflutet"
    assert lines[3] == "  Jan Weiß, Anna Müller · 2025-02-10 · Morgenblatt"
    assert lines[-1] == f"  {KANAL}"


def test_the_document_for_programs_has_its_agreed_keys(run) -> None:
    document = json.loads(run("search", "harbour", "--json").stdout)
    assert list(document) == [
        "format", "query", "interpreted", "match", "total", "hidden", "took_ms", "suggestion", "hits",
    ]  # fmt: skip
    assert (document["format"], document["query"], document["match"], document["total"]) == (
        1,
        "harbour",
        "all",
        2,
    )
    ferry = next(hit for hit in document["hits"] if hit["id"] == FERRY)
    assert ferry["record"] == "r-2"
    assert ferry["published"] == "2025-01-15"
    snippet = next(part for part in ferry["snippets"] if part["field"] == "body")
    assert [snippet["text"][start:end] for start, end in snippet["matches"]] == ["harbour"]
    assert [ferry["headline"][start:end] for start, end in ferry["headline_matches"]] == ["Harbour"]


def test_json_lines_are_the_hits_of_the_document(run) -> None:
    lines = [json.loads(line) for line in run("search", "harbour", "--jsonl").stdout.splitlines()]
    assert lines == json.loads(run("search", "harbour", "--json").stdout)["hits"]


def test_a_table_has_a_row_for_each_hit(run) -> None:
    rows = list(csv.DictReader(io.StringIO(run("search", "author:stone", "--csv").stdout)))
    assert {row["id"] for row in rows} == {BRIDGE, FERRY}
    assert rows[0]["authors"] == "Mary Stone"


def test_sorting_by_date_goes_both_ways(run) -> None:
    newest = run("search", "*", "--sort", "-date", "--ids").stdout.split()
    assert newest == [MARKT, NETZ, KANAL, FERRY, BRIDGE]
    assert run("search", "*", "--sort", "date", "--ids").stdout.split() == newest[::-1]


def test_pages_of_results_join_to_the_whole(run) -> None:
    whole = run("search", "*", "--ids", "--limit", "100").stdout.split()
    starts = ("0", "2", "4")
    pages = [run("search", "*", "--ids", "--limit", "2", "--offset", start).stdout for start in starts]
    assert "".join(pages).split() == whole
    assert "More with --offset 2." in run("search", "*", "--limit", "2").stdout
    assert [run("search", "*", "--ids", *limit).stdout.split() for limit in (["-n", "3"], ["-n3"])] == [
        whole[:3]
    ] * 2


def test_a_limit_of_nothing_counts_only(run) -> None:
    assert json.loads(run("search", "*", "--limit", "0", "--json").stdout)["total"] == 5


def test_nothing_found_is_said_in_a_sentence_with_a_hint_and_code_1(run) -> None:
    result = run("search", "xylophon")
    assert result.exit_code == 1
    assert result.stdout == ""
    assert result.stderr.startswith("No article matches xylophon.\nHint: ")


@pytest.mark.parametrize("form", ["--json", "--jsonl", "--csv", "--ids"])
def test_nothing_found_is_code_1_in_every_form(run, form: str) -> None:
    assert run("search", "xylophon", form).exit_code == 1


def test_nothing_found_is_still_a_document_for_programs(run) -> None:
    document = json.loads(run("search", "xylophon", "--json").stdout)
    assert (document["total"], document["hits"]) == (0, [])


def test_a_misspelt_word_is_answered_with_the_nearest(run) -> None:
    assert "Did you mean: harbour" in run("search", "harbuor").stderr


def test_partial_matches_are_shown_and_called_so(run) -> None:
    result = run("search", "harbour xylophon")
    assert result.exit_code == 0
    assert result.stdout.startswith("No article has all of the words; these have some: 2 articles")
    machine = run("search", "harbour xylophon", "--ids")
    assert ids(machine) == {BRIDGE, FERRY}
    assert machine.stderr.startswith("No article has all of the words; these have some.")
    assert json.loads(run("search", "harbour xylophon", "--json").stdout)["match"] == "partial"


def test_any_asks_for_some_of_the_words(run) -> None:
    assert ids(run("search", "kanal harbour", "--any", "--ids")) == {KANAL, BRIDGE, FERRY}
    assert ids(run("search", "kanal harbour", "--any", "--author", "stone", "--ids")) == {BRIDGE, FERRY}


def test_explaining_tells_the_reading_and_the_score(run) -> None:
    text = run("search", "harbour", "--author", "stone", "--explain").stdout
    assert "Understood as: harbour author:stone" in text
    assert "score " in text
    hit = json.loads(run("search", "harbour", "--json", "--explain").stdout)["hits"][0]
    assert {"term", "path", "field", "score"} == set(hit["explanation"][0])


@pytest.mark.parametrize(
    ("arguments", "error", "hint"),
    [
        (["--athor", "x"], "No such option '--athor'.", "Did you mean --author?"),
        (["kanal", "--athor", "x"], "No such option '--athor'.", "Did you mean --author?"),
        (["kanal", "--author"], "--author needs a value.", "See `archive search --help`."),
        (["kanal", "--author", "--json"], "--author needs a value.", "See `archive search --help`."),
        (["kanal", "--limit", "x"], "Invalid value for '-n' / '--limit': 'x' is not a whole number.", "See"),
        (["kanal", "--limit", "-3"], "Invalid value for '-n' / '--limit': -3 is not in", "See"),
        (["kanal", "-x"], "No such option '-x'.", "See `archive search --help`."),
        (["kanal", "-n"], "-n needs a value.", "See `archive search --help`."),
        ([], "Nothing to search for", "List the newest articles with `archive search '*' --sort -date`."),
        (["  "], "Nothing to search for", "List the newest articles"),
    ],
)
def test_a_wrong_call_is_code_2_with_a_hint(run, arguments: list[str], error: str, hint: str) -> None:
    result = run("search", *arguments)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert result.stderr.startswith(f"Error: {error}")
    assert f"\nHint: {hint}" in result.stderr


@pytest.mark.parametrize(
    ("query", "caret"),
    [
        ('kanal "offen', "        ^"),
        ("athor:x kanal", "  ^"),
        ("kanal date:31.02.2025", "             ^"),
        ("kanal )", "        ^"),
        ("...", "  ^"),
    ],
)
def test_a_wrong_query_is_code_2_with_a_caret_at_the_place(run, query: str, caret: str) -> None:
    result = run("search", query)
    assert result.exit_code == 2
    error, echoed, carets, hint = result.stderr.splitlines()[:4]
    assert error.startswith("Error: ")
    assert echoed == f"  {query}"
    assert carets.startswith(caret)
    assert carets.strip("^ ") == ""
    assert hint.startswith("Hint: ")


def test_all_problems_of_a_query_are_named_at_once(run) -> None:
    assert run("search", 'athor:x date:31.02.2025 "offen').stderr.count("Error: ") == 3


def test_an_impossible_date_in_an_option_is_code_2(run) -> None:
    for option in ("--on", "--from", "--to"):
        result = run("search", "kanal", option, "31.02.2025")
        assert result.exit_code == 2
        assert "31.02.2025" in result.stderr


def test_ten_thousand_words_end_in_a_sentence_or_an_answer(run) -> None:
    result = run("search", " ".join(f"wort{number}" for number in range(10_000)))
    assert result.exit_code in (1, 2)
    assert result.stderr.startswith("Error: ")
    assert max(map(len, result.stderr.splitlines())) <= 100
    assert "bug" not in result.stderr


def test_only_stop_words_are_searched_like_any_other(run) -> None:
    assert BRIDGE in ids(run("search", "the", "--ids"))


def test_an_empty_archive_says_what_to_do(run, tmp_path: Path) -> None:
    (tmp_path / "empty" / "corpus").mkdir(parents=True)
    result = run("--dir", str(tmp_path / "empty"), "search", "kanal")
    assert result.exit_code == 1
    assert "The archive holds no article yet." in result.stderr
    assert "archive add" in result.stderr


def test_colour_is_drawn_where_it_is_wanted(run) -> None:
    assert "\x1b[" not in run("search", "kanal").stdout
    assert "\x1b[1;35mKanal\x1b[0m" in run("--color", "always", "search", "kanal").stdout
    assert "\x1b[1;35mKanal\x1b[0m" in run("search", "kanal", "--color", "always").stdout
    assert "\x1b[" not in run("search", "kanal", "--color", "never").stdout
