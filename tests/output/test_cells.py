"""Text on a grid of cells: made safe, measured, wrapped."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from archive.output.cells import Run, Style, cells, cut, marked, safe, wrap

HOSTILE = (
    "Titel \x1b[2J\x1b]0;own\x07 \x9b31m \u202eKCATTA\u202c"
    " a\u200bb \u2066x\u2069 \ud800 y\x00z\r\x85\u2028end"
)


@pytest.mark.parametrize(
    "char",
    [chr(code) for code in (*range(0x09), *range(0x0B, 0x20), *range(0x7F, 0xA0))]
    + [chr(code) for code in (*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200B, 0x061C, 0xFEFF)]
    + ["\ud800", "\udfff", "\u2028", "\u2029", "\u00ad", "\U000e0041"],
)
def test_no_character_that_acts_on_a_terminal_stays(char: str) -> None:
    assert char not in safe(f"a{char}b")


def test_a_control_character_leaves_a_mark_where_it_was() -> None:
    assert safe("a\x1b[31mb") == "a\N{REPLACEMENT CHARACTER}[31mb"


@given(st.text())
@example(HOSTILE)
def test_safe_text_is_stable_and_holds_nothing_unsafe(text: str) -> None:
    clean = safe(text)
    assert safe(clean) == clean
    assert not [char for char in clean if unicodedata.category(char) in ("Cc", "Cs") and char not in "\t\n"]
    assert not re.search("[\u202a-\u202e\u2066-\u2069\u200b]", clean)


@pytest.mark.parametrize(
    "text",
    ["Größe", "naïve", "e\u0301", "阿里巴巴", "👩\u200d👩\u200d👧", "می\u200cخواهم", "❤\ufe0f", "a\tb\nc"],
)
def test_safe_leaves_every_script_as_it_is(text: str) -> None:
    assert safe(text) == text


def test_a_joiner_between_latin_letters_goes() -> None:
    assert safe("pay\u200dpal") == "paypal"


def test_a_stack_of_marks_is_cut_to_three() -> None:
    assert safe("e" + "\u0301" * 50 + "x") == "e" + "\u0301" * 3 + "x"


@pytest.mark.parametrize(
    ("text", "width"),
    [
        ("", 0),
        ("abc", 3),
        ("Grüße", 5),
        ("e\u0301", 1),
        ("阿里", 4),
        ("한글", 4),
        ("👍", 2),
        ("❤\ufe0f", 2),
        ("ｱ", 1),
        ("Ａ", 2),
    ],
)
def test_cells_are_counted_as_a_terminal_draws_them(text: str, width: int) -> None:
    assert cells(text) == width


@given(st.text(max_size=200), st.integers(1, 40))
@settings(max_examples=200)
def test_cut_text_fits(text: str, width: int) -> None:
    assert cells(cut(safe(text), width)) <= width


RUNS = st.lists(st.builds(Run, st.text(max_size=40).map(safe), st.sampled_from(Style)), max_size=6)


@given(RUNS, st.integers(10, 60), st.integers(0, 6), st.integers(0, 6))
@settings(max_examples=300)
def test_wrapped_lines_fit_and_keep_every_letter_in_its_style(
    runs: list[Run], width: int, first: int, further: int
) -> None:
    lines = wrap(runs, width, first=first, further=further)
    for number, line in enumerate(lines):
        assert sum(cells(run.text) for run in line) + (further if number else first) <= width
    before = [(char, run.style) for run in runs for char in run.text if char not in " \t\n"]
    after = [(char, run.style) for line in lines for run in line for char in run.text if char != " "]
    assert after == before


@given(st.lists(st.builds(Run, st.text("a ä\t\n東\u00a0", max_size=6), st.sampled_from([*Style][:3]))))
def test_one_line_is_what_no_width_is_too_narrow_for(runs: list[Run]) -> None:
    assert wrap(runs, None) == wrap(runs, 10_000)


@given(RUNS)
def test_without_a_width_there_is_one_line(runs: list[Run]) -> None:
    (line,) = wrap(runs, None)
    assert "".join(run.text for run in line).split(" ") == re.split(
        "[ \t\n]+", "".join(run.text for run in runs).strip(" \t\n")
    )


def test_a_letter_is_not_parted_from_its_marks() -> None:
    lines = wrap([Run("e\u0301" * 30)], 10)
    assert [line[0].text for line in lines] == ["e\u0301" * 10] * 3


def test_a_word_that_is_too_long_is_broken() -> None:
    assert [line[0].text for line in wrap([Run("a" * 25)], 10)] == ["a" * 10, "a" * 10, "a" * 5]


def test_the_parts_of_a_broken_word_are_not_joined_by_a_blank() -> None:
    lines = wrap([Run("to " + "a" * 22)], 20, first=7, further=2)
    assert [line[0].text for line in lines] == ["to", "a" * 13, "a" * 9]


def test_a_no_break_space_holds_words_together() -> None:
    assert [line[0].text for line in wrap([Run("aaa 53\u00a0Mrd. b")], 8)] == ["aaa", "53\u00a0Mrd.", "b"]


@given(st.text(max_size=40), st.lists(st.tuples(st.integers(0, 45), st.integers(0, 45)), max_size=4))
def test_marking_loses_no_text_whatever_the_spans(text: str, spans: list[tuple[int, int]]) -> None:
    assert "".join(run.text for run in marked(text, spans, Style.MATCH)) == text


def test_marking_marks_exactly_the_spans() -> None:
    assert marked("in KI-Netze", [(3, 5)], Style.MATCH) == [Run("in "), Run("KI", Style.MATCH), Run("-Netze")]
