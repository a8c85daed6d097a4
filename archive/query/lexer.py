"""The marks and words of a typed query, each with its place in the text.

Every character is looked at a fixed number of times, so the time is linear in the length of the query.
"""

from __future__ import annotations

import re
from enum import Enum, auto
from functools import cache

from archive.errors import Problem, QuerySyntaxError, UnknownField
from archive.fields import Field
from archive.frozen import dataclass
from archive.query.problems import Problems
from archive.query.words import (
    APART,
    BRACKETS,
    FIELD_NAMES,
    MINUSES,
    QUOTES,
    clean,
    near_distance,
    searchable,
    split_field,
)

MAX_DISTANCE = 255  # words farther apart than a long paragraph are not near each other
LONGEST_NAME = 40  # nothing longer is repeated to the reader or compared with the names of fields

_GAP = re.compile(f"[{APART}]+")
_CHUNK = re.compile(f"[^{APART}{BRACKETS}{QUOTES}]+")
_FIELD_END = "(?::|(?=[<>≤≥]))"
_SURROGATES = re.compile("[\ud800-\udfff]+")
_SLOP = re.compile(r"~([0-9]*)")
_COMPARISON = re.compile(r"[<>]=?|≤|≥")
_ESCAPE = rf"\\([\\{QUOTES}])"

# German prints „…“ and »…«, English “…”, Swiss and French «…», and keyboards mix them
_CLOSERS = {
    '"': '"',
    "„": '“”"‟',
    "“": '”“"',
    "”": '”"',
    "«": "»",
    "»": "«»",
    "‟": '”"',
    "＂": '＂"',
}


class Mark(Enum):
    """What a token is."""

    WORD = auto()
    QUOTED = auto()
    FIELD = auto()
    OPEN = auto()
    CLOSE = auto()
    AND = auto()
    OR = auto()
    NOT = auto()
    NEAR = auto()
    COMPARISON = auto()
    END = auto()


_OPERATORS = {
    "AND": Mark.AND,
    "UND": Mark.AND,
    "OR": Mark.OR,
    "ODER": Mark.OR,
    "NOT": Mark.NOT,
    "NICHT": Mark.NOT,
}


@dataclass(frozen=True, slots=True)
class Token:
    """A mark or word from `start` to `end` (code points of the query).

    `text` is the word or what stood in quotes, cleaned; `field` the field that a FIELD names, None for an
    unknown one; `number` the distance of a NEAR or the slop of a QUOTED.
    """

    mark: Mark
    text: str
    start: int
    end: int
    field: Field | None = None
    number: int = 0

    @property
    def span(self) -> tuple[int, int]:
        """The place of the token in the query."""
        return self.start, self.end


def tokenize(query: str, problems: Problems) -> list[Token]:
    """Cut a query into its tokens, END last; what is wrong is added to `problems`."""
    garbled = _SURROGATES.search(query)
    if garbled:
        problem = Problem(
            "The query holds bytes that are not text.", garbled.span(), "Type the query in UTF-8."
        )
        problems.add(QuerySyntaxError, problem)
    return _Lexer(query, problems).tokens()


