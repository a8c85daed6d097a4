"""Whether two texts are one text taken over with changes, or two that only look alike.

A wire story in four papers differs by words here and there, an advertisement, a paragraph cut at the end. Two
press releases about a grant to one town and to the next share more than that, and are two stories: what
stands in the same place of both are other names and figures, or a passage is told anew.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cached_property
from itertools import groupby
from typing import Final, NamedTuple

from archive.analysis.changes import rising

LEAST: Final = 50
"""Texts of fewer words are formulas (an oath, a motion of order) more often than stories."""

READ: Final = 300_000
"""Of longer texts only so many characters are compared: more than any article has."""

RUN: Final = 3
"""Words in a row by which two texts are laid side by side, and which make a change more than a slip."""

ALIKE: Final = 0.35
"""Share of the runs of the shorter text that the other has, at least; less need not be looked at closely."""

KEPT: Final = 0.6
"""Share of the words of the shorter text that stand in the other in the same order, at least."""

RETOLD: Final = 0.03
RETOLD_ANYWAY: Final = 4
"""Words in passages that were put in the place of others, for each word kept, at most; a few in any text."""

SWAPPED: Final = 0.35
SWAPPED_ONCE: Final = 0.5
"""Share of the changes that put other names or figures, which texts about different things reach; of
them all, and where one change alone does."""

IDENTICAL: Final = 0.85
"""Share of all runs that both texts have, where they were not published together."""

_WORD: Final = re.compile(r"\w+")


class _Gap(NamedTuple):
    """Words [first, last) of one text where the other has its words [begin, end) instead."""

    first: int
    last: int
    begin: int
    end: int


class Wording:
    """The words of a text, made ready to be compared with others.

    `forms` are the words without regard to case, apostrophes and a final s, which papers treat differently;
    `telling` are the forms written with a capital or in figures: names, amounts, days.
    """

    def __init__(self, text: str) -> None:
        words = _WORD.findall(text[:READ].replace("'", "").replace("’", ""))
        lines = "\n".join(words).lower() + "\n"
        self.forms = lines.replace("s\n", "\n").split("\n")[: len(words)]
        self.telling = frozenset(
            form
            for word, form in set(zip(words, self.forms, strict=True))
            if len(word) > 1 and (word[0].isupper() or word[0].isdigit())
        )

    @cached_property
    def known(self) -> frozenset[str]:
        """All forms."""
        return frozenset(self.forms)

    @cached_property
    def anchors(self) -> dict[tuple[str, ...], int]:
        """The runs of forms that occur once, with the place of each."""
        forms = self.forms
        places: dict[tuple[str, ...], int] = {}
        for place, run in enumerate(zip(forms, forms[1:], forms[2:], strict=False)):
            places[run] = -1 if run in places else place
        return {run: place for run, place in places.items() if place >= 0}


def is_copy(one: Wording, other: Wording, *, together: bool) -> bool:
    """Tell whether two texts are one, with changes; those published apart must be all but identical."""
    shorter = min(len(one.forms), len(other.forms))
    if shorter < LEAST:
        return False
    if one.forms == other.forms:
        return True
    shared = one.anchors.keys() & other.anchors.keys()
    if len(shared) < ALIKE * min(len(one.anchors), len(other.anchors)):
        return False
    if not together and len(shared) < IDENTICAL * (len(one.anchors) + len(other.anchors) - len(shared)):
        return False
    gaps = list(_gaps(one, other, shared))
    kept = len(one.forms) - sum(gap.last - gap.first for gap in gaps)
    changes = [gap for gap in gaps if _is_change(gap, one, other)]
    retold = sum(_retold(gap, one, other) for gap in changes)
    if kept < KEPT * shorter or retold > max(RETOLD * kept, RETOLD_ANYWAY):
        return False
    return not _about_others(changes, one, other)


def _about_others(changes: list[_Gap], one: Wording, other: Wording) -> bool:
    """Tell whether many of the changes put a name or figure of one text where the other has its own."""
    mine, theirs = one.telling - other.known, other.telling - one.known
    swapped = sum(
        not mine.isdisjoint(one.forms[gap.first : gap.last])
        and not theirs.isdisjoint(other.forms[gap.begin : gap.end])
        for gap in changes
    )
    return swapped >= 1 and swapped >= (SWAPPED_ONCE if swapped == 1 else SWAPPED) * len(changes)


def _retold(gap: _Gap, one: Wording, other: Wording) -> int:
    """Count the words of a passage told anew: several in a row, in both texts, that the other lacks there."""
    before, after = one.forms[gap.first : gap.last], other.forms[gap.begin : gap.end]
    return min(_in_a_row(before, set(after)), _in_a_row(after, set(before)))


def _in_a_row(words: list[str], others: set[str]) -> int:
    """Count the words not among others of which enough stand side by side."""
    rows = (len(list(row)) for foreign, row in groupby(words, lambda word: word not in others) if foreign)
    return sum(length for length in rows if length >= RUN)


def _is_change(gap: _Gap, one: Wording, other: Wording) -> bool:
    """Tell whether a gap puts words in the place of words, within the text: its ends are the site's."""
    inside = gap.first and gap.begin and gap.last < len(one.forms) and gap.end < len(other.forms)
    return bool(inside) and gap.first < gap.last and gap.begin < gap.end


def _gaps(one: Wording, other: Wording, shared: Iterable[tuple[str, ...]]) -> Iterator[_Gap]:
    """Lay two texts side by side by the runs that each has once; give where they differ."""
    first = begin = 0
    for place, opposite in rising(sorted([(one.anchors[run], other.anchors[run]) for run in shared])):
        if place >= first and opposite >= begin:
            if place > first or opposite > begin:
                yield _trimmed(_Gap(first, place, begin, opposite), one, other)
        elif place - first != opposite - begin:
            continue
        first, begin = place + RUN, opposite + RUN
    if first < len(one.forms) or begin < len(other.forms):
        yield _trimmed(_Gap(first, len(one.forms), begin, len(other.forms)), one, other)


def _trimmed(gap: _Gap, one: Wording, other: Wording) -> _Gap:
    """Leave out the words that stand at both ends of a gap in either text."""
    first, last, begin, end = gap
    while first < last and begin < end and one.forms[first] == other.forms[begin]:
        first, begin = first + 1, begin + 1
    while first < last and begin < end and one.forms[last - 1] == other.forms[end - 1]:
        last, end = last - 1, end - 1
    return _Gap(first, last, begin, end)
