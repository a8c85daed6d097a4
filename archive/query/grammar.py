"""The query language: what was typed becomes a tree.

::

    query  = any
    any    = all { OR all }
    all    = not { [AND] not }
    not    = { "-" | NOT } near
    near   = term { w/N term }
    term   = [ field ":" ] ( word | "phrase" [ ~N ] | "(" any ")" )

`w/5` binds tightest, then NOT, then the AND that is understood between words, then OR. The descent is written
by hand for the sake of its messages: a query is read to its end whatever is wrong with it, and all problems
are raised together.
"""

from __future__ import annotations

import re
from datetime import date

from archive.errors import BadValue, Problem, QuerySyntaxError
from archive.fields import Field
from archive.numerals import with_points
from archive.query.lexer import Mark, Token, tokenize
from archive.query.problems import Problems
from archive.query.terms import BROKEN, Terms, is_day
from archive.query.tree import Everything, Node, Period, conjunction, disjunction, negation

MAX_QUERY_LENGTH = 16_384  # code points: room for MAX_WORDS long German words; a longer text is no question
MAX_WORDS = 1_024  # each costs look-ups in the index: a page pasted by mistake must not hold it up
MAX_DEPTH = 32  # brackets in brackets: no person writes more, and the reading of them recurses

_BEGINS_WITH_YEAR = re.compile("[0-9]{4}")
_MAX_DATE_WORDS = 4  # 24. Februar 2025, last 3 months, 2025-01 .. 2025-03 and a comparison


def parse(text: str, *, today: date | None = None) -> Node:
    """Read a query into its tree; an empty one asks for everything.

    `today` is the day that dates such as `yesterday` count from. Raises `QueryError`, holding all problems.
    """
    problems = Problems(text)
    if len(text) > MAX_QUERY_LENGTH:
        message = f"The query is {len(text):,} characters long; at most {MAX_QUERY_LENGTH:,} are read."
        hint = "Search for a few telling words of it."
        problems.add(QuerySyntaxError, Problem(message, (MAX_QUERY_LENGTH, len(text)), hint))
        raise problems.error()
    text = with_points(text)
    tokens = tokenize(text, problems)
    if not _fits(tokens, problems):
        raise problems.error()
    tree = _Parser(text, tokens, Terms(problems, today or date.today())).query()
    problems.raise_all()
    return tree


def _fits(tokens: list[Token], problems: Problems) -> bool:
    """Check the number of words and the depth of brackets, before anything recurses."""
    words = depth = 0
    for token in tokens:
        if token.mark in (Mark.WORD, Mark.QUOTED):
            words += token.text.count(" ") + 1
        depth += {Mark.OPEN: 1, Mark.CLOSE: -1}.get(token.mark, 0)
        if words > MAX_WORDS or depth > MAX_DEPTH:
            break
    else:
        return True
    if words > MAX_WORDS:
        message, hint = (
            f"The query has more than {MAX_WORDS:,} words.",
            "Search for a few telling words of it.",
        )
    else:
        message, hint = (
            f"Brackets are nested more than {MAX_DEPTH} deep.",
            "Leave out those that change nothing.",
        )
    problems.add(QuerySyntaxError, Problem(message, token.span, hint))
    return False


