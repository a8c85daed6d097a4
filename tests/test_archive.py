from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from archive import Archive, Outcome
from archive.errors import (
    ArticleNotFound,
    BadValue,
    CorpusError,
    DamagedArticle,
    EngineError,
    IndexLocked,
    UnknownField,
)
from archive.query import condition

ALIBABA = """---
title: Alibaba investiert 53 Milliarden Dollar
author: Oleg Tkachenko
date: 2025-02-24
publisher_note: gesehen
---

Der chinesische Konzern Alibaba baut seine Rechenzentren für künstliche Intelligenz aus.

Das teilte das Unternehmen am Montag in Hangzhou mit.
"""
STORM = """---
title: Sturm über Hamburg
author: Anna Müller
date: 2024-10-18
---

Ein Sturm hat in der Nacht über Hamburg gewütet; die Feuerwehr rückte hundertmal aus.
"""


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Archive.create(tmp_path / "archive") as archive:
        yield archive


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    folder = tmp_path / "inbox"
    folder.mkdir()
    (folder / "alibaba.md").write_text(ALIBABA, encoding="utf-8")
    (folder / "sturm.md").write_text(STORM, encoding="utf-8")
    return folder


def added(archive: Archive, *paths: Path | str, **options: object) -> list[Outcome]:
    return list(archive.add([str(path) for path in paths], **options))  # type: ignore[arg-type]


def kinds(outcomes: list[Outcome]) -> list[str]:
    return [outcome.outcome for outcome in outcomes]


def state(archive: Archive) -> dict[str, tuple[bytes, int]]:
    """Every file of the archive with its bytes and the time of its last change."""
    files = (path for path in sorted(archive.path.rglob("*")) if path.is_file())
    return {str(path): (path.read_bytes(), path.stat().st_mtime_ns) for path in files}


def records(path: Path, *rows: dict[str, object]) -> Path:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def row(number: int, text: str = "Ein Text über Brücken.") -> dict[str, object]:
    return {"id": f"r{number}", "title": f"Rede {number}", "date": "2021-05-06", "text": text}


def test_an_added_article_is_found(archive: Archive, inbox: Path) -> None:
    outcomes = added(archive, inbox)
    assert kinds(outcomes) == ["new", "new"]
    hit = archive.search("Rechenzentren author:tkachenko").hits[0]
    assert (hit.id, hit.headline, hit.published) == (
        "2025-02-24-alibaba-investiert-53-milliarden-dollar",
        "Alibaba investiert 53 Milliarden Dollar",
        date(2025, 2, 24),
    )
    assert archive.check() == []


def test_the_same_again_is_the_same_and_writes_nothing(archive: Archive, inbox: Path) -> None:
    first = added(archive, inbox)
    before = state(archive)
    again = added(archive, inbox)
    assert kinds(again) == ["same", "same"]
    assert [outcome.id for outcome in again] == [outcome.id for outcome in first]
    assert state(archive) == before


def test_the_same_bytes_from_another_place_are_the_same_article(archive: Archive, inbox: Path) -> None:
    added(archive, inbox / "sturm.md")
    (inbox / "sturm.md").rename(inbox / "kopie.md")
    assert kinds(added(archive, inbox / "kopie.md")) == ["same"]


def test_the_same_bytes_twice_in_one_run_are_one_article(archive: Archive, inbox: Path) -> None:
    (inbox / "sturm2.md").write_bytes((inbox / "sturm.md").read_bytes())
    assert sorted(kinds(added(archive, inbox))) == ["new", "new", "same"]


def test_changed_content_under_the_same_path_updates_the_article(archive: Archive, inbox: Path) -> None:
    [first] = added(archive, inbox / "sturm.md")
    (inbox / "sturm.md").write_text(STORM.replace("hundertmal", "tausendmal"), encoding="utf-8")
    [second] = added(archive, inbox / "sturm.md")
    assert (second.outcome, second.id) == ("updated", first.id)
    assert archive.search("tausendmal").total == 1
    assert archive.search("hundertmal").match == "all"
    assert archive.search("hundertmal").total == 0
    assert archive.check() == []


