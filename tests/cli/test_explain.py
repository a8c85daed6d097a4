"""`archive explain` as a person and as a program calls it."""

from __future__ import annotations

import json

KANAL = "2025-02-10-der-alte-kanal-wird-wieder-geflutet"


def test_a_verdict_names_every_clause(run):
    result = run("explain", "kanal", "-stadt", "author:stone", KANAL[:14])
    assert result.exit_code == 0
    head, place, verdict, *clauses = result.stdout.splitlines()
    assert (head, place.strip()) == ("Der alte Kanal wird wieder geflutet", KANAL)
    assert verdict.startswith("Does not match kanal -stadt author:stone")
    assert clauses[0].startswith("  yes kanal: ")
    assert "(exact)" in clauses[0]
    assert [line for line in clauses if line.startswith("  no -stadt")]
    assert [line for line in clauses if line.startswith("  no author:stone: the nearest it has: ")]


def test_a_match_is_told_with_its_rank(run):
    result = run("explain", "kanal", KANAL)
    assert "Matches kanal: number 1 of 1, score " in result.stdout


def test_the_document_for_programs_has_its_agreed_keys(run):
    record = json.loads(run("explain", "kanal author:stone", KANAL, "--json").stdout)
    assert list(record) == [
        "format", "id", "query", "interpreted", "matches", "score", "rank", "total",
        "reasons", "contributions",
    ]  # fmt: skip
    assert (record["id"], record["matches"], record["rank"]) == (KANAL, False, None)
    assert [(each["clause"], each["met"]) for each in record["reasons"]] == [
        ("kanal", True), ("author:stone", False),
    ]  # fmt: skip
    assert {key for each in record["reasons"] for key in each} == {
        "clause", "met", "contributions", "nearest", "elsewhere", "reasons",
    }  # fmt: skip


def test_without_a_query_or_an_article_it_says_what_to_give(run):
    assert run("explain", KANAL).exit_code == 2
    missing = run("explain", "kanal", "nobody")
    assert missing.exit_code == 1
    assert "nobody" in missing.stderr


def test_a_mistake_among_the_synonyms_is_told_with_its_line(run, place):
    (place / "corpus" / "synonyms.txt").write_text("Kanal\n", encoding="utf-8")
    result = run("search", "kanal")
    assert result.exit_code == 1
    assert "line 1 has no = between two names: Kanal." in result.stderr
    assert run("search", "kanal", "--no-synonyms").exit_code == 0
