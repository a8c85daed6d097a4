"""The verbs that change, show and check an archive."""

from __future__ import annotations

import io
import json
import os
import re
import stat
import sys
from pathlib import Path

import pytest

from archive.cli.program import VERBS

NETZ = "2025-03-01-stadtwerke-bauen-das-fernwaermenetz-aus"
KANAL = "2025-02-10-der-alte-kanal-wird-wieder-geflutet"
MARKT = "2025-03-02-markthalle-oeffnet-am-sonntag"

NEW = """Neue Brücke am Hafen

Von Jan Weiß

04.03.2025

Die neue Brücke am Hafen wird im Mai geöffnet, sagte die Stadt.
"""


def editor(folder: Path, code: str) -> str:
    """Make an editor that runs Python code on `text`, the file's content."""
    script = folder / "editor.py"
    script.write_text(
        "import sys, pathlib\n"
        "path = pathlib.Path(sys.argv[1])\n"
        "text = path.read_text(encoding='utf-8')\n"
        f"{code}\n"
        "path.write_text(text, encoding='utf-8')\n",
        encoding="utf-8",
    )
    return f"{sys.executable} {script}"


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_explains_itself(run, verb: str) -> None:
    result = run(verb, "--help")
    assert result.exit_code == 0
    assert run(verb, "-h").stdout == result.stdout
    assert result.stdout.startswith(f"Usage: archive {verb} ")


def test_init_starts_an_archive_and_leaves_one_that_is_there(run, tmp_path: Path, place: Path) -> None:
    assert run("init", str(tmp_path / "a" / "b")).exit_code == 0
    assert (tmp_path / "a" / "b" / "corpus").is_dir()
    before = sorted((place / "corpus").rglob("*"))
    result = run("init", str(place))
    assert (result.exit_code, "already" in result.stdout) == (0, True)
    assert sorted((place / "corpus").rglob("*")) == before


def test_an_added_article_is_reported_and_found(run, tmp_path: Path) -> None:
    (tmp_path / "new.txt").write_text(NEW, encoding="utf-8")
    result = run("add", str(tmp_path / "new.txt"))
    assert result.exit_code == 0
    assert result.stdout == "new      2025-03-04-neue-bruecke-am-hafen\n"
    assert result.stderr == "1 article: 1 new, 0 updated, 0 same, 0 near copies, 0 failed\n"
    assert run("search", "brücke", "hafen", "--ids").stdout == "2025-03-04-neue-bruecke-am-hafen\n"


def test_adding_the_same_again_changes_nothing(run, cast: Path, place: Path) -> None:
    before = {path: path.read_bytes() for path in (place / "corpus").rglob("*") if path.is_file()}
    result = run("add", str(cast))
    assert result.exit_code == 0
    assert {line.split()[0] for line in result.stdout.splitlines()} == {"same"}
    assert {path: path.read_bytes() for path in (place / "corpus").rglob("*") if path.is_file()} == before


def test_standard_input_is_read_at_a_dash(run) -> None:
    assert run("add", "-", input=NEW.encode()).stdout == "new      2025-03-04-neue-bruecke-am-hafen\n"


def test_set_counts_more_than_what_is_read(run, tmp_path: Path) -> None:
    (tmp_path / "new.txt").write_text(NEW, encoding="utf-8")
    settings = ["--set", "author=Eva Klein", "--set", "author=Tom Groß", "--set", "source=Hafenblatt"]
    assert run("add", str(tmp_path / "new.txt"), *settings).exit_code == 0
    article = json.loads(run("show", "2025-03-04", "--json").stdout)
    assert (article["authors"], article["source"]) == (["Eva Klein", "Tom Groß"], "Hafenblatt")


@pytest.mark.parametrize(
    ("setting", "error"),
    [
        ("colour=red", "“colour”"),
        ("date=31.02.2025", "31.02.2025"),
        ("headline", "says no value"),
        ("id=x", "“id”"),
    ],
)
def test_a_wrong_setting_is_code_2_and_adds_nothing(
    run, tmp_path: Path, place: Path, setting: str, error: str
) -> None:
    (tmp_path / "new.txt").write_text(NEW, encoding="utf-8")
    result = run("add", str(tmp_path / "new.txt"), "--set", setting)
    assert result.exit_code == 2
    assert error in result.stderr
    assert "Hint: " in result.stderr
    assert not list((place / "corpus").rglob("*hafen*"))


