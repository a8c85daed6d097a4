"""Near copies are found whatever the order they came in, and what only looks like one is not."""

from __future__ import annotations

import random
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.article import Article
from archive.engine import Search
from archive.errors import IndexDamaged
from archive.index import WhooshEngine, grouping
from archive.index.codec.lists import among
from archive.index.codec.signatures import KEYS, signatures
from archive.index.grouping import _signed_again
from archive.query import parse

DAY = date(2025, 3, 10)
ADVERTISEMENT = ["jetzt", "den", "newsletter", "bestellen", "und", "sparen"]
BEGINNINGS = ("bri", "dro", "fal", "gun", "hel", "kor", "mas", "pol")
ENDINGS = ("be", "dan", "fer", "gil", "hof", "kant", "lur", "mer", "nos", "pit", "rund", "sal", "tig", "wesk")
WORDS = [begin + end for begin in BEGINNINGS for end in ENDINGS]


def text(seed: int, words: int = 150) -> list[str]:
    chance = random.Random(seed)
    return [chance.choice(WORDS) for _ in range(words)]


def article(id: str, words: list[str], day: date | None = DAY) -> Article:
    return Article(id=id, headline=id, body=" ".join(words), published=day, digest=f"{abs(hash(id)):064x}")


def changed(words: list[str], seed: int, share: float = 0.07) -> list[str]:
    """Change some words, put an advertisement in, cut the end off."""
    chance = random.Random(seed)
    edited = ["neu" + chance.choice(WORDS) if chance.random() < share else word for word in words]
    place = chance.randrange(20, 80)
    return [*edited[:place], *ADVERTISEMENT, *edited[place:120]]


def stories(engine: WhooshEngine) -> list[list[str]]:
    hits = engine.search(Search(query=parse("*"), limit=1000, snippets=False)).hits
    groups: dict[str, list[str]] = {}
    for hit in hits:
        if hit.story is not None:
            groups.setdefault(hit.story, []).append(hit.id)
    return sorted(sorted(group) for group in groups.values())


def cast() -> list[Article]:
    """Eight articles: a story of three, one of two, three alone."""
    first, second = text(1), text(2)
    return [
        article("a1", first),
        article("a2", changed(first, 1), DAY + timedelta(1)),
        article("a3", changed(first, 2), None),
        article("b1", second, DAY + timedelta(5)),
        article("b2", second, DAY + timedelta(60)),
        article("later", changed(second, 3), DAY + timedelta(90)),
        article("short", text(4, 30)),
        article("short-again", text(4, 30)),
    ]


GROUPS = [["a1", "a2", "a3"], ["b1", "b2"]]


def test_near_copies_are_one_story_and_short_formulas_are_not(tmp_path: Path) -> None:
    engine = WhooshEngine.create(tmp_path)
    engine.update(cast())
    assert stories(engine) == GROUPS


@pytest.mark.parametrize("seed", range(6))
def test_the_same_stories_come_out_whatever_the_order_and_the_commits(tmp_path: Path, seed: int) -> None:
    articles, chance = cast(), random.Random(seed)
    chance.shuffle(articles)
    engine = WhooshEngine.create(tmp_path)
    while articles:
        size = chance.randint(1, 3)
        engine.update(articles[:size])
        articles = articles[size:]
    assert stories(engine) == GROUPS
    named = {hit.id: hit.story for hit in engine.search(Search(query=parse("*"), limit=10)).hits}
    assert named == dict.fromkeys(["a1", "a2", "a3"], "a1") | dict.fromkeys(
        ["b1", "b2"], "b1"
    ) | dict.fromkeys(["later", "short", "short-again"])


def test_a_story_goes_on_when_its_earliest_article_is_removed(tmp_path: Path) -> None:
    engine = WhooshEngine.create(tmp_path)
    engine.update(cast())
    engine.update([], remove=["a1", "b1"])
    assert stories(engine) == [["a2", "a3"]]


def test_an_article_that_is_rewritten_leaves_its_story(tmp_path: Path) -> None:
    engine = WhooshEngine.create(tmp_path)
    engine.update(cast())
    engine.update([article("b1", text(9), DAY + timedelta(5))])
    assert stories(engine) == [["a1", "a2", "a3"]]


def test_stories_survive_the_merging_of_segments(tmp_path: Path) -> None:
    engine = WhooshEngine.create(tmp_path)
    engine.update(cast())
    for number in range(20):
        engine.update([article(f"x{number}", text(100 + number))])
    engine.update([], remove=["short"])
    assert stories(engine) == GROUPS


def test_a_chain_of_copies_of_copies_is_not_one_story(tmp_path: Path) -> None:
    words = text(5, 300)
    steps = [words[shift : shift + 120] for shift in range(0, 181, 30)]
    engine = WhooshEngine.create(tmp_path)
    engine.update([article(f"c{number}", step) for number, step in enumerate(steps)])
    found = stories(engine)
    assert found
    assert all(len(group) < len(steps) for group in found)


