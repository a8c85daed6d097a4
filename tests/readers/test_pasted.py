# ruff: noqa: E501 - a case reads best on one line
from datetime import date, datetime
from pathlib import Path
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.dates import day_of
from archive.errors import NoArticle
from archive.readers.pasted import article_from, read
from archive.readers.source import Source

PROSE = (
    "Die Stadt hat am Montag beschlossen, den alten Hafen in den nächsten drei Jahren auszubauen, und rechnet mit "
    "Kosten von vierzig Millionen Euro, die sich der Bund und das Land teilen sollen."
)
MORE = (
    "Der Rat stimmte nach langer Debatte mit großer Mehrheit zu. Die Anwohner hatten bis zuletzt gegen den Lärm "
    "protestiert, den die Bagger und Lastwagen nach ihrer Ansicht in die engen Gassen bringen werden."
)
ENGLISH = (
    "The town council said on Monday that it will rebuild the old harbour within three years, at a cost of forty "
    "million euros which the state and the federal government are expected to share between them."
)


def pasted(*blocks: str) -> str:
    return "\n\n".join(blocks) + "\n"


def test_the_masthead_of_a_magazine_page_comes_apart():
    article = article_from(
        pasted(
            "24.02.2025\nOlga Hafner\nAutorin und Expertin der Hafen Union\n24.02.2025",
            "Stadt investiert vierzig Millionen in den alten Hafen",
            "Stadt investiert vierzig Millionen in den alten Hafen Bagger stehen schon am Kai bereit",
            PROSE,
            "Lärm und Protest in den Gassen",
            MORE + "Durch die Arbeiten wird es eng.",
            "Dieses Material kann Meinungen Dritter enthalten und stellt keine Finanzberatung dar.",
        )
    )
    assert article.headline == "Stadt investiert vierzig Millionen in den alten Hafen"
    assert article.authors == ("Olga Hafner",)
    assert article.byline == "Olga Hafner, Autorin und Expertin der Hafen Union"
    assert article.source == "Hafen Union"
    assert article.published == date(2025, 2, 24)
    assert article.captions == ("Bagger stehen schon am Kai bereit",)
    assert article.lede == PROSE
    assert [section.heading for section in article.sections] == [None, "Lärm und Protest in den Gassen"]
    assert article.body.endswith("bringen werden. Durch die Arbeiten wird es eng.")
    assert article.disclaimer is not None
    assert "Material" not in article.body
    assert article.language == "de"


HEADLINE = "Der alte Hafen wird für vierzig Millionen ausgebaut"
PAGES = {
    "date and time below the byline": pasted(HEADLINE, "Von Eva Horn\n24.02.2025, 14:55 Uhr", PROSE, MORE),
    "Stand before Von": pasted(
        "Startseite\nRegion", HEADLINE, "Stand: 24.02.2025, 20:44 Uhr\nVon: Eva Horn\nKommentare\nDrucken", PROSE, MORE
    ),
    "label and name on lines of their own": pasted(
        "Umbau am Wasser :", HEADLINE, "Von\nEva Horn\n24.02.2025, 17:59\nLesezeit: 5 Min.", PROSE, "Merken", MORE
    ),
    "name above role, date last": pasted(
        HEADLINE, "Teilen\nFacebook\nWhatsApp", "Eva Horn\nRedakteurin Lokales", "Montag, 24. Februar 2025", PROSE, MORE
    ),
    "one line for all": pasted(HEADLINE, "von Eva Horn Erstellt am 24.02.25 um 08:35, geändert am 25.02.25", PROSE, MORE),
    "dek between headline and date": pasted(
        "Lokales", HEADLINE, "Der Rat stimmt zu, die Anwohner klagen über Lärm in den Gassen.", "24. Februar 2025 | Eva Horn",
        PROSE, MORE,
    ),
    "date above, headline said twice": pasted(
        "24. Februar 2025\n0 Kommentare", HEADLINE, HEADLINE, "Von Eva Horn", PROSE, MORE
    ),
    "navigation before and after": pasted(
        "Zum Inhalt springen\nStartseite\nPolitik\nSport\nKultur\nWetter\nMein Konto\nAnmelden",
        "Region", HEADLINE, "Von Eva Horn", "Veröffentlicht am 24.02.2025", PROSE, MORE, "Mehr zum Thema",
        "Neue Fähre fährt ab Mai\nVon Jan Moor\n03.01.2025", "Impressum\nDatenschutz\nAGB\n© 2025 Hafenblatt",
    ),
    "byline with an agency": pasted(HEADLINE, "Von Eva Horn (dpa) 24.02.2025", PROSE, MORE),
    "picture first": pasted(
        "Bagger am Kai (Foto: Jan Moor/dpa)", "Umbau", HEADLINE, "Eva Horn\n24.02.2025", PROSE, MORE
    ),
    "link block inside": pasted(
        HEADLINE, "Von Eva Horn", "24.02.2025", PROSE, "Lesen Sie auch", "Neue Fähre fährt ab Mai\nVon Jan Moor", MORE
    ),
    "byline and date below the text": pasted(
        HEADLINE, PROSE, MORE, "24. 2. 2025, 18:41 Uhr", "Kommentar von\nEva Horn"
    ),
    "author with soft hyphens": pasted(HEADLINE, "Von Eva Hor\u00adn", "24. Fe\u00adbru\u00adar 2025", PROSE, MORE),
    "machine stamp beside the printed day": pasted(
        HEADLINE, "2025-02-20T10:10:52+01:00", "24. Februar 2025|", "Von Eva Horn", PROSE, MORE
    ),
}  # fmt: skip


