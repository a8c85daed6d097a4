from __future__ import annotations

import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.analysis.tokens import Token, forms, latin, normalise, tokenize

AWKWARD = st.text(
    alphabet=st.one_of(
        st.characters(codec="utf-8"),
        st.sampled_from("aäöüßeinnstSINE:*_/-'’&+#.,§ 0123456789\u00ad\u0308\u0301東京あいうمرحباΣςİ😀\n"),
    ),
    max_size=60,
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("KI-Infrastruktur", ["ki", "infrastruktur"]),
        ("E-Mail und U-Bahn", ["e", "mail", "und", "u", "bahn"]),
        ("C++, C# und G7", ["c++", "c#", "und", "g7"]),
        ("S&P 500, AT&T", ["s&p", "500", "at&t"]),
        ("§ 219a und §§ 12", ["§", "219a", "und", "§", "12"]),
        ("3,5 Prozent von 1.000", ["3,5", "prozent", "von", "1.000"]),
        ("Am 24.02.2025.", ["am", "24.02.2025"]),
        ("Peter's don't l'Allemagne", ["peter's", "don't", "l", "allemagne"]),
        ("Peter’s „Haus“ – »Hof«", ["peter's", "haus", "hof"]),
        ("snake_case und _betont_", ["snake", "case", "und", "betont"]),
        ("Rechen\u00adzentrum", ["rechenzentrum"]),
        ("Mu\u0308ller", ["müller"]),
        ("東京都", ["東京", "京都"]),
        ("都 2024年NHK", ["都", "2024", "年", "nhk"]),
        ("Привет, мир", ["привет", "мир"]),
        ("ΟΔΟΣ Αθηνών", ["οδος", "αθηνών"]),
        ("مرحبا بالعالم", ["مرحبا", "بالعالم"]),
        ("Hurra 😀!", ["hurra"]),
        ("", []),
        ("… – !", []),
    ],
)
def test_words_are_taken_as_a_reader_would(text: str, expected: list[str]) -> None:
    assert forms(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Politiker:innen",
        "Politiker*innen",
        "Politiker_innen",
        "PolitikerInnen",
        "Politiker/-innen",
        "Politiker/innen",
    ],
)
def test_a_gender_form_is_one_word(text: str) -> None:
    assert tokenize(f"die {text} dort")[1] == Token("politikerinnen", 4, 4 + len(text))


def test_a_colon_before_another_word_is_no_gender_form() -> None:
    assert forms("Berlin: Innen und außen; Ziel:Indien") == [
        "berlin",
        "innen",
        "und",
        "außen",
        "ziel",
        "indien",
    ]


def test_spans_count_the_characters_of_the_text_passed_in() -> None:
    text = "Die Mu\u0308ller im Rechen\u00adzentrum 😀 heute"
    assert [text[t.start : t.end] for t in tokenize(text)] == [
        "Die",
        "Mu\u0308ller",
        "im",
        "Rechen\u00adzentrum",
        "heute",
    ]


@given(st.text("aÄinßsS1²:*_/-'’&+#.,§ \n\xa0\xad„–…?łé", max_size=60))
def test_long_texts_give_the_same_forms(text: str) -> None:
    assert forms("lang " * 50 + text) == ["lang"] * 50 + [token.form for token in tokenize(text)]


@given(AWKWARD)
@settings(max_examples=300, deadline=None)
def test_the_quick_way_gives_the_same_forms(text: str) -> None:
    assert forms(text) == [token.form for token in tokenize(text)]


@given(AWKWARD)
@settings(max_examples=300, deadline=None)
def test_spans_ascend_and_hold_their_forms(text: str) -> None:
    tokens = tokenize(text)
    assert all(0 <= token.start < token.end <= len(text) for token in tokens)
    assert all(one.start < other.start for one, other in pairwise(tokens))
    assert all(one.end <= other.end for one, other in pairwise(tokens))
    for token in tokens:
        word = text[token.start : token.end]
        assert token.form == ("§" if word.startswith("§") else normalise(word))


@given(st.text(alphabet="aäöüéñ Müller-:in'3,5", max_size=40))
@settings(max_examples=200, deadline=None)
def test_decomposed_text_has_the_same_forms(text: str) -> None:
    assert forms(unicodedata.normalize("NFD", text)) == forms(unicodedata.normalize("NFC", text))


def test_a_form_is_the_form_of_itself() -> None:
    for form in forms("Die Politiker:innen fuhren 3,5 km nach § 219a, C++ und S&P, Peter's don't"):
        assert forms(form) == [form]


def test_thousands_with_spaces_between_are_one_number() -> None:
    for space in "\u2009\u202f\xa0 ":
        assert forms(f"1{space}000{space}000 Euro") == ["1.000.000", "euro"]
        assert tokenize(f"rund 21{space}000 Bäume")[1] == ("21.000", 5, 11)
    assert forms("1\u202f234\u202f567,50") == ["1.234.567,50"]


def test_numbers_that_only_stand_side_by_side_stay_apart() -> None:
    for text in ("2025 100 Menschen", "am 5 300 Euro", "030\xa0123", "1 000 0001", "im Jahr 2025\xa0000"):
        assert len(forms(text)) == len(text.replace("\xa0", " ").split())


@given(st.text(st.characters() | st.sampled_from("aÄß„“’–…€™?‐‑\u2009ℂⱠ")))
def test_a_text_is_latin_when_all_beyond_are_quotation_marks_and_the_like(text):
    usual = all(sign <= "ÿ" or sign in "–„“”…‚‘’—•€‹›′″™" for sign in text)
    assert latin(text) == (text.encode("latin-1", "replace") if usual else None)
