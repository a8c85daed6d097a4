"""The articles that have a word, over all segments of a snapshot, and where in them it stands."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import field

import numpy as np
from numpy.typing import NDArray

from archive.frozen import dataclass
from archive.index.codec.lists import united
from archive.index.codec.postings import Postings
from archive.index.ranking import Docs, Floats

Keys = NDArray[np.int64]
"""Occurrences, ascending: number of the article << 32 | position."""

FEW = 16
"""A list this many times longer than another is searched; otherwise a mask of both is faster."""


@dataclass(slots=True)
class Source:
    """One posting list of one segment, its documents numbered as in the snapshot."""

    postings: Postings
    docs: Docs


@dataclass(slots=True)
class TermList:
    """Live articles that have a word, ascending, how often (weighted), and the lists that say where.

    `scores` are what the word adds to each article's score, by the form it was typed in, where that has been
    worked out; `spread` the same for every article there is, 0 for those without the word, where the list is
    long. They belong to all queries and are never written to. `unpacked` counts the postings held.
    """

    docs: Docs
    weights: Floats
    sources: Callable[[], list[Source]]
    size: int
    unpacked: int = 0
    scores: dict[str | None, Floats] = field(default_factory=dict)
    spread: dict[str | None, Floats] = field(default_factory=dict)

    @property
    def bytes(self) -> int:
        """About how much memory the list takes."""
        spread = 4 * self.size if len(self.docs) * FEW > self.size else 0
        return 1000 + 24 * len(self.docs) + 24 * self.unpacked + spread

    def keys(self, docs: Docs) -> Keys:
        """Give the occurrences in some articles."""
        parts: list[Keys] = []
        for source in self.sources():
            rows = intersect(docs, source.docs, self.size)
            if len(rows):
                parts.append(source.postings.keys_at(rows, source.docs[rows]))
        if not parts:
            return np.empty(0, np.int64)
        return parts[0] if len(parts) == 1 else united(parts)


def intersect(docs: Docs, having: Docs, size: int) -> NDArray[np.intp]:
    """Give the places in `having` of the numbers that are in `docs` too; both ascend, below `size`."""
    rows: NDArray[np.intp]
    if len(docs) * FEW < len(having):
        places = having.searchsorted(docs)
        places[places == len(having)] = 0
        rows = places[having[places] == docs]
        return rows
    if len(having) * FEW < len(docs):
        places = docs.searchsorted(having)
        places[places == len(docs)] = 0
        rows = (docs[places] == having).nonzero()[0]
        return rows
    marked = np.zeros(size, bool)
    marked[docs] = True
    return marked[having].nonzero()[0]


def member(docs: Docs, chosen: Docs, size: int) -> NDArray[np.bool_]:
    """Tell for each of some numbers whether it is among the chosen."""
    if len(docs) * FEW < len(chosen):
        places = chosen.searchsorted(docs)
        places[places == len(chosen)] = 0
        found: NDArray[np.bool_] = chosen[places] == docs
        return found
    marked = np.zeros(size, bool)
    marked[chosen] = True
    return marked[docs]


def add_to(docs: Docs, scores: Floats, having: Docs, more: Floats, size: int) -> None:
    """Add scores of some articles to those of others that are the same ones; all ascend, below `size`."""
    if not len(docs):
        return
    if len(having) * FEW < len(docs):
        places = docs.searchsorted(having)
        places[places == len(docs)] = 0
        same = docs[places] == having
        scores[places[same]] += more[same]
    elif len(docs) * FEW < len(having):
        places = having.searchsorted(docs)
        places[places == len(having)] = 0
        same = having[places] == docs
        scores[same] += more[places[same]]
    else:
        spread = np.zeros(size, np.float32)
        spread[having] = more
        scores += spread[docs]
