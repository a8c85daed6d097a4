"""The query language: what was typed becomes a tree.

::

    query  = any
    any    = all { OR all }
    all    = not { [AND] not }
    not    = { "-" | NOT } near
    near   = term { w/N term }
    term   = [ field ":" ] ( word | "phrase" [ ~N ] | "(" any ")" )

So `w/5` binds tightest, then NOT, then the AND that is understood between words, then OR. Recursive descent by
hand: the error messages are the point. A query is read to its end whatever is wrong with it, and all
problems are raised together.
"""

from __future__ import annotations

from datetime import date

from archive.errors import BadValue, Problem, QuerySyntaxError
from archive.fields import Field, Kind
from archive.query import periods
from archive.query.lexer import Mark, Token, tokenize
from archive.query.problems import Problems
from archive.query.tree import (
    Everything,
    Exact,
    Fuzzy,
    Like,
    Near,
    Node,
    Period,
    Phrase,
    Wildcard,
    Word,
    conjunction,
    disjunction,
    negation,
)
from archive.query.words import LIKE, MINUSES, Shape, Shaped, shape, wordy

MAX_QUERY_LENGTH = 16_384  # code points: room for MAX_WORDS long German words; a longer text is no question
MAX_WORDS = 1_024  # each costs look-ups in the index: a page pasted by mistake must not hold it up
MAX_DEPTH = 32  # brackets in brackets: no person writes more, and the reading of them recurses

