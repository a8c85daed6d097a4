"""Names that an archive's keeper takes for the same: the file, and queries widened by it."""

from __future__ import annotations

from pathlib import Path

import pytest

from archive import Archive, query
from archive.errors import CorpusError
from archive.synonyms import LARGEST, Synonyms, read

TEXT = """
# what the archive is about
KI = künstliche Intelligenz = AI   # in both languages
C# = CSharp
EZB = Europäische Zentralbank
"""


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    """An archive of three articles, each with another name of the same thing."""
    for name, text in (
        ("eins", "Die KI rechnet schnell."),
        ("zwei", "Von künstlicher Intelligenz ist oft die Rede."),
        ("drei", "They say that AI is everywhere, and they mean it."),
        ("vier", "Intelligenz ist nicht künstlich."),
    ):
        (tmp_path / f"{name}.md").write_text(f"---\nheadline: {name}\n---\n\n{text}\n", encoding="utf-8")
    archive = Archive.create(tmp_path / "archive")
    assert [outcome.outcome for outcome in archive.add([str(tmp_path / "*.md")])] == ["new"] * 4
    (tmp_path / "archive" / "corpus" / "synonyms.txt").write_text(TEXT, encoding="utf-8")
    return archive


@pytest.mark.parametrize(
    ("typed", "read_as"),
    [
        ("KI", '(KI OR "künstliche Intelligenz" OR AI)'),
        ("ki regeln", '(ki OR "künstliche Intelligenz" OR AI) regeln'),
        ("neue künstliche Intelligenz", "neue ((künstliche Intelligenz) OR KI OR AI)"),
        ("künstlicher Intelligenz", "((künstlicher Intelligenz) OR KI OR AI)"),
        ("headline:ezb", '(headline:ezb OR headline:"Europäische Zentralbank")'),
        ("C#", "(C# OR CSharp)"),
        ("wetter -KI", "wetter -KI"),
        ('"KI"', '"KI"'),
        ("=KI", "=KI"),
        ("author:KI", "author:KI"),
        ("künstlich intelligent", "künstlich intelligent"),
    ],
)
def test_a_name_in_a_query_stands_for_the_others(typed, read_as):
    assert str(Synonyms(TEXT).widen(query.parse(typed))) == read_as


def test_every_name_finds_all_articles_and_the_one_typed_comes_first(archive):
    for typed, first in (("KI", "eins"), ("AI", "drei"), ("künstliche Intelligenz", "zwei")):
        found = [hit.headline for hit in archive.search(typed).hits]
        assert found[0] == first or typed == "künstliche Intelligenz"
        assert {"eins", "zwei", "drei"} <= set(found)


def test_the_other_name_is_marked_and_explained(archive):
    hit = next(hit for hit in archive.search("KI", explain=True).hits if hit.headline == "zwei")
    (snippet,) = hit.snippets
    assert "".join(snippet.text[a:b] for a, b in snippet.matches) == "künstlicher Intelligenz"
    (given,) = hit.explanation
    assert given.path == "synonym"
    assert given.score == pytest.approx(hit.score, abs=1e-4)


def test_synonyms_can_be_left_aside_and_are_read_anew_when_the_file_changes(archive):
    assert archive.search("KI", synonyms=False).total == 1
    assert archive.search("KI").total == 3
    (archive.path / "corpus" / "synonyms.txt").write_text("KI = AI\n", encoding="utf-8")
    assert archive.search("KI").total == 2


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("KI = AI\n\nKI\n", "line 3 has no = between two names"),
        ("KI =\n", "line 1 has a name without a word"),
        (" = ".join(f"name{number}" for number in range(51)), "line 1 has more than 50 names"),
        ("# gut\nKI = …\n", "line 2 has a name without a word"),
        ("KI = eins zwei drei vier fünf sechs sieben acht neun", "line 1 has a name of more than 8 words"),
    ],
)
def test_a_mistake_is_named_by_its_line(text, said):
    with pytest.raises(CorpusError, match=said):
        Synonyms(text)


def test_a_file_that_is_no_text_or_too_large_is_refused(tmp_path):
    file = tmp_path / "synonyms.txt"
    assert read(file) is None
    file.write_bytes(b"KI = AI\nM\xfcll = Abfall\n")
    with pytest.raises(CorpusError, match="line 2 is not UTF-8"):
        read(file)
    file.write_bytes(b"#" * (LARGEST + 1))
    with pytest.raises(CorpusError, match="larger"):
        read(file)
