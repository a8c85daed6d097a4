"""Markdown is read with what people write above it, slips included."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive import frontmatter
from archive.article import Article
from archive.errors import NoArticle, ReaderError
from archive.readers import Source, read
from archive.readers.headings import arrange, plain, same


def article(text: str, name: str = "a.md") -> Article:
    (found,) = read(Source(name, content=text.encode()))
    assert isinstance(found, Article)
    return found


def front(lines: str, name: str = "a.md") -> Article:
    return article(f"---\n{lines}\n---\n\nThe text of it.\n", name)


@pytest.mark.parametrize(
    ("key", "attribute"),
    [
        ("title", "headline"), ("Titel", "headline"), ("description", "dek"), ("teaser", "dek"),
        ("ressort", "section"), ("Quelle", "source"), ("publisher", "source"), ("link", "url"),
        ("canonical_url", "url"), ("byline", "byline"),
    ],
)  # fmt: skip
def test_keys_have_the_names_people_give_them(key: str, attribute: str) -> None:
    assert getattr(front(f"{key}: A value"), attribute) == "A value"


@pytest.mark.parametrize(
    ("line", "published"),
    [
        ("date: 2024-03-05", date(2024, 3, 5)),
        ("published: 5. März 2024", date(2024, 3, 5)),
        ("datum: 05.03.2024", date(2024, 3, 5)),
        ("date: '2024-03-05T8:00:00+02:00'", datetime(2024, 3, 5, 8, tzinfo=timezone(timedelta(hours=2)))),
        ("date: 2024-02-31", None),
        ("date: 0001-01-01", None),
        ("date:", None),
        ("published: true", None),
    ],
)
def test_dates_are_read_or_absent(line: str, published: date | None) -> None:
    assert front(line).published == published


def test_a_date_comes_from_the_name_where_the_front_matter_has_none() -> None:
    assert front("title: One\npublished: true", "2022-12-21-one.md").published == date(2022, 12, 21)
    assert front("date: 2020-01-02", "2022-12-21-one.md").published == date(2020, 1, 2)
    assert front("title: One", "2022-13-41-one.md").published is None


@pytest.mark.parametrize(
    ("lines", "authors"),
    [
        ("author: Anna Müller", ("Anna Müller",)),
        ("authors: [Anna Müller, Jan Weiß]", ("Anna Müller", "Jan Weiß")),
        ("authors:\n- name: Anna Müller\n  role: Reporter\n- Jan Weiß", ("Anna Müller", "Jan Weiß")),
        ("author: Tobias, Thomas und Knut", ("Tobias", "Thomas", "Knut")),
        ("author: 'Jörg Reichert (Code for Leipzig), et al.'", ("Jörg Reichert",)),
        ("author: Knut Hühne - OK Lab Berlin", ("Knut Hühne",)),
        ("author:", ()),
    ],
)
def test_authors_are_read_in_every_form(lines: str, authors: tuple[str, ...]) -> None:
    assert front(lines).authors == authors


def test_unknown_keys_are_kept_as_they_are() -> None:
    kept = front("title: One\nrating: 5\nimages:\n- src: a.jpg\n  alt: A picture\ndraft: false").extra
    assert kept == {"rating": 5, "images": [{"src": "a.jpg", "alt": "A picture"}], "draft": False}


def test_a_date_that_is_none_is_kept_as_it_is() -> None:
    assert front("date: im Frühjahr").extra == {"date": "im Frühjahr"}


@pytest.mark.parametrize(
    ("lines", "headline"),
    [
        ("title: Alibaba: 53 Milliarden", "Alibaba: 53 Milliarden"),
        ("title: One\t", "One"),
        ("title: @home in Berlin", "@home in Berlin"),
        ("title: 100% sicher", "100% sicher"),
        ("title: %100", "%100"),
        ("title: *Stern* im Titel", "*Stern* im Titel"),
        ('title: "Ja" sagt sie', '"Ja" sagt sie'),
        ("title: One\ntitle: Two", "Two"),
        ("title: One\nother: [1, 2\n  , 3]", "One"),
        ("\ttitle: One", "One"),
    ],
)
def test_slips_that_yaml_refuses_are_read_as_they_were_meant(lines: str, headline: str) -> None:
    assert front(f"{lines}\nauthor: Anna Müller").headline == headline


def test_one_slip_does_not_hide_the_other_keys() -> None:
    found = front(
        "tags:\n- a\n- b\nauthor: Anna Müller\t\ntitle: One: Two # a comment\nimages:\n- src: x\n  alt: y: z"
    )
    assert (found.headline, found.authors, found.tags) == ("One: Two", ("Anna Müller",), ("a", "b"))


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ('---\ntitle: One\nauthor: "Anna\n---\nText.', 3),
        ("---\ntitle: One\nauthors: [Anna, Jan\n---\nText.", 3),
        ("---\ntitle: One\n]]]\n---\nText.", 2),
        ("---\n&&& nonsense\ntitle: One\n---\nText.", 2),
        ("---\ntitle: One\nText without an end.", 1),
    ],
)
def test_broken_front_matter_is_an_error_with_its_line(text: str, line: int) -> None:
    with pytest.raises(ReaderError, match=rf"^a\.md, line {line}: the front matter is not ") as failed:
        article(text)
    assert failed.value.hint


def test_broken_toml_is_an_error() -> None:
    with pytest.raises(ReaderError, match="not valid TOML"):
        article("+++\ntitle = One\n+++\nText.")


@pytest.mark.parametrize(
    "lines",
    [
        "a: " + "[" * 5000,
        "a: " + "[" * 5000 + "]" * 5000,
        "a: &a [1]\nb: &b [*a, *a]\n" * 3,
        "? [a]\n: b\ntitle: One",
    ],
)
def test_front_matter_made_to_do_harm_is_an_error_or_read(lines: str) -> None:
    with suppress(ReaderError):
        assert front(lines).body == "The text of it."


def test_front_matter_without_text_is_no_article() -> None:
    for text in (
        "---\ntitle: One\n---\n",
        "---\ntitle: One\n---",
        "---\ntitle: One\n---\n \n\n",
        '+++\na = "b"\n+++\n',
    ):
        with pytest.raises(NoArticle, match="front matter, but no text"):
            article(text)


def test_rules_around_a_line_are_not_front_matter() -> None:
    assert article("---\nJust a line\n---\n\nText.").body.startswith("---\nJust a line")


def test_a_headline_repeated_as_first_heading_is_taken_out() -> None:
    assert article("---\ntitle: Grüße aus Köln!\n---\n\n# Grüße aus **Köln**\n\nText.").body == "Text."


def test_the_first_heading_is_the_headline_where_there_is_no_other() -> None:
    found = article("Ein Titel\n=========\n\nText.\n\nKapitel\n-------\n\nMehr.\n")
    assert (found.headline, found.body) == ("Ein Titel", "Text.\n\n## Kapitel\n\nMehr.")


@pytest.mark.parametrize(
    ("body", "arranged"),
    [
        ("# A\n\n## B", "## A\n\n## B"),
        ("Text\n\n# A\n\n## B", "Text\n\n## A\n\n### B"),
        ("### A\n\n#### B\n\n### C", "## A\n\n### B\n\n## C"),
        ("Text\n\n# A #\n\n###### B ###", "Text\n\n## A\n\n###### B"),
        ("#hashtag\n\n#\n\nText", "#hashtag\n\n#\n\nText"),
        ("```\n# code\n```\n\n### A", "```\n# code\n```\n\n## A"),
        ("~~~~\n# code\n~~~\n# code\n~~~~", "~~~~\n# code\n~~~\n# code\n~~~~"),
        ("- item\n---\n\nText\n\n---\n\nMore", "- item\n---\n\nText\n\n---\n\nMore"),
        ("two lines\nof text\n---", "two lines\nof text\n---"),
    ],
)
def test_section_headings_come_to_the_second_level(body: str, arranged: str) -> None:
    assert arrange(Article(headline="Other"), body).body == arranged


def test_headings_are_compared_as_they_are_read() -> None:
    assert plain("**Ein** [Titel](https://example.org) mit `Code`") == "Ein Titel mit Code"
    assert same("Ein *Titel*.", "EIN TITEL")
    assert not same("Ein Titel", "Ein anderer Titel")


def test_an_article_of_the_corpus_is_read_as_it_was() -> None:
    kept = Article(
        headline="Ein Titel", dek="Zwei.\n\nAbsätze.", authors=("Anna Müller", "Dr. Jan von der Au"),
        byline="Von allen", published=date(2024, 3, 5), updated=date(2024, 3, 6), source="Talbote",
        section="Lokales", language="de", url="https://example.org/", tags=("a", "b c"),
        captions=("Ein Bild.",), disclaimer="Ohne Gewähr.",
        body="Text.\n\n## Kapitel\n\nMehr.", extra={"rating": 5},
    )  # fmt: skip
    read_again = article(frontmatter.write(kept))
    fields = [
        name for name in Article.__dataclass_fields__ if name not in ("provenance", "extra", "id", "digest")
    ]
    assert {name: getattr(read_again, name) for name in fields} == {
        name: getattr(kept, name) for name in fields
    }


@given(st.text(max_size=200), st.text(max_size=100))
def test_whatever_stands_in_front_matter_it_is_read_or_refused(lines: str, body: str) -> None:
    try:
        found = front(f"title: One\n{lines}")
        frontmatter.write(found)
        article(f"---\n{lines}\n---\n{body}")
    except ReaderError:
        pass
