"""The sentence around a place in a text, near enough for reading."""

from __future__ import annotations

import re

_END = re.compile(
    r"[.!?…\n](?:"  # one of few signs first, because these are searched for quickly
    r"""(?<!\n)["”“»«’')\]]*\s+(?=["„“‘‚»«(\[]?[A-ZÀ-ÞŒŠŽ0-9])"""  # a full stop, then a capital or a number
    r"|(?<=\n)(?:\s*\n|(?=[#>*-])))"  # a paragraph, a heading, an item of a list
)
_LAST_WORD = re.compile(r"[^\W_]*$")
_ABBREVIATIONS = frozenset(
    (  # noqa: SIM905 - as a line of words it can be read
        "abs art bd bzw ca co corp dipl dr etc evtl gen ggf gov hon hr inc ing jr ltd mio mr mrs ms mrd nr "
        "prof rep sen sog sr st str tel usw vgl vs zb"
    ).split()
)
_SHORTEST, _AROUND = 2, 8
_LONG = 1 + max(map(len, _ABBREVIATIONS))
"""More letters than any abbreviation has."""

_NEAR = 120
"""Code points before a place in which its sentence begins mostly: these are looked at first."""


def sentence_at(text: str, place: int, last: int, room: int) -> tuple[int, int]:
    """Give where the sentence of [place, last) begins and ends, cut `room` code points around it.

    Headings and paragraphs end a sentence too.
    """
    first = max(0, place - room)
    near = max(first, place - _NEAR)
    while first < near and not text[near].isalnum():  # no end of a sentence begins before and ends behind it
        near -= 1
    start = _start(text, near, place)
    if start is None and first < near:
        start = _start(text, first, place)
    return first if start is None else start, sentence_end(text, last, room)


def _start(text: str, first: int, place: int) -> int | None:
    """Give where the last sentence begins that begins from `first` to `place`."""
    for match in reversed(list(_END.finditer(text, first, min(len(text), place + 2)))):
        if match.end() <= place and not _abbreviated(text, match):
            return match.end()
    return None


def sentence_end(text: str, place: int, room: int) -> int:
    """Give where the sentence ends that goes on at a place: where the next begins, at most `room` further."""
    stop = min(len(text), place + room)
    match = _END.search(text, place, stop)
    while match is not None:
        if not _abbreviated(text, match):
            return match.end()
        match = _END.search(text, match.end(), stop)
    return stop


def _abbreviated(text: str, match: re.Match[str]) -> bool:
    """Tell whether a full stop belongs to the word before it: "Dr.", "z. B.", "24. Februar"."""
    stop = match.start()
    if text[stop] != ".":
        return False
    before = text[max(0, stop - _LONG) : stop]
    if len(before) == _LONG and before.isalnum():
        return False
    word = before[before.rfind(" ") + 1 :]
    if not word.isalnum():
        found = _LAST_WORD.search(text, max(0, stop - _AROUND), stop)
        word = found.group() if found else ""
    return (word.isdigit() and len(word) <= _SHORTEST) or (
        bool(word) and (len(word) < _SHORTEST or word.lower() in _ABBREVIATIONS)
    )
