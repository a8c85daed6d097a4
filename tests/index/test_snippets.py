"""Passages show what matched, exactly where it stands in the text shown."""

from __future__ import annotations

import tempfile
import unicodedata
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from archive.analysis import Token, tokenize
from archive.article import Article
from archive.engine import Hit, Search
from archive.index import WhooshEngine
from archive.index.evaluate import Evaluation
from archive.index.marks import Marks, Piece
from archive.index.searcher import compiled
from archive.index.snippets import MOST
from archive.query import parse
from tests.index.brute_force import Reader, analyzer
from tests.index.brute_force import stretch as words_of

FILLER = "Der Wind kam aus Westen und blieb. Niemand wunderte sich darüber. "


@pytest.fixture
def find(tmp_path):
    def find(query: str, **fields: object) -> Hit:
        article = Article(id="a", digest="00" * 32, **{"language": "de", **fields})
        with WhooshEngine.create(tmp_path / "index") as engine:
            engine.update([article])
            (hit,) = engine.search(Search(query=parse(query))).hits
        return hit

    return find


def marked(hit: Hit) -> list[str]:
    return [snippet.text[a:b] for snippet in hit.snippets for a, b in snippet.matches]


def test_a_phrase_is_marked_as_a_phrase_and_its_words_alone_are_not(find):
    hit = find('"alte Haus"', body="Das Haus ist alt. Das alte Haus steht leer. Ein Haus fehlt.")
    assert marked(hit) == ["alte Haus"]


def test_a_hyphenated_pattern_is_marked_whole(find):
    hit = find("KI-Infra*", body="Die KI-Infrastruktur wächst. Infrastruktur ohne KI nicht.")
    assert marked(hit) == ["KI-Infrastruktur"]


def test_every_form_of_a_word_is_marked(find):
    hit = find("Schleuse", body="Die Schleuse ist neu. Alle Schleusen sind neu. Der Schleusenwärter nicht.")
    assert marked(hit)[:2] == ["Schleuse", "Schleusen"]


def test_matches_in_the_headline_are_marked_in_the_headline(find):
    hit = find("Kanal", headline="Am Kanal, im Kanal", body="Nichts davon hier.")
    assert [hit.headline[a:b] for a, b in hit.headline_matches] == ["Kanal", "Kanal"]
    assert hit.snippets[0].matches == ()


def test_a_field_is_marked_only_where_it_was_asked_for(find):
    hit = find("headline:kanal", headline="Am Kanal", body="Der Kanal.")
    assert hit.headline_matches == ((3, 8),)
    assert marked(hit) == []


def test_both_words_that_stand_near_are_marked_and_others_of_their_kind_are_not(find):
    hit = find("haus w/2 garten", body="Das Haus. Ein Haus mit Garten. " + FILLER * 3 + "Der Garten.")
    assert marked(hit) == ["Haus", "Garten"]


@pytest.mark.parametrize("body", ["Im Ha\u0308fen saß Öl. Das Café 😀 ist da.", "😀" * 50 + " Das Café da."])
def test_spans_count_code_points_with_combining_marks_and_emoji(find, body):
    hit = find("Café", body=body)
    assert [unicodedata.normalize("NFC", text) for text in marked(hit)] == ["Café"]


def test_decomposed_and_hyphenated_words_are_marked_whole(find):
    hit = find("Häuser", body="Viele Ha\u0308user. Manche Häu\u00adser.")
    assert [unicodedata.normalize("NFC", text) for text in marked(hit)] == ["Häuser", "Häu\u00adser"]


def test_the_end_of_an_article_of_a_hundred_thousand_characters_is_shown(find):
    hit = find("Leuchtturm", body=FILLER * 1600 + "Dann kam der Leuchtturm in Sicht.")
    assert marked(hit) == ["Leuchtturm"]
    assert hit.snippets[0].text == "Dann kam der Leuchtturm in Sicht."


def test_passages_are_few_in_the_order_of_the_text_and_show_each_word_asked_for(find):
    body = "\n\n".join(
        [FILLER * 4 + f"Hier steht {word}. " + FILLER * 4 for word in ("Apfel", "Apfel", "Birne", "Quitte")]
    )
    hit = find("Quitte Apfel Birne", body=body)
    assert len(hit.snippets) <= MOST
    assert marked(hit) == ["Apfel", "Birne", "Quitte"]


def test_a_whole_sentence_is_shown_where_it_fits(find):
    hit = find("Fähre", body="Es regnet. Die Fähre fährt am 3. März um 9 Uhr, sagte Dr. Weber. " + FILLER * 9)
    assert "Die Fähre fährt am 3. März um 9 Uhr, sagte Dr. Weber." in hit.snippets[0].text


def test_a_sentence_without_end_is_cut_between_words(find):
    hit = find("Nadel", body="heu " * 2000 + "Nadel " + "heu " * 2000)
    (snippet,) = hit.snippets
    assert marked(hit) == ["Nadel"]
    assert snippet.text.startswith("… heu ")
    assert snippet.text.endswith("heu …")
    assert len(snippet.text) < 400


