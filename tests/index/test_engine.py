"""The engine as the archive uses it: opened, updated, asked, counted, and honest about what is wrong."""

from __future__ import annotations

import shutil
import subprocess
import sys
from datetime import date

import pytest

from archive.article import Article, Provenance
from archive.engine import Search
from archive.errors import BadValue, EngineError, IndexDamaged, IndexMissing, IndexOutdated, UnknownField
from archive.index import WhooshEngine
from archive.index.vocabulary import MOST_WORDS
from archive.query import parse
from archive.query.tree import Everything, Near, Word


def article(id: str, **fields: object) -> Article:
    return Article(**{"id": id, "digest": f"{abs(hash(id)):064x}"[:64], "language": "de", **fields})


@pytest.fixture
def index(tmp_path):
    with WhooshEngine.create(tmp_path / "index") as engine:
        yield engine


def ids(engine: WhooshEngine, query: str, **wanted: object) -> list[str]:
    return [hit.id for hit in engine.search(Search(query=parse(query), **wanted)).hits]


def test_an_index_that_is_not_there_is_missing(tmp_path):
    with pytest.raises(IndexMissing):
        WhooshEngine.open(tmp_path / "index")


def test_a_foreign_index_is_outdated(tmp_path):
    (tmp_path / "_MAIN_1.toc").write_bytes(b"something")
    with pytest.raises(IndexOutdated):
        WhooshEngine.open(tmp_path)


def test_creating_replaces_what_is_there(tmp_path):
    WhooshEngine.create(tmp_path).update([article("a", body="Haus")])
    assert ids(WhooshEngine.create(tmp_path), "*") == []


