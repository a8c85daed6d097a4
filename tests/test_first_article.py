"""The article that the project comes with: what is known of it, and every way to find it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from archive import Archive, query
from archive.article import Article

CORPUS = Path(__file__).parent.parent / "corpus"
ID = "2025-02-24-alibaba-investiert-53-milliarden-dollar-in-die-ki"


@pytest.fixture(scope="module")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    place = tmp_path_factory.mktemp("shipped")
    shutil.copytree(CORPUS, place / "corpus")
    with Archive.open(place) as archive:
        yield archive


@pytest.fixture(params=["kept", "read again"])
def article(request: pytest.FixtureRequest, shipped: Archive, tmp_path: Path) -> Article:
    """The article as it is kept, and as it is read from its original today."""
    if request.param == "kept":
        return shipped.get(ID)
    original = shipped.original_of(ID)
    assert original is not None
    with Archive.create(tmp_path / "new") as archive:
        [outcome] = archive.add([str(original)])
    assert outcome.article is not None
    return outcome.article


def test_the_first_article_is_known_by_date_author_role_source_and_language(article: Article) -> None:
    assert article.published == date(2025, 2, 24)
    assert article.authors == ("Oleg Tkachenko",)
    assert article.byline == "Oleg Tkachenko, Autor und Experte der Traders Union"
    assert (article.source, article.language) == ("Traders Union", "de")


def test_the_first_article_has_its_headline_once_and_the_caption_apart(article: Article) -> None:
    assert article.headline == "Alibaba investiert 53 Milliarden Dollar in die KI-Infrastruktur"
    assert article.headline not in article.body
    assert article.captions == ("Alibaba strebt mit 53 Milliarden Dollar Investition die KI-Führung an",)


def test_the_first_article_has_a_lede_three_sections_and_its_disclaimer_apart(article: Article) -> None:
    assert article.lede is not None
    assert article.lede.startswith("Die Alibaba Group Holding Ltd. kündigte Pläne an")
    assert [line[3:] for line in article.body.splitlines() if line.startswith("## ")] == [
        "Wettbewerb und Herausforderungen bei der KI-Entwicklung",
        "Finanzielle Leistung und Marktaufschwung",
        "Partnerschaften und KI-Innovation",
    ]
    assert article.disclaimer is not None
    assert article.disclaimer.startswith("Dieses Material kann Meinungen Dritter enthalten")
    assert article.disclaimer not in article.body


@pytest.mark.parametrize(
    "text",
    [
        "KI-Infrastruktur",
        "KI-Infra*",
        'author:"Oleg Tkachenko"',
        'author:"Tkachenko Oleg"',
        "author:TKACHENKO",
        "von:tkatchenko~1",
        "date:2025-02-24",
        "date:24.02.2025",
        "date:2025-02 alibaba -schleuse",
        '"künstliche Intelligenz" OR Rechenleistung',
    ],
)
def test_the_first_article_is_found(shipped: Archive, text: str) -> None:
    assert [hit.id for hit in shipped.search(text).hits] == [ID]


def test_the_first_article_is_found_by_keyword_author_and_date_together(shipped: Archive) -> None:
    conditions = [query.condition("author", "tkachenko"), query.condition("date", "2025-02-24")]
    assert shipped.search("KI-Infrastruktur", conditions=conditions).total == 1
    assert shipped.search("", conditions=conditions).total == 1
    other = query.condition("date", "2025-02-25")
    assert shipped.search("KI-Infrastruktur", conditions=[other]).total == 0


def test_the_shipped_archive_is_whole(shipped: Archive) -> None:
    shipped.sync()
    assert shipped.check() == []
