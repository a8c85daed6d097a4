"""What one text has that another has not, word by word.

Texts are laid side by side sentence by sentence, and where sentences differ, word by word. The work is
bounded: long stretches without anything in common are given as a whole, never compared word against word.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise
from typing import Final, Literal, NamedTuple

COMPARED: Final = 10_000
"""So many pairs of words are compared where nothing in a stretch stands there once: some 5 ms."""

_SENTENCE: Final = re.compile(r"[^.!?\n]*(?:[.!?]+[^\S\n]*|\n\s*)|[^.!?\n]+")
_WORD: Final = re.compile(r"\w+|\s+|[^\w\s]")

Kind = Literal["same", "removed", "added"]


class Change(NamedTuple):
    """A stretch of text that both have, or one of them."""

    kind: Kind
    text: str


def changes(before: str, after: str) -> list[Change]:
    """Tell how one text became another.

    What is the same or was removed makes up the text before, what is the same or was added the one after.
    """
    found: list[Change] = []
    for old, new, same in _aligned(_SENTENCE.findall(before), _SENTENCE.findall(after)):
        if same:
            found.append(Change("same", "".join(new)))
        else:
            words = _WORD.findall("".join(old)), _WORD.findall("".join(new))
            found.extend(_of_words(*words))
    return _joined(found)


def counted(parts: Sequence[Change]) -> tuple[int, int]:
    """Count the words that were added and removed."""
    words: Counter[Kind] = Counter()
    for part in parts:
        words[part.kind] += len(re.findall(r"\w+", part.text))
    return words["added"], words["removed"]


def _of_words(old: list[str], new: list[str]) -> Iterator[Change]:
    for before, after, same in _aligned(old, new):
        if same:
            yield Change("same", "".join(after))
        else:
            yield Change("removed", "".join(before))
            yield Change("added", "".join(after))


def _joined(parts: list[Change]) -> list[Change]:
    """Put what was removed before what was added, and white space between two changes with them."""
    changed = [part.kind != "same" for part in parts]
    for place in range(1, len(parts) - 1):
        if changed[place - 1] and changed[place + 1] and not parts[place].text.strip():
            changed[place] = True
    found = []
    for differs, group in groupby(zip(changed, parts, strict=True), lambda row: row[0]):
        stretch = [part for _, part in group]
        before = "".join(part.text for part in stretch if part.kind != "added")
        after = "".join(part.text for part in stretch if part.kind != "removed")
        found += [Change("removed", before), Change("added", after)] if differs else [Change("same", after)]
    return [part for part in found if part.text]


def _aligned(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[Sequence[str], Sequence[str], bool]]:
    """Lay two rows side by side: stretches of both in turn, and whether they are the same."""
    i = j = 0
    for first, begin, length in (*_runs(old, new), (len(old), len(new), 0)):
        if first > i or begin > j:
            yield old[i:first], new[j:begin], False
        if length:
            yield old[first : first + length], new[begin : begin + length], True
        i, j = first + length, begin + length


def _runs(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[int, int, int]]:
    """Give the runs that both rows have in order: where each begins in either, and how long it is."""
    pairs = sorted(_pairs(old, new))
    start = 0
    for place in range(1, len(pairs) + 1):
        first, begin = pairs[place - 1]
        if place == len(pairs) or pairs[place] != (first + 1, begin + 1):
            yield (*pairs[start], place - start)
            start = place


def _pairs(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Pair what is the same at both ends of a stretch, then what either has once, then look between these."""
    waiting = [(0, len(old), 0, len(new))]
    while waiting:
        first, last, begin, end = waiting.pop()
        while first < last and begin < end and old[first] == new[begin]:
            yield first, begin
            first, begin = first + 1, begin + 1
        while first < last and begin < end and old[last - 1] == new[end - 1]:
            last, end = last - 1, end - 1
            yield last, end
        if first == last or begin == end:
            continue
        anchors = _anchors(old[first:last], new[begin:end])
        if not anchors and (last - first) * (end - begin) <= COMPARED:
            anchors = _longest(old[first:last], new[begin:end])
            yield from ((first + i, begin + j) for i, j in anchors)
            continue
        yield from ((first + i, begin + j) for i, j in anchors)
        edges = [(-1, -1), *anchors, (last - first, end - begin)]
        waiting.extend(
            (first + i + 1, first + k, begin + j + 1, begin + m)
            for (i, j), (k, m) in pairwise(edges)
            if anchors
        )


def _anchors(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int]]:
    """Pair what stands once in either row, as far as the order is the same in both."""
    here, there = Counter(old), Counter(new)
    places = {each: place for place, each in enumerate(new) if there[each] == 1}
    pairs = [(place, places[each]) for place, each in enumerate(old) if here[each] == 1 and each in places]
    return rising(pairs)


def rising(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Give a longest row of pairs in which the second numbers rise as the first ones do."""
    if all(one[1] < other[1] for one, other in pairwise(pairs)):
        return list(pairs)
    tops: list[int] = []
    tails: list[int] = []
    before: list[int] = []
    for number, (_, opposite) in enumerate(pairs):
        length = bisect_left(tops, opposite)
        before.append(tails[length - 1] if length else -1)
        tops[length : length + 1] = [opposite]
        tails[length : length + 1] = [number]
    row = []
    number = tails[-1] if tails else -1
    while number >= 0:
        row.append(pairs[number])
        number = before[number]
    return row[::-1]


def _longest(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int]]:
    """Pair as many as can be paired in order (the longest common subsequence); both rows are short."""
    lengths = [[0] * (len(new) + 1) for _ in range(len(old) + 1)]
    for i in range(len(old) - 1, -1, -1):
        row, below = lengths[i], lengths[i + 1]
        for j in range(len(new) - 1, -1, -1):
            row[j] = below[j + 1] + 1 if old[i] == new[j] else max(below[j], row[j + 1])
    pairs = []
    i = j = 0
    while i < len(old) and j < len(new):
        if old[i] == new[j]:
            pairs.append((i, j))
            i, j = i + 1, j + 1
        elif lengths[i + 1][j] >= lengths[i][j + 1]:
            i += 1
        else:
            j += 1
    return pairs