def test_an_update_keeps_what_was_there_as_a_version(archive: Archive, inbox: Path) -> None:
    [first] = added(archive, inbox / "sturm.md")
    before = archive.path_of(first.id or "").read_bytes()
    (inbox / "sturm.md").write_text(STORM.replace("hundertmal", "tausendmal"), encoding="utf-8")
    added(archive, inbox / "sturm.md")
    path = archive.path_of(first.id or "")
    assert path.with_name(f"{first.id}.version-1.md").read_bytes() == before
    assert path.with_name(f"{first.id}.version-1.original.md").read_text(encoding="utf-8") == STORM


def test_another_article_under_a_path_used_again_replaces_nothing(archive: Archive, inbox: Path) -> None:
    added(archive, inbox / "sturm.md")
    (inbox / "sturm.md").write_text(ALIBABA, encoding="utf-8")
    assert kinds(added(archive, inbox / "sturm.md")) == ["new"]
    assert archive.search("*").total == 2


def test_the_same_url_with_other_content_updates_the_article(archive: Archive, inbox: Path) -> None:
    (inbox / "a.md").write_text(
        STORM.replace("---\n\n", "url: https://x.example/1\n---\n\n"), encoding="utf-8"
    )
    (inbox / "b.md").write_text(
        "---\nurl: https://x.example/1\ntitle: Neu\n---\n\nGanz anderes.\n", encoding="utf-8"
    )
    [first] = added(archive, inbox / "a.md")
    [second] = added(archive, inbox / "b.md")
    assert (second.outcome, second.id) == ("updated", first.id)


def test_pages_that_give_the_address_of_their_site_only_are_articles_of_their_own(
    archive: Archive, inbox: Path
) -> None:
    for number, url in enumerate(("https://x.example", "https://x.example/", "https://X.example/")):
        text = f"---\nurl: {url}\ntitle: Brücken {number}\n---\n\nDie Brücke Nummer {number} wird gesperrt.\n"
        (inbox / f"{number}.md").write_text(text, encoding="utf-8")
    assert kinds(added(archive, *(inbox / f"{number}.md" for number in range(3)))) == ["new"] * 3


def test_two_versions_of_a_url_in_one_run_are_one_article(archive: Archive, inbox: Path) -> None:
    for number in (1, 2):
        text = f"---\nurl: https://x.example/1\ntitle: Brücken\n---\n\nFassung {number}.\n"
        (inbox / f"fassung{number}.md").write_text(text, encoding="utf-8")
    outcomes = added(archive, inbox / "fassung1.md", inbox / "fassung2.md")
    assert kinds(outcomes) == ["new", "updated"]
    assert archive.get(outcomes[0].id or "").body == "Fassung 2."


def test_a_record_without_id_is_known_by_a_url_of_its_own(archive: Archive, inbox: Path) -> None:
    rows = [{"url": f"https://x.example/{n}", "title": f"Rede {n}", "text": f"Punkt {n}."} for n in range(3)]
    path = records(inbox / "reden.jsonl", *rows)
    assert kinds(added(archive, path)) == ["new"] * 3
    rows[1]["text"] = "Punkt 99."
    assert kinds(added(archive, records(path, *rows))) == ["same", "updated", "same"]


def test_records_that_share_a_url_are_not_taken_for_each_other(archive: Archive, inbox: Path) -> None:
    rows = [
        {"url": "https://x.example/protokoll", "title": "Sitzung", "text": f"Punkt {n}."} for n in range(3)
    ]
    path = records(inbox / "reden.jsonl", *rows)
    assert kinds(added(archive, path)) == ["new"] * 3
    rows[1]["text"] = "Punkt 99."
    assert kinds(added(archive, records(path, *rows))) == ["same", "new", "same"]


def test_edits_by_hand_outlive_the_same_and_a_changed_original(archive: Archive, inbox: Path) -> None:
    [first] = added(archive, inbox / "sturm.md")
    archive.edit(first.id or "", {"author": "Anna Müller; Jan Weiß", "source": "Abendblatt"})
    assert kinds(added(archive, inbox / "sturm.md")) == ["same"]
    (inbox / "sturm.md").write_text(
        STORM.replace("hundertmal", "tausendmal").replace("Anna Müller", "Anna Mueller"), encoding="utf-8"
    )
    [second] = added(archive, inbox / "sturm.md")
    article = archive.get(second.id or "")
    assert article.authors == ("Anna Müller", "Jan Weiß")
    assert article.source == "Abendblatt"
    assert "tausendmal" in article.body