def test_one_hit_stands_for_a_story_and_story_finds_all_of_it(tmp_path: Path) -> None:
    engine = WhooshEngine.create(tmp_path)
    engine.update(cast())
    shown = engine.search(Search(query=parse("*"), collapse=True, sort="date"))
    assert (shown.total, shown.hidden) == (8, 3)
    assert [(hit.id, hit.similar) for hit in shown.hits] == [
        ("a1", 2), ("short", 0), ("short-again", 0), ("b1", 1), ("later", 0),
    ]  # fmt: skip
    kin = engine.search(Search(query=parse("story:a2"), collapse=True))
    assert {hit.id for hit in kin.hits} == {"a1", "a2", "a3"}
    assert [hit.id for hit in engine.search(Search(query=parse("story:later"))).hits] == ["later"]


@pytest.mark.parametrize("limit", [1, 2, 3])
def test_pages_of_collapsed_hits_follow_each_other(tmp_path: Path, limit: int) -> None:
    engine = WhooshEngine.create(tmp_path)
    engine.update(cast())
    pages = [
        engine.search(Search(query=parse("*"), collapse=True, sort="date", limit=limit, offset=offset)).hits
        for offset in range(0, 8, limit)
    ]
    assert [hit.id for page in pages for hit in page] == ["a1", "short", "short-again", "b1", "later"]


def test_copies_are_told_of_what_was_there_before(tmp_path: Path) -> None:
    engine = WhooshEngine.create(tmp_path)
    first, *others = cast()[:3]
    engine.update(others)
    engine.update([first])
    assert engine.copies(["a1"]) == {"a1": "a2"}
    assert engine.copies(["a1", "a2", "a3", "gone"]) == {"a2": "a1", "a3": "a1"}


def sign(words: list[int]) -> set[int]:
    signed = signatures(np.array(words, np.uint64) * np.uint64(2**33 + 7), np.array([len(words)]))
    return set(signed.keys.tolist())


many = st.lists(st.integers(1, 50), min_size=60, max_size=200)


@settings(max_examples=60, deadline=None)
@given(many, st.integers(0, 200))
def test_a_signature_depends_on_the_runs_of_words_and_not_on_their_order(words: list[int], turn: int) -> None:
    turn %= len(words)
    ring = [*words, *words[:2]]
    turned = [*words[turn:], *words[:turn]]
    assert sign(ring) == sign([*turned, *turned[:2]])
    assert len(sign(ring)) <= KEYS


@settings(max_examples=60, deadline=None)
@given(st.lists(many, min_size=1, max_size=5))
def test_a_signature_is_the_same_alone_and_among_others(bodies: list[list[int]]) -> None:
    words = np.array([word for body in bodies for word in body], np.uint64) * np.uint64(2**33 + 7)
    together = signatures(words, np.array([len(body) for body in bodies]))
    for place, body in enumerate(bodies):
        assert set(together.keys[together.docs == place].tolist()) == sign(body)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(0, 30), max_size=20), st.sets(st.integers(0, 30)))
def test_numbers_are_among_those_that_they_are_among(numbers: list[int], chosen: set[int]) -> None:
    found = among(np.array(numbers, np.int64), np.array(sorted(chosen), np.int64))
    assert found.tolist() == [number in chosen for number in numbers]


def test_an_article_signed_again_has_the_signature_it_was_indexed_with(tmp_path: Path) -> None:
    bodies = ["", "Ein- und Ausfuhr, E-Mail; Züge\u2011Straße \U0001f600 \ud800 3,5 % naïve" * 9]
    bodies += [" ".join(text(seed, seed * 30)).title() + " Vor- und\nNachteile\u00ad!" for seed in range(8)]
    with WhooshEngine.create(tmp_path) as engine:
        for start in (0, 4):
            engine.update(
                Article(id=f"a{start + n}", digest="0" * 64, language=("de", "en")[n % 2], body=body)
                for n, body in enumerate(bodies[start:][: 4 if start == 0 else None])
            )
        signed = 0
        for segment in engine._current().segments:
            docs = np.arange(segment.doc_count)[::2]
            kept, again = segment.signatures.of(docs), _signed_again(segment, docs)
            assert sorted(zip(kept.docs, kept.keys, strict=True)) == sorted(
                zip(again.docs, again.keys, strict=True)
            )
            signed += len(kept.docs)
        assert signed >= 3 * KEYS


def test_a_story_is_told_the_same_whether_signatures_are_read_or_made_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for signed in (0, 10**9):
        monkeypatch.setattr(grouping, "SIGNED", signed)
        with WhooshEngine.create(tmp_path / str(signed)) as engine:
            for each in cast():
                engine.update([each])
            engine.update([], remove=["a1", "b1"])
            assert stories(engine) == [["a2", "a3"]]


def test_a_damaged_file_of_stories_is_recognised(tmp_path: Path) -> None:
    with WhooshEngine.create(tmp_path) as engine:
        engine.update(cast())
    file = next(tmp_path.glob("*.stories"))
    data = bytearray(file.read_bytes())
    data[5] ^= 1
    file.write_bytes(data)
    with pytest.raises(IndexDamaged, match="stories is damaged"):
        WhooshEngine.open(tmp_path)


def test_files_of_stories_go_with_the_commits_that_name_them(tmp_path: Path) -> None:
    with WhooshEngine.create(tmp_path) as engine:
        engine.update(cast())
        engine.update([], remove=["a1", "a2", "b1"])
        for number in range(3):
            engine.update([article(f"x{number}", text(100 + number))])
        assert stories(engine) == []
    assert list(tmp_path.glob("*.stories")) == []