def test_a_dry_run_shows_what_is_known_and_writes_nothing(run, tmp_path: Path, place: Path) -> None:
    (tmp_path / "new.txt").write_text(NEW, encoding="utf-8")
    result = run("add", str(tmp_path / "new.txt"), "--dry-run")
    assert result.exit_code == 0
    for line in (
        "  headline   Neue Brücke am Hafen",
        "  authors    Jan Weiß",
        "  published  2025-03-04",
        "  source     not found",
    ):
        assert line in result.stdout.splitlines()
    assert not list((place / "corpus").rglob("*hafen*"))


def test_one_bad_file_among_good_ones_is_named_and_the_others_are_in(run, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text("", encoding="utf-8")
    (tmp_path / "in" / "b.bin").write_bytes(bytes(range(256)) * 10)
    (tmp_path / "in" / "c.txt").write_text(NEW, encoding="utf-8")
    result = run("add", str(tmp_path / "in"))
    assert result.exit_code == 1
    assert result.stdout.count("failed ") == 2
    assert "a.txt" in result.stdout
    assert "b.bin" in result.stdout
    assert result.stderr == "3 articles: 1 new, 0 updated, 0 same, 0 near copies, 2 failed\n"
    assert run("search", "hafen", "--ids").exit_code == 0


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("empty.txt", b""),
        ("binary.txt", b"\x00\x01\x02" * 1000),
        ("front-matter-only.md", b"---\ntitle: Nur Kopf\n---\n"),
        ("broken.md", b"---\ntitle: [unclosed\n  - x: {\n---\n"),
    ],
)
def test_a_file_without_an_article_fails_with_a_reason(
    run, tmp_path: Path, name: str, content: bytes
) -> None:
    (tmp_path / name).write_bytes(content)
    result = run("add", str(tmp_path / name), "--json")
    receipt = json.loads(result.stdout)
    assert result.exit_code == 1
    assert receipt["outcome"] == "failed"
    assert receipt["reason"].endswith(".")


