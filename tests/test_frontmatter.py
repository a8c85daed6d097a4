from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from datetime import date, datetime, timedelta, timezone
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from archive import frontmatter, mapping
from archive.article import Article, Provenance
from archive.errors import DamagedArticle

FILE = Path("2025-02-24-ein-artikel.md")

anything = st.text(st.characters(), max_size=60)
awkward = st.sampled_from(
    [
        "no",
        "007",
        "1e3",
        "2025-02-31",
        "a: b",
        "a #b",
        "- a",
        "#",
        "'",
        '"',
        "\\",
        "null",
        "~",
        "[a]",
        "*a",
        "&a",
        "{",
        "|",
        ">",
        "%",
        "@",
        "`",
        "?",
        ":",
        "---",
        "...",
        "=",
        "<<",
        "\u2028",
        "\x85",
        "\ufeff",
        "a\n\nb",
        "12:30",
    ]
)
texts = anything | awkward
zones = st.none() | st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
moments = st.none() | st.dates() | st.datetimes(timezones=zones)
values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**17), 10**17)
    | st.floats(allow_nan=False, allow_infinity=False)
    | texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=8,
)
keys = texts.filter(lambda key: frontmatter.clean(key) not in frontmatter.KEYS)
articles = st.builds(
    Article,
    **dict.fromkeys(
        ("headline", "dek", "byline", "source", "section", "language", "url", "disclaimer"), st.none() | texts
    ),
    **dict.fromkeys(("authors", "tags", "captions"), st.lists(texts, max_size=3).map(tuple)),
    published=moments,
    updated=moments,
    body=texts | st.lists(texts, max_size=4).map("\n".join),
    provenance=st.builds(
        Provenance, **dict.fromkeys(("original", "sha256", "reader", "added", "record"), st.none() | texts)
    ),
    extra=st.dictionaries(keys, values, max_size=3),
)


@settings(max_examples=300)
@given(articles)
def test_an_article_written_and_read_is_the_same_article(article: Article) -> None:
    kept = frontmatter.normal(article)
    read = frontmatter.read(frontmatter.write(article), FILE)
    assert replace(read, id="") == kept
    assert list(read.extra) == list(kept.extra)


@settings(max_examples=200)
@given(articles)
def test_what_is_written_is_yaml_that_any_program_reads(article: Article) -> None:
    kept = frontmatter.normal(article)
    head = "".join(frontmatter.write(article).partition("---\n")[2].partition("---\n\n")[0])
    loaded = yaml.load(head, Loader=yaml.BaseLoader) or {}
    assert loaded.get("headline") == kept.headline
    assert tuple(loaded.get("authors", ())) == kept.authors
    assert loaded.get("provenance", {}).get("record") == kept.provenance.record
    assert set(kept.extra) <= set(loaded)


@settings(max_examples=200)
@given(articles)
def test_an_article_read_and_written_again_is_the_same_file(article: Article) -> None:
    text = frontmatter.write(article)
    assert frontmatter.write(frontmatter.read(text, FILE)) == text


@settings(max_examples=200)
@given(
    st.lists(
        texts | st.sampled_from(["headline: x", "tags:", "  - a", "  a: b", "extra: |-", "  text", ""]),
        max_size=8,
    )
)
def test_lines_are_read_as_a_yaml_library_reads_them_or_not_at_all(lines: list[str]) -> None:
    quick = mapping._read_lines(lines)
    if quick is not None:
        assert quick == mapping._read_yaml("\n".join(lines))


@settings(max_examples=300)
@given(st.text(st.characters(), max_size=200) | st.lists(awkward | texts, max_size=6).map("\n".join))
def test_whatever_stands_in_a_file_is_an_article_or_a_damaged_one(text: str) -> None:
    for tried in (text, f"---\n{text}\n---\n"):
        try:
            assert isinstance(frontmatter.read(tried, FILE), Article)
        except DamagedArticle as caught:
            damaged = caught
        else:
            continue
        assert (damaged.path, damaged.line is not None) == (FILE, True)


@pytest.mark.parametrize(
    "value",
    [
        "007",
        "1.10",
        "1_000",
        "12:30",
        "no",
        "Yes",
        "2025-02-31",
        "2025-02-24",
        "0x1F",
        ".inf",
        "1e3",
        "5",
        "2.5",
        "true",
        "null",
        "[a, 007]",
        "{a: 1.10}",
        "=",
        "'007'",
        '"no"',
    ],
)
def test_an_unknown_value_is_written_back_as_it_was_typed(value: str) -> None:
    text = f"---\nheadline: Ein Artikel\nedition: {value}\n---\n\nText.\n"
    article = frontmatter.read(text, FILE)
    again = frontmatter.write(article)
    assert frontmatter.read(again, FILE) == replace(article, digest="")
    assert (f"edition: {value}\n" in again) == (value[0] not in "[{'")


