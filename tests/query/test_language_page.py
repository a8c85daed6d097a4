"""The manual of the query language: every example is read, and the table of fields is the program's own."""

import io
import re
from datetime import date
from pathlib import Path

import pytest

from archive.errors import QueryError
from archive.fields import FIELDS
from archive.output.problems import write_query_error
from archive.output.terminal import Terminal
from archive.query import MAX_DEPTH, MAX_QUERY_LENGTH, MAX_WORDS, parse

PAGE = (Path(__file__).parents[2] / "docs" / "query-language.md").read_text("utf-8")
TODAY = date(2025, 3, 1)


def fenced(name: str) -> list[str]:
    """Give what stands in the page's fences of one name."""
    return re.findall(rf"^```{name}\n(.*?)\n```$", PAGE, re.MULTILINE | re.DOTALL)


def tables() -> list[list[str]]:
    """Give the rows of the page's tables, cell by cell, without the heads."""
    rows = [line.strip("| ").split(" | ") for line in PAGE.splitlines() if line.startswith("|")]
    return [row for row in rows if row[0].startswith("`")]


def typed() -> list[str]:
    """Give every example that a reader may type."""
    fields = {field.name for field in FIELDS}
    cells = [example for row in tables() for example in re.findall(r"`([^`]+)`", row[0])]
    return fenced("query") + [cell for cell in cells if cell not in fields]


@pytest.mark.parametrize("query", typed())
def test_every_example_of_the_manual_is_a_query(query: str) -> None:
    tree = parse(query, today=TODAY)
    assert parse(str(tree), today=TODAY) == tree


def test_examples_of_one_row_of_dates_that_mean_one_period_are_read_alike() -> None:
    rows = [row for row in tables() if row[1] in ("in the month", "on the day") or " of 2025" in row[1]]
    assert len(rows) == 4
    for row in rows:
        assert len({parse(example, today=TODAY) for example in re.findall(r"`([^`]+)`", row[0])}) == 1


def test_the_manual_shows_mistakes_as_they_are_drawn() -> None:
    for query, answer in zip(fenced("mistake"), fenced("answer"), strict=True):
        with pytest.raises(QueryError) as raised:
            parse(query)
        stream = io.StringIO()
        write_query_error(Terminal(stream), raised.value)
        assert stream.getvalue().rstrip("\n") == answer


def test_the_manual_names_every_field_with_its_other_names() -> None:
    rows = {row[0].strip("`"): set(re.findall(r"`([^`]+)`", row[1])) for row in tables() if len(row) == 3}
    assert rows == {field.name: set(field.aliases) for field in FIELDS}


def test_the_manual_names_the_limits() -> None:
    assert f"{MAX_WORDS:,} words, {MAX_QUERY_LENGTH:,} characters, and brackets {MAX_DEPTH} deep" in PAGE
