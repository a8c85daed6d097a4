"""What an article was before is kept as plain files, listed, shown and compared."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from archive.archive import Archive
from archive.cli.program import program
from archive.errors import ArticleNotFound, DamagedArticle
from archive.history import compared, difference, numbered

ID = "2025-03-10-schleuse-wird-erneuert"
PAGE = """---
headline: {headline}
url: https://example.org/schleuse
published: 2025-03-10
---

Die Stadt will ihre alte Schleuse {when} erneuern. Die Kosten trägt der Bund.

Ein Absatz bleibt, wie er ist.
"""


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    """An archive of one article whose source has changed twice."""
    archive = Archive.create(tmp_path / "news")
    source = tmp_path / "page.md"
    for headline, when in (
        ("Schleuse wird erneuert", "im Herbst"),
        ("Schleuse wird doch erneuert", "im Herbst"),
        ("Schleuse wird doch erneuert", "bis zum Winter"),
    ):
        source.write_text(PAGE.format(headline=headline, when=when), encoding="utf-8")
        assert [outcome.outcome for outcome in archive.add([str(source)])] in (["new"], ["updated"])
    return archive


def call(archive: Archive, *words: str) -> Result:
    return CliRunner().invoke(program, ["--dir", str(archive.path), *words], env={"COLUMNS": None})


def test_every_version_is_a_file_and_the_current_one_is_searched(archive: Archive) -> None:
    every = archive.versions(ID)
    assert [version.path.name for version in every] == [
        f"{ID}.version-1.md",
        f"{ID}.version-2.md",
        f"{ID}.md",
    ]
    assert [version.number for version in every] == [1, 2, 3]
    assert [version.changed for version in every] == ["first", "headline", "text +3 −2 words"]
    assert archive.search("Winter").total == 1
    assert archive.search('"im Herbst"').total == 0


def test_two_versions_are_compared_word_by_word(archive: Archive) -> None:
    every = archive.versions(ID)
    assert difference(every[0], every[1]).fields == (
        ("headline", "Schleuse wird erneuert", "Schleuse wird doch erneuert"),
    )
    assert compared(every, None, None).before.number == 2
    assert compared(every, 1, 2).after.number == 2
    with pytest.raises(ArticleNotFound, match="has no version 9; it has 1, 2, 3"):
        compared(every, 9, None)


def test_an_article_that_has_not_changed_has_nothing_to_compare(tmp_path: Path) -> None:
    archive = Archive.create(tmp_path / "news")
    (tmp_path / "page.md").write_text(PAGE.format(headline="Neu", when="bald"), encoding="utf-8")
    list(archive.add([str(tmp_path / "page.md")]))
    with pytest.raises(ArticleNotFound, match="has not changed"):
        compared(archive.versions("2025"), None, None)


def test_a_version_deleted_by_hand_leaves_a_gap_and_new_ones_come_after(
    archive: Archive, tmp_path: Path
) -> None:
    archive.versions(ID)[0].path.unlink()
    (tmp_path / "page.md").write_text(PAGE.format(headline="Neu", when="bald"), encoding="utf-8")
    assert [outcome.outcome for outcome in archive.add([str(tmp_path / "page.md")])] == ["updated"]
    every = archive.versions(ID)
    assert [version.number for version in every] == [2, 3, 4]
    assert "Winter" in numbered(every, 3).read().body


def test_a_version_spoilt_by_hand_is_named_and_the_others_are_shown(archive: Archive) -> None:
    every = archive.versions(ID)
    every[0].path.write_bytes(b"\xff\xfe")
    every = archive.versions(ID)
    assert [version.changed for version in every][:2] == ["cannot be read", "the one before cannot be read"]
    with pytest.raises(DamagedArticle):
        difference(every[0], every[1])
    assert [fault.path for fault in archive.check()] == [every[0].path]
    assert call(archive, "show", ID, "--version", "1").exit_code == 1
    assert call(archive, "show", ID, "--version", "2").exit_code == 0


def test_a_version_whose_article_is_gone_is_reported_and_never_taken_for_one(archive: Archive) -> None:
    path = archive.versions(ID)[0].path
    path.rename(path.with_name("andere-sache.version-1.md"))
    messages = [fault.message for fault in archive.check()]
    assert len([message for message in messages if "which is gone" in message]) == 1
    assert archive.sync().added == 0
    assert archive.corpus.ids() == [ID]


def test_removing_an_article_removes_its_versions(archive: Archive) -> None:
    archive.remove([ID])
    assert [path for path in (archive.path / "corpus").rglob("*") if path.is_file()] == []


def test_versions_are_listed_shown_and_compared_on_the_command_line(archive: Archive) -> None:
    listed = call(archive, "show", ID, "--versions").stdout.splitlines()
    assert [line.split(" · ")[-1] for line in listed] == ["first", "headline", "current"]
    assert "im Herbst" in call(archive, "show", ID, "--version", "1").stdout
    assert call(archive, "diff", ID).stdout.splitlines()[2:] == [
        "Die Stadt will ihre alte Schleuse [-im Herbst-]{+bis zum Winter+} erneuern. "
        "Die Kosten trägt der Bund.",
        "",
        "… 1 paragraph the same …",
    ]
    assert "headline: [-Schleuse wird erneuert-] {+Schleuse" in call(archive, "diff", ID, "1").stdout
    assert '"kind": "added"' in call(archive, "diff", ID, "1", "3", "--json").stdout
    assert call(archive, "diff", ID, "1", "8").exit_code == 1


def test_a_difference_cannot_act_on_a_terminal(archive: Archive) -> None:
    path = archive.versions(ID)[0].path
    path.write_text(path.read_text(encoding="utf-8") + "\nEnde \x9b31m\u202e.\n", encoding="utf-8")
    shown = call(archive, "--color", "always", "diff", ID, "1").stdout
    assert "Ende" in shown
    assert "\x9b" not in shown
    assert "\u202e" not in shown
    assert "\u202e" not in call(archive, "diff", ID, "1", "--json").stdout