def test_unknown_keys_keep_their_order_behind_the_known_ones() -> None:
    text = "---\nzebra: 1\nheadline: Ein Artikel\napple: [x, y]\n---\n\nText.\n"
    written = frontmatter.write(frontmatter.read(text, FILE))
    assert written.index("headline") < written.index("zebra") < written.index("apple")


def test_a_text_without_front_matter_is_all_body() -> None:
    article = frontmatter.read("Nur ein Text.\n\n---\n\nMit einer Linie.\n", FILE)
    assert article == Article(body="Nur ein Text.\n\n---\n\nMit einer Linie.", id=FILE.stem)


def test_windows_newlines_and_a_byte_order_mark_are_read() -> None:
    article = frontmatter.read("\ufeff---\r\nheadline: Ein Artikel\r\n---\r\n\r\nEins.\r\nZwei.\r\n", FILE)
    assert (article.headline, article.body) == ("Ein Artikel", "Eins.\nZwei.")


def test_what_is_written_is_in_unicode_nfc() -> None:
    written = frontmatter.write(
        Article(headline="Mu\u0308ller", body="A\u0308rger", extra={"o\u0308": "u\u0308"})
    )
    assert "Müller" in written
    assert "Ärger" in written
    assert "ö: ü" in written


def test_dates_typed_by_hand_in_any_form_are_read() -> None:
    article = frontmatter.read(
        "---\npublished: 24.02.2025\nupdated: 2025-02-25T10:30:00+01:00\n---\nText.\n", FILE
    )
    assert article.published == date(2025, 2, 24)
    assert article.updated == datetime(2025, 2, 25, 10, 30, tzinfo=timezone(timedelta(hours=1)))


def test_one_author_typed_by_hand_without_a_list_is_one_author() -> None:
    assert frontmatter.read("---\nauthors: Anna Müller\n---\nText.\n", FILE).authors == ("Anna Müller",)


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("---\nheadline: Ein Artikel\n", 1, "not closed"),
        ("---\nheadline: a: b\n---\n", 2, "not valid YAML"),
        ("---\nsource: dpa\nheadline: [1, 2]\n---\n", 3, "`headline` is not a text"),
        ("---\nsource: dpa\npublished: 31.02.2025\n---\n", 3, "no date"),
        ("---\nsource: dpa\nsource: afp\n---\n", 3, "twice"),
        ("---\n- a\n- b\n---\n", 2, "not a list of keys"),
        ("---\nprovenance: here\n---\n", 2, "`provenance`"),
        ("---\na: !!python/object/apply:os.system [true]\n---\n", 2, "not valid YAML"),
        ("---\na: " + "[" * 100_000 + "\n---\n", 2, "nested too deeply"),
        ("---\n" + "- " * 100_000 + "\n---\n", 2, "nested too deeply"),
        ("---\na: &a [*a]\n---\n", 2, "too large"),
    ],
)
def test_nonsense_is_named_with_its_line(text: str, line: int, said: str) -> None:
    with pytest.raises(DamagedArticle, match=said) as caught:
        frontmatter.read(text, FILE)
    assert (caught.value.path, caught.value.line) == (FILE, line)


def test_aliases_that_would_fill_memory_are_refused() -> None:
    rows = ["a: &a [x, x, x, x, x, x, x, x, x, x]"]
    rows += [f"{b}: &{b} [{', '.join([f'*{a}'] * 10)}]" for a, b in zip("abcdefgh", "bcdefghi", strict=True)]
    with pytest.raises(DamagedArticle, match="too large"):
        frontmatter.read("---\n" + "\n".join(rows) + "\n---\n", FILE)


def test_without_libyaml_the_result_is_the_same(tmp_path: Path) -> None:
    file = tmp_path / "ein-artikel.md"
    file.write_text(
        "---\nheadline: 'Ein: A'\na: {b: [1, 2.5, null, 'x']}\nn: 007\ns: |\n  x\n\n  y\n---\n\nText.\n",
        encoding="utf-8",
    )
    program = f"""
import sys, yaml, pathlib
if sys.argv[1] == "slow":
    del yaml.CSafeLoader, yaml.CSafeDumper
from archive import frontmatter
path = pathlib.Path({str(file)!r})
article = frontmatter.read(path.read_text(encoding="utf-8"), path)
print(repr(article), frontmatter.write(article))
"""
    slow, fast = (
        subprocess.run([sys.executable, "-c", program, speed], capture_output=True, check=True).stdout
        for speed in ("slow", "fast")
    )
    assert slow == fast
    assert b"n: 007" in fast
