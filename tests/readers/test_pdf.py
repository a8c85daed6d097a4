"""A printed page is read as people read it: column by column, without what a printer added."""

from __future__ import annotations

from datetime import date
from itertools import zip_longest

import pytest

from archive.article import Article
from archive.errors import NoArticle, ReaderError
from archive.readers import Source, read
from archive.readers.columns import joint, paragraphs_of

from .pages import Line, column, pdf

LEFT = [
    "Der Deich an der Bucht ist aus Sand und",
    "Lehm, und er hält, wenn nichts geschieht,",
    "sagt die Wirt-",
    "schaft. Die Ein- und",
    "Ausfuhr ruht, und die KI-",
    "Infrastruktur auch. Das ist das Ende vom",
    "ersten Absatz.",
    "Der zweite Absatz ist auch nicht lang, er",
    "läuft in der nächsten Spalte weiter, ganz",
]
RIGHT = [
    "oben steht, was danach kommt, und das ist",
    "ist die Fortsetzung der Geschichte, die",
    "links begonnen hat und nun zu Ende geht,",
    "weil der Platz nicht reicht für mehr, und",
    "so ist es immer.",
    "Am Schluss steht ein letzter Satz, der",
    "noch zwei Zeilen braucht, mehr nicht.",
]
HEAD: list[Line] = [
    (50, 780, 20, "Der Deich: was nun?"),
    (50, 750, 8, "Von Anna Müller"),
    (50, 738, 8, "5. März 2024"),
]
BY_COLUMN = column(50, 700, LEFT) + column(320, 700, RIGHT)
BY_ROW = [
    line for pair in zip_longest(column(50, 700, LEFT), column(320, 700, RIGHT)) for line in pair if line
]


def article(content: bytes) -> Article:
    (found,) = read(Source("a.txt", content=content))
    assert isinstance(found, Article)
    return found


@pytest.mark.parametrize("lines", [BY_COLUMN, BY_ROW], ids=["by column", "by row"])
def test_columns_are_read_one_after_the_other_however_they_were_printed(lines: list[Line]) -> None:
    found = article(pdf([HEAD + lines]))
    assert (found.headline, found.authors, found.published) == (
        "Der Deich: was nun?",
        ("Anna Müller",),
        date(2024, 3, 5),
    )
    paragraphs = found.body.split("\n\n")
    assert len(paragraphs) == 3
    assert "sagt die Wirtschaft. Die Ein- und Ausfuhr ruht, und die KI-Infrastruktur auch." in paragraphs[0]
    assert "in der nächsten Spalte weiter, ganz oben steht" in paragraphs[1]
    assert paragraphs[2] == "Am Schluss steht ein letzter Satz, der noch zwei Zeilen braucht, mehr nicht."


def test_what_repeats_on_every_page_is_dropped() -> None:
    seas = ("Nordsee", "Ostsee", "Südsee")
    pages = [
        [(50.0, 820.0, 8.0, f"Küstenbote, 5. März 2024, Seite {number}")]
        + (HEAD if number == 1 else [])
        + column(50, 700, [f"Die {sea} ist ein Meer, das sagt, was es will,", f"und so ist die {sea}."])
        + [(280.0, 20.0, 8.0, f"- {number} -")]
        for number, sea in enumerate(seas, start=1)
    ]
    found = article(pdf(pages))
    assert "Küstenbote" not in found.body
    assert "- 2 -" not in found.body
    for sea in seas:
        assert f"Die {sea} ist ein Meer, das sagt, was es will, und so ist die {sea}." in found.body


@pytest.mark.parametrize(
    ("above", "below", "text", "line"),
    [
        ("die Wirt-", "schaft wächst", "", "die Wirtschaft wächst"),
        ("die Wirt\u00ad", "schaft wächst", "", "die Wirtschaft wächst"),
        ("die Ein-", "und Ausfuhr", "", "die Ein- und Ausfuhr"),
        ("Print-", "oder Onlineausgabe", "", "Print- oder Onlineausgabe"),
        ("die KI-", "Infrastruktur", "", "die KI-Infrastruktur"),
        ("a well-", "known man", "He is well-known.", "a well-known man"),
        ("von 10-", "20 Leuten", "", "von 10- 20 Leuten"),
        ("ein Wort", "danach", "", "ein Wort danach"),
    ],
)
def test_words_parted_at_a_line_end_are_joined(above: str, below: str, text: str, line: str) -> None:
    assert "".join(joint(above, below, text)) == line


def test_paragraphs_begin_at_indents_blank_lines_and_below_headings() -> None:
    lines = ["Sand und Lehm", "Der Deich ist aus Sand und Lehm gebaut und er", "hält."]
    assert paragraphs_of([*lines, "  Eingerückt geht es weiter, und", "zwar so.", "", "Neu."]) == [
        "Sand und Lehm",
        "Der Deich ist aus Sand und Lehm gebaut und er hält.",
        "Eingerückt geht es weiter, und zwar so.",
        "Neu.",
    ]


def test_the_author_of_the_document_information_counts_if_it_is_a_name() -> None:
    assert article(pdf([HEAD[:1] + BY_COLUMN], author="Jan Weiß")).authors == ("Jan Weiß",)
    assert article(pdf([HEAD[:1] + BY_COLUMN], author="QuarkXPress 9")).authors == ()


def test_a_scan_says_that_it_has_no_text() -> None:
    with pytest.raises(NoArticle, match="it is a scan") as refused:
        list(read(Source("a.pdf", content=pdf([[], []]))))
    assert "OCR" in (refused.value.hint or "")


def test_a_file_with_a_password_says_so() -> None:
    locked = (
        "/Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O <" + "41" * 32 + "> /U <" + "42" * 32 + "> >> "
        "/ID [<00112233445566778899aabbccddeeff> <00112233445566778899aabbccddeeff>]"
    )
    with pytest.raises(ReaderError, match="is protected by a password"):
        list(read(Source("a.pdf", content=pdf([HEAD], extra=locked))))


@pytest.mark.parametrize(
    "content",
    [
        b"%PDF-1.7\n",
        b"%PDF-1.7\n...",
        pdf([HEAD])[:300],
        pdf([HEAD]).replace(b"/Kids [", b"/Kids [2 0 R "),
        pdf([HEAD]).replace(b"/Contents 5", b"/Contents 6"),
    ],
)
def test_a_damaged_file_is_refused_and_nothing_is_printed(
    content: bytes, capfd: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(ReaderError, match=r"a\.pdf"):
        list(read(Source("a.pdf", content=content)))
    assert capfd.readouterr() == ("", "")


def test_a_page_of_countless_short_lines_is_one_paragraph() -> None:
    assert paragraphs_of(["ab cd-", "ef"] * 50_000) == ["ab cdef" + " ab cdef" * 49_999]
