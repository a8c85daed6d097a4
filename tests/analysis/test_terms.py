from __future__ import annotations

import unicodedata
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.analysis import Analyzer, fold, fold_name, is_function_word, omissions, readings, tokenize
from archive.analysis.stems import ALGORITHMS

GERMAN, ENGLISH = Analyzer("de"), Analyzer("en")

WORDS = st.text(alphabet="abcdefghijklmnopqrstuvwxyzäöüßéœ'&0123456789.,", min_size=1, max_size=30)


def meet(one: str, other: str, analyzer: Analyzer = GERMAN) -> bool:
    return bool(set(analyzer.terms(one).stems) & set(analyzer.terms(other).stems))


@pytest.mark.parametrize(
    "words",
    [
        "müller mueller",
        "müller muller",
        "straße strasse",
        "häuser haeuser haus hauses",
        "wählen gewählt wählte",
        "auswählen ausgewählt auszuwählen",
        "gehen ging gegangen geht",
        "beginnen begann begonnen",
        "aufnehmen aufgenommen aufzunehmen aufnahm",
        "informieren informiert informierte",
        "verkaufen verkauft verkaufte",
        "feiern gefeiert feierte",
        "politiker politikerin politikerinnen politikern",
        "arzt ärzte ärztin ärztinnen aerztin",
        "franzose französin französinnen",
        "kanzler kanzlerin",
        "bundeskanzler bundeskanzlerinnen",
        "zentrum zentren",
        "rechenzentrum rechenzentren",
        "museum museen",
        "ministerium ministerien",
        "kriterium kriterien",
        "messe messen",
        "messen gemessen misst",
        "israel israels",
        "abenteuer abenteuern",
        "1.000 1000",
        "1.000,50 1000,50",
        "3,5 3.5",
        "fuer für",
        "statue statuen",
        "problem probleme problemen problems",
        "großkonzern großkonzerne großkonzernen",
        "kurs kurse kursen kurses",
        "zins zinsen",
        "bayern bayerns",
        "oper opern",
        "jude jüdin jüdinnen",
        "graf gräfin gräfinnen",
        "botschafter botschafterin botschaftern",
        "vorlegen vorgelegt vorlegte",
        "einschalten eingeschaltet",
        "vorliegen vorgelegen vorlag",
        "groß größer größte größten",
        "teuer teure teurer teuersten",
        "hoch hohe höher höchste",
        "gans gänse",
        "kosten kostet gekostet",
        "lassen lasst lässt",
        "bürger buerger bürgerinnen",
        "bürgermeister burgermeister buergermeister",
        "führen geführt führte",
        "richter richterin richtern",
    ],
)
def test_forms_of_a_german_word_meet(words: str) -> None:
    first, *others = words.split()
    assert [other for other in others if not meet(first, other)] == []


@pytest.mark.parametrize(
    "pair",
    [
        "messe messer",
        "messer messen",
        "bauer bau",
        "politik politiker",
        "kohl kohle",
        "poet pot",
        "duell dull",
        "berlin berl",
        "termin term",
        "gesicht sich",
        "gebäude bauen",
        "macht nacht",
        "botschafter botschaft",
        "vorlegen vorliegen",
        "einschalten schelten",
        "gesellschafter gesellschaft",
        "ausfuhr ausgeführt",
        "einfuhr einführen",
        "bürger burg",
        "förderung forderung",
        "währung wahrung",
        "belästigung belastung",
        "zuständig zustand",
        "schüler schule",
        "vorgänger vorgang",
        "küche kuchen",
        "fehler fehlt",
        "richter gerichtet",
        "sprecher gesprochen",
        "arbeiter arbeit",
        "meister meisten",
        "wetter wette",
        "krieg kriegt",
        "kurs kur",
    ],
)
def test_other_words_stay_apart(pair: str) -> None:
    one, other = pair.split()
    assert not meet(one, other)


