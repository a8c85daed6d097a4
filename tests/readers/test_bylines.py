# ruff: noqa: E501 - a case reads best on one line
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.readers.bylines import authors_from, mended, split_names


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("Von Anna Müller und Jan Weiß, Berlin", ["Anna Müller", "Jan Weiß"]),
        ("VON ANNA MÜLLER", ["Anna Müller"]),
        ("By ANNE O'HARA and J. R. R. Smith Jr.", ["Anne O'Hara", "J. R. R. Smith Jr."]),
        ("Ein Kommentar von Ralf Huber", ["Ralf Huber"]),
        ("Kommentar: Ralf Huber", []),
        ("Autorin: Dr. Eva Horn", ["Dr. Eva Horn"]),
        ("Text & Fotos: Ida Lang", ["Ida Lang"]),
        ("Eva Horn Anna Lena Fink Jan Michael Moor", ["Eva Horn", "Anna Lena Fink", "Jan Michael Moor"]),
        ("Markus M. Frei, London, Beat Kunz 19.10.2019, 23:38 Uhr", ["Markus M. Frei", "Beat Kunz"]),
        ("Veröffentlicht am 03.02.2022 von Sara Lang Pferdezeitung International", ["Sara Lang"]),
        ("Erstellt von Fabian am Dienstag 6. Mai 2014", ["Fabian"]),
        ("By Sally Moor 30 August 2023 • 4:45pm", ["Sally Moor"]),
        ("Steffi Rost Stellvertretende Chefredakteurin", ["Steffi Rost"]),
        ("Von Mat\u00adthi\u00adas Lau, eva.horn@zeitung.example", ["Matthias Lau"]),
        ("Greg Moor@GregMoor", ["Greg Moor"]),
        ("Paula Moor | Clara Roth", ["Paula Moor", "Clara Roth"]),
        ("Chus del Prado, Martí Soler (Enviado especial)", ["Chus del Prado", "Martí Soler"]),
        ("di Viviana Rossi", ["Viviana Rossi"]),
        ("Par Jeanne Dubois et Luc Moreau", ["Jeanne Dubois", "Luc Moreau"]),
        ("von Karl-Heinz von der Heide", ["Karl-Heinz von der Heide"]),
        ("von Alexander Moor Foto: © Agentur", ["Alexander Moor"]),
        ("Das Gespräch führte Eva Horn", ["Eva Horn"]),
        ("Aus Berlin berichtet Eva Horn", ["Eva Horn"]),
        ("Von unserer Redakteurin Eva Horn", ["Eva Horn"]),
        ("von eva horn", ["Eva Horn"]),
        ("Autor Mark Moor:", ["Mark Moor"]),
        ("Text: Eva Horn | Foto: Jan Moor", ["Eva Horn"]),
        ("By Anne Moor and John White | Senior Reporter", ["Anne Moor", "John White"]),
        ("Gelesen von Eva Horn", []),
        ("Photography by Eva Horn", []),
        ("Von dpa", []),
        ("Autor: Die Redaktion", []),
        ("Von wegen Ruhestand", []),
        ("Was viele nicht wissen", []),
        ("", []),
    ],
)
def test_a_byline_gives_its_names_as_a_reader_would_write_them(line, names):
    assert list(authors_from(line).authors) == names


@pytest.mark.parametrize(
    ("line", "source"),
    [
        ("Von Eva Horn (dpa)", "dpa"),
        ("By Sam Moor and Vera Lind The Associated Press", "AP"),
        ("Reuters, Thorsten Moor", "Reuters"),
        ("AFP", "AFP"),
        ("Von Diana Moor mit KNA", "KNA"),
        ("Von Eva Horn", None),
    ],
)
def test_an_agency_is_the_source_and_no_author(line, source):
    byline = authors_from(line)
    assert byline.source == source
    assert not {"dpa", "AP", "Reuters", "AFP", "KNA"} & set(byline.authors)


def test_a_role_is_kept_and_the_outlet_it_names_is_the_source():
    byline = authors_from("Eva Horn, Autorin und Expertin der Hafen Union")
    assert (byline.authors, byline.role) == (("Eva Horn",), "Autorin und Expertin der Hafen Union")
    assert byline.source == "Hafen Union"


def test_an_editorial_team_is_no_person_but_known_as_a_team():
    assert authors_from("Von Redaktion Hafenblatt").team
    assert not authors_from("Von Eva Horn").team


@pytest.mark.parametrize(
    ("shouted", "name"),
    [("ANNA MÜLLER-WEISS", "Anna Müller-Weiss"), ("IAN MCDONALD", "Ian McDonald"), ("LEO DA SILVA", "Leo da Silva"),
     ("Herr Jan Weiß,", "Jan Weiß"), ("Eva Horn", "Eva Horn"), ("dpa", "dpa")],
)  # fmt: skip
def test_a_shouted_name_is_mended(shouted, name):
    assert mended(shouted) == name


@pytest.mark.parametrize(
    ("text", "names"),
    [("Anna Müller und Jan Weiß; Kim Lee", ["Anna Müller", "Jan Weiß", "Kim Lee"]), ("mho", ["mho"]),
     ("Von Roland Moor", ["Roland Moor"]), ("Reuters", []), ("", []), ("Eva Horn, Eva Horn", ["Eva Horn"])],
)  # fmt: skip
def test_an_author_field_gives_all_its_names_even_short_ones(text, names):
    assert list(split_names(text)) == names


@given(
    st.text(max_size=400)
    | st.lists(
        st.sampled_from(["Von", "by", "Anna", "MÜLLER", ",", "|", "/", "(dpa)", "24.02.2025", "-", "@x"])
    ).map(" ".join)
)
@settings(max_examples=250, deadline=None)
def test_any_line_is_read_without_an_error_into_clean_names(line):
    byline = authors_from(line)
    for name in (*byline.authors, *split_names(line)):
        assert name == name.strip()
        assert name
    assert len(set(byline.authors)) == len(byline.authors)