_BROKEN = Everything()  # stands for a part with a problem; a tree that holds it is never handed out
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
    tokens = tokenize(text, problems)
    if not _fits(tokens, problems):
        raise problems.error()
    tree = _Parser(text, tokens, problems, today or date.today()).query()
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

    def __init__(self, query: str, tokens: list[Token], problems: Problems, today: date) -> None:
        self._query = query
        self._tokens = tokens
        self._problems = problems
        self._today = today
        self._position = 0

    def query(self) -> Node:
        """Read all of the query."""
        clauses = []
        node = self._any(None)
        while self._token.mark is Mark.CLOSE:
            self._problem("This bracket was never opened.", self._next(), "Leave it out, or open it before.")
            clauses.append(node)
            node = self._any(None)
        if node is None and self._query.strip() and not self._problems:
            whole = Token(Mark.END, "", 0, len(self._query))
            self._problem("There is no word to search for.", whole, "Type a word, or * for all articles.")
        return node or Everything()

    @property
    def _token(self) -> Token:
        return self._tokens[self._position]

    def _next(self) -> Token:
        token = self._token
        if token.mark is not Mark.END:
            self._position += 1
        return token

    def _problem(self, message: str, token: Token, hint: str) -> Node:
        self._problems.add(QuerySyntaxError, Problem(message, token.span, hint))
        return _BROKEN

    def _lone(self, operator: Token, side: str) -> None:
        hint = f'Add a word, or write "{operator.text}" in quotes to search for it.'
        self._problem(f"{operator.text} has nothing {side} to join.", operator, hint)

    def _any(self, field: Field | None) -> Node | None:
        node = self._all(field)
        if self._token.mark is not Mark.OR:
            return node
        nodes = [node]
        while self._token.mark is Mark.OR:
            operator = self._next()
            if nodes[-1] is None and len(nodes) == 1:
                self._lone(operator, "before it")
            nodes.append(self._all(field))
            if nodes[-1] is None:
                self._lone(operator, "after it")
        return disjunction(node or _BROKEN for node in nodes)

    def _all(self, field: Field | None) -> Node | None:
        nodes: list[Node] = []
        while True:
            operator = self._next() if self._token.mark is Mark.AND else None
            if operator and not nodes:
                self._lone(operator, "before it")
            node = self._not(field)
            if node is None and operator:
                self._lone(operator, "after it")
                node = _BROKEN
            if node is None:
                return conjunction(nodes) if nodes else None
            nodes.append(node)

    def _not(self, field: Field | None) -> Node | None:
        signs = []
        while self._token.mark is Mark.NOT:
            signs.append(self._next())
        node = self._near(field)
        if node is None and signs:
            hint = "Write what to exclude right after it, as in -word."
            return self._problem(f"{signs[-1].text} has nothing after it to exclude.", signs[-1], hint)
        return negation(node) if node is not None and len(signs) % 2 else node

    def _near(self, field: Field | None) -> Node | None:
        node = self._term(field)
        if self._token.mark is not Mark.NEAR:
            return node
        pairs: list[Node] = []
        while self._token.mark is Mark.NEAR:
            operator = self._next()
            left, node = node, self._term(field)
            if left is None or node is None:
                self._lone(operator, "before it" if left is None else "after it")
            else:
                pairs.append(self._pair(left, node, operator))
            node = node or _BROKEN
        return conjunction(pairs)

    def _pair(self, left: Node, right: Node, operator: Token) -> Node:
        """Join two words by `w/5`, if they are words of one field."""
        words = Word | Exact | Wildcard | Fuzzy | Phrase
        if left is _BROKEN or right is _BROKEN:
            return _BROKEN
        if not isinstance(left, words) or not isinstance(right, words):
            hint = "Put two words or phrases around it, as in: a w/5 b."
            return self._problem(f"{operator.text} stands between two words or phrases.", operator, hint)
        if left.field != right.field:
            hint = "Put the field before brackets around both, as in: headline:(a w/5 b)."
            return self._problem(f"{operator.text} stands between words of different fields.", operator, hint)
        return Near(left, right, operator.number, left.field)

    def _term(self, field: Field | None) -> Node | None:
        """Read one word, phrase or bracket, with the field before it."""
        while self._token.mark is Mark.COMPARISON and not _is_day(field):
            self._next()
        if self._token.mark is not Mark.FIELD:
            return self._value(field)
        name = self._next()
        if name.field is not None and field not in (None, name.field):
            self._problem("A field stands inside another field.", name, "Close the bracket before it.")
        node = None if self._token.mark is Mark.FIELD else self._value(name.field or field, after=name)
        if node is None:
            hint = f'Write a value right after it, or "{name.text}" in quotes to search for the word.'
            return self._problem(f"{name.text}: has no value.", name, hint)
        return node

    def _value(self, field: Field | None, after: Token | None = None) -> Node | None:
        """Read a word, phrase or bracket of a field; `after` is the field's name where it stands right before."""
        token = self._token
        if token.mark is Mark.OPEN:
            return self._group(field)
        if token.mark in (Mark.WORD, Mark.QUOTED, Mark.COMPARISON) and _is_day(field):
            return self._period(field)
        if token.mark is Mark.QUOTED:
            return self._phrase(self._next(), field)
        if token.mark is Mark.WORD:
            return self._word(self._next(), field, after)
        return None

    def _group(self, field: Field | None) -> Node:
        opening = self._next()
        node = self._any(field)
        if self._token.mark is not Mark.CLOSE:
            self._problem("A bracket is never closed.", opening, "Close it, or leave it out.")
        closing = self._next()
        if node is not None:
            return node
        between = Token(Mark.END, "", opening.start, closing.end)
        return self._problem(
            "There is no word between the brackets.", between, "Put one there, or leave them out."
        )

    def _phrase(self, token: Token, field: Field | None) -> Node:
        if field is LIKE and token.text:
            return Like(token.text)
        if not wordy(token.text) and not (token.text and _is_verbatim(field)):
            hint = "Put a word between them, or leave them out."
            return self._problem("There is no word between the quotation marks.", token, hint)
        if token.number and _is_verbatim(field):
            return self._problem(
                "A value of this field has no words that could be apart.", token, "Leave out the ~."
            )
        return Phrase(token.text, token.number, field.name if field else None)

    def _word(self, token: Token, field: Field | None, after: Token | None) -> Node | None:
        name = field.name if field else None
        if after and token.start == after.end and token.text[0] in MINUSES and not _is_verbatim(field):
            hint = f"Write {token.text[0]}{after.text}:{token.text[1:]}, or put the value in quotes."
            return self._problem("The sign for exclusion stands before the field, not after it.", token, hint)
        shaped = shape(token.text, field)
        if shaped.shape is Shape.NOTHING:
            return (
                self._problem("There is no word to search for.", token, "Type a letter or digit.")
                if after
                else None
            )
        return self._shaped(shaped, token, name)

    def _shaped(self, shaped: Shaped, token: Token, field: str | None) -> Node:
        """Make the node that a run of characters stands for."""
        text = shaped.text
        match shaped.shape:
            case Shape.MIXED:
                hint = "Use one of them, or put the word in quotes."
                return self._problem("=, ~ and wildcards cannot stand at one word together.", token, hint)
            case Shape.URL:
                return Phrase(text, field=field or "url")
            case Shape.ALL if field is None:
                return Everything()
            case Shape.FUZZY:
                return self._fuzzy(shaped, token, field)
            case Shape.EXACT:
                return Exact(text, field)
            case Shape.ALL | Shape.WILDCARD:
                return self._wildcard(text, token, field)
        return Like(text) if field == LIKE.name else Word(text, field)

    def _wildcard(self, pattern: str, token: Token, field: str | None) -> Node:
        if field == LIKE.name:
            return self._problem(
                "like: takes the id of one article, without * and ?.", token, "Write the id in full."
            )
        if wordy(pattern) or set(pattern) == {"*"}:
            return Wildcard("*" if set(pattern) == {"*"} else pattern, field)
        return self._problem("A pattern needs a letter or digit.", token, "Add one, or write * alone.")

    def _fuzzy(self, shaped: Shaped, token: Token, field: str | None) -> Node:
        if shaped.number in ("", "1", "2"):
            return Fuzzy(shaped.text, int(shaped.number or 2), field)
        problem = Problem(
            "A word may differ in 1 or 2 letters, not more or less.",
            token.span,
            f"Write {shaped.text}~1 or {shaped.text}~2.",
        )
        self._problems.add(BadValue, problem)
        return _BROKEN

    def _period(self, field: Field | None) -> Node:
        """Read a date; one of several words needs no quotes: the longest that is a date is taken."""
        first, start = self._next(), self._position
        assert field is not None  # noqa: S101 -- the caller has seen a field of dates
        found = self._days(first.text, first, field)
        if first.mark is not Mark.QUOTED:
            for end in range(start, min(start + _MAX_DATE_WORDS, len(self._tokens))):
                token = self._tokens[end]
                if token.mark not in (Mark.WORD, Mark.COMPARISON):
                    break
                text = self._query[first.start : token.end]
                if first.text[:4].isdecimal() and ".." not in text:
                    continue
                longer = self._days(text, first, field)
                if isinstance(longer, Period):
                    found, self._position = longer, end + 1
        if isinstance(found, Problem):
            self._problems.add(BadValue, found)
            return _BROKEN
        return found

    def _days(self, text: str, token: Token, field: Field) -> Period | Problem:
        if text == "*":
            return Period(field.name, None, None)
        span = periods.read(text, self._today)
        if isinstance(span, Problem):
            return Problem(span.message, token.span, span.hint)
        return Period(field.name, span.first, span.last)


def _is_day(field: Field | None) -> bool:
    return field is not None and field.kind is Kind.DAY


def _is_verbatim(field: Field | None) -> bool:
    return field is not None and field.kind is Kind.VERBATIM
