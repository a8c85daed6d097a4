"""Questions about places in articles, answered for all occurrences at once.

An occurrence is a *key*, `number of the article << 32 | position`; keys ascend, so that side by side, near
and within one value are questions of sorted numbers.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from archive.index.clauses import Run
from archive.index.codec.lists import united
from archive.index.lists import Keys
from archive.index.schema import GAP, ZONE_COLUMNS
from archive.index.snapshot import Snapshot

PLACE_BITS = 32
PLACE = (1 << PLACE_BITS) - 1
GAP_BITS = GAP.bit_length() - 1


def zones_of(snapshot: Snapshot, keys: Keys) -> NDArray[np.intp]:
    """Tell in which zone of its article each key stands."""
    numbers, places = keys >> PLACE_BITS, keys & PLACE
    zones = np.zeros(len(keys), np.intp)
    for column in ZONE_COLUMNS:
        zones += places >= snapshot.numbers(column)[numbers]
    return zones


def window(query: Run, slots: list[Keys]) -> tuple[Keys, Keys]:
    """Give the spans that hold every word in any order, as often as it is asked for."""
    width = len(slots) + query.slop
    asked = {slot: (keys, query.slots.count(slot)) for slot, keys in zip(query.slots, slots, strict=True)}
    starts = united([keys for keys, _ in asked.values()])
    stops = starts
    for keys, times in asked.values():
        places = np.searchsorted(keys, starts) + (times - 1)
        inside = places < len(keys)
        starts, stops, places = starts[inside], stops[inside], places[inside]
        ends = keys[places]
        inside = ends < starts + width
        starts, stops = starts[inside], np.maximum(stops[inside], ends[inside])
    return starts, stops


def any_between(keys: Keys, first: Keys, last: Keys) -> NDArray[np.bool_]:
    """Tell for each pair of bounds whether a key lies between them, both included."""
    places = np.searchsorted(keys, first)
    inside = places < len(keys)
    result = np.zeros(len(first), bool)
    result[inside] = keys[places[inside]] <= last[inside]
    return result


def near(left: tuple[Keys, Keys], right: tuple[Keys, Keys], distance: int) -> NDArray[np.bool_]:
    """Tell for each occurrence of the left whether one of the right is near, without overlap."""
    (first, last), (starts, stops) = left, right
    after = any_between(starts, last + 1, last + distance)
    before: NDArray[np.bool_] = any_between(np.sort(stops), first - distance, first - 1)
    return after | before


def keys_of(keys: Keys, value: int) -> list[int]:
    """Give the keys that lie in one value of a field."""
    first, last = np.searchsorted(keys, (value << GAP_BITS, (value + 1) << GAP_BITS)).tolist()
    places: list[int] = keys[first:last].tolist()
    return places


def places_apart(choices: list[list[int]]) -> bool:
    """Tell whether every word can have a place of its own, moving those that stand in others' way."""
    taken: dict[int, int] = {}

    def seat(word: int, tried: set[int]) -> bool:
        for place in choices[word]:
            if place not in tried:
                tried.add(place)
                if place not in taken or seat(taken[place], tried):
                    taken[place] = word
                    return True
        return False

    return all(seat(word, set()) for word in range(len(choices)))
