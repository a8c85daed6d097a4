import pytest

from archive.readers.agencies import AGENCIES, apart_from_agencies
from archive.readers.metadata import article_from


@pytest.mark.parametrize(
    ("names", "people", "agency"),
    [
        (("dpa",), (), "dpa"),
        (("Eva Horn", "dpa"), ("Eva Horn",), "dpa"),
        (("Reuters", "AFP"), (), "Reuters"),
        (("dpa/AFP",), (), "dpa"),
        (("The Associated Press",), (), "AP"),
        (("Eva Horn", "Dow Jones Newswires"), ("Eva Horn",), "Dow Jones"),
        (("Sarah Jones",), ("Sarah Jones",), None),
        (("Michael Bloomberg",), ("Michael Bloomberg",), None),
        (("Bloomberg News",), (), "Bloomberg"),
        (("Europa Press",), (), "Europa Press"),
        (("BusinessWire",), (), "Business Wire"),
        (("Sid", "Ani Moor"), ("Sid", "Ani Moor"), None),
        (("Redaktion",), ("Redaktion",), None),
        ((), (), None),
    ],
)
def test_agencies_stand_apart_from_people(names, people, agency):
    assert apart_from_agencies(names) == (people, agency)


def test_an_agency_in_a_field_of_authors_is_the_source():
    article = article_from({"title": "Der Hafen wächst", "author": "Eva Horn, dpa"})
    assert (article.authors, article.source, article.byline) == (("Eva Horn",), "dpa", "Eva Horn, dpa")


def test_the_source_a_record_names_stays():
    article = article_from({"title": "Der Hafen wächst", "author": "dpa", "source": "Hafenblatt"})
    assert (article.authors, article.source, article.byline) == ((), "Hafenblatt", "dpa")


def test_every_agency_is_found_by_its_own_name():
    for name in AGENCIES:
        assert apart_from_agencies((name if len(name) > 4 else name.upper(),)) == ((), name)