class _Lexer:
    """One pass over a query."""

    def __init__(self, query: str, problems: Problems) -> None:
        self._query = query
        self._problems = problems
        self._position = 0
        self._tokens: list[Token] = []
        self._widowed: set[str] = set()  # quotation marks known to have no partner from here to the end

    def tokens(self) -> list[Token]:
        query = self._query
        while self._position < len(query):
            character = query[self._position]
            gap = _GAP.match(query, self._position)
            if gap:
                self._position = gap.end()
            elif character in BRACKETS:
                mark = Mark.OPEN if character in "(（" else Mark.CLOSE
                self._add(mark, character, self._position + 1)
                if mark is Mark.CLOSE:
                    self._refuse_slop()
            elif character in QUOTES:
                self._quoted(character)
            else:
                self._chunk()
        self._add(Mark.END, "", len(query))
        return self._tokens

    def _add(self, mark: Mark, text: str, end: int, field: Field | None = None, number: int = 0) -> None:
        self._tokens.append(Token(mark, clean(text), self._position, end, field, number))
        self._position = end

    def _quoted(self, opener: str) -> None:
        """Read from a quotation mark to its partner, and the `~5` after it."""
        start, query = self._position, self._query
        end = self._closing(opener, start + 1)
        text = re.sub(_ESCAPE, r"\1", query[start + 1 : end])
        if end == len(query):
            hint = "Close it, or leave it out."
            problem = Problem("A quotation mark is never closed.", (start, start + 1), hint)
            self._problems.add(QuerySyntaxError, problem)
            self._add(Mark.QUOTED, text, end)
            return
        tilde = _SLOP.match(query, end + 1)
        if tilde is None:
            self._add(Mark.QUOTED, text, end + 1)
        else:
            slop = self._distance(tilde[1], tilde.span(), 'as in "a b"~5', least=0)
            self._add(Mark.QUOTED, text, tilde.end(), number=slop)

    def _refuse_slop(self) -> None:
        """Say that brackets take no distance, where one follows right after."""
        tilde = _SLOP.match(self._query, self._position)
        if tilde:
            hint = 'Put the words in quotes, as in "a b"~5.'
            problem = Problem("A distance stands after a phrase, not after a bracket.", tilde.span(), hint)
            self._problems.add(QuerySyntaxError, problem)
            self._position = tilde.end()

    def _closing(self, opener: str, start: int) -> int:
        """Find the partner of a quotation mark, or any other if it has none, or the query's end."""
        length = len(self._query)
        for mark, pattern in ((opener, _quoted_by(_CLOSERS[opener])), ("any", _quoted_by(QUOTES))):
            match = None if mark in self._widowed else pattern.match(self._query, start)
            if match and match.end() < length:
                return match.end()
            self._widowed.add(mark)
        return length

    def _distance(self, digits: str, span: tuple[int, int], example: str, least: int) -> int:
        """Read a number of words, within what is sensible."""
        if digits and len(digits) <= 9 and least <= int(digits) <= MAX_DISTANCE:
            return int(digits)
        message = f"A distance is a number of words from {least} to {MAX_DISTANCE}."
        self._problems.add(QuerySyntaxError, Problem(message, span, f"Write the number {example}."))
        return least

    def _chunk(self) -> None:
        """Read an unbroken run of characters: signs, an operator, a word; pass over lone punctuation."""
        match = _CHUNK.match(self._query, self._position)
        assert match is not None  # noqa: S101 -- the caller has seen that a run starts here
        chunk, end = match[0], match.end()
        body = chunk.lstrip(MINUSES)
        held = self._query[end : end + 1] in (*QUOTES, "(", "（")
        if not searchable(body) and not (held and not body):
            if _COMPARISON.fullmatch(chunk):
                self._add(Mark.COMPARISON, chunk, end)
            self._position = end
            return
        if self._is_joined():
            self._position = end - len(body)
        while self._position < end - len(body):
            self._add(Mark.NOT, self._query[self._position], self._position + 1)
        if body and len(body) == len(chunk) and self._operator(body, end):
            return
        if body:
            self._term(body, end, held)

    def _is_joined(self) -> bool:
        """Tell whether a quote or bracket ends right here: a hyphen then joins, as in »Spiegel«-Bericht."""
        last = self._tokens[-1] if self._tokens else None
        return last is not None and last.end == self._position and last.mark in (Mark.QUOTED, Mark.CLOSE)

    def _operator(self, chunk: str, end: int) -> bool:
        """Read a word in capitals that joins clauses, or `w/5`; tell whether it was one."""
        digits = near_distance(chunk)
        if digits is not None:
            number = self._distance(digits, (self._position, end), "as in: a w/5 b", least=1)
            self._add(Mark.NEAR, chunk, end, number=number)
        elif chunk in _OPERATORS:
            self._add(_OPERATORS[chunk], chunk, end)
        else:
            return False
        return True

    def _term(self, chunk: str, end: int, held: bool) -> None:
        """Read a word, with the field before it."""
        parts = split_field(clean(chunk), held)
        if parts is None:
            self._add(Mark.WORD, chunk, end)
            return
        name, value = parts
        field = FIELD_NAMES.get(name)
        sign = re.compile(_FIELD_END).search(self._query, self._position)
        assert sign is not None  # noqa: S101 -- a field's name ends in one of them
        middle = sign.end()
        if field is None:
            self._problems.add(UnknownField, unknown_field(name, value, (self._position, middle)))
        self._add(Mark.FIELD, name, middle, field)
        if value:
            self._add(Mark.WORD, self._query[middle:end], end)


def unknown_field(name: str, value: str, span: tuple[int, int]) -> Problem:
    """Say that articles have no such field, and offer the one that was probably meant."""
    from difflib import get_close_matches

    short = len(name) <= LONGEST_NAME
    near = get_close_matches(name, FIELD_NAMES, 1) if short else []
    shown = name if short else name[: LONGEST_NAME - 1] + "…"
    words = f'"{name}:{value}"' if short and value and len(value) <= LONGEST_NAME else "it all in quotes"
    hint = f"To search for the words, write {words}."
    if near:
        hint = f"Write {near[0]}: if that is meant; to search for the words, write {words}."
    return Problem(f"Articles have no field “{shown}”.", span, hint)


@cache
def _quoted_by(closers: str) -> re.Pattern[str]:
    """Match what stands in quotes up to one of some closing marks."""
    return re.compile(rf"(?:\\[\\{QUOTES}]|[^{closers}])*+")
