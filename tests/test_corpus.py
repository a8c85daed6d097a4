from __future__ import annotations

import hashlib
import os
import unicodedata
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive import disk, ids
from archive.article import Article, Provenance
from archive.corpus import Corpus, Entry, Original
from archive.errors import ArticleNotFound, CorpusError, DamagedArticle, IndexLocked

ARTICLE = Article(
    headline="Alibaba investiert 53 Milliarden Dollar",
    authors=("Oleg Tkachenko",),
    published=date(2025, 2, 24),
    body="Der Konzern baut aus.",
    extra={"rating": 5},
)


@pytest.fixture
def corpus(tmp_path: Path) -> Corpus:
    (tmp_path / "corpus").mkdir()
    return Corpus(tmp_path / "corpus")


def files(corpus: Corpus) -> list[str]:
    return [Path(file).relative_to(corpus.path).as_posix() for file in corpus.files()]


def test_an_article_is_one_readable_file_named_by_date_and_headline(corpus: Corpus) -> None:
    kept = corpus.put(ARTICLE)
    path = corpus.path / "2025/02/2025-02-24-alibaba-investiert-53-milliarden-dollar.md"
    assert files(corpus) == [path.relative_to(corpus.path).as_posix()]
    assert "headline: Alibaba investiert 53 Milliarden Dollar\n" in path.read_text(encoding="utf-8")
    assert kept == replace(ARTICLE, id=path.stem, digest=hashlib.sha256(path.read_bytes()).hexdigest())
    assert corpus.get(kept.id) == kept


def test_an_article_without_a_date_goes_to_undated(corpus: Corpus) -> None:
    corpus.put(replace(ARTICLE, published=None))
    assert files(corpus) == ["undated/alibaba-investiert-53-milliarden-dollar.md"]


@pytest.mark.parametrize(
    ("headline", "slug"),
    [
        ("Ärger über Öl: Fußgänger in Übersee", "aerger-ueber-oel-fussgaenger-in-uebersee"),
        ("A\u0308rger", "aerger"),
        ("Café déjà vu à Łódź", "cafe-deja-vu-a-lodz"),
        ("../../etc/passwd", "etc-passwd"),
        ("\0", "article"),
        ("🎉🎉", "article"),
        ("?!…", "article"),
        ("Москва", "article"),
        ("CON", "article-con"),
        ("lpt1", "article-lpt1"),
        ("2025-02-24 Ein Tag", "article-2025-02-24-ein-tag"),
        ("x" * 5_000, "x" * ids.MAX_SLUG),
        ("Wort " * 1_000, "-".join(["wort"] * 12)),
    ],
)
def test_whatever_the_headline_the_name_of_the_file_is_safe(corpus: Corpus, headline: str, slug: str) -> None:
    kept = corpus.put(replace(ARTICLE, headline=headline, published=None))
    assert kept.id == slug
    assert files(corpus) == [f"undated/{slug}.md"]


@settings(max_examples=200)
@given(st.text(st.characters(), max_size=300))
def test_a_slug_is_short_lower_case_and_never_a_path(headline: str) -> None:
    slug = ids.slug_of(headline)
    assert 1 <= len(slug) <= ids.MAX_SLUG + len("article-")
    assert set(slug) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
    assert slug.strip("-") == slug
    assert (
        slug == ids.slug_of(unicodedata.normalize("NFD", headline))
        or not headline.isprintable()
        or len(headline) > 99
    )


def test_articles_of_the_same_date_and_headline_are_numbered(corpus: Corpus) -> None:
    kept = [corpus.put(replace(ARTICLE, body=f"Teil {number}.")).id for number in (1, 2, 3)]
    assert kept == [
        ids.first_choice(ARTICLE),
        f"{ids.first_choice(ARTICLE)}-2",
        f"{ids.first_choice(ARTICLE)}-3",
    ]


def test_an_id_is_not_given_twice_on_systems_that_ignore_case(corpus: Corpus) -> None:
    (corpus.path / "mine").mkdir()
    (corpus.path / "mine" / f"{ids.first_choice(ARTICLE).upper()}.md").write_text(
        "Schon da.", encoding="utf-8"
    )
    assert corpus.put(ARTICLE).id.endswith("-2")