def test_a_file_that_is_missing_fails_with_its_name(run) -> None:
    result = run("add", "nowhere.txt")
    assert result.exit_code == 1
    assert "nowhere.txt" in result.stdout


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may read everything")
def test_a_file_that_may_not_be_read_fails_with_its_name(run, tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text(NEW, encoding="utf-8")
    secret.chmod(0)
    result = run("add", str(secret))
    secret.chmod(stat.S_IRWXU)
    assert result.exit_code == 1
    assert "secret.txt" in result.stdout


def test_receipts_for_programs_are_one_object_a_line(run, cast: Path) -> None:
    receipts = [json.loads(line) for line in run("add", str(cast), "--json").stdout.splitlines()]
    assert len(receipts) == 5
    for receipt in receipts:
        assert {"outcome", "id", "path", "record", "reason"} <= set(receipt)
    assert {receipt["record"] for receipt in receipts} == {None, "r-1", "r-2"}


def test_add_without_a_path_says_how(run) -> None:
    result = run("add")
    assert (result.exit_code, result.stderr.splitlines()[0]) == (2, "Error: Nothing to add.")


def test_an_article_is_shown_by_the_beginning_of_its_id(run) -> None:
    text = run("show", "2025-02-10").stdout
    assert text.startswith(
        "Der alte Kanal wird wieder geflutet\nJan Weiß, Anna Müller · 2025-02-10 · Morgenblatt"
    )
    assert "\nWas es kostet\n" in text
    assert text.rstrip().endswith(KANAL)


@pytest.mark.parametrize("prefix", ["2025", "", "zzz"])
@pytest.mark.parametrize("verb", ["show", "edit"])
def test_an_id_that_names_none_or_several_is_an_error_with_a_hint(run, verb: str, prefix: str) -> None:
    result = run(verb, prefix)
    assert result.exit_code == 1
    assert result.stderr.startswith("Error: ")
    assert "Hint: " in result.stderr


def test_show_gives_the_path_and_the_original_bytes(run, cast: Path) -> None:
    path = Path(run("show", NETZ, "--path").stdout.strip())
    assert path.stem == NETZ
    assert path.is_file()
    assert run("show", NETZ, "--original").stdout_bytes == (cast / "netz.txt").read_bytes()


def test_a_record_has_no_original_of_its_own_and_it_is_said_why(run) -> None:
    result = run("show", MARKT, "--original")
    assert result.exit_code == 2
    assert "one record of many" in result.stderr


def test_a_field_is_changed_without_an_editor_and_found_at_once(run) -> None:
    assert run("edit", NETZ, "--set", "author=Eva Klein").stdout == f"updated  {NETZ}\n"
    assert run("search", "--author", "Eva Klein", "--ids").stdout == f"{NETZ}\n"
    assert run("search", "--author", "Anna Müller", "--ids").stdout == f"{KANAL}\n"


def test_an_edit_in_the_editor_is_taken_over_and_keeps_the_id(run, tmp_path: Path) -> None:
    command = editor(tmp_path, "text = text.replace('Fernwärmenetz', 'Glasfasernetz')")
    result = run("edit", NETZ, env={"EDITOR": command, "VISUAL": ""})
    assert (result.exit_code, result.stdout) == (0, f"updated  {NETZ}\n")
    assert run("search", "Glasfasernetz", "--ids").stdout == f"{NETZ}\n"


def test_an_editor_that_changes_nothing_changes_nothing(run, tmp_path: Path) -> None:
    result = run("edit", NETZ, env={"VISUAL": editor(tmp_path, "pass")})
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", "Nothing was changed.\n")


def test_an_edit_that_is_no_article_is_kept_aside_and_the_article_stays(
    run, tmp_path: Path, place: Path
) -> None:
    path = Path(run("show", NETZ, "--path").stdout.strip())
    before = path.read_bytes()
    command = editor(tmp_path, "text = '---\\nheadline: [open\\n---\\nkept words\\n'")
    result = run("edit", NETZ, env={"VISUAL": command})
    assert result.exit_code == 1
    assert path.read_bytes() == before
    kept = Path(re.findall(r"your text is in (\S+)\.\n", result.stderr.replace("\n  ", " "))[0])
    assert "kept words" in kept.read_text(encoding="utf-8")
    kept.unlink()


def test_an_editor_that_cannot_be_started_is_an_error_with_a_hint(run) -> None:
    result = run("edit", NETZ, env={"VISUAL": "/no/such/editor"})
    assert result.exit_code == 2
    assert "Hint: Set $EDITOR" in result.stderr


def test_an_editor_that_fails_changes_nothing(run, tmp_path: Path) -> None:
    result = run("edit", NETZ, env={"VISUAL": editor(tmp_path, "sys.exit(3)")})
    assert result.exit_code == 1
    assert "ended with code 3" in result.stderr.replace("\n  ", " ")


def test_removing_needs_a_yes(run, place: Path) -> None:
    result = run("remove", NETZ)
    assert result.exit_code == 2
    assert "--yes" in result.stderr
    assert run("show", NETZ).exit_code == 0


def test_removed_articles_are_gone_from_corpus_and_index(run, place: Path) -> None:
    result = run("remove", "2025-03-01", KANAL, "--yes")
    assert result.exit_code == 0
    assert result.stdout == f"removed  {NETZ}\nremoved  {KANAL}\n"
    assert run("search", "*", "--ids").stdout.count("\n") == 3
    assert not list((place / "corpus").rglob("*fernwaermenetz*"))
    assert run("check").exit_code == 0


def test_nothing_is_removed_when_one_id_is_wrong(run) -> None:
    assert run("remove", NETZ, "zzz", "--yes").exit_code == 1
    assert run("show", NETZ).exit_code == 0


def test_sync_takes_over_what_was_done_by_hand(run, place: Path) -> None:
    path = Path(run("show", NETZ, "--path").stdout.strip())
    path.write_text(path.read_text(encoding="utf-8").replace("Herbst", "Oktoberwind"), encoding="utf-8")
    next((place / "corpus").rglob(f"{KANAL}.md")).unlink()
    assert "1 updated, 1 removed" in run("sync").stdout
    assert run("search", "Oktoberwind", "--ids").stdout == f"{NETZ}\n"
    assert "nothing to do" in run("sync").stdout


def test_sync_names_a_file_edited_into_nonsense_and_keeps_it(run, place: Path) -> None:
    path = Path(run("show", NETZ, "--path").stdout.strip())
    path.write_text("---\nheadline: [open\n---\n", encoding="utf-8")
    result = run("sync")
    assert result.exit_code == 1
    assert path.name in result.stderr.replace("\n", "").replace(" ", "")
    assert path.read_text(encoding="utf-8") == "---\nheadline: [open\n---\n"


def test_a_missing_index_is_built_at_the_first_search(run, place: Path) -> None:
    for path in sorted((place / "index").rglob("*"), reverse=True):
        path.unlink()
    (place / "index").rmdir()
    assert run("search", "Fernwärmenetz", "--ids").stdout == f"{NETZ}\n"


def test_a_damaged_index_is_said_plainly_and_healed_by_a_rebuild(run, place: Path) -> None:
    for path in (place / "index").iterdir():
        if path.is_file():
            path.write_bytes(b"\x80\x04nonsense" * 5)
    result = run("search", "Fernwärmenetz")
    assert result.exit_code == 1
    assert "bug" not in result.stderr
    assert "sync --rebuild" in result.stderr
    assert run("check").exit_code == 1
    assert run("sync", "--rebuild").exit_code == 0
    assert run("search", "Fernwärmenetz", "--ids").stdout == f"{NETZ}\n"
    assert run("check").exit_code == 0


def test_check_is_content_with_a_whole_archive(run) -> None:
    result = run("check")
    assert (result.exit_code, result.stdout[:12]) == (0, "All is well:")


def test_check_is_content_with_a_new_archive(run, tmp_path: Path) -> None:
    run("init", str(tmp_path / "new"))
    assert run("--dir", str(tmp_path / "new"), "check").exit_code == 0


def test_check_names_each_fault_until_it_is_mended(run, place: Path) -> None:
    next((place / "corpus").rglob(f"{NETZ}.original.*")).write_bytes(b"something else")
    result = run("check")
    assert result.exit_code == 1
    assert result.stdout.startswith("fault   ")
    assert "1 fault remains." in result.stdout


def test_stats_count_articles_languages_and_sources(run) -> None:
    text = run("stats").stdout
    assert text.startswith("5 articles\ndates   2024-11-05 to 2025-03-02\n")
    assert "Morgenblatt" in text
    figures = json.loads(run("stats", "--json").stdout)
    assert (figures["articles"], figures["dated"], figures["first"]) == (5, 5, "2024-11-05")
    assert {"value": "de", "articles": 3} in figures["facets"]["language"]
    assert figures["corpus_bytes"] > 0


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_a_completion_script_is_written_for_each_shell(run, shell: str) -> None:
    result = run("completion", shell)
    assert result.exit_code == 0
    assert "_ARCHIVE_COMPLETE" in result.stdout


def test_bash_puts_no_blank_behind_the_colon_of_a_field(run) -> None:
    assert "[[ $value == *: ]] && compopt -o nospace" in run("completion", "bash").stdout


def completed(run, words: str, shell: str = "zsh") -> list[str]:
    """Ask for completions of the last of the words, as a shell does."""
    parts = words.split(" ")
    environment = {
        "_ARCHIVE_COMPLETE": f"{shell}_complete",
        "COMP_WORDS": "\n".join(["archive", *parts]),
        "COMP_CWORD": str(len(parts)),
    }
    lines = run(env=environment).stdout.splitlines()
    return lines[1::3] if shell == "zsh" else [line.partition(",")[2] for line in lines]


def test_verbs_and_options_are_completed(run) -> None:
    assert set(completed(run, "s")) == {"search", "show", "sync", "stats"}
    assert "--author" in completed(run, "search --au")


def test_ids_are_completed_for_the_verbs_that_take_them(run) -> None:
    for verb in ("show", "edit", "remove"):
        assert completed(run, f"{verb} 2025-02") == [KANAL]


def test_field_names_and_values_are_completed_in_a_query(run) -> None:
    assert completed(run, "search auth") == ["author:"]
    assert "source:Morgenblatt" in completed(run, "search source:Mor")
    assert "Morgenblatt" in completed(run, "search --source Mor")


def test_words_of_the_articles_are_completed_in_a_query(run) -> None:
    assert "Geflutet" in completed(run, "search Geflu")
    assert "=geflutet" in completed(run, "search kanal =geflu")
    assert completed(run, "search ka") == []


def test_bash_which_parts_words_at_colons_gets_the_rest_only(run) -> None:
    assert "Morgenblatt" in completed(run, "search source : Mor", "bash")
    assert "Morgenblatt" in completed(run, "search source :", "bash")


def test_completion_says_nothing_where_there_is_no_archive(run, tmp_path: Path) -> None:
    environment = {
        "ARCHIVE_DIR": str(tmp_path / "none"),
        "_ARCHIVE_COMPLETE": "zsh_complete",
        "COMP_WORDS": "archive\nshow\n2025",
        "COMP_CWORD": "2",
    }
    result = run(env=environment)
    assert (result.stdout.strip(), result.stderr) == ("", "")


def test_a_long_run_tells_failures_at_the_end_and_counts_the_rest() -> None:
    from archive.ingest import Outcome
    from archive.output.receipts import NAMED, Tally, write_tally
    from archive.output.terminal import Terminal

    tally = Tally()
    for number in range(NAMED + 5):
        tally.count(Outcome(outcome="failed", path=f"{number}.txt", reason="The file is empty."))
    stream = io.StringIO()
    write_tally(Terminal(stream), tally, named=False)
    assert stream.getvalue().count("The file is empty.") == NAMED
    assert "… and 5 more; --json names every one." in stream.getvalue()
    assert stream.getvalue().endswith("25 articles: 0 new, 0 updated, 0 same, 0 near copies, 25 failed\n")