class _Parser:
    """Reads the tokens of one query; a method that finds nothing to read returns None."""

    def __init__(self, query: str, tokens: list[Token], terms: Terms) -> None:
        self._query = query
        self._tokens = tokens
        self._terms = terms
        self._position = 0

    def query(self) -> Node:
        """Read all of the query."""
        node = self._any(None)
        while self._token.mark is Mark.CLOSE:
            hint = "Leave it out, or open it before."
            node = self._terms.problem("A bracket was never opened.", self._next().span, hint)
            self._any(None)
        if node is None and self._query.strip() and not self._terms.problems:
            hint = "Type a word, or * for all articles."
            self._terms.problem("There is no word to search for.", (0, len(self._query)), hint)
        return node or Everything()

    @property
    def _token(self) -> Token:
        return self._tokens[self._position]

    def _next(self) -> Token:
        token = self._token
        if token.mark is not Mark.END:
            self._position += 1
        return token

    def _lone(self, operator: Token, side: str) -> Node:
        hint = f'Add what it joins, or write "{operator.text}" in quotes to search for it.'
        return self._terms.problem(f"{operator.text} has nothing {side} it.", operator.span, hint)

    def _any(self, field: Field | None) -> Node | None:
        node = self._all(field)
        if self._token.mark is not Mark.OR:
            return node
        if node is None:
            self._lone(self._token, "before")
        nodes = [node or BROKEN]
        while self._token.mark is Mark.OR:
            operator = self._next()
            nodes.append(self._all(field) or self._lone(operator, "after"))
        return disjunction(nodes)

    def _all(self, field: Field | None) -> Node | None:
        nodes: list[Node] = []
        while True:
            operator = self._next() if self._token.mark is Mark.AND else None
            if operator and not nodes:
                self._lone(operator, "before")
            node = self._not(field)
            if node is None and operator:
                node = self._lone(operator, "after") if nodes else BROKEN
            if node is None:
                return conjunction(nodes) if nodes else None
            nodes.append(node)

    def _not(self, field: Field | None) -> Node | None:
        signs = []
        while self._token.mark is Mark.NOT:
            signs.append(self._next())
        node = self._near(field)
        if node is None and signs:
            hint = "Write what to exclude right after it, as in: -word."
            message = f"{signs[-1].text} has nothing after it to exclude."
            return self._terms.problem(message, signs[-1].span, hint)
        return negation(node) if node is not None and len(signs) % 2 else node

    def _near(self, field: Field | None) -> Node | None:
        right = self._term(field)
        if self._token.mark is not Mark.NEAR:
            return right
        pairs = []
        while self._token.mark is Mark.NEAR:
            operator = self._next()
            left = right or self._lone(operator, "before")
            right = self._term(field) or self._lone(operator, "after")
            pairs.append(self._terms.near(left, right, operator))
        return conjunction(pairs)

    def _term(self, field: Field | None) -> Node | None:
        """Read one word, phrase or bracket, with the field before it."""
        while self._token.mark is Mark.COMPARISON and not is_day(field):
            self._next()
        if self._token.mark is not Mark.FIELD:
            return self._value(field)
        name = self._next()
        if name.field is not None and field not in (None, name.field):
            self._terms.problem(
                "A field stands inside another field.", name.span, "Close the bracket before it."
            )
        node = None if self._token.mark is Mark.FIELD else self._value(name.field or field, name)
        if node is not None:
            return node
        hint = f'Write a value right after it, or "{name.text}" in quotes to search for the word.'
        return self._terms.problem(f"{name.text}: has no value.", name.span, hint)

    def _value(self, field: Field | None, name: Token | None = None) -> Node | None:
        """Read a word, phrase or bracket, right after the field's `name` if there is one."""
        token = self._token
        if token.mark is Mark.OPEN:
            return self._group(field)
        if token.mark not in (Mark.WORD, Mark.QUOTED, Mark.COMPARISON):
            return None
        if field is not None and is_day(field):
            return self._period(field.name)
        self._next()
        if token.mark is Mark.QUOTED:
            return self._terms.phrase(token, field)
        return self._terms.value(token, field, name) if name else self._terms.word(token, field)

    def _group(self, field: Field | None) -> Node:
        opening = self._next()
        node = self._any(field)
        if self._token.mark is not Mark.CLOSE:
            return self._terms.problem(
                "A bracket is never closed.", opening.span, "Close it, or leave it out."
            )
        span = opening.start, self._next().end
        hint = "Put a word there, or leave them out."
        return node or self._terms.problem("There is no word between the brackets.", span, hint)

    def _period(self, field: str) -> Node:
        """Read a date; one of several words needs no quotes: the longest run that is a date is taken."""
        first = self._next()
        found = self._terms.days(first.text, first.span, field)
        for end, text in self._runs(first):
            longer = self._terms.days(text, first.span, field)
            if isinstance(longer, Period):
                found, self._position = longer, end
        if isinstance(found, Period):
            return found
        self._terms.problems.add(BadValue, found)
        return BROKEN

    def _runs(self, first: Token) -> list[tuple[int, str]]:
        """Give the longer and longer texts from a word on that may be a date, and where each ends.

        What starts with a year is complete in itself, but for a range with spaces in it.
        """
        runs: list[tuple[int, str]] = []
        if first.mark is Mark.QUOTED:
            return runs
        for end in range(self._position, self._position + _MAX_DATE_WORDS):
            if self._tokens[end].mark not in (Mark.WORD, Mark.COMPARISON):
                break
            text = self._query[first.start : self._tokens[end].end]
            if ".." in text or not _BEGINS_WITH_YEAR.match(first.text):
                runs.append((end + 1, text))
        return runs