def test_a_new_date_or_headline_does_not_change_the_id(corpus: Corpus) -> None:
    kept = corpus.put(ARTICLE)
    changed = corpus.put(replace(kept, headline="Ganz anders", published=date(2024, 1, 1)))
    assert changed.id == kept.id
    assert len(files(corpus)) == 1


def test_an_article_moved_by_hand_is_found_and_changed_where_it_is(corpus: Corpus) -> None:
    kept = corpus.put(ARTICLE)
    place = corpus.path / "favourites" / f"{kept.id}.md"
    place.parent.mkdir()
    corpus.path_of(kept.id).rename(place)
    assert corpus.get(kept.id) == kept
    corpus.put(replace(kept, headline="Neu"))
    assert files(corpus) == [f"favourites/{kept.id}.md"]


def test_the_name_a_person_gives_a_file_is_its_id(corpus: Corpus) -> None:
    (corpus.path / "Meine Notiz.md").write_text("Nur ein Text.\n", encoding="utf-8")
    assert corpus.get("Meine Notiz").body == "Nur ein Text."
    assert corpus.get("meine").id == "Meine Notiz"


def test_an_unambiguous_prefix_or_a_path_finds_an_article(corpus: Corpus) -> None:
    kept = corpus.put(ARTICLE)
    for prefix in (kept.id, "2025-02-24-ali", str(corpus.path_of(kept.id)), f"{kept.id}.md"):
        assert corpus.get(prefix).id == kept.id


def test_an_id_that_begins_another_is_still_that_article(corpus: Corpus) -> None:
    first, second = corpus.put(ARTICLE), corpus.put(ARTICLE)
    assert (corpus.get(first.id).id, corpus.get(second.id).id) == (first.id, f"{first.id}-2")


def test_an_ambiguous_prefix_names_the_candidates(corpus: Corpus) -> None:
    for number in range(7):
        corpus.put(replace(ARTICLE, headline=f"Thema {number}"))
    with pytest.raises(ArticleNotFound, match=r"7 articles .*2025-02-24-thema-0, .*2025-02-24-thema-4, …"):
        corpus.get("2025")


@pytest.mark.parametrize("prefix", ["2019", "", "../../etc/passwd", "\0", "x" * 5_000])
def test_an_unknown_id_is_said_not_to_be_there(corpus: Corpus, prefix: str) -> None:
    corpus.put(ARTICLE)
    with pytest.raises(ArticleNotFound, match="No article has an id"):
        corpus.get(prefix)


@pytest.mark.parametrize("id", ["../outside", "a/b", ".hidden", "a\0b"])
def test_no_id_leads_outside_the_corpus(corpus: Corpus, id: str) -> None:
    with pytest.raises(CorpusError, match="is no id"):
        corpus.put(replace(ARTICLE, id=id))
    assert files(corpus) == []


def test_the_original_is_kept_unaltered_beside_the_article(corpus: Corpus) -> None:
    data = b"\xff\xfe\0roh\r\n"
    kept = corpus.put(ARTICLE, Original(data, ".HTML"))
    original = corpus.original_of(kept.id)
    assert original is not None
    assert original.name == f"{kept.id}.original.html"
    assert original.read_bytes() == data
    assert corpus.ids() == [kept.id]


def test_an_original_in_markdown_is_not_taken_for_an_article(corpus: Corpus) -> None:
    kept = corpus.put(ARTICLE, Original(b"# Alibaba", ".md"))
    assert corpus.ids() == [kept.id]


def test_a_replaced_article_stays_as_a_version_where_that_is_wanted(corpus: Corpus) -> None:
    kept = corpus.put(ARTICLE, Original(b"eins", ".txt"))
    path = corpus.path_of(kept.id)
    before = path.read_bytes()
    corpus.put_many([Entry(replace(kept, body="Neu."), Original(b"zwei", ".html"), replaces=path, keep=True)])
    assert path.with_name(f"{kept.id}.version-1.md").read_bytes() == before
    assert path.with_name(f"{kept.id}.version-1.original.txt").read_bytes() == b"eins"
    assert [original.name for original in path.parent.glob(f"{kept.id}.original.*")] == [
        f"{kept.id}.original.html"
    ]
    assert corpus.ids() == [kept.id]


