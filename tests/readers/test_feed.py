"""Each entry of a feed is an article, with the full text where the feed has it."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone

import pytest

from archive.article import Article
from archive.dates import day_of
from archive.errors import NoArticle, ReaderError
from archive.readers import Source, read

RSS = """<?xml version="1.0" encoding="{encoding}"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
  xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>Küstenbote</title><language>de-DE</language>
<item><title>Deich gebrochen: was nun?</title><link>http://example.org/1</link><guid>g1</guid>
<pubDate>Tue, 05 Mar 2024 08:00:00 +0100</pubDate><dc:creator>Anna Müller und Jan Weiß</dc:creator>
<category>Land</category><category>Meer</category><description>Kurz gesagt.</description>
<content:encoded><![CDATA[<p>Der Deich ist <b>gebrochen</b>.</p><h3>Sand</h3><p>Er war aus Sand.</p>]]>
</content:encoded></item>
<item><title>Nur ein Anriss</title><link>http://example.org/2</link>
<description>&lt;p&gt;Mehr ist nicht.&lt;/p&gt;</description></item>
<item><link>http://example.org/3</link></item>
</channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>The Bay Courier</title>
<entry><title type="html">Sea &amp;amp; wall</title><id>tag:1</id><link href="http://example.org/4"/>
<published>2024-03-05T08:00:00Z</published><updated>2024-03-06T08:00:00Z</updated>
<author><name>Kim Lee</name></author>
<content type="html">&lt;p&gt;The wall has failed.&lt;/p&gt;</content></entry></feed>"""
RDF = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
 xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>Alt</title></channel>
<item rdf:about="http://example.org/5"><title>Alt</title><link>http://example.org/5</link>
<description>Text.</description><dc:date>2004-03-05</dc:date></item></rdf:RDF>"""


def entries(text: str, encoding: str = "utf-8") -> list[Article | ReaderError]:
    content = text.replace("{encoding}", encoding).encode(encoding)
    return list(read(Source("feed.xml", content=content)))


@pytest.mark.parametrize("encoding", ["utf-8", "iso-8859-1", "utf-16"])
def test_the_entries_of_an_rss_feed_are_articles(encoding: str) -> None:
    full, short, empty = entries(RSS, encoding)
    assert isinstance(full, Article)
    assert isinstance(short, Article)
    assert (full.headline, full.authors, full.source, full.url, full.record, full.tags, full.dek) == (
        "Deich gebrochen: was nun?",
        ("Anna Müller", "Jan Weiß"),
        "Küstenbote",
        "http://example.org/1",
        "g1",
        ("Land", "Meer"),
        "Kurz gesagt.",
    )
    assert full.published == datetime(2024, 3, 5, 8, tzinfo=timezone(timedelta(hours=1)))
    assert full.body == "Der Deich ist gebrochen.\n\n## Sand\n\nEr war aus Sand."
    assert (short.body, short.record, short.language) == ("Mehr ist nicht.", "http://example.org/2", "de")
    assert isinstance(empty, NoArticle)
    assert empty.record == "3"


def test_the_entries_of_an_atom_feed_are_articles() -> None:
    (entry,) = entries(ATOM)
    assert isinstance(entry, Article)
    assert (entry.headline, entry.authors, entry.source, entry.record, entry.body) == (
        "Sea & wall",
        ("Kim Lee",),
        "The Bay Courier",
        "tag:1",
        "The wall has failed.",
    )
    assert entry.updated is not None
    assert day_of(entry.updated) == date(2024, 3, 6)


def test_the_entries_of_an_old_feed_are_articles() -> None:
    (entry,) = entries(RDF)
    assert isinstance(entry, Article)
    assert (entry.headline, entry.published, entry.body) == ("Alt", date(2004, 3, 5), "Text.")


def test_a_feed_without_an_entry_says_so() -> None:
    with pytest.raises(NoArticle, match="is a feed without an entry"):
        entries('<rss version="2.0"><channel><title>A</title></channel></rss>')


def test_a_feed_that_is_cut_off_gives_the_entries_that_are_whole() -> None:
    found = entries(RSS[: RSS.index("<item><title>Nur ein")])
    assert [one.headline for one in found if isinstance(one, Article)] == ["Deich gebrochen: was nun?"]


@pytest.mark.parametrize(
    "before",
    [
        "<!DOCTYPE d [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>",
        "<!DOCTYPE d [<!ENTITY a 'ha'><!ENTITY b '" + "&a;" * 1000 + "'><!ENTITY x '" + "&b;" * 1000 + "'>]>",
    ],
)
def test_nothing_is_fetched_or_unfolded(before: str) -> None:
    item = "<item><title>A &x; title</title></item>"
    text = f"<?xml version='1.0'?>{before}<rss version='2.0'><channel>{item}</channel></rss>"
    with pytest.raises(ReaderError, match="declares entities made of others"):
        entries(text)


def test_a_feed_that_names_characters_is_read() -> None:
    before = "<!DOCTYPE rss [<!ENTITY nbsp '&#160;'><!ENTITY arrow '>'>]>"
    item = "<item><title>A&nbsp;title</title><description>A text.</description></item>"
    (one,) = entries(f"<?xml version='1.0'?>{before}<rss version='2.0'><channel>{item}</channel></rss>")
    assert isinstance(one, Article)
    assert one.headline == "A title"
