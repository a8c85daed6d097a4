from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.analysis.language import detect, presume


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "Die Regierung hat am Montag beschlossen, dass die Steuern nicht erhöht werden."),
        ("de", "Der Zug fährt nicht mehr"),
        ("en", "The government has decided on Monday that taxes will not be raised."),
        ("fr", "Le gouvernement a décidé lundi que les impôts ne seront pas augmentés dans le pays."),
        ("es", "El gobierno decidió el lunes que los impuestos no se subirán en el país este año."),
        ("it", "Il governo ha deciso lunedì che le tasse non saranno aumentate nel paese quest'anno."),
        ("nl", "De regering heeft maandag besloten dat de belastingen niet worden verhoogd in het land."),
        ("pt", "O governo decidiu na segunda-feira que os impostos não serão aumentados no país."),
        ("sv", "Regeringen har beslutat att skatterna inte ska höjas och det är bra för många."),
        (
            "da",
            "Regeringen har besluttet, at skatterne ikke skal stige, og det er godt for mange af dem.",
        ),
        ("pl", "Rząd zdecydował, że podatki nie zostaną podniesione, ale to jest tylko na ten rok."),
        ("cs", "Vláda rozhodla, že daně se nezvýší, ale jen pro tento rok, protože podle ní je to možné."),
        (
            "tr",
            "Hükümet bu yıl için vergilerin artmayacağını söyledi, ancak daha sonra ne olacağı belli değil.",
        ),
        ("ru", "Правительство решило не повышать налоги."),
        ("uk", "Уряд вирішив не підвищувати податки."),
        ("el", "Η κυβέρνηση αποφάσισε να μην αυξήσει τους φόρους."),
        ("ja", "政府は税金を上げないことを決めた。"),
        ("zh", "政府决定不提高税收。"),
        ("ko", "정부는 세금을 올리지 않기로 했다."),
        ("ar", "قررت الحكومة عدم رفع الضرائب."),
        ("hi", "सरकार ने कर नहीं बढ़ाने का फैसला किया।"),
    ],
)
def test_a_sentence_tells_its_language(language: str, text: str) -> None:
    assert detect(text) == language


@pytest.mark.parametrize("text", ["", "Berlin", "U.S. v. Smith", "12.345", "Alibaba Nvidia", "😀", "東"])
def test_what_is_too_short_is_left_open(text: str) -> None:
    assert detect(text) is None


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "Streik beendet"),
        ("de", "Häuser für alle"),
        ("de", "Regierung senkt Steuern"),
        ("en", "The price of steel"),
        ("fr", "Grève dans les écoles"),
        ("ru", "Выборы"),
        (None, "Berlin Alibaba Nvidia"),
        (None, ""),
        (None, "東"),
        (None, "xyzzy " * 100),
    ],
)
def test_a_few_words_are_read_in_the_likeliest_language(language: str | None, text: str) -> None:
    assert presume(text) == language


def test_what_tells_its_language_is_read_in_it() -> None:
    text = "The government has decided on Monday that taxes will not be raised."
    assert presume(text) == detect(text) == "en"


def test_a_foreign_quotation_does_not_decide() -> None:
    text = (
        "Der Minister sagte auf der Pressekonferenz: „Это хорошо“, und er lachte, wie man es von ihm kennt."
    )
    assert detect(text) == "de"


@given(st.text(max_size=200))
@settings(max_examples=200, deadline=None)
def test_any_text_has_a_language_or_none(text: str) -> None:
    found = detect(text)
    assert found is None or (len(found) == 2 and found.islower())
