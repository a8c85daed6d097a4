"""Records are read one by one, and one that is bad does not stop the others."""

from __future__ import annotations

import gzip
import hashlib
import json
import lzma
import tracemalloc
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive import frontmatter
from archive.article import Article
from archive.errors import NoArticle, ReaderError
from archive.readers import Source, read, records, rows

ONE = {"id": "1", "title": "One", "text": "The first text.", "lang": "en"}
TWO = {"id": "2", "title": "Two", "text": "The second text.", "lang": "en"}


def found(content: str | bytes, name: str = "a.jsonl") -> list[Article | ReaderError]:
    return list(read(Source(name, content=content.encode() if isinstance(content, str) else content)))


def articles(content: str | bytes, name: str = "a.jsonl") -> list[Article]:
    return [each for each in found(content, name) if isinstance(each, Article)]


def record(values: dict[str, Any]) -> Article:
    (article,) = articles(json.dumps({"text": "Text."} | values))
    return article


def lines(*values: Any) -> str:
    return "".join(json.dumps(each, ensure_ascii=False) + "\n" for each in values)


def told(each: Article | ReaderError) -> tuple[str | None, str | None]:
    return (each.record, each.headline if isinstance(each, Article) else str(each))


@pytest.mark.parametrize(
    ("key", "attribute"),
    [
        ("headline", "headline"), ("title", "headline"), ("Überschrift", "headline"), ("body", "body"),
        ("content", "body"), ("Inhalt", "body"), ("full_text", "body"), ("fullText", "body"),
        ("teaser", "dek"),
        ("abstract", "dek"), ("site_name", "source"), ("Zeitung", "source"), ("Ressort", "section"),
        ("link", "url"),
    ],
)  # fmt: skip
def test_fields_have_the_names_people_give_them(key: str, attribute: str) -> None:
    (article,) = articles(
        json.dumps({"id": "1", "text" if attribute == "headline" else "title": "x", key: "A value"})
    )
    assert getattr(article, attribute) == "A value"


def test_the_surest_of_two_names_wins_and_the_other_is_kept() -> None:
    article = record({"title": "Long", "headline": "Short", "created_at": "2024-01-02", "date": "2024-01-01"})
    assert (article.headline, article.published) == ("Short", date(2024, 1, 1))
    assert article.extra == {"title": "Long", "created_at": "2024-01-02"}


@pytest.mark.parametrize(
    ("value", "published"),
    [
        ("2024-03-05", date(2024, 3, 5)),
        ("2024-03-05T07:30:00Z", datetime(2024, 3, 5, 7, 30, tzinfo=UTC)),
        ("5. März 2024", date(2024, 3, 5)),
        ("7/23/17", date(2017, 7, 23)),
        (20240305, date(2024, 3, 5)),
        (["2024-03-05"], None),
        ("0001-01-01", None), ("2050-01-01", None), ("2024-02-31", None), ("", None), (None, None),
        (True, None),
        (10**400, None), (1e308, None), (-5, None), ({"$date": 5}, None), ("9" * 10_000, None),
    ],
)  # fmt: skip
def test_dirty_dates_never_stop_a_run(value: Any, published: date | None) -> None:
    assert record({"date": value}).published == published


@pytest.mark.parametrize(
    ("value", "authors", "byline"),
    [
        ("Anna Müller", ("Anna Müller",), None),
        ("Von Anna Müller und Jan Weiß", ("Anna Müller", "Jan Weiß"), None),
        ("Anna Müller, Jan Weiß & Ida Roth", ("Anna Müller", "Jan Weiß", "Ida Roth"), None),
        ("Müller, Anna; Weiß, Jan", ("Anna Müller", "Jan Weiß"), None),
        ("MÜLLER, Hans", ("Hans MÜLLER",), None),
        ("Müller, Weiß", ("Müller", "Weiß"), None),
        ("Dr. Hermann Otto Solms", ("Dr. Hermann Otto Solms",), None),
        ("Karl von und zu Berg", ("Karl von und zu Berg",), None),
        (["Anna Müller", {"name": "Jan Weiß"}, None, ""], ("Anna Müller", "Jan Weiß"), None),
        ("Anna Müller <anna@example.org>", ("Anna Müller",), "Anna Müller <anna@example.org>"),
        ("x" * 300, (), "x" * 300),
        (None, (), None),
        (7, ("7",), None),
    ],
)
def test_authors_are_read_in_every_form(value: Any, authors: tuple[str, ...], byline: str | None) -> None:
    article = record({"author": value})
    assert (article.authors, article.byline) == (authors, byline)


