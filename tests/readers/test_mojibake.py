"""What was garbled is turned back; what only looks like it is left alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.readers.mojibake import mend


@pytest.mark.parametrize(
    ("garbled", "meant"),
    [
        ("MÃ¼ller", "Müller"),
        ("GroÃŸe StraÃŸe", "Große Straße"),
        ("â€žHalloâ€œ", "„Hallo“"),
        ("Itâ€™s", "It’s"),
        ("Ã–sterreich, Ãœbung, Ã„rger", "Österreich, Übung, Ärger"),
        ("5Â°C, 10Â\xa0km", "5°C, 10\xa0km"),
        ("3 â‚¬", "3 €"),
        ("CafÃ© Ã\xa0 la carte", "Café à la carte"),
        ("ÄŒeskÃ½ KrÅ¡", "Český Krš"),
        ("MÃƒÂ¼ller", "Müller"),
        ("M√ºller", "Müller"),
        ("‚Äûja‚Äú", "„ja“"),
        ("M├╝ller", "Müller"),
        ("schÃ¶n ðŸ˜€", "schön 😀"),
        ("Müller heißt MÃ¼ller", "Müller heißt Müller"),
    ],
)
def test_what_was_garbled_is_turned_back(garbled: str, meant: str) -> None:
    assert mend(garbled) == meant


@pytest.mark.parametrize(
    "text",
    [
        "Anna Müller",
        "„CAFÉ“ und «VOILÀ»",
        "«AMANHû",
        "ANTÔNIO, SÃO PAULO, NÃO",
        "Ångström und Århus",
        "√2 ≈ 1,41",
        "¬A",
        "§ 5 »ja«",
        "Âge",
        "plain English",
        "",
    ],
)
def test_what_only_looks_garbled_is_left_alone(text: str) -> None:
    assert mend(text) == text


PIECES = ["a", "ä", "ö", "ü", "ß", "é", "ç", "Än", "Öl", "Üb", "„", "“", "–", "€", "…", " "]


@given(st.lists(st.sampled_from(PIECES)).map("".join))
def test_german_once_taken_for_windows_text_comes_back(text: str) -> None:
    assert (
        mend("".join(bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in text.encode())) == text
    )


@given(st.text(alphabet="abc äöüÄÖÜßéèàçñ„“–€«».,", max_size=60))
def test_good_german_is_never_changed(text: str) -> None:
    assert mend(text) == text