def test_a_flipped_byte_is_named_by_verify_and_never_answered_from(tmp_path):
    engine = WhooshEngine.create(tmp_path / "whole")
    engine.update([article(f"a{n}", headline="Haus", body=f"Haus Garten {n}") for n in range(200)])
    assert engine.verify() == []
    expected = engine.search(Search(query=parse("haus garten"))).hits
    (segment,) = (tmp_path / "whole").glob("*.segment")
    size = segment.stat().st_size
    for place in range(100, size - 100, size // 15):
        shutil.copytree(tmp_path / "whole", tmp_path / "flipped", dirs_exist_ok=True)
        raw = bytearray(segment.read_bytes())
        raw[place] ^= 0x10
        (tmp_path / "flipped" / segment.name).write_bytes(raw)
        try:
            flipped = WhooshEngine.open(tmp_path / "flipped")
        except (IndexDamaged, IndexOutdated):
            continue
        assert flipped.verify()
        try:
            assert flipped.search(Search(query=parse("haus garten"))).hits == expected
        except IndexDamaged:
            continue


def test_a_search_sees_the_last_commit_of_another_process(tmp_path):
    reader = WhooshEngine.create(tmp_path)
    assert ids(reader, "haus") == []
    code = (
        "import sys; from pathlib import Path; from archive.index import WhooshEngine; "
        "from archive.article import Article; "
        "WhooshEngine.open(Path(sys.argv[1])).update([Article(id='a', digest='00' * 32, body='Haus')])"
    )
    subprocess.run([sys.executable, "-W", "ignore", "-c", code, str(tmp_path)], check=True)
    assert ids(reader, "haus") == ["a"]


def test_articles_are_replaced_and_removed(index):
    index.update([article("a", body="Haus"), article("b", body="Haus")])
    index.update([article("a", body="Garten")], remove=["b"])
    assert (ids(index, "haus"), ids(index, "garten"), ids(index, "*")) == ([], ["a"], ["a"])


def test_articles_are_known_by_their_keys_and_ids(index):
    origin = Provenance(sha256="ab" * 32, original="x.jsonl", record="7")
    index.update([article("a", provenance=origin, url="https://example.org/a")])
    keys = [*article("a", provenance=origin, url="https://example.org/a").keys, "id:a"]
    assert index.known([*keys, "id:b", "sha256:00"]) == dict.fromkeys(keys, "a")


def test_the_headline_counts_more_than_the_body(index):
    index.update(
        [
            article("a", headline="Wetter", body="Der Kanal."),
            article("b", headline="Kanal", body="Das Wetter."),
        ]
    )
    assert ids(index, "kanal") == ["b", "a"]


def test_ties_go_to_the_newer_then_to_the_first_id_and_undated_articles_come_last(index):
    days = {"d": None, "b": date(2024, 1, 1), "a": date(2024, 1, 1), "c": date(2025, 1, 1)}
    index.update([article(id, body="Haus", published=day) for id, day in days.items()])
    assert ids(index, "haus") == ids(index, "*") == ["c", "a", "b", "d"]
    assert ids(index, "haus", sort="date") == ["a", "b", "c", "d"]
    assert ids(index, "haus", sort="-date") == ["c", "a", "b", "d"]


@pytest.mark.parametrize("sort", ["relevance", "date", "-date"])
@pytest.mark.parametrize("query", ["*", "haus", "haus OR garten"])
def test_pages_are_stretches_of_the_full_ranking(index, query, sort):
    dated = {n: date(2020, 1, 1 + n % 7) if n % 5 else None for n in range(150)}
    articles = [
        article(f"a{n:03}", body="Haus " * (n % 4) + "Garten " * (n % 3), published=dated[n]) for n in dated
    ]
    index.update(articles[::2])
    index.update(articles[1::2])
    full = ids(index, query, limit=1000, sort=sort)
    assert len(full) == index.search(Search(query=parse(query), limit=0)).total
    for offset in (0, 3, 50, 140, 500):
        assert ids(index, query, limit=10, offset=offset, sort=sort) == full[offset : offset + 10]


def test_filters_and_exclusions_add_nothing_to_the_score(index):
    index.update(
        [article("a", body="Haus", authors=("Eva Weber",), source="Bote", published=date(2024, 1, 1))]
    )
    plain = index.search(Search(query=parse("haus"))).hits[0].score
    for query in ("haus author:weber", "haus source:bote", "haus date:2024", "haus -garten", "haus *"):
        assert index.search(Search(query=parse(query))).hits[0].score == plain


def test_facets_count_every_article_found(index):
    index.update(
        [
            article("a", body="Haus", authors=("Eva", "Jan"), source="Bote"),
            article("b", body="Haus", authors=("Eva",)),
        ]
    )
    index.update([article("c", body="Garten", authors=("Jan",))])
    author, source = index.search(Search(query=parse("haus"), facets=("author", "quelle"), limit=1)).facets
    assert author.counts == (("Eva", 2), ("Jan", 1))
    assert source.counts == (("Bote", 1),)
    with pytest.raises(UnknownField):
        index.search(Search(query=Everything(), facets=("body",)))


def test_a_hit_is_explained_by_what_gave_its_score(index):
    index.update([article("a", headline="Haus", body="Garten und Haus"), article("b", body="Garten")])
    (hit, *_) = index.search(Search(query=parse("haus garten language:de"), explain=True)).hits
    assert [(each.term, each.path) for each in hit.explanation] == [
        ("haus", "exact"),
        ("garten", "exact"),
        ("de", "value"),
        ("haus garten", "near"),
    ]
    assert sum(each.score for each in hit.explanation) == pytest.approx(hit.score, abs=1e-4)


def test_an_explanation_names_the_path_to_a_word(index):
    texts = {"exact": "Ein Zentrum", "stem": "Zwei Zentren", "part": "Drei Rechenzentren"}
    index.update([article(path, body=text) for path, text in texts.items()])
    hits = index.search(Search(query=parse("Zentrum"), explain=True)).hits
    assert [(hit.id, hit.explanation[0].path) for hit in hits] == [(path, path) for path in texts]


def test_the_parts_of_a_word_asked_for_are_part_of_the_explanation(index):
    index.update([article("a", body="Das Rechenzentrum im Zentrum")])
    (hit,) = index.search(Search(query=parse("Rechenzentrum"), explain=True)).hits
    assert "zentrum" in [each.term for each in hit.explanation[1:]]
    assert sum(each.score for each in hit.explanation) == pytest.approx(hit.score, abs=1e-4)


def test_a_misspelt_query_is_mended_only_when_that_finds_more(index):
    index.update([article("a", body="Das Rechenzentrum am Fluss"), article("b", body="Ein Fluss")])
    assert str(index.suggest(parse("rechenzentrun fluss"))) == "rechenzentrum fluss"
    assert index.suggest(parse("fluss")) is None
    assert index.suggest(parse("xyzzyxyzzy")) is None


def test_values_and_words_are_completed_the_frequent_first(index):
    index.update([article("a1", body="Kanal Kante", authors=("Anna Müller",), source="Bote")])
    index.update([article("a2", body="Kante", authors=("Jan Müller",), tags=("KI",))])
    assert index.complete("", "kan") == ["kante", "kanal"]
    assert index.complete("author", "mül") == ["Anna Müller", "Jan Müller"]
    assert index.complete("id", "a") == ["a1", "a2"]
    assert index.complete("tag", "k") == ["KI"]


def test_articles_like_one_are_found_without_itself(index):
    same = "Die Schleuse am alten Kanal wird im Winter erneuert. "
    index.update(
        [article("a", body=same), article("b", body=same + "Mehr."), article("c", body="Ganz anderes.")]
    )
    assert ids(index, "like:a")[0] == "b"
    assert "a" not in ids(index, "like:a")
    with pytest.raises(BadValue):
        ids(index, "like:nobody")


def test_a_distance_no_index_keeps_is_refused(index):
    with pytest.raises(BadValue, match="apart"):
        index.search(Search(query=Near(Word("a"), Word("b"), 10_000)))


def test_a_pattern_that_says_nothing_is_refused_when_it_stands_for_too_much(index, monkeypatch):
    monkeypatch.setattr("archive.index.vocabulary.MOST_WORDS", 2)
    index.update([article("a", body="eins zwei drei")])
    assert MOST_WORDS > 2
    with pytest.raises(BadValue, match="more than 2 words"):
        ids(index, "*e*")


def test_a_name_of_many_equal_words_is_answered_at_once(index):
    index.update([article("a", authors=("a " * 40,))])
    assert ids(index, f'author:"{"a " * 41}"') == []
    assert ids(index, f'author:"{"a " * 40}"') == ["a"]


def test_searching_imports_nothing_it_does_not_need():
    code = "import archive.index, archive.query, sys; print(*sys.modules)"
    loaded = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", code], check=True, capture_output=True, text=True
    )
    modules = set(loaded.stdout.split())
    unwanted = {
        "yaml",
        "rich",
        "urllib.request",
        "whoosh.qparser",
        "whoosh.highlight",
        "archive.readers",
        "click",
    }
    assert not modules & unwanted


def test_only_engine_errors_come_out_of_an_index_that_loses_files(tmp_path):
    engine = WhooshEngine.create(tmp_path)
    engine.update([article("a", body="Haus")])
    for file in sorted(tmp_path.iterdir()):
        file.unlink()
        with pytest.raises(EngineError):
            WhooshEngine.open(tmp_path).search(Search(query=parse("haus")))
        with pytest.raises(EngineError):
            WhooshEngine.open(tmp_path / "write.lock")


def test_articles_found_by_no_word_say_nothing_of_what_is_meant(index):
    # Only articles without any score share words here; these are no measure of anything.
    shared = "Wetter Regen Sonne Wolken"
    index.update([
        article("a", body="Haus"),
        article("b", body=shared, published=date(2025, 7, 1)),
        article("c", body=shared, published=date(2025, 7, 2)),
        *(article(f"other{n}", body="Garten") for n in range(5)),
    ])  # fmt: skip
    assert ids(index, "Haus OR Einfuhr OR Ausfuhr OR date:2025-07") == ["a", "c", "b"]
    assert set(ids(index, "(Einfuhr OR Ausfuhr OR Messe) OR date:2025-07")) == {"b", "c"}