@pytest.mark.parametrize("page", PAGES)
def test_headline_day_and_author_are_found_on(page):
    article = article_from(PAGES[page])
    assert article.headline == HEADLINE
    assert article.authors == ("Eva Horn",)
    assert article.published is not None
    assert article.published.isoformat()[:10] == "2025-02-24"
    assert PROSE in article.body
    assert MORE in article.body


NEIGHBOURS = {
    "American": ("Old harbour to be rebuilt for forty million euros", "By ANNE MOOR\n02/24/2025 05:03 AM EST", "Anne Moor"),
    "British": ("Old harbour to be rebuilt for forty million euros", "By\nAnne Moor\nSenior Reporter\n14:00, 24 Feb 2025", "Anne Moor"),
    "French": ("Le vieux port sera rénové pour quarante millions d'euros", "Par Jeanne Dubois\nPublié le 24 février 2025 à 14h03", "Jeanne Dubois"),
    "Spanish": ("El viejo puerto se renovará por cuarenta millones de euros", "Marta Soler\n24/02/2025 a las 20:56h.", "Marta Soler"),
    "Italian": ("Il vecchio porto sarà rinnovato per quaranta milioni", "di Viviana Rossi\n24 febbraio 2025", "Viviana Rossi"),
}  # fmt: skip


@pytest.mark.parametrize("country", NEIGHBOURS)
def test_pages_of_the_neighbours_are_read_too(country):
    headline, masthead, author = NEIGHBOURS[country]
    article = article_from(pasted(headline, masthead, ENGLISH, ENGLISH))
    assert article.headline == headline
    assert article.authors == (author,)
    assert article.published is not None
    assert article.published.isoformat()[:10] == "2025-02-24"


@pytest.mark.parametrize(
    "masthead",
    [
        "vor 3 Stunden",
        "Stand: 10:49 Uhr",
        "Published 3 seconds ago",
        "Heute, 14:03 Uhr",
        "Lesedauer: 5 Minuten",
    ],
)
def test_no_day_is_made_up_where_none_is_shown(masthead):
    text = pasted(HEADLINE, masthead, PROSE, MORE, "Mehr zum Thema", "Neue Fähre fährt ab Mai\n03.01.2025")
    assert article_from(text).published is None


@pytest.mark.parametrize(
    "masthead",
    [
        "Autor: Die Redaktion",
        "Von Redaktion Hafenblatt",
        "dpa",
        "24.02.2025",
        "Foto: Jan Moor",
        "0 Kommentare",
    ],
)
def test_no_author_is_made_up_where_none_is_shown(masthead):
    assert article_from(pasted(HEADLINE, masthead, PROSE, MORE)).authors == ()


def test_an_agency_alone_is_the_source():
    article = article_from(pasted(HEADLINE, "Von dpa 24.02.2025, 18:58", PROSE, MORE))
    assert (article.authors, article.source) == ((), "dpa")


def test_the_day_of_a_change_stands_apart_from_the_day_of_publication():
    article = article_from(
        pasted(
            HEADLINE,
            "Von Eva Horn",
            "Veröffentlicht am 24.02.2025\nAktualisiert am 25.02.2025, 09:30 Uhr",
            PROSE,
            MORE,
        )
    )
    assert article.published == date(2025, 2, 24)
    assert article.updated == datetime(2025, 2, 25, 9, 30)