def test_the_beginning_is_shown_where_nothing_matches(find):
    hit = find("author:weber", authors=("Eva Weber",), body="Erster Satz. Zweiter Satz.")
    assert hit.snippets[0].text.startswith("Erster Satz.")
    assert marked(hit) == []


def test_matches_in_captions_are_shown_as_captions(find):
    hit = find("Morgen", body="Nichts.", captions=("Am Abend", "Der Kanal am Morgen"))
    assert [(snippet.field, snippet.text) for snippet in hit.snippets if snippet.matches] == [
        ("captions", "Der Kanal am Morgen")
    ]


QUERIES = (
    "haus",
    "=Haus",
    "zentrum",
    '"haus zentrum"',
    '"zentrum haus E-Mail"',
    "ki-infrastruktur",
    "einfuhr",
    '"einfuhr und ausfuhr"',
    "politikerinnen",
    "politiker*",
    "*innen",
    "h?us*",
    "?in",
    "hous~",
    "3,5",
    "§",
    "don't",
    "東京",
    "istanbul",
)
words = st.sampled_from(
    [
        "Ein- und Ausfuhr",
        "ein",
        "Politikerinnen",
        "Politiker*innen",
        "Politiker/-innen",
        "Innen",
        "HAUS",
        "Haus-Zentrum",
        "3,50",
        "Donʼt",
        "İstanbul",
        "K",  # the sign of Kelvin
        "STRAẞE",
        "東京Haus",
        "haus\u0310",
        "zentrum.",
        "a",
        "Haus",
        "Häuser",
        "Ha\u0308user",
        "Hauses",
        "Zentrum",
        "Rechenzentren",
        "KI-Infrastruktur",
        "Politiker:innen",
        "3,5",
        "don't",
        "İ",
        "ß",
        "Stra\u00adße",
        "—",
        "😀",
        "§",
        "§§",
        "東京",
        "_haus_",
        "haus,",
        "(haus)",
        "E-Mail",
    ]
)
texts = st.lists(words, max_size=12).map(" ".join)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(texts, texts), min_size=1, max_size=4))
def test_marks_are_what_reading_a_text_word_by_word_finds(pairs):
    articles = [
        Article(id=f"a{n}", digest="00" * 32, headline=headline or None, body=body, language="de")
        for n, (headline, body) in enumerate(pairs)
    ]
    reader = Reader(articles)
    with tempfile.TemporaryDirectory() as folder, WhooshEngine.create(Path(folder) / "index") as engine:
        engine.update(articles)
        snapshot = engine._current()
        for query in QUERIES:
            node = parse(query)
            marks = Marks(Evaluation(snapshot), compiled(snapshot, node), list(range(len(articles))))
            pieces = [
                Piece(number, zone, text, "de")
                for number, article in enumerate(articles)
                for zone, text in (("headline", article.headline or ""), ("body", article.body))
            ]
            together = marks.of(pieces)
            assert [marks.of([piece]) for piece in pieces] == [[each] for each in together], query
            for (number, _, text, _), own in zip(pieces, together, strict=True):
                tokens, stretch = tokenize(text), words_of(text, "de")
                places = reader.spans(articles[number], stretch, node)
                expected = {(tokens[first].start, tokens[last].end) for first, last in places}
                found = {(start, end) for start, end, _ in own}
                found = {span if span in expected else begun(span, tokens, text) for span in found}
                parts = {span for span in found - expected if held(span, tokens, reader.stems(query))}
                assert found - parts == expected, (query, text)


def begun(span: tuple[int, int], tokens: list[Token], text: str) -> tuple[int, int]:
    """Give the first word of a span with hyphens: the index has the whole at that one's place."""
    first = next((token for token in tokens if token.start == span[0]), None)
    hyphened = first is not None and text[first.end : first.end + 1] == "-" and first.end < span[1]
    return (first.start, first.end) if first is not None and hyphened else span


def held(span: tuple[int, int], tokens: list[Token], stems: set[str]) -> bool:
    """Tell whether a span lies in a compound that has one of some stems as a part."""
    return any(
        token.start <= span[0]
        and span[1] <= token.end
        and stems & set(analyzer("de").terms(token.form).parts)
        for token in tokens
    )


def test_a_word_with_hyphens_is_marked_whole(tmp_path):
    article = Article(
        id="a", digest="00" * 32, headline=None, body="Kein Klima-Schutz-Gesetz.", language="de"
    )
    with WhooshEngine.create(tmp_path / "index") as engine:
        engine.update([article])
        snapshot = engine._current()
        for query, marked in (("Klimaschutzgesetz", "Klima-Schutz-Gesetz"), ("Klimaschutz", "Klima-Schutz")):
            node = parse(query)
            marks = Marks(Evaluation(snapshot), compiled(snapshot, node), [0])
            (found,) = marks.of([Piece(0, "body", article.body, "de")])
            assert [article.body[start:end] for start, end, _ in found] == [marked]