def test_authors_come_from_the_byline_where_nothing_else_names_them() -> None:
    article = record({"byline": "Von Anna Müller, Jan Weiß"})
    assert (article.authors, article.byline) == (("Anna Müller", "Jan Weiß"), "Von Anna Müller, Jan Weiß")


@pytest.mark.parametrize(
    ("value", "language"),
    [("de", "de"), ("de-AT", "de"), ("en_US", "en"), ("Deutsch", "de"), ("ENG", "en"), ("??", None)],
)
def test_languages_are_written_in_many_ways(value: str, language: str | None) -> None:
    assert record({"lang": value}).language == language


def test_tags_are_gathered_from_all_that_means_them() -> None:
    article = record({"tags": ["a", "#b", "a"], "category": "c; d", "keywords": [{"name": "e"}]})
    assert set(article.tags) == set("abcde")


def test_unknown_keys_are_kept_with_what_is_in_them() -> None:
    extra = {"likes": 12, "score": 0.5, "seen": True, "nested": {"a": [1, None, {"b": "c"}]}}
    assert record(extra).extra == extra


def test_what_is_nested_too_deeply_is_kept_as_json() -> None:
    deep: Any = "end"
    for _ in range(60):
        deep = [deep]
    article = record({"deep": deep})
    written = frontmatter.write(article)
    assert frontmatter.read(written, Path("a.md")).extra.keys() == {"deep"}


def test_only_a_line_feed_ends_a_line() -> None:
    (article,) = articles(lines(ONE | {"text": "one\u2028two\x85three\u2029four"}).replace("\\u0085", "\x85"))
    assert article.body.startswith("one\u2028two")


def test_a_bad_line_is_named_and_the_rest_is_read() -> None:
    content = lines(ONE) + '{"id": "x", "title": \n[1]\n"text"\n\n{"id": "y", "text": " "}\n{}\n' + lines(TWO)
    assert [told(each) for each in found(content)] == [
        ("1", "One"),
        ("line 2", "a.jsonl, line 2: not valid JSON (expecting value, character 21)."),
        ("line 3", "a.jsonl, line 3: the record is not a list of keys and values."),
        ("line 4", "a.jsonl, line 4: the record is not a list of keys and values."),
        ("y", "a.jsonl, line 6: the record has neither text nor headline."),
        ("line 7", "a.jsonl, line 7: the record has neither text nor headline."),
        ("2", "Two"),
    ]


@pytest.mark.parametrize(
    "bad", ['{"a": ' + "[" * 100_000, '{"a": 1' + "0" * 10_000 + "}", '{"a": "\x01"}', "\0"]
)
def test_json_made_to_do_harm_is_one_failed_record(bad: str) -> None:
    assert [isinstance(each, Article) for each in found(lines(ONE) + bad + "\n" + lines(TWO))] == [
        True,
        False,
        True,
    ]


def test_lone_surrogates_and_control_characters_do_not_get_in() -> None:
    (article,) = articles('{"title": "a\\ud800b\\u0000c\\u001b[31m", "text": "\\ud83d\\ude00\\r\\nx"}')
    assert (article.headline, article.body) == ("a\ufffdbc[31m", "😀\nx")


def test_mojibake_in_a_record_is_mended() -> None:
    (article,) = articles(lines(ONE | {"title": "MÃ¼ller", "author": "JÃ¶rg GroÃŸ"}))
    assert (article.headline, article.authors) == ("Müller", ("Jörg Groß",))


def test_a_record_that_has_lost_its_letters_is_refused() -> None:
    (problem,) = found(lines(ONE | {"text": "M\ufffdller f\ufffdr \ufffdsterreich und \ufffdber"}))
    assert isinstance(problem, NoArticle)
    assert problem.record == "1"
    assert "wrong encoding" in str(problem)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
def test_records_are_read_in_every_encoding(encoding: str) -> None:
    content = lines(ONE | {"title": "Grüße aus Österreich"}, TWO | {"title": "„Schöne“ Straßen"})
    assert [article.headline for article in articles(content.encode(encoding))] == [
        "Grüße aus Österreich",
        "„Schöne“ Straßen",
    ]


def test_the_digest_of_a_record_is_that_of_its_line() -> None:
    line = json.dumps(ONE).encode()
    (article,) = articles(b"  " + line + b" \r\n")
    assert article.provenance.sha256 == hashlib.sha256(line).hexdigest()


