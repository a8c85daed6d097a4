"""Bytes become text whatever they were saved in, and nothing garbled gets in."""

from __future__ import annotations

import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.errors import NoArticle
from archive.readers.encoding import clean, decode
from archive.readers.source import Source

GERMAN = (
    "Anna Müller schreibt über Straßen in Österreich.\nÄrger gab es für „größere“ Brücken – nicht schön, "
    "doch möglich: 5 €.\n"
)
ENGLISH = "The minister said the plan was sound. Nobody asked for the price of it, nor who would pay.\n"


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"]
)
def test_german_is_read_in_every_encoding_of_the_day(encoding: str) -> None:
    assert decode(GERMAN.encode(encoding), "a.txt") == GERMAN


@pytest.mark.parametrize("encoding", ["mac_roman", "cp850"])
def test_german_of_old_macs_and_dos_is_read(encoding: str) -> None:
    text = GERMAN.replace("„", "").replace("“", "").replace("–", "-").replace("€", "Euro")
    assert decode(text.encode(encoding), "a.txt") == text


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "utf-16", "cp1252"])
def test_english_is_read_in_every_encoding(encoding: str) -> None:
    assert decode(ENGLISH.encode(encoding), "a.txt") == ENGLISH


@pytest.mark.parametrize("data", [b"", b" \n\t\r\n", b"\xef\xbb\xbf", b"\xff\xfe", b"\0\0\0"])
def test_an_empty_file_is_said_to_be_empty(data: bytes) -> None:
    with pytest.raises(NoArticle, match=r"^a\.txt is empty\.$"):
        decode(data, "a.txt")


@pytest.mark.parametrize(
    "data",
    [
        b"\x7fELF\x02\x01\x01" + bytes(200) + b"GNU",
        b"abc" * 50 + bytes(range(32)) * 4,
        bytes(range(256)) * 40,
        b"\0" * 5 + b"text" * 10,
    ],
)
def test_a_binary_file_is_said_to_be_binary(data: bytes) -> None:
    with pytest.raises(NoArticle, match="binary file"):
        decode(data, "a.txt")


def test_an_encoding_that_is_not_known_is_refused_and_not_guessed() -> None:
    with pytest.raises(NoArticle, match="encoding that is not known"):
        decode(("Правительство приняло новый закон о печати. " * 20).encode("cp1251"), "a.txt")


def test_every_end_of_line_becomes_a_line_feed() -> None:
    assert decode(b"one\r\ntwo\rthree\nfour", "a.txt") == "one\ntwo\nthree\nfour"


def test_text_is_composed() -> None:
    assert decode(unicodedata.normalize("NFD", GERMAN).encode(), "a.txt") == GERMAN


def test_control_characters_and_marks_are_taken_out() -> None:
    assert (
        decode("\ufeff\u200bEin \x1b[31mroter\x1b[0m\x07 Text\x9b.\tEnde".encode(), "a")
        == "Ein [31mroter[0m Text.\tEnde"
    )


def test_a_few_bytes_of_another_encoding_do_not_spoil_utf_8() -> None:
    data = GERMAN.encode() * 10 + "Nachtrag: schöne Grüße".encode("cp1252")
    assert decode(data, "a.txt") == GERMAN * 10 + "Nachtrag: schöne Grüße"


def test_a_character_cut_off_at_the_end_does_not_spoil_utf_8() -> None:
    assert decode((GERMAN + "ü").encode()[:-1], "a.txt").startswith(GERMAN)


@pytest.mark.parametrize("codec", ["cp1252", "latin-1", "mac_roman", "cp850"])
def test_mojibake_is_mended(codec: str) -> None:
    text = "Schöne Grüße aus Köln, Übergröße für Ärger."
    assert decode(text.encode().decode(codec).encode(), "a.txt") == text


def test_text_with_many_lost_characters_is_refused() -> None:
    with pytest.raises(NoArticle, match="wrong encoding") as refused:
        decode("M\ufffdller f\ufffdr \ufffdsterreich und die Stra\ufffde".encode(), "a.txt")
    assert refused.value.hint


def test_one_lost_character_is_kept_for_the_reader_to_see() -> None:
    text = "Ein Wort\ufffd ging verloren."
    assert decode(text.encode(), "a.txt") == text


def test_fifty_megabytes_are_refused_at_once() -> None:
    source = Source("big.txt", content=b"Langer Text. " * 4_000_000)
    started = time.perf_counter()
    with pytest.raises(NoArticle, match="larger than 20 MB"):
        _ = source.text
    assert time.perf_counter() - started < 0.5


@given(st.binary(max_size=300))
def test_no_bytes_raise_anything_but_no_article(data: bytes) -> None:
    try:
        text = decode(data, "a.txt")
    except NoArticle:
        return
    assert text.strip()
    assert clean(text) == text


@given(st.text())
def test_clean_text_is_composed_encodable_and_stays_as_it_is(text: str) -> None:
    cleaned = clean(text)
    cleaned.encode()
    assert unicodedata.is_normalized("NFC", cleaned)
    assert clean(cleaned) == cleaned
    assert not {character for character in cleaned if character < " "} - {"\n", "\t"}


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Cn", "Co"]), min_size=1))
def test_text_saved_as_utf_8_comes_back(text: str) -> None:
    expected = clean(text)
    if expected.strip() and expected.count("\ufffd") <= 3:
        assert decode(text.encode(), "a.txt") == expected
