"""A tree is written as a query that is read as the same tree."""

from datetime import date
from functools import reduce

from hypothesis import example, given, settings
from hypothesis import strategies as st

from archive.errors import QueryError
from archive.fields import FIELDS, Kind
from archive.query import (
    And,
    Everything,
    Exact,
    Fuzzy,
    Like,
    Near,
    Node,
    Not,
    Or,
    Period,
    Phrase,
    Wildcard,
    Word,
    parse,
)
from archive.query.tree import conjunction, disjunction, negation
from archive.query.words import Shape, bare, clean, shape, wordy

_LETTERS = st.sampled_from("aäßxZéя日५1.,:;-–'’_/&+#@§%=~*?!…\\\"„“«»()<> 🚀\u0308")
_TEXTS = st.one_of(
    st.text(_LETTERS, max_size=8), st.text(max_size=8), st.sampled_from(["AND", "w/5", "date:2025"])
)
_FIELDS = st.sampled_from([None, *(field for field in FIELDS if field.kind is not Kind.DAY)])


def _shaped(wanted: Shape) -> st.SearchStrategy[tuple[str, str | None]]:
    """Texts that have this shape when they stand behind the sign of their node, with a field to stand in."""
    pairs = st.tuples(_TEXTS.map(clean), _FIELDS)
    return pairs.map(lambda pair: (pair[0], pair[1].name if pair[1] else None)).filter(
        lambda pair: _reads_as(wanted, *pair)
    )


def _reads_as(wanted: Shape, text: str, field: str | None) -> bool:
    if wanted is Shape.WORD:
        return bare(text, field)
    verbatim = field in ("id", "record", "language")
    return not verbatim and bare(text, None) and bare(text, field) and shape(text, None).shape is Shape.WORD


_WORDS = _shaped(Shape.WORD).map(lambda pair: Word(*pair))
_EXACT = _shaped(Shape.EXACT).map(lambda pair: Exact(*pair))
_FUZZY = st.builds(
    lambda pair, distance: Fuzzy(pair[0], distance, pair[1]), _shaped(Shape.FUZZY), st.integers(1, 2)
)
_WILDCARDS = st.builds(
    lambda pair, end: Wildcard(pair[0] + end, pair[1]),
    _shaped(Shape.WILDCARD),
    st.sampled_from(["*", "*a", "?b", "?*"]),
)
_PHRASES = st.builds(
    lambda text, slop, field: Phrase(
        text, 0 if field and field.kind is Kind.VERBATIM else slop, field and field.name
    ),
    _TEXTS.map(clean).filter(wordy),
    st.integers(0, 255),
    _FIELDS,
)
_OPERANDS = st.one_of(_WORDS, _EXACT, _FUZZY, _WILDCARDS, _PHRASES)


@st.composite
def _near(draw: st.DrawFn) -> Near:
    left = draw(_OPERANDS)
    right = draw(_OPERANDS.filter(lambda node: node.field == left.field))
    return Near(left, right, draw(st.integers(1, 255)), left.field)


@st.composite
def _periods(draw: st.DrawFn) -> Period:
    first, last = draw(st.none() | st.dates()), draw(st.none() | st.dates())
    if first and last and first > last:
        first, last = last, first
    return Period(draw(st.sampled_from(["date", "updated"])), first, last)


_LIKE = _TEXTS.map(clean).filter(bool).map(Like)
_LEAVES: st.SearchStrategy[Node] = st.one_of(_OPERANDS, _near(), _periods(), _LIKE, st.just(Everything()))
_NODES = st.recursive(
    _LEAVES,
    lambda nodes: st.one_of(
        st.lists(nodes, min_size=2, max_size=4).map(conjunction),
        st.lists(nodes, min_size=2, max_size=4).map(disjunction),
        nodes.map(negation),
    ),
    max_leaves=10,
)


@settings(max_examples=300)
@given(_NODES)
@example(Or((And((Word("a"), Not(Or((Word("b"), Word("c")))))), Word("d"))))
@example(And((Period("date", date(2025, 1, 1), date(2025, 12, 31)), Word("q1"))))
@example(And((Near(Word("a"), Word("b"), 2), Near(Word("b"), Word("c"), 2))))
@example(Phrase('a "b" \\'))
@example(Word("innen", "author"))
@example(Word("..a"))
def test_a_written_tree_is_read_as_it_was(tree: Node) -> None:
    if isinstance(tree, Word) and not bare(tree.text, tree.field):
        assert parse(str(tree)) == Phrase(tree.text, field=tree.field)
    else:
        assert parse(str(tree)) == tree


_PIECES = [
    "a",
    "ä",
    "KI-Netz",
    "=",
    "-",
    "–",
    "*",
    "?",
    "~",
    "~1",
    '"',
    "„",
    "“",
    "«",
    "»",
    "(",
    ")",
    " ",
    " ",
    " ",
]
_PIECES += [
    "OR",
    "UND",
    "NOT",
    "w/3",
    "headline:",
    "author:",
    "date:",
    "foo:",
    "like:",
    "id:",
    "2025",
    "24.",
    "Februar",
]
_PIECES += [
    "..",
    ">=",
    "<",
    "last",
    "week",
    "https://",
    "\\",
    ":",
    ".",
    "!",
    "in",
    "innen",
    "\u0338",
    "\udcfc",
    "q1",
    "*",
]
_QUERIES = st.one_of(st.lists(st.sampled_from(_PIECES), max_size=14).map("".join), st.text(max_size=30))


def _parsed(query: str) -> Node | QueryError:
    try:
        return parse(query)
    except QueryError as error:
        return error


def _is_normal(node: Node) -> bool:
    if isinstance(node, Not):
        return not isinstance(node.clause, Not) and _is_normal(node.clause)
    if isinstance(node, And | Or):
        flat = not any(isinstance(clause, type(node)) for clause in node.clauses)
        idle = isinstance(node, And) and Everything() in node.clauses
        return len(node.clauses) > 1 and flat and not idle and all(map(_is_normal, node.clauses))
    return True


@settings(max_examples=1000)
@given(_QUERIES)
def test_any_text_is_a_tree_in_normal_form_that_writes_as_itself_or_a_query_error(query: str) -> None:
    found = _parsed(query)
    if isinstance(found, QueryError):
        assert found.query == query
        assert all(0 <= start <= end <= len(query) for start, end in (each.span for each in found.problems))
    else:
        assert _is_normal(found)
        assert parse(str(found)) == found


def test_what_is_written_is_readable() -> None:
    query = 'KI  UND (von:tkachenko ODER "Traders Union") a w/5 b NICHT (x y) date:24. Februar 2025'
    assert str(parse(query)) == 'KI (author:tkachenko OR "Traders Union") (a w/5 b) -(x y) date:2025-02-24'


def test_a_word_that_would_be_read_otherwise_is_written_in_quotes() -> None:
    assert [str(Word(text)) for text in ("OR", "-a", "a b", "a*", "date:2025", "w/5")] == [
        '"OR"',
        '"-a"',
        '"a b"',
        '"a*"',
        '"date:2025"',
        '"w/5"',
    ]


def test_the_deepest_tree_can_be_written() -> None:
    tree = reduce(lambda node, number: Not(And((Word(f"w{number}"), node))), range(30), Word("a"))
    assert parse(str(tree)) == tree