@pytest.mark.parametrize(
    "words",
    [
        "go went gone goes",
        "child children",
        "woman women",
        "analyse analyze analysed",
        "colour color colours",
        "organisation organization",
        "centre center centres",
        "travelled traveled",
        "peter's peter",
        "buy bought",
        "bus buses",
        "grey gray",
        "authorise authorized authorization",
        "cooperate cooperation",
    ],
)
def test_forms_of_an_english_word_meet(words: str) -> None:
    for one, other in combinations(words.split(), 2):
        assert meet(one, other, ENGLISH)


@pytest.mark.parametrize(
    "pair",
    [
        "important imports",
        "authority author",
        "business busy",
        "customs customers",
        "recess recession",
        "harris harry",
        "conversion conversation",
        "execution executive",
        "apart apartment",
        "cooper cooperation",
        "units united",
    ],
)
def test_other_english_words_stay_apart(pair: str) -> None:
    one, other = pair.split()
    assert not meet(one, other, ENGLISH)


@pytest.mark.parametrize(
    ("word", "parts"),
    [
        ("rechenzentren", {"zentrum"}),
        ("rechenzentrumsbetreiber", {"rechenzentrum", "zentrum", "betreiber"}),
        ("klimaschutzgesetz", {"klimaschutz", "klima", "schutz", "gesetz"}),
        ("staatsanwaltschaft", {"staat"}),
        ("untersuchungsausschuss", {"untersuchung", "ausschuss"}),
        ("bundeskanzlerinnen", {"kanzler"}),
        ("wohnungsmärkte", {"wohnung", "markt"}),
        ("kinderrechte", {"kinder", "rechte"}),
        ("schulbücher", {"schule", "buch"}),
        ("datierungsmethoden", {"datierung", "methode"}),
        ("quarzalinseln", {"insel"}),
    ],
)
def test_a_compound_is_found_by_its_parts(word: str, parts: set[str]) -> None:
    found = set(GERMAN.terms(word).parts)
    assert all(set(GERMAN.terms(part).stems) & found for part in parts)


@pytest.mark.parametrize(
    "word",
    [
        "arbeitslosigkeit",
        "freitag",
        "deutschland",
        "verantwortung",
        "gesellschaft",
        "washington",
        "abenteuer",
        "journalisten",
        "vereinigungen",
        "widerstand",
        "vergangenheit",
        "schwester",
        "komposition",
        "westminster",
        "aromatischen",
        "imponieren",
    ],
)
def test_other_words_are_not_split(word: str) -> None:
    assert GERMAN.terms(word).parts == ()


def test_mixed_forms_are_found_by_their_parts() -> None:
    assert GERMAN.terms("s&p").parts == ("s", "p")
    assert GERMAN.terms("c++").parts == ("c",)
    assert GERMAN.terms("219a").parts == ("219",)
    assert GERMAN.terms("24.02.2025").parts == ("24", "02", "2025")
    assert GERMAN.terms("1.000").parts == ()


@pytest.mark.parametrize("language", [*ALGORITHMS, None, "xx", "ja"])
def test_every_language_gives_stems(language: str | None) -> None:
    for form in ("nation", "été", "zażółć", "привет", "مرحبا", "東京"):
        assert Analyzer(language).terms(form).stems


@given(WORDS)
@settings(max_examples=200, deadline=None)
def test_whatever_the_word_terms_are_the_same_from_decomposed_text(word: str) -> None:
    for analyzer in (GERMAN, ENGLISH):
        plain = [analyzer.terms(token.form) for token in tokenize(word)]
        assert plain == [analyzer.terms(token.form) for token in tokenize(unicodedata.normalize("NFD", word))]
        assert all(terms.stems and all(terms.stems) and all(terms.parts) for terms in plain)


@given(st.text(max_size=30))
@settings(max_examples=300, deadline=None)
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


def test_folding_reduces_to_plain_letters() -> None:
    assert [fold(word) for word in ("müller", "straße", "café", "œuvre", "łódź", "ﬁnden")] == [
        "muller",
        "strasse",
        "cafe",
        "oeuvre",
        "lodz",
        "finden",
    ]


