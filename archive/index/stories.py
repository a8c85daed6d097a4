"""The near copies of an article, as the last commit told them apart (`archive.index.grouping`)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from archive.index.codec.lists import among
from archive.index.schema import NO_DAY
from archive.index.snapshot import Snapshot


def members(snapshot: Snapshot, number: int) -> list[int]:
    """Give the articles of an article's story, earliest first; itself alone where it has none."""
    told = snapshot.told
    place = int(told.docs.searchsorted(number))
    if place == len(told.docs) or told.docs[place] != number:
        return [number]
    return in_order(snapshot, told.docs[told.stories == told.stories[place]].tolist())


def earliest(snapshot: Snapshot, numbers: Sequence[int]) -> list[str | None]:
    """Give the id of the earliest article of each article's story, None where it has no near copies."""
    has_copies = among(np.array(numbers, np.int64), snapshot.told.docs).tolist()
    rows = zip(numbers, has_copies, strict=True)
    return [snapshot.ids(members(snapshot, number)[:1])[0] if has else None for number, has in rows]


def copies(snapshot: Snapshot, ids: Iterable[str]) -> dict[str, str]:
    """Give for each of some articles that is a near copy the id of the earliest other one.

    The earliest article of a story is a near copy only of those that were not asked about.
    """
    if not len(snapshot.told.docs):
        return {}
    asked = snapshot.numbered(ids)
    numbers, found = set(asked.values()), {}
    for identity, number in asked.items():
        kin = members(snapshot, number)
        others = [other for other in kin if other != number and (kin[0] != number or other not in numbers)]
        if others:
            found[identity] = snapshot.ids(others[:1])[0]
    return found


def in_order(snapshot: Snapshot, numbers: Sequence[int]) -> list[int]:
    """Order articles by day, then id, undated ones last."""
    days = snapshot.numbers_of("date", np.array(numbers, np.int64)).tolist()
    ids = snapshot.ids(numbers)
    rows = ((day == NO_DAY, day, id, number) for day, id, number in zip(days, ids, numbers, strict=True))
    return [number for *_, number in sorted(rows)]
