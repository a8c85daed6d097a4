"""Did you mean: slips of typing and of reading machines, words written apart and joined."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.article import Article
from archive.engine import Search
from archive.index import WhooshEngine
from archive.index.misspellings import slips
from archive.query import parse
from tests.index.brute_force import edits

TEXTS = (
    "Das Klimaschutzgesetz tritt in Kraft, das Rechenzentrum der Hauptstadt auch.",
    "Die Bundestagswahl war knapp, die Digitalisierung geht weiter.",
    "Die künstliche Intelligenz rechnet im Rechenzentrum.",
    "Der Kanzler spricht über die Regierung und das Modem.",
    "Das Klima, ein Gesetz und der Schutz der Moderne.",
    "Die Arbeitslosigkeit sinkt, sagt die Bürgermeisterin.",
    "Das Krankenhus schließt, die Außenpolitik schweigt, Österreich auch.",
    *("Das Krankenhaus bleibt." for _ in range(40)),
)


@pytest.fixture(scope="module")
def index(tmp_path_factory):
    """An index of a few sentences."""
    with WhooshEngine.create(tmp_path_factory.mktemp("meant") / "index") as engine:
        engine.update(
            Article(id=f"a{place}", digest=f"{place:064x}", body=text, language="de", authors=("Eva Brandt",))
            for place, text in enumerate(TEXTS)
        )
        yield engine


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Arbeits losigkeit", "Arbeitslosigkeit"),
        ("Arbeits losig keit sinkt", "Arbeitslosigkeit sinkt"),
        ("Bürger meister", "Bürgermeister"),
        ("künstlicheintelligenz", "künstliche intelligenz"),
        ("Digitalisirung", "Digitalisierung"),
        ("Kanlzer", "Kanzler"),
        ("Hauptstaclt", "Hauptstadt"),
        ("Regierumg", "Regierung"),
        ("regierumg kanlzer", "regierung kanzler"),
        ("headline:x OR regierumg", "headline:x OR regierung"),
        ("author:brandl", "author:brandt"),
        ('"künstliche Intelligens"', '"künstliche intelligenz"'),
        ("Aussenpolitk", "Außenpolitik"),
        ("Oesterreic", "Österreich"),
        ("Krankenhus", "Krankenhaus"),
    ],
)
def test_what_was_meant_is_offered(index, typed, meant):
    offered = index.suggest(parse(typed))
    assert str(offered).lower() == meant.lower()
    assert index.search(Search(query=offered)).total > index.search(Search(query=parse(typed))).total


@pytest.mark.parametrize(
    "typed", ["Klima schutz gesetz", "Rechenzentrum", "xyzzyqwert", "kunstliche", "ab", "-regierumg"]
)
def test_nothing_is_offered_that_finds_no_more(index, typed):
    assert index.suggest(parse(typed)) is None


def test_a_likelier_slip_ranks_first_among_misspelt_words(tmp_path):
    with WhooshEngine.create(tmp_path / "index") as engine:
        for name, text in (("haus", "Haus"), ("hsus", "Hsus"), ("hxus", "Hxus")):
            engine.update([Article(id=name, digest="0" * 64, body=f"Das {text} dort.", language="de")])
        assert [hit.id for hit in engine.search(Search(query=parse("haus~"))).hits] == [
            "haus",
            "hsus",
            "hxus",
        ]


@pytest.mark.parametrize(
    ("likely", "unlikely"),
    [
        (("modern", "modem"), ("modern", "moden")),
        (("fur", "für"), ("fur", "far")),
        (("yeitung", "zeitung"), ("xeitung", "zeitung")),
        (("komission", "kommission"), ("komission", "komixssion")),
        (("1and", "land"), ("xand", "land")),
        (("kanlzer", "kanzler"), ("kanxler", "kanzler")),
    ],
)
def test_slips_that_letters_invite_cost_less(likely, unlikely):
    assert slips(*likely) < slips(*unlikely)


@given(st.text("abclmnrrdiuü1", max_size=8), st.text("abclmnrrdiuü1", max_size=8))
def test_slips_are_none_for_the_same_word_only_and_never_more_than_edits(word, other):
    assert (slips(word, other) == 0) == (word == other)
    assert slips(word, other) <= edits(word, other)
