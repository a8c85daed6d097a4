"""The leaves of a query tree: what one word, phrase or date of a query asks for."""

from __future__ import annotations

from datetime import date

from archive.errors import BadValue, Problem, QuerySyntaxError
from archive.fields import Field, Kind
from archive.frozen import dataclass
from archive.query.lexer import Token
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
    Story,
    Wildcard,
    Word,
)
from archive.query.words import LIKE, MINUSES, STORY, Shape, Shaped, bare, shape, wordy

BROKEN = Everything()  # stands for a part with a problem; a tree that holds it is never handed out


_NAMING: dict[str | None, type[Like | Story]] = {LIKE.name: Like, STORY.name: Story}
"""What is asked for by the id of an article."""


@dataclass(frozen=True, slots=True)
class Terms:
    """Makes the leaves of one query; what is wrong with a value is added to `problems`."""

    problems: Problems
    today: date

    def problem(self, message: str, span: tuple[int, int], hint: str) -> Node:
        """Note an error of syntax; gives what stands for the part that has it."""
        self.problems.add(QuerySyntaxError, Problem(message, span, hint))
        return BROKEN

    def _bad(self, message: str, token: Token, hint: str) -> Node:
        self.problems.add(BadValue, Problem(message, token.span, hint))
        return BROKEN

    def phrase(self, token: Token, field: Field | None) -> Node:
        """Make a phrase of what stood in quotation marks."""
        if field is not None and field.name in _NAMING and token.text:
            return _NAMING[field.name](token.text)
        if not wordy(token.text) and not (token.text and is_verbatim(field)):
            hint = "Put a word between them, or leave them out."
            return self.problem("There is no word between the quotation marks.", token.span, hint)
        if token.number and is_verbatim(field):
            return self._bad("This field has no words that could stand apart.", token, "Leave out the ~.")
        return Phrase(token.text, token.number, field.name if field else None)

    def word(self, token: Token, field: Field | None) -> Node | None:
        """Make a leaf of a run of characters; None for punctuation, which asks for nothing."""
        shaped = shape(token.text, field)
        name = field.name if field else None
        match shaped.shape:
            case Shape.NOTHING:
                return None
            case Shape.MIXED:
                hint = "Use one of them, or put the word in quotes."
                return self.problem("A word takes only one of =, ~ and wildcards.", token.span, hint)
            case Shape.FUZZY:
                return self._fuzzy(shaped, token, name)
            case Shape.ALL | Shape.WILDCARD:
                return self._wildcard(shaped, token, name)
        return _plain(shaped, name)

    def value(self, token: Token, field: Field | None, name: Token) -> Node | None:
        """Make a leaf of a run of characters right after the field's name."""
        sign = token.text[:1]
        if sign in MINUSES and token.start == name.end and not is_verbatim(field):
            hint = f"Write {sign}{name.text}:{token.text[1:]}, or put the value in quotes."
            return self.problem(
                "The sign that excludes stands before a field, not after it.", token.span, hint
            )
        return self.word(token, field)

    def _fuzzy(self, shaped: Shaped, token: Token, field: str | None) -> Node:
        if shaped.number in ("", "1", "2"):
            return Fuzzy(shaped.text, int(shaped.number or 2), field)
        hint = f"Write {shaped.text}~1 or {shaped.text}~2."
        return self._bad("A word may be 1 or 2 letters away, no other number.", token, hint)

    def _wildcard(self, shaped: Shaped, token: Token, field: str | None) -> Node:
        if field in _NAMING:
            return self._bad(f"{field}: takes the id of one article.", token, "Write the id without * and ?.")
        if shaped.shape is Shape.ALL or set(shaped.text) == {"*"}:
            return Wildcard("*", field) if field else Everything()
        if wordy(shaped.text):
            return Wildcard(shaped.text, field)
        return self._bad("A pattern needs a letter or a digit.", token, "Add one, or write * alone.")

    def days(self, text: str, span: tuple[int, int], field: str) -> Period | Problem:
        """Read the period that a value of a date field names, or why it names none."""
        if text == "*":
            return Period(field, None, None)
        from archive.query import ranges

        found = ranges.read(text, self.today)
        if isinstance(found, Problem):
            return Problem(found.message, span, found.hint)
        return Period(field, *found)

    def near(self, left: Node, right: Node, operator: Token) -> Node:
        """Join two words by `w/5`, if they are words of one field."""
        words = Word | Exact | Wildcard | Fuzzy | Phrase
        if left is BROKEN or right is BROKEN:
            return BROKEN
        if not isinstance(left, words) or not isinstance(right, words):
            hint = "Put a word or phrase on either side, as in: a w/5 b."
            return self.problem(f"{operator.text} joins words and phrases only.", operator.span, hint)
        if left.field != right.field:
            hint = "Put the field before brackets around both, as in: headline:(a w/5 b)."
            return self.problem(f"{operator.text} stands between two fields.", operator.span, hint)
        return Near(left, right, operator.number, left.field)


def _plain(shaped: Shaped, field: str | None) -> Node:
    if field in _NAMING:
        return _NAMING[field](shaped.text)
    match shaped.shape:
        case Shape.URL:
            return Phrase(shaped.text, field=field or "url")
        case Shape.EXACT:
            return Exact(shaped.text, field)
    # what would be read otherwise by itself, such as the OR of "OR:", can only stand in quotes
    return Word(shaped.text, field) if bare(shaped.text, field) else Phrase(shaped.text, field=field)


def is_day(field: Field | None) -> bool:
    """Tell whether the values of a field are dates."""
    return field is not None and field.kind is Kind.DAY


def is_verbatim(field: Field | None) -> bool:
    """Tell whether the values of a field are matched as they stand."""
    return field is not None and field.kind is Kind.VERBATIM