def test_spellings_of_a_name_meet() -> None:
    spellings = [
        set(fold_name(name)[0]) for name in ("Müller", "Mueller", "Muller", "MÜLLER", "Mu\u0308ller")
    ]
    assert all(one & other for one, other in combinations(spellings, 2))


def test_titles_are_no_part_of_a_name_but_particles_are() -> None:
    assert fold_name("Prof. Dr. h.c. Ursula von der Leyen") == (("ursula",), ("von",), ("der",), ("leyen",))
    assert fold_name("Dr.") == (("dr",),)
    assert fold_name("") == ()


def test_a_name_with_a_hyphen_is_two_words() -> None:
    assert [word[0] for word in fold_name("Sabine Leutheusser-Schnarrenberger")] == [
        "sabine",
        "leutheusser",
        "schnarrenberger",
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("die Ein- und Ausfuhr", [(1, "einfuhr")]),
        ("Öl- und Gaspreise", [(0, "ölpreise")]),
        ("Vor- und Nachteile", [(0, "vorteile")]),
        ("Bundes- und Landesregierung", [(0, "bundesregierung")]),
        ("Kinder-, Jugend- und Familienhilfe", [(0, "kinderhilfe"), (1, "jugendhilfe")]),
        ("Auf-\nund Abstieg", [(0, "aufstieg")]),
        ("KI-Infrastruktur und Ausfuhr", []),
        ("Er kam - und ging nach Hause", []),
        ("-", []),
    ],
)
def test_words_left_out_at_a_hyphen_are_offered_at_their_place(
    text: str, expected: list[tuple[int, str]]
) -> None:
    assert [tuple(each) for each in omissions(text)] == expected


def test_the_place_of_a_left_out_word_counts_tokens() -> None:
    text = "Am 24.02.2025, so Peter's Büro, sank die Ein- und Ausfuhr; Öl- und Gaspreise stiegen."
    tokens = tokenize(text)
    assert [tokens[each.position].form for each in omissions(text)] == ["ein", "öl"]


@given(
    st.lists(
        st.sampled_from(
            [
                "rief",
                "an",
                "lehnt",
                "ab",
                "Öl-",
                "und",
                "Gaspreise",
                "Klima-",
                "Schutz",
                ".",
                ",",
                " ",
                " ",
                "-",
                "\n",
            ]
        ),
        max_size=20,
    ).map("".join)
)
@settings(max_examples=200, deadline=None)
def test_left_out_words_stand_at_tokens_of_the_text(text: str) -> None:
    tokens = tokenize(text)
    for each in omissions(text):
        first = tokens[each.position].form
        assert each.form.startswith(first) or each.form.endswith(first)


def test_function_words_of_one_language_may_be_content_in_another() -> None:
    assert is_function_word("der", ["de"])
    assert is_function_word("war", ["de"])
    assert not is_function_word("war", ["de", "en"])
    assert not is_function_word("haus", ["de", "en"])
    assert is_function_word("the", ["de", "en", "fr"])
    assert not is_function_word("le", ["fr"])


@pytest.mark.parametrize(
    ("form", "other"),
    [("autos", "auto"), ("elektroautos", "elektroauto"), ("klimas", "klima"), ("café", "cafe")],
)
def test_an_s_after_a_vowel_and_an_accent_make_no_other_word(form, other):
    german = Analyzer("de")
    assert german.terms(form).stems == german.terms(other).stems


@pytest.mark.parametrize(("form", "other"), [("maus", "mau"), ("haus", "hau"), ("andreas", "andrea")])
def test_an_s_that_belongs_to_a_word_stays(form, other):
    german = Analyzer("de")
    assert set(german.terms(form).stems).isdisjoint(german.terms(other).stems)