def test_records_are_one_article_each_and_known_by_their_ids(archive: Archive, inbox: Path) -> None:
    path = records(inbox / "reden.jsonl", *(row(number) for number in range(5)))
    outcomes = added(archive, path)
    assert [(outcome.outcome, outcome.record) for outcome in outcomes] == [("new", f"r{n}") for n in range(5)]
    records(path, row(0), row(1, "Ein neuer Text über Tunnel."), *(row(number) for number in (2, 3, 4)))
    assert kinds(added(archive, path)) == ["same", "updated", "same", "same", "same"]
    moved = inbox / "elsewhere.jsonl"
    path.rename(moved)
    assert set(kinds(added(archive, moved))) == {"same"}
    assert archive.search("Tunnel").hits[0].record == "r1"


def test_records_without_ids_are_not_taken_for_each_other(archive: Archive, inbox: Path) -> None:
    rows = [
        {"title": "Tagesordnung", "date": "2021-05-06", "text": f"Punkt {number} der Sitzung."}
        for number in range(4)
    ]
    path = records(inbox / "reden.jsonl", *rows)
    assert kinds(added(archive, path)) == ["new"] * 4
    rows[0]["text"] = "Punkt 99 der Sitzung."
    assert kinds(added(archive, records(path, *rows))) == ["new", "same", "same", "same"]


def test_an_article_in_the_corpus_that_the_index_missed_is_the_same_and_is_indexed(
    archive: Archive, inbox: Path, tmp_path: Path
) -> None:
    [outcome] = added(archive, inbox / "sturm.md")
    path = archive.path_of(outcome.id or "")
    archive.close()
    with Archive.create(tmp_path / "other") as other:
        assert other.search("*").total == 0
        place = other.path / path.relative_to(archive.path)
        place.parent.mkdir(parents=True)
        place.write_bytes(path.read_bytes())
        [again] = added(other, inbox / "sturm.md")
        assert (again.outcome, again.id) == ("same", outcome.id)
        assert other.search("Sturm").total == 1
        assert other.check() == []


def test_what_is_set_counts_more_than_what_is_read(archive: Archive, inbox: Path) -> None:
    overrides = {"author": "Eva Rot und Tom Blau", "date": "1. März 2023", "tag": "Wetter; Norden"}
    [outcome] = added(archive, inbox / "sturm.md", overrides=overrides)
    article = archive.get(outcome.id or "")
    assert article.authors == ("Eva Rot", "Tom Blau")
    assert article.published == date(2023, 3, 1)
    assert article.tags == ("Wetter", "Norden")
    assert article.id.startswith("2023-03-01-")


def test_what_is_set_for_an_article_that_is_there_is_taken_over(archive: Archive, inbox: Path) -> None:
    [first] = added(archive, inbox / "sturm.md")
    [second] = added(archive, inbox / "sturm.md", overrides={"source": "Abendblatt"})
    assert (second.outcome, second.id) == ("updated", first.id)
    assert archive.search("source:abendblatt").total == 1


@pytest.mark.parametrize(
    ("settings", "error"),
    [({"colour": "red"}, UnknownField), ({"id": "x"}, UnknownField), ({"date": "31.02.2025"}, BadValue)],
)
def test_what_cannot_be_set_is_refused_before_anything_is_written(
    archive: Archive, inbox: Path, settings: dict[str, str], error: type[Exception]
) -> None:
    with pytest.raises(error):
        added(archive, inbox, overrides=settings)
    assert archive.corpus.ids() == []


def test_a_dry_run_tells_what_would_be_known_and_writes_nothing(archive: Archive, inbox: Path) -> None:
    added(archive, inbox / "sturm.md")
    before = state(archive)
    outcomes = added(archive, inbox, dry_run=True)
    assert kinds(outcomes) == ["new", "same"]
    assert outcomes[0].article is not None
    assert outcomes[0].article.authors == ("Oleg Tkachenko",)
    assert outcomes[0].id == "2025-02-24-alibaba-investiert-53-milliarden-dollar"
    assert state(archive) == before