def test_a_kicker_glued_to_the_headline_is_taken_off():
    assert article_from(pasted(f'"Es wird laut"{HEADLINE}', "24.02.2025", PROSE, MORE)).headline == HEADLINE
    assert article_from(pasted(f"Region : {HEADLINE}", "24.02.2025", PROSE, MORE)).headline == HEADLINE


def test_share_bars_captions_and_links_stay_out_of_the_body():
    article = article_from(
        pasted(
            HEADLINE, "Von Eva Horn, 24.02.2025", "Facebook\nTwitter\nWhatsApp\nE-Mail", PROSE, "Bagger am Kai. © Jan Moor",
            MORE, "Artikel teilen\nKommentare (12)", "Impressum",
        )
    )  # fmt: skip
    assert article.body == f"{PROSE}\n\n{MORE}"
    assert article.captions == ("Bagger am Kai. © Jan Moor",)


@pytest.mark.parametrize(
    "day",
    [
        "24.02.2025",
        "24. Februar 2025",
        "Feb 24, 2025",
        "2025-02-24T08:15:00+01:00",
        "Stand: 24.02.2025",
        "Montag, 24.2.25",
    ],
)
def test_date_and_byline_are_read_in_any_order_and_form(day):
    for masthead in (f"{day}\nVon Eva Horn", f"Von Eva Horn\n{day}"):
        for page in (pasted(masthead, HEADLINE, PROSE, MORE), pasted(HEADLINE, masthead, PROSE, MORE)):
            article = article_from(page)
            assert (article.headline, article.authors) == (HEADLINE, ("Eva Horn",))
            assert article.published is not None
            assert day_of(article.published) == date(2025, 2, 24)


def test_vor_3_stunden_is_left_alone():
    article = article_from(pasted(HEADLINE, "Eva Horn | vor 3 Stunden", PROSE, MORE))
    assert (article.headline, article.authors, article.published) == (HEADLINE, ("Eva Horn",), None)
    assert article.body == f"{PROSE}\n\n{MORE}"


def test_stand_is_the_day_of_publication_only_where_no_other_is_shown():
    alone = article_from(pasted(HEADLINE, "Stand: 24.02.2025", PROSE, MORE))
    assert (alone.published, alone.updated) == (date(2025, 2, 24), None)
    beside = article_from(pasted(HEADLINE, "23.02.2025\nStand: 24.02.2025", PROSE, MORE))
    assert (beside.published, beside.updated) == (date(2025, 2, 23), date(2025, 2, 24))


def test_two_authors_and_their_place_come_apart():
    article = article_from(
        pasted(HEADLINE, "Von Anna Müller und Jan Weiß, Berlin", "24.02.2025", PROSE, MORE)
    )
    assert article.authors == ("Anna Müller", "Jan Weiß")


def test_a_name_above_its_role_is_the_author_and_the_role_stays_in_the_byline():
    article = article_from(pasted(HEADLINE, "Eva Horn\nRedakteurin Lokales", "24.02.2025", PROSE, MORE))
    assert (article.authors, article.byline) == (("Eva Horn",), "Eva Horn, Redakteurin Lokales")


@pytest.mark.parametrize("agency", ["dpa", "AFP", "Reuters"])
def test_an_agency_beside_a_name_is_the_source_not_an_author(agency):
    article = article_from(pasted(HEADLINE, f"Eva Horn ({agency})", "24.02.2025", PROSE, MORE))
    assert (article.authors, article.source) == (("Eva Horn",), agency)


@pytest.mark.parametrize(
    "credit",
    [
        "Foto: Jan Moor",
        "Fotos von Jan Moor",
        "Photography by Jan Moor",
        "Gelesen von Jan Moor",
        "Video: Jan Moor",
        "Jan Moor/GettyImages",
        "(jm)",
        "ssi, dan",
    ],
)
def test_credits_and_initials_are_no_authors(credit):
    assert article_from(pasted(HEADLINE, "24.02.2025", credit, PROSE, MORE)).authors == ()
    beside = article_from(pasted(HEADLINE, "Von Eva Horn, 24.02.2025", credit, PROSE, MORE))
    assert beside.authors == ("Eva Horn",)


def test_a_repeated_headline_is_not_told_twice():
    article = article_from(
        pasted("Startseite > Region > " + HEADLINE, HEADLINE, "24.02.2025", HEADLINE, PROSE, MORE)
    )
    assert (article.headline, article.body) == (HEADLINE, f"{PROSE}\n\n{MORE}")