@pytest.mark.parametrize(
    ("form", "stem", "part"),
    [
        ("rechenzentren", "zentrum", "zentren"),
        ("klimaschutzgesetz", "schutz", "schutz"),
        ("zentren", "x", "zentren"),
    ],
)
def test_the_place_of_a_part_is_its_letters(form, stem, part):
    start, end = Analyzer("de").place(form, {stem})
    assert form[start:end] == part


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Der Klima-Schutz", ["klimaschutz"]),
        ("Das Klima-Schutz-Gesetz", ["klimaschutz", "klimaschutzgesetz", "schutzgesetz"]),
        ("Das Klimaschutz‑Gesetz", ["klimaschutzgesetz"]),
        ("Ein CDU-Politiker in der U-Bahn", []),
        ("a-b-c-d-e-f", []),
        ("Klima - Schutz", []),
        ("Haus-" + "tür" * 40, []),
    ],
)
def test_a_compound_written_with_hyphens_is_found_as_one_word(text: str, expected: list[str]) -> None:
    assert [each.form for each in omissions(text)] == expected


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("Klima-Schutz-Gesetz", (("klima", "schutz", "gesetz"), ("klimaschutzgesetz",))),
        ("E-Mail-Adresse", (("e", "mail", "adresse"), ("email", "adresse"), ("emailadresse",))),
        ("G7", (("g7",), ("g", "7"))),
        ("G-7", (("g", "7"), ("g7",))),
        ("219a", (("219a",),)),
        ("Haus", (("haus",),)),
        ("C++", (("c++",),)),
        ("a-b-c-d-e", (("a", "b", "c", "d", "e"), ("ab", "c", "d", "e"))),
    ],
)
def test_a_query_finds_a_word_with_its_hyphen_and_without(
    word: str, expected: tuple[tuple[str, ...], ...]
) -> None:
    assert readings(word) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Sie riefen ihn gestern an.", [(1, "anriefen")]),
        ("Die Regierung lehnte den Antrag ab, sagte er.", [(2, "ablehnte")]),
        ("Er nahm an der Sitzung teil!", [(1, "teilnahm")]),
        ("Hören Sie auf!", [(0, "aufhören")]),
        (
            "Heute schließen wir das Verfahren ab, und die Ausfuhr nimmt zu.",
            [(1, "abschließen"), (9, "zunimmt")],
        ),
        ("Das wussten wir von Anfang an.", []),
        ("Es geht auf und ab.", []),
        ("Er rief an der Tür.", []),
        ("an.", []),
    ],
)
def test_a_verb_is_found_whose_particle_ends_the_clause(text: str, expected: list[tuple[int, str]]) -> None:
    assert [tuple(each) for each in omissions(text)] == expected


def test_a_verb_in_two_pieces_has_the_stem_of_its_infinitive() -> None:
    for text, infinitive in (
        ("Sie riefen an.", "anrufen"),
        ("Er lehnte ab.", "ablehnen"),
        ("Er nimmt teil!", "teilnehmen"),
    ):
        (meant,) = omissions(text)
        assert meet(meant.form, infinitive)


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("fr", "élection élections"),
        ("es", "elección elecciones"),
        ("it", "governo governi"),
        ("nl", "regering regeringen"),
        ("pt", "livro livros"),
        ("da", "bil biler"),
        ("sv", "bil bilar"),
        ("no", "bil biler"),
        ("fi", "talo talon"),
        ("pl", "książka książki"),
        ("cs", "vláda vlády"),
        ("hu", "ház házak"),
        ("ro", "carte cărți"),
        ("tr", "kitap kitaplar"),
        ("ru", "книга книги"),
        ("ar", "كتاب الكتاب"),
        ("lt", "knyga knygos"),
        ("id", "buku bukunya"),
    ],
)
def test_forms_of_a_word_meet_in_other_languages(language: str, words: str) -> None:
    one, other = words.split()
    assert meet(one, other, Analyzer(language))


@pytest.mark.parametrize(
    "text",
    [
        "Привет, мир!",
        "Στην Αθήνα",
        "مرحبا بالعالم",
        "東京都の首都",
        "서울은 수도이다",
        "ภาษาไทย",
        "שלום עולם",
    ],
)
def test_what_is_written_in_any_script_can_be_looked_up(text: str) -> None:
    for language in (None, "de"):
        assert all(token.form and Analyzer(language).terms(token.form).stems for token in tokenize(text))
        assert len(tokenize(text)) >= 2