def test_a_record_too_long_for_memory_is_passed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rows, "MAX_RECORD", 1000)
    content = lines(ONE, TWO | {"text": "x" * 5_000_000}, TWO)
    one, problem, two = found(content)
    assert (one.record, two.record) == ("1", "2")
    assert isinstance(problem, ReaderError)
    assert "longer than" in str(problem)


def test_memory_does_not_grow_with_the_number_of_records(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text(lines(ONE | {"text": "A long text. " * 1000}) * 1000)
    tracemalloc.start()
    try:
        assert sum(1 for _ in read(Source("a.jsonl", tmp_path / "a.jsonl"))) == 1000
        assert tracemalloc.get_traced_memory()[1] < 3_000_000
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("pack", [gzip.compress, lzma.compress])
def test_packed_records_are_read(pack: Any) -> None:
    assert [article.headline for article in articles(pack(lines(ONE, TWO).encode()), "a.jsonl.gz")] == [
        "One",
        "Two",
    ]
    assert len(articles(pack(b"title,text\nOne,Text\n"), "a.csv.xz")) == 1


@pytest.mark.parametrize("pack", [gzip.compress, lzma.compress])
def test_a_damaged_package_gives_what_is_whole_and_an_error(pack: Any) -> None:
    content = lines(
        *({"text": f"Text {number} {hashlib.sha256(b'%d' % number).hexdigest()}"} for number in range(20_000))
    )
    packed = pack(content.encode())
    reading = read(Source("a.gz", content=packed[: len(packed) // 2]))
    assert isinstance(next(reading), Article)
    with pytest.raises(ReaderError, match="damaged"):
        list(reading)


def test_a_bomb_is_not_unpacked_to_its_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(records, "PACKED_FREELY", 100_000)
    bomb = gzip.compress(lines(ONE).encode() + b"\n" * 5_000_000)
    with pytest.raises(ReaderError, match="unpacks to far more"):
        list(read(Source("a.gz", content=bomb)))


@pytest.mark.parametrize(
    "content",
    [
        json.dumps([ONE, TWO]),
        json.dumps([ONE, TWO], indent=2),
        json.dumps({"status": "ok", "articles": [ONE, TWO]}, indent=1),
        json.dumps({"items": [ONE, TWO]}),
        json.dumps(ONE, indent=2) + "\n" + json.dumps(TWO, indent=2),
        "[" + json.dumps(ONE) + "\n," + json.dumps(TWO) + ",]",
    ],
)
def test_json_in_other_shapes_is_read(content: str) -> None:
    assert [article.record for article in articles(content, "a.json")] == ["1", "2"]


def test_one_json_object_is_one_article() -> None:
    assert [article.headline for article in articles(json.dumps(ONE, indent=2), "a.json")] == ["One"]


def test_a_json_list_longer_than_what_is_read_at_once_is_read() -> None:
    many = [ONE | {"id": str(number), "text": "ä" * 1000} for number in range(3000)]
    assert [article.record for article in articles(json.dumps(many, ensure_ascii=False), "a.json")] == [
        each["id"] for each in many
    ]


def test_a_json_list_that_breaks_off_gives_what_is_whole() -> None:
    one, problem = found(json.dumps([ONE, TWO])[:-5], "a.json")
    assert (one.record, problem.record) == ("1", "record 2")


def test_a_table_with_quoted_delimiters_and_lines_is_read() -> None:
    content = 'title,text,date\r\n"One, two","First.\r\n\r\nSecond ""quoted"".",2024-03-05\r\n'
    (article,) = articles(content, "a.csv")
    assert (article.headline, article.body) == ("One, two", 'First.\n\nSecond "quoted".')


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_every_common_delimiter_is_told(delimiter: str) -> None:
    content = delimiter.join(["Titel", "Text", "Sonst, was; es|gibt".replace(delimiter, "")]) + "\n"
    content += delimiter.join(["Eins", "Ein Text", "x"]) + "\n"
    assert [(article.headline, article.body) for article in articles(content, "a.csv")] == [
        ("Eins", "Ein Text")
    ]


def test_a_table_of_an_old_mac_and_of_excel_is_read() -> None:
    assert len(articles("title;text\rOne;Text\rTwo;Text\r", "a.csv")) == 2
    assert len(articles("sep=;\r\ntitle;text\r\nOne;Text\r\n", "a.csv")) == 1


def test_a_row_that_does_not_fit_the_columns_is_named() -> None:
    one, problem, two = found("title,text\nOne,Text\nTwo,Text,more,cells\nThree,Text\n", "a.csv")
    assert isinstance(one, Article)
    assert isinstance(two, Article)
    assert str(problem) == "a.csv, line 3: the row has 4 cells, the first line names 2 columns."


def test_a_table_without_text_says_which_columns_it_has() -> None:
    with pytest.raises(
        NoArticle, match=r"no column for the text or the headline \(its columns: name, number\)"
    ):
        found("name,number\nAnna,1\n", "a.csv")


def test_a_quote_that_is_never_closed_does_not_fill_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rows, "MAX_RECORD", 10_000)
    problems = found('title,text\nOne,"Text' + "\nmore" * 10_000 + "\n", "a.csv")
    assert isinstance(problems[0], ReaderError)


@given(st.binary(max_size=300))
def test_whatever_the_bytes_nothing_but_a_reader_error_is_raised(data: bytes) -> None:
    for start in (b'{"text": "', b"title,text\n", b"[{", b""):
        for name in ("a.jsonl", "a.csv"):
            _consume(read(Source(name, content=start + data)))


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=6,
)
KEYS = [
    "title",
    "text",
    "author",
    "date",
    "lang",
    "tags",
    "url",
    "id",
    "source",
    "captions",
    "byline",
    "updated",
    "x",
]


@given(st.dictionaries(st.sampled_from(KEYS), json_values))
def test_whatever_is_in_a_record_it_can_be_kept_or_is_refused(values: dict[str, Any]) -> None:
    for each in found(json.dumps(values) + "\n" + json.dumps(ONE)):
        if isinstance(each, Article):
            assert frontmatter.read(frontmatter.write(each), Path("a.md")).headline == each.headline


def _consume(reading: Iterator[Article | ReaderError]) -> None:
    try:
        for each in reading:
            assert isinstance(each, Article | ReaderError)
    except ReaderError as error:
        assert str(error)  # noqa: PT017 - most are read, or give an error without raising it


@pytest.mark.parametrize(
    ("text", "body"),
    [
        (
            "<p>Ein Satz &uuml;ber <b>Wald</b>.</p>\n\n<p>Noch<br>einer.</p>",
            "Ein Satz über Wald.\n\nNoch\neiner.",
        ),
        ("<h2>Der Hang</h2><p>Ein Satz.</p><script>x()</script>", "## Der Hang\n\nEin Satz."),
        ("Eine Zeile<br/>noch eine", "Eine Zeile\nnoch eine"),
        ("M&uuml;ller &amp; S&ouml;hne", "Müller & Söhne"),
        ("a < b und c > d, R&D und AT&T; so bleibt es", "a < b und c > d, R&D und AT&T; so bleibt es"),
        ("# Titel\n\nMit <b>fett</b>\n\nund mehr", "# Titel\n\nMit <b>fett</b>\n\nund mehr"),
        ("```\n<p>Code</p>\n```", "```\n<p>Code</p>\n```"),
    ],
)
def test_markup_in_the_text_of_a_record_becomes_text(text: str, body: str) -> None:
    assert record({"text": text}).body == body
    (row,) = articles(f'title,text\nX,"{text.replace(chr(34), chr(34) * 2)}"\n', "a.csv")
    assert row.body == body


def test_the_rendered_fields_of_a_content_system_are_read() -> None:
    found = record(
        {"text": None, "title": {"rendered": "Wald &#8211; Hang"}, "content": {"rendered": "<p>Ein Satz."}}
    )
    assert (found.headline, found.body) == ("Wald – Hang", "Ein Satz.")


def test_an_address_of_mail_is_no_author() -> None:
    assert record({"author": "a@talbote.example (Anna Müller)"}).authors == ("Anna Müller",)
    assert record({"author": "a@talbote.example"}).authors == ()


def test_a_feed_in_json_is_its_entries() -> None:
    items = [
        {
            "id": "1",
            "title": "Der Wald",
            "content_html": "<p>Er kehrt zurück.</p>",
            "authors": [{"name": "Anna Müller"}],
        }
    ]
    (found,) = articles(
        json.dumps({"version": "https://jsonfeed.org/version/1.1", "title": "Talbote", "items": items}),
        "feed.json",
    )
    assert (found.headline, found.authors, found.body) == ("Der Wald", ("Anna Müller",), "Er kehrt zurück.")