def test_a_headline_is_known_below_the_way_to_it_that_is_glued_together():
    way = "StartseiteRegionHafen" + HEADLINE
    assert article_from(pasted("Suche", way, HEADLINE, "24.02.2025", PROSE, MORE)).headline == HEADLINE


def test_a_headline_is_known_among_the_teasers_of_other_articles():
    teasers = [
        "Neue Fähre fährt ab Mai wieder",
        "Warum der Winter so mild war",
        "Handball: Bremen steigt auf",
    ]
    title = "Stadt baut Hafen für Millionen Euro aus"
    page = pasted("\n".join(teasers), title, "Von Eva Horn\n24.02.2025", PROSE, MORE, "\n".join(teasers))
    assert article_from(page).headline == title


def test_lesen_sie_auch_and_its_links_stay_out_of_the_body():
    article = article_from(
        pasted(
            HEADLINE,
            "24.02.2025",
            PROSE,
            "Lesen Sie auch",
            "Neue Fähre fährt ab Mai\nWarum der Winter so mild war",
            MORE,
        )
    )
    assert article.body == f"{PROSE}\n\n{MORE}"


def test_a_disclaimer_stands_apart_from_the_body():
    note = "Hinweis: Dieser Text stellt keine Anlageberatung dar."
    article = article_from(pasted(HEADLINE, "24.02.2025", PROSE, MORE, note))
    assert (article.body, article.disclaimer) == (f"{PROSE}\n\n{MORE}", note)


def test_a_name_after_a_dash_below_the_text_signs_it():
    assert article_from(pasted(HEADLINE, "24.02.2025", PROSE, MORE, "– Eva Horn")).authors == ("Eva Horn",)


def test_a_text_of_fifty_thousand_lines_is_read_in_seconds():
    text = pasted(HEADLINE, "Von Eva Horn\n24.02.2025", *[PROSE, "Kim Lee Moor"] * 25_000)
    start = process_time()
    article = article_from(text)
    assert process_time() - start < 10
    assert (article.headline, article.authors) == (HEADLINE, ("Eva Horn",))
    assert article.body.count(PROSE) == 25_000


def test_a_line_that_looks_like_a_markdown_heading_stays_text():
    assert article_from(pasted(HEADLINE, "24.02.2025", PROSE, "# " + MORE, MORE)).sections[0].heading is None


def test_a_file_without_a_word_holds_no_article():
    for content in (b"", b"\n\n \n", b"12:30\n--\n"):
        with pytest.raises(NoArticle):
            list(read(Source("empty.txt", content=content)))


def test_a_file_is_read_with_its_provenance(tmp_path: Path):
    path = tmp_path / "hafen.txt"
    path.write_text(PAGES["one line for all"], encoding="utf-8")
    (article,) = read(Source(str(path), path))
    assert (article.provenance.original, article.provenance.reader) == (str(path), "pasted")
    assert len(article.provenance.sha256) == 64


_LINES = st.sampled_from(
    [
        HEADLINE,
        PROSE,
        MORE,
        "Von Eva Horn",
        "24.02.2025",
        "Foto: x/dpa",
        "Teilen",
        "Von",
        "Lesen Sie auch",
        "",
        "#",
        "vor 3 Stunden",
    ]
)


@given(st.lists(_LINES | st.text(max_size=40), max_size=30).map("\n".join))
@settings(max_examples=150, deadline=None)
def test_any_text_is_read_without_an_error(text):
    article = article_from(text)
    assert article.headline is None or article.headline.strip()
    assert "\n\n\n" not in article.body
    assert all(
        name in text.replace("\u00ad", "") or not name.isascii()
        for name in article.authors
        if name == "Eva Horn"
    )


def test_a_short_paragraph_is_told_and_not_taken_for_a_heading() -> None:
    article = article_from(
        "Rechenzentren am Rhein\n\nVon Anna Müller\n12. März 2025\n\n"
        "KÖLN (dpa) - Die Stadt plant zwei neue Rechenzentren.\n\nBetreiber ist eine GmbH.\n"
    )
    assert article.body == "KÖLN (dpa) - Die Stadt plant zwei neue Rechenzentren.\n\nBetreiber ist eine GmbH."


def test_a_text_without_sentences_is_kept_whole() -> None:
    assert article_from("Notiz\n\nMilch\nBrot\nEier\n").body.split() == ["Milch", "Brot", "Eier"]
