"""How likely a word is meant by another: slips of German typing and of reading machines cost less."""

from __future__ import annotations

from functools import lru_cache
from itertools import pairwise
from typing import Final

CHEAP: Final = 0.4
"""A slip that letters invite: neighbours on the keyboard, what looks alike, an umlaut without its dots."""

SWAPPED: Final = 0.6
"""Two neighbours in the wrong order, or one letter of a pair."""

_ROWS: Final = ("qwertzuiopü", "asdfghjklöä", "yxcvbnm")
_ALIKE: Final = "0o 1l 1i li lt ſf sſ uü oö aä eé eè aà ce cç nñ zy uv nu ij vw bh 5s 8b 6g 2z"
_SEVERAL: Final = {
    ("rn", "m"), ("nn", "m"), ("ni", "m"), ("cl", "d"), ("ii", "ü"), ("ii", "u"), ("li", "h"), ("vv", "w"),
    ("ri", "n"), ("ae", "ä"), ("oe", "ö"), ("ue", "ü"), ("ss", "ß"), ("ph", "f"), ("ck", "k"), ("tz", "z"),
    ("ie", "i"), ("dt", "t"), ("th", "t"), ("fi", "h"), ("tt", "n"),
}  # fmt: skip
"""Two letters that are taken for one, or written for it."""


def _neighbours() -> frozenset[tuple[str, str]]:
    """Give the pairs of letters that are mistaken for each other, both ways round."""
    pairs = [pair for row in _ROWS for pair in pairwise(row)]
    for upper, lower in pairwise(_ROWS):  # a key touches two of the row below
        pairs.extend(zip(upper, lower, strict=False))
        pairs.extend(zip(upper[1:], lower, strict=False))
    pairs.extend((pair[0], pair[1]) for pair in _ALIKE.split())
    return frozenset(pairs) | {(b, a) for a, b in pairs}


_PAIRS: Final = _neighbours()
_JOINED: Final = _SEVERAL | {(one, two) for two, one in _SEVERAL}


@lru_cache(maxsize=16_384)
def slips(word: str, meant: str) -> float:
    """Give the cost of the slips that make one word of another; 0 for the same, about 1 for an odd letter."""
    start = 0
    while start < min(len(word), len(meant)) and word[start] == meant[start]:
        start += 1
    end = 0
    while end < min(len(word), len(meant)) - start and word[-1 - end] == meant[-1 - end]:
        end += 1
    before = word[start - 1 : start]
    a, b = word[start : len(word) - end], meant[start : len(meant) - end]
    rows = [[0.0] * (len(b) + 1) for _ in range(len(a) + 1)]
    for i in range(len(a) + 1):
        for j in range(len(b) + 1):
            if i or j:
                rows[i][j] = min(_ways(rows, (before + a, before + b), i, j, len(before)))
    return rows[-1][-1]


def _ways(rows: list[list[float]], words: tuple[str, str], i: int, j: int, shift: int) -> list[float]:
    """Give the costs of coming to `i` letters of one word and `j` of the other, `shift` letters in."""
    a, b = words
    x, y = i + shift, j + shift
    ways = []
    if i:
        ways.append(rows[i - 1][j] + _single(a, x))
    if j:
        ways.append(rows[i][j - 1] + _single(b, y))
    if i and j:
        one, other = a[x - 1], b[y - 1]
        ways.append(rows[i - 1][j - 1] + (0.0 if one == other else CHEAP if (one, other) in _PAIRS else 1.0))
    if i > 1 and j > 1 and a[x - 1] == b[y - 2] and a[x - 2] == b[y - 1]:
        ways.append(rows[i - 2][j - 2] + SWAPPED)
    if i > 1 and j and (a[x - 2 : x], b[y - 1]) in _JOINED:
        ways.append(rows[i - 2][j - 1] + CHEAP)
    if i and j > 1 and (a[x - 1], b[y - 2 : y]) in _JOINED:
        ways.append(rows[i - 1][j - 2] + CHEAP)
    return ways


def _single(word: str, place: int) -> float:
    """Give the cost of a letter too many or too few: less for one that only doubles its neighbour."""
    return SWAPPED if place > 1 and word[place - 1] == word[place - 2] else 1.0