def test_a_dry_run_does_not_even_build_an_index(archive: Archive, inbox: Path) -> None:
    assert kinds(added(archive, inbox, dry_run=True)) == ["new", "new"]
    assert [path.name for path in archive.path.iterdir()] == ["corpus"]


def test_one_bad_file_does_not_stop_the_others(archive: Archive, inbox: Path) -> None:
    (inbox / "a-leer.txt").write_bytes(b"")
    (inbox / "b-binaer.bin").write_bytes(bytes(range(256)) * 40)
    (inbox / "c-kaputt.md").write_text("---\ntitle: [\n---\n\nText.\n", encoding="utf-8")
    outcomes = added(archive, inbox, inbox / "fehlt.txt")
    assert sorted(kinds(outcomes)) == ["failed"] * 4 + ["new"] * 2
    failed = {Path(outcome.path).name: outcome for outcome in outcomes if outcome.outcome == "failed"}
    assert failed.keys() == {"a-leer.txt", "b-binaer.bin", "c-kaputt.md", "fehlt.txt"}
    for name, outcome in failed.items():
        assert name in (outcome.reason or "")
        assert outcome.id is None


def test_what_is_piped_in_is_an_article(archive: Archive) -> None:
    [first] = added(archive, "-", stdin=io.BytesIO(ALIBABA.encode()))
    [second] = added(archive, "-", stdin=io.BytesIO(STORM.encode()))
    assert (first.outcome, second.outcome, first.path) == ("new", "new", "-")
    original = archive.original_of(first.id or "")
    assert original is not None
    assert original.read_bytes() == ALIBABA.encode()


def test_the_archive_does_not_add_itself(archive: Archive, inbox: Path) -> None:
    added(archive, inbox)
    assert kinds(added(archive, archive.path)) == []
    [outcome] = added(archive, archive.path / "corpus")
    assert outcome.outcome == "failed"
    assert "in the archive already" in (outcome.reason or "")


def test_progress_counts_what_was_read(archive: Archive, inbox: Path) -> None:
    told: list[tuple[int, int | None]] = []
    path = records(inbox / "reden.jsonl", *(row(number) for number in range(5)))
    added(archive, path, progress=lambda done, total: told.append((done, total)))
    assert told[-1] == (5, 5)


