"""What was read of a web archive or ZIP file is not read again, and nothing depends on that."""

from __future__ import annotations

import zipfile
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import pytest

from archive.archive import Archive
from archive.article import Article
from archive.ingest import Outcome
from archive.ledger import NAME, Ledger
from archive.readers import Source, read

PAGE = (
    "<html><head><title>{name} closed</title></head><body><article><h1>{name} closed</h1>"
    "<p>{name} was closed on Monday, because it is about to fall into the river that it spans.</p>"
    "<p>The council wants to mend it, and nobody knows with what, says {name}'s keeper.</p>"
    "</article></body></html>"
)
NAMES = ("North Bridge", "South Bridge", "East Bridge")
WARC = Path(__file__).parent / "samples" / "warc" / "crawl.warc"


def packed(folder: Path, names: Iterable[str] = NAMES) -> Path:
    path = folder / "pages.zip"
    with zipfile.ZipFile(path, "w") as file:
        for name in names:
            file.writestr(zipfile.ZipInfo(f"{name}.html"), PAGE.format(name=name))
    return path


def counted(outcomes: Iterable[Outcome]) -> dict[str, int]:
    return dict(Counter(outcome.outcome for outcome in outcomes))


@pytest.mark.parametrize("kind", ["zip", "warc"])
def test_of_a_record_that_is_known_only_the_provenance_is_given(tmp_path: Path, kind: str) -> None:
    path = packed(tmp_path) if kind == "zip" else WARC
    first = next(read(Source(str(path), path)))
    assert isinstance(first, Article)
    assert first.record
    again = list(read(Source(str(path), path, known=frozenset({first.record}))))
    assert isinstance(again[0], Article)
    assert again[0].record == first.record
    assert not again[0].body
    assert all(one.body for one in again[1:] if isinstance(one, Article))


@pytest.mark.parametrize("kind", ["zip", "warc"])
def test_a_file_added_again_gives_the_same_articles_without_reading_them(tmp_path: Path, kind: str) -> None:
    path = packed(tmp_path) if kind == "zip" else WARC
    with Archive.create(tmp_path / "news") as archive:
        first = list(archive.add([str(path)]))
        ledger = Ledger(tmp_path / "news" / "index" / NAME)
        made = {one.record: one.id for one in first if one.outcome == "new"}
        assert ledger.of(Source("another name", path)) == made
        second = list(archive.add([str(path)]))
    assert [(one.record, one.id) for one in second] == [(one.record, one.id) for one in first]
    assert {one.outcome for one in second} == {"same"} | {one.outcome for one in first} - {"new"}


def test_an_article_that_was_removed_is_read_again(tmp_path: Path) -> None:
    path = packed(tmp_path)
    with Archive.create(tmp_path / "news") as archive:
        first = list(archive.add([str(path)]))
        archive.remove([first[1].id or ""])
        second = list(archive.add([str(path)]))
    assert [one.outcome for one in second] == ["same", "new", "same"]
    assert second[1].article is not None
    assert "South Bridge was closed" in second[1].article.body


def test_what_a_person_says_of_articles_that_are_known_counts(tmp_path: Path) -> None:
    path = packed(tmp_path)
    with Archive.create(tmp_path / "news") as archive:
        list(archive.add([str(path)]))
        assert counted(archive.add([str(path)], overrides={"source": "Bay Courier"})) == {"updated": 3}


@pytest.mark.parametrize(
    "damage", [b"", b"\xff\x00{", b'[1, "a", 2]\n[[]]\n3\n{"a": 1}\n', b"[" * 100_000, b'[1,"a",{"b":{}}]']
)
def test_a_ledger_that_is_damaged_or_lost_costs_time_alone(tmp_path: Path, damage: bytes) -> None:
    path, ledger = packed(tmp_path), tmp_path / "news" / "index" / NAME
    with Archive.create(tmp_path / "news") as archive:
        list(archive.add([str(path)]))
        ledger.write_bytes(damage)
        assert counted(archive.add([str(path)])) == {"same": 3}
        assert ledger.stat().st_size > len(damage)


def test_a_line_that_was_cut_off_spoils_no_other(tmp_path: Path) -> None:
    path = packed(tmp_path)
    ledger, source = Ledger(tmp_path / NAME), Source(str(path), path)
    ledger.note([(source, "a", "one")])
    with (tmp_path / NAME).open("ab") as file:
        file.write(b'[12, "abc", {"b')
    Ledger(tmp_path / NAME).note([(source, "c", "three")])
    assert Ledger(tmp_path / NAME).of(source) == {"a": "one", "c": "three"}


def test_nothing_is_noted_of_what_is_only_tried(tmp_path: Path) -> None:
    with Archive.create(tmp_path / "news") as archive:
        list(archive.add([str(packed(tmp_path))], dry_run=True))
    assert not (tmp_path / "news" / "index" / NAME).exists()