def test_removing_an_article_removes_what_is_beside_it_and_nothing_else(corpus: Corpus) -> None:
    other = corpus.put(replace(ARTICLE, headline="Alibaba investiert 53"))
    kept = corpus.put(ARTICLE, Original(b"eins", ".txt"))
    corpus.put_many([Entry(kept, Original(b"zwei", ".txt"), replaces=corpus.path_of(kept.id), keep=True)])
    corpus.remove([kept.id, "was-never-there"])
    assert files(corpus) == [f"2025/02/{other.id}.md"]


def test_digests_tell_which_files_have_changed(corpus: Corpus) -> None:
    one, two = corpus.put(ARTICLE), corpus.put(replace(ARTICLE, headline="Zwei"))
    assert corpus.digests() == {one.id: one.digest, two.id: two.digest}
    path = corpus.path_of(two.id)
    path.write_text(path.read_text(encoding="utf-8") + "\nNoch etwas.\n", encoding="utf-8")
    assert [
        id
        for id, digest in corpus.digests().items()
        if digest != {one.id: one.digest, two.id: two.digest}[id]
    ] == [two.id]


@pytest.mark.parametrize(("data", "said"), [(b"", "is empty"), (b"Text\n\xff\xfe", "line 2: .* UTF-8")])
def test_a_file_that_is_no_text_is_damaged(corpus: Corpus, data: bytes, said: str) -> None:
    (corpus.path / "kaputt.md").write_bytes(data)
    with pytest.raises(DamagedArticle, match=said):
        corpus.get("kaputt")


def test_a_text_that_is_no_article_replaces_nothing(corpus: Corpus) -> None:
    kept = corpus.put(ARTICLE)
    path = corpus.path_of(kept.id)
    before = path.read_bytes()
    with pytest.raises(DamagedArticle):
        corpus.rewrite(path, "---\nheadline: [")
    assert path.read_bytes() == before


def test_a_rewritten_article_keeps_comments(corpus: Corpus) -> None:
    path = corpus.path_of(corpus.put(ARTICLE).id)
    corpus.rewrite(path, "---\n# ge\u0301pru\u0308ft\nheadline: Neu\n---\r\n\r\nText.")
    assert path.read_text(encoding="utf-8") == "---\n# gépr\u00fcft\nheadline: Neu\n---\n\nText.\n"


def test_links_to_folders_are_not_walked_in_circles(corpus: Corpus) -> None:
    kept = corpus.put(ARTICLE)
    (corpus.path / "2025" / "loop").symlink_to(corpus.path, target_is_directory=True)
    assert corpus.ids() == [kept.id]


def test_files_are_there_whole_or_not_at_all(tmp_path: Path) -> None:
    with disk.Files() as written:
        written.write(tmp_path / "new" / "a", b"a")
        assert not (tmp_path / "new" / "a").exists()
    assert [path.name for path in tmp_path.rglob("*")] == ["new"]
    with disk.Files() as written:
        for number in range(disk.FEW + 4):
            written.write(tmp_path / "new" / str(number), b"a")
        written.commit()
    assert len(list((tmp_path / "new").iterdir())) == disk.FEW + 4


def test_a_second_writer_is_told_to_wait(tmp_path: Path) -> None:
    with disk.writing(tmp_path), pytest.raises(IndexLocked) as caught, disk.writing(tmp_path, patience=0.1):
        pass
    assert caught.value.exit_code == 75
    with disk.writing(tmp_path, patience=0.1):
        pass


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may write everywhere")
def test_a_folder_that_may_not_be_written_is_named(corpus: Corpus) -> None:
    corpus.path.chmod(0o500)
    try:
        with pytest.raises(CorpusError, match="Permission denied"):
            corpus.put(ARTICLE)
    finally:
        corpus.path.chmod(0o700)


@settings(max_examples=50)
@given(st.text(st.characters(), max_size=80), st.none() | st.dates())
def test_any_headline_and_date_is_put_and_found_again(
    tmp_path_factory: pytest.TempPathFactory, headline: str, published: date | None
) -> None:
    corpus = Corpus(tmp_path_factory.mktemp("corpus"))
    article = Article(
        headline=headline, published=published, body="Text.", provenance=Provenance(original="a")
    )
    kept = corpus.put(article)
    assert corpus.get(kept.id) == kept
    assert [Path(file).resolve().is_relative_to(corpus.path.resolve()) for file in corpus.files()] == [True]