def test_progress_goes_up_to_the_end_while_articles_are_read_and_indexed(
    archive: Archive, inbox: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("archive.ingest.BATCH_ARTICLES", 4)
    told: list[int] = []
    path = records(inbox / "reden.jsonl", *(row(number) for number in range(10)))
    added(archive, path, progress=lambda done, total: told.append(done))
    assert told == sorted(told)
    assert set(told) == set(range(11))


def test_articles_are_reported_no_earlier_than_they_last(
    archive: Archive, inbox: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("archive.ingest.BATCH_ARTICLES", 2)
    path = records(inbox / "reden.jsonl", *(row(number) for number in range(5)))
    reported = []
    for outcome in archive.add([str(path)]):
        reported.append(outcome.id)
        if len(reported) == 3:
            break
    with Archive.open(archive.path) as again:
        assert {again.get(id or "").id for id in reported} == set(reported)
        assert again.search("Rede").total == 4
        assert again.check() == []
        assert kinds(added(again, path)) == ["same"] * 4 + ["new"]


def test_all_words_must_match_unless_any_is_asked_for(archive: Archive, inbox: Path) -> None:
    added(archive, inbox)
    both = archive.search("Sturm Alibaba", match="any")
    assert (both.total, both.match) == (2, "any")
    one = archive.search("Sturm Hamburg")
    assert (one.total, one.match, one.query, one.interpreted) == (1, "all", "Sturm Hamburg", "Sturm Hamburg")
    assert one.took_ms > 0


def test_where_no_article_has_all_words_the_partial_matches_are_given(archive: Archive, inbox: Path) -> None:
    added(archive, inbox)
    results = archive.search("Sturm Alibaba")
    assert (results.total, results.match) == (2, "partial")
    assert archive.search("Sturm Alibaba", conditions=[condition("author", "Müller")]).total == 1


def test_nothing_found_offers_the_nearest_words(archive: Archive, inbox: Path) -> None:
    added(archive, inbox)
    results = archive.search("Alibava")
    assert (results.total, results.match, results.suggestion) == (0, "all", "Alibaba")


def test_conditions_hold_together_with_the_query(archive: Archive, inbox: Path) -> None:
    added(archive, inbox)
    assert archive.search(conditions=[condition("date", "2025-02-24")]).total == 1
    assert archive.search("Sturm", conditions=[condition("date", "2025-02-24")]).total == 0


def test_a_missing_index_is_built_at_the_first_search(archive: Archive, inbox: Path, tmp_path: Path) -> None:
    import shutil

    added(archive, inbox)
    archive.close()
    shutil.rmtree(archive.path / "index")
    told: list[tuple[int, int | None]] = []
    with Archive.open(archive.path, progress=lambda done, total: told.append((done, total))) as again:
        assert again.search("Sturm").total == 1
    assert told[-1] == (2, 2)
    assert "*" in (archive.path / "index" / ".gitignore").read_text(encoding="utf-8").split()


def test_an_index_that_is_being_built_is_not_searched_half(archive: Archive, inbox: Path) -> None:
    import shutil

    added(archive, inbox)
    archive.close()
    shutil.rmtree(archive.path / "index")

    def interrupt(done: int, total: int | None) -> None:
        raise KeyboardInterrupt

    with Archive.open(archive.path, progress=interrupt) as again, pytest.raises(KeyboardInterrupt):
        again.search("Sturm")
    with Archive.open(archive.path) as again:
        assert again.search("*").total == 2
    assert sorted(path.name for path in archive.path.iterdir()) == ["corpus", "index"]


def test_sync_takes_in_what_was_added_changed_and_removed_by_hand(archive: Archive, inbox: Path) -> None:
    sturm, alibaba = sorted(outcome.id or "" for outcome in added(archive, inbox))
    (archive.path / "corpus" / "neu.md").write_text("Eine Notiz über Windmühlen.\n", encoding="utf-8")
    path = archive.path_of(sturm)
    path.write_text(path.read_text(encoding="utf-8").replace("hundertmal", "tausendmal"), encoding="utf-8")
    archive.path_of(alibaba).unlink()
    synced = archive.sync()
    assert (synced.added, synced.updated, synced.removed, synced.faults) == (1, 1, 1, ())
    assert archive.search("Windmühlen").hits[0].id == "neu"
    assert archive.search("tausendmal").total == 1
    assert archive.search("Alibaba").total == 0
    synced = archive.sync()
    assert (synced.added, synced.updated, synced.removed) == (0, 0, 0)


def test_sync_reports_what_it_cannot_read_and_takes_in_the_rest(archive: Archive, inbox: Path) -> None:
    (archive.path / "corpus" / "kaputt.md").write_text("---\nheadline: [\n---\n", encoding="utf-8")
    (archive.path / "corpus" / "neu.md").write_text("Eine Notiz.\n", encoding="utf-8")
    synced = archive.sync()
    assert synced.added == 1
    assert [fault.path.name for fault in synced.faults] == ["kaputt.md"]


def test_a_damaged_index_is_said_and_rebuilt(archive: Archive, inbox: Path) -> None:
    added(archive, inbox)
    archive.close()
    for path in (archive.path / "index").iterdir():
        if path.is_file():
            path.write_bytes(b"nonsense" * 100)
    with Archive.open(archive.path) as again:
        with pytest.raises(EngineError, match="index") as caught:
            again.search("Sturm")
        assert "--rebuild" in (caught.value.hint or "")
        assert any("--rebuild" in (fault.hint or "") for fault in again.check())
        assert again.sync(rebuild=True).added == 2
        assert again.search("Sturm").total == 1
        assert again.check() == []


def test_check_names_every_fault(archive: Archive, inbox: Path) -> None:
    sturm, alibaba = sorted(outcome.id or "" for outcome in added(archive, inbox))
    corpus = archive.path / "corpus"
    (corpus / "kaputt.md").write_text("---\nheadline: [\n---\n", encoding="utf-8")
    (corpus / f"{sturm.upper()}.md").write_text("Doppelt.\n", encoding="utf-8")
    (corpus / "2025" / ".new-1-2").write_text("halb", encoding="utf-8")
    archive.path_of(alibaba).with_name(f"{alibaba}.original.md").write_text("verändert", encoding="utf-8")
    archive.path_of(sturm).with_name("weg.original.txt").write_text("Übrig\n\nEin Text.", encoding="utf-8")
    said = "\n".join(fault.message for fault in archive.check())
    for name in (
        "kaputt.md",
        ".new-1-2",
        f"{alibaba}.original.md is not what",
        "has the same id",
        "weg.original.txt",
    ):
        assert name in said
    assert f"{sturm.upper()} is not in the index" in said


def test_check_counts_articles_that_are_too_many_to_name(archive: Archive, inbox: Path) -> None:
    added(archive, inbox / "sturm.md")
    for number in range(30):
        (archive.path / "corpus" / f"neu-{number:02}.md").write_text("Ein Text.\n", encoding="utf-8")
    [fault] = archive.check()
    assert fault.message == "30 articles are not in the index, neu-00 among them."
    assert [fault.repaired for fault in archive.check(repair=True)] == [True]
    assert archive.check() == []


def test_repair_mends_what_it_can_and_loses_nothing(archive: Archive, inbox: Path) -> None:
    sturm, alibaba = sorted(outcome.id or "" for outcome in added(archive, inbox))
    corpus = archive.path / "corpus"
    (corpus / "2025" / ".new-1-2").write_text("halb", encoding="utf-8")
    path = archive.path_of(sturm)
    truncated = path.read_bytes()[:40]
    path.write_bytes(truncated)
    archive.path_of(alibaba).unlink()
    (corpus / "neu.md").write_text("Eine Notiz.\n", encoding="utf-8")
    assert all(fault.repaired for fault in archive.check(repair=True))
    assert archive.check() == []
    assert archive.get(sturm).headline == "Sturm über Hamburg"
    assert path.with_name(f"{sturm}.damaged").read_bytes() == truncated
    assert archive.get(alibaba).authors == ("Oleg Tkachenko",)
    assert archive.search("*").total == 3


def test_the_original_of_a_renamed_article_follows_it(archive: Archive, inbox: Path) -> None:
    [outcome] = added(archive, inbox / "sturm.md")
    path = archive.path_of(outcome.id or "")
    path.rename(path.with_name("sturm.md"))
    archive.sync()
    [fault] = archive.check()
    assert "does not stand beside it" in fault.message
    assert [fault.repaired for fault in archive.check(repair=True)] == [True]
    assert archive.check() == []
    original = archive.original_of("sturm")
    assert original is not None
    assert original.read_text(encoding="utf-8") == STORM


def test_articles_like_one_are_found_by_the_beginning_of_its_id(archive: Archive, inbox: Path) -> None:
    added(archive, inbox)
    again = ALIBABA.replace("investiert", "verliert")
    (inbox / "alibaba2.md").write_text(again.replace("2025-02-24", "2025-03-01"), encoding="utf-8")
    added(archive, inbox / "alibaba2.md")
    assert archive.search("like:2025-02").hits[0].id.startswith("2025-03-01")
    with pytest.raises(BadValue, match="Several"):
        archive.search("like:2025")
    with pytest.raises(BadValue, match="No id"):
        archive.search("like:1999")


def test_what_cannot_be_mended_stays_a_fault(archive: Archive) -> None:
    (archive.path / "corpus" / "kaputt.md").write_text("---\nheadline: [\n---\n", encoding="utf-8")
    assert [fault.repaired for fault in archive.check(repair=True) if "kaputt.md" in fault.message] == [False]
    assert (archive.path / "corpus" / "kaputt.md").exists()


def test_an_edit_is_kept_and_searched(archive: Archive, inbox: Path) -> None:
    [outcome] = added(archive, inbox / "sturm.md")
    article = archive.edit("2024-10", {"headline": "Orkan über Hamburg", "date": "19.10.2024", "author": ""})
    assert (article.id, article.headline, article.published, article.authors) == (
        outcome.id,
        "Orkan über Hamburg",
        date(2024, 10, 19),
        (),
    )
    assert archive.get(article.id) == article
    assert archive.search("Orkan date:2024-10-19").total == 1
    assert archive.check() == []


def test_a_rewritten_article_is_kept_and_searched(archive: Archive, inbox: Path) -> None:
    added(archive, inbox / "sturm.md")
    path = archive.path_of("2024")
    archive.rewrite("2024", path.read_text(encoding="utf-8").replace("Sturm", "Orkan"))
    assert archive.search("Orkan").total == 1
    with pytest.raises(DamagedArticle):
        archive.rewrite("2024", "---\npublished: gestern nachmittag\n---\n")
    assert archive.search("Orkan").total == 1


def test_a_removed_article_is_gone_from_corpus_and_index(archive: Archive, inbox: Path) -> None:
    added(archive, inbox)
    assert archive.remove(["2025"]) == ["2025-02-24-alibaba-investiert-53-milliarden-dollar"]
    assert archive.search("Alibaba").total == 0
    assert len(archive.corpus.ids()) == 1
    assert archive.check() == []
    with pytest.raises(ArticleNotFound):
        archive.remove(["2024", "2019"])
    assert len(archive.corpus.ids()) == 1


def test_figures_count_what_is_there(archive: Archive, inbox: Path) -> None:
    added(archive, inbox)
    stats = archive.stats()
    assert (stats.articles, stats.dated, stats.first, stats.last) == (2, 2, "2024-10-18", "2025-02-24")
    assert stats.corpus_bytes > len(ALIBABA + STORM)
    assert stats.index_bytes > 0
    assert ("Anna Müller", 1) in {facet.field: facet.counts for facet in stats.facets}["author"]


def test_a_directory_without_a_corpus_is_no_archive(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match="is no archive") as caught:
        Archive.open(tmp_path)
    assert "archive init" in (caught.value.hint or "")


def test_a_second_writer_is_told_so(archive: Archive, inbox: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from archive import disk

    added(archive, inbox / "sturm.md")
    monkeypatch.setattr("archive.disk.PATIENCE", 0.1)
    with disk.writing(archive.path / "corpus"):
        with pytest.raises(IndexLocked):
            added(archive, inbox / "alibaba.md")
        assert archive.search("Sturm").total == 1


def test_two_processes_that_add_at_once_both_get_everything_in(archive: Archive, inbox: Path) -> None:
    program = """
import sys
from archive import Archive
with Archive.open(sys.argv[1]) as archive:
    print(*(outcome.outcome for outcome in archive.add([sys.argv[2]])))
"""
    paths = [
        records(
            inbox / f"{name}.jsonl",
            *({**row(n), "id": f"{name}{n}", "title": f"{name} {n}"} for n in range(50)),
        )
        for name in ("eins", "zwei")
    ]
    running = [
        subprocess.Popen(
            [sys.executable, "-c", program, archive.path, path], stdout=subprocess.PIPE, text=True
        )
        for path in paths
    ]
    for process in running:
        out, _ = process.communicate(timeout=60)
        assert (process.returncode, out.split()) == (0, ["new"] * 50)
    assert archive.search("*").total == 100
    assert archive.check() == []


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may write everywhere")
def test_a_read_only_archive_is_searched_and_not_written(archive: Archive, inbox: Path) -> None:
    added(archive, inbox / "sturm.md")
    for folder in (archive.path / "corpus", *(archive.path / "corpus").rglob("*/")):
        folder.chmod(0o500)
    try:
        assert archive.search("Sturm").total == 1
        with pytest.raises(CorpusError, match="Permission denied"):
            added(archive, inbox / "alibaba.md")
    finally:
        for folder in (archive.path / "corpus", *(archive.path / "corpus").rglob("*/")):
            folder.chmod(0o700)


def test_importing_the_package_loads_nothing_heavy() -> None:
    program = "import sys, archive, archive.archive; print(*sys.modules)"
    loaded = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    ).stdout.split()
    assert not {
        "yaml",
        "numpy",
        "whoosh",
        "rich",
        "archive.readers",
        "archive.frontmatter",
        "urllib.request",
    } & set(loaded)
