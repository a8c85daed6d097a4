"""Trees that are not typed as a query: from the options of a command line, joined, or asking for less."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from archive.errors import BadValue, Problem, UnknownField
from archive.fields import Kind
from archive.query.lexer import unknown_field
from archive.query.periods import Span
from archive.query.problems import Problems
from archive.query.tree import (
    Alike,
    And,
    Exact,
    Fuzzy,
    Like,
    Near,
    Node,
    Or,
    Period,
    Phrase,
    Story,
    Wildcard,
    Word,
    conjunction,
    disjunction,
)
from archive.query.words import FIELD_NAMES, LIKE, STORY, bare, clean, wordy


def condition(field: str, value: str, *, today: date | None = None) -> Node:
    """Ask for one value of a field, taken as it stands: no sign in it means anything, but dates are read.

    `field` is a field's name or alias. Raises `UnknownField`, or `BadValue` for an impossible date or a value
    with nothing to search for.
    """
    query = f"{field}:{value}"
    problems = Problems(query)
    known = FIELD_NAMES.get(clean(field).lower())
    if known is None:
        problems.add(UnknownField, unknown_field(clean(field), "", (0, len(field))))
        raise problems.error()
    text, span = clean(value), (len(field) + 1, len(query))
    if known.kind is Kind.DAY:
        return _period(known.name, value, span, problems, today)
    if not wordy(text) and not (text and known.kind is Kind.VERBATIM):
        hint = f"Give the {known.name} a letter or digit."
        problems.add(BadValue, Problem(f"“{text}” has no word to search for.", span, hint))
        raise problems.error()
    if known in (LIKE, STORY):
        return Like(text) if known is LIKE else Story(text)
    return Word(text, known.name) if bare(text, known.name) else Phrase(text, field=known.name)


def between(first: str | None, last: str | None, *, today: date | None = None) -> Node:
    """Ask for articles published from the beginning of `first` to the end of `last`, both included.

    Either may be None for an open side; without both, every article matches. Raises `BadValue`.
    """
    if first is None and last is None:
        return conjunction(())
    query = f"date:{first or ''}..{last or ''}"
    problems = Problems(query)
    opening = closing = None
    if first is not None:
        opening = _side(first, 5, problems, _span(first, 5, problems, today).first)
    if last is not None:
        start = len(query) - len(last)
        closing = _side(last, start, problems, _span(last, start, problems, today).last)
    problems.raise_all()
    if opening and closing and opening > closing:
        message = f"The span from {opening} to {closing} ends before it begins."
        problems.add(BadValue, Problem(message, (5, len(query)), "Give the earlier day first."))
        raise problems.error()
    return Period("date", opening, closing)


def _side(text: str, start: int, problems: Problems, day: date | None) -> date | None:
    """Refuse a side that names no day of its own, as `--from ..2025` does."""
    if day is None and not problems:
        span = (start, start + len(text))
        problems.add(
            BadValue, Problem(f"“{text}” is open at this side.", span, "Give a single day, month or year.")
        )
    return day


def _span(text: str, start: int, problems: Problems, today: date | None) -> Span:
    from archive.query import ranges

    span = ranges.read(text, today or date.today())
    if isinstance(span, Problem):
        problems.add(BadValue, Problem(span.message, (start, start + len(text)), span.hint))
        return Span(None, None)
    return span


def _period(field: str, value: str, span: tuple[int, int], problems: Problems, today: date | None) -> Period:
    days = _span(value, span[0], problems, today)
    problems.raise_all()
    return Period(field, *days)


def conjoin(nodes: Iterable[Node]) -> Node:
    """Join trees so that all must match; none of them asks for everything."""
    return conjunction(nodes)


def relax(node: Node) -> Node:
    """Let some of the words of a query be enough: they become alternatives, while all else still holds.

    Words, phrases and groups of them over all text become alternatives; fields, dates and exclusions stay
    conditions. A query of fewer than two such clauses is returned as it is.
    """
    if not isinstance(node, And):
        return node
    optional = [clause for clause in node.clauses if _is_text(clause)]
    if len(optional) < 2:
        return node
    held = [clause for clause in node.clauses if not _is_text(clause)]
    return conjunction([disjunction(optional), *held])


def names_story(node: Node) -> bool:
    """Tell whether a query asks for the near copies of an article."""
    if isinstance(node, And | Or):
        return any(map(names_story, node.clauses))
    return isinstance(node, Story)


def _is_text(node: Node) -> bool:
    """Tell whether a node asks for words wherever they stand, and nothing else."""
    if isinstance(node, And | Or):
        return all(map(_is_text, node.clauses))
    if isinstance(node, Alike):
        return _is_text(node.clause)
    return isinstance(node, Word | Exact | Wildcard | Fuzzy | Phrase | Near) and node.field is None
